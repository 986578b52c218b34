"""Rows of an extraction."""

from __future__ import annotations

import hashlib
from collections import Counter
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from sqlalchemy import Connection, func, insert, select

from extractor.normalize.companies import company_key
from extractor.normalize.days import day_range
from extractor.normalize.names import fold
from extractor.records import Article, Deal, Extraction, Money, Provenance, Statistic
from extractor.sinks.identity import provenance_digest, report_identity
from extractor.sinks.schema import articles, provenances, reports, statistics

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


def write_reports(connection: Connection, extraction: Extraction, reading_id: int, now: str) -> list[int]:
    """The reports and statistics of a reading. Gives the numbers of the reports, in order.

    A report that an older reading of the source told keeps the day when it was first seen.
    """
    keys = report_keys_of(extraction)
    earliest = func.min(reports.c.first_seen).label("seen")
    earlier = select(reports.c.key, earliest).where(reports.c.key.in_(keys)).group_by(reports.c.key)
    first_seen: dict[str, str] = {row.key: row.seen for row in connection.execute(earlier)}
    taken = set(connection.execute(select(reports.c.key).where(reports.c.key.in_(keys), reports.c.current)).scalars())
    numbers = []
    for position, (deal, key) in enumerate(zip(extraction.deals, keys, strict=True)):
        row = report_row(deal, extraction.article) | {
            "key": f"{key}-{reading_id}" if key in taken else key,  # two sources that give one id to two articles
            "reading_id": reading_id,
            "position": position,
            "current": True,
            "first_seen": first_seen.get(key, now),
        }
        numbers.append(insert_row(connection, reports, row))
    if extraction.statistics:
        connection.execute(
            insert(statistics),
            [
                statistic_row(statistic) | {"reading_id": reading_id, "position": position, "current": True}
                for position, statistic in enumerate(extraction.statistics)
            ],
        )
    return numbers


def report_keys_of(extraction: Extraction) -> list[str]:
    """For each deal a key that another reading of the same article gives again, on any machine."""
    identity = report_identity(extraction.article)
    seen: Counter[str] = Counter()
    keys = []
    for deal in extraction.deals:
        told = f"{identity}\n{deal.kind}\n{company_key(deal.company.name)}"
        seen[told] += 1
        keys.append(hashlib.sha256(f"{told}\n{seen[told]}".encode()).hexdigest()[:16])
    return keys


def sum_of(money: Money) -> Decimal | None:
    """The sum; a range's lower end; "up to" where there is nothing else."""
    return next((value for value in (money.value, money.low, money.high) if value is not None), None)


def report_row(deal: Deal, article: Article) -> dict[str, Any]:
    """The deal's columns. The article's date stands in for a main deal without one."""
    money = deal.amount or Money()
    days = day_range(deal.date) or (None if deal.background else day_range(article.published))
    return {
        "kind": deal.kind,
        "company": deal.company.name,
        "amount": whole(sum_of(money)),
        "currency": money.currency,
        "stage": deal.stage,
        "status": deal.status,
        "background": deal.background,
        "confidence": deal.confidence,
        "first_day": days[0] if days else None,
        "last_day": days[1] if days else None,
        "record": deal.model_dump_json(by_alias=True),
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
