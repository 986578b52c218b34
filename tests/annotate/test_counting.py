"""Sentences parsed for a statistic: those in which one may be told, and those that go on where one is."""

from __future__ import annotations

import pytest

from extractor.annotate import Annotator
from extractor.records import Article, Sentence
from extractor.rulebook import Rulebook

OPENING = [
    "Fintech start-ups in the Baltics raised $90 million last quarter.",
    "Backers poured $90 million into Baltic fintech companies.",
    "Some $8 billion flowed into Nordic venture funds in March.",
    "Venture deals in the Baltics totaled $90 million.",
    "Takeovers in Iberia fell 12 percent to $2 billion.",
    "Mergers in Iberia fell by a third.",
    "It sells to China's $15 billion security camera market.",
    "Seed rounds accounted for 12 percent of all venture deals.",
    "Moss holds 12 percent of the oven market.",
    "According to Tern, 38 venture deals were made in Norway.",
    "The number of deals was down to 961 in Norway.",
    "Spending on Nordic mergers doubled.",
]
OTHERS = [
    "Oatcake, which is used by 20 start-ups, has 40 bakers.",
    "Its 300 bakers are in five countries, and few of them know other companies.",
    "The firm was begun in 2012 with $500 and is known to few investors.",
    "It is the second oven that is shown to companies in 90 places this year.",
    "The bakery has 12 percent more ovens than other companies.",
]


@pytest.fixture
def careful(rulebook: Rulebook, annotator: Annotator, monkeypatch: pytest.MonkeyPatch) -> Annotator:
    """Believes of no sentence that it tells a statistic."""
    monkeypatch.setattr(annotator, "_tells_statistic", lambda sentence: False)
    return annotator


def parsed(annotator: Annotator, text: str) -> list[bool]:
    """For each sentence whether it was parsed."""
    sentences = annotator.read(Article(id="a", source="a", text=text)).sentences
    return [any(token.head != token.i for token in sentence.tokens) for sentence in sentences]


@pytest.mark.parametrize("text", OPENING)
def test_opening(careful: Annotator, text: str) -> None:
    assert parsed(careful, text) == [True]


@pytest.mark.parametrize("text", OTHERS)
def test_others(annotator: Annotator, careful: Annotator, text: str) -> None:
    assert parsed(careful, text) == [False]


@pytest.mark.parametrize("told", [True, False])
def test_going_on(annotator: Annotator, monkeypatch: pytest.MonkeyPatch, told: bool) -> None:
    asked: list[Sentence] = []

    def tells(sentence: Sentence) -> bool:
        asked.append(sentence)
        return told

    monkeypatch.setattr(annotator, "_tells_statistic", tells)
    assert parsed(annotator, f"{OPENING[0]} {OTHERS[0]}") == [True, told]
    assert [sentence.text for sentence in asked] == [OPENING[0]]
