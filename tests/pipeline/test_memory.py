"""What an article took is given back when it is read, and what is remembered of it has a bound."""

from __future__ import annotations

import functools
import gc
import importlib
import inspect
import pkgutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import extractor as program
from extractor import Extraction, Extractor, Failure
from extractor.annotate import annotator, remembering, tokens
from extractor.normalize.rates import Rates
from extractor.records import Page

FIXTURES = Path(__file__).parents[2] / "fixtures"
NAMES = ("acquired-active", "acquired-passive-unit", "asia-brief-yuan-yen")
BUSY = f"""<html lang="en"><head><title>Teal Kiln raises $4 million</title><meta name="author" content="Ada Fenn">
<meta property="article:published_time" content="2025-03-04T09:00:00Z"></head><body><h1>Teal Kiln raises $4 million</h1>
<p>Teal Kiln, which fires tiles with surplus wind power, has raised $4 million in a seed round led by Marl Capital.</p>
{"".join(f"<p>Tile number {number} was glazed.</p>" for number in range(40))}</body></html>"""
"""A page with more short lines under its headline than are looked at where it names its author and its day itself."""
ROOMS = ("extractor", "bs4", "lxml", "spacy.tokens")


@pytest.fixture
def warm() -> Iterator[Extractor]:
    """One that has read before, so that what is made once is made; from then on no cyclic garbage is collected."""
    extractor = Extractor()
    outcomes(extractor)
    gc.collect()
    gc.disable()  # only now: what is imported on the way turns the collector on again
    yield extractor
    gc.enable()


def held() -> Counter[type]:
    """How many objects of each kind there are of what an article is made of.

    Counted, not taken from the collector's list of garbage: what a generator holds that is part of a cycle never gets
    into that.
    """
    return Counter(type(one) for one in gc.get_objects() if str(type(one).__module__).startswith(ROOMS))


def outcomes(extractor: Extractor) -> list[Extraction | Failure]:
    """What is found on some pages."""
    contents = {name: (FIXTURES / name / "page.html").read_bytes() for name in NAMES} | {"busy": BUSY.encode()}
    pages = [Page(source=name, content=content, media_type="text/html") for name, content in contents.items()]
    return [finished.outcome for finished in extractor.finish(pages)]


def test_nothing_of_an_article_waits_for_the_collector(warm: Extractor) -> None:
    """Objects that point at each other are taken apart: else they would pile up between two rounds of the collector."""
    before = held()
    outcomes(warm)
    assert not gc.isenabled()
    assert held() - before == Counter()


BOUNDS = [
    {remembering: 200},  # fewer words than many batches have: generations change with nearly every batch
    {remembering: 10},  # fewer than any batch has
    {tokens: 8},
    {annotator: 1},  # a new zone of spaCy's memory with every batch, and a new table of its strings
]


@pytest.mark.parametrize("bounds", BOUNDS)
def test_what_is_forgotten_changes_nothing(bounds: dict[object, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """The same is found, whatever is remembered."""
    expected = outcomes(Extractor())
    for module, bound in bounds.items():
        monkeypatch.setattr(module, "WORDS_KEPT", bound)
    monkeypatch.setattr(annotator, "WORDS_IN_A_ZONE", 1)
    monkeypatch.setattr(annotator, "WORDS_FORGOTTEN", 0)
    extractor = Extractor()
    for _ in range(3):
        assert outcomes(extractor) == expected


def test_the_table_of_words_does_not_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    """spaCy's table keeps a place for every word that it has ever given back, until the table is made anew."""
    for name, bound in {"WORDS_KEPT": 1, "WORDS_IN_A_ZONE": 1, "WORDS_FORGOTTEN": 0}.items():
        monkeypatch.setattr(annotator, name, bound)
    extractor = Extractor()
    sizes = []
    for _ in range(4):
        outcomes(extractor)
        sizes.append(len(extractor.annotator._nlp.vocab))
    assert max(sizes[2:]) <= max(sizes[:2])


ELSEWHERE = ("extractor.spark", "extractor.sinks.migrations.", "extractor.__main__")
"""What needs Spark, or is there to be run and not to be imported."""
REMEMBERED = 8_192
"""Answers that a function may remember: what a few thousand articles ask for, so that memory soon has its size."""
BY_FILE = {"load_lexicon", "load_lexicons"}
"""Functions that remember what a shipped file holds, of which there are a few."""


def test_every_memory_has_a_bound() -> None:
    """No function remembers answers without end, nor so many that they still pile up after thousands of articles."""
    for module in pkgutil.walk_packages(program.__path__, "extractor."):
        if not module.name.startswith(ELSEWHERE):
            importlib.import_module(module.name)
    rates, vocabulary = Rates(), Extractor().annotator._vocabulary
    gc.unfreeze()  # the collector does not list what a test of the program's start has set aside
    found: list[Any] = [one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper)]
    ours = {one.__qualname__: one for one in found if one.__module__.startswith("extractor.")}
    assert {"company_key", "Rates._find", "Vocabulary._look_up", "_is_clutter"} <= set(ours)
    assert rates
    assert vocabulary
    for name, one in ours.items():
        bound: int | None = one.cache_parameters()["maxsize"]
        if bound is None:
            assert name in BY_FILE or not inspect.signature(one.__wrapped__).parameters, name
        else:
            assert bound <= REMEMBERED, name
