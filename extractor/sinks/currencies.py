"""Sums of deals in one currency: US dollars in the deal's own row, others in ``conversions``.

A database keeps every currency that it was once asked for: from then on each change of a deal, and of the rates,
converts into it too. A figure always has the source and the day of its rate; without a rate there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from extractor.errors import UsageError
from extractor.normalize.days import day_range
from extractor.normalize.rates import Rate, Rates
from extractor.records import Deal, Money
from extractor.records.resolution import Canonical, Told
from extractor.sinks.schema import conversions, currencies, deals
from extractor.sinks.statements import chunks
from extractor.sinks.writing import last_change, sum_of, whole

DOLLARS = "USD"
_CODE = re.compile(r"[A-Z]{3}")
_KEPT = select(currencies.c.currency).order_by(currencies.c.currency)
_SUMS = (deals.c.id, deals.c.record, deals.c.currency, deals.c.first_day, deals.c.last_day)
_DAYS = tuple[str, str]


def currency_code(given: str) -> str:
    """The ISO 4217 code that a user means. Raises UsageError for what cannot be one."""
    code = given.strip().upper()
    if not _CODE.fullmatch(code):
        raise UsageError(f"{given!r} is no currency: write its ISO 4217 code, such as EUR")
    return code


def deal_days(deal: Deal, told: Sequence[Told]) -> _DAYS | None:
    """First and last day that the deal's date allows; the earliest article's where it has none and is news."""
    days = day_range(deal.date)
    if days is None:
        published = [report.published for report in told if not report.deal.background and day_range(report.published)]
        days = day_range(min(filter(None, published), default=None))
    return days


def convert(
    rates: Rates, value: Decimal | None, currency: str | None, to: str, days: _DAYS | None
) -> dict[str, int | str | None]:
    """The columns that hold a sum in another currency: ``amount``, and the source and day of its rate; all null without
    a rate."""
    rate = _rate(rates, currency, to, days) if value is not None else None
    converted = rate is not None and rate.source != "same"
    return {
        "amount": whole(value * rate.value) if value is not None and rate is not None else None,
        "fx_source": rate.source if rate is not None and converted else None,
        "fx_date": rate.day if rate is not None and converted else None,
    }


def dollars(rates: Rates, value: Decimal | None, currency: str | None, days: _DAYS | None) -> dict[str, Any]:
    """As :func:`convert`, under the names of the deal's own columns."""
    converted = convert(rates, value, currency, DOLLARS, days)
    return {"amount_usd": converted.pop("amount")} | converted


def _rate(rates: Rates, currency: str | None, to: str, days: _DAYS | None) -> Rate | None:
    """The rate in the middle of the days that a deal's date allows. A sum that needs none has one without a date."""
    if currency is None:
        return None
    if currency == to:
        return Rate(Decimal(1), "same", days[0] if days else "")
    if days is None:
        return None
    try:
        first, last = (date.fromisoformat(day) for day in days)
    except ValueError:
        return None
    return rates.rate(currency, to, date.fromordinal((first.toordinal() + last.toordinal()) // 2).isoformat())


def kept_currencies(connection: Connection) -> list[str]:
    """The currencies other than US dollars that this database converts into."""
    return list(connection.execute(_KEPT).scalars())


def conversion_rows(row: dict[str, Any], canonical: Canonical, rates: Rates, kept: Sequence[str]) -> Iterator[Any]:
    """Rows of ``conversions`` for a deal, given its row."""
    value = sum_of(canonical.deal.amount or Money())
    days = (row["first_day"], row["last_day"]) if row["first_day"] else None
    if value is not None:
        for currency in kept:
            yield {"currency": currency, "deal_id": row["id"]} | convert(rates, value, row["currency"], currency, days)


def keep_currency(connection: Connection, rates: Rates, currency: str) -> None:
    """Converts every deal into this currency, now and with each change from now on.

    Raises UsageError where no rate leads to the currency, so that a slip of the pen does not give empty columns.
    """
    if currency not in kept_currencies(connection):
        if not rates.knows(currency):
            raise UsageError(
                f"there are no exchange rates for {currency}: bring some with `dealwire db rates FILE.csv`, or name "
                "another currency"
            )
        connection.execute(insert(currencies), {"currency": currency})
        for part in _all_deals(connection):
            _convert_anew(connection, part, rates, [currency])


def refresh_deals(connection: Connection, rates: Rates) -> None:
    """Converts the sum of every deal by these rates."""
    changed, kept = last_change(connection), kept_currencies(connection)
    for part in _all_deals(connection):
        moved = []
        for row in part:
            new = dollars(rates, _value(row), row["currency"], _days(row))
            if any(row[name] != figure for name, figure in new.items()):
                changed += 1
                moved.append((row["id"], new | {"changed": changed}))
        for name, values in moved:
            connection.execute(update(deals).where(deals.c.id == name).values(**values))
        if kept:
            _convert_anew(connection, part, rates, kept)


def _convert_anew(connection: Connection, part: Sequence[Any], rates: Rates, kept: Sequence[str]) -> None:
    connection.execute(
        delete(conversions).where(
            conversions.c.currency.in_(kept), conversions.c.deal_id.in_([row["id"] for row in part])
        )
    )
    rows = [
        {"currency": currency, "deal_id": row["id"]}
        | convert(rates, _value(row), row["currency"], currency, _days(row))
        for row in part
        if row["currency"]
        for currency in kept
    ]
    if rows:
        connection.execute(insert(conversions), rows)


def _all_deals(connection: Connection) -> Iterator[Sequence[Any]]:
    """All current deals, some hundreds at a time."""
    ids = connection.execute(select(deals.c.id).where(deals.c.current).order_by(deals.c.id)).scalars().all()
    for chunk in chunks(ids):
        query = select(*_SUMS, deals.c.amount_usd, deals.c.fx_source, deals.c.fx_date).where(deals.c.id.in_(chunk))
        yield connection.execute(query.order_by(deals.c.id)).mappings().all()


def _value(row: Any) -> Decimal | None:
    return sum_of(Canonical.model_validate_json(row["record"]).deal.amount or Money())


def _days(row: Any) -> _DAYS | None:
    return (row["first_day"], row["last_day"]) if row["first_day"] else None
