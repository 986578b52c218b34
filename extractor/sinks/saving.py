"""Writes what articles tell, several of them in one transaction as surely as one.

A source is claimed by its row before anything of it is written. On PostgreSQL the claim passes over sources that
another session is writing at this moment (``FOR UPDATE SKIP LOCKED``), so that two runs over the same articles do not
stand in each other's way; on SQLite whoever writes is alone (``BEGIN IMMEDIATE``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, Select, and_, delete, func, insert, select
from sqlalchemy.engine import Row

from extractor.records import Article, Deal, Extraction, Record
from extractor.records.resolution import Indexed, Resolver
from extractor.sinks.identity import article_digest, source_key
from extractor.sinks.resolving import Filed, file_reports, lock_deals, retire
from extractor.sinks.schema import articles, failures, provenances, quarantine, readings, reports, sources, statistics
from extractor.sinks.statements import VALUES, chunks, fetch
from extractor.sinks.writing import (
    article_row,
    insert_new,
    insert_rows,
    report_keys_of,
    report_row,
    statistic_row,
    without_nul,
)

Outcome = Literal["new", "changed", "same"]


class SaveResult(Record):
    """What a save did."""

    outcome: Outcome
    """``new``: the source's first reading; ``changed``: its article or the rules changed, and these reports replace the
    old ones; ``same``: all of it was there, and nothing was written."""
    deals: int
    """How many deals the article's current reading holds."""
    replaced: int = 0
    """How many reports became history."""


class Unsaved(NamedTuple):
    """An extraction that is to be saved, with all that can be known of it before the database is asked."""

    place: int
    """Which of the extractions given."""
    extraction: Extraction
    page: str | None
    key: str
    digest: str
    provenance: str
    """Digest of what read it."""

    @property
    def article(self) -> Article:
        """What was read."""
        return self.extraction.article


class Written(NamedTuple):
    """What a wave wrote."""

    results: dict[int, SaveResult]
    numbers: list[int]
    """Of the new reports."""
    retired: list[Filed]
    """Reports that became history."""


def prepare(read: Sequence[tuple[Extraction, str | None]], digest: Any) -> list[Unsaved]:
    """What is to be saved; ``digest`` gives that of a provenance."""
    unsaved = []
    for place, (extraction, page) in enumerate(read):
        extraction = without_nul(extraction)
        article = extraction.article
        unsaved.append(
            Unsaved(
                place, extraction, page, source_key(article), article_digest(article), digest(extraction.provenance)
            )
        )
    return unsaved


def first_wave(unsaved: Sequence[Unsaved]) -> list[Unsaved]:
    """Those that come first and can be written together: every source and every wording once."""
    seen: set[str] = set()
    wave = []
    for one in unsaved:
        if one.key in seen or one.digest in seen:
            break
        seen |= {one.key, one.digest}
        wave.append(one)
    return wave


_SOURCES = select(sources.c.key, sources.c.id).where(sources.c.key.in_(VALUES))
_TWINS = (
    select(
        articles.c.digest,
        provenances.c.digest.label("provenance"),
        readings.c.id,
        sources.c.key,
        func.count(reports.c.id).label("told"),
    )
    .select_from(
        articles.join(sources, sources.c.id == articles.c.source_id)
        .join(readings, and_(readings.c.article_id == articles.c.id, readings.c.replaced_at.is_(None)))
        .join(provenances, readings.c.provenance_id == provenances.c.id)
        .outerjoin(reports, reports.c.reading_id == readings.c.id)
    )
    .where(articles.c.digest.in_(VALUES))
    .group_by(articles.c.digest, provenances.c.digest, readings.c.id, sources.c.key)
)
_CURRENT = select(readings.c.source_id, readings.c.id).where(
    readings.c.source_id.in_(VALUES), readings.c.replaced_at.is_(None)
)
_CURRENT_KEYS = (
    select(sources.c.key.label("source"), reports.c.key)
    .select_from(
        sources.join(readings, and_(readings.c.source_id == sources.c.id, readings.c.replaced_at.is_(None))).join(
            reports, and_(reports.c.reading_id == readings.c.id, reports.c.current)
        )
    )
    .where(sources.c.key.in_(VALUES))
)
_WORDINGS = select(articles.c.source_id, articles.c.digest, articles.c.id).where(articles.c.source_id.in_(VALUES))
_TOLD_BEFORE: Select[Any] = select(reports.c.key, reports.c.first_seen, reports.c.current).where(
    reports.c.key.in_(VALUES)
)
_FORGET = (
    delete(failures).where(failures.c.source.in_(VALUES)),
    delete(quarantine).where(quarantine.c.source.in_(VALUES)),
)
_RELEASE = delete(quarantine).where(quarantine.c.page.in_(VALUES))


