"""Numbers about markets, groups and periods: what is read, about whom, and what is left alone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.annotate import Annotator
from extractor.assemble import assemble_statistics
from extractor.records import Article, Statistic
from extractor.rulebook import StatisticRule, load_rulebook, unmark

RULEBOOK = load_rulebook()
ANNOTATOR = Annotator(RULEBOOK)


def read(text: str, *, title: str = "", published: str | None = "2019-04-10") -> list[Statistic]:
    """The statistics of a text."""
    article = Article(id="a", source="a", title=title, published=published, text=text)
    return assemble_statistics(ANNOTATOR.read(article), RULEBOOK)


def told(statistics: list[Statistic]) -> set[tuple[str, Decimal, str]]:
    """Metric, value and unit of each."""
    return {(s.metric, s.value, s.unit) for s in statistics}


TOLD = [
    (
        "Nordic venture capital firms raised $3.4 billion in the first quarter, down 12 percent from a year earlier.",
        {("total", 3_400_000_000, "USD"), ("growth", -12, "percent")},
    ),
    (
        "Takeover activity fell 31 percent in Iberia to $7 billion and slumped by 52 percent in Italy to $4 billion.",
        {
            ("growth", -31, "percent"),
            ("total", 7_000_000_000, "USD"),
            ("growth", -52, "percent"),
            ("total", 4_000_000_000, "USD"),
        },
    ),
    (
        "Investors poured €640 million into Baltic start-ups last year, a 15 percent increase over the €556 million "
        "invested in 2017.",
        {("total", 640_000_000, "EUR"), ("growth", 15, "percent"), ("total", 556_000_000, "EUR")},
    ),
    (
        "The number of venture deals fell to 310 from 342 in the second quarter, according to Larkmoor Research.",
        {("count", 310, "count"), ("count", 342, "count")},
    ),
    (
        "Seed deals accounted for $90 million, or 11 percent, of total venture funding in 2018.",
        {("total", 90_000_000, "USD"), ("share", 11, "percent")},
    ),
    (
        "Venture investment in robotics start-ups more than doubled to $1.2 billion in 2018.",
        {("total", 1_200_000_000, "USD"), ("growth", 2, "multiple")},
    ),
    (
        "In the first quarter, 61 buyout funds closed, raising a total of $9 billion, according to Larkmoor Research.",
        {("count", 61, "count"), ("total", 9_000_000_000, "USD")},
    ),
    (
        "The global knitting robot market is expected to reach $4.2 billion by 2026, growing at a CAGR of 9.1% "
        "from 2020 to 2026.",
        {("market_size", 4_200_000_000, "USD"), ("growth", Decimal("9.1"), "percent")},
    ),
    ("Brightloom sells to Portugal's $300 million wool market.", {("market_size", 300_000_000, "USD")}),
    ("Harrow has 34 percent of the Irish oatcake market.", {("share", 34, "percent")}),
    (
        "Overall funding for start-ups fell by a third to $2 billion in the last two quarters.",
        {("growth", -33, "percent"), ("total", 2_000_000_000, "USD")},
    ),
    (
        "Irish venture investment fell to $90 million, down 10 percent from a peak of $100 million in 2017.",
        {("total", 90_000_000, "USD"), ("growth", -10, "percent"), ("total", 100_000_000, "USD")},
    ),
    (
        "Start-ups led by women received 3 percent of all venture funding in 2018.",
        {("share", 3, "percent")},
    ),
    (
        "There is now $40 billion of dry powder held by European buyout firms, according to Larkmoor Research.",
        {("total", 40_000_000_000, "USD")},
    ),
    (
        "The first quarter saw only 9 IPOs, raising $1.1 billion.",
        {("count", 9, "count"), ("total", 1_100_000_000, "USD")},
    ),
    (
        "Mutual funds led just eight deals in the fourth quarter, down from 26 in the second, Larkmoor data shows.",
        {("count", 8, "count"), ("count", 26, "count")},
    ),
]

NOT_TOLD = [
    "Brightloom raised $12 million in a Series A led by Harrow Ventures.",
    "Brightloom's revenue rose 40 percent to $12 million in 2018.",
    "Shares of Brightloom fell 4 percent in a market that was up 1.2 percent.",
    "Investors put $12 million into Brightloom last year.",
    "Robot makers Brightloom and Harrow raised $5 million last year.",
    "Brightloom has 300 employees and 12 offices.",
    "The company's investment in Harrow totaled $30 million.",
    "Harrow Ventures has invested $40 million in two funds.",
    "Gross proceeds of the offering are expected to reach $30 million.",
    "It bought 15 percent of Brightloom for $3 million.",
    "Harrow has made exits exceeding $1.5 billion, completed over 200 deals, and launched 12 funds.",
    "The deal includes tax benefits worth about $600 million.",
    "Regulators review any foreign investments worth more than $330 million.",
    "Capital spending rose 4 percent to $240 million.",
    "The stock has a market value of $300 million.",
    "Harrow closed its second fund at $250 million, exceeding the $200 million target.",
]


@pytest.mark.parametrize(("text", "expected"), TOLD, ids=[text[:40] for text, _ in TOLD])
def test_told(text: str, expected: set[tuple[str, Decimal, str]]) -> None:
    """A sentence's numbers about a market or a group, each with its metric and unit."""
    assert told(read(text)) == expected


