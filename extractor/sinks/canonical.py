"""Rows of a canonical deal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select, update

from extractor.normalize.companies import compact, company_key
from extractor.normalize.days import day_range
from extractor.normalize.rates import Rate, Rates
from extractor.records import Deal, Investor, Money, Party
from extractor.records.resolution import Canonical, Told
from extractor.sinks.schema import deals
from extractor.sinks.writing import folded, sum_of, whole


def deal_row(canonical: Canonical, told: Sequence[Told], rates: Rates) -> dict[str, Any]:
    """The deal's columns, but for those that tell when it changed."""
    deal = canonical.deal
    money = deal.amount or Money()
    days = deal_days(deal, told)
    value = sum_of(money)
    return {
        "id": deal.id,
        "kind": deal.kind,
        "company": deal.company.name,
        "amount": whole(value),
        "currency": money.currency,
        "stage": deal.stage,
        "status": deal.status,
        "background": deal.background,
        "confidence": deal.confidence,
        "date": deal.date,
        "first_day": days[0] if days else None,
        "last_day": days[1] if days else None,
        "main_report": canonical.main,
        "record": canonical.model_dump_json(by_alias=True),
    } | dollars(rates, value, money.currency, days)


def dollars(
    rates: Rates, value: Decimal | None, currency: str | None, days: tuple[str, str] | None
) -> dict[str, int | str | None]:
    """The columns that hold a sum in US dollars, with the rate's source and day; all null without a rate."""
    rate = convert_rate(rates, currency, "USD", days) if value is not None else None
    converted = rate is not None and rate.source != "same"
    return {
        "amount_usd": whole(value * rate.value) if value is not None and rate is not None else None,
        "fx_source": rate.source if rate is not None and converted else None,
        "fx_date": rate.day if rate is not None and converted else None,
    }


def deal_days(deal: Deal, told: Sequence[Told]) -> tuple[str, str] | None:
    """First and last day that the deal's date allows; the earliest article's where it has none and is news."""
    days = day_range(deal.date)
    if days is None:
        published = [report.published for report in told if not report.deal.background and day_range(report.published)]
        days = day_range(min(filter(None, published), default=None))
    return days


def convert_rate(rates: Rates, currency: str | None, to: str, days: tuple[str, str] | None) -> Rate | None:
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


def deal_name_rows(deal: Deal) -> Iterator[dict[str, Any]]:
    """Every name of every party of the deal."""
    parties: list[tuple[str, int, Party]] = [("company", 0, deal.company)]
    parties += [("investor", n, party) for n, party in enumerate(deal.investors)]
    parties += [("acquirer", n, party) for n, party in enumerate(deal.acquirers)]
    parties += [("seller", n, party) for n, party in enumerate(deal.sellers)]
    for role, position, party in parties:
        for number, name in enumerate((party.name, *party.aliases)):
            yield {
                "deal_id": deal.id,
                "role": role,
                "position": position,
                "number": number,
                "name": name,
                "key": compact(company_key(name)),
                "folded": folded(name),
                "lead": isinstance(party, Investor) and party.lead,
            }


def last_change(connection: Connection) -> int:
    """Cursor of the latest change of any deal; 0 where there is none."""
    latest = select(deals.c.changed).order_by(deals.c.changed.desc()).limit(1)
    return int(connection.execute(latest).scalar_one_or_none() or 0)


def refresh_deals(connection: Connection, rates: Rates) -> None:
    """Converts the sum of every deal by these rates."""
    changed = last_change(connection)
    rows = connection.execute(select(deals).where(deals.c.current).order_by(deals.c.id)).mappings().all()
    for row in rows:
        value = sum_of(Canonical.model_validate_json(row["record"]).deal.amount or Money())
        days = (row["first_day"], row["last_day"]) if row["first_day"] else None
        new = dollars(rates, value, row["currency"], days)
        if any(row[name] != figure for name, figure in new.items()):
            changed += 1
            connection.execute(update(deals).where(deals.c.id == row["id"]).values(changed=changed, **new))
