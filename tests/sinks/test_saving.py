"""Many articles in one transaction leave what single saves leave, and PostgreSQL's sessions pass each other by."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from worlds import article, dump

from extractor.records import Extraction, Provenance, Statistic
from extractor.resolve import DealResolver
from extractor.sinks import Store, open_store
from extractor.sinks.opening import connect_engine
from extractor.sinks.schema import sources

Tell = Callable[..., Extraction]


def opened(url: str = ":memory:") -> Store:
    return open_store(url, make_resolver=DealResolver, now=lambda: "2026-01-01T00:00:00+00:00")


@st.composite
def saves(draw: st.DrawFn) -> list[Extraction]:
    """Articles of a small world, with some that come again: as they were, changed, under another path, read anew."""
    made: list[Extraction] = []
    for _ in range(draw(st.integers(1, 14))):
        again = draw(st.booleans())
        if made and again:
            one = draw(st.sampled_from(made))
            how = draw(st.sampled_from(("same", "text", "path", "rules", "date")))
            if how == "rules":
                rules = draw(st.sampled_from(("1", "2")))
                one = one.model_copy(update={"provenance": Provenance(**_PROVENANCE | {"rules": rules})})
            elif how != "same":
                value = {"text": "other words", "path": "copy.html", "date": "2015-05-05"}[how]
                field = {"text": "text", "path": "source", "date": "published"}[how]
                one = one.model_copy(update={"article": one.article.model_copy(update={field: value})})
        else:
            one = article(draw(st.integers(0, 40)))
        made.append(one)
    return made


_PROVENANCE = {"version": "0", "model": "m", "model_version": "0", "model_digest": "d"}


@settings(max_examples=40, deadline=None)
@given(told=saves(), data=st.data())
def test_batches_are_as_single_saves(told: list[Extraction], data: st.DataObject) -> None:
    """In batches of any size, every table holds what single saves in the same order leave, and each save is told the
    same outcome."""
    with opened() as single, opened() as batched:
        outcomes = [single.save(extraction, page=str(n)) for n, extraction in enumerate(told)]
        pages = [(extraction, str(n)) for n, extraction in enumerate(told)]
        results = []
        while pages:
            size = data.draw(st.integers(1, len(pages)))
            results += batched.save_all(pages[:size])
            pages = pages[size:]
        assert results == outcomes
        assert dump(single) == dump(batched)
        assert batched.check() == []


def test_a_batch_gives_the_keys_that_single_saves_give() -> None:
    """A copy that tells a report while its first source still holds the key, which that source gives up afterwards."""
    first = article(0)

    def told(**values: str) -> Extraction:
        return first.model_copy(update={"article": first.article.model_copy(update=values)})

    later = told(source="copy.html", published="2015-05-05")
    read = [(one, str(n)) for n, one in enumerate((first, later, told(text="other words"), first))]
    with opened() as single, opened() as batched:
        outcomes = [single.save(extraction, page=page) for extraction, page in read]
        assert batched.save_all(read[:1]) + batched.save_all(read[1:]) == outcomes
        assert dump(single) == dump(batched)


def test_a_batch_is_all_or_nothing(database: str, tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one of several articles cannot be written, none of them is there, and the same call again writes all."""
    told = [(article(number), None) for number in range(10)]
    with opened(database) as store:
        store.save(tell())
        before = dump(store)
        with monkeypatch.context() as patch:
            patch.setattr("extractor.sinks.saving.statistic_row", _fails)
            statistic = Statistic(metric="share", value=Decimal(5), unit="percent", subject="firms")
            broken = told[7][0].model_copy(update={"statistics": (statistic,)})
            with pytest.raises(ZeroDivisionError):
                store.save_all([*told[:7], (broken, None), *told[8:]])
        after = dump(store)
        after.pop("sources"), before.pop("sources")  # PostgreSQL's are made beforehand, to be claimed
        assert after == before
        assert [result.outcome for result in store.save_all(told)] == ["new"] * 10


def _fails(_statistic: object) -> dict[str, Any]:
    raise ZeroDivisionError


def test_other_sessions_are_passed_by(postgres_database: str, tell: Tell) -> None:
    """A source that another session holds does not keep others waiting: it is written once that session is through."""
    with opened(postgres_database) as store:
        store.save(tell("held"))
        engine = connect_engine(postgres_database)
        held = select(sources.c.id).where(sources.c.key == "path:news/held.html").with_for_update()
        with engine.connect() as other:
            other.execute(held).scalar_one()
            changed = [(tell("held", amount=1_000_000), None), (tell("free"), None)]
            seen: list[int] = []

            def look(_seconds: float) -> None:
                seen.append(store.counts()["articles"])
                if len(seen) == 3:
                    other.rollback()

            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("extractor.sinks.store.time.sleep", look)
                outcomes = [result.outcome for result in store.save_all(changed)]
        engine.dispose()
        assert seen == [2, 2, 2]
        assert outcomes == ["changed", "new"]
        assert store.check() == []


def test_eight_sessions(postgres_database: str) -> None:
    """Eight sessions that all save the same articles, each in its own order and in batches of its own, leave in every
    table what one writer leaves. ``bench/crash.py --writers 8`` does the same with 10,000."""
    told = [article(number) for number in range(120)]

    def write(seed: int) -> None:
        order = random.Random(seed).sample(told, len(told))
        with opened(postgres_database) as store:
            for start in range(0, len(order), seed):
                store.save_all([(extraction, extraction.article.id) for extraction in order[start : start + seed]])

    with ThreadPoolExecutor(8) as sessions:
        list(sessions.map(write, range(1, 9)))
    with opened(postgres_database) as store, opened() as calm:
        for extraction in told:
            calm.save(extraction, page=extraction.article.id)
        assert dump(store) == dump(calm)
        assert store.check() == []
