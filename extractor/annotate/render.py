"""The words of a sentence as the parser gets to see them.

News sentences are full of what confuses a parser and says nothing about grammar: tickers, brackets with a currency
conversion, "a Cambridge, Mass.-based", sums in twenty spellings. The parser reads a plainer sentence; every token of it
knows the span of the original that it stands for. What stood in brackets after a name is kept as another name for it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from extractor.annotate.sentences import GOES_ON

BRACKETS = re.compile(
    r"\s?\(([^()]{1,160})\)|\s?\[([^\[\]]{1,60})\]|"
    r"\s?(?:<|&lt;)([A-Z][A-Z0-9]{0,6}(?:[.-][A-Z]{1,3}[a-z]?)?|/?[a-z]{1,6}(?:\.[a-z]{1,2})?)(?:>|&gt;)"
)
UNLISTED = re.compile(r"(?:<|&lt;)([A-Z0-9][\w&.,'’/\- \n]{2,80}?)(?:>|&gt;)")
"""A company that no exchange lists, in the angle brackets of old newswires: "&lt;Laredo Savings Bank>"."""
RIC = re.compile(
    r"(?<=[\w.,)'’])\s+(?:[A-Z0-9]{2,6}[a-z]{0,2}\.(?:"
    r"N|O|OQ|OB|PK|A|L|PA|DE|F|T|HK|SS|SZ|AX|TO|V|MI|MC|AS|SW|S|VX|UL|KS|KQ|BO|NS|SI|ST|OL|HE|CO|BR|VI|LS|AT|IS|IR|I|WA|"
    r"PR|BU|SA|MX|BA|SN|TA|BH|KW|QA|DU|AD|SE|CA|J|JO|NZ|KL|BK|JK|PS|TW|TWO|MM|ME|RTS|PFT|UN)|[A-Z]\.[NO])"
    r"(?![A-Z0-9]|\.\w)(?:(?=([a-z]{2}))|\b)"
)
"""A Reuters code that stands open behind a name ("InBev NV INTB.BR"), even glued to the next word."""
QUOTED_LETTER = re.compile(r"(?<=[a-z] )([\"“‘'])([A-Z])([\"”’'])(?= [A-Z])")
"""A letter quoted inside a name: Toys "R" Us."""
PLACED = ("based", "headquartered", "listed")
PLACE = re.compile(
    r"(?<![\w.-])(?:the\s+)?(?:[A-Z][\w.'’]*[ -]){0,3}[A-Z][\w.'’]*(?:, (?:[A-Z][\w.]*[ ]?){1,3})?[,.]?\s?[-‐‑–]\s?"
    r"(?:based|headquartered|listed|Based|Headquartered)(?:\b|(?=[A-Z]))"
)
OWNED = ("backed", "owned", "controlled", "funded", "linked", "affiliated")
BACKED = re.compile(
    r"\b[A-Z][\w&.'’]*(?: [A-Z][\w&.'’]*){0,3} ?[-‐‑]"
    r"(?:backed|owned|controlled|funded|linked|affiliated|Backed|Owned|Affiliated)\b"
)
COMPOUND = re.compile(
    r"\b[Cc]o-(?=led|lead|founde|invest|own|develop)|\b(?:[Tt]ake|[Bb]uy)-(?=overs?\b|outs?\b)", re.ASCII
)
GLUED = re.compile(
    r"\b(?:of|with|by|the|announced|acquired|to|from|that|its|between|for|called|acquire|acquires)(?=[A-Z][a-z]|[A-Z]{3})|"
    r"\bacquire[ds](?=[a-z])|(?<=[a-z]{3})(?=\d{1,2}th)|(?<=[a-z]\))(?=[a-z]{2})"
)
"""A word glued to the name behind it, where a link was taken out."""
SEAM = re.compile(
    r"[A-Z](?<=[a-z].)(?=[a-z]|[A-Z]{2})|\d(?<=[a-z]{3}.)(?=\d?th)|\)(?<=[a-z].)(?=[a-z]{2})|acquire[ds](?=[a-z])"
)
"""Without one of these nothing is glued; it begins with what is rare, so that scanning for it is cheap."""
DOTTED = re.compile(
    r"\b(?:S\.p\.A|S\.r\.l|S\.A\.S|S\.A|N\.V|B\.V|A\.G|A\.S|L\.P|L\.L\.C|P\.L\.C|S\.L|(?<= )a\.s(?=\.))\b\.?"
)
"""Legal forms with stops, which a tokeniser takes for the end of a sentence."""
DANISH = re.compile(r"(?<=[\w.] )A/S\b")
"""A legal form that the tokeniser cuts at its stroke; it reads another instead."""
STARTUP = re.compile(r"\b(?:start-?[Uu]ps?|(?<!\d )Start-?[Uu]ps?)\b")
"""A word younger than the model, which takes it for a verb; it reads "firm" instead, but in 500 Startups."""
JOINED = re.compile(r"\b[Ff]und-rais|\b[Tt]ie-up|\b[Ff]ollow-on\b|\b[Dd]eal-mak(?=ing\b|ers?\b)|\b[Pp]re-(?=IPO|ipo)")
SHARE = re.compile(
    r"[\s-](?:an?|per)[\s-]share\b"
    r"(?=[\s-](?:in cash )?(?:cash|takeover|buyout|tender|hostile|bid|offer|merger|proposal|deal)\b)"
)
SAYERS = ("sources", "reports", "papers")
SAYER = ("source", "report", "paper", "newspaper", "media", "official")
SAID = SAYERS + SAYER
SAID_BY = re.compile(rf"(?::|(?<=\s)[:–—-])\s*(?:({'|'.join(SAYERS)})|({'|'.join(SAYER)}))\s*\Z", re.I)
"""Who says so, behind a headline: "Fenwick to buy Dovecote -sources"; the parser knows ", sources say"."""
REPEATED = re.compile(r"(?<=,)\s*,")
LINK = re.compile(r"!?\[([^\]]*)\]\(([^)\s]*)\)")
SHARE_BRACKET = re.compile(r"(?:about |around |some )?\d[\d.,]*\s?(?:%|percent|per cent|pct)")
PART_BEFORE = re.compile(r"\b(?:stake|interest|shareholding|holding|shares|majority|minority)\s?$", re.I)
KEEP_BRACKET = re.compile(r"\bled\b|\bbacked\b|\bacquire[ds]?\b|\bbought\b|\braised\b|\bvia\b", re.I)
ALIAS = re.compile(r"[A-Z0-9][\w&.+!-]*(?: [A-Z0-9&][\w&.+!-]*){0,4}")
NO_ALIAS = re.compile(
    r":|\b(?:NYSE|NASDAQ|Nasdaq|LSE|TSX|OTC\w*|TSXV|CSE|ASX|NSE|BSE|AIM|Reuters|BUSINESS|PRNewswire)\b|^[A-Z0-9]+\.[A-Z]{1,2}$"
)
GENERIC_ALIAS = frozenset(
    [
        "company",
        "group",
        "firm",
        "fund",
        "bank",
        "buyer",
        "seller",
        "parent",
        "purchaser",
        "corporation",
        "offering",
        "offer",
        "the",
        "merger",
        "transaction",
        "acquisition",
        "agreement",
        "us",
        "u.s",
        "uk",
        "eu",
    ]
)


MARKED = re.compile(r"[\"“”]|\bformerly\b|\bfka\b|\baka\b|\ba\.k\.a\b|\bkna\b|\bknown as\b|\bdba\b|\bor the\b")
SPLIT = re.compile(
    r"[\"“”']|\bor\b|,|;|\bthe\b|\btogether\b|\bformerly\b(?: known as)?|\bfka\b|\baka\b|\bkna\b|\bdba\b|\bknown as\b"
)

COMPOUNDED = ("co-", "take-", "buy-", "fund-", "tie-", "follow-", "deal-", "pre-")
"""What stands before the hyphen of a word that rendering makes one with what follows, in small letters."""
PUT_IN = (
    ("", ("of",)),
    ("startup", ("firm", "firms")),
    ("start-up", ("firm", "firms")),
    *((word, ("local",)) for word in PLACED),
    *((word, ("private",)) for word in OWNED),
    *((word, ("say", "says")) for word in SAYERS + SAYER),
)
"""Letters of the text (lower case) in whose place rendering may put other words."""


@dataclass(slots=True)
class Rendering:
    """A plainer sentence and where each part of it comes from."""

    text: str
    starts: list[int] = field(default_factory=list)
    """Start of each segment in ``text``, ascending."""
    segments: list[tuple[int, int, bool]] = field(default_factory=list)
    """``(start, end, exact)`` in the original; an exact segment maps character by character."""
    aliases: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """Original offset where a dropped bracket began -> the names that stood in it."""
    whole: list[tuple[int, int]] = field(default_factory=list)
    """Spans of the original that angle brackets mark as one name."""

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that ``text[start:end]`` stands for."""
        if len(self.starts) == 1:
            left, right, exact = self.segments[0]
            return (left + start, left + end) if exact else (left, right)
        first, last = self._segment(start), self._segment(max(start, end - 1))
        left, _, exact = self.segments[first]
        begin = left + start - self.starts[first] if exact else left
        left, right, exact = self.segments[last]
        return begin, left + end - self.starts[last] if exact else right

    def _segment(self, at: int) -> int:
        return max(0, bisect_right(self.starts, at) - 1)


