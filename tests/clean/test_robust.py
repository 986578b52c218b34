"""Hostile and broken input: an answer always, nothing raised by ``clean_html``."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import clean_html, errors
from extractor.clean import clean_page, clean_text
from extractor.records import Article, Page

SENTENCE = "Alphacorp agreed to buy Betaworks for 425 million dollars in cash and stock"
STORY = "".join(
    f"<p>{SENTENCE}, part {number}. The boards approved it on Tuesday and expect it to close soon.</p>"
    for number in range(6)
)


def page(before: str = "", after: str = "", head: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head>{head}<title>Alphacorp buys Betaworks</title></head><body>"
        f"<nav><a href='/'>Menu entry</a></nav>{before}<article>"
        f"<h1>Alphacorp buys Betaworks</h1>{STORY}</article>{after}</body></html>"
    )


def nested(tag: str, depth: int, *, close: bool = True) -> str:
    return page(before=f"<{tag}>" * depth, after=f"</{tag}>" * depth if close else "")


KEPT = {
    "plain": page(),
    "deep divs around": nested("div", 20_000),
    "deep unclosed spans around": nested("span", 20_000, close=False),
    "deep divs after": page(after="<div>" * 20_000 + "x"),
    "nested tables": page(after="<table><tr><td>" * 800),
    "many attributes": page(before="<div " + " ".join(f"a{n}=1" for n in range(20_000)) + ">x</div>"),
    "long attribute": page(before=f'<div class="{"a " * 100_000}">x</div>'),
    "angle brackets": page(after="<" * 100_000),
    "ampersands": page(after="<p>" + "&" * 100_000 + "</p>"),
    "spaces": page(before="<p>a" + " " * 500_000 + "b</p>"),
    "digits": page(before="<p>" + "20191231" * 20_000 + "</p>"),
    "deep JSON-LD": page(head='<script type="application/ld+json">' + "[" * 50_000 + "</script>"),
    "broken JSON-LD": page(head='<script type="application/ld+json">{"@type":"NewsArticle","author":[{,</script>'),
    "odd JSON-LD": page(
        head='<script type="application/ld+json">{"@type":["NewsArticle",null,3],'
        '"author":[null,7,{"name":null},[["x"]]],"datePublished":20240101,"headline":{"a":1},"publisher":[],"inLanguage":{},"@graph":"x"}</script>'
    ),
    "absurd dates": page(head='<meta property="article:published_time" content="99999-99-99T99:99:99+99:99">'),
    "bad addresses": page(head='<link rel="canonical" href="http://[::1"><base href="http://[bad">'),
    "no end of script": page(after="<script>var x = '<p>"),
    "no end of comment": page(after="<!-- oops "),
    "processing instructions": page(before="<![CDATA[ x ]]><?php echo 1 ?><!ENTITY x>"),
    "xml declaration": '<?xml version="1.0" encoding="UTF-8"?>\n' + page(),
    "nul": page().replace("<p>", "<p>\0"),
    "lone surrogates": page(before="<p>\udc80\ud800</p>"),
    "noscript": page().replace("<article>", "<noscript><article>").replace("</article>", "</article></noscript>"),
    "unclosed": page().replace("</p>", "").replace("</article>", "").replace("</nav>", "").replace("</a>", ""),
}


@pytest.mark.parametrize("html", KEPT.values(), ids=KEPT.keys())
def test_the_story_survives(html: str) -> None:
    """The sentence comes out, the menu does not."""
    article = clean_html(html, "https://news.example/2024/05/alphacorp")
    assert SENTENCE in article.text
    assert "Menu entry" not in article.text
    assert_sound(article)


NOTHING = [
    "", " \n\t", b"", b"\0\0\0", b"\x89PNG\r\n\x1a\n" + bytes(1000), "<html></html>", "<!-- x -->", "<p></p>",
    "<html><frameset cols='1,1'><frame src='a'></frameset></html>", "<script>var a = 1</script>",
]  # fmt: skip


@pytest.mark.parametrize("html", NOTHING)
def test_no_article_says_why(html: str | bytes) -> None:
    """No text, and the reason."""
    article = clean_html(html)
    assert article.text == ""
    assert article.problem


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", errors.EmptySource),
        (b"  \n ", errors.EmptySource),
        (b"%PDF-1.7 ...", errors.NotText),
        (b"<html><body><script>1</script></body></html>", errors.NoArticle),
        (b"\xff\xfe" + b"\x00\xd8a\x00" * 400, errors.BadEncoding),
    ],
)
def test_clean_page_raises_what_fits(content: bytes, error: type[errors.SourceError]) -> None:
    """The source travels with the error."""
    with pytest.raises(error) as caught:
        clean_page(Page(source="a.html", content=content))
    assert caught.value.source == "a.html"


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=3000) | st.text(max_size=3000, alphabet=st.characters()))
def test_clean_html_never_raises(html: bytes | str) -> None:
    """Any bytes, any string."""
    assert_sound(clean_html(html))


TAGS = st.sampled_from(
    [
        "p",
        "div",
        "table",
        "tr",
        "td",
        "ul",
        "li",
        "a",
        "span",
        "br",
        "article",
        "h1",
        "h2",
        "b",
        "blockquote",
        "pre",
        "script",
        "form",
    ]
)
SOUP = st.lists(
    st.builds("<{}>".format, TAGS) | st.builds("</{}>".format, TAGS) | st.text(max_size=60) | st.just(SENTENCE),
    max_size=60,
).map("".join)


@settings(deadline=None, max_examples=150)
@given(SOUP)
def test_tag_soup_is_read_soundly(html: str) -> None:
    """Tags in any order."""
    assert_sound(clean_html(html))


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=2000, alphabet=st.characters()), st.none() | st.text(max_size=50))
def test_clean_text_never_raises(text: str, title: str | None) -> None:
    """Any text, any title."""
    assert_sound(clean_text(text, title=title))


def assert_sound(article: Article) -> None:
    """Blocks tile the text, in order, a blank line apart."""
    assert article.text == "\n\n".join(article.text[block.start : block.end] for block in article.blocks)
    assert all(article.text[block.start : block.end].strip() for block in article.blocks)
    assert bool(article.text) != bool(article.problem)
