"""With which word a name may begin: ordinary words and numbers that stand before one, and those that are its first."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extractor.annotate.seen import Seen
from extractor.records import Token


@dataclass(frozen=True)
class NameWords:
    """The word lists that finding names needs, each in lower case."""

    not_names: frozenset[str]
    """Capitalised words that are never (part of) a name: months, weekdays, "Series", pronouns."""
    descriptors: frozenset[str]
    """Words before a name that are not part of it: "startup", "CEO", "Chairman", "platform"."""
    breakers: frozenset[str]
    """Capitalised words at which a name ends."""
    legal: frozenset[str]
    places: frozenset[str]
    of_heads: frozenset[str]
    """Words that a name goes on after with "of": Bank of ..., University of ..."""
    deals: frozenset[str]
    """Words of deals: what consists of nothing else is no name ("the Business Combination")."""
    given: frozenset[str]
    """Common given names."""
    openers: frozenset[str]
    """Ordinary words that a name may begin with: first, next, under, every."""
    firms: frozenset[str]
    """Words that make a run of words a firm's name: capital, foods, technologies."""
    knows: Callable[[str], bool] = bool
    """Is a word in small letters in the dictionary?"""


def is_written_as_name(token: Token) -> bool:
    """A capital at the front or inside, or letters after a digit (23andMe)."""
    text = token.text
    if text[0].isupper():
        return len(text) > 1 or text not in "AIE"
    if text.islower() and not text[0].isdigit():
        return False  # most words
    if not any(c.isalpha() for c in text) or (len(text) == 1 and text in "AIE"):
        return False
    return any(c.isupper() for c in text) or (text[0].isdigit() and token.tag.startswith("NNP"))


def at_front(tokens: Sequence[Token], at: int) -> bool:
    """Is it where any word would have a capital: first in a sentence, a quotation, an item?"""
    return at == 0 or tokens[at - 1].text in ('"', ":", "(", "•", "-", "'") or tokens[at - 1].tag == "``"


FREE = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth one two three four five six seven eight nine ten "
    "next new last every only just all".split()
)
"""Openers that by themselves would stand before a common noun, not before a name: "First Contact", "Next Insurance"."""
VERBS = frozenset(
    "has raised raises secured secures closed closes acquired acquires bought buys received receives landed lands "
    "attracted nabbed bagged snagged scored announced announces completed completes".split()
)
"""What whoever raises or buys does; only a subject stands in front of it."""
STOPS = frozenset({",", "and", "&", ".", ";"})
"""What stands behind an item of a list of parties."""
ALONE = frozenset(
    "next together again found lost good great here above beyond behind inside outside across through under".split()
)
"""Openers that may be a whole name, where they stand before "has"."""
DATING = frozenset("in of on since during until till through from late early mid last this next between".split())
"""Words in front of a month or a weekday that is one."""


def opens(tokens: Sequence[Token], at: int, taken: Sequence[bool], words: NameWords, seen: Seen) -> bool:
    """May an ordinary word open a name here: "First Eagle", "New Relic", "Under Armour", "August Equity"?"""
    token = tokens[at]
    if at + 1 >= len(tokens) or taken[at + 1] or not token.text[0].isupper():
        return False
    following = tokens[at + 1]
    front = at_front(tokens, at)
    if following.lower == "has":
        return front and token.lower in ALONE
    if not is_written_as_name(following):
        return False
    if front and token.lower in words.openers and is_subject(tokens, at, taken, words, seen):
        return True
    last = at + 1
    while last < len(tokens) and not taken[last] and is_written_as_name(tokens[last]):
        last += 1
    ending = tokens[last - 1].lower
    firm = ending in words.legal or ending in words.firms
    if token.lower not in words.openers:
        before = tokens[at - 1].lower if at else ""
        if token.lower in COMMON and not front and (before in LISTING or tokens[at - 1].tag.startswith("VB")):
            return following.tag.startswith("NN") and following.lower not in words.not_names
        dating = before in DATING and (before != "from" or token.lower not in NOUNS)
        return firm and not dating and len(token.text) > 2 and ending not in words.not_names
    common = following.lower in words.not_names and following.lower not in words.openers
    if (token.text, following.text) in seen.opened and not (common and last == at + 2):
        return True
    if common:
        return (firm and last > at + 2 and (not front or token.lower in FREE)) or is_item(tokens, at, last, taken)
    if not front:
        return following.tag.startswith(("NN", "JJ", "CD", "FW", "VB", "RB"))
    if token.lower not in FREE or (following.lower in words.places and following.tag == "JJ" and last == at + 2):
        return False
    explained = last + 1 < len(tokens) and tokens[last].text == "," and tokens[last + 1].lower in ("a", "an", "the")
    return explained or firm or following.tag.startswith("NNP")


