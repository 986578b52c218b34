"""Whether two reports tell of the same deal: a score for each pair, the same from both sides.

Evidence adds points: the same sum, the same round, days close together, the same parties. What one deal cannot be,
two series, two sums, two buyers, is a conflict. Points and windows were set on the fixture set in ``fixtures/resolve``
and on what news does: rounds leak some weeks before they are announced, a takeover needs a year to close.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal, Protocol

from extractor.normalize.companies import compact, may_be
from extractor.resolve.facts import Facts, block_keys

CONFLICT = -100
"""One deal cannot be both."""
UNRELATED = -50
"""Nothing speaks for one deal; nothing forbids that a third report shows that they are one."""
ENOUGH = 3
ENOUGH_IF_UNSURE = 6
"""Points needed where the company is only likely the same."""

Sums = Literal["agree", "near", "differ", "unknown"]
Surety = Literal["same", "likely", "no"]

_UNCONFIRMED = frozenset({"planned", "rumored", "terminated", "denied"})
_NUMBERED = re.compile(r"(?:pre_)?series_[a-z]$|pre_seed$|seed$|pre_ipo$")
"""Stages that a company goes through once; "growth" or "debt" may come again."""
_VAGUE = frozenset({"venture", "growth", "strategic", "extension", "private_equity", "bridge", "angel"})
_NUMBER = re.compile(r" \d+$")
"""The number of a fund of its house."""
_APART = frozenset({"debt", "grant", "token_sale", "crowdfunding", "secondary", "post_ipo"})
_FX_SLACK = 0.07
"""A sum converted by the paper is rounded once more, at a rate of another day."""


class RateTable(Protocol):
    """Where rates come from."""

    def usd_per(self, currency: str, day: int) -> float | None:
        """US dollars for one unit on a day (ordinal), or the last day before it with a rate; None without one."""


def surety(a: Facts, b: Facts, companies: Mapping[str, str]) -> Surety:
    """How sure it is that two reports are about one company."""
    left = {companies.get(key, key) for key in map(compact, a.names)}
    right = {companies.get(key, key) for key in map(compact, b.names)}
    if a.kind == b.kind == "merger":
        if len(left & right) >= min(2, len(left), len(right)):
            return "same"
        return "likely" if left & right else "no"
    if left & right:
        return "same"
    return "likely" if any(may_be(x, y) for x in a.names for y in b.names) else "no"


def enough(a: Facts, b: Facts, companies: Mapping[str, str], rates: RateTable | None) -> bool:
    """Whether the two alone would be taken for one deal."""
    return compare(a, b, companies, rates) >= ENOUGH


def compare(a: Facts, b: Facts, companies: Mapping[str, str], rates: RateTable | None) -> int:
    """Points for one deal, or UNRELATED, or CONFLICT. Points count from ENOUGH up, however sure the company is."""
    if a.group != b.group:
        return UNRELATED
    sure = surety(a, b, companies)
    if sure == "no":
        return UNRELATED
    if sure == "likely" and set(block_keys(a)).isdisjoint(block_keys(b)):
        return UNRELATED
    points = _JUDGES[a.group](a, b, companies, rates)
    if points > CONFLICT and sure == "likely":
        return max(points - (ENOUGH_IF_UNSURE - ENOUGH), UNRELATED)
    return points


def _funding(a: Facts, b: Facts, companies: Mapping[str, str], rates: RateTable | None) -> int:
    gap, sums, rounds = days_apart(a, b), compare_sums(a, b, rates), _compare_stages(a, b)
    parties = _parties(a, b, companies)
    if sums == "differ" and gap is not None and gap <= 7 and parties >= 0 and is_misprint(a, b):
        # The wrong power of ten in one paper: it may go with those that know it from its other facts.
        return UNRELATED if parties == 0 or rounds == "differ" else _closeness(gap, a, b) + 1
    if rounds == "differ" and not (sums == "agree" and gap is not None and gap <= 3 and parties >= 0):
        return CONFLICT
    numbered = rounds == "agree" and bool(_NUMBERED.match(a.stage or ""))
    if rounds == "agree" and a.extension != b.extension and sums != "agree":
        return CONFLICT
    if sums in ("near", "differ"):
        leaked = sums == "near" and _unconfirmed(a, b)
        if leaked and (gap is None or gap <= 200):
            return (3 if numbered else 0) + _closeness(gap, a, b) + parties - 1 + (2 if gap is not None else 0)
        if numbered and gap is not None and gap <= 45 and _precise(a, b):
            return 3 + _closeness(gap, a, b) + parties - 2
        if gap is not None and gap <= 3 and parties > 0 and _precise(a, b) and rounds != "differ":
            return 1 + _closeness(gap, a, b)
        return CONFLICT
    points = (4 if sums == "agree" else 0) + parties
    if rounds == "agree":
        points += 3 if numbered else 1
    if gap is not None and gap > 92:
        if numbered:
            return points if gap <= 400 else CONFLICT
        if sums == "agree" and _unconfirmed(a, b) and gap <= 200:
            return points
        return CONFLICT if gap > 300 else UNRELATED
    return points + _closeness(gap, a, b)


def _control(a: Facts, b: Facts, companies: Mapping[str, str], rates: RateTable | None) -> int:
    gap, sums, parties = days_apart(a, b), compare_sums(a, b, rates), _buyers(a, b, companies)
    if parties < 0 and not (sums == "agree" and gap is not None and gap <= 14):
        return CONFLICT  # rival bidders; but of a consortium papers name different members
    stakes = (a.kind == "stake") + (b.kind == "stake")
    raised = _unconfirmed(a, b) and parties > 0 and (gap or 0) <= 200
    if a.stake is not None and b.stake is not None and abs(a.stake - b.stake) > 1 and not raised:
        return CONFLICT
    points = (4 if sums == "agree" else 0) + parties
    if a.stake is not None and b.stake is not None:
        points += 2
    if stakes:
        if sums in ("near", "differ"):
            return CONFLICT
        if gap is not None and gap > 120:
            return CONFLICT if gap > 400 else UNRELATED
        return points + _closeness(gap, a, b) - (2 if stakes == 1 else 0)
    if parties > 0:
        if sums in ("near", "differ") and not (_unconfirmed(a, b) or (gap is not None and gap <= 200)):
            points -= 3
        if gap is not None and gap > 550:
            return CONFLICT
        return points + 1 + _closeness(gap, a, b)
    if sums in ("near", "differ"):
        if not (gap is not None and gap <= 30 and (_unconfirmed(a, b) or sums == "near")):
            return CONFLICT
        points -= 1
    if gap is not None and gap > 200:
        return CONFLICT if gap > 730 else (points - 1 if sums == "agree" else UNRELATED)
    return points + _closeness(gap, a, b) + (1 if gap is not None and gap <= 62 else 0)


def _listing(a: Facts, b: Facts, companies: Mapping[str, str], rates: RateTable | None) -> int:
    gap, sums = days_apart(a, b), compare_sums(a, b, rates)
    if gap is not None and gap > 550:
        return CONFLICT
    points = 3 + _closeness(gap, a, b) + (3 if sums == "agree" else 0)
    if sums in ("near", "differ"):
        sought = _unconfirmed(a, b)
        if not sought and (gap is None or gap > 30):
            return CONFLICT
        points -= 0 if sought and sums == "near" else 1
    return points


def _fund(a: Facts, b: Facts, companies: Mapping[str, str], rates: RateTable | None) -> int:
    gap, sums = days_apart(a, b), compare_sums(a, b, rates)
    points = 4 if sums == "agree" else 0
    if {name for name in a.names if _NUMBER.search(name)} & set(b.names):
        return 4 if gap is None or gap <= 1100 else UNRELATED  # a fund with a number is one, from first to last close
    if sums in ("near", "differ"):
        if not (sums == "near" and _unconfirmed(a, b) and gap is not None and gap <= 400):
            return CONFLICT
        points = 3
    if gap is not None and gap > (400 if _unconfirmed(a, b) else 120):
        return CONFLICT if gap > 400 else UNRELATED
    return points + _closeness(gap, a, b) + max(0, _parties(a, b, companies) - 2)


_JUDGES = {"money": _funding, "control": _control, "listing": _listing, "fund": _fund}


def days_apart(a: Facts, b: Facts) -> int | None:
    """Days between the two, 0 where both dates allow the same day; None where one has none."""
    if a.first is None or b.first is None or a.last is None or b.last is None:
        return None
    return max(0, max(a.first, b.first) - min(a.last, b.last))


def compare_sums(a: Facts, b: Facts, rates: RateTable | None) -> Sums:
    """Whether two sums may be one, as precisely as they are printed: 12 million is 12.4 million, not 13."""
    if a.low is None or b.low is None or a.high is None or b.high is None:
        return "unknown"
    left, right, slack = (float(a.low), float(a.high)), (float(b.low), float(b.high)), 0.0
    if a.currency != b.currency:
        one, other = _dollars(a, b, rates)
        if one is None or other is None:
            return "unknown"
        left, right, slack = (left[0] * one, left[1] * one), (right[0] * other, right[1] * other), _FX_SLACK
    left, right = _widen(*left, a.qualifier), _widen(*right, b.qualifier)
    tolerance = max(_tolerance(a.low, a.qualifier) * left[0], _tolerance(b.low, b.qualifier) * right[0])
    apart = max(left[0], right[0]) - min(left[1], right[1])
    smaller = min(left[0], right[0])
    if apart <= tolerance + slack * smaller:
        return "agree"
    return "near" if apart <= 0.6 * smaller else "differ"


def is_misprint(a: Facts, b: Facts) -> bool:
    """Whether two sums are the same digits with another power of ten: million for billion, a zero too many."""
    if a.low is None or b.low is None or a.currency != b.currency:
        return False
    left, right = str(a.low).rstrip("0"), str(b.low).rstrip("0")
    return left == right and a.low != b.low


def _widen(low: float, high: float, qualifier: str) -> tuple[float, float]:
    if qualifier == "at_least":
        return low, high * 1.2
    if qualifier == "up_to":
        return low * 0.5, high
    return low, high


def _tolerance(value: int, qualifier: str) -> float:
    """Half of the last digit printed, as a share: 460 million is printed to 10 million. Never above 5 %, or 10 % for
    "about"."""
    unit, rest = 1, value
    while rest % 10 == 0:
        rest //= 10
        unit *= 10
    return max(min(unit / 2 / value, 0.05), 0.10 if qualifier == "about" else 0.005)


def _dollars(a: Facts, b: Facts, rates: RateTable | None) -> tuple[float | None, float | None]:
    """Dollars for a unit of each currency, on one day for both, so that neither side is the first."""
    days = [day for day in (a.last, b.last) if day is not None]
    if rates is None or a.currency is None or b.currency is None or not days:
        return None, None
    return rates.usd_per(a.currency, max(days)), rates.usd_per(b.currency, max(days))


def _compare_stages(a: Facts, b: Facts) -> Literal["agree", "differ", "unknown"]:
    if a.stage is None or b.stage is None:
        return "unknown"
    if a.stage == b.stage:
        return "agree"
    if (a.stage in _APART) != (b.stage in _APART):
        return "differ"
    return "unknown" if a.stage in _VAGUE or b.stage in _VAGUE else "differ"


def _closeness(gap: int | None, a: Facts, b: Facts) -> int:
    if gap is None or not _precise(a, b):
        return 0
    return 3 if gap <= 7 else 2 if gap <= 31 else 0


def _precise(a: Facts, b: Facts) -> bool:
    """Whether both dates are known to the month or so: two deals of the same year are not close together."""
    return all(f.first is not None and f.last is not None and f.last - f.first <= 31 for f in (a, b))


def _buyers(a: Facts, b: Facts, companies: Mapping[str, str]) -> int:
    """As ``_parties``; both companies of a merger may be the buyer."""
    if a.kind == b.kind == "merger":
        return 3 if surety(a, b, companies) == "same" else 0
    merger, other = (a, b) if a.kind == "merger" else (b, a)
    if merger.kind != "merger":
        return _parties(a, b, companies)
    if len(merger.names) < 2 or not other.parties:
        return 0
    return _parties(replace(merger, parties=merger.names), other, companies)


def _parties(a: Facts, b: Facts, companies: Mapping[str, str]) -> int:
    """3 where somebody is in both, 0 where one names nobody, -2 where they name different people."""
    if not a.parties or not b.parties:
        return 0
    left = {companies.get(key, key) for key in map(compact, a.parties)}
    right = {companies.get(key, key) for key in map(compact, b.parties)}
    if left & right or any(may_be(x, y) for x in a.parties for y in b.parties):
        return 3
    return -2


def _unconfirmed(a: Facts, b: Facts) -> bool:
    return a.status in _UNCONFIRMED or b.status in _UNCONFIRMED
