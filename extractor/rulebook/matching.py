"""All patterns of a rulebook, looked for in one pass over a sentence.

A few thousand attempts a sentence would fail at their first word; an index by what a pattern may begin with leaves the
few that may succeed. What is found, and in which order, is the same as trying every pattern at every token.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extractor.rulebook.patterns import Pattern, TokenLike

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
        self._needed: list[tuple[tuple[frozenset[str], frozenset[str]], ...]] = []
        """What each pattern cannot do without, beside what it is found by in the next."""
        self._by_need: dict[str, frozenset[int]] = {}
        """Patterns by the words and kinds of mention one of which must be there; of several needs, by the rarest."""
        self._needless: list[int] = []
        self._by_word: dict[str, list[int]] = {}
        self._by_kind: dict[str, list[int]] = {}
        self._always: list[int] = []
        by_need: dict[str, list[int]] = {}
        for number, (_, pattern) in enumerate(ordered):
            needed = _needed(pattern)
            self._needed.append(needed[1:])
            if needed:
                for need in (*needed[0][0], *map(_mentioned, needed[0][1])):
                    by_need.setdefault(need, []).append(number)
            else:
                self._needless.append(number)
            if pattern.opening is None:
                self._always.append(number)
                continue
            words, kinds = pattern.opening
            for word in words:
                self._by_word.setdefault(word, []).append(number)
            for kind in kinds:
                self._by_kind.setdefault(kind, []).append(number)
        self._by_need = {need: frozenset(numbers) for need, numbers in by_need.items()}
        self._memo: dict[tuple[str, str], frozenset[int]] = {}

    def find(
        self, tokens: Sequence[TokenLike], mention_at: Sequence[tuple[str, int] | None], named: Sequence[bool]
    ) -> Iterator[Found]:
        """Every pattern that matches, at every token; see :meth:`Pattern.match`."""
        lowers = [token.lower for token in tokens]
        words = frozenset(lowers)
        kinds = frozenset([mention[0] for mention in mention_at if mention])
        by_need = self._by_need
        near = set(self._needless).union(*[by_need[word] for word in words if word in by_need])
        for kind in kinds:
            near |= by_need.get(_mentioned(kind), NONE)
        if not near:
            return
        anywhere = near.intersection(self._always)
        opening = self._by_word
        memo = self._memo
        patterns, all_needed = self._patterns, self._needed
        hopeful: set[int] = set()
        for at, lower in enumerate(lowers):
            mention = mention_at[at]
            if lower in opening and not named[at]:  # no word of a pattern matches inside a name
                key = (lower, mention[0] if mention else "")
            elif mention:
                key = ("", mention[0])
            elif anywhere:
                key = ("", "")
            else:
                continue
            candidates = near & (memo[key] if key in memo else self._candidates(key))
            if anywhere:
                candidates |= anywhere
            if not candidates:
                continue
            for number in sorted(candidates):
                if number not in hopeful:
                    for needed, of_kind in all_needed[number]:
                        if needed.isdisjoint(words) and of_kind.isdisjoint(kinds):
                            near.discard(number)
                            anywhere.discard(number)
                            break
                    else:
                        hopeful.add(number)
                    if number not in hopeful:
                        continue
                rule, pattern = patterns[number]
                found = pattern.match(tokens, at, mention_at, named)
                if found:
                    yield rule, at, found[0], found[1]

    def _candidates(self, key: tuple[str, str]) -> frozenset[int]:
        """Patterns that begin with a word or with a mention of a kind; either may be "", for none.

        The word is one that a pattern begins with, so that no more is remembered than the rules have words.
        """
        word, kind = key
        found = self._memo[key] = frozenset([*self._by_word.get(word, ()), *self._by_kind.get(kind, ())])
        return found


class AnyOf:
    """Patterns any one of which will do, looked for at one token after another."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.patterns = tuple(patterns)
        openings = [pattern.opening for pattern in self.patterns]
        self._anything = None in openings
        known = [opening for opening in openings if opening is not None]
        self._words: frozenset[str] = frozenset().union(*(words for words, _ in known))
        self._kinds: frozenset[str] = frozenset().union(*(kinds for _, kinds in known))

    def __bool__(self) -> bool:
        """Is there any?"""
        return bool(self.patterns)

    def may_open(self, token: TokenLike, mention: tuple[str, int] | None) -> bool:
        """May one of them begin with this token, or with the mention that begins there? Most tokens begin none."""
        return token.lower in self._words or self._anything or (mention is not None and mention[0] in self._kinds)


NONE: frozenset[int] = frozenset()


def _mentioned(kind: str) -> str:
    """A kind of mention, among words."""
    return f"<{kind}>"


def _needed(pattern: Pattern) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """For each element that must be there: the words and the kinds of mention, one of which must be.

    What is the likeliest to be missed comes first.
    """
    needed = [
        (element.first_words, element.mentions) for element in pattern.elements if element.least and not element.gap
    ]
    return tuple(sorted(needed, key=_commonness))


def _commonness(need: tuple[frozenset[str], frozenset[str]]) -> tuple[int, list[str]]:
    """How likely a sentence holds one of them, roughly: names and short words are everywhere, long words are rare."""
    words, kinds = need
    weights = [(600, 600, 300, 60, 8)[len(word)] if len(word) < 5 else 2 for word in words]
    return sum(weights) + sum(600 if kind == "name" else 100 for kind in kinds), sorted(words)
