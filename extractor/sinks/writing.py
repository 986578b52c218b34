"""Rows of an extraction."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from sqlalchemy import Connection, insert, select, update

from extractor.normalize.names import fold
from extractor.records import Article, Deal, Extraction, Money, Party, Provenance, Statistic
from extractor.sinks.days import day_range
from extractor.sinks.identity import provenance_digest
from extractor.sinks.schema import articles, provenances, readings, report_names, reports, statistics

_BIGGEST = 2**63 - 1
_COLUMNS = {"id", "source", "url", "title", "site", "published", "language", "text"}


def folded(name: str) -> str:
    """A name for search: no case, no diacritics, single spaces."""
    return " ".join(fold(name).split())


def without_nul(extraction: Extraction) -> Extraction:
    """The extraction with U+FFFD for each NUL, which PostgreSQL does not hold; every span stays where it was."""
    if "\\u0000" not in extraction.model_dump_json():
        return extraction
    return Extraction.model_validate(_replace_nul(extraction.model_dump(by_alias=True)))


def _replace_nul(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "\ufffd")
    if isinstance(value, dict):
        return {_replace_nul(key): _replace_nul(item) for key, item in value.items()}
    return type(value)(map(_replace_nul, value)) if isinstance(value, list | tuple) else value


def whole(value: Decimal | None) -> int | None:
    """The value in whole units; None where 64 bits do not hold it (``record`` does)."""
    if value is None:
        return None
    rounded = int(value.to_integral_value(rounding=ROUND_HALF_EVEN))
    return rounded if -_BIGGEST <= rounded <= _BIGGEST else None


def article_row(article: Article, *, source_id: int, digest: str, now: str) -> dict[str, Any]:
    """A row of ``articles``."""
    return {
        "source_id": source_id,
        "digest": digest,
        "name": article.id,
        "source": article.source,
        "url": article.url,
        "title": article.title,
        "site": article.site,
        "published": article.published,
        "language": article.language,
        "text": article.text,
        "details": article.model_dump_json(exclude=_COLUMNS, by_alias=True),
        "first_seen": now,
    }


def article_id(connection: Connection, row: dict[str, Any]) -> int:
    """The article's row, made where this wording is new to its source."""
    known = connection.execute(
        select(articles.c.id).where(articles.c.source_id == row["source_id"], articles.c.digest == row["digest"])
    ).scalar_one_or_none()
    return known if known is not None else insert_row(connection, articles, row)


def provenance_id(connection: Connection, provenance: Provenance | None) -> int:
    """The provenance's row, made where it is new."""
    digest = provenance_digest(provenance)
    query = select(provenances.c.id).where(provenances.c.digest == digest)
    known = connection.execute(query).scalar_one_or_none()
    if known is None:
        fields = provenance.model_dump() if provenance else dict.fromkeys(Provenance.model_fields, "")
        _insert_new(connection, provenances, {"digest": digest} | fields, "digest")
        known = connection.execute(query).scalar_one()
    return int(known)


def insert_row(connection: Connection, table: Any, row: dict[str, Any]) -> int:
    """Inserts the row and gives its number."""
    return int(connection.execute(insert(table).returning(table.c.id), row).scalar_one())


def insert_new(connection: Connection, table: Any, row: dict[str, Any], unique: str) -> None:
    """Inserts the row unless there is one with the same ``unique`` column."""
    _insert_new(connection, table, row, unique)


def _insert_new(connection: Connection, table: Any, row: dict[str, Any], unique: str) -> None:
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as upsert
    else:
        from sqlalchemy.dialects.sqlite import insert as upsert  # type: ignore[assignment]
    connection.execute(upsert(table).on_conflict_do_nothing(index_elements=[unique]), row)


def retire(connection: Connection, reading_id: int, now: str) -> None:
    """Makes a reading history: it and its reports stay, current no more."""
    connection.execute(update(readings).where(readings.c.id == reading_id).values(replaced_at=now))
    connection.execute(update(reports).where(reports.c.reading_id == reading_id).values(current=False))
    connection.execute(update(statistics).where(statistics.c.reading_id == reading_id).values(current=False))


def write_reports(connection: Connection, extraction: Extraction, reading_id: int, now: str) -> list[int]:
    """The reports of a reading with their names, in order. Gives their numbers."""
    numbers = []
    names: list[dict[str, Any]] = []
    for position, deal in enumerate(extraction.deals):
        row = report_row(deal, extraction.article) | {
            "reading_id": reading_id,
            "position": position,
            "current": True,
            "first_seen": now,
        }
        number = insert_row(connection, reports, row)
        numbers.append(number)
        names.extend({"report_id": number} | name for name in name_rows(deal))
    if names:
        connection.execute(insert(report_names), names)
    if extraction.statistics:
        connection.execute(
            insert(statistics),
            [
                statistic_row(statistic) | {"reading_id": reading_id, "position": position, "current": True}
                for position, statistic in enumerate(extraction.statistics)
            ],
        )
    return numbers


def report_row(deal: Deal, article: Article) -> dict[str, Any]:
    """The deal's columns. The article's date stands in for a main deal without one."""
    money = deal.amount or Money()
    days = day_range(deal.date) or (None if deal.background else day_range(article.published))
    return {
        "name": deal.id,
        "kind": deal.kind,
        "company": deal.company.name,
        "amount": whole(money.value if money.value is not None else money.low if money.low is not None else money.high),
        "currency": money.currency,
        "stage": deal.stage,
        "status": deal.status,
        "background": deal.background,
        "confidence": deal.confidence,
        "first_day": days[0] if days else None,
        "last_day": days[1] if days else None,
        "record": deal.model_dump_json(by_alias=True),
    }


def name_rows(deal: Deal) -> Iterator[dict[str, Any]]:
    """Every name of every party of the deal."""
    parties: list[tuple[str, int, Party, bool]] = [("company", 0, deal.company, False)]
    parties += [("investor", n, party, party.lead) for n, party in enumerate(deal.investors)]
    parties += [("acquirer", n, party, False) for n, party in enumerate(deal.acquirers)]
    parties += [("seller", n, party, False) for n, party in enumerate(deal.sellers)]
    for role, position, party, lead in parties:
        for number, name in enumerate((party.name, *party.aliases)):
            yield {
                "role": role,
                "position": position,
                "name": name,
                "folded": folded(name),
                "alias": number > 0,
                "lead": lead,
            }


def statistic_row(statistic: Statistic) -> dict[str, Any]:
    """The statistic's columns."""
    return {
        "metric": statistic.metric,
        "value": str(statistic.value),
        "unit": statistic.unit,
        "subject": statistic.subject,
        "part_of": statistic.of,
        "period": statistic.period,
        "cited": statistic.source,
        "record": statistic.model_dump_json(by_alias=True),
    }
