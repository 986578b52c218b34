"""Where shards lie and rows go: on this machine, or in a store that pyarrow opens: S3, Google's, Azure's, HDFS.

What is written appears whole or not at all: it is written under ``_temporary`` and then moved to its place.
"""

from __future__ import annotations

import contextlib
import io
import re
import uuid
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, cast

from extractor.errors import StoreError, UsageError
from extractor.shards.rows import arrow

SUFFIXES = (".warc", ".warc.gz", ".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz", ".parquet")
"""Of files that are shards."""
TEMPORARY, MANIFESTS = "_temporary", "_manifests"
"""Folders beside the rows; readers of Parquet pass by what begins like this."""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/")
_SAME = {"s3a": "s3", "s3n": "s3", "gcs": "gs"}
"""Hadoop's names for stores that pyarrow calls otherwise."""
_MAGIC, _MAGIC_URL = re.compile(r"[*?\[]"), re.compile(r"[*\[]")
_GLOB = re.compile(r"(?P<deep>\*\*/)|(?P<any>\*+)|(?P<one>\?)|\[(?P<not>!?)(?P<set>[^\]]+)\]")
_BUFFER = 4 * 2**20
"""Bytes asked for at a time: each request to a store costs some tens of milliseconds."""


class Place:
    """A file or folder, here or in a store. Raises UsageError where no store is known by that name."""

    def __init__(self, name: str) -> None:
        arrow()
        from pyarrow import fs

        self.name = name
        scheme = _SCHEME.match(name)
        if scheme is None:
            self.fs, self.path = fs.LocalFileSystem(), name
            return
        known = _SAME.get(scheme[1].lower(), scheme[1].lower())
        try:
            self.fs, self.path = fs.FileSystem.from_uri(known + name[scheme.end(1) :])
        except (ValueError, OSError, NotImplementedError) as error:
            raise UsageError(f"{name} cannot be opened: {error}") from error

    def named(self, path: str) -> str:
        """A path of this place's store as it is named outside, in the way that this place is."""
        if _SCHEME.match(self.name) is None:
            return path.removeprefix("./")
        address, query, options = self.name.partition("?")
        address, own = address.rstrip("/"), self.path.rstrip("/")
        while own and not address.endswith(own):  # some addresses name their container elsewhere than in the path
            path, own = path.partition("/")[2], own.partition("/")[2]
        return address[: len(address) - len(own)] + path + query + options

    def below(self, *parts: str) -> str:
        """The path of something in this folder."""
        return "/".join([self.path.rstrip("/") or "/", *parts])

    def state(self) -> tuple[int, str | None] | None:
        """Bytes and time of the last change of a file; None where there is no file."""
        info = self.fs.get_file_info(self.path)
        if not info.is_file:
            return None
        return info.size or 0, info.mtime.isoformat() if info.mtime else None

    def open(self) -> BinaryIO:
        """The file, to be read from any place in it. Raises OSError."""
        return cast(BinaryIO, io.BufferedReader(self.fs.open_input_file(self.path), _BUFFER))

    def read(self, *parts: str) -> bytes | None:
        """All of a small file in this folder; None where there is none."""
        try:
            with self.fs.open_input_file(self.below(*parts)) as file:
                return cast(bytes, file.read())
        except FileNotFoundError:
            return None

    @contextlib.contextmanager
    def writing(self, *parts: str) -> Iterator[Any]:
        """A file in this folder to be written, which is there once it is whole. Raises OSError."""
        target = self.below(*parts)
        temporary = self.below(TEMPORARY, f"{uuid.uuid4().hex}-{parts[-1]}")
        if self.fs.type_name in ("local", "hdfs"):  # the others know no folders
            self.fs.create_dir(self.below(TEMPORARY))
            self.fs.create_dir(self.below(*parts[:-1]) if parts[1:] else self.path)
        try:
            with self.fs.open_output_stream(temporary) as stream:
                yield stream
            self._move(temporary, target)
        except BaseException:
            with contextlib.suppress(OSError):
                self.fs.delete_file(temporary)
            raise

    def _move(self, temporary: str, target: str) -> None:
        try:
            self.fs.move(temporary, target)
        except OSError:
            self.fs.delete_file(target)  # some stores move nothing onto what is there
            self.fs.move(temporary, target)

    def tidy(self) -> None:
        """Remove what was begun in this folder and never ended."""
        with contextlib.suppress(FileNotFoundError):
            self.fs.delete_dir(self.below(TEMPORARY))


def find_shards(given: Iterable[str]) -> list[str]:
    """Every shard in files, folders (searched through) and patterns, each once, sorted within what was given.

    In a URL ``?`` begins its options and stands for no letter. Raises UsageError where there is no shard, StoreError
    where a folder cannot be listed.
    """
    return _find(given, SUFFIXES)


def find_tables(given: Iterable[str]) -> list[str]:
    """Every Parquet file in files, folders and patterns, rows of earlier jobs too; else as :func:`find_shards`."""
    return _find(given, (".parquet",))


def _find(given: Iterable[str], suffixes: tuple[str, ...]) -> list[str]:
    found: dict[str, None] = {}
    for name in given:
        shards = _inside(name, suffixes)
        if not shards:
            raise UsageError(f"{name}: nothing to read is there; it would be files in {', '.join(suffixes)}")
        found.update(dict.fromkeys(shards))
    return list(found)


def _inside(name: str, suffixes: tuple[str, ...]) -> list[str]:
    magic = (_MAGIC_URL if _SCHEME.match(name) else _MAGIC).search(name)
    place = Place((name[: magic.start()].rpartition("/")[0] or ".") if magic else name)
    from pyarrow import fs

    try:
        info = place.fs.get_file_info(place.path)
        if info.is_file:
            return [name] if _is_shard(name, suffixes) else []
        if info.type == fs.FileType.NotFound and place.fs.type_name in ("local", "hdfs"):
            raise UsageError(f"{name}: no such file or folder")
        inside = place.fs.get_file_info(fs.FileSelector(place.path, recursive=True, allow_not_found=True))
    except OSError as error:
        raise StoreError(f"{name} cannot be listed: {error}") from error
    names = sorted(place.named(one.path) for one in inside if one.is_file)
    written = {one.rpartition(f"/{MANIFESTS}/")[0] for one in names if f"/{MANIFESTS}/" in one and suffixes == SUFFIXES}
    wanted = re.compile(_pattern(name) + "(?:/.*)?" if magic else ".*", re.S)
    return [
        one
        for one in names
        if wanted.fullmatch(one)
        and _is_shard(one, suffixes)
        and one.rpartition("/")[0] not in written  # rows of an earlier job
    ]


def _is_shard(name: str, suffixes: tuple[str, ...]) -> bool:
    path = name.partition("?")[0] if _SCHEME.match(name) else name
    hidden = any(part.startswith(("_", ".")) and part not in (".", "..") for part in path.split("/")[-2:])
    return path.lower().endswith(suffixes) and not hidden


def _pattern(glob: str) -> str:
    """A shell's pattern as a regular expression."""
    parts, at = [], 0
    for found in _GLOB.finditer(glob):
        parts.append(re.escape(glob[at : found.start()]))
        if found["deep"]:
            parts.append("(?:.*/)?")
        elif found["any"]:
            parts.append("[^/]*")
        elif found["one"]:
            parts.append("[^/]")
        else:
            letters = found["set"].replace("\\", r"\\")
            parts.append(f"[{'^' if found['not'] else ''}{letters}]")
        at = found.end()
    return "".join(parts) + re.escape(glob[at:])
