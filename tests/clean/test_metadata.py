"""Who wins among the witnesses: tables of page heads and what is read from them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import clean_html
from extractor.clean.metadata.dates import read
from extractor.clean.metadata.people import split
from extractor.clean.metadata.titles import strip_site

BODY = "".join(
    f"<p>The council of Nordhafen voted on item {n}, and the vote was closer than expected this time.</p>"
    for n in range(5)
)


def page(head: str = "", body: str = "", tail: str = "") -> str:
    return f"<html><head>{head}</head><body>{body}<article>{BODY}</article>{tail}</body></html>"


def ld(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


TITLES = [
    # head, before the body, title
    (
        "<title>Harbour closes - The Gazette</title><meta property='og:site_name' content='The Gazette'>",
        "",
        "Harbour closes",
    ),
    (
        "<title>The Gazette | Harbour closes</title><meta property='og:site_name' content='The Gazette'>",
        "",
        "Harbour closes",
    ),
    ("<title>Harbour closes | gazette.example</title>", "<h1>Harbour closes</h1>", "Harbour closes"),
    ("<title>Gazette</title>", "<h1>Harbour closes for good</h1>", "Harbour closes for good"),
    ("<meta property='og:title' content='Harbour closes – 13.06.2031'>", "", "Harbour closes"),
    (ld(headline="Harbour &amp; docks close"), "", "Harbour & docks close"),
    ("<title>Ice: what now - or never</title>", "<h1>Ice: what now - or never</h1>", "Ice: what now - or never"),
    ("<title>Harbour closes now</title>", "<h1>Har<em>bour</em> closes</h1>", "Harbour closes"),
    # the headline shared is the editors' one, on a news page
    (
        ld(headline="Nordhafen harbour: mayor resigns") + "<title>Nordhafen harbour: mayor resigns</title>"
        "<meta property='og:title' content='Mayor out after harbour shuts'>",
        "<h1>Mayor out as the harbour closes</h1>",
        "Mayor out after harbour shuts",
    ),
    # unless it is only the one for search engines
    (
        ld(headline="Harbour closes, mayor resigns") + "<title>Nordhafen harbour closing news</title>"
        "<meta property='og:title' content='Nordhafen harbour closing news'>",
        "<h1>Harbour closes, mayor resigns</h1>",
        "Harbour closes, mayor resigns",
    ),
    ("<title>EX-99.1</title>", "<p>ALPHA CORP TO ACQUIRE BETA WORKS INC.</p>", "ALPHA CORP TO ACQUIRE BETA WORKS INC."),
]


@pytest.mark.parametrize(("head", "body", "expected"), TITLES)
def test_title(head: str, body: str, expected: str) -> None:
    """The headline alone, without the site."""
    html = page(head, body) if not body.startswith("<p>") else page(head).replace("<article>", "<article>" + body)
    assert clean_html(html, "https://www.gazette.example/2031/06/harbour").title == expected


AUTHORS = [
    (ld(author={"@type": "Person", "name": "Ann Bee"}), "", ("Ann Bee",)),
    (ld(author=[{"name": "Ann Bee"}, {"name": "Cy Dee"}]), "", ("Ann Bee", "Cy Dee")),
    (ld(author="By Ann Bee and Cy Dee"), "", ("Ann Bee", "Cy Dee")),
    (ld(author={"@type": ["Person", "Organization"], "name": "Ann Bee"}), "", ("Ann Bee",)),
    ("<meta name='author' content='Ann Bee, Staff Writer'>", "", ("Ann Bee",)),
    ("<meta property='article:author' content='https://social.example/annbee'>", "", ()),
    (
        "<meta name='author' content='admin'>",
        "<p class='byline'>By <a href='/author/ann-bee'>Ann Bee</a></p>",
        ("Ann Bee",),
    ),
    ("", "<div class='author-line'><span>Von Ann Bee</span> <span>3. Mai 2031</span></div>", ("Ann Bee",)),
    ("", "<h1>Harbour closes</h1><div><p>By Ann Bee</p></div>", ("Ann Bee",)),
    (
        "<meta property='og:site_name' content='Gazette'>" + ld(author={"@type": "Organization", "name": "Gazette"}),
        "",
        ("Gazette",),
    ),
    (
        ld(author={"@type": "Organization", "name": "Gazette"}),
        "<span class='byline'>By Ann Bee</span>",
        ("Ann Bee",),
    ),
    (ld(author={"@id": "#ann"}) + ld(**{"@type": "Person", "@id": "#ann", "name": "Ann Bee"}), "", ("Ann Bee",)),
]


@pytest.mark.parametrize(("head", "body", "expected"), AUTHORS)
def test_authors(head: str, body: str, expected: tuple[str, ...]) -> None:
    """People before organisations, names alone."""
    assert clean_html(page(head, body)).authors == expected


BYLINES = [
    ("By Ann Bee", ["Ann Bee"]),
    ("Ann Bee, Cy Dee and Ed Eff", ["Ann Bee", "Cy Dee", "Ed Eff"]),
    ("Von Anna Weiß und Karl Groß", ["Anna Weiß", "Karl Groß"]),
    ("Ann Bee | Senior Reporter", ["Ann Bee"]),
    ("Ann Bee (ann@gazette.example)", ["Ann Bee"]),
    ("https://social.example/ann", []),
    ("Martin Luther Jr", ["Martin Luther Jr"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), BYLINES)
def test_split(text: str, expected: list[str]) -> None:
    """A byline becomes names."""
    assert split(text) == expected


DATES = [
    ("2031-05-03T15:47:42.389Z", "2031-05-03T15:47:42+00:00"),
    ("2031-05-03T15:47:42+0200", "2031-05-03T15:47:42+02:00"),
    ("2031-05-03T15:47+02", "2031-05-03T15:47:00+02:00"),
    ("2031-05-03 15:47:42", "2031-05-03T15:47:42"),
    ("2031-05-03", "2031-05-03"),
    ("2031/05/03", "2031-05-03"),
    ("20310503", "2031-05-03"),
    ("Sat, 03 May 2031 15:47:42 +0200", "2031-05-03T15:47:42+02:00"),
    ("3 May 2031", "2031-05-03"),
    ("May 3rd, 2031", "2031-05-03"),
    ("3. Mai 2031", "2031-05-03"),
    ("3 de mayo de 2031", "2031-05-03"),
    ("3.5.2031", "2031-05-03"),
    ("2031年5月3日", "2031-05-03"),
    (1935502062, "2031-05-02T15:27:42+00:00"),
    (1935502062000, "2031-05-02T15:27:42+00:00"),
    (["2031-05-03"], "2031-05-03"),
    ({"@value": "2031-05-03"}, "2031-05-03"),
]
NO_DATES: list[object] = [
    "",
    "soon",
    "99999-99-99T99:99:99+99:99",
    "0000-00-00",
    "2031-13-03",
    None,
    True,
    {},
    [],
    "2031-05-03T25:00Z",
]


@pytest.mark.parametrize(("said", "expected"), DATES + [(said, None) for said in NO_DATES])
def test_read(said: object, expected: str | None) -> None:
    """As precise as said, with the zone as said."""
    assert read(said) == expected


@given(st.text(max_size=80) | st.integers() | st.floats() | st.lists(st.text(max_size=9), max_size=2))
def test_read_never_raises(said: object) -> None:
    """Whatever stands where a date should."""
    read(said)


PUBLISHED = [
    (ld(datePublished="2031-05-03"), "", "2031-05-03", "json-ld"),
    # a finer witness of the same day adds the time and the zone
    (
        ld(datePublished="2031-05-03") + "<meta property='article:published_time' content='2031-05-03T09:30:00+02:00'>",
        "",
        "2031-05-03T09:30:00+02:00",
        "meta:article:published_time",
    ),
    # one of another day does not
    (
        ld(datePublished="2031-05-03") + "<meta property='article:published_time' content='2031-06-03T09:30:00+02:00'>",
        "",
        "2031-05-03",
        "json-ld",
    ),
    ("", "<time datetime='2031-05-03T09:30:00Z'>May 3</time>", "2031-05-03T09:30:00+00:00", "time"),
    ("", "<h1>Harbour closes</h1><p>Published on May 3, 2031</p>", "2031-05-03", "text"),
]


@pytest.mark.parametrize(("head", "body", "expected", "witness"), PUBLISHED)
def test_published(head: str, body: str, expected: str, witness: str) -> None:
    """The first witness of the day wins; its name is kept."""
    article = clean_html(page(head, body))
    assert (article.published, article.witnesses["published"]) == (expected, witness)


def test_the_address_tells_the_day_where_nothing_else_does() -> None:
    """A day in the URL, after all witnesses on the page."""
    assert clean_html(page(), "https://gazette.example/2031/05/03/harbour").published == "2031-05-03"


SITES = [
    ("<meta property='og:site_name' content='The Gazette'>", None, "The Gazette"),
    (ld(publisher={"@type": "Organization", "name": "The Gazette"}), None, "The Gazette"),
    ("<title>Harbour closes | Gazette</title>", "https://gazette.example/a", "Gazette"),
    ("", "https://www.gazette.example/a", "gazette.example"),
    ("<meta property='og:site_name' content='日本経済新聞'>", "https://www.nikkei.com/a", "The Nikkei"),
]


@pytest.mark.parametrize(("head", "url", "expected"), SITES)
def test_site(head: str, url: str | None, expected: str) -> None:
    """The name as the page gives it, or as it is known."""
    assert clean_html(page(head), url).site == expected


ADDRESSES = [
    ("<link rel='canonical' href='/a?x=1'>", "https://gazette.example/b", "https://gazette.example/a?x=1"),
    (
        "<link rel='canonical' href='https://gazette.example/'>",
        "https://gazette.example/b",
        "https://gazette.example/b",
    ),
    (
        "<link rel='canonical' href='https://agency.example/a'>",
        "https://gazette.example/b",
        "https://gazette.example/b",
    ),
    ("<link rel='canonical' href='http://[::1'>", "https://gazette.example/b", "https://gazette.example/b"),
    ("<meta property='og:url' content='https://gazette.example/a'>", None, "https://gazette.example/a"),
    ("", None, None),
]


@pytest.mark.parametrize(("head", "url", "expected"), ADDRESSES)
def test_url(head: str, url: str | None, expected: str | None) -> None:
    """Where this page lives, not where the story came from or the front page."""
    assert clean_html(page(head), url).url == expected


def test_language_of_the_text_against_a_template_that_says_english() -> None:
    """A page built from an English template, written in German."""
    text = "".join(
        f"<p>Der Rat der Stadt hat am Montag mit einer Stimme für die Vorlage {n} und gegen den Hafen entschieden.</p>"
        for n in range(5)
    )
    article = clean_html(f"<html lang='en'><body><article>{text}</article></body></html>")
    assert (article.language, article.witnesses["language"]) == ("de", "text")


def test_section_and_keywords() -> None:
    """Where the page says under what it files the article."""
    article = clean_html(
        page(
            ld(articleSection="Ports", keywords=["harbour", "votes"])
            + "<meta name='keywords' content='votes, Nordhafen'>"
        )
    )
    assert (article.section, article.keywords) == ("Ports", ("harbour", "votes", "Nordhafen"))


STRIPPED = [
    ("Harbour closes | Gazette", "Harbour closes"),
    ("Harbour closes - The Gazette", "Harbour closes"),
    ("港が閉鎖：Gazette", "港が閉鎖"),
    ("Harbour closes - again", "Harbour closes - again"),
    ("Gazette", "Gazette"),
]


@pytest.mark.parametrize(("title", "expected"), STRIPPED)
def test_strip_site(title: str, expected: str) -> None:
    """Only the site's name goes."""
    assert strip_site(title, {"gazette", "thegazette"}, []) == expected
