"""The chosen part of the tree as BeautifulSoup, and BeautifulSoup as a list of lines.

Building BeautifulSoup's objects is what costs: they are made from lxml's tree directly, for the part that matters,
with the attributes that later steps look at.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Any

from bs4 import BeautifulSoup
from bs4.builder import HTMLTreeBuilder
from bs4.element import Tag

from extractor.clean.assembly import Part
from extractor.clean.choose import HEADINGS
from extractor.clean.tree import INLINE, Element
from extractor.records import BlockKind

PLAIN = INLINE - {"a", "br"}
"""Inline elements whose text alone matters."""
INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u202a-\u202e\ufeff]")
KEEPING = frozenset(["table", "tr", "pre"])
"""Elements in which white space between blocks may matter."""
BREAK = "\x0b"
"""Stands for ``<br>`` until a block is whole; no page can hold it, control characters are out."""


class _ByHand(HTMLTreeBuilder):
    """What knows how HTML is built, without a parser of its own, which would only ever read nothing."""

    def feed(self, markup: str | bytes) -> None:
        """There is no markup: the tags come one by one."""

    def set_up_substitutions(self, tag: Tag) -> bool:
        """No tag tells the encoding: nothing is written again as bytes."""
        return False


def soup_of(element: Element, *, whole: bool = False) -> BeautifulSoup:
    """The element and all in it as BeautifulSoup; each tag keeps its lxml element as ``origin``.

    Empty elements, attributes and inline elements that later steps do not ask about are left out, the text of the
    latter stays; ``whole`` keeps them all, for selectors.
    """
    soup = BeautifulSoup("", builder=_ByHand(multi_valued_attributes={}))
    soup.reset()
    data = soup.handle_data
    edge = False
    """Whether the last tag began or ended a block."""

    def part(block: bool) -> None:
        # Blanks between two blocks are no text: they would be a fifth of all objects.
        nonlocal edge
        if block and edge and not keeping and soup.current_data and "".join(soup.current_data).isspace():
            soup.current_data.clear()
        edge = block

    def start(name: str, origin: Element | None = None) -> None:
        part(name not in INLINE or name == "hr")
        made = soup.handle_starttag(name, None, None, dict(origin.attrib) if whole and origin is not None else {})
        if made is not None and origin is not None:
            vars(made)["origin"] = origin

    def end(name: str) -> None:
        part(name not in INLINE or name == "hr")
        # What BeautifulSoup does itself, but for the search for the tag that ends: it is the last one that began.
        soup.endData()
        soup.popTag()

    keeping = int(whole or element.tag in KEEPING)
    start(element.tag, element)
    if element.text:
        data(element.text)
    tables = int(element.tag == "table")
    stack: list[tuple[str | None, Element, str | None, Any]] = [(element.tag, element, None, iter(element))]
    while stack:
        name, held, tail, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if name is not None:
                end(name)
                tables -= name == "table"
                keeping -= name in KEEPING
            elif held.tag == "div" and _goes_on(held, tail):
                start("hr")
                end("hr")
            if tail and stack:
                data(tail)
            continue
        tag = child.tag
        text = child.text
        tail = child.tail
        if not whole and not len(child) and (not text or text.isspace()):
            if tag == "br":
                start(tag)
                end(tag)
            elif tag not in INLINE or tag == "hr":
                # an empty block still parts what stands before from what stands after it
                if _goes_on(child, tail):
                    start("hr")
                    end("hr")
            elif text:
                data(text)
            if tail:
                data(tail)
            continue
        if not whole and (tag in PLAIN or (tag == "div" and not tables and _only_holds(child))):
            if text:
                data(text)
            stack.append((None, child, tail, iter(child)))
            continue
        start(tag, child)
        tables += tag == "table"
        keeping += tag in KEEPING
        if text:
            data(text)
        stack.append((tag, child, tail, iter(child)))
    soup.endData()
    return soup


def let_go(soup: BeautifulSoup) -> None:
    """Take a soup apart: its objects point at each other, and would wait for the collector of cyclic garbage, and with
    them lxml's whole tree, which is larger than that collector knows.

    BeautifulSoup's own ``decompose`` stops at the root, which knows no next element where the tags are made by hand.
    """
    for child in list(soup.contents):
        child.decompose()
    soup.decompose()


def _goes_on(block: Element, tail: str | None) -> bool:
    """Whether text that is no block of its own follows a block."""
    if tail and not tail.isspace():
        return True
    following = block.getnext()
    holder = block.getparent() if following is None else following
    return holder is not None and holder.tag in INLINE


def _only_holds(block: Element) -> bool:
    """Whether there are blocks in a block and nothing else: a line can neither begin nor end with it alone."""
    text = block.text
    if text and not text.isspace():
        return False
    for child in block:
        tail = child.tail
        if child.tag in INLINE or (tail and not tail.isspace()):
            return False
    return True


class Reader:
    """Reads lines off a soup, in the order of the page."""

    def __init__(self) -> None:
        self.lines: list[Part] = []
        self._parts: list[str] = []
        self._linked: list[str] = []
        """Texts inside links, as far as no line has taken them."""

    def read(self, tag: Tag) -> list[Part]:
        """All lines under ``tag``."""
        self._walk(tag, "paragraph", False)
        self._flush(tag, "paragraph")
        return self.lines

    def _walk(self, tag: Tag, kind: BlockKind, linked: bool) -> None:
        for child in tag.contents:
            if not isinstance(child, Tag):
                self._text(str(child), linked)
                continue
            name = child.name
            if name == "br":
                self._parts.append(BREAK)
            elif name in INLINE:
                self._walk(child, kind, linked or name == "a")
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
                self._walk(child, inner, linked)
                self._flush(child, inner)

    def _text(self, text: str, linked: bool) -> None:
        self._parts.append(text)
        if linked and not text.isspace():
            self._linked.append(text)

    def _flush(self, tag: Tag, kind: BlockKind) -> None:
        if not self._parts:
            return
        text = "".join(self._parts)
        links = self._linked
        self._parts.clear()
        self._linked = []
        if not text or text.isspace():
            return
        if not text.isascii():
            text = INVISIBLE.sub("", text)
        if BREAK not in text:
            text = " ".join(text.split())
            if text:
                self._add(kind, text, tag, sum(len(link.strip()) for link in links))
            return
        lines = [" ".join(line.split()) for line in text.split(BREAK)]
        pieces = [piece.strip("\n") for piece in "\n".join(lines).split("\n\n")]
        pieces = [piece for piece in pieces if piece]
        links = [" ".join(INVISIBLE.sub("", link).split()) for link in links]
        for piece in pieces:
            inside = list(takewhile(piece.__contains__, links))
            del links[: len(inside)]
            self._add(kind, piece, tag, sum(map(len, inside)))

    def _add(self, kind: BlockKind, text: str, tag: Tag, linked: int) -> None:
        level = int(tag.name[1]) if kind == "heading" and tag.name in HEADINGS else 0
        self.lines.append(Part(kind, text, origin=getattr(tag, "origin", None), linked=linked, level=level))


BLOCKS = ["table", "p", "div", "ul", "h2", "h3"]


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
        text = cell.get_text(" ")
        if len(text) > 300 and cell.find(BLOCKS) is not None:
            return None
        texts.append(" ".join(INVISIBLE.sub("", text).split()))
    filled = [text for text in texts if text]
    return " | ".join(filled)
