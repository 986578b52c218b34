"""How deals are written for spreadsheets and terminals."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.cli.output import COLUMNS, plain, write_outcomes, write_rows
from extractor.cli.querying import parse_amount
from extractor.cli.running import Summary
from extractor.cli.table import format_amount
from extractor.errors import UsageError
from extractor.pipeline import Stored
from extractor.records import (
    Article,
    Deal,
    Evidence,
    Extraction,
    Failure,
    Investor,
    Money,
    Party,
    Valuation,
)

ARTICLE = Article(id="a", source="page.html", title="Acme, \x1b[31mred", text="Acme raised €5m")
DEAL = Deal(
    id="d",
    kind="funding",
    company=Party(name="=Acme"),
    amount=Money(value=Decimal("5000000"), currency="EUR", text="€5m"),
    stage="series_a",
    extension=True,
    investors=(Investor(name="Oak", lead=True), Investor(name="Elm")),
    valuation=Valuation(value=Decimal("50000000"), currency="EUR", basis="pre"),
    stake_percent=Decimal("12.5"),
    evidence=(Evidence(field="amount", start=12, end=15, text="€5m", rule="r"),),
)
EXTRACTION = Extraction(article=ARTICLE, deals=(DEAL,))
FAILURE = Failure(source="bad\x07.html", code="empty", message="it is empty")


def test_csv(capsys: pytest.CaptureFixture[str]) -> None:
    """A row a deal; numbers stay numbers, names are parted by semicolons, no cell is a formula."""
    assert write_outcomes([EXTRACTION, FAILURE], "csv") == 1
    out, err = capsys.readouterr()
    header, row = csv.reader(io.StringIO(out))
    cells = dict(zip(header, row, strict=True))
    assert header == list(COLUMNS)
    assert {key: value for key, value in cells.items() if value} == {
        "article_id": "a",
        "source": "page.html",
        "title": "Acme, \ufffd[31mred",
        "deal_id": "d",
        "kind": "funding",
        "company": "'=Acme",
        "amount": "5000000",
        "currency": "EUR",
        "qualifier": "exact",
        "stage": "series_a",
        "extension": "true",
        "investors": "Oak; Elm",
        "lead_investors": "Oak",
        "valuation": "50000000",
        "valuation_currency": "EUR",
        "valuation_basis": "pre",
        "stake_percent": "12.5",
        "status": "completed",
        "background": "false",
        "confidence": "0.5",
    }
    assert err == "bad\ufffd.html: it is empty [empty]\n"


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    """JSON and JSON Lines hold the same, failures too; nothing is an empty array."""
    assert write_outcomes([EXTRACTION, FAILURE], "json") == 1
    rows = json.loads(capsys.readouterr().out)
    write_outcomes([EXTRACTION, FAILURE], "jsonl")
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == rows
    assert rows[1] == FAILURE.to_json()
    assert write_outcomes([], "json") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_table(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A table shows what matters and obeys no one's control characters."""
    monkeypatch.setenv("COLUMNS", "100")
    deal = DEAL.model_copy(update={"company": Party(name="Ac\x1b[31mme"), "sellers": (Party(name="Ash"),)})
    write_outcomes([EXTRACTION.model_copy(update={"deals": (deal,)})], "table")
    out = capsys.readouterr().out
    assert "Ac\ufffd[31mme" in out
    assert "EUR 5M" in out
    assert "series a ext." in out
    assert "Oak (lead), Elm from Ash" in out
    write_rows([], "table")
    assert capsys.readouterr().out == "no deals\n"


@given(st.text())
def test_plain(text: str) -> None:
    """No character that steers a terminal is left, and nothing is lost but these."""
    shown = plain(text)
    assert len(shown) == len(text)
    assert "\x1b" not in shown
    assert "\x9b" not in shown
    assert "\u202e" not in shown


AMOUNTS = [
    (None, ""),
    (Money(value=Decimal(460_000_000), currency="USD"), "USD 460M"),
    (Money(value=Decimal(1_500_000_000), currency="EUR", qualifier="about"), "~EUR 1.5B"),
    (Money(value=Decimal(900), currency="USD"), "USD 900"),
    (Money(value=Decimal(12_345), currency="USD", qualifier="at_least"), "≥USD 12.345K"),
    (Money(low=Decimal(5_000_000), high=Decimal(7_000_000), currency="USD"), "USD 5M-7M"),
    (Money(low=Decimal(5_000_000), currency="USD"), "USD 5M-?"),
    (Money(value=Decimal(2 * 10**12), currency="JPY", qualifier="up_to"), "≤JPY 2T"),
    (Money(qualifier="undisclosed"), "undisclosed"),
    (Money(), ""),
]


@pytest.mark.parametrize(("amount", "expected"), AMOUNTS)
def test_format_amount(amount: Money | None, expected: str) -> None:
    """Sums as people write them."""
    told = EXTRACTION.model_copy(update={"deals": (DEAL.model_copy(update={"amount": amount}),)}).to_json()
    assert format_amount(told["deals"][0]["amount"]) == expected


GIVEN = [("5000000", 5_000_000), ("5,000,000", 5_000_000), ("5m", 5_000_000), ("1.2bn", 1_200_000_000), ("3 K", 3000)]


@pytest.mark.parametrize(("text", "amount"), GIVEN)
def test_parse_amount(text: str, amount: int) -> None:
    """Sums as people give them."""
    assert parse_amount(text) == amount


@pytest.mark.parametrize("text", ["", "much", "5x", "-5", "$5m", "1e9"])
def test_no_amount(text: str) -> None:
    """What is no sum is a usage error."""
    with pytest.raises(UsageError):
        parse_amount(text)


def test_summary() -> None:
    """Articles by what became of them, deals by kind, failures with reasons, not too many."""
    failed = [Stored("x", "failed", failure=FAILURE)] * 22
    summary = Summary([Stored("a", "new", EXTRACTION), Stored("b", "same"), Stored("c", "same"), *failed])
    lines = list(summary.lines())
    assert lines[:4] == [
        "3 articles: 1 new, 2 as before",
        "1 deal: 1 funding; 0 statistics",
        "22 sources failed:",
        "  bad\ufffd.html: it is empty [empty]",
    ]
    assert lines[-1] == "  and 2 more"
    assert list(Summary([]).lines()) == ["0 articles"]
