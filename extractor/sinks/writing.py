"""Rows of an extraction."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from sqlalchemy import Connection, insert, select

from extractor.normalize.companies import company_key
from extractor.normalize.days import day_range
from extractor.normalize.names import fold
from extractor.records import Article, Deal, Extraction, Money, Provenance, Statistic
from extractor.sinks.identity import provenance_digest, report_identity
from extractor.sinks.schema import deals, provenances

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


def provenance_id(connection: Connection, provenance: Provenance | None) -> int:
    """The provenance's row, made where it is new."""
    digest = provenance_digest(provenance)
    query = select(provenances.c.id).where(provenances.c.digest == digest)
    known = connection.execute(query).scalar_one_or_none()
    if known is None:
        fields = provenance.model_dump() if provenance else dict.fromkeys(Provenance.model_fields, "")
        insert_new(connection, provenances, [{"digest": digest} | fields], "digest")
        known = connection.execute(query).scalar_one()
    return int(known)


def insert_row(connection: Connection, table: Any, row: dict[str, Any]) -> int:
    """Inserts the row and gives its number."""
    return int(connection.execute(insert(table).returning(table.c.id), row).scalar_one())


def insert_rows(connection: Connection, table: Any, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Inserts the rows and gives their numbers, in order."""
    if not rows:
        return []
    query = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return [int(number) for number in connection.execute(query, list(rows)).scalars()]


def insert_new(connection: Connection, table: Any, rows: Sequence[dict[str, Any]], unique: str) -> None:
    """Inserts the rows, but for those whose ``unique`` column is there already."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as upsert
    else:
        from sqlalchemy.dialects.sqlite import insert as upsert  # type: ignore[assignment]
    connection.execute(upsert(table).on_conflict_do_nothing(index_elements=[unique]), list(rows))


def last_change(connection: Connection) -> int:
    """Cursor of the latest change of any deal; 0 where there is none."""
    latest = select(deals.c.changed).order_by(deals.c.changed.desc()).limit(1)
    return int(connection.execute(latest).scalar_one_or_none() or 0)


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
