"""Numerals of a text with the scale and currency beside them, and which of them are the two ends of a range."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from extractor.normalize.currency import DOLLAR, GAP, CurrencyNames, Unit
from extractor.normalize.numbers import NUMBER, VULGAR, parse_number


class Atom(NamedTuple):
    """A numeral, with a unit where a currency stands beside it."""

    start: int
    end: int
    value: Decimal
    scale: Decimal | None
    unit: Unit | None
    prefixed: bool
    """The currency stands before the numeral."""
    number: str
    """The numeral as printed."""

    @property
    def total(self) -> Decimal:
        """In whole units of the currency."""
        return self.value * (self.scale or 1) * (self.unit.part if self.unit else 1)


_LAKH = ("l", "L")
"""Short for lakh, beside rupees only."""
_SPACES = " \u00a0\u2009\u202f\n"
_JOINS = frozenset("-‐‑–—~tau")
"""A numeral without a currency of its own is kept where the next one may lend it one: "5 to 7 million euros"."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_GROUPED = re.compile(r"\d[,.'’\u00a0\u2009\u202f]\d{3}")
_CODE_AFTER = r"(?=[A-Z]{3}(?![A-Za-z]))"
_SEP = re.compile(r"(?:\s?[-‐‑–—~]\s?(?:to[\s-]{1,2})?|[-\s]{1,3}(?P<word>to|and|up\s+to)[-\s]{1,3})")
_CHANGE = re.compile(
    r"\b(?:from|rose|rise|rising|fell|fall|grew|increased?|increasing|raised\s+its|raising\s+its|cut|lowered|hiked)"
    r"[^.;()\n]{0,24}$|\b(?:gain|gained|climbed|jumped|added|dropped|slipped|lost|advanced|surged|soared|slid|up|down|"
    r"higher|lower|shed|sank|tumbled|risen|fallen)\s+(?:by\s+|about\s+|as\s+much\s+as\s+)?$",
    re.IGNORECASE,
)
_RANGING = re.compile(
    r"\b(?:rang\w+|anywhere|somewhere|varying|vary|varies|go|goes|cheques?|checks?|tickets?|sizes?|amounts?|sums)\s+"
    r"(?:\w+\s+){0,3}?from\s+$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\bbetween\s+(?:(?:about|around|roughly|approximately|some)\s+)?$", re.IGNORECASE)
_COUNTED = re.compile(
    r"\s+(?:\w+\s+)?(?:users|people|shares|customers|companies|employees|investors|startups|start-ups|members|"
    r"subscribers|units|homes|patients|countries|stores|jobs|downloads|votes|barrels|years|months|days|percent|"
    r"per\s+cent)\b",
    re.IGNORECASE,
)


class AtomReader:
    """Walks the numerals of a text. ``entries`` are those of the lexicon ``currencies``."""

    def __init__(self, entries: Mapping[str, Any], names: CurrencyNames) -> None:
        self._names = names
        self._scales = {word.lower(): Decimal(factor) for word, factor in entries["scales"].items()}
        words = sorted(self._scales, key=lambda word: (-len(word), word))
        long = "|".join(word for word in words if len(word) > 2)
        short = "|".join(word for word in words if len(word) <= 2)
        self._number = re.compile(rf"(?P<n>{NUMBER})(?P<f>[½¼¾⅓⅔])?")
        self._scale = re.compile(
            rf"(?:\.(?=\s(?:m|b)illion))?(?:{GAP}-?{GAP}(?P<long>(?i:{long}))"
            r"(?:[\s-](?P<more>(?i:crore|million|billion)s?))?(?![^\W\d_])"
            rf"|[\s-]?(?P<short>(?i:{short})(?:(?![^\W_])|(?=€)|{_CODE_AFTER})))"
        )
        self._after = re.compile(rf"(?:{GAP}|\s?-)(?:in\s+|of\s+)?(?P<cur>{names.after_pattern})")
        starts = {char for word in self._scales for char in (word[0], word[0].upper())}
        self._first = frozenset(starts | names.after_first | {"i", "o", "."})

    def scale(self, word: str) -> Decimal:
        """1000000 for "million"."""
        return self._scales[word.lower()]

    def read(self, text: str) -> list[Atom]:
        """Every numeral that could be a sum or the end of a range of sums, in order."""
        atoms = (self._atom(text, match) for match in self._number.finditer(text))
        return [atom for atom in atoms if atom is not None]

    def _atom(self, text: str, match: re.Match[str]) -> Atom | None:
        start, end = match.span()
        peek = text[end : end + 2].lstrip(_SPACES + "-–")[:1]
        before = text[start - 3 : start].rstrip(_SPACES + "-")[-1:] if start > 2 else text[:start].rstrip(_SPACES)[-1:]
        follows = not peek or peek in self._first
        if not follows and peek not in _JOINS and before not in self._names.before_last:
            return None
        prefix = self._prefix(text, start) if before in self._names.before_last else None
        if prefix is None and start and (text[start - 1].isalpha() or text[start - 1] in "_#@"):
            return None
        scale, suffix, after = None, None, end
        if follows:
            scaled = self._scale.match(text, end)
            if scaled is not None and (scaled["short"] not in _LAKH or (prefix and prefix[1].currency == "INR")):
                scale, after = self._scales[(scaled["long"] or scaled["short"]).lower()], scaled.end()
                if scaled["more"]:
                    scale *= self._scales[scaled["more"].lower()]
            suffix = self._suffix(text, after)
        number = match["n"]
        grouped = scale is not None or (len(number) > 4 and _GROUPED.search(number) is not None)
        unit, begin = None, start
        if prefix is not None and (grouped or not prefix[1].guarded):
            begin, unit = prefix
        if suffix is not None and (grouped or not suffix[1].guarded) and (unit is None or _renames(unit, suffix[1])):
            after = suffix[0]
            unit = suffix[1] if unit is None or suffix[1].currency != DOLLAR else unit
        if unit is not None and unit.name[-1].isalpha() and begin < start and text[after : after + 1].isalnum():
            return None
        value = parse_number(number, scaled=scale is not None, european=unit is not None and _european(unit))
        if value is None:
            return None
        if match["f"]:
            value += VULGAR[match["f"]]
        return Atom(begin, after, value, scale, unit, begin < start, number)

    def _prefix(self, text: str, start: int) -> tuple[int, Unit] | None:
        """The currency before a numeral, with its start."""
        left = start
        while left and start - left < 3 and text[left - 1] in _SPACES + "-":
            left -= 1
        found = self._names.before(text, left)
        if found is not None and "-" in text[left:start] and found[1].name[-1].isalpha():
            return None
        return found

    def _suffix(self, text: str, end: int) -> tuple[int, Unit] | None:
        """The currency after a numeral and its scale, with its end."""
        peek = text[end : end + 3].lstrip(_SPACES + "-")[:1]
        if peek and peek not in self._names.after_first and peek not in "io":
            return None
        named = self._after.match(text, end)
        if named is None:
            return None
        word = named["cur"]
        if not word[-1].isalnum() and text[named.end() : named.end() + 2].strip()[:1].isdigit():
            return None  # "5 $10 bills": the sign belongs to the next numeral
        return named.end(), self._names.after(word)


def _renames(prefix: Unit, suffix: Unit) -> bool:
    """ "$5 million CAD" is Canadian, "$5 million dollars" says it twice; "€5 million dollar" is somebody's slip."""
    return prefix.currency in (DOLLAR, suffix.currency)


def _european(unit: Unit) -> bool:
    return unit.currency not in (DOLLAR, "USD", "GBP")


def is_range(text: str, first: Atom, last: Atom) -> bool:
    """Whether two neighbouring numerals are the ends of one range of sums."""
    gap = text[first.end : last.start]
    sep = _SEP.fullmatch(gap) if 0 < len(gap) <= 8 else None
    if sep is None or (first.unit and last.unit and first.unit.currency != last.unit.currency):
        return False
    word = (sep["word"] or "").lower()
    head = text[max(0, first.start - 40) : first.start]
    if word == "and":
        return _BETWEEN.search(head) is not None and (last.unit is not None or last.scale is not None)
    if word and _CHANGE.search(head) and not _RANGING.search(head):
        return False
    if first.unit is None:
        return (
            first.scale is not None
            or _GROUPED.search(first.number) is not None
            or (first.value <= last.value and not _YEAR.fullmatch(first.number))
        )
    if last.unit is not None:
        return True
    if _COUNTED.match(text, last.end):
        return False
    if last.scale is None:
        return _GROUPED.search(last.number) is not None if word else len(last.number) != 4
    return True


def range_of(first: Atom, last: Atom) -> tuple[Decimal, Decimal] | None:
    """Low and high in whole units; None where the second end is the lower one.

    A scale on the second end counts for the first as well ("$5-7 million"), unless the first would then be larger.
    """
    low, high = first.value, last.value * (last.scale or 1)
    if first.scale is None and last.scale is not None and low * last.scale <= high:
        low *= last.scale
    else:
        low *= first.scale or 1
    if last.scale is None and first.scale is not None and high < low:
        high *= first.scale
    unit = first.unit or last.unit
    part = unit.part if unit else Decimal(1)
    return (low * part, high * part) if low < high else None
