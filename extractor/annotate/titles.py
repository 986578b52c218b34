"""Headlines, set back into sentence case so that the parser and the names in the body can be of use.

"Supply Chain Startup Fluent Raises $1.65 Million" is read as "supply chain startup Fluent raises $1.65 million". A word
keeps its capital where the body writes it so, loses it where the body (or the language) writes it small. A headline in
small letters, as from a URL slug, gets the body's capitals. The length never changes, so offsets hold.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from itertools import pairwise

WORD = re.compile(r"(?!(?<=&)(?:lt|gt|amp|quot|apos|nbsp);)[^\W_](?:[\w.+!'’]|&(?!(?:lt|gt|quot|nbsp);))*")
"""A word; the names of character entities that were left in a text are none."""


def count_words(text: str) -> tuple[Counter[str], Counter[str]]:
    """How often each word stands capitalised (other than first in a sentence), and how often in small letters.

    The first counter is keyed by the word as written, the second in lower case.
    """
    upper: Counter[str] = Counter()
    lower: Counter[str] = Counter()
    last = 0
    for found in WORD.finditer(text):
        word = found.group().rstrip(".'’")
        first = word[0]
        if first.islower() and word.islower():
            lower[word] += 1
        elif not first.islower() or not word.islower():
            between = text[last : found.start()]
            if (last and not re.search(r"[.!?:\n\"“]", between)) or not first.isupper() or not word[1:].islower():
                upper[word] += 1
        last = found.start() + len(word)
    return upper, lower


SUFFIX = re.compile(r"\s+(?:[-–—|•:]|::)\s+(?:[A-Z][\w.&'’!]*\s*){1,4}$")
"""The site's name behind a headline."""


def title_end(title: str) -> int:
    """Where the headline proper ends: before " - CoinDesk" or " | The Daily Deal"."""
    found = SUFFIX.search(title)
    if found and len(title[: found.start()].split()) >= 4 and ":" not in found.group():
        return found.start()
    return len(title)


PREFIX = re.compile(r"(?:[A-Z][\w-]+ ?){1,3}\s?(?:[:|–—]| -)\s+(?=[A-Z0-9])")
"""A label before a headline: "Exclusive: ...", "MarketWatch - ..."."""


WIRE = re.compile(
    r"(?:(?:UPDATE|WRAPUP|REFILE|RPT|CORRECTED|EXCLUSIVE|FACTBOX|TIMELINE|BRIEF|ANALYSIS) ?\d*-)+\s?", re.I
)
"""What a wire puts before the headline of a version: "UPDATE 2-"."""


def title_start(title: str, prose: str) -> int:
    """Where the headline proper begins: behind a wire's mark, or a label that the body never mentions."""
    wire = WIRE.match(title)
    if wire:
        return wire.end()
    found = PREFIX.match(title)
    if found and len(title[found.end() :].split()) >= 4:
        label = found.group().rstrip(" :|–—-")
        if label not in prose:
            return found.end()
    return 0


def headline_end(text: str, title: str) -> int:
    """Where the body begins in a text that repeats its headline without a break: "... Seed RoundFluent, a maker"."""
    title = title.strip()
    if len(title.split()) < 4 or not text.startswith(title):
        return 0
    following = text[len(title) : len(title) + 1]
    return len(title) if following.isupper() or following.isspace() else 0


def prose_of(text: str) -> str:
    """The body without lines set in headline capitals, which prove nothing about capitals."""
    return "\n".join(line for line in text.split("\n") if not is_headline(line))


def is_headline(sentence: str) -> bool:
    """Is the sentence set in headline capitals?"""
    words = [word for word in WORD.findall(sentence) if word[0].isalpha() and len(word) > 3]
    if sentence.rstrip().endswith((".", "!")):
        return False
    return len(words) >= 4 and sum(word[0].isupper() for word in words) >= 0.72 * len(words) and len(sentence) < 220


ENOUGH = 150
"""Characters of a body that must name whom its headline names."""