NOUNS = frozenset("investor investors source media class form note notes contact funding stock share shares".split())
"""Words of deals and notices, which date nothing."""
COMMON = frozenset("media source image video form class photo phone note update analyst contact".split())
"""Words of notices that may be the first of a name inside a sentence: "has acquired Media Oats"."""


def is_subject(tokens: Sequence[Token], at: int, taken: Sequence[bool], words: NameWords, seen: Seen) -> bool:
    """Is the front of a sentence one name of ordinary words: "Explore Anything has raised", "Lost My Shoe, the shop"?

    All but the first have capitals that nothing but a name explains, and no one of them ever comes alone.
    """
    last = at + 1
    while last < len(tokens) and not taken[last] and tokens[last].text[0].isupper():
        word = tokens[last]
        if not words.knows(word.lower) or word.lower in words.places or word.text not in seen.followers:
            return False
        last += 1
    if last < at + 2 or last + 1 >= len(tokens):
        return False
    first = tokens[at]
    told = first.tag in ("IN", "WRB", "RB") and (
        not words.knows(first.lower) or first.lower.endswith("ly") or any(t.text == "," for t in tokens[last:])
    )
    explained = tokens[last].text == "," and tokens[last + 1].lower in ("a", "an", "the")
    passive = tokens[last].lower in ("was", "is") and tokens[last + 1].lower in (
        "acquired",
        "bought",
        "sold",
        "purchased",
    )
    return not told and (tokens[last].lower in VERBS or passive or explained)


def is_item(tokens: Sequence[Token], first: int, last: int, taken: Sequence[bool]) -> bool:
    """Do the tokens stand in a list of parties, a name before or behind them: "from Tern, 1812 and Finch"?"""
    before = tokens[first - 1].lower if first else ""
    if before not in LISTING or (last < len(tokens) and tokens[last].text not in STOPS):
        return False
    behind = last + 1
    while behind < len(tokens) and tokens[behind].lower in (",", "and", "&", "the"):
        behind += 1
    if before in (",", "and", "&"):
        ahead = first - 1
        while ahead > 0 and tokens[ahead].lower in (",", "and", "&"):
            ahead -= 1
        if not taken[ahead] and is_written_as_name(tokens[ahead]):
            return True
    named = behind < len(tokens) and not taken[behind] and is_written_as_name(tokens[behind])
    return named and last < len(tokens) and tokens[last].text in (",", "and", "&")


def is_firm(tokens: Sequence[Token], at: int, words: NameWords) -> bool:
    """Does a month or weekday open a firm's name: "from May Capital", and not "in May Capital raised"?"""
    before = tokens[at - 1].lower if at else ""
    last = at + 1
    while last < len(tokens) and is_written_as_name(tokens[last]):
        last += 1
    firm = tokens[last - 1].lower in words.legal or tokens[last - 1].lower in words.firms
    return firm and last > at + 1 and at > 0 and before not in DATING and tokens[at].text.isalpha()


def is_lettered(tokens: Sequence[Token], at: int, taken: Sequence[bool], words: NameWords) -> bool:
    """Does a letter that is a word of its own open a firm's name: "from E Ventures, A Capital, A-Grade"?"""
    last = at + 1
    if last + 1 < len(tokens) and tokens[last].text == "-" and tokens[last].start == tokens[at].end:
        second = tokens[last + 1]
        written = second.start == tokens[last].end and is_written_as_name(second)
        return written and at > 0 and not at_front(tokens, at) and second.lower not in words.not_names
    while last < len(tokens) and not taken[last] and is_written_as_name(tokens[last]):
        last += 1
    firm = tokens[last - 1].lower in words.firms or tokens[last - 1].lower in words.legal
    return firm and last > at + 1 and at > 0 and tokens[at - 1].lower in LISTING


HYPHENED = frozenset("co ex non pre spin start take follow add buy re mid well self post anti".split())
"""What makes an ordinary word of the one behind the hyphen."""


