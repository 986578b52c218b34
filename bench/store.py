"""What storing costs: articles a second into an empty database, and one more article at a growing size.

    python bench/store.py --sizes 1000 10000 100000            # SQLite, in a temporary folder
    python bench/store.py --sizes 1000 10000 --url postgresql://...   # an empty database

The articles are made up (``worlds.py``): four tell of each deal, three deals a company. Prints a line of JSON a size:
``fill_per_second`` articles saved and resolved one by one up to this size, ``one_more_ms`` median and 95th percentile
over ``--probes`` further articles, ``one_more_cpu_ms`` their mean in this process's own time (which a busy machine
disturbs less), ``memory_mb`` the process's peak, ``file_mb`` the database file.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from worlds import article

from extractor.resolve import DealResolver
from extractor.sinks import open_store


def main() -> int:
    """Runs the measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--probes", type=int, default=200)
    parser.add_argument("--url")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = arguments.url or str(Path(folder) / "deals.db")
        with open_store(url, make_resolver=DealResolver) as store:
            saved = 0
            for size in sorted(arguments.sizes):
                already, started = saved, time.perf_counter()
                while saved < size - arguments.probes:
                    store.save(article(saved))
                    saved += 1
                filled = time.perf_counter() - started
                probes: list[float] = []
                worked = time.process_time()
                while saved < size:
                    extraction = article(saved)
                    started = time.perf_counter()
                    store.save(extraction)
                    probes.append((time.perf_counter() - started) * 1000)
                    saved += 1
                worked = time.process_time() - worked
                file = Path(url)
                print(
                    json.dumps(
                        {
                            "database": "postgresql" if "://" in url else "sqlite",
                            "reports": size,
                            "fill_per_second": round((size - arguments.probes - already) / filled, 1)
                            if filled
                            else None,
                            "one_more_ms": {
                                "median": round(statistics.median(probes), 2),
                                "p95": round(statistics.quantiles(probes, n=20)[-1], 2),
                            },
                            "one_more_cpu_ms": round(worked * 1000 / arguments.probes, 2),
                            "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
                            "file_mb": round(file.stat().st_size / 2**20) if file.is_file() else None,
                        }
                    ),
                    flush=True,
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
