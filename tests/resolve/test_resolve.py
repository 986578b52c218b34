"""Reports of one deal come together, and those of others stay apart."""

from __future__ import annotations

import random
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest

from extractor.normalize.companies import company_key, may_be
from extractor.normalize.rates import Rates
from extractor.records import Deal, Investor, Money, Party
from extractor.records.resolution import Canonical, Decision, Told
from extractor.resolve import DealResolver, clustering, matching


def _pairs(deals: list[Canonical]) -> set[tuple[str, str]]:
    return {pair for deal in deals for pair in combinations(sorted(deal.reports), 2)}


def test_fixture_set_is_large_enough(gold: Any) -> None:
    """At least 150 reports of 50 deals in the first set; the second has more than 120 of 40, the third 80 of 25."""
    sizes = {"reports": (150, 50), "second": (120, 40), "third": (80, 25)}
    reports, deals = sizes[gold.name]
    assert len(gold.reports) >= reports
    assert len(set(gold.deal_of.values())) >= deals


def test_pairs_of_the_fixture_set(gold: Any) -> None:
    """Pairwise F1 over the fixture set is at least 0.95."""
    found = _pairs(DealResolver(Rates()).resolve(gold.reports))
    wanted = {p for p in combinations(sorted(gold.deal_of), 2) if gold.deal_of[p[0]] == gold.deal_of[p[1]]}
    right = len(found & wanted)
    f1 = 2 * right / (len(found) + len(wanted))
    assert f1 >= 0.95, {"wrong": sorted(found - wanted), "missed": sorted(wanted - found)}


def test_order_of_the_fixture_set_does_not_count(gold: Any) -> None:
    """Shuffled, the reports give the same deals, to the last value."""
    resolver = DealResolver(Rates())
    assert resolver.resolve(random.Random(7).sample(gold.reports, len(gold.reports))) == resolver.resolve(gold.reports)


def _told(
    key: str, *, published: str = "2018-02-26", company: str = "Brightkiln", sum_: str = "", **fields: Any
) -> Told:
    amount = Money(value=Decimal(sum_.split()[1]), currency=sum_.split()[0]) if sum_ else None
    values = {
        "id": key,
        "kind": "funding",
        "company": Party(name=company),
        "amount": amount,
        "confidence": 0.9,
    } | fields
    return Told(key=key, deal=Deal(**values), article=f"article-{key}", published=published)


def _one(*told: Told) -> Canonical:
    (canonical,) = DealResolver(Rates()).resolve(told)
    return canonical


def test_status_has_a_timeline() -> None:
    """Rumoured, announced and completed is one deal, whose status is the last; a late "agreed" is no step back."""
    canonical = _one(
        _told("r", published="2018-01-05", sum_="USD 100000000", stage="series_d", status="rumored"),
        _told(
            "a", published="2018-02-01", sum_="USD 110000000", stage="series_d", status="announced", date="2018-02-01"
        ),
        _told("c", published="2018-03-01", sum_="USD 110000000", stage="series_d", date="2018-03-01"),
        _told("l", published="2018-03-02", sum_="USD 110000000", stage="series_d", status="announced"),
    )
    assert [(step.status, step.day) for step in canonical.timeline] == [
        ("rumored", "2018-01-05"),
        ("announced", "2018-02-01"),
        ("completed", "2018-03-01"),
    ]
    assert (canonical.deal.status, canonical.deal.date, canonical.deal.id) == ("completed", "2018-02-01", "r")
    assert canonical.deal.amount is not None
    assert canonical.deal.amount.value == 110_000_000


def test_conflicts_are_kept() -> None:
    """What most reports say is taken; what another says stays beside it, with the report."""
    canonical = _one(
        _told("a", sum_="USD 15000000", stage="series_a"),
        _told("b", sum_="USD 51000000", stage="series_a"),
        _told("c", sum_="USD 15000000", stage="series_a"),
    )
    assert canonical.support["amount"] == ("a", "c")
    (other,) = canonical.conflicts["amount"]
    assert (other.value["value"], other.reports) == ("51000000", ("b",))
    assert "stage" not in canonical.conflicts


def test_the_most_precise_sum_is_taken() -> None:
    """12.4 million and 12 million agree, and the first says more."""
    canonical = _one(_told("a", sum_="USD 12000000"), _told("b", sum_="USD 12400000"), _told("c", sum_="USD 12000000"))
    assert canonical.deal.amount is not None
    assert canonical.deal.amount.value == 12_400_000
    assert canonical.support["amount"] == ("a", "b", "c")
    assert canonical.conflicts == {}


def test_parties_are_joined() -> None:
    """Investors of all reports, each once, under the name most used; whoever led for one report led."""
    canonical = _one(
        _told("a", sum_="USD 5", investors=(Investor(name="Fernway Capital LLC"), Investor(name="Ann Lee"))),
        _told("b", sum_="USD 5", investors=(Investor(name="Fernway Capital", lead=True),)),
        _told("c", sum_="USD 5", investors=(Investor(name="Fernway Capital"), Investor(name="Ostrow"))),
    )
    assert [(i.name, i.lead) for i in canonical.deal.investors] == [
        ("Fernway Capital", True),
        ("Ann Lee", False),
        ("Ostrow", False),
    ]


def test_two_that_say_nothing_are_two() -> None:
    """Two reports of some purchase of a stake, some time in a year, need not be of one deal."""
    vague = [_told(key, published="", kind="stake", date="2016", background=True) for key in "ab"]
    assert len(DealResolver().resolve(vague)) == 2


