"""Keeps deals in step with reports, inside the transaction that writes the reports.

Each report carries its component: all that chains of links connect. New reports are compared with those that share a
key with them; the components they are linked to are taken apart and put together again, everything else is left alone.
So the deals are always those that all reports at once would give, in whatever order and in whatever batches they came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, delete, insert, or_, select, text, update

from extractor.normalize.aliases import group_companies
from extractor.normalize.rates import Rates
from extractor.records import Deal
from extractor.records.resolution import Decision, Indexed, Resolver
from extractor.sinks.canonical import Combining
from extractor.sinks.schema import aliases, companies, deals, decisions, readings, report_keys, reports, statistics
from extractor.sinks.statements import VALUES, chunks, fetch
from extractor.sinks.writing import last_change

_LOCK = 0x7265736F
"""PostgreSQL advisory lock: deals change in one transaction at a time. SQLite has one writer anyway."""


class Filed(NamedTuple):
    """A report as the index knows it."""

    id: int
    key: str
    facts: str
    component: int | None
    deal_id: str | None
    first_seen: str


_FILED = (
    reports.c.id,
    reports.c.key,
    reports.c.facts,
    reports.c.component,
    reports.c.deal_id,
    reports.c.first_seen,
)
# Built once: to put a statement together costs more than to run it.
_WITH_ID = select(*_FILED).where(reports.c.id.in_(VALUES), reports.c.current)
_WITH_KEY = select(*_FILED).where(reports.c.key.in_(VALUES), reports.c.current)
_IN_COMPONENT = select(*_FILED).where(reports.c.component.in_(VALUES), reports.c.current)
_SHARING = (
    select(*_FILED, report_keys.c.key)
    .join(report_keys, report_keys.c.report_id == reports.c.id)
    .where(report_keys.c.key.in_(VALUES), reports.c.current)
)
_KEYS_OF = select(report_keys.c.report_id, report_keys.c.key).where(report_keys.c.report_id.in_(VALUES))
_ALIASES_OF = select(aliases.c.a, aliases.c.b).where(aliases.c.report_id.in_(VALUES))
_ALIASES_WITH = select(aliases.c.a, aliases.c.b).where(or_(aliases.c.a.in_(VALUES), aliases.c.b.in_(VALUES))).distinct()
_COMPANY = select(companies.c.key, companies.c.company).where(companies.c.key.in_(VALUES))
_asked = companies.alias("asked")
_SAME_COMPANY = (
    select(_asked.c.key.label("asked"), companies.c.key)
    .join(companies, companies.c.company == _asked.c.company)
    .where(_asked.c.key.in_(VALUES))
)
_DECIDED = select(decisions).where(
    decisions.c.revoked_at.is_(None), or_(decisions.c.a.in_(VALUES), decisions.c.b.in_(VALUES))
)
_ANY_DECISION = select(decisions.c.id).limit(1)
_MOVE = text("UPDATE reports SET component = :component_, deal_id = :deal WHERE id = :filed")


def lock_deals(connection: Connection) -> None:
    """Waits until nobody else changes deals, and keeps others waiting until this transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


