"""Stages of rounds as news names them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.normalize.rounds import StageReader

EXPLICIT = [
    ("Series A", "series_a"),
    ("Series-A", "series_a"),
    ("Series A-1", "series_a"),
    ("Series A+", "series_a"),
    ("Series B-2", "series_b"),
    ("Series B1", "series_b"),
    ("Series K", "series_k"),
    ("series b", "series_b"),
    ("SERIES C", "series_c"),
    ("pre-Series A", "pre_series_a"),
    ("Pre-Series B", "pre_series_b"),
    ("pre-A round", "pre_series_a"),
    ("B-round", "series_b"),
    ("C round", "series_c"),
    ("Round A", "series_a"),
    ("seed round", "seed"),
    ("seed funding", "seed"),
    ("seed-plus", "seed"),
    ("Seed Financing", "seed"),
    ("pre-seed", "pre_seed"),
    ("pre-seed round", "pre_seed"),
    ("angel round", "angel"),
    ("angel funding", "angel"),
    ("venture round", "venture"),
    ("growth equity", "growth"),
    ("growth round", "growth"),
    ("growth funding", "growth"),
    ("bridge round", "bridge"),
    ("bridge loan", "bridge"),
    ("bridge financing", "bridge"),
    ("venture debt", "debt"),
    ("debt financing", "debt"),
    ("debt funding", "debt"),
    ("convertible note", "convertible"),
    ("convertible notes", "convertible"),
    ("strategic round", "strategic"),
    ("strategic funding", "strategic"),
    ("private placement", "post_ipo"),
    ("PIPE", "post_ipo"),
    ("registered direct offering", "post_ipo"),
    ("token sale", "token_sale"),
    ("ICO", "token_sale"),
    ("initial coin offering", "token_sale"),
    ("crowdfunding campaign", "crowdfunding"),
    ("equity crowdfunding", "crowdfunding"),
    ("pre-IPO", "pre_ipo"),
    ("secondary sale", "secondary"),
    ("extension round", "extension"),
    ("private equity investment", "private_equity"),
    ("SEED ROUND", "seed"),
    ("Seed funding round", "seed"),
    ("late-stage round", "venture"),
    ("Series A", "series_a"),
    ("rights issue", "post_ipo"),
    ("SAFE notes", "convertible"),
]
WEAK = [
    ("seed", "seed"),
    ("growth capital", "growth"),
    ("credit facility", "debt"),
    ("line of credit", "debt"),
    ("term loan", "debt"),
    ("loan", "debt"),
    ("grant", "grant"),
    ("strategic investment", "strategic"),
    ("private equity", "private_equity"),
    ("venture capital", "venture"),
    ("crowdfunding", "crowdfunding"),
]
NOT_A_STAGE = [
    "seed company",
    "seed oil",
    "World Series",
    "series of",
    "bridge over",
    "Angel Smith",
    "pipe",
    "Series AB",
    "private equity firm",
    "angel investors",
    "venture capital firm",
    "Class A",
    "series a week",
    "granted",
    "round and round",
    "late-stage clinical trial",
    "venture capital investors",
    "seed-stage investors",
    "private equity-owned",
    "mezzanine investment firm",
    "crowdfunding platform",
    "grant-making",
    "Grant Wilson",
    "loan book",
    "on loan",
    "non-performing loans",
    "bond market",
    "product placement",
]
EXTENSIONS = [
    ("a Series C extension", "series_c"),
    ("an extension of its Series A", "series_a"),
    ("an extension to its $5 million Series A", "series_a"),
    ("a seed extension", "seed"),
    ("extended its seed round", "seed"),
]


@pytest.mark.parametrize(
    ("text", "stage", "strength"),
    [(text, stage, "explicit") for text, stage in EXPLICIT] + [(text, stage, "weak") for text, stage in WEAK],
)
def test_stage(stage_reader: StageReader, text: str, stage: str, strength: str) -> None:
    (span,) = stage_reader.find(f"It closed its {text} from them.")
    assert (text, stage, strength, stage == "extension") == (span.text, span.stage, span.strength, span.extension)


@pytest.mark.parametrize("text", NOT_A_STAGE)
def test_not_a_stage(stage_reader: StageReader, text: str) -> None:
    assert stage_reader.find(f"It was a {text} there.") == []


@pytest.mark.parametrize(("text", "stage"), EXTENSIONS)
def test_extension(stage_reader: StageReader, text: str, stage: str) -> None:
    (span,) = stage_reader.find(f"It raised {text} from them.")
    assert (stage, True) == (span.stage, span.extension)


@pytest.mark.parametrize("text", ["A round of golf", "A round of funding", "He said: A round like this"])
def test_article_is_no_letter(stage_reader: StageReader, text: str) -> None:
    assert stage_reader.find(text) == []


def test_firm_is_no_round(stage_reader: StageReader) -> None:
    """ "Boston Seed Capital" is a name: at most a weak hint."""
    assert [span.strength for span in stage_reader.find("from Boston Seed Capital and others")] == ["weak"]


def test_preferred_shares_are_weak(stage_reader: StageReader) -> None:
    (span,) = stage_reader.find("holders of Series A Preferred Stock")
    assert (span.stage, span.strength) == ("series_a", "weak")


def test_quotes_stay_outside(stage_reader: StageReader) -> None:
    assert [span.text for span in stage_reader.find("its ongoing 'Series A' round")] == ["Series A"]


def test_two_letters(stage_reader: StageReader) -> None:
    assert [span.stage for span in stage_reader.find("its Series A and B rounds")] == ["series_a", "series_b"]


PIECES = st.sampled_from(
    ["Series ", "series", "A", "B-2", " round", "pre-", "seed", " ", "-", "extension of its ", "+", "\n"]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=20).map("".join)))
def test_any_text(stage_reader: StageReader, text: str) -> None:
    spans = stage_reader.find(text)
    assert all(first.end <= second.start for first, second in pairwise(spans))
    assert all(text[span.start : span.end] == span.text for span in spans)
