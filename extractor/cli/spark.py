"""``dealwire spark``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.options import Model, NoTriage, Rules
from extractor.errors import UsageError

if TYPE_CHECKING:
    from extractor.spark import Report

SHOWN = 20
"""Shards that failed, of which the summary tells."""


def spark(
    inputs: Annotated[
        list[str],
        typer.Option(
            "--input",
            "-i",
            metavar="SHARDS",
            help="Files, folders or patterns of .warc.gz, .jsonl.gz or .parquet; paths, or URLs: s3a://bucket/crawl/. "
            "May be given several times.",
            show_default=False,
        ),
    ],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FOLDER", help="Where the Parquet files go; a path or URL.")
    ],
    master: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Spark's master: yarn, k8s://..., spark://host:7077; by default what spark-submit says, else this "
            "machine with all its cores.",
            show_default=False,
        ),
    ] = None,
    conf: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY=VALUE", help="A setting of Spark's; may be given several times.", show_default=False),
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Do shards again that are done.")] = False,
    model: Model = None,
    rules: Rules = None,
    no_triage: NoTriage = False,
) -> None:
    """Read archives with Apache Spark and write what they tell as Parquet.

    Each shard (a web archive, JSON Lines, a Parquet table of articles) gives one Parquet file, one row an article, and
    a manifest that says that it is whole. Shards that are done are left alone: the same command after an interruption
    goes on where it stopped. Exits with 1 where a shard failed or an article went into quarantine.

    \b
    dealwire spark --input 'crawl/*.warc.gz' --output deals/
    dealwire spark --master yarn --input s3a://news/2021/ --output s3a://deals/2021/
    """
    from extractor.spark import run_job, start_spark

    settings = dict(_setting(one) for one in conf or ())
    report = run_job(
        inputs,
        output,
        spark=lambda: start_spark(master, settings),
        rules=rules,
        model=model,
        triage=not no_triage,
        again=again,
    )
    for line in told(report, output):
        typer.echo(line)
    if report.failed or report.total("quarantined"):
        raise typer.Exit(1)


def told(report: Report, output: str) -> Iterator[str]:
    """What a job did, line by line."""
    from extractor.cli.output import many, plain, told_passed

    before = sum(shard.known for shard in report.shards)
    parts = [f"{len(report.shards) - before:,} done", *([f"{before:,} done before"] if before else ())]
    parts += [f"{len(report.failed):,} failed"] if report.failed else []
    yield f"{many(len(report.shards) + len(report.failed), 'shard')}: {', '.join(parts)}"
    passed: Counter[str] = Counter()
    for shard in report.shards:
        passed.update(shard.passed)
    failed, quarantined = report.total("failed"), report.total("quarantined")
    yield (
        f"{many(report.total('articles'), 'page')}: {many(report.total('deals'), 'deal')}, "
        f"{many(report.total('statistics'), 'statistic')}; {failed:,} could not be read"
    )
    yield from told_passed(passed)
    if quarantined:
        yield (
            f"{many(quarantined, 'page')} in quarantine: rows whose error.code is internal, crashed, timeout or memory"
        )
    for one in report.failed[:SHOWN]:
        yield f"  {plain(one.reason if one.shard in one.reason else f'{one.shard}: {one.reason}')}"
    if len(report.failed) > SHOWN:
        yield f"  and {len(report.failed) - SHOWN} more"
    yield f"The rows are in {output.rstrip('/')}/*.parquet"
    if report.failed:
        yield "The same command tries the failed shards again."


def _setting(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise UsageError(f"--conf {text}: a setting is KEY=VALUE")
    return key, value
