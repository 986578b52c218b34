"""What every room's tests may ask for: the shipped rules and the reader, each loaded once."""

from __future__ import annotations

import pytest
from hypothesis import settings

from extractor.annotate import Annotator
from extractor.rulebook import Rulebook, load_rulebook

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")  # how long an example takes says nothing on a machine that does other things


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """The shipped rules."""
    return load_rulebook()


@pytest.fixture(scope="session")
def annotator(rulebook: Rulebook) -> Annotator:
    """The reader with spaCy's small model."""
    return Annotator(rulebook)
