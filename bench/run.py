"""Measures Dealwire: by step, by workers, cold start, memory, growth, and side by side with what one would run instead.

    make bench                                   # everything, which takes about an hour on two cores
    python bench/run.py --quick                  # a first impression, in a few minutes
    python bench/run.py --parts sides --articles ARTICLES.jsonl --pages FOLDER    # on articles of one's own
    python bench/run.py --table                  # docs/performance.md from the figures that are there

Every figure is the median of several rounds of one run. Processor seconds are what to look at on a machine that does
other things; they, and the seconds of the clock, are given for one core each.

The figures go to ``--output`` as JSON; those in ``bench/result.json`` make the tables of ``docs/performance.md``. The
exit status is 1 where the sides did not read the same articles, or where triage changed a record.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import startup
from growth import MARKS, QUICK_MARKS, apart, by_workers, flatness, growth
from sides import Cost, compare
from steps import cost_of_steps
from supply import Kind, Supply
from tables import PAGE, written

import extractor

RESULT = Path(__file__).with_name("result.json")
PARTS = ("sides", "steps", "workers", "start", "growth")
NAMES = ("dealwire", "peer", "no_triage")
PACKAGES = ("spacy", "trafilatura", "lxml", "beautifulsoup4", "numpy")
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
"""All sides are held to one core each."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much is read, and how often."""

    texts: int
    pages: int
    piece: int
    rounds: int
    starts: int
    spread: int
    """Articles that are read with one process and with two."""
    marks: Sequence[int]


FULL = Size(texts=320, pages=480, piece=80, rounds=5, starts=11, spread=1_600, marks=MARKS)
QUICK = Size(texts=48, pages=96, piece=48, rounds=3, starts=3, spread=480, marks=QUICK_MARKS)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the measurement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer articles and rounds")
    parser.add_argument("--count", type=int, help="this many articles and pages, once, for a test of the benchmark")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="what to measure (default: all)")
    parser.add_argument("--articles", type=Path, help="JSON Lines of articles (title, text) instead of made-up ones")
    parser.add_argument("--pages", type=Path, help="a folder of HTML pages instead of made-up ones")
    parser.add_argument("--output", type=Path, default=RESULT, help="where the figures go")
    parser.add_argument("--table", action="store_true", help=f"measure nothing: write {PAGE.name} from the figures")
    given = parser.parse_args(arguments)
    if not given.table:
        size = QUICK if given.quick or given.count else FULL
        if given.count:
            size = Size(given.count, given.count, given.count, 1, 1, given.count, (given.count,))
        os.environ.update(dict.fromkeys(THREADS, "1"))
        result = measure(size, given.parts, given.articles, given.pages, quick=size is not FULL)
        given.output.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
        if given.output != RESULT:
            return _wrong(result)
    result = json.loads(RESULT.read_text(encoding="utf-8"))
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), result), encoding="utf-8")
    return _wrong(result)


def measure(
    size: Size, parts: Sequence[str], articles: Path | None, pages: Path | None, *, quick: bool
) -> dict[str, Any]:
    """All figures of the parts that are asked for."""
    supplies: dict[Kind, Supply] = {
        "texts": Supply("texts", size.texts, articles),
        "pages": Supply("pages", size.pages, pages),
    }
    result: dict[str, Any] = {"run": _told(quick, articles, pages)}
    if "sides" in parts:
        result["sides"] = {kind: sides(supply, size) for kind, supply in supplies.items()}
    if "steps" in parts:
        _say("steps")
        result["steps"] = {
            kind: _medians(apart(cost_of_steps, supply, rounds=size.rounds), 3) for kind, supply in supplies.items()
        }
    if "workers" in parts:
        result["workers"] = {kind: workers(supply, size) for kind, supply in supplies.items()}
    if "start" in parts:
        _say("start")
        result["start"] = startup.report(size.starts)
    if "growth" in parts:
        _say("growth")
        marks = apart(growth, size.marks)
        result["growth"] = {"marks": marks, "since_2000": flatness(marks, 2_000)}
    result["run"]["load_at_end"] = round(os.getloadavg()[0], 2)
    return result


