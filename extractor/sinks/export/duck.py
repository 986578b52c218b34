"""The whole database as a DuckDB file: the same tables, and views that answer as they do in SQLite."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import BigInteger, Boolean, Float, Integer, Table, Text
from sqlalchemy.types import TypeEngine

from extractor.errors import StoreError, UsageError
from extractor.sinks.currencies import DOLLARS
from extractor.sinks.export.files import whole_file
from extractor.sinks.schema import aliases, metadata, report_keys
from extractor.sinks.store import Store
from extractor.sinks.views import view_statements

_ROWS = 5000
"""Rows held in memory at once."""
_TYPES: tuple[tuple[type[TypeEngine[Any]], str], ...] = (
    (Boolean, "BOOLEAN"),
    (BigInteger, "BIGINT"),
    (Integer, "BIGINT"),
    (Float, "DOUBLE"),
    (Text, "VARCHAR"),
)
_TABLES = tuple(table for table in metadata.sorted_tables if table not in (report_keys, aliases))
"""All but the index by which reports are found."""


def export_duckdb(store: Store, path: Path, *, unit: str = DOLLARS) -> dict[str, int]:
    """Writes tables and views into a new DuckDB file, and gives the numbers of current ``articles`` and ``deals``.

    The file shows one moment of the database, whoever writes meanwhile. ``unit`` is a currency that the view
    ``deal_sums`` holds beside US dollars. Raises UsageError where the package is missing, StoreError where the file
    cannot be written; then the old one stays.
    """
    try:
        import duckdb
    except ModuleNotFoundError as error:
        raise UsageError("DuckDB files need duckdb: pip install 'dealwire[duckdb]'") from error
    store.resolve_waiting()
    if unit != DOLLARS:
        store.keep_currency(unit)
    with whole_file(path) as place:
        try:
            with duckdb.connect(str(place)) as duck, store.snapshot() as connection:
                duck.execute("BEGIN")
                for table in _TABLES:
                    duck.execute(f"CREATE TABLE {table.name} ({', '.join(map(_column, table.columns))})")
                    rows = connection.execution_options(yield_per=_ROWS).execute(table.select())
                    for part in rows.partitions():
                        duck.execute(_insertion(table), [list(values) for values in zip(*part, strict=True)])
                for statement in view_statements("duckdb").values():
                    duck.execute(statement)
                duck.execute("COMMIT")
                count = {"articles": "readings WHERE replaced_at IS NULL", "deals": "deals WHERE current"}
                counts = {}
                for name, what in count.items():
                    (counts[name],) = duck.execute(f"SELECT count(*) FROM {what}").fetchone() or (0,)
        except duckdb.Error as error:
            raise StoreError(f"{path} cannot be written: {' '.join(str(error).split())}") from error
        finally:
            place.with_name(f"{place.name}.wal").unlink(missing_ok=True)
    return counts


def _column(column: Any) -> str:
    kind = _type(column.type)
    return (
        f'"{column.name}" {kind}{" PRIMARY KEY" if column.primary_key and len(column.table.primary_key) == 1 else ""}'
    )


def _insertion(table: Table) -> str:
    lists = ", ".join(f"unnest(?::{_type(column.type)}[])" for column in table.columns)
    return f"INSERT INTO {table.name} SELECT {lists}"


def _type(kind: TypeEngine[Any]) -> str:
    return next(name for known, name in _TYPES if isinstance(kind, known))
