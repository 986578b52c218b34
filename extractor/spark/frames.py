"""A DataFrame of articles -> a DataFrame of what they tell."""

from __future__ import annotations

import faulthandler
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.errors import UsageError
from extractor.shards.rows import row_batches, row_schema
from extractor.shards.work import COLUMNS, shared
from extractor.sources import Source, row_source
from extractor.spark.session import need_pyspark
from extractor.workers import TIME_LIMIT

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_ROWS = 64


def extract_deals(
    articles: DataFrame, *, rules: Path | str | None = None, model: str | None = None, triage: bool = True
) -> DataFrame:
    """One row for each article, in the columns of the output contract: article, deals, statistics, provenance, error.

    ``articles`` has the columns of JSON Lines, ``id``, ``title``, ``text`` or ``html``, ``published``, ``url``, or a
    page's bytes as ``content`` with ``url`` and ``charset``; others are left out. A row goes by its ``source`` where
    it has one, else by its URL or id. Each Python worker loads the model once. An article that ends the worker, or
    holds it up, is found when Spark tries its task again, and becomes a row with an error.

    Raises UsageError where pyspark is missing or no column holds articles.
    """
    need_pyspark()
    known = [column for column in articles.columns if column in COLUMNS]
    if not {"text", "html", "content"}.intersection(known):
        raise UsageError(f"none of the columns text, html and content is among {', '.join(articles.columns) or 'none'}")
    extract = partial(_extract, rules=str(rules) if rules else None, model=model, triage=triage)
    return articles.select(*known).mapInArrow(extract, row_ddl())


def row_ddl() -> str:
    """The schema of rows, as Spark writes one."""
    return ", ".join(f"`{field.name}` {_ddl(field.type)}" for field in row_schema())


def _ddl(kind: Any) -> str:
    from pyarrow import types

    if types.is_struct(kind):
        return f"struct<{', '.join(f'`{field.name}`: {_ddl(field.type)}' for field in kind)}>"
    if types.is_list(kind):
        return f"array<{_ddl(kind.value_type)}>"
    if types.is_decimal(kind):
        return f"decimal({kind.precision},{kind.scale})"
    return {"string": "string", "bool": "boolean", "int32": "int", "double": "double"}[str(kind)]


def _extract(batches: Iterable[Any], *, rules: str | None, model: str | None, triage: bool) -> Iterator[Any]:
    """What a Python worker does for a partition.

    The first attempt reads in this process, which is what costs least; what ends it, or holds it up, ends the attempt.
    Each further attempt reads in another process, where the article that did it is found and passed by.
    """
    from pyspark import TaskContext

    context = TaskContext.get()
    again = context is not None and context.attemptNumber() > 0
    extractor = shared(rules, model, triage)
    extractor.load()
    outcomes = extractor.iter_found(_watched(_sources(batches), watch=not again), apart=again)
    try:
        for batch in row_batches(outcomes):
            faulthandler.cancel_dump_traceback_later()  # whoever takes the rows may take their time
            yield batch
    finally:
        faulthandler.cancel_dump_traceback_later()


def _watched(sources: Iterable[Source], *, watch: bool) -> Iterator[Source]:
    """The sources; where between two of them too much time goes by, this process ends."""
    for source in sources:
        if watch:
            faulthandler.dump_traceback_later(TIME_LIMIT, exit=True)
        yield source


def _sources(batches: Iterable[Any]) -> Iterator[Source]:
    for batch in batches:
        for start in range(0, batch.num_rows, _ROWS):
            for row in batch.slice(start, _ROWS).to_pylist():
                yield row_source(str(row.get("url") or row.get("id") or "-"), row)
