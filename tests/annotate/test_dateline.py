"""Where the news begins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.annotate.dateline import crosshead_end, dateline_end

DATELINES = [
    "LONDON (Reuters) - |Fenwick Foods has agreed to buy Dovecote.",
    "NEW YORK, March 3 (Reuters) - |Tallyho filed for an IPO.",
    "SAN FRANCISCO--(BUSINESS WIRE)--|Brightloom today announced a Series A.",
    "LEEDS, England, May 4, 2018 /PRNewswire/ -- |Oatcake Labs has raised £3m.",
    "LEEDS, England, May 4, 2018 (GLOBE NEWSWIRE) -- |Oatcake Labs has raised £3m.",
    "PARIS — |The insurer Grey Heron bought Tallyho.",
    "LEEDS - |Oatcake Labs has raised £3m.",
    "Bengaluru, May 4, 2018 – |Tokri has raised Rs 40 crore.",
    "AUSTIN, Texas -- |Pellucid Bio closed its round.",
    "MUMBAI |Grocer Tokri has raised money.",
]
NO_DATELINE = [
    "Fenwick Foods has agreed to buy Dovecote - again.",
    "Brightloom raised $5m (Reuters said $6m).",
    "IBM has bought Coinwick. IBM is old.",
    "Oatcake - a maker of oat cakes - raised £3m.",
    "Tern Capital – London's oldest fund – closed.",
    "The A.B.C. of oats",
    "",
]


@pytest.mark.parametrize("marked", DATELINES)
def test_dateline(marked: str) -> None:
    """City, day and wire end at the dash, bracket or slash before the news."""
    text = marked.replace("|", "")
    assert text[dateline_end(text, 0, len(text), "") :] == marked.split("|")[1]


@pytest.mark.parametrize("text", NO_DATELINE)
def test_no_dateline(text: str) -> None:
    """A dash in a sentence makes no dateline."""
    assert dateline_end(text, 0, len(text), "") == 0


CROSSHEADS = [
    ("PART OF SALE TO RAISE MONEY Moss said its part in the SALE was small.", "Moss"),
    ("TAX RISK Moss's offering is late.", "Moss's"),
    ("BANK OF NEW LEEDS Moss said so.", "Moss"),
    ("BANK OF NEW LEEDS Moss said of the BANK.", "BANK"),
]


@pytest.mark.parametrize(("text", "first"), CROSSHEADS)
def test_heading_in_capitals(text: str, first: str) -> None:
    """What is glued to the sentence below it is no part of it, unless it may be a name."""
    assert text[crosshead_end(text, 0, len(text)) :].split()[0] == first


@pytest.mark.parametrize(
    ("text", "ends"),
    [("STEAM Machine has raised $4m.", (0, 0)), ("LEEDS Oatcake has raised $4m.", (6, 6)), ("RISK Moss's bid", (5, 5))],
)
def test_a_word_in_capitals_may_be_of_the_name(text: str, ends: tuple[int, int]) -> None:
    """Whether it is a heading, a city or part of who does something is for the caller's dictionary to say."""

    def one_name(word: str, following: str) -> bool:
        return (word, following) == ("steam", "machine")

    assert (dateline_end(text, 0, len(text), "", one_name), crosshead_end(text, 0, len(text), one_name)) == ends


@given(st.text(alphabet=st.sampled_from("ABcd (Reuters)-–—/.,45\n"), max_size=60), st.integers(0, 10))
def test_stays_inside(text: str, start: int) -> None:
    """The end lies in the paragraph, whatever it holds."""
    start = min(start, len(text))
    assert start <= dateline_end(text, start, len(text), "") <= len(text)