@pytest.mark.parametrize("text", NOT_TOLD)
def test_not_told(text: str) -> None:
    """A company's own numbers, share prices and single deals are no statistics."""
    assert read(text) == []


def test_fields() -> None:
    """Subject, period and source come with the words that say so."""
    text = "Nordic venture capital firms raised $3.4 billion in the first quarter, data from Larkmoor Research showed."
    (statistic,) = read(text)
    assert statistic.subject == "Nordic venture capital firms"
    assert statistic.period == "first quarter of 2019"
    assert statistic.source == "Larkmoor Research"
    words = {e.field: e.text for e in statistic.evidence}
    assert words == {
        "value": "$3.4 billion",
        "subject": "Nordic venture capital firms",
        "period": "the first quarter",
        "source": "Larkmoor Research",
    }


def test_subject_told_before() -> None:
    """Bare "deals" and "the total" are about the subject of the sentence before."""
    first, second = read("Irish venture deals reached $200 million in 2018. That compares with $150 million in 2017.")
    assert first.subject == second.subject == "Irish venture deals"
    assert (int(second.value), second.period) == (150_000_000, "2017")


def test_a_report_goes_on() -> None:
    """Sectors, averages and parts are read beside what the report told before."""
    text = (
        "Irish start-ups raised €900 million in 2018, down 8 percent from 2017, according to Larkmoor Research. "
        "The number of rounds fell to 210. The average round was €4.3 million. "
        "Food technology attracted €120 million. Dublin took 61 percent of the money. "
        "Cork, with 14 percent, was second."
    )
    statistics = read(text)
    assert [(s.metric, float(s.value), s.subject) for s in statistics] == [
        ("total", 900_000_000, "Irish start-ups"),
        ("growth", -8, "Irish start-ups"),
        ("count", 210, "Irish rounds"),
        ("average", 4_300_000, "average round of Irish start-ups"),
        ("total", 120_000_000, "Food technology"),
        ("share", 61, "Dublin"),
        ("share", 14, "Cork"),
    ]
    assert {s.source for s in statistics} == {"Larkmoor Research"}
    assert {s.period for s in statistics} == {"2018"}


def test_title_repeats_the_body() -> None:
    """A rounder number in the title is the body's own; a number that only the title has is kept."""
    body = "Irish venture deals reached $203 million in 2018."
    assert [s.value for s in read(body, title="Irish venture deals reach $200 million")] == [203_000_000]
    assert [s.value for s in read("Good news.", title="Irish venture deals reach $200 million")] == [200_000_000]


@pytest.mark.parametrize("rule", RULEBOOK.statistics.values(), ids=lambda rule: rule.id)
def test_rule_examples(rule: StatisticRule) -> None:
    """Every statistic rule covers what its examples mark, and leaves alone what they refuse."""
    for example in rule.matches:
        text, start, end = unmark(example)
        assert (start, end) in spans(text, rule.id)
    for text in rule.rejects:
        assert not spans(text, rule.id)


def spans(text: str, rule: str) -> set[tuple[int, int]]:
    """Where a rule fires in a text; a sum is put behind it, so that it is surely read."""
    article = Article(id="a", source="a", text=text + " $1 million")
    return {
        (sentence.tokens[hit.first].start, sentence.tokens[hit.last - 1].end)
        for sentence in ANNOTATOR.parse(article)
        for hit in sentence.hits
        if hit.rule == rule
    }


PIECES = st.sampled_from(
    [
        *(
            "venture deals",
            "rose",
            "fell",
            "12 percent",
            "to",
            "$5 billion",
            "in",
            "2018",
            "(38 percent)",
            "of",
            "a third",
        ),
        *(
            "Chinese start-ups",
            "the market",
            "double",
            "the",
            "41",
            "funds",
            "raising",
            ",",
            "from",
            "it",
            "by",
            "half",
        ),
        *(
            "according to",
            "compared with",
            "$15 million",
            "China's",
            "security market",
            "up",
            "was",
            "number of",
            ".",
            "'s",
        ),
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(PIECES, min_size=1, max_size=25).map(" ".join))
def test_evidence_is_in_the_text(text: str) -> None:
    """Whatever the words, reading ends, and every span of evidence is what the text says there."""
    for statistic in read(text):
        assert statistic.subject
        for evidence in statistic.evidence:
            assert text[evidence.start : evidence.end] == evidence.text != ""
