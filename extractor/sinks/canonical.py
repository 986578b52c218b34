"""Rows of canonical deals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Connection, RowMapping, bindparam, delete, insert, select, update

from extractor.normalize.companies import compact, company_key
from extractor.normalize.rates import Rates
from extractor.records import Deal, Investor, Money, Party
from extractor.records.resolution import Canonical, Resolver, Told
from extractor.sinks.currencies import conversion_rows, deal_days, dollars, kept_currencies
from extractor.sinks.schema import articles, conversions, deal_names, deals, readings, reports
from extractor.sinks.statements import VALUES, chunks, fetch
from extractor.sinks.writing import folded, last_change, sum_of, whole

_TOLD = (
    select(reports.c.key, reports.c.record, articles.c.name, articles.c.published)
    .join(readings, reports.c.reading_id == readings.c.id)
    .join(articles, readings.c.article_id == articles.c.id)
    .where(reports.c.id.in_(VALUES))
)
_DEALS = select(deals).where(deals.c.id.in_(VALUES))
_REWRITE = update(deals).where(deals.c.id == bindparam("deal"))


class _Report(Protocol):
    """What is known of a report without its record."""

    @property
    def id(self) -> int: ...
    @property
    def key(self) -> str: ...
    @property
    def first_seen(self) -> str: ...


class Combining:
    """Writes the deals that reports tell. ``look_up`` gives the companies of keys."""

    def __init__(
        self,
        connection: Connection,
        resolver: Resolver,
        rates: Rates,
        look_up: Callable[[set[str]], Mapping[str, str]],
    ) -> None:
        self._connection = connection
        self._resolver = resolver
        self._rates = rates
        self._look_up = look_up

    def write(self, groups: Sequence[Sequence[_Report]]) -> list[str]:
        """Writes for each group of reports the deal that they tell, where it is not there yet in the same words, and
        gives its id."""
        told = self._told([report.id for group in groups for report in group])
        companies = self._look_up({compact(company_key(name)) for one in told.values() for name in _names(one.deal)})
        rows, canonicals = [], []
        for group in groups:
            members = [told[report.key] for report in group]
            canonical = self._resolver.combine(members, companies)
            canonicals.append(canonical)
            rows.append(
                deal_row(canonical, members, self._rates)
                | {"current": True, "replaced_by": None, "first_seen": min(report.first_seen for report in group)}
            )
        old = {row["id"]: row for row in self._old([row["id"] for row in rows])}
        changed = last_change(self._connection) if rows else 0
        kept = kept_currencies(self._connection)
        new: list[dict[str, Any]] = []
        rewritten: list[dict[str, Any]] = []
        names: list[dict[str, Any]] = []
        sums: list[dict[str, Any]] = []
        for row, canonical in zip(rows, canonicals, strict=True):
            there = old.get(row["id"])
            if there is not None and all(there[name] == value for name, value in row.items()):
                continue
            changed += 1
            row["changed"] = changed
            if there is None:
                new.append(row)
            else:
                rewritten.append({"deal" if name == "id" else name: value for name, value in row.items()})
            names += deal_name_rows(canonical.deal)
            sums += conversion_rows(row, canonical, self._rates, kept)
        if new:
            self._connection.execute(insert(deals), new)
        if rewritten:
            self._connection.execute(_REWRITE, rewritten)
            for chunk in chunks([row["deal"] for row in rewritten]):
                self._connection.execute(delete(deal_names).where(deal_names.c.deal_id.in_(chunk)))
                if kept:
                    self._connection.execute(delete(conversions).where(conversions.c.deal_id.in_(chunk)))
        if names:
            self._connection.execute(insert(deal_names), names)
        if sums:
            self._connection.execute(insert(conversions), sums)
        return [row["id"] for row in rows]

    def _told(self, ids: Sequence[int]) -> dict[str, Told]:
        return {
            row.key: Told(
                key=row.key,
                deal=Deal.model_validate_json(row.record),
                article=row.name,
                published=row.published,
            )
            for row in fetch(self._connection, _TOLD, ids)
        }

    def _old(self, ids: Sequence[str]) -> Iterator[RowMapping]:
        return (row._mapping for row in fetch(self._connection, _DEALS, ids))


def _names(deal: Deal) -> Iterator[str]:
    for party in (deal.company, *deal.investors, *deal.acquirers, *deal.sellers):
        yield party.name
        yield from party.aliases


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
