"""Which sentences may tell a statistic before another one is told, by where their words stand to each other.

Most sentences with a figure and a word such as "investors" or "market" are about one company: "Oatcake, which serves 20
markets, raised $5 million from investors". What assembly reads a statistic from is there in few of them: a subject of
the right sort on the side of the figure, or of its verb, where the subject must stand. The parse may still say that it
is none; where this says no, no parse makes a statistic of the sentence.
"""

from __future__ import annotations

from collections.abc import Container, Mapping

from extractor.annotate.marking import Glance
from extractor.rulebook import Rulebook

NUMBERS = frozenset(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred dozen".split()
)
SCALES = frozenset("thousand million billion trillion".split())
FEW = frozenset({"0", "1", "2", "two"})
"""Numbers too small to be a statistic."""
MEASURED = frozenset("year years month months days weeks quarters - / % : percent pct".split())
"""What a number measures or is glued to, where it counts nothing."""
PARTS = frozenset("half third thirds quarter quarters fifth fifths sixth sixths eighth eighths tenth tenths".split())
"""Fractions, which change a quantity ("fell by a third") without being mentions."""
BREAKS = frozenset(
    "; : -- which who whom what including includes included like led followed excluding particularly".split()
)
"""Behind these a figure is no longer that of a verb in front of them."""
BE = frozenset("be is are was were been being".split())
"""Verbs wherever they stand, so that their subject is on their left; other words of rules may be nouns."""
SOURCES = frozenset(
    "reported reports showed shows show according counted tracked recorded found data report survey figures "
    "research".split()
)
"""Who counted stands beside one of these."""
INTO = frozenset("in into to across toward".split())
VERB_REACH = 14
"""Tokens between a verb and the figure behind it."""
SHARE_REACH = 16
PHRASE = 24
"""Tokens that the head of a phrase may stand behind the preposition that it hangs on, with what it measures."""
LEAD = 10
"""Tokens in front of a figure that a preposition may stand in, seen past "nearly", "a record" and the like."""


