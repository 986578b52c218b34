"""A rate has a source and a day, or there is none."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from extractor.errors import UsageError
from extractor.normalize.rates import Rates, UserRate, read_rates

KNOWN = [
    ("EUR", "USD", "2018-02-26", "1.2320", "ecb", "2018-02-26"),
    ("USD", "EUR", "2018-02-26", "0.8117", "ecb", "2018-02-26"),
    ("INR", "USD", "2018-10-07", "0.0136", "ecb", "2018-10-05"),  # a Sunday
    ("SAR", "USD", "2018-02-26", "0.2667", "peg", "2018-02-26"),
    ("XOF", "USD", "2018-02-26", "0.0019", "ecb+peg", "2018-02-26"),
    ("AED", "EUR", "2018-02-26", "0.2210", "peg+ecb", "2018-02-26"),
    ("GBP", "GBP", "1950-01-01", "1.0000", "same", "1950-01-01"),
]
UNKNOWN = [
    ("TWD", "USD", "2018-02-26"),
    ("EUR", "USD", "1998-12-31"),
    ("RUB", "USD", "2023-01-01"),
    ("DEM", "USD", "2018-02-26"),
    ("EUR", "USD", "2018-02-31"),
    ("EUR", "USD", ""),
]


@pytest.mark.parametrize(("currency", "to", "day", "value", "source", "rate_day"), KNOWN)
def test_known_rates(currency: str, to: str, day: str, value: str, source: str, rate_day: str) -> None:
    """The bank's rate of the day, or of the last day before it; a peg where the bank has none."""
    rate = Rates().rate(currency, to, day)
    assert rate is not None
    assert (f"{rate.value:.4f}", rate.source, rate.day) == (value, source, rate_day)


@pytest.mark.parametrize(("currency", "to", "day"), UNKNOWN)
def test_no_rate_no_figure(currency: str, to: str, day: str) -> None:
    """Nothing is guessed for a currency, or a time, without a rate."""
    assert Rates().rate(currency, to, day) is None


def test_user_rates_come_first() -> None:
    """A user's rate holds from its day on, for three months, and goes before the bank's."""
    rates = Rates([UserRate("TWD", "2018-01-31", Decimal("0.034")), UserRate("EUR", "2018-02-01", Decimal("1.5"))])
    assert rates.rate("TWD", "USD", "2018-02-26") == (Decimal("0.034"), "user", "2018-01-31")
    assert rates.rate("TWD", "USD", "2018-01-30") is None
    assert rates.rate("TWD", "USD", "2018-06-30") is None
    assert rates.rate("EUR", "USD", "2018-02-26") == (Decimal("1.5"), "user", "2018-02-01")


def test_read_rates(tmp_path: Path) -> None:
    """A file of rates, with or without a byte order mark."""
    path = tmp_path / "rates.csv"
    path.write_text("\ufeffcurrency,date,usd\ntwd,2018-02-26,0.0341\n", encoding="utf-8")
    assert read_rates(path) == [UserRate("TWD", "2018-02-26", Decimal("0.0341"))]


BAD_FILES = [
    ("", "no rates in it"),
    ("currency,date,usd\n", "no rates in it"),
    ("currency;date;usd\nTWD;2018-02-26;1\n", "line 2"),
    ("currency,date,usd\nTWD,2018-02,1\n", "line 2"),
    ("currency,date,usd\nTWD,2018-02-26,1\nTWD,2018-02-27,-1\n", "line 3"),
    ("currency,date,usd\nTWD,2018-02-26,NaN\n", "line 2"),
]


@pytest.mark.parametrize(("content", "reason"), BAD_FILES)
def test_bad_files(tmp_path: Path, content: str, reason: str) -> None:
    """A file that does not fit is refused with the line that does not."""
    path = tmp_path / "rates.csv"
    path.write_text(content)
    with pytest.raises(UsageError, match=reason):
        read_rates(path)
    with pytest.raises(UsageError, match="gone"):
        read_rates(tmp_path / "gone.csv")
