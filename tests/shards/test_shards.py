"""A shard gives the rows that ``dealwire extract`` gives lines, and is done once."""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from archives import answer, packed, record
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from extractor.errors import UsageError
from extractor.pipeline import Extractor, Finished, Read, open_deals
from extractor.records import Failure, number
from extractor.shards import (
    extract_shard,
    find_shards,
    load_rows,
    row_json,
    row_outcome,
    row_schema,
    work,
    write_shard,
)
from extractor.shards.rows import _decimal, _plain
from extractor.shards.stores import Place

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
STORY = "{} Robotics raised $12 million in a Series A round led by Tern Capital, it said on Monday."
ABORT = "This one ends its reader."
GONE = "HTTP/1.1 404 Not Found\r\n"


def rows(batches: Any) -> list[dict[str, Any]]:
    return [row for batch in batches for row in batch.to_pylist()]


def lines(shard: str) -> list[str]:
    """What the shard's rows say, as lines."""
    return [json.dumps(row_json(row), ensure_ascii=False) for row in rows(extract_shard(shard))]


def local(source: str) -> list[str]:
    """What ``dealwire extract`` prints."""
    return [json.dumps(outcome.to_json(), ensure_ascii=False) for outcome in Extractor().iter_extract([source])]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A web archive of gold articles, with a page that is none, and cut short."""
    pages = [path.read_bytes() for path in sorted(FIXTURES.glob("*/page.html"))[:30]]
    records = [record(answer(page), url=f"https://ledger.example/{n}") for n, page in enumerate(pages)]
    path = tmp_path_factory.mktemp("crawl") / "gold.warc.gz"
    path.write_bytes(
        packed(
            *records,
            record(answer("No.", GONE)),
            record(answer("<html><body><nav><a href='/'>Home</a></nav></body></html>")),
            records[0],
        )[:-90]
    )
    return path


def write_lines(path: Path, count: int = 5) -> Path:
    said = [{"id": f"a{n}", "title": "Raises", "text": STORY.format(f"Acme{n}")} for n in range(count)]
    content = "\n".join(json.dumps(one) for one in said).encode() + b"\n{"
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def test_archive_rows(archive: Path) -> None:
    """Byte for byte what the local command prints: every field of deals and statistics, and failures too."""
    assert lines(str(archive)) == local(str(archive))
    told = rows(extract_shard(str(archive)))
    assert {"deals", "statistics"} <= {key for row in told for key in row if row[key]}
    assert [row["error"]["code"] for row in told if row["error"]] == ["no_article", "unreadable"]


@pytest.mark.parametrize("name", ["news.jsonl", "news.ndjson.gz"])
def test_lines(tmp_path: Path, name: str) -> None:
    """Lines of JSON Lines, gzipped or not."""
    path = write_lines(tmp_path / name)
    assert lines(str(path)) == local(str(path))


def test_tables(tmp_path: Path) -> None:
    """A table's rows are read as lines with the same keys; bytes are read as pages, and what is none is told."""
    page = next(FIXTURES.glob("*/page.html")).read_bytes()
    table = {
        "id": [1, None, 3, 4],
        "text": [STORY.format("Acme"), None, None, " "],
        "content": [None, page, b" ", None],
        "published": pa.array([18688, None, None, None], pa.date32()),
        "url": [None, "https://ledger.example/x", None, None],
        "weather": ["fine"] * 4,
    }
    path = tmp_path / "news.parquet"
    parquet.write_table(pa.table(table), path)
    first, second, third, fourth = rows(extract_shard(str(path)))
    assert (first["article"]["source"], first["article"]["id"]) == (f"{path}#1", "1")
    assert (first["article"]["published"], first["deals"][0]["amount"]["value"]) == ("2021-03-02", Decimal(12_000_000))
    assert second["article"]["text"]
    assert [one["error"]["code"] for one in (third, fourth)] == ["empty", "empty"]
    parquet.write_table(pa.table({"weather": ["fine"]}), path)
    with pytest.raises(UsageError, match="none of the columns"):
        rows(extract_shard(str(path)))


SUMS = st.one_of(
    st.integers(-(10**25), 10**25).map(Decimal),
    st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**11), max_value=10**11),
)


@given(SUMS)
def test_numbers(value: Decimal) -> None:
    """A sum in a row is the sum in the line."""
    told = number(value)
    row = pa.array([_decimal({"value": told})], pa.struct([("value", pa.decimal128(38, 9))])).to_pylist()[0]
    assert json.dumps(_plain(row)) == json.dumps({"value": told})


