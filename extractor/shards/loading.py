"""Rows that were written elsewhere -> the database of deals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from extractor import __version__
from extractor.errors import UsageError
from extractor.records import Extraction
from extractor.shards.rows import row_outcome, row_schema
from extractor.shards.stores import Place, find_tables

if TYPE_CHECKING:
    from extractor.sinks import Store

_ROWS = 200
"""Articles in one transaction."""


def load_rows(given: Sequence[str], store: Store) -> Counter[str]:
    """Store what rows tell (Parquet files, folders of them, patterns), each article in one transaction with its deals.

    Gives how many articles were ``new``, ``changed``, ``same``, or ``failed`` and left out. Loading the same rows again
    changes nothing. Raises UsageError where there are no rows, StoreError, OSError.
    """
    counts: Counter[str] = Counter()
    tables = find_tables(given)
    run = store.start_run(list(given), version=__version__)
    for table in tables:
        for batch in _batches(table):
            read = [(one, None) for one in batch if isinstance(one, Extraction)]
            counts["failed"] += len(batch) - len(read)
            counts.update(result.outcome for result in (store.save_all(read, run=run) if read else ()))
    store.finish_run(run)
    return counts


def _batches(name: str) -> Iterator[list[object]]:
    from pyarrow import ArrowInvalid, parquet

    with Place(name).open() as stream:
        try:
            table = parquet.ParquetFile(stream)
        except ArrowInvalid as error:
            raise UsageError(f"{name} is no Parquet file: {error}") from error
        absent = set(row_schema().names).difference(table.schema_arrow.names)
        if absent:
            raise UsageError(f"{name} holds no rows of dealwire's: it has no {', '.join(sorted(absent))}")
        for batch in table.iter_batches(_ROWS):
            yield [row_outcome(row) for row in batch.to_pylist()]
