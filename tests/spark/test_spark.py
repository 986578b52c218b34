"""On Spark the rows are those of the local command, whatever ends on the way."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from archives import answer, packed, record

from extractor.cli import spark as command
from extractor.errors import EngineError, UsageError
from extractor.pipeline import Extractor
from extractor.shards import row_json
from extractor.spark import extract_deals, run_job, start_spark
from extractor.spark.session import find_java

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
STORY = "{} Robotics raised $12 million in a Series A round led by Tern Capital, it said on Monday."
ABORT = "This one ends the worker that reads it."


def local(*sources: str) -> list[str]:
    """What ``dealwire extract`` prints."""
    return [json.dumps(outcome.to_json(), ensure_ascii=False) for outcome in Extractor().iter_extract(sources)]


def told(rows: list[Any]) -> list[str]:
    return [json.dumps(row_json(row.asDict(recursive=True)), ensure_ascii=False) for row in rows]


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    """Two archives of gold articles, the second cut short, lines with poison among them, and a table that is none."""
    pages = [record(answer(path.read_bytes())) for path in sorted(FIXTURES.glob("*/page.html"))[:6]]
    gone = record(answer("No.", "HTTP/1.1 404 Not Found\r\n"))
    folder = tmp_path / "crawl"
    folder.mkdir()
    (folder / "a.warc.gz").write_bytes(packed(*pages[:3], gone))
    (folder / "b.warc.gz").write_bytes(packed(*pages[3:])[:-80])
    texts = [STORY.format("Acme"), ABORT, STORY.format("Bolt")]
    (folder / "c.jsonl").write_text("\n".join(json.dumps({"text": text}) for text in texts), encoding="utf-8")
    (folder / "d.parquet").write_bytes(b"PAR1, it says")
    return folder


def test_the_job(spark: SparkSession, crawl: Path, tmp_path: Path) -> None:
    """Rows are the local lines; poison is a row with its reason; a broken shard costs only itself; what is done is
    done once, and what an interruption left is done by the next job."""
    out = tmp_path / "out"
    report = run_job([str(crawl)], str(out), spark=spark)
    assert [Path(shard.shard).name for shard in report.shards] == ["a.warc.gz", "b.warc.gz", "c.jsonl"]
    assert [Path(one.shard).name for one in report.failed] == ["d.parquet"]
    sums = {name: report.total(name) for name in ("articles", "failed", "quarantined")}
    assert sums == {"articles": 9, "failed": 2, "quarantined": 1}
    archives = [str(crawl / name) for name in ("a.warc.gz", "b.warc.gz")]
    written = [str(out / shard.output) for shard in report.shards]
    assert sorted(told(spark.read.parquet(*written[:2]).collect())) == sorted(local(*archives))
    codes = [row.error and row.error.code for row in spark.read.parquet(written[2]).collect()]
    assert codes == [None, "crashed", None]
    lines = "\n".join(command.told(report, str(out)))
    for words in ("4 shards: 3 done, 1 failed", "HTTP errors (1)", "1 page in quarantine", "d.parquet: "):
        assert words in lines

    kept = {path: path.stat().st_mtime_ns for path in out.glob("*.parquet")}
    Path(written[0]).unlink()  # as an interruption leaves it: rows without a manifest, or the other way about
    (crawl / "d.parquet").unlink()
    (crawl / "c.jsonl").unlink()
    again = run_job([str(crawl)], str(out), spark=spark)
    assert [shard.known for shard in again.shards] == [False, True]
    assert "2 shards: 1 done, 1 done before" in "\n".join(command.told(again, str(out)))
    assert sorted(out.glob("*.parquet")) == sorted(kept)
    assert Path(written[1]).stat().st_mtime_ns == kept[Path(written[1])]
    assert run_job([str(crawl)], str(out), spark=spark).shards[0].known


def test_a_frame(spark: SparkSession, tmp_path: Path) -> None:
    """A table of articles gives the local lines; an article that ends its worker becomes a row."""
    rows = [{"id": f"a{n}", "title": "Raises", "text": STORY.format(f"Acme{n}"), "published": None} for n in range(6)]
    path = tmp_path / "news.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    given = [row | {"source": f"{path}#{n}", "weather": "fine"} for n, row in enumerate(rows, 1)]
    schema = "id string, title string, text string, published string, source string, weather string"
    deals = extract_deals(spark.createDataFrame(given, schema).coalesce(1))
    assert told(deals.collect()) == local(str(path))
    assert deals.selectExpr("explode(deals) deal").where("deal.amount.value = 12000000").count() == 6
    frame = spark.createDataFrame([("1", ABORT), ("2", STORY.format("Bolt"))], "id string, text string").coalesce(1)
    first, second = extract_deals(frame).collect()
    assert (first.article.source, first.error.code, len(second.deals)) == ("1", "crashed", 1)


HANGS = """
import time
from extractor.pipeline import Extractor
from extractor.spark import frames
import pyarrow
frames.TIME_LIMIT = 0.5
Extractor.finish = lambda self, batch: time.sleep(3600)
batch = pyarrow.RecordBatch.from_pylist([{"text": "Acme raised $2 million."}] * 2)
list(frames._extract([batch], rules=None, model=None, triage=True))
"""


def test_a_worker_that_is_held_up_ends() -> None:
    """Spark then tries its task again."""
    pytest.importorskip("pyspark")
    environment = {"PYTHONPATH": str(FIXTURES.parent)}
    done = subprocess.run([sys.executable, "-c", HANGS], env=environment, capture_output=True, timeout=120)
    assert (done.returncode, b"time.sleep" in done.stderr or b"Timeout" in done.stderr) == (1, True)


def test_pages(spark: SparkSession) -> None:
    """Bytes are read as pages, with the address beside them."""
    page = next(FIXTURES.glob("*/page.html"))
    frame = spark.createDataFrame([("https://ledger.example/a", page.read_bytes())], "url string, content binary")
    (row,) = extract_deals(frame).collect()
    (expected,) = map(json.loads, local(str(page)))
    deals = row_json(row.asDict(recursive=True))["deals"]
    assert [deal | {"id": ""} for deal in deals] == [deal | {"id": ""} for deal in expected["deals"]]
    assert row.article.source == "https://ledger.example/a"
    with pytest.raises(UsageError, match="url"):
        extract_deals(frame.select("url"))


def test_the_command(
    spark: SparkSession,
    crawl: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """``dealwire spark`` says what it did; a call that is off is told before Spark starts."""
    from extractor.cli import main

    def call(*arguments: str) -> tuple[object, str]:
        with pytest.raises(SystemExit) as ended:
            main(["spark", *arguments])
        shown = capsys.readouterr()
        return ended.value.code, shown.out + shown.err

    out = str(tmp_path / "out")
    status, shown = call("--input", str(crawl / "*.warc.gz"), "--output", out)
    assert (status, "2 shards: 2 done" in shown, f"{out}/*.parquet" in shown) == (0, True, True)
    assert call("--input", str(crawl / "d.parquet"), "--output", out)[0] == 1

    monkeypatch.setattr("extractor.spark.start_spark", lambda *_: pytest.fail("Spark was started"))
    assert call("--input", "nowhere", "--output", out) == (2, "dealwire: nowhere: no such file or folder\n")
    assert call("--input", str(crawl), "--output", str(crawl)) == (
        2,
        f"dealwire: all that is there lies in the output folder, {crawl}\n",
    )
    assert call("--input", str(crawl), "--output", out, "--conf", "fast")[0] == 2


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No pyspark, no Java: each with the way out."""
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(EngineError, match="Java 17"):
        find_java()
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineError, match="JAVA_HOME"):
        find_java()
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(UsageError, match=r"pip install 'dealwire\[spark\]'"):
        start_spark()
    with pytest.raises(UsageError, match=r"pip install 'dealwire\[spark\]'"):
        run_job(["nowhere"], "out")
