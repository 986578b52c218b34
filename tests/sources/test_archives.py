"""Web archives: every HTML response is a page, all else is counted, and what is broken costs only itself."""

from __future__ import annotations

import gzip
import io
import sys
import tracemalloc
import zlib
from collections import Counter
from pathlib import Path

import pytest
from archives import OK, answer, packed, record
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import SourceError, UsageError
from extractor.records import Page
from extractor.sources import count_sources, find_sources, read_source
from extractor.sources.archives import read_archive
from extractor.sources.reading import MAX_BYTES

fastwarc = pytest.importorskip("fastwarc")

STORY = "<!doctype html><html><p>Acme Robotics raised {} million dollars.</p></html>"
RECORDS = [record(answer(STORY.format(number)), url=f"https://ledger.example/{number}") for number in range(5)]
GZIP = [packed(one) for one in RECORDS]
Told = list[tuple[str, bytes | str]]


def read(content: bytes, passed: Counter[str] | None = None) -> Told:
    """Name, and the page's bytes or the code of the fault."""
    found = read_archive("a", io.BytesIO(content), passed=Counter() if passed is None else passed)
    return [(one.name, one.page.content if one.page else one.fault.code if one.fault else "") for one in found]


def page(content: bytes) -> Page:
    (source,) = read_archive("a", io.BytesIO(content), passed=Counter())
    read = read_source(source)
    assert isinstance(read, Page)
    return read


def story(number: int) -> bytes:
    return STORY.format(number).encode()


def starts(parts: list[bytes]) -> list[int]:
    return [sum(map(len, parts[:number])) for number in range(len(parts))]


PACKINGS = [
    ("plain.warc", b"".join(RECORDS), starts(RECORDS)),
    ("records.warc.gz", b"".join(GZIP), starts(GZIP)),
    ("whole.warc.gz", gzip.compress(b"".join(RECORDS)), starts(RECORDS)),
]


@pytest.mark.parametrize(("name", "content", "offsets"), PACKINGS)
def test_offsets(tmp_path: Path, name: str, content: bytes, offsets: list[int]) -> None:
    """A page is named by the byte at which its record begins, and can be read again by that name alone."""
    path = tmp_path / name
    path.write_bytes(content)
    found = list(find_sources([str(path)]))
    assert [source.name for source in found] == [f"{path}#{offset}" for offset in offsets]
    for number, source in enumerate(found):
        (again,) = find_sources([source.name])
        assert read_source(again) == read_source(source)
        assert again.page is not None
        assert (again.page.content, again.page.url) == (story(number), f"https://ledger.example/{number}")
    for nowhere in (offsets[1] + 1, len(content), 10**15):
        (lost,) = find_sources([f"{path}#{nowhere}"])
        assert lost.fault is not None
        assert (lost.fault.code, str(nowhere) in lost.fault.reason) == ("not_found", True)


def test_reading_one_page_reads_from_there(tmp_path: Path) -> None:
    """What lies before a record is not looked at."""
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"no archive at all" + GZIP[0])
    (source,) = find_sources([f"{path}#17"])
    assert read_source(source) == page(GZIP[0]).model_copy(update={"source": source.name})


def test_what_the_record_says() -> None:
    """Address, time of the fetch and charset come from the headers."""
    head = 'HTTP/1.1 200 OK\nContent-Type: Text/HTML; Charset="ISO-8859-2"\n'
    assert page(record(f"{head}\n<p>Łódź".encode("iso-8859-2"))) == Page(
        source="a#0",
        content="<p>Łódź".encode("iso-8859-2"),
        url="https://ledger.example/story",
        media_type="text/html",
        charset="iso-8859-2",
        fetched="2021-03-02T09:30:00+00:00",
    )
    bare = record(answer("<p>x"), url=None).replace(b"2021-03-02T09:30:00Z", b"long ago")
    assert (page(bare).url, page(bare).fetched) == (None, None)
    assert page(record(answer("<p>x"), url="<http://a.example/>")).url == "http://a.example/"  # as WARC 1.0 had it


