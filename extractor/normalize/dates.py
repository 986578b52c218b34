"""Dates in running text, resolved against the day an article was published.

``find_dates`` finds the words, ``resolve_date`` turns them into ISO 8601 as precise as they allow ("2017-11-02",
"2017-11", "2017"), ``period_label`` names the span of time that a figure is about ("fourth quarter of 2017").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "final": 4,
}
_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "a couple of": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip

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
_COUNT = r"(?:\d{1,2}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a\scouple\sof)"

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
        rf"(?P<ra>{_YEAR})(?:\s?[-–—]\s?|\s+(?:to|through|and|until)\s+)(?P<rb>{_YEAR}|\d\d(?!\d)){_END}",
    ),
    (
        "ago",
        rf"(?:(?:just\s)?(?:about|over|more\sthan|nearly|almost)\s)?(?P<ago_n>{_COUNT})\s(?P<ago_u>day|"
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
_FIRST = (
    r"(?=\d{4}(?!\d)|\d\d?(?:[-/.q]|h\d|h['’\s]|st|nd|rd|th|\s?[-–]|\s[a-z])|t[uhowe]|l[a]|n[oei]|m[aoi]|s[eauiopt]|[jJ][au]|f[eriauoy]|e[ainlr]|d[e]|a(?:n?\s|[pu])|o[cn]|w[ei]|y[e]|p[ar]|c[uo]|"
    r"q[1-4]|h[12]|b[e])"
)
_FINDER = re.compile(
    r"(?<![\w$€£¥₹#@&/.,'’+])"
    + _FIRST
    + "(?:"
    + "|".join(f"(?P<k_{kind}>{pattern})" for kind, pattern in _KINDS)
    + ")(?!\\w)",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\bsince(?:\s+(?:early|late|mid|at\s+least|the))?[\s-]$", re.IGNORECASE)
_FUTURE = re.compile(
    r"\b(?:by|until|till|before|no\s+later\s+than|expected|due|scheduled|later)(?:\s+(?:the|in|on|early|"
    r"late|mid|around|about))?\s$",
    re.IGNORECASE,
)
_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|by|until|till|from|of|during|on|early|mid|late|last|this|next|for|between|and|to|"
    r"through|before|after|around|that|and|,|-|back\s+in|ended|ending|ends)[\s-]$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s(?:people|users|employees|companies|stores|shares|jobs|km|miles|units|workers|customers|members|"
    r"investors|mah|mhz|rpm|meters|feet|square)\b",
    re.IGNORECASE,
)
_LOWER = re.compile(r"(?:may|march|mar|sat|sun|mon|fri|jan|dec)\b")


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date at ``text[start:end]``, which is ``expr``.

    ``since``: an open beginning ("since 2014"). ``future``: said of what is to come ("by the end of the year").
    """

    start: int
    end: int
    expr: str
    since: bool = False
    future: bool = False


def find_dates(text: str) -> list[DateSpan]:
    """Every date in ``text``, in order, none overlapping another."""
    spans: list[DateSpan] = []
    for match in _FINDER.finditer(text):
        kind = _kind(match)
        start, end = match.span()
        head = text[max(0, start - 28) : start]
        expr = match[0]
        if kind in ("m", "wd") and not any(char.isupper() for char in expr):
            continue
        if kind in ("mdy", "dmy", "my", "mly", "lm") and _LOWER.search(expr) and expr.islower():
            continue
        if kind == "m" and not _BEFORE_MONTH.search(head):
            continue
        if kind == "year" and (_COUNTED.match(text, end) or (start and head[-1:] in "-–" and head[-2:-1].isalnum())):
            continue
        if kind == "range" and " and " in expr and not head.lower().endswith("between "):
            last = start + match.start("rb") - match.start()
            for first, stop in ((start, start + 4), (last, end)):
                spans.append(DateSpan(first, stop, text[first:stop], since=_SINCE.search(head) is not None))
            continue
        spans.append(
            DateSpan(
                start,
                end,
                expr,
                since=_SINCE.search(head) is not None,
                future=_is_future(kind, match) or _FUTURE.search(head) is not None,
            )
        )
    return spans


