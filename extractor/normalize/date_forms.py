"""How dates are written: one pattern a form, and the form that a match has."""

from __future__ import annotations

import re
from collections.abc import Iterable

_MONTH = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?|"
    r"sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)(?![a-z])"
)
_LONG_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_WEEKDAY = (
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|(?:mon|tues?|wed|thurs?|fri|sat|sun)(?:\.|(?=,)))"
)
_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_END = r"(?![\d%]|[.,]\d|-\d)"
_COUNTS = "a an one two three four five six seven eight nine ten eleven twelve".split()
_COUNT = rf"(?:\d{{1,2}}|an?|{'|'.join(_COUNTS[2:])}|a\scouple\sof)"

_KINDS: list[tuple[str, str]] = [
    (
        "iso",
        rf"(?P<iso_y>{_YEAR})[-/.](?P<iso_m>1[0-2]|0?[1-9])[-/.](?P<iso_d>3[01]|[12]\d|0?[1-9])(?![\d-])",
    ),
    (
        "slash",
        rf"(?P<sl_a>\d{{1,2}})(?P<sl_sep>[/.-])(?P<sl_b>\d{{1,2}})(?P=sl_sep)(?P<sl_y>{_YEAR}|"
        rf"\d\d(?![\d.,%]))(?!\d)",
    ),
    (
        "mdy",
        rf"(?:{_WEEKDAY},?\s)?(?P<mdy_m>{_MONTH})\s{{1,2}}(?P<mdy_d>{_DAY})(?!\d|"
        rf"[.,]\d)(?:\s?[-–]\s?\d{{1,2}}(?!\d))?(?:(?:,\s?|\s,?\s?)(?P<mdy_y>{_YEAR}){_END})?",
    ),
    (
        "dmy",
        rf"(?:{_WEEKDAY},?\s(?:the\s)?)?(?P<dmy_d>{_DAY})(?:\s?[-–]\s?\d{{1,2}})?[\s-](?:of\s)"
        rf"?(?P<dmy_m>{_MONTH})(?:(?:,\s?|[\s-])(?P<dmy_y>{_YEAR}){_END})?",
    ),
    (
        "my",
        rf"(?:(?:early|mid|late)[\s-])?(?P<my_m>{_MONTH})(?:,\s|\s+of\s+|\s+|-|/)(?P<my_y>{_YEAR}|'\d\d|"
        rf"’\d\d){_END}",
    ),
    ("mly", rf"(?P<mly_m>{_MONTH})\s(?:of\s)?(?P<mly_rel>last|this|next)\s+year"),
    ("lm", rf"(?P<lm_rel>last|this|next|this\s+past|early|mid|late)[\s-](?P<lm_m>{_MONTH})"),
    (
        "q",
        rf"(?:q(?P<q_n>[1-4])(?:[\s,'’/-]{{0,2}}(?:of\s|fy\s?)?(?P<q_y>{_YEAR}|\d\d(?!\d)))?|"
        rf"(?P<q_n2>[1-4])q(?:[\s'’]?(?P<q_y2>{_YEAR}|\d\d(?!\d)))?)(?![\w])",
    ),
    (
        "qw",
        rf"(?:the\s)?(?:fiscal\s)?(?P<qw_n>first|second|third|fourth|1st|2nd|3rd|4th|"
        rf"final)[\s-](?:fiscal[\s-])?quarter(?!ly)(?:(?:\s+of)?(?:\s+(?:fiscal(?:\s+year)?|"
        rf"the\s+year))?\s+(?P<qw_y>{_YEAR}|(?P<qw_rel>last|this|next)\s+year){_END})?",
    ),
    (
        "h",
        rf"h(?P<h_n>[12])[\s'’-]?(?P<h_y>{_YEAR}|\d\d)(?!\w)|(?P<h_n2>[12])h[\s'’]?(?P<h_y2>{_YEAR}|"
        rf"\d\d)(?!\w)",
    ),
    (
        "hw",
        rf"(?:the\s)?(?P<hw_n>first|second|latter)[\s-](?P<hw_part>half|(?:six|nine|three|ten|"
        rf"eleven)\smonths|\d{{1,2}}\smonths)(?:\s+of(?:\s+(?:fiscal|the\s+year))?\s+(?P<hw_y>{_YEAR}|"
        rf"(?P<hw_rel>last|this|next)\s+year){_END})?(?=\W|$)",
    ),
    (
        "fy",
        rf"(?:fy[\s'’-]?|fiscal(?:\s+year)?\s+|financial\s+year\s+)(?P<fy_y>{_YEAR}|"
        rf"\d\d)(?:[-/–]\d\d)?(?!\w)",
    ),
    (
        "range",
        rf"(?P<ra>{_YEAR})(?:\s?[-–—]\s?(?P<rb2>\d\d(?!\d))|(?:\s?[-–—]\s?|\s+(?:to|through|and|until)\s+)(?P<rb>{_YEAR})){_END}",
    ),
    (
        "ago",
        rf"(?P<ago_n>{_COUNT})\s(?P<ago_u>day|"
        rf"week|month|year)s?\s(?:ago|earlier)",
    ),
    (
        "rel",
        r"(?:(?P<rel_part>earlier|later|late|early|mid|sometime)[\s-])?(?P<rel>last|this|next|previous|"
        r"past|current|coming)[\s-](?P<rel_u>week|month|year|quarter|summer|spring|fall|autumn|winter|"
        r"weekend|morning|afternoon|evening)(?!ly)",
    ),
    (
        "span",
        rf"(?:the\s)?(?P<sp_rel>past|last|coming|next)\s(?P<sp_n>{_COUNT}|few|several|"
        rf"couple\sof)\s(?P<sp_u>day|week|month|year|quarter)s",
    ),
    (
        "end",
        r"(?:the\s)?(?P<end_at>end|beginning|start|middle)\sof\s(?:the|this|next)\s(?P<end_u>week|month|"
        r"year|quarter)",
    ),
    ("yend", r"year[\s-]end"),
    (
        "day",
        r"(?P<day>today|yesterday|tomorrow|tonight)",
    ),
    (
        "wd",
        r"(?:(?P<wd_rel>last|this|next|this\s+past|late|early)\s)?(?P<wd>monday|tuesday|wednesday|thursday|"
        r"friday|saturday|sunday)(?:\s(?:morning|afternoon|evening|night))?(?!\s(?:times|telegraph|mail|"
        r"express|night\sfootball|herald|post|mirror|world|business))",
    ),
    (
        "sy",
        rf"(?:(?:early|mid|late|spring|summer|autumn|fall|winter)(?:[\s-]of)?|(?:the\s)?(?:end|beginning|"
        rf"start|middle|spring|summer|autumn|fall|winter)\sof)[\s-](?:in\s)?(?P<sy_y>{_YEAR}){_END}(?!s)",
    ),
    ("year", rf"(?P<y>{_YEAR}){_END}(?!s\b|\w)"),
    ("m", _LONG_MONTH),
]
_OPENINGS = [
    *"jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun".split(),
    *"last this next early earlier mid late latter sometime previous past current coming".split(),
    *"first second third fourth final fiscal fy today yesterday tomorrow tonight".split(),
    *"spring summer autumn fall winter".split(),
    *("q[1-4]", "h[12]", r"year[\s-]end", r"financial\s"),
    *(rf"{part}\sof" for part in ("end", "beginning", "start", "middle")),
    *(rf"{count}\s(?:day|week|month|year)" for count in _COUNTS),
    r"a\scouple",
    r"the\s(?:fi|sec|th|fou|la|past|com|ne|end|beg|st|mid|sp|su|au|fa|w|\d)",
]
"""How the words of every form begin, but for those that begin with a numeral."""


