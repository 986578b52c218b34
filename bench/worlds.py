"""Articles made up by number: the same number always gives the same article, and deals are told by several of them."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

from extractor.records import Article, Deal, Evidence, Extraction, Investor, Money, Party, Provenance

PROVENANCE = Provenance(version="0.1.0", model="none", model_version="0", model_digest="0", rules="0")
_SYLLABLES = (
    *("bar", "cor", "den", "fal", "gim", "hol", "jas", "kem", "lor", "min", "nax"),
    *("pol", "quin", "ras", "sal", "tor", "und", "vel", "wix", "yar", "zed"),
)
_STAGES = ("seed", "series_a", "series_b", "series_c", None)


def article(number: int, *, per_deal: int = 4) -> Extraction:
    """The article with this number. ``per_deal`` articles tell of each deal, a few rounds make up a company."""
    deal = number // per_deal
    said, told = random.Random(deal), random.Random(-1 - number)
    company = company_name(deal // 3)
    rounds = deal % 3
    day = date(2012 + said.randrange(3) + 3 * rounds, 1 + said.randrange(12), 1 + said.randrange(28)).isoformat()
    amount = Decimal(said.choice((1, 2, 3, 5, 8, 12, 20, 45, 100)) * 10 ** (6 + (rounds == 2)))
    currency = said.choice(("USD", "USD", "EUR", "GBP"))
    stage = _STAGES[min(rounds, 3)] if told.random() < 0.7 else None
    text = f"{company} raised {currency} {amount}."
    record = Deal(
        id=str(number),
        kind="funding",
        company=Party(name=company + told.choice(("", "", " Inc.", " Ltd"))),
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