def test_the_schema_holds_the_contract() -> None:
    """No key of a line is without a column: pyarrow would drop it in silence."""
    outcome = Extractor().extract(str(next(FIXTURES.glob("*/page.html"))))
    assert set(outcome.to_json()) | {"error"} == set(row_schema().names)
    assert list(outcome.to_json()["article"]) == [field.name for field in row_schema().field("article").type]


def test_done_once(tmp_path: Path) -> None:
    """A shard that is done is not read again; one that changed, or whose rows or manifest are amiss, is."""
    path = write_lines(tmp_path / "news.jsonl")
    shard, out = str(path), str(tmp_path / "out")
    first = write_shard(shard, out)
    assert (first.articles, first.deals, first.failed, first.quarantined, first.known) == (6, 5, 1, 0, False)
    written = tmp_path / "out" / first.output
    assert [json.dumps(row_json(row)) for row in parquet.read_table(written).to_pylist()] == local(shard)
    assert write_shard(shard, out).known
    assert not write_shard(shard, out, again=True).known
    content = written.read_bytes()
    (manifest,) = (tmp_path / "out" / "_manifests").iterdir()
    for spoil in (
        lambda: written.unlink(),
        lambda: written.write_bytes(content[:-9]),
        lambda: manifest.write_bytes(manifest.read_bytes()[:40]),
        lambda: manifest.unlink(),
        lambda: path.write_bytes(path.read_bytes() + b"\n{"),
    ):
        spoil()
        done = write_shard(shard, out)
        assert not done.known
        assert write_shard(shard, out) == done.model_copy(update={"known": True})
    assert done.articles == 7
    assert not list((tmp_path / "out" / "_temporary").iterdir())


