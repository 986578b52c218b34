"""What annotation hands to assembly: sentences with their parse, what they mention, and which rules fired.

Plain tuples of plain values: no type of spaCy crosses this wall, and nothing here is validated a second time,
since there may be a million tokens in a batch.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from extractor.records.deals import Article, Where

MentionKind = Literal["name", "money", "percent", "date", "stage"]
NameSort = Literal["", "person", "place"]
"""What a name stands for where its words and neighbours tell; what says nothing may be a company."""


Prospect = Literal["none", "bare", "deal"]
"""What may become of an article by its trigger sentences: no deal, one only where another sentence adds a party or a
worth, or one in any case."""


class Token(NamedTuple):
    """A word of a sentence; ``start`` and ``end`` are offsets into the article's text (or title)."""

    i: int
    start: int
    end: int
    text: str
    lower: str
    tag: str
    """Penn Treebank part of speech: NNP, VBD, ..."""
    dep: str
    """Universal-style dependency label of spaCy's English models: nsubj, dobj, ..."""
    head: int
    """Index of the governing token in the sentence; its own index for a root."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of a sentence that names something: a company or person, a sum, a percentage, a date, a stage."""

    kind: MentionKind
    first: int
    """Index of the first token."""
    last: int
    """Index after the last token."""
    start: int
    end: int
    text: str
    value: Any = None
    """``MoneySpan``, ``PercentSpan``, ``DateSpan`` or ``StageSpan`` for what they read; None for names."""
    aliases: tuple[str, ...] = ()
    """For names: other names given in brackets beside it."""
    others: tuple[Any, ...] = ()
    """For sums: the same sum in other currencies, as given in brackets beside it."""
    sort: NameSort = ""
    """For names: what it stands for."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule's pattern, found: tokens ``first`` to ``last``, with the token that governs its arguments."""

    rule: str
    first: int
    last: int
    head: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as read: its tokens with their parse, its mentions in order, the rules that fired."""

    number: int
    """0 for the title, then from 1 through the body."""
    where: Where
    start: int
    end: int
    text: str
    block: int
    """Index of the article's block; -1 for the title, and where an article is not divided into blocks."""
    boilerplate: bool
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    hits: tuple[Hit, ...]

    def of_kind(self, kind: MentionKind) -> list[Mention]:
        """The mentions of one kind, in order."""
        return [mention for mention in self.mentions if mention.kind == kind]


@dataclass(frozen=True, slots=True)
class Reading:
    """An article and its sentences worth reading, in order."""

    article: Article
    sentences: tuple[Sentence, ...]
    skipped: int = 0
    """Sentences that hold neither a trigger nor anything else a deal is made of, and were not parsed."""
    names: dict[str, int] = field(default_factory=dict)
    """How often each capitalised name stands in the body, parsed or not."""
