"""When do two values say the same: names, sums, shares, dates, deals.

Both sides, gold and predicted, are first brought to the same plain form, :class:`Facts`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any

SINGLE = ("kind", "amount", "stage", "valuation", "stake_percent", "status", "date")
"""Fields with one value."""

LISTS = ("investors", "leads", "acquirers", "sellers")
"""Fields counted name by name."""

TOLERANCE = Decimal("0.005")
"""Sums may differ by half a percent of the gold sum: rounding in print, no more."""

_LEGAL = frozenset(
    {
        *("inc", "incorporated", "corp", "corporation", "co", "company", "companies", "the"),
        *("ltd", "limited", "plc", "llc", "llp", "lp", "group", "holding", "holdings"),
        *("pte", "pty", "pvt", "private"),
        *("ag", "gmbh", "kg", "kgaa", "se", "sa", "sas", "spa", "srl", "bv", "nv"),
        *("ab", "as", "asa", "oy", "kk"),
    }
)
"""Words that say what a company is in law, not which."""


@dataclass(frozen=True)
class Sum:
    """A sum's distinct numbers in rising order, and its currency in capitals."""

    numbers: tuple[Decimal, ...]
    currency: str


@dataclass(frozen=True)
class Named:
    """A party: accepted spellings; ``lead`` None where it is disputed."""

    names: tuple[str, ...]
    lead: bool | None = False
    optional: bool = False


@dataclass(frozen=True)
class Facts:
    """A deal in the form in which it is compared."""

    company: tuple[str, ...] = ()
    single: Mapping[str, Any] = field(default_factory=dict)
    """One value or None for each of SINGLE."""
    also: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    """Other values that gold accepts."""
    investors: tuple[Named, ...] = ()
    acquirers: tuple[Named, ...] = ()
    sellers: tuple[Named, ...] = ()
    background: bool = False
    confidence: float | None = None

    def listed(self, name: str) -> tuple[Named, ...]:
        """The parties of one of LISTS."""
        if name == "leads":
            return tuple(party for party in self.investors if party.lead)
        parties: tuple[Named, ...] = getattr(self, name)
        return parties


def read_facts(deal: Mapping[str, Any]) -> Facts:
    """A deal in the output's form or in gold's, as Facts; unknown fields are passed over."""
    confidence = deal.get("confidence")
    return Facts(
        company=_spellings(deal.get("company")),
        single={name: _single(name, deal.get(name)) for name in SINGLE},
        also={
            name: tuple(_single(name, other) for other in (others if _many(others) else (others,)))
            for name, others in (deal.get("also") or {}).items()
            if name in SINGLE
        },
        investors=_parties(deal.get("investors")),
        acquirers=_parties(deal.get("acquirers")),
        sellers=_parties(deal.get("sellers")),
        background=bool(deal.get("background")),
        confidence=None if confidence is None else float(confidence),
    )


def brief(deal: Mapping[str, Any] | None) -> str:
    """A deal in one line: ``Acme/Acme Inc: funding, USD 12000000, series_a, completed``."""
    if deal is None:
        return "-"
    facts = read_facts(deal)
    parts = [
        facts.single["kind"],
        _sum_text(facts.single["amount"]),
        facts.single["stage"],
        facts.single["status"],
    ]
    return f"{'/'.join(facts.company)}: {', '.join(part for part in parts if part)}"


