"""The chosen part of the tree as BeautifulSoup, and BeautifulSoup as a list of lines.

Building BeautifulSoup's objects is what costs: they are made from lxml's tree directly, for the part that matters,
with the attributes that later steps look at.
"""

from __future__ import annotations

import re
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from extractor.clean.assembly import Part
from extractor.clean.choose import HEADINGS
from extractor.clean.tree import INLINE, Element
from extractor.records import BlockKind

ATTRIBUTES = ("class", "id", "href", "itemprop")
SPACE = re.compile(r"[ \t\n\r\f\v\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u202a-\u202e\ufeff]")
BREAKS = re.compile(r"[ \t]*\n[ \t]*")


def soup_of(element: Element) -> BeautifulSoup:
    """The element and all in it as BeautifulSoup; each tag keeps its lxml element as ``origin``."""
    soup = BeautifulSoup("", "lxml", multi_valued_attributes=None)
    soup.reset()
    stack: list[tuple[Element, Any]] = []
    node = element
    while True:
        tag = node.tag
        if isinstance(tag, str):
            attributes = {name: value for name in ATTRIBUTES if (value := node.get(name))}
            made = soup.handle_starttag(tag, None, None, attributes)
            if made is not None:
                vars(made)["origin"] = node
            if node.text:
                soup.handle_data(node.text)
            children = iter(node)
            stack.append((node, children))
        while stack:
            holder, children = stack[-1]
            following = next(children, None)
            if following is not None:
                node = following
                break
            stack.pop()
            soup.handle_endtag(holder.tag)
            if stack and holder.tail:
                soup.handle_data(holder.tail)
        if not stack:
            break
    soup.endData()
    return soup


class Reader:
    """Reads lines off a soup, in the order of the page."""

    def __init__(self) -> None:
        self.lines: list[Part] = []
        self._parts: list[str] = []
        self._linked = 0
        self._strong = 0
        self._plain = 0

    def read(self, tag: Tag) -> list[Part]:
        """All lines under ``tag``."""
        self._block(tag, "paragraph")
        self._flush(tag, "paragraph")
        return self.lines

    def _block(self, tag: Tag, kind: BlockKind) -> None:
        for child in tag.contents:
            if isinstance(child, NavigableString):
                self._text(str(child), tag.name == "a", tag.name in ("b", "strong"))
                continue
            if not isinstance(child, Tag):
                continue
            name = child.name
            if name == "br":
                self._parts.append("\n")
            elif name in INLINE:
                self._inline(child, kind, name == "a", name in ("b", "strong"))
            elif name == "tr" and (row := _row(child)) is not None:
                self._flush(tag, kind)
                if row:
                    self._add("table_row", row, child, 0)
            elif name == "pre":
                self._flush(tag, kind)
                text = child.get_text().strip("\n")
                if text.strip():
                    self._add("preformatted", INVISIBLE.sub("", text), child, 0)
            else:
                self._flush(tag, kind)
                inner = _kind(name, kind)
                self._block(child, inner)
                self._flush(child, inner)

    def _inline(self, tag: Tag, kind: BlockKind, linked: bool, strong: bool) -> None:
        for child in tag.contents:
            if isinstance(child, NavigableString):
                self._text(str(child), linked, strong)
            elif not isinstance(child, Tag):
                continue
            elif child.name == "br":
                self._parts.append("\n")
            elif child.name in INLINE:
                self._inline(child, kind, linked or child.name == "a", strong or child.name in ("b", "strong"))
            else:
                self._flush(tag, kind)
                inner = _kind(child.name, kind)
                self._block(child, inner)
                self._flush(child, inner)

    def _text(self, text: str, linked: bool, strong: bool) -> None:
        text = SPACE.sub(" ", text)
        self._parts.append(text)
        length = len(text.strip())
        if linked:
            self._linked += length
        if strong:
            self._strong += length
        else:
            self._plain += length

    def _flush(self, tag: Tag, kind: BlockKind) -> None:
        if not self._parts:
            return
        text = INVISIBLE.sub("", "".join(self._parts))
        linked, strong = self._linked, self._strong > 0 and self._plain == 0
        self._parts.clear()
        self._linked = self._strong = self._plain = 0
        text = BREAKS.sub("\n", SPACES.sub(" ", text)).strip()
        if not text:
            return
        pieces = [piece.strip() for piece in text.split("\n\n") if piece.strip()] if "\n\n" in text else [text]
        for piece in pieces:
            self._add(kind, piece, tag, linked if len(pieces) == 1 else 0, strong)

    def _add(self, kind: BlockKind, text: str, tag: Tag, linked: int, strong: bool = False) -> None:
        level = int(tag.name[1]) if kind == "heading" and tag.name in HEADINGS else 0
        self.lines.append(
            Part(kind, text, origin=getattr(tag, "origin", None), linked=linked, level=level, strong=strong)
        )


SPACES = re.compile(r" {2,}")


def _kind(name: str, kind: BlockKind) -> BlockKind:
    if name in HEADINGS:
        return "heading"
    if name in ("li", "dd", "dt"):
        return "list_item"
    if name == "blockquote":
        return "quote"
    if name in ("table", "article", "section"):
        return "paragraph"
    return kind


def _row(row: Tag) -> str | None:
    """The cells of a table row on one line; None where the table only lays out the page."""
    cells = [cell for cell in row.contents if isinstance(cell, Tag) and cell.name in ("td", "th")]
    if len(cells) < 2:
        return None
    texts: list[str] = []
    for cell in cells:
        if cell.find(["table", "p", "div", "ul", "h2", "h3"]) is not None and len(cell.get_text()) > 300:
            return None
        texts.append(SPACE.sub(" ", INVISIBLE.sub("", cell.get_text(" "))).strip())
    filled = [text for text in texts if text]
    return " | ".join(filled)
