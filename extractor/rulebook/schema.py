"""The closed schema of the files under rules/.

Five kinds of rule, each with its own examples: in ``matches`` square brackets mark the span that the pattern
covers (a literal bracket is doubled); in ``rejects`` the rule must not fire.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from extractor.records import Kind, Status
from extractor.rulebook.patterns import Pattern, compile_pattern

Slot = Literal[
    "subject", "receiver", "object", "passive", "poss", "before", "self",
    "by", "from", "in", "into", "to", "for", "with", "of", "at", "on", "over", "under", "onto", "between", "and",
]  # fmt: skip
"""Where an argument stands, seen from the trigger. ``receiver`` is the subject of a verb like "reject" or "accept"
whose object is the trigger, ``passive`` the subject of a passive verb, ``poss`` the owner ("Acme's acquisition"),
``before`` the name right before a noun ("the Acme deal"), ``self`` the name that the pattern itself holds; the others
are prepositions."""

Role = Literal["company", "investor", "lead", "acquirer", "seller", "party", "adviser"]
"""What an argument is in the deal. ``party`` is one side of a merger, ``adviser`` who is no party at all."""

CueValue = Literal[
    "completed", "announced", "planned", "rumored", "terminated", "denied",
    "background", "hypothetical", "negated",
    "valuation", "valuation_pre", "valuation_post", "past_valuation", "market_value",
    "total", "fund_size", "other_money", "amount",
    "stake", "stake_given", "held_percent", "other_percent", "no_deal",
]  # fmt: skip
"""What a cue says: of a trigger (its status, or that it is no news), of a sum or percentage (its role)."""

Telling = Literal["up", "down", "level", "takes", "gives", "part", "times", "before"]
"""How a statistic is told: a change up or down, a level, money that a group takes in or that goes into one, a part of a
whole, a multiple of what was before, or the same quantity at another time."""


class Rule(BaseModel):
    """What every rule has."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    why: str = Field(min_length=8)
    patterns: tuple[str, ...] = Field(min_length=1)
    matches: tuple[str, ...] = Field(min_length=1)
    rejects: tuple[str, ...] = Field(min_length=1)

    @field_validator("patterns")
    @classmethod
    def _compiles(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            compile_pattern(pattern)
        return patterns

    @field_validator("matches")
    @classmethod
    def _marked(cls, matches: tuple[str, ...]) -> tuple[str, ...]:
        for text in matches:
            unmark(text)
        return matches

    def compiled(self) -> list[Pattern]:
        """The rule's patterns, ready to match."""
        return [compile_pattern(pattern) for pattern in self.patterns]


class TriggerRule(Rule):
    """Words that announce a deal, and which of their arguments plays which role."""

    kind: Literal["trigger"]
    deal: Kind
    verb: bool = True
    """Does the head token take a subject and an object (else it is a noun, with owner and prepositions)?"""
    roles: dict[Slot, Role]
    needs: tuple[str, ...] = ()
    """One of these patterns must stand in the sentence within ``reach`` tokens; ``<money>`` and ``<stage>`` count."""
    reach: int = 14
    unless: tuple[str, ...] = ()
    """None of these patterns may stand within ``unless_reach`` tokens of the trigger."""
    unless_reach: int = 6
    status: Status | None = None
    """The status where no cue speaks; None means what the verb's tense says."""
    weight: float = Field(default=1.0, gt=0, le=1)
    """How much the words alone are worth: 1 for "raised $5 million", less for what often means something else."""

    def role_of(self, slot: str) -> Role | None:
        """The role that this argument plays; None for one that plays none."""
        return self.roles.get(cast(Slot, slot))

    @model_validator(mode="after")
    def _patterns_compile(self) -> TriggerRule:
        for pattern in (*self.needs, *self.unless):
            compile_pattern(pattern)
        return self


class FacetRule(Rule):
    """Words that add parties to a deal told nearby: who led, who took part, who sold."""

    kind: Literal["facet"]
    role: Role
    take: Literal["after", "before"]
    """On which side of the pattern the names stand."""
    take_from: Literal["pattern", "head"] = "pattern"
    """Where the list begins: behind the whole pattern, or behind its head."""
    same_sentence: bool = False
    """Only where the sentence itself tells such a deal."""
    deals: tuple[Kind, ...] = ("funding",)
    """To which kinds of deal it may add."""
    about: Literal["before", "after"] | None = None
    """On which side of the pattern stands the company whose owners the parties are; only deals over it get them."""


class CueRule(Rule):
    """Words that change how a trigger, a sum or a percentage reads."""

    kind: Literal["cue"]
    cue: CueValue
    scope: Literal["before", "after", "near", "sentence", "mention"] = "sentence"
    """Where the trigger stands, seen from the cue; ``mention``: it is about the sum or percentage that is its head."""
    reach: int = 12
    deals: tuple[Kind, ...] = ()
    """Only for these kinds of deal; empty means all."""


class StatisticRule(Rule):
    """Words that tell a number about a market, a group of companies or a period."""

    kind: Literal["statistic"]
    tells: Telling
    factor: int | None = None
    """For ``times``: how many times."""

    @model_validator(mode="after")
    def _factor_belongs(self) -> StatisticRule:
        if (self.factor is not None) != (self.tells == "times"):
            raise ValueError("a factor belongs to 'times', and to nothing else")
        return self


class Lexicon(BaseModel):
    """A closed list of words or names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    kind: Literal["lexicon"]
    why: str = Field(min_length=8)
    entries: dict[str, Any] | list[Any]


AnyRule = Annotated[TriggerRule | FacetRule | CueRule | StatisticRule, Field(discriminator="kind")]

MARKS = re.compile(r"\[\[|\]\]|\[|\]")


def unmark(text: str) -> tuple[str, int, int]:
    """The text of a ``matches`` example without its brackets, and the span they marked.

    Raises ValueError unless exactly one span is marked.
    """
    plain: list[str] = []
    length = 0
    spans: list[int] = []
    last = 0
    for mark in MARKS.finditer(text):
        piece = text[last : mark.start()]
        plain.append(piece)
        length += len(piece)
        if len(mark.group()) == 2:
            plain.append(mark.group()[0])
            length += 1
        else:
            if (mark.group() == "[") != (len(spans) == 0):
                raise ValueError(f"one span must be marked in {text!r}")
            spans.append(length)
        last = mark.end()
    plain.append(text[last:])
    if len(spans) != 2:
        raise ValueError(f"one span must be marked in {text!r}")
    return "".join(plain), spans[0], spans[1]
