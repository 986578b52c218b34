"""Asking for deals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_CEILING, Decimal
from itertools import islice
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, Field
from sqlalchemy import Connection, Row, Select, and_, exists, select

from extractor.errors import UsageError
from extractor.normalize.days import day_range
from extractor.records import Deal, Kind, Record, Status, deal_json
from extractor.records.resolution import Canonical, Choice, Step
from extractor.sinks.currencies import DOLLARS, currency_code
from extractor.sinks.deciding import find_deal
from extractor.sinks.schema import articles, conversions, deal_names, deals, readings, reports
from extractor.sinks.writing import folded

_CHUNK = 500

Unit = Annotated[str, AfterValidator(currency_code)]
"""A currency's ISO 4217 code. Raises UsageError for what cannot be one."""


class DealQuery(Record):
    """Which deals: every condition that is set must hold."""

    id: str | None = None
    """The deal with this id, or the one that took its place; or the key of a report."""
    kind: Kind | None = None
    company: str | None = None
    """Part of the company's name or of another name for it; case and diacritics do not count."""
    investor: str | None = None
    """Part of the name of an investor, acquirer or seller."""
    stage: str | None = None
    status: Status | None = None
    since: str | None = None
    """``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``: deals that may have happened then or later. The date of the article
    stands in for a deal without one."""
    min_amount: Decimal | None = None
    """In whole units of the deal's own currency."""
    min_converted: Decimal | None = None
    """In whole units of ``unit``; deals without a rate are left out."""
    currency: str | None = None
    """Only sums that articles state in this currency."""
    unit: Unit = DOLLARS
    """The currency that sums are converted into."""
    background: bool | None = None
    """False leaves out deals that articles only mention in passing; True keeps only these."""
    min_confidence: float | None = None
    after: int | None = None
    """A cursor: only deals that changed after it, in the order in which they changed, with those that are gone."""
    limit: int | None = Field(default=None, ge=0)


class ReportRow(Record):
    """One article that tells of a deal."""

    key: str
    article: str
    """The article's id in the output contract."""
    source: str
    url: str | None
    title: str
    site: str | None
    published: str | None
    status: Status
    confidence: float

    def to_json(self) -> dict[str, Any]:
        """As in the output of ``deals``."""
        return {
            "report": self.key,
            "id": self.article,
            "source": self.source,
            "url": self.url,
            "title": self.title,
            "site": self.site,
            "published": self.published,
            "status": self.status,
            "confidence": self.confidence,
        }


class DealRow(Record):
    """A deal, however many articles tell it. ``deal.evidence`` counts characters of the main article."""

    deal: Deal
    article: ReportRow | None
    """The main article; None for a deal that is gone."""
    reports: tuple[ReportRow, ...]
    timeline: tuple[Step, ...]
    support: dict[str, tuple[str, ...]]
    conflicts: dict[str, tuple[Choice, ...]]
    unit: str = DOLLARS
    """The currency of ``converted``."""
    converted: int | None
    """The deal's sum in whole units of ``unit``; None without a rate."""
    fx_source: str | None
    """Where the rate is from: ``ecb``, ``peg``, ``user``, or two of them; None where nothing was converted."""
    fx_date: str | None
    """The day of the rate."""
    first_seen: str
    """When the database first held this deal from any article: ISO 8601, UTC."""
    changed: int
    """Cursor of the deal's last change."""
    current: bool = True
    replaced_by: str | None = None
    """For a deal that is gone: the deal that its first report tells now."""

    def to_json(self) -> dict[str, Any]:
        """The deal in the output contract's form, with its articles, its history and what they disagree on."""
        return deal_json(self.deal) | {
            amount_name(self.unit): self.converted,
            "fx_source": self.fx_source,
            "fx_date": self.fx_date,
            "first_seen": self.first_seen,
            "changed": self.changed,
            "current": self.current,
            "replaced_by": self.replaced_by,
            "article": self.article and self.article.to_json(),
            "reports": [report.to_json() for report in self.reports],
            "timeline": [step.model_dump(mode="json") for step in self.timeline],
            "support": {field: list(keys) for field, keys in self.support.items()},
            "conflicts": {
                field: [choice.model_dump(mode="json") for choice in choices]
                for field, choices in self.conflicts.items()
            },
        }


def amount_name(unit: str) -> str:
    """What sums in this currency are called in files and JSON: ``amount_usd``."""
    return f"amount_{unit.lower()}"


def find_deals(connection: Connection, query: DealQuery) -> list[DealRow]:
    """The deals that the query asks for, latest first; the same order on every run.

    Raises UsageError for a ``since`` that is no date, or an ``id`` that no deal has or had.
    """
    return list(iter_deals(connection, query))


