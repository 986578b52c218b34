"""Articles made up by number: the same number always gives the same article, and deals are told by several of them."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, Integer, select

from extractor.records import Article, Deal, Evidence, Extraction, Investor, Money, Party, Provenance
from extractor.sinks import Store
from extractor.sinks.schema import deals, metadata

PROVENANCE = Provenance(version="0.1.0", model="none", model_version="0", model_digest="0", rules="0")
_SYLLABLES = (
    *("bar", "cor", "den", "fal", "gim", "hol", "jas", "kem", "lor", "min", "nax"),
    *("pol", "quin", "ras", "sal", "tor", "und", "vel", "wix", "yar", "zed"),
)
_STAGES = ("seed", "series_a", "series_b", "series_c", None)

_SHARED = ("Nova", "Horizon", "Atlas", "Global", "Bright", "Open", "Summit", "Vertex", "Orbit", "First", "Pioneer")


def article(number: int, *, per_deal: int = 4, deal: int | None = None) -> Extraction:
    """The article with this number. ``per_deal`` articles tell of each deal, a few rounds make up a company; one
    article in fifty is about the deal that everybody writes about. ``deal`` is told instead, if given."""
    told = random.Random(-1 - number)
    if told.random() < 0.02:
        deal = 3 * (number // 5000 * 400) if deal is None else deal  # the first round of some company
    deal = number // per_deal if deal is None else deal
    said = random.Random(deal)
    company = company_name(deal // 3)
    if deal // 3 % 20 == 7:
        company = f"{_SHARED[deal // 3 % len(_SHARED)]} {company}"
    rounds = deal % 3
    day = date(2012 + said.randrange(3) + 3 * rounds, 1 + said.randrange(12), 1 + said.randrange(28)).isoformat()
    amount = Decimal(said.choice((1, 2, 3, 5, 8, 12, 20, 45, 100)) * 10 ** (6 + (rounds == 2)))
    currency = said.choice(("USD", "USD", "EUR", "GBP"))
    stage = _STAGES[min(rounds, 3)] if told.random() < 0.7 else None
    text = f"{company} raised {currency} {amount}. ({number})"
    aliases = (company_name(deal // 3 + 500_000),) if told.random() < 0.03 else ()
    record = Deal(
        id=str(number),
        kind="funding",
        company=Party(name=company + told.choice(("", "", " Inc.", " Ltd")), aliases=aliases),
        amount=Money(value=amount, currency=currency) if told.random() < 0.9 else None,
        stage=stage,
        investors=(Investor(name=f"{company_name(10**6 + said.randrange(2000))} Capital", lead=True),),
        date=day,
        confidence=round(told.uniform(0.5, 0.99), 3),
        evidence=(Evidence(field="company", start=0, end=len(company), text=company, rule="raise-past"),),
    )
    return Extraction(
        article=Article(id=f"n{number}", source=f"news/{number}.html", title=text, text=text, published=day),
        deals=(record,),
        provenance=PROVENANCE,
    )


def company_name(number: int) -> str:
    """A name of four syllables and more, one for each number."""
    name, rest = "", number * 7919 + 194_481
    while rest:
        rest, place = divmod(rest, len(_SYLLABLES))
        name += _SYLLABLES[place]
    return name.capitalize()


def dump(store: Store) -> dict[str, list[tuple[str, ...]]]:
    """All that a database holds, table by table, but for what depends on the order of writing: numbers of rows, the
    cursor of changes, and deals that were there for a while until another report came."""
    with store.snapshot() as connection:
        gone = set(connection.execute(select(deals.c.id).where(~deals.c.current)).scalars())
        return {
            table.name: sorted(
                tuple(str(row[column.name]) for column in table.columns if not _counted(column))
                for row in connection.execute(table.select()).mappings()
                if row.get("deal_id", row.get("id")) not in gone
            )
            for table in metadata.sorted_tables
        }


def _counted(column: Column[Any]) -> bool:
    named = column.name in ("id", "component", "changed") or column.name.endswith("_id")
    return named and isinstance(column.type, Integer)
