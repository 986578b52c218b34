"""Blocks of text to an article's text: joined, labelled, numbered."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from extractor.clean.words import words
from extractor.records import Block, BlockKind


@dataclass
class Part:
    """A block of the body on its way into the article."""

    kind: BlockKind
    text: str
    boilerplate: bool = False
    raw: str = ""
    """The text as it stood, where it was plain text."""
    origin: Any = None
    """The element of the page it came from."""
    linked: int = 0
    """Characters inside links."""
    level: int = 0
    """Of a heading."""


class Places(Protocol):
    """Tells where on a page an element is."""

    def path(self, element: Any, /) -> str: ...


def join(parts: Sequence[Part], places: Places | None) -> tuple[str, tuple[Block, ...]]:
    """The text of the parts with a blank line between them, and their blocks."""
    blocks: list[Block] = []
    start = 0
    for part in parts:
        path = places.path(part.origin) if places is not None and part.origin is not None else None
        end = start + len(part.text)
        blocks.append(Block(kind=part.kind, start=start, end=end, path=path, boilerplate=part.boilerplate))
        start = end + 2
    return "\n\n".join(part.text for part in parts), tuple(blocks)


def mark_about(parts: Sequence[Part]) -> None:
    """Label what follows an "About the company" or contact heading; a heading of another kind ends it."""
    known = words()
    about = False
    whole = sum(len(part.text) for part in parts)
    before = 0
    for part in parts:
        opens = len(part.text) < 220 and part.kind in ("paragraph", "heading") and known.about.match(part.text)
        # a contact at the head of a release does not make boilerplate of the release
        early = before < whole * 0.25
        if opens and not early:
            about = True
        elif part.kind == "heading" and part.level:
            about = False
        label = about or (opens and early) or known.about_start.match(part.text)
        part.boilerplate = part.boilerplate or bool(label)
        before += len(part.text)


def identity(name: str, text: str) -> str:
    """The article's id: the same for the same address, or title, and text."""
    return hashlib.sha256(f"{name}\0{text}".encode("utf-8", "replace")).hexdigest()[:16]
