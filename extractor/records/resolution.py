"""What resolving needs to know of reports, and what it makes of them: one canonical deal of many reports.

The database holds reports and asks a :class:`Resolver` what belongs together, inside the transaction that writes
them; neither room knows the other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal, NamedTuple, Protocol

from extractor.records.deals import Deal, Record, Status


class Indexed(NamedTuple):
    """How a report is found again by those that may tell of the same deal."""

    facts: str
    """What comparing needs, as text that only the resolver reads."""
    keys: tuple[str, ...]
    """Two reports of one deal share a key (names of one company count as equal)."""
    aliases: tuple[tuple[str, str], ...]
    """Pairs of company keys that this report says are one company."""


class Told(Record):
    """A report: a deal as one article tells it, with what is needed to weigh it."""

    key: str
    """Stable across runs and machines."""
    deal: Deal
    article: str
    """The article's id in the output contract."""
    published: str | None = None


class Choice(Record):
    """A value of a field that some reports state."""

    value: Any
    reports: tuple[str, ...]
    """Keys of the reports that state it."""
    weight: float


class Step(Record):
    """What a deal's status became, when, and who says so."""

    status: Status
    day: str | None
    reports: tuple[str, ...]


class Canonical(Record):
    """One deal, however many articles tell it."""

    deal: Deal
    """Each value as most reports of weight give it. ``evidence`` is that of the main report, where it states the
    chosen value."""
    main: str
    """Key of the report that the evidence is from."""
    reports: tuple[str, ...]
    timeline: tuple[Step, ...]
    support: dict[str, tuple[str, ...]]
    """For each field that has a value, the reports that state it."""
    conflicts: dict[str, tuple[Choice, ...]]
    """For each field on which reports differ, the values that were not chosen."""


class Decision(Record):
    """A person's word that two reports tell of one deal, or of two."""

    action: Literal["merge", "split"]
    a: str
    b: str


class Resolver(Protocol):
    """Says which reports tell of the same deal. Pure: the same reports in any order give the same answer."""

    def index(self, deal: Deal, published: str | None) -> Indexed:
        """How the report is found."""

    def related(self, key: str) -> tuple[str, ...]:
        """Every block key that a company key can occur in."""

    def company_of(self, key: str) -> str | None:
        """The company key in a block key, where it has one."""

    def names_in(self, facts: str) -> tuple[str, ...]:
        """Every company key in a report's facts."""

    def linked(self, facts: str, others: Sequence[str], companies: Mapping[str, str]) -> bool:
        """Whether any of the others may well tell of the same deal as the first.

        ``companies`` gives for a company's key the key of the group of names that it belongs to, where it has one.
        """

    def cluster(
        self,
        reports: Mapping[str, str],
        companies: Mapping[str, str],
        decisions: Collection[Decision],
    ) -> list[list[tuple[str, ...]]]:
        """Report keys by deal, deals by component, given each report's facts.

        A component is what chains of links or decisions connect: only inside it can a report change another's deal.
        """

    def combine(self, reports: Sequence[Told], companies: Mapping[str, str]) -> Canonical:
        """The deal that these reports tell."""