def sides(supply: Supply, size: Size) -> dict[str, Any]:
    """Dealwire beside what one would run instead, and beside itself without triage."""
    _say(f"side by side: {supply.kind}")
    rounds: dict[str, list[Cost]] = {name: [] for name in NAMES}
    for name, cost in compare(supply, NAMES, rounds=size.rounds, piece=size.piece):
        rounds[name].append(cost)
    first = {name: costs[0].answers for name, costs in rounds.items()}
    ours, peers = rounds["dealwire"], rounds["peer"]
    return {
        "items": supply.count,
        "rounds": size.rounds,
        "real": supply.path is not None,
        **{name: _costs(costs, supply.count) for name, costs in rounds.items()},
        "times_cpu": _ratio((other.cpu, own.cpu) for own, other in zip(ours, peers, strict=True)),
        "times_wall": _ratio((other.wall, own.wall) for own, other in zip(ours, peers, strict=True)),
        "same_items": len({tuple(one.id for one in answers) for answers in first.values()}) == 1,
        "same_records_without_triage": [one.digest for one in first["dealwire"]]
        == [one.digest for one in first["no_triage"]],
        "same_records_in_every_round": all(
            [one.digest for one in cost.answers] == [one.digest for one in costs[0].answers]
            for costs in rounds.values()
            for cost in costs
        ),
    }


def workers(supply: Supply, size: Size) -> dict[str, Any]:
    """The whole program with one process and with two."""
    _say(f"workers: {supply.kind}")
    found = by_workers(Supply(supply.kind, size.spread, supply.path), (1, 2), rounds=max(size.rounds - 2, 1))
    medians = {number: _medians(rows, 2) for number, rows in found.items()}
    speeds = zip(found["2"], found["1"], strict=True)
    return medians | {"times": _ratio((two["per_second"], one["per_second"]) for two, one in speeds)}


def _costs(costs: Sequence[Cost], count: int) -> dict[str, Any]:
    answers = costs[0].answers
    return {
        "cpu_ms": round(1000 * statistics.median(one.cpu for one in costs) / count, 3),
        "wall_ms": round(1000 * statistics.median(one.wall for one in costs) / count, 3),
        "per_cpu_second": round(count / statistics.median(one.cpu for one in costs), 2),
        "peak_mb": round(max(one.peak_mb for one in costs), 1),
        "characters": sum(one.characters for one in answers),
        "without_text": sum(not one.characters for one in answers),
        "with_deals": sum(bool(one.deals) for one in answers),
    }


def _ratio(pairs: Iterable[tuple[float, float]]) -> float:
    """Median of ratios, each of two figures of the same round."""
    return round(statistics.median(over / under for over, under in pairs), 2)


def _medians(rows: Sequence[dict[str, float]], digits: int) -> dict[str, float]:
    return {name: round(statistics.median(row[name] for row in rows), digits) for name in rows[0]}


def _told(quick: bool, articles: Path | None, pages: Path | None) -> dict[str, Any]:
    return {
        "day": datetime.now(UTC).date().isoformat(),
        "quick": quick,
        "version": extractor.__version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "packages": {name: version(name) for name in PACKAGES},
        "articles": "made up" if articles is None else articles.name,
        "pages": "made up" if pages is None else pages.name,
        "load_at_start": round(os.getloadavg()[0], 2),
    }


def _wrong(result: dict[str, Any]) -> int:
    """1, and why, where a comparison was none."""
    status = 0
    for kind, told in result.get("sides", {}).items():
        for check in (name for name in told if name.startswith("same_")):
            if not told[check]:
                print(f"{kind}: not the {check.replace('_', ' ')}", file=sys.stderr)
                status = 1
    return status


def _say(part: str) -> None:
    print(f"measuring: {part}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
