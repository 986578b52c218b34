"""Asking for deals."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pydantic import Field
from sqlalchemy import Connection, Row, Select, and_, exists, select

from extractor.errors import UsageError
from extractor.records import Article, Deal, Kind, Record, Status, deal_json
from extractor.sinks.days import day_range
from extractor.sinks.schema import articles, readings, report_names, reports
from extractor.sinks.writing import folded


class DealQuery(Record):
    """Which deals: every condition that is set must hold."""

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
    currency: str | None = None
    background: bool | None = None
    """False leaves out deals that an article only mentions in passing; True keeps only these."""
    min_confidence: float | None = None
    limit: int | None = Field(default=None, ge=0)


class DealRow(Record):
    """A deal as one article tells it, with the article that tells it (``text`` left out)."""

    deal: Deal
    article: Article
    first_seen: str
    """When the database first held this deal from this article: ISO 8601, UTC."""

    def to_json(self) -> dict[str, Any]:
        """The deal in the output contract's form, and ``article`` with where it was told."""
        article = self.article
        told = {
            "id": article.id,
            "source": article.source,
            "url": article.url,
            "title": article.title,
            "site": article.site,
            "published": article.published,
        }
        return deal_json(self.deal) | {"first_seen": self.first_seen, "article": told}


def find_deals(connection: Connection, query: DealQuery) -> list[DealRow]:
    """The deals that the query asks for, latest first; the same order on every run.

    Raises UsageError for a ``since`` that is no date.
    """
    return [_row(row) for row in connection.execute(_statement(query))]


def _statement(query: DealQuery) -> Select[Any]:
    statement = (
        select(
            reports.c.record,
            reports.c.first_seen,
            articles.c.name,
            articles.c.source,
            articles.c.url,
            articles.c.title,
            articles.c.site,
            articles.c.published,
            articles.c.language,
        )
        .join(readings, reports.c.reading_id == readings.c.id)
        .join(articles, readings.c.article_id == articles.c.id)
        .where(reports.c.current)
        .order_by(
            reports.c.last_day.desc().nulls_last(),
            reports.c.amount.desc().nulls_last(),
            articles.c.name,
            articles.c.source,
            reports.c.position,
        )
    )
    for column, value in (
        (reports.c.kind, query.kind),
        (reports.c.stage, query.stage),
        (reports.c.status, query.status),
        (reports.c.currency, query.currency and query.currency.upper()),
        (reports.c.background, query.background),
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
        statement = statement.where(reports.c.last_day >= days[0])
    if query.min_amount is not None:
        statement = statement.where(
            reports.c.amount >= int(query.min_amount.to_integral_value(rounding="ROUND_CEILING"))
        )
    if query.min_confidence is not None:
        statement = statement.where(reports.c.confidence >= query.min_confidence)
    return statement if query.limit is None else statement.limit(query.limit)


def _named(part: str, *roles: str) -> Any:
    return exists().where(
        and_(
            report_names.c.report_id == reports.c.id,
            report_names.c.role.in_(roles),
            report_names.c.folded.contains(folded(part), autoescape=True),
        )
    )


def _row(row: Row[Any]) -> DealRow:
    article = Article(
        id=row.name,
        source=row.source,
        url=row.url,
        title=row.title,
        site=row.site,
        published=row.published,
        language=row.language,
        text="",
    )
    return DealRow(deal=Deal.model_validate_json(row.record), article=article, first_seen=row.first_seen)
