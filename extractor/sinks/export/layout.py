"""Deals as related tables in CSV files, in the shape of Crunchbase's bulk export.

Columns have the names that scripts for that export expect, where the articles have something to say for them. Ids are
stable: the same company or deal keeps its ``uuid`` on every machine. Only deals that are announced or done go in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from extractor.errors import StoreError, UsageError
from extractor.normalize.companies import compact, company_key
from extractor.records import Deal, Party, number
from extractor.sinks.currencies import DOLLARS
from extractor.sinks.export.files import whole_file, write_csv
from extractor.sinks.query import DealQuery, DealRow
from extractor.sinks.store import Store
from extractor.sinks.writing import sum_of

TABLES: dict[str, tuple[str, ...]] = {
    "organizations": ("uuid", "name", "alias1", "alias2", "alias3", "roles"),
    "funding_rounds": (
        "uuid", "name", "org_uuid", "org_name", "investment_type", "announced_on", "raised_amount",
        "raised_amount_currency_code", "raised_amount_usd", "post_money_valuation",
        "post_money_valuation_currency_code", "investor_count", "lead_investor_uuids", "source_url",
    ),
    "investments": (
        "uuid", "name", "funding_round_uuid", "funding_round_name", "investor_uuid", "investor_name",
        "is_lead_investor",
    ),
    "acquisitions": (
        "uuid", "name", "acquirer_uuid", "acquirer_name", "acquiree_uuid", "acquiree_name", "acquisition_type",
        "acquired_on", "price", "price_currency_code", "price_usd", "stake_percent", "status", "source_url",
    ),
    "ipos": (
        "uuid", "name", "org_uuid", "org_name", "went_public_on", "money_raised", "money_raised_currency_code",
        "money_raised_usd", "valuation_price", "valuation_price_currency_code", "status", "source_url",
    ),
    "funds": (
        "uuid", "name", "entity_uuid", "entity_name", "announced_on", "raised_amount", "raised_amount_currency_code",
        "raised_amount_usd", "source_url",
    ),
}  # fmt: skip
"""File -> columns."""


def export_layout(store: Store, folder: Path, *, query: DealQuery | None = None) -> dict[str, int]:
    """Writes the tables into a folder, made where it is missing, and gives the number of rows of each.

    Raises StoreError where a file cannot be written, UsageError for a currency other than US dollars, after which the
    layout's columns are named.
    """
    if query is not None and query.unit != DOLLARS:
        raise UsageError("the columns of this layout are in US dollars by name: leave the currency out")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder} cannot be made: {error.strerror}") from error
    tables = tables_of(row for row in store.iter_deals(query) if row.deal.status in ("announced", "completed"))
    counts = {}
    for name, columns in TABLES.items():
        with whole_file(folder / f"{name}.csv") as place:
            counts[name] = write_csv(place, columns, tables[name])
    return counts


def tables_of(rows: Iterable[DealRow]) -> dict[str, list[dict[str, Any]]]:
    """The rows of each table."""
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    organizations: dict[str, dict[str, Any]] = {}
    roles: dict[str, set[str]] = {}

    def organization(party: Party, role: str) -> str:
        uuid = stable_id("org", compact(company_key(party.name)))
        aliases = (*party.aliases, None, None, None)
        known = organizations.setdefault(uuid, {"uuid": uuid, "name": party.name})
        for column, alias in zip(("alias1", "alias2", "alias3"), aliases, strict=False):
            known[column] = known.get(column) or alias
        roles.setdefault(uuid, set()).add(role)
        return uuid

    for row in rows:
        deal = row.deal
        own = organization(deal.company, "investor" if deal.kind == "fund" else "company")
        if deal.kind == "funding":
            _add_round(tables, row, own, organization)
        elif deal.kind in ("acquisition", "merger", "stake"):
            for number_, acquirer in enumerate(deal.acquirers or (None,)):
                tables["acquisitions"].append(
                    {
                        "uuid": deal.id if number_ == 0 else stable_id(deal.id, str(number_)),
                        "name": f"{deal.company.name} acquired by {acquirer.name if acquirer else 'an unnamed buyer'}",
                        "acquirer_uuid": organization(acquirer, "investor") if acquirer else None,
                        "acquirer_name": acquirer.name if acquirer else None,
                        "acquiree_uuid": own,
                        "acquiree_name": deal.company.name,
                        "acquisition_type": deal.kind,
                        "acquired_on": deal.date,
                        **_sum(row, "price", "price_currency_code", "price_usd"),
                        "stake_percent": number(deal.stake_percent),
                        "status": deal.status,
                        "source_url": _url(row),
                    }
                )
        elif deal.kind == "ipo":
            valuation = deal.valuation
            tables["ipos"].append(
                {
                    "uuid": deal.id,
                    "name": f"IPO - {deal.company.name}",
                    "org_uuid": own,
                    "org_name": deal.company.name,
                    "went_public_on": deal.date,
                    **_sum(row, "money_raised", "money_raised_currency_code", "money_raised_usd"),
                    "valuation_price": number(valuation.value) if valuation else None,
                    "valuation_price_currency_code": valuation.currency if valuation else None,
                    "status": deal.status,
                    "source_url": _url(row),
                }
            )
        else:
            tables["funds"].append(
                {
                    "uuid": deal.id,
                    "name": f"Fund - {deal.company.name}",
                    "entity_uuid": own,
                    "entity_name": deal.company.name,
                    "announced_on": deal.date,
                    **_sum(row, "raised_amount", "raised_amount_currency_code", "raised_amount_usd"),
                    "source_url": _url(row),
                }
            )
    tables["organizations"] = [
        organizations[uuid] | {"roles": ",".join(sorted(roles[uuid]))} for uuid in sorted(organizations)
    ]
    return tables


def _add_round(tables: dict[str, list[dict[str, Any]]], row: DealRow, own: str, organization: Any) -> None:
    deal = row.deal
    name = f"{(deal.stage or 'funding round').replace('_', ' ').title()} - {deal.company.name}"
    investors = [(party, organization(party, "investor")) for party in deal.investors]
    valuation = deal.valuation if deal.valuation and deal.valuation.basis != "pre" else None
    tables["funding_rounds"].append(
        {
            "uuid": deal.id,
            "name": name,
            "org_uuid": own,
            "org_name": deal.company.name,
            "investment_type": deal.stage,
            "announced_on": deal.date,
            **_sum(row, "raised_amount", "raised_amount_currency_code", "raised_amount_usd"),
            "post_money_valuation": number(valuation.value) if valuation else None,
            "post_money_valuation_currency_code": valuation.currency if valuation else None,
            "investor_count": len(investors) or None,
            "lead_investor_uuids": ",".join(uuid for party, uuid in investors if party.lead),
            "source_url": _url(row),
        }
    )
    for party, uuid in investors:
        tables["investments"].append(
            {
                "uuid": stable_id(deal.id, uuid),
                "name": f"{party.name} investment in {name}",
                "funding_round_uuid": deal.id,
                "funding_round_name": name,
                "investor_uuid": uuid,
                "investor_name": party.name,
                "is_lead_investor": party.lead,
            }
        )


def stable_id(*parts: str) -> str:
    """The same id for the same parts, everywhere."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _sum(row: DealRow, value: str, currency: str, usd: str) -> dict[str, Any]:
    deal: Deal = row.deal
    money = deal.amount
    return {
        value: number(sum_of(money)) if money else None,
        currency: money.currency if money else None,
        usd: row.converted,
    }


def _url(row: DealRow) -> str | None:
    return (row.article.url or row.article.source) if row.article else None