def known_at_first(connection: Connection, unsaved: Sequence[Unsaved]) -> dict[int, SaveResult]:
    """What is held already of those that come first, up to the first that is not."""
    same = _known_wordings(connection, unsaved)
    first = takewhile(lambda one: one.place in same, unsaved)
    return {one.place: SaveResult(outcome="same", deals=same[one.place].told) for one in first}


def make_sources(connection: Connection, unsaved: Iterable[Unsaved], now: str) -> None:
    """Makes the rows of sources that are new, so that they can be claimed."""
    keys = sorted({one.key for one in unsaved})
    known = {row.key for row in fetch(connection, _SOURCES, keys)}
    new = [{"key": key, "first_seen": now} for key in keys if key not in known]
    if new:
        insert_new(connection, sources, new, "key")


def claim(connection: Connection, unsaved: Sequence[Unsaved]) -> list[Unsaved]:
    """Those whose sources nobody else is writing; they are ours until the transaction ends."""
    if connection.dialect.name != "postgresql":
        return list(unsaved)  # whoever writes to SQLite is alone
    query = _SOURCES.order_by(sources.c.key).with_for_update(skip_locked=True)
    keys = {row.key for row in fetch(connection, query, sorted({one.key for one in unsaved}))}
    if keys:
        lock_deals(connection)  # before the first look at other sources: what they hold must not change meanwhile
    return [one for one in unsaved if one.key in keys]


def write_wave(
    connection: Connection,
    wave: Sequence[Unsaved],
    provenance: dict[str, int],
    *,
    run: int | None,
    now: str,
    resolver: Resolver | None,
) -> Written:
    """Writes articles, readings and reports of one wave, up to an article that was there until this very wave
    replaced it, or to one that tells a report whose key another of the wave tells or gives up. ``provenance`` gives
    numbers for digests."""
    same = _known_wordings(connection, wave)
    current = _current_keys(connection, wave) if len(wave) > 1 else {}
    results: dict[int, SaveResult] = {}
    new: list[Unsaved] = []
    written: set[str] = set()
    told: set[str] = set()
    for one in wave:
        twin = same.get(one.place)
        if twin is None:
            keys = set(report_keys_of(one.extraction))
            if not told.isdisjoint(keys | current.get(one.key, set())):
                break  # which of the two reports gets the plain key depends on what is history by then
            told |= keys
            new.append(one)
            written.add(one.key)
        elif twin.key in written:
            break
        else:
            results[one.place] = SaveResult(outcome="same", deals=twin.told)
    if not new:
        return Written(results, [], [])
    make_sources(connection, new, now)
    claimed = {row.key: int(row.id) for row in fetch(connection, _SOURCES, sorted(one.key for one in new))}
    ids = [claimed[one.key] for one in new]
    old = {row.source_id: int(row.id) for row in fetch(connection, _CURRENT, ids)}
    retired = retire(connection, sorted(old.values()), now) if old else []
    wordings = _wordings(connection, new, claimed, old, now)
    numbers = insert_rows(
        connection,
        readings,
        [
            {
                "source_id": claimed[one.key],
                "article_id": wordings[one.place],
                "provenance_id": provenance[one.provenance],
                "run_id": run,
                "page": one.page,
                "read_at": now,
            }
            for one in new
        ],
    )
    reading_ids = {one.place: number for one, number in zip(new, numbers, strict=True)}
    filed = _write_reports(connection, new, reading_ids, resolver, now)
    _write_statistics(connection, new, reading_ids)
    for chunk in chunks(one.article.source for one in new):
        for statement in _FORGET:
            connection.execute(statement, {"values": chunk})
    for chunk in chunks(one.page for one in new if one.page):
        connection.execute(_RELEASE, {"values": chunk})
    replaced: dict[int, int] = defaultdict(int)
    if retired:
        history = select(reports.c.id, reports.c.reading_id).where(reports.c.id.in_(VALUES))
        for row in fetch(connection, history, [filed.id for filed in retired]):
            replaced[row.reading_id] += 1
    for one in new:
        before = old.get(claimed[one.key])
        results[one.place] = SaveResult(
            outcome="new" if before is None else "changed",
            deals=len(one.extraction.deals),
            replaced=replaced[before] if before is not None else 0,
        )
    return Written(results, filed, retired)


