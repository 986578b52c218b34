"""The work on one shard: read it, find what its articles tell, write the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from extractor import __version__
from extractor.errors import UsageError
from extractor.pipeline import POISONOUS, Extractor
from extractor.records import Extraction, Failure
from extractor.shards.manifests import Manifest, Reader, read_manifest, shard_name, write_manifest
from extractor.shards.rows import arrow, row_batches, row_schema
from extractor.shards.stores import SUFFIXES, Place
from extractor.sources import Source, read_archive, read_lines, row_source

COLUMNS = ("id", "title", "text", "html", "published", "url", "content", "charset", "source")
"""Of a table of articles, all optional but one of ``text``, ``html`` and ``content``."""

_ROWS = 64
"""Rows of a table that are in memory at once: pages are large."""


def extract_shard(
    shard: str,
    *,
    rules: Path | str | None = None,
    model: str | None = None,
    triage: bool = True,
    isolated: bool = False,
    passed: Counter[str] | None = None,
) -> Iterator[Any]:
    """The rows of a shard as Arrow record batches: one for each article, in order, as ``dealwire extract`` tells it.

    ``isolated`` reads the articles in a process of their own, so that one which crashes, hangs or eats all memory
    becomes a row with an error and costs nothing else. What an archive holds beside pages is counted in ``passed``.
    Raises UsageError where the shard is none or a package is missing, OSError where it cannot be read.
    """
    extractor = shared(rules, model, triage)
    yield from row_batches(_outcomes(extractor, Place(shard), isolated, Counter() if passed is None else passed))


def write_shard(
    shard: str,
    output: str,
    *,
    rules: Path | str | None = None,
    model: str | None = None,
    triage: bool = True,
    isolated: bool = False,
    again: bool = False,
) -> Manifest:
    """Write the rows of a shard as a Parquet file under ``output``, and its manifest, which says that it is done.

    A shard that is done is not read again, unless it has changed, or rules or program have, or ``again`` says so.
    Raises as :func:`extract_shard` does.
    """
    extractor = shared(rules, model, triage)
    reader = Reader(version=__version__, rules=extractor.rulebook.digest, model=model or "default")
    place, folder = Place(shard), Place(output)
    known = None if again else read_manifest(folder, place, reader)
    if known is not None:
        return known
    state = place.state()
    if state is None:
        raise FileNotFoundError(f"{shard}: no such file")
    name = f"{shard_name(shard)}.parquet"
    counts: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    arrow()
    from pyarrow import parquet

    with folder.writing(name) as file, parquet.ParquetWriter(file, row_schema(), compression="zstd") as writer:
        for batch in row_batches(_counted(_outcomes(extractor, place, isolated, passed), counts)):
            writer.write_batch(batch)
    manifest = Manifest(
        shard=shard,
        size=state[0],
        changed=state[1],
        output=name,
        output_size=folder.fs.get_file_info(folder.below(name)).size,
        articles=counts["articles"],
        deals=counts["deals"],
        statistics=counts["statistics"],
        failed=counts["failed"],
        quarantined=counts["quarantined"],
        passed=dict(passed),
        reader=reader,
    )
    write_manifest(folder, manifest)
    return manifest


@lru_cache(maxsize=2)
def shared(rules: Path | str | None, model: str | None, triage: bool) -> Extractor:
    """The same extractor for the same rules and model, so that a process loads them once."""
    return Extractor(rules=rules, model=model, triage=triage)


def _outcomes(
    extractor: Extractor, shard: Place, isolated: bool, passed: Counter[str]
) -> Iterator[Extraction | Failure]:
    with shard.open() as stream:
        yield from extractor.iter_found(_sources(shard.name, stream, passed), apart=isolated)


def _sources(name: str, stream: BinaryIO, passed: Counter[str]) -> Iterator[Source]:
    lower = name.lower().removesuffix(".gz")
    if lower.endswith(".warc"):
        try:
            import fastwarc  # noqa: F401 - a shard without it would be done, with nothing in it
        except ModuleNotFoundError as error:
            raise UsageError("web archives need fastwarc: pip install 'dealwire[warc]'") from error
        return read_archive(name, stream, passed=passed)
    if lower.endswith((".jsonl", ".ndjson")):
        return read_lines(name, stream)
    if lower.endswith(".parquet"):
        return _rows(name, stream)
    raise UsageError(f"{name} is no shard; shards are files in {', '.join(SUFFIXES)}")


def _rows(name: str, stream: BinaryIO) -> Iterator[Source]:
    """Every row of a Parquet file, ``FILE#ROW``."""
    from pyarrow import parquet

    table = parquet.ParquetFile(stream)
    columns = [column for column in table.schema_arrow.names if column in COLUMNS]
    if not {"text", "html", "content"}.intersection(columns):
        raise UsageError(f"{name} is no table of articles: it has none of the columns text, html and content")
    number = 0
    for batch in table.iter_batches(_ROWS, columns=columns):
        for row in batch.to_pylist():
            number += 1
            yield row_source(f"{name}#{number}", row)


def _counted(outcomes: Iterable[Extraction | Failure], counts: Counter[str]) -> Iterator[Extraction | Failure]:
    for outcome in outcomes:
        counts["articles"] += 1
        if isinstance(outcome, Extraction):
            counts["deals"] += len(outcome.deals)
            counts["statistics"] += len(outcome.statistics)
        else:
            counts["failed"] += 1
            counts["quarantined"] += outcome.code in POISONOUS
        yield outcome
