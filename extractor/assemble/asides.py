"""Relative clauses between commas: what they tell is another event than what the sentence around them tells."""

from __future__ import annotations

from extractor.assemble.grammar import Grammar

RELATIVES = frozenset({"which", "who", "whose", "that", "where"})
FINITE = frozenset({"VBZ", "VBD", "VBP", "MD"})
REACH = 40
"""Longest aside, in tokens."""


def has_asides(grammar: Grammar) -> bool:
    """May the sentence hold one? Most do not."""
    return ", wh" in grammar.sentence.text or ", that" in grammar.sentence.text


def aside_around(grammar: Grammar, i: int) -> tuple[int, int] | None:
    """Tokens ``(first, last)``, last exclusive, of the aside that token ``i`` stands in.

    "Kestrel, which bought Velloni in 2011 for €20m, is selling it": from "which" to the comma before "is". None where
    the token stands in no such clause, or the clause ends the sentence: then it may as well tell the news.
    """
    tokens = grammar.tokens
    low = i
    while low > 0 and i - low < REACH and not (tokens[low].lower in RELATIVES and tokens[low - 1].text == ","):
        if tokens[low].text in (";", ":") or (tokens[low].text == "," and low < i and _resumes(grammar, low)):
            return None
        low -= 1
    if low == 0 or tokens[low].lower not in RELATIVES or tokens[low - 1].text != ",":
        return None
    for at in range(max(i, low) + 1, min(len(tokens), low + REACH)):
        if tokens[at].text == "," and _resumes(grammar, at):
            return (low, at)
    return None


def _resumes(grammar: Grammar, comma: int) -> bool:
    """Does the verb of the sentence follow right behind the comma: ", is selling", ", today announced"?"""
    behind = grammar.tokens[comma + 1 : comma + 4]
    for token in behind:
        if token.tag in FINITE:
            return True
        if token.tag not in ("RB", "NN", "NNP", "IN", "CD") or token.lower in ("and", "but", "or"):
            return False
    return False


def apart(grammar: Grammar, one: int, other: int) -> bool:
    """Does an aside hold just one of the two tokens?"""
    for i, j in ((one, other), (other, one)):
        aside = aside_around(grammar, i)
        if aside is not None and not aside[0] <= j < aside[1]:
            return True
    return False
