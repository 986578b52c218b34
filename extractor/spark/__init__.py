"""Dealwire on Apache Spark: a table of articles in, a table of deals out; or a job over the shards of an archive.

The rows are those of :mod:`extractor.shards`, the same on every machine and with any number of them.
"""

from __future__ import annotations

from extractor.spark.frames import extract_deals
from extractor.spark.job import Report, ShardFailure, run_job
from extractor.spark.session import start_spark

__all__ = ["Report", "ShardFailure", "extract_deals", "run_job", "start_spark"]
