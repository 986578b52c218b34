"""Names of companies, firms and people, found by how they are written.

Entity recognisers miss most start-ups, so a name is a run of capitalised words. Which name is a party of a deal is for
assembly to say.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.annotate.inside import TWINS, ends_firm, goes_on_inside, run_end
from extractor.annotate.opening import (
    NameWords,
    at_front,
    is_hyphened,
    is_lettered,
    is_subject,
    is_written_as_name,
    numbered,
    opens,
)
from extractor.annotate.seen import Seen
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


def find_names(tokens: Sequence[Token], taken: Sequence[bool], words: NameWords, seen: Seen) -> list[tuple[int, int]]:
    """Half-open token spans of names, in order.

    ``taken`` marks tokens that are part of a sum, a date, a stage or a percentage.
    """
    spans = []
    at = 0
    while at < len(tokens):
        text = tokens[at].text
        if text.islower() and text.isalpha() and text not in seen.coined:
            at += 1  # most words: no name begins with them
            continue
        if not _begins(tokens, at, taken, words, seen):
            at += 1
            continue
        last = at + 1
        while last < len(tokens):
            step = _goes_on(tokens, at, last, taken, words, seen)
            if not step:
                break
            last += step
        first = _trim(tokens, at, last, words, seen)
        while last > first + 1 and tokens[last - 1].lower in ("of", "&", "-", ",", "de", "the"):
            last -= 1
        told = last - first > 1 and all(token.lower in words.deals for token in tokens[first:last])
        told = told or _is_numbered_fund(tokens, first, last, words)
        if first < last and not told:
            spans.append((first, last))
        at = last
    return spans


NUMERALS = frozenset("i ii iii iv v vi vii viii ix x xi xii".split())


def _is_numbered_fund(tokens: Sequence[Token], first: int, last: int, words: NameWords) -> bool:
    """ "Fund III", "Growth Fund II": which fund it is, and not whose."""
    at = next((i for i in range(first, last) if tokens[i].lower == "fund"), last)
    if at + 1 >= len(tokens) or tokens[at + 1].lower not in NUMERALS or last > at + 2:
        return False
    return all(token.lower in words.deals for token in tokens[first:at])


def _begins(
    tokens: Sequence[Token],
    at: int,
    taken: Sequence[bool],
    words: NameWords,
    seen: Seen,
) -> bool:
    token = tokens[at]
    if len(token.text) == 1 and at > 0 and tokens[at - 1].end == token.start and tokens[at - 1].text[-1].isdigit():
        return False  # "14M"
    small, known = seen.small, seen.known
    if taken[at]:
        return False
    if token.text in seen.coined or (token.text[0].isdigit() and numbered(tokens, at, taken, words, seen)):
        return True
    if _initial(tokens, at):
        return True
    if not is_written_as_name(token):
        return token.text in "AEI" and is_lettered(tokens, at, taken, words)
    if _is_denied(tokens, at):
        return False
    if token.lower in words.not_names or token.lower in words.openers:
        return opens(tokens, at, taken, words, seen)
    if token.lower in words.legal and len(token.lower) < 5:
        return False
    rest = token.text[1:]
    inner = token.text[0].isdigit() or (not rest.islower() and any(c.isupper() for c in rest))
    if inner and token.text not in ("I", "A"):
        return True
    if token.tag in CLOSED:
        return token.text in known and token.lower not in small and at > 0
    if not at_front(tokens, at):
        return True
    if len(rest) > 1 and any(c.isdigit() for c in rest):
        return True  # "Acme1 Robotics": no ordinary word, whatever its tag
    if is_hyphened(tokens, at, words) or is_subject(tokens, at, taken, words, seen):
        return True
    if _describes(tokens, at) and token.text not in known:
        return False
    ordinary = token.tag == "NNS" and token.text not in known and words.knows(token.lower)
    if ordinary and at + 1 < len(tokens) and tokens[at + 1].tag in ("IN", "VBG", "VBN"):
        return False  # "Discussions with Tern", "Shares of Moss", "Unions representing pilots"
    if _belongs(tokens, at, taken, words, seen):
        return True
    if _explained(tokens, at, taken):
        return True
    if token.tag.startswith("NNP"):
        return token.lower not in small or token.text in known or _followed_by_name(tokens, at, taken)
    if token.tag in ("VBG", "VBN", "VBD", "RB"):
        has = at + 2 < len(tokens) and tokens[at + 1].lower == "has" and tokens[at + 2].tag == "VBN"
        return token.lower not in small and (token.text in known or has or not words.knows(token.lower))
    if token.text in known:
        return True
    subject = token.dep in ("nsubj", "nsubjpass", "compound", "poss", "nmod") or at + 1 == len(tokens)
    return subject and token.lower not in small and token.tag[:2] in ("NN", "JJ", "VB", "FW")


def _is_denied(tokens: Sequence[Token], at: int) -> bool:
    """Is the word an auxiliary, as in the headline "Roe Didn’t Want It"?"""
    return at + 1 < len(tokens) and tokens[at + 1].lower in ("n't", "n’t")


def _initial(tokens: Sequence[Token], at: int) -> bool:
    """Is it a small letter with a stop that is one word with the next: "e.Ventures"?"""
    token = tokens[at]
    if len(token.text) != 2 or token.text[1] != "." or not token.text[0].islower() or at + 1 == len(tokens):
        return False
    return tokens[at + 1].start == token.end and tokens[at + 1].text[0].isupper()


def _belongs(tokens: Sequence[Token], at: int, taken: Sequence[bool], words: NameWords, seen: Seen) -> bool:
    """Does the next word not come without this one: "Living Proof", "Happy Returns"?"""
    following = tokens[at + 1] if at + 1 < len(tokens) and not taken[at + 1] else None
    if following is None or not following.text[0].isupper() or following.lower in words.not_names:
        return False
    if (tokens[at].text, following.text) in seen.opened:
        return True
    qualifying = tokens[at].tag in ("JJ", "RB", "NNP") and tokens[at].lower not in words.descriptors
    last = at + 1
    while last < len(tokens) and not taken[last] and is_written_as_name(tokens[last]):
        last += 1
    return (
        qualifying
        and last < len(tokens)
        and (tokens[last].text == "," or tokens[last].tag in ("VBD", "VBZ", "VBP", "MD"))
        and tokens[at].lower not in words.places
        and following.text in seen.followers
        and words.knows(following.lower)
        and following.lower not in words.places
    )


def _explained(tokens: Sequence[Token], at: int, taken: Sequence[bool]) -> bool:
    """Is an opening noun followed by an apposition, "Medium, the publishing platform", or by a sum, "Medium ($5m)"?"""
    if at + 2 < len(tokens) and tokens[at + 1].text == "(" and taken[at + 2]:
        return tokens[at].text[0].isupper()
    if at + 2 >= len(tokens) or tokens[at + 1].text != "," or tokens[at + 2].lower not in ("a", "an", "the"):
        return False
    if tokens[at].tag[:2] in ("NN", "JJ"):
        return True
    if tokens[at].tag not in ("VBN", "VBD", "VBG", "VB", "RB", "RBR", "UH") or tokens[at + 2].lower == "the":
        return False
    if tokens[at].tag == "RB" and tokens[at].lower.endswith(STANCE):
        return False
    # "Chosen, a hiring platform, has raised ...": what it did comes behind the apposition.
    closing = next((i for i in range(at + 3, min(at + 16, len(tokens) - 1)) if tokens[i].text == ","), None)
    return closing is not None and tokens[closing + 1].tag in ("VBZ", "VBD", "MD")


STANCE = ("ingly", "ally", "fully", "ately", "antly", "ently", "edly", "terday")
"""Endings of adverbs that comment on what follows: "Surprisingly, a maker of boats, ..."."""

OWN_PEOPLE = frozenset("co unit ceo spokesman spokeswoman chief shareholders stockholders board management".split())
"""Nouns that a company's name stands before, not what describes a thing: "Tokri shareholders"."""


