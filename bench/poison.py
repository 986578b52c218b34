"""Three articles of a thousand end the process that reads them: one aborts it, one loops, one eats all memory.

    python bench/poison.py [ARTICLES]

What is done, what goes into quarantine, and the exit status, as ``dealwire run`` tells them; leaves with status 1 where
anything else is lost. A library's fault is played by an extractor that dies of some texts.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import extractor.pipeline
import extractor.workers
from extractor.cli import main
from extractor.pipeline import Extractor, Finished, Read, open_deals
from extractor.records import Failure

STORY = "{} Robotics raised $12 million in a Series A round led by Tern Capital, it said on Monday."
POISON = ("This one aborts.", "This one loops.", "This one eats memory.")
SECONDS = 10.0
"""A batch may take, instead of two minutes."""


class Hostile(Extractor):
    """Dies of some articles."""

    def finish(self, batch: Sequence[Read | Failure]) -> list[Finished]:
        """As the extractor does, unless one of them is poison."""
        told = " ".join(str(getattr(one, "text", "")) for one in batch)
        if POISON[0] in told:
            os.abort()
        while POISON[1] in told:
            pass
        if POISON[2] in told:
            bytearray(8 * 2**30)
        return super().finish(batch)


def run(articles: int, folder: Path) -> dict[str, object]:
    """Read so many articles with two processes, the three among them."""
    rows = [json.dumps({"id": str(n), "text": STORY.format(f"Acme{n}")}) for n in range(articles)]
    for at, text in enumerate(POISON, 1):
        number = at * articles // 4
        rows[number] = json.dumps({"id": str(number), "text": text})
    (folder / "lines.jsonl").write_text("\n".join(rows), encoding="utf-8")
    database = str(folder / "deals.db")
    extractor.pipeline.Extractor = Hostile  # type: ignore[misc]
    extractor.workers.Pool = partial(extractor.workers.Pool, seconds=SECONDS)  # type: ignore[misc, assignment]
    try:
        main(["run", str(folder / "lines.jsonl"), "--db", database, "--workers", "2"])
    except SystemExit as leave:
        status = leave.code
    with open_deals(database) as store:
        held = sorted(poison.code for poison in store.quarantined())
        return {"done": store.counts()["articles"], "quarantined": held, "status": status}


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        found = run(asked, Path(folder))
    print(json.dumps(found))
    expected = {"done": asked - 3, "quarantined": ["crashed", "memory", "timeout"], "status": 1}
    sys.exit(0 if found == expected else 1)
