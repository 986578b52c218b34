"""All patterns of a rulebook, looked for in one pass over a sentence.

A few thousand attempts a sentence would fail at their first word; an index by what a pattern may begin with leaves the
few that may succeed. What is found, and in which order, is the same as trying every pattern at every token.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from extractor.rulebook.patterns import Element, Pattern, TokenLike

Found = tuple[str, int, int, int]
"""Rule id, first token, last token (exclusive), head token."""


class PatternIndex:
    """Patterns with the ids of their rules, in the order in which finds are told.

    At one token, patterns that begin with a word of their own come before those that may begin with a mention or with
    anything.
    """

    def __init__(self, patterns: Iterable[tuple[str, Pattern]]) -> None:
        given = list(patterns)
        ordered = [entry for entry in given if entry[1].starts] + [entry for entry in given if not entry[1].starts]
        self._patterns = ordered
        self._needed = [_needed(pattern) for _, pattern in ordered]
        self._by_word: dict[str, list[int]] = {}
        self._by_kind: dict[str, list[int]] = {}
        self._always: list[int] = []
        for number, (_, pattern) in enumerate(ordered):
            opening = _opening(pattern)
            if opening is None:
                self._always.append(number)
                continue
            words, kinds = opening
            for word in words:
                self._by_word.setdefault(word, []).append(number)
            for kind in kinds:
                self._by_kind.setdefault(kind, []).append(number)
        self._memo: dict[tuple[str, str], tuple[int, ...]] = {}

    def find(
        self, tokens: Sequence[TokenLike], mention_at: Sequence[tuple[str, int] | None], named: Sequence[bool]
    ) -> Iterator[Found]:
        """Every pattern that matches, at every token; see :meth:`Pattern.match`."""
        lowers = [token.lower for token in tokens]
        words = frozenset(lowers)
        kinds = frozenset(mention[0] for mention in mention_at if mention)
        hopeful: dict[int, bool] = {}
        opening = self._by_word
        memo = self._memo
        for at, lower in enumerate(lowers):
            mention = mention_at[at]
            key = (lower if lower in opening else "", mention[0] if mention else "")
            for number in memo[key] if key in memo else self._candidates(key):
                hope = hopeful.get(number)
                if hope is None:
                    hope = hopeful[number] = self._may_match(number, words, kinds)
                if not hope:
                    continue
                rule, pattern = self._patterns[number]
                found = pattern.match(tokens, at, mention_at, named)
                if found:
                    yield rule, at, found[0], found[1]

    def _may_match(self, number: int, words: AbstractSet[str], kinds: AbstractSet[str]) -> bool:
        """Does a sentence of these words and mentions hold all that a pattern cannot do without?"""
        for needed, of_kind in self._needed[number]:
            if needed.isdisjoint(words) and of_kind.isdisjoint(kinds):
                return False
        return True

    def _candidates(self, key: tuple[str, str]) -> tuple[int, ...]:
        """Patterns that may begin at a word where a mention of a kind begins, in order.

        The word is "" where none begins with it, so that no more is remembered than the rules have words.
        """
        word, kind = key
        numbers = {*self._by_word.get(word, ()), *self._by_kind.get(kind, ()), *self._always}
        found = self._memo[key] = tuple(sorted(numbers))
        return found


def _words(element: Element) -> frozenset[str]:
    """Words one of which stands first where the element matches other than a mention."""
    return element.words | element.verbs | {word for phrase in element.phrases for word in phrase[0]}


def _needed(pattern: Pattern) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """For each element that must be there: the words and the kinds of mention, one of which must be.

    What has the fewest words comes first, being the likeliest to be missed.
    """
    needed = [(_words(element), element.mentions) for element in pattern.elements if element.least and not element.gap]
    return tuple(sorted(needed, key=lambda choice: (len(choice[0]) + 9 * len(choice[1]), sorted(choice[0]))))


def _opening(pattern: Pattern) -> tuple[frozenset[str], frozenset[str]] | None:
    """Words and kinds of mention that the pattern may begin with; None where it may begin with anything."""
    words: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    for element in pattern.elements:
        if element.gap:
            return None
        words |= _words(element)
        kinds |= element.mentions
        if element.least:
            break
    return words, kinds
