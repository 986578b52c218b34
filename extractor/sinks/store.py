"""The deal database: one object, every write one transaction."""

from __future__ import annotations

import contextlib
import json
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from extractor.errors import StoreError
from extractor.normalize.rates import Rates, UserRate
from extractor.records import Article, Deal, Extraction, Failure, Provenance
from extractor.records.resolution import Resolver
from extractor.sinks.checking import find_faults
from extractor.sinks.currencies import DOLLARS, keep_currency, kept_currencies, refresh_deals
from extractor.sinks.deciding import merge_deals, split_deal
from extractor.sinks.identity import provenance_digest
from extractor.sinks.opening import LOCK_WAIT, open_engine, told
from extractor.sinks.quarantine import Poison, Quarantined, is_quarantined, list_quarantined, put
from extractor.sinks.query import DealQuery, DealRow, find_deals, iter_deals
from extractor.sinks.resolving import Resolution, file_waiting, forget_filing, lock_deals
from extractor.sinks.runs import RunRecord, list_failures, list_runs, write_failure
from extractor.sinks.saving import (
    SaveResult,
    Unsaved,
    claim,
    first_wave,
    known_at_first,
    make_sources,
    prepare,
    write_wave,
)
from extractor.sinks.schema import articles, deals, failures, provenances, rates, readings, reports, runs
from extractor.sinks.writing import insert_row, last_change, provenance_id


