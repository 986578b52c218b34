"""What a walk over a page's elements finds is what an expression for it would find."""

from __future__ import annotations

import pytest

from extractor.clean.metadata.dates import APPEARED, LABELS, published
from extractor.clean.metadata.gather import gather
from extractor.clean.metadata.tongue import SIGNS
from extractor.clean.prune import prune
from extractor.clean.tree import cap, parse


def page(body: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("attributes", "found"),
    [
        ("class='post-author'", True),
        ("class='Autor'", True),
        ("class='byline-x'", True),
        ("class='BYLINE'", True),
        ("id='author-box'", True),
        ("id='byline'", False),
        ("data-testid='byline'", True),
        ("rel='author'", True),
        ("href='/authors/ann-bee'", True),
        ("href='/news'", False),
        ("class='menu' id='thoughts'", False),
        ("title='author'", False),
    ],
)
def test_bylines(attributes: str, found: bool) -> None:
    """By what their attributes hold, each attribute by itself."""
    root = parse(cap(page(f"<p>One</p><h1>Firm buys mill</h1><a {attributes}>Ann Bee</a>", "<link rel='author'>")))
    assert root is not None
    assert [element.tag for element in gather(root).bylines] == ["a"] * found


def test_bylines_after_the_headline_come_first() -> None:
    root = parse(cap(page("<i class=author>Cee</i><h1>Firm buys mill</h1><b class=author>Ann Bee</b>")))
    assert root is not None
    assert [element.text for element in gather(root).bylines] == ["Ann Bee", "Cee"]


@pytest.mark.parametrize("piece", [*APPEARED, *LABELS])
def test_days_beside_each_label(piece: str) -> None:
    """A day is found behind every label that a page may have for it, far from any headline."""
    text = "It rained in Leeds, and the looms are blue. " * 12
    root = parse(cap(page(f"<div>{text}</div><div><p>{text}</p><p>P{piece} on May 3, 2019</p></div>")))
    assert root is not None
    assert published(gather(root), None) == ("2019-05-03", "text")


def test_only_named_elements_are_clutter_and_never_a_link() -> None:
    """By class or id, whichever it has; names of links and of bold words say nothing."""
    text = "<p>" + "The looms of the mill are blue, and it rained in Leeds. " * 8 + "</p>"
    clutter = "<{0} {1}='related-articles'>Moss buys Tern</{0}>"
    kinds = [("div", "class"), ("div", "id"), ("b", "class"), ("a", "id"), ("div", "title")]
    root = parse(cap(page(text + "".join(clutter.format(*kind) for kind in kinds))))
    assert root is not None
    prune(root)
    left = [bool(element.text) for element in root.find("body") if element.tag != "p"]
    assert left == [False, False, True, True, True]


def test_signs_are_no_letters() -> None:
    """What is blanked before words are counted parts them anyhow."""
    assert not any(sign.isascii() or sign.isalnum() for sign in SIGNS)
