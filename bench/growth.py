"""What happens as the articles become many: memory and cost of one process, and what a second process brings."""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from sides import BATCH, Dealwire, measured, peak_mb
from supply import Supply, write_lines

P = ParamSpec("P")
R = TypeVar("R")

MARKS = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
QUICK_MARKS = (100, 200, 400)
LAST = 20
"""Batches before a mark whose highest memory counts as that at the mark: single moments vary."""


def apart(act: Callable[P, R], *given: P.args, **named: P.kwargs) -> R:
    """``act`` in a fresh process, whose memory and processor are its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(act, *given, **named).result()


def growth(marks: Sequence[int]) -> list[dict[str, float]]:
    """Read a mixture of articles in one process; at each mark the memory it holds, and what an article has cost since
    the mark before."""
    side = Dealwire()
    items = Supply("mixture", marks[-1]).items()
    report: list[dict[str, float]] = []
    done, cpu, held = 0, 0.0, deque[float](maxlen=LAST)
    for mark in marks:
        since = done
        while done < mark:
            batch = list(islice(items, min(BATCH, mark - done)))
            cost = measured(side, batch)
            done += len(batch)
            cpu += cost.cpu
            held.append(cost.resident_mb)
        report.append(
            {
                "articles": done,
                "resident_mb": round(max(held), 1),
                "peak_mb": round(peak_mb(), 1),
                "cpu_ms": round(1000 * cpu / (done - since), 2),
            }
        )
        cpu = 0.0
    return report


def by_workers(supply: Supply, numbers: Sequence[int], *, rounds: int) -> dict[str, list[dict[str, float]]]:
    """What the whole takes with so many processes: a figure a round, the numbers in turn, back and forth."""
    found: dict[str, list[dict[str, float]]] = {str(number): [] for number in numbers}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "articles.jsonl"
        write_lines(supply.items(), file)
        for turn in range(rounds):
            for number in numbers if turn % 2 == 0 else reversed(numbers):
                found[str(number)].append(apart(whole, str(file), number, supply.count))
    return found


def whole(file: str, workers: int, count: int) -> dict[str, float]:
    """Read a file of ``count`` articles with so many processes.

    ``per_second`` leaves out the start: the clock runs from the outcome after which each process must have loaded its
    model to the last. ``cpu_ms`` is all that all processes use, an article, loading included.
    """
    from extractor import Extractor, Failure

    warm = min(4 * BATCH * workers, count // 4)
    begun = time.perf_counter()
    since, done, failed = begun, 0, 0
    for outcome in Extractor().iter_extract([file], workers=workers):
        done += 1
        failed += isinstance(outcome, Failure)
        if done == warm:
            since = time.perf_counter()
    ended = time.perf_counter()
    if done != count:
        raise RuntimeError(f"{done} outcomes for {count} articles")
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {
        "articles": done,
        "failed": failed,
        "per_second": round((done - warm) / (ended - since), 2),
        "wall_s": round(ended - begun, 2),
        "cpu_ms": round(1000 * sum(one.ru_utime + one.ru_stime for one in used) / done, 2),
    }


def flatness(report: Sequence[dict[str, Any]], since: int) -> float | None:
    """By how much the memory grew from the mark ``since`` to the last, as a share; None where there is no such mark."""
    first = next((row["resident_mb"] for row in report if row["articles"] == since), None)
    return None if first is None else round(report[-1]["resident_mb"] / first - 1, 4)
