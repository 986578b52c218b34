"""What is given on the command line becomes single sources, in a fixed order."""

from __future__ import annotations

import gzip
import io
import os
from pathlib import Path

import pytest

from extractor.errors import SourceError, UsageError
from extractor.sources import Source, find_sources


def write(path: Path, content: str | bytes = "<p>text</p>") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def names(given: list[str]) -> list[str]:
    return [source.name for source in find_sources(given)]


def fault(source: Source) -> SourceError:
    assert source.fault is not None
    return source.fault


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of saved pages, with what also lies in such folders."""
    for name in ("b/page.html", "b/a.txt", "a/page.HTM", "a/page_files/logo.png", "a/style.css", "c.html.gz"):
        write(tmp_path / "saved" / name)
    for name in (".hidden/page.html", ".page.html", "notes.docx"):
        write(tmp_path / "saved" / name)
    write(tmp_path / "saved" / "b" / "two.jsonl", '{"text": "one"}\n\n{"text": "two"}')
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_folder(saved: Path) -> None:
    """A folder gives its pages, texts and records at any depth, hidden and foreign files left out."""
    assert names(["saved"]) == [
        "saved/a/page.HTM",
        "saved/b/a.txt",
        "saved/b/page.html",
        "saved/b/two.jsonl#1",
        "saved/b/two.jsonl#3",
        "saved/c.html.gz",
    ]


GIVEN = [
    (["saved/b/page.html", "saved/a/page.HTM"], ["saved/b/page.html", "saved/a/page.HTM"]),
    (["saved/notes.docx"], ["saved/notes.docx"]),
    (["saved/*/page.*"], ["saved/a/page.HTM", "saved/b/page.html"]),
    (["saved/**/*.txt"], ["saved/b/a.txt"]),
    (["saved/b/two.jsonl#3"], ["saved/b/two.jsonl#3"]),
    (["https://example.com/a#2", "saved/b/a.txt"], ["https://example.com/a#2", "saved/b/a.txt"]),
    (["saved/b/a.txt", "saved/b/a.txt"], ["saved/b/a.txt", "saved/b/a.txt"]),
]


@pytest.mark.parametrize(("given", "expected"), GIVEN)
def test_order(saved: Path, given: list[str], expected: list[str]) -> None:
    """Order is as given; patterns give their matches in order of path."""
    assert names(given) == expected
    assert all(source.fault is None for source in find_sources(given))


LOST = [
    ("nowhere.html", "not_found", "no such file"),
    ("", "not_found", "without a name"),
    ("saved/*.pdf", "not_found", "no file fits"),
    ("saved/b/two.jsonl#2", "not_found", "line 2"),
    ("saved/b/two.jsonl#9", "not_found", "line 9"),
    ("x" * 5000, "not_found", "no such file"),
    ("nul\0.html", "not_found", "no such file"),
    ("saved/a/page_files", "not_found", "in this folder"),
]


@pytest.mark.parametrize(("given", "code", "words"), LOST)
def test_lost(saved: Path, given: str, code: str, words: str) -> None:
    """What is not there keeps its place in the order and says why."""
    (source,) = find_sources([given])
    assert (source.name, fault(source).code) == (given, code)
    assert words in fault(source).reason


def test_a_name_may_look_like_a_line_or_a_pattern(tmp_path: Path) -> None:
    """A file that is there is taken by its name, whatever characters are in it."""
    for name in ("story#2", "what [1].html"):
        assert names([str(write(tmp_path / name))]) == [str(tmp_path / name)]


@pytest.mark.parametrize("name", ["two.jsonl", "two.ndjson", "two.jsonl.gz"])
def test_lines(tmp_path: Path, name: str) -> None:
    """Lines are numbered as an editor numbers them, blank ones too."""
    content = b'{"text": "one"}\r\n\n{"text": "two"}\n'
    path = write(tmp_path / name, gzip.compress(content) if name.endswith(".gz") else content)
    assert [(s.name, s.form, s.content) for s in find_sources([str(path)])] == [
        (f"{path}#1", "record", b'{"text": "one"}\r\n'),
        (f"{path}#3", "record", b'{"text": "two"}\n'),
    ]


def test_compressed_lines_that_break_off(tmp_path: Path) -> None:
    """The lines before the break are read; then one fault tells where it is."""
    lines = b"".join(
        b'{"text": "%d"}\n' % os.urandom(8)[0] + os.urandom(3000).hex().encode() + b"\n" for _ in range(20)
    )
    path = write(tmp_path / "cut.jsonl.gz", gzip.compress(lines)[:-4000])
    *read, last = find_sources([str(path)])
    assert read
    assert fault(last).code == "unreadable"
    assert last.name == f"{path}#{len(read) + 1}"


@pytest.mark.parametrize("content", ["", "\n\n  \n"])
def test_lines_without_a_line(tmp_path: Path, content: str) -> None:
    """An empty file of records is a source that gave nothing."""
    (source,) = find_sources([str(write(tmp_path / "empty.jsonl", content))])
    assert fault(source).code == "empty"


STANDARD_INPUT = [
    (b"<p>Acme raised money</p>", "auto", [("-", "auto", None)]),
    (gzip.compress(b"<p>Acme raised money</p>"), "auto", [("-", "auto", None)]),
    (b"Acme raised money", "text", [("-", "text", None)]),
    (b'{"text": "a"}\n{"text": "b"}', "jsonl", [("-#1", "record", None), ("-#2", "record", None)]),
    (b"", "auto", [("-", "auto", "empty")]),
    (b"  \n", "html", [("-", "auto", "empty")]),
    (b"", "jsonl", [("-", "auto", "empty")]),
    (b"\x1f\x8b\x08cut", "auto", [("-", "auto", "unreadable")]),
]


@pytest.mark.parametrize(("content", "form", "expected"), STANDARD_INPUT)
def test_standard_input(content: bytes, form: str, expected: list[tuple[str, str, str | None]]) -> None:
    """``-`` reads standard input, as what it is said to be."""
    found = find_sources(["-"], form=form, stdin=io.BytesIO(content))  # type: ignore[arg-type]
    assert [(s.name, s.form, s.fault.code if s.fault else None) for s in found] == expected


@pytest.mark.parametrize(("given", "content"), [(["-"], b'{"text": "a"}'), (["-", "-"], b"<p>a</p>")])
def test_standard_input_misused(given: list[str], content: bytes) -> None:
    """Records need to be announced, and there is one standard input only."""
    with pytest.raises(UsageError):
        list(find_sources(given, stdin=io.BytesIO(content)))
    with pytest.raises(UsageError):
        list(find_sources(["-"]))


def test_form_overrules_names(tmp_path: Path) -> None:
    """A file given by name is read as it is said to be."""
    path = write(tmp_path / "export.txt", '{"text": "one"}\n')
    assert [s.form for s in find_sources([str(path)], form="jsonl")] == ["record"]
    assert [s.form for s in find_sources([str(path)], form="html")] == ["html"]
