"""From spaCy's words to tokens of the original, with their parse or without one.

A sentence without a word that a rule asks for is cut into words, but not parsed. Nothing is told in it; but a company's
full name or its short form may stand there, and who is who is decided over the whole article. Names need little of a
parse: which words are no names however they are written, and which only have the capital that opens a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.annotate.opening import at_front
from extractor.records import Token

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from extractor.annotate.planning import Plan
    from extractor.annotate.render import Rendering

TAGS = {
    word: tag
    for tag, words in (
        ("DT", "the a an this that these those each every some any no all both another"),
        (
            "IN",
            "of in on at by for with from as into over under after before since until through during against between "
            "among about above below than while because if although though whether per via amid despite toward "
            "towards within without upon across behind beyond near unlike except",
        ),
        ("CC", "and or but nor & plus yet"),
        ("TO", "to"),
        ("PRP", "i you he she it we they him her us them me itself himself herself themselves"),
        ("PRP$", "my your his its our their"),
        ("WDT", "which"),
        ("WP", "who whom what"),
        ("WP$", "whose"),
        ("WRB", "when where why how"),
        ("MD", "will would can could may might must shall should"),
        ("EX", "there"),
        ("VBZ", "is has does says"),
        ("VBD", "was were had did said"),
        ("VBP", "are have do say"),
        ("VB", "be"),
        ("POS", "'s ’s '"),
        ("``", '" “ ”'),
    )
    for word in words.split()
}
"""Parts of speech of words that have one."""
VERBS = frozenset({"MD", "VBZ", "VBD", "VBP"})


_make = tuple.__new__
"""Makes a named tuple without the call in between, which takes longer than the making."""

WORDS_KEPT = 5_000
"""So many different words a generation of them holds. The last two generations are remembered."""


class Word(NamedTuple):
    """What every token of a word has in common."""

    text: str
    lower: str
    tag: str
    """The part of speech that its letters tell, or nothing."""
    blank: bool


class Tokens:
    """Makes tokens; remembers the words that it met, since most come again."""

    def __init__(self, knows: Callable[[str], bool]) -> None:
        self._knows = knows
        self._words: dict[int, Word] = {}
        self._older: dict[int, Word] = {}
        self._labels: dict[int, str] = {}

    def skimmed(self, doc: Doc, plan: Plan) -> tuple[Token, ...]:
        """The words of a sentence, each its own head, with the parts of speech that can be told without a parse."""
        tokens: list[Token] = []
        for _, word, start, end in self._spans(doc, plan):
            i = len(tokens)
            tag = word.tag
            if tag in VERBS and tokens and not tokens[-1].tag:
                tokens[-1] = tokens[-1]._replace(tag="NN", dep="nsubj")  # "Moss said"
            tokens.append(_make(Token, (i, start, end, word.text, word.lower, tag, "", i)))
            if tag == "NNP" and at_front(tokens, i) and self._knows(word.lower):
                tokens[i] = tokens[i]._replace(tag="")
        if [token.text for token in tokens[1:3]] == ["(", "$"] and tokens[0].text[0].isupper():
            tokens[0] = tokens[0]._replace(tag="NNP")  # "Medium ($5 million, seed): ..."
        return tuple(tokens)

    def parsed(self, doc: Doc, plan: Plan) -> tuple[Token, ...]:
        """The words of a parsed sentence."""
        cut: list[list[int]] = doc.to_array(["TAG", "DEP", "HEAD"]).view("int64").tolist()
        kept = self._spans(doc, plan)
        index = {at: i for i, (at, _, _, _) in enumerate(kept)}
        for label in {number for tag, dep, _ in cut for number in (tag, dep)}.difference(self._labels):
            self._labels[label] = doc.vocab.strings[label & (2**64 - 1)] if label else ""
        labels = self._labels
        tokens = []
        for i, (at, word, start, end) in enumerate(kept):
            head = at + cut[at][2]
            while head not in index and cut[head][2]:
                head += cut[head][2]
            tag, dep = labels[cut[at][0]], labels[cut[at][1]]
            tokens.append(_make(Token, (i, start, end, word.text, word.lower, tag, dep, index.get(head, i))))
        return tuple(tokens)

    def _spans(self, doc: Doc, plan: Plan) -> list[tuple[int, Word, int, int]]:
        """Every word that is no blank, with its number and the span of the original that it stands for.

        Found once, since a sentence may be skimmed and then parsed.
        """
        if plan.spans is None:
            rendering = plan.rendering
            words = self._cut(doc, len(rendering.text))
            # Most sentences are rendered as they are.
            if len(rendering.starts) == 1 and rendering.segments[0][2]:
                left = rendering.segments[0][0]
                plan.spans = [(number, word, left + begin, left + end) for number, word, begin, end in words]
            else:
                plan.spans = list(_placed(words, rendering))
        return plan.spans

    def _cut(self, doc: Doc, length: int) -> list[tuple[int, Word, int, int]]:
        """The words of the first ``length`` characters, without blanks, with their numbers and places."""
        known, strings = self._words, doc.vocab.strings
        found = []
        at = 0
        for number, (orth, spaced) in enumerate(doc.to_array(["ORTH", "SPACY"]).tolist()):
            word = known.get(orth) or self._word(orth, strings)
            begin, at = at, at + len(word.text)
            if begin >= length:
                break
            if not word.blank:
                found.append((number, word, begin, at))
            at += spaced
        return found

    def _word(self, orth: int, strings: Any) -> Word:
        word = self._older.get(orth)
        if word is None:
            text = strings[orth & (2**64 - 1)]
            lower = text.lower()
            tag = TAGS.get(lower)
            if tag is None:
                tag = "CD" if text[0].isdigit() else "NNP" if text[0].isupper() else "" if text[0].isalnum() else text
            word = Word(text, lower, tag, text.isspace())
        if len(self._words) >= WORDS_KEPT:
            self._older, self._words = self._words, {}
        self._words[orth] = word
        return word


def _placed(words: Iterable[tuple[int, Word, int, int]], rendering: Rendering) -> Iterator[tuple[int, Word, int, int]]:
    """Words of a rendering, with the spans of the original."""
    starts, segments = rendering.starts, rendering.segments
    first = 0
    for number, word, begin, end in words:
        while first + 1 < len(starts) and starts[first + 1] <= begin:
            first += 1
        last = first
        while last + 1 < len(starts) and starts[last + 1] < end:
            last += 1
        left, right, exact = segments[first]
        start = left + begin - starts[first] if exact else left
        if last != first:
            left, right, exact = segments[last]
        yield number, word, start, left + end - starts[last] if exact else right
