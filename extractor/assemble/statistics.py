"""The statistics of an article."""

from __future__ import annotations

from extractor.records import Reading, Statistic
from extractor.rulebook import Rulebook


def assemble_statistics(reading: Reading, rulebook: Rulebook) -> list[Statistic]:
    """The numbers about markets, groups and periods that a reading tells."""
    return []
