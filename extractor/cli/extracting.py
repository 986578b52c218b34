"""``dealwire extract``."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.options import (
    AllowPrivate,
    AnInputFormat,
    InputFormat,
    Model,
    NoTriage,
    OutputFormat,
    Rules,
    Sources,
    Workers,
    make_extractor,
)

if TYPE_CHECKING:
    from extractor.records import Extraction, Failure


def extract(
    sources: Sources,
    output: Annotated[
        OutputFormat, typer.Option("--format", "-f", help="How to write the deals.")
    ] = OutputFormat.JSONL,
    input_format: AnInputFormat = InputFormat.AUTO,
    model: Model = None,
    rules: Rules = None,
    allow_private: AllowPrivate = False,
    workers: Workers = None,
    no_triage: NoTriage = False,
) -> None:
    """Read articles and print their deals and statistics.

    JSON Lines carry everything: one object per article, with its text, deals, statistics and evidence. A source that
    cannot be read gives a line with an error; the others are read all the same and the exit status is 1.

    \b
    dealwire extract page.html
    dealwire extract saved/ --format table
    dealwire extract crawl.warc.gz > deals.jsonl
    dealwire extract articles.jsonl.gz > deals.jsonl
    curl -s https://example.com/news.html | dealwire extract - --format csv
    """
    from extractor.cli.output import told_passed, write_outcomes
    from extractor.cli.progress import progress

    passed: Counter[str] = Counter()
    extractor = make_extractor(model, rules, allow_private, no_triage=no_triage)
    outcomes = extractor.iter_extract(
        sources, form=input_format.value, stdin=sys.stdin.buffer, workers=workers, passed=passed
    )
    if sys.stdout.isatty():
        failed = write_outcomes(outcomes, output.value)  # a bar would stand between the lines
    else:
        with progress(sources, input_format.value, _itself) as watched:
            failed = write_outcomes(watched(outcomes), output.value)
    for line in told_passed(passed):
        typer.echo(line, err=True)
    if failed:
        raise typer.Exit(1)


def _itself(outcome: Extraction | Failure) -> Extraction | Failure:
    return outcome
