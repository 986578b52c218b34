"""A source before it is read, and an article as its record states it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from extractor.errors import SourceError
from extractor.records import Page

Form = Literal["auto", "html", "text", "jsonl", "warc"]
"""How a source's bytes are to be read; ``auto`` goes by its name, then by what is in it."""


@dataclass(frozen=True, slots=True)
class Source:
    """One article's place: a file, a URL, a line of a JSON Lines file, a page of an archive, or bytes at hand."""

    name: str
    """As given: path, URL, ``-``, ``FILE#LINE`` for a line of JSON Lines, ``FILE#OFFSET`` for a page of an archive."""
    form: Literal["auto", "html", "text", "record", "url"] = "auto"
    path: Path | None = None
    content: bytes | None = None
    """The bytes where finding the source has read them already: a line, or standard input."""
    page: Page | None = None
    """The page where finding has read it already, in a web archive."""
    fault: SourceError | None = None
    """Why there is nothing to read; raised when it is read."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as a line of JSON Lines states it, not yet cleaned: exactly one of ``text`` and ``html``."""

    source: str
    text: str | None = None
    html: str | None = None
    id: str | None = None
    title: str | None = None
    url: str | None = None
    published: str | None = None
    """``YYYY-MM-DD`` (or a prefix of it), or ISO 8601 with time."""
