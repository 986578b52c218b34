"""Whose worth a valuation tells: the object of "valued", the owner of "valuation", who "has a market value"."""

from __future__ import annotations

from dataclasses import replace

from extractor.assemble.grammar import Grammar
from extractor.assemble.parties import Ref, ref_of_name, resolve_phrase
from extractor.assemble.words import POINTERS
from extractor.records import Mention

NOUNS = frozenset("valuation value worth capitalization capitalisation".split())
TOTALS = frozenset("total totals funding fundraising financing capital equity haul investment raised".split())
HAVING = frozenset("have has had having with".split())
GIVING = frozenset("give gives gave giving given bring brings brought bringing assign assigns assigned".split())
VALUING = frozenset("value values valued valuing price prices priced pricing peg pegs pegged pegging".split())
REACH = 14
"""The word of worth stands at most so many tokens from its sum."""


def worth_of(grammar: Grammar, mention: Mention) -> Ref | None:
    """The company that a sum is said to be the worth of, where the sentence names it or points at it.

    None where the words leave it open: "at a valuation of $2 billion" is that of whoever the sentence is about.
    """
    owner = _told(grammar, mention)
    if owner is not None and owner.text.lower() in POINTERS:
        return replace(owner, kind="pointer")  # "valuing the Company at"
    return owner


def total_of(grammar: Grammar, mention: Mention) -> Ref | None:
    """Whose total a sum is: "brings Oatcake's total funding to $34 million"; None where no owner is told."""
    tokens = grammar.tokens
    for i in range(mention.first - 1, max(-1, mention.first - REACH), -1):
        if tokens[i].lower in TOTALS:
            owner = next((p for p in grammar.kids(i, "poss") if grammar.name_at[p]), None)
            if owner is not None:
                return next(iter(resolve_phrase(grammar, owner, many=False)), None)
    return None


def _told(grammar: Grammar, mention: Mention) -> Ref | None:
    tokens = grammar.tokens
    for i in range(mention.first - 1, max(-1, mention.first - REACH), -1):
        lower = tokens[i].lower
        if lower in VALUING and (grammar.is_verb(i) or lower.endswith(("ed", "ing"))):
            return _valued(grammar, i)
        if lower in NOUNS and tokens[i].tag in ("NN", "NNS", "IN", "JJ"):
            return _owner(grammar, i)
    after = range(mention.last, min(len(tokens), mention.last + 4))
    noun = next((i for i in after if tokens[i].lower in NOUNS), None)
    return _owner(grammar, noun) if noun is not None else None


def _valued(grammar: Grammar, v: int) -> Ref | None:
    """The object of an active verb of valuing, what a passive one is said of."""
    if not grammar.is_passive(v):
        relative = [c for c in grammar.objects(v) if c < v and grammar.tokens[c].tag in ("WDT", "WP")]
        taken = [ref for c in relative for ref in resolve_phrase(grammar, c, many=False)]
        if taken:
            return taken[0]  # "the milling group, which it had valued at $2 billion"
        objects = [c for c in grammar.objects(v) if c > v]
        found = [ref for c in objects for ref in resolve_phrase(grammar, c, many=False)]
        pointing = any(grammar.tokens[c].tag == "PRP" for c in objects)
        if found:
            return None if pointing else found[0]
        if grammar.tokens[v].tag not in ("VBN", "VBD") or objects:
            return None
    subject = grammar.passive_subject(v)
    if subject is None or subject > v:
        return None
    explained = grammar.name_at[grammar.tokens[subject].head] if grammar.tokens[subject].dep == "appos" else None
    if explained is not None and grammar.name_at[subject] is None:
        return ref_of_name(grammar, explained)  # "Oatcake, the bakery that was valued at $2 billion"
    return next(iter(resolve_phrase(grammar, subject, many=False)), None)


def _owner(grammar: Grammar, noun: int) -> Ref | None:
    """Whose "valuation" it is: its possessive, or the subject of "has"; a name right before "worth"."""
    tokens = grammar.tokens
    owners = [p for p in grammar.kids(noun, "poss") if tokens[p].tag != "PRP$"]
    if owners:
        return next(iter(resolve_phrase(grammar, owners[-1], many=False)), None)
    head = tokens[noun].head
    if tokens[head].lower in GIVING:
        given = [c for c in grammar.kids(head, "dative", "dobj") if c < noun]
        return next((ref for c in given for ref in resolve_phrase(grammar, c, many=False)), None)
    if tokens[head].lower in HAVING:
        subject = grammar.subject(head) if grammar.is_verb(head) else _described(grammar, head)
        if subject is not None:
            return next(iter(resolve_phrase(grammar, subject, many=False)), None)
    return None


def _described(grammar: Grammar, preposition: int) -> int | None:
    """The noun that "with a market value of" hangs on."""
    at = grammar.tokens[preposition].head
    return None if grammar.is_verb(at) else at
