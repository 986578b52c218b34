"""Loads spaCy without its command line, which takes a third of the time that all of spaCy takes to load."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

COMMANDS = ("spacy.cli", "spacy.cli.info")
"""What ``import spacy`` loads for the sake of one function, ``spacy.info``."""


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


def _info(*args: Any, **kwargs: Any) -> Any:
    return importlib.import_module("spacy.cli.info").info(*args, **kwargs)
