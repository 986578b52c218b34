"""When two values say the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.gold.facts import brief, pair_deals, read_facts, right_single, same_name, words

SAME = [
    ("Brightwell Inc.", "Brightwell"),
    ("The Brightwell Group", "brightwell"),
    ("Data Loom", "Dataloom"),
    ("Société Orfèvre SA", "Societe Orfevre"),
    ("Norrland Capital", "Norrland Capital Partners"),
    ("Norrland's", "Norrland"),
    ("J.P. Ashgrove & Co", "JP Ashgrove &"),
    ("Holdings Ltd", "Holdings Ltd"),
    ("深海科技 (Shenhai)", "Shenhai"),
]
OTHER = [
    ("Brightwell", "Brightwater"),
    ("Norrland", "Norrland Capital Partners"),
    ("Axa", "Axa Ventures"),
    ("Capital Norrland", "Norrland Capital"),
    ("", "Norrland"),
    ("深海科技", "深海科技"),
]


@pytest.mark.parametrize(
    ("one", "other", "same"), [(*pair, True) for pair in SAME] + [(*pair, False) for pair in OTHER]
)
def test_same_name(one: str, other: str, same: bool) -> None:
    """Legal forms, accents and short forms do not matter, other words do; without Latin letters nothing compares."""
    assert same_name(one, other) is same
    assert same_name(other, one) is same


def usd(value: float, **more: Any) -> dict[str, Any]:
    return {"value": value, "currency": "USD", **more}


SINGLE = [
    ("amount", usd(5_000_000), usd(5_000_000), True),
    ("amount", usd(5_020_000), usd(5_000_000), True),
    ("amount", usd(5_030_000), usd(5_000_000), False),
    ("amount", usd(5_000_000), {"value": 5_000_000, "currency": "EUR"}, False),
    ("amount", usd(5_000_000), {"value": 5_000_000, "currency": "usd"}, True),
    ("amount", {"low": 5, "high": 7, "currency": "EUR"}, {"high": 7, "low": 5, "currency": "EUR"}, True),
    ("amount", {"low": 5, "high": 7, "currency": "EUR"}, {"value": 7, "currency": "EUR"}, False),
    ("amount", usd(5, low=None, high=None, qualifier="up_to"), usd(5), True),
    ("amount", None, None, True),
    ("amount", {"value": None, "currency": None, "qualifier": "undisclosed"}, None, True),
    ("amount", usd(5), None, False),
    ("amount", None, usd(5), False),
    ("amount", {"low": 5, "currency": "USD"}, {"low": 5, "currency": "USD"}, False),
    ("valuation", usd(1_000, basis="pre"), usd(1_000, basis="post"), True),
    ("stake_percent", 24.9, 25, True),
    ("stake_percent", 24, 25, False),
    ("stake_percent", "30.5", 30.5, True),
    ("date", "2017-11-02", "2017-11", True),
    ("date", "2017-11", "2017-11-02", False),
    ("date", "2017-11-02T09:00:00+00:00", "2017-11-02", True),
    ("date", "2017", "2018", False),
    ("stage", "series_a", "series_a", True),
    ("stage", "", None, True),
    ("status", "planned", "rumored", False),
]


@pytest.mark.parametrize(("field", "predicted", "gold", "right"), SINGLE)
def test_right_single(field: str, predicted: Any, gold: Any, right: bool) -> None:
    """One field of a prediction against gold's."""
    assert right_single(field, read_facts({field: predicted}), read_facts({field: gold})) is right


@pytest.mark.parametrize(
    ("also", "right"),
    [
        ({"stage": "seed"}, True),
        ({"stage": ["angel", "seed"]}, True),
        ({"stage": ("angel",)}, False),
        ({"stage": [None]}, False),
        ({"status": "seed"}, False),
    ],
)
def test_alternatives(also: dict[str, Any], right: bool) -> None:
    """What gold lists under ``also`` is right too, one value or several."""
    gold = read_facts({"stage": "venture", "also": also})
    assert right_single("stage", read_facts({"stage": "seed"}), gold) is right


def test_also_nothing() -> None:
    """Nothing may be among the alternatives."""
    gold = read_facts({"date": "2017", "also": {"date": [None]}})
    assert right_single("date", read_facts({}), gold)


def deal(company: str, amount: float | None = None, **more: Any) -> dict[str, Any]:
    return {"company": company, "kind": "funding", "amount": amount and usd(amount), **more}


PAIRS = [
    ([deal("A Corp", 5)], [deal("B Corp", 7), deal("A Corp", 7)], {0: 1}),
    ([deal("Wrong", 5)], [deal("Right", 5)], {0: 0}),
    ([deal("Wrong")], [deal("Right")], {}),
    ([deal("Alma", 5), deal("Alma", 7)], [deal("Alma", 7), deal("Alma", 5)], {0: 1, 1: 0}),
    ([deal("Alma", 5), deal("Alma", 5)], [deal("Alma", 5)], {0: 0}),
    (
        [{"company": "Beta", "kind": "merger", "acquirers": ["Alma"]}],
        [{"company": ["Alma"], "kind": "merger", "acquirers": [["Beta"]]}],
        {0: 0},
    ),
]


@pytest.mark.parametrize(("predicted", "gold", "pairs"), PAIRS)
def test_pair_deals(predicted: list[dict[str, Any]], gold: list[dict[str, Any]], pairs: dict[int, int]) -> None:
    """Deals go together one to one, by company first, then by amount and kind."""
    assert pair_deals([read_facts(d) for d in predicted], [read_facts(d) for d in gold]) == pairs


@given(st.text(max_size=20), st.text(max_size=20))
def test_names_compare_both_ways(one: str, other: str) -> None:
    """Order does not matter, and a name with any word in it is the same as itself."""
    assert same_name(one, other) is same_name(other, one)
    assert same_name(one, one) is bool(words(one))


@given(
    st.dictionaries(
        st.sampled_from(["company", "kind", "amount", "stage", "date", "investors", "also", "stake_percent"]),
        st.none() | st.text(max_size=5) | st.lists(st.text(max_size=3), max_size=2),
    ).filter(lambda d: not d.get("also"))
)
def test_reading_never_fails(raw: dict[str, Any]) -> None:
    """Whatever another program writes into a field, reading it gives facts and a line."""
    assert isinstance(brief(raw), str)
    assert pair_deals([read_facts(raw)], [read_facts(raw)]) in ({}, {0: 0})
