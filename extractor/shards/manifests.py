"""What is known of a shard that is done."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath

from pydantic import ValidationError

from extractor.records import Record
from extractor.shards.stores import MANIFESTS, Place


class Reader(Record):
    """What reads the articles of a shard. Another one reads them again."""

    version: str
    rules: str
    """Digest of the rules."""
    model: str
    """The model by the name it was asked for, ``default`` for the one that comes with the program."""


class Manifest(Record):
    """A shard that is done: written once its rows are whole, beside them."""

    shard: str
    """Path or URL."""
    size: int
    """Bytes of the shard, and when it was last changed, as far as its store tells."""
    changed: str | None
    output: str
    """The file that holds its rows, under the output folder."""
    output_size: int
    articles: int
    """Rows, each an article or a failure."""
    deals: int
    statistics: int
    failed: int
    """Rows with an error; ``quarantined`` of them are faults of the program, or ended a process."""
    quarantined: int
    passed: dict[str, int]
    """What an archive holds beside pages."""
    reader: Reader
    known: bool = False
    """Whether an earlier run had done it."""


def shard_name(shard: str) -> str:
    """A file's name, without ending, for the rows of a shard: told apart by its whole name, and readable."""
    stem = re.sub(r"[^A-Za-z0-9.-]+", "-", PurePosixPath(shard).name).strip("-.")[:80]
    return f"{stem}-{hashlib.sha256(shard.encode()).hexdigest()[:12]}"


def read_manifest(output: Place, shard: Place, reader: Reader) -> Manifest | None:
    """The manifest of a shard that is done: unchanged since, read by ``reader``, its rows all there. Else None."""
    name = shard_name(shard.name)
    told = output.read(MANIFESTS, f"{name}.json")
    if told is None:
        return None
    try:
        manifest = Manifest.model_validate_json(told)
    except ValidationError:
        return None  # of another release, or not from here: the shard is done anew
    if (manifest.shard, manifest.reader) != (shard.name, reader) or shard.state() != (manifest.size, manifest.changed):
        return None
    rows = output.fs.get_file_info(output.below(manifest.output))
    return manifest.model_copy(update={"known": True}) if rows.is_file and rows.size == manifest.output_size else None


def write_manifest(output: Place, manifest: Manifest) -> None:
    """Say that a shard is done. Raises OSError."""
    with output.writing(MANIFESTS, f"{shard_name(manifest.shard)}.json") as file:
        file.write(manifest.model_dump_json(exclude={"known"}).encode() + b"\n")
