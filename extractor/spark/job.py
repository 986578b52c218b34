"""The job: every shard of an archive, each once, whatever happens to some of them."""

from __future__ import annotations

import os.path
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.errors import DealwireError, EngineError, UsageError
from extractor.records import Record
from extractor.shards import Manifest, find_shards, write_shard
from extractor.shards.stores import Place
from extractor.spark.session import need_pyspark, start_spark, told_by

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

TRIES = 3
"""How often a task tries a shard that cannot be read or written; a store may be out for a moment."""
_PATIENCE = 2.0


class ShardFailure(Record):
    """A shard that could not be done; the next run tries it again."""

    shard: str
    reason: str


class Report(Record):
    """What a job did."""

    shards: tuple[Manifest, ...]
    """Those that are done, in the order of their names; ``known`` those that an earlier job had done."""
    failed: tuple[ShardFailure, ...]

    def total(self, field: str) -> int:
        """The sum of a number over all shards that are done."""
        return sum(getattr(shard, field) for shard in self.shards)


def run_job(
    inputs: Sequence[str],
    output: str,
    *,
    spark: SparkSession | Callable[[], SparkSession] = start_spark,
    rules: Path | str | None = None,
    model: str | None = None,
    triage: bool = True,
    again: bool = False,
) -> Report:
    """Do every shard in ``inputs`` (files, folders, patterns; see :func:`~extractor.shards.find_shards`): write its
    rows as a Parquet file under ``output``, with a manifest, one Spark task each.

    Shards that are done are left as they are, unless ``again`` says otherwise; so the same call after an interruption
    goes on where it stopped. Articles are read in a process of their own, so that poison costs nothing but itself. A
    shard that fails is told in the report; the others are done. ``spark`` is a session, or what starts one, which is
    asked once it is known that there is something to do. Raises UsageError where there is no shard or no pyspark,
    EngineError where Spark does not start or gives up.
    """
    need_pyspark()
    shards = [shard for shard in find_shards(inputs) if not _within(shard, output)]
    if not shards:
        raise UsageError(f"all that is there lies in the output folder, {output}")
    do = partial(_do, output=output, rules=str(rules) if rules else None, model=model, triage=triage, again=again)
    session = spark() if callable(spark) else spark
    try:
        done = session.sparkContext.parallelize(shards, len(shards)).map(do).collect()
    except Exception as error:
        # Spark has types of its own for what ends a job: a lost cluster, a task that failed on every attempt.
        told = told_by(error)
        raise EngineError(f"Spark gave the job up, and the same command goes on where it stopped: {told}") from error
    Place(output).tidy()
    shown = sorted((one for one in done if isinstance(one, Manifest)), key=lambda one: one.shard)
    return Report(shards=tuple(shown), failed=tuple(one for one in done if isinstance(one, ShardFailure)))


def _within(shard: str, output: str) -> bool:
    if "://" in shard or "://" in output:
        return shard.startswith(output.rstrip("/") + "/")
    return os.path.abspath(shard).startswith(os.path.join(os.path.abspath(output), ""))


def _do(
    shard: str, *, output: str, rules: str | None, model: str | None, triage: bool, again: bool
) -> Manifest | ShardFailure:
    """One task."""
    for attempt in range(TRIES):
        try:
            return write_shard(shard, output, rules=rules, model=model, triage=triage, again=again, isolated=True)
        except DealwireError as error:
            return ShardFailure(shard=shard, reason=str(error))
        except OSError as error:
            reason = str(error)
            time.sleep(_PATIENCE * attempt)
        except Exception as error:
            # One shard must not cost the others: a table that is none, or a fault of ours.
            return ShardFailure(shard=shard, reason=f"{type(error).__name__}: {error}")
    return ShardFailure(shard=shard, reason=f"{reason} (tried {TRIES} times)")
