"""Keeps deals in step with reports, inside the transaction that writes the reports.

Each report carries its component: all that chains of links connect. A new report is compared with those that share a
key with it; the components it is linked to are taken apart and put together again, everything else is left alone. So
the deals are always those that all reports at once would give, in whatever order they came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, delete, insert, or_, select, text, update

from extractor.normalize.aliases import group_companies
from extractor.normalize.companies import compact, company_key
from extractor.normalize.rates import Rates
from extractor.records import Deal
from extractor.records.resolution import Decision, Resolver, Told
from extractor.sinks.canonical import deal_name_rows, deal_row, last_change
from extractor.sinks.schema import (
    aliases,
    articles,
    companies,
    deal_names,
    deals,
    decisions,
    readings,
    report_keys,
    reports,
    statistics,
)

_LOCK = 0x7265736F
"""PostgreSQL advisory lock: deals change in one transaction at a time. SQLite has one writer anyway."""
_CHUNK = 400
_T = TypeVar("_T")


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
        fresh = {filed.id: filed for filed in self._load(reports.c.id, new)}
        touched = {filed.component for filed in retired if filed.component is not None}
        moved = self._regroup_companies([*fresh], [filed.id for filed in retired])
        for filed in self._reports_of(moved):
            fresh[filed.id] = filed
        for filed in self._load(reports.c.key, list(again)):
            fresh[filed.id] = filed
        touched |= {filed.component for filed in fresh.values() if filed.component is not None}
        for filed in list(fresh.values()):
            touched |= self._linked_components(filed)
        touched |= self._decided_components(list(fresh.values()))
        members = fresh | {filed.id: filed for filed in self._load(reports.c.component, sorted(touched))}
        self._write(members, retired, recombine=bool(moved))

    def _load(self, column: Any, values: Sequence[Any]) -> Iterator[Filed]:
        for chunk in _chunks(values):
            query = select(*_FILED).where(column.in_(chunk), reports.c.current)
            yield from (Filed(*row) for row in self._connection.execute(query))

    def _regroup_companies(self, new: Sequence[int], retired: Sequence[int]) -> set[str]:
        """Files what reports say about names of one company, and gives the keys whose companies may have changed."""
        before = self._alias_pairs(retired)
        for chunk in _chunks(retired):
            self._connection.execute(delete(aliases).where(aliases.c.report_id.in_(chunk)))
            self._connection.execute(delete(report_keys).where(report_keys.c.report_id.in_(chunk)))
        pairs = {
            pair
            for pair in before ^ self._alias_pairs(new)
            if not self._connection.execute(
                select(aliases.c.report_id)
                .where(aliases.c.a == pair[0], aliases.c.b == pair[1], aliases.c.report_id.not_in(new))
                .limit(1)
            ).first()
        }
        keys = {key for pair in pairs for key in pair}
        if not keys:
            return set()
        keys |= set(self._members(keys))
        links, frontier, seen = set(), set(keys), set(keys)
        while frontier:
            found = set()
            for part in _chunks(sorted(frontier)):
                query = select(aliases.c.a, aliases.c.b).distinct()
                query = query.where(or_(aliases.c.a.in_(part), aliases.c.b.in_(part)))
                found |= {(row.a, row.b) for row in self._connection.execute(query)}
            links |= found
            frontier = {key for pair in found for key in pair} - seen
            seen |= frontier
        for part in _chunks(sorted(seen)):
            self._connection.execute(delete(companies).where(companies.c.key.in_(part)))
        groups = group_companies(sorted(links))
        if groups:
            self._connection.execute(
                insert(companies), [{"key": key, "company": company} for key, company in groups.items()]
            )
        return seen

    def _alias_pairs(self, ids: Sequence[int]) -> set[tuple[str, str]]:
        pairs: set[tuple[str, str]] = set()
        for chunk in _chunks(ids):
            query = select(aliases.c.a, aliases.c.b).where(aliases.c.report_id.in_(chunk))
            pairs |= {(row.a, row.b) for row in self._connection.execute(query)}
        return pairs

    def _members(self, keys: Iterable[str]) -> Iterator[str]:
        """All keys of the companies that have one of these keys."""
        for chunk in _chunks(sorted(keys)):
            groups = select(companies.c.company).where(companies.c.key.in_(chunk))
            query = select(companies.c.key).where(companies.c.company.in_(groups))
            yield from self._connection.execute(query).scalars()

    def _reports_of(self, keys: set[str]) -> list[Filed]:
        """Reports about the companies with these keys."""
        blocks = [block for key in sorted(keys) for block in self._resolver.related(key)]
        return self._sharing(blocks)

    def _sharing(self, blocks: Sequence[str]) -> list[Filed]:
        found: dict[int, Filed] = {}
        for chunk in _chunks(blocks):
            query = select(*_FILED).join(report_keys, report_keys.c.report_id == reports.c.id)
            query = query.where(report_keys.c.key.in_(chunk), reports.c.current)
            found |= {row.id: Filed(*row) for row in self._connection.execute(query)}
        return list(found.values())

    def _linked_components(self, filed: Filed) -> set[int]:
        """Components that this report is linked to."""
        query = select(report_keys.c.key).where(report_keys.c.report_id == filed.id)
        blocks: dict[str, None] = {}
        for key in self._connection.execute(query).scalars():
            blocks[key] = None
            company = self._resolver.company_of(key)
            if company is not None:
                for other in self._members([company]):
                    blocks[key.removesuffix(company) + other] = None
        others = [other for other in self._sharing(list(blocks)) if other.component not in (None, filed.component)]
        distinct = list(dict.fromkeys(other.facts for other in others))
        self._learn_companies([filed.facts, *distinct])
        links = dict(zip(distinct, self._resolver.linked(filed.facts, distinct, self._companies), strict=True))
        return {other.component for other in others if links[other.facts] and other.component is not None}

    def _learn_companies(self, facts: Iterable[str]) -> None:
        """Looks up the companies of all names in these facts."""
        self._look_up({key for text in facts for key in self._resolver.names_in(text)})

    def _look_up(self, keys: set[str]) -> None:
        for chunk in _chunks(sorted(keys - self._known)):
            query = select(companies.c.key, companies.c.company).where(companies.c.key.in_(chunk))
            self._companies |= {row.key: row.company for row in self._connection.execute(query)}
        self._known |= keys

    def _decided_components(self, filed: Sequence[Filed]) -> set[int]:
        keys = [one.key for one in filed]
        others = {key for decision in self._decisions(keys) for key in (decision.a, decision.b)} - set(keys)
        return {one.component for one in self._load(reports.c.key, sorted(others)) if one.component is not None}

    def _decisions(self, keys: Sequence[str]) -> list[Decision]:
        found: dict[int, Decision] = {}
        for chunk in _chunks(keys):
            query = select(decisions).where(decisions.c.revoked_at.is_(None))
            query = query.where(or_(decisions.c.a.in_(chunk), decisions.c.b.in_(chunk)))
            for row in self._connection.execute(query):
                found[row.id] = Decision(action=row.action, a=row.a, b=row.b)
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
        now_in: dict[str, str] = {}
        moves: list[dict[str, Any]] = []
        for component in components:
            number = min(by_key[key].id for deal in component for key in deal)
            for deal in component:
                old = by_key[deal[0]].deal_id
                same = old is not None and old not in shrunk and held[old] == set(deal) and not recombine
                name = old if same and old is not None else self._combine([by_key[key] for key in deal])
                for key in deal:
                    now_in[key] = name
                    filed = by_key[key]
                    if (filed.component, filed.deal_id) != (number, name):
                        moves.append({"filed": filed.id, "component_": number, "deal": name})
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

    def _combine(self, filed: Sequence[Filed]) -> str:
        """Writes the deal that these reports tell, where it is not there yet in the same words, and gives its id."""
        told = []
        for chunk in _chunks([one.id for one in filed]):
            query = (
                select(reports.c.key, reports.c.record, articles.c.name, articles.c.published)
                .join(readings, reports.c.reading_id == readings.c.id)
                .join(articles, readings.c.article_id == articles.c.id)
                .where(reports.c.id.in_(chunk))
            )
            for found in self._connection.execute(query):
                deal = Deal.model_validate_json(found.record)
                told.append(Told(key=found.key, deal=deal, article=found.name, published=found.published))
        self._look_up({compact(company_key(name)) for report in told for name in _names(report.deal)})
        canonical = self._resolver.combine(told, self._companies)
        row = deal_row(canonical, told, self._rates) | {
            "current": True,
            "replaced_by": None,
            "first_seen": min(one.first_seen for one in filed),
        }
        old = self._connection.execute(select(deals).where(deals.c.id == row["id"])).mappings().one_or_none()
        if old is not None and all(old[name] == value for name, value in row.items()):
            return canonical.deal.id
        row["changed"] = last_change(self._connection) + 1
        names = list(deal_name_rows(canonical.deal))
        if old is None:
            self._connection.execute(insert(deals), row)
        else:
            self._connection.execute(update(deals).where(deals.c.id == row["id"]), row)
            self._connection.execute(delete(deal_names).where(deal_names.c.deal_id == row["id"]))
        self._connection.execute(insert(deal_names), names)
        return canonical.deal.id


_MOVE = text("UPDATE reports SET component = :component_, deal_id = :deal WHERE id = :filed")


def file_reports(connection: Connection, resolver: Resolver, rows: Sequence[tuple[int, Deal, str | None]]) -> None:
    """Writes under which keys reports are found, and what they say of companies' names. ``rows``: number of the report,
    its deal, when its article was published."""
    keys, pairs, facts = [], [], []
    for number, deal, published in rows:
        indexed = resolver.index(deal, published)
        facts.append({"filed": number, "text": indexed.facts})
        keys += [{"report_id": number, "key": key} for key in indexed.keys]
        pairs += [{"report_id": number, "a": a, "b": b} for a, b in indexed.aliases]
    if facts:
        connection.execute(text("UPDATE reports SET facts = :text WHERE id = :filed"), facts)
    if keys:
        connection.execute(insert(report_keys), keys)
    if pairs:
        connection.execute(insert(aliases), pairs)


def retire(connection: Connection, reading_id: int, now: str) -> list[Filed]:
    """Makes a reading history: it and its reports stay, current no more. Gives the reports as they were."""
    lock_deals(connection)
    query = select(*_FILED).where(reports.c.reading_id == reading_id).order_by(reports.c.position)
    retired = [Filed(*row) for row in connection.execute(query)]
    connection.execute(update(readings).where(readings.c.id == reading_id).values(replaced_at=now))
    connection.execute(
        update(reports)
        .where(reports.c.reading_id == reading_id)
        .values(current=False, component=None, deal_id=None, facts=None)
    )
    connection.execute(update(statistics).where(statistics.c.reading_id == reading_id).values(current=False))
    return retired


def forget_filing(connection: Connection) -> None:
    """Takes every report out of the index, so that all are resolved again."""
    for table in (report_keys, aliases, companies):
        connection.execute(delete(table))
    connection.execute(update(reports).values(facts=None, component=None))


def _names(deal: Deal) -> Iterator[str]:
    for party in (deal.company, *deal.investors, *deal.acquirers, *deal.sellers):
        yield party.name
        yield from party.aliases


def _chunks(values: Sequence[_T]) -> Iterator[list[_T]]:
    source = iter(values)
    while chunk := list(islice(source, _CHUNK)):
        yield chunk
