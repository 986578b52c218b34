"""Gold folders and files: what is read, and what is refused."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import GoldError
from extractor.gold import read_fixture, read_gold, read_predictions, sources

ARTICLE = """\
title: Orchard raises $5 million
published: 2021-03-02
site: The Daily Plough
authors: [Ann Reed]
text: |-
  Orchard, a maker of robots, raised $5 million from Tideline.

  Tideline owns 30.5 percent of Orchard. Robot makers raised $2 billion in 2020.
"""
DEALS = """\
deals:
  - kind: funding
    company: [Orchard]
    amount: {value: 5000000, currency: USD}
    investors: [{name: [Tideline], lead: true}]
    stake_percent: 30.5
    status: completed
    date: 2021
    evidence:
      company: "[Orchard], a maker"
      amount: {quote: $5 million, in: title}
      investors: {quote: Tideline, occurrence: 1}
      stake_percent: 30.5 percent
statistics:
  - {metric: total, value: 2000000000, unit: USD, subject: Robot makers, evidence: {value: $2 billion}}
"""
META = """\
url: https://plough.example/orchard
licence: Apache-2.0
teaches: How gold is read.
absent: [Subscribe to our newsletter]
"""


def write(folder: Path, *, article: str = ARTICLE, deals: str = DEALS, meta: str = META) -> Path:
    folder.mkdir(parents=True)
    (folder / "page.html").write_text("<p>Orchard</p>", encoding="utf-8")
    for name, text in (("article", article), ("deals", deals), ("meta", meta)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_fixture(tmp_path: Path) -> None:
    """A folder becomes gold, its quotes spans."""
    gold = read_fixture(write(tmp_path / "orchard"))
    assert gold.id == "orchard"
    assert gold.source == str(tmp_path / "orchard" / "page.html")
    assert gold.article is not None
    assert gold.article.published == "2021-03-02"
    assert gold.article.text.endswith("in 2020.")
    assert [gold.article.text[b.start : b.end][:8] for b in gold.article.blocks] == ["Orchard,", "Tideline"]
    (deal,) = gold.deals
    assert deal.date == "2021"
    assert deal.stake_percent == Decimal("30.5")
    for one in deal.evidence:
        whole = gold.article.title if one.where == "title" else gold.article.text
        assert whole[one.start : one.end] == one.text
    assert [one.text for one in deal.evidence] == ["Orchard", "$5 million", "Tideline", "30.5 percent"]
    assert gold.statistics is not None
    assert gold.statistics[0].evidence[0].text == "$2 billion"
    assert gold.absent == ("Subscribe to our newsletter",)


REFUSED = [
    ("deals", '"[Orchard], a maker"', "Orchard", "company: quote is ambiguous, it occurs 2 times"),
    ("deals", "30.5 percent", "31 percent", "stake_percent: quote is absent"),
    ("deals", "occurrence: 1", "occurrence: 3", "occurs 2 times, not 3"),
    ("deals", "occurrence: 1", "page: 1", "a quote is a string"),
    ("deals", "      amount: {quote: $5 million, in: title}\n", "", "amount needs 1 quote"),
    ("deals", "[Tideline], lead", "[Waterline], lead", "nowhere says 'Waterline'"),
    ("deals", "kind: funding", "kind: gift", "kind: Input should be"),
    ("deals", "date: 2021", "date: March", "date: String should match"),
    ("deals", "    status: completed\n", "", "status: Field required"),
    ("deals", "    status: completed\n", "    status: completed\n    raised: 5\n", "raised: Extra inputs"),
    ("deals", "      company:", "      owner: Orchard\n      company:", "'owner', which is no field"),
    ("deals", ", evidence: {value: $2 billion}", "", "value needs a quote"),
    ("deals", "  - {metric: total", "  - metric\n  - {metric: total", "statistic 1: is not a mapping"),
    ("deals", "  - kind:", "  - deal\n  - kind:", "deal 1: is not a mapping"),
    ("deals", "statistics:", "stats:", "statistics: Field required; stats: Extra inputs"),
    ("deals", "deals:", "deals: [", "cannot be read"),
    ("article", "title: Orchard raises $5 million\n", "", "title: Field required"),
    ("article", "site:", "paper:", "paper: Extra inputs"),
    ("article", "[Ann Reed]", "Ann Reed", "authors: Input should be"),
    ("article", ARTICLE, "just words", "Input should be"),
    ("meta", "licence: Apache-2.0\n", "", "licence: Field required"),
]


@pytest.mark.parametrize(("file", "old", "new", "reason"), REFUSED)
def test_fixture_refused(tmp_path: Path, file: str, old: str, new: str, reason: str) -> None:
    """Gold that its article does not bear out is refused, with the folder and the reason."""
    texts = {"article": ARTICLE, "deals": DEALS, "meta": META}
    assert old in texts[file]
    texts[file] = texts[file].replace(old, new, 1)
    folder = write(tmp_path / "orchard", **texts)
    with pytest.raises(GoldError) as caught:
        read_gold([folder])
    assert str(folder) in str(caught.value)
    assert reason in str(caught.value)


def test_every_fault_is_told(tmp_path: Path) -> None:
    """All faults of all folders come at once."""
    write(tmp_path / "a", deals=DEALS.replace("30.5 percent", "half"))
    write(tmp_path / "b", deals=DEALS.replace("$2 billion", "$3 billion").replace("in: title", "in: body"))
    (tmp_path / "b" / "page.html").unlink()
    write(tmp_path / "c", deals=DEALS.replace("$2 billion", "$3 billion").replace("30.5 percent", "half"))
    with pytest.raises(GoldError) as caught:
        read_gold([tmp_path])
    lines = str(caught.value).splitlines()
    assert [line.split(":")[0].rsplit("/", 1)[-1] for line in lines] == ["a", "b", "c", "c"]
    assert "neither page.html nor page.txt" in lines[1]


def row(name: str, **more: object) -> dict[str, object]:
    deal = {
        "kind": "acquisition",
        "company": ["Orchard"],
        "amount": None,
        "acquirers": [["Tideline", "Tideline Inc"], {"name": ["Osk"], "optional": True}],
        "valuation": {"low": 5, "high": 6.5, "currency": "EUR", "basis": None},
        "status": "announced",
        "date": 2017,
        "also": {"amount": {"value": 5, "currency": "EUR"}, "date": ["2018", None]},
    }
    return {"id": name, "title": "...", "first_words": "...", "deals": [deal], **more}


def lines(*rows: object) -> str:
    return "".join(json.dumps(one) + "\n" for one in rows)


def test_gold_files(tmp_path: Path) -> None:
    """Files of gold, each with the articles beside it."""
    (tmp_path / "gold.jsonl").write_text(lines(row("a"), row("b", statistics=[])), encoding="utf-8")
    (tmp_path / "articles.jsonl").write_text(lines({"id": "a", "text": "..."}), encoding="utf-8")
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "c.html").write_text("...", encoding="utf-8")
    (tmp_path / "pages.gold.jsonl").write_text(lines(row("c")), encoding="utf-8")
    (tmp_path / "single.gold.json").write_text(json.dumps(row("d"), indent=1), encoding="utf-8")
    (tmp_path / "single.txt").write_text("...", encoding="utf-8")
    write(tmp_path / "orchard")
    gold = read_gold([tmp_path])
    assert [one.id for one in gold] == ["a", "b", "orchard", "c", "d"]
    assert [one.statistics for one in gold[:2]] == [None, ()]
    deal = gold[0].deals[0]
    assert [party.name[0] for party in deal.acquirers] == ["Tideline", "Osk"]
    assert deal.valuation is not None
    assert deal.valuation.high == Decimal("6.5")
    assert deal.also["date"] == ("2018", None)
    assert [Path(source).name for source in sources(gold)] == [
        "articles.jsonl",
        "page.html",
        "c.html",
        "single.txt",
    ]


def test_articles_not_at_hand(tmp_path: Path) -> None:
    """Gold without its articles can be scored, but not extracted from."""
    (tmp_path / "some.jsonl").write_text(lines(row("a")), encoding="utf-8")
    gold = read_gold([tmp_path])
    assert gold[0].source is None
    with pytest.raises(GoldError, match="give predictions instead"):
        sources(gold)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no gold here"),
        (lines({"id": "a", "text": "no gold"}), "no gold here"),
        ("{", "gold.jsonl#1: not JSON"),
        (lines({"id": "a", "deals": {}}), "gold.jsonl#1: deals"),
        (lines({"id": "a", "deals": ["none"]}), "gold.jsonl#1: deals.0"),
        (lines({"id": "a", "deals": [], "statistics": 5}), "gold.jsonl#1: statistics"),
        (lines({"id": "a", "deals": [{"kind": "gift"}]}), "gold.jsonl#1: deals.0.kind"),
        (lines(row("a"), row("a")), "two gold articles 'a'"),
    ],
)
def test_gold_file_refused(tmp_path: Path, text: str, reason: str) -> None:
    """A file that holds no gold, or broken gold, says where."""
    (tmp_path / "gold.jsonl").write_text(text, encoding="utf-8")
    with pytest.raises(GoldError, match=reason):
        read_gold([tmp_path / "gold.jsonl"])


def test_nothing_there(tmp_path: Path) -> None:
    """A path that is not there is an error, not an empty list."""
    with pytest.raises(GoldError, match="cannot be read"):
        read_gold([tmp_path / "absent.jsonl"])
    with pytest.raises(GoldError, match="no gold here"):
        read_gold([tmp_path])


def test_predictions(tmp_path: Path) -> None:
    """Lines of output come back as they are; anything else says which line."""
    path = tmp_path / "out.jsonl"
    path.write_text('{"article": {"id": "a"}, "deals": []}\n\n', encoding="utf-8")
    assert read_predictions(path) == [{"article": {"id": "a"}, "deals": []}]
    for text, reason in (("{", "#1: not JSON"), ("[]", "#1: not a line of"), ('{"id": 1}', "it has no article")):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(GoldError, match=reason):
            read_predictions(path)
    with pytest.raises(GoldError, match="cannot be read"):
        read_predictions(tmp_path / "absent.jsonl")


fields = st.sampled_from(["kind", "company", "amount", "investors", "also", "status", "date", "evidence", "deals"])
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(fields | st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@given(anything, anything)
@settings(max_examples=60)
def test_only_gold_errors(tmp_path_factory: pytest.TempPathFactory, deals: object, statistics: object) -> None:
    """Whatever JSON stands in a gold file or a fixture, it is gold or a GoldError."""
    path = tmp_path_factory.mktemp("gold")
    (path / "gold.jsonl").write_text(lines({"id": "a", "deals": deals, "statistics": statistics}), encoding="utf-8")
    told = json.dumps({"deals": deals, "statistics": statistics})
    folder = write(path / "orchard", deals=told)
    for place in (path / "gold.jsonl", folder):
        try:
            gold = read_gold([place])
        except GoldError:
            continue
        assert [one.id for one in gold] in (["a"], ["orchard"])
