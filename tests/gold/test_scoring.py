"""Counting: small cases with figures worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import UsageError
from extractor.gold import (
    FIELDS,
    GoldArticle,
    Scorecard,
    compare,
    parse_minimums,
    render_changes,
    render_json,
    render_text,
    score,
    shortfalls,
)
from extractor.records import Article, Deal, Extraction, Failure, Investor, Money, Party, Statistic


def usd(value: int) -> dict[str, Any]:
    return {"value": value, "currency": "USD"}


def gold_deal(company: list[str], **more: Any) -> dict[str, Any]:
    return {"kind": "funding", "company": company, "status": "completed", **more}


def article(name: str, *deals: dict[str, Any], **more: Any) -> GoldArticle:
    return GoldArticle.model_validate({"id": name, "deals": deals, **more})


def found(name: str, *deals: dict[str, Any], statistics: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    return {
        "article": {"id": "?", "source": f"pages/{name}.html"},
        "deals": list(deals),
        "statistics": list(statistics),
    }


def counts(card: Scorecard, field: str) -> tuple[int, int, int]:
    tally = card.fields[field]
    return tally.right, tally.false, tally.missed


ORCHARD = gold_deal(
    ["Orchard Robotics", "Orchard"],
    amount=usd(12_000_000),
    stage="series_a",
    investors=[
        {"name": ["Tideline Ventures", "Tideline"], "lead": True},
        {"name": ["Mira Holm"], "lead": False},
        {"name": ["Kestrel Angels"], "lead": False, "optional": True},
    ],
    valuation=usd(60_000_000),
    date="2021-03-02",
    also={"status": ["announced"]},
)
SEED = gold_deal(["Orchard Robotics"], amount=usd(1_000_000), stage="seed", date="2019", background=True)
SALE = {
    "kind": "acquisition",
    "company": ["Fernley's mill", "Fernley mill"],
    "acquirers": [["Calder Paper"], ["Osk Fund"]],
    "sellers": [["Fernley"]],
    "stake_percent": 51,
    "status": "announced",
}
UNION = {"kind": "merger", "company": ["North Bay Bank"], "acquirers": [["Southam Trust"]], "status": "announced"}
SHARE = {"metric": "share", "value": 48, "unit": "percent", "subject": "start-ups in Oslo"}
TOTAL = {"metric": "total", "value": 2_000_000, "unit": "USD", "subject": "robot makers", "optional": True}

GOLD = [
    article("one", ORCHARD, SEED, statistics=[SHARE, TOTAL]),
    article("two", SALE, UNION),
    article("three"),
    article("four"),
    article("five", gold_deal(["Quiet Co"])),
]
PREDICTED = [
    found(
        "one",
        {
            "kind": "funding",
            "company": {"name": "Orchard"},
            "amount": usd(12_000_000),
            "stage": "series_a",
            "investors": [
                {"name": "Tideline", "lead": False},
                {"name": "Kestrel Angels", "lead": True},
                {"name": "Stranger", "lead": False},
            ],
            "valuation": None,
            "status": "announced",
            "date": "2021-03-02",
            "confidence": 0.95,
        },
        {
            "kind": "funding",
            "company": {"name": "Orchard"},
            "amount": usd(1_000_000),
            "stage": "angel",
            "status": "completed",
            "confidence": 0.4,
        },
        statistics=(
            {"value": 48, "unit": "percent", "subject": "Oslo"},
            {"value": 48, "unit": "percent", "subject": "Oslo"},
        ),
    ),
    found(
        "two",
        {
            "kind": "acquisition",
            "company": {"name": "Fernley mill"},
            "acquirers": [{"name": "Calder Paper"}],
            "sellers": [{"name": "Fernley"}],
            "stake_percent": 51,
            "status": "completed",
            "confidence": 0.9,
        },
        {
            "kind": "merger",
            "company": {"name": "Southam Trust"},
            "acquirers": [{"name": "North Bay Bank"}],
            "status": "announced",
            "confidence": 0.85,
        },
    ),
    found("three", {"kind": "ipo", "company": {"name": "Nobody"}, "status": "planned", "confidence": 0.9}),
    {"article": {"source": "pages/four.html"}, "error": {"code": "no_article", "message": "..."}},
]

FIGURES = [
    ("record", (3, 1, 1)),
    ("company", (3, 1, 1)),
    ("kind", (3, 1, 1)),
    ("amount", (1, 0, 0)),
    ("stage", (1, 0, 0)),
    ("valuation", (0, 0, 1)),
    ("stake_percent", (1, 0, 0)),
    ("status", (2, 2, 2)),
    ("date", (1, 0, 0)),
    ("investors", (1, 1, 1)),
    ("leads", (0, 1, 1)),
    ("acquirers", (2, 0, 1)),
    ("sellers", (1, 0, 0)),
    ("statistics", (1, 1, 0)),
]
WITH_BACKGROUND = [("record", (3, 2, 2)), ("company", (4, 1, 1)), ("stage", (1, 1, 1)), ("date", (1, 0, 1))]


@pytest.mark.parametrize(("field", "figures"), FIGURES)
def test_figures(field: str, figures: tuple[int, int, int]) -> None:
    """Right, false and missed of each field."""
    assert counts(score(GOLD, PREDICTED), field) == figures


@pytest.mark.parametrize(("field", "figures"), WITH_BACKGROUND)
def test_figures_with_background(field: str, figures: tuple[int, int, int]) -> None:
    """Background deals count when asked for."""
    assert counts(score(GOLD, PREDICTED, everything=True), field) == figures


def test_summary() -> None:
    """Articles, negatives, and those left clean; an article that failed counts as one with nothing found."""
    card = score(GOLD, PREDICTED)
    assert render_json(card)["summary"] == {
        "articles": 5,
        "without_prediction": 1,
        "negatives": 2,
        "clean": 0.5,
    }
    assert [(m.article, m.what) for m in card.mistakes] == [("three", "false"), ("five", "missed")]


def test_precision_recall_f1() -> None:
    """The three ratios, and None where there is nothing to divide by."""
    fields = render_json(score(GOLD, PREDICTED))["fields"]
    assert fields["acquirers"] == {
        "precision": 1.0,
        "recall": 2 / 3,
        "f1": 0.8,
        "right": 2,
        "false": 0,
        "missed": 1,
    }
    assert fields["valuation"]["precision"] is None
    assert render_json(score([], []))["fields"]["record"]["f1"] is None


def test_leads_left_open() -> None:
    """Whether a sole investor led, and a disputed flag, count neither way."""
    sole = gold_deal(["Acorn"], investors=[{"name": ["Tideline"], "lead": False}])
    disputed = gold_deal(["Birch"], investors=[{"name": ["Tideline"], "lead": None}, {"name": ["Osk"]}])
    led = [{"name": "Tideline", "lead": True}]
    card = score(
        [article("a", sole), article("b", disputed)],
        [
            found("a", {"kind": "funding", "company": {"name": "Acorn"}, "investors": led}),
            found("b", {"kind": "funding", "company": {"name": "Birch"}, "investors": led}),
        ],
    )
    assert counts(card, "leads") == (0, 0, 0)
    assert counts(card, "investors") == (2, 0, 1)


def test_statistics_not_looked_for() -> None:
    """Gold without a list of statistics says nothing about them."""
    card = score([article("a")], [found("a", statistics=(SHARE,))])
    assert counts(card, "statistics") == (0, 0, 0)
    assert counts(score([article("a", statistics=[])], [found("a", statistics=(SHARE,))]), "statistics") == (0, 1, 0)


@pytest.mark.parametrize(
    "where",
    [
        {"id": "two"},
        {"id": "1f", "source": "saved/two.html.gz"},
        {"source": "two.txt"},
        {"id": "1f", "source": "fixtures/two/page.html"},
        {"source": "C:\\fixtures\\two\\page.txt"},
    ],
)
def test_where_predictions_belong(where: dict[str, str]) -> None:
    """By the article's id, by the stem of its source, or by the fixture's folder."""
    assert score([article("two")], [{"article": where, "deals": []}]).without_prediction == 0


def test_records_are_scored_like_lines() -> None:
    """Extractions and failures may be handed in as they are."""
    extraction = Extraction(
        article=Article(id="a", source="a.html", text=""),
        deals=(
            Deal(
                id="1",
                kind="funding",
                company=Party(name="Acorn"),
                amount=Money.model_validate({"value": 5, "currency": "EUR"}),
                investors=(Investor(name="Osk", lead=True), Investor(name="Mira Holm")),
            ),
        ),
        statistics=(Statistic.model_validate(SHARE),),
    )
    gold = article(
        "a",
        gold_deal(
            ["Acorn"],
            amount={"value": 5, "currency": "EUR"},
            investors=[{"name": "Osk", "lead": True}, "Mira Holm"],
        ),
        statistics=[SHARE],
    )
    card = score([gold, article("b")], [extraction, Failure(source="b.html", code="empty", message="nothing in it")])
    assert not card.mistakes
    assert card.without_prediction == 0
    for field in ("record", "amount", "leads", "statistics"):
        assert counts(card, field) == (1, 0, 0)
    assert counts(card, "investors") == (2, 0, 0)


def test_reliability() -> None:
    """Of the records given some confidence, how many are right; background and unlabelled ones stay out."""
    bins = {(b.low, b.records, b.right) for b in score(GOLD, PREDICTED).reliability if b.records}
    assert bins == {(0.95, 1, 1), (0.9, 2, 1), (0.8, 1, 1)}
    assert "0.90 - 0.95          2      1  0.900  0.500" in render_text(score(GOLD, PREDICTED))


def test_shortfalls() -> None:
    """A field under its bar is named with its figure; one that could not be measured is under any bar."""
    card = score(GOLD, PREDICTED)
    assert shortfalls(card, parse_minimums(["record=0.75", "clean=0.5"])) == []
    assert shortfalls(card, parse_minimums(["record=0.8", "clean=0.9", "amount=1"])) == [
        "record 0.750 < 0.8",
        "clean 0.500 < 0.9",
    ]
    assert shortfalls(score([], []), {"record": 0.1}) == ["record - < 0.1"]


@pytest.mark.parametrize("text", ["record", "record=", "record=high", "speed=0.5", "record=1.5", "record=nan", "=1"])
def test_minimums_refused(text: str) -> None:
    """A bar that means nothing is a usage error, which names the option."""
    with pytest.raises(UsageError, match="--min"):
        parse_minimums([text])


def test_compare() -> None:
    """Deals gained and lost, false deals come and gone; what stays is not told."""
    before = [found("three", {"kind": "ipo", "company": {"name": "Somebody"}}), PREDICTED[0]]
    changes = compare(before, PREDICTED[1:], GOLD)
    assert [(c.article, c.before, c.after) for c in changes.gained] == [
        ("two", "missed", "right"),
        ("two", "missed", "right"),
    ]
    assert [c.deal for c in changes.lost] == ["Orchard Robotics/Orchard: funding, USD 12000000, series_a, completed"]
    assert [c.deal for c in changes.false_gone] == ["Somebody: ipo"]
    assert [c.deal for c in changes.false_new] == ["Nobody: ipo, planned"]
    assert render_changes(changes).splitlines()[0] == "gained 2, lost 1, false deals gone 1, new 1"
    assert render_changes(compare(PREDICTED, PREDICTED, GOLD)) == "gained 0, lost 0, false deals gone 0, new 0"


def test_twin_deals_are_told_apart() -> None:
    """Two gold deals alike in one article are two lines of a comparison."""
    twins = article("a", gold_deal(["Acorn"]), gold_deal(["Acorn"]))
    one = {"kind": "funding", "company": {"name": "Acorn"}, "status": "completed"}
    changes = compare([found("a")], [found("a", one, one)], [twins])
    assert [c.deal for c in changes.gained] == ["Acorn: funding, completed", "Acorn: funding, completed (2)"]


def test_errors_are_listed() -> None:
    """As many mistakes as asked for, each with what was found and what gold says."""
    text = render_text(score(GOLD, PREDICTED), errors=1)
    assert text.endswith("1 of 2 deals that are not right:\nfalse  three\n    got  Nobody: ipo, planned\n    gold -")
    wrong = score(
        [article("a", gold_deal(["Acorn"], stage="seed", investors=["Osk", "Mira Holm"]))],
        [found("a", {"kind": "funding", "company": {"name": "Acorn"}, "investors": [{"name": "Osk"}]})],
    )
    assert "    investors: only got - / only gold Mira Holm" in render_text(wrong, errors=5)


names = st.sampled_from(["Acorn", "Birch Bank", "Cedar Ltd", "Dune", "Elm & Co"])
deals = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["funding", "acquisition", "merger", "ipo"]),
        "company": names.map(lambda name: [name]),
        "status": st.sampled_from(["completed", "planned"]),
    },
    optional={
        "amount": st.integers(1, 9).map(usd),
        "stage": st.sampled_from(["seed", "series_a"]),
        "date": st.sampled_from(["2020", "2020-05", "2020-05-06"]),
        "acquirers": st.lists(names.map(lambda name: [name]), max_size=2, unique_by=lambda n: n[0]),
        "background": st.booleans(),
    },
)


@given(st.lists(st.lists(deals, max_size=4), max_size=3))
@settings(max_examples=60)
def test_gold_against_itself_is_perfect(articles: list[list[dict[str, Any]]]) -> None:
    """A program that finds exactly what gold says has no mistakes, and comparing it with itself shows nothing."""
    gold = [article(f"a{n}", *some) for n, some in enumerate(articles)]
    same = [
        found(f"a{n}", *({**d, "company": {"name": d["company"][0]}} for d in some)) for n, some in enumerate(articles)
    ]
    card = score(gold, same, everything=True)
    for field in FIELDS:
        assert counts(card, field)[1:] == (0, 0)
    assert not card.mistakes
    assert not any(vars(compare(same, same, gold)).values())
