"""The tables of ``docs/performance.md``, made from the figures of a run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
BLOCK = re.compile(r"(<!-- bench: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
SIDES = {
    "dealwire": "Dealwire",
    "no_triage": "Dealwire, `--no-triage`",
    "peer": "trafilatura, spaCy, regular expressions",
}
KINDS = {"texts": "texts, all with deals", "pages": "pages, 1 in 20 with a deal"}
BUSY = 0.4
"""Processes that want a core, for each core, from which on a machine is busy; 1.5 at the end are the measurement's."""
CASES = {
    "help": "`dealwire --help`",
    "import": "`import extractor`",
    "extract": "`dealwire extract` on one page",
    "libraries": "its libraries and model alone",
}


def written(text: str, result: dict[str, Any]) -> str:
    """The page with every table written anew. Raises KeyError for a block that is none of ours."""
    return BLOCK.sub(lambda block: f"{block[1]}\n{TABLES[block[2]](result)}\n\n{block[3]}", text)


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def run(result: dict[str, Any]) -> str:
    """When, where and with what."""
    told = result["run"]
    packages = ", ".join(f"{name} {version}" for name, version in told["packages"].items())
    busy = " The machine was busy with other work: what is by the clock (workers, start) says little here."
    return (
        f"{'A quick run' if told['quick'] else 'Measured'} on {told['day']} with Dealwire {told['version']} on "
        f"{told['system']}, {told['cores']} cores (load {told['load_at_start']} at the start, {told['load_at_end']} at "
        f"the end), Python {told['python']}, {packages}. Articles: {told['articles']}; pages: {told['pages']}."
        f"{busy if max(told['load_at_start'], told['load_at_end'] - 1.5) > BUSY * told['cores'] else ''}"
    )


def sides(result: dict[str, Any]) -> str:
    """Side by side."""
    rows = []
    for kind, told in result["sides"].items():
        for name, label in SIDES.items():
            cost = told[name]
            times = f"{told['peer']['cpu_ms'] / cost['cpu_ms']:.1f}"
            speed = f"{cost['per_cpu_second']:.1f}"
            rows.append((f"{label}: {KINDS[kind]}", f"{cost['cpu_ms']:.1f}", speed, times, f"{cost['peak_mb']:.0f}"))
    head = ("", "processor, ms an article", "articles a second, one core", "times as fast", "peak memory, MB")
    return _table(head, rows)


def steps(result: dict[str, Any]) -> str:
    """By step."""
    told = result["steps"]
    names = [name for name in told["pages"] if any(told[kind][name] for kind in told)]
    rows: list[Sequence[object]] = [(name, *(f"{told[kind][name]:.2f}" for kind in KINDS)) for name in names]
    rows.append(("all", *(f"{sum(told[kind].values()):.2f}" for kind in KINDS)))
    return _table(("processor, ms an article", *KINDS.values()), rows)


def workers(result: dict[str, Any]) -> str:
    """One process, two processes."""
    rows = [
        (
            KINDS[kind],
            *(f"{told[number]['per_second']:.1f}" for number in ("1", "2")),
            f"{told['times']:.2f}",
            *(f"{told[number]['cpu_ms']:.1f}" for number in ("1", "2")),
        )
        for kind, told in result["workers"].items()
    ]
    head = ("", "articles a second, 1 worker", "2 workers", "times", "processor, ms an article, 1 worker", "2 workers")
    return _table(head, rows)


def start(result: dict[str, Any]) -> str:
    """Cold start."""
    cases = result["start"]["cases"]
    rows = [(label, f"{cases[name]['wall_s']:.2f}", f"{cases[name]['cpu_s']:.2f}") for name, label in CASES.items()]
    rows.append(("Dealwire's own share of an extraction", "", f"{result['start']['own_share']:.0%}"))
    return _table(("", "clock, s", "processor, s"), rows)


def growth(result: dict[str, Any]) -> str:
    """Memory and cost as the articles become many."""
    marks = result["growth"]["marks"]
    rows = [(f"{row['articles']:,}", f"{row['resident_mb']:.0f}", f"{row['cpu_ms']:.1f}") for row in marks]
    table = _table(("articles", "memory of a worker, MB", "processor, ms an article since the row above"), rows)
    grown = result["growth"]["since_2000"]
    return table if grown is None else f"{table}\n\nFrom 2,000 articles on, memory grows by {grown:.1%}."


TABLES = {"run": run, "sides": sides, "steps": steps, "workers": workers, "start": start, "growth": growth}
