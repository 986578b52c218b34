"""What of a report is compared."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from datetime import date
from functools import lru_cache

from extractor.normalize.companies import are_initials, compact, company_key, first_word, is_beginning, spellings
from extractor.normalize.days import day_range
from extractor.records import Deal, Kind, Money, Party, Status
from extractor.records.resolution import Indexed

GROUPS: dict[Kind, str] = {
    "funding": "money",
    "acquisition": "control",
    "merger": "control",
    "stake": "control",
    "ipo": "listing",
    "fund": "fund",
}
"""Kinds between which articles waver: one calls a merger what another calls a purchase."""
_BUCKET = math.log(1.1)
_WIDEST = 10
"""Buckets of a range's sums that are looked in: from 1 to 2.5."""
_HOUSE = frozenset("capital partners ventures venture equity investments management fund funds".split())
"""Words of a fund's name that papers leave out."""
_ROMAN = {numeral: str(number) for number, numeral in enumerate("i ii iii iv v vi vii viii ix x".split(), start=1)}


@dataclass(frozen=True, slots=True)
class Facts:
    """A report for comparing. Days are ordinals; sums are whole units of the currency."""

    kind: Kind
    names: tuple[str, ...]
    """Keys of the company; of both parties for a merger; for a fund, its house and its number."""
    parties: tuple[str, ...]
    """Keys of investors or acquirers."""
    low: int | None
    high: int | None
    currency: str | None
    qualifier: str
    stage: str | None
    extension: bool
    first: int | None
    last: int | None
    status: Status
    stake: float | None
    background: bool

    @property
    def group(self) -> str:
        """The kinds that this kind may be taken for."""
        return GROUPS[self.kind]


def read_facts(deal: Deal, published: str | None) -> Facts:
    """The facts of a deal as an article of that date tells it."""
    money = deal.amount or Money()
    sums = sorted(int(v) for v in (money.value, money.low, money.high) if v is not None and v >= 1)
    days = day_range(deal.date) or (None if deal.background else day_range(published))
    names, parties = _keys((deal.company,)), _keys(deal.investors or deal.acquirers)
    if deal.kind == "fund":
        names = tuple(sorted({_fund_key(name) for name in names}))
    if deal.kind == "merger":
        names, parties = tuple(sorted({*names, *parties})), ()
    return Facts(
        kind=deal.kind,
        names=names,
        parties=parties,
        low=sums[0] if sums else None,
        high=sums[-1] if sums else None,
        currency=money.currency if sums else None,
        qualifier=money.qualifier,
        stage=deal.stage,
        extension=deal.extension,
        first=_ordinal(days[0]) if days else None,
        last=_ordinal(days[1]) if days else None,
        status=deal.status,
        stake=float(deal.stake_percent) if deal.stake_percent is not None else None,
        background=deal.background,
    )


def dump(facts: Facts) -> str:
    """The facts as text."""
    return json.dumps(astuple(facts), separators=(",", ":"), ensure_ascii=False)


@lru_cache(maxsize=4096)
def load(text: str) -> Facts:
    """The facts from their text."""
    kind, names, parties, *rest = json.loads(text)
    return Facts(kind, tuple(names), tuple(parties), *rest)


@lru_cache(maxsize=4096)
def essence(facts: Facts) -> Facts:
    """The facts without what makes no difference between reports of one sum: on which day of the month each paper came
    out, and which of a round's investors it names."""
    if facts.low is None:
        return facts
    first, last = facts.first, facts.last
    if first is not None and last is not None:
        one, other = date.fromordinal(first), date.fromordinal(last)
        if (one.year, one.month) == (other.year, other.month):
            first = last = one.replace(day=1).toordinal()
    # Two buyers are two deals, whatever they bid.
    return replace(facts, first=first, last=last, parties=facts.parties if facts.group == "control" else ())


def merge(told: Iterable[Facts]) -> Facts:
    """What reports of one essence say together."""
    found = list(told)
    firsts, lasts = [f.first for f in found if f.first is not None], [f.last for f in found if f.last is not None]
    return replace(
        found[0],
        first=min(firsts, default=None),
        last=max(lasts, default=None),
        parties=tuple(sorted({party for facts in found for party in facts.parties})),
    )


def index(deal: Deal, published: str | None) -> Indexed:
    """Facts, keys and aliases of a report."""
    facts = read_facts(deal, published)
    aliases: dict[tuple[str, str], None] = {}
    for named in (deal.company, *deal.investors, *deal.acquirers, *deal.sellers):
        own = company_key(named.name)
        for alias in named.aliases:
            other = company_key(alias)
            if own and len(other) > 2 and not is_beginning(own, other) and not are_initials(own, other):
                a, b = sorted((compact(own), compact(other)))
                aliases[a, b] = None
    return Indexed(facts=dump(facts), keys=block_keys(facts), aliases=tuple(aliases))


@lru_cache(maxsize=4096)
def block_keys(facts: Facts) -> tuple[str, ...]:
    """Where the report is looked for: by each name of its company, and where names are only alike, by the spelling
    of a long name, or by its first word with the sum, or with the first word of an investor or buyer."""
    keys: dict[str, None] = {}
    for name in facts.names:
        keys[block_key(facts.group, compact(name))] = None
        for spelling in spellings(name):
            keys[f"slip|{facts.group}|{spelling}"] = None
        word = first_word(name)
        if word and facts.low and facts.high:
            bucket, last = (int(math.log(value) / _BUCKET) for value in (facts.low, facts.high))
            for near in range(bucket, min(last, bucket + _WIDEST) + 2):
                keys[f"word|{facts.group}|{word}|{near}"] = None
        # Of a merger either may be called the buyer.
        others = facts.parties or tuple(other for other in facts.names if other != name and facts.kind == "merger")
        for party in others if word else ():
            keys[f"by|{facts.group}|{word}|{first_word(party) or compact(party)}"] = None
    return tuple(keys)


def block_key(group: str, company: str) -> str:
    """The key of all reports of one kind about one company."""
    return f"name|{group}|{company}"


def company_of(key: str) -> str | None:
    """The company in a block key."""
    head, _, rest = key.partition("|")
    return rest.partition("|")[2] if head == "name" else None


def _keys(parties: tuple[Party, ...]) -> tuple[str, ...]:
    keys: dict[str, None] = {}
    for named in parties:
        own = company_key(named.name)
        keys |= {own: None} if own else {}
        for alias in named.aliases:
            other = company_key(alias)
            # "Horizon" for Horizon Robotics would make it one with every other Horizon.
            if len(other) > 2 and not (own and is_beginning(own, other)):
                keys[other] = None
    return tuple(sorted(keys))


def _fund_key(name: str) -> str:
    """A fund's house and number: "Aurin Capital Fund II" is "Aurin Fund II"."""
    first, *rest = name.split()
    return " ".join([first, *(_ROMAN.get(word, word) for word in rest if word not in _HOUSE)])


def _ordinal(day: str) -> int | None:
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return None  # "2018-02-31": printed, but no day
