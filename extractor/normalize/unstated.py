"""Sums whose size an article leaves open: "low eight figures", "tens of millions of", "an undisclosed sum"."""

from __future__ import annotations

import re
from functools import lru_cache

LOOSE = re.compile(
    r"(?:(?:tens|dozens|hundreds|thousands|scores)(?:\s+(?:and|or)\s+(?:tens|hundreds|thousands))?\s+of\s+"
    r"|(?:several|many|a\s+few|a\s+couple(?:\s+of)?|multiple|some|countless|untold)(?:\s+hundred|\s+tens\s+of)?\s+"
    r"|(?:(?:low|mid|high)[\s-])?(?:single|double|triple|two|three|four)[\s-]digit[\s-]"
    r"|multi[\s-]?)$",
    re.IGNORECASE,
)
"""Ends right before a scale word: "hundreds of " millions, "multi-" million, "double-digit " million."""

_COUNT = r"(?:three|four|five|six|seven|eight|nine|ten)"
_FIGURES = re.compile(
    r"\b(?:(?:very\s+)?(?:low|mid|high)(?:[\s-]to[\s-](?:low|mid|high))?(?:\s+to\s+(?:mid|high))?[\s-])?"
    rf"(?:(?:{_COUNT}|multi)[\s-]|[3-9]-)(?:(?:or|to)[\s-]{_COUNT}[\s-])?figures?\b"
    r"(?:[\s-](?:sum|amount))?",
    re.IGNORECASE,
)

_HIDING = r"(?:undisclosed|unspecified|unnamed|undetermined|unrevealed|undivulged)"
_SIZE = (
    r"(?:(?:financial|purchase|deal|transaction|exact|specific|sale|total|acquisition|investment|funding)\s+){0,2}"
    r"(?:sums?|amounts?|prices?|consideration|terms|fees?|value|valuation|size)"
)
_NOT = (
    r"(?:(?:\b(?:did|does|do|has|have|had|would|will|could|was|were|is|are)\s+)?(?:\bnot|n[’']t)|\b(?:declined|refused)\s+to|"
    r"\bwithout|\bnor)"
)
_LATER = r"(?:been\s+|being\s+|be\s+|immediately\s+|publicly\s+|yet\s+){0,3}"
_TOLD = r"(?:disclosed|revealed|announced|made\s+public|released|divulged|given|specified|made\s+available)\b"
_TELL = (
    r"(?:disclos(?:e|ed|ing)|reveal(?:ed|ing)?|specif(?:y|ied|ying)|divulg(?:e|ed|ing)|announc(?:e|ed|ing)|"
    r"releas(?:e|ed|ing)|provid(?:e|ed|ing)|giv(?:e|en|ing)|share|state)\s+"
)
_HIDDEN = re.compile(
    rf"\b{_HIDING}\s+(?:\w+\s+){{0,2}}?(?:sums?|amounts?|price|consideration|terms|fee|figure|value|valuation|"
    r"investment|funding|funds|money|financing|round|capital)\b"
    rf"|\b{_SIZE}\b[^.;\n]{{0,60}}?(?:\bnot|n[’']t)\s+{_LATER}{_TOLD}"
    rf"|{_NOT}\s+{_LATER}{_TELL}(?:(?:the|any|its|their|an?|exact|full|further|specific)\s+){{0,3}}"
    rf"(?:{_SIZE}|financial\s+(?:details|terms)|how\s+much\s+(?:it|they|was|the\s+\w+)\s+"
    r"(?:paid|raised|invested|pays?|will\s+pay|had\s+paid|cost|spent))\b"
    r"|\bfinancial\s+(?:details|terms)\b[^.;\n]{0,40}?(?:\bnot|n[’']t)\s+"
    + _LATER
    + _TOLD
    + rf"|\b{_SIZE}\b[^.;\n]{{0,30}}?\b(?:undisclosed|kept\s+secret|confidential|under\s+wraps)\b",
    re.IGNORECASE,
)


_WITHHELD = r"\s(?:announc|releas|giv|provid|stat|shar)"
_WAYS = {
    "disclos": "(?:[Uu]n)?[Dd]isclos",
    "specif": "[Uu]nspecif|specif[iy]",
    "unnamed": "[Uu]nnamed",
    "undetermined": "[Uu]ndetermined",
    "reveal": "[Rr]eveal",
    "divulg": "divulg",
    "made": r"made\s(?:public|available)",
    "wraps": r"under\swraps",
    "confidential": "confidential",
    "secret": r"kept\ssecret",
    "not": rf"not(?:\s\w+){{0,2}}{_WITHHELD}",
    "n't": rf"n't(?:\s\w+){{0,2}}{_WITHHELD}",
    "n’t": rf"n’t(?:\s\w+){{0,2}}{_WITHHELD}",
    "declined": rf"declined\sto{_WITHHELD}",
    "refused": rf"refused\sto{_WITHHELD}",
    "without": rf"without{_WITHHELD}",
}
"""A word of each way to hide a sum, behind letters without which it does not stand: the long pattern looks only around
these words, and they are looked for only where the letters stand."""
_BEFORE, _AFTER = 130, 60


def find_figures(text: str) -> list[tuple[int, int]]:
    """Spans of sums told by their number of digits: "low eight figures", "a seven-figure sum"."""
    return [match.span() for match in _FIGURES.finditer(text)]


def find_hidden(text: str, small: str) -> list[tuple[int, int]]:
    """Spans that say that a sum is not told: "undisclosed amount", "terms of the deal were not disclosed".

    ``small`` is the text in small letters.
    """
    ways = tuple([key for key in _WAYS if key in small])
    if not ways:
        return []
    windows: list[list[int]] = []
    for told in _told_of(ways).finditer(text):
        start, end = max(0, told.start() - _BEFORE), min(len(text), told.end() + _AFTER)
        if windows and start <= windows[-1][1]:
            windows[-1][1] = end
        else:
            windows.append([start, end])
    found = [match.span() for start, end in windows for match in _HIDDEN.finditer(text, start, end)]
    return [_without_names(text, start, end) for start, end in found]


_DENIED = re.compile(r"\b(?:was|were|is|are|has|have|had|will|would)\b(?: \w+){0,2}? ?(?:not\b|n[’']t\b).*", re.DOTALL)


def _without_names(text: str, start: int, end: int) -> tuple[int, int]:
    """Of "terms of Tern's purchase of Acme were not disclosed" what denies: the names between are no part of a sum."""
    if text[start + 1 : end].islower():
        return start, end
    denied = _DENIED.search(text, start, end)
    return (denied.start(), end) if denied is not None else (start, end)


@lru_cache(maxsize=512)
def _told_of(ways: tuple[str, ...]) -> re.Pattern[str]:
    """What tells of these ways alone; all of them at once are tried at every letter, which takes ten times as long."""
    return re.compile("|".join(_WAYS[key] for key in ways))
