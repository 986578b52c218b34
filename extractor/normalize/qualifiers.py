"""Words beside a number that say how exact it is: "more than", "about", "up to", "-plus"."""

from __future__ import annotations

import re

from extractor.records import Qualifier

WINDOW = 48
"""Characters before a number that are looked at."""

_FILL = (
    r"(?:\s+(?:an?\s+|the\s+)?(?:total|combined|additional|further|extra|another|aggregate|cumulative|"
    r"record|reported|estimated|"
    r"around|about|some|approximately|roughly|potential|whopping|massive|staggering|cool|maximum|"
    r"initial)(?:\s+of)?){0,2}"
)
_AT_LEAST = (
    r"(?:(?:well|just|slightly|a\s+little|far|much|little|significantly)\s+)?(?:more\s+than|over|above|"
    r"exceeding|exceeds?|exceeded|"
    r"north\s+of|upwards?\s+of|beyond|in\s+excess\s+of|surpass(?:ing|es|ed)|topping|topped|"
    r"tops)|"
    r"at\s+least|a\s+minimum(?:\s+of)?|minimum(?:\s+of)?|no\s+less\s+than|not\s+less\s+than|"
    r"no\s+fewer\s+than|at\s+a\s+minimum|"
    r"(?:higher|bigger|larger|greater)\s+than"
)
_UP_TO = (
    r"(?:lower|smaller|fewer|cheaper)\s+than|"
    r"up[\s-]+to|as\s+much\s+as|as\s+high\s+as|a\s+maximum(?:\s+of)?|maximum(?:\s+of)?|at\s+most|"
    r"no\s+more\s+than|"
    r"not\s+more\s+than|not\s+exceeding|not\s+to\s+exceed|less\s+than|under|below|"
    r"capped\s+at|a\s+cap\s+of|as\s+many\s+as|up\s+till|potentially|not\s+exceed"
)
_ABOUT = (
    r"about|around|approximately|approx\.?|roughly|nearly|almost|close\s+to|nearing|near|circa|ca\.?|some|"
    r"somewhere\s+around|just\s+(?:under|shy\s+of|short\s+of|below)|shy\s+of|slightly\s+(?:under|"
    r"less\s+than|below)|"
    r"a\s+little\s+(?:under|less\s+than)|an?\s+estimated|estimated(?:\s+(?:at|to\s+be))?|"
    r"estimated\s+to\s+be\s+worth|"
    r"an?\s+approximate|in\s+the\s+(?:region|neighbou?rhood|vicinity|range|order)\s+of|on\s+the\s+order\s+of|"
    r"something\s+like|more\s+or\s+less|maybe|perhaps|virtually|well\s+on\s+the\s+way\s+to|practically|"
    r"approaching|"
    r"roughly\s+estimated\s+at|not\s+quite|the\s+equivalent\s+of\s+about"
)
_BEFORE = re.compile(
    rf"(?:(?<![\w-])(?:(?P<up_to>{_UP_TO})|(?P<about>{_ABOUT})|(?P<at_least>{_AT_LEAST})){_FILL}[”’\"']?[\s-]*"
    r"|(?P<mark>[~≈∼><≥≤≳+]=?|(?<!\w)c\.?)\s*)[(\"“'‘]?$",
    re.IGNORECASE,
)
_LAST_WORDS = frozenset({
    "as", "than", "over", "above", "exceeding", "exceed", "exceeds", "exceeded", "of", "beyond", "least",
    "minimum", "surpassing", "surpasses", "surpassed", "topping", "topped", "tops", "to", "much", "high",
    "maximum", "most", "under", "below", "at", "cap", "many", "till", "potentially", "about", "around",
    "approximately", "approx", "roughly", "nearly", "almost", "near", "nearing", "circa", "ca", "c", "some",
    "short", "shy", "estimated", "be", "worth", "approximate", "like", "less", "maybe", "perhaps", "virtually",
    "practically", "approaching", "quite", "total", "combined", "additional", "further", "extra", "another",
    "aggregate", "cumulative", "record", "reported", "potential", "whopping", "massive", "staggering", "cool",
    "initial",
})  # fmt: skip
"""How all of those wordings end: one look spares the long pattern at most numbers."""
_SIGNS = "~≈∼><≥≤≳+=."
_QUOTES = "(\"“”'‘’"
_AFTER = re.compile(
    r"\s?(?:(?P<at_least>\+|[-‑–]?\s?plus\b|\s?(?:or\s+(?:more|above|higher|over|up)|and\s+(?:above|up))\b(?!\s+(?:than|to)\b))|"
    r"(?P<about>\s?or\s+(?:so|thereabouts)\b|-ish\b|ish\b|,?\s?(?:approximately|approx\.?)\b)|"
    r"(?P<up_to>\s?or\s+(?:less|below|under)\b(?!\s+than\b)|\s?at\s+most\b|\s?(?:max|maximum)\b))",
    re.IGNORECASE,
)
_OTHER_OVER = re.compile(
    r"(?:\b(?:hand|handed|handing|turn|turned|turning|took|take|taken|takes|taking|carry|carried|roll|"
    r"rolled|rolls|fork|"
    r"forked|forking|sign|signed|dispute|row|battle|lawsuit|fight|sued|litigation|concerns?|worries|"
    r"premium|percent|%|"
    r"fell|drop|bring|brought|won|win)|pct)\s+$",
    re.IGNORECASE,
)
_MARKS: dict[str, Qualifier] = {"~": "about", "≈": "about", "∼": "about", "c": "about", "≳": "at_least"}


def qualifier_before(text: str, start: int) -> Qualifier | None:
    """What the words that end at ``start`` make of the number that begins there; None where they say "
    "nothing."""
    window = text[max(0, start - WINDOW) : start]
    if not _may_qualify(window):
        return None
    found = _BEFORE.search(window)
    if found is None:
        return None
    kind = found.lastgroup
    if kind == "mark":
        mark = found["mark"].rstrip(".").lower()
        if mark.startswith((">", "≥")):
            return "at_least"
        if mark.startswith(("<", "≤")):
            return "up_to"
        return _MARKS.get(mark)
    if kind == "at_least":
        if found["at_least"].lower() == "over" and _OTHER_OVER.search(window[: found.start()]):
            return None
        return "at_least"
    return "up_to" if kind == "up_to" else "about"


def _may_qualify(window: str) -> bool:
    tail = window.rstrip(" \t\n\u00a0-" + _QUOTES)
    if tail[-1:] in _SIGNS:
        return bool(tail)
    last = max(tail.rfind(gap) for gap in " -\n\u00a0")
    return tail[last + 1 :].lstrip(_QUOTES).lower() in _LAST_WORDS


def qualifier_after(text: str, end: int) -> Qualifier | None:
    """What the words that begin at ``end`` make of the number before them: ``$50M+``, "or so", "-plus"."""
    found = _AFTER.match(text, end)
    if found is None:
        return None
    return "at_least" if found["at_least"] else "about" if found["about"] else "up_to"
