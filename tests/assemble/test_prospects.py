"""What an article's trigger sentences promise: nothing, a deal, or one only if another sentence adds to it."""

from __future__ import annotations

import pytest

from extractor.annotate import Annotator
from extractor.assemble import deal_prospect
from extractor.records import Article, Block
from extractor.rulebook import Rulebook

ROWS = [
    ("none", "Raise the laptop to the height of your eyes."),
    ("none", "Readers bought a cake."),
    ("deal", "Fenwick raised $5 million."),
    ("deal", "Fenwick has acquired Oatcake."),
    ("deal", "Fenwick and Oatcake will merge."),
    ("deal", "Fenwick went public last week."),
    ("bare", "Oatcake has raised fresh funding."),
    ("bare", "Oatcake was acquired."),
    ("deal", "Oatcake was acquired for $20 million."),
    ("bare", "Apples are red. Pears are green. Plums are blue. Oatcake was acquired for $20 million."),
    # A stage that the ticker implies, a seller that owns it, whoever led the round, what it is worth.
    ("deal", "Oatcake has raised fresh funding. Shares of Oatcake (NASDAQ: OATC) rose."),
    ("deal", "Oatcake was acquired. The Moss-owned baker Oatcake is in Leeds."),
    ("deal", "Oatcake has raised fresh funding. The round was led by Tern Capital."),
    ("deal", "Oatcake was acquired. The deal valued Oatcake at $40 million."),
    # Too far from the round.
    ("bare", "Oatcake has raised fresh funding. " + "It is a baker. " * 20 + "The round was led by Tern Capital."),
]


@pytest.mark.parametrize(("prospect", "text"), ROWS)
def test_prospect(annotator: Annotator, rulebook: Rulebook, prospect: str, text: str) -> None:
    reading = annotator.read(Article(id="a", source="a", text=text))
    assert deal_prospect(reading.sentences, reading.article, rulebook=rulebook) == prospect


HEADED = "Oatcake\nThe baker raised fresh funding."


@pytest.mark.parametrize(("kind", "prospect"), [("heading", "bare"), ("paragraph", "none")])
def test_heading(annotator: Annotator, rulebook: Rulebook, kind: str, prospect: str) -> None:
    """A heading names the company of the round below it; what is no heading does not."""
    blocks = (Block(kind=kind, start=0, end=7), Block(kind="paragraph", start=8, end=len(HEADED)))
    reading = annotator.read(Article(id="a", source="a", text=HEADED, blocks=blocks))
    assert deal_prospect(reading.sentences, reading.article, rulebook=rulebook) == prospect
