"""Whose "we" and "the company" is meant in what somebody is quoted with: the firm that the speaker speaks for."""

from __future__ import annotations

from extractor.assemble.grammar import Grammar
from extractor.assemble.parties import Ref, ref_of_name
from extractor.assemble.words import SAYING, TITLES
from extractor.records import Mention

WE = frozenset({"we", "our", "us"})
OWN = frozenset({"company", "group", "firm", "bank", "business"})
"""What a company's officer calls it."""
RANKS = TITLES | frozenset("officer manager vice senior spokesman spokeswoman spokesperson".split())
BEHIND = frozenset({"of", "at", "for"})


def firm_of_speaker(grammar: Grammar) -> Ref | None:
    """The firm whose officer says something in the sentence.

    "Said Jane Roe, chief executive of Tern", "Tern chief executive Jane Roe said", "Tern's chairman said".
    """
    tokens = grammar.tokens
    said = next((token.i for token in tokens if token.lower in SAYING and grammar.is_verb(token.i)), None)
    if said is None:
        return None
    for token in tokens[max(0, said - 9) : said + 12]:
        if token.lower not in RANKS:
            continue
        last = token.i
        while last + 1 < len(tokens) and tokens[last + 1].lower in RANKS:
            last += 1
        behind = grammar.name_at[last + 2] if last + 2 < len(tokens) and tokens[last + 1].lower in BEHIND else None
        if behind is not None and _may_be_firm(behind):
            return ref_of_name(grammar, behind)
        first = token.i
        while first > 0 and (tokens[first - 1].lower in RANKS or tokens[first - 1].tag == "POS"):
            first -= 1
        before = grammar.name_at[first - 1] if first else None
        if before is not None and _may_be_firm(before):
            return ref_of_name(grammar, before)
    return None


def with_speaker(grammar: Grammar, slots: list[tuple[str, list[Ref]]]) -> list[tuple[str, list[Ref]]]:
    """The slots of a trigger with the firm of who speaks for "we" and "the company", where it plays no other part."""
    if not any(means_speaker(grammar, ref) for _, refs in slots for ref in refs):
        return slots
    firm = firm_of_speaker(grammar)
    if firm is None or any(ref.start == firm.start for _, refs in slots for ref in refs):
        return slots
    return [(slot, [firm if means_speaker(grammar, ref) else ref for ref in refs]) for slot, refs in slots]


def _may_be_firm(name: Mention) -> bool:
    return name.sort not in ("person", "place")


def means_speaker(grammar: Grammar, ref: Ref) -> bool:
    """Does a word that points back stand for the firm of who speaks: "we", or "the company" in what is reported?"""
    if ref.kind != "pointer":
        return False
    if ref.text.lower() in WE:
        return True
    if ref.text.lower() not in OWN:
        return False
    # Reported speech without quotation marks: "its chief executive Jane Roe said the company had bought Acme".
    said = next((token.i for token in grammar.tokens if token.lower in SAYING), None)
    return said is not None and said < ref.first and said + 4 >= ref.first
