"""``dealwire export``, ``merge``, ``split``, ``resolve``, ``schema`` and ``dealwire db ...``: what is done with a
database of deals."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from extractor.cli.options import Currency, Database, check_database
from extractor.errors import UsageError

if TYPE_CHECKING:
    from extractor.sinks import Store
    from extractor.sinks.export import Form


class ExportFormat(StrEnum):
    """Forms of one file."""

    CSV = "csv"
    TSV = "tsv"
    XLSX = "xlsx"
    JSONL = "jsonl"
    PARQUET = "parquet"
    DUCKDB = "duckdb"


class Layout(StrEnum):
    """One row a deal, or related tables."""

    DEALS = "deals"
    CRUNCHBASE = "crunchbase"


class SchemaForm(StrEnum):
    """What to describe the data with."""

    JSON = "json"
    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


database = typer.Typer(
    help="Upgrade and check a database, give it rows or exchange rates.", no_args_is_help=True, rich_markup_mode=None
)


def export(
    target: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE|FOLDER",
            help="Where to: *.csv, *.tsv, *.xlsx, *.jsonl, *.parquet, *.duckdb.",
            show_default=False,
        ),
    ] = None,
    db: Database = "deals.db",
    form: Annotated[
        ExportFormat | None, typer.Option("--format", "-f", help="The form, where the file's name does not say it.")
    ] = None,
    layout: Annotated[
        Layout,
        typer.Option(
            help="deals: one row a deal. crunchbase: a folder of related tables as in Crunchbase's bulk export."
        ),
    ] = Layout.DEALS,
    to: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Bring the table dealwire_deals of another database up to date instead; FILE.duckdb is written anew.",
        ),
    ] = None,
    currency: Currency = "USD",
    since: Annotated[str | None, typer.Option(metavar="DATE", help="From YYYY, YYYY-MM or YYYY-MM-DD on.")] = None,
    after: Annotated[
        int | None,
        typer.Option(metavar="CURSOR", help="Only what changed after this cursor, and what is gone; 0 for all."),
    ] = None,
) -> None:
    """Write the deals of a database for other programs.

    CSV, TSV and Excel are safe to open in a spreadsheet. The last line told is the cursor for the next --after.

    \b
    dealwire export deals.xlsx --db deals.db
    dealwire export bulk/ --layout crunchbase
    dealwire export changes.jsonl --after 1200
    dealwire export --to postgresql://me@warehouse/deals
    dealwire export deals.duckdb
    """
    from extractor.sinks import DealQuery
    from extractor.sinks.export import export_deals, export_duckdb, export_layout, export_to_database

    if (target is None) == (to is None):
        raise UsageError("say where to: a file or folder, or --to URL")
    if to is not None and (form or since or after is not None or layout is not Layout.DEALS):
        raise UsageError("--to sends every change; --format, --layout, --since and --after are for files")
    if to is not None and to.lower().endswith(".duckdb") and "://" not in to:
        target, to = to, None
    duck = form is ExportFormat.DUCKDB or (form is None and str(target).lower().endswith(".duckdb"))
    if duck and (since or after is not None or layout is not Layout.DEALS):
        raise UsageError("a DuckDB file holds the whole database: --layout, --since and --after are for other forms")
    with _opened(db) as store:
        query = DealQuery(since=since, after=after, unit=currency)
        cursor = store.cursor()
        if duck:
            counts = export_duckdb(store, Path(str(target)), unit=query.unit)
            typer.echo(f"{counts['deals']:,} deals from {counts['articles']:,} articles in {target}")
        elif to is not None:
            sent = export_to_database(store, to, unit=query.unit)
            typer.echo(f"{sent.written:,} deals written, {sent.removed:,} marked as gone")
        elif layout is Layout.CRUNCHBASE:
            counts = export_layout(store, Path(str(target)), query=query)
            typer.echo(", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in counts.items()))
        else:
            path = Path(str(target))
            count = export_deals(store, path, form=cast("Form | None", form and form.value), query=query)
            typer.echo(f"{count:,} deals in {path}")
    typer.echo(f"cursor {cursor}")


def merge(
    first: Annotated[str, typer.Argument(metavar="DEAL", help="The id of a deal.")],
    second: Annotated[str, typer.Argument(metavar="DEAL", help="The id of another deal that is the same.")],
    db: Database = "deals.db",
) -> None:
    """Make two deals one, for good: no later run takes them apart. `dealwire split` takes it back.

    \b
    dealwire merge 3f2c9d0a11b7e845 90ab77c1d2e3f456
    """
    with _opened(db) as store:
        (deal,) = store.merge(first, second)
    typer.echo(f"one deal: {deal}")


def split(
    deal: Annotated[str, typer.Argument(metavar="DEAL", help="The id of a deal.")],
    report: Annotated[str, typer.Argument(metavar="REPORT", help="Which of its reports tells of another deal.")],
    db: Database = "deals.db",
) -> None:
    """Take a report out of a deal, for good. Where a merge brought it in, the merge is taken back.

    The reports of a deal are listed by `dealwire deals --format jsonl` under "reports".

    \b
    dealwire split 3f2c9d0a11b7e845 90ab77c1d2e3f456
    """
    with _opened(db) as store:
        kept, off = store.split(deal, report)
    typer.echo(f"two deals: {kept} and {off}")


def resolve(db: Database = "deals.db") -> None:
    """Bring the reports of a database together into deals once more.

    `dealwire run` does so article by article; this is for databases made by an older dealwire. Ids, first-seen dates
    and what people merged or split stay.
    """
    with _opened(db) as store:
        reports = store.resolve_again()
        deals = store.counts()["deals"]
    typer.echo(f"{reports:,} reports tell of {deals:,} deals")


def schema(
    form: Annotated[
        SchemaForm, typer.Argument(help="json: the records as JSON Schema. sqlite, postgresql: the database as SQL.")
    ] = SchemaForm.JSON,
) -> None:
    """Print the schema of the records, or of the database.

    \b
    dealwire schema > dealwire.schema.json
    dealwire schema postgresql
    """
    import json

    from extractor.sinks.export import json_schema, sql_schema

    if form is SchemaForm.JSON:
        typer.echo(json.dumps(json_schema(), indent=2))
    else:
        typer.echo(sql_schema(form.value), nl=False)


@database.command()
def upgrade(db: Database = "deals.db") -> None:
    """Bring a database that an older dealwire made up to date. A copy is kept."""
    from extractor.sinks.upgrading import upgrade_database

    done = upgrade_database(db)
    if done.before == done.after:
        typer.echo(f"{db} is up to date (schema {done.after})")
        return
    kept = f"; as it was, it is in {done.backup}" if done.backup else ""
    typer.echo(f"{db} went from schema {done.before} to {done.after}{kept}")


@database.command()
def check(db: Database = "deals.db") -> None:
    """See whether a database is whole. Exits with 1 where it is not."""
    with _opened(db) as store:
        faults = store.check()
        counts = store.counts()
    for fault in faults:
        typer.echo(fault, err=True)
    if faults:
        raise typer.Exit(1)
    told = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    typer.echo(f"{db} is whole: {told}")


@database.command()
def rates(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE.csv", help="Columns currency,date,usd: dollars for one unit.", dir_okay=False),
    ],
    db: Database = "deals.db",
) -> None:
    """Give a database exchange rates of your own, and convert every deal by them.

    They go before the European Central Bank's, which come with dealwire.

    \b
    currency,date,usd
    TWD,2018-02-26,0.0341
    """
    from extractor.normalize.rates import read_rates

    given = read_rates(file)
    with _opened(db) as store:
        changed = store.add_rates(given)
    typer.echo(f"{len(given):,} rates held; {changed:,} deals converted anew")


@database.command()
def load(
    rows: Annotated[
        list[str],
        typer.Argument(
            metavar="ROWS",
            help="Parquet files that `dealwire spark` wrote, folders of them, or patterns; paths or URLs.",
        ),
    ],
    db: Database = "deals.db",
) -> None:
    """Store what `dealwire spark` found, as if this machine had read it.

    Reports of one deal become one deal. What the database holds already changes nothing, so that the same command after
    an interruption goes on where it stopped.

    \b
    dealwire db load deals/ --db deals.db
    dealwire db load s3a://deals/2021/ --db postgresql://localhost/deals
    """
    from extractor.cli.output import many
    from extractor.pipeline import open_deals
    from extractor.shards import find_tables, load_rows

    tables = find_tables(rows)  # so that a slip of the pen makes no empty database
    with open_deals(db) as store:
        counts = load_rows(tables, store)
        held = store.counts()
    names = {"new": "new", "changed": "read anew", "same": "as before", "failed": "without an article, left out"}
    told = ", ".join(f"{counts[key]:,} {name}" for key, name in names.items() if counts[key])
    typer.echo(f"{many(counts.total(), 'row')}{': ' if told else ''}{told}")
    typer.echo(f"{db} now holds {many(held['deals'], 'deal')} from {many(held['articles'], 'article')}.")


def _opened(db: str) -> Store:
    from extractor.pipeline import open_deals

    check_database(db)
    return open_deals(db)
