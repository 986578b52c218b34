"""Every command as a user meets it. These tests need the command alone, not the package's source."""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Done:
    """What a command did."""

    status: int
    out: str
    err: str


Dealwire = Callable[..., Done]


def command_line() -> list[str]:
    """The installed command that DEALWIRE_COMMAND names, else the checkout's package."""
    named = os.environ.get("DEALWIRE_COMMAND")
    return [named] if named else [sys.executable, "-m", "extractor"]


def environment(**more: str) -> dict[str, str]:
    """The surroundings of a command: nothing of the source tree where an installed command is tested."""
    kept = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "COLUMNS", "PYTHONHASHSEED")}
    if "DEALWIRE_COMMAND" not in os.environ:
        kept["PYTHONPATH"] = str(ROOT)
    return kept | more


@pytest.fixture
def dealwire(tmp_path: Path) -> Dealwire:
    """``dealwire("extract", "page.html")`` in ``tmp_path``; no traceback may ever be seen."""

    def call(*arguments: str, stdin: bytes = b"", **surroundings: str) -> Done:
        done = subprocess.run(
            [*command_line(), *arguments],
            cwd=tmp_path,
            env=environment(**surroundings),
            input=stdin,
            capture_output=True,
            timeout=120,
        )
        out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        if "--debug" not in arguments:
            assert "Traceback" not in out + err, err
        return Done(done.returncode, out, err)

    return call


