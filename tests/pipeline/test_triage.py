"""Triage parses less and finds the same: on the gold articles, on pieces of them, and on real articles where there are
any beside the checkout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.pipeline import Extractor
from extractor.records import Article, Extraction, Failure

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus" / "dev"
SETS = ["pages", "negatives.jsonl", "articles.jsonl"]


@pytest.fixture(scope="module")
def eager() -> Extractor:
    return Extractor(triage=False)


@pytest.fixture(scope="module")
def sparing() -> Extractor:
    return Extractor()


def told(outcome: Extraction | Failure) -> dict[str, Any]:
    return outcome.to_json()


def test_fixtures(eager: Extractor, sparing: Extractor) -> None:
    """The gold articles, byte for byte."""
    sources = [str(ROOT / "fixtures")]
    outcomes = list(sparing.iter_extract(sources))
    assert [told(outcome) for outcome in outcomes] == [told(outcome) for outcome in eager.iter_extract(sources)]
    assert sum(len(outcome.deals) for outcome in outcomes if isinstance(outcome, Extraction)) > 40


def test_pieces(eager: Extractor, sparing: Extractor) -> None:
    """Each paragraph of the gold articles alone, most of which tell no deal, all in one batch."""
    wholes = [one.article for one in sparing.iter_extract([str(ROOT / "fixtures")]) if isinstance(one, Extraction)]
    pieces = [
        Article(id=f"{number}-{at}", source="piece", text=text)
        for number, whole in enumerate(wholes)
        for at, text in enumerate(whole.text.split("\n\n"))
    ]
    outcomes = sparing.extract_articles(pieces)
    assert [told(outcome) for outcome in outcomes] == [told(outcome) for outcome in eager.extract_articles(pieces)]
    assert 0 < sum(not outcome.deals for outcome in outcomes) < len(pieces)


def test_less_is_parsed(eager: Extractor, sparing: Extractor) -> None:
    """An article that only sounds like deals is not parsed whole."""
    text = "Analysts welcomed the results. Shares rose 3 percent. The round of talks closed. It may raise prices again."
    article = Article(id="a", source="a", title="Fenwick raises its outlook", text=text * 5)
    whole = eager.annotator.read(article)
    few = sparing.annotator.read_batch([article], prospect=lambda sentences, article: "none")[0]
    assert len(few.sentences) < len(whole.sentences)
    assert few.skipped + len(few.sentences) == whole.skipped + len(whole.sentences)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus of real articles beside the checkout")
@pytest.mark.parametrize("name", SETS)
def test_real_articles(eager: Extractor, sparing: Extractor, name: str, tmp_path: Path) -> None:
    """Every third article of a set."""
    place = CORPUS / name
    if place.is_dir():
        sources = [str(path) for path in sorted(place.iterdir())][::3]
    else:
        lines = tmp_path / name
        lines.write_text("\n".join(place.read_text(encoding="utf-8").splitlines()[::3]), encoding="utf-8")
        sources = [str(lines)]
    few = [json.dumps(told(outcome)) for outcome in sparing.iter_extract(sources)]
    assert few == [json.dumps(told(outcome)) for outcome in eager.iter_extract(sources)]
    assert len(few) > 5
