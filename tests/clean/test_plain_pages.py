"""A page declared as plain text is decoded like any page and read as text."""

from __future__ import annotations

import pytest

from extractor.clean import clean_page, clean_text
from extractor.errors import SourceError
from extractor.records import Page

TEXT = "Zürich: Acme raised €5 million, its founder said on Monday. “We are glad”, she added."
BYTES = [
    ("utf-8", TEXT.encode()),
    ("utf-8 with a mark", TEXT.encode("utf-8-sig")),
    ("utf-16 with a mark", TEXT.encode("utf-16")),
    ("utf-16 without a mark", TEXT.encode("utf-16-le")),
    ("windows-1252", TEXT.encode("cp1252")),
]


@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in BYTES])
def test_plain_text(content: bytes) -> None:
    """In the encodings that editors save; tags in it are words like others."""
    assert clean_page(Page(source="x", content=content, media_type="text/plain")).text == TEXT


REFUSED = [
    ("empty", b" "),
    ("not_text", b"%PDF-1.7 ..."),
    ("not_text", b"\x89PNG\r\n\x1a\n\x00\x00"),
    ("not_text", b"PK\x03\x04\x14\x00\x00"),
    ("not_text", bytes(range(256)) * 10),
    ("no_article", b"***"),
]


@pytest.mark.parametrize(("code", "content"), REFUSED)
def test_refused(code: str, content: bytes) -> None:
    """What is no text has a name for it."""
    with pytest.raises(SourceError) as caught:
        clean_page(Page(source="x", content=content, media_type="text/plain"))
    assert caught.value.code == code


DATELINES = [
    ("PARIS, June 3, 2019 — Zwirn Robotics has closed its second round.", "2019-06-03"),
    ("AUSTIN, Texas, Feb. 29, 2020 (Example Wire) -- Tallyho has bought Fenwick.", "2020-02-29"),
    ("AUSTIN, Texas, Feb. 30, 2020 (Example Wire) -- Tallyho has bought Fenwick.", None),
    ("Tallyho bought Fenwick on June 3, 2019, and sold it again.", None),
    ("Fenwick opened in Leeds on 3 May 2019 - a Friday.", None),
]


@pytest.mark.parametrize(("text", "day"), DATELINES)
def test_dateline_day(text: str, day: str | None) -> None:
    """Where nothing else says when the article was published, its dateline does."""
    assert clean_text(text).published == day
    assert clean_text(text, published="2001-01-01").published == "2001-01-01"