class Recaser:
    """Sets headlines of one article into sentence case.

    ``upper`` and ``lower`` are :func:`count_words` of the body's prose, ``body``; ``common`` are words that are no
    names by themselves, ``knows`` says whether a dictionary has a word.
    """

    def __init__(
        self,
        upper: Counter[str],
        lower: Counter[str],
        common: AbstractSet[str],
        body: str,
        knows: Callable[[str], bool] = lambda word: False,
    ) -> None:
        self._upper = upper
        self._lower = lower
        self._common = common
        self._body = body
        self._knows = knows
        self._pairs: set[str] = set()
        self._by_lower: dict[str, str] = {}
        for word, _ in sorted(upper.items(), key=lambda item: (item[1], item[0])):
            self._by_lower[word.lower()] = word

    def recase(self, title: str) -> str:
        """The headline in sentence case; the length never changes."""
        self._pairs = {
            word
            for a, b in pairwise(WORD.findall(title))
            if a[0].isupper() and b[0].isupper() and f"{a.rstrip('.')} {b.rstrip('.')}" in self._body
            for word in (a, b)
        }
        words = [found.group() for found in WORD.finditer(title) if found.group()[0].isalpha()]
        if len(words) < 3:
            return title
        capitals = sum(word[0].isupper() for word in words)
        if capitals == 0:
            return _raise_slug(title, self._body)
        if capitals / len(words) < 0.5:
            return title
        shouting = all(word.isupper() for word in words)
        return WORD.sub(lambda found: self._word(found.group(), shouting, found.start() == 0), title)

    def _word(self, word: str, shouting: bool, first: bool) -> str:
        bare = word.rstrip(".'’")
        tail = word[len(bare) :]
        if bare.endswith(("'s", "’s", "'S", "’S")):
            bare, tail = bare[:-2], bare[-2:].lower() + tail
        if not bare or not bare[0].isalpha() or (bare[1:] != bare[1:].lower() and not shouting):
            return word
        small = bare.lower()
        written = self._by_lower.get(small, bare) if shouting else bare
        named = self._upper[written]
        if word in self._pairs or named > self._lower[small] or (named and small not in self._common):
            return (written if len(written) == len(bare) else bare) + tail
        if self._lower[small] or small in self._common:
            return small + tail
        if shouting and re.search(rf"\b{re.escape(bare.capitalize())}\b", self._body):
            return bare.capitalize() + tail  # the body's sentences begin with it
        if len(self._body) >= ENOUGH and self._knows(small) and not re.search(rf"\b{re.escape(bare)}\b", self._body):
            return small + tail  # "Overwhelmingly": what a headline is about comes again in the body
        return (small if shouting else bare) + tail  # a shouted word that the body never capitalises is no name


def _raise_slug(title: str, body: str) -> str:
    """A slug's words, with the capitals of the longest run of words that the body's first part writes so."""
    head = body[:1500]
    out = list(title)
    words = [(found.start(), found.end()) for found in re.finditer(r"\S+", title)]
    first = 0
    while first < len(words):
        for last in range(min(len(words), first + 6), first, -1):
            start, end = words[first][0], words[last - 1][1]
            piece = r"[\s,.'’&/-]{1,3}".join(re.escape(title[a:b]) for a, b in words[first:last])
            found = re.search(rf"\b{piece}\b", head, re.I)
            if found and _capital(found.group()) and not found.group().isupper() | found.group().islower():
                written = [c for c in found.group() if c.isalnum()]
                plain = [at for at in range(start, end) if title[at].isalnum()]
                if len(written) == len(plain) and all(_capital(w) for w in re.findall(r"[^\W_]+", found.group())):
                    for at, char in zip(plain, written, strict=True):
                        out[at] = char
                    first = last - 1
                    break
        first += 1
    return "".join(out)


def _capital(word: str) -> bool:
    """A capital at the front, or inside behind one or two small letters: eToro, iRobot, DoubleVerify."""
    return word[0].isupper() or any(c.isupper() for c in word[1:3])
