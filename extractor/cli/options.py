"""Arguments and options that several commands share, and what is made of them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from extractor.pipeline import Extractor


class InputFormat(StrEnum):
    """How the bytes of a source are to be read."""

    AUTO = "auto"
    HTML = "html"
    TEXT = "text"
    JSONL = "jsonl"
    WARC = "warc"


class OutputFormat(StrEnum):
    """How deals are written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE",
        help="Files, folders, patterns, URLs, FILE.jsonl, FILE.jsonl#LINE, FILE.warc.gz, FILE.warc.gz#OFFSET, or - for "
        "standard input.",
        show_default=False,
    ),
]
AnInputFormat = Annotated[
    InputFormat, typer.Option("--input-format", help="What standard input, or files given by name, hold.")
]
Database = Annotated[
    str, typer.Option("--db", metavar="FILE|URL", help="The database: a SQLite file, or postgresql://user@host/name.")
]
Currency = Annotated[
    str,
    typer.Option(metavar="CODE", help="Convert sums into this currency, at the deal's date: EUR, GBP, ... (ISO 4217)."),
]
Model = Annotated[
    str | None,
    typer.Option(help="An installed spaCy model, by name or path, instead of the one that comes with dealwire."),
]
Rules = Annotated[
    Path | None,
    typer.Option(help="A folder of rules instead of the one that comes with dealwire.", exists=True, file_okay=False),
]
AllowPrivate = Annotated[
    bool,
    typer.Option("--allow-private", help="Also fetch from addresses of this machine and the local network."),
]


Workers = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        min=1,
        help="Processes that read, each with a model of its own (300 MB); as many as the machine has cores by default.",
        show_default=False,
    ),
]
NoTriage = Annotated[
    bool,
    typer.Option("--no-triage", help="Parse also what cannot tell a deal by its words. Slower; finds the same."),
]


def make_extractor(model: str | None, rules: Path | None, allow_private: bool, *, no_triage: bool = False) -> Extractor:
    """An extractor as the options want it."""
    from extractor.pipeline import Extractor

    if not allow_private:
        return Extractor(rules=rules, model=model, triage=not no_triage, own_process=True)
    from extractor.fetch import Client

    return Extractor(
        rules=rules, model=model, client=Client(allow_private=True), triage=not no_triage, own_process=True
    )


def check_database(db: str) -> None:
    """Raises StoreError where there is no such file, so that a slip of the pen makes no empty database."""
    from extractor.errors import StoreError

    if "://" not in db and not Path(db).is_file():
        raise StoreError(f"there is no database {db}: make one with `dealwire run SOURCE... --db {db}`")
