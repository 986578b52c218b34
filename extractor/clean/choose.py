"""Which element holds the body: the smallest one that holds most of the good text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from extractor.clean.tree import INLINE, Element, finder
from extractor.clean.words import is_body, is_sure_body

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LESS = {"li": 0.6, "td": 0.6, "dd": 0.6, "th": 0.2, "dt": 0.3, "figcaption": 0.0, "button": 0.0, "label": 0.0}
MARKED = finder("//*[@itemprop='articleBody' or @itemprop='articlebody' or @property='articleBody']")
SHORT = 25
"""Fewer characters are no paragraph to judge by."""
PARAGRAPH = 80
"""Characters that make a paragraph beyond doubt."""
PARTS = frozenset(["p", "li", "ul", "ol", "dl", "dd", "dt", "td", "tr", "tbody", "table", "blockquote", "pre"])
"""Elements that are part of a body, never all of it."""
TEXT = 300
"""Good characters that make a short report."""
SPLIT = 0.25
"""Share of the heaviest piece that the others must hold together for a body to be split."""
MOST = 0.85
"""A child with this share of its parent's good text takes its place."""


@dataclass
class Weights:
    """Good text under each element, in the order of the document."""

    elements: list[Element]
    tags: list[str]
    index: dict[Element, int]
    parent: list[int]
    good: list[float]
    """Weight of the element's own text."""
    under: list[float]
    """Weight of all text under it."""
    own: list[int]
    links: list[int]


def weigh(root: Element) -> Weights:
    """Measure all text under ``root`` in one walk."""
    elements: list[Element] = list(root.iter(etree.Element))
    count = len(elements)
    index = {element: number for number, element in enumerate(elements)}
    parent = [-1] * count
    block = [0] * count
    linked = [False] * count
    own = [0] * count
    links = [0] * count
    tags: list[str] = []
    for number, element in enumerate(elements):
        tag = element.tag
        tags.append(tag)
        up = index.get(element.getparent(), -1) if number else -1
        parent[number] = up
        if up < 0:
            block[number] = number
        else:
            block[number] = block[up] if tag in INLINE else number
            linked[number] = linked[up] or tag == "a"
        text = element.text
        if text and not text.isspace():
            length = len(text.strip())
            own[block[number]] += length
            if linked[number]:
                links[block[number]] += length
        text = element.tail
        if up >= 0 and text and not text.isspace():
            length = len(text.strip())
            own[block[up]] += length
            if linked[up]:
                links[block[up]] += length
    good = [0.0] * count
    for number in range(count):
        length = own[number]
        if length >= SHORT:
            tag = tags[number]
            if tag in HEADINGS or (elements[number].text or "").lstrip()[:2] == '{"':
                continue
            plain = length - 2 * links[number]
            if plain > 0:
                good[number] = min(plain, 1500) * LESS.get(tag, 1.0)
    under = good[:]
    for number in range(count - 1, 0, -1):
        under[parent[number]] += under[number]
    return Weights(elements, tags, index, parent, good, under, own, links)


def choose(root: Element, weights: Weights) -> Element:
    """The element that holds the body."""
    total = weights.under[0]
    start = _marked(root, weights, total)
    return _descend(start, weights)


def _descend(start: int, weights: Weights) -> Element:
    node = start
    children: dict[int, list[int]] = {}
    for number, up in enumerate(weights.parent):
        if weights.under[number] > 0:
            children.setdefault(up, []).append(number)
    while True:
        best = max(children.get(node, ()), key=lambda child: weights.under[child], default=-1)
        if best < 0 or weights.under[best] < MOST * weights.under[node]:
            break
        if weights.elements[best].tag in INLINE:
            break
        node = best
    while node != start and weights.elements[node].tag in PARTS:
        node = weights.parent[node]
    while node != start:
        up = weights.parent[node]
        sure = _named_body(node, weights)
        if not any(child != node and _is_paragraph(child, weights, sure) for child in children.get(up, ())):
            break
        # a paragraph stands beside the element: the body is split, and its parent holds all of it
        node = up
    return weights.elements[node]


