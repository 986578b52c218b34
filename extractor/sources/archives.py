"""Web archives (WARC): every HTML response is a source, ``FILE#OFFSET``, by the byte at which its record begins.

Records are read one after the other and never held together. Packed archives are gzipped record by record, so that one
can be read by itself; where an archive is gzipped as one piece, the offsets count unpacked bytes. Where a record is
broken, reading goes on at the next one that can be found.
"""

from __future__ import annotations

import gzip
import logging
import os
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, Literal, cast

from extractor.errors import EmptySource, NotFound, NotText, SourceError, Unreadable
from extractor.sources.models import Source
from extractor.sources.responses import Broken, read_response

if TYPE_CHECKING:
    from fastwarc import ArchiveIterator, WarcRecord

logger = logging.getLogger(__name__)

Packing = Literal["none", "records", "whole"]
"""How an archive is gzipped."""

NONE = "no record begins here"

_GZIP = b"\x1f\x8b\x08"
_STEP = 1 << 20
_KEPT = 1 << 17
_FAR = 1 << 43
"""More bytes than any file has, and that every file system lets a program seek to."""
_START = re.compile(rb"\n(?=WARC/\d)")
_AGAIN = "`fastwarc recompress` packs it anew, record by record"


def read_archive(name: str, stream: BinaryIO, *, passed: Counter[str]) -> Iterator[Source]:
    """Every page in an archive, in order, and a fault for every place that cannot be read.

    What is no page is counted in ``passed``, by its kind: redirects, HTTP errors, other media types, revisits. Raises
    Unreadable where fastwarc is missing, OSError where ``stream`` (which must be able to seek) fails.
    """
    before = passed.total()
    nothing = True
    for source in _walk(name, stream, passed):
        nothing = False
        yield source
    if nothing:
        others = passed.total() - before
        told = (
            f"there is no HTML page in it; passed over: {others:,}" if others else "there is no record of a page in it"
        )
        yield _lost(name, EmptySource(name, told))


def read_at(name: str, file: str, stream: BinaryIO, offset: int) -> Source:
    """The page whose record begins at ``offset`` of an archive, read from there. Raises as read_archive does."""
    stream.seek(min(offset, stream.seek(0, os.SEEK_END)))
    packed = stream.read(2) == _GZIP[:2]
    if not packed and _begins_packed(stream):
        stream = _unpacked(stream)  # gzipped as one piece
    absent = _lost(name, NotFound(name, f"no record begins at byte {offset} of {file}"))
    watched = _Watched(stream)
    try:
        stream.seek(min(offset, _FAR))
        if not packed and stream.read(5) != b"WARC/":
            return absent
        stream.seek(offset)
        watched = _Watched(stream)
        record = next(iter(_records(name, watched)), None)
        if record is None:
            return absent
        page = read_response(name, record)
    except SourceError as error:
        return _lost(name, error)
    except Broken as error:
        return _lost(name, Unreadable(name, str(error)))
    except (OSError, EOFError, zlib.error):
        if watched.fault is not None:
            raise watched.fault from None
        return absent
    if isinstance(page, str):
        return _lost(name, NotText(name, f"this record is no page; it is among the {page}"))
    return absent if page is None else Source(name, page=page)


