"""``dealwire quarantine list`` and ``dealwire quarantine retry``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from extractor.cli.options import AllowPrivate, Database, Model, Rules, check_database, make_extractor
from extractor.errors import UsageError

quarantine = typer.Typer(
    help="See which sources no run tries again by itself, and try them.", no_args_is_help=True, rich_markup_mode=None
)


class ListFormat(StrEnum):
    """How the sources are written."""

    TEXT = "text"
    JSONL = "jsonl"


@quarantine.command("list")
def list_(
    db: Database = "deals.db",
    form: Annotated[ListFormat, typer.Option("--format", "-f", help="How to write the sources.")] = ListFormat.TEXT,
) -> None:
    """List the sources in quarantine: what went wrong, in which step, how often they were tried, and since when."""
    from extractor.cli.output import plain, print_json
    from extractor.pipeline import open_deals

    check_database(db)
    with open_deals(db) as store:
        found = store.quarantined()
    for one in found:
        if form is ListFormat.JSONL:
            print_json(one.to_json())
            continue
        tried = f"tried {one.attempts} time{'' if one.attempts == 1 else 's'}, since {one.first_put}"
        typer.echo(f"{plain(one.source)}: {plain(one.reason)} [{one.code}, in the step {one.step}; {tried}]")
    if not found and form is ListFormat.TEXT:
        typer.echo("no source is in quarantine")


@quarantine.command()
def retry(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="SOURCE", help="Only these, as `list` names them; all by default.", show_default=False),
    ] = None,
    db: Database = "deals.db",
    model: Model = None,
    rules: Rules = None,
    allow_private: AllowPrivate = False,
) -> None:
    """Try the sources in quarantine once more. Exits with 1 where some still cannot be read.

    Those that are read leave it; the others stay, with what went wrong this time.

    \b
    dealwire quarantine retry --db deals.db
    dealwire quarantine retry news/odd.html --db deals.db
    """
    from extractor.cli.running import Summary
    from extractor.pipeline import open_deals

    check_database(db)
    with open_deals(db) as store:
        held = [one.source for one in store.quarantined()]
        unknown = sorted(set(sources or ()) - set(held))
        if unknown:
            raise UsageError(f"{unknown[0]} is not in quarantine; `dealwire quarantine list` names what is")
        wanted = [source for source in held if not sources or source in sources]
        if not wanted:
            typer.echo("no source is in quarantine")
            return
        extractor = make_extractor(model, rules, allow_private)
        summary = Summary(extractor.iter_stored(wanted, store, again=True))
        left = len({one.source for one in store.quarantined()}.intersection(wanted))
    for line in summary.lines():
        typer.echo(line)
    typer.echo(f"{len(wanted) - left} of {len(wanted)} left quarantine")
    if left or summary.failed:
        raise typer.Exit(1)
