"""Pages, articles, deals and statistics, and the output contract.

Every record is frozen and refuses unknown fields. Records carry no logic that needs another room.
``to_json`` of an :class:`Extraction` is the output contract; names and enumerations there are fixed.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["funding", "acquisition", "stake", "merger", "ipo", "fund"]
"""What kind of event a deal is."""

Status = Literal["completed", "announced", "planned", "rumored", "terminated", "denied"]
Qualifier = Literal["exact", "about", "at_least", "up_to", "undisclosed"]
Basis = Literal["pre", "post"]
Metric = Literal["total", "share", "growth", "count", "market_size", "average"]
Where = Literal["text", "title"]
BlockKind = Literal["paragraph", "heading", "list_item", "table_row", "quote", "preformatted"]


class Record(BaseModel):
    """Frozen; unknown fields are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Page(Record):
    """A raw response or file, before cleaning."""

    source: str
    """The path, URL or ``FILE#LINE`` as it was given."""
    content: bytes
    """The bytes, decompressed, undecoded."""
    url: str | None = None
    """Where the page lives, after redirects."""
    media_type: str | None = None
    """As declared, lower case, without parameters (``text/html``); None where nothing is declared."""
    charset: str | None = None
    """As declared by the transport, if it did."""
    fetched: str | None = None
    """ISO 8601 time of the fetch; None for files."""


class Block(Record):
    """A paragraph, heading, list item, table row or quote of the body: ``text[start:end]``."""

    kind: BlockKind
    start: int
    end: int
    path: str | None = None
    """CSS path of the element on the original page."""
    boilerplate: bool = False
    """An "About the company", contact, or disclaimer block: kept, but no news."""


class Article(Record):
    """Cleaned text with what the page says of itself."""

    id: str
    source: str
    url: str | None = None
    title: str = ""
    standfirst: str | None = None
    site: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    """``YYYY-MM-DD`` or ISO 8601 with zone; as precise as known (``YYYY-MM`` occurs)."""
    modified: str | None = None
    language: str | None = None
    """ISO 639-1."""
    section: str | None = None
    keywords: tuple[str, ...] = ()
    text: str
    """The body; blocks separated by a blank line."""
    blocks: tuple[Block, ...] = ()
    witnesses: dict[str, str] = Field(default_factory=dict)
    """Which witness gave each metadata field: ``{"title": "json-ld", "published": "meta:article:published_time"}``."""
    problem: str | None = None
    """Why there is no article here, where ``text`` is empty."""


class Evidence(Record):
    """The words that say so: a half-open span of ``Article.text`` (or of the title), and the rule that read it."""

    field: str
    start: int
    end: int
    text: str
    """Exactly ``article.text[start:end]``, or ``article.title[start:end]`` where ``where`` is ``title``."""
    rule: str
    where: Where = Field(default="text", alias="in")


class Money(Record):
    """A sum as an article states it, in whole units of the currency."""

    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    currency: str | None = None
    """ISO 4217."""
    qualifier: Qualifier = "exact"
    text: str | None = None
    """The words, ``US$460 million``."""


class Party(Record):
    """A company, firm or person in a deal, named as the article names it."""

    name: str
    aliases: tuple[str, ...] = ()
    """Other names the article uses for it."""


class Investor(Party):
    """A party whose money goes in; ``lead`` only where the article says that it led or co-led."""

    lead: bool = False


class Valuation(Record):
    """What the deal values the whole company at."""

    value: Decimal
    currency: str
    basis: Basis | None = None


class Deal(Record):
    """One event: a company raises, is bought, merges, lists, or a firm raises a fund.

    ``stage`` is read from the article, never guessed. ``date`` is as precise as known. ``background`` marks an
    earlier or side deal that the article mentions in passing. Every value but ``kind``, ``status`` and
    ``background`` carries evidence; so does a ``status`` that words gave.
    """

    id: str
    kind: Kind
    company: Party
    amount: Money | None = None
    stage: str | None = None
    extension: bool = False
    investors: tuple[Investor, ...] = ()
    acquirers: tuple[Party, ...] = ()
    sellers: tuple[Party, ...] = ()
    valuation: Valuation | None = None
    stake_percent: Decimal | None = None
    status: Status = "completed"
    date: str | None = None
    background: bool = False
    confidence: float = 0.5
    evidence: tuple[Evidence, ...] = ()


