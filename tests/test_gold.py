"""The fixtures themselves: every folder loads, every quote stands, and together they cover the ground."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from extractor.gold import GoldArticle, read_fixture, read_gold, sources

FIXTURES = Path(__file__).parent.parent / "fixtures"
PARTS = ("page.html", "page.txt", "article.yaml", "deals.yaml", "meta.yaml")
FOLDERS = sorted({path.parent for part in PARTS for path in FIXTURES.glob(f"*/{part}")})


@pytest.fixture(params=FOLDERS, ids=lambda path: path.name)
def gold(request: pytest.FixtureRequest) -> GoldArticle:
    return read_fixture(request.param)


def page_text(gold: GoldArticle) -> str:
    """All words of the page in order, scripts apart, white space evened out."""
    assert gold.source is not None
    content = Path(gold.source).read_bytes()
    if gold.source.endswith(".txt"):
        return evened(content.decode("utf-8"))
    soup = BeautifulSoup(content, "lxml")
    for script in soup(["script", "style"]):
        script.decompose()
    return evened(soup.get_text(" "))


def evened(text: str) -> str:
    """White space as single blanks, and none before a comma or full stop that markup has set apart."""
    return re.sub(r" (?=[,.;:)!?'’])|(?<=\() ", "", " ".join(text.split()))


def test_quotes_stand(gold: GoldArticle) -> None:
    """Every quote is found, and its span is its words."""
    assert gold.article is not None
    evidence = [deal.evidence for deal in gold.deals] + [one.evidence for one in gold.statistics or ()]
    assert all(evidence)
    for proof in (proof for proofs in evidence for proof in proofs):
        text = gold.article.title if proof.where == "title" else gold.article.text
        assert text[proof.start : proof.end] == proof.text


def test_gold_text_is_on_the_page(gold: GoldArticle) -> None:
    """Title and paragraphs of the gold article stand on its page, in that order."""
    assert gold.article is not None
    text, at = page_text(gold), 0
    assert evened(gold.article.title) in text
    for paragraph in gold.article.text.split("\n\n"):
        for part in paragraph.split(" | "):
            at = text.index(evened(part), at)


def test_clutter_is_on_the_page_only(gold: GoldArticle) -> None:
    """What cleaning must drop is there to be dropped, and is no part of the gold article."""
    assert gold.article is not None
    text = page_text(gold)
    for sentence in gold.absent:
        assert evened(sentence) in text
        assert sentence not in gold.article.text


def test_fixtures_cover_the_ground() -> None:
    """Every kind, status and qualifier, the stages that matter, and articles without a deal."""
    every = read_gold([FIXTURES])
    deals = [deal for gold in every for deal in gold.deals]
    assert len(every) >= 26
    assert sum(not gold.deals for gold in every) >= 5
    assert {d.kind for d in deals} == {"funding", "acquisition", "stake", "merger", "ipo", "fund"}
    assert {d.status for d in deals} == {"completed", "announced", "planned", "rumored", "terminated", "denied"}
    assert {d.stage for d in deals} >= {
        "pre_seed",
        "seed",
        "pre_series_a",
        "series_a",
        "series_b",
        "series_c",
        "growth",
        "debt",
        "convertible",
        "grant",
        "crowdfunding",
        "token_sale",
        "post_ipo",
        "secondary",
    }
    assert {d.amount_qualifier for d in deals} >= {"undisclosed", "up_to", "about"}
    currencies = Counter(d.amount.currency for d in deals if d.amount)
    assert {"USD", "EUR", "GBP", "INR", "CNY", "JPY", "CAD", "AUD", "SGD", "HKD", "SEK"} <= set(currencies)
    assert any(d.extension for d in deals)
    assert any(d.background for d in deals)
    assert any(d.amount and d.amount.low for d in deals)
    metrics = {statistic.metric for gold in every for statistic in gold.statistics or ()}
    assert metrics == {"total", "share", "growth", "count", "market_size", "average"}


def test_every_fixture_is_a_source() -> None:
    """The program can be given each fixture's page."""
    assert [Path(source).parent.name for source in sources(read_gold([FIXTURES]))] == [f.name for f in FOLDERS]
