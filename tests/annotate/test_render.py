"""The plainer sentence that the parser reads, and where each part of it comes from."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.annotate.render import (
    COMPOUND,
    DANISH,
    DOTTED,
    GLUED,
    JOINED,
    QUOTES,
    Rendering,
    makes_words,
    render,
)
from extractor.normalize.money import MoneyReader
from extractor.rulebook import load_lexicon

MONEY = MoneyReader(load_lexicon("currencies"))


def rendered(text: str) -> Rendering:
    """A text as rendered, with its sums found as an annotator finds them."""
    sums = [
        (m.start, m.end, m.equivalent_of is not None)
        for m in MONEY.find(text)
        if m.money.value is not None or m.money.low is not None
    ]
    return render(text, 0, len(text), sums)


PLAINER = [
    ("Acme raised US$12.5 mln.", "Acme raised $5 million."),
    ("Acme raised Rs 40 crore from Tern.", "Acme raised $5 million from Tern."),
    ("Acme raised €10 million ($11 million) from Tern.", "Acme raised $5 million from Tern."),
    ("Acme (NASDAQ: ACM) bought Oat.", "Acme bought Oat."),
    ("Acme ACM.N bought Oat (OAT.L).", "Acme bought Oat."),
    ("Acme NV's ACME.BR offer for Oat AL.TOin Leeds", "Acme NV's offer for Oat in Leeds"),
    ("Acme U.S. said J.P. Moss of Oat N.V. left", "Acme U.S. said J.P. Moss of Oat NV left"),
    ("Acme &lt;ACM> sold <Oat Mills Ltd> and <TRN.L>", "Acme sold Oat Mills Ltd and"),
    ('Tern bought Toys "R" Us', "Tern bought Toys R Us"),
    ("Moss A/S bought it", "Moss ASA bought it"),
    ("Acme Holdings (“Acme” or the “Company”) bought it.", "Acme Holdings bought it."),
    ("Acme is a Cambridge, Mass.-based maker", "Acme is a local maker"),
    ("The Leeds-headquartered Acme", "local Acme"),
    ("San Francisco-based Acme raised money", "local Acme raised money"),
    ("the Tern-backed start-up Acme", "the private firm Acme"),
    ("Tern co-led it", "Tern led it"),
    ("a fund-raising and a tie-up", "a fundraising and a tieup"),
    ("a take-over of Acme", "a takeover of Acme"),
    ("Acme S.p.A. bought Oat B.V. of Leiden", "Acme SpA bought Oat BV of Leiden"),
    ("It was led byTern Capital", "It was led by Tern Capital"),
    ("[Acme](https://acme.example/oats) raised money", "Acme raised money"),
    ("“It’s done,” he said", '"It\'s done," he said'),
    ("Oat (which was led by Moss) closed", "Oat (which was led by Moss) closed"),
    ("Tally ($37 million) and Oat", "Tally ($5 million) and Oat"),
    ("a majority stake (50.1%) in Oat", "a majority stake of 50.1% in Oat"),
    ("Oat shares (about 6 pct) were sold", "Oat shares of about 6 pct were sold"),
    ("sales of oats (12%) rose", "sales of oats rose"),
    ("500 Startups led it", "500 Startups led it"),
    ("nothing to see here", "nothing to see here"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "plain"), PLAINER)
def test_plainer(text: str, plain: str) -> None:
    """Tickers, conversions, places and backers before a name go; every sum reads alike."""
    assert rendered(text).text == plain


ALIASES = [
    ("Megvii (“Face++”) raised money", ["Face++"]),
    ('Acme Holdings ("Acme" or the "Company") bought it', ["Acme"]),
    ("Oat Labs (formerly Harrow Oats) closed", ["Harrow Oats"]),
    ("The Oat Trade Union (OTU) said", ["?OTU"]),
    ("Acme (NYSE: ACM) said", []),
    ("Acme (Reuters) said", []),
    ("Acme (see below) said", []),
    ("Acme (2019) said", []),
]


@pytest.mark.parametrize(("text", "names"), ALIASES)
def test_aliases(text: str, names: list[str]) -> None:
    """A bracket that gives another name is kept, with "?" where nothing marks it as one."""
    assert [name for _, found in sorted(rendered(text).aliases.items()) for name in found] == names


WHERE = [
    ("Acme raised Rs 40 crore from Tern.", "$5 million", "Rs 40 crore"),
    ("Acme raised Rs 40 crore from Tern.", "million", "Rs 40 crore"),
    ("Acme raised Rs 40 crore from Tern.", "Tern", "Tern"),
    ("Acme (NASDAQ: ACM) bought Oat.", "bought", "bought"),
    ("San Francisco-based Acme won", "local", "San Francisco-based"),
    ("San Francisco-based Acme won", "local Acme", "San Francisco-based Acme"),
    ("Acme S.p.A. bought Oat", "SpA", "S.p.A."),
    ("the start-up Acme", "firm", "start-up"),
    ("Acme raised A$4.17-a-share", "$5 million", "A$4.17"),
]


@pytest.mark.parametrize(("text", "words", "original"), WHERE)
def test_original(text: str, words: str, original: str) -> None:
    """Words of the rendering lead back to what they stand for."""
    made = rendered(text)
    at = made.text.index(words)
    start, end = made.original(at, at + len(words))
    assert text[start:end] == original


PIECES = st.sampled_from(
    [
        "Acme",
        " ",
        "(",
        ")",
        "[",
        "]",
        "$5 million",
        "€3m",
        "(OAT.L)",
        "Leeds-based",
        ", ",
        "“Oat”",
        "US$",
        "co-led",
        "S.A.",
        "start-up",
        "by",
        "ByTern",
        "ofOat",
        "\n",
        "A$4.17-a-share",
        "(“Oat”)",
        "](http://x)",
        "25th",
        "Oat-backed",
        "\u00a0",
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=14).map("".join), st.text(max_size=60))


@settings(max_examples=300)
@given(TEXTS, st.data())
def test_offsets_hold(text: str, data: st.DataObject) -> None:
    """Every span leads into the sentence, in order; kept parts map character by character."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    sums = [
        (start + m.start, start + m.end, m.equivalent_of is not None)
        for m in MONEY.find(text[start:end])
        if m.money.value is not None
    ]
    made = render(text, start, end, sums)
    assert made.starts == sorted(made.starts)
    for at, (left, right, exact) in zip(made.starts, made.segments, strict=True):
        assert start <= left <= right <= end
        if exact and made.text:
            assert made.text[at : at + right - left] == text[left:right].translate(QUOTES)
    last = start
    for at in range(len(made.text)):
        left, right = made.original(at, at + 1)
        assert start <= left <= right <= end
        assert left < right or made.text[at].isspace()
        assert left >= last or not any(exact for _, _, exact in made.segments)
        last = left if any(exact for _, _, exact in made.segments) else last


SEAMS = ["co-", "led", "Take-", "over", "tie-up", "fund-raising", "of", "Moss", "acquired", "Tern)", "bought", "on",
         "26", "th", "S.p.A.", "A/S", " ", " ", " ", "oat", "by", "(Tern"]  # fmt: skip


@given(st.lists(st.sampled_from(SEAMS), max_size=12).map("".join))
def test_words_that_rendering_makes_are_foreseen(piece: str) -> None:
    """What spares the patterns never keeps one from finding what it would."""
    tried = (COMPOUND, JOINED, GLUED, DOTTED, DANISH)
    assert makes_words(piece) == any(pattern.search(piece) for pattern in tried)
