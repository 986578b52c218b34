"""Sentences without a word that a rule asks for: cut into words, but not parsed.

Nothing is told in them; but a company's full name or its short form may stand there, and who is who is decided over
the whole article. Names need little of a parse: which words are no names however they are written, and which only
have the capital that opens a sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from extractor.annotate.opening import at_front
from extractor.records import Token

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from extractor.annotate.planning import Plan

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


def skim(doc: Doc, plan: Plan, knows: Callable[[str], bool]) -> tuple[Token, ...]:
    """The words of a sentence, each its own head. ``knows``: is a word in small letters in the dictionary?"""
    whole = len(plan.rendering.text)
    tokens: list[Token] = []
    for word in doc:
        if word.is_space or word.idx >= whole:
            continue
        text = word.text
        lower = text.lower()
        start, end = plan.rendering.original(word.idx, word.idx + len(text))
        i = len(tokens)
        tag = TAGS.get(lower)
        if tag is None:
            tag = "CD" if text[0].isdigit() else "NNP" if text[0].isupper() else "" if text[0].isalnum() else text
        if tag in VERBS and tokens and not tokens[-1].tag:
            tokens[-1] = tokens[-1]._replace(tag="NN", dep="nsubj")  # "Moss said"
        tokens.append(Token(i, start, end, text, lower, tag, "", i))
        if tag == "NNP" and at_front(tokens, i) and knows(lower):
            tokens[i] = tokens[i]._replace(tag="")
    return tuple(tokens)
