"""``dealwire deals``."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

import typer

from extractor.cli.options import Database, OutputFormat, check_database
from extractor.errors import UsageError

_AMOUNT = re.compile(r"(?P<number>\d[\d,_]*(?:\.\d+)?)\s*(?P<scale>k|m|mn|b|bn|t|tn)?", re.I)
_SCALES = {"": 1, "k": 10**3, "m": 10**6, "b": 10**9, "t": 10**12}


class DealKind(StrEnum):
    """Kinds of deals, as records name them."""

    FUNDING = "funding"
    ACQUISITION = "acquisition"
    STAKE = "stake"
    MERGER = "merger"
    IPO = "ipo"
    FUND = "fund"


class DealStatus(StrEnum):
    """What an article says of a deal, as records name it."""

    COMPLETED = "completed"
    ANNOUNCED = "announced"
    PLANNED = "planned"
    RUMORED = "rumored"
    TERMINATED = "terminated"
    DENIED = "denied"


def deals(
    db: Database = "deals.db",
    kind: Annotated[DealKind | None, typer.Option(help="Only this kind.")] = None,
    company: Annotated[str | None, typer.Option(help="Part of the company's name.")] = None,
    investor: Annotated[
        str | None, typer.Option(help="Part of the name of an investor, an acquirer or a seller.")
    ] = None,
    stage: Annotated[str | None, typer.Option(help="The round's stage: seed, series_a, debt, ...")] = None,
    status: Annotated[DealStatus | None, typer.Option(help="Only this status.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="From YYYY, YYYY-MM or YYYY-MM-DD on.")] = None,
    min_amount: Annotated[
        str | None,
        typer.Option(
            metavar="SUM",
            help="At least so much: 5000000, 5m, 1.2bn. In the deal's own currency, or in that of --currency.",
        ),
    ] = None,
    currency: Annotated[
        str | None,
        typer.Option(
            metavar="CODE", help="Show sums converted into this currency, at the deal's date: USD, EUR, ... (ISO 4217)."
        ),
    ] = None,
    stated_in: Annotated[
        str | None, typer.Option(metavar="CODE", help="Only sums that articles state in this currency.")
    ] = None,
    background: Annotated[
        bool | None,
        typer.Option("--background/--no-background", help="Only earlier deals told in passing, or none of them."),
    ] = None,
    min_confidence: Annotated[float | None, typer.Option(min=0, max=1, help="At least so sure, from 0 to 1.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
    output: Annotated[
        OutputFormat, typer.Option("--format", "-f", help="How to write the deals.")
    ] = OutputFormat.TABLE,
) -> None:
    """Look deals up in a database, latest first.

    \b
    dealwire deals --kind funding --since 2018 --min-amount 10m
    dealwire deals --investor sequoia --format csv > sequoia.csv
    dealwire deals --stage series_a --status completed --format jsonl
    dealwire deals --currency EUR --min-amount 10m
    """
    from extractor.cli.output import print_json, write_json_list, write_rows
    from extractor.pipeline import open_deals
    from extractor.sinks import DealQuery

    check_database(db)
    least = parse_amount(min_amount) if min_amount else None
    query = DealQuery(
        kind=kind.value if kind else None,
        company=company,
        investor=investor,
        stage=stage.lower().replace(" ", "_").replace("-", "_") if stage else None,
        status=status.value if status else None,
        since=since,
        min_amount=None if currency else least,
        min_converted=least if currency else None,
        currency=stated_in,
        unit=currency or "USD",
        background=background,
        min_confidence=min_confidence,
        limit=limit,
    )
    with open_deals(db) as store:
        found = [row.to_json() for row in store.deals(query)]
    if output is OutputFormat.JSONL:
        for row in found:
            print_json(row)
    elif output is OutputFormat.JSON:
        write_json_list(found)
    else:
        write_rows(((row["article"], row) for row in found), output.value, unit=currency and query.unit)


def parse_amount(text: str) -> Decimal:
    """``5000000``, ``5,000,000``, ``5m``, ``1.2bn`` as a number. Raises UsageError for anything else."""
    match = _AMOUNT.fullmatch(text.strip())
    if not match:
        raise UsageError(f"{text!r} is no amount: write 5000000, 5m or 1.2bn")
    number = Decimal(re.sub("[,_]", "", match["number"]))
    return number * _SCALES[(match["scale"] or "").lower()[:1]]
