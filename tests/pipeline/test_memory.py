"""What an article took is given back when it is read, and what is remembered of it has a bound."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor import Extractor
from extractor.records import Page

FIXTURES = Path(__file__).parents[2] / "fixtures"
NAMES = ("acquired-active", "acquired-passive-unit", "asia-brief-yuan-yen")
ROOMS = ("extractor", "bs4", "lxml", "spacy.tokens")


@pytest.fixture
def collected() -> Iterator[Counter[str]]:
    """Where objects are from that only the collector of cyclic garbage could give back, once the test has read."""
    gc.collect()
    gc.disable()
    flags, found = gc.get_debug(), Counter[str]()
    yield found
    gc.set_debug(flags)
    gc.garbage.clear()
    gc.enable()


def test_nothing_of_an_article_waits_for_the_collector(collected: Counter[str]) -> None:
    """Objects that point at each other are taken apart: else they would pile up between two rounds of the collector."""
    extractor = Extractor()
    pages = [
        Page(source=name, content=(FIXTURES / name / "page.html").read_bytes(), url=None, media_type="text/html")
        for name in NAMES
    ]
    deals = [finished.outcome for finished in extractor.finish(pages)]  # what is made once is made
    gc.collect()
    assert deals == [finished.outcome for finished in extractor.finish(pages)]
    gc.set_debug(gc.DEBUG_SAVEALL)
    gc.collect()
    collected.update(type(one).__module__ for one in gc.garbage)
    assert [module for module in collected if module.startswith(ROOMS)] == []
