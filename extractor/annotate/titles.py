"""Headlines, set back into sentence case so that the parser and the names in the body can be of use.

"Supply Chain Startup Fluent Raises $1.65 Million" is read as "supply chain startup Fluent raises $1.65 million". A word
keeps its capital where the body writes it so, loses it where the body (or the language) writes it small. A headline in
small letters, as from a URL slug, gets the body's capitals. The length never changes, so offsets hold.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import compress, pairwise

from extractor.annotate.occurrences import find_run, fold_letters, has_whole

WORD = re.compile(r"(?!(?<=&)(?:lt|gt|amp|quot|apos|nbsp);)[^\W_](?:[\w.+!'’]|&(?!(?:lt|gt|quot|nbsp);))*")
"""A word; the names of character entities that were left in a text are none."""
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|apos|nbsp);")
_PLAIN = (r"[^\W_][\w.+!'’]*", r"[^\W_][\w.+!'’&]*")
"""The same in a text without ampersands, and in one without entities: three times as fast, and nearly all are."""
_WORDS = tuple(re.compile(pattern) for pattern in (*_PLAIN, WORD.pattern))
_APART = tuple(re.compile(f"({pattern.pattern})") for pattern in _WORDS)


def _pattern_for(text: str, patterns: Sequence[re.Pattern[str]]) -> re.Pattern[str]:
    """The simplest of the patterns that finds the words of this text."""
    if "&" not in text:
        return patterns[0]
    return patterns[1] if _ENTITY.search(text) is None else patterns[2]


def count_words(text: str) -> tuple[Counter[str], Counter[str]]:
    """How often each word stands capitalised (other than first in a sentence), and how often in small letters.

    The first counter is keyed by the word as written, the second in lower case.
    """
    parts = _pattern_for(text, _APART).split(text)
    between, words = parts[0::2], parts[1::2]
    bare = [word.rstrip(".'’") for word in words]
    small = [word.islower() and word[0].islower() for word in bare]
    upper: Counter[str] = Counter()
    for at, word in enumerate(bare):
        if small[at]:
            continue
        gap = words[at - 1][len(bare[at - 1]) :] + between[at] if at else ""
        opens = gap != " " and (at == 0 or _OPENING.search(gap) is not None)
        if not opens or not word[0].isupper() or not word[1:].islower():
            upper[word] += 1
    return upper, Counter(compress(bare, small))


_OPENING = re.compile(r"[.!?:\n\"“]")
"""Between two words: the second may have its capital from where it stands."""


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
    prose = "\n".join(line for line in text.split("\n") if not is_headline(line))
    for start, end in reversed(quoted_headlines(prose)):
        prose = prose[:start] + prose[end:]
    return prose


SMALL_IN_HEADLINES = frozenset(
    "the and but nor for from with into onto over amid after before under upon via per than its than off out are has "
    "was were will that this through about against between during without within toward towards around across".split()
)
"""Words that headlines of capitalised words write small."""
NEVER_NAMES = frozenset(
    "raises raised secures secured closes closed lands announces announced acquires acquired completes completed "
    "receives received gets buys sells sold launches launched unveils joins leads wins adds expands invests merges "
    "appoints signs plans startup start-up funding financing round raise investment investors provider maker "
    "acquisition merger deal deals million billion".split()
)
"""Words of deals that prose writes small, but first in a sentence: with a capital they show a headline."""


def is_headline(sentence: str) -> bool:
    """Is the sentence set in headline capitals?"""
    if len(sentence) >= 220 or sentence.rstrip().endswith((".", "!")):
        return False
    every = [word for word in _pattern_for(sentence, _WORDS).findall(sentence) if word[0].isalpha()]
    small = any(word.islower() and len(word) > 2 and word not in SMALL_IN_HEADLINES for word in every)
    if small and not any(word.istitle() and word.lower() in NEVER_NAMES for word in every):
        return False  # "Oatcake: $5M Series A led by Tern Capital" is prose, however many names it has
    words = [word for word in every if len(word) > 3]
    return len(words) >= 4 and sum(word[0].isupper() for word in words) >= 0.72 * len(words)


QUOTED = re.compile(r"[“\"]([A-Z][^“”\"\n]{24,200})[”\"]")


HEADLINED = re.compile(
    r" (?:Acquires?|Announces|Backs|Bags|Buys?|Closes|Completes|Files|Gets|Grabs|Has|Invests|Is|Joins|Lands|Launches|"
    r"Leads|Merges|Nabs|Nets|Plans|Puts?|Raises?|Receives|Scores|Secures|Sells?|Snags|Takes|To|Will|Wins) "
)
"""Verbs that only a headline writes so: a quoted list of names has none."""


def quoted_headlines(text: str) -> list[tuple[int, int]]:
    """Spans of headlines that a text quotes: as “Tern Acquires Moss, Adds Ovens,” the paper reports."""
    if "“" not in text and '"' not in text:
        return []
    return [
        found.span(1)
        for found in QUOTED.finditer(text)
        if HEADLINED.search(found[1]) and is_headline(found[1].rstrip(".,!"))
    ]


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

    @cached_property
    def _by_lower(self) -> dict[str, str]:
        """The form of each word that the body writes most often with a capital."""
        ascending = sorted(self._upper.items(), key=lambda item: (item[1], item[0]))
        return {word.lower(): word for word, _ in ascending}

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
        named = max(
            self._upper[written], self._upper[self._by_lower.get(small, written)]
        )  # "PowerHouse" is "Powerhouse"
        if word in self._pairs or named > self._lower[small] or (named and small not in self._common):
            return (written if len(written) == len(bare) else bare) + tail
        if self._lower[small] or small in self._common:
            return small + tail
        if shouting and has_whole(self._body, bare.capitalize()):
            return bare.capitalize() + tail  # the body's sentences begin with it
        if len(self._body) >= ENOUGH and self._knows(small) and not has_whole(self._body, bare):
            return small + tail  # "Overwhelmingly": what a headline is about comes again in the body
        return (small if shouting else bare) + tail  # a shouted word that the body never capitalises is no name


def _raise_slug(title: str, body: str) -> str:
    """A slug's words, with the capitals of the longest run of words that the body's first part writes so."""
    head = body[:1500]
    folded = fold_letters(head)
    out = list(title)
    words = [(found.start(), found.end()) for found in re.finditer(r"\S+", title)]
    small = [fold_letters(title[start:end]) for start, end in words]
    first = 0
    while first < len(words):
        for last in range(min(len(words), first + 6), first, -1):
            start, end = words[first][0], words[last - 1][1]
            span = find_run(folded, small[first:last])
            found = head[slice(*span)] if span else ""
            if found and _capital(found) and not found.isupper() | found.islower():
                written = [c for c in found if c.isalnum()]
                plain = [at for at in range(start, end) if title[at].isalnum()]
                if len(written) == len(plain) and all(_capital(w) for w in re.findall(r"[^\W_]+", found)):
                    for at, char in zip(plain, written, strict=True):
                        out[at] = char
                    first = last - 1
                    break
        first += 1
    return "".join(out)


def _capital(word: str) -> bool:
    """A capital at the front, or inside behind one or two small letters: eToro, iRobot, DoubleVerify."""
    return word[0].isupper() or any(c.isupper() for c in word[1:3])
