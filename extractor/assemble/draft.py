"""A deal in the making: what the tellings of one deal give together."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.assemble.companies import Company
from extractor.assemble.parties import Ref
from extractor.assemble.report import Report, Vote
from extractor.records import Kind, Mention


@dataclass(slots=True)
class Draft:
    """A deal in the making."""

    kind: Kind
    company: Company | None
    reports: list[Report] = field(default_factory=list)
    company_refs: list[Ref] = field(default_factory=list)
    investors: list[tuple[Company, Ref, bool, str]] = field(default_factory=list)
    acquirers: list[tuple[Company, Ref, str]] = field(default_factory=list)
    sellers: list[tuple[Company, Ref, str]] = field(default_factory=list)
    amounts: list[tuple[Mention, Report]] = field(default_factory=list)
    stages: list[tuple[Mention, str, int]] = field(default_factory=list)
    """Each with the rule that read it and the number of its sentence."""
    valuations: list[tuple[Mention, str | None, int]] = field(default_factory=list)
    stakes: list[tuple[Mention, int]] = field(default_factory=list)
    votes: list[Vote] = field(default_factory=list)
    dates: list[tuple[Mention, Report]] = field(default_factory=list)
    past: bool = False

    @property
    def first(self) -> int:
        """Number of the first sentence that tells it."""
        return min(report.sentence for report in self.reports)

    @property
    def last(self) -> int:
        """Number of the last sentence that tells it."""
        return max(report.sentence for report in self.reports)
