"""Runs over sources, and the sources that gave nothing."""

from __future__ import annotations

import json

from sqlalchemy import Connection, func, select, update

from extractor.records import Failure, Record
from extractor.sinks.schema import failures, readings, reports, runs
from extractor.sinks.writing import insert_new


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


def write_failure(connection: Connection, failure: Failure, *, run: int | None, now: str) -> None:
    """Holds what was last wrong with a source; the day when anything first was stays."""
    told = {"code": failure.code, "message": failure.message, "run_id": run}
    insert_new(connection, failures, [{"source": failure.source, "first_seen": now} | told], "source")
    connection.execute(update(failures).where(failures.c.source == failure.source).values(**told))


def list_failures(connection: Connection) -> list[Failure]:
    """Sources that gave nothing so far, by name."""
    query = select(failures.c.source, failures.c.code, failures.c.message).order_by(failures.c.source)
    return [Failure(source=row.source, code=row.code, message=row.message) for row in connection.execute(query)]


def list_runs(connection: Connection) -> list[RunRecord]:
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
    return [
        RunRecord.model_validate(dict(row) | {"sources": tuple(json.loads(row["sources"]))})
        for row in connection.execute(query).mappings()
    ]
