"""Several processes: the same outcomes as one, and articles that end a process cost only themselves."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from extractor.pipeline import Extractor, Finished, Read, Stored, open_deals
from extractor.records import Extraction, Failure

STORY = "{} Robotics raised $12 million in a Series A round led by Tern Capital, it said on Monday."
ABORT = "This one ends its reader."


class Hostile(Extractor):
    """Dies of some articles, as a fault in a library would make it."""

    def finish(self, batch: Sequence[Read | Failure]) -> list[Finished]:
        if any(not isinstance(one, Failure) and ABORT in str(getattr(one, "text", "")) for one in batch):
            os.abort()
        return super().finish(batch)


@pytest.fixture
def lines(tmp_path: Path) -> str:
    """Twenty articles; one is no JSON, one kills."""
    rows = [json.dumps({"id": str(number), "text": STORY.format(f"Acme{number}")}) for number in range(20)]
    rows[7] = "{"
    rows[11] = json.dumps({"id": "11", "text": ABORT})
    path = tmp_path / "lines.jsonl"
    path.write_text("\n".join(rows), encoding="utf-8")
    return str(path)


def told(outcome: Extraction | Failure) -> str:
    return json.dumps(outcome.to_json())


def test_the_same_with_any_number(lines: str) -> None:
    """Byte for byte, in order."""
    one = [told(outcome) for outcome in Extractor().iter_extract([lines])]
    assert [told(outcome) for outcome in Extractor().iter_extract([lines], workers=2)] == one
    assert sum('"funding"' in line for line in one) == 18


def test_poison_goes_into_quarantine(lines: str, tmp_path: Path) -> None:
    """The run ends, everything else is stored, and the next run passes the poison by."""
    with open_deals(str(tmp_path / "deals.db")) as store:

        def run() -> list[Stored]:
            return list(Hostile().iter_stored([lines], store, workers=2))

        first = run()
        assert [one.state for one in first] == ["failed" if n in (7, 11) else "new" for n in range(20)]
        assert first[11].failure is not None
        assert first[11].failure.code == "crashed"
        (held,) = store.quarantined()
        assert (held.source, held.code, held.attempts) == (f"{lines}#12", "crashed", 2)
        again = [one.state for one in run()]
        assert again == ["failed" if n == 7 else "quarantined" if n == 11 else "same" for n in range(20)]
