"""A deal as one trigger in one sentence tells it: possibly without a company, a sum, or anybody else."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.assemble.parties import Ref
from extractor.records import Hit, Kind, Mention, Status

STAGED = {
    "lend-to": "debt",
    "borrow": "debt",
    "buy-bonds": "debt",
    "sell-bonds": "debt",
    "file-debt": "debt",
    "seek-loan": "debt",
    "refinance": "debt",
    "seeded-with": "seed",
    "file-offering": "post_ipo",
    "make-offering": "post_ipo",
    "sell-new-shares": "post_ipo",
    "issue-brings": "post_ipo",
    "share-offering": "post_ipo",
    "underwritten-shares": "post_ipo",
    "sell-tokens": "token_sale",
    "award-grant": "grant",
    "crowd-platform": "crowdfunding",
    "tap-bonds": "debt",
    "token-sale-brings": "token_sale",
    "crowdfunding-target": "crowdfunding",
    "crowd-target": "crowdfunding",
    "crowd-campaign": "crowdfunding",
}
"""Rules whose words imply a stage."""

SELLING = ("sell-verb", "plan-to-sell", "dispose-of", "shed-to")
"""Rules of verbs whose subject sells."""

ALONE = frozenset({"explore-sale", "is-for-sale"})
"""Rules whose words tell of a purchase though nobody buys or sells yet."""


@dataclass(slots=True)
class Vote:
    """What one place in the article says of a deal's status, and how plainly."""

    status: Status
    weight: int
    rule: str
    start: int = -1
    end: int = -1
    sentence: int = -1


@dataclass(slots=True)
class Report:
    """One telling of a deal."""

    kind: Kind
    rule: str
    weight: float
    sentence: int
    head: int
    start: int
    """Offset of the trigger in the text (or title)."""
    end: int
    companies: list[Ref] = field(default_factory=list)
    investors: list[tuple[Ref, bool]] = field(default_factory=list)
    acquirers: list[Ref] = field(default_factory=list)
    sellers: list[Ref] = field(default_factory=list)
    parties: list[Ref] = field(default_factory=list)
    amount: Mention | None = None
    owners: list[Ref] = field(default_factory=list)
    """Whose unit or portfolio company a buyer is, where the sentence says so."""
    sums: list[Mention] = field(default_factory=list)
    """Every sum behind the trigger that may be the deal's, in order."""
    stage: Mention | None = None
    stake: Mention | None = None
    majority: bool = False
    minority: bool = False
    vote: Vote | None = None
    date: Mention | None = None
    dated: bool = False
    """Does the date hang on the trigger, and not on something else that the sentence tells?"""
    background: bool = False
    past: bool = False
    """Told as an earlier event: "previously", "in 2015", "had raised"."""
    perfect: bool = False
    """"Has raised": as well a total as news."""
    void: bool = False
    """A conditional, a question or a denial of any deal: not to be reported."""
    extension: bool = False
    long_ago: bool = False
    """Dated, by words that hang on the trigger, a year or more before the article."""
    offered: bool = False
    """Of money taken in: "the offer raised", so that it may be the listing's told before."""
    unnamed: bool = False
    """Of a purchase: to or by somebody told of without a name, "a Danish private equity house"."""
    round: bool = False
    """Of money taken in: a round that the sentence calls one, and no sale of shares to the public."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What a company is said to be worth."""

    mention: Mention
    role: str
    owner: Ref | None
    """The company, where the sentence says whose worth it is."""

    @property
    def basis(self) -> str | None:
        """``pre`` or ``post``: before or after the new money."""
        return self.role.partition("_")[2] or None if self.role.startswith("valuation") else None


@dataclass(frozen=True, slots=True)
class Facet:
    """Parties that a sentence adds to a deal told nearby."""

    rule: str
    role: str
    refs: tuple[Ref, ...]
    sentence: int
    at: int
    deals: tuple[Kind, ...]
    same_sentence: bool = False
    about: Ref | None = None
    """Whose owners the parties are: they are parties of a deal over this company, and of no other."""
    stage: Mention | None = None
    """Of the round that the parties are said to lead or join: "the Series B was led by Tern"."""


@dataclass(frozen=True, slots=True)
class SentenceTelling:
    """All that one sentence tells."""

    number: int
    reports: list[Report]
    facets: list[Facet]
    cues: list[Hit]
    valuations: list[Worth]
    names: list[Ref]
    """Every name in the sentence."""
    subjects: tuple[Ref, ...] = ()
    """Those of the names that are the subject of a verb."""
    loose_stakes: tuple[Mention, ...] = ()
    """Percentages that are the share of a company that a deal is about."""
