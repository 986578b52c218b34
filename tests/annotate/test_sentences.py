"""Where sentences end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.annotate.sentences import split_sentences

SPLIT = [
    "Acme raised $5m. | Tern led the round.",
    "Acme raised $1.5 million. | The round closed.",
    "Did it sell? | It did! | Nobody knew.",
    "Acme Inc. bought Oat Corp. of Leeds for $4 million.",
    "It is owned by Acme Inc. | The deal closed in May.",
    "The buyer is Oat Labs Ltd. | Terms were not disclosed.",
    "Mr. Moss and Dr. Roe of St. Ives sold it.",
    "It paid Rs. 40 crore to J. P. Moss of the U.S. fund Tern.",
    "It is based in the U.S. | The buyer is not.",
    "Tern L.P. and Oat S.A. merged.",
    "On Jan. 5 it sold No. 7 Ltd. to Moss.",
    "It closed at 4 p.m. on Monday.",
    "It raised $5m from Tern Group. K9 Oats, Finch Capital, and Jane Roe. | It sells bread.",
    "It raised $5m from Tern Group. | Moss, Finch, and Roe sell bread.",
    "It raised $5m from Tern and C.S. Moss, Finch Capital, and Jane Roe.",
    "It was led by OK! Ventures. | Yahoo! Inc. left.",
    "Kazoom! Raises $5m | What a round! | Capitalists cheered.".replace("5m |", "5m. |"),
    "“We sold it.” | Moss left the room.",
    '"We sold it," he said. | "It was time."',
    "They sold it (at a loss). | Nobody minded.",
    "They lost money (a lot.) | Nobody minded.",
    "It raised $5m... | Then it closed.",
    "It costs 3.50 dollars, v2.0 of it 4.",
    "See acme.com for more. | It sells oats.",
    "Acme raised $5m in 2019. | 40 people work there.",
    "It sold the mill to Acme vs. Oat of Leeds.",
    "It raised €3m. | €2m came from Tern.",
    "One line\n | Another line",
    "A paragraph.\n\n | Its next one",
    "• Acme raised $5m. | • Oat raised $4m.",
    "It was the seller.”Moss said so.".replace("”", "” | "),
    "no capital follows. so it goes on",
]


@pytest.mark.parametrize("marked", SPLIT)
def test_sentences(marked: str) -> None:
    """Stops end sentences, abbreviations do not, unless what follows can only begin one."""
    expected = [part.strip() for part in marked.split(" | ")]
    text = (
        marked.replace("” | ", "”").replace("\n | ", "\n").replace(" | ", " ")
        if "seller.”" in marked
        else (marked.replace("\n | ", "\n").replace(" | ", " "))
    )
    assert [text[start:end] for start, end in split_sentences(text, 0, len(text))] == expected


def test_only_the_part_asked_for() -> None:
    """Offsets are the text's own; nothing outside the part is looked at."""
    text = "First one. Second one. Third one."
    assert list(split_sentences(text, 11, 22)) == [(11, 22)]
    assert list(split_sentences(text, 5, 5)) == []


@given(st.text(alphabet=st.sampled_from('Aab .!?\n\t"”’)(5$€éInc…。'), max_size=80))
def test_nothing_but_white_space_is_lost(text: str) -> None:
    """Sentences stand in order, without overlap, trimmed; what lies between them is white space."""
    at = 0
    for start, end in split_sentences(text, 0, len(text)):
        assert at <= start < end <= len(text)
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()
