"""What a name stands for by its words and its neighbours: a place, a person, or (nothing said) a company.

The model's entity recogniser costs as much as all the rest of the parse and takes start-ups for people, places and
products; a list of places and the company that people keep (a title before them, an office behind, a verb of saying
beside them) tell apart what has to be told apart here.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.annotate.names import OFFICES
from extractor.annotate.opening import NameWords
from extractor.records import NameSort, Token

OFFICE_WORDS = OFFICES | frozenset(
    "partner head manager managing analyst lawyer attorney spokesperson secretary professor economist entrepreneur "
    "billionaire investor treasurer chair owner senior general global interim former deputy executive".split()
)
"""Words of what a person is, behind the name and a comma."""
FIRST_PERSON = frozenset("said says told added explained commented wrote tweeted recalled noted".split())
"""What people do beside their names; companies do some of it too, so a given name is asked for as well."""
HELD = frozenset(
    "ceo cfo coo cto chairman chairwoman president founder co-founder cofounder spokesman spokeswoman".split()
)
"""Offices that nobody but a person has."""
LONGEST = 4


def sort_of(tokens: Sequence[Token], first: int, last: int, words: NameWords) -> NameSort:
    """What the name of tokens ``first`` to ``last`` (exclusive) stands for; "" where that may well be a company."""
    lowers = [token.lower for token in tokens[first:last]]
    if " ".join(lowers[lowers[0] == "the" :]) in words.places:
        return "place"
    if last - first > LONGEST or any(word in words.legal or word in words.firms for word in lowers):
        return ""
    before = tokens[first - 1].lower.rstrip(".") if first else ""
    if before in OFFICES:
        return "person"
    if last - first < 2:
        return ""
    following = tokens[last].lower if last < len(tokens) else ""
    behind = [token.lower for token in tokens[last + 1 : last + 4]] if following == "," else []
    if not HELD.isdisjoint(behind[:2]):
        return "person"
    if lowers[0] not in words.given:
        return ""
    told = following in ("who", "whose") or following in FIRST_PERSON or before in FIRST_PERSON
    return "person" if told or "who" in behind[:1] or not OFFICE_WORDS.isdisjoint(behind) else ""
