"""Deals for other programs: CSV, Excel, JSON Lines, Parquet, DuckDB, a bulk layout of tables, another database.

    with open_deals("deals.db") as store:
        export_deals(store, Path("deals.parquet"))             # the form follows from the name
        export_layout(store, Path("bulk/"))                    # organizations.csv, funding_rounds.csv, ...

A file is written beside its place and moved there when it is whole, so that nobody ever reads half of one.
"""

from __future__ import annotations

from extractor.sinks.export.cells import write_rows
from extractor.sinks.export.duck import export_duckdb
from extractor.sinks.export.files import FORMS, Form, export_deals, form_of
from extractor.sinks.export.layout import TABLES, export_layout
from extractor.sinks.export.schema import json_schema, sql_schema
from extractor.sinks.export.upsert import export_to_database

__all__ = [
    "FORMS",
    "TABLES",
    "Form",
    "export_deals",
    "export_duckdb",
    "export_layout",
    "export_to_database",
    "form_of",
    "json_schema",
    "sql_schema",
    "write_rows",
]
