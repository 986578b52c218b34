"""Names of companies, firms and people, found by how they are written.

The model's entity labels miss most start-ups, so a name is a run of capitalised words; the labels only help to join
and to tell people and places apart. Which name is a party of a deal is for assembly to say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.records import Token

CLOSED = frozenset(
    {"PRP", "PRP$", "DT", "WDT", "WP", "WRB", "CC", "IN", "TO", "MD", "EX", "PDT", "RP", "UH", "WP$", "LS"}
)
"""Tags of words that are no names however they are written."""

SPLIT_AFTER_HYPHEN = frozenset(
    [
        "based",
        "backed",
        "owned",
        "led",
        "listed",
        "headquartered",
        "focused",
        "controlled",
        "linked",
        "funded",
        "founded",
        "born",
        "style",
        "like",
        "related",
        "only",
        "wide",
        "driven",
        "powered",
        "enabled",
        "led-by",
        "traded",
        "registered",
        "area",
    ]
)


OFFICES = frozenset(
    "ceo cfo coo cto chairman chairwoman president founder co-founder cofounder director chief executive officer vice "
    "spokesman spokeswoman minister senator governor mr mrs ms dr sir prof".split()
)
"""Titles that are no part of a name wherever they stand."""
OPENERS = frozenset(
    {"first", "second", "third", "next", "new", "one", "all", "once", "every", "both", "other", "more", "most"}
)


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


@dataclass(frozen=True)
class Seen:
    """How the article writes its words."""

    small: frozenset[str]
    """Words that it also writes in small letters."""
    known: frozenset[str]
    """Words that it capitalises inside sentences."""
    owners: frozenset[tuple[str, str]]
    """Pairs that a possessive mark joins into one name: Pod's Complete Car Care."""
    pairs: frozenset[tuple[str, str]]
    """Capitalised words that stand side by side again and again."""


OWNER = re.compile(r"\b([A-Z][\w&.-]*)['’]s ([A-Z][\w&.-]*)")


PAIR = re.compile(r"\b([A-Z][\w&.-]*)(?= ([A-Z][\w&.-]*))")


def pairs_in_names(text: str) -> frozenset[tuple[str, str]]:
    """Capitalised words that stand side by side more than once."""
    return frozenset(pair for pair, n in Counter(PAIR.findall(text)).items() if n >= 2)


def owners_in_names(text: str) -> frozenset[tuple[str, str]]:
    """Possessives that are part of a name: owner and owned never stand without each other and come more than once."""
    counts = Counter(OWNER.findall(text))
    found = set()
    for (owner, owned), n in counts.items():
        bare = len(re.findall(rf"\b{re.escape(owner)}\b(?!['’]s)", text))
        alone = len(re.findall(rf"(?<!['’]s )\b{re.escape(owned)}\b", text))
        if n >= 2 and bare == 0 and alone == 0:
            found.add((owner, owned))
    return frozenset(found)


def find_names(tokens: Sequence[Token], taken: Sequence[bool], words: NameWords, seen: Seen) -> list[tuple[int, int]]:
    """Half-open token spans of names, in order.

    ``taken`` marks tokens that are part of a sum, a date, a stage or a percentage.
    """
    spans = []
    at = 0
    while at < len(tokens):
        if not _begins(tokens, at, taken, words, seen):
            at += 1
            continue
        last = at + 1
        while last < len(tokens):
            step = _goes_on(tokens, at, last, taken, words)
            if not step and last + 1 < len(tokens) and tokens[last].tag == "POS":
                step = 2 if (tokens[last - 1].text, tokens[last + 1].text) in seen.owners else 0
            if not step and last + 1 < len(tokens) and tokens[last].tag == "POS" and tokens[last - 1].lower in PEOPLE:
                step = 2 if not taken[last + 1] and is_written_as_name(tokens[last + 1]) else 0
            if not step:
                break
            last += step
        first = _trim(tokens, at, last, words, seen)
        while last > first + 1 and tokens[last - 1].lower in ("of", "&", "-", ",", "de", "the"):
            last -= 1
        told = last - first > 1 and all(token.lower in words.deals for token in tokens[first:last])
        if first < last and not told:
            spans.append((first, last))
        at = last
    return spans


