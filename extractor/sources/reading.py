"""One source -> a page, or an article as its record states it."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Mapping
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from extractor.errors import BadEncoding, BadRecord, EmptySource, NotFound, SourceError, TooLarge, Unreadable
from extractor.records import Page
from extractor.sources.models import Draft, Source

MAX_BYTES = 20 * 1024 * 1024
"""Of one page, text or line of JSON Lines, unpacked. The largest news pages are under 5 MiB."""

HTML_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")
TEXT_SUFFIXES = (".txt", ".text")
LINES_SUFFIXES = (".jsonl", ".ndjson")
ARCHIVE_SUFFIXES = (".warc",)

_TAG = re.compile(rb"<(?:!doctype\s+html|!--|html|head|body|meta|title|article|div|p|h[1-6]|script)\b|<!--", re.I)
_SURROGATES = re.compile("[\ud800-\udfff]")
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


def read_source(source: Source) -> Page | Draft:
    """Read one source that is not a URL: a file becomes a page, a line of JSON Lines a draft.

    A page's ``media_type`` says whether it is to be read as HTML or as plain text. Raises a SourceError: NotFound,
    Unreadable, EmptySource, TooLarge; BadRecord or BadEncoding for a line.
    """
    if source.fault is not None:
        raise source.fault
    if source.page is not None:
        return source.page
    content = source.content if source.content is not None else _read_file(source)
    if source.form == "record":
        return read_record(source.name, content)
    if not content.strip():
        raise EmptySource(source.name, "there is nothing in it but blanks" if content else "it is empty")
    html = looks_like_html(content) if source.form == "auto" else source.form == "html"
    return Page(source=source.name, content=content, media_type="text/html" if html else "text/plain")


def looks_like_html(content: bytes) -> bool:
    """Whether the first two kilobytes hold a tag that begins a page or a part of one."""
    return _TAG.search(content[:2048].replace(b"\x00", b"")) is not None


def form_of(name: str) -> str:
    """``html``, ``text``, ``jsonl`` or ``warc`` by a file's name, ``.gz`` aside; else ``auto``."""
    lower = name.lower().removesuffix(".gz")
    forms = ((HTML_SUFFIXES, "html"), (TEXT_SUFFIXES, "text"), (LINES_SUFFIXES, "jsonl"), (ARCHIVE_SUFFIXES, "warc"))
    for suffixes, form in forms:
        if lower.endswith(suffixes):
            return form
    return "auto"


def read_record(name: str, line: bytes) -> Draft:
    """A line of JSON Lines as an article. Raises BadRecord or BadEncoding, naming ``FILE#LINE``."""
    if len(line) > MAX_BYTES:
        raise TooLarge(name, f"the line is over {MAX_BYTES // 2**20} MiB")
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadEncoding(name, f"the line is not UTF-8: byte {error.start} of it does not fit") from error
    except json.JSONDecodeError as error:
        raise BadRecord(name, f"not JSON: {error.msg} at character {error.pos + 1}") from error
    except RecursionError as error:
        raise BadRecord(name, "its JSON is nested too deep to be an article") from error
    if not isinstance(row, dict):
        raise BadRecord(name, f"an article is a JSON object, this is {_kind(row)}")
    given = {key: _string(name, key, row.get(key)) for key in ("title", "text", "html", "url", "published")}
    number = row.get("id")
    identity = str(number) if isinstance(number, int) and not isinstance(number, bool) else number
    text, html = given["text"], given["html"]
    if text is None and html is None:
        raise BadRecord(name, 'it has neither "text" nor "html"')
    if not (text or "").strip() and not (html or "").strip():
        raise EmptySource(name, "its text is empty")
    with_text = bool((text or "").strip())
    return Draft(
        name,
        text=text if with_text else None,
        html=None if with_text else html,
        id=_string(name, "id", identity) or None,
        title=given["title"],
        url=given["url"] or None,
        published=_published(name, given["published"]),
    )


