"""What the program reads and writes, as JSON Schema and SQL."""

from __future__ import annotations

from typing import Any, get_args

from sqlalchemy import Dialect

from extractor.records import Basis, Kind, Metric, Qualifier, Status
from extractor.sinks.schema import REVISION, metadata
from extractor.sinks.views import view_statements

_TEXT: dict[str, Any] = {"type": "string"}
_NUMBER: dict[str, Any] = {"type": "number"}
_TRUTH: dict[str, Any] = {"type": "boolean"}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _enum(literal: Any) -> dict[str, Any]:
    return {"enum": list(get_args(literal))}


def _object(properties: dict[str, Any], *, optional: tuple[str, ...] = ()) -> dict[str, Any]:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": True}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a line of ``dealwire extract``: an article with its deals, or a failure. Among its
    definitions is ``row``: a line of ``dealwire deals --format jsonl`` and of an export."""
    aliases = _list(_TEXT)
    party = _object({"name": _TEXT, "aliases": aliases}, optional=("aliases",))
    investor = _object({"name": _TEXT, "aliases": aliases, "lead": _TRUTH}, optional=("aliases",))
    evidence = _object(
        {
            "field": _TEXT,
            "start": {"type": "integer", "minimum": 0},
            "end": {"type": "integer", "minimum": 0},
            "text": _TEXT,
            "rule": _TEXT,
            "in": {"const": "title"},
        },
        optional=("in", "rule"),
    )
    sums = {name: _or_null(_NUMBER) for name in ("value", "low", "high")}
    amount = _object(sums | {"currency": _or_null(_TEXT), "qualifier": _enum(Qualifier), "text": _or_null(_TEXT)})
    deal = _object(
        {
            "id": _TEXT,
            "kind": _enum(Kind),
            "company": party,
            "amount": _or_null(amount),
            "stage": _or_null(_TEXT),
            "extension": _TRUTH,
            "investors": _list(investor),
            "acquirers": _list(party),
            "sellers": _list(party),
            "valuation": _or_null(_object({"value": _NUMBER, "currency": _TEXT, "basis": _or_null(_enum(Basis))})),
            "stake_percent": _or_null(_NUMBER),
            "status": _enum(Status),
            "date": _or_null({"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}),
            "background": _TRUTH,
            "confidence": {"type": "number", "minimum": 0, "maximum": 1},
            "evidence": _list(evidence),
        }
    )
    statistic = _object(
        {
            "metric": _enum(Metric),
            "value": _NUMBER,
            "unit": _TEXT,
            "subject": _TEXT,
            "of": _or_null(_TEXT),
            "period": _or_null(_TEXT),
            "source": _or_null(_TEXT),
            "evidence": _list(evidence),
        }
    )
    article = _object(
        {
            "id": _TEXT,
            "source": _TEXT,
            "url": _or_null(_TEXT),
            "title": _TEXT,
            "site": _or_null(_TEXT),
            "authors": _list(_TEXT),
            "published": _or_null(_TEXT),
            "language": _or_null(_TEXT),
            "text": _TEXT,
        }
    )
    failure = _object({"article": _object({"source": _TEXT}), "error": _object({"code": _TEXT, "message": _TEXT})})
    told = _object({"article": article, "deals": _list(deal), "statistics": _list(statistic)})
    step = _object({"status": _enum(Status), "day": _or_null(_TEXT), "reports": _list(_TEXT)})
    choice = _object({"value": {}, "reports": _list(_TEXT), "weight": _NUMBER})
    report = _object(
        {
            "report": _TEXT,
            "id": _TEXT,
            "source": _TEXT,
            "url": _or_null(_TEXT),
            "title": _TEXT,
            "site": _or_null(_TEXT),
            "published": _or_null(_TEXT),
            "status": _enum(Status),
            "confidence": _NUMBER,
        }
    )
    row = _object(
        deal["properties"]
        | {
            "fx_source": _or_null(_TEXT),
            "fx_date": _or_null(_TEXT),
            "first_seen": _TEXT,
            "changed": {"type": "integer", "minimum": 0},
            "current": _TRUTH,
            "replaced_by": _or_null(_TEXT),
            "article": _or_null(report),
            "reports": _list(report),
            "timeline": _list(step),
            "support": {"type": "object", "additionalProperties": _list(_TEXT)},
            "conflicts": {"type": "object", "additionalProperties": _list(choice)},
        }
    )
    # The sum's name says its currency: amount_usd, or amount_eur with --currency EUR.
    row["patternProperties"] = {"^amount_[a-z]{3}$": _or_null({"type": "integer"})}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "dealwire extract",
        "anyOf": [told, failure],
        "$defs": {"deal": deal, "statistic": statistic, "row": row},
    }


def sql_schema(dialect: str) -> str:
    """The statements that make a database, for ``sqlite`` or ``postgresql``."""
    from sqlalchemy.dialects import postgresql, sqlite
    from sqlalchemy.schema import CreateIndex, CreateTable

    spoken: Dialect = sqlite.dialect() if dialect == "sqlite" else postgresql.dialect()  # type: ignore[no-untyped-call]
    statements = []
    for table in metadata.sorted_tables:
        statements.append(str(CreateTable(table).compile(dialect=spoken)).strip())
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        statements += [str(CreateIndex(index).compile(dialect=spoken)).strip() for index in indexes]
    statements += [statement.strip() for statement in view_statements(dialect).values()]
    return f"-- dealwire database, schema {REVISION}, {dialect}\n" + "".join(f"{s};\n\n" for s in statements)
