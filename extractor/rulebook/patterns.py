"""The little language that rules are written in.

A pattern is a row of elements, each matching one token or one mention:

=============== ===================================================================
``raise/v``     any form of the verb: raise, raises, raised, raising
``round/n``     singular or plural of the noun
``by``          the word itself, in any case
``(a|b c/n)``   one of these, of one word or several; ``(a|b)/v`` gives the kind to all of them
``<money>``     a mention: money, percent, date, stage or name
``_``           any one token; ``_3`` any nought to three tokens, but no comma, colon or bracket
``"("``         the token itself, where it is a sign of this language
``x?``          the element or nothing
``^x``          the token that governs the rule's arguments (else the first element)
=============== ===================================================================

A ``/v`` element refuses tokens that the tagger is sure are nouns after an article or adjective, and a ``/n``
element takes the word whatever the tagger says: headlines confuse it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from extractor.rulebook.inflect import noun_forms, verb_forms

BARRIERS = frozenset({",", ";", ":", "(", ")", "-lrb-", "-rrb-"})
"""What a gap does not cross: behind it another thought begins."""
MENTIONS = frozenset({"money", "percent", "date", "stage", "name"})
ELEMENT = re.compile(
    r"(?P<head>\^)?(?P<body>\"[^\"]+\"|\([^()]+\)(?:/[vn])?|<[a-z]+>|_\d?|[^\s()<>?^]+)(?P<optional>\?)?"
)


class TokenLike(Protocol):
    """What a pattern needs to know of a token."""

    @property
    def lower(self) -> str:
        """The word in lower case."""

    @property
    def tag(self) -> str:
        """Penn Treebank part of speech."""


@dataclass(frozen=True, slots=True)
class Element:
    """One step of a pattern."""

    words: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    mentions: frozenset[str] = frozenset()
    phrases: tuple[tuple[frozenset[str], ...], ...] = ()
    """Alternatives of several words, each word with its forms."""
    gap: int = 0
    """For ``_``: at most so many tokens of any kind; the element then has no words."""
    least: int = 1

    @property
    def first_words(self) -> frozenset[str]:
        """Words one of which stands first where the element matches other than a mention."""
        return self.words | self.verbs | {word for phrase in self.phrases for word in phrase[0]}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled row of elements."""

    source: str
    elements: tuple[Element, ...]
    head: int
    starts: frozenset[str]
    """The words one of which must stand in a text for the pattern to match; empty if it may begin with anything."""
    opening: tuple[frozenset[str], frozenset[str]] | None
    """Words and kinds of mention that it may begin with; None where it may begin with anything."""
    steady: tuple[bool, ...]
    """Which elements match in one way at most."""

    def match(
        self,
        tokens: Sequence[TokenLike],
        at: int,
        mention_at: Sequence[tuple[str, int] | None],
        named: Sequence[bool] | None = None,
    ) -> tuple[int, int] | None:
        """Match at token ``at``: ``(last, head)`` token indices, ``last`` exclusive, or None.

        ``mention_at[i]`` is ``(kind, last)`` of the mention that begins at token i. Tokens that ``named`` marks are
        part of a name and match no word: the fund in "Maine Venture Fund" is none.
        """
        if self.opening is not None:
            words, kinds = self.opening
            mention = mention_at[at]
            if tokens[at].lower not in words and (mention is None or mention[0] not in kinds):
                return None
        return self._step(tokens, at, mention_at, named, 0, at)

    def _step(
        self,
        tokens: Sequence[TokenLike],
        at: int,
        mention_at: Sequence[tuple[str, int] | None],
        named: Sequence[bool] | None,
        step: int,
        head: int,
    ) -> tuple[int, int] | None:
        # Most elements match in one way at most: these are gone through without a call for each.
        while step < len(self.elements) and self.steady[step]:
            end = _end(self.elements[step], tokens, at, mention_at, named) if at < len(tokens) else None
            if end is None:
                return None
            if step == self.head:
                head = at
            at = end
            step += 1
        if step == len(self.elements):
            return at, head
        element = self.elements[step]
        here = at if step == self.head else head
        if element.gap:
            for length in range(element.least, element.gap + 1):
                if at + length > len(tokens) or (length and tokens[at + length - 1].lower in BARRIERS):
                    break
                found = self._step(tokens, at + length, mention_at, named, step + 1, here)
                if found:
                    return found
            return None
        if at < len(tokens):
            for last in _ends(element, tokens, at, mention_at[at], named is not None and named[at]):
                found = self._step(tokens, last, mention_at, named, step + 1, here)
                if found:
                    return found
        if element.least == 0:
            return self._step(tokens, at, mention_at, named, step + 1, head)
        return None


def _end(
    element: Element,
    tokens: Sequence[TokenLike],
    at: int,
    mention_at: Sequence[tuple[str, int] | None],
    named: Sequence[bool] | None,
) -> int | None:
    """Where an element ends that is a mention or a word, but not either, nor a phrase; None where it does not match."""
    if element.mentions:
        mention = mention_at[at]
        return mention[1] if mention and mention[0] in element.mentions else None
    if named is not None and named[at]:
        return None
    token = tokens[at]
    if token.lower in element.words:
        return at + 1
    if token.lower in element.verbs and (token.tag[:2] in ("VB", "MD") or not _nominal(tokens, at)):
        return at + 1
    return None


