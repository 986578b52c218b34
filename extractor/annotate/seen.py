"""How one article writes its words: what proves that a run of words is a name where its capitals do not.

"First Contact Entertainment" at the front of a sentence may be a first contact with Entertainment; that the article
never has "Contact" without "First" says that it is not. "onefinestay" has no capital at all; that no dictionary knows
it and "a hospitality platform" explains it says that it is a name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from extractor.annotate.occurrences import count_whole, find_whole
from extractor.annotate.vocabulary import Unlisted

# "[A-Z](?<!\w.)" is "\b[A-Z]", begun with what is rare, so that scanning skips all small letters.
OWNER = re.compile(r"([A-Z](?<!\w.)[\w&.-]*)['’]s ([A-Z][\w&.-]*)")
MARKS = ("'s", "’s")
MARKED = ("'s ", "’s ")
PAIR = re.compile(r"([A-Z](?<!\w.)[\w&.-]*)(?= ([A-Z][\w&.-]*))")
CAPITALISED = re.compile(r"[A-Z](?<!\w.)[\w&.-]*")
NUMBERED = re.compile(r"(\d(?<![\w$€£¥.,-].)\d{0,3}) ([A-Z][a-z][\w-]*)")
"""A number in front of a capitalised word: 365 Data."""
NUMBER_BEHIND = re.compile(
    r"([A-Z](?<!\w.)[\w'’-]*) (\d{1,3})(?![\w,.-]*\d|\w| (?:million|billion|percent|pct|mln|bln|years?)|%)"
)
"""A number behind one: Studio 54."""
NUMBER_GLUED = re.compile(r"(\d(?<![\w$€£¥.,-].)\d?)([A-Z])(?![\w-])")
"""A number and a letter, which the tokeniser cuts apart: 3M."""
LINKED = re.compile(
    r"([A-Z](?<!\w.)[\w'’-]+) (and|of|for|into) (?=([A-Z][\w'’-]+)"
    r"((?: [A-Z][\w'’-]+)?,? (?:Inc|Corp|Co|Ltd|PLC|Plc|plc|LLC|LLP|AG|Group|Holdings)\b)?)"
)
"""Two capitalised words with a small one between them, and a legal form behind them."""
BOUGHT = re.compile(
    r"\b(?:acquire[sd]?|buys?|bought|purchase[sd]?|acquisition of|purchase of)\W+(?:[A-Z]\w+ )?\Z", re.IGNORECASE
)
BREAK = re.compile(r"[.!?:;\n\"“”•|]\W*\Z|[-–—]\s+\Z|\A\W*\Z")
"""What stands before the first word of a sentence, a heading or a quotation."""

SMALL = r"[a-z][a-z]*\d*[a-z]{2,}"
DOMAIN = re.compile(
    r"(?<![\w@/.:-])[a-z0-9][a-z0-9-]*\.(?:com|net|org|io|ai|co|app|tv|me|fm|ly|de|fr|cn|eu|gg|so)"
    r"(?:\.[a-z]{2})?(?![\w@/-]|\.\w)"
)
ADDRESS = r"(?<![\w@/.:-])[a-z0-9][a-z0-9-]*\.[a-z]{2,9}(?![\w@/-]|\.\w)"
"""What may be an address, or two sentences without a space between them."""
ADDRESSED = re.compile(ADDRESS)
DOTTED = re.compile(r"(?<![\w@/.:-])([a-z]{1,12})\.([a-z]{3,12})(?![\w@/-]|\.\w)")
"""Two parts joined by a dot, in small letters: a name ("imec.xpand", "e.ventures"), unless a space was forgotten."""
SITES = frozenset("at visit see on via from website site www online url email e-mail to".split())
"""Words in front of an address that is only where to read more."""
TELLS = (
    r"has|have|had|is|was|will|said|says|also|today|raised|raises|acquired|acquires|bought|buys|closed|closes|"
    r"secured|secures|received|receives|landed|lands|agreed|agrees|announced|announces|plans|sold|sells|merged|merges|led|leads"
)
BUYS = (
    r"(?:acquir(?:e|es|ed|ing)|buy|buys|bought|buying|acquisition of|purchase of|takeover of|bid for|merge with|"
    r"merger with|stake in|invest in|invested in|invests in|backs|backed|raised by|sale of|sold|sells|sell)"
)
SORT = (
    r"(?:start-?up|company|firm|platform|app|provider|maker|developer|service|unit|subsidiary|brand|site|website|"
    r"retailer|marketplace|rival|group|business|owner|operator|investor|fund|insurer|lender|chain|network|agency)"
)
ENDS = rf"(?=[,.;:)]|['’]s\b| (?:for|from|in|with|to|and|by|at|on|which|that|{TELLS})\b)"
CONTEXTS = (
    re.compile(rf"(?:\A|[.!?][\"”’]?\s+|\n)({SMALL})(?= (?:{TELLS})\b|,? (?:a|an|the|which|based)\b)"),
    re.compile(rf"\b{BUYS}\s+(?:the\s+)?({SMALL})(?=, (?:a|an|the|which|based)\b)"),
    re.compile(rf"\b{SORT}\s+({SMALL}){ENDS}"),
    re.compile(rf"(?<![\w@/.-])({SMALL})(?= (?:capital|ventures|partners)\b)"),
    re.compile(r"(?<![\w@/.-])([a-z][a-z]+)(?= (?:Capital|Ventures?|Partners|Angels|Labs)\b)"),
    re.compile(rf"\b(?:acquires|acquired|acquisition of)\s+({SMALL})(?<!s)(?=[,.;]| (?:for|in|to)\b)"),
    re.compile(rf"\b{BUYS}\s+({SMALL})(?= [A-Z][A-Za-z])"),
    re.compile(rf"\b(?:called|named|dubbed)\s+({SMALL}){ENDS}"),
)
"""Where a word that no dictionary has is a name: a sentence's subject, what is bought or explained, behind its sort."""
PLACED = re.compile(rf"(?:(?:\A|[.!?][\"”’]?\s+|\n)|\b(?:{BUYS}|by|from|including)\s+|\b{SORT}\s+)\Z")
PLACED_BEFORE = re.compile(rf"(?:, [a-z0-9-]+\.[a-z]{{2,9}})?(?:[,.;:)]|['’]s\b| (?:and|for|in|to|on|{TELLS})\b)")
"""Around such a thing that is the name of who does something or to whom it is done: "bought oat.la, a dictionary"."""
SHORT = re.compile(r"[CVPAL](?<=[^\w@/.-][a-z][a-z] .)(?:apital|entures?|artners|ngels|abs)\b")
"""What two letters in front of it make a firm: "ff Capital"."""
BEFORE, BEHIND = 40, 16
"""Characters around such a word that a context may look at: "acquisition of the ...", "... announces"."""
COINABLE = re.compile(SMALL)
PIECE = re.compile(r"[^\W_]+")
TITLE_CONTEXTS = (
    re.compile(rf"\A({SMALL})(?= (?:{TELLS})\b)"),
    re.compile(rf"\b{BUYS}\s+({SMALL})(?=\Z| (?:for|from|in|to)\b)", re.IGNORECASE),
)
FIRM_EXCLAIMED = re.compile("! (?:Ventures|Capital|Partners|Angels|Labs)")
EXCLAIMED = re.compile(r"(?<![\w@/.-])([a-z]{2,})(?=! (?:Ventures|Capital|Partners|Angels|Labs)\b)")
DIGITAL = re.compile(r"(?<![\w@/.-])(?:[a-z]+[013456789]+[a-z]+|\d{2,4}[a-z]{5,})(?![\w@/-]|\.\w)")
"""Letters around digits: n8n, what3words, 99designs. Not b2b."""
TWO = re.compile(
    rf"(?:(?:\A|[.!?][\"”’]?\s+|\n)|\b{BUYS}\s+|\b{SORT}\s+)([a-z]{{1,12}}2[a-z]{{1,12}})"
    rf"(?= (?:has|raised|raises|secured|acquired|announced)\b|, an? )"
    rf"|(?:\b(?:from|by|with|including|and)|,) ([a-z]{{1,12}}2[a-z]{{5,12}})(?=[,.;]| (?:and|to|for|in)\b)"
)
"""A 2 is a "to" more often (b2b, p2p); a subject or an object it is in a name."""
AROUND_TWO = re.compile("[a-z]2[a-z]")


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
    opened: frozenset[tuple[str, str]] = frozenset()
    """Pairs of which the second word never comes without the first, or the first has its capital inside a sentence."""
    joined: frozenset[tuple[str, str]] = frozenset()
    """Pairs that "and" joins into one name with a legal form behind it: neither comes without the other."""
    followers: frozenset[str] = frozenset()
    """Capitalised words that stand behind another one whenever they come."""
    coined: frozenset[str] = frozenset()
    """Names that the article writes in small letters."""


