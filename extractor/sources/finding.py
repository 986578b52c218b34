"""What was given on the command line -> single sources, in a fixed order."""

from __future__ import annotations

import glob
import os
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from gzip import BadGzipFile, GzipFile
from pathlib import Path
from typing import IO, BinaryIO, Literal, cast

from extractor.errors import EmptySource, NotFound, SourceError, TooLarge, Unreadable, UsageError
from extractor.sources.archives import read_archive, read_at
from extractor.sources.models import Form, Source
from extractor.sources.reading import MAX_BYTES, form_of, io_fault, unpack

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_LINE = re.compile(r"(?P<file>.+)#(?P<line>0|[1-9]\d{0,17})")


def find_sources(
    given: Iterable[str],
    *,
    form: Form = "auto",
    stdin: BinaryIO | None = None,
    passed: Counter[str] | None = None,
) -> Iterator[Source]:
    """Every single source in ``given``, in the order given; folders and globs in the order of their paths.

    A folder is searched through for .html, .txt, .jsonl and .warc files (also .gz), hidden ones left out; a
    file that is named is taken whatever its name. A JSON Lines file gives one source a line, ``FILE#LINE``, a web
    archive one a page, ``FILE#OFFSET``; such a name may be given too. What archives hold beside pages is counted in
    ``passed``, by its kind. ``form`` overrules the names of files given singly and says what ``stdin`` (for ``-``)
    holds. Raises UsageError where ``-`` is given without ``stdin`` or twice.
    """
    names = list(given)
    if names.count("-") > 1:
        raise UsageError("standard input (-) can be read once only")
    if "-" in names and stdin is None:
        raise UsageError("there is no standard input to be read by the name of -")
    return _find(names, form, stdin, Counter() if passed is None else passed)


def count_sources(given: Iterable[str], *, form: Form = "auto") -> int | None:
    """How many sources there are; None where only reading tells, on standard input and in web archives."""
    names = list(given)
    if "-" in names:
        return None
    count = 0
    for source in find_sources(names, form=form):
        if source.page is not None:
            return None
        count += 1
    return count


def _find(names: list[str], form: Form, stdin: BinaryIO | None, passed: Counter[str]) -> Iterator[Source]:
    for name in names:
        if name == "-" and stdin is not None:
            yield from _standard_input(stdin, form)
        elif _URL.match(name):
            yield Source(name, "url")
        else:
            yield from _local(name, form, passed)


def _local(name: str, form: Form, passed: Counter[str]) -> Iterator[Source]:
    if not name:
        yield _lost(name, NotFound(name, "a source without a name"))
        return
    path = Path(name)
    line = _LINE.fullmatch(name)
    if _exists(path):
        yield from _folder(name, passed) if path.is_dir() else _file(name, form, passed)
    elif line and _exists(Path(line["file"])):
        yield _part(name, line["file"], int(line["line"]), form)
    elif glob.has_magic(name):
        matches = sorted(glob.glob(name, recursive=True))
        if not matches:
            yield _lost(name, NotFound(name, "no file fits this pattern"))
        for match in matches:
            yield from _folder(match, passed) if os.path.isdir(match) else _file(match, form, passed)
    else:
        yield _lost(name, NotFound(name, "no such file or folder"))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        # Too long a name, a NUL in it, or a folder that may not be entered: reading it tells which.
        return False


def _folder(name: str, passed: Counter[str]) -> Iterator[Source]:
    paths: list[str] = []
    faults: list[OSError] = []
    for folder, folders, files in os.walk(name, onerror=faults.append):
        folders[:] = sorted(entry for entry in folders if not entry.startswith("."))
        paths += [os.path.join(folder, file) for file in files if not file.startswith(".") and form_of(file) != "auto"]
    for fault in faults:
        place = str(fault.filename or name)
        yield _lost(place, io_fault(place, fault))
    if not paths and not faults:
        yield _lost(name, NotFound(name, "no .html, .txt, .jsonl or .warc file in this folder"))
    for path in sorted(paths, key=lambda path: Path(path).parts):
        yield from _file(path, "auto", passed)


