"""``dealwire run``."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import typer

from extractor.cli.options import (
    AllowPrivate,
    AnInputFormat,
    Database,
    InputFormat,
    Model,
    NoTriage,
    Rules,
    Sources,
    Workers,
    make_extractor,
)

if TYPE_CHECKING:
    from extractor.pipeline import Stored
    from extractor.records import Extraction, Failure

SHOWN = 20
"""Failures that the summary lists; the database holds all."""


def run(
    sources: Sources,
    db: Database = "deals.db",
    input_format: AnInputFormat = InputFormat.AUTO,
    model: Model = None,
    rules: Rules = None,
    allow_private: AllowPrivate = False,
    workers: Workers = None,
    no_triage: NoTriage = False,
) -> None:
    """Read articles into a database of deals.

    What the database holds already, read by the same rules, is not read again: the same command after an interruption
    goes on where it stopped. At the end a summary tells what was read, what was found and what failed.

    \b
    dealwire run saved/ --db deals.db
    dealwire run 'news/**/*.html' https://example.com/story
    dealwire run crawl.warc.gz --db deals.db
    dealwire run articles.jsonl.gz --db postgresql://localhost/deals
    """
    from extractor.cli.output import many, told_passed
    from extractor.cli.progress import progress
    from extractor.pipeline import open_deals

    passed: Counter[str] = Counter()
    extractor = make_extractor(model, rules, allow_private, no_triage=no_triage)
    with open_deals(db) as store:
        try:
            with progress(sources, input_format.value, _outcome) as watched:
                stored = extractor.iter_stored(
                    sources, store, form=input_format.value, stdin=sys.stdin.buffer, workers=workers, passed=passed
                )
                summary = Summary(watched(stored))
        except KeyboardInterrupt:
            typer.echo("interrupted; the same command again goes on where this one stopped", err=True)
            raise typer.Exit(130) from None
        counts = store.counts()
    for line in (*summary.lines(), *told_passed(passed)):
        typer.echo(line)
    typer.echo(f"{db} now holds {many(counts['deals'], 'deal')} from {many(counts['articles'], 'article')}.")
    if summary.failed or summary.states["quarantined"]:
        raise typer.Exit(1)


class Summary:
    """What a run did, counted as it goes."""

    def __init__(self, stored: Iterable[Stored]) -> None:
        self.states: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.statistics = 0
        self.failed = 0
        self.shown: list[str] = []
        """The first failures; the others are counted, so that memory does not grow with them."""
        for one in stored:
            self.states[one.state] += 1
            if one.extraction is not None:
                self.kinds.update(deal.kind for deal in one.extraction.deals)
                self.statistics += len(one.extraction.statistics)
            if one.failure is not None:
                self.failed += 1
                if len(self.shown) < SHOWN:
                    self.shown.append(f"{one.failure.source}: {one.failure.message} [{one.failure.code}]")

    def lines(self) -> Iterator[str]:
        """The summary, line by line."""
        from extractor.cli.output import many, plain

        names = {"new": "new", "changed": "read anew", "same": "as before"}
        told = ", ".join(f"{self.states[state]} {name}" for state, name in names.items() if self.states[state])
        yield f"{many(sum(self.states[state] for state in names), 'article')}{': ' if told else ''}{told}"
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(self.kinds.items(), key=lambda k: (-k[1], k[0])))
        if self.states["new"] or self.states["changed"]:
            found = f"{many(self.kinds.total(), 'deal')}{': ' if kinds else ''}{kinds}"
            yield f"{found}; {many(self.statistics, 'statistic')}"
        if self.failed:
            yield f"{many(self.failed, 'source')} failed:"
            yield from (f"  {plain(line)}" for line in self.shown)
            if self.failed > len(self.shown):
                yield f"  and {self.failed - len(self.shown)} more"
        if self.states["quarantined"]:
            yield f"{many(self.states['quarantined'], 'source')} in quarantine: see `dealwire quarantine list`"


def _outcome(stored: Stored) -> Extraction | Failure | None:
    return stored.failure or stored.extraction
