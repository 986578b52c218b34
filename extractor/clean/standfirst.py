"""The standfirst: the sentence or two between the headline and the body, on the page outside the body's element."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from extractor.clean.metadata.gather import Facts, squeeze, words_of
from extractor.clean.metadata.titles import fold
from extractor.clean.tree import Element
from extractor.clean.words import is_standfirst

TAGS = ("p", "h2", "h3", "h4", "div", "span", "section", "strong", "em", "b", "ul")
SHORTEST = 25
LONGEST = 800
TELLING = 40
"""Letters by which a text is known to be the page's own description."""


@dataclass(frozen=True)
class Standfirst:
    """What was found between headline and body."""

    text: str
    element: Element


def descriptions(facts: Facts) -> tuple[str, ...]:
    """The page's descriptions of itself, folded for comparison."""
    said = [
        content for _, content in facts.meta("og:description", "description", "twitter:description", "dc.description")
    ]
    for node in facts.articles[:2]:
        said += [words_of(node.get("description")), words_of(node.get("alternativeHeadline"))]
    keys = (fold(text)[:200] for text in said if text)
    return tuple(dict.fromkeys(key for key in keys if len(key) >= 20))


def describes(text: str, known: tuple[str, ...]) -> bool:
    """Whether ``text`` begins as one of the descriptions does."""
    key = fold(text)
    return len(key) >= 20 and any(key[:TELLING] == other[:TELLING] for other in known)


def keeper(known: tuple[str, ...]) -> Callable[[Element, float], bool]:
    """Tells which element is the standfirst, to be spared whatever its names say."""

    def keep(element: Element, length: float) -> bool:
        return SHORTEST <= length <= LONGEST and describes("".join(islice(element.itertext(), 8))[:200], known)

    return keep


def find(root: Element, chosen: Element, known: tuple[str, ...]) -> Standfirst | None:
    """The standfirst before ``chosen``, by its words or by its names."""
    above = set(chosen.iterancestors())
    named: Standfirst | None = None
    seen_headline = False
    for element in root.iter(*TAGS, "h1", chosen.tag):
        if element is chosen:
            break
        if element in above:
            continue
        if element.tag == "h1":
            seen_headline = True
            continue
        if element.tag not in TAGS:
            continue
        names = f"{element.get('class', '')} {element.get('id', '')}"
        by_name = is_standfirst(names)
        if not by_name and (len(element) > 4 or not known):
            continue
        text = squeeze(" ".join(element.itertext()))
        if not SHORTEST <= len(text) <= LONGEST:
            continue
        if describes(text, known):
            return Standfirst(text, element)
        if by_name and named is None and seen_headline and not _linked(element, len(text)):
            named = Standfirst(text, element)
    return named


def _linked(element: Element, length: int) -> bool:
    return sum(len(squeeze(" ".join(link.itertext()))) for link in element.iter("a")) > length * 0.4
