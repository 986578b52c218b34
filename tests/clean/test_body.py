"""What belongs to the body, on pages made up for the purpose."""

from __future__ import annotations

import json

import pytest

from extractor import clean_html
from extractor.clean import clean_page
from extractor.clean.lines import is_byline, is_dateline
from extractor.clean.sites import load_sites
from extractor.records import Page

FIRST = "The council of Nordhafen voted to close the old harbour, which had lost most of its ships to the new port."
SECOND = "Dockers had asked for another year; the mayor said that the city could not pay for two harbours at a time."
THIRD = "The last ship is to leave on Friday, and the cranes will be sold to a museum of industry in the capital."
STORY = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"
BLOCKS = [FIRST, SECOND, THIRD]


def blocks(html: str) -> list[str]:
    article = clean_html(html)
    return [article.text[block.start : block.end] for block in article.blocks]


CLUTTER = [
    "<div class='related-articles'><h3>Related</h3><p>Otherco raised $9 million on Monday, it said.</p></div>",
    "<aside><p>Thirdco has agreed to buy Fourthco for $70 million in cash, the companies said.</p></aside>",
    "<div class='newsletter-box'><p>Our newsletter brings every story about harbours to you, free of charge.</p></div>",
    "<ul class='share'><li>Facebook</li><li>LinkedIn</li></ul>",
    "<p>Read more: <a href='/x'>Otherco raises $9 million</a></p>",
    "<p><a href='/x'>Harbours in trouble: a visual guide to every port of the coast</a></p>",
    "<ul><li><a href='/1'>Otherco raises nine</a></li><li><a href='/2'>Thirdco buys Fourthco in cash</a></li></ul>",
    "<figure><img src='x.png'><figcaption>The old harbour last year. Photo: Ann Bee</figcaption></figure>",
    "<p>Photo: Ann Bee</p>",
    "<p>Advertisement</p>",
    "<p>© 2031 Gazette Media. All rights reserved.</p>",
    "<p>Published: 3 May 2031, 09:30</p>",
    "<h3>You may also like</h3>",
    "<div id='comments'><p>I have always loved the old harbour and am sad that it is to close.</p></div>",
    "<section class='cookie-consent'><p>We use cookies to make this site better, please accept them.</p></section>",
    "<form><label>Your address</label><input><button>Send</button></form>",
    "<p>Get the Gazette app</p>",
    "<p>(Reporting by Ann Bee; Editing by Cy Dee)</p>",
    "<p>Follow us on social media for more news of the coast</p>",
    "<p>Disclaimer: the views are those of the author alone.</p>",
    "<p><a href='/u'>Unsubscribe</a> | <a href='/v'>View in browser</a></p>",
    "<p><a href='/p'>Printer-friendly version</a> | <a href='/m'>E-mail this to a friend</a></p>",
    "<p>责任编辑：李四</p>",
]


@pytest.mark.parametrize("clutter", CLUTTER)
@pytest.mark.parametrize("place", ["inside", "after"])
def test_clutter_goes(clutter: str, place: str) -> None:
    """Inside the body's element or after it."""
    inside, after = (clutter, "") if place == "inside" else ("", clutter)
    assert (
        blocks(f"<html><body><h1>Harbour closes</h1><article>{STORY}{inside}</article>{after}</body></html>") == BLOCKS
    )


KEPT = {
    "plain divs": f"<body><div class='x'><div>{FIRST}</div><div>{SECOND}</div><div>{THIRD}</div></div></body>",
    "line breaks": f"<body><div>{FIRST}<br><br>{SECOND}<br><br>{THIRD}</div></body>",
    "a form around all": f"<body><form action='/x'><div>{STORY}</div></form></body>",
    "split over sections": (
        f"<body><main><section><p>{FIRST}</p></section><section><p>{SECOND}</p><p>{THIRD}</p></section></main></body>"
    ),
    "body ends too early": f"<html><body><h1>Harbour closes</h1></body></html><div id='story'>{STORY}</div>"
    + " " * 200,
    "hidden until a script shows it": f"<body><div hidden id='S:0'><main>{STORY}</main></div></body>",
    "paywall in the class of paragraphs": "<body><article>"
    + STORY.replace("<p>", "<p class='paywall'>")
    + "</article></body>",
    "in a table that lays out the page": f"<body><table><tr><td>Menu</td><td>{STORY}</td></tr></table></body>",
    "in noscript": f"<body><noscript><div>{STORY}</div></noscript></body>",
}


@pytest.mark.parametrize("html", KEPT.values(), ids=KEPT.keys())
def test_the_body_is_found(html: str) -> None:
    """However the page is built."""
    found = blocks(html)
    assert [block for block in found if block in BLOCKS] == BLOCKS


