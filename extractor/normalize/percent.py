"""Shares of a whole: "48 percent", "18.8%", "20-25 pct", "two-thirds of"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from extractor.normalize.numbers import NUMBER, VULGAR, WORDS, parse_number, parse_words
from extractor.normalize.qualifiers import qualifier_after, qualifier_before
from extractor.records import Qualifier


@dataclass(frozen=True, slots=True)
class PercentSpan:
    """A percentage at ``text[start:end]``: ``value``, or ``low`` and ``high`` where a range is given."""

    start: int
    end: int
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    qualifier: Qualifier = "exact"


_SIGN = r"(?:\s?[%％]|[\s-]{1,2}(?:percent|per[\s-]cent|pct|pc)\b)(?!\s?(?:age)?[\s-]?points?\b)"
_ANY_SIGN = ("%", "％", "cent", "pct", "pc")
"""One of these is in every sign."""
_NUMERAL = re.compile(
    rf"(?<![\w.,$€£])(?:(?P<low>{NUMBER})(?P<low_sign>{_SIGN})?(?P<sep>\s?[-‐‑–—]\s?|\s+to\s+|\s+and\s+))?"
    rf"(?P<n>{NUMBER})(?P<f>[½¼¾⅓⅔])?{_SIGN}",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_IN_WORDS = re.compile(r"p(?<=[a-z][\s-].)(?:er[\s-]?cent|ct)\b(?!\s?points?)", re.IGNORECASE)
"""It begins with its own first letter, so that scanning goes from one of these to the next."""
_BREAK = re.compile(r"[^A-Za-z\s-]")
_BETWEEN = re.compile(r"\bbetween\s+(?:\w+\s+)?$", re.IGNORECASE)
_CHANGE = re.compile(r"\bfrom\s+(?:\w+\s+)?$", re.IGNORECASE)
_FRACTION = re.compile(
    r"(?<![\w-])(?:(?P<count>a|an|one|two|three|four)[\s-])?(?P<part>third|half|quarter|fifth|tenth|eighth|"
    r"sixth)s?"
    r"(?=(?:\s+(?:stake|share|interest|ownership|holding|of|owner)\b|[\s-](?:stake|owned|owner)\b))",
    re.IGNORECASE,
)
_PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10,
}  # fmt: skip
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}
_NOT_A_PART = re.compile(r"\b(?:first|second|third|fourth|latter|last|other|this|that|the)[\s-]$", re.IGNORECASE)


def find_percents(text: str, *, words: bool = False) -> list[PercentSpan]:
    """Every percentage in ``text``, in order, none overlapping another.

    ``words``: read fractions in words too ("a third of", "a two-thirds stake"), rounded to two digits after the point.
    """
    small = text.lower()  # a pattern is tried only where a sign or word that it needs stands
    spans: list[PercentSpan] = []
    for sign in _ANY_SIGN:
        if sign in small:
            if _DIGIT.search(text):  # "recent" is in more sentences than "percent"
                spans += [span for match in _NUMERAL.finditer(text) for span in _numeral(text, match)]
            spans += [span for match in _IN_WORDS.finditer(text) if (span := _in_words(text, match)) is not None]
            break
    if words:
        for part in _PARTS:
            if part in small:
                spans += [span for match in _FRACTION.finditer(text) if (span := _fraction(text, match)) is not None]
                break
    if not spans:
        return spans
    kept: list[PercentSpan] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _said(text: str, start: int, end: int) -> Qualifier:
    return qualifier_before(text, start) or qualifier_after(text, end) or "exact"


def _numeral(text: str, match: re.Match[str]) -> list[PercentSpan]:
    value = parse_number(match["n"])
    if value is None:
        return []
    if match["f"]:
        value += VULGAR[match["f"]]
    end = match.end()
    start = match.start("n")
    if match["low"] is None:
        return [PercentSpan(start, end, value, qualifier=_said(text, start, end))]
    low = parse_number(match["low"])
    head = text[max(0, match.start() - 24) : match.start()]
    sep = match["sep"].strip().lower()
    joined = low is not None and low < value
    if sep == "and":
        joined = joined and _BETWEEN.search(head) is not None
    elif sep == "to":
        joined = joined and _CHANGE.search(head) is None
    if joined:
        start = match.start("low")
        return [PercentSpan(start, end, None, low, value, _said(text, start, end))]
    spans = [PercentSpan(start, end, value, qualifier=_said(text, start, end))]
    if match["low_sign"] and low is not None:
        first, last = match.start("low"), match.end("low_sign")
        spans.insert(0, PercentSpan(first, last, low, qualifier=_said(text, first, last)))
    return spans


def _in_words(text: str, match: re.Match[str]) -> PercentSpan | None:
    head = text[max(0, match.start() - 60) : match.start()]
    tokens = list(re.finditer(r"[a-z]+(?=[\s-])", head, re.IGNORECASE))[-5:]
    while tokens and tokens[0][0].lower() not in WORDS:
        tokens.pop(0)
    while tokens:
        number = parse_words([token[0].lower() for token in tokens])
        if number is not None and not _BREAK.search(head, tokens[0].start()):
            start = match.start() - len(head) + tokens[0].start()
            return PercentSpan(start, match.end(), number, qualifier=_said(text, start, match.end()))
        tokens.pop(0)
    return None


def _fraction(text: str, match: re.Match[str]) -> PercentSpan | None:
    count = _COUNTS.get((match["count"] or "").lower(), 0)
    part = match["part"].lower()
    if count == 0:
        if part != "half" or _NOT_A_PART.search(text[max(0, match.start() - 10) : match.start()]):
            return None
        count = 1
    if count >= _PARTS[part]:
        return None
    value = (Decimal(100) * count / _PARTS[part]).quantize(Decimal("0.01")).normalize()
    value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value
    return PercentSpan(match.start(), match.end(), value, qualifier=_said(text, match.start(), match.end()))