def _describes(tokens: Sequence[Token], at: int) -> bool:
    """Does an opening word only describe the common noun that follows: "Buyout funds", "Distressed debt"?"""
    token = tokens[at]
    head = tokens[token.head]
    return (
        token.dep in ("amod", "compound", "nmod", "npadvmod")
        and at < head.i <= at + 4
        and head.tag in ("NN", "NNS")
        and head.text.islower()
        and head.lower not in OWN_PEOPLE
    )


def _followed_by_name(tokens: Sequence[Token], at: int, taken: Sequence[bool]) -> bool:
    nxt = at + 1
    return (
        nxt < len(tokens) and not taken[nxt] and is_written_as_name(tokens[nxt]) and tokens[nxt].tag.startswith("NNP")
    )


PEOPLE = frozenset(
    "teachers employees workers farmers veterans bankers producers publishers growers women men children people "
    "women's men's firefighters miners carpenters engineers drivers citizens students physicians".split()
)
"""Whose bodies are named after them: "Teachers' Pension Plan", "Women's Venture Fund"."""
FOREIGN = frozenset(
    "de del della delle di do du des e et ed el los las dos das da van von der la le y zu und bin".split()
)
"""Small words of other languages, which in English stand inside names only: Compañía Minera del Pacífico."""
PARTICLES = frozenset(
    "de del della delle di da do dos das du des et e y van von der den ter ten la le les el los las al bin zu und en "
    "for and of".split()
)
"""Small words inside a name, where the model takes all of it for one."""


