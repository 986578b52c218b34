"""People's decisions: two deals are one, or a report tells of another deal. Remembered, and reversible."""

from __future__ import annotations

from collections.abc import Callable, Collection

from sqlalchemy import ColumnElement, Connection, and_, insert, or_, select, update

from extractor.errors import UsageError
from extractor.records.resolution import Decision, Resolver
from extractor.sinks.resolving import Resolution, lock_deals
from extractor.sinks.schema import companies, deals, decisions, reports


def merge_deals(
    connection: Connection, resolution: Callable[[], Resolution], first: str, second: str, now: str
) -> tuple[str, ...]:
    """Makes two deals one, and gives its id. A split that kept them apart is taken back first.

    Raises UsageError where there is no such deal, or both are one already.
    """
    lock_deals(connection)
    one, other = find_deal(connection, first), find_deal(connection, second)
    if one == other:
        raise UsageError(f"{first} and {second} are one deal already ({one})")
    left, right = _reports_of(connection, one), _reports_of(connection, other)
    splits = and_(decisions.c.action == "split", decisions.c.revoked_at.is_(None), _between(left, right))
    connection.execute(update(decisions).where(splits).values(revoked_at=now))
    resolution().update(again=[*left, *right])
    if find_deal(connection, left[0]) != find_deal(connection, right[0]):
        row = {"action": "merge", "a": min(one, other), "b": max(one, other), "made_at": now}
        connection.execute(insert(decisions), row)
        resolution().update(again=[*left, *right])
    return (find_deal(connection, left[0]),)


def split_deal(
    connection: Connection,
    resolution: Callable[[], Resolution],
    resolver: Resolver,
    deal: str,
    report: str,
    now: str,
) -> tuple[str, ...]:
    """Takes a report out of a deal, and gives the ids of the two deals, that of the report last.

    Where a merge brought the report in, the merge is taken back, and all that came with the report goes with it; else
    the report is kept apart from every other report of the deal. Raises UsageError where there is no such deal, the
    report is not in it, or is its only one.
    """
    lock_deals(connection)
    name = find_deal(connection, deal)
    members = _reports_of(connection, name)
    if report not in members:
        raise UsageError(f"{report} is no report of deal {name}; its reports are: {', '.join(members)}")
    if len(members) == 1:
        raise UsageError(f"{report} is the only report of deal {name}: there is nothing to split")
    others = [key for key in members if key != report]
    piece = _without_merges(connection, resolver, members, report)
    if len(piece) < len(members):
        rest = [key for key in members if key not in piece]
        glue = and_(decisions.c.action == "merge", decisions.c.revoked_at.is_(None), _between(sorted(piece), rest))
        connection.execute(update(decisions).where(glue).values(revoked_at=now))
        others = rest
    else:
        rows = [{"action": "split", "a": min(report, o), "b": max(report, o), "made_at": now} for o in others]
        connection.execute(insert(decisions), rows)
    resolution().update(again=members)
    return tuple(dict.fromkeys((find_deal(connection, others[0]), find_deal(connection, report))))


def find_deal(connection: Connection, name: str) -> str:
    """The current deal with this id, or the one that tells what a deal of this id, or a report of this key, told.

    Raises UsageError where there is none.
    """
    seen: set[str] = set()
    wanted: str | None = name
    while wanted is not None and wanted not in seen:
        seen.add(wanted)
        row = connection.execute(select(deals.c.current, deals.c.replaced_by).where(deals.c.id == wanted)).one_or_none()
        if row is not None and row.current:
            return wanted
        told = select(reports.c.deal_id).where(reports.c.key == wanted, reports.c.current)
        wanted = connection.execute(told).scalar_one_or_none() or (row.replaced_by if row else None)
    raise UsageError(f"there is no deal {name} in this database")


def _reports_of(connection: Connection, deal: str) -> list[str]:
    query = select(reports.c.key).where(reports.c.deal_id == deal, reports.c.current).order_by(reports.c.key)
    return list(connection.execute(query).scalars())


def _between(left: Collection[str], right: Collection[str]) -> ColumnElement[bool]:
    return or_(
        and_(decisions.c.a.in_(left), decisions.c.b.in_(right)),
        and_(decisions.c.a.in_(right), decisions.c.b.in_(left)),
    )


def _without_merges(connection: Connection, resolver: Resolver, members: list[str], report: str) -> set[str]:
    """Which reports of the deal would be with this one if nobody had merged anything into it."""
    query = select(reports.c.key, reports.c.facts).where(reports.c.key.in_(members), reports.c.current)
    facts: dict[str, str] = {row.key: row.facts for row in connection.execute(query)}
    names = {name for text in facts.values() for name in resolver.names_in(text)}
    known = select(companies.c.key, companies.c.company).where(companies.c.key.in_(names))
    groups: dict[str, str] = {row.key: row.company for row in connection.execute(known)}
    rows = connection.execute(
        select(decisions.c.a, decisions.c.b).where(
            decisions.c.action == "split", decisions.c.revoked_at.is_(None), decisions.c.a.in_(members)
        )
    )
    splits = [Decision(action="split", a=row.a, b=row.b) for row in rows]
    for component in resolver.cluster(facts, groups, splits):
        for deal in component:
            if report in deal:
                return set(deal)
    return {report}