def test_rules_that_changed(tmp_path: Path) -> None:
    """Other rules read a shard again."""
    path, out = write_lines(tmp_path / "news.jsonl", 1), str(tmp_path / "out")
    rules = tmp_path / "rules"
    for file in (FIXTURES.parent / "rules").rglob("*.*"):
        (rules / file.relative_to(FIXTURES.parent / "rules")).parent.mkdir(parents=True, exist_ok=True)
        (rules / file.relative_to(FIXTURES.parent / "rules")).write_bytes(file.read_bytes())
    assert not write_shard(str(path), out).known
    assert write_shard(str(path), out, rules=rules).known  # the same rules, lying elsewhere
    note = next(rules.rglob("*.yaml"))
    note.write_text(note.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    work.shared.cache_clear()
    assert not write_shard(str(path), out, rules=rules).known


def test_a_shard_that_stops_halfway(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written of it is not there; the next attempt does it."""
    path, out = write_lines(tmp_path / "news.jsonl"), tmp_path / "out"

    def stop(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as failing:
        failing.setattr(work, "write_manifest", stop)
        with pytest.raises(OSError, match="Input"):
            write_shard(str(path), str(out))
        failing.setattr("extractor.shards.work.Extractor.iter_found", lambda *_, **__: stop())
        work.shared.cache_clear()
        with pytest.raises(OSError, match="Input"):
            write_shard(str(path), str(out), again=True)
    assert len(list(out.glob("*.parquet"))) == 1  # whole, of the first attempt, yet not said to be done
    assert not list((out / "_temporary").iterdir())
    assert not write_shard(str(path), str(out)).known


class Hostile(Extractor):
    """Dies of some articles, as a fault in a library would make it."""

    def finish(self, batch: Sequence[Read | Failure]) -> list[Finished]:
        if any(not isinstance(one, Failure) and ABORT in str(getattr(one, "text", "")) for one in batch):
            os.abort()
        return super().finish(batch)


def test_poison_is_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An article that ends its process is a row with the reason; all others are read."""
    path = tmp_path / "news.jsonl"
    texts = [STORY.format("Acme"), ABORT, STORY.format("Bolt")]
    path.write_text("\n".join(json.dumps({"text": text}) for text in texts), encoding="utf-8")
    monkeypatch.setattr(work, "Extractor", Hostile)
    work.shared.cache_clear()
    manifest = write_shard(str(path), str(tmp_path / "out"), isolated=True)
    work.shared.cache_clear()
    assert (manifest.articles, manifest.deals, manifest.failed, manifest.quarantined) == (3, 2, 1, 1)
    table = parquet.read_table(tmp_path / "out" / manifest.output).to_pylist()
    assert [row["error"] and row["error"]["code"] for row in table] == [None, "crashed", None]


def test_rows_go_into_a_database(archive: Path, tmp_path: Path) -> None:
    """A row is the records it was made of; the database is the one that reading here would have filled."""
    told = [row_outcome(row).to_json() for row in rows(extract_shard(str(archive)))]
    assert [json.dumps(one) for one in told] == [json.dumps(row_json(row)) for row in rows(extract_shard(str(archive)))]
    write_shard(str(archive), str(tmp_path / "out"))
    with open_deals(str(tmp_path / "loaded.db")) as store, open_deals(str(tmp_path / "read.db")) as other:
        counts = load_rows([str(tmp_path / "out")], store)
        assert (counts["new"], counts["changed"], counts["failed"]) == (30, 0, 2)
        list(Extractor().iter_stored([str(archive)], other))
        assert [row.deal for row in store.deals()] == [row.deal for row in other.deals()]
        assert load_rows([str(tmp_path / "out" / "*.parquet")], store) == {"same": 30, "failed": 2}
        for nothing, words in ((tmp_path / "read.db", "nothing to read"), (archive.parent, "nothing to read")):
            with pytest.raises(UsageError, match=words):
                load_rows([str(nothing)], store)
        foreign = tmp_path / "foreign.parquet"
        parquet.write_table(pa.table({"text": ["x"]}), foreign)
        with pytest.raises(UsageError, match="article"):
            load_rows([str(foreign)], store)


def test_what_an_archive_holds_beside_pages(archive: Path) -> None:
    """It is counted, as it is told in the terminal."""
    passed: Counter[str] = Counter()
    rows(extract_shard(str(archive), passed=passed))
    assert passed == {"HTTP errors": 1}


@pytest.fixture
def crawl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Shards and other files at several depths."""
    for name in (
        "a/1.warc.gz",
        "a/b/2.WARC",
        "a/b/3.jsonl.gz",
        "c.parquet",
        "a/page.html",
        "_done/4.warc",
        ".5.warc",
        "out/x.parquet",
        "out/_manifests/x.json",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    return tmp_path


FOUND = [
    (["a"], ["a/1.warc.gz", "a/b/2.WARC", "a/b/3.jsonl.gz"]),
    (["."], ["a/1.warc.gz", "a/b/2.WARC", "a/b/3.jsonl.gz", "c.parquet"]),
    (["c.parquet", "a/b/", "c.parquet"], ["c.parquet", "a/b/2.WARC", "a/b/3.jsonl.gz"]),
    (["a/*.warc.gz"], ["a/1.warc.gz"]),
    (["**/[0-2].*"], ["a/1.warc.gz", "a/b/2.WARC"]),
    (["*/b"], ["a/b/2.WARC", "a/b/3.jsonl.gz"]),
    (["?.parquet"], ["c.parquet"]),
]


@pytest.mark.parametrize(("asked", "expected"), FOUND)
def test_find_shards(crawl: Path, asked: list[str], expected: list[str]) -> None:
    """Files, folders and patterns give shards, each once and in order; by path or by URL."""
    assert find_shards(asked) == expected
    by_url = [f"file://{crawl}/{one}" for one in asked if "?" not in one and one != "."]
    if len(by_url) == len(asked):
        assert find_shards(by_url) == [f"file://{crawl}/{one}" for one in expected]


@pytest.mark.parametrize("asked", ["nowhere", "a/page.html", "*.pdf", "_done/*.gz", "ftp://ledger.example/a.warc"])
def test_no_shard(crawl: Path, asked: str) -> None:
    """What is no shard, or in no store, is told."""
    with pytest.raises(UsageError, match=asked.replace("*", r"\*")):
        find_shards([asked])


NAMES = [
    ("s3a://news/2021/", "news/2021", "news/2021/a.warc", "s3a://news/2021/a.warc"),
    ("s3://news?region=eu-west-1", "news", "news/a.warc", "s3://news/a.warc?region=eu-west-1"),
    ("hdfs://node:8020/crawl", "/crawl", "/crawl/x/a.warc", "hdfs://node:8020/crawl/x/a.warc"),
    ("abfss://news@us.example.net/2021", "news/2021", "news/2021/a.warc", "abfss://news@us.example.net/2021/a.warc"),
    ("/data", "/data", "/data/a.warc", "/data/a.warc"),
]


@pytest.mark.parametrize(("given_name", "path", "inside", "expected"), NAMES)
def test_names(given_name: str, path: str, inside: str, expected: str) -> None:
    """What is found in a store goes by the name that it was asked for by."""
    place = object.__new__(Place)
    place.name, place.path = given_name, path
    assert place.named(inside) == expected


@pytest.mark.parametrize(("package", "extra"), [("pyarrow", "parquet"), ("fastwarc", "warc")])
def test_extras_are_named(archive: Path, monkeypatch: pytest.MonkeyPatch, package: str, extra: str) -> None:
    """Where a package is missing, what brings it is said, and no shard counts as done."""
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(UsageError, match=rf"pip install 'dealwire\[{extra}\]'"):
        rows(extract_shard(str(archive)))