def _goes_on(tokens: Sequence[Token], first: int, at: int, taken: Sequence[bool], words: NameWords, seen: Seen) -> int:
    """How many tokens from ``at`` continue the name that began at ``first``; 0 ends it."""
    token = tokens[at]
    if taken[at]:
        return 0
    after = tokens[at + 1] if at + 1 < len(tokens) and not taken[at + 1] else None
    if _is_denied(tokens, at):
        return 0
    if at > first and token.text == tokens[first].text and tokens[at - 1].lower in words.legal:
        return 0  # "About Harrow Inc. Harrow Inc. makes": the next sentence
    if token.lower in words.legal and (token.text[0].isupper() or token.lower in ("plc", "plc.", "gmbh", "llc")):
        return 1
    if token.text == "." and tokens[at - 1].lower in words.legal and token.start == tokens[at - 1].end:
        return 2 if after is not None and after.lower in words.legal and after.text[0].isupper() else 0  # "Pvt. Ltd."
    coined = tokens[first].text in seen.coined
    if coined and token.lower in words.legal:
        return 1
    if at == first + 1 and tokens[first].text[0].islower() and token.text.islower() and token.tag == "NNP":
        return 1  # "eviCore healthcare"
    inner = len(token.text) > 1 and token.lower != "the" and token.text in seen.known  # "Ping An", "Toys R Us"
    if is_written_as_name(token) and (inner or token.tag not in CLOSED - {"IN", "CC", "RP"}):
        if token.lower in words.breakers:
            return 0
        hyphen = after is not None and after.text == "-" and at + 2 < len(tokens)
        if hyphen and tokens[at + 2].lower in SPLIT_AFTER_HYPHEN:
            return 0
        return 1
    if token.text in ("&", "+") and after is not None and is_written_as_name(after):
        return 2
    if token.text in ("-", "–", "/", "'") and after is not None and token.start == tokens[at - 1].end == token.end - 1:
        written = is_written_as_name(after) or (after.lower == "op" and tokens[at - 1].text == "Co")
        joined = after.start == token.end and written and after.lower not in SPLIT_AFTER_HYPHEN
        if token.tag != "POS" or joined:
            formed = joined and any(t.lower in words.legal for t in tokens[at + 2 : run_end(tokens, at + 1)])
            return 2 if (joined and token.text != "/") or formed or is_hyphened(tokens, at - 1, words) else 0
    if token.text == "," and after is not None and after.lower in words.legal and after.text[0].isupper():
        return 0 if after.lower in LOOSE and run_end(tokens, at + 1) > at + 2 else 2  # "Tern, Capital Factory"
    if token.lower == "of" and after is not None and tokens[at - 1].lower in words.of_heads:
        if is_written_as_name(after):
            return 2
        if after.lower == "the" and at + 2 < len(tokens) and is_written_as_name(tokens[at + 2]):
            return 3
    if token.lower in FOREIGN and after is not None:
        third = tokens[at + 2] if at + 2 < len(tokens) and not taken[at + 2] else None
        if is_written_as_name(after):
            return 2
        if after.lower in FOREIGN and third is not None and is_written_as_name(third):
            return 3
    if token.lower in PARTICLES:
        if after is not None and (tokens[at - 1].text, after.text) in seen.joined:
            firm = tokens[at - 1].lower in words.legal or tokens[at - 1].lower in words.firms
            return 0 if firm and first < at - 1 else 2
        if token.lower == "and" and after is not None and _coordinated(tokens, first, at, words):
            return 2  # "European Bank for Restoration and Trade"
        couple = tokens[at - 1].lower in words.given and after is not None and after.lower in words.given
        if first == at - 1 and couple and token.lower == "and" and ends_firm(tokens, at, words):
            return 2  # "Bill and Melinda Gates Foundation"
        if token.lower == "and" and after is not None and _one_firm(tokens, first, at, words):
            return 2
    if token.text == "!" and token.start == tokens[at - 1].end and after is not None:
        return 1  # "Yahoo!"
    if token.tag == "POS" and after is not None:
        owner = (tokens[at - 1].text, after.text) in seen.owners
        people = tokens[at - 1].lower in PEOPLE and is_written_as_name(after)
        return 2 if owner or people or (after.lower in words.legal and after.text[0].isupper()) else 0
    return goes_on_inside(tokens, first, at, taken, words, seen)


