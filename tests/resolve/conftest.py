"""Reads the fixture set of reports."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from extractor.records import Deal, Investor, Money, Party, Qualifier
from extractor.records.resolution import Told

_FOLDER = Path(__file__).parent.parent.parent / "fixtures" / "resolve"
_SUM = re.compile(r"([~<>]?)([A-Z]{3}) ([\d.]+)(k|m|bn)(?:-([\d.]+)(k|m|bn))?")
_UNITS = {"k": 10**3, "m": 10**6, "bn": 10**9}
_QUALIFIERS: dict[str, Qualifier] = {"": "exact", "~": "about", ">": "at_least", "<": "up_to"}


class Gold(NamedTuple):
    """Reports, and for each the deal that it tells of."""

    name: str
    reports: tuple[Told, ...]
    deal_of: dict[str, str]


@pytest.fixture(scope="session", params=["reports", "second", "third"])
def gold(request: pytest.FixtureRequest) -> Gold:
    """Each fixture set."""
    return read_gold(request.param)


@cache
def read_gold(name: str) -> Gold:
    """The fixture set of this name, read once."""
    reports: list[Told] = []
    deal_of: dict[str, str] = {}
    for group in yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8")):
        for number, line in enumerate(group["reports"]):
            key = f"{group['deal']}.{number}"
            published = str(line["at"])
            reports.append(
                Told(
                    key=key,
                    deal=_deal(key, group["kind"], line),
                    article=f"{line['by']}-{published}-{group['deal']}",
                    published=published,
                )
            )
            deal_of[key] = group["deal"]
    return Gold(name, tuple(reports), deal_of)


def _deal(key: str, kind: str, line: dict[str, Any]) -> Deal:
    kind = line.get("kind", kind)
    date = str(line.get("date", line["at"]))
    parties = tuple(Party(name=name) for name in line.get("who", ()))
    money = kind in ("funding", "ipo", "fund")
    return Deal(
        id=key,
        kind=kind,
        company=Party(name=line["name"], aliases=tuple(line.get("aka", ()))),
        amount=_money(line["sum"]) if "sum" in line else None,
        stage=line.get("stage"),
        extension=line.get("extension", False),
        investors=tuple(Investor(name=party.name) for party in parties) if money else (),
        acquirers=() if money else parties,
        sellers=tuple(Party(name=name) for name in line.get("from", ())),
        stake_percent=Decimal(str(line["stake"])) if "stake" in line else None,
        status=line.get("status", "completed"),
        date=None if date == "-" else date,
        background=line.get("past", False),
        confidence=0.9,
    )


def _money(text: str) -> Money:
    match = _SUM.fullmatch(text)
    assert match, text
    sign, currency, low, unit, high, high_unit = match.groups()
    value = Decimal(low) * _UNITS[unit]
    if high:
        return Money(low=value, high=Decimal(high) * _UNITS[high_unit], currency=currency)
    return Money(value=value, currency=currency, qualifier=_QUALIFIERS[sign])
