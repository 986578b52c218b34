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
    parted = {key for decision in decisions if decision.action == "split" for key in (decision.a, decision.b)}
    nodes: dict[tuple[str, str], list[str]] = defaultdict(list)
    alike = {
        text: compare(load(text), load(text), companies, rates) >= ENOUGH for text in sorted(set(reports.values()))
    }
    for key in sorted(reports):
        # Reports that say the same are one node, unless a person took one of them out, or they say so little that it
        # may be of two deals.
        nodes[reports[key], key if key in parted or not alike[reports[key]] else ""].append(key)
    members = sorted(nodes.items(), key=lambda item: item[1])
    facts = [load(text) for (text, _), _ in members]
    place = {key: number for number, (_, keys) in enumerate(members) for key in keys}

    connected = _Groups([len(keys) for _, keys in members])
    deals = _Groups([len(keys) for _, keys in members])
    links: list[tuple[int, int, int]] = []
    for one, other in _neighbours(facts, companies):
        points = compare(facts[one], facts[other], companies, rates)
        if points == CONFLICT:
            deals.oppose(one, other)
        elif points >= ENOUGH:
            links.append((-points, one, other))
            connected.join(one, other)
    decided = [(d.action, place[d.a], place[d.b]) for d in decisions if d.a in place and d.b in place]
    for action, one, other in decided:
        connected.join(one, other)
        if action == "split":
            deals.part(one, other)
    for _, one, other in sorted(links):
        if deals.may_join(one, other):
            deals.join(one, other)
    # Merges come last: they join what the facts made, and do not change what else the facts would make.
    for action, one, other in decided:
        if action == "merge":
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


class _Groups:
    """Disjoint groups of nodes, each led by its smallest, and how much speaks against joining two of them.

    ``sizes``: how many reports each node stands for.
    """

    def __init__(self, sizes: Sequence[int]) -> None:
        self._leader = list(range(len(sizes)))
        self._nodes = {node: [node] for node in range(len(sizes))}
        self._size = list(sizes)
        self._against: dict[int, dict[int, int]] = defaultdict(dict)
        self._parted: dict[int, set[int]] = defaultdict(set)

    def leader(self, node: int) -> int:
        return self._leader[node]

    def groups(self) -> list[list[int]]:
        return [self._nodes[leader] for leader in sorted(self._nodes)]

    def oppose(self, one: int, other: int) -> None:
        """Each pair of reports of two nodes, not joined yet, contradicts each other."""
        self._against[one][other] = self._against[other][one] = self._size[one] * self._size[other]

    def part(self, one: int, other: int) -> None:
        """The two nodes, not joined yet, are never in one group."""
        self._parted[one].add(other)
        self._parted[other].add(one)

    def may_join(self, one: int, other: int) -> bool:
        """Whether two nodes are in two groups that not too much speaks against joining."""
        left, right = self._leader[one], self._leader[other]
        if left == right or right in self._parted[left]:
            return False
        return self._against[left].get(right, 0) <= _CONTRADICTED * self._size[left] * self._size[right]

    def join(self, one: int, other: int) -> None:
        """Makes the groups of two nodes one."""
        left, right = sorted((self._leader[one], self._leader[other]))
        if left == right:
            return
        for node in self._nodes[right]:
            self._leader[node] = left
        self._nodes[left] = sorted(self._nodes[left] + self._nodes.pop(right))
        self._size[left] += self._size[right]
        for third, weight in self._against.pop(right, {}).items():
            del self._against[third][right]
            if third != left:
                self._against[left][third] = self._against[third][left] = self._against[left].get(third, 0) + weight
        for third in self._parted.pop(right, set()):
            self._parted[third].discard(right)
            if third != left:
                self._parted[left].add(third)
                self._parted[third].add(left)
