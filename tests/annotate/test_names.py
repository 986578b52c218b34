"""Names of companies, firms and people, by how they are written."""

from __future__ import annotations

import pytest

from extractor.annotate import Annotator
from extractor.records import Article

NAMES = [
    ("Face++ has raised money from Ant Financial.", ["Face++", "Ant Financial"]),
    ("Genetics firm 23andMe raised $4 million.", ["23andMe"]),
    ("The speech start-up iFlytek raised $4 million.", ["iFlytek"]),
    ("Yesterday eBay bought Skype.", ["eBay", "Skype"]),
    ("The Bank of Leeds raised $4 million from the University of Bath.", ["Bank of Leeds", "University of Bath"]),
    ("Fenwick's rival Dovecote bought Harrow's unit.", ["Fenwick", "Dovecote", "Harrow"]),
    ("It raised $4 million from Otter Ventures, Finch and Grey Heron.", ["Otter Ventures", "Finch", "Grey Heron"]),
    ("Smith & Moss bought Procter and Gamble Co.", ["Smith & Moss", "Procter and Gamble Co."]),
    ("Acme Inc. bought Oat Labs, Inc. in May.", ["Acme Inc.", "Oat Labs, Inc."]),
    ("Norrland AB bought Tubacex Oyj from Moss GmbH in May.", ["Norrland AB", "Tubacex Oyj", "Moss GmbH"]),
    ("CEO Jane Roe of Oatcake raised $4 million.", ["Jane Roe", "Oatcake"]),
    ("The deal with Van der Berg Capital closed on Monday.", ["Van der Berg Capital"]),
    ("Coca-Cola bought Rolls-Royce.", ["Coca-Cola", "Rolls-Royce"]),
    ("Leeds-based Oatcake raised $4 million.", ["Oatcake"]),
    ("Tern-backed Oatcake raised $4 million.", ["Oatcake"]),
    ("In May, Oatcake raised a Series A from Tern.", ["Oatcake", "Tern"]),
    ("Startup Oatcake raised $4 million.", ["Oatcake"]),
    ("Medium, the publishing platform, raised $4 million.", ["Medium"]),
    ("Buyout funds raised $4 million.", []),
    ("The company raised $4 million in March from existing investors.", []),
    ("Shares of O'Reilly rose after it bought L'Oreal's unit.", ["O'Reilly", "L'Oreal"]),
    ("Moss sold First Eagle to New Relic for $4 million.", ["Moss", "First Eagle", "New Relic"]),
    ("The fund, Tern Capital III, raised $4 million.", ["Tern Capital III"]),
    (
        "Oatcake raised $4 million from 500 Startups, 8 Capital and Finch.",
        ["Oatcake", "500 Startups", "8 Capital", "Finch"],
    ),
    ("Oatcake raised $4 million from Leeds Teachers' Pension Plan.", ["Oatcake", "Leeds Teachers' Pension Plan"]),
    ("Oatcake was founded by 20 Harvard graduates in May.", ["Oatcake", "Harvard"]),
    ("Société Oat bought Žabka.", ["Société Oat", "Žabka"]),
]

NOT_YET = [
    ("First Eagle bought New Relic for $4 million.", ["First Eagle", "New Relic"]),
    ("The retailers AT&T and H&M bought Yahoo! for $4 million.", ["AT&T", "H&M", "Yahoo!"]),
    ("adidas bought Reebok for $4 million.", ["adidas", "Reebok"]),
]


@pytest.mark.parametrize(
    ("text", "names"), NAMES + [pytest.param(*row, marks=pytest.mark.xfail(strict=True)) for row in NOT_YET]
)
def test_names(text: str, names: list[str], annotator: Annotator) -> None:
    """Runs of capitalised words with their legal forms, without titles, places and owners' marks."""
    (sentence,) = annotator.read(Article(id="a", source="a", text=text)).sentences
    assert [mention.text for mention in sentence.of_kind("name")] == names


ALIASES = [
    ("Megvii (“Face++”) has raised $4 million.", "Megvii", ("Face++",)),
    ("Acme Holdings (“Acme” or the “Company”) bought Oat.", "Acme Holdings", ("Acme",)),
    ("Pacific Architects and Engineers (PAE) bought Oat.", "Pacific Architects and Engineers", ("PAE",)),
    ("Acme (Oatnews) has bought Oat.", "Acme", ()),
    ("Acme (London) has bought Oat.", "Acme", ()),
]


@pytest.mark.parametrize(("text", "name", "aliases"), ALIASES)
def test_aliases(text: str, name: str, aliases: tuple[str, ...], annotator: Annotator) -> None:
    """What a bracket behind a name calls it, if it is marked as a name or resembles it."""
    (sentence,) = annotator.read(Article(id="a", source="a", text=text)).sentences
    found = {mention.text: mention.aliases for mention in sentence.of_kind("name")}
    assert found[name] == aliases
