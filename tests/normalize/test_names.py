"""Names of companies, cleaned, reduced and compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.normalize.names import clean_name, is_alias, name_key, same_company, strip_legal_form

LEGAL_FORMS = [
    ("Robert Bosch GmbH & Co. KG", "Robert Bosch"),
    ("Acme, Inc.", "Acme"),
    ("Nestlé S.A.", "Nestlé"),
    ("PT Bank Mandiri Tbk", "Bank Mandiri"),
    ("Samsung Electronics Co., Ltd.", "Samsung Electronics"),
    ("Grupo Bimbo S.A.B. de C.V.", "Grupo Bimbo"),
    ("Novo Nordisk A/S", "Novo Nordisk"),
    ("Delivery Hero SE", "Delivery Hero"),
    ("Allegro Sp. z o.o.", "Allegro"),
    ("Flipkart Internet Pvt. Ltd.", "Flipkart Internet"),
    ("腾讯控股有限公司", "腾讯"),
    ("トヨタ自動車株式会社", "トヨタ自動車"),
    ("株式会社メルカリ", "メルカリ"),
    ("Toys R Us", "Toys R Us"),
    ("SE", "SE"),
    ("Co", "Co"),
]
CLEAN = [
    ("Telo (NASDAQ: TELO)", "Telo"),
    ("EBay ( EBAY.O )", "EBay"),
    ("Uber [UBER.UL]", "Uber"),
    ("**Acme**", "Acme"),
    ("Acme’s", "Acme"),
    ("“Acme”,", "Acme"),
    ("the Acme", "Acme"),
    ("The Blackstone Group", "The Blackstone Group"),
    ("Acme Inc.", "Acme Inc."),
    ("Acme.", "Acme"),
    ("Shentong (STO) Express", "Shentong (STO) Express"),
    ("Acme (Nasdaq)", "Acme"),
    ("Acme (OTC Pink: ACME)", "Acme"),
    ("Acme (7203.T)", "Acme"),
    ('"Acme" Labs', "Acme Labs"),
    ("2U)", "2U"),
    ("Jane Roe (founder of Acme", "Jane Roe"),
    ("Face++", "Face++"),
    ("Moody's", "Moody's"),
    ("", ""),
]
KEYS = [
    ("Nestlé S.A.", "nestle"),
    ("Johnson & Johnson's", "johnson and johnson"),
    ("Face++", "face plus plus"),
    ("Ørsted", "orsted"),
    ("C.H. Robinson Worldwide, Inc.", "ch robinson worldwide"),
    ("AT&T Inc.", "at and t"),
    ("The Blackstone Group", "blackstone group"),
]
SAME = [
    ("Amazon.com", "Amazon"),
    ("Megvii Inc", "MEGVII"),
    ("Alibaba Group", "Alibaba"),
    ("Baker Hughes", "Baker Hughes Inc"),
    ("Yahoo!", "Yahoo"),
    ("SoftBank", "Softbank Group Corp."),
    ("Société Générale", "Societe Generale SA"),
    ("Wal-Mart", "Walmart"),
    ("Procter & Gamble", "Procter and Gamble Co"),
]
DIFFERENT = [
    ("Bain", "Bain Capital"),
    ("Face++", "Face"),
    ("Alphabet", "Alphabet Energy"),
    ("Air Liquide", "Air France"),
    ("", "Acme"),
    ("", ""),
]
ALIASES = [
    ("IBM", "International Business Machines Corp"),
    ("Horizon", "Horizon Robotics"),
    ("GE", "General Electric Co"),
    ("P&G", "Procter & Gamble"),
    ("SCC", "Sequoia Capital China (SCC)"),
    ("Baidu", "Baidu Inc"),
    ("Dayang Trands", "Dalian Dayang Trands Co Ltd"),
    ("Mr Roe", "Jane Roe"),
    ("Acme Capital", "Acme Capital Partners LLC"),
]
NO_ALIASES = [
    ("Bank", "Bank of America"),
    ("Capital Partners", "Acme Capital Partners"),
    ("Mr Doe", "Jane Roe"),
    ("American", "American Airlines"),
    ("Robotics", "Horizon Robotics"),
    ("GM", "General Electric"),
]


@pytest.mark.parametrize(("name", "bare"), LEGAL_FORMS)
def test_strip_legal_form(name: str, bare: str) -> None:
    assert bare == strip_legal_form(name)


@pytest.mark.parametrize(("raw", "name"), CLEAN)
def test_clean_name(raw: str, name: str) -> None:
    assert name == clean_name(raw)


@pytest.mark.parametrize(("name", "key"), KEYS)
def test_name_key(name: str, key: str) -> None:
    assert key == name_key(name)


@pytest.mark.parametrize(("a", "b"), SAME)
def test_same_company(a: str, b: str) -> None:
    assert same_company(a, b)
    assert same_company(b, a)


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_different_companies(a: str, b: str) -> None:
    assert not same_company(a, b)


@pytest.mark.parametrize(("short", "long"), ALIASES)
def test_is_alias(short: str, long: str) -> None:
    assert is_alias(short, long)


@pytest.mark.parametrize(("short", "long"), NO_ALIASES)
def test_is_no_alias(short: str, long: str) -> None:
    assert not is_alias(short, long)


NAMES = st.one_of(
    st.text(),
    st.lists(st.sampled_from(["Acme", "Inc.", "&", "Co", "(", ")", "'s", "The", ".", "S.A."]), max_size=8).map(
        " ".join
    ),
)


@given(NAMES)
def test_any_name(name: str) -> None:
    """Keys are keys of themselves; cleaning is done once."""
    assert clean_name(clean_name(name)) == clean_name(name)
    assert name_key(name_key(name)) == name_key(name)
    strip_legal_form(name)


@given(NAMES, NAMES)
def test_same_company_both_ways(a: str, b: str) -> None:
    assert same_company(a, b) == same_company(b, a)
    is_alias(a, b)
