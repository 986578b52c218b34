"""What a statistic may be about: a noun phrase, its kind, and the words that tell the kinds apart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from extractor.records import Sentence
from extractor.rulebook import Rulebook

PhraseKind = Literal["activity", "group", "market", "pointer", "place", "other"]

LINKS = frozenset({"of", "in", "for", "into", "on", "with", "from", "by", "among", "across", "to", "at"})
INNER = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "JJR", "JJS", "VBN", "VBG", "POS", "HYPH", "CD", "FW", "RB", "CC"})
WHOLE = frozenset(
    {"m&a", "mergers", "ipos", "ipo's", "buyouts", "takeovers", "acquisitions", "lbos", "spacs", "fundraising"}
)
"""Activities that are a whole market by their bare name."""
POINTING = frozenset({"space", "sector", "area", "segment", "category", "region", "field", "period", "quarter"})
"""Behind "in the" these words only point to what was told before."""
JOINING = frozenset({"VBN", "VBG", "RB", "CC"})
NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
LEADING = frozenset([
    "the", "a", "an", "this", "that", "these", "those", "such", "other", "about", "only", "just", "some", "all",
    "more", "most", "much", "many", "few", "fewer", "less", "than", "over", "nearly", "almost", "roughly", "around",
    "total", "overall", "combined", "both", "any", "several", "and", "or", "but", "while", "its", "their", "our",
    "his", "her", "up", "down", "at", "least", "disclosed", "latest", "first", "second", "third", "fourth",
    "quarter", "quarter's", "half", "year", "year's", "today's", "last", "previous", "so", "far",
])  # fmt: skip
"""Words at the front of a phrase that do not say which group or market it is."""
WEAK = LEADING | frozenset([
    "new", "announced", "reported", "completed", "recent", "big", "large", "larger", "smaller", "small",
    "increased", "reduced", "business", "daily", "average", "annual", "current", "top", "biggest", "largest",
    "planned", "potential", "gross", "net", "record", "period", "space",
])  # fmt: skip
"""Words that alone do not say what a bare "deals" or "funds" are about."""
SINGULAR = frozenset({"investment", "financing", "capital", "money", "spending", "funding", "fundraising"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: tokens ``first`` to ``last`` (half-open) with the head that tells its kind.

    ``bare``: only a head and words that do not say which ("the deals", "38 funds").
    """

    sentence: Sentence
    kind: PhraseKind
    head: int
    first: int
    last: int
    bare: bool = False
    owned: bool = False
    """It belongs to one named company, or to "its" or "our"."""

    @property
    def start(self) -> int:
        """Offset in the text (or title)."""
        return self.sentence.tokens[self.first].start

    @property
    def end(self) -> int:
        """Offset behind the last character."""
        return self.sentence.tokens[self.last - 1].end

    @property
    def text(self) -> str:
        """The words as printed, white space evened out."""
        return self._plain(self.start, self.end)

    @property
    def qualifiers(self) -> str:
        """The words before the head, as printed."""
        if self.first >= self.head:
            return ""
        return self._plain(self.start, self.sentence.tokens[self.head].start)

    def _plain(self, start: int, end: int) -> str:
        """The article's words, without the sums among them ("China's $15 billion security camera market")."""
        pieces, at = [], start
        for money in self.sentence.of_kind("money"):
            if start <= money.start and money.end <= end:
                pieces.append(self.sentence.text[at - self.sentence.start : money.start - self.sentence.start])
                at = money.end
        pieces.append(self.sentence.text[at - self.sentence.start : end - self.sentence.start])
        return " ".join("".join(pieces).split())

    @property
    def noun(self) -> str:
        """The head as printed."""
        token = self.sentence.tokens[self.head]
        return self.sentence.text[token.start - self.sentence.start : token.end - self.sentence.start]


class Words:
    """The rulebook's word lists for statistics."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.activities = rulebook.words("statistic-activities")
        self.groups = rulebook.words("statistic-groups")
        self.markets = rulebook.words("statistic-markets")
        self.transparent = rulebook.words("statistic-transparent")
        self.pointers = rulebook.words("statistic-pointers")
        self.counted = rulebook.words("statistic-counted")
        self.context = rulebook.words("statistic-context")
        self.vague = rulebook.words("statistic-vague")
        self.one_deal = rulebook.words("statistic-one-deal")
        self.places = rulebook.words("places")

    @cached_property
    def subjects(self) -> frozenset[str]:
        """Every word that heads a subject."""
        return self.activities | self.groups | self.markets
