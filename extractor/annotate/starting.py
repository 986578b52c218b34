"""Loads spaCy without its command line, which takes a third of the time that all of spaCy takes to load, and its model
without the words of the texts that it learned from, which take a third of the memory that the model takes."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language

COMMANDS = ("spacy.cli", "spacy.cli.info")
"""What ``import spacy`` loads for the sake of one function, ``spacy.info``."""

UNUSED = ("lemmatizer", "attribute_ruler", "senter", "ner")
"""Parts of a model of which no rule asks anything."""
PIPES = frozenset({"tok2vec", "tagger", "parser"})
"""Parts of a model that ask nothing of a word but its vector, and whether it is a blank."""


def load_spacy() -> Any:
    """The module ``spacy``.

    While it is loaded for the first time, empty modules stand where its command line would be; then they go, so that
    whoever asks for ``spacy.cli`` later gets the real one, and so does ``spacy.info`` when it is called.
    """
    if "spacy" in sys.modules:
        return sys.modules["spacy"]
    made = {name: ModuleType(name) for name in COMMANDS if name not in sys.modules}
    for name, module in made.items():
        module.__dict__.update(__path__=[], info=_info)
        sys.modules[name] = module
    try:
        return importlib.import_module("spacy")
    finally:
        for name, module in made.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


def load_model(spacy: Any, name: str) -> Language:
    """The model of that name or path, without the parts that are not used.

    A model brings the 84,000 words of the texts that it learned from, in a table that finds a word by its number. All
    that its parts say is found there, too, but these add it themselves, but for the tagger; and a word that is read is
    added when it is read. So the list is left where it is, unless there is a part that may know words by their numbers.
    """
    nlp: Language = spacy.load(name, exclude=[*UNUSED, "strings"])
    strings: Any = nlp.vocab.strings
    if not PIPES.issuperset(nlp.component_names):
        words = Path(str(nlp.path)) / "vocab" / "strings.json"
        if words.is_file():
            strings.from_disk(words)
    elif "tagger" in nlp.component_names:
        tagger: Any = nlp.get_pipe("tagger")
        for label in tagger.labels:
            strings.add(label, allow_transient=False)
    return nlp


def _info(*args: Any, **kwargs: Any) -> Any:
    return importlib.import_module("spacy.cli.info").info(*args, **kwargs)
