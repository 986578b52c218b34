"""One record of a web archive -> a page, or the word for what it is instead."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from extractor.bodies import BodyError, BodyTooLarge, Unpacker, dechunk, is_chunked, read_body
from extractor.errors import EmptySource, TooLarge, Unreadable
from extractor.records import Page
from extractor.sources.reading import MAX_BYTES, looks_like_html

if TYPE_CHECKING:
    from fastwarc import WarcRecord

HTML = ("text/html", "application/xhtml+xml")
UNTOLD = (None, "application/octet-stream", "application/xml", "text/xml", "unknown/unknown")
"""Media types that pages are declared with where nobody cared."""

_HEAD = 1 << 16
_STEP = 1 << 16
_BLANK = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})(?!\d)")
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.I)
_URL = re.compile(r"https?://[^\s<>]+")


CUT = "the archive breaks off within it"


class Broken(Exception):
    """The record's frame is broken, so that nobody knows where the next one begins; the message says how."""


def read_response(place: str, record: WarcRecord) -> Page | str | None:
    """The page that a record holds, named ``place``; the kind of thing that it is where it is no page, in the plural;
    None for records about other records.

    Raises EmptySource, TooLarge or Unreadable where it is a page that cannot be had, Broken.
    """
    kind = str(record.record_type)
    if kind in ("warcinfo", "request", "metadata"):
        return None
    if kind == "revisit":
        return "revisits"
    if kind not in ("response", "resource"):
        return "records of other kinds"
    if record.headers.get("Content-Length") is None:
        raise Broken("its header breaks off before the end")
    block = _read(record, min(_HEAD, record.content_length))
    read = len(block)
    declared = record.headers.get("Content-Type") or ""
    headers = {"content-type": declared}
    if kind == "response":
        if not declared.lower().startswith("application/http") and not _STATUS.match(block):
            return "records of other kinds"
        end = _BLANK.search(block)
        status = _STATUS.match(block)
        if status is None or end is None:
            if len(block) < min(record.content_length, _HEAD):
                raise Broken(CUT)
            raise Unreadable(place, "what the server answered has no whole HTTP header")
        if status[1] != b"200":
            return "redirects" if status[1].startswith(b"3") else "HTTP errors"
        headers, block = _headers(block[: end.start()]), block[end.end() :]
    media = headers.get("content-type", "").split(";")[0].strip().lower() or None
    if media not in HTML and media not in UNTOLD:
        return "other media types"
    if record.content_length > MAX_BYTES + _HEAD:
        raise TooLarge(place, f"it is over {MAX_BYTES // 2**20} MiB")
    rest = _read(record, record.content_length - read)
    if read + len(rest) < record.content_length:
        raise Broken(CUT)
    body = _body(place, block + rest, headers)
    if media not in HTML and not looks_like_html(body):
        return "other media types"
    if not body.strip():
        raise EmptySource(place, "the page is empty")
    charset = _CHARSET.search(headers.get("content-type", ""))
    url = _URL.search(record.headers.get("WARC-Target-URI") or "")
    return Page(
        source=place,
        content=body,
        url=url[0] if url else None,
        media_type="text/html",
        charset=charset[1].lower() if charset else None,
        fetched=_moment(record.headers.get("WARC-Date")),
    )


def _read(record: WarcRecord, size: int) -> bytes:
    try:
        return record.reader.read(size)
    except OSError as error:
        raise Broken("its gzip compression is broken" if "zip" in str(error) else str(error)) from error


def _headers(head: bytes) -> dict[str, str]:
    """The lines of an HTTP header; of several with one name, one after the other."""
    headers: dict[str, str] = {}
    for line in head.decode("latin-1").splitlines()[1:]:
        name, colon, value = line.partition(":")
        key = name.strip().lower()
        if colon:
            headers[key] = f"{headers[key]}, {value.strip()}" if key in headers else value.strip()
    return headers


def _body(place: str, body: bytes, headers: dict[str, str]) -> bytes:
    """A body out of its chunks and unpacked. Raises TooLarge, Unreadable.

    Many a crawler writes what it has unpacked beside a header that still says how it was packed: what looks like HTML
    as it is, is taken as it is.
    """
    try:
        if "chunked" in headers.get("transfer-encoding", "").lower() and is_chunked(body):
            body = b"".join(dechunk(body))
        plain = body[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and looks_like_html(body)
        encoding = "" if plain else headers.get("content-encoding", "")
        steps = (body[at : at + _STEP] for at in range(0, len(body), _STEP))
        return read_body(steps, encoding, wire=MAX_BYTES, unpacked=MAX_BYTES, more=_MORE)
    except BodyTooLarge as error:
        raise TooLarge(place, str(error)) from error
    except BodyError as error:
        raise Unreadable(place, f"the page: {error}") from error


def _unpacker(kind: str) -> Unpacker:
    """An unpacker of fastwarc's, which takes no more memory than what is asked of it."""

    def unpack(chunks: Iterator[bytes]) -> Iterator[bytes]:
        from fastwarc import stream_io

        packed, left = io.BytesIO(), MAX_BYTES
        for chunk in chunks:
            left -= len(chunk)
            if left < 0:
                raise BodyTooLarge(f"it is over {MAX_BYTES // 2**20} MiB when unpacked")
            packed.write(chunk)
        packed.seek(0)
        reader = getattr(stream_io, kind)(packed)
        try:
            while step := reader.read(_STEP):
                yield step
        except OSError as error:
            raise BodyError("its compression is broken") from error

    return unpack


_MORE = {"br": _unpacker("BrotliReader"), "zstd": _unpacker("ZstdReader")}


def _moment(told: str | None) -> str | None:
    try:
        return datetime.fromisoformat(told or "").isoformat(timespec="seconds")
    except ValueError:
        return None  # when it was fetched is no part of the page