def is_written_as_name(token: Token) -> bool:
    """A capital at the front or inside, or letters after a digit (23andMe)."""
    text = token.text
    if not any(c.isalpha() for c in text) or (len(text) == 1 and text in "AIE"):
        return False
    if text[0].isupper() or any(c.isupper() for c in text[1:]):
        return True
    return text[0].isdigit() and token.tag.startswith("NNP")


def _begins(
    tokens: Sequence[Token],
    at: int,
    taken: Sequence[bool],
    words: NameWords,
    seen: Seen,
) -> bool:
    token = tokens[at]
    small, known = seen.small, seen.known
    if not taken[at] and token.tag == "CD" and _numbered(tokens, at, taken, words):
        return True
    if taken[at] or not is_written_as_name(token):
        return False
    if token.lower in words.not_names:
        # "First Eagle", "New Relic": an ordinary word may open a name inside a sentence.
        pair = at + 1 < len(tokens) and (token.text, tokens[at + 1].text) in seen.pairs
        opens = (
            token.lower in OPENERS
            and (at > 0 or pair)
            and token.text[0].isupper()
            and (at == 0 or tokens[at - 1].text not in ('"', ":"))
        )
        return opens and _followed_by_name(tokens, at, taken)
    if token.lower in words.legal and len(token.lower) < 5:
        return False
    inner = any(c.isupper() for c in token.text[1:]) or (token.text[0].isdigit())
    if inner and token.text not in ("I", "A"):
        return True
    if token.tag in CLOSED:
        return token.text in known and token.lower not in small and at > 0
    opening = at == 0 or tokens[at - 1].text in ('"', ":", "(", "•", "-", "'") or tokens[at - 1].tag in ("``",)
    if not opening:
        return True
    if _describes(tokens, at) and token.text not in known:
        return False
    if _explained(tokens, at):
        return True
    if token.tag.startswith("NNP"):
        return token.lower not in small or token.text in known or _followed_by_name(tokens, at, taken)
    if token.tag in ("VBG", "VBN", "VBD", "RB"):
        return token.text in known and token.lower not in small
    if token.text in known:
        return True
    subject = token.dep in ("nsubj", "nsubjpass", "compound", "poss", "nmod") or at + 1 == len(tokens)
    return subject and token.lower not in small and token.tag[:2] in ("NN", "JJ", "VB", "FW")


LISTING = frozenset(
    {"from", "by", "including", "with", "include", "includes", "included", "alongside", ",", "and", "&"}
)
"""What stands before an item of a list of parties."""


def _numbered(tokens: Sequence[Token], at: int, taken: Sequence[bool], words: NameWords) -> bool:
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
    return last == len(tokens) or not (tokens[last].tag in ("NN", "NNS") and tokens[last].text.islower())


PEOPLE = frozenset(
    "teachers employees workers farmers veterans bankers producers publishers growers women men children people "
    "women's men's firefighters miners carpenters engineers drivers citizens students physicians".split()
)
"""Whose bodies are named after them: "Teachers' Pension Plan", "Women's Venture Fund"."""


def _explained(tokens: Sequence[Token], at: int) -> bool:
    """Is an opening noun followed by an apposition: "Medium, the publishing platform"?"""
    return (
        at + 2 < len(tokens)
        and tokens[at].tag[:2] in ("NN", "JJ")
        and tokens[at + 1].text == ","
        and tokens[at + 2].lower in ("a", "an", "the")
    )


def _describes(tokens: Sequence[Token], at: int) -> bool:
    """Does an opening word only describe the common noun that follows: "Buyout funds", "Distressed debt"?"""
    token = tokens[at]
    head = tokens[token.head]
    return (
        token.dep in ("amod", "compound", "nmod", "npadvmod")
        and at < head.i <= at + 4
        and head.tag in ("NN", "NNS")
        and head.text.islower()
        and head.lower not in ("co", "unit", "ceo", "spokesman", "chief")
    )


