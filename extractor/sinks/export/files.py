"""Deals in one file."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, get_args

from extractor.errors import StoreError, UsageError
from extractor.sinks.export.cells import columns_in, flat, safe, write_rows
from extractor.sinks.query import DealQuery, DealRow
from extractor.sinks.store import Store

Form = Literal["csv", "tsv", "xlsx", "jsonl", "parquet"]
FORMS: tuple[Form, ...] = get_args(Form)


def form_of(path: Path) -> Form:
    """The form that a file's name asks for. Raises UsageError for a name that asks for none."""
    ending = path.suffix.lower().lstrip(".")
    for form in FORMS:
        if ending == form:
            return form
    endings = ", ".join(f"*.{form}" for form in (*FORMS, "duckdb"))
    raise UsageError(f"{path}: in which form? Name it {endings}, or give --format")


def export_deals(store: Store, path: Path, *, form: Form | None = None, query: DealQuery | None = None) -> int:
    """Writes the deals that the query asks for, all by default, to a file, and gives their number.

    CSV, TSV and Excel hold one row a deal and are safe to open in a spreadsheet; JSON Lines holds what ``dealwire deals
    --format jsonl`` prints; Parquet holds typed columns with nested parties, evidence and reports. Raises UsageError
    where a package for the form is missing, StoreError where the file cannot be written; then the old one stays.
    """
    form = form or form_of(path)
    write = _WRITERS[form]
    with whole_file(path) as place:
        query = query or DealQuery()
        return write(store.iter_deals(query), place, query.unit)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A place to write to that takes the name ``path`` only when all is written."""
    place = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield place
        with place.open("rb+") as file:
            os.fsync(file.fileno())
        place.replace(path)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        place.unlink(missing_ok=True)


def write_csv(path: Path, columns: Iterable[str], rows: Iterable[dict[str, Any]], *, separator: str = ",") -> int:
    """Rows as CSV with safe cells. Gives their number."""
    with path.open("w", newline="", encoding="utf-8") as file:
        return write_rows(file, columns, rows, separator=separator)


def _write_csv(rows: Iterable[DealRow], path: Path, unit: str) -> int:
    return write_csv(path, columns_in(unit), map(flat, rows))


def _write_tsv(rows: Iterable[DealRow], path: Path, unit: str) -> int:
    return write_csv(path, columns_in(unit), map(flat, rows), separator="\t")


def _write_jsonl(rows: Iterable[DealRow], path: Path, _unit: str) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row.to_json(), ensure_ascii=False) + "\n")
            count += 1
    return count


def _write_xlsx(rows: Iterable[DealRow], path: Path, unit: str) -> int:
    try:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
    except ModuleNotFoundError as error:
        raise UsageError("Excel files need openpyxl: pip install 'dealwire[excel]'") from error
    book = Workbook(write_only=True)
    sheet = book.create_sheet("deals")
    sheet.freeze_panes = "A2"
    sheet.append(columns_in(unit))
    count = 0
    for row in rows:
        cells = []
        for value in flat(row).values():
            cell = WriteOnlyCell(sheet, value=safe(value) if isinstance(value, str) else value)
            if isinstance(value, str):
                cell.data_type = "s"  # text, whatever it begins with
            cells.append(cell)
        sheet.append(cells)
        count += 1
    book.save(path)
    return count


def _write_parquet(rows: Iterable[DealRow], path: Path, unit: str) -> int:
    from extractor.sinks.export.parquet import write_parquet

    return write_parquet(rows, path, unit)


_WRITERS: dict[Form, Callable[[Iterable[DealRow], Path, str], int]] = {
    "csv": _write_csv,
    "tsv": _write_tsv,
    "xlsx": _write_xlsx,
    "jsonl": _write_jsonl,
    "parquet": _write_parquet,
}