def look_through(
    text: str, prose: str, title: str, small: frozenset[str], known: frozenset[str], unknown: Unlisted
) -> Seen:
    """What the article proves. ``unknown`` says of a word in small letters that no dictionary has it."""
    pairs = [(found[1], found[2], found.start()) for found in PAIR.finditer(prose)]
    counts = Counter((first, second) for first, second, _ in pairs)
    return Seen(
        small,
        known,
        _owners(text),
        frozenset(pair for pair, n in counts.items() if n >= 2),
        frozenset(_opened(prose, title, pairs, counts)),
        frozenset(_joined(prose, title, unknown)),
        frozenset(_followers(prose, counts)),
        frozenset(_coined(prose, title, small | known, unknown)),
    )


def _owners(text: str) -> frozenset[tuple[str, str]]:
    """Possessives that are part of a name: owner and owned never stand without each other and come more than once."""
    counts = Counter(OWNER.findall(text))
    found = set()
    for (owner, owned), n in counts.items():
        if n < 2:
            continue
        owns = all(text.startswith(MARKS, at + len(owner)) for at in find_whole(text, owner))
        if owns and all(text.endswith(MARKED, 0, at) for at in find_whole(text, owned)):
            found.add((owner, owned))
    return frozenset(found)


def _opened(
    prose: str, title: str, pairs: Sequence[tuple[str, str, int]], counts: Counter[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """Pairs whose first word belongs to the name: capitalised inside a sentence, or always there."""
    inside: set[tuple[str, str]] = set()
    for first, second, at in pairs:
        if (first, second) not in inside and not _opens(prose, at):
            inside.add((first, second))
    yield from inside
    counts = counts.copy()
    for pattern in (NUMBERED, NUMBER_BEHIND):
        counts.update((found[1], found[2]) for found in pattern.finditer(prose))
    glued = Counter((found[1], found[2]) for found in NUMBER_GLUED.finditer(f"{title}\n{prose}"))
    yield from (pair for pair, n in glued.items() if n >= 2)
    folded = title.lower()
    for pair, n in counts.items():
        if pair in inside:
            continue
        first, second = pair
        n += f"{first} {second}".lower() in folded
        bare = second if first[0].isalpha() and second[0].isalpha() else (second if first[0].isdigit() else first)
        if n >= 2 and count_whole(prose, bare) == counts[pair]:
            yield pair


def _opens(prose: str, at: int) -> bool:
    """Does a sentence, a heading or a quotation begin at ``at``?"""
    before = prose[max(0, at - 3) : at]
    if before[-1:] == " " and before[-2:-1].isalnum():
        return False  # by far the most are words inside a sentence
    return BREAK.search(before) is not None


def _followers(prose: str, pairs: Counter[tuple[str, str]]) -> Iterator[str]:
    behind: Counter[str] = Counter()
    for (_, second), n in pairs.items():
        behind[second] += n
    every = Counter(CAPITALISED.findall(prose))
    yield from (word for word, n in behind.items() if every[word] <= n)


def _joined(prose: str, title: str, unknown: Unlisted) -> Iterator[tuple[str, str]]:
    linked = list(LINKED.finditer(prose))
    counts = Counter(found.group(1, 2, 3) for found in linked)
    formed = {found.group(1, 2, 3) for found in linked if found[4] and found[2] == "and"}
    folded = title.lower()
    for (left, link, right), n in sorted(counts.items()):
        words = (left, right)
        again = n + (n < 2 and f"{left} {link} {right}".lower() in folded) >= 2
        if not again or any(count_whole(prose, word) != n for word in words):
            continue
        if ((left, link, right) in formed and n >= 2) or (
            not any(unknown(word.lower()) for word in words) and (link != "and" or _bought(prose, linked, words))
        ):
            yield left, right


def _bought(prose: str, linked: Sequence[re.Match[str]], words: tuple[str, str]) -> bool:
    """Are both bought at once? Else "Square and Stripe" are two, though no one of them ever comes alone."""
    places = (found.start() for found in linked if found.group(1, 3) == words)
    return any(BOUGHT.search(prose[max(0, at - 40) : at]) for at in places)


def _coined(prose: str, title: str, words: AbstractSet[str], unknown: Unlisted) -> Iterator[str]:
    """``words``: those of the prose. They tell in a moment that the article has no address, no "n8n", no new word."""
    odd = [word for word in words if not word.isalpha()]
    if any(DOMAIN.search(word) for word in odd if "." in word):
        for found in DOMAIN.finditer(prose):
            before = prose[max(0, found.start() - 12) : found.start()].lower().split()
            if not before or before[-1].strip("(:,") not in SITES:
                yield found.group()
    if any(DOTTED.fullmatch(word) for word in odd):
        whole = f"{title}\n{prose}"
        for found in DOTTED.finditer(prose):
            if DOMAIN.fullmatch(found.group()):
                continue
            new = len(found[1]) == 1 or unknown(found[1]) or unknown(found[2])
            if new or count_whole(whole, found.group()) > 1:
                yield found.group()
    for word in odd:
        if "." in word and ADDRESSED.fullmatch(word) and any(map(unknown, word.split("."))) and _placed(prose, word):
            yield word
    for found in SHORT.finditer(prose):
        if unknown(prose[found.start() - 3 : found.start() - 1]):
            yield prose[found.start() - 3 : found.start() - 1]
    if any(DIGITAL.search(word) for word in odd):
        for found in DIGITAL.finditer(prose):
            yield found.group()
    if any("2" in word and word.islower() and AROUND_TWO.search(word) for word in odd):
        for found in TWO.finditer(prose):
            yield found[1] or found[2]
    if FIRM_EXCLAIMED.search(prose):
        yield from (found[1] for found in EXCLAIMED.finditer(prose))
    pieces = {*(word for word in words if word.isalpha()), *(piece for word in odd for piece in PIECE.findall(word))}
    rest = {piece for piece in pieces - unknown.listed if piece.islower() and COINABLE.fullmatch(piece)}
    for start, end in _around(prose, unknown.among(rest)):
        for context in CONTEXTS:
            for found in context.finditer(prose, start, end):
                if unknown(found[1]):
                    yield found[1]
    for context in TITLE_CONTEXTS:
        for found in context.finditer(title):
            if unknown(found[1]) and re.search(rf"(?<![\w@/.-]){re.escape(found[1])}(?![\w@/-]|\.\w)", prose):
                yield found[1]


def _placed(prose: str, word: str) -> bool:
    """Does what may be an address stand where whoever does something does, or to whom it is done?"""
    at = prose.find(word)
    while at >= 0:
        end = at + len(word)
        if PLACED.search(prose[max(0, at - BEFORE) : at]) and PLACED_BEFORE.match(prose, end):
            return True
        at = prose.find(word, end)
    return False


def _around(prose: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where the words stand by themselves, with what a context may look at; in order, none overlapping."""
    spans: list[tuple[int, int]] = []
    for word in words:
        at = prose.find(word)
        while at >= 0:
            end = at + len(word)
            if not prose[max(0, at - 1) : at].isalnum() and not prose[end : end + 1].isalnum():
                spans.append((max(0, at - BEFORE), end + BEHIND))
            at = prose.find(word, end)
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