def is_hyphened(tokens: Sequence[Token], at: int, words: NameWords) -> bool:
    """Is the front of a sentence a word with a hyphen that nothing but a name can be: "Pi-cap has raised"?"""
    if at + 3 >= len(tokens) or not at_front(tokens, at) or tokens[at + 1].text != "-":
        return False
    first, hyphen, second = tokens[at : at + 3]
    glued = first.end == hyphen.start and hyphen.end == second.start
    ordinary = first.lower in HYPHENED or f"{first.lower}-{second.lower}" in words.descriptors
    return glued and first.text.isalpha() and second.text.islower() and not ordinary and tokens[at + 3].lower in VERBS


UNITS = frozenset(
    "st nd rd th s m mn mln mm bn bln b k x kg g mg km cm mm ft in lb lbs oz gb mb tb gw mw kw kwh mwh gwh hz mhz ghz "
    "p d v w pm am bps pct yr yrs mo hr hrs min sec h q c f e plus th-century year-old".split()
)
"""What stands behind a number without making a name of it."""
ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)\Z")
WOVEN = re.compile(r"\d+[a-z]{2,}\d+\Z")
"""A number in letters in a number: 3one4."""
LETTERED = re.compile(r"\d+([a-z]{1,12})\Z")


def numbered(tokens: Sequence[Token], at: int, taken: Sequence[bool], words: NameWords, seen: Seen) -> bool:
    """Does a number open a name: 7-Eleven, 1st Source, 3i, 10x Genomics, 365 Data Centers?"""
    text = tokens[at].text
    after = tokens[at + 1] if at + 1 < len(tokens) and not taken[at + 1] else None
    capital = after is not None and after.text[0].isupper() and after.lower not in words.not_names
    if after is not None and (text, after.text) in seen.opened:
        return True
    if _listed(tokens, at, taken, words):
        return True
    if text.isdigit() and 3 <= len(text) <= 4:
        # A year is one of dates far more often than a firm.
        return not 1900 <= int(text) < 2100 and is_item(tokens, at, at + 1, taken)
    if ORDINAL.match(text):
        before = tokens[at - 1].lower if at else ""
        return (
            capital
            and before not in ("the", "a", "an", "its", "their", "his", "her", "our")
            and after is not None
            and (after.lower not in words.places)
        )
    if text.isdigit() and after is not None and after.start == tokens[at].end and after.text.isalpha():
        # "3M Co" is cut in two; "3M" alone must come again.
        third = tokens[at + 2] if at + 2 < len(tokens) and not taken[at + 2] else None
        cut = len(after.text) == 1 and after.text.isupper()
        return cut and third is not None and is_written_as_name(third) and third.tag.startswith("NN")
    if text.isdigit():
        third = tokens[at + 2] if at + 2 < len(tokens) and not taken[at + 2] else None
        glued = after is not None and third is not None and tokens[at].end == after.start and after.end == third.start
        return (
            glued
            and after is not None
            and third is not None
            and after.text == "-"
            and len(third.text) > 2
            and third.text[0].isupper()
            and third.text[1:].islower()
            and third.lower not in words.not_names
        )
    found = LETTERED.match(text)
    if found is None:
        return capital and WOVEN.match(text) is not None
    return found[1] not in UNITS or (len(found[1]) == 1 and capital and found[1] not in "dspgkm")


LISTING = frozenset(
    {"from", "by", "including", "with", "include", "includes", "included", "alongside", ",", "and", "&"}
)
"""What stands before an item of a list of parties."""


def _listed(tokens: Sequence[Token], at: int, taken: Sequence[bool], words: NameWords) -> bool:
    """Does the number open the name of a listed party: "from 500 Startups, 8 Capital and Finch"?

    A number before a name counts goods or people where a common noun follows: "by 20 Harvard graduates".
    """
    if not re.fullmatch(r"\d{1,4}[A-Z]*", tokens[at].text) or at == 0 or tokens[at - 1].lower not in LISTING:
        return False
    last = at + 1
    while last < len(tokens) and not taken[last] and is_written_as_name(tokens[last]):
        last += 1
    if last == at + 1 or tokens[at + 1].lower in words.places or not tokens[at + 1].tag.startswith("NN"):
        return False
    return last == len(tokens) or not (tokens[last].tag in ("NN", "NNS", "") and tokens[last].text.islower())
