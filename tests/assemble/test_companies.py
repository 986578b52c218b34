"""What the article writes small is no name, whatever its headings capitalise."""

from __future__ import annotations

import re

import pytest

from extractor.annotate import Annotator
from extractor.assemble.companies import Registry, count_common, count_inside
from extractor.records import Article
from extractor.rulebook import Rulebook

GUIDE = """\
The Best Cellar Heaters

Cellar Heaters

We rent out cellars, and a cellar heater keeps them dry. Two cellar heaters are enough for a house. Quillon makes one.

Bridge sells a small one, and Bridge Tools a large one. The heater from Bridge crosses a bridge of copper.

VPNs and Heaters

Heaters need power; heaters in cellars need more."""


@pytest.mark.parametrize(
    ("name", "common"),
    [
        ("Heaters", True),
        ("Cellar Heaters", True),
        ("Best Cellar Heaters", True),
        ("VPNs", True),
        ("Bridge", False),  # once small, twice with its capital
        ("Quillon", False),
        ("Bridge Tools", False),
    ],
)
def test_common_nouns(name: str, common: bool, annotator: Annotator, rulebook: Rulebook) -> None:
    article = Article(id="guide", source="guide", title="The Best Cellar Heaters", text=GUIDE)
    registry = Registry(annotator.read(article), frozenset(), frozenset())
    assert registry.is_common(name) is common


@pytest.mark.parametrize("noun", ["oat", "oats", "as", "s", "o", "oat mill", "seed", "seed-oat", "é"])
def test_common_nouns_are_counted_as_a_pattern_would_count_them(noun: str) -> None:
    """Alone or with an "s" behind it, and in no address, compound or longer word."""
    text = (
        "oats, oat; oatss goat oat.com oat. oats/oat @oat #oats oat-seed seed-oat oat mills oat_s éoat aséas oats.\nes"
    )
    wanted = len(re.findall(rf"(?<![\w.@/#-]){re.escape(noun)}s?(?![\w@/-]|\.\w)", text))
    assert count_common(text, noun) == wanted


@pytest.mark.parametrize("name", ["Moss", "Tern Capital", "A.B.", "Moss Moss"])
def test_names_inside_sentences(name: str) -> None:
    """Found without a pattern where a pattern finds them."""
    text = "Moss sold, Moss bought. Moss-made or Moss\nby Tern Capital, A.B. of A.B., to Moss Moss Moss Mosses (Moss"
    assert count_inside(text, name) == len(re.findall(rf"(?<=[a-z,] ){re.escape(name)}(?![\w-])", text))
