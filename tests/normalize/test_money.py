"""Sums as printed become the sums they state, or nothing."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.normalize.money import MoneyReader, MoneySpan

M, B = 10**6, 10**9

SEEN_IN_THE_WILD = [
    ("$12 million", 12 * M, "USD"),
    ("$12m", 12 * M, "USD"),
    ("$12M", 12 * M, "USD"),
    ("$12 mln", 12 * M, "USD"),
    ("12 mln dlrs", 12 * M, "USD"),
    ("$1.2-billion", 1_200 * M, "USD"),
    ("$12-million", 12 * M, "USD"),
    ("$120M", 120 * M, "USD"),
    ("$3B", 3 * B, "USD"),
    ("$3bn", 3 * B, "USD"),
    ("$1.1b", 1_100 * M, "USD"),
    ("$1.5 Billion", 1_500 * M, "USD"),
    ("$1.5T", 1_500 * B, "USD"),
    ("$2.5mm", 2_500_000, "USD"),
    ("$100K", 100_000, "USD"),
    ("$ 5 million", 5 * M, "USD"),
    ("$5 -million", 5 * M, "USD"),
    ("$5\u00a0million", 5 * M, "USD"),
    ("$1\u202f200\u202f000", 1_200_000, "USD"),
    ("$1,234,567", 1_234_567, "USD"),
    ("$5,000,000.00", 5 * M, "USD"),
    ("$1.000.000", 1 * M, "USD"),
    ("$1½ billion", 1_500 * M, "USD"),
    ("$.5 million", 500_000, "USD"),
    ("20 million dollar", 20 * M, "USD"),
    ("5 million $", 5 * M, "USD"),
    ("US$460 million", 460 * M, "USD"),
    ("US$ 3.5 Million", 3_500_000, "USD"),
    ("US$12.5bn", 12_500 * M, "USD"),
    ("US $5 million", 5 * M, "USD"),
    ("U.S.$5 million", 5 * M, "USD"),
    ("$US12 million", 12 * M, "USD"),
    ("USD 5 million", 5 * M, "USD"),
    ("USD5m", 5 * M, "USD"),
    ("5 million USD", 5 * M, "USD"),
    ("12.5 billion US dollars", 12_500 * M, "USD"),
    ("C$3.6 billion", 3_600 * M, "CAD"),
    ("CA$5 million", 5 * M, "CAD"),
    ("CAD 5m", 5 * M, "CAD"),
    ("CAD $5 million", 5 * M, "CAD"),
    ("$2.75 million CAD", 2_750_000, "CAD"),
    ("5 million Canadian dollars", 5 * M, "CAD"),
    ("A$100m", 100 * M, "AUD"),
    ("AU$5 million", 5 * M, "AUD"),
    ("NZ$3m", 3 * M, "NZD"),
    ("HK$1.2 billion", 1_200 * M, "HKD"),
    ("7.790 million Hong Kong dollars", 7_790_000, "HKD"),
    ("S$3m", 3 * M, "SGD"),
    ("SG$3 million", 3 * M, "SGD"),
    ("NT$3bn", 3 * B, "TWD"),
    ("R$3bn", 3 * B, "BRL"),
    ("5 million reais", 5 * M, "BRL"),
    ("Mex$3 million", 3 * M, "MXN"),
    ("5 million pesos", 5 * M, "MXN"),
    ("€10 million", 10 * M, "EUR"),
    ("€1,5 million", 1_500_000, "EUR"),
    ("€500k", 500_000, "EUR"),
    ("EUR10m", 10 * M, "EUR"),
    ("EUR 10 mn", 10 * M, "EUR"),
    ("10 million euros", 10 * M, "EUR"),
    ("10m euros", 10 * M, "EUR"),
    ("5.000.000 euros", 5 * M, "EUR"),
    ("12M€", 12 * M, "EUR"),
    ("4.5 billion euro", 4_500 * M, "EUR"),
    ("£3.4bn", 3_400 * M, "GBP"),
    ("3.4 billion pounds", 3_400 * M, "GBP"),
    ("3 mln stg", 3 * M, "GBP"),
    ("¥5bn", 5 * B, "JPY"),
    ("JPY 5bn", 5 * B, "JPY"),
    ("300 billion yen", 300 * B, "JPY"),
    ("96.32 million yuan", 96_320_000, "CNY"),
    ("RMB100m", 100 * M, "CNY"),
    ("Rmb 5bn", 5 * B, "CNY"),
    ("100 million renminbi", 100 * M, "CNY"),
    ("₹50 lakh", 5 * M, "INR"),
    ("Rs 1,200 crore", 12 * B, "INR"),
    ("Rs. 5 crore", 50 * M, "INR"),
    ("INR 5 crore", 50 * M, "INR"),
    ("75 lakhs", 7_500_000, "INR"),
    ("6.5 Cr", 65 * M, "INR"),
    ("1.5 lakh crore rupees", 1_500 * B, "INR"),
    ("Rs 1,00,000", 100_000, "INR"),
    ("Rs 50L", 5 * M, "INR"),
    ("₹40 Cr", 400 * M, "INR"),
    ("478 billion won", 478 * B, "KRW"),
    ("KRW 5bn", 5 * B, "KRW"),
    ("CHF 5m", 5 * M, "CHF"),
    ("CHF 1'000'000", 1 * M, "CHF"),
    ("5 million Swiss francs", 5 * M, "CHF"),
    ("SEK 5m", 5 * M, "SEK"),
    ("5 million Swedish crowns", 5 * M, "SEK"),
    ("5 million kronor", 5 * M, "SEK"),
    ("NOK 5m", 5 * M, "NOK"),
    ("5 million Danish crowns", 5 * M, "DKK"),
    ("5 bn roubles", 5 * B, "RUB"),
    ("AED 5m", 5 * M, "AED"),
    ("5 million dirhams", 5 * M, "AED"),
    ("SAR 5m", 5 * M, "SAR"),
    ("NIS 5 million", 5 * M, "ILS"),
    ("5 million shekels", 5 * M, "ILS"),
    ("PLN 5m", 5 * M, "PLN"),
    ("5m zloty", 5 * M, "PLN"),
    ("R5bn", 5 * B, "ZAR"),
    ("ZAR 5 million", 5 * M, "ZAR"),
    ("5 billion naira", 5 * B, "NGN"),
    ("5 million baht", 5 * M, "THB"),
    ("RM10 million", 10 * M, "MYR"),
    ("5 million ringgit", 5 * M, "MYR"),
    ("Rp 5 trillion", 5_000 * B, "IDR"),
    ("5 billion dong", 5 * B, "VND"),
    ("5 million lira", 5 * M, "TRY"),
    ("T$100 billion", 100 * B, "TWD"),
    ("$50MCAD", 50 * M, "CAD"),
    ("$1.1. billion", 1_100 * M, "USD"),
    ("9 Canadian cents", Decimal("0.09"), "CAD"),
    ("$15million", 15 * M, "USD"),
    ("CDN$16.3m", 16_300_000, "CAD"),
    ("5.9M Rand", 5_900_000, "ZAR"),
    ("3,242.24 billion yuan", 3_242_240 * M, "CNY"),
    ("$12\nmillion", 12 * M, "USD"),
    ("half a billion dollars", 500 * M, "USD"),
    ("a million dollars", 1 * M, "USD"),
    ("one billion dollars", 1 * B, "USD"),
    ("twelve million dollars", 12 * M, "USD"),
    ("one hundred and twenty million dollars", 120 * M, "USD"),
    ("a quarter of a billion dollars", 250 * M, "USD"),
    ("two and a half million euros", 2_500_000, "EUR"),
]

NOT_A_SUM = [
    "Series A",
    "12 million users",
    "2 crore equity shares",
    "3 lakh users",
    "$AAPL",
    "5G",
    "1.5 million shares",
    "G20",
    "R2-D2",
    "RM Williams",
    "10,000 employees",
    "S$",
    "in 2019 won the award",
    "a 500 pound gorilla",
    "1080p",
    "($1 = 6.471 yuan)",
    "(1 euro = $1.1)",
    "M3 chips",
    "P2P lending",
    "N95 masks",
    "Rs",
    "(NOK1V.HE)",
    "($1 = 1.18 Canadian)",
    "(US$1=T$33.05)",
    "five dollars worth",
    "a grand total",
    "the 5 won",
    "figure skating",
]

NOT_YET = [
    ("10 grand in cash", 10_000, "USD"),
    ("five dollars", 5, "USD"),
    ("dollars 5 million", 5 * M, "USD"),
    ("half a million in cash, in dollars", 500_000, "USD"),
]

QUALIFIED = [
    ("“about” $5 million", "about"),
    ("$5 million and over 300 jobs", "exact"),
    ("$5 million and more than 300 jobs", "exact"),
    ("$5 million or less", "up_to"),
    ("about $5 million or more", "about"),
    ("higher than $5 million", "at_least"),
    ("north of $5 million", "at_least"),
    ("just over $5 million", "at_least"),
    ("a little more than $5 million", "at_least"),
    ("close to $5 million", "about"),
    ("an estimated total of $5 million", "about"),
    ("more than a combined $5 million", "at_least"),
    ("not less than $5 million", "at_least"),
    ("capped at $5 million", "up_to"),
    ("more than $5 million", "at_least"),
    ("over $5 million", "at_least"),
    ("at least $5 million", "at_least"),
    ("upwards of $5m", "at_least"),
    ("in excess of €5m", "at_least"),
    ("$50M+", "at_least"),
    ("$5 million-plus", "at_least"),
    ("$5 million or more", "at_least"),
    ("no less than $5 million", "at_least"),
    ("about $5 million", "about"),
    ("around $5 million", "about"),
    ("roughly $5 million", "about"),
    ("approximately $5 million", "about"),
    ("nearly $5 million", "about"),
    ("almost $5 million", "about"),
    ("some $5 million", "about"),
    ("just under $5 million", "about"),
    ("~$5m", "about"),
    ("c£500k", "about"),
    ("an estimated $5m", "about"),
    ("in the region of £5m", "about"),
    ("$5 million or so", "about"),
    ("up to $5 million", "up_to"),
    ("up to an additional $5 million", "up_to"),
    ("as much as $5m", "up_to"),
    ("up-to-$5 million", "up_to"),
    ("a maximum of $5 million", "up_to"),
    ("no more than $5 million", "up_to"),
    ("less than $5 million", "up_to"),
    ("raised $5 million", "exact"),
    ("handed over $5 million", "exact"),
    ("the dispute over $5 million", "exact"),
    ("under a $5 million deal", "exact"),
]

RANGES = [
    ("$5 million to $7 million", 5 * M, 7 * M),
    ("$5-7 million", 5 * M, 7 * M),
    ("$5m-$7m", 5 * M, 7 * M),
    ("$5 and $7 million", 5 * M, 7 * M),
    ("EUR 5-7 million", 5 * M, 7 * M),
    ("5-7 million euros", 5 * M, 7 * M),
    ("$100 million-$120 million", 100 * M, 120 * M),
    ("$500,000 to $1 million", 500_000, 1 * M),
    ("HK$3.50 to HK$3.88", Decimal("3.5"), Decimal("3.88")),
]

TWO_SUMS = [
    "from $5 million to $7 million",
    "$5 million and $7 million respectively",
    "$7 million to $5 million",
    "up $1.24 to $18.25",
    "gained $1.24 to $18.25",
    "rose by $5 million to $7 million",
    "€5 million to $7 million",
]

PER_UNIT = [
    ("$8.50 per share", "share"),
    ("$8.50 a share", "share"),
    ("$8.50 apiece", "share"),
    ("A$4.17-a-share", "share"),
    ("70 pence a share", "share"),
    ("430 rupees ($6.49) per share", "share"),
    ("$5 million a year", "year"),
    ("$5 million annually", "year"),
    ("$50 per month", "month"),
    ("$5 million in cash", None),
    ("$5 million a year ago", None),
    ("$5 million a year earlier", None),
    ("$33 each", "share"),
    ("$5 million each", None),
    ("$16.19/sh", "share"),
    ("$31 per American Depositary Share", "share"),
    ("1,110 yen for each Acme share", "share"),
    ("$90 to $100 per barrel", "barrel"),
]

WITHOUT_VALUE = [
    ("low eight figures", "about", None),
    ("seven-figure sum", "about", None),
    ("tens of millions of dollars", "about", "USD"),
    ("hundreds of millions of euros", "about", "EUR"),
    ("multi-million-dollar", "about", "USD"),
    ("several million dollars", "about", "USD"),
    ("undisclosed sum", "undisclosed", None),
    ("undisclosed amount", "undisclosed", None),
    ("terms of the deal were not disclosed", "undisclosed", None),
    ("did not disclose the amount", "undisclosed", None),
    ("undisclosed cash consideration", "undisclosed", None),
    ("declined to disclose the purchase price", "undisclosed", None),
    ("without disclosing financial terms", "undisclosed", None),
    ("double-digit million euros", "about", "EUR"),
    ("low-to-mid seven figures", "about", None),
]

CONVERSIONS = [
    ("10 million euros ($11 million)", [None, 0]),
    ("7.5bn euros ($9.7bn)", [None, 0]),
    ("A$3.1bn ($2.3bn; £1.8bn)", [None, 0, 0]),
    ("$5 million (about 4.6 million euros)", [None, 0]),
    ("Rs 500 crore (~$60 million)", [None, 0]),
    ("2.5 billion euros, or $3 billion,", [None, 0]),
    ("$1.5M/€1.3M", [None, 0]),
    ("610 million euros ($683 million)($663 million)", [None, 0, 0]),
    ("twelve million dollars ($12,000,000)", [None, 0]),
    ("$2bn (1.53bn euros; £1.05bn)", [None, 0, 0]),
    ("$5 million ($3 million in cash)", [None, None]),
    ("$5 million and €3 million", [None, None]),
]


def one(reader: MoneyReader, text: str) -> MoneySpan:
    (span,) = reader.find(text)
    return span


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        *SEEN_IN_THE_WILD,
        *(pytest.param(*case, marks=pytest.mark.xfail(strict=True)) for case in NOT_YET),
    ],
)
def test_sum(money_reader: MoneyReader, text: str, value: int | Decimal, currency: str) -> None:
    """The span covers the sum with its currency words, whatever stands around it."""
    span = one(money_reader, f"They raised {text}, it said.")
    assert (text, Decimal(value), currency) == (span.money.text, span.money.value, span.money.currency)


@pytest.mark.parametrize("text", NOT_A_SUM)
def test_not_a_sum(money_reader: MoneyReader, text: str) -> None:
    assert money_reader.find(f"It has {text} now.") == []


@pytest.mark.parametrize(("text", "qualifier"), QUALIFIED)
def test_qualifier(money_reader: MoneyReader, text: str, qualifier: str) -> None:
    assert qualifier == one(money_reader, f"It got {text} for that.").money.qualifier


@pytest.mark.parametrize(("text", "low", "high"), RANGES)
def test_range(money_reader: MoneyReader, text: str, low: Decimal, high: Decimal) -> None:
    money = one(money_reader, f"It wants between {text}.").money
    assert (text, None, low, high) == (money.text, money.value, money.low, money.high)


@pytest.mark.parametrize("text", TWO_SUMS)
def test_not_a_range(money_reader: MoneyReader, text: str) -> None:
    assert len(money_reader.find(f"It went {text}.")) == 2


@pytest.mark.parametrize(("text", "per"), PER_UNIT)
def test_per_unit(money_reader: MoneyReader, text: str, per: str | None) -> None:
    spans = money_reader.find(f"It pays {text}.")
    assert [per] * len(spans) == [span.per for span in spans]


@pytest.mark.parametrize(("text", "qualifier", "currency"), WITHOUT_VALUE)
def test_without_value(money_reader: MoneyReader, text: str, qualifier: str, currency: str | None) -> None:
    money = one(money_reader, f"For that {text}.").money
    assert (text, None, qualifier, currency) == (money.text, money.value, money.qualifier, money.currency)


@pytest.mark.parametrize(("text", "leads"), CONVERSIONS)
def test_conversion(money_reader: MoneyReader, text: str, leads: list[int | None]) -> None:
    assert leads == [span.equivalent_of for span in money_reader.find(f"It paid {text} for it.")]


@pytest.mark.parametrize(
    "text",
    ["in 2016 to 5 million euros", "in 2016 to 5,000 euros", "since Covid-19 - 5 million euros", "from 20 L.A. to $5"],
)
def test_no_range_with_a_bare_number(money_reader: MoneyReader, text: str) -> None:
    assert one(money_reader, f"It grew {text}.").money.value is not None


def test_dollar_of_the_place(money_reader: MoneyReader) -> None:
    """A paper's own dollar goes to bare signs and words, never to a named one."""
    spans = money_reader.find("$5 million, 5 million dollars and US$5 million", dollar="CAD")
    assert [span.money.currency for span in spans] == ["CAD", "CAD", "USD"]


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("The Beijing start-up raised ¥5 billion.", "CNY"),
        ("The Tokyo start-up raised ¥5 billion.", "JPY"),
        ("The Danish firm raised 5 million kroner.", "DKK"),
        ("The Manila bank raised 5 million pesos.", "PHP"),
        ("The Karachi bank raised 5 million rupees.", "PKR"),
    ],
)
def test_shared_names(money_reader: MoneyReader, text: str, currency: str) -> None:
    assert currency == one(money_reader, text).money.currency


SNIPPETS = st.sampled_from(
    ["$", "€", "£", "US$", "5", "1.2", "1,234", "7.5.6", " ", " million", "bn", "-", " to ", " and ", "half a ", "(",
     ")", "dollars", " euros", "Rs ", " crore", "\n", ".", ",", "/", "=", " per share", "undisclosed ", "figure",
     "½", "k"]
)  # fmt: skip


def test_long_runs(money_reader: MoneyReader) -> None:
    """A sign or numeral repeated without end is read like any other text."""
    assert len(money_reader.find("$1 " * 2_000)) == 2_000
    assert money_reader.find("1 " * 20_000) == []


@given(st.one_of(st.text(), st.lists(SNIPPETS, max_size=30).map("".join)))
def test_any_text(money_reader: MoneyReader, text: str) -> None:
    """Never raises; spans are in order, apart, and quote the text; conversions point back."""
    spans = money_reader.find(text)
    assert all(first.end <= second.start for first, second in pairwise(spans))
    for index, span in enumerate(spans):
        assert text[span.start : span.end] == span.money.text
        assert span.start < span.end
        assert span.equivalent_of is None or 0 <= span.equivalent_of < index
