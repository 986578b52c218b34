"""All that a page says of itself, collected before anything is taken out of its tree."""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

from lxml import etree

from extractor.clean.tree import Element, finder

READ = ("meta", "script", "link", "base", "title", "h1", "time")
PROPS = finder("//body//@itemprop/..")
SPOKEN = finder("string(//body)")
BYLINES = {
    "class": ("utho", "yline", "utor", "BYLINE"),
    "id": ("utho",),
    "data-testid": ("utho", "yline"),
    "rel": ("utho",),
    "href": ("/author",),
}
"""What is in the attributes of elements that hold an author's name."""
NEAR = 16
"""So many short texts under the headline are looked at on every page."""
LONGEST = 160
"""Characters of such a text."""
MAX_LD = 2_000_000
MAX_NODES = 2_000
MAX_METAS = 400
ARTICLE_TYPES = re.compile(
    r"(?:News|Blog|Tech|Scholarly|Report|Analysis|Opinion|Review|Background|Ask|Satirical|Live|Advertiser)\w*"
    r"(?:Article|Posting|Content)|^Article$|Article$|BlogPosting|^Report$|Recipe|^LiveBlogPosting$|^Review$"
)
PAGE_TYPES = frozenset({"WebPage", "ItemPage", "CreativeWork", "AboutPage", "QAPage", "FAQPage", "CollectionPage"})
CONTROL = re.compile(r"[\x00-\x1f]+")


@dataclass
class Facts:
    """What the witnesses on a page say, raw."""

    root: Element
    metas: dict[str, list[str]] = field(default_factory=dict)
    """``<meta>`` by name, property or itemprop, lower case, in the order of the page."""
    articles: list[dict[str, Any]] = field(default_factory=list)
    """JSON-LD nodes that describe an article, the likeliest first."""
    pages: list[dict[str, Any]] = field(default_factory=list)
    nodes: list[dict[str, Any]] = field(default_factory=list)
    """All JSON-LD nodes."""
    by_id: dict[str, dict[str, Any]] = field(default_factory=dict)
    title: str = ""
    headings: list[Element] = field(default_factory=list)
    headline: Element | None = None
    """The heading that is the title, once that is known."""
    canonical: str | None = None
    base: str | None = None
    language: str | None = None
    times: list[Element] = field(default_factory=list)
    props: dict[str, list[Element]] = field(default_factory=dict)

    @cached_property
    def bylines(self) -> list[Element]:
        """Elements whose names speak of an author; those after the headline first."""
        found = [
            element for body in self.root.iter("body") for element in body.iter(etree.Element) if _may_name(element)
        ]
        first = next((number for number, element in enumerate(found) if element.tag == "h1"), 0)
        return [element for element in found[first:] + found[:first] if element.tag != "h1"][:60]

    @cached_property
    def spoken(self) -> str:
        """All text of the page in one piece, scripts included: what is not in it is nowhere on the page."""
        return str(SPOKEN(self.root))

    @cached_property
    def _lines(self) -> Iterator[list[str]]:
        # Not of the facts: they hold these lines, and would hold the page until cyclic garbage is collected.
        return _lines_below(self.headline, self.headings, self.title)

    @cached_property
    def lines_near(self) -> list[list[str]]:
        """The first of the short texts on the page after its headline, in the pieces that its elements make of them."""
        return list(islice(self._lines, NEAR))

    @cached_property
    def lines_below(self) -> list[list[str]]:
        """All the short texts after the headline: bylines, dates."""
        return self.lines_near + list(self._lines)

    @cached_property
    def below_headline(self) -> list[str]:
        """The same as plain text."""
        return [" ".join(pieces) for pieces in self.lines_below]

    @cached_property
    def above_headline(self) -> list[str]:
        """The short texts on the page right before its headline, the nearest first."""
        return list(_texts_above(self.headline)) if self.headline is not None else []

    def meta(self, *names: str) -> Iterator[tuple[str, str]]:
        """Name and content of the metas of these names, in the order of the names."""
        for name in names:
            for content in self.metas.get(name, ()):
                yield name, content


def _may_name(element: Element) -> bool:
    """Do the names of an element speak of an author, or is it a headline, which parts those before it from the others?

    Asking each element takes a quarter of what an XPath expression for it takes.
    """
    if element.tag == "h1":
        return True
    return any(key in BYLINES and any(piece in value for piece in BYLINES[key]) for key, value in element.items())


def gather(root: Element) -> Facts:
    """Collect every witness on the page."""
    facts = Facts(root)
    size = 0
    for element in root.iter(*READ):
        tag = element.tag
        if tag == "meta":
            _read_meta(element, facts)
        elif tag == "script":
            if "ld+json" in (element.get("type") or ""):
                text = element.text or ""
                size += len(text)
                if size <= MAX_LD:
                    _read_nodes(text, facts)
        elif tag == "h1":
            facts.headings.append(element)
        elif tag == "time":
            facts.times.append(element)
        elif tag == "title":
            if not facts.title:
                facts.title = squeeze("".join(element.itertext()))
        elif tag == "base":
            facts.base = facts.base or squeeze(element.get("href")) or None
        elif facts.canonical is None and "canonical" in (element.get("rel") or "").lower():
            facts.canonical = squeeze(element.get("href")) or None
    for node in facts.nodes:
        kinds = types(node)
        if any(ARTICLE_TYPES.search(kind) for kind in kinds):
            facts.articles.append(node)
        elif kinds & PAGE_TYPES:
            facts.pages.append(node)
    posts = {id(post) for node in facts.articles for post in _posts(node)}
    facts.articles.sort(
        # the posts of a live blog are articles too, but the page is about all of them
        key=lambda node: (
            1
            if id(node) in posts
            else -sum(key in node for key in ("headline", "datePublished", "author", "articleBody"))
        )
    )
    for key, value in root.attrib.items():
        if key.lower() in ("lang", "xml:lang") or key.endswith("}lang"):
            facts.language = squeeze(value) or facts.language
    for element in PROPS(root)[:400]:
        for name in (element.get("itemprop") or "").split():
            facts.props.setdefault(name, []).append(element)
    return facts