def _file(name: str, form: Form, passed: Counter[str]) -> Iterator[Source]:
    known = form if form != "auto" else form_of(name)
    if known == "jsonl":
        yield from _lines_file(name)
    elif known == "warc":
        yield from _archive(name, passed)
    else:
        yield Source(name, cast(Literal["auto", "html", "text"], known), Path(name))


def _lines_file(name: str) -> Iterator[Source]:
    try:
        with open(name, "rb") as raw:
            yield from read_lines(name, raw)
    except OSError as error:
        yield _lost(name, io_fault(name, error))


def read_lines(name: str, raw: BinaryIO) -> Iterator[Source]:
    """Every line of JSON Lines, ``FILE#LINE``, gzipped or not. Raises OSError where ``raw`` cannot be read."""
    number = 0
    packed = raw.read(2) == b"\x1f\x8b"
    raw.seek(0)
    stream: IO[bytes] = cast(IO[bytes], GzipFile(fileobj=raw)) if packed else raw
    try:
        for number, line in _lines(stream):
            yield _record(name, number, line)
    except (BadGzipFile, EOFError, zlib.error) as error:
        place = f"{name}#{number + 1}" if number else name
        yield _lost(place, Unreadable(place, f"its gzip compression is broken: {error}"))
    else:
        if not number:
            yield _lost(name, EmptySource(name, "there is no line in it"))


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Number and bytes of every line that is not blank; of one that is too long only as much as shows it."""
    number = 0
    while line := stream.readline(MAX_BYTES + 1):
        number += 1
        rest = line
        while len(rest) > MAX_BYTES and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_BYTES + 1)
        if line.strip():
            yield number, line


def _record(name: str, number: int, line: bytes) -> Source:
    place = f"{name}#{number}"
    if len(line) > MAX_BYTES:
        return _lost(place, TooLarge(place, f"the line is over {MAX_BYTES // 2**20} MiB"))
    return Source(place, "record", Path(name), line)


def _archive(name: str, passed: Counter[str]) -> Iterator[Source]:
    try:
        with open(name, "rb") as stream:
            yield from read_archive(name, stream, passed=passed)
    except OSError as error:
        yield _lost(name, io_fault(name, error))


def _part(name: str, file: str, number: int, form: Form) -> Source:
    """A line of a file, or a page of an archive."""
    if form != "warc" and (form != "auto" or form_of(file) != "warc"):
        return _one_line(name, file, number)
    try:
        with open(file, "rb") as stream:
            return read_at(name, file, stream, number)
    except OSError as error:
        return _lost(name, io_fault(name, error))


def _one_line(name: str, file: str, line: int) -> Source:
    for source in _lines_file(file):
        if source.name == name or (source.fault is not None and source.name == file):
            return source
    return _lost(name, NotFound(name, f"there is no article in line {line} of {file}"))


def _standard_input(stdin: BinaryIO, form: Form) -> Iterator[Source]:
    if form == "warc":
        raise UsageError("web archives are read from files, not from standard input: save it and give its name")
    if form == "jsonl":
        number = 0
        for number, line in _lines(stdin):
            yield _record("-", number, line)
        if not number:
            yield _lost("-", EmptySource("-", "nothing came through standard input"))
        return
    try:
        content = stdin.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise TooLarge("-", f"it is over {MAX_BYTES // 2**20} MiB; give JSON Lines with --input-format jsonl")
        if content.startswith(b"\x1f\x8b"):
            content = unpack("-", content)
        if not content.strip():
            raise EmptySource("-", "nothing came through standard input")
    except SourceError as error:
        yield _lost("-", error)
        return
    if form == "auto" and content.lstrip().startswith(b"{"):
        raise UsageError('standard input looks like JSON Lines: say so with "--input-format jsonl"')
    yield Source("-", form, content=content)


def _lost(name: str, fault: SourceError) -> Source:
    return Source(name, fault=fault)
