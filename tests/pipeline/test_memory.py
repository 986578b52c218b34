"""What an article took is given back when it is read, and what is remembered of it has a bound."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor import Extraction, Extractor, Failure
from extractor.annotate import annotator, remembering, tokens
from extractor.records import Page

FIXTURES = Path(__file__).parents[2] / "fixtures"
NAMES = ("acquired-active", "acquired-passive-unit", "asia-brief-yuan-yen")
ROOMS = ("extractor", "bs4", "lxml", "spacy.tokens")


@pytest.fixture
def by_hand() -> Iterator[None]:
    """The collector of cyclic garbage runs only where a test calls it."""
    flags = gc.get_debug()
    gc.collect()
    gc.disable()
    yield
    gc.set_debug(flags)
    gc.garbage.clear()
    gc.enable()


def outcomes(extractor: Extractor) -> list[Extraction | Failure]:
    """What is found on some pages."""
    pages = [
        Page(source=name, content=(FIXTURES / name / "page.html").read_bytes(), media_type="text/html")
        for name in NAMES
    ]
    return [finished.outcome for finished in extractor.finish(pages)]


def test_nothing_of_an_article_waits_for_the_collector(by_hand: None) -> None:
    """Objects that point at each other are taken apart: else they would pile up between two rounds of the collector."""
    extractor = Extractor()
    first = outcomes(extractor)  # what is made once is made
    gc.collect()
    assert outcomes(extractor) == first
    gc.set_debug(gc.DEBUG_SAVEALL)
    gc.collect()
    assert {type(one) for one in gc.garbage if type(one).__module__.startswith(ROOMS)} == set()


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