def _posts(node: dict[str, Any]) -> list[Any]:
    posts = node.get("liveBlogUpdate")
    return posts if isinstance(posts, list) else []


def _read_meta(meta: Element, facts: Facts) -> None:
    content = meta.get("content")
    if not content or len(content) > 20_000 or len(facts.metas) >= MAX_METAS:
        return
    content = squeeze(content)
    for key in ("property", "name", "itemprop", "http-equiv"):
        name = meta.get(key)
        if name and content:
            held = facts.metas.setdefault(name.strip().lower(), [])
            if len(held) < 30 and content not in held:
                held.append(content)


def _read_nodes(text: str, facts: Facts) -> None:
    for node in _nodes(text):
        if len(facts.nodes) >= MAX_NODES:
            return
        facts.nodes.append(node)
        own = node.get("@id")
        if isinstance(own, str) and len(node) > 1 and own not in facts.by_id:
            facts.by_id[own] = node


def _lines_below(
    start: Element | None, headings: Sequence[Element], title: str, count: int = 120
) -> Iterator[list[str]]:
    if start is None:
        if not headings:
            return
        titled = set(title.casefold().split())
        start = max(
            headings[:8], key=lambda heading: len(titled & set(" ".join(heading.itertext()).casefold().split()))
        )
    node = start
    for _ in range(count):
        following = node if node is start else None
        following = None if following is not None or not len(node) else node[0]
        while following is None and node is not None:
            following = node.getnext()
            if following is None:
                node = node.getparent()
        if following is None:
            return
        node = following
        if not isinstance(node.tag, str) or node.tag in ("script", "style", "svg"):
            continue
        pieces: list[str] = []
        length = 0
        for piece in islice(node.itertext(), 24):
            text = squeeze(piece)
            if text:
                pieces.append(text)
                length += len(text) + 1
                if length >= LONGEST:
                    break
        if 3 < length < LONGEST:
            yield pieces


def _texts_above(heading: Element, levels: int = 4, each: int = 3) -> Iterator[str]:
    node = heading
    for _ in range(levels):
        for before, _ in zip(node.itersiblings(preceding=True), range(each), strict=False):
            if isinstance(before.tag, str) and before.tag not in ("script", "style", "svg", "nav"):
                text = squeeze(" ".join(piece for piece, _ in zip(before.itertext(), range(24), strict=False)))
                if 3 < len(text) < 80:
                    yield text
        node = node.getparent()
        if node is None or node.tag in ("body", "main"):
            return


def squeeze(text: str | None) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split()) if text else ""


def words_of(value: Any) -> str:
    """A JSON-LD value as one line of plain text: entities resolved, tags left out; empty where it is no text."""
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, (str, dict))), None)
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if not isinstance(value, str):
        return ""
    if "&" in value:
        value = entities.unescape(entities.unescape(value))
    if "<" in value:
        value = re.sub(r"<[^<>]{1,300}>", "", value)
    return squeeze(value)


def types(node: dict[str, Any]) -> set[str]:
    """The names in ``@type``."""
    kinds = node.get("@type")
    found = kinds if isinstance(kinds, list) else [kinds]
    return {kind.rsplit("/", 1)[-1] for kind in found if isinstance(kind, str)}


def _nodes(text: str) -> Iterator[dict[str, Any]]:
    """Every object in a JSON-LD script, breadth first; none where it cannot be read."""
    try:
        data = _loads(text)
    except (ValueError, RecursionError):
        return
    queue: list[tuple[Any, int]] = [(data, 0)]
    count = 0
    while queue:
        item, depth = queue.pop(0)
        count += 1
        if count > MAX_NODES or depth > 8:
            return
        if isinstance(item, list):
            queue.extend((entry, depth + 1) for entry in item[:500])
        elif isinstance(item, dict):
            if "@type" in item or "@id" in item:
                yield item
            for key, value in item.items():
                if key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "isPartOf", "hasPart") or (
                    isinstance(value, (dict, list)) and key not in ("comment", "review")
                ):
                    queue.append((value, depth + 1))


def _loads(text: str) -> Any:
    text = text.strip()
    for lead in ("<!--", "//<![CDATA[", "<![CDATA[", "/*<![CDATA[*/"):
        text = text.removeprefix(lead).strip()
    for end in ("-->", "//]]>", "]]>", "/*]]>*/"):
        text = text.removesuffix(end).strip()
    text = text.removesuffix(";")
    try:
        return json.loads(text, strict=False)
    except ValueError:
        pass
    try:
        return json.loads(CONTROL.sub(" ", re.sub(r",\s*([\]}])", r"\1", text)), strict=False)
    except ValueError:
        return json.loads(entities.unescape(text), strict=False)
