"""Where the body is on pages whose layout speaks against it."""

from __future__ import annotations

from bs4 import BeautifulSoup

from extractor import clean_html
from tests.clean.test_body import BLOCKS, FIRST, SECOND, STORY, THIRD, blocks

LONG = "".join(f"<p>Item {n}: {SECOND}</p>" for n in range(60))


def test_pieces_that_a_script_puts_into_place() -> None:
    """A page streamed from the server: templates in the body, what belongs there hidden behind it."""
    html = (
        "<body><main><div id='story'><template id=\"B:0\"></template><p>Loading paragraph...</p>"
        f'<template id="B:1"></template><p>Loading paragraph...</p><p>{THIRD}</p></div></main>'
        f'<div hidden id="S:1"><template id="P:2"></template></div><div hidden id="S:0"><p>{FIRST}</p></div>'
        f'<div hidden id="S:2"><p>{SECOND}</p></div></body>'
    )
    assert blocks(html) == BLOCKS


def test_a_layout_named_after_its_sidebar() -> None:
    """The grid that holds body and sidebar is neither; nor is what has a sidebar beside it."""
    for name in ("grid-content-sidebar", "main-wrap has-sidebar", "lg:mr-[--sidebar-width]"):
        html = f"<body><div class='{name}'><div>{LONG}</div></div><footer><p>{FIRST}</p></footer></body>"
        assert len(blocks(html)) == 60


def test_comments_that_outweigh_the_article() -> None:
    """Nobody's comments are the body, however many there are."""
    html = f"<body><div class='has-rail-right'>{STORY}</div><div class='comments'>{LONG}</div></body>"
    assert blocks(html) == BLOCKS


def test_a_body_in_pieces_of_one_name() -> None:
    """Advertisements part a body into containers beside each other."""
    html = "<body><article><h1>Harbour closes</h1>" + "".join(
        f"<div class='blogcontent'><p>{text}</p><p>Again: {text}</p></div><div class='ad-slot'>Ad</div>"
        for text in BLOCKS
    )
    assert blocks(html + "</article></body>") == [line for text in BLOCKS for line in (text, f"Again: {text}")]


OLD = (
    "<HTML><HEAD><TITLE>Harbour of Nordhafen closes - Continental News</TITLE></HEAD><BODY><TABLE><TR><TD>"
    "<FONT SIZE=5><B>Continental News</B></FONT></TD></TR><TR><TD>"
    "<FONT SIZE=5><B>Harbour of Nordhafen closes</B></FONT><BR>"
    "<FONT SIZE=2>By Ann Bee<BR>May 3, 2031 Posted: 18:22 GMT</FONT><BR><BR>"
    f"<FONT SIZE=3>{FIRST}<BR><BR>{SECOND}<BR><BR>{THIRD}</FONT><BR><BR>"
    "<FONT SIZE=1><A HREF='p.asp'>Printer-friendly version</A> | <A HREF='m.asp'>E-mail this to a friend</A></FONT>"
    "<HR><FONT SIZE=2><B>RELATED STORIES</B><BR><A HREF='3.htm'>Otherco raises $9 million from Third Row</A></FONT><HR>"
    "<FONT SIZE=1>Continental News is part of Longacre, which was sold for $85 million.</FONT></TD></TR></TABLE></BODY>"
)


def test_a_page_older_than_headings() -> None:
    """Headline in bold, lines parted by breaks and rules, boxes of links, and whose the paper is."""
    article = clean_html(OLD)
    assert article.text.split("\n\n") == BLOCKS
    assert (article.title, article.site) == ("Harbour of Nordhafen closes", "Continental News")
    assert (article.authors, article.published) == (("Ann Bee",), "2031-05-03")


def test_text_beside_blocks_stays_apart_from_them() -> None:
    """Blocks that hold only blocks are not made, and still part what stands before from what stands after."""
    html = (
        f"<article>{FIRST}<div><div> </div></div>{SECOND}<div><div><p>{THIRD}</p></div></div>Again: {FIRST}</article>"
    )
    article = clean_html(html)
    assert blocks(html) == [FIRST, SECOND, THIRD, f"Again: {FIRST}"]
    third = article.blocks[2]
    assert [tag.get_text() for tag in BeautifulSoup(html, "lxml").select(third.path or "")] == [THIRD]


def test_day_of_the_dateline() -> None:
    """Where nothing on the page gives a day but the release itself."""
    html = f"<article><p>NORDHAFEN, May 3, 2031 — {FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article>"
    article = clean_html(html)
    assert (article.published, article.witnesses["published"]) == ("2031-05-03", "dateline")


TEASERS = "".join(
    f"<div class='tile'><a href='/{n}'><h3>Story number {n}</h3></a><p>Rowers crossed the bay for the {n}th time. "
    "Nobody had counted them before.</p></div>"
    for n in range(60)
)


def test_a_short_report_beside_many_teasers() -> None:
    """The element that holds the headline holds the report, though it is a small part of what stands around it."""
    report = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"
    html = f"<body><main><article><h1>Harbour closes</h1>{report}</article><div>{TEASERS}</div></main></body>"
    assert blocks(html) == BLOCKS


def test_a_headline_with_its_text_elsewhere() -> None:
    """An element that holds the headline and no more than a word beside it is not the article."""
    head = "<article><h1>Harbour closes</h1><p>From our correspondent in Nordhafen, where it rained.</p></article>"
    report = "".join(f"<p>{block}</p>" for block in BLOCKS)
    assert blocks(f"<body><main>{head}<div>{report}{LONG}</div></main></body>")[-60:][0].startswith("Item 0: ")


def test_several_headlines() -> None:
    """Where several elements hold a headline of the first rank, none of them is the article for it."""
    texts = [f"Part {n}: {text}" for n in range(8) for text in (FIRST, SECOND)]
    several = "".join(
        f"<article><h1>Part {n}</h1><p>{texts[2 * n]}</p><p>{texts[2 * n + 1]}</p></article>" for n in range(8)
    )
    found = blocks(f"<body><main>{several}</main></body>")
    assert [block for block in found if block in texts] == texts
