"""When two sums are the same sum."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from extractor.records import Mention, Money


def sum_of(money: Money) -> tuple[str | None, Decimal | None, Decimal | None]:
    """Currency, low and high of a sum; low and high are equal for a plain value."""
    return (
        money.currency,
        money.low if money.low is not None else money.value,
        (money.high if money.high is not None else money.value),
    )


def same_sum(a: Mention, b: Mention, *, rounded: bool = False) -> bool:
    """Equal within 1.5 percent ("$12 million" and "$11.97 million"), in a currency that both are given in.

    ``rounded``: or within five, where one is the other rounded: "$3 billion" and "$2.95 billion".
    """
    return any(_close(x, y, rounded) for x in (a.value, *a.others) for y in (b.value, *b.others))


def _close(a: Any, b: Any, rounded: bool) -> bool:
    (ca, la, ha), (cb, lb, hb) = sum_of(a.money), sum_of(b.money)
    if (ca != cb and not _plain_dollar(a, b)) or la is None or lb is None or ha is None or hb is None:
        return False
    return _equal(la, lb, rounded) and _equal(ha, hb, rounded)


def _equal(a: Decimal, b: Decimal, rounded: bool) -> bool:
    larger, apart = max(abs(a), abs(b)), abs(a - b)
    if apart <= Decimal("0.015") * larger:
        return True
    return rounded and apart <= Decimal("0.05") * larger and (_rounded(a, b) or _rounded(b, a))


def _rounded(fine: Decimal, coarse: Decimal) -> bool:
    """Is the coarse sum the fine one with fewer digits?"""
    digits = len(coarse.normalize().as_tuple().digits)
    return digits < len(fine.normalize().as_tuple().digits) and _round_to(fine, digits) == coarse


def _round_to(value: Decimal, digits: int) -> Decimal:
    """The value with so many significant digits."""
    return value.quantize(Decimal((0, (1,), value.adjusted() - digits + 1)))


DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD"})


def _plain_dollar(a: Any, b: Any) -> bool:
    """Does one say "$" for what the other says in full, as a headline's "$3.5 million" for "C$3.5 million"?"""
    plain = any((money.text or "").startswith("$") for money in (a.money, b.money))
    return plain and {a.money.currency, b.money.currency} <= DOLLARS


def is_stated(mention: Mention) -> bool:
    """Does the sum have a value ("an undisclosed amount" has none)?"""
    return any(value is not None for value in sum_of(mention.value.money)[1:])