class Resolution:
    """One change of the set of reports, or of what people decided about them."""

    def __init__(self, connection: Connection, resolver: Resolver, rates: Rates) -> None:
        self._connection = connection
        self._resolver = resolver
        self._rates = rates
        self._companies: dict[str, str] = {}
        self._known: set[str] = set()

    def update(self, new: Sequence[int] = (), retired: Sequence[Filed] = (), again: Iterable[str] = ()) -> None:
        """Brings deals up to date after ``new`` reports came, ``retired`` ones became history, and decisions about the
        reports with the keys ``again`` were made or revoked."""
        lock_deals(self._connection)
        fresh = {filed.id: filed for filed in self._load(_WITH_ID, new)}
        touched = {filed.component for filed in retired if filed.component is not None}
        moved = self._regroup_companies([*fresh], [filed.id for filed in retired])
        for filed in self._reports_of(moved):
            fresh[filed.id] = filed
        for filed in self._load(_WITH_KEY, list(again)):
            fresh[filed.id] = filed
        touched |= {filed.component for filed in fresh.values() if filed.component is not None}
        touched |= self._linked_components(list(fresh.values()))
        touched |= self._decided_components(list(fresh.values()))
        members = fresh | {filed.id: filed for filed in self._load(_IN_COMPONENT, sorted(touched))}
        self._write(members, retired, recombine=bool(moved))

    def _load(self, query: Select[Any], values: Iterable[Any]) -> Iterator[Filed]:
        return map(Filed._make, fetch(self._connection, query, values))

    def _regroup_companies(self, new: Sequence[int], retired: Sequence[int]) -> set[str]:
        """Files what reports say about names of one company, and gives the keys whose companies may have changed."""
        before = self._alias_pairs(retired)
        for chunk in chunks(retired):
            self._connection.execute(delete(aliases).where(aliases.c.report_id.in_(chunk)))
            self._connection.execute(delete(report_keys).where(report_keys.c.report_id.in_(chunk)))
        pairs = self._told_by_no_other(before ^ self._alias_pairs(new), new)
        keys = {key for pair in pairs for key in pair}
        if not keys:
            return set()
        keys |= {row.key for row in fetch(self._connection, _SAME_COMPANY, sorted(keys))}
        links, frontier, seen = set(), set(keys), set(keys)
        while frontier:
            found = {(row.a, row.b) for row in fetch(self._connection, _ALIASES_WITH, sorted(frontier))}
            links |= found
            frontier = {key for pair in found for key in pair} - seen
            seen |= frontier
        for part in chunks(sorted(seen)):
            self._connection.execute(delete(companies).where(companies.c.key.in_(part)))
        groups = group_companies(sorted(links))
        if groups:
            self._connection.execute(
                insert(companies), [{"key": key, "company": company} for key, company in groups.items()]
            )
        return seen

    def _alias_pairs(self, ids: Sequence[int]) -> set[tuple[str, str]]:
        return {(row.a, row.b) for row in fetch(self._connection, _ALIASES_OF, ids)}

    def _told_by_no_other(self, pairs: set[tuple[str, str]], new: Sequence[int]) -> set[tuple[str, str]]:
        own = set(new)
        for pair in sorted(pairs):
            query = select(aliases.c.report_id).where(aliases.c.a == pair[0], aliases.c.b == pair[1])
            # As many as there are new ones, and one more: that one, if there, is an older report.
            if not own.issuperset(self._connection.execute(query.limit(len(own) + 1)).scalars()):
                pairs = pairs - {pair}
        return pairs

    def _reports_of(self, keys: set[str]) -> list[Filed]:
        """Reports about the companies with these keys."""
        blocks = [block for key in sorted(keys) for block in self._resolver.related(key)]
        return list({filed.id: filed for found in self._sharing(blocks).values() for filed in found}.values())

    def _sharing(self, blocks: Iterable[str]) -> dict[str, list[Filed]]:
        """Current reports by the block key that they are filed under."""
        found: dict[str, list[Filed]] = defaultdict(list)
        for row in fetch(self._connection, _SHARING, blocks):
            found[row[-1]].append(Filed._make(row[:-1]))
        return found

    def _linked_components(self, fresh: Sequence[Filed]) -> set[int]:
        """Components that these reports are linked to."""
        filed_under: dict[int, list[str]] = defaultdict(list)
        for row in fetch(self._connection, _KEYS_OF, sorted(filed.id for filed in fresh)):
            filed_under[row.report_id].append(row.key)
        named = {key: self._resolver.company_of(key) for keys in filed_under.values() for key in keys}
        same: dict[str, list[str]] = defaultdict(list)
        for row in fetch(self._connection, _SAME_COMPANY, sorted({company for company in named.values() if company})):
            same[row.asked].append(row.key)
        blocks = {
            key: [key, *(key.removesuffix(company) + other for other in same[company])] if company else [key]
            for key, company in named.items()
        }
        sharing = self._sharing(sorted({block for found in blocks.values() for block in found}))
        others: dict[int, list[Filed]] = {}
        for filed in fresh:
            found = {other.id: other for key in filed_under[filed.id] for b in blocks[key] for other in sharing[b]}
            others[filed.id] = [other for other in found.values() if other.component not in (None, filed.component)]
        self._learn_companies({filed.facts for filed in fresh if others[filed.id]})
        self._learn_companies({other.facts for found in others.values() for other in found})
        linked: set[int] = set()
        for filed in fresh:
            told: dict[int, dict[str, None]] = defaultdict(dict)
            for other in others[filed.id]:
                # A component that some report is linked to already is taken whole anyway.
                if other.component is not None and other.component not in linked:
                    told[other.component][other.facts] = None
            for component, facts in told.items():
                if self._resolver.linked(filed.facts, list(facts), self._companies):
                    linked.add(component)
        return linked

    def _learn_companies(self, facts: Iterable[str]) -> None:
        """Looks up the companies of all names in these facts."""
        self.look_up({key for text in facts for key in self._resolver.names_in(text)})

    def look_up(self, keys: set[str]) -> Mapping[str, str]:
        """The companies of these keys, and of all that were looked up before."""
        for row in fetch(self._connection, _COMPANY, sorted(keys - self._known)):
            self._companies[row.key] = row.company
        self._known |= keys
        return self._companies

    def _decided_components(self, filed: Sequence[Filed]) -> set[int]:
        keys = [one.key for one in filed]
        others = {key for decision in self._decisions(keys) for key in (decision.a, decision.b)} - set(keys)
        return {one.component for one in self._load(_WITH_KEY, sorted(others)) if one.component is not None}

    def _decisions(self, keys: Sequence[str]) -> list[Decision]:
        if self._connection.execute(_ANY_DECISION).first() is None:
            return []
        found = {
            row.id: Decision(action=row.action, a=row.a, b=row.b) for row in fetch(self._connection, _DECIDED, keys)
        }
        return [found[number] for number in sorted(found)]

    def _write(self, members: dict[int, Filed], retired: Sequence[Filed], *, recombine: bool) -> None:
        by_key = {filed.key: filed for filed in members.values()}
        self._learn_companies(filed.facts for filed in members.values())
        components = self._resolver.cluster(
            {filed.key: filed.facts for filed in members.values()}, self._companies, self._decisions(sorted(by_key))
        )
        held: dict[str, set[str]] = defaultdict(set)
        for filed in members.values():
            if filed.deal_id is not None:
                held[filed.deal_id].add(filed.key)
        shrunk = {filed.deal_id for filed in retired if filed.deal_id is not None}
        told = [deal for component in components for deal in component]
        names: dict[tuple[str, ...], str] = {}
        for deal in told:
            old = by_key[deal[0]].deal_id
            if old is not None and old not in shrunk and held[old] == set(deal) and not recombine:
                names[deal] = old
        changed = [deal for deal in told if deal not in names]
        combining = Combining(self._connection, self._resolver, self._rates, self.look_up)
        names |= dict(zip(changed, combining.write([[by_key[key] for key in deal] for deal in changed]), strict=True))
        now_in = {key: names[deal] for deal in told for key in deal}
        moves: list[dict[str, Any]] = []
        for component in components:
            number = min(by_key[key].id for deal in component for key in deal)
            for key in (key for deal in component for key in deal):
                filed = by_key[key]
                if (filed.component, filed.deal_id) != (number, now_in[key]):
                    moves.append({"filed": filed.id, "component_": number, "deal": now_in[key]})
        if moves:
            self._connection.execute(_MOVE, moves)
        for gone in sorted((shrunk | set(held)) - set(now_in.values())):
            heirs = [now_in[key] for key in [gone, *sorted(held[gone])] if key in now_in]
            self._connection.execute(
                update(deals)
                .where(deals.c.id == gone, deals.c.current)
                .values(
                    current=False, replaced_by=heirs[0] if heirs else None, changed=last_change(self._connection) + 1
                )
            )


