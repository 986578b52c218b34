"""What storing costs: filling a database to a growing size, and one more article at each size.

    python bench/store.py --sizes 1000 10000 100000 1000000    # SQLite, in a temporary folder
    python bench/store.py --sizes 1000 10000 100000 --url postgresql://...   # an empty database

The articles are made up (``worlds.py``): four tell of most deals and a hundred of some, three deals a company, names
alike among them. The database is filled by ``Store.save_all``, a thousand articles a transaction, which leaves what
single saves would leave (``tests/sinks/test_saving.py``). At each size ``--probes`` further articles are saved one by
one, each about a deal picked from all that are there, or, one in four, a new one; and some of the articles that are
there come again.

Prints a line of JSON a size: ``fill_per_second`` articles saved and resolved up to this size, ``one_more_ms`` median,
mean and 95th percentile for one more article, ``one_more_cpu_ms`` their mean in this process's own time (which a busy
machine disturbs less; on PostgreSQL the server's work is not in it), ``again_ms`` the median where nothing is new,
``memory_mb`` the process's peak, ``file_mb`` the database file.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from worlds import article

from extractor.records import Extraction
from extractor.resolve import DealResolver
from extractor.sinks import Store, open_store

BATCH = 1000
PER_DEAL = 4
BEYOND = 10**9
"""Numbers of articles that are no part of the fill."""


def main() -> int:
    """Runs the measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--probes", type=int, default=200)
    parser.add_argument("--url")
    parser.add_argument("--folder", help="where the SQLite file lies meanwhile", default=None)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        url = arguments.url or str(Path(folder) / "deals.db")
        with open_store(url, make_resolver=DealResolver) as store:
            filled = extra = 0
            for size in sorted(arguments.sizes):
                until = size - extra - arguments.probes  # with the probes the database then holds the size
                report = {"database": "postgresql" if "://" in url else "sqlite", "reports": size}
                report["fill_per_second"] = fill(store, filled, until)
                filled = max(filled, until)
                report |= probe(store, filled, extra, arguments.probes)
                extra += arguments.probes
                file = Path(url)
                report["memory_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
                report["file_mb"] = round(file.stat().st_size / 2**20) if file.is_file() else None
                assert store.counts()["reports"] == size
                print(json.dumps(report), flush=True)
    return 0


def fill(store: Store, first: int, until: int) -> float:
    """Saves the articles from one number to another, and says how many a second."""
    started = time.perf_counter()
    for number in range(first, until, BATCH):
        store.save_all([(article(n), str(n)) for n in range(number, min(number + BATCH, until))])
    return round(max(until - first, 0) / (time.perf_counter() - started), 1)


def probe(store: Store, filled: int, extra: int, count: int) -> dict[str, Any]:
    """Saves single articles, and some that are there already."""
    chance = random.Random(extra)
    probes = []
    for number in range(extra, extra + count):
        fresh = chance.random() < 0.25
        deal = 10**7 + number if fresh else chance.randrange(max(filled // PER_DEAL, 1))
        probes.append(article(BEYOND + number, deal=deal))
    times, worked = timed(store, probes)
    again, _ = timed(store, [article(chance.randrange(filled)) for _ in range(count)])
    return {
        "one_more_ms": {
            "median": round(statistics.median(times), 2),
            "mean": round(statistics.fmean(times), 2),
            "p95": round(statistics.quantiles(times, n=20)[-1], 2),
        },
        "one_more_cpu_ms": round(worked / count, 2),
        "again_ms": round(statistics.median(again), 2),
    }


def timed(store: Store, extractions: list[Extraction]) -> tuple[list[float], float]:
    """Milliseconds for each save, and this process's own for all."""
    times = []
    worked = time.process_time()
    for extraction in extractions:
        started = time.perf_counter()
        store.save(extraction)
        times.append((time.perf_counter() - started) * 1000)
    return times, (time.process_time() - worked) * 1000


if __name__ == "__main__":
    sys.exit(main())
