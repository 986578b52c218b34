"""Every piece of evidence is exactly where it says, on all fixtures and on documents thrown together at random."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.clean import clean_html, clean_text
from extractor.pipeline import Extractor
from extractor.records import Extraction
from extractor.sources import Source, find_sources

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
READER = Extractor()
SOURCES = list(find_sources([str(FIXTURES)]))

PIECES = [
    "Acme Robotics has raised $12 million in a Series A round led by Norrland Capital.",
    "ACME Corp. (NYSE: ACM) agreed to buy Bolt Inc's valves unit from Crane AG for €1.2bn in cash",
    "“We are glad”, said Jane Doe — chief executive of Zürich-based Öko­strom™ GmbH & Co. KG",
    "Cambria and Dovetail raised US$100\u00a0million each",
    "about Rs 1,200 crore",
    "48 percent of funding went to start-ups in 2017, according to Dealscope.",
    "Tern Capital closes third fund at £250m; sources said on Tuesday it may merge with Gull & Co",
    "The IPO priced at $15 to $17 a share",
    "上海公司融资1亿元",
    "🚀 raises 🦄 $5M 🎉",
    "up to $",
    "million",
    "Inc. Inc. Inc.",
    "’s",
    "(",
    "\u202e",
    "e\u0301",
    "\u200b",
    "ﬁnance",
    "About Acme",
]
GLUE = [" ", ", ", ". ", "\n", "\n\n", "", " - ", "\t", "\r\n", "\u00a0", "<br>", "</p><p>"]
PROVED = ("company", "amount", "stage", "investors", "acquirers", "sellers", "valuation", "stake_percent")
"""Fields of a deal whose value needs words that say so; a date may be the article's own."""
DOCUMENTS = st.lists(
    st.tuples(st.one_of(st.sampled_from(PIECES), st.text(max_size=20)), st.sampled_from(GLUE)), max_size=12
)


def check(extraction: Extraction) -> None:
    """Spans match, no value is without proof, and the output is JSON that reads back as it was written."""
    article = extraction.article
    proofs = [one.evidence for one in extraction.deals] + [one.evidence for one in extraction.statistics]
    for evidence in proofs:
        assert evidence
        for one in evidence:
            text = article.title if one.where == "title" else article.text
            assert text[one.start : one.end] == one.text, one
            assert one.text
    for deal in extraction.deals:
        proved = {one.field for one in deal.evidence}
        stated = {field for field in PROVED if getattr(deal, field) not in (None, ())}
        assert stated <= proved, (deal.company.name, stated - proved)
    assert len({deal.id for deal in extraction.deals}) == len(extraction.deals)
    told = extraction.to_json()
    assert json.loads(json.dumps(told, ensure_ascii=False).encode()) == told


@pytest.mark.parametrize("source", SOURCES, ids=[Path(source.name).parent.name for source in SOURCES])
def test_fixtures(source: Source) -> None:
    """On every fixture, as served."""
    check(READER.extract_article(READER.read_article(source)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS, DOCUMENTS, st.booleans())
def test_random_documents(title: list[tuple[str, str]], body: list[tuple[str, str]], html: bool) -> None:
    """On any document: nothing raises, and no evidence is off."""
    head, text = ("".join(piece + glue for piece, glue in part) for part in (title, body))
    if html:
        article = clean_html(f"<title>{head}</title><article><h1>{head}</h1><p>{text}</p></article>", source="x")
    else:
        article = clean_text(text, source="x", title=head[:300])
    check(READER.extract_article(article))