def put_in(piece: str) -> set[str]:
    """The words that rendering may put into a piece of text, besides those that it makes of the text's own."""
    small = piece.lower()
    words = {word for letters, new in PUT_IN if letters in small for word in new}
    words.add("million")
    return words


def makes_words(piece: str) -> bool:
    """Will rendering make words of parts of the piece's own: "takeover" of "take-over", "SpA" of "S.p.A."?"""
    return bool(
        ("-" in piece and _is_compounded(piece.lower()) and (COMPOUND.search(piece) or JOINED.search(piece)))
        or (SEAM.search(piece) and GLUED.search(piece))
        or ("." in piece[:-1] and DOTTED.search(piece))
        or ("A/S" in piece and DANISH.search(piece))
    )


def _is_compounded(small: str) -> bool:
    return any(opening in small for opening in COMPOUNDED)


def render(text: str, start: int, end: int, sums: Iterable[tuple[int, int, bool]]) -> Rendering:
    """Render ``text[start:end]``; ``sums`` are spans ``(start, end, conversion)`` of money in it.

    A conversion ("($11 million)") is dropped, every other sum reads "$5 million" to the parser.
    """
    cuts: list[tuple[int, int, str]] = []
    whole: list[tuple[int, int]] = []
    aliases: dict[int, tuple[str, ...]] = {}
    money = [(a, b, conversion) for a, b, conversion in sums if a >= start and b <= end]
    # Most sentences hold nothing of all this: a pattern is tried only where a character that it needs stands.
    piece = text[start:end]
    if "(" in piece or "[" in piece or "<" in piece or "&lt;" in piece:
        _cut_brackets(text, start, end, money, cuts, aliases)
        for found in UNLISTED.finditer(text, start, end):
            cuts.append((found.start(), found.start(1), ""))
            cuts.append((found.end(1), found.end(), ""))
            whole.append((found.start(1), found.end(1)))
    if '"' in piece or "'" in piece or "“" in piece or "‘" in piece:
        for found in QUOTED_LETTER.finditer(text, start, end):
            cuts.append((found.start(1), found.end(1), ""))
            cuts.append((found.start(3), found.end(3), ""))
    small = piece.lower()
    stop, hyphen = "." in piece[:-1], "-" in piece or "‐" in piece or "‑" in piece or "–" in piece
    if stop:
        for found in RIC.finditer(text, start, end):
            cuts.append((found.start(), found.end(), " " if found[1] else ""))
    if hyphen:
        for words, pattern, replacement in ((PLACED, PLACE, "local"), (OWNED, BACKED, "private")):
            if any(word in small for word in words):
                for found in pattern.finditer(text, start, end):
                    cuts.append((found.start(), found.end(), replacement))
    if piece.count(",") > 1 or piece[:1] == ",":
        for found in REPEATED.finditer(text, start, end):
            cuts.append((found.start(), found.end(), ""))
    if small.rstrip().endswith(SAID):
        for found in SAID_BY.finditer(text, start, end):
            many, one = found.groups()
            cuts.append((found.start(), found.end(), f", {many.lower()} say" if many else f", {one.lower()} says"))
    compounded = hyphen and _is_compounded(small)
    if compounded:
        for found in COMPOUND.finditer(text, start, end):
            word = found.group()
            cuts.append((found.start(), found.end(), "" if word[0] in "cC" else word[:-1]))
    if stop:
        for found in DOTTED.finditer(text, start, end):
            cuts.append((found.start(), found.end(), found.group().replace(".", "")))
        for found in GOES_ON.finditer(text, start, end):
            cuts.append((found.start() - 1, found.start(), ","))
    if "A/S" in piece:
        for found in DANISH.finditer(text, start, end):
            cuts.append((found.start(), found.end(), "ASA"))
    if "tart" in piece:
        for found in STARTUP.finditer(text, start, end):
            cuts.append((found.start(), found.end(), "firms" if found.group().endswith("s") else "firm"))
    if compounded:
        for found in JOINED.finditer(text, start, end):
            cuts.append((found.start(), found.end(), found.group().replace("-", "")))
    if SEAM.search(text, max(0, start - 1), end):
        for found in GLUED.finditer(text, start, end):
            cuts.append((found.start(), found.end(), found.group() + " "))
    for a, b, conversion in money:
        # "A 31 dlr a share bid": the price is a price without the share, and the bid a bid.
        share = SHARE.match(text, b, end)
        cuts.append((a, share.end() if share and not conversion else b, "" if conversion else "$5 million"))
    made = _apply(text, start, end, cuts, aliases)
    made.whole = whole
    return made


