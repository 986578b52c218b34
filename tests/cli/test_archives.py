"""Web archives as a user meets them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from archives import answer, packed, record

ROOT = Path(__file__).resolve().parents[2]
pytest.importorskip("fastwarc")

STORY = "Acme Robotics has raised $12 million in a Series A round led by Norrland Capital, it said on Tuesday. "
REST = "It builds arms for warehouses and will use the money to hire engineers in Oslo and Bergen. " * 3
PAGE = f"""<!doctype html><html lang="en"><head><title>Acme raises</title></head>
<body><article><p>{STORY}</p><p>{REST}</p></article></body></html>"""
GONE = "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n"


def dealwire(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """Status, output and errors of a command in ``folder``."""
    command = [sys.executable, "-m", "extractor", *arguments]
    done = subprocess.run(command, cwd=folder, env={"PYTHONPATH": str(ROOT)}, capture_output=True, timeout=120)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_archives(tmp_path: Path) -> None:
    """Pages of an archive are read, told apart by place, stored by address, and read again by name."""
    page = record(answer(PAGE), url="https://ledger.example/acme")
    first, gone = packed(record(b"", kind="warcinfo")), packed(record(answer("No.", GONE)))
    (tmp_path / "crawl.warc.gz").write_bytes(first + packed(page) + gone + packed(page)[:-99])
    status, out, err = dealwire(tmp_path, "extract", "crawl.warc.gz")
    good, bad = map(json.loads, out.splitlines())
    name, cut = f"crawl.warc.gz#{len(first)}", f"crawl.warc.gz#{len(first + packed(page) + gone)}"
    assert (good["article"]["source"], good["article"]["url"]) == (name, "https://ledger.example/acme")
    assert good["deals"][0]["company"]["name"] == "Acme Robotics"
    assert (bad["article"]["source"], bad["error"]["code"], status) == (cut, "unreadable", 1)
    assert err.splitlines() == [
        f"{cut}: the archive breaks off within it [unreadable]",
        "passed over in archives, as no pages: HTTP errors (1)",
    ]
    assert dealwire(tmp_path, "extract", name) == (0, out.splitlines()[0] + "\n", "")
    status, out, _ = dealwire(tmp_path, "run", "crawl.warc.gz")
    assert (status, "1 article: 1 new" in out, "HTTP errors (1)" in out) == (1, True, True)
    assert "1 article: 1 as before" in dealwire(tmp_path, "run", name)[1]


def test_rows_from_elsewhere(tmp_path: Path) -> None:
    """Rows that a cluster wrote are loaded, told, and looked up; where there are none, no database is made."""
    pytest.importorskip("pyarrow")
    from extractor.shards import write_shard

    (tmp_path / "crawl.warc.gz").write_bytes(packed(record(answer(PAGE)), record(answer("<p>"))))
    write_shard(str(tmp_path / "crawl.warc.gz"), str(tmp_path / "rows"))
    status, out, _ = dealwire(tmp_path, "db", "load", "rows")
    assert (status, out.splitlines()) == (
        0,
        ["2 rows: 1 new, 1 without an article, left out", "deals.db now holds 1 deal from 1 article."],
    )
    assert "Acme Robotics" in dealwire(tmp_path, "deals", "--format", "csv")[1]
    assert dealwire(tmp_path, "db", "load", "nowhere", "--db", "other.db")[0] == 2
    assert not (tmp_path / "other.db").exists()
