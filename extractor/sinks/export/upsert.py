"""Deals into a table of another database, again and again: what changed is written over, what is gone is taken out."""

from __future__ import annotations

import json

from sqlalchemy import BigInteger, Boolean, Column, Float, MetaData, Table, Text, delete, func, inspect, select

from extractor.errors import StoreError
from extractor.records import Record
from extractor.sinks.currencies import DOLLARS
from extractor.sinks.export.cells import columns_in, flat
from extractor.sinks.opening import connect_engine, told
from extractor.sinks.query import DealQuery, amount_name
from extractor.sinks.store import Store

TABLE = "dealwire_deals"
_TYPES: dict[str, type] = {
    "reports": BigInteger,
    "changed": BigInteger,
    "extension": Boolean,
    "background": Boolean,
    "current": Boolean,
    "confidence": Float,
}


class Transfer(Record):
    """What a transfer did."""

    written: int
    removed: int
    cursor: int
    """The last change that the other database holds; the next transfer goes on after it."""


def export_to_database(store: Store, url_or_path: str, *, unit: str = DOLLARS) -> Transfer:
    """Brings the table ``dealwire_deals`` of another database (PostgreSQL or SQLite) up to date, in one transaction.

    The table is made where it is missing. Only deals that changed since the last transfer are sent, so the transfer may
    be repeated at any time. ``record`` holds the deal as ``dealwire deals --format jsonl`` prints it; sums are text, to
    the last digit. ``unit`` is the currency that they are converted into. Raises StoreError, also where the table is of
    another currency.
    """
    types = _TYPES | {amount_name(unit): BigInteger}
    engine = connect_engine(url_or_path)
    metadata = MetaData()
    columns = [Column(name, types.get(name, Text)(), primary_key=name == "id") for name in columns_in(unit)]
    table = Table(TABLE, metadata, *columns, Column("record", Text, nullable=False))
    try:
        with told(engine.url), engine.connect().execution_options(write=True) as connection, connection.begin():
            metadata.create_all(connection)
            there = {column["name"] for column in inspect(connection).get_columns(TABLE)}
            if there != set(table.c.keys()):
                raise StoreError(f"the table {TABLE} is of another dealwire or currency: drop it and try again")
            cursor = int(connection.execute(select(func.max(table.c.changed))).scalar_one_or_none() or 0)
            written = removed = 0
            for row in store.iter_deals(DealQuery(after=cursor, unit=unit)):
                connection.execute(delete(table).where(table.c.id == row.deal.id))
                values = {name: value if name in types else _text(value) for name, value in flat(row).items()}
                # What is gone stays as a row that says so: it holds the cursor, and whoever joined on it learns why.
                connection.execute(table.insert(), values | {"record": json.dumps(row.to_json(), ensure_ascii=False)})
                written += row.current
                removed += not row.current
                cursor = max(cursor, row.changed)
    finally:
        engine.dispose()
    return Transfer(written=written, removed=removed, cursor=cursor)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