class Counting:
    """The words that statistics are told with."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._tells = {rule.id: rule.tells for rule in rulebook.statistics.values()}
        words = {
            name: rulebook.words(f"statistic-{name}")
            for name in ("activities", "groups", "markets", "counted", "context")
        }
        self.activities, self.markets = words["activities"], words["markets"]
        self.counted, self.context = words["counted"], words["context"]
        self.trades = self.activities | self.markets
        """What may rise, fall or stand at a number."""
        self.takers = words["groups"] | self.markets | (self.activities & self.counted)
        """What may take or give money."""
        self.subjects = self.trades | words["groups"]

    def opens(self, glance: Glance) -> bool:
        """May the sentence tell a statistic that needs none told before it?"""
        look = _Look(self, glance, self._tells)
        return look.told() if look.about else False


class _Look:
    """One sentence."""

    def __init__(self, words: Counting, glance: Glance, tells: Mapping[str, str]) -> None:
        self._words = words
        self._lowers = [token.lower for token in glance.tokens]
        self._mention_at = glance.mention_at
        self.about = not words.subjects.isdisjoint(self._lowers)
        """Does anything stand in it that a statistic may be about?"""
        self._marks: dict[str, list[int]] = {}
        for hit in glance.hits:
            if hit.rule in tells:
                self._marks.setdefault(tells[hit.rule], []).append(hit.head)

    def told(self) -> bool:
        """May one of its figures be a statistic?"""
        if "times" in self._marks:
            return True
        for at, lower in enumerate(self._lowers):
            mention = self._mention_at[at]
            kind, last = mention if mention is not None else ("", at + 1)
            if kind == "money" and self._is_sum(at, last):
                return True
            if (kind == "percent" or lower in PARTS) and self._is_percent(at, last):
                return True
            if (lower in NUMBERS or lower[0].isdigit()) and self._is_count(at):
                return True
        return False

    def _is_sum(self, at: int, last: int) -> bool:
        words = self._words
        if self._near(words.markets, last, last + 9):
            return True  # "China's $15 billion security camera market"
        ahead = self._ahead(last, "gives", "takes")
        if ahead and self._near(words.subjects, last + 1, last + PHRASE):
            return True  # "$8.2 billion invested in fintech companies", "$5 billion flowed into funds"
        gives = self._left(at, "gives")
        links = (i for i in range(last, min(last + 9, len(self._lowers))) if self._lowers[i] in INTO)
        if gives and any(self._near(words.subjects, i + 1, i + PHRASE) for i in links):
            return True  # "backers poured $90 million into fintech start-ups"
        if any(self._near(words.takers, 0, verb + 4) for verb in (*gives, *self._left(at, "takes"))):
            return True  # "fintech start-ups raised $90 million"
        if self._is_level(at):
            return True
        link = last + (self._lowers[last : last + 1] == ["worth"])
        return self._near(("in", "of"), link, link + 1) and self._near(words.activities, link, link + PHRASE)

    def _is_level(self, at: int) -> bool:
        """ "Deals totaled $5 billion", "fell to $1.6 trillion", "the market is put at $90 million"."""
        end = len(self._lowers)
        level = self._left(at, "level", reach=PHRASE)
        if any(self._near(self._words.trades, 0, verb + 4 if self._lowers[verb] in BE else end) for verb in level):
            return True
        if any(self._lowers[verb].startswith("account") for verb in self._left(at, "part")):
            return True
        moved = self._near(("to", "at", "from"), at - LEAD, at) and self._left(at, "up", "down", reach=PHRASE)
        return bool(moved) and self._near(self._words.trades, 0, end)

    def _is_percent(self, at: int, last: int) -> bool:
        words = self._words
        if self._ahead(last, "up", "down"):
            return True  # "a 44 percent increase"
        behind = self._lowers[last + (self._lowers[last : last + 1] == [","]) :][:2]
        whole = behind == ["market", "share"] or self._near(("share",), at - 5, at)
        whole = whole or (behind[:1] == ["share"] and self._near(words.markets, last, last + PHRASE))
        whole = whole or (behind[:1] == ["of"] and self._near(words.subjects, last, last + PHRASE))
        holds = self._left(at, "part", "takes", "level", reach=SHARE_REACH) or self._ahead(last, "gives")
        if whole and (holds or self._near(("with",), at - LEAD, at)):
            return True
        moved = behind[:1] not in (["of"], ["stake"], ["share"], ["interest"]) and self._left(at, "up", "down")
        return bool(moved) and self._near(words.trades, 0, len(self._lowers))

    def _is_count(self, at: int) -> bool:
        words, lowers = self._words, self._lowers
        last = at + 1
        while last < len(lowers) and (lowers[last] in NUMBERS or lowers[last] in SCALES):
            last += 1
        if (last == at + 1 and lowers[at] in FEW) or self._near(MEASURED, last, last + 1):
            return False
        if "number" in lowers and ("up" in self._marks or "down" in self._marks):
            return True  # "the number of deals fell to 961"
        noun = self._near(words.counted, last, last + (12 if self._near(("of",), last, last + 1) else 7))
        sourced = not SOURCES.isdisjoint(lowers) or any(m is not None and m[0] == "date" for m in self._mention_at)
        return noun and sourced and self._near(words.context, last - 1, last + PHRASE)

    def _near(self, words: Container[str], first: int, last: int) -> bool:
        """Does one of the words stand in tokens ``first`` to ``last`` (exclusive)?"""
        return any(lower in words for lower in self._lowers[max(0, first) : max(0, last)])

    def _ahead(self, last: int, *tells: str) -> bool:
        """Does a rule's word stand soon behind a figure that ends before token ``last``?"""
        return any(last <= at < last + 6 for kind in tells for at in self._marks.get(kind, ()))

    def _left(self, at: int, *tells: str, reach: int = VERB_REACH) -> list[int]:
        """The words of rules before token ``at`` that it may be the figure of."""
        breaks = (i for i in range(at - 1, max(-1, at - reach - 1), -1) if self._lowers[i] in BREAKS)
        low = next(breaks, at - reach)
        return [head for kind in tells for head in self._marks.get(kind, ()) if low <= head < at]
