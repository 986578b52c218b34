"""Whose shares are told of where no "in" or "of" says it: the holder's own, those of who tells, of who is listed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.assemble.grammar import Grammar
from extractor.assemble.parties import Ref, ref_of_name
from extractor.assemble.report import Report
from extractor.assemble.words import SAYING
from extractor.records import Hit

OWN = frozenset({"his", "her", "its", "their"})
HOLDINGS = frozenset({"stake", "shareholding", "holding"})
DISCLOSING = SAYING | frozenset(
    "disclose discloses disclosed reveal reveals revealed confirm confirms confirmed".split()
)
SELVES = frozenset({"company", "concern", "firm", "bank", "group"})
"""By what a company calls itself."""
BEHIND = frozenset({"in", "of"})

EXCHANGE = re.compile(r"\b(?:exchange|bourse|nasdaq|nyse|aim|market)\b", re.IGNORECASE)
"""In the name of where shares are listed."""


def own_holding(grammar: Grammar, hit: Hit) -> list[Ref]:
    """ "He sold his entire stake", "sells stake in retailer": a part of whom the article is about."""
    tokens = grammar.tokens
    for token in tokens[hit.head + 1 : hit.last + 3]:
        owned = token.lower in OWN and any(t.lower in HOLDINGS for t in tokens[token.i + 1 : token.i + 4])
        if owned or (token.lower in OWN and any(grammar.mention_at["percent"][token.i + 1 : token.i + 3])):
            return [Ref(token.text, token.start, token.end, grammar.sentence.number, "pointer", first=token.i)]
    return []


def teller_of_stake(grammar: Grammar, hit: Hit, report: Report) -> list[Ref]:
    """ "Tallyho says Finch bought a 7 percent stake", "Tallyho said Moss will sell its stake": a part of who tells.

    Nobody tells of a part that others buy or sell but whose part it is; and who buys or sells tells no other's news.
    """
    tokens = grammar.tokens
    opening = grammar.name_at[0]
    if opening is None or opening.sort or opening.last >= hit.head or tokens[opening.last].lower not in DISCLOSING:
        return []
    behind = [token for token in tokens[hit.head + 1 : hit.last + 2] if token.lower in BEHIND]
    if any(tokens[token.i + 1].lower not in OWN for token in behind if token.i + 1 < len(tokens)):
        return []
    acting = [ref for ref in (*report.acquirers, *report.sellers) if ref.kind == "name"]
    teller = ref_of_name(grammar, opening)
    if not acting or any(ref.start == teller.start for ref in acting):
        return []
    return [teller]


def teller_bought(grammar: Grammar, hit: Hit, report: Report) -> list[Ref]:
    """ "Tallyho said an investor has signed a letter of intent to buy the company": it tells of its own sale.

    Empty where the teller itself buys or sells, or where what is bought has a name.
    """
    opening = grammar.name_at[0]
    if opening is None or opening.sort or opening.last >= hit.head or grammar.sentence.where == "title":
        return []
    if grammar.tokens[opening.last].lower not in DISCLOSING or any(ref.kind != "pointer" for ref in report.companies):
        return []
    if not any(ref.text.lower() in SELVES for ref in report.companies):
        return []
    subject = grammar.subject(hit.head)
    acting = [ref.start for ref in (*report.acquirers, *report.sellers)]
    if subject is None or subject <= opening.last or grammar.tokens[subject].tag == "PRP" or opening.start in acting:
        return []
    return [ref_of_name(grammar, opening)]


def listed_company(slots: Sequence[tuple[str, list[Ref]]]) -> list[Ref]:
    """ "Tern Partners plans Tallyho IPO", "its owner lists Tallyho": who stands at the noun is listed, not who acts."""
    of = [ref for slot, refs in slots if slot == "of" for ref in refs]
    if of and of[0].kind == "unit" and not of[0].text.endswith("units"):
        return of[:1]  # "Tallyho weighs an IPO of its cargo arm"
    near = [ref for slot, refs in slots if slot in ("poss", "before") for ref in refs]
    return [ref for ref in near if ref.kind == "name" and ref.sort != "place" and not EXCHANGE.search(ref.text)][:1]