def test_kinds_and_order() -> None:
    """Headings, lists, quotes, rows and preformatted text stay apart, in order."""
    article = clean_html(
        f"<article><p>{FIRST}</p><h2>The vote</h2><ul><li>Seven for closing the harbour</li><li>Six against</li></ul>"
        f"<blockquote><p>{SECOND}</p></blockquote><table><tr><th>Year</th><th>Ships</th></tr>"
        f"<tr><td>2030</td><td>12</td></tr></table><pre>a  b\n c</pre><p>{THIRD}</p></article>"
    )
    assert [(block.kind, article.text[block.start : block.end]) for block in article.blocks] == [
        ("paragraph", FIRST),
        ("heading", "The vote"),
        ("list_item", "Seven for closing the harbour"),
        ("list_item", "Six against"),
        ("quote", SECOND),
        ("table_row", "Year | Ships"),
        ("table_row", "2030 | 12"),
        ("preformatted", "a  b\n c"),
        ("paragraph", THIRD),
    ]


def test_paths_lead_back_to_the_page() -> None:
    """The CSS path of a block selects its element on the page as it was."""
    from bs4 import BeautifulSoup

    html = (
        f"<html><body><nav><p>Menu</p></nav><div id='story'><script>1</script><p>{FIRST}</p>"
        f"<div class='share'><p>x</p></div><p>{SECOND}</p><p>{THIRD}</p></div></body></html>"
    )
    article = clean_html(html)
    soup = BeautifulSoup(html, "lxml")
    for block in article.blocks:
        assert block.path is not None
        assert [tag.get_text() for tag in soup.select(block.path)] == [article.text[block.start : block.end]]


def test_standfirst_stands_at_the_head_or_apart() -> None:
    """Readers see it above the body; a page for reading deals keeps it apart."""
    dek = "After ninety years the cranes fall silent, and nobody knows what comes next."
    html = f"<h1>Harbour closes</h1><p class='standfirst'>{dek}</p><article>{STORY}</article>"
    assert blocks(html) == [dek, *BLOCKS]
    apart = clean_page(Page(source="a.html", content=html.encode()))
    assert (apart.standfirst, apart.text.split("\n\n")) == (dek, BLOCKS)


def test_boilerplate_of_a_release_is_kept_and_labelled() -> None:
    """About, contact and forward-looking statements are no news."""
    article = clean_html(
        f"<article>{STORY}<h2>About Nordhafen Ports</h2><p>Nordhafen Ports runs two harbours and a ferry line.</p>"
        "<p>Media Contact</p><p>Jo Example, +1 555 0100</p></article>"
    )
    assert [block.boilerplate for block in article.blocks] == [False] * 3 + [True] * 4


def test_a_roundup_keeps_its_linked_headings() -> None:
    """A heading that is a link stays where a paragraph stands under it."""
    html = (
        "<article>"
        + "".join(
            f"<h3><a href='/{n}'>Firm number {n} raises a round</a></h3><p>{text}</p>" for n, text in enumerate(BLOCKS)
        )
        + "</article>"
    )
    assert "Firm number 1 raises a round" in blocks(html)


def test_body_that_lies_in_data_only() -> None:
    """JSON-LD, and the state of a script, where no element holds the body."""
    data = {"@type": "NewsArticle", "headline": "Harbour closes", "articleBody": "\n\n".join(BLOCKS)}
    html = f"<script type='application/ld+json'>{json.dumps(data)}</script><body><p>Please log in.</p></body>"
    assert blocks(html) == BLOCKS
    state = {"props": {"story": {"title": "Harbour closes", "bodyHtml": STORY}}}
    html = f"<body><div id='app'></div><script type='application/json' id='state'>{json.dumps(state)}</script></body>"
    assert blocks(html) == BLOCKS


@pytest.mark.parametrize("site", load_sites().values(), ids=load_sites().keys())
def test_hint(site: object) -> None:
    """The example page of a hint reads as the hint says."""
    from extractor.clean.sites import Site

    assert isinstance(site, Site)
    article = clean_html(site.example.html, f"https://www.{site.host}/a")
    assert [" ".join(article.text[block.start : block.end].split()) for block in article.blocks] == site.example.text
    for name in ("title", "authors", "published"):
        expected = getattr(site.example, name)
        if expected is not None:
            assert (list(article.authors) if name == "authors" else getattr(article, name)) == expected


DATELINES = ["12.12.2031, 05:07 Uhr", "Published on May 3, 2031", "3 May 2031 | 09:30", "2031年5月3日", "5 minutes ago"]
NOT_DATELINES = ["In 2031 the harbour closed", "7", "100 ships", "", "$12.50"]


@pytest.mark.parametrize(("text", "expected"), [(t, True) for t in DATELINES] + [(t, False) for t in NOT_DATELINES])
def test_is_dateline(text: str, expected: bool) -> None:
    """A date and little else."""
    assert is_dateline(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("By Ann Bee", True), ("Ann Bee, Reporter", True), ("Ann Bee said so", False), ("By the sea", False)],
)
def test_is_byline(text: str, expected: bool) -> None:
    """The authors' names and little else."""
    assert is_byline(text, {"annbee"}) is expected
