"""Numbers as printed: ``1,234.5``, ``1.234,5``, ``1,00,000``, ``5 000``, ``two and a half``."""

from __future__ import annotations

import re
from decimal import Decimal

NUMBER = r"(?:\d{1,3}(?:[\u00a0\u2009\u202f]\d{3}){1,6}(?!\d)|\d+)(?:[.,'’]\d+){0,8}|(?<![\w.,])\.\d+"
"""Pattern of a numeral; what it matches may still be no number (``1.2.3``): :func:`parse_number` decides."""

VULGAR = {
    "½": Decimal("0.5"),
    "¼": Decimal("0.25"),
    "¾": Decimal("0.75"),
    "⅓": Decimal(1) / 3,
    "⅔": Decimal(2) / 3,
}

MAX_DIGITS = 18
"""Longer numerals are serial numbers, not sums; it also keeps every product exact in 28 digits."""

_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}")
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3})+")
_SPACES = re.compile(r"[\u00a0\u2009\u202f'’ ]")

_UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
WORDS = frozenset(_UNITS) | frozenset(_TENS) | {"hundred", "thousand", "a", "an", "and", "half", "quarter", "point"}
"""Words that a number in words is made of."""


def parse_number(text: str, *, scaled: bool = False, european: bool = False) -> Decimal | None:
    """The number that a numeral states, or None where it states none (``1.2.3``, ``5,10,20``).

    ``scaled``: a scale word follows ("1,5 million"), so ``1.500`` is one and a half. ``european``: the currency's
    home writes decimal commas, so ``5.000`` without a scale is five thousand.
    """
    if not (text.isascii() and text.isdigit()):
        text = _SPACES.sub("", text)
    if text.isascii() and text.isdigit():
        return Decimal(text) if len(text) <= MAX_DIGITS else None
    if len(text) > MAX_DIGITS + 6 or not text.isascii():
        return None
    commas, dots = text.count(","), text.count(".")
    if commas and dots:
        whole, point, rest = text.rpartition(max(",", ".", key=text.rfind))
        if not rest or not (_GROUPED if point == "." else _DOTTED).fullmatch(whole):
            return None
        return Decimal(whole.replace(",", "").replace(".", "") + "." + rest)
    if commas:
        if _GROUPED.fullmatch(text):
            return Decimal(text.replace(",", ""))
        return Decimal(text.replace(",", ".")) if commas == 1 and len(text) - text.index(",") <= 3 else None
    if dots == 1:
        thousands = european and not scaled and text.endswith("00") and not text.startswith("0")
        return Decimal(text.replace(".", "") if thousands and _DOTTED.fullmatch(text) else text)
    return Decimal(text.replace(".", "")) if _DOTTED.fullmatch(text) else None


def parse_words(words: list[str]) -> Decimal | None:
    """The number stated in lower-case words, without its scale; None where they state none.

    >>> parse_words(["two", "and", "a", "half"])
    Decimal('2.5')
    >>> parse_words(["one", "hundred", "and", "twenty", "five"])
    Decimal('125')
    """
    if not words or words[0] == "and" or words[-1] in ("and", "point"):
        return None
    if words[-1] == "half" or words[-1] == "quarter":
        part = Decimal("0.5") if words[-1] == "half" else Decimal("0.25")
        lead = words[:-1]
        if lead and lead[-1] in ("a", "an", "one"):
            lead = lead[:-1]
        if not lead:
            return part
        if lead[-1] != "and":
            return part * 3 if lead == ["three"] and words[-1] == "quarter" else None
        whole = parse_words(lead[:-1])
        return None if whole is None else whole + part
    if "point" in words:
        split = words.index("point")
        whole, digits = parse_words(words[:split]), [_UNITS.get(word, 10) for word in words[split + 1 :]]
        if whole is None or any(digit > 9 for digit in digits):
            return None
        return whole + Decimal("0." + "".join(map(str, digits)))
    if words[0] in ("a", "an"):
        words = ["one", *words[1:]]
    total, current, last = 0, 0, 1000
    for word in words:
        if word in _UNITS:
            if last < 20 or (last < 100 and _UNITS[word] > 9):
                return None
            current, last = current + _UNITS[word], _UNITS[word]
        elif word in _TENS:
            if last < 100:
                return None
            current, last = current + _TENS[word], _TENS[word]
        elif word == "hundred":
            current, last = (current or 1) * 100, 100
        elif word == "thousand":
            total, current, last = total + (current or 1) * 1000, 0, 1000
        elif word != "and":
            return None
    return Decimal(total + current)