def _by_letter(openings: Iterable[str]) -> str:
    """One alternation that looks at the first letter before all else."""
    letters: dict[str, list[str]] = {}
    for opening in openings:
        letters.setdefault(opening[0], []).append(opening[1:])
    return "|".join(f"{letter}(?:{'|'.join(rests)})" for letter, rests in letters.items())


_FIRST = r"(?=\d{4}(?!\d)|\d\d?(?:[-/.q]|h\d|h['’\s]|st|nd|rd|th|\s?[-–]|\s[a-z])|" + _by_letter(_OPENINGS) + ")"
"""A quick look whether any form can begin here: the long pattern takes ten times as long to say no."""
FINDER = re.compile(
    r"(?<![\w$€£¥₹#@&/.,'’+])"
    + _FIRST
    + "(?:"
    + "|".join(f"(?P<k_{kind}>{pattern})" for kind, pattern in _KINDS)
    + ")(?!\\w)",
    re.IGNORECASE,
)


def kind_of(match: re.Match[str]) -> str:
    """Which form a match of :data:`FINDER` has."""
    # A form's group is the last to close, whatever stands in it.
    assert match.lastgroup is not None
    return match.lastgroup.removeprefix("k_")


def read(expr: str) -> tuple[str, re.Match[str]] | None:
    """The first date in some words: its form and its match."""
    match = FINDER.search(expr)
    return None if match is None else (kind_of(match), match)
