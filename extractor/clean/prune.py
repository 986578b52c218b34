"""What can go before anything is weighed: elements that never hold an article, and those whose names say so.

An element that goes is emptied, not removed, so that the positions of its siblings on the page stay what they were.
"""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from extractor.clean.tree import Element, finder
from extractor.clean.words import is_clutter, is_comments, is_strong_clutter

DEAD = [
    "script", "style", "svg", "template", "iframe", "object", "embed", "canvas", "video", "audio", "map", "math",
    "select", "button", "input", "textarea", "nav", "dialog", "menu", "noscript", "datalist", "figure", "picture",
    "img", "link", "head", "title", "label", "fieldset", "rt", "rp", "amp-ad",
]  # fmt: skip
UNSEEN = finder("//@role/.. | //@hidden/.. | //@aria-hidden[.='true']/..")
ROLES = frozenset(["navigation", "complementary", "dialog", "search", "menu", "banner", "contentinfo", "alert"])
LOOSE = ("aside", "footer", "header", "form", "figcaption", "address")
NAMELESS = frozenset(["a", "i", "b", "em", "strong"])
"""Elements whose class and id say nothing of what they hold."""
AROUND = finder("//p/ancestor::a")
"""Links around paragraphs."""
NO_TEXT = frozenset(["script", "style", "svg", "template", "iframe", "select", "canvas", "map", "math", "head"])
HOLDERS = frozenset(["html", "body", "article", "main"])
SPARED = frozenset(["p", "h1", "h2", "h3", "h4", "em", "strong", "b", "i", "tr", "td", "tbody", "table", "br"])
BODY_INSIDE = finder(".//h1|.//article|.//main|.//*[@itemprop='articleBody']")
MUCH = 0.25
"""Share of the page's text above which a name alone does not make clutter."""
MOST = 0.5
"""Share of the page's text above which only the name of comments does, where the element is a text of some length."""
LONG = 4000
LEAST = 250
"""Characters of a text that is worth its comments."""
size = finder("string-length(normalize-space(.))")
"""Characters of text in an element."""


def prune(root: Element, *, by_name: bool = True, keep: Callable[[Element, float], bool] | None = None) -> None:
    """Empty what is no part of the article, in place.

    ``by_name`` also takes what class and id call clutter, and captions; ``keep`` spares elements of a standfirst's
    length.
    """
    for element in list(root.iter(*DEAD)):
        tag = element.tag
        if len(element) and tag not in NO_TEXT:
            if tag == "figure":
                worded = element.find(".//p") is not None or element.find(".//table") is not None
                if worded and size(element) > (600 if by_name else 80):
                    continue
            elif _holds_text(element):
                continue
        if len(element) or element.text:
            empty(element)
    for link in AROUND(root):
        if _holds_text(link):
            # never closed on the page: a link with paragraphs in it is none
            link.tag = "div"
    for element in UNSEEN(root):
        if not len(element) and not element.text:
            continue
        role = element.get("role")
        seen = role is not None and role not in ROLES and element.get("hidden") is None
        if (seen and element.get("aria-hidden") != "true") or element.tag in HOLDERS or _holds_text(element):
            continue
        empty(element)
    whole = size(root)
    limit = whole * 0.35
    for element in list(root.iter(*LOOSE)):
        if not len(element) and not element.text:
            continue
        if element.tag == "header":
            if size(element) <= 300:
                for heading in list(element.iter("h1")):
                    empty(heading)
        elif size(element) <= limit and (by_name or element.tag != "figcaption"):
            empty(element)
    if by_name:
        _prune_named(root, whole, keep)


def _prune_named(root: Element, whole: float, keep: Callable[[Element, float], bool] | None) -> None:
    limit = whole * MUCH
    groups: dict[str, list[Element]] = {}
    # Asking each element takes half of what an XPath expression takes to find those with names.
    for element in root.iter(etree.Element):
        label, own = element.get("class"), element.get("id")
        if (label is None and own is None) or element.tag in NAMELESS:
            continue
        names = f"{label} {own}"
        if is_clutter(names) and (len(element) or element.text) and element.tag not in HOLDERS:
            groups.setdefault(names, []).append(element)
    for names, elements in groups.items():
        sizes = [size(element) for element in elements]
        strong = is_strong_clutter(names)
        total = sum(sizes)
        if total > limit and not _may_go(names, elements, sizes, total, whole, strong):
            continue
        for element, length in zip(elements, sizes, strict=True):
            if length > 200 and element.tag in SPARED and not strong:
                continue
            if keep is not None and keep(element, length):
                continue
            empty(element)


def _may_go(names: str, elements: list[Element], sizes: list[float], total: float, whole: float, strong: bool) -> bool:
    """Whether so much of the page's text may go for the names it has."""
    if not strong or any(map(_holds_body, elements)):
        return False
    if is_comments(names):
        return whole - total >= LEAST
    return total <= whole * 0.9 and max(sizes) <= max(whole * MOST, LONG)


def _holds_body(element: Element) -> bool:
    """Whether the headline, or what marks itself as the body, is in it."""
    return bool(BODY_INSIDE(element))


def _holds_text(element: Element) -> bool:
    """Whether an element that should hold links holds paragraphs: a tag that was never closed took the page in."""
    return len([paragraph for paragraph in element.iter("p") if size(paragraph) > 80]) > 2


def empty(element: Element) -> None:
    """Take everything out of the element; what follows it stays."""
    element.clear(keep_tail=True)
