"""Buyers told of without a name: "sold to a Danish private equity house", whose name the next sentence gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from extractor.assemble.companies import Company, Registry
from extractor.assemble.draft import Draft
from extractor.assemble.grammar import Grammar
from extractor.assemble.parties import Ref
from extractor.assemble.report import Report, SentenceTelling
from extractor.records import Hit
from extractor.rulebook import TriggerRule

INDEFINITE = frozenset({"a", "an", "another", "two", "three"})
PREPOSITIONS = frozenset({"to", "by"})
THINGS = frozenset(
    """
    price deal sum discount premium multiple loss profit request percent stake share move bid fee value letter vote
    statement bank court judge report spokesman spokeswoman person source
    """.split()
)
"""What stands behind "to a" or "by a" and does not buy."""
REACH = 12
"""The preposition stands at most so many tokens behind the trigger."""
OPENING = 4
"""So many words at most stand before a name that opens a sentence: "The Osaka group Kuroda"."""
OWNING = re.compile(r"['’]s?\b")
NEAR = 2
"""The name is given at most so many sentences later."""


def leaves_buyer_unnamed(grammar: Grammar, hit: Hit, rule: TriggerRule, report: Report) -> bool:
    """Does a telling of a purchase speak of a buyer that it does not name?"""
    if any(ref.kind in ("name", "unit", "pointer") for ref in report.acquirers):
        return False
    if any(ref.kind == "blank" for ref in report.acquirers):
        return rule.id not in ("find-buyer", "subsidiary-of")
    tokens = grammar.tokens
    for i in range(hit.last - 1, min(len(tokens) - 1, hit.last + REACH)):
        prep = tokens[i].lower
        if prep in PREPOSITIONS and rule.role_of(prep) == "acquirer" and tokens[i + 1].lower in INDEFINITE:
            nouns = {c for c in grammar.kids(i, "pobj") if grammar.name_at[c] is None}
            return any(tokens[c].lower not in THINGS for c in nouns)
    return False


def name_buyers(
    drafts: Sequence[Draft],
    tellings: Sequence[SentenceTelling],
    registry: Registry,
    text: str,
    add: Callable[[Draft, Ref, str], None],
) -> None:
    """Give each purchase by somebody unnamed the name that opens one of the next sentences.

    ``text`` is the article's, as sentences that no rule matches in are not parsed. ``add`` takes the draft, the name,
    and the rule that told the purchase.
    """
    for draft in drafts:
        told = next((report for report in draft.reports if report.unnamed), None)
        if told is None or draft.acquirers or draft.company is None or draft.kind not in ("acquisition", "stake"):
            continue
        if draft.company.is_person():
            continue
        ref = _named_next(draft, tellings, registry, text)
        if ref is not None:
            add(draft, ref, told.rule)


def _named_next(draft: Draft, tellings: Sequence[SentenceTelling], registry: Registry, text: str) -> Ref | None:
    last = max(report.sentence for report in draft.reports if report.unnamed)
    others = [draft.company, *(seller for seller, _, _ in draft.sellers)]
    for telling in tellings:
        if not last < telling.number <= last + NEAR:
            continue
        ref = next((ref for ref in telling.names if ref.sort != "place"), None)
        if ref is None or ref.first > OPENING or OWNING.match(text, ref.end):
            continue
        company: Company | None = registry.find(ref)
        if company is None or registry.is_place(company) or company.official or company.is_person():
            continue
        if company.first > last and not any(company is other for other in others):
            return ref
    return None