def _ends(
    element: Element, tokens: Sequence[TokenLike], at: int, mention: tuple[str, int] | None, named: bool
) -> Sequence[int]:
    """Where the element may end that begins at token ``at``."""
    ends: list[int] | tuple[()] = ()
    if mention and mention[0] in element.mentions:
        ends = [mention[1]]
    if named:
        return ends
    token = tokens[at]
    lower = token.lower
    if lower in element.words or (
        lower in element.verbs and (token.tag[:2] in ("VB", "MD") or not _nominal(tokens, at))
    ):
        ends = [*ends, at + 1]
    for phrase in element.phrases:
        if lower in phrase[0]:
            last = at + len(phrase)
            if last <= len(tokens) and all(tokens[at + i].lower in forms for i, forms in enumerate(phrase)):
                ends = [*ends, last]
    return ends


def _nominal(tokens: Sequence[TokenLike], at: int) -> bool:
    """Is the token a noun by tag and by what stands before it?"""
    return (
        tokens[at].tag[:2] in ("NN", "JJ")
        and at > 0
        and tokens[at - 1].tag in ("DT", "JJ", "JJR", "JJS", "PRP$", "POS", "CD", "IN", "VBN", "VBG")
    )


@lru_cache(maxsize=8192)
def compile_pattern(source: str) -> Pattern:
    """Compile a pattern, once; raises ValueError with the reason where it is not one."""
    elements: list[Element] = []
    head = 0
    rest = source.strip()
    while rest:
        found = ELEMENT.match(rest)
        if not found:
            raise ValueError(f"cannot read {rest!r} in pattern {source!r}")
        rest = rest[found.end() :]
        if rest and not rest[0].isspace():
            raise ValueError(f"a space is missing before {rest!r} in pattern {source!r}")
        rest = rest.lstrip()
        if found["head"]:
            head = len(elements)
        elements.append(_element(found["body"], optional=bool(found["optional"]), source=source))
    if not elements:
        raise ValueError("the pattern is empty")
    if all(element.least == 0 for element in elements):
        raise ValueError(f"nothing need stand in a text for pattern {source!r} to match")
    if elements[head].gap:
        raise ValueError(f"a gap cannot govern arguments in pattern {source!r}")
    opening = _opening(elements)
    starts = opening[0] if opening and not opening[1] else frozenset()
    return Pattern(source, tuple(elements), head, starts, opening, tuple(map(_is_steady, elements)))


def _is_steady(element: Element) -> bool:
    either = element.mentions and (element.words or element.verbs)
    return bool(element.least) and not (element.gap or element.phrases or either)


def _opening(elements: Iterable[Element]) -> tuple[frozenset[str], frozenset[str]] | None:
    """Words and kinds of mention that a pattern may begin with; None where it may begin with anything."""
    words: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    for element in elements:
        if element.gap:
            return None
        words |= element.first_words
        kinds |= element.mentions
        if element.least:
            break
    return words, kinds


def _element(body: str, *, optional: bool, source: str) -> Element:
    if body.startswith('"'):
        return Element(frozenset({body.strip('"').lower()}), least=0 if optional else 1)
    if re.fullmatch(r"_\d?", body):
        return Element(gap=int(body[1:] or 1), least=0 if body[1:] or optional else 1)
    words: set[str] = set()
    verbs: set[str] = set()
    mentions: set[str] = set()
    group = re.fullmatch(r"\((.*)\)(?:/([vn]))?", body)
    inner, common = (group[1], group[2]) if group else (body, None)
    phrases: list[tuple[frozenset[str], ...]] = []
    for part in inner.split("|"):
        if " " in part.strip():
            phrases.append(tuple(_forms(word, source) for word in part.split()))
            continue
        word, _, kind = part.rpartition("/") if re.search(r"/[vn]$", part) else (part, "", common or "")
        word = word.lower()
        if kind and not word:
            raise ValueError(f"no word stands before {part!r} in pattern {source!r}")
        if part.startswith("<"):
            name = part.strip("<>")
            if name not in MENTIONS:
                raise ValueError(f"no mention is called {name!r} in pattern {source!r}")
            mentions.add(name)
        elif part.startswith('"') and part.endswith('"') and len(part) > 2:
            words.add(part.strip('"').lower())
        elif kind == "v":
            verbs.update(verb_forms(word))
        elif kind == "n":
            words.update(noun_forms(word))
        elif not part:
            raise ValueError(f"an alternative is empty in pattern {source!r}")
        else:
            words.add(word)
    return Element(frozenset(words), frozenset(verbs), frozenset(mentions), tuple(phrases), least=0 if optional else 1)


def _forms(word: str, source: str) -> frozenset[str]:
    """The forms of one word of a phrase."""
    base, _, kind = word.rpartition("/") if re.search(r"/[vn]$", word) else (word, "", "")
    if not base or base.startswith("<"):
        raise ValueError(f"{word!r} cannot stand in a phrase of pattern {source!r}")
    if kind == "v":
        return frozenset(verb_forms(base.lower()))
    return frozenset(noun_forms(base.lower()) if kind == "n" else (base.lower(),))
