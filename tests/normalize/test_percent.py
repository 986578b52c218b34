"""Percentages as printed."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.normalize.percent import find_percents

SEEN_IN_THE_WILD = [
    ("48 percent", "48"),
    ("48%", "48"),
    ("48 %", "48"),
    ("48 per cent", "48"),
    ("48 pct", "48"),
    ("18.8%", "18.8"),
    ("50.1 percent", "50.1"),
    ("twenty-five percent", "25"),
    ("100-percent", "100"),
    ("12½ percent", "12.5"),
]
NOT_A_PERCENTAGE = ["5 percentage points", "majority", "$5", "percent", "1.2.3%", "half of", "5 points"]
FRACTIONS = [
    ("a third of", "33.33"),
    ("two-thirds stake", "66.67"),
    ("half of", "50"),
    ("a quarter stake", "25"),
    ("three quarters of", "75"),
    ("one-third interest", "33.33"),
]
NOT_A_FRACTION = [
    "the second half of",
    "a third party",
    "quarter of",
    "the third of",
    "half-hour",
    "the first quarter of",
]


@pytest.mark.parametrize(("text", "value"), SEEN_IN_THE_WILD)
def test_percentage(text: str, value: str) -> None:
    (span,) = find_percents(whole := f"It holds {text} now")
    assert (text, Decimal(value)) == (whole[span.start : span.end], span.value)


@pytest.mark.parametrize("text", NOT_A_PERCENTAGE)
def test_not_a_percentage(text: str) -> None:
    assert find_percents(f"It holds {text} now") == []


@pytest.mark.parametrize(("text", "value"), FRACTIONS)
def test_fraction(text: str, value: str) -> None:
    (span,) = find_percents(f"It holds {text} it", words=True)
    assert Decimal(value) == span.value


@pytest.mark.parametrize("text", NOT_A_FRACTION)
def test_not_a_fraction(text: str) -> None:
    assert find_percents(f"It was {text} it", words=True) == []


@pytest.mark.parametrize(
    "text", ["20-25 percent", "20 to 25 percent", "20% to 25%", "20%-25%", "between 20 and 25 percent"]
)
def test_range(text: str) -> None:
    (span,) = find_percents(f"It wants {text} of it")
    assert span.value is None
    assert [span.low, span.high] == [20, 25]


@pytest.mark.parametrize("text", ["from 20% to 25%", "20% and 25%"])
def test_not_a_range(text: str) -> None:
    assert [span.value for span in find_percents(f"It went {text}")] == [20, 25]


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [("about 5%", "about"), ("more than 50 percent", "at_least"), ("up to 10%", "up_to"), ("5%", "exact")],
)
def test_qualifier(text: str, qualifier: str) -> None:
    (span,) = find_percents(f"It wants {text} of it")
    assert qualifier == span.qualifier


@given(st.one_of(st.text(), st.lists(st.sampled_from("5 %,.-½a") | st.just(" percent"), max_size=20).map("".join)))
def test_any_text(text: str) -> None:
    spans = find_percents(text, words=True)
    assert all(first.end <= second.start for first, second in pairwise(spans))
    assert all((span.value is None) == (span.low is not None and span.high is not None) for span in spans)
