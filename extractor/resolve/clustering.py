"""Which reports make one deal, given how each pair compares.

Links are taken best first; a link joins two deals unless too many of their pairs contradict. The answer depends only
on the set of reports, the companies' names and people's decisions, never on the order in which reports came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from extractor.records.resolution import Decision
from extractor.resolve.facts import Facts, block_keys, company_of, essence, load, merge
from extractor.resolve.matching import CONFLICT, ENOUGH, RateTable, compare

_CONTRADICTED = 0.2
"""Above this share of contradicting pairs two groups stay two deals: one article in five may be wrong."""


def cluster(
    reports: Mapping[str, str], companies: Mapping[str, str], decisions: Collection[Decision], rates: RateTable | None
) -> list[list[tuple[str, ...]]]:
    """Report keys by deal, deals by component: reports that no chain of links connects are in two components.

    A decision to merge holds whatever the facts say; one to split keeps the two reports apart whoever else joins them.
    """
    decided = [d for d in decisions if d.a in reports and d.b in reports]
    tied: dict[str, list[str]] = defaultdict(list)
    for decision in decided:
        tied[decision.a].append(decision.b)
        tied[decision.b].append(decision.a)
    parted = {key for decision in decided if decision.action == "split" for key in (decision.a, decision.b)}
    components = []
    for component in _connected(reports, tied, companies, rates):
        bonds = [d for d in decided if d.a in component] if component & tied.keys() else []
        components.append(_deals_of({key: reports[key] for key in sorted(component)}, parted, bonds, companies, rates))
    return sorted(components)


def _connected(
    reports: Mapping[str, str], tied: Mapping[str, list[str]], companies: Mapping[str, str], rates: RateTable | None
) -> list[set[str]]:
    """What chains of links and decisions connect. A report that is in is compared only with those that are not yet, so
    that a deal which thousands tell costs thousands of comparisons, not millions."""
    told: dict[str, list[str]] = defaultdict(list)
    for key in sorted(reports):
        told[reports[key]].append(key)
    keys = {text: sorted({_in_company(key, companies) for key in block_keys(load(text))}) for text in told}
    # One text may be in several components, where it says so little that two who say it need not mean one deal.
    alike = {text: compare(load(text), load(text), companies, rates) >= ENOUGH for text in told}
    nodes = {(text, key): [key] for text, found in told.items() if not alike[text] for key in found}
    nodes |= {(text, ""): found for text, found in told.items() if alike[text]}
    left: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for node in nodes:
        for block in keys[node[0]]:
            left[block][node] = None
    node_of = {key: node for node, found in nodes.items() for key in found}
    seen: set[tuple[str, str]] = set()
    components = []
    for start in nodes:
        if start in seen:
            continue
        seen.add(start)
        queue, component = [start], set()
        while queue:
            node = queue.pop()
            component.update(nodes[node])
            for block in keys[node[0]]:
                left[block].pop(node, None)
            others = {other: None for block in keys[node[0]] for other in left[block]}
            linked = {
                other: None
                for other in others
                if other not in seen and compare(load(node[0]), load(other[0]), companies, rates) >= ENOUGH
            }
            linked |= {node_of[other]: None for key in nodes[node] for other in tied.get(key, ())}
            for other in linked:
                if other not in seen:
                    seen.add(other)
                    queue.append(other)
                    for block in keys[other[0]]:
                        left[block].pop(other, None)
        components.append(component)
    return components


def _deals_of(
    reports: Mapping[str, str],
    parted: Collection[str],
    decided: Collection[Decision],
    companies: Mapping[str, str],
    rates: RateTable | None,
) -> list[tuple[str, ...]]:
    """The deals of one component."""
    nodes: dict[tuple[Facts | str, str], list[str]] = defaultdict(list)
    for key in sorted(reports):
        one = load(reports[key])
        # Reports that say the same in all that counts are one node, unless a person took one of them out, or they say
        # so little that it may be of two deals.
        apart = key in parted or compare(one, one, companies, rates) < ENOUGH
        nodes[essence(one), key if apart else ""].append(key)
    members = sorted(nodes.values())
    facts = [merge(load(text) for text in sorted({reports[key] for key in keys})) for keys in members]
    place = {key: number for number, keys in enumerate(members) for key in keys}
    deals = _Groups([len(keys) for keys in members])
    links: list[tuple[int, int, int]] = []
    for one_, other in _neighbours(facts, companies):
        points = compare(facts[one_], facts[other], companies, rates)
        if points == CONFLICT:
            deals.oppose(one_, other)
        elif points >= ENOUGH:
            links.append((-points, one_, other))
    bonds = [(d.action, place[d.a], place[d.b]) for d in decided]
    for action, one_, other in bonds:
        if action == "split":
            deals.part(one_, other)
    for _, one_, other in sorted(links):
        if deals.may_join(one_, other):
            deals.join(one_, other)
    # Merges come last: they join what the facts made, and do not change what else the facts would make.
    for action, one_, other in bonds:
        if action == "merge":
            deals.join(one_, other)
    return sorted(tuple(sorted(key for node in group for key in members[node])) for group in deals.groups())


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
