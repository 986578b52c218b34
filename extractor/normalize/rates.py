"""Exchange rates: the European Central Bank's, pegged currencies, and a user's own file.

The ECB publishes reference rates for some forty currencies, daily since 1999; CurrencyConverter bundles them, so
nothing is fetched. Currencies whose central bank holds them at a fixed rate are computed from that rate. For others a
user brings rates in a CSV file. Without a rate there is no figure: nothing is guessed.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from extractor.errors import UsageError
from extractor.normalize.days import day_range

MAX_AGE = 92
"""How many days a rate may be older than the deal. The rate's own day is always told with the figure."""

PEGS: dict[str, tuple[str, Decimal, str]] = {
    "AED": ("USD", Decimal("3.6725"), "1997-11-01"),  # Central Bank of the UAE
    "BHD": ("USD", Decimal("0.376"), "2001-01-01"),  # Central Bank of Bahrain
    "JOD": ("USD", Decimal("0.709"), "1995-10-23"),  # Central Bank of Jordan, middle of 0.708 and 0.710
    "OMR": ("USD", Decimal("0.38450"), "1986-01-01"),  # Central Bank of Oman
    "QAR": ("USD", Decimal("3.64"), "2001-07-01"),  # Qatar Central Bank
    "SAR": ("USD", Decimal("3.75"), "1986-06-01"),  # Saudi Central Bank
    "BAM": ("EUR", Decimal("1.95583"), "1999-01-01"),  # Central Bank of Bosnia and Herzegovina
    "XAF": ("EUR", Decimal("655.957"), "1999-01-01"),  # Bank of Central African States
    "XOF": ("EUR", Decimal("655.957"), "1999-01-01"),  # Central Bank of West African States
}
"""Currency -> what it is pegged to, units of it for one unit of that, and since when."""


class Rate(NamedTuple):
    """What one unit of a currency was worth."""

    value: Decimal
    source: str
    """``ecb``, ``peg``, ``user``, or two of them joined by ``+``; ``same`` where nothing was converted."""
    day: str
    """The day of the rate, ``YYYY-MM-DD``; the older one where two rates were needed."""


class UserRate(NamedTuple):
    """A line of a user's file: US dollars for one unit on a day."""

    currency: str
    day: str
    usd: Decimal


def read_rates(path: Path) -> list[UserRate]:
    """Rates of a CSV file with the columns ``currency``, ``date`` (YYYY-MM-DD) and ``usd`` (dollars for one unit).

    Raises UsageError that names the first line that does not fit.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path}: {error}") from error
    rates = []
    for number, row in enumerate(rows, start=2):
        currency, day = (row.get("currency") or "").strip().upper(), (row.get("date") or "").strip()
        try:
            usd = Decimal((row.get("usd") or "").strip())
        except InvalidOperation:
            usd = Decimal(0)
        days = day_range(day)
        if len(currency) != 3 or days is None or days[0] != days[1] or not usd.is_finite() or usd <= 0:
            raise UsageError(
                f"{path}, line {number}: need the columns currency,date,usd such as TWD,2018-02-26,0.0341 "
                "(US dollars for one unit)"
            )
        rates.append(UserRate(currency, day, usd))
    if not rates:
        raise UsageError(f"{path}: no rates in it; need the columns currency,date,usd")
    return rates


@cache
def _ecb() -> Any:
    """The bank's table: reading it takes most of a second, so once, and only where a sum is in another currency."""
    from currency_converter import CurrencyConverter

    return CurrencyConverter(decimal=True)


class Rates:
    """A table of rates. A user's rates go before the ECB's, and these before pegs."""

    def __init__(self, user: Iterable[UserRate] = ()) -> None:
        own: dict[str, dict[str, Decimal]] = defaultdict(dict)
        for rate in user:
            own[rate.currency][rate.day] = rate.usd
        self._user = {currency: sorted(days.items()) for currency, days in sorted(own.items())}
        self._cached = lru_cache(maxsize=4096)(self._find)

    def rate(self, currency: str, to: str, day: str) -> Rate | None:
        """Units of ``to`` for one unit of ``currency`` on a day (``YYYY-MM-DD``), or the last day up to three months
        before it that has a rate; None where there is none or the day is no day.

        >>> Rates().rate("AED", "USD", "2018-02-26")
        Rate(value=Decimal('0.2722940776038121170864533697'), source='peg', day='2018-02-26')
        """
        if currency == to:
            return Rate(Decimal(1), "same", day)
        return self._cached(currency, to, day)

    def knows(self, currency: str) -> bool:
        """Whether there is any rate for this currency, on any day."""
        return currency in self._user or currency in PEGS or currency == "USD" or currency in _ecb().currencies

    def usd_per(self, currency: str, day: int) -> float | None:
        """US dollars for one unit on a day counted from the year 1."""
        rate = self.rate(currency, "USD", date.fromordinal(day).isoformat())
        return float(rate.value) if rate else None

    def _find(self, currency: str, to: str, day: str) -> Rate | None:
        try:
            when = date.fromisoformat(day)
        except ValueError:
            return None
        if to == "USD":
            return self._usd(currency, when)
        one, other = self._usd(currency, when), self._usd(to, when)
        if one is None or other is None:
            return None
        sources = [rate.source for rate in (one, other) if rate.source != "same"]
        return Rate(one.value / other.value, "+".join(dict.fromkeys(sources)) or "same", min(one.day, other.day))

    def _usd(self, currency: str, when: date) -> Rate | None:
        if currency == "USD":
            return Rate(Decimal(1), "same", when.isoformat())
        return self._from_user(currency, when) or self._from_ecb(currency, when) or self._from_peg(currency, when)

    def _from_user(self, currency: str, when: date) -> Rate | None:
        rates = self._user.get(currency, [])
        place = bisect_right([day for day, _ in rates], when.isoformat())
        if not place:
            return None
        day, value = rates[place - 1]
        return Rate(value, "user", day) if (when - date.fromisoformat(day)).days <= MAX_AGE else None

    def _from_ecb(self, currency: str, when: date) -> Rate | None:
        from currency_converter import RateNotFoundError

        ecb = _ecb()
        bounds = ecb.bounds.get(currency)
        if bounds is None or when < bounds.first_date:
            return None
        last = min(bounds.last_date, ecb.bounds["USD"].last_date)
        day = min(when, last)
        while (when - day).days <= MAX_AGE and day >= bounds.first_date:
            try:
                value: Decimal = ecb.convert(Decimal(1), currency, "USD", day)
            except RateNotFoundError:
                day -= timedelta(days=1)  # weekends and holidays have no rate
            else:
                return Rate(value, "ecb", day.isoformat())
        return None

    def _from_peg(self, currency: str, when: date) -> Rate | None:
        if currency not in PEGS or when.isoformat() < PEGS[currency][2]:
            return None
        anchor, units, _ = PEGS[currency]
        rate = self._usd(anchor, when)
        if rate is None:
            return None
        return Rate(rate.value / units, "peg" if rate.source == "same" else f"{rate.source}+peg", rate.day)