def _cut_brackets(
    text: str,
    start: int,
    end: int,
    money: list[tuple[int, int, bool]],
    cuts: list[tuple[int, int, str]],
    aliases: dict[int, tuple[str, ...]],
) -> None:
    """Take out links' addresses and brackets; what brackets say of the name before them becomes its aliases."""
    links = list(LINK.finditer(text, start, end))
    for link in links:
        cuts.append((link.start(), link.start(1), ""))
        cuts.append((link.end(1), link.end(), ""))
    for bracket in BRACKETS.finditer(text, start, end):
        if any(link.start() < bracket.end() <= link.end(1) + 1 for link in links):
            continue  # the words of a link stay
        inner = next(group for group in bracket.groups() if group is not None)
        if SHARE_BRACKET.fullmatch(inner) and PART_BEFORE.search(
            text, max(start, bracket.start() - 14), bracket.start()
        ):
            # "A majority stake (50.1%) in Silica" reads "a majority stake of 50.1% in Silica".
            opening = bracket.end() - len(inner) - 2
            cuts += [(opening, opening + 1, "of "), (bracket.end() - 1, bracket.end(), "")]
            continue
        news = any(bracket.start() <= a < bracket.end() and not conversion for a, _, conversion in money)
        if (news and len(inner) < 60) or KEEP_BRACKET.search(inner):
            continue
        cuts.append((bracket.start(), bracket.end(), ""))
        names = tuple(_names_in(inner))
        if names:
            aliases[bracket.start()] = names