def utc_now() -> str:
    """The time as the database writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def open_store(
    url_or_path: str,
    *,
    make_resolver: Callable[[Rates], Resolver] | None = None,
    now: Callable[[], str] = utc_now,
) -> Store:
    """Opens the deal database at a path (SQLite) or SQLAlchemy URL, and makes it where there is none.

    ``make_resolver`` (:class:`extractor.resolve.DealResolver`) says which reports tell of one deal, given the rates
    that the database goes by. Without it articles can be saved, but their deals wait until the database is opened with
    it. ``now`` gives the time for ``first_seen`` and the like, ISO 8601 UTC. Raises StoreError where the database
    cannot be opened, belongs to another program, or was made by an older or newer dealwire.
    """
    return Store(open_engine(url_or_path), make_resolver=make_resolver, now=now)


class Store:
    """An open deal database. Safe to use from one thread; any number of processes may each open their own."""

    def __init__(
        self,
        engine: Engine,
        *,
        make_resolver: Callable[[Rates], Resolver] | None = None,
        now: Callable[[], str] = utc_now,
    ) -> None:
        self._engine = engine
        self._make_resolver = make_resolver
        self._now = now
        self._rates: Rates | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets the database go."""
        self._engine.dispose()

    def done(self, page: str, provenance: Provenance | None) -> bool:
        """Whether a page with this digest (:func:`extractor.sinks.page_digest`) has been read by these very rules,
        model and program, and is still current: then reading it again would change nothing."""
        query = (
            select(readings.c.id)
            .join(provenances, readings.c.provenance_id == provenances.c.id)
            .where(
                readings.c.page == page,
                readings.c.replaced_at.is_(None),
                provenances.c.digest == provenance_digest(provenance),
            )
            .limit(1)
        )
        with self._read() as connection:
            return connection.execute(query).first() is not None

    def save(self, extraction: Extraction, *, page: str | None = None, run: int | None = None) -> SaveResult:
        """Holds what an article tells, once, in one transaction.

        ``page`` is the digest of the page it was read from, ``run`` the run that read it. The same article read by the
        same rules changes nothing, wherever it lies; a changed article, or other rules, replaces the reports of its
        source, and the old ones stay as history. Raises StoreError; then nothing of the article was kept.
        """
        return self.save_all([(extraction, page)], run=run)[0]

    def save_all(self, read: Sequence[tuple[Extraction, str | None]], *, run: int | None = None) -> list[SaveResult]:
        """Holds what several articles tell; the same as to :meth:`save` each with its page, in this order, but faster.

        All are written in one transaction, but for those that another program is writing at this moment, which come in
        a next one. Raises StoreError; then what was not written whole was not written at all.
        """
        left = prepare(read, provenance_digest)
        with self._read() as connection:
            # What comes first and is there already needs nobody's lock. Later ones might not be there by then.
            results = known_at_first(connection, left)
        left = left[len(results) :]
        patience = time.monotonic() + LOCK_WAIT
        if left and self._engine.dialect.name == "postgresql":
            with self._write() as connection:
                make_sources(connection, left, self._now())
        while left:
            results |= self._save_free(left, run)
            left = [one for one in left if one.place not in results]
            if left and time.monotonic() > patience:
                raise StoreError(
                    f"another program has been writing {left[0].article.source} for {LOCK_WAIT:.0f} s: close it and "
                    "run again"
                )
            if left:
                time.sleep(random.uniform(0.005, 0.05))  # uneven, so that two do not meet again and again
        return [results[place] for place in range(len(read))]

    def _save_free(self, unsaved: list[Unsaved], run: int | None) -> dict[int, SaveResult]:
        """Writes what nobody else is writing."""
        results: dict[int, SaveResult] = {}
        with self._write() as connection:
            now = self._now()
            free = claim(connection, unsaved)
            resolver = self._resolver(connection) if self._make_resolver is not None else None
            provenance = {
                one.provenance: provenance_id(connection, one.extraction.provenance)
                for one in {one.provenance: one for one in free}.values()
            }
            while free:
                written = write_wave(connection, first_wave(free), provenance, run=run, now=now, resolver=resolver)
                results |= written.results
                free = free[len(written.results) :]
                if resolver is not None and (written.numbers or written.retired):
                    self._resolution(connection).update(written.numbers, written.retired)
                elif written.retired:
                    raise StoreError("this article's deals are known already: changing them needs a resolver")
        return results

    def save_failure(self, failure: Failure, *, run: int | None = None) -> None:
        """Remembers why a source gave nothing, until it gives something. What it gave earlier stays."""
        with self._write() as connection:
            write_failure(connection, failure, run=run, now=self._now())

    def failures(self) -> list[Failure]:
        """Sources that gave nothing so far, by name."""
        with self._read() as connection:
            return list_failures(connection)

    def quarantine(self, poison: Poison, *, run: int | None = None) -> None:
        """Remembers a source that no run is to try again by itself, until it is read after all."""
        with self._write() as connection:
            put(connection, poison, run=run, now=self._now())

    def is_quarantined(self, page: str, provenance: Provenance | None) -> bool:
        """Whether a page with this digest was put into quarantine when these very rules, model and program tried it."""
        with self._read() as connection:
            return is_quarantined(connection, page, provenance)

    def quarantined(self) -> list[Quarantined]:
        """The sources in quarantine, by name."""
        with self._read() as connection:
            return list_quarantined(connection)

    def start_run(self, given: Sequence[str], *, version: str) -> int:
        """Opens a run over the sources as given; its number goes to :meth:`save`."""
        with self._write() as connection:
            row = {"started_at": self._now(), "sources": json.dumps(list(given)), "version": version}
            return insert_row(connection, runs, row)

    def finish_run(self, run: int) -> None:
        """Closes a run that came to its end."""
        with self._write() as connection:
            connection.execute(update(runs).where(runs.c.id == run).values(finished_at=self._now()))

    def runs(self) -> list[RunRecord]:
        """Every run, in order."""
        with self._read() as connection:
            return list_runs(connection)

    def deals(self, query: DealQuery | None = None) -> list[DealRow]:
        """The deals asked for (all of them by default), latest first; each once, however many articles tell it."""
        query = self._prepared(query)
        with self._read() as connection:
            return find_deals(connection, query)

    def iter_deals(self, query: DealQuery | None = None) -> Iterator[DealRow]:
        """The same as :meth:`deals`, a few at a time, for more deals than memory holds."""
        query = self._prepared(query)
        with self._read() as connection:
            yield from iter_deals(connection, query)

    def _prepared(self, query: DealQuery | None) -> DealQuery:
        query = query or DealQuery()
        self.resolve_waiting()
        if query.unit != DOLLARS:
            self.keep_currency(query.unit)
        return query

    def keep_currency(self, currency: str) -> None:
        """Converts the sums of all deals into this currency too, now and with each change from now on.

        Raises UsageError where there are no rates for it.
        """
        with self._read() as connection:
            if currency in (DOLLARS, *kept_currencies(connection)):
                return
        with self._write() as connection:
            lock_deals(connection)
            keep_currency(connection, self._load_rates(connection), currency)

    def cursor(self) -> int:
        """The last change of any deal, for ``DealQuery(after=...)``; 0 where there is none."""
        self.resolve_waiting()
        with self._read() as connection:
            return last_change(connection)

    def resolve_waiting(self) -> int:
        """Resolves the reports that wait for it, and says how many. Raises StoreError where there is no resolver."""
        with self._read() as connection:
            waiting = list(connection.execute(_WAITING).scalars())
        if waiting and self._make_resolver is None:
            raise StoreError(f"{len(waiting)} report(s) wait to be resolved: run `dealwire resolve`")
        done = 0
        for start in range(0, len(waiting), _BATCH):
            with self._write() as connection:
                done += self._resolve_reports(connection, waiting[start : start + _BATCH])
        return done

    def resolve_again(self) -> int:
        """Takes all deals apart and resolves every report anew; ids, first-seen dates and decisions stay.

        Gives the number of reports. Interrupted, it goes on when the database is next asked for deals.
        """
        with self._write() as connection:
            lock_deals(connection)
            forget_filing(connection)
        return self.resolve_waiting()

    def merge(self, first: str, second: str) -> tuple[str, ...]:
        """Makes two deals one, for good: no later run takes them apart. Gives the id of the one deal.

        Raises UsageError where there is no such deal.
        """
        self.resolve_waiting()
        with self._write() as connection:
            return merge_deals(connection, lambda: self._resolution(connection), first, second, self._now())

    def split(self, deal: str, report: str) -> tuple[str, ...]:
        """Takes a report out of a deal, for good; a merge that brought it in is taken back. Gives both deals' ids.

        Raises UsageError where there is no such deal or report.
        """
        self.resolve_waiting()
        with self._write() as connection:
            resolver = self._resolver(connection)
            return split_deal(connection, lambda: self._resolution(connection), resolver, deal, report, self._now())

    def add_rates(self, given: Iterable[UserRate]) -> int:
        """Holds a user's exchange rates and converts every deal by them. Gives the number of deals that changed.

        Programs that have the database open go by their old rates until they open it again.
        """
        with self._write() as connection:
            lock_deals(connection)
            for rate in given:
                connection.execute(delete(rates).where(rates.c.currency == rate.currency, rates.c.day == rate.day))
                connection.execute(insert(rates), {"currency": rate.currency, "day": rate.day, "usd": str(rate.usd)})
            before = last_change(connection)
            self._rates = None
            refresh_deals(connection, self._load_rates(connection))
            return last_change(connection) - before

    def article(self, name: str) -> Article | None:
        """The current wording of the article with this id, whole."""
        query = (
            select(articles)
            .join(readings, readings.c.article_id == articles.c.id)
            .where(articles.c.name == name, readings.c.replaced_at.is_(None))
            .order_by(articles.c.id)
            .limit(1)
        )
        with self._read() as connection:
            row = connection.execute(query).mappings().one_or_none()
        if row is None:
            return None
        columns = ("source", "url", "title", "site", "published", "language", "text")
        return Article.model_validate(json.loads(row["details"]) | {"id": row["name"]} | {c: row[c] for c in columns})

    def counts(self) -> dict[str, int]:
        """How many current articles and deals, failures and runs the database holds."""
        with self._read() as connection:
            return {
                "articles": connection.execute(
                    select(func.count()).where(readings.c.replaced_at.is_(None))
                ).scalar_one(),
                "reports": connection.execute(select(func.count()).where(reports.c.current)).scalar_one(),
                "deals": connection.execute(select(func.count()).where(deals.c.current)).scalar_one(),
                "failures": connection.execute(select(func.count()).select_from(failures)).scalar_one(),
                "quarantined": len(list_quarantined(connection)),
                "runs": connection.execute(select(func.count()).select_from(runs)).scalar_one(),
            }

    def check(self) -> list[str]:
        """What is wrong with the database, in sentences; nothing, normally."""
        with self._read() as connection:
            return find_faults(connection)

    def _resolve_reports(self, connection: Connection, numbers: Sequence[int]) -> int:
        lock_deals(connection)
        query = (
            select(reports.c.id, reports.c.record, articles.c.published)
            .join(readings, reports.c.reading_id == readings.c.id)
            .join(articles, readings.c.article_id == articles.c.id)
            .where(reports.c.id.in_(numbers), reports.c.current, reports.c.component.is_(None))
            .order_by(reports.c.id)
        )
        rows = [(int(row.id), Deal.model_validate_json(row.record), row.published) for row in connection.execute(query)]
        file_waiting(connection, self._resolver(connection), rows)
        self._resolution(connection).update([number for number, _, _ in rows])
        return len(rows)

    def _resolution(self, connection: Connection) -> Resolution:
        return Resolution(connection, self._resolver(connection), self._load_rates(connection))

    def _resolver(self, connection: Connection) -> Resolver:
        if self._make_resolver is None:
            raise StoreError("this database was opened without a resolver: deals cannot be changed")
        return self._make_resolver(self._load_rates(connection))

    def _load_rates(self, connection: Connection) -> Rates:
        if self._rates is None:
            rows = connection.execute(select(rates).order_by(rates.c.currency, rates.c.day))
            self._rates = Rates(UserRate(row.currency, row.day, Decimal(row.usd)) for row in rows)
        return self._rates

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A connection that sees the database as it is now, whoever writes meanwhile; for reading only."""
        level = {} if self._engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        with told(self._engine.url), self._engine.connect().execution_options(**level) as connection:
            yield connection

    @contextlib.contextmanager
    def _read(self) -> Iterator[Connection]:
        with told(self._engine.url), self._engine.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def _write(self) -> Iterator[Connection]:
        with (
            told(self._engine.url),
            self._engine.connect().execution_options(write=True) as connection,
            connection.begin(),
        ):
            yield connection


_BATCH = 200
_WAITING = select(reports.c.id).where(reports.c.current, reports.c.component.is_(None)).order_by(reports.c.id)
