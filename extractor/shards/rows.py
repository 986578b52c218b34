"""A line of the output contract as a row of a table, and back.

The columns are the line's own keys, nested as they are there. What a line may leave out (``aliases``, ``in``, a
failure's deals) is null in its row, and left out again on the way back. Numbers are decimals with nine places, so that
sums are exact: BigQuery, DuckDB, PostgreSQL and Spark hold them as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from extractor.errors import UsageError
from extractor.records import Extraction, Failure, number
from extractor.sinks.export.parquet import places

ROWS = 1000
LETTERS = 16 * 2**20
"""Rows that make a batch, and characters of their texts after which it is made sooner."""

_PLACE = Decimal("0.000000001")
_DIGITS = 38
_OPTIONAL = ("aliases", "in")


def arrow() -> Any:
    """pyarrow. Raises UsageError where it is missing."""
    try:
        import pyarrow
    except ModuleNotFoundError as error:
        raise UsageError("shards are read and written with pyarrow: pip install 'dealwire[parquet]'") from error
    return pyarrow


def row_schema() -> Any:
    """The Arrow schema of rows. Raises UsageError where pyarrow is missing."""
    pa = arrow()
    text, sum_, flag = pa.string(), pa.decimal128(_DIGITS, 9), pa.bool_()
    evidence = pa.list_(
        pa.struct(
            [("field", text), ("start", pa.int32()), ("end", pa.int32()), ("text", text), ("rule", text), ("in", text)]
        )
    )
    party = [("name", text), ("aliases", pa.list_(text))]
    amount = [(name, sum_) for name in ("value", "low", "high")]
    amount += [(name, text) for name in ("currency", "qualifier", "text")]
    deal = [
        ("id", text),
        ("kind", text),
        ("company", pa.struct(party)),
        ("amount", pa.struct(amount)),
        ("stage", text),
        ("extension", flag),
        ("investors", pa.list_(pa.struct([*party, ("lead", flag)]))),
        ("acquirers", pa.list_(pa.struct(party))),
        ("sellers", pa.list_(pa.struct(party))),
        ("valuation", pa.struct([("value", sum_), ("currency", text), ("basis", text)])),
        ("stake_percent", sum_),
        ("status", text),
        ("date", text),
        ("background", flag),
        ("confidence", pa.float64()),
        ("evidence", evidence),
    ]
    statistic = [("metric", text), ("value", sum_)]
    statistic += [(name, text) for name in ("unit", "subject", "of", "period", "source")]
    article = [(name, text) for name in ("id", "source", "url", "title", "site")]
    article += [("authors", pa.list_(text))]
    article += [(name, text) for name in ("published", "modified", "language", "text")]
    provenance = [(name, text) for name in ("version", "model", "model_version", "model_digest", "rules")]
    return pa.schema(
        [
            pa.field("article", pa.struct(article), nullable=False),
            ("deals", pa.list_(pa.struct(deal))),
            ("statistics", pa.list_(pa.struct([*statistic, ("evidence", evidence)]))),
            ("provenance", pa.struct(provenance)),
            ("error", pa.struct([("code", text), ("message", text)])),
        ]
    )


def row_json(row: Mapping[str, Any]) -> dict[str, Any]:
    """The line of ``dealwire extract`` that a row stands for, as plain JSON values."""
    if row["error"] is not None:
        return {"article": {"source": row["article"]["source"]}, "error": dict(row["error"])}
    return {key: _plain(value) for key, value in row.items() if key != "error"}


def row_outcome(row: Mapping[str, Any]) -> Extraction | Failure:
    """What a row stands for, as the records it was made of."""
    if row["error"] is not None:
        return Failure(source=row["article"]["source"], **row["error"])
    said = {key: _present(value) for key, value in row.items() if key != "error"}
    return Extraction.model_validate(said)


def row_batches(outcomes: Iterable[Extraction | Failure]) -> Iterator[Any]:
    """Outcomes as Arrow record batches, of bounded size."""
    pa, schema = arrow(), row_schema()
    rows: list[dict[str, Any]] = []
    letters = 0
    for outcome in outcomes:
        rows.append(_decimal(outcome.to_json()))
        letters += len(outcome.article.text) if isinstance(outcome, Extraction) else 0
        if len(rows) == ROWS or letters > LETTERS:
            yield pa.RecordBatch.from_pylist(rows, schema=schema)
            rows, letters = [], 0
    if rows:
        yield pa.RecordBatch.from_pylist(rows, schema=schema)


def _decimal(value: Any, key: str = "") -> Any:
    """JSON values with numbers as decimals, but for those that count characters or are no sums."""
    if isinstance(value, dict):
        return {name: _decimal(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_decimal(one) for one in value]
    if isinstance(value, bool) or not isinstance(value, int | float) or key in ("start", "end", "confidence"):
        return value
    return places(Decimal(repr(value)), _PLACE, _DIGITS)


def _present(value: Any) -> Any:
    """A value without what is null in it: records have defaults for that."""
    if isinstance(value, Mapping):
        return {key: _present(one) for key, one in value.items() if one is not None}
    if isinstance(value, list):
        return [_present(one) for one in value]
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items() if one is not None or key not in _OPTIONAL}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return number(value) if isinstance(value, Decimal) else value
