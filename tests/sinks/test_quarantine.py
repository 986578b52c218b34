"""Sources that a run must not try again by itself are kept with the reason until they are read."""

from __future__ import annotations

from collections.abc import Callable

from extractor.records import Extraction
from extractor.resolve import DealResolver
from extractor.sinks import Poison, open_store


def test_in_and_out(database: str, tell: Callable[..., Extraction]) -> None:
    """Each time counts, the last reason is told, the first day stays; other rules may try; once read, it is out."""
    days = iter(f"2026-01-0{n}T00:00:00+00:00" for n in range(1, 9))
    told = tell("bad")
    poison = Poison(
        source="news/bad.html",
        step="clean",
        code="timeout",
        reason="took 60 s",
        attempts=2,
        page="p1",
        provenance=told.provenance,
    )
    with open_store(database, make_resolver=DealResolver, now=lambda: next(days)) as store:
        run = store.start_run(["news"], version="0")
        store.quarantine(poison, run=run)
        store.quarantine(poison.model_copy(update={"step": "extract", "code": "crashed", "reason": "signal 11"}))
        store.quarantine(Poison(source="news/other.html", step="read", code="memory", reason="over 2 GB"))
        first, other = store.quarantined()
        assert first.to_json() == {
            "source": "news/bad.html",
            "step": "extract",
            "code": "crashed",
            "reason": "signal 11",
            "attempts": 4,
            "first_put": "2026-01-02T00:00:00+00:00",
            "last_put": "2026-01-03T00:00:00+00:00",
        }
        assert (other.source, other.attempts) == ("news/other.html", 1)
        assert store.is_quarantined("p1", told.provenance)
        assert not store.is_quarantined("p2", told.provenance)
        assert not store.is_quarantined("p1", tell("bad", rules="r2").provenance)
        assert store.counts()["quarantined"] == 2
        store.save(told, page="p1")
        assert [one.source for one in store.quarantined()] == ["news/other.html"]
        assert not store.is_quarantined("p1", told.provenance)
