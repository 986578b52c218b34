"""Text to an lxml tree that later steps can walk safely: capped in size, number of tags, attributes and depth."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from lxml import etree

from extractor.clean import stream

MAX_CHARS = 24_000_000
"""Text beyond this many characters is not read (after scripts are out, where a page is longer)."""
MAX_TAGS = 350_000
"""Tags beyond this many are not read: at some 700 bytes each in memory."""
MAX_DEPTH = 150
"""Elements nested deeper are unwrapped."""
MANY = 10_000
"""Equals signs from which a page is searched for tags with too many attributes."""
MAX_ATTRIBUTES = 400
"""A tag with more attributes loses them: libxml2 compares each with each."""

ENDS = ("</body>", "</html>", "</BODY>", "</HTML>")
END = re.compile(r"</(?:body|html)\s*>", re.I)
TAIL = 100
"""Characters after the page's end that may be no more than white space and a comment."""
SCRIPTS = re.compile(r"<(script|style)\b(?![^>]{0,200}ld\+json)[^>]{0,2000}>.*?</\1\s*>", re.I | re.S)
LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{4000,}>?")
ATTRIBUTE = re.compile(r"""[\s"'][^\s"'<>=]+=""")
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)([^<>]*)>")
VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
CONTROL = bytes(set(range(32)) - set(b"\t\n\r"))
"""Bytes that mean nothing in UTF-8 text of a page."""
INLINE = frozenset([
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "img", "ins", "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr", "o:p", "st1:place", "amp-img", "ruby", "rb", "rbc", "rtc", "rt", "rp",
])  # fmt: skip
"""Elements that do not end a line."""
SIMPLE_ID = re.compile(r"[A-Za-z][\w-]{0,60}\Z")

Element = Any
"""An lxml element; lxml's stubs do not say so for trees of the HTML parser."""


def parse(html: str) -> Element | None:
    """The root of the tree of a page that ``cap`` has seen, without comments; None where there is no element at all."""
    root, deep = _tree(html)
    if deep:
        root = _tree(flatten(html))[0]
    if root is not None and stream.SIGN in html:
        stream.assemble(root)
    return root


def flatten(html: str) -> str:
    """The page with the tags left out that open, or close, an element nested deeper than MAX_DEPTH."""
    pieces: list[str] = []
    last = 0
    depth = 0
    for tag in TAG.finditer(html):
        closing, name, rest = tag.groups()
        if name.lower() in VOID or rest.endswith("/"):
            continue
        drop = depth >= MAX_DEPTH if not closing else depth > MAX_DEPTH
        depth = max(0, depth - 1) if closing else depth + 1
        if drop:
            pieces.append(html[last : tag.start()])
            last = tag.end()
    pieces.append(html[last:])
    return "".join(pieces)


def _tree(html: str) -> tuple[Element | None, bool]:
    """The tree, and whether libxml2 gave up on its depth."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root: Element = etree.fromstring(html.encode("utf-8", "replace").translate(None, CONTROL), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        root = None
    last = parser.error_log.last_error
    return root, last is not None and last.type_name == "ERR_RESOURCE_LIMIT"


def cap(html: str) -> str:
    """The page within the limits: what is beyond them, and what a parser would choke on, left out."""
    if len(html) > MAX_CHARS:
        html = SCRIPTS.sub("", html)[:MAX_CHARS]
    if html.count("<") > MAX_TAGS:
        start = 0
        for _ in range(MAX_TAGS):
            start = html.index("<", start) + 1
        html = html[:start]
    if html.count("=") > MANY:
        html = LONG_TAG.sub(_spare, html)
    end = next((found for found in map(html.find, ENDS) if found >= 0), len(html))
    if len(html) - end > TAIL:
        # libxml2 reads nothing after them, browsers do
        html = END.sub("", html)
    if html[:200].lstrip()[:5] == "<?xml":
        html = html[html.index("?>") + 2 :] if "?>" in html[:400] else html.lstrip()[5:]
    return html


def _spare(tag: re.Match[str]) -> str:
    text = tag.group()
    if sum(1 for _ in ATTRIBUTE.finditer(text)) <= MAX_ATTRIBUTES:
        return text
    name = re.match(r"<[a-zA-Z0-9:-]+", text)
    return (name.group() if name else "<div") + ">"


def finder(path: str) -> Callable[[Element], Any]:
    """A compiled XPath; lxml's stubs allow for every kind of answer, callers know theirs."""
    return etree.XPath(path, smart_strings=False)


IDS = finder("//@id")


class Paths:
    """CSS paths of elements, made when asked for; positions among siblings are counted once a parent."""

    def __init__(self, root: Element) -> None:
        self._ids = Counter(IDS(root))
        self._paths: dict[Element, str] = {}
        self._numbers: dict[Element, dict[Element, int]] = {}

    def path(self, element: Element) -> str:
        """From the nearest ancestor with an id of its own, else from the root: ``#story > p:nth-of-type(3)``."""
        own = element.get("id")
        if own and SIMPLE_ID.match(own) and self._ids[own] == 1:
            return f"#{own}"
        parent = element.getparent()
        if parent is None:
            return str(element.tag)
        above = self._paths.get(parent)
        if above is None:
            above = self._paths[parent] = self.path(parent)
        return f"{above} > {element.tag}:nth-of-type({self._number(element, parent)})"

    def _number(self, element: Element, parent: Element) -> int:
        numbers = self._numbers.get(parent)
        if numbers is None:
            seen: Counter[str] = Counter()
            numbers = {}
            for child in parent:
                seen[child.tag] += 1
                numbers[child] = seen[child.tag]
            self._numbers[parent] = numbers
        return numbers[element]
