"""Sums of money in running text.

``MoneyReader(entries).find(text)`` walks the numerals of a text once; a numeral is a sum where a currency stands
beside it. Sums in words ("half a billion dollars"), figures ("low eight figures") and sums that the article says
it does not know ("an undisclosed sum") are found by their own anchor words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from extractor.normalize.atoms import Atom, AtomReader, is_range, range_of
from extractor.normalize.currency import GAP, Currencies, CurrencyNames
from extractor.normalize.lakhs import find_lakhs
from extractor.normalize.numbers import WORDS, parse_words
from extractor.normalize.qualifiers import qualifier_after, qualifier_before
from extractor.normalize.unstated import LOOSE, find_figures, find_hidden
from extractor.records import Money, Qualifier


@dataclass(frozen=True, slots=True)
class MoneySpan:
    """A sum at ``text[start:end]``."""

    start: int
    end: int
    money: Money
    per: str | None = None
    """What the sum is the price of one of ("share", "year"); None for a whole sum."""
    equivalent_of: int | None = None
    """Index, in the list it came in, of the leading sum that this one converts."""


_PER = re.compile(
    r"\)?(?:,?\s+in\s+cash|\s+cash|\s+each)?[\s-]{0,2}(?:(?:(?:per\b|/)[\s-]{0,2}(?:\w+[\s-]){0,2}?|"
    r"an?[\s-]{1,2}(?:(?:full|fiscal|common|ordinary|single)[\s-])?|for\s+(?:each|every)\s+(?:\w+[\s-]){0,4}?)"
    r"(?P<unit>share|sh|unit|stock|ADS|ADR|American\s+depositary\s+share|year|annum|month|week|day|hour|quarter|"
    r"night|tonne|ton|barrel|ounce|pound|gallon|kilo(?:gram|metre|meter)?|kg|lb|bbl|boe|mmbtu|mile|acre|"
    r"square\s+(?:foot|metre|meter)|sq\.?\s*ft|person|head|user|customer|subscriber|employee|student|seat|home|"
    r"token|coin|piece|pop|warrant|bushel|megawatt|mwh|kwh|watt)\b(?!\s+(?:ago|earlier|before|later|prior)\b)"
    r"|(?P<apiece>apiece|each)\b|(?P<yearly>annually|yearly)\b|(?P<monthly>monthly)\b)",
    re.IGNORECASE,
)
_UNITS = {
    "stock": "share", "sh": "share", "ads": "share", "adr": "share", "american depositary share": "share",
    "annum": "year", "pop": "piece",
}  # fmt: skip
SHARE_PRICE = 10_000
"""Above this, "each" and "apiece" tell how much each of several got, not the price of a share."""

_FILLER = (
    r"(?:(?:or|about|around|approximately|approx\.?|roughly|nearly|almost|equivalent|equal|equals|to|the|of|just|over|under|"
    r"more|than|some|at|today's|current|exchange|rates?|i\.e\.|ca\.?|circa|worth|an?|estimated|currently|then)[\s:,]{1,2})"
)
_EQUIVALENT = re.compile(
    r"(?:[-\s](?:an?|per)[-\s](?:share|unit))?\s{0,2}(?:[(\[]|/|\s[-–—]\s|"
    r",\s(?=or\b|about\b|approximately\b|equivalent\b|roughly\b|the\b))\s?" + _FILLER + r"{0,6}(?:=|~|≈|c\.?)?\s?",
    re.IGNORECASE,
)
_ALSO = re.compile(
    r"\s?(?:[;,/]|or|and|[;,]\sor|\)\s?\()\s{0,2}(?:(?:about|around|approximately|or|roughly)\s)?[~≈]?", re.IGNORECASE
)
_RATE = re.compile(r"\s{0,2}(?:=|equals|is\s+worth)\s{0,2}")
_BARE_RATE = re.compile(r"\s?=\s?[.\d]")
_ANCHORS = ("hundred", "thousand", "lakh", "crore", "million", "mln", "billion", "trillion")
_WORD_ANCHOR = re.compile(rf"\b(?:{'|'.join(_ANCHORS)})s?\b", re.IGNORECASE)
_DIGIT = re.compile(r"\d")


class MoneyReader:
    """Reads sums. ``entries`` are those of the lexicon ``currencies``: names of currencies and scales."""

    def __init__(self, entries: Mapping[str, Any]) -> None:
        self._names = CurrencyNames(entries)
        self._atoms = AtomReader(entries, self._names)
        self._after_word = re.compile(rf"(?:\s+of)?(?:{GAP}|-)(?P<cur>{self._names.after_pattern})")

    def find(self, text: str, *, dollar: str = "USD") -> list[MoneySpan]:
        """Every sum in ``text``, in order, none overlapping another.

        ``dollar`` is the currency of a bare "$" and of "dollars", ISO 4217.
        """
        currencies = self._names.resolver(text, dollar)
        small = text.lower()  # what takes long is looked for only where letters that it needs stand
        digits = _DIGIT.search(text) is not None
        found = self._numerals(text, currencies) if digits else []
        for anchor in _ANCHORS:
            if anchor in small:
                found += self._in_words(text, currencies)
                break
        if digits and (" cr" in small or "cr " in small or "lakh" in small or "lac" in small):
            found += [_span(text, start, end, "INR", value=value) for start, end, value in find_lakhs(text)]
        if "figure" in small:
            found += [
                MoneySpan(*span, Money(qualifier="about", text=text[slice(*span)])) for span in find_figures(text)
            ]
        found += [
            MoneySpan(*span, Money(qualifier="undisclosed", text=text[slice(*span)]))
            for span in find_hidden(text, small)
        ]
        return _link(text, _untangle(found)) if found else found

    def _numerals(self, text: str, currencies: Currencies) -> list[MoneySpan]:
        atoms = self._atoms.read(text)
        spans: list[MoneySpan] = []
        done = -1
        for index, atom in enumerate(atoms):
            if index <= done or atom.unit is None:
                continue
            pair: tuple[Atom, Atom] | None = None
            if index + 1 < len(atoms) and is_range(text, atom, atoms[index + 1]):
                pair, done = (atom, atoms[index + 1]), index + 1
            elif not atom.prefixed and index - 1 > done and is_range(text, atoms[index - 1], atom):
                pair = (atoms[index - 1], atom)
            ends = range_of(*pair) if pair else None
            if pair and ends:
                first, last = pair
                currency = currencies(first.unit or atom.unit)
                spans.append(_span(text, first.start, last.end, currency, low=ends[0], high=ends[1]))
                continue
            for single in pair or (atom,):
                if single.unit is not None:
                    currency = currencies(single.unit)
                    spans.append(_span(text, single.start, single.end, currency, value=single.total))
        return spans

    def _in_words(self, text: str, currencies: Currencies) -> list[MoneySpan]:
        """ "Twelve million dollars", "half a billion euros", "tens of millions of dollars"."""
        spans: list[MoneySpan] = []
        for anchor in _WORD_ANCHOR.finditer(text):
            named = self._after_word.match(text, anchor.end())
            if named is None:
                continue
            unit = self._names.after(named["cur"])
            head = text[max(0, anchor.start() - 60) : anchor.start()]
            loose = LOOSE.search(head)
            if loose is not None or anchor[0].lower().endswith("s"):
                start = anchor.start() - (len(loose[0]) if loose else 0)
                if not start or not text[start - 1].isalnum():
                    spans.append(_span(text, start, named.end(), currencies(unit), qualifier="about"))
                continue
            read = _words_before(head)
            if read is not None:
                size, number = read
                value = number * self._word_scale(anchor[0]) * unit.part
                spans.append(_span(text, anchor.start() - size, named.end(), currencies(unit), value=value))
        return spans

    def _word_scale(self, word: str) -> Decimal:
        return Decimal(100) if word.lower() == "hundred" else self._atoms.scale(word)


def _span(
    text: str,
    start: int,
    end: int,
    currency: str,
    *,
    value: Decimal | None = None,
    low: Decimal | None = None,
    high: Decimal | None = None,
    qualifier: Qualifier = "exact",
) -> MoneySpan:
    said = qualifier_before(text, start) or qualifier_after(text, end) or qualifier
    money = Money(
        value=_plain(value), low=_plain(low), high=_plain(high), currency=currency, qualifier=said, text=text[start:end]
    )
    return MoneySpan(start, end, money, _per(text, end, money))


def _words_before(head: str) -> tuple[int, Decimal] | None:
    """Length and value of the number in words that ends ``head``: "...of two and a half " -> (15, 2.5)."""
    tokens = list(re.finditer(r"[A-Za-z]+", head))
    end = len(head)
    kept: list[re.Match[str]] = []
    for token in reversed(tokens):
        word = token[0].lower()
        if head[token.end() : end].strip("-–‑ \n\u00a0") or (word not in WORDS and word != "of"):
            break
        kept.insert(0, token)
        end = token.start()
    while kept:
        words = [token[0].lower() for token in kept]
        value = _with_part_of(words)
        if value is not None:
            return len(head) - kept[0].start(), value
        kept.pop(0)
    return None


def _with_part_of(words: list[str]) -> Decimal | None:
    """ "half a", "a quarter of a", "three quarters of a", else a plain number."""
    if words[-1] in ("a", "an"):
        words = words[:-1]
        if not words:
            return Decimal(1)
        if words[-1] == "of":
            words = words[:-1]
        if not words or words[-1] not in ("half", "quarter", "quarters"):
            return None
    return parse_words(words) if "of" not in words else None


def _plain(value: Decimal | None) -> Decimal | None:
    """Whole sums without exponent or trailing zeros."""
    if value is None:
        return None
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _per(text: str, end: int, money: Money) -> str | None:
    found = _PER.match(text, end)
    if found is None:
        return None
    if found["apiece"]:
        value = money.value or money.high
        return "share" if value is not None and value < SHARE_PRICE else None
    if found["yearly"]:
        return "year"
    if found["monthly"]:
        return "month"
    unit = " ".join(found["unit"].lower().split())
    return _UNITS.get(unit, unit)


def _untangle(spans: list[MoneySpan]) -> list[MoneySpan]:
    """In order; of two that overlap the one that begins first, then the longer."""
    kept: list[MoneySpan] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _link(text: str, spans: list[MoneySpan]) -> list[MoneySpan]:
    """Drops exchange rates ("$1 = 6.47 yuan") and points conversions at the sum that they convert."""
    kept: list[MoneySpan] = []
    rate_end = -1
    for span, following in zip_longest(spans, spans[1:]):
        if span.end <= rate_end:
            continue
        if following is not None and _is_rate(text, span, following):
            rate_end = following.end
        elif span.money.value not in (1, 100) or not _BARE_RATE.match(text, span.end):
            kept.append(span)
    linked: list[MoneySpan] = []
    for index, span in enumerate(kept):
        lead = _lead(text, linked, index, span)
        if lead is not None:
            per = span.per or linked[lead].per
            if per and not linked[lead].per:
                linked[lead] = replace(linked[lead], per=per)
            span = replace(span, equivalent_of=lead, per=per)
        linked.append(span)
    return linked


def _lead(text: str, linked: list[MoneySpan], index: int, span: MoneySpan) -> int | None:
    if not linked or span.money.currency is None:
        return None
    previous = linked[-1]
    if span.start - previous.end > 60:
        return None
    gap = text[previous.end : span.start]
    lead = index - 1 if previous.equivalent_of is None else previous.equivalent_of
    stated = linked[lead].money
    if stated.currency is None or (stated.currency == span.money.currency and stated.value != span.money.value):
        return None
    pattern = _EQUIVALENT if previous.equivalent_of is None else _ALSO
    return lead if pattern.fullmatch(gap) else None


def _is_rate(text: str, first: MoneySpan, second: MoneySpan) -> bool:
    """ "$1 = 6.47 yuan", "100 yen = $0.90"."""
    if second.start - first.end > 12 or not _RATE.fullmatch(text, first.end, second.start):
        return False
    return first.money.value in (1, 100, 1000, 10_000) or second.money.value == 1
