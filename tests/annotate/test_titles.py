"""Headlines set back into sentence case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.annotate.titles import (
    _WORDS,
    WORD,
    Recaser,
    _pattern_for,
    count_words,
    is_headline,
    prose_of,
    quoted_headlines,
    title_end,
    title_start,
)
from extractor.rulebook import Rulebook

BODY = (
    "The supply chain startup Fluent, based in Leeds, said that Tern Capital led the round. Shares of Fluent are not "
    "listed. Mr Moss of Fluent runs a fund. The bank HarborOne and the exchange Open Door took part, Apple did not. "
    "Nobody knows how Medium sells its service to IBM."
)

RECASED = [
    ("Supply Chain Startup Fluent Raises $1.65 Million", "supply chain startup Fluent raises $1.65 million"),
    ("FLUENT RAISES MONEY FROM TERN CAPITAL", "Fluent raises money from Tern Capital"),
    ("Tern Capital Leads Round In Fluent's Business", "Tern Capital leads round in Fluent's business"),
    ("HarborOne To Buy Open Door", "HarborOne to buy Open Door"),
    ("IBM Buys Medium For $4 Million", "IBM buys Medium for $4 million"),
    ("Fluent raises $5 million from Tern Capital", "Fluent raises $5 million from Tern Capital"),
    ("Fluent", "Fluent"),
    ("", ""),
    ("fluent raises money from tern capital", "Fluent raises money from Tern Capital"),
]
NOT_YET = [("Fluent Raises $5M In Series A Round", "Fluent raises $5M in Series A round")]


def recaser(rulebook: Rulebook, body: str = BODY) -> Recaser:
    """A recaser for an article with this body."""
    verbs = frozenset({"raises", "buys", "leads", "raise", "buy", "round", "money", "million"})
    upper, lower = count_words(prose_of(body))
    return Recaser(upper, lower, rulebook.words("headline-words") | verbs, prose_of(body))


@pytest.mark.parametrize(
    ("title", "expected"), RECASED + [pytest.param(*row, marks=pytest.mark.xfail(strict=True)) for row in NOT_YET]
)
def test_recase(title: str, expected: str, rulebook: Rulebook) -> None:
    """Words keep their capitals where the body gives them one; common words lose theirs."""
    assert recaser(rulebook).recase(title) == expected


WORDS = st.sampled_from(
    ["Fluent", "RAISES", "Raises", "$5M", "to", "Buy", "İstanbul", "straße", "ǅ", "'s", "’S", "-", "ŉ", "ﬁnance", "iOS"]
)


@given(
    title=st.one_of(st.lists(WORDS, max_size=12).map(" ".join), st.text(max_size=60)),
    body=st.text(max_size=60),
)
def test_length_never_changes(title: str, body: str, rulebook: Rulebook) -> None:
    """Offsets into the headline hold for the recased one, in any script."""
    assert len(recaser(rulebook, BODY + body).recase(title)) == len(title)


HEADLINES = [
    "Supply Chain Startup Fluent Raises $1.65 Million",
    "Fluent Buys Harbour Loop From Moss",
    "FLUENT RAISES MONEY FROM TERN",
]
NO_HEADLINES = [
    "The startup Fluent raised money from Tern Capital of Leeds.",
    "Fluent Raises Money From Tern Capital.",
    "Fluent Raises",
    "",
]


@pytest.mark.parametrize("text", HEADLINES)
def test_headline(text: str) -> None:
    """Most of its long words are capitalised, and it ends without a stop."""
    assert is_headline(text)


@pytest.mark.parametrize("text", NO_HEADLINES)
def test_no_headline(text: str) -> None:
    """Sentences and names are none."""
    assert not is_headline(text)


QUOTED = [
    ("“Tern Acquires Moss, Adds Ovens,” Finch reports.", ["Tern Acquires Moss, Adds Ovens,"]),
    ("It wrote: “Kazoom! Closes $10m Round To Help Bakers.”", ["Kazoom! Closes $10m Round To Help Bakers."]),
    ("It has raised $4m from “Tern, Moss Bank, and Delta Oats Group,” says Finch.", []),
    ("“We are happy that Tern Will Acquire Moss,” said Jane Roe.", []),
    ("No quotation at all", []),
]


@pytest.mark.parametrize(("text", "quoted"), QUOTED)
def test_quoted_headlines(text: str, quoted: list[str]) -> None:
    """What a text quotes in headline capitals, with a verb in them."""
    assert [text[start:end] for start, end in quoted_headlines(text)] == quoted


PROPER = [
    ("Fluent raises $5m from Tern| - The Daily Deal", ""),
    ("Fluent raises $5m from Tern| | Oatnews", ""),
    ("Exclusive: |Fluent in talks to buy Tern", ""),
    ("Oatnews - |Fluent in talks to buy Tern", ""),
    ("Fluent: |the story", "whole"),
    ("Fluent - Tern| deal is off the table", "whole"),
]


@pytest.mark.parametrize("marked", [marked for marked, whole in PROPER if not whole])
def test_the_headline_proper(marked: str) -> None:
    """The site's name behind a headline and a label before it are no part of it."""
    title = marked.replace("|", "", 1)
    start, end = title_start(title, BODY), title_end(title)
    first, second = marked.split("|", 1)
    assert title[start:end] in (first, second)


@pytest.mark.parametrize("marked", [marked for marked, whole in PROPER if whole])
def test_the_whole_headline(marked: str) -> None:
    """A name before a colon or dash belongs to the headline where the body knows it."""
    title = marked.replace("|", "")
    assert (title_start(title, BODY), title_end(title)) == (0, len(title))


def test_count_words() -> None:
    """Capitals at the front of a sentence prove nothing."""
    upper, lower = count_words("Medium sells oats. Nobody buys Oats from Fluent, says Fluent. IBM does.")
    assert upper == {"Oats": 1, "Fluent": 2, "IBM": 1}
    assert lower["oats"] == 1
    assert "medium" not in lower


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Supply Chain Startup Fluent Raises $1.65 Million", True),
        ("Payments Provider Osprey Raises Money in Round led by Tern", True),
        ("Osprey Opens Offices in Leeds with Tern and Finch", True),
        ("Osprey: $5M Series A led by Tern Capital", False),
        ("Osprey bought Fluent, Harbor Labs and Open Door in Leeds", False),
        ("Osprey Raises Money in Leeds.", False),
    ],
)
def test_is_headline(line: str, expected: bool) -> None:
    """Headlines have capitals in all words that count; an item of a list has them in its names alone."""
    assert is_headline(line) is expected


@given(st.lists(st.sampled_from([*"aBé1 .&;_+!’\n", "&amp;", "&lt;", "&nbsp;", "R&D"])).map("".join))
def test_words_are_the_same_by_the_simplest_pattern(text: str) -> None:
    """Whether a text has ampersands, entities or neither."""
    assert _pattern_for(text, _WORDS).findall(text) == WORD.findall(text)