class _Watched:
    """A stream that is read once, remembering what went by last, and what the system said when it failed."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._end = raw.tell()
        self._kept = b""
        self.fault: OSError | None = None

    def tell(self) -> int:
        return self._end

    def read(self, size: int = -1) -> bytes:
        try:
            content = self._raw.read(size)
        except gzip.BadGzipFile:
            raise
        except OSError as error:
            self.fault = error
            raise
        except (EOFError, zlib.error) as error:
            raise OSError(f"Gzip: {error}") from error
        self._kept = self._kept[-_KEPT:] + content
        self._end += len(content)
        return content

    def packs(self, start: int) -> bool:
        """Whether gzip begins at ``start``, which was read lately."""
        at = start - (self._end - len(self._kept))
        return at >= 0 and self._kept.startswith(_GZIP[:2], at)


def _records(name: str, stream: _Watched) -> ArchiveIterator:
    try:
        from fastwarc import ArchiveIterator
    except ModuleNotFoundError as error:
        raise Unreadable(name, "web archives need fastwarc: pip install 'dealwire[warc]'") from error
    return ArchiveIterator(cast(BinaryIO, stream), parse_http=False)


def _walk(name: str, stream: BinaryIO, passed: Counter[str]) -> Iterator[Source]:
    packing: Packing = "records" if _begins_packed(stream) else "none"
    start: int | None = 0
    while start is not None:
        stream.seek(start)
        watched = _Watched(stream)
        last: int | None = None
        length, seen = 0, 0
        try:
            for record in _records(name, watched):
                if (
                    packing == "records"
                    and seen
                    and (record.stream_pos == last or not watched.packs(record.stream_pos))
                ):
                    if start or seen > 1:
                        raise Broken(f"the record after it begins no gzip member of its own; {_AGAIN}")
                    packing = "whole"
                    break
                last, length = record.stream_pos, record.content_length
                seen += 1
                source = _source(name, record, passed, known=packing == "whole" and not last)
                if source is not None:
                    yield source
            else:
                return
            stream = _unpacked(stream)
            continue
        except SourceError as error:
            yield _lost(error.source, error)
            return
        except Broken as error:
            place, reason = start if last is None else last, str(error)
        except OSError as error:
            if watched.fault is not None:
                raise watched.fault from None
            place, reason = start if last is None else _end(stream, last, length, packing), _reason(error)
            if packing == "records" and last is not None and reason == NONE and _holds_record(stream, place):
                place, reason = last, "it is longer than it says"
        if packing == "whole":
            fault = f"{reason}; the archive is gzipped as one piece, so the rest cannot be read; {_AGAIN}"
            yield _lost(f"{name}#{place}", Unreadable(f"{name}#{place}", fault))
            return
        yield _lost(f"{name}#{place}", Unreadable(f"{name}#{place}", reason))
        start = _next(stream, place + 1, packing)


def _source(name: str, record: WarcRecord, passed: Counter[str], *, known: bool) -> Source | None:
    """A record as a source; None where it is no page, or is ``known`` already."""
    place = f"{name}#{record.stream_pos}"
    try:
        page = read_response(place, record)
    except SourceError as error:
        return None if known else _lost(place, error)
    if known or page is None:
        return None
    if isinstance(page, str):
        logger.debug("%s: passed over, it is among the %s", place, page)
        passed[page] += 1
        return None
    return Source(place, page=page)


def _begins_packed(stream: BinaryIO) -> bool:
    stream.seek(0)
    return stream.read(2) == _GZIP[:2]


def _unpacked(stream: BinaryIO) -> BinaryIO:
    stream.seek(0)
    return cast(BinaryIO, gzip.GzipFile(fileobj=stream))


def _reason(error: OSError) -> str:
    told = str(error)
    if "ompress" in told or "zip" in told:
        return "its gzip compression is broken"
    return NONE if "header length" not in told else "its header is too long to be one"


def _end(stream: BinaryIO, start: int, length: int, packing: Packing) -> int:
    """Where the record ends that begins at ``start``; ``start`` where itself is broken."""
    stream.seek(start)
    if packing != "records":
        head = stream.read(1 << 16).find(b"\r\n\r\n")
        return start if head < 0 else start + head + 4 + length + 4
    packed = zlib.decompressobj(wbits=31)
    at = start
    while not packed.eof:
        content = packed.unconsumed_tail
        if not content:
            content = stream.read(_STEP)
            at += len(content)
        if not content:
            return start
        try:
            packed.decompress(content, _STEP)
        except zlib.error:
            return start
    return at - len(packed.unused_data)


def _next(stream: BinaryIO, start: int, packing: Packing) -> int | None:
    """Where the next record begins from ``start`` on; None where there is none."""
    start -= packing != "records"  # the line's end before it
    stream.seek(start)
    window = stream.read(_STEP)
    while window:
        at = 0
        while True:
            if packing == "records":
                at = window.find(_GZIP, at)
            else:
                found = _START.search(window, at)
                at = found.end() if found else -1
            if at < 0:
                break
            if packing != "records" or _holds_record(stream, start + at):
                return start + at
            at += 1
        kept = window[-16:]
        start += len(window) - len(kept)
        stream.seek(start + len(kept))
        more = stream.read(_STEP)
        window = kept + more if more else b""
    return None


def _holds_record(stream: BinaryIO, start: int) -> bool:
    stream.seek(start)
    try:
        return zlib.decompressobj(wbits=31).decompress(stream.read(4096), 5) == b"WARC/"
    except zlib.error:
        return False


def _lost(name: str, fault: SourceError) -> Source:
    return Source(name, fault=fault)
