"""Witnesses that disagree: what readers see, what is shared, what lies in the data."""

from __future__ import annotations

import pytest

from extractor import clean_html
from tests.clean.test_metadata import ld, page

OG = "<meta property='og:title' content='{}'>".format
TWITTER = "<meta name='twitter:title' content='{}'>".format
TRAIL = "<nav><a href='/'>Home</a> <a href='/port'>Port</a> <h1>{}</h1></nav>".format

TITLES = [
    # readers and the data agree against what is shared
    (
        ld(headline="Harbour closes, mayor resigns") + OG("Mayor out after a long fight"),
        "<h1>Harbour closes, mayor resigns</h1>",
        "Harbour closes, mayor resigns",
    ),
    # unless both networks were given the beginning of it
    (
        ld(headline="Harbour closes after the long fight over the mayor")
        + OG("Harbour closes after the long fight")
        + TWITTER("Harbour closes after the long fight"),
        "<h1>Harbour closes after the long fight over the mayor</h1>",
        "Harbour closes after the long fight",
    ),
    # a heading at the end of a trail is none of the readers'
    (
        ld(headline="Harbour Nordhafen: mayor resigns") + OG("Mayor out after harbour shuts"),
        TRAIL("Harbour Nordhafen: mayor resigns")
        + "<h2><span>Port</span> <span>Mayor out after harbour shuts</span></h2>",
        "Mayor out after harbour shuts",
    ),
    (
        ld(headline="Mayor out after harbour shuts")
        + OG("Harbour Nordhafen: mayor resigns")
        + "<title>Harbour Nordhafen: mayor resigns</title>",
        "<ul><li><a href='/'>Home</a></li><li><h1>Harbour Nordhafen: mayor resigns</h1></li></ul>"
        "<h2>Mayor out after harbour shuts</h2>",
        "Mayor out after harbour shuts",
    ),
    (
        ld(headline="Harbour Nordhafen: mayor resigns") + OG("Mayor out after harbour shuts"),
        "<div><a href='/'>Home</a> | <a href='/port'>Port</a> | <h1>Harbour Nordhafen: mayor resigns</h1></div>"
        "<h2>Mayor out after harbour shuts</h2>",
        "Mayor out after harbour shuts",
    ),
    # but it is, where no other heading stands above the text
    (
        ld(headline="Harbour Nordhafen: mayor resigns") + OG("Mayor out after harbour shuts"),
        TRAIL("Harbour Nordhafen: mayor resigns"),
        "Harbour Nordhafen: mayor resigns",
    ),
    # the masthead, alone in a heading and before the headline in the title tag
    (
        "<title>Quayside Notes: The lean harbour in winter</title>" + OG("The lean harbour in winter"),
        "<h1>Quayside Notes</h1>",
        "The lean harbour in winter",
    ),
    # the heading's own punctuation, its entities, its lines apart
    ("<title>Harbour vs the mayor</title>", "<h1>Harbour vs. the mayor</h1>", "Harbour vs. the mayor"),
    ("<title>Ships &amp;amp; docks</title>", "<h1>Ships &amp;amp; docks</h1>", "Ships & docks"),
    ("<title>Harbour closes now</title>", "<h1>Harbour<br>closes</h1>", "Harbour closes"),
    # a word of the title in another heading proves nothing
    ("<title>The wedding planning guide: a list</title>", "<h1>Planning</h1>", "The wedding planning guide: a list"),
    (
        "<title>Where to bike in Nordhafen</title>",
        "<h1>The best trails for biking in Nordhafen</h1><h1>Next in your guide to being in Nordhafen</h1>",
        "The best trails for biking in Nordhafen",
    ),
]


@pytest.mark.parametrize(("head", "body", "expected"), TITLES)
def test_title(head: str, body: str, expected: str) -> None:
    """The headline that readers know the article by."""
    assert clean_html(page(head, body)).title == expected