def iter_deals(connection: Connection, query: DealQuery) -> Iterator[DealRow]:
    """As :func:`find_deals`, a few at a time."""
    ids = iter(connection.execute(_statement(connection, query)).scalars().all())
    while chunk := list(islice(ids, _CHUNK)):
        rows = {row.id: row for row in connection.execute(select(deals).where(deals.c.id.in_(chunk)))}
        told = _reports(connection, chunk)
        sums = {name: _Sum(row.amount_usd, row.fx_source, row.fx_date) for name, row in rows.items()}
        if query.unit != DOLLARS:
            sums = _converted(connection, chunk, query.unit)
        for name in chunk:
            yield _row(rows[name], told.get(name, []), query.unit, sums.get(name, _Sum()))


def _statement(connection: Connection, query: DealQuery) -> Select[Any]:
    statement = select(deals.c.id)
    if query.after is None:
        statement = statement.where(deals.c.current).order_by(
            deals.c.last_day.desc().nulls_last(), deals.c.amount_usd.desc().nulls_last(), deals.c.id
        )
    else:
        statement = statement.where(deals.c.changed > query.after).order_by(deals.c.changed)
    for column, value in (
        (deals.c.id, find_deal(connection, query.id) if query.id else None),
        (deals.c.kind, query.kind),
        (deals.c.stage, query.stage),
        (deals.c.status, query.status),
        (deals.c.currency, query.currency and query.currency.upper()),
        (deals.c.background, query.background),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if query.company:
        statement = statement.where(_named(query.company, "company"))
    if query.investor:
        statement = statement.where(_named(query.investor, "investor", "acquirer", "seller"))
    if query.since:
        days = day_range(query.since)
        if days is None:
            raise UsageError(f"not a date: {query.since!r}; write YYYY, YYYY-MM or YYYY-MM-DD")
        statement = statement.where(deals.c.last_day >= days[0])
    if query.min_amount is not None:
        statement = statement.where(deals.c.amount >= _ceiling(query.min_amount))
    if query.min_converted is not None:
        statement = statement.where(_at_least(query.unit, _ceiling(query.min_converted)))
    if query.min_confidence is not None:
        statement = statement.where(deals.c.confidence >= query.min_confidence)
    return statement if query.limit is None else statement.limit(query.limit)


def _at_least(unit: str, sum_: int) -> Any:
    if unit == DOLLARS:
        return deals.c.amount_usd >= sum_
    return exists().where(
        and_(conversions.c.deal_id == deals.c.id, conversions.c.currency == unit, conversions.c.amount >= sum_)
    )


class _Sum(NamedTuple):
    """A converted sum."""

    amount: int | None = None
    source: str | None = None
    day: str | None = None


def _converted(connection: Connection, ids: Sequence[str], unit: str) -> dict[str, _Sum]:
    query = select(conversions).where(conversions.c.currency == unit, conversions.c.deal_id.in_(ids))
    return {row.deal_id: _Sum(row.amount, row.fx_source, row.fx_date) for row in connection.execute(query)}


def _ceiling(value: Decimal) -> int:
    return int(value.to_integral_value(rounding=ROUND_CEILING))


def _named(part: str, *roles: str) -> Any:
    return exists().where(
        and_(
            deal_names.c.deal_id == deals.c.id,
            deal_names.c.role.in_(roles),
            deal_names.c.folded.contains(folded(part), autoescape=True),
        )
    )


def _reports(connection: Connection, ids: Iterable[str]) -> dict[str, list[ReportRow]]:
    found: dict[str, list[ReportRow]] = defaultdict(list)
    source = iter(ids)
    while chunk := list(islice(source, _CHUNK)):
        query = (
            select(
                reports.c.deal_id,
                reports.c.key,
                reports.c.status,
                reports.c.confidence,
                articles.c.name.label("article"),
                articles.c.source,
                articles.c.url,
                articles.c.title,
                articles.c.site,
                articles.c.published,
            )
            .join(readings, reports.c.reading_id == readings.c.id)
            .join(articles, readings.c.article_id == articles.c.id)
            .where(reports.c.deal_id.in_(chunk), reports.c.current)
            .order_by(articles.c.published.nulls_last(), reports.c.key)
        )
        for row in connection.execute(query).mappings():
            found[row["deal_id"]].append(ReportRow.model_validate({k: v for k, v in row.items() if k != "deal_id"}))
    return found


def _row(row: Row[Any], told: Sequence[ReportRow], unit: str, converted: _Sum) -> DealRow:
    canonical = Canonical.model_validate_json(row.record)
    return DealRow(
        deal=canonical.deal,
        article=next((report for report in told if report.key == row.main_report), None),
        reports=tuple(told),
        timeline=canonical.timeline,
        support=canonical.support,
        conflicts=canonical.conflicts,
        unit=unit,
        converted=converted.amount,
        fx_source=converted.source,
        fx_date=converted.day,
        first_seen=row.first_seen,
        changed=row.changed,
        current=row.current,
        replaced_by=row.replaced_by,
    )
