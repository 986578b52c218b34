"""Whose shares are told of where no "in" or "of" says it: the holder's own, those of who tells, of who is listed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.assemble.grammar import Grammar
from extractor.assemble.parties import Ref, ref_of_name, ref_of_word, resolve_phrase
from extractor.assemble.report import Report
from extractor.assemble.words import PARTS, SAYING
from extractor.records import Hit

OWN = frozenset({"his", "her", "its", "their"})
HOLDINGS = frozenset({"stake", "shareholding", "holding", "shares", "stock"})
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
            return [ref_of_word(grammar, token.i)]
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
    acting = any(refs for slot, refs in slots if slot == "subject")
    if acting and of and of[0].kind == "name" and of[0].sort != "place":
        return of[:1]  # "Tern prepares an IPO of Tallyho"
    near = [ref for slot, refs in slots if slot in ("poss", "before") for ref in refs]
    return [ref for ref in near if ref.kind == "name" and ref.sort != "place" and not EXCHANGE.search(ref.text)][:1]


OFFICES = frozenset("administrators receivers liquidators administrator receiver liquidator trustees".split())
"""Who sells a failed company that is not their own."""


def sold_by_office(grammar: Grammar, report: Report) -> None:
    """ "The administrators of Tally have sold 52 of its 88 shops to Moss": what is sold is Tally, and not by itself."""
    subject = grammar.subject(report.head)
    if subject is None or grammar.tokens[subject].lower not in OFFICES:
        return
    failed = [
        ref
        for prep, t in grammar.prepositions(subject)
        if prep in ("of", "to", "at")
        for ref in resolve_phrase(grammar, t)
    ]
    failed = failed or [ref for p in grammar.kids(subject, "poss") for ref in resolve_phrase(grammar, p)]
    failed = [ref for ref in failed if ref.kind == "name" and ref.sort != "place"][:1]
    if failed:
        report.sellers = []
        if not any(ref.kind == "name" and ref.start != failed[0].start for ref in report.companies):
            report.companies = failed


HIRED = frozenset("appointed hired retained engaged mandated instructed picked chosen tapped drafted".split())


def is_hired(grammar: Grammar, head: int) -> bool:
    """Does the verb say what somebody was appointed to do?"""
    above = grammar.tokens[head].head
    return (
        grammar.tokens[head].dep in ("xcomp", "advcl")
        and grammar.tokens[above].lower in HIRED
        and grammar.is_passive(above)
    )


def held_by(grammar: Grammar, report: Report) -> list[Ref]:
    """ "Bought the 90 per cent held by Jane Roe", "the shares owned by her family": who has had what is bought."""
    for part in grammar.objects(report.head):
        if grammar.tokens[part].lower not in PARTS and grammar.mention_at["percent"][part] is None:
            continue
        for clause in grammar.kids(part, "acl"):
            if grammar.tokens[clause].lower in ("held", "owned", "controlled"):
                targets = [t for prep, t in grammar.prepositions(clause) if prep == "by"]
                found = [ref for t in targets for ref in resolve_phrase(grammar, t)]
                return [ref for ref in found if ref.kind == "name"]
    return []