@pytest.mark.parametrize("printed", ["USD 0", "USD 0.5", "USD -3", "USD 1"])
def test_sums_that_are_hardly_sums(printed: str) -> None:
    """A sum below one unit is compared with nothing, and hinders nothing."""
    assert len(DealResolver().resolve([_told("a", sum_=printed), _told("b", sum_=printed)])) == 1


def test_alike_parties_of_one_article_are_two() -> None:
    """A fund beside its parent in one article stays; in another article the short name is the fund's."""
    both = (Investor(name="Anvil"), Investor(name="Anvil Vision Fund"))
    canonical = _one(_told("a", sum_="USD 5", investors=both))
    assert [i.name for i in canonical.deal.investors] == ["Anvil", "Anvil Vision Fund"]
    canonical = _one(_told("a", sum_="USD 5", investors=both[:1]), _told("b", sum_="USD 5", investors=both[1:]))
    assert len(canonical.deal.investors) == 1


def test_decisions_hold() -> None:
    """A merge joins what the facts keep apart, a split parts what they join."""
    a, b = _told("a", sum_="USD 5000000"), _told("b", company="Saltmarsh", sum_="USD 90000000")
    resolver = DealResolver()
    assert len(resolver.resolve([a, b])) == 2
    assert len(resolver.resolve([a, b], [Decision(action="merge", a="a", b="b")])) == 1
    twin = _told("c", sum_="USD 5000000")
    assert len(resolver.resolve([a, twin])) == 1
    assert len(resolver.resolve([a, twin], [Decision(action="split", a="a", b="c")])) == 2


def test_a_misprint_goes_with_the_others() -> None:
    """The same digits with another power of ten in one paper of a day are a misprint; two sums are two rounds."""
    named: dict[str, Any] = {"stage": "series_a", "investors": (Investor(name="Fernway Capital"),)}
    papers = [_told(key, sum_="USD 18000000", **named) for key in "ab"]
    zero = _told("z", sum_="USD 180000000", published="2018-02-27", **named)
    (canonical,) = DealResolver().resolve([*papers, zero])
    assert canonical.deal.amount is not None
    assert canonical.deal.amount.value == 18_000_000
    assert len(canonical.conflicts["amount"]) == 1
    assert len(DealResolver().resolve([*papers, _told("o", sum_="USD 70000000", published="2018-06-01", **named)])) == 2


def test_funds_have_a_house_and_a_number() -> None:
    """A fund's first and final close are one deal; the house's next fund is another."""
    told = [
        _told("a", kind="fund", company="Aurin Capital Fund II", sum_="EUR 120000000", status="announced"),
        _told("b", kind="fund", company="Aurin Fund II", sum_="EUR 200000000", published="2018-11-02"),
        _told("c", kind="fund", company="Aurin Capital Fund III", sum_="EUR 200000000", published="2018-11-20"),
    ]
    assert [canonical.reports for canonical in DealResolver().resolve(told)] == [("a", "b"), ("c",)]


def test_a_deal_that_everybody_tells() -> None:
    """Hundreds of reports are one deal, and cost hundreds of comparisons a report at the most, not tens of
    thousands."""
    chance = random.Random(1)
    told = [
        _told(
            f"{number:04}",
            company=chance.choice(("Brightkiln", "Brightkiln Inc", "Brightkiln Energy")),
            published=f"2018-02-{chance.randrange(1, 29):02}",
            sum_=chance.choice(("", "USD 6600000000", "USD 6600000000", "EUR 5300000000")),
            investors=tuple(Investor(name=name) for name in chance.sample(("Fernway", "Ostrow", "Halden", "Crag"), 2)),
        )
        for number in range(400)
    ]
    assert len(DealResolver(Rates()).resolve(told)) == 1
    with pytest.MonkeyPatch.context() as patch:
        counted = []
        compare = matching.compare

        def watched(*arguments: Any) -> int:
            counted.append(1)
            return compare(*arguments)

        patch.setattr(clustering, "compare", watched)
        DealResolver(Rates()).resolve(told)
    assert len(counted) < 400 * 100


KEYS = [
    ("Brûlée.com Inc.", "brulee"),
    ("Ostrow Holdings Ltd", "ostrow"),
    ("Robert Bosch GmbH & Co. KG", "robert bosch"),
    ("Face++", "face plus plus"),
    ("Booking.com", "booking"),
    ("The Kiln Company", "kiln"),
    ("Group", "group"),
]


@pytest.mark.parametrize(("name", "key"), KEYS)
def test_company_key(name: str, key: str) -> None:
    """Spellings of one company share a key."""
    assert company_key(name) == key


ALIKE = [
    ("horizon", "horizon robotics", True),
    ("global", "global foods", False),
    ("quillfeather", "quilfeather", True),
    ("brightkiln 2", "brightkiln 3", False),
    ("alba", "alma", False),
    ("saltmarsh", "brightkiln", False),
    ("ilex pharma", "ilex pharmaceuticals", True),
    ("ilex pharma", "ilex foods", False),
    ("new tech", "new technologies", False),
]


@pytest.mark.parametrize(("a", "b", "expected"), ALIKE)
def test_may_be(a: str, b: str, expected: bool) -> None:
    """A first word or a slip of the pen makes two names likely one, from both sides."""
    assert may_be(a, b) is may_be(b, a) is expected
