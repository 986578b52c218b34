"""What a name does in its phrase: stands for a party, qualifies a noun, counts goods, or names a noun's bearer."""

from __future__ import annotations

from extractor.assemble.grammar import Grammar
from extractor.assemble.words import TITLES
from extractor.records import Mention

NAMING = frozenset({"called", "named", "dubbed", "known"})
INVESTING = frozenset(
    "investor financier raider billionaire businessman businesswoman magnate tycoon industrialist".split()
)
"""What somebody is called who buys for himself."""
BODIES_NAMED = frozenset(
    "fund funds group partners ventures capital family trust foundation portfolio empire stable".split()
)
"""Small-letter nouns behind a name that are as good as part of it."""

CALLED = frozenset("club exchange bourse chain studio brand agency newspaper magazine label channel casino".split())
"""Words that follow the name of what they are."""

DIRECTIONS = frozenset(
    "north south east west northern southern eastern western central northeast northwest southeast southwest".split()
)
"""Before a name: it is that of a region."""
PLACEABLE = frozenset(
    "company firm business concern startup manufacturer supplier contractor brewer insurer grocer distributor".split()
)
"""What a place says where it is: no firm makes itself known by these words behind its name and "the" before it."""
MANAGED = frozenset("managed advised affiliated owned led".split())
"""Participles that say whose hand a body is."""
STEERED = frozenset("controlled run backed headed formed established set created".split())
"""The same of what is there to act for another: "a vehicle controlled by Jane Roe"."""
HOLDING = frozenset("speaking representing holding owning controlling with speak represent hold own control".split())
"""What holders of shares do with a part of their company."""


def modifies(grammar: Grammar, name: Mention) -> bool:
    """Does the name only qualify the small-letter noun behind it?"""
    token, noun = grammar.tokens[name.last - 1], grammar.tokens[name.last]
    if noun.lower in BODIES_NAMED:
        return False
    return token.dep in ("compound", "nmod", "amod", "poss") and token.head == noun.i and noun.text.islower()


def is_counted(grammar: Grammar, name: Mention | None) -> bool:
    """ "Sell 10 million PSPs", "buy 20 Boeings": what is counted is goods."""
    if name is None or name.first == 0:
        return False
    before = grammar.tokens[name.first - 1]
    return before.tag == "CD" and grammar.name_at[name.first - 1] is None and before.lower != "one"


def of_person(grammar: Grammar, name: Mention) -> bool:
    """ "Founder of Quicken, Dan Gilbert", "Berkshire chairman Warren Buffett": the firm of one who acts himself."""
    tokens = grammar.tokens
    if name.first > 1 and tokens[name.first - 1].lower == "of" and tokens[name.first - 2].lower in TITLES:
        return True
    titled = name.last + 1 < len(tokens) and tokens[name.last].lower in TITLES
    return titled and grammar.name_at[name.last + 1] is not None


def called(grammar: Grammar, i: int) -> Mention | None:
    """ "The startup, called Oatcake": the name that a noun is said to bear."""
    for c in grammar.kids(i, "acl", "relcl"):
        if grammar.tokens[c].lower in NAMING:
            for name in grammar.name_at[c + 1 : c + 3]:
                if name:
                    return name
    return None


def investor_before(grammar: Grammar, i: int) -> Mention | None:
    """Who "he" or "she" at token ``i`` is where that is somebody who invests: "investor Ann Roe said she bought".

    None for anybody else: who speaks of what "he" did speaks for a company, mostly.
    """
    if grammar.tokens[i].dep != "nsubj":
        return None
    name = grammar.antecedent(i)
    if name is None or name.sort == "place":
        return None
    beside = [*grammar.tokens[max(0, name.first - 3) : name.first], *grammar.tokens[name.last : name.last + 7]]
    return name if any(token.lower in INVESTING and token.i < i for token in beside) else None


def names_before(grammar: Grammar, at: int) -> list[Mention]:
    """The names that end right before a token, joined by commas and "and", in order."""
    names: list[Mention] = []
    at -= 1
    while at >= 0 and (name := grammar.name_at[at]) is not None:
        names.insert(0, name)
        at = name.first - 1
        while at >= 0 and grammar.tokens[at].lower in (",", "and", "&"):
            at -= 1
    return names


def called_before(grammar: Grammar, i: int) -> Mention | None:
    """ "Harrow Town football club", "its Borsa Verde exchange": the name before the noun that says what it is."""
    if grammar.tokens[i].lower not in CALLED:
        return None
    at = i - 1
    while at > 0 and grammar.name_at[at] is None and grammar.tokens[at].tag == "NN" and at > i - 3:
        at -= 1
    name = grammar.name_at[at] if at >= 0 else None
    if name is None or name.sort == "place":
        return None
    before = grammar.tokens[name.first - 1].lower if name.first else ""
    own = before in ("its", "their", "his", "her")
    return (
        name if own or (name.last < i and before not in ("a", "an")) else None
    )  # "the Wearside club" has another name


def spoken_for(grammar: Grammar, i: int) -> Mention | None:
    """ "Shareholders speaking for a quarter of Oatcake", "investors who hold 12 percent of it": whose holders."""
    for clause in grammar.kids(i, "acl", "relcl"):
        if grammar.tokens[clause].lower in HOLDING:
            for prep, target in grammar.prepositions(clause):
                name = grammar.name_at[target]
                if prep in ("of", "in") and name is not None and name.sort != "place":
                    return name
    following = grammar.tokens[i + 1 : i + 10]
    if not following or following[0].lower not in HOLDING:
        return None
    for token in following[1:]:
        name = grammar.name_at[token.i]
        if name is not None:
            part = grammar.tokens[token.i - 1].lower in ("of", "in") and name.sort != "place"
            return name if part else None
        if token.tag in ("VBD", "VBZ", "VBP", "MD", ","):
            break
    return None


def of_place(grammar: Grammar, i: int, name: Mention) -> bool:
    """ "The 62-employee Dayton company", "the Cork manufacturer": where it is, and no name of its own."""
    if (
        name.last != i
        or grammar.tokens[i].lower not in PLACEABLE
        or " " in name.text
        or not any(grammar.tokens[c].lower in ("the", "this", "that") for c in grammar.kids(i, "det", "poss"))
    ):
        return False
    return not any(
        m.kind == "name" and m.first != name.first and m.text == name.text for m in grammar.sentence.mentions
    )
