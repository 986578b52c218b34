"""How outcomes and deals are written: JSON Lines, JSON, CSV, a table."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from extractor.records import Extraction, Failure

COLUMNS = (
    "article_id", "source", "url", "title", "published", "deal_id", "kind", "company", "amount", "amount_low",
    "amount_high", "currency", "qualifier", "stage", "extension", "investors", "lead_investors", "acquirers", "sellers",
    "valuation", "valuation_currency", "valuation_basis", "stake_percent", "status", "date", "background", "confidence",
)  # fmt: skip
"""The columns of CSV: one row per deal; several names in a cell are parted by a semicolon."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

Row = tuple[Mapping[str, Any], Mapping[str, Any]]
"""An article and one of its deals, both in the contract's form."""


def write_outcomes(outcomes: Iterable[Extraction | Failure], form: str) -> int:
    """Write each outcome to standard output as it comes; failures also as a sentence to standard error unless the form
    has a place for them. Returns how many sources failed."""
    failed = 0

    def watched() -> Iterator[Extraction | Failure]:
        nonlocal failed
        for outcome in outcomes:
            if isinstance(outcome, Failure):
                failed += 1
                tell_failure(outcome)
            yield outcome

    if form == "jsonl":
        for outcome in watched():
            print_json(outcome.to_json())
    elif form == "json":
        write_json_list(outcome.to_json() for outcome in watched())
    else:
        write_rows(deal_rows(watched()), form)
    return failed


def tell_failure(failure: Failure) -> None:
    """One sentence to standard error."""
    print(f"{plain(failure.source)}: {plain(failure.message)} [{failure.code}]", file=sys.stderr)


def many(count: int, what: str) -> str:
    """``1 deal``, ``1,200 deals``."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def told_passed(passed: Mapping[str, int]) -> Iterator[str]:
    """A line on what archives hold beside pages; none where there is nothing."""
    if passed:
        told = ", ".join(f"{kind} ({count:,})" for kind, count in sorted(passed.items(), key=lambda k: (-k[1], k[0])))
        yield f"passed over in archives, as no pages: {told}"


def deal_rows(outcomes: Iterable[Extraction | Failure]) -> Iterator[Row]:
    """Every deal with its article."""
    for outcome in outcomes:
        if isinstance(outcome, Extraction):
            told = outcome.to_json()
            for deal in told["deals"]:
                yield told["article"], deal


def write_rows(rows: Iterable[Row], form: str, *, unit: str | None = None) -> None:
    """Deals as ``csv`` or ``table``; with columns for sums converted into ``unit``, if given."""
    if form == "csv":
        write_csv(rows, unit=unit)
    else:
        from extractor.cli.table import print_table

        print_table(rows, unit=unit)


def print_json(value: Any) -> None:
    """One line of JSON."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def write_json_list(values: Iterable[Any]) -> None:
    """A JSON array, its elements written as they come."""
    before = "[\n"
    for value in values:
        sys.stdout.write(before + json.dumps(value, ensure_ascii=False, indent=2))
        before = ",\n"
    sys.stdout.write("[]\n" if before == "[\n" else "\n]\n")


def write_csv(rows: Iterable[Row], *, unit: str | None = None) -> None:
    """Deals as CSV, one row each, columns as in COLUMNS; after them the sum converted into ``unit``, if given, with the
    rate's source and day."""
    from extractor.sinks.export import write_rows as write_cells

    converted = (f"amount_{unit.lower()}", "fx_source", "fx_date") if unit else ()
    cells = (csv_cells(article, deal) | {name: deal[name] for name in converted} for article, deal in rows)
    write_cells(sys.stdout, (*COLUMNS, *converted), cells)


def csv_cells(article: Mapping[str, Any], deal: Mapping[str, Any]) -> dict[str, Any]:
    """A deal's values by the names in COLUMNS."""
    amount = deal["amount"] or {}
    valuation = deal["valuation"] or {}
    return {
        "article_id": article["id"],
        "source": article["source"],
        "url": article["url"],
        "title": article["title"],
        "published": article["published"],
        "deal_id": deal["id"],
        "kind": deal["kind"],
        "company": deal["company"]["name"],
        "amount": amount.get("value"),
        "amount_low": amount.get("low"),
        "amount_high": amount.get("high"),
        "currency": amount.get("currency"),
        "qualifier": amount.get("qualifier"),
        "stage": deal["stage"],
        "extension": deal["extension"],
        "investors": _names(deal["investors"]),
        "lead_investors": _names(party for party in deal["investors"] if party["lead"]),
        "acquirers": _names(deal["acquirers"]),
        "sellers": _names(deal["sellers"]),
        "valuation": valuation.get("value"),
        "valuation_currency": valuation.get("currency"),
        "valuation_basis": valuation.get("basis"),
        "stake_percent": deal["stake_percent"],
        "status": deal["status"],
        "date": deal["date"],
        "background": deal["background"],
        "confidence": deal["confidence"],
    }


def plain(text: str) -> str:
    """``text`` without characters that steer a terminal or turn the direction of writing."""
    return _CONTROLS.sub("\ufffd", text)


def _names(parties: Iterable[Mapping[str, Any]]) -> str:
    return "; ".join(party["name"] for party in parties)
