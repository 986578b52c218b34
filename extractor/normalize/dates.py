"""Dates in running text, resolved against the day an article was published.

``find_dates`` finds the words, ``resolve_date`` turns them into ISO 8601 as precise as they allow ("2017-11-02",
"2017-11", "2017"), ``period_label`` names the span of time that a figure is about ("fourth quarter of 2017").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.normalize.date_forms import FINDER, kind_of, read
from extractor.normalize.date_values import RESOLVERS, Day, half_year_of, quarter_of, years_of

_SINCE = re.compile(r"\bsince(?:\s+(?:early|late|mid|at\s+least|the))?[\s-]$", re.IGNORECASE)
_FUTURE = re.compile(
    r"\b(?:by|until|till|before|no\s+later\s+than|expected|due|scheduled|later|as\s+(?:early|soon|late)\s+as)"
    r"(?:\s+(?:the|in|on|early|late|mid|around|about))?\s$",
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
    for match in FINDER.finditer(text):
        kind = kind_of(match)
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
    found = read(expr)
    if found is None:
        return None
    kind, match = found
    when = RESOLVERS[kind](match, Day.parse(published), tense_past)
    return when.iso() if when is not None else None


def period_label(expr: str, published: str | None) -> str | None:
    """The span of time that a figure is about: "fourth quarter of 2017", "first half of 2017", "2017", "
    ""2010-2014"."""
    found = read(expr)
    if found is None:
        return None
    kind, match = found
    day = Day.parse(published)
    if kind == "range":
        return "-".join(map(str, years_of(match)))
    quarter = quarter_of(kind, match, day)
    if quarter is not None:
        names = ("first", "second", "third", "fourth")
        return f"{names[quarter[1] - 1]} quarter of {quarter[0]}"
    if kind in ("h", "hw"):
        year = half_year_of(match, day)
        if kind == "h":
            return f"{'first' if (match['h_n'] or match['h_n2']) == '1' else 'second'} half of {year}"
        which = "second" if match["hw_n"].lower() == "latter" else match["hw_n"].lower()
        return f"{which} {match['hw_part'].lower()} of {year}" if year else None
    when = RESOLVERS[kind](match, day, True)
    return when.iso() if when is not None else None


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