def _followed_by_name(tokens: Sequence[Token], at: int, taken: Sequence[bool]) -> bool:
    nxt = at + 1
    return (
        nxt < len(tokens) and not taken[nxt] and is_written_as_name(tokens[nxt]) and tokens[nxt].tag.startswith("NNP")
    )


def _goes_on(tokens: Sequence[Token], first: int, at: int, taken: Sequence[bool], words: NameWords) -> int:
    """How many tokens from ``at`` continue the name that began at ``first``; 0 ends it."""
    token = tokens[at]
    if taken[at]:
        return 0
    after = tokens[at + 1] if at + 1 < len(tokens) and not taken[at + 1] else None
    if token.lower in words.legal and (token.text[0].isupper() or token.lower in ("plc", "plc.", "gmbh", "llc")):
        return 1
    if is_written_as_name(token) and token.tag not in CLOSED - {"IN", "CC", "RP"}:
        if token.lower in words.breakers:
            return 0
        hyphen = after is not None and after.text == "-" and at + 2 < len(tokens)
        if hyphen and tokens[at + 2].lower in SPLIT_AFTER_HYPHEN:
            return 0
        return 1
    if token.text in ("&", "+") and after is not None and is_written_as_name(after):
        return 2
    if token.text in ("-", "–", "/", "'") and after is not None and token.start == tokens[at - 1].end == token.end - 1:
        joined = after.start == token.end and is_written_as_name(after) and after.lower not in SPLIT_AFTER_HYPHEN
        return 2 if joined and token.text != "/" else 0
    if token.text == "," and after is not None and after.lower in words.legal and after.text[0].isupper():
        return 2
    if token.lower == "of" and after is not None and tokens[at - 1].lower in words.of_heads:
        if is_written_as_name(after):
            return 2
        if after.lower == "the" and at + 2 < len(tokens) and is_written_as_name(tokens[at + 2]):
            return 3
    if token.lower in (
        "de",
        "del",
        "da",
        "do",
        "du",
        "van",
        "von",
        "der",
        "la",
        "le",
        "di",
        "al",
        "bin",
        "for",
        "and",
        "of",
    ):
        same = token.ent and token.ent == tokens[at - 1].ent and after is not None and token.ent == after.ent
        if (
            same
            and after is not None
            and is_written_as_name(after)
            and (token.lower not in ("and", "for", "of") or _one_firm(tokens, at, words))
        ):
            return 2
    if token.tag == "CD" and token.text.isdigit() and len(token.text) <= 3 and token.ent == "ORG":
        return 1
    if token.tag == "POS" and token.text == "'" and after is not None and is_written_as_name(after):
        return 2
    if token.tag == "POS" and after is not None and after.lower in words.legal and after.text[0].isupper():
        return 2
    return 0


FIRM_ENDINGS = frozenset(
    "sons associates company co agency authority corporation fund trust foundation institute bank university".split()
)


def _one_firm(tokens: Sequence[Token], at: int, words: NameWords) -> bool:
    """ "Procter and Gamble Co": does a legal form or firm word end the run that goes on after the conjunction?"""
    last = at + 1
    while last < len(tokens) and is_written_as_name(tokens[last]) and tokens[last].ent == tokens[at].ent:
        last += 1
    ending = tokens[last - 1].lower
    if tokens[at].lower == "for":
        return tokens[at - 1].lower in words.of_heads
    return tokens[at].lower == "of" or ending in words.legal or ending in FIRM_ENDINGS


def _trim(tokens: Sequence[Token], first: int, last: int, words: NameWords, seen: Seen) -> int:
    """Drop titles and descriptions in front of the name proper."""
    while first < last - 1:
        token = tokens[first]
        if (token.text, tokens[first + 1].text) in seen.pairs:
            break
        nationality = token.lower in words.places and token.tag == "JJ" and first + 2 == last
        opening = first == 0 or tokens[first - 1].text in ('"', ":", "-", "|")
        described = token.lower in words.descriptors and (opening or token.lower.rstrip(".") in OFFICES)
        if described or nationality or token.lower in ("the",):
            first += 1
            continue
        if token.lower in ("u.s.", "us", "uk", "u.k.") and tokens[first + 1].ent != token.ent:
            first += 1
            continue
        break
    return first
