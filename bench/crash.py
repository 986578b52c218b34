"""Two writers are killed again and again while they fill a database; in the end nothing is lost and nothing is double.

    python bench/crash.py --kills 200                  # SQLite, in a temporary folder
    python bench/crash.py --kills 200 --url postgresql://...   # an empty database
    python bench/crash.py --kills 0 --writers 8 --articles 10000 --url postgresql://...

Each writer saves every article, in an order of its own. Prints one line of JSON; exits 1 where any table differs from
what one undisturbed writer leaves.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from worlds import article, dump

from extractor.resolve import DealResolver
from extractor.sinks import Store, open_store

STAMP = "2026-01-01T00:00:00+00:00"


def main() -> int:
    """Runs the trial, or with ``--write`` one of its writers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--articles", type=int, default=1500)
    parser.add_argument("--writers", type=int, default=2)
    parser.add_argument("--url")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", metavar="URL")
    arguments = parser.parse_args()
    if arguments.write:
        write(arguments.write, arguments.articles, arguments.seed)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        url = arguments.url or str(Path(folder) / "deals.db")
        started = time.monotonic()
        kills, restarts = trial(url, arguments)
        with opened(url) as store, opened(":memory:") as calm:
            for number in range(arguments.articles):
                calm.save(article(number), page=str(number))
            held, wanted = dump(store), dump(calm)
            report = {
                "database": "postgresql" if "://" in url else "sqlite",
                "kills": kills,
                "starts": restarts,
                "articles": store.counts()["articles"],
                "reports": store.counts()["reports"],
                "deals": store.counts()["deals"],
                "same_state": held == wanted,
                "differing": [name for name in wanted if held[name] != wanted[name]],
                "faults": store.check(),
                "seconds": round(time.monotonic() - started, 1),
            }
    print(json.dumps(report))
    return 0 if report["same_state"] and not report["faults"] else 1


def write(url: str, articles: int, seed: int) -> None:
    """Saves every article, in an order of its own; each writer does all of them."""
    with opened(url) as store:
        print("open", flush=True)
        for number in random.Random(seed).sample(range(articles), articles):
            store.save(article(number), page=str(number))


def trial(url: str, arguments: argparse.Namespace) -> tuple[int, int]:
    """Starts writers and kills one at a random moment, until enough were killed; then lets all finish."""
    moments = random.Random(arguments.seed)
    command = [sys.executable, __file__, "--write", url, "--articles", str(arguments.articles)]
    running: list[subprocess.Popen[str]] = []
    kills = starts = 0
    while True:
        while len(running) < arguments.writers:
            starts += 1
            running.append(subprocess.Popen([*command, "--seed", str(starts)], stdout=subprocess.PIPE, text=True))
        if kills == arguments.kills:
            break
        victim = running.pop(moments.randrange(len(running)))
        assert victim.stdout is not None
        if moments.random() < 0.8:
            victim.stdout.readline()  # mostly while it writes, sometimes while it still opens the database
        time.sleep(moments.uniform(0, 0.4))
        victim.kill()
        victim.communicate()
        kills += 1
    for process in running:
        process.communicate()
        if process.returncode:
            raise SystemExit(f"a writer failed with status {process.returncode}")
    return kills, starts


def opened(url: str) -> Store:
    """The database, with one time for all rows, so that two states can be compared."""
    return open_store(url, make_resolver=DealResolver, now=lambda: STAMP)


if __name__ == "__main__":
    sys.exit(main())
