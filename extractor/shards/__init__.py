"""One shard of an archive in, rows of the output contract out: what every engine that spreads work is given to do.

A shard is a file: a web archive, JSON Lines, or a Parquet table of articles; here or in a store that pyarrow opens.
:func:`extract_shard` reads it and nothing else, and gives the same rows on every machine. :func:`write_shard` writes
them as Parquet, and a manifest once they are whole, by which a second run knows that there is nothing left to do.
"""

from __future__ import annotations

from extractor.shards.loading import load_rows
from extractor.shards.manifests import Manifest
from extractor.shards.rows import row_json, row_outcome, row_schema
from extractor.shards.stores import find_shards, find_tables
from extractor.shards.work import extract_shard, write_shard

__all__ = [
    "Manifest",
    "extract_shard",
    "find_shards",
    "find_tables",
    "load_rows",
    "row_json",
    "row_outcome",
    "row_schema",
    "write_shard",
]
