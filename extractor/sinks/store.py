"""The deal database: one object, every write one transaction."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from types import TracebackType
from typing import Literal, Self

from sqlalchemy import Connection, Engine, delete, func, insert, select, text, update

from extractor.errors import StoreError
from extractor.normalize.rates import Rates, UserRate
from extractor.records import Article, Deal, Extraction, Failure, Provenance, Record
from extractor.records.resolution import Resolver
from extractor.sinks.canonical import last_change, refresh_deals
from extractor.sinks.checking import find_faults
from extractor.sinks.deciding import merge_deals, split_deal
from extractor.sinks.identity import article_digest, provenance_digest, source_key
from extractor.sinks.opening import open_engine, told
from extractor.sinks.query import DealQuery, DealRow, find_deals, iter_deals
from extractor.sinks.resolving import Filed, Resolution, file_reports, forget_filing, lock_deals, retire
from extractor.sinks.schema import articles, deals, failures, provenances, rates, readings, reports, runs, sources
from extractor.sinks.writing import (
    article_id,
    article_row,
    insert_new,
    insert_row,
    provenance_id,
    without_nul,
    write_reports,
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


class RunRecord(Record):
    """One run over sources, with counts derived from its rows."""

    id: int
    started_at: str
    finished_at: str | None
    """None where the run was stopped."""
    sources: tuple[str, ...]
    version: str
    articles: int
    """Articles that this run read and that are still current or history."""
    deals: int
    failures: int


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
        extraction = without_nul(extraction)
        article = extraction.article
        key, digest = source_key(article), article_digest(article)
        with self._write() as connection:
            _claim(connection, key, digest)
            now = self._now()
            reading = provenance_id(connection, extraction.provenance)
            twin = _reading_of_wording(connection, digest, reading)
            if twin is not None:
                return SaveResult(outcome="same", deals=_count_reports(connection, twin))
            insert_new(connection, sources, {"key": key, "first_seen": now}, "key")
            source_id = connection.execute(select(sources.c.id).where(sources.c.key == key)).scalar_one()
            old = connection.execute(
                select(readings.c.id).where(readings.c.source_id == source_id, readings.c.replaced_at.is_(None))
            ).scalar_one_or_none()
            retired = retire(connection, old, now) if old is not None else []
            row = article_row(article, source_id=source_id, digest=digest, now=now)
            reading_id = insert_row(
                connection,
                readings,
                {
                    "source_id": source_id,
                    "article_id": article_id(connection, row),
                    "provenance_id": reading,
                    "run_id": run,
                    "page": page,
                    "read_at": now,
                },
            )
            numbers = write_reports(connection, extraction, reading_id, now)
            connection.execute(delete(failures).where(failures.c.source == article.source))
            self._resolve(connection, list(zip(numbers, extraction.deals, strict=True)), article.published, retired)
        return SaveResult(
            outcome="new" if old is None else "changed", deals=len(extraction.deals), replaced=len(retired)
        )

    def save_failure(self, failure: Failure, *, run: int | None = None) -> None:
        """Remembers why a source gave nothing, until it gives something. What it gave earlier stays."""
        with self._write() as connection:
            row = {
                "source": failure.source,
                "code": failure.code,
                "message": failure.message,
                "run_id": run,
                "first_seen": self._now(),
            }
            insert_new(connection, failures, row, "source")
            connection.execute(
                update(failures)
                .where(failures.c.source == failure.source)
                .values(code=failure.code, message=failure.message, run_id=run)
            )

    def failures(self) -> list[Failure]:
        """Sources that gave nothing so far, by name."""
        query = select(failures.c.source, failures.c.code, failures.c.message).order_by(failures.c.source)
        with self._read() as connection:
            return [Failure(source=row.source, code=row.code, message=row.message) for row in connection.execute(query)]

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
        read = select(func.count()).where(readings.c.run_id == runs.c.id).scalar_subquery()
        told_deals = (
            select(func.count())
            .select_from(reports.join(readings, reports.c.reading_id == readings.c.id))
            .where(readings.c.run_id == runs.c.id)
            .scalar_subquery()
        )
        failed = select(func.count()).where(failures.c.run_id == runs.c.id).scalar_subquery()
        query = select(runs, read.label("articles"), told_deals.label("deals"), failed.label("failures")).order_by(
            runs.c.id
        )
        with self._read() as connection:
            return [
                RunRecord.model_validate(dict(row) | {"sources": tuple(json.loads(row["sources"]))})
                for row in connection.execute(query).mappings()
            ]

    def deals(self, query: DealQuery | None = None) -> list[DealRow]:
        """The deals asked for (all of them by default), latest first; each once, however many articles tell it."""
        self.resolve_waiting()
        with self._read() as connection:
            return find_deals(connection, query or DealQuery())

    def iter_deals(self, query: DealQuery | None = None) -> Iterator[DealRow]:
        """The same as :meth:`deals`, a few at a time, for more deals than memory holds."""
        self.resolve_waiting()
        with self._read() as connection:
            yield from iter_deals(connection, query or DealQuery())

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
                "runs": connection.execute(select(func.count()).select_from(runs)).scalar_one(),
            }

    def check(self) -> list[str]:
        """What is wrong with the database, in sentences; nothing, normally."""
        with self._read() as connection:
            return find_faults(connection)

    def _resolve(
        self,
        connection: Connection,
        told: Sequence[tuple[int, Deal]],
        published: str | None,
        retired: Sequence[Filed],
    ) -> None:
        if self._make_resolver is None and not retired:
            return
        if self._make_resolver is None:
            raise StoreError("this article's deals are known already: changing them needs a resolver")
        file_reports(connection, self._resolver(connection), [(number, deal, published) for number, deal in told])
        self._resolution(connection).update([number for number, _ in told], retired)

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
        file_reports(connection, self._resolver(connection), rows)
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


def _claim(connection: Connection, *keys: str) -> None:
    """Makes writers of the same article wait for each other. SQLite has one writer at a time anyway."""
    if connection.dialect.name == "postgresql":
        for key in sorted(keys):  # one order for all, so that nobody waits in a circle
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": key})


def _reading_of_wording(connection: Connection, digest: str, provenance: int) -> int | None:
    """The current reading of this very wording by these very rules, wherever the article lies."""
    return connection.execute(
        select(readings.c.id)
        .join(articles, readings.c.article_id == articles.c.id)
        .where(
            articles.c.digest == digest,
            readings.c.provenance_id == provenance,
            readings.c.replaced_at.is_(None),
        )
        .order_by(readings.c.id)
        .limit(1)
    ).scalar_one_or_none()


def _count_reports(connection: Connection, reading: int) -> int:
    return connection.execute(select(func.count()).where(reports.c.reading_id == reading)).scalar_one()
