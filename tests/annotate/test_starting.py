"""spaCy is loaded without its command line and its model without its list of words; neither lacks anything for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import spacy
import spacy.util

from extractor.annotate.annotator import DEFAULT_MODELS
from extractor.annotate.starting import UNUSED, load_model

PROGRAM = """
import sys
from extractor.annotate.starting import load_spacy
spacy = load_spacy()
print("spacy.cli" in sys.modules, load_spacy() is spacy)
print(spacy.info(silent=True)["spacy_version"] == spacy.__version__)
import spacy.cli
print(hasattr(spacy.cli, "train"))
"""


def test_the_command_line_comes_later() -> None:
    """Whoever asks for it afterwards gets the real one."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.split("\n") == ["False True", "True", "True", ""]


SENTENCE = "Teal Kiln, which Marl & Sons founded in 2009 in Graz, won't raise $4 million; it wasn't asked by anybody."
NAME = next(name for name in DEFAULT_MODELS if spacy.util.is_package(name))


def words(nlp: Any) -> list[tuple[str, ...]]:
    """What a model says of the words of a sentence."""
    return [(word.text, word.norm_, word.tag_, word.dep_, word.head.text) for word in nlp(SENTENCE)]


def test_the_list_of_words_is_left_out() -> None:
    """The shipped model reads as it does with its 84,000 words, and makes every word that it needs itself."""
    whole, light = spacy.load(NAME, exclude=list(UNUSED)), load_model(spacy, NAME)
    assert len(whole.vocab.strings) > 80_000
    assert len(light.vocab.strings) < 2_000
    assert words(light) == words(whole)
    for label in (*light.get_pipe("tagger").labels, *light.get_pipe("parser").labels):  # type: ignore[attr-defined]
        assert light.vocab.strings[light.vocab.strings[label]] == label


def test_other_parts_get_the_list_of_words(tmp_path: Path) -> None:
    """A model with a part of another kind may know words by their numbers."""
    made = spacy.blank("en")
    made.add_pipe("sentencizer")
    number = made.vocab.strings.add("marlstone")
    made.to_disk(tmp_path / "with")
    assert load_model(spacy, str(tmp_path / "with")).vocab.strings[number] == "marlstone"
