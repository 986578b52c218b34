"""What can go before anything is weighed: elements that never hold an article, and those whose names say so.

An element that goes is emptied, not removed, so that the positions of its siblings on the page stay what they were.
"""

from __future__ import annotations

from collections.abc import Callable

from extractor.clean.tree import Element, finder
from extractor.clean.words import is_clutter, is_strong_clutter

DEAD = finder(
    "//script|//style|//svg|//template|//iframe|//object|//embed|//canvas|//video|//audio|//map|//math|//select|//button|//label|//fieldset|//rt|//rp"
    "|//input|//textarea|//nav|//dialog|//menu|//noscript|//datalist|//figure|//picture|//img|//link|//head|//amp-ad"
    "|//*[@hidden or @aria-hidden='true' or @role='navigation' or @role='complementary' or @role='dialog'"
    " or @role='search' or @role='menu' or @role='banner' or @role='contentinfo' or @role='alert']"
)
KEEP_NOSCRIPT = finder("//noscript[.//p]")
LOOSE = finder("//aside|//footer|//header|//form|//figcaption|//address")
NAMED = finder("//*[@class or @id]")
STYLE_HIDDEN = finder("//*[contains(@style,'display:none') or contains(@style,'display: none')]")
BODY_INSIDE = finder(".//h1|.//article|.//main|.//*[@itemprop='articleBody']")
size = finder("string-length(normalize-space(.))")

NO_TEXT = frozenset(
    ["script", "style", "svg", "template", "iframe", "select", "canvas", "map", "math", "head", "figure"]
)
HOLDERS = frozenset({"html", "body", "article", "main"})
SPARED = frozenset({"p", "h1", "h2", "h3", "h4", "em", "strong", "b", "i", "tr", "td", "tbody", "table", "br"})


def prune(root: Element, *, by_name: bool = True, keep: Callable[[Element], bool] | None = None) -> None:
    """Empty what is no part of the article, in place.

    ``by_name`` also takes what class and id call clutter; ``keep`` spares elements whatever they are.
    """
    for element in DEAD(root):
        tag = element.tag
        if tag in HOLDERS:
            continue
        if (
            tag == "figure"
            and (element.find(".//p") is not None or element.find(".//table") is not None)
            and size(element) > 600
        ):
            continue
        if tag not in NO_TEXT and len(element) and _holds_text(element):
            continue
        empty(element)
    whole = size(root)
    limit = whole * 0.35
    for element in LOOSE(root):
        if not len(element) and not element.text:
            continue
        tag = element.tag
        if tag == "header":
            if size(element) > 300:
                continue
            for heading in element.iter("h1"):
                empty(heading)
            continue
        if size(element) <= limit:
            empty(element)
    if not by_name:
        return
    groups: dict[str, list[Element]] = {}
    for element in NAMED(root):
        if element.tag in HOLDERS or (not len(element) and not element.text):
            continue
        names = f"{element.get('class', '')} {element.get('id', '')}"
        if is_clutter(names) and not (keep is not None and keep(element)):
            groups.setdefault(names, []).append(element)
    for names, elements in groups.items():
        sizes = [size(element) for element in elements]
        if sum(sizes) > limit and (
            sum(sizes) > whole * 0.9 or not is_strong_clutter(names) or any(map(_holds_body, elements))
        ):
            continue
        for element, length in zip(elements, sizes, strict=True):
            if element.tag in SPARED and length > 200 and not is_strong_clutter(names):
                continue
            empty(element)


def _holds_body(element: Element) -> bool:
    """Whether the headline, or what marks itself as the body, is in it."""
    return bool(BODY_INSIDE(element))


def _holds_text(element: Element) -> bool:
    """Whether an element that should hold links holds paragraphs: a tag that was never closed took the page in."""
    return len([paragraph for paragraph in element.iter("p") if size(paragraph) > 80]) > 2


def empty(element: Element) -> None:
    """Take everything out of the element; what follows it stays."""
    element.clear(keep_tail=True)
