"""Dealwire and what one would run instead, each in a process of its own, that read the same items in turn.

A process loads what it needs, then reads pieces of the supply when it is told to, and says what each piece cost it.
The pieces go to the sides one after another, in an order that changes from piece to piece, so that whatever else the
machine does disturbs all of them alike. What they read is made or read from disk outside the measured time.
"""

from __future__ import annotations

import hashlib
import io
import json
import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

from newsroom import Item
from supply import Supply

BATCH = 16
"""Items that are handed over together, as the program itself does."""
MB = 2**20


class Side(Protocol):
    """One way of reading items."""

    def read(self, items: Sequence[Item], /) -> str:
        """What each item tells, as a line of JSON each, in order."""

    def answer(self, row: dict[str, Any], /) -> Answer:
        """What a line says, and of which item."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a side read in an item: characters of text, deals, and a digest of the records."""

    id: str
    characters: int
    deals: int
    digest: str


@dataclass(slots=True)
class Cost:
    """What reading has cost: seconds of the processor and of the clock; megabytes held and at most held."""

    cpu: float = 0.0
    wall: float = 0.0
    resident_mb: float = 0.0
    peak_mb: float = 0.0
    answers: list[Answer] = field(default_factory=list)

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            self.cpu + other.cpu,
            self.wall + other.wall,
            other.resident_mb,
            max(self.peak_mb, other.peak_mb),
            self.answers + other.answers,
        )


class Dealwire:
    """The package, as ``dealwire extract`` uses it: pages and records in, JSON Lines out."""

    def __init__(self, *, triage: bool = True) -> None:
        from extractor import Extractor

        self._extractor = Extractor(triage=triage, own_process=True)
        self._extractor.load()

    def read(self, items: Sequence[Item]) -> str:
        """Clean, find and write."""
        from extractor.cli.output import write_outcomes

        printed = io.StringIO()
        with redirect_stdout(printed), redirect_stderr(io.StringIO()):
            write_outcomes((one.outcome for one in self._extractor.finish([_given(item) for item in items])), "jsonl")
        return printed.getvalue()

    def answer(self, row: dict[str, Any]) -> Answer:
        """Its text, deals and statistics, or its failure; an article that was passed over tells nothing."""
        told = {key: row.get(key) or None for key in ("deals", "statistics", "error")}
        text = row["article"].get("text") or ""
        return Answer(row["article"]["source"], len(text), len(row.get("deals") or ()), _digest(told))


class Other:
    """What one would run instead."""

    def __init__(self) -> None:
        from peer import Peer

        self._peer = Peer()

    def read(self, items: Sequence[Item]) -> str:
        """Clean, name, match and write."""
        return "".join(json.dumps(row) + "\n" for row in self._peer.read(items))

    def answer(self, row: dict[str, Any]) -> Answer:
        """Its text and deals."""
        return Answer(str(row["id"]), len(row["text"]), len(row["deals"]), _digest(row["deals"]))


SIDES: dict[str, Callable[[], Side]] = {
    "dealwire": Dealwire,
    "no_triage": partial(Dealwire, triage=False),
    "peer": Other,
}


def _given(item: Item) -> Any:
    """An item as the package's sources give it."""
    from extractor.records import Page
    from extractor.sources import Draft

    if item.html is not None:
        return Page(source=item.id, content=item.html, url=item.url, media_type="text/html")
    return Draft(source=item.id, id=item.id, title=item.title, text=item.text, published=item.published)


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]


def measured(side: Side, items: Iterable[Item]) -> Cost:
    """What it costs a side to read items, a batch after another."""
    cost, rest = Cost(), iter(items)
    while batch := list(islice(rest, BATCH)):
        wall, cpu = time.perf_counter(), time.process_time()
        printed = side.read(batch)
        cost.cpu += time.process_time() - cpu
        cost.wall += time.perf_counter() - wall
        answers = [side.answer(json.loads(line)) for line in printed.split("\n")[:-1]]
        if [one.id for one in answers] != [item.id for item in batch]:
            raise RuntimeError(f"of the items from {batch[0].id} to {batch[-1].id} not each was answered, in order")
        cost.answers += answers
    cost.resident_mb, cost.peak_mb = resident_mb(), peak_mb()
    return cost


def resident_mb() -> float:
    """Megabytes that this process holds now (at most held so far, where the system does not tell)."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return peak_mb()
    return pages * os.sysconf("SC_PAGE_SIZE") / MB


def peak_mb() -> float:
    """Megabytes that this process held at most."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / MB if sys.platform == "darwin" else most / 1024


class Process:
    """A side in a process of its own."""

    def __init__(self, name: str, supply: Supply) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, name, supply), daemon=True)
        self._process.start()
        theirs.close()
        self.loaded: Cost = self._pipe.recv()
        """What it cost to load."""

    def read(self, first: int, last: int) -> Cost:
        """Read a piece of the supply. Raises EOFError where the process has died."""
        self._pipe.send((first, last))
        cost: Cost = self._pipe.recv()
        return cost

    def close(self) -> None:
        """End the process."""
        self._pipe.send(None)
        self._process.join()


def _serve(pipe: Connection, name: str, supply: Supply) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    side: Side = SIDES[name]()
    pipe.send(Cost(time.process_time() - cpu, time.perf_counter() - wall, resident_mb(), peak_mb()))
    while piece := pipe.recv():
        pipe.send(measured(side, supply.items(*piece)))


def compare(supply: Supply, names: Sequence[str], *, rounds: int, piece: int) -> Iterator[tuple[str, Cost]]:
    """Let the sides read the whole supply ``rounds`` times; what each round cost each of them.

    ``no_triage`` reads it once only: it is there for its records.
    """
    with ExitStack() as stack:
        processes: dict[str, Process] = {}
        for name in names:
            processes[name] = Process(name, supply)
            stack.callback(processes[name].close)
            processes[name].read(0, BATCH)  # what is built when first needed is not what an article costs
        turn = 0
        for number in range(rounds):
            taking = [name for name in names if number == 0 or name != "no_triage"]
            costs = {name: Cost() for name in taking}
            for first in range(0, supply.count, piece):
                turn += 1
                for name in taking if turn % 2 else reversed(taking):
                    costs[name] += processes[name].read(first, first + piece)
            yield from costs.items()
