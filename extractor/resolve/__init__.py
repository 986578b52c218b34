"""Many reports, one deal: incremental, independent of order, reversible, every value with its reports.

    resolver = DealResolver()
    deals = resolver.resolve(reports)         # all at once, in memory

A database hands the same resolver to its own transaction (``open_store(url, make_resolver=DealResolver)``) and asks it
about the neighbourhood of a new report only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from extractor.normalize.aliases import group_companies
from extractor.normalize.companies import compact
from extractor.records import Deal
from extractor.records.resolution import Canonical, Decision, Indexed, Told
from extractor.resolve.clustering import cluster
from extractor.resolve.combining import combine
from extractor.resolve.facts import GROUPS, block_key, company_of, index, load
from extractor.resolve.matching import RateTable, enough

__all__ = ["DealResolver"]


class DealResolver:
    """Says which reports tell of the same deal. ``rates`` lets sums in different currencies be compared."""

    def __init__(self, rates: RateTable | None = None) -> None:
        self._rates = rates

    def index(self, deal: Deal, published: str | None) -> Indexed:
        """How the report is found by others of the same deal."""
        return index(deal, published)

    def related(self, key: str) -> tuple[str, ...]:
        """Every block key that a company's key can occur in."""
        return tuple(block_key(group, key) for group in sorted(set(GROUPS.values())))

    def company_of(self, key: str) -> str | None:
        """The company's key in a block key, where it has one."""
        return company_of(key)

    def names_in(self, facts: str) -> tuple[str, ...]:
        """Every company's key in a report's facts."""
        one = load(facts)
        return tuple(map(compact, (*one.names, *one.parties)))

    def linked(self, facts: str, others: Sequence[str], companies: Mapping[str, str]) -> bool:
        """Whether any of the others, alone with the first, would be taken for the same deal."""
        one = load(facts)
        return any(enough(one, load(other), companies, self._rates) for other in others)

    def cluster(
        self, reports: Mapping[str, str], companies: Mapping[str, str], decisions: Collection[Decision]
    ) -> list[list[tuple[str, ...]]]:
        """Report keys by deal, deals by component, given each report's facts."""
        return cluster(reports, companies, decisions, self._rates)

    def combine(self, reports: Sequence[Told], companies: Mapping[str, str]) -> Canonical:
        """The deal that these reports tell."""
        return combine(reports, companies, self._rates)

    def resolve(self, reports: Iterable[Told], decisions: Collection[Decision] = ()) -> list[Canonical]:
        """The deals that the reports tell, by id. The order of the reports does not count."""
        told = {report.key: report for report in reports}
        indexed = {key: self.index(report.deal, report.published) for key, report in told.items()}
        companies = group_companies(pair for entry in indexed.values() for pair in entry.aliases)
        components = self.cluster({key: entry.facts for key, entry in indexed.items()}, companies, decisions)
        combined = [self.combine([told[key] for key in deal], companies) for deals in components for deal in deals]
        return sorted(combined, key=lambda canonical: canonical.deal.id)