class Statistic(Record):
    """A number about a market, a group of companies or a period, not about one deal."""

    metric: Metric
    value: Decimal
    unit: str
    """``percent``, ``count``, ``multiple`` or an ISO 4217 currency."""
    subject: str
    of: str | None = None
    period: str | None = None
    source: str | None = None
    evidence: tuple[Evidence, ...] = ()


class Provenance(Record):
    """What read an article: enough to read it the same way again."""

    version: str
    model: str
    model_version: str
    model_digest: str
    rules: str
    """Digest of the rulebook."""


class Extraction(Record):
    """What one article tells."""

    article: Article
    deals: tuple[Deal, ...] = ()
    statistics: tuple[Statistic, ...] = ()
    provenance: Provenance | None = None

    def to_json(self) -> dict[str, Any]:
        """The output contract: plain JSON values, money as exact numbers, fields always in the same order."""
        article = self.article
        return {
            "article": {
                "id": article.id,
                "source": article.source,
                "url": article.url,
                "title": article.title,
                "site": article.site,
                "authors": list(article.authors),
                "published": article.published,
                "modified": article.modified,
                "language": article.language,
                "text": article.text,
            },
            "deals": [deal_json(deal) for deal in self.deals],
            "statistics": [statistic_json(statistic) for statistic in self.statistics],
            "provenance": self.provenance.model_dump() if self.provenance else None,
        }


class Failure(Record):
    """A source that could not be read, or an article that could not be finished."""

    source: str
    code: str
    message: str

    def to_json(self) -> dict[str, Any]:
        """The output contract's line for a failed source."""
        return {"article": {"source": self.source}, "error": {"code": self.code, "message": self.message}}


def number(value: Decimal | None) -> int | float | None:
    """A JSON number: whole where it is whole, else the shortest float, which is exact for any amount in print."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def evidence_json(evidence: tuple[Evidence, ...]) -> list[dict[str, Any]]:
    """Evidence in the contract's form; ``in`` only where the span is in the title."""
    return [
        {"field": e.field, "start": e.start, "end": e.end, "text": e.text, "rule": e.rule}
        | ({"in": "title"} if e.where == "title" else {})
        for e in evidence
    ]


def party_json(party: Party) -> dict[str, Any]:
    """``{"name": ...}``, with ``aliases`` where there are any."""
    return {"name": party.name} | ({"aliases": list(party.aliases)} if party.aliases else {})


def deal_json(deal: Deal) -> dict[str, Any]:
    """A deal in the contract's form."""
    amount, valuation = deal.amount, deal.valuation
    return {
        "id": deal.id,
        "kind": deal.kind,
        "company": party_json(deal.company),
        "amount": amount
        and {
            "value": number(amount.value),
            "low": number(amount.low),
            "high": number(amount.high),
            "currency": amount.currency,
            "qualifier": amount.qualifier,
            "text": amount.text,
        },
        "stage": deal.stage,
        "extension": deal.extension,
        "investors": [party_json(i) | {"lead": i.lead} for i in deal.investors],
        "acquirers": [party_json(party) for party in deal.acquirers],
        "sellers": [party_json(party) for party in deal.sellers],
        "valuation": valuation
        and {"value": number(valuation.value), "currency": valuation.currency, "basis": valuation.basis},
        "stake_percent": number(deal.stake_percent),
        "status": deal.status,
        "date": deal.date,
        "background": deal.background,
        "confidence": deal.confidence,
        "evidence": evidence_json(deal.evidence),
    }


def statistic_json(statistic: Statistic) -> dict[str, Any]:
    """A statistic in the contract's form."""
    return {
        "metric": statistic.metric,
        "value": number(statistic.value),
        "unit": statistic.unit,
        "subject": statistic.subject,
        "of": statistic.of,
        "period": statistic.period,
        "source": statistic.source,
        "evidence": evidence_json(statistic.evidence),
    }