def resolve_date(expr: str, published: str | None, *, tense_past: bool = True) -> str | None:
    """ISO 8601 of a date's words, as precise as they and ``published`` allow; None where they give no date.

    ``published`` is ISO 8601, possibly only a month or a year. ``tense_past``: whatever has no year of its own ("on
    Monday", "in November", "Nov. 2") is the most recent one on or before that day; else the next one.
    """
    found = _read(expr)
    if found is None:
        return None
    kind, match = found
    when = _RESOLVERS[kind](match, _Day.parse(published), tense_past)
    return when.iso() if when is not None else None


def period_label(expr: str, published: str | None) -> str | None:
    """The span of time that a figure is about: "fourth quarter of 2017", "first half of 2017", "2017", "
    ""2010-2014"."""
    found = _read(expr)
    if found is None:
        return None
    kind, match = found
    day = _Day.parse(published)
    if kind == "range":
        return "-".join(map(str, _range(match)))
    quarter = _quarter(kind, match, day)
    if quarter is not None:
        names = ("first", "second", "third", "fourth")
        return f"{names[quarter[1] - 1]} quarter of {quarter[0]}"
    if kind in ("h", "hw"):
        year = _half_year(match, day)
        if kind == "h":
            return f"{'first' if (match['h_n'] or match['h_n2']) == '1' else 'second'} half of {year}"
        which = "second" if match["hw_n"].lower() == "latter" else match["hw_n"].lower()
        return f"{which} {match['hw_part'].lower()} of {year}" if year else None
    when = _RESOLVERS[kind](match, day, True)
    return when.iso() if when is not None else None


@dataclass(frozen=True, slots=True)
class _Day:
    """A day, month or year."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str | None) -> _Day | None:
        match = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", text or "")
        if match is None:
            return None
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        return _checked(year, month, day)

    def iso(self) -> str:
        parts = [f"{self.year:04d}"] + [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    def date(self) -> date | None:
        return date(self.year, self.month, self.day) if self.month and self.day else None

    def moved(self, days: int) -> _Day:
        """So many days later; a month or year alone stays what it is."""
        known = self.date()
        if known is None:
            return self
        try:
            known += timedelta(days=days)
        except OverflowError:
            return self
        return _Day(known.year, known.month, known.day)

    def months_on(self, count: int) -> _Day:
        """The month so many months later; the year where the month is unknown."""
        if self.month is None:
            return _Day(self.year)
        index = self.year * 12 + self.month - 1 + count
        return _Day(index // 12, index % 12 + 1)


def _checked(year: int, month: int | None, day: int | None) -> _Day | None:
    if not 1 <= year <= 9999 or (month is not None and not 1 <= month <= 12):
        return None
    if month is not None and day is not None:
        try:
            date(year, month, day)
        except ValueError:
            return None
    return _Day(year, month, day if month is not None else None)


def _kind(match: re.Match[str]) -> str:
    for kind, _ in _KINDS:
        if match[f"k_{kind}"] is not None:
            return kind
    raise AssertionError("a match without a kind")


def _read(expr: str) -> tuple[str, re.Match[str]] | None:
    match = _FINDER.search(expr)
    return None if match is None else (_kind(match), match)


def _is_future(kind: str, match: re.Match[str]) -> bool:
    if kind == "day":
        return match["day"].lower() == "tomorrow"
    if kind in ("end", "yend"):
        return kind == "yend" or match["end_at"].lower() == "end"
    if kind == "rel":
        return match["rel"].lower() in ("next", "coming") or (match["rel_part"] or "").lower() == "later"
    if kind == "span":
        return match["sp_rel"].lower() in ("coming", "next")
    named = {"lm": "lm_rel", "wd": "wd_rel", "mly": "mly_rel", "qw": "qw_rel", "hw": "hw_rel"}.get(kind)
    return named is not None and (match[named] or "").lower() == "next"


def _month(name: str) -> int:
    return _MONTHS.index(name.lower()[:3]) + 1


def _full_year(text: str) -> int:
    digits = text.lstrip("'’")
    return int(digits) if len(digits) == 4 else 2000 + int(digits) if int(digits) < 50 else 1900 + int(digits)


def _count(text: str) -> int:
    text = re.sub(r"\s+", " ", text.lower())
    return int(text) if text.isdigit() else _COUNTS.get(text, 1)


def _relative_year(word: str | None, published: _Day | None) -> int | None:
    if published is None or word is None:
        return None
    return published.year + {"last": -1, "next": 1}.get(word.lower(), 0)


def _iso(match: re.Match[str], published: _Day | None, past: bool) -> _Day | None:
    return _checked(int(match["iso_y"]), int(match["iso_m"]), int(match["iso_d"]))


def _slash(match: re.Match[str], published: _Day | None, past: bool) -> _Day | None:
    """Both orders are in use: the one that is a date; of two, the one nearer to the publication, else the "
    "American."""
    first, second, year = int(match["sl_a"]), int(match["sl_b"]), _full_year(match["sl_y"])
    readings = [_checked(year, first, second), _checked(year, second, first)]
    if match["sl_sep"] == ".":
        readings.reverse()
    known = [reading for reading in readings if reading is not None]
    near = published.date() if published else None
    if len(known) == 2 and near is not None:
        return min(known, key=lambda reading: _distance(reading, near))
    return known[0] if known else None