LOOSE = frozenset("capital ventures partners group holding holdings".split())
"""Endings of names that stand in lists with other names."""


PUBLIC = frozenset("ministry department bureau board council chamber institute academy society".split())


def _coordinated(tokens: Sequence[Token], first: int, at: int, words: NameWords) -> bool:
    """Does the conjunction stand between ordinary words behind the "for" of a name?"""
    small, word = tokens[at - 2].lower if at - 2 > first else "", tokens[at + 1]
    public = small == "of" and tokens[at - 3].lower in PUBLIC and words.knows(tokens[at - 1].lower)
    last = run_end(tokens, at + 1)
    return (
        (small == "for" or (public and tokens[at - 1].lower not in words.places))
        and is_written_as_name(word)
        and all(words.knows(token.lower) and token.lower not in words.places for token in tokens[at + 1 : last])
        and last - at in ((2, 3) if public else (2,))
    )


def _one_firm(tokens: Sequence[Token], first: int, at: int, words: NameWords) -> bool:
    """Is the conjunction part of a firm's name: "Procter and Gamble Co", "the Science and Technology Agency"?

    One word on either side is joined by the ending alone; longer names only where ordinary words meet.
    """
    last = run_end(tokens, at + 1)
    before, ending = tokens[at - 1].lower, tokens[last - 1].lower
    form = [token.lower for token in tokens[last : last + 2]]
    if last == at + 2 and form[:1] == [","] and words.legal.issuperset(form[1:]) and first < at - 1 and len(form) == 2:
        return words.knows(before) and words.knows(ending)  # "Computer Programs and Systems, Inc."
    if last != at + 3 or not ends_firm(tokens, at, words):
        return False
    if (before, tokens[at + 1].lower) in TWINS:
        return True
    if before in words.legal or before in words.firms or ending in LOOSE:
        return False  # "Alder Bank and Finch Capital"
    return first == at - 1 or (words.knows(before) and words.knows(tokens[at + 1].lower))


TELLING = frozenset("maker local private investor explorer parent builder app".split())
"""Descriptions that are the first of a name as often: Maker Foods, Local Planet."""


MAKERS = frozenset("media labs mills bakeries apparel beauty bikes books coffee cosmetics wines".split())
"""What makes a firm of an office in front of it, and is nobody's family name."""


def _is_whole(tokens: Sequence[Token], first: int, last: int, words: NameWords, seen: Seen) -> bool:
    """Would the rest be an ordinary word that never comes alone?"""
    rest = tokens[first + 1 : last]
    return all(words.knows(token.lower) and token.text in seen.followers for token in rest)


def _trim(tokens: Sequence[Token], first: int, last: int, words: NameWords, seen: Seen) -> int:
    """Drop titles and descriptions in front of the name proper."""
    while first < last - 1 and tokens[first + 1].tag != "POS":
        token = tokens[first]
        pair = (token.text, tokens[first + 1].text)
        if pair in seen.pairs or (pair in seen.opened and token.lower in words.openers):
            break
        nationality = token.lower in words.places and token.tag == "JJ" and first + 2 == last
        if nationality and tokens[last - 1].lower.endswith("s") and words.knows(tokens[last - 1].lower):
            break  # "Nordic Bakers": whoever is nobody without the place
        opening = first == 0 or tokens[first - 1].text in ('"', ":", "-", "|")
        described = token.lower in words.descriptors and (opening or token.lower.rstrip(".") in OFFICES)
        if first + 2 == last and token.lower in OFFICES and tokens[first + 1].lower in words.firms | MAKERS:
            break  # "Vice Media", "Chairman Mills"
        if described and token.lower in TELLING and first + 2 == last and _is_whole(tokens, first, last, words, seen):
            break
        kind = tokens[first + 1]
        if first + 2 < last and opening and kind.text.isupper() and kind.lower in words.descriptors - OFFICES:
            first += 2  # "Digital MGA Oatcake", "Deeptech VC Tern Capital"
            continue
        if described or nationality or token.lower in ("the",):
            first += 1
            continue
        break
    return first
