"""One source becomes a page or a draft, or a named error."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import EmptySource, SourceError
from extractor.records import Page
from extractor.sources import Draft, Source, read_source
from extractor.sources import reading as room


def read(content: bytes, name: str = "x", form: Any = "auto") -> Page | Draft:
    return read_source(Source(name, form, content=content))


HTML, TEXT = "text/html", "text/plain"
FORMS = [
    ("auto", b"<!DOCTYPE html><p>Hi</p>", HTML),
    ("auto", b"  \n<html lang=en>", HTML),
    ("auto", b"<p>Acme raised</p>", HTML),
    ("auto", "<html>ä".encode("utf-16"), HTML),
    ("auto", b"Acme raised $5 million, <p> of it in cash.", HTML),
    ("auto", "Zürich: Acme raised €5 million < €6 million.".encode(), TEXT),
    ("auto", "Acme <acme@acme.example> raised".encode("utf-16"), TEXT),
    ("text", b"<p>Acme raised</p>", TEXT),
    ("html", b"Acme raised $5 million.", HTML),
]


@pytest.mark.parametrize(("form", "content", "media_type"), FORMS)
def test_pages(form: Any, content: bytes, media_type: str) -> None:
    """What is said of a source counts, else the tags that begin it; the bytes are left as they are."""
    assert read(content, form=form) == Page(source="x", content=content, media_type=media_type)


@pytest.mark.parametrize("form", ["auto", "html", "text"])
@pytest.mark.parametrize("content", [b"", b" \r\n\t"])
def test_empty(form: Any, content: bytes) -> None:
    """Nothing in it, nothing to read."""
    with pytest.raises(EmptySource):
        read(content, form=form)


@pytest.mark.parametrize("name", ["page.html", "page.html.gz", "page"])
def test_files(tmp_path: Path, name: str) -> None:
    """A file is unpacked by what it holds, whatever its name says."""
    html = b"<html><p>Acme raised $5 million.</p>"
    path = tmp_path / name
    path.write_bytes(gzip.compress(html[:9]) + gzip.compress(html[9:]))
    assert read_source(Source(str(path), "auto", path)) == Page(source=str(path), content=html, media_type="text/html")


BROKEN = [gzip.compress(b"<p>text</p>" * 50)[:-12], b"\x1f\x8b\x08\x00 and no more of it"]


@pytest.mark.parametrize("content", BROKEN)
def test_broken_compression(tmp_path: Path, content: bytes) -> None:
    """gzip that breaks off or lies is unreadable."""
    path = tmp_path / "page.html.gz"
    path.write_bytes(content)
    with pytest.raises(SourceError) as caught:
        read_source(Source("page", "html", path))
    assert caught.value.code == "unreadable"


def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over the limit, packed or not, nothing is read to its end."""
    monkeypatch.setattr(room, "MAX_BYTES", 1000)
    for content in (b"x" * 1001, gzip.compress(b"x" * 10_000_000)):
        path = tmp_path / "big.txt"
        path.write_bytes(content[:1001] if len(content) < 1002 else content)
        with pytest.raises(SourceError) as caught:
            read_source(Source("big", "text", path))
        assert caught.value.code == "too_large"
    with pytest.raises(SourceError) as caught:
        room.unpack("big", gzip.compress(b"x" * 5000), 1000)
    assert caught.value.code == "too_large"


def test_vanished(tmp_path: Path) -> None:
    """A file may go between finding and reading it; a folder is no file."""
    for path, code in ((tmp_path / "gone.html", "not_found"), (tmp_path, "unreadable")):
        with pytest.raises(SourceError) as caught:
            read_source(Source(str(path), "html", path))
        assert caught.value.code == code


RECORDS = [
    ({"text": "Acme"}, Draft("x", text="Acme")),
    ({"html": "<p>Acme"}, Draft("x", html="<p>Acme")),
    ({"text": "Acme", "html": "<p>Acme"}, Draft("x", text="Acme")),
    ({"text": "", "html": "<p>Acme"}, Draft("x", html="<p>Acme")),
    ({"text": "A", "id": "a1", "title": "T", "url": "u"}, Draft("x", text="A", id="a1", title="T", url="u")),
    ({"text": "A", "id": 17}, Draft("x", text="A", id="17")),
    ({"text": "A", "id": "", "url": "", "title": None}, Draft("x", text="A")),
    ({"text": "A", "tags": ["more"]}, Draft("x", text="A")),
    ({"text": "A\ud800"}, Draft("x", text="A\ufffd")),
    ({"text": "A", "published": "2018-01-23"}, Draft("x", text="A", published="2018-01-23")),
    ({"text": "A", "published": "2018-01"}, Draft("x", text="A", published="2018-01")),
    ({"text": "A", "published": " "}, Draft("x", text="A")),
    (
        {"text": "A", "published": "2018-01-23 09:30:00Z"},
        Draft("x", text="A", published="2018-01-23T09:30:00+00:00"),
    ),
    (
        {"text": "A", "published": "Tue, 23 Jan 2018 09:30:00 +0100"},
        Draft("x", text="A", published="2018-01-23T09:30:00+01:00"),
    ),
]


@pytest.mark.parametrize(("row", "expected"), RECORDS)
def test_record(row: dict[str, Any], expected: Draft) -> None:
    """A line of JSON Lines as an article."""
    assert read(json.dumps(row).encode(), form="record") == expected


BAD_LINES = [
    (b'{"text": "cut', "bad_record", "not JSON"),
    (b"[1, 2]", "bad_record", "a list"),
    (b"17", "bad_record", "a number"),
    (b"null", "bad_record", "null"),
    (b"{}", "bad_record", "neither"),
    (b'{"text": 5}', "bad_record", '"text" is a number'),
    (b'{"text": "a", "id": ["x"]}', "bad_record", '"id" is a list'),
    (b'{"text": "a", "id": true}', "bad_record", '"id" is true or false'),
    (b'{"text": "a", "published": "soon"}', "bad_record", "not a date"),
    (b'{"text": "a", "published": "2018-13-40"}', "bad_record", "not a date"),
    (b'{"text": " "}', "empty", "empty"),
    (b'{"text": "\xff"}', "bad_encoding", "byte 10"),
    (b"[" * 100_000, "bad_record", "deep"),
]


@pytest.mark.parametrize(("line", "code", "words"), BAD_LINES)
def test_bad_line(line: bytes, code: str, words: str) -> None:
    """A broken line names itself and what is wrong with it."""
    with pytest.raises(SourceError) as caught:
        read_source(Source("f.jsonl#7", "record", content=line))
    assert (caught.value.source, caught.value.code) == ("f.jsonl#7", code)
    assert words in caught.value.reason


@given(st.binary(max_size=300), st.sampled_from(["auto", "html", "text", "record"]))
def test_any_bytes(content: bytes, form: Any) -> None:
    """Whatever the bytes, they are read or refused by name, and what is read can be written as UTF-8."""
    try:
        got = read(content, form=form)
    except SourceError:
        return
    if isinstance(got, Draft):
        (got.text or got.html or "").encode()
    else:
        assert got.content == content