def _distance(day: _Day, near: date) -> int:
    known = day.date()
    return abs((known - near).days) if known else 0


def _full(month: str, day: str, year: str | None, published: _Day | None, past: bool) -> _Day | None:
    number, of_month = _month(month), int(re.sub(r"\D", "", day))
    if year:
        return _checked(_full_year(year), number, of_month)
    if published is None:
        return None
    return _nearest(published, number, of_month, past)


def _nearest(published: _Day, month: int, day: int | None, past: bool) -> _Day | None:
    """The month, or day of a month, on or before the publication (with two days' grace); after it if not "
    "``past``."""
    year = published.year
    if published.month is None:
        return _checked(year, month, day)
    here = (published.month, published.day or 31)
    there = (month, day or (1 if past else 31))
    if past:
        grace = published.moved(2)
        here = (grace.month or 12, grace.day or 31) if grace.year == year else (12, 31)
        year -= there > here
    else:
        year += there < (published.month, published.day or 1)
    return _checked(year, month, day)


def _mdy(match: re.Match[str], published: _Day | None, past: bool) -> _Day | None:
    return _full(match["mdy_m"], match["mdy_d"], match["mdy_y"], published, past)


def _dmy(match: re.Match[str], published: _Day | None, past: bool) -> _Day | None:
    return _full(match["dmy_m"], match["dmy_d"], match["dmy_y"], published, past)


def _my(match: re.Match[str], published: _Day | None, past: bool) -> _Day | None:
    return _checked(_full_year(match["my_y"]), _month(match["my_m"]), None)


def _mly(match: re.Match[str], published: _Day | None, past: bool) -> _Day | None:
    year = _relative_year(match["mly_rel"], published)
    return None if year is None else _Day(year, _month(match["mly_m"]))


def _lm(match: re.Match[str], published: _Day | None, past: bool) -> _Day | None:
    if published is None:
        return None
    month, word = _month(match["lm_m"]), match["lm_rel"].lower()
    if word == "next":
        return _nearest(published, month, None, False)
    if word == "last" and published.month == month:
        return _Day(published.year - 1, month)
    return _nearest(published, month, None, past or word == "last")


def _m(match: re.Match[str], published: _Day | None, past: bool) -> _Day | None:
    return None if published is None else _nearest(published, _month(match["k_m"]), None, past)