def _apply(
    text: str, start: int, end: int, cuts: list[tuple[int, int, str]], aliases: dict[int, tuple[str, ...]]
) -> Rendering:
    if not cuts:
        return Rendering(_plain(text[start:end]), [0], [(start, end, True)], aliases)
    out: list[str] = []
    made = Rendering("", aliases=aliases)
    length = 0
    at = start

    def add(piece: str, left: int, right: int, exact: bool) -> None:
        nonlocal length
        if piece:
            made.starts.append(length)
            made.segments.append((left, right, exact))
            out.append(piece)
            length += len(piece)

    for left, right, replacement in sorted(cuts, key=lambda cut: (cut[0], -cut[1])):
        if left < at:
            continue
        add(text[at:left], at, left, True)
        if replacement:
            # A sum glued to a word ("A$4.17-a-share") must stay a word of its own.
            if replacement.startswith("$") and text[right : right + 1].isalpha():
                replacement += " "
            add(replacement, left, right, False)
        at = right
    add(text[at:end], at, end, True)
    made.text = _plain("".join(out))
    if not made.segments:
        made.starts.append(0)
        made.segments.append((start, end, True))
    return made


QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\n": " ", "\t": " ", "\u00a0": " ", "\u2009": " "})


def _plain(text: str) -> str:
    """The text with plain quotes and blanks."""
    if text.isascii() and "\n" not in text and "\t" not in text:
        return text  # most sentences
    return text.translate(QUOTES)


def _names_in(inner: str) -> list[str]:
    """Names that a bracket gives to what stands before it: ``("Diamond Hill" or the "Company")``, ``(PAE)``.

    A name that neither quotes nor "formerly" mark as one begins with "?": it must resemble the name before it, since a
    bracket may as well hold the source of the news.
    """
    if NO_ALIAS.search(inner.strip()):
        return []
    marked = bool(MARKED.search(inner))
    names = []
    for piece in SPLIT.split(inner):
        word = piece.strip(" .")
        if ALIAS.fullmatch(word) and word.lower() not in GENERIC_ALIAS and len(word) > 1 and not word.isdigit():
            names.append(word if marked else "?" + word)
    return names[:3]
