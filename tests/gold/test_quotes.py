"""Quotes find their spans, or are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import GoldError
from extractor.gold.quotes import find_quote

TEXT = "Acme raised $5 million. Acme [sic] is based in Oslo; Acme raised $2 million before."

FOUND = [
    ("$5 million", None, (12, 22)),
    ("Acme", 1, (0, 4)),
    ("Acme", 3, (53, 57)),
    ("[Acme] [[sic]]", None, (24, 28)),
    ("raised [$2 million]", None, (65, 75)),
    ("[[sic]]", None, (29, 34)),
]
REFUSED = [
    ("$7 million", None, "absent"),
    ("Acme", None, "ambiguous, it occurs 3 times"),
    ("[Acme] raised", None, "ambiguous, it occurs 2 times"),
    ("Acme", 4, "occurs 3 times, not 4"),
    ("Acme", 0, "occurs 3 times, not 0"),
    ("[Acme", None, "brackets"),
    ("Acme]", None, "brackets"),
    ("[]Acme", None, "brackets"),
    ("[Acme] [[sic]] is [based]", None, "brackets"),
    ("", None, "empty"),
    ("  ", None, "empty"),
]


@pytest.mark.parametrize(("quote", "occurrence", "span"), FOUND)
def test_find_quote(quote: str, occurrence: int | None, span: tuple[int, int]) -> None:
    """A quote stands where it says, its brackets marking the part that counts."""
    assert find_quote(TEXT, quote, occurrence=occurrence) == span


@pytest.mark.parametrize(("quote", "occurrence", "reason"), REFUSED)
def test_find_quote_refuses(quote: str, occurrence: int | None, reason: str) -> None:
    """A quote that proves nothing is an error that says why."""
    with pytest.raises(GoldError, match=reason):
        find_quote(TEXT, quote, occurrence=occurrence)


@given(st.text("ab[] $5", max_size=12), st.text("ab[] $5", min_size=1, max_size=5), st.text(max_size=12))
def test_span_equals_quote(before: str, quote: str, after: str) -> None:
    """Whatever stands in a text can be quoted, once its brackets are doubled, and the span is those words."""
    text = before + quote + after
    doubled = quote.replace("[", "[[").replace("]", "]]")
    if quote.strip():
        start, end = find_quote(text, doubled, occurrence=1)
        assert text[start:end] == quote


@given(st.text(max_size=30), st.text(max_size=8), st.none() | st.integers(-2, 4))
def test_only_gold_errors(text: str, quote: str, occurrence: int | None) -> None:
    """Any text, quote and number give a span within the text, or a GoldError."""
    try:
        start, end = find_quote(text, quote, occurrence=occurrence)
    except GoldError:
        return
    assert 0 <= start < end <= len(text)