AUTHORS = [
    # who posted is not who wrote
    (ld(author={"name": "ann.bee"}), "<h1>Harbour closes</h1><p>By Cy Dee</p>", ("Cy Dee",), "byline"),
    (ld(author={"name": "Ann Bee"}), "<h1>Harbour closes</h1><p>By <a>Cy Dee</a></p>", ("Cy Dee",), "byline"),
    (ld(author={"name": "annbee"}), "<h1>Harbour closes</h1><p>May 3, 2031</p>", ("annbee",), "json-ld"),
    # the byline may name more
    (
        ld(author={"name": "Ann Bee"}),
        "<h1>Harbour closes</h1><div>Written by <a>Ann Bee</a>, <a>Cy Dee</a> and <a>Ed Eff</a> "
        "<span>Reviewed by <a>Gil Hay</a></span></div>",
        ("Ann Bee", "Cy Dee", "Ed Eff"),
        "byline",
    ),
    # a place, a sentence, a section and a role are no names
    (ld(author={"name": "Ann Bee"}), "<h1>Harbour closes</h1><p>Von Ann Bee, Zürich</p>", ("Ann Bee",), "json-ld"),
    (
        ld(author={"name": "Ann Bee"}),
        "<h1>Harbour closes</h1><p>Author Gil Hay, from Kensington, said she had been there before.</p>",
        ("Ann Bee",),
        "json-ld",
    ),
    ("", "<h1>Harbour closes</h1><p>By <a>Ann Bee</a> in <a>Ports</a> <a>Ships</a></p>", ("Ann Bee",), "byline"),
    (
        "",
        "<h1>Harbour closes</h1><p class='byline'>By <b>Ann Bee</b>, <i>Port and Shipping Expert</i></p>",
        ("Ann Bee",),
        "byline",
    ),
    ("", "<div itemprop='author'>Ann Bee<br>Senior Ports Reporter</div>", ("Ann Bee",), "itemprop:author"),
    # the word alone, and the name under it
    ("", "<h1>Harbour closes</h1><h2>Article by</h2><div>Ann Bee</div>", ("Ann Bee",), "byline"),
    # months are names too
    (ld(author={"name": "Tom May"}), "", ("Tom May",), "json-ld"),
    ("", "<h1>Harbour closes</h1><p>By Tom Bee May 3, 2031</p>", ("Tom Bee",), "byline"),
    # the site where nobody else is named, without its seat
    (
        "<meta property='og:site_name' content='Gazette'><meta name='author' content='Gazette, Nordhafen, Norway'>",
        "",
        ("Gazette",),
        "meta:author",
    ),
    (
        "<meta property='og:site_name' content='Gazette'>",
        "<h1>Harbour closes</h1><p>By Gazette | May 3, 2031</p>",
        ("Gazette",),
        "byline",
    ),
    (
        "<meta name='twitter:label1' content='Escrito por'><meta name='twitter:data1' content='Ann Bee'>",
        "",
        ("Ann Bee",),
        "meta:twitter:data1",
    ),
    # degrees and initials
    ("<meta name='author' content='Ann Bee, MD, PhD'>", "", ("Ann Bee",), "meta:author"),
    ("", "<p class='author'><span>AB</span> <span>Ann Bee</span></p>", ("Ann Bee",), "byline"),
]


@pytest.mark.parametrize(("head", "body", "expected", "witness"), AUTHORS)
def test_authors(head: str, body: str, expected: tuple[str, ...], witness: str) -> None:
    """Who wrote it, by whom the page says it best."""
    article = clean_html(page(head, body))
    assert (article.authors, article.witnesses["authors"]) == (expected, witness)