PASSED = [
    (record(answer("<p>Gone", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n")), "HTTP errors"),
    (record(answer("<p>There", "HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\n")), "redirects"),
    (record(answer("<p>Busy", "HTTP/1.1 503 Busy\r\n")), "HTTP errors"),
    (record(answer(b"\x89PNG", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n")), "other media types"),
    (record(answer("User-agent: *", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n")), "other media types"),
    (record(answer("%PDF-1.7", "HTTP/1.1 200 OK\r\n")), "other media types"),
    (record(answer("", OK), kind="revisit"), "revisits"),
    (record(b"ledger.example. 300 IN A 192.0.2.1", declared="text/dns"), "records of other kinds"),
    (record(b"Acme raised money.", kind="conversion", declared="text/plain"), "records of other kinds"),
]


@pytest.mark.parametrize(("other", "kind"), PASSED)
def test_passed_over(tmp_path: Path, other: bytes, kind: str) -> None:
    """What is no page is counted by its kind, and said where it is asked for by name."""
    passed: Counter[str] = Counter()
    silent = [
        record(b"software: x", kind="warcinfo"),
        record(b"GET /", kind="request"),
        record(b"a: b", kind="metadata"),
    ]
    assert read(packed(*silent, other, RECORDS[0]), passed)[0][1] == story(0)
    assert passed == {kind: 1}
    assert [fault for _, fault in read(packed(*silent, other))] == ["empty"]
    path = tmp_path / "a.warc"
    path.write_bytes(other)
    (lost,) = find_sources([f"{path}#0"])
    assert lost.fault is not None
    assert (lost.fault.code, kind in lost.fault.reason) == ("not_text", True)


def deflate(content: bytes, wbits: int) -> bytes:
    packing = zlib.compressobj(wbits=wbits)
    return packing.compress(content) + packing.flush()


def by_fastwarc(kind: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with getattr(fastwarc.stream_io, kind)(stream) as writer:
        while content:
            content = content[writer.write(content) :]
    return stream.getvalue()


def chunks(content: bytes) -> bytes:
    return b"".join(b"%x;by=us\r\n%s\r\n" % (len(part), part) for part in (content[:7], content[7:])) + b"0\r\n\r\n"


HTML = story(7)
BODIES = [
    ("Content-Encoding: gzip", gzip.compress(HTML[:9]) + gzip.compress(HTML[9:])),
    ("Content-Encoding: x-gzip, identity", gzip.compress(HTML)),
    ("Content-Encoding: deflate", deflate(HTML, 15)),
    ("Content-Encoding: deflate", deflate(HTML, -15)),
    ("Content-Encoding: br", by_fastwarc("BrotliWriter", HTML)),
    ("Content-Encoding: zstd", by_fastwarc("ZstdWriter", HTML)),
    ("Content-Encoding: gzip\r\nContent-Encoding: br", by_fastwarc("BrotliWriter", gzip.compress(HTML))),
    ("Transfer-Encoding: chunked", chunks(HTML)),
    ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", chunks(gzip.compress(HTML))),
    ("Transfer-Encoding: chunked\r\nContent-Encoding: br", HTML),  # unpacked by the crawler, the header left as it was
]


@pytest.mark.parametrize(("headers", "body"), BODIES)
def test_bodies(headers: str, body: bytes) -> None:
    """A body comes out of its chunks and unpacked."""
    assert read(record(answer(body, f"{OK}{headers}\r\n"))) == [("a#0", HTML)]


ZEROS = b"<p>" + bytes(MAX_BYTES)
UNHAD = [
    (answer(""), "empty"),
    (answer(" \r\n "), "empty"),
    (answer(b"\x01\x02", f"{OK}Content-Encoding: gzip\r\n"), "unreadable"),
    (answer(gzip.compress(HTML)[:-9], f"{OK}Content-Encoding: gzip\r\n"), "unreadable"),
    (answer(HTML, f"{OK}Content-Encoding: rot13\r\n"), None),
    (answer(b"\x01\x02", f"{OK}Content-Encoding: rot13\r\n"), "unreadable"),
    (answer(b"\x01\x02", f"{OK}Content-Encoding: br\r\n"), "unreadable"),
    (answer(b"\x01\x02", f"{OK}Content-Encoding: gzip, gzip, gzip\r\n"), "unreadable"),
    (answer(chunks(HTML)[:-20], f"{OK}Transfer-Encoding: chunked\r\n"), "unreadable"),
    (answer(b"ffffffff\r\n<p>", f"{OK}Transfer-Encoding: chunked\r\n"), "unreadable"),
    (b"", "unreadable"),
    (b"<p>no header at all", "unreadable"),
    (OK.encode() + b"X: " + b"y" * 100_000 + b"\r\n\r\n<p>", "unreadable"),
    (answer(ZEROS), "too_large"),
    (answer(ZEROS + bytes(100_000)), "too_large"),
    (answer(gzip.compress(ZEROS), f"{OK}Content-Encoding: gzip\r\n"), "too_large"),
    (answer(by_fastwarc("BrotliWriter", ZEROS), f"{OK}Content-Encoding: br\r\n"), "too_large"),
    (answer(by_fastwarc("ZstdWriter", ZEROS), f"{OK}Content-Encoding: zstd\r\n"), "too_large"),
    (answer(by_fastwarc("BrotliWriter", gzip.compress(ZEROS)), f"{OK}Content-Encoding: gzip, br\r\n"), "too_large"),
]


@pytest.mark.parametrize(("block", "code"), UNHAD)
def test_pages_that_cannot_be_had(block: bytes, code: str | None) -> None:
    """Each is told by its place, and the next one is read."""
    content = packed(record(block), RECORDS[1])
    first, second = read(content)
    assert first == ("a#0", code or HTML)
    assert second == (f"a#{len(packed(record(block)))}", story(1))


def test_a_bomb_takes_no_memory() -> None:
    """A record of half a gigabyte of zeros, and a page that unpacks to as much, are refused without holding them."""
    packing = zlib.compressobj(9, wbits=31)
    size = 1 << 29
    head = record(b"", length=size)[:-4]
    bomb = packing.compress(head) + b"".join(packing.compress(bytes(1 << 20)) for _ in range(512)) + packing.flush()
    inner = zlib.compressobj(9, wbits=31)
    body = b"".join(inner.compress(bytes(1 << 20)) for _ in range(512)) + inner.flush()
    content = bomb + packed(record(answer(body, f"{OK}Content-Encoding: gzip\r\n")), RECORDS[0])
    tracemalloc.start()
    codes = [told for _, told in read(content)]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert codes == ["unreadable", "too_large", story(0)]  # zeros are no HTTP answer
    assert peak < 4 * MAX_BYTES


def broken(number: int) -> bytes:
    return GZIP[number][:60] + b"\xff" * 30 + GZIP[number][90:]


DAMAGED = [
    ("cut", b"".join(GZIP)[:-40], ["0", "1", "2", "3", "unreadable"]),
    ("cut", b"".join(RECORDS)[:-40], ["0", "1", "2", "3", "unreadable"]),
    ("cut in a header", b"".join(GZIP[:2])[:-130], ["0", "unreadable"]),
    ("written on after a cut", GZIP[0] + GZIP[1][:-40] + GZIP[2], ["0", "unreadable", "2"]),
    ("broken", GZIP[0] + broken(1) + broken(2) + GZIP[3], ["0", "unreadable", "3"]),
    ("junk between", GZIP[0] + b"junk" * 9 + GZIP[1], ["0", "unreadable", "1"]),
    ("junk between", RECORDS[0] + b"junk\r\n" * 9 + RECORDS[1], ["0", "unreadable", "1"]),
    ("junk alone", b"junk" * 9, ["unreadable"]),
    ("nothing", b"", ["empty"]),
    ("too long", packed(record(answer("<p>"), length=3000), *RECORDS[1:3]), ["unreadable", "1", "2"]),
    ("no length", record(answer("<p>"), length="much") + RECORDS[1], ["unreadable", "unreadable", "1"]),
    ("too short", packed(record(answer("<p>"), length=20), *RECORDS[1:3]), ["unreadable", "unreadable", "1", "2"]),
    ("long header", packed(record(b"", more=f"X: {'y' * 99_999}\r\n"), RECORDS[1]), ["unreadable", "1"]),
    ("odd packing", GZIP[0] + GZIP[1] + packed(RECORDS[2] + RECORDS[3]) + GZIP[4], ["0", "1", "2", "unreadable", "4"]),
    ("one piece, cut", gzip.compress(b"".join(RECORDS * 4))[:-30], None),
]


@pytest.mark.parametrize(("what", "content", "expected"), DAMAGED)
def test_damage_costs_only_itself(what: str, content: bytes, expected: list[str] | None) -> None:
    """A fault names file and offset, and what can be found behind it is read."""
    found = read(content)
    if expected is None:  # the beginning is read, then one fault tells that the rest is lost
        assert (found[0], found[-1][1]) == (("a#0", story(0)), "unreadable")
        return
    assert [told for _, told in found] == [story(int(e)) if e.isdigit() else e for e in expected]
    for name, told in found:
        if isinstance(told, bytes):
            assert content[int(name[2:]) :].startswith((GZIP[0][:4], b"WARC/"))


@settings(max_examples=150, deadline=None)
@given(
    st.booleans(),
    st.lists(st.tuples(st.integers(0, 1500), st.binary(max_size=12), st.integers(0, 40)), min_size=1, max_size=4),
)
def test_any_damage_ends(plain: bool, wounds: list[tuple[int, bytes, int]]) -> None:
    """However an archive is damaged, reading it ends, tells something, and gives pages or faults only."""
    content = b"".join(RECORDS if plain else GZIP)
    for at, put, gone in wounds:
        content = content[:at] + put + content[at + gone :]
    assert 1 <= len(read(content)) <= 20


class Failing(io.BytesIO):
    """A disk that fails after some bytes."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() > 100_000:
            raise OSError(5, "Input/output error")
        return super().read(size)


def test_a_failing_disk_is_no_broken_archive() -> None:
    """What the system says is passed on: whoever gave the stream knows whether to try again."""
    big = [record(answer(f"<p>{number}" + "x" * 9000)) for number in range(100)]
    with pytest.raises(OSError, match="Input/output"):
        list(read_archive("a", Failing(b"".join(big)), passed=Counter()))


def test_files(tmp_path: Path) -> None:
    """Archives are found in folders; under another name the form says what they are; standard input is none."""
    for name in ("b.warc.gz", "a.WARC", "c.bin"):
        (tmp_path / name).write_bytes(GZIP[0] if name != "a.WARC" else RECORDS[0])
    found = [source.name for source in find_sources([str(tmp_path)])]
    assert found == [str(tmp_path / "a.WARC#0"), str(tmp_path / "b.warc.gz#0")]
    named = str(tmp_path / "c.bin")
    assert [source.name for source in find_sources([named, f"{named}#0"], form="warc")] == [f"{named}#0"] * 2
    assert count_sources([str(tmp_path)]) is None
    with pytest.raises(UsageError, match="standard input"):
        list(find_sources(["-"], form="warc", stdin=io.BytesIO()))


def test_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where fastwarc is missing, what brings it is said, and the other sources are read."""
    monkeypatch.setitem(sys.modules, "fastwarc", None)
    path = tmp_path / "a.warc"
    path.write_bytes(RECORDS[0])
    for name in (str(path), f"{path}#0"):
        (source,) = find_sources([name])
        with pytest.raises(SourceError, match=r"pip install 'dealwire\[warc\]'"):
            read_source(source)
