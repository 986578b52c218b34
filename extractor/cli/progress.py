"""A bar on standard error while articles are read, where that is a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from extractor.records import Extraction, Failure

if TYPE_CHECKING:
    from extractor.sources import Form

Outcome = TypeVar("Outcome")


@contextmanager
def progress(
    sources: list[str], form: Form, outcome_of: Callable[[Outcome], Extraction | Failure | None]
) -> Iterator[Callable[[Iterable[Outcome]], Iterator[Outcome]]]:
    """Something to hand outcomes through: it shows how many were read of how many, how fast, what was found and what
    failed, and how long the rest will take. Shows nothing where standard error is no terminal.
    """
    if not sys.stderr.isatty():
        yield iter
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from extractor.sources import count_sources

    console = Console(stderr=True)
    with console.status("looking for articles"):
        # Counting reads files of records once more, which is nothing beside reading their articles.
        total = count_sources(sources, form=form)
    columns = (
        TextColumn("reading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[rate]:.1f}/s, {task.fields[deals]} deals, {task.fields[failed]} failed"),
    )
    # Standard output is left alone: what is written there is the user's.
    with Progress(*columns, console=console, transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("reading", total=total, deals=0, failed=0, rate=0.0)
        begun = time.monotonic()

        def watched(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
            deals = failed = 0
            for done, one in enumerate(outcomes, 1):
                outcome = outcome_of(one)
                deals += len(outcome.deals) if isinstance(outcome, Extraction) else 0
                failed += isinstance(outcome, Failure)
                rate = done / max(0.001, time.monotonic() - begun)
                bar.update(task, advance=1, deals=deals, failed=failed, rate=rate)
                yield one

        yield watched