DAYS = [
    # shown long before the day in the data
    (ld(datePublished="2031-05-20"), "<h1>Harbour closes</h1><p>May 3, 2031</p>", "2031-05-03", "text"),
    (ld(datePublished="2031-05-20"), "<h1>Harbour closes</h1><p>Updated May 3, 2031</p>", "2031-05-20", "json-ld"),
    (
        ld(datePublished="2031-05-20"),
        "<h1>Harbour closes</h1><p>The strike of May 3, 2031</p>",
        "2031-05-20",
        "json-ld",
    ),
    (
        ld(datePublished="2031-05-20"),
        "<h1>Harbour closes</h1><p>Published May 20, 2031</p><p>Recorded</p><p>May 3, 2031</p>",
        "2031-05-20",
        "json-ld",
    ),
    # the same moment in the zone of the place
    (
        ld(datePublished="2031-05-04T03:05:00Z"),
        "<time datetime='2031-05-03T19:05:00-08:00'>3 May</time>",
        "2031-05-03T19:05:00-08:00",
        "json-ld",
    ),
    # by numbers, as the place writes them
    ("", "<h1>Harbour closes</h1><p>Posted 3/4/2031</p>", "2031-03-04", "text"),
    ("<meta property='og:locale' content='en_GB'>", "<h1>Harbour closes</h1><p>3/4/2031</p>", "2031-04-03", "text"),
    ("", "<h1>Harbour closes</h1><p>Posted 25/4/2031</p>", "2031-04-25", "text"),
    ("", "<h1>Hafen zu</h1><p>Do 03.05.31 | 14:07 Uhr</p>", "2031-05-03", "text"),
    ("", "<h1>Harbour closes</h1><p>Essay - Published: 2031.05.03 |</p>", "2031-05-03", "text"),
    ("", "<h1>Puerto cerrado</h1><p>por Ann Bee el 04-ago-2031 5:11:10</p>", "2031-08-04", "text"),
    # above the headline, and anywhere where it says what it is
    ("", "<div><p>May 3, 2031</p><h1>Harbour closes</h1></div>", "2031-05-03", "text"),
    (
        "",
        "<h1>Harbour closes</h1><p>May 20, 2031</p><p>This article was originally published on 3 May 2031.</p>",
        "2031-05-03",
        "text",
    ),
]


@pytest.mark.parametrize(("head", "body", "expected", "witness"), DAYS)
def test_published(head: str, body: str, expected: str, witness: str) -> None:
    """The day of the first appearance."""
    article = clean_html(page(head, body))
    assert (article.published, article.witnesses["published"]) == (expected, witness)


def test_day_at_the_end_where_it_alone_says_what_it_is() -> None:
    """Behind the text, with its label."""
    assert clean_html(page("", "<h1>Harbour closes</h1>", "<div>Post time: 05-03-2031</div>")).published == "2031-05-03"


def test_headline_of_second_rank() -> None:
    """Without a heading of the first rank the byline stands under the heading that is the title."""
    head = "<title>Harbour closes for the winter</title>"
    article = clean_html(
        page(head, "<h3>Blog | May 3, 2031</h3><h2>Harbour closes for the winter</h2><p>By Ann Bee</p>")
    )
    assert (article.published, article.authors) == ("2031-05-03", ("Ann Bee",))


PARTS = [
    # a part of a known site that calls itself as its host does; any other name of its own is no part of the name
    ("Factcheck", "https://factcheck.afp.com/a", "AFP Factcheck"),
    ("AFP", "https://www.afp.com/a", "AFP"),
    ("Market news", "https://factcheck.afp.com/a", "AFP"),
    # the nearest host that is known wins
    ("Tech | Nikkei", "https://asia.nikkei.com/a", "Nikkei Asia"),
]


@pytest.mark.parametrize(("name", "url", "expected"), PARTS)
def test_part_of_a_site(name: str, url: str, expected: str) -> None:
    """The name of the site, and of its part."""
    assert clean_html(page(f"<meta property='og:site_name' content='{name}'>"), url).site == expected


SPELLED_OUT = [
    ("Asian News International", "en", "https://www.aninews.in/a", "Asian News International"),
    ("Press Trust of India", "en", "https://www.ptinews.com/a", "Press Trust of India"),
    ("Asian Network Information", "fr", "https://www.aninews.in/a", "ANI"),
    ("News from Asia", "en", "https://www.aninews.in/a", "ANI"),
    ("Agência Nova Independente", "pt", "https://www.aninews.in/a", "ANI"),
]


@pytest.mark.parametrize(("name", "language", "url", "expected"), SPELLED_OUT)
def test_initials_spelled_out(name: str, language: str, url: str, expected: str) -> None:
    """A site known by its initials goes by its whole name where an English page gives it."""
    head = f"<meta property='og:site_name' content='{name}'><meta http-equiv='content-language' content='{language}'>"
    assert clean_html(page(head), url).site == expected