SENTENCE = (
    "Acme Robotics has raised $12 million in a Series A round led by Norrland Capital, the company said on Tuesday. "
)
STORY = SENTENCE + "It builds arms for warehouses and will use the money to hire engineers in Oslo and Bergen. " * 3
PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Acme Robotics raises $12 million | The Daily Ledger</title>
<meta property="og:title" content="Acme Robotics raises $12 million">
<meta property="article:published_time" content="2021-03-02T08:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/deals">Deals</a></nav>
<article><h1>Acme Robotics raises $12 million</h1><p>{STORY}</p><p>{STORY}</p></article>
<footer>Copyright The Daily Ledger</footer></body></html>"""
GERMAN = (
    "Das Unternehmen hat in einer Finanzierungsrunde zwölf Millionen Euro von Investoren erhalten, wie es am Montag in "
    "Berlin mitteilte. Das Geld soll in den Ausbau der Fertigung fließen und neue Stellen schaffen. "
)


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """Articles as they lie about, good and bad."""
    saved = tmp_path / "saved"
    saved.mkdir()
    (saved / "page.html").write_text(PAGE)
    (saved / "page.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    (saved / "story.txt").write_text(STORY)
    (saved / "empty.html").write_bytes(b"")
    (saved / "image.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (saved / "menu.html").write_text("<html><body><nav><a href='/'>Home</a></nav></body></html>")
    (saved / "german.html").write_text(f"<html><body><article><p>{GERMAN}</p><p>{GERMAN}</p></article></body></html>")
    (saved / "cut.html.gz").write_bytes(gzip.compress(PAGE.encode())[:-20])
    (saved / "garbled.txt").write_bytes(b"\xff\xfe" + "Acme raised money".encode("utf-16-le") + b"\x00\xd8" * 40)
    lines = [{"id": "a1", "title": "Acme raises", "text": STORY}, {"text": GERMAN}, {"html": PAGE, "id": "a2"}]
    rows = [json.dumps(line) for line in lines]
    (saved / "more.jsonl").write_text("\n".join([rows[0], "{not json", "", rows[1], rows[2], '{"id": "a3"}']))
    return saved


OUTCOMES = [
    ("saved/cut.html.gz", "unreadable"),
    ("saved/empty.html", "empty"),
    ("saved/garbled.txt", "bad_encoding"),
    ("saved/german.html", "not_english"),
    ("saved/image.html", "not_text"),
    ("saved/menu.html", "no_article"),
    ("saved/more.jsonl#1", None),
    ("saved/more.jsonl#2", "bad_record"),
    ("saved/more.jsonl#4", "not_english"),
    ("saved/more.jsonl#5", None),
    ("saved/more.jsonl#6", "bad_record"),
    ("saved/page.html", None),
    ("saved/page.html.gz", None),
    ("saved/story.txt", None),
    ("nowhere.html", "not_found"),
    ("saved/*.pdf", "not_found"),
]


def test_extract(saved: Path, dealwire: Dealwire) -> None:
    """One line per article in the order given; a bad source is named and the run goes on; twice the same bytes."""
    given = ["extract", "saved", "nowhere.html", "saved/*.pdf"]
    done = dealwire(*given, PYTHONHASHSEED="1")
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert [(row["article"]["source"], row.get("error", {}).get("code")) for row in rows] == OUTCOMES
    assert done.status == 1
    assert done.err.count("\n") == sum(code is not None for _, code in OUTCOMES)
    for row in rows:
        if "error" not in row:
            check_article(row)
    assert [row["article"]["id"] for row in rows if row["article"].get("id", "").startswith("a")][:2] == ["a1", "a2"]
    again = dealwire(*given, PYTHONHASHSEED="2")
    assert again.out == done.out


def check_article(row: dict[str, Any]) -> None:
    """The deal is found, and every piece of evidence is where it says."""
    article = row["article"]
    (deal,) = row["deals"]
    assert (deal["kind"], deal["company"]["name"], deal["stage"]) == ("funding", "Acme Robotics", "series_a")
    assert (deal["amount"]["value"], deal["amount"]["currency"]) == (12_000_000, "USD")
    assert [(party["name"], party["lead"]) for party in deal["investors"]] == [("Norrland Capital", True)]
    for one in deal["evidence"]:
        text = article["title"] if one.get("in") == "title" else article["text"]
        assert text[one["start"] : one["end"]] == one["text"]
        assert one["rule"]
    assert article["language"] == "en"
    assert set(row["provenance"]) == {"version", "model", "model_version", "model_digest", "rules"}


def test_standard_input(dealwire: Dealwire) -> None:
    """``-`` reads standard input, records where it is said; failures have their place in every form."""
    done = dealwire("extract", "-", "nowhere", "--format", "json", stdin=PAGE.encode())
    page, nowhere = json.loads(done.out)
    assert page["article"]["source"] == "-"
    check_article(page)
    assert (nowhere["error"]["code"], done.status) == ("not_found", 1)
    done = dealwire("extract", "-", "--input-format", "jsonl", stdin=b'{"text": ""}\n\n{"text": 5}')
    told = [(row["article"]["source"], row["error"]["code"]) for row in map(json.loads, done.out.splitlines())]
    assert told == [("-#1", "empty"), ("-#3", "bad_record")]
    done = dealwire("extract", "-", stdin=b'{"text": ""}')
    assert (done.status, "--input-format jsonl" in done.err) == (2, True)
    assert dealwire("extract", "nowhere", "--format", "table").out == "no deals\n"


def test_run_and_deals(saved: Path, dealwire: Dealwire) -> None:
    """A run fills the database and tells what it did; a second one has nothing to do; deals are looked up."""
    done = dealwire("run", "saved", "nowhere.html", "--db", "d.db")
    assert done.status == 1
    assert "deals: " in done.out or "deal: " in done.out
    assert "nowhere.html: no such file or folder [not_found]" in done.out
    assert "10 sources failed" in done.out
    again = dealwire("run", "saved/page.html", "saved/more.jsonl#1", "--db", "d.db")
    assert (again.status, again.out.splitlines()[0]) == (0, "2 articles: 2 as before")
    query = ("deals", "--db", "d.db", "--format", "jsonl")
    rows = [json.loads(line) for line in dealwire(*query, "--kind", "funding", "--min-amount", "12m").out.splitlines()]
    assert rows
    assert all(row["company"]["name"] == "Acme Robotics" for row in rows)
    assert "saved/page.html" in {row["article"]["source"] for row in rows}
    for nothing in (["--min-amount", "12.1m"], ["--kind", "ipo"], ["--since", "2030"], ["--investor", "nobody"]):
        assert dealwire(*query, *nothing).out == ""
    table = dealwire("deals", "--db", "d.db", "--investor", "norrland", COLUMNS="80").out
    assert "USD 12M" in table
    assert max(map(len, table.splitlines())) <= 80
    row = next(csv.DictReader(io.StringIO(dealwire("deals", "--db", "d.db", "--format", "csv").out)))
    assert (row["company"], row["amount"], row["lead_investors"]) == ("Acme Robotics", "12000000", "Norrland Capital")
    euros = dealwire("deals", "--db", "d.db", "--format", "csv", "--currency", "eur", "--min-amount", "5m")
    row = next(csv.DictReader(io.StringIO(euros.out)))
    assert (5_000_000 < int(row["amount_eur"]) < 12_000_000, row["fx_source"]) == (True, "ecb")
    assert dealwire("deals", "--db", "d.db", "--currency", "euros").status == 2
    done = dealwire("export", "x.jsonl", "--db", "d.db", "--currency", "EUR")
    assert (done.status, "cursor " in done.out) == (0, True)


def test_quarantine(saved: Path, dealwire: Dealwire, tmp_path: Path) -> None:
    """What is in quarantine is listed with the reason, and leaves it when it can be read."""
    dealwire("run", "saved/page.html", "--db", "d.db")
    assert dealwire("quarantine", "list", "--db", "d.db").out == "no source is in quarantine\n"
    columns = "source, step, code, reason, attempts, put_at"
    put = f"INSERT INTO quarantine ({columns}) VALUES (?, 'clean', ?, ?, 2, '2026-01-01')"
    with contextlib.closing(sqlite3.connect(tmp_path / "d.db")) as raw, raw:
        raw.execute(put, ("saved/more.jsonl#1", "timeout", "took 60 s"))
        raw.execute(put, ("gone.html", "crashed", "signal 11"))
    assert dealwire("quarantine", "list", "--db", "d.db").out.splitlines()[1] == (
        "saved/more.jsonl#1: took 60 s [timeout, in the step clean; tried 2 times, since 2026-01-01]"
    )
    done = dealwire("quarantine", "retry", "nowhere.html", "--db", "d.db")
    assert (done.status, "nowhere.html is not in quarantine" in done.err) == (2, True)
    done = dealwire("quarantine", "retry", "--db", "d.db")
    assert (done.status, done.out.splitlines()[-1]) == (1, "1 of 2 left quarantine")
    (left,) = dealwire("quarantine", "list", "--db", "d.db", "--format", "jsonl").out.splitlines()
    assert json.loads(left)["source"] == "gone.html"


def test_explain(saved: Path, dealwire: Dealwire) -> None:
    """The sentence with its words in brackets, and the rule behind each."""
    done = dealwire("explain", "saved/more.jsonl#1")
    assert done.status == 0
    assert "1. funding: Acme Robotics, USD 12M, series_a" in done.out
    assert "[$12 million]" in done.out
    assert "<- " in done.out
    done = dealwire("explain", "saved/more.jsonl")
    assert (done.status, "several articles" in done.err) == (2, True)
    done = dealwire("explain", "saved/image.html")
    assert (done.status, "saved/image.html: " in done.err) == (1, True)


GOLD = {
    "id": "a1",
    "deals": [
        {
            "kind": "funding",
            "company": ["Acme Robotics"],
            "amount": {"value": 12_000_000, "currency": "USD"},
            "stage": "series_a",
            "investors": [{"name": ["Norrland Capital"], "lead": True}],
            "status": "completed",
        }
    ],
}


def test_evaluate(tmp_path: Path, dealwire: Dealwire) -> None:
    """Figures by field; exit status 1 below a bar; an earlier output can be scored and compared."""
    (tmp_path / "gold.jsonl").write_text(json.dumps(GOLD))
    (tmp_path / "articles.jsonl").write_text(json.dumps({"id": "a1", "title": "Acme raises", "text": STORY}))
    done = dealwire("evaluate", "gold.jsonl", "--min", "record=1.0", "--output", "out.jsonl")
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines()[1].split()[:4] == ["record", "1.000", "1.000", "1.000"]
    wrong = (tmp_path / "out.jsonl").read_text().replace('"value": 12000000', '"value": 13000000')
    (tmp_path / "wrong.jsonl").write_text(wrong)
    worse = dealwire("evaluate", "gold.jsonl", "--predictions", "wrong.jsonl", "--min", "record=0.5", "--json")
    assert worse.status == 1
    assert json.loads(worse.out)["fields"]["record"]["f1"] == 0.0
    done = dealwire("evaluate", "gold.jsonl", "--predictions", "out.jsonl", "--compare", "wrong.jsonl")
    assert "gained 1, lost 0" in done.out
    assert dealwire("evaluate", "nowhere").status == 1


def test_doctor(dealwire: Dealwire) -> None:
    """All is well, or what is not is named."""
    done = dealwire("doctor")
    assert done.status == 0
    assert "en_core_web_sm" in done.out
    assert "NOT OK" not in done.out
    if "DEALWIRE_COMMAND" in os.environ:  # the package in its own environment, with its own rules
        assert "site-packages" in done.out.splitlines()[0]
        assert "_rules" in done.out
    done = dealwire("doctor", "--model", "no_such_model", "--db", "nowhere/x.db")
    assert (done.status, done.out.count("NOT OK")) == (1, 2)


HELP = ["run", "extract", "deals", "explain", "evaluate", "doctor"]


def test_help(dealwire: Dealwire) -> None:
    """Every command is listed and tells what it does, with an example."""
    listed = dealwire("--help").out
    for name in HELP:
        assert f"  {name} " in listed
        done = dealwire(name, "--help")
        assert done.status == 0
        assert f"  dealwire {name}" in done.out
    assert dealwire("--version").out.startswith("dealwire ")


USAGE = [
    ("extract",),
    ("extract", "x", "--bogus"),
    ("extract", "x", "--format", "xml"),
    ("extract", "-", "-"),
    ("bogus",),
    ("deals", "--db", "d.db", "--kind", "marriage"),
    ("evaluate", "gold.jsonl", "--min", "beauty=0.5"),
    ("extract", "x", "--rules", "nowhere"),
]


@pytest.mark.parametrize("arguments", USAGE)
def test_usage(tmp_path: Path, dealwire: Dealwire, arguments: tuple[str, ...]) -> None:
    """A call that is off ends with 2 and a word on why."""
    (tmp_path / "gold.jsonl").write_text(json.dumps(GOLD))
    done = dealwire(*arguments, stdin=PAGE.encode())
    assert done.status == 2
    assert done.err


UNDOABLE = [
    (("extract", "page.html", "--model", "no_such_model"), "no_such_model"),
    (("extract", "page.html", "--rules", "rules"), "fault(s) in the rules"),
    (("deals", "--db", "nowhere.db"), "dealwire run"),
    (("deals", "--db", "page.db"), "not a SQLite database"),
    (("run", "x", "--db", "nowhere/x.db"), "does not exist"),
    (("run", "x", "--db", "mongodb://x"), "mongodb"),
]


@pytest.mark.parametrize(("arguments", "words"), UNDOABLE)
def test_undoable(tmp_path: Path, dealwire: Dealwire, arguments: tuple[str, ...], words: str) -> None:
    """What cannot be done is told in a sentence, with status 1."""
    (tmp_path / "rules" / "triggers").mkdir(parents=True)
    (tmp_path / "rules" / "triggers" / "bad.yaml").write_text("- id: Bad Rule\n  kind: trigger\n")
    (tmp_path / "page.db").write_text(PAGE)
    (tmp_path / "page.html").write_text(PAGE)
    done = dealwire(*arguments)
    assert done.status == 1
    assert words in done.err
    assert done.err.startswith("dealwire: ")


def test_debug(dealwire: Dealwire) -> None:
    """--debug shows what a developer wants to see."""
    assert "Traceback" in dealwire("--debug", "deals", "--db", "nowhere.db").err


def test_closed_pipe(saved: Path, tmp_path: Path) -> None:
    """``dealwire extract ... | head -n 1`` ends quietly."""
    (saved / "many.jsonl").write_text((json.dumps({"text": STORY}) + "\n") * 300)
    call = [*command_line(), "extract", "saved/many.jsonl"]
    with subprocess.Popen(
        call, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.fixture
def site() -> Iterator[str]:
    """A web site on this machine with one article."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.path == "/acme"
            self.send_response(200 if known else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(PAGE.encode() if known else b"<p>not found</p>")

        log_message: Callable[..., None] = lambda *_: None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_urls(site: str, dealwire: Dealwire) -> None:
    """Pages are fetched; what is not there, and what is not public, are named errors."""
    done = dealwire("extract", f"{site}/acme", f"{site}/gone", "--allow-private")
    page, gone = (json.loads(line) for line in done.out.splitlines())
    check_article(page)
    assert page["article"]["url"] == f"{site}/acme"
    assert (gone["error"]["code"], done.status) == ("not_found", 1)
    refused = json.loads(dealwire("extract", site.replace("127.0.0.1", "localhost").rsplit(":", 1)[0] + "/").out)
    assert refused["error"]["code"] == "fetch_failed"
    assert "not a public address" in refused["error"]["message"]
