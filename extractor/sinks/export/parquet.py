"""Deals as Parquet: typed columns, parties, evidence and reports nested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from extractor.errors import UsageError
from extractor.records import Money, Party
from extractor.sinks.query import DealRow, amount_name

_ROWS = 5000
"""Rows held in memory at once."""
_CENT = Decimal("0.01")


def write_parquet(rows: Iterable[DealRow], path: Path, unit: str) -> int:
    """Writes the deals, and gives their number. Sums are decimals with two places, so nothing is lost on the way.

    Raises UsageError where pyarrow is missing.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ModuleNotFoundError as error:
        raise UsageError("Parquet files need pyarrow: pip install 'dealwire[parquet]'") from error
    schema = _schema(pa, unit)
    count = 0
    source = iter(rows)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while chunk := list(islice(source, _ROWS)):
            writer.write_table(pa.Table.from_pylist([_record(row) for row in chunk], schema=schema))
            count += len(chunk)
    return count


def _schema(pa: Any, unit: str) -> Any:
    text, sum_ = pa.string(), pa.decimal128(38, 2)
    party = pa.struct([("name", text), ("aliases", pa.list_(text))])
    investor = pa.struct([("name", text), ("aliases", pa.list_(text)), ("lead", pa.bool_())])
    evidence = pa.struct(
        [("field", text), ("start", pa.int32()), ("end", pa.int32()), ("text", text), ("rule", text), ("in", text)]
    )
    report = pa.struct(
        [(name, text) for name in ("report", "id", "source", "url", "title", "site", "published", "status")]
        + [("confidence", pa.float64())]
    )
    return pa.schema(
        [
            pa.field("id", text, nullable=False),
            pa.field("kind", text, nullable=False),
            pa.field("company", party, nullable=False),
            ("amount", sum_),
            ("amount_low", sum_),
            ("amount_high", sum_),
            ("currency", text),
            ("qualifier", text),
            (amount_name(unit), pa.int64()),
            ("fx_source", text),
            ("fx_date", text),
            ("stage", text),
            pa.field("extension", pa.bool_(), nullable=False),
            ("investors", pa.list_(investor)),
            ("acquirers", pa.list_(party)),
            ("sellers", pa.list_(party)),
            ("valuation", sum_),
            ("valuation_currency", text),
            ("valuation_basis", text),
            ("stake_percent", pa.decimal128(9, 4)),
            pa.field("status", text, nullable=False),
            ("date", text),
            pa.field("background", pa.bool_(), nullable=False),
            pa.field("confidence", pa.float64(), nullable=False),
            ("evidence", pa.list_(evidence)),
            ("main_report", text),
            ("reports", pa.list_(report)),
            ("timeline", pa.list_(pa.struct([("status", text), ("day", text), ("reports", pa.list_(text))]))),
            ("conflicts", pa.list_(text)),
            ("first_seen", text),
            ("changed", pa.int64()),
            ("current", pa.bool_()),
            ("replaced_by", text),
        ]
    )


def _record(row: DealRow) -> dict[str, Any]:
    deal = row.deal
    money = deal.amount or Money()
    return {
        "id": deal.id,
        "kind": deal.kind,
        "company": _party(deal.company),
        "amount": _cents(money.value),
        "amount_low": _cents(money.low),
        "amount_high": _cents(money.high),
        "currency": money.currency,
        "qualifier": money.qualifier if deal.amount else None,
        amount_name(row.unit): row.converted,
        "fx_source": row.fx_source,
        "fx_date": row.fx_date,
        "stage": deal.stage,
        "extension": deal.extension,
        "investors": [_party(party) | {"lead": party.lead} for party in deal.investors],
        "acquirers": list(map(_party, deal.acquirers)),
        "sellers": list(map(_party, deal.sellers)),
        "valuation": _cents(deal.valuation.value) if deal.valuation else None,
        "valuation_currency": deal.valuation.currency if deal.valuation else None,
        "valuation_basis": deal.valuation.basis if deal.valuation else None,
        "stake_percent": places(deal.stake_percent, Decimal("0.0001"), 9),
        "status": deal.status,
        "date": deal.date,
        "background": deal.background,
        "confidence": deal.confidence,
        "evidence": list(_evidence(row)),
        "main_report": row.article.key if row.article else None,
        "reports": [report.to_json() for report in row.reports],
        "timeline": [step.model_dump(mode="json") for step in row.timeline],
        "conflicts": list(row.conflicts),
        "first_seen": row.first_seen,
        "changed": row.changed,
        "current": row.current,
        "replaced_by": row.replaced_by,
    }


def _evidence(row: DealRow) -> Iterator[dict[str, Any]]:
    for e in row.deal.evidence:
        yield {"field": e.field, "start": e.start, "end": e.end, "text": e.text, "rule": e.rule, "in": e.where}


def _party(party: Party) -> dict[str, Any]:
    return {"name": party.name, "aliases": list(party.aliases)}


def _cents(value: Decimal | None) -> Decimal | None:
    return places(value, _CENT, 38)


def places(value: Decimal | None, place: Decimal, digits: int) -> Decimal | None:
    """The value at fixed places; None where it does not fit the column."""
    if value is None or value.adjusted() + 1 - int(place.as_tuple().exponent) > digits:
        return None
    from decimal import Context

    return value.quantize(place, rounding=ROUND_HALF_EVEN, context=Context(prec=60))
