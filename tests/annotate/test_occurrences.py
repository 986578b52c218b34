"""Words found without patterns stand where patterns would find them."""

from __future__ import annotations

import re

import pytest

from extractor.annotate.occurrences import count_whole, find_run, find_whole, fold_letters, has_whole

TEXT = "Fluent, not Fluently, buys A.B. & Fluent_2; B-Fluent sells A.B.\nfluent is no Fluent’s Fluent"


@pytest.mark.parametrize(
    "word", ["Fluent", "A.B.", "A.B", "B", "&", "sells", "Fluent’s", "Fluent_2", "’s", "absent", "-"]
)
def test_whole_words(word: str) -> None:
    wanted = len(re.findall(rf"\b{re.escape(word)}\b", TEXT))
    assert count_whole(TEXT, word) == wanted
    assert has_whole(TEXT, word) == (wanted > 0)


def test_a_word_that_overlaps_itself_is_counted_as_a_pattern_counts() -> None:
    assert count_whole("oat oat oat oat", "oat oat") == len(re.findall(r"\boat oat\b", "oat oat oat oat")) == 2


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["oat", "mill"], "Oat Mill"),
        (["oat", "mills"], "Oat & Mills"),
        (["m&a"], "M&A"),
        (["s", "oat"], "S-Oat"),
        (["mill", "of"], None),
        (["oat", "-x"], "Oat--x"),
    ],
)
def test_runs_of_words(words: list[str], found: str | None) -> None:
    text = "Goat Mill and Oat Mill, Oat & Mills; an M&A firm, Mill -- of S-Oat, Oat--x"
    pattern = r"[\s,.'’&/-]{1,3}".join(map(re.escape, words))
    wanted = re.search(rf"\b{pattern}\b", text, re.IGNORECASE)
    span = find_run(fold_letters(text), words)
    assert span == (wanted.span() if wanted else None)
    assert (text[slice(*span)] if span else None) == found


def test_folding_keeps_the_length() -> None:
    assert fold_letters("İzmir ÀB") == "İzmir àb"
    assert fold_letters("Oat") == "oat"


@pytest.mark.parametrize("word", ["Fluent", "A.B.", "B", "sells", "absent"])
def test_places_of_whole_words(word: str) -> None:
    wanted = [found.start() for found in re.finditer(rf"\b{re.escape(word)}\b", TEXT)]
    assert list(find_whole(TEXT, word)) == wanted
