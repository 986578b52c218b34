"""What gold looks like once read."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from extractor.records import Article, Basis, Evidence, Kind, Metric, Qualifier, Record, Status


def _names(value: object) -> object:
    """One spelling or several: a string, a list of strings, or ``{"name": either}``."""
    if isinstance(value, Mapping) and set(value) == {"name"}:
        value = value["name"]
    return (value,) if isinstance(value, str) else value


def _party(value: object) -> object:
    """A party written as its spellings alone, or as a mapping with ``name``."""
    return value if isinstance(value, Mapping) else {"name": value}


def _date(value: object) -> object:
    """A bare year comes out of YAML and JSON as a number."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _also(value: object) -> object:
    """Each field's alternatives as a tuple, also where a single one is written."""
    if not isinstance(value, Mapping):
        return value
    return {field: tuple(other) if isinstance(other, list) else (other,) for field, other in value.items()}


Names = Annotated[tuple[str, ...], BeforeValidator(_names), Field(min_length=1)]
"""Accepted spellings of one name, the best first."""

DateText = Annotated[str, BeforeValidator(_date), Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
Also = Annotated[dict[str, tuple[Any, ...]], BeforeValidator(_also)]


class GoldMoney(Record):
    """A sum: ``value``, or ``low`` and ``high``, in whole units of ``currency`` (ISO 4217)."""

    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    currency: str | None = None
    basis: Basis | None = None
    """Of a valuation: before or after the new money."""


class GoldParty(Record):
    """A party; ``lead`` None where disputed, ``optional`` where naming it is neither right nor wrong."""

    name: Names
    lead: bool | None = False
    optional: bool = False


Parties = tuple[Annotated[GoldParty, BeforeValidator(_party)], ...]


class GoldDeal(Record):
    """A deal as a careful analyst enters it; ``also`` lists other acceptable values by field."""

    kind: Kind
    company: Names
    amount: GoldMoney | None = None
    amount_qualifier: Qualifier | None = None
    stage: str | None = None
    extension: bool = False
    investors: Parties = ()
    acquirers: Parties = ()
    sellers: Parties = ()
    valuation: GoldMoney | None = None
    stake_percent: Decimal | None = None
    status: Status
    date: DateText | None = None
    background: bool = False
    also: Also = Field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    """Found from quotes; ``rule`` is ``gold``. Empty in gold files, which carry none."""


class GoldStatistic(Record):
    """A number about a market or a period; ``optional`` where missing it is no error."""

    metric: Metric
    value: Decimal
    unit: str
    subject: str
    of: str | None = None
    period: str | None = None
    source: str | None = None
    optional: bool = False
    also: Also = Field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()


class GoldArticle(Record):
    """One article's gold."""

    id: str
    """A fixture's folder name, or the ``id`` in a gold file."""
    deals: tuple[GoldDeal, ...]
    statistics: tuple[GoldStatistic, ...] | None = None
    """None where nobody looked for statistics: they are not scored then."""
    source: str | None = None
    """What to give the program: a page, a text, or the ``.jsonl`` with the article. None: not at hand."""
    article: Article | None = None
    """Title, text and metadata that cleaning should give; fixtures only."""
    url: str | None = None
    licence: str | None = None
    teaches: str | None = None
    """What this article is there for; fixtures only."""
    absent: tuple[str, ...] = ()
    """Sentences of the page that are no part of the article; fixtures only."""
    notes: str | None = None