def row_source(name: str, row: Mapping[str, Any]) -> Source:
    """A row of a table of articles as a source: the columns of JSON Lines, or a page's bytes as ``content`` with
    ``url`` and ``charset``. It goes by the row's own ``source`` where it has one, else by ``name``."""
    name = str(row.get("source") or name)
    content = row.get("content")
    if content is None:
        said = {key: row.get(key) for key in ("id", "title", "text", "html", "published", "url")}
        return Source(name, "record", content=json.dumps(said, default=_written).encode())
    try:
        return Source(name, page=_page(name, row, content))
    except SourceError as error:
        return Source(name, fault=error)


def _page(name: str, row: Mapping[str, Any], content: Any) -> Page:
    if isinstance(content, str):
        content = content.encode("utf-8", "replace")
    if not isinstance(content, bytes | bytearray):
        raise BadRecord(name, f'"content" is {_kind(content)}, not bytes')
    content = bytes(content)
    if not content.strip():
        raise EmptySource(name, "its content is empty")
    if len(content) > MAX_BYTES:
        raise TooLarge(name, f"it is over {MAX_BYTES // 2**20} MiB")
    return Page(
        source=name,
        content=content,
        url=_string(name, "url", row.get("url")) or None,
        media_type="text/html" if looks_like_html(content) else "text/plain",
        charset=_string(name, "charset", row.get("charset")) or None,
    )


def _written(value: Any) -> str:
    """A value of a type that JSON does not have."""
    return str(value.isoformat() if isinstance(value, date) else value)


def unpack(name: str, content: bytes, limit: int = MAX_BYTES) -> bytes:
    """gzip -> what is in it, all members, never more than ``limit`` bytes.

    Raises Unreadable where the compression is broken, TooLarge where there is more in it.
    """
    parts: list[bytes] = []
    left = limit
    while content:
        packed = zlib.decompressobj(wbits=31)
        try:
            part = packed.decompress(content, left + 1)
        except zlib.error as error:
            raise Unreadable(name, f"its gzip compression is broken: {error}") from error
        left -= len(part)
        if left < 0:
            raise TooLarge(name, f"it is over {limit // 2**20} MiB when unpacked")
        if not packed.eof:
            raise Unreadable(name, "its gzip compression breaks off before the end")
        parts.append(part)
        content = packed.unused_data.lstrip(b"\x00")
    return b"".join(parts)


def io_fault(name: str, error: OSError) -> SourceError:
    """An error of the operating system as the source's own."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return NotFound(name, "no such file")
    if isinstance(error, PermissionError):
        return Unreadable(name, "permission denied")
    return Unreadable(name, error.strerror or str(error))


def _read_file(source: Source) -> bytes:
    path = source.path if source.path is not None else Path(source.name)
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise io_fault(source.name, error) from error
    except ValueError as error:  # a NUL in the name
        raise NotFound(source.name, "no such file") from error
    if len(content) > MAX_BYTES:
        raise TooLarge(source.name, f"it is over {MAX_BYTES // 2**20} MiB")
    return unpack(source.name, content) if content.startswith(b"\x1f\x8b") else content


def _string(name: str, key: str, value: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise BadRecord(name, f'"{key}" is {_kind(value)}, not a string')
    return _SURROGATES.sub("\ufffd", value)  # no encoding can write a lone one


def _kind(value: Any) -> str:
    kinds = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")


def _published(name: str, value: str | None) -> str | None:
    """A date or time in the contract's form. Raises BadRecord where it is neither."""
    text = (value or "").strip()
    if not text:
        return None
    try:
        if _DAY.fullmatch(text):
            datetime.fromisoformat((text + "-01-01")[:10])
            return text
        moment = datetime.fromisoformat(text)
        return text if len(text) == 10 else moment.isoformat()
    except ValueError:
        pass  # not ISO 8601; feeds write dates as mail does
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError) as error:
        raise BadRecord(name, f'"published" is {text[:40]!r}, not a date like 2018-01-23') from error