def _quarter(kind: str, match: re.Match[str], published: _Day | None) -> tuple[int, int] | None:
    """(year, quarter) of words that name one."""
    if kind == "q":
        number, year = int(match["q_n"] or match["q_n2"]), match["q_y"] or match["q_y2"]
        known = _full_year(year) if year else None
    elif kind == "qw":
        number = _ORDINALS[match["qw_n"].lower()]
        rel = _relative_year(match["qw_rel"], published)
        known = rel if match["qw_rel"] else int(match["qw_y"]) if match["qw_y"] else None
    elif kind == "rel" and match["rel_u"].lower() == "quarter" and published is not None and published.month:
        shift = {"last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1}.get(match["rel"].lower(), 0)
        index = published.year * 4 + (published.month - 1) // 3 + shift
        return index // 4, index % 4 + 1
    else:
        return None
    if known is None:
        if published is None:
            return None
        begun = published.month is None or (number - 1) * 3 < published.month
        known = published.year if begun else published.year - 1
    return known, number


def _q(match: re.Match[str], published: _Day | None, past: bool) -> _Day | None:
    quarter = _quarter(_kind(match), match, published)
    return None if quarter is None else _Day(quarter[0])


def _half_year(match: re.Match[str], published: _Day | None) -> int | None:
    if match["k_h"]:
        return _full_year(match["h_y"] or match["h_y2"])
    if match["hw_rel"]:
        return _relative_year(match["hw_rel"], published)
    if match["hw_y"]:
        return int(match["hw_y"])
    return published.year if published else None


def _h(match: re.Match[str], published: _Day | None, past: bool) -> _Day | None:
    year = _half_year(match, published)
    return None if year is None else _Day(year)


def _fy(match: re.Match[str], published: _Day | None, past: bool) -> _Day | None:
    return _Day(_full_year(match["fy_y"]))


def _range(match: re.Match[str]) -> tuple[int, int]:
    first = int(match["ra"])
    last = int(match["rb"]) if len(match["rb"]) == 4 else first // 100 * 100 + int(match["rb"])
    return first, last


def _none(match: re.Match[str], published: _Day | None, past: bool) -> _Day | None:
    return None


def _ago(match: re.Match[str], published: _Day | None, past: bool) -> _Day | None:
    if published is None:
        return None
    count, unit = _count(match["ago_n"]), match["ago_u"].lower()
    if unit == "day":
        return published.moved(-count)
    if unit == "week":
        moved = published.moved(-7 * count)
        return _Day(moved.year, moved.month)
    return published.months_on(-count) if unit == "month" else _checked(published.year - count, None, None)


def _rel(match: re.Match[str], published: _Day | None, past: bool) -> _Day | None:
    if published is None:
        return None
    word, unit = match["rel"].lower(), match["rel_u"].lower()
    shift = {"last": -1, "previous": -1, "next": 1, "coming": 1}.get(word, 0)
    if unit in ("morning", "afternoon", "evening"):
        return published.moved(min(shift, 0))
    if unit in ("week", "weekend"):
        return _week(published, shift - (unit == "weekend" and shift == 0 and past))
    if unit == "month":
        return published.months_on(shift - (word == "past"))
    if unit == "year":
        return _checked(published.year + shift, None, None)
    if unit == "quarter":
        quarter = _quarter("rel", match, published)
        return _Day(quarter[0]) if quarter else _Day(published.year)
    return _checked(published.year + (shift if shift > 0 else 0), None, None)


def _week(published: _Day, shift: int) -> _Day:
    """A week has no name in ISO months: the month of its Thursday, as weeks are counted (ISO 8601)."""
    known = published.date()
    if known is None:
        return published
    if shift == 0:
        return _Day(published.year, published.month)
    thursday = published.moved(7 * shift + 3 - known.weekday())
    return _Day(thursday.year, thursday.month)


def _span_back(match: re.Match[str], published: _Day | None, past: bool) -> _Day | None:
    return None


def _end(match: re.Match[str], published: _Day | None, past: bool) -> _Day | None:
    if published is None:
        return None
    return (
        _Day(published.year)
        if match["k_yend"] or match["end_u"].lower() in ("year", "quarter")
        else _Day(published.year, published.month)
    )


def _day(match: re.Match[str], published: _Day | None, past: bool) -> _Day | None:
    if published is None:
        return None
    return published.moved({"yesterday": -1, "tomorrow": 1}.get(match["day"].lower(), 0))


def _wd(match: re.Match[str], published: _Day | None, past: bool) -> _Day | None:
    if published is None:
        return None
    known = published.date()
    if known is None:
        return published
    wanted, word = _DAYS.index(match["wd"].lower()), (match["wd_rel"] or "").lower()
    back = (known.weekday() - wanted) % 7
    if word == "last":
        return published.moved(-(back or 7))
    if word == "next":
        return published.moved((-back) % 7 or 7)
    return published.moved(-back if past else (-back) % 7)


def _sy(match: re.Match[str], published: _Day | None, past: bool) -> _Day | None:
    return _Day(int(match["sy_y"]))


def _year(match: re.Match[str], published: _Day | None, past: bool) -> _Day | None:
    return _Day(int(match["y"]))


_RESOLVERS: dict[str, Callable[[re.Match[str], _Day | None, bool], _Day | None]] = {
    "iso": _iso, "slash": _slash, "mdy": _mdy, "dmy": _dmy, "my": _my, "mly": _mly, "lm": _lm, "q": _q, "qw": _q,
    "h": _h, "hw": _h, "fy": _fy, "range": _none, "ago": _ago, "rel": _rel, "span": _span_back, "end": _end,
    "yend": _end, "day": _day, "wd": _wd, "sy": _sy, "year": _year, "m": _m,
}  # fmt: skip