def _sum_text(value: Sum | None) -> str:
    if value is None:
        return ""
    return f"{value.currency or '?'} {' to '.join(_plain(number) for number in value.numbers)}"


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _many(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _spellings(value: Any) -> tuple[str, ...]:
    if isinstance(value, Mapping):
        value = value.get("name")
    if isinstance(value, str):
        return (value,)
    return tuple(name for name in value or () if isinstance(name, str))


def _parties(value: Any) -> tuple[Named, ...]:
    parties = []
    for item in value or ():
        given: Mapping[str, Any] = item if isinstance(item, Mapping) else {}
        lead = given.get("lead", False)
        parties.append(
            Named(
                _spellings(item),
                lead=None if lead is None else bool(lead),
                optional=bool(given.get("optional")),
            )
        )
    return tuple(parties)


def _single(name: str, value: Any) -> Any:
    if name in ("amount", "valuation"):
        return _sum(value)
    if name == "stake_percent":
        return decimal(value)
    return None if value is None or value == "" or value == [] else str(value)


def _sum(value: Any) -> Sum | None:
    if not isinstance(value, Mapping):
        return None
    low, high, one = (decimal(value.get(part)) for part in ("low", "high", "value"))
    if low is None and high is None and one is None:
        return None
    numbers = {low, high} if low is not None and high is not None else {one}
    return Sum(tuple(sorted(n for n in numbers if n is not None)), str(value.get("currency") or "").upper())


def decimal(value: Any) -> Decimal | None:
    """A number as written, exactly; None where there is none."""
    try:
        return None if value is None else Decimal(str(value))
    except InvalidOperation:
        return None


# Names


def words(name: str) -> list[str]:
    """A name's telling words: lower case, no accents, no possessive, no legal form (unless that is all).

    A name without any Latin letter or digit has none, and is the same as no other.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    spoken = re.sub(r"'s?\b|\.", "", (plain or name).lower())
    every = re.findall(r"[a-z0-9+&]+", spoken)
    return [word for word in every if word not in _LEGAL] or every


def same_name(one: str, other: str) -> bool:
    """The same words, written together or apart; or one name is the first half or more of the other."""
    short, long = sorted((words(one), words(other)), key=len)
    if not short:
        return False
    if "".join(short) == "".join(long):
        return True
    opening = long[: len(short)] == short
    return opening and 2 * len(short) >= len(long) and sum(map(len, short)) >= 4


def same_names(one: Sequence[str], other: Sequence[str]) -> bool:
    """Any spelling of one is the same as any spelling of the other."""
    return any(same_name(a, b) for a in one for b in other)


# Values


def same_value(name: str, predicted: Any, gold: Any) -> bool:
    """Two values of one of SINGLE say the same; nothing on both sides is the same too.

    Sums: same currency, each number within TOLERANCE. Shares: within 0.05 points and half a percent.
    Dates: equal, or the prediction more precise than gold and agreeing with it.
    """
    if predicted is None or gold is None:
        return predicted is None and gold is None
    if name in ("amount", "valuation"):
        return _same_sum(predicted, gold)
    if name == "stake_percent":
        return bool(abs(predicted - gold) <= Decimal("0.05") + TOLERANCE * abs(gold))
    if name == "date":
        day, wanted = predicted[:10], gold[:10]
        return bool(day == wanted or (len(day) > len(wanted) and day.startswith(wanted)))
    return bool(predicted == gold)


def _same_sum(predicted: Sum, gold: Sum) -> bool:
    if predicted.currency != gold.currency or not predicted.numbers:
        return False
    return len(predicted.numbers) == len(gold.numbers) and all(
        abs(x - y) <= TOLERANCE * abs(y) for x, y in zip(predicted.numbers, gold.numbers, strict=True)
    )


def right_single(name: str, predicted: Facts, gold: Facts) -> bool:
    """The prediction gives gold's value, or one of its alternatives."""
    value = predicted.single[name]
    return any(same_value(name, value, other) for other in (gold.single[name], *gold.also.get(name, ())))


def right_company(predicted: Facts, gold: Facts) -> bool:
    """The prediction names gold's company."""
    return same_names(predicted.company, gold.company)


def is_right(predicted: Facts, gold: Facts) -> bool:
    """The strict record: company, kind, amount and stage all right, or rightly empty."""
    return right_company(predicted, gold) and all(
        right_single(name, predicted, gold) for name in ("kind", "amount", "stage")
    )


# Pairs


def oriented(predicted: Facts, gold: Facts) -> Facts:
    """A merger's two parties may stand either way round: gold turned to the prediction's side."""
    if gold.single["kind"] != "merger" or len(gold.acquirers) != 1 or right_company(predicted, gold):
        return gold
    other = gold.acquirers[0]
    if not same_names(predicted.company, other.names):
        return gold
    return replace(gold, company=other.names, acquirers=(Named(gold.company),))


def likeness(predicted: Facts, gold: Facts) -> float:
    """How well two deals fit: 0 unless the company is right, or else amount and kind both are."""
    gold = oriented(predicted, gold)
    company = right_company(predicted, gold)
    amount = predicted.single["amount"] is not None and right_single("amount", predicted, gold)
    kind = right_single("kind", predicted, gold)
    if not company and not (amount and kind):
        return 0.0
    stage, status = right_single("stage", predicted, gold), right_single("status", predicted, gold)
    return 4 * company + 3 * amount + 2 * kind + stage + 0.5 * status


def pair_deals(predicted: Sequence[Facts], gold: Sequence[Facts]) -> dict[int, int]:
    """Predicted -> gold, by index: one to one, the best fits first, ties in the order given."""
    fits = sorted(((likeness(p, g), -i, -j) for i, p in enumerate(predicted) for j, g in enumerate(gold)), reverse=True)
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for fit, i, j in fits:
        if fit > 0 and -i not in pairs and -j not in taken:
            pairs[-i] = -j
            taken.add(-j)
    return pairs
