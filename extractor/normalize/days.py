"""Dates of any precision as days, for comparing."""

from __future__ import annotations

import calendar
import re

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def day_range(date: str | None) -> tuple[str, str] | None:
    """First and last day that an ISO date of any precision allows; None where it is no date.

    >>> day_range("2017")
    ('2017-01-01', '2017-12-31')
    >>> day_range("2018-02")
    ('2018-02-01', '2018-02-28')
    >>> day_range("2018-01-23T09:30:00+00:00")
    ('2018-01-23', '2018-01-23')
    """
    match = _DATE.match(date or "")
    if not match:
        return None
    year, month, day = match[1], match[2], match[3]
    if month is None:
        return f"{year}-01-01", f"{year}-12-31"
    if not 1 <= int(month) <= 12 or int(year) < 1:
        return None
    if day is None:
        return f"{year}-{month}-01", f"{year}-{month}-{calendar.monthrange(int(year), int(month))[1]:02d}"
    return f"{year}-{month}-{day}", f"{year}-{month}-{day}"
