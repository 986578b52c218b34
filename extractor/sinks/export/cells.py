"""A deal as one row of plain cells, and cells that no spreadsheet runs."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, TextIO

from extractor.records import Money, Party, number
from extractor.sinks.currencies import DOLLARS
from extractor.sinks.query import DealRow, amount_name

COLUMNS = (
    "id", "kind", "company", "company_aliases", "amount", "amount_low", "amount_high", "currency", "qualifier",
    "amount_usd", "fx_source", "fx_date", "stage", "extension", "investors", "lead_investors", "acquirers", "sellers",
    "valuation", "valuation_currency", "valuation_basis", "stake_percent", "status", "date", "background", "confidence",
    "reports", "conflicts", "title", "site", "published", "url", "source", "first_seen", "changed", "current",
    "replaced_by",
)  # fmt: skip
"""The columns of flat files, one row a deal. Several names in a cell are parted by a semicolon; ``reports`` counts
articles; ``conflicts`` names fields on which articles differ. Sums in another currency than US dollars have its name:
``amount_eur``."""

_FORMULA = re.compile(r"[\s'\"]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def write_rows(file: TextIO, columns: Iterable[str], rows: Iterable[Mapping[str, Any]], *, separator: str = ",") -> int:
    """A header and rows as CSV, no cell one that a spreadsheet would take for a formula. Gives the rows' number."""
    columns = tuple(columns)
    count = 0
    writer = csv.writer(file, delimiter=separator, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([safe(row[column]) for column in columns])
        count += 1
    return count


def columns_in(unit: str) -> tuple[str, ...]:
    """COLUMNS with sums converted into this currency."""
    return tuple(amount_name(unit) if column == amount_name(DOLLARS) else column for column in COLUMNS)


def flat(row: DealRow) -> dict[str, Any]:
    """The deal's values by the names of :func:`columns_in`; numbers are numbers."""
    deal, article = row.deal, row.article
    money = deal.amount or Money()
    return {
        "id": deal.id,
        "kind": deal.kind,
        "company": deal.company.name,
        "company_aliases": "; ".join(deal.company.aliases),
        "amount": number(money.value),
        "amount_low": number(money.low),
        "amount_high": number(money.high),
        "currency": money.currency,
        "qualifier": money.qualifier if deal.amount else None,
        amount_name(row.unit): row.converted,
        "fx_source": row.fx_source,
        "fx_date": row.fx_date,
        "stage": deal.stage,
        "extension": deal.extension,
        "investors": names(deal.investors),
        "lead_investors": names(party for party in deal.investors if party.lead),
        "acquirers": names(deal.acquirers),
        "sellers": names(deal.sellers),
        "valuation": number(deal.valuation.value) if deal.valuation else None,
        "valuation_currency": deal.valuation.currency if deal.valuation else None,
        "valuation_basis": deal.valuation.basis if deal.valuation else None,
        "stake_percent": number(deal.stake_percent),
        "status": deal.status,
        "date": deal.date,
        "background": deal.background,
        "confidence": deal.confidence,
        "reports": len(row.reports),
        "conflicts": "; ".join(row.conflicts),
        "title": article.title if article else None,
        "site": article.site if article else None,
        "published": article.published if article else None,
        "url": article.url if article else None,
        "source": article.source if article else None,
        "first_seen": row.first_seen,
        "changed": row.changed,
        "current": row.current,
        "replaced_by": row.replaced_by,
    }


def names(parties: Iterable[Party]) -> str:
    """Names in one cell."""
    return "; ".join(party.name for party in parties)


def safe(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: text that begins like one gets an apostrophe in front (OWASP,
    "CSV Injection"). Numbers stay numbers, negative ones too; true and false are written small.

    >>> safe("=1+1"), safe(-5), safe("Acme")
    ("'=1+1", -5, 'Acme')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, str):
        # Separators and quotes inside a cell are quoted by the CSV writer; semicolons part cells in half of Europe, so
        # what follows one may stand at the beginning of a cell as well.
        value = _CONTROL.sub("\ufffd", value)
        if _FORMULA.match(value) or any(_FORMULA.match(part) for part in value.split(";")[1:]):
            return "'" + re.sub(r";(?=[\s'\"]*[=+\-@|%\uff1d\uff0b\uff0d\uff20])", ";'", value)
    return value