def _known_wordings(connection: Connection, unsaved: Sequence[Unsaved]) -> dict[int, Row[Any]]:
    """Of what is held already, read by the same rules and current, wherever the article lies: the reading."""
    told: dict[tuple[str, str], Row[Any]] = {}
    for row in fetch(connection, _TWINS, sorted({one.digest for one in unsaved})):
        first = told.setdefault((row.digest, row.provenance), row)
        if row.id < first.id:
            told[row.digest, row.provenance] = row
    return {one.place: told[one.digest, one.provenance] for one in unsaved if (one.digest, one.provenance) in told}


def _current_keys(connection: Connection, unsaved: Sequence[Unsaved]) -> dict[str, set[str]]:
    """The keys of the current reports of each source."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in fetch(connection, _CURRENT_KEYS, sorted({one.key for one in unsaved})):
        found[row.source].add(row.key)
    return found


def _wordings(
    connection: Connection, new: Sequence[Unsaved], claimed: dict[str, int], old: dict[int, int], now: str
) -> dict[int, int]:
    """Numbers of the articles by place; an article is made where this wording is new to its source."""
    held = {
        (row.source_id, row.digest): int(row.id)
        for row in fetch(connection, _WORDINGS, [claimed[one.key] for one in new if claimed[one.key] in old])
    }
    made = [one for one in new if (claimed[one.key], one.digest) not in held]
    rows = [article_row(one.article, source_id=claimed[one.key], digest=one.digest, now=now) for one in made]
    numbers = insert_rows(connection, articles, rows)
    held |= {(claimed[one.key], one.digest): number for one, number in zip(made, numbers, strict=True)}
    return {one.place: held[claimed[one.key], one.digest] for one in new}


def _write_reports(
    connection: Connection,
    new: Sequence[Unsaved],
    reading_ids: dict[int, int],
    resolver: Resolver | None,
    now: str,
) -> list[int]:
    """The reports of the readings; gives their numbers, in order.

    A report that an older reading of the source told keeps the day when it was first seen.
    """
    told: list[tuple[Unsaved, int, Deal, str]] = []
    for one in new:
        keys = report_keys_of(one.extraction)
        told += [(one, n, deal, key) for n, (deal, key) in enumerate(zip(one.extraction.deals, keys, strict=True))]
    if not told:
        return []
    first_seen: dict[str, str] = {}
    taken = set()
    for row in fetch(connection, _TOLD_BEFORE, sorted({key for _, _, _, key in told})):
        first_seen[row.key] = min(row.first_seen, first_seen.get(row.key, row.first_seen))
        if row.current:
            taken.add(row.key)
    rows, found = [], []
    for one, position, deal, key in told:
        indexed = resolver.index(deal, one.article.published) if resolver is not None else None
        found.append(indexed)
        rows.append(
            report_row(deal, one.article)
            | {
                # Two sources that give one id to two articles:
                "key": f"{key}-{reading_ids[one.place]}" if key in taken else key,
                "reading_id": reading_ids[one.place],
                "position": position,
                "current": True,
                "first_seen": first_seen.get(key, now),
                "facts": indexed.facts if indexed is not None else None,
            }
        )
        taken.add(key)
    numbers = insert_rows(connection, reports, rows)
    file_reports(connection, [(n, i) for n, i in zip(numbers, found, strict=True) if isinstance(i, Indexed)])
    return numbers


def _write_statistics(connection: Connection, new: Sequence[Unsaved], reading_ids: dict[int, int]) -> None:
    rows = [
        statistic_row(statistic) | {"reading_id": reading_ids[one.place], "position": position, "current": True}
        for one in new
        for position, statistic in enumerate(one.extraction.statistics)
    ]
    if rows:
        connection.execute(insert(statistics), rows)
