"""What every room's tests may ask for: the shipped rules and the reader, each loaded once."""

from __future__ import annotations

import pytest

from extractor.annotate import Annotator
from extractor.rulebook import Rulebook, load_rulebook


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """The shipped rules."""
    return load_rulebook()


@pytest.fixture(scope="session")
def annotator(rulebook: Rulebook) -> Annotator:
    """The reader with spaCy's small model."""
    return Annotator(rulebook)
