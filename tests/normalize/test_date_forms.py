"""The quick look for where a date may begin hides none that the patterns alone would find."""

from __future__ import annotations

import re

import pytest

from extractor.normalize.date_forms import _FIRST, FINDER

UNHURRIED = re.compile(FINDER.pattern.replace(_FIRST, ""), re.IGNORECASE)

DATES = """
2017-11-02; 3/4/2017; Thursday, Nov 2, 2017; 2 November 2017; Thursday the 3rd of May; mid-March 2017; June of
2016; October last year; this past June; Q3 2017; 3Q17; the final fiscal quarter of last year; first quarter;
H1 2017; 2h 18; the latter half of 2017; first nine months; FY17; fiscal 2018; financial year 2018; 2014-16;
2014 to 2016; three years ago; a couple of weeks earlier; an hour; a day ago; twelve months ago; 15 weeks ago;
earlier this month; sometime next week; previous quarter; current year; coming summer; later that day; the
past 3 years; last few months; the next couple of days; end of the month; the beginning of next year; middle
of this week; year-end; year end; today; Tomorrow; yesterday; tonight; late Tuesday evening; WEDNESDAY; Friday
mail; spring of 2018; the end of 2018; early in 2017; the winter of 2016; 1999; November; in May; mon.; Sat, 3
June; may 2018; thurs., April 5
"""


def test_the_pattern_holds_the_quick_look() -> None:
    assert _FIRST in FINDER.pattern


@pytest.mark.parametrize("expr", [expr.strip() for expr in DATES.replace("\n", " ").split(";")])
def test_the_quick_look_hides_nothing(expr: str) -> None:
    text = f"Fluent said {expr} that oats (since {expr.title()}) were short, {expr.upper()}."
    assert [found.span() for found in FINDER.finditer(text)] == [found.span() for found in UNHURRIED.finditer(text)]
