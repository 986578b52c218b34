"""Dates as printed, and the days they mean in an article of Wednesday, 8 November 2017."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.normalize.dates import find_dates, period_label, resolve_date

PUBLISHED = "2017-11-08"

SEEN_IN_THE_WILD = [
    ("Nov. 2, 2017", "2017-11-02"),
    ("Nov 2, 2017", "2017-11-02"),
    ("November 2nd", "2017-11-02"),
    ("2 November 2017", "2017-11-02"),
    ("2nd of November", "2017-11-02"),
    ("Thursday, Nov. 2", "2017-11-02"),
    ("Sept. 9", "2017-09-09"),
    ("3 March", "2017-03-03"),
    ("December 20", "2016-12-20"),
    ("Nov 2-4, 2017", "2017-11-02"),
    ("2017-11-02", "2017-11-02"),
    ("01/01/2024", "2024-01-01"),
    ("13/01/2017", "2017-01-13"),
    ("10/31/2017", "2017-10-31"),
    ("02.11.2017", "2017-11-02"),
    ("November 2016", "2016-11"),
    ("Jan. 2018", "2018-01"),
    ("last December", "2016-12"),
    ("December last year", "2016-12"),
    ("late October", "2017-10"),
    ("Monday", "2017-11-06"),
    ("Wednesday night", "2017-11-08"),
    ("Friday", "2017-11-03"),
    ("last Tuesday", "2017-11-07"),
    ("last Wednesday", "2017-11-01"),
    ("next Monday", "2017-11-13"),
    ("today", "2017-11-08"),
    ("yesterday", "2017-11-07"),
    ("tomorrow", "2017-11-09"),
    ("this week", "2017-11"),
    ("last week", "2017-11"),
    ("earlier this week", "2017-11"),
    ("two weeks ago", "2017-10"),
    ("this month", "2017-11"),
    ("last month", "2017-10"),
    ("next month", "2017-12"),
    ("three months ago", "2017-08"),
    ("this year", "2017"),
    ("last year", "2016"),
    ("late last year", "2016"),
    ("a year ago", "2016"),
    ("two years ago", "2015"),
    ("last quarter", "2017"),
    ("mid-2017", "2017"),
    ("early 2018", "2018"),
    ("summer of 2016", "2016"),
    ("2015", "2015"),
    ("FY2018", "2018"),
    ("H1 2017", "2017"),
    ("Q4 2017", "2017"),
    ("the end of the year", "2017"),
    ("fourth-quarter", "2017"),
    ("2010 to 2014", None),
    ("the last 12 months", None),
]
NEEDS_A_PREPOSITION = [("in May", "2017-05"), ("in November", "2017-11"), ("in December", "2016-12")]
NOT_A_DATE = [
    "$2015",
    "2,015",
    "2015 people",
    "may 5 companies",
    "March on",
    "the 1990s",
    "Sunday Times",
    "2015.5",
    "a2015",
]
PERIODS = [
    ("Q4 2017", "fourth quarter of 2017"),
    ("4Q17", "fourth quarter of 2017"),
    ("Q3", "third quarter of 2017"),
    ("the fourth quarter of 2016", "fourth quarter of 2016"),
    ("the fourth quarter", "fourth quarter of 2017"),
    ("last quarter", "third quarter of 2017"),
    ("H1 2017", "first half of 2017"),
    ("the first half of 2017", "first half of 2017"),
    ("the first nine months of 2017", "first nine months of 2017"),
    ("2010 to 2014", "2010-2014"),
    ("2010-14", "2010-2014"),
    ("between 2010 and 2014", "2010-2014"),
    ("2017", "2017"),
    ("last year", "2016"),
    ("FY2018", "2018"),
]


@pytest.mark.parametrize(("text", "iso"), SEEN_IN_THE_WILD)
def test_date(text: str, iso: str | None) -> None:
    (span,) = find_dates(f"It said on {text} that")
    assert (text, iso) == (span.expr, resolve_date(span.expr, PUBLISHED))


@pytest.mark.parametrize(("text", "iso"), NEEDS_A_PREPOSITION)
def test_bare_month(text: str, iso: str) -> None:
    (span,) = find_dates(f"It closed {text}.")
    assert iso == resolve_date(span.expr, PUBLISHED)


@pytest.mark.parametrize("text", NOT_A_DATE)
def test_not_a_date(text: str) -> None:
    assert find_dates(f"It has {text} now") == []


def test_two_years_are_no_range() -> None:
    assert [span.expr for span in find_dates("15 percent in 2017 and 10 percent in 2018")] == ["2017", "2018"]
    assert [span.expr for span in find_dates("payments due in 2005 and 2006")] == ["2005", "2006"]


@pytest.mark.parametrize(("text", "label"), PERIODS)
def test_period(text: str, label: str) -> None:
    assert label == period_label(text, PUBLISHED)


@pytest.mark.parametrize(
    ("text", "since", "future"),
    [
        ("since 2014", True, False),
        ("in 2014", False, False),
        ("by the end of the year", False, True),
        ("next month", False, True),
        ("later this year", False, True),
        ("by 2020", False, True),
        ("in the past week", False, False),
    ],
)
def test_flags(text: str, since: bool, future: bool) -> None:
    (span,) = find_dates(f"It grew {text}.")
    assert (since, future) == (span.since, span.future)


@pytest.mark.parametrize(
    ("text", "published", "iso"),
    [
        ("Monday", "2017-06", "2017-06"),
        ("today", "2017-06", "2017-06"),
        ("today", "2017-06-05T10:00:00+02:00", "2017-06-05"),
        ("Monday", "2017-11-06", "2017-11-06"),
        ("Monday", None, None),
        ("Nov. 2", None, None),
        ("2015", None, "2015"),
        ("last year", "2017", "2016"),
        ("last month", "2017", "2017"),
        ("February 30", "2017-11-08", None),
        ("nothing", "2017-11-08", None),
    ],
)
def test_precision(text: str, published: str | None, iso: str | None) -> None:
    assert iso == resolve_date(text, published)


def test_what_is_to_come() -> None:
    assert resolve_date("Monday", PUBLISHED, tense_past=False) == "2017-11-13"
    assert resolve_date("March", PUBLISHED, tense_past=False) == "2018-03"


PIECES = st.sampled_from(
    ["20", "15", "17", "-", "/", " ", "Nov", "May", " of ", "Q4", "the ", "last ", "year", "Monday", "31", ",", "99"]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=16).map("".join)), st.none() | st.dates().map(str))
def test_any_text(text: str, published: str | None) -> None:
    spans = find_dates(text)
    assert all(first.end <= second.start for first, second in pairwise(spans))
    for span in spans:
        assert text[span.start : span.end] == span.expr
        resolve_date(span.expr, published)
        resolve_date(span.expr, published, tense_past=False)
        period_label(span.expr, published)