def _named_body(number: int, weights: Weights) -> bool:
    return is_body(_names(weights.elements[number]))


def _names(element: Element) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}"


def _is_paragraph(number: int, weights: Weights, sure: bool) -> bool:
    own = weights.own[number]
    if weights.elements[number].tag == "p":
        return own >= PARAGRAPH and weights.links[number] * 4 <= own
    return not sure and weights.under[number] >= PARAGRAPH and _named_body(number, weights)


def _marked(root: Element, weights: Weights, total: float) -> int:
    """The element that marks itself as the body, where it holds enough; else the root."""
    if total <= 0:
        return 0
    marked = [weights.index[element] for element in MARKED(root) if element in weights.index]
    if marked:
        best = _joint(marked, weights)
        if weights.under[best] >= 0.25 * total:
            return best
    start = 0
    for tag in ("main", "article"):
        found = [n for n, other in enumerate(weights.tags) if other == tag and _inside(n, start, weights)]
        if found:
            best = max(found, key=lambda n: weights.under[n])
            if weights.under[best] >= 0.4 * weights.under[start]:
                start = best
            elif (told := _headed(found, weights)) is not None:
                start = told
    named = [
        number
        for number, element in enumerate(weights.elements)
        if weights.under[number] >= 0.2 * weights.under[start]
        and _inside(number, start, weights)
        and weights.tags[number] not in INLINE
        and (element.get("class") or element.get("id"))
        and is_body(_names(element))
    ]
    sure = [number for number in named if is_sure_body(_names(weights.elements[number]))]
    for found, share in ((sure, 0.5), (named, 0.7)):
        held = _innermost(found, share, weights, 0.5 * weights.under[start])
        if held is not None and weights.under[held] >= 0.5 * weights.under[start] * share:
            return held
    return start


def _headed(found: list[int], weights: Weights) -> int | None:
    """The one element that holds the page's headline and a text, however much stands in teasers beside it."""
    headlines = [n for n, tag in enumerate(weights.tags) if tag == "h1"]
    holding = [n for n in found if any(_inside(headline, n, weights) for headline in headlines)]
    return holding[0] if len(holding) == 1 and weights.under[holding[0]] >= TEXT else None


def _innermost(found: list[int], share: float, weights: Weights, least: float) -> int | None:
    """Of elements within each other the innermost that holds ``share`` of the heaviest; what holds all where none
    alone weighs ``least``."""
    tops: list[int] = []
    for number in found:
        if not any(_inside(number, top, weights) for top in tops):
            tops.append(number)
    if not tops:
        return None
    top = max(tops, key=lambda number: weights.under[number])
    if weights.under[top] < least:
        return _joint(tops, weights)
    names = _names(weights.elements[top])
    alike = [n for n in tops if _names(weights.elements[n]) == names and weights.parent[n] == weights.parent[top]]
    if len(alike) > 1 and sum(weights.under[n] for n in alike) > weights.under[top] * (1 + SPLIT):
        # the body comes in pieces of one name beside each other
        return weights.parent[top]
    heavy = [
        number
        for number in found
        if weights.under[number] >= share * weights.under[top] and _inside(number, top, weights)
    ]
    return heavy[-1]


def _inside(number: int, holder: int, weights: Weights) -> bool:
    while number > holder:
        number = weights.parent[number]
    return number == holder


def _joint(numbers: Sequence[int], weights: Weights) -> int:
    """The element itself, or the lowest one that holds them all."""
    heavy = [n for n in numbers if weights.under[n] > 0] or list(numbers)
    chain = _ups(heavy[0], weights)
    for number in heavy[1:]:
        others = set(_ups(number, weights))
        chain = [n for n in chain if n in others]
    return chain[0] if chain else 0


def _ups(number: int, weights: Weights) -> list[int]:
    chain = [number]
    while weights.parent[chain[-1]] >= 0:
        chain.append(weights.parent[chain[-1]])
    return chain
