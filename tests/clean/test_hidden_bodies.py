"""Bodies that no element of the page shows as text: posts in data, state that a script assigns or streams, captions."""

from __future__ import annotations

import json

import pytest

from extractor import clean_html
from tests.clean.test_body import BLOCKS, FIRST, SECOND, STORY, THIRD, blocks
from tests.clean.test_metadata import ld

FLIGHT = '12:{"article":' + json.dumps({"headline": "x", "bodyHtml": STORY}) + "}\n"
HALF = len(FLIGHT) // 2
SCRIPTS = {
    "assigned": f"window.__STATE__ = {json.dumps({'story': {'content': STORY}})}; window.y = 1;",
    "assigned among others": f"var a = 1; window.App.state={json.dumps({'story': {'content': STORY}})};",
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_state_that_a_script_assigns(script: str) -> None:
    """Whatever the name of it."""
    assert blocks(f"<body><div id='root'></div><script>{script}</script></body>") == BLOCKS


def test_state_that_is_streamed_in_pieces() -> None:
    """Rows cut anywhere between two scripts."""
    pushes = "".join(
        f"<script>self.__next_f.push({json.dumps([1, piece])})</script>" for piece in (FLIGHT[:HALF], FLIGHT[HALF:])
    )
    assert blocks(f"<body><div id='root'></div>{pushes}</body>") == BLOCKS


@pytest.mark.parametrize(
    "script",
    [
        "window.a = {",
        "window.a = {'single': 1}",
        "self.__next_f.push([1,",
        "window.a=[" + "[" * 5000,
        "window.a = {}" * 999,
    ],
)
def test_state_that_cannot_be_read(script: str) -> None:
    """Is no body, and no error."""
    assert clean_html(f"<body><script>{script}{' ' * 400}</script></body>").problem is not None


POSTS = [
    {
        "@type": "BlogPosting",
        "headline": f"1{n}:02 Post {n}",
        "articleBody": text,
        "datePublished": f"2031-05-03T1{n}:02Z",
    }
    for n, text in enumerate(BLOCKS)
]
LIVE = ld(
    **{"@type": "LiveBlogPosting"}, headline="Harbour day", datePublished="2031-05-03T08:00Z", liveBlogUpdate=POSTS
)


def test_a_live_blog_is_the_whole_of_its_posts() -> None:
    """Its title and day, with the posts in order, from the data where the page shows none."""
    article = clean_html(f"{LIVE}<body><div id='app'></div></body>")
    assert (article.title, article.published) == ("Harbour day", "2031-05-03T08:00:00+00:00")
    assert article.text.split("\n\n") == [
        text for n, first in enumerate(BLOCKS) for text in (f"1{n}:02 Post {n}", first)
    ]


def test_a_live_blog_on_the_page() -> None:
    """Every post, under its heading."""
    posts = "".join(f"<article><h2>Post {n}</h2><p>{text}</p></article>" for n, text in enumerate(BLOCKS))
    article = clean_html(f"{LIVE}<body><h1>Harbour day</h1><main>{posts}</main></body>")
    assert article.title == "Harbour day"
    assert article.text.split("\n\n") == [text for n, first in enumerate(BLOCKS) for text in (f"Post {n}", first)]


def test_a_gallery_tells_its_story_in_captions() -> None:
    """Where there is no other text."""
    figures = "".join(f"<figure><img src='a.jpg'><figcaption><p>{text}</p></figcaption></figure>" for text in BLOCKS)
    assert blocks(f"<body><h1>Harbours</h1><div>{figures}</div></body>") == [FIRST, SECOND, THIRD]
