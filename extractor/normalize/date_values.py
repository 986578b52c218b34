"""What the words of a date mean, seen from the day an article was published."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from extractor.normalize.date_forms import kind_of

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


@dataclass(frozen=True, slots=True)
class Day:
    """A day, month or year."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str | None) -> Day | None:
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

    def moved(self, days: int) -> Day:
        """So many days later; a month or year alone stays what it is."""
        known = self.date()
        if known is None:
            return self
        try:
            known += timedelta(days=days)
        except OverflowError:
            return self
        return Day(known.year, known.month, known.day)

    def months_on(self, count: int) -> Day:
        """The month so many months later; the year where the month is unknown."""
        if self.month is None:
            return Day(self.year)
        index = self.year * 12 + self.month - 1 + count
        return Day(index // 12, index % 12 + 1)


def _checked(year: int, month: int | None, day: int | None) -> Day | None:
    if not 1 <= year <= 9999 or (month is not None and not 1 <= month <= 12):
        return None
    if month is not None and day is not None:
        try:
            date(year, month, day)
        except ValueError:
            return None
    return Day(year, month, day if month is not None else None)


def _month(name: str) -> int:
    return _MONTHS.index(name.lower()[:3]) + 1


def _full_year(text: str) -> int:
    digits = text.lstrip("'’")
    return int(digits) if len(digits) == 4 else 2000 + int(digits) if int(digits) < 50 else 1900 + int(digits)


def _count(text: str) -> int:
    text = re.sub(r"\s+", " ", text.lower())
    return int(text) if text.isdigit() else _COUNTS.get(text, 1)


def _relative_year(word: str | None, published: Day | None) -> int | None:
    if published is None or word is None:
        return None
    return published.year + {"last": -1, "next": 1}.get(word.lower(), 0)


def _iso(match: re.Match[str], published: Day | None, past: bool) -> Day | None:
    return _checked(int(match["iso_y"]), int(match["iso_m"]), int(match["iso_d"]))


def _slash(match: re.Match[str], published: Day | None, past: bool) -> Day | None:
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


def _distance(day: Day, near: date) -> int:
    known = day.date()
    return abs((known - near).days) if known else 0


def _full(month: str, day: str, year: str | None, published: Day | None, past: bool) -> Day | None:
    number, of_month = _month(month), int(re.sub(r"\D", "", day))
    if year:
        return _checked(_full_year(year), number, of_month)
    if published is None:
        return None
    return _nearest(published, number, of_month, past)


def _nearest(published: Day, month: int, day: int | None, past: bool) -> Day | None:
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


def _mdy(match: re.Match[str], published: Day | None, past: bool) -> Day | None:
    return _full(match["mdy_m"], match["mdy_d"], match["mdy_y"], published, past)


def _dmy(match: re.Match[str], published: Day | None, past: bool) -> Day | None:
    return _full(match["dmy_m"], match["dmy_d"], match["dmy_y"], published, past)


def _my(match: re.Match[str], published: Day | None, past: bool) -> Day | None:
    return _checked(_full_year(match["my_y"]), _month(match["my_m"]), None)


def _mly(match: re.Match[str], published: Day | None, past: bool) -> Day | None:
    year = _relative_year(match["mly_rel"], published)
    return None if year is None else Day(year, _month(match["mly_m"]))


def _lm(match: re.Match[str], published: Day | None, past: bool) -> Day | None:
    if published is None:
        return None
    month, word = _month(match["lm_m"]), match["lm_rel"].lower()
    if word == "next":
        return _nearest(published, month, None, False)
    if word == "last" and published.month == month:
        return Day(published.year - 1, month)
    return _nearest(published, month, None, past or word == "last")


def _m(match: re.Match[str], published: Day | None, past: bool) -> Day | None:
    return None if published is None else _nearest(published, _month(match["k_m"]), None, past)


def quarter_of(kind: str, match: re.Match[str], published: Day | None) -> tuple[int, int] | None:
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


def _q(match: re.Match[str], published: Day | None, past: bool) -> Day | None:
    quarter = quarter_of(kind_of(match), match, published)
    return None if quarter is None else Day(quarter[0])


def half_year_of(match: re.Match[str], published: Day | None) -> int | None:
    """The year of a half or of some months."""
    if match["k_h"]:
        return _full_year(match["h_y"] or match["h_y2"])
    if match["hw_rel"]:
        return _relative_year(match["hw_rel"], published)
    if match["hw_y"]:
        return int(match["hw_y"])
    return published.year if published else None


def _h(match: re.Match[str], published: Day | None, past: bool) -> Day | None:
    year = half_year_of(match, published)
    return None if year is None else Day(year)


def _fy(match: re.Match[str], published: Day | None, past: bool) -> Day | None:
    return Day(_full_year(match["fy_y"]))


def years_of(match: re.Match[str]) -> tuple[int, int]:
    """First and last year of a range."""
    first = int(match["ra"])
    return first, int(match["rb"]) if match["rb"] else first // 100 * 100 + int(match["rb2"])


def _none(match: re.Match[str], published: Day | None, past: bool) -> Day | None:
    return None


def _ago(match: re.Match[str], published: Day | None, past: bool) -> Day | None:
    if published is None:
        return None
    count, unit = _count(match["ago_n"]), match["ago_u"].lower()
    if unit == "day":
        return published.moved(-count)
    if unit == "week":
        moved = published.moved(-7 * count)
        return Day(moved.year, moved.month)
    return published.months_on(-count) if unit == "month" else _checked(published.year - count, None, None)


def _rel(match: re.Match[str], published: Day | None, past: bool) -> Day | None:
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
        quarter = quarter_of("rel", match, published)
        return Day(quarter[0]) if quarter else Day(published.year)
    return _checked(published.year + (shift if shift > 0 else 0), None, None)


def _week(published: Day, shift: int) -> Day:
    """A week has no name in ISO months: the month of its Thursday, as weeks are counted (ISO 8601)."""
    known = published.date()
    if known is None:
        return published
    if shift == 0:
        return Day(published.year, published.month)
    thursday = published.moved(7 * shift + 3 - known.weekday())
    return Day(thursday.year, thursday.month)


def _end(match: re.Match[str], published: Day | None, past: bool) -> Day | None:
    if published is None:
        return None
    return (
        Day(published.year)
        if match["k_yend"] or match["end_u"].lower() in ("year", "quarter")
        else Day(published.year, published.month)
    )


def _day(match: re.Match[str], published: Day | None, past: bool) -> Day | None:
    if published is None:
        return None
    return published.moved({"yesterday": -1, "tomorrow": 1}.get(match["day"].lower(), 0))


def _wd(match: re.Match[str], published: Day | None, past: bool) -> Day | None:
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


def _sy(match: re.Match[str], published: Day | None, past: bool) -> Day | None:
    return Day(int(match["sy_y"]))


def _year(match: re.Match[str], published: Day | None, past: bool) -> Day | None:
    return Day(int(match["y"]))


RESOLVERS: dict[str, Callable[[re.Match[str], Day | None, bool], Day | None]] = {
    "iso": _iso, "slash": _slash, "mdy": _mdy, "dmy": _dmy, "my": _my, "mly": _mly, "lm": _lm, "q": _q, "qw": _q,
    "h": _h, "hw": _h, "fy": _fy, "range": _none, "ago": _ago, "rel": _rel, "span": _none, "end": _end,
    "yend": _end, "day": _day, "wd": _wd, "sy": _sy, "year": _year, "m": _m,
}  # fmt: skip
