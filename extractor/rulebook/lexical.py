"""What must stand in a text for a deal to be told in it: the rules' own words, read off their patterns.

The gate says no only where no trigger can match, whatever a parser made of the words: it asks for every word that a
pattern cannot do without, and for one of the things that the trigger needs beside it. It never asks how the words stand
to each other, so what it lets through may still tell nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from extractor.rulebook.patterns import Element, compile_pattern
from extractor.rulebook.schema import Rule, TriggerRule

WORD = re.compile(r"[^\W_]+")
SMALL_LETTERS = bytes(ord(chr(code).lower()) if chr(code).isalnum() else ord(" ") for code in range(128)) + bytes(128)
"""Of ASCII: letters as small ones, digits as they are, all else as blanks."""
MIXED = re.compile(r"[^\W\d_]+|\d+")
GRANTED = frozenset(
    "ai all am are ca can could dare did do does gon got had has have he how is it ll may might must na need not nt on "
    "ought pm re sha she should ta that there these they this those ve was we were what when where who why wo would "
    "you".split()
)
"""Words that a tokenizer also cuts out of longer ones ("couldnt", "cannot"), and so are never asked for; nor are single
letters and digits."""

FREQUENT = frozenset("of in to for by from with on at as its an the their new".split())
"""Words that stand in most sentences: a demand is looked up by another word where it has one."""

Choice = frozenset[str]
"""Words and mentions (``<money>``) one of which must be there."""


def words_of(text: str) -> set[str]:
    """The words of a text, runs of letters and digits, in lower case."""
    if text.isascii():
        return set(text.encode().translate(SMALL_LETTERS).decode().split())
    return set(WORD.findall(text.lower()))


def with_parts(words: AbstractSet[str]) -> set[str]:
    """Words, and the parts of those that mix letters and digits ("5m")."""
    mixed = [word for word in words if not word.isalpha() and not word.isdigit()]
    return {*words, *(part for word in mixed for part in MIXED.findall(word))}


class _Demand:
    """What one pattern of a trigger, together with one of its needs, cannot do without.

    ``needs``: any one of them will do; empty where the trigger needs nothing.
    """

    __slots__ = ("_long", "_needy", "_short", "_some", "pattern")

    def __init__(self, pattern: tuple[Choice, ...], needs: tuple[tuple[Choice, ...], ...]) -> None:
        self.pattern = pattern
        self._needy = bool(needs)
        # Most needs are one word or mention: these are asked for all at once.
        self._short: Choice = frozenset().union(*(need[0] for need in needs if len(need) == 1))
        self._long = tuple(need for need in needs if len(need) > 1)
        # Of each longer need the choice that is met least often: where none of these is, no need is met.
        self._some: Choice = frozenset().union(*(_rarest(need) for need in self._long))

    def met(self, words: AbstractSet[str]) -> bool:
        """Does a text of these words hold it?"""
        for choice in self.pattern:
            if choice.isdisjoint(words):
                return False
        if not self._needy or not self._short.isdisjoint(words):
            return True
        if self._some.isdisjoint(words):
            return False
        return any(all(not choice.isdisjoint(words) for choice in need) for need in self._long)


class Gate:
    """Tells texts in which one of some rules may match from those in which none can."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._by_word: dict[str, list[_Demand]] = {}
        self._always: list[_Demand] = []
        for rule in rules:
            needs = tuple(_choices(source) for source in rule.needs) if isinstance(rule, TriggerRule) else ()
            if any(not need for need in needs):
                needs = ()
            for source in rule.patterns:
                choices = _choices(source)
                if not choices:
                    self._always.append(_Demand(choices, needs))
                    continue
                rarest = _rarest(choices)
                demand = _Demand(tuple(choice for choice in choices if choice is not rarest), needs)
                for word in rarest:
                    self._by_word.setdefault(word, []).append(demand)
        self.words: frozenset[str] = frozenset(self._by_word)
        """One of these must stand in a text, or be mentioned in it, for any trigger to match; see :attr:`open`."""
        self.open = bool(self._always)
        """Is there a trigger that asks for no word at all, so that any text may hold it?"""

    def lets_through(
        self, words: AbstractSet[str], *, money: bool = True, stage: bool = True, percent: bool = True
    ) -> bool:
        """May a rule match in a text of these words (with their parts), that mentions a sum, a stage, a share?"""
        here: AbstractSet[str] = words
        if money or stage or percent:
            mentioned = ((money, "<money>"), (stage, "<stage>"), (percent, "<percent>"))
            here = {*words, *(mention for there, mention in mentioned if there)}
        for demand in self._always:
            if demand.met(here):
                return True
        for word in self.words & here:
            for demand in self._by_word[word]:
                if demand.met(here):
                    return True
        return False


def _rarest(choices: Iterable[Choice]) -> Choice:
    """The choice that is likely to be met least often."""
    return min(choices, key=_frequency)


def _frequency(words: AbstractSet[str]) -> tuple[bool, int, list[str]]:
    """What words are ordered by, those that texts have least often first."""
    return not words.isdisjoint(FREQUENT), len(words), sorted(words)


def _choices(source: str) -> tuple[Choice, ...]:
    """For each element that a pattern cannot do without, what may stand there; what anything meets is left out."""
    found = (_choice(element) for element in compile_pattern(source).elements if element.least and not element.gap)
    return tuple(choice for choice in found if choice is not None)


def _choice(element: Element) -> Choice | None:
    """What may stand where the element stands; None where that can always be."""
    if element.mentions - {"money", "stage", "percent"}:
        return None  # a name or a date may be anywhere
    if any(_longest(word) is None for word in _openings(element)):
        return None
    words = {piece for word in _openings(element) if (piece := _longest(word))}
    return frozenset(words | {f"<{kind}>" for kind in element.mentions})


def _openings(element: Element) -> Iterator[str]:
    """Of every alternative a word that it cannot do without."""
    yield from element.words | element.verbs
    for phrase in element.phrases:
        # The word of the phrase with the fewest forms that is no mere particle: "sale" of "up for sale", not "for".
        firm = [forms for forms in phrase if all(_longest(form) for form in forms)]
        yield from min(firm, key=_frequency) if firm else ("",)


def _longest(word: str) -> str | None:
    """The longest piece of a word, or None where none can be asked for."""
    pieces = [piece for piece in WORD.findall(word) if len(piece) > 1 and piece.isalpha() and piece not in GRANTED]
    return max(pieces, key=len, default=None)