def file_reports(connection: Connection, rows: Iterable[tuple[int, Indexed]]) -> None:
    """Writes under which keys reports are found, and what they say of companies' names. ``rows``: number of the report,
    and how it is found."""
    keys, pairs = [], []
    for number, indexed in rows:
        keys += [{"report_id": number, "key": key} for key in indexed.keys]
        pairs += [{"report_id": number, "a": a, "b": b} for a, b in indexed.aliases]
    if keys:
        connection.execute(insert(report_keys), keys)
    if pairs:
        connection.execute(insert(aliases), pairs)


def file_waiting(connection: Connection, resolver: Resolver, rows: Sequence[tuple[int, Deal, str | None]]) -> None:
    """Files reports that were saved without a resolver. ``rows``: number of the report, its deal, when its article was
    published."""
    indexed = [(number, resolver.index(deal, published)) for number, deal, published in rows]
    if indexed:
        facts = [{"filed": number, "text": entry.facts} for number, entry in indexed]
        connection.execute(text("UPDATE reports SET facts = :text WHERE id = :filed"), facts)
    file_reports(connection, indexed)


_OF_READING = select(*_FILED).where(reports.c.reading_id.in_(VALUES)).order_by(reports.c.reading_id, reports.c.position)


def retire(connection: Connection, numbers: Sequence[int], now: str) -> list[Filed]:
    """Makes readings history: they and their reports stay, current no more. Gives the reports as they were."""
    retired = [Filed._make(row) for row in fetch(connection, _OF_READING, numbers)]
    for chunk in chunks(numbers):
        connection.execute(update(readings).where(readings.c.id.in_(chunk)).values(replaced_at=now))
        history = update(reports).where(reports.c.reading_id.in_(chunk))
        connection.execute(history.values(current=False, component=None, deal_id=None, facts=None))
        connection.execute(update(statistics).where(statistics.c.reading_id.in_(chunk)).values(current=False))
    return retired


def forget_filing(connection: Connection) -> None:
    """Takes every report out of the index, so that all are resolved again."""
    for table in (report_keys, aliases, companies):
        connection.execute(delete(table))
    connection.execute(update(reports).values(facts=None, component=None))
