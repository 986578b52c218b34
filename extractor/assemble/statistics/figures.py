"""The numbers of a sentence: sums, percentages, multiples, and plain numbers that count something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extractor.normalize.numbers import parse_number, parse_words
from extractor.normalize.percent import find_percents
from extractor.records import Sentence

FigureKind = Literal["money", "percent", "number"]

SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_PART = r"(?:a|an|one|two|three)[ -](?:third|quarter|fifth|tenth|sixth|eighth)s?"
_ROUGHLY = r"(?:about|around|nearly|almost|roughly|over|more than)"
FRACTION = re.compile(
    rf"(?<=\bby )(?:{_ROUGHLY} )?(?P<a>{_PART}|half)\b|\b{_ROUGHLY} (?P<b>{_PART})(?! of\b)", re.IGNORECASE
)
"""A change told as a fraction: "fell by a third", "grew nearly a fifth"."""
PARTS = {"half": 50, "third": 33, "quarter": 25, "fifth": 20, "sixth": 17, "eighth": 12, "tenth": 10}
DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
FIGURE_WORDS = frozenset([
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty",
    "sixty", "seventy", "eighty", "ninety", "hundred",
])  # fmt: skip
OPENERS = FIGURE_WORDS | {"half", "a", "one"}
"""Words that a number in words may begin with."""
FILLERS = frozenset([
    "about", "around", "nearly", "almost", "just", "only", "some", "roughly", "more", "less", "fewer", "than",
    "over", "under", "slightly", "well", "an", "a", "record", "estimated", "expected", "massive", "whopping",
    "combined", "total", "approximately", "at", "least", "further", "another", "additional", "close", "near", "as",
    "many", "much", "mere", "barely", "still", "all-time", "average", "reported", "projected", "staggering", "the",
])  # fmt: skip
"""Words between a preposition and its number that say nothing for the structure."""


MEASURES = frozenset({"peak", "tally", "low", "level", "figure", "sum"})


@dataclass(frozen=True, slots=True)
class Figure:
    """A number at tokens ``first`` to ``last`` (half-open) and at ``start`` to ``end`` of the article's text or title.

    ``bracketed``: it stood in a bracket, or alone in one, right behind token ``first - 1``.
    """

    kind: FigureKind
    first: int
    last: int
    start: int
    end: int
    value: Decimal
    unit: str
    """``percent``, an ISO 4217 currency, or ``count``."""
    bracketed: bool = False


def read_figures(sentence: Sentence) -> list[Figure]:
    """Every single number of a sentence, in order; ranges, prices of one share and years are none."""
    figures = [*_money(sentence), *_percents(sentence)]
    taken = [False] * len(sentence.tokens)
    for mention in sentence.mentions:
        if mention.kind != "name":
            for i in range(mention.first, mention.last):
                taken[i] = True
    for figure in figures:
        if figure.kind == "percent" and not figure.bracketed:
            for i in range(figure.first, figure.last):
                taken[i] = True
    figures += _numbers(sentence, taken)
    return sorted(figures, key=lambda figure: (figure.start, figure.end))


def lead(sentence: Sentence, figure: Figure) -> int:
    """The token before a figure and before the words that only qualify it; -1 where there is none."""
    at = figure.first - 1
    while at >= 0:
        lower = sentence.tokens[at].lower
        if lower == "of" and at and sentence.tokens[at - 1].lower in ("total", "record", "average", "high", "minimum"):
            at -= 2
            continue
        if lower == "of" and at and sentence.tokens[at - 1].lower in MEASURES:
            # "down from the most recent peak of $17 billion": what stands before the measure counts.
            at -= 2
            while at >= 0 and sentence.tokens[at].tag in (
                "DT",
                "JJ",
                "JJR",
                "JJS",
                "RB",
                "RBS",
                "NN",
                "HYPH",
                "POS",
                "CD",
            ):
                at -= 1
            break
        if lower == "at" and sentence.tokens[at + 1].lower not in ("least", "most"):
            break
        if lower not in FILLERS and sentence.tokens[at].tag != "RB":
            break
        if lower in ("down", "up"):
            break
        at -= 1
    return at


def _money(sentence: Sentence) -> Iterator[Figure]:
    for mention in sentence.of_kind("money"):
        span = mention.value
        money = span.money
        if span.per in (None, "year") and span.equivalent_of is None and money.value is not None and money.currency:
            bracketed = mention.first > 0 and sentence.tokens[mention.first - 1].text == "("
            yield Figure(
                "money", mention.first, mention.last, mention.start, mention.end, money.value, money.currency, bracketed
            )


def _percents(sentence: Sentence) -> Iterator[Figure]:
    tokens = sentence.tokens
    spans = find_percents(sentence.text, words=True)
    yield from _fractions(sentence, [(span.start, span.end) for span in spans])
    for span in spans:
        if span.value is None:
            continue
        start, end = sentence.start + span.start, sentence.start + span.end
        inside = [token.i for token in tokens if token.start < end and token.end > start]
        # "A third" is 33 percent to a reader, not 33.33.
        value = span.value if any(c.isdigit() for c in sentence.text[span.start : span.end]) else round(span.value)
        if inside:
            yield Figure("percent", inside[0], inside[-1] + 1, start, end, Decimal(value), "percent")
            continue
        before = [token.i for token in tokens if token.end <= start]
        opening = sentence.text[: span.start].rstrip()
        if before and opening.endswith("(") and sentence.text[span.end :].lstrip().startswith(")"):
            at = before[-1] + 1
            yield Figure("percent", at, at, start, end, Decimal(value), "percent", bracketed=True)


def _fractions(sentence: Sentence, taken: list[tuple[int, int]]) -> Iterator[Figure]:
    small = sentence.text.lower()
    if not any(part in small for part in PARTS):
        return
    for found in FRACTION.finditer(sentence.text):
        group = "a" if found["a"] else "b"
        first, last = found.span(group)
        if any(a < last and b > first for a, b in taken):
            continue
        count, _, part = found[group].lower().replace("-", " ").rpartition(" ")
        share = PARTS[part.rstrip("s")] if part != "half" else 50
        value = (
            Decimal(share) if count in ("", "a", "an", "one") else round(Decimal(share) * (2 if count == "two" else 3))
        )
        start, end = sentence.start + first, sentence.start + last
        inside = [token.i for token in sentence.tokens if token.start < end and token.end > start]
        if inside and value < 100:
            yield Figure("percent", inside[0], inside[-1] + 1, start, end, Decimal(value), "percent")


def _numbers(sentence: Sentence, taken: list[bool]) -> Iterator[Figure]:
    tokens = sentence.tokens
    at = 0
    while at < len(tokens):
        token = tokens[at]
        opens = token.lower in OPENERS or token.text[:1].isdigit()
        found = _number(sentence, taken, at) if opens and not taken[at] else None
        if found is None:
            at += 1
            continue
        last, value = found
        yield Figure("number", at, last, tokens[at].start, tokens[last - 1].end, value, "count")
        at = last


def _number(sentence: Sentence, taken: list[bool], at: int) -> tuple[int, Decimal] | None:
    """The plain number that begins at a token: ``(last, value)``."""
    tokens = sentence.tokens
    lower = tokens[at].lower
    if at and tokens[at - 1].text in ("$", "-", "/", "No.", "#", "€", "£", "–"):
        return None
    dozen = _dozen(sentence, at)
    if dozen:
        return dozen
    last = at + 1
    value: Decimal | None
    if DIGITS.fullmatch(tokens[at].text):
        value = parse_number(tokens[at].text)
    elif lower in FIGURE_WORDS:
        words = [lower]
        while last < len(tokens) and not taken[last] and tokens[last].lower in FIGURE_WORDS:
            words.append(tokens[last].lower)
            last += 1
        value = parse_words(words)
    else:
        return None
    if value is None:
        return None
    if last < len(tokens) and not taken[last] and tokens[last].lower in SCALES:
        value *= SCALES[tokens[last].lower]
        last += 1
    if last < len(tokens) and (tokens[last].text in ("-", "/", "%", ":") or tokens[last].lower in ("percent", "pct")):
        return None
    if last < len(tokens) and tokens[last].lower in ("year", "years", "month", "months", "days", "weeks", "quarters"):
        return None
    return last, value


def _dozen(sentence: Sentence, at: int) -> tuple[int, Decimal] | None:
    """ "half a dozen", "two dozen", "a dozen"."""
    words = [token.lower for token in sentence.tokens[at : at + 3]]
    if words == ["half", "a", "dozen"]:
        return at + 3, Decimal(6)
    if len(words) > 1 and words[1] == "dozen":
        if words[0] in ("a", "one"):
            return at + 2, Decimal(12)
        several = parse_words([words[0]]) if words[0] in FIGURE_WORDS else None
        if several:
            return at + 2, several * 12
    return None
