"""Which reports make one deal, given how each pair compares.

Links are taken best first; a link joins two deals unless too many of their pairs contradict. The answer depends only
on the set of reports, the companies' names and people's decisions, never on the order in which reports came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from extractor.records.resolution import Decision
from extractor.resolve.facts import Facts, block_keys, company_of, load
from extractor.resolve.matching import CONFLICT, ENOUGH, RateTable, compare

_CONTRADICTED = 0.2
"""Above this share of contradicting pairs two groups stay two deals: one article in five may be wrong."""


def cluster(
    reports: Mapping[str, str], companies: Mapping[str, str], decisions: Collection[Decision], rates: RateTable | None
) -> list[list[tuple[str, ...]]]:
    """Report keys by deal, deals by component: reports that no chain of links connects are in two components.

    A decision to merge holds whatever the facts say; one to split keeps the two reports apart whoever else joins them.
    """
    named = {key for decision in decisions for key in (decision.a, decision.b)}
    nodes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key in sorted(reports):  # reports that say the same are one node, unless a person spoke of one of them
        nodes[reports[key], key if key in named else ""].append(key)
    members = sorted(nodes.items(), key=lambda item: item[1])
    facts = [load(text) for (text, _), _ in members]
    place = {key: number for number, (_, keys) in enumerate(members) for key in keys}

    links: list[tuple[int, int, int]] = []
    against: set[tuple[int, int]] = set()
    for one, other in _neighbours(facts, companies):
        points = compare(facts[one], facts[other], companies, rates)
        if points == CONFLICT:
            against.add((one, other))
        elif points >= ENOUGH:
            links.append((-points, one, other))

    connected = _Deals(len(members), set())
    deals = _Deals(len(members), against)
    for decision in decisions:
        if decision.a in place and decision.b in place:
            one, other = sorted((place[decision.a], place[decision.b]))
            connected.join(one, other)
            if decision.action == "merge":
                deals.join(one, other)
            else:
                deals.apart.add((one, other))
    for _, one, other in sorted(links):
        connected.join(one, other)
        if deals.allowed(one, other):
            deals.join(one, other)
    components: dict[int, list[tuple[str, ...]]] = defaultdict(list)
    for group in deals.groups():
        components[connected.leader(group[0])].append(tuple(sorted(key for node in group for key in members[node][1])))
    return [sorted(components[leader]) for leader in sorted(components)]


def _neighbours(facts: Sequence[Facts], companies: Mapping[str, str]) -> list[tuple[int, int]]:
    """Pairs that share a key, smaller number first. All others are unrelated anyway."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(facts):
        for key in sorted({_in_company(key, companies) for key in block_keys(one)}):
            blocks[key].append(number)
    pairs = {(block[i], block[j]) for block in blocks.values() for j in range(len(block)) for i in range(j)}
    return sorted(pairs)


def _in_company(key: str, companies: Mapping[str, str]) -> str:
    company = company_of(key)
    return key if company is None else key.removesuffix(company) + companies.get(company, company)


class _Deals:
    """Disjoint groups of nodes."""

    def __init__(self, size: int, against: set[tuple[int, int]]) -> None:
        self._group = [[node] for node in range(size)]
        self._against = against
        self.apart: set[tuple[int, int]] = set()

    def groups(self) -> list[list[int]]:
        return [group for node, group in enumerate(self._group) if group[0] == node]

    def leader(self, node: int) -> int:
        return self._group[node][0]

    def join(self, one: int, other: int) -> None:
        left, right = self._group[one], self._group[other]
        if left is right:
            return
        merged = sorted(left + right)
        for node in merged:
            self._group[node] = merged

    def allowed(self, one: int, other: int) -> bool:
        left, right = self._group[one], self._group[other]
        if left is right:
            return False
        pairs = [(min(a, b), max(a, b)) for a in left for b in right]
        if any(pair in self.apart for pair in pairs):
            return False
        return sum(pair in self._against for pair in pairs) <= _CONTRADICTED * len(pairs)
