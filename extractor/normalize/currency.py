"""Which currency a symbol, code or word names: a lexicon's entries, indexed for look-up around a number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

GAP = r"[^\S\n]{0,3}(?:\n[^\S\n]{0,8})?"
"""White space inside one phrase: a line may be wrapped, a paragraph may not end."""

DOLLAR = "dollar"
"""Stands for whatever currency a bare dollar is in this text."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A name of a currency as found beside a number."""

    name: str
    currency: str
    """ISO 4217, or :data:`DOLLAR`."""
    guarded: bool = False
    """Means a currency only beside a scale or a grouped number."""
    part: Decimal = Decimal(1)
    """0.01 for cents and pence."""


Currencies = Callable[[Unit], str]
"""ISO 4217 of a unit, in one text."""


def _alternation(names: Iterable[str]) -> str:
    """Longest first; inner white space may be a line's end; a word does not go on after the match."""
    escaped = (
        re.escape(name).replace(r"\ ", rf"(?:-|{GAP})") + (r"(?![^\W_])" if name[-1].isalnum() else "")
        for name in sorted(names, key=lambda name: (-len(name), name))
    )
    return "|".join(escaped)


class CurrencyNames:
    """Symbols that stand before a number, and words that follow it."""

    def __init__(self, entries: Mapping[str, Any]) -> None:
        guarded = frozenset(entries["guarded"]["words"])
        guarded_symbols = frozenset(entries["guarded"]["symbols"])
        self._before: dict[str, Unit] = {}
        self._after: dict[str, Unit] = {}
        for symbol in entries[DOLLAR]["symbols"]:
            self._before[symbol] = self._after[symbol] = Unit(symbol, DOLLAR)
        for word in entries[DOLLAR]["words"]:
            self._after[word.lower()] = Unit(word, DOLLAR, word in guarded)
        for currency, names in entries["currencies"].items():
            for symbol in names["symbols"]:
                self._before[symbol] = Unit(symbol, currency, symbol in guarded_symbols)
            for word in names["words"]:
                self._after[self._key(word)] = Unit(word, currency, word in guarded)
        for currency, words in entries["minor"].items():
            for word in words:
                self._after[word.lower()] = Unit(word, currency, word in guarded, Decimal("0.01"))
        self._shared: dict[str, list[str]] = dict(entries["shared"])
        self._clues = {
            currency: re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")
            for currency, words in entries["clues"].items()
        }
        codes = [word for word in self._after if not word.islower()]
        self.after_pattern = (
            rf"(?:(?i:{_alternation(word for word in self._after if word.islower())})|{_alternation(codes)})"
        )
        self.before_last = frozenset(symbol[-1] for symbol in self._before)
        self.after_first = frozenset(
            char for word in self._after for char in (word[0], word[0].upper(), word[0].lower())
        )
        self._longest = max(map(len, self._before))
        self._prefix_codes = frozenset(
            name for name in self._before if name.isupper() and name.isalpha() and len(name) == 3
        ) | {"US", "U.S.", "Cdn", "CDN", "HK", "NZ", "AU", "CA", "Canadian", "Australian"}

    @staticmethod
    def _key(word: str) -> str:
        """Codes and symbols keep their case, words do not."""
        return word if word.isupper() or not any(char.islower() for char in word) else word.lower()

    def before(self, text: str, end: int) -> tuple[int, Unit] | None:
        """The symbol or code that ends at ``end``, with its start: ``(14, Unit("US$", "USD"))``."""
        window = text[max(0, end - self._longest) : end]
        for size in range(len(window), 0, -1):
            unit = self._before.get(window[-size:])
            if unit is None:
                continue
            start = end - size
            if unit.name[0].isalpha() and start and (text[start - 1].isalnum() or text[start - 1] in "$&_@"):
                continue
            if unit.name[0] in "$＄" and size > 1 and unit.name[1].isalpha() and start and text[start - 1].isalnum():
                continue
            return self._spaced_code(text, start, unit)
        return None

    def _spaced_code(self, text: str, start: int, unit: Unit) -> tuple[int, Unit]:
        """ "CAD $5 million" and "US $5 million": the code before the sign says whose dollar it is."""
        if unit.currency != DOLLAR or not start or text[start - 1] not in " \u00a0-":
            return start, unit
        head = text[max(0, start - 12) : start - 1]
        word = re.search(r"[\w.]+$", head)
        if word is None or word[0] not in self._prefix_codes:
            return start, unit
        named = self._before.get(word[0]) or self._before.get(word[0] + "$")
        named = named or self._after.get(word[0].lower() + " dollars")
        if named is None or named.currency == DOLLAR:
            return start, unit
        return start - 1 - len(word[0]), Unit(f"{word[0]} $", named.currency)

    def after(self, word: str) -> Unit:
        """The unit for a match of :attr:`after_pattern`."""
        word = re.sub(r"[\s-]+", " ", word) if len(word) > 4 else word
        unit = self._after.get(word) or self._after.get(word.lower()) or self._after.get(word.replace(" ", "-").lower())
        if unit is None:
            raise KeyError(word)
        return unit

    def resolver(self, text: str, dollar: str) -> Currencies:
        """What units mean in this text: a bare dollar is ``dollar``, a shared name goes where the clues point.

        Clues are counted once for each name, however often it occurs.
        """

        known: dict[str, str] = {}

        def resolve(unit: Unit) -> str:
            if unit.currency == DOLLAR:
                return dollar
            candidates = self._shared.get(unit.name)
            if candidates is None:
                return unit.currency
            if unit.name not in known:
                counts = [len(self._clues[code].findall(text)) if len(candidates) > 1 else 0 for code in candidates]
                known[unit.name] = candidates[counts.index(max(counts))]
            return known[unit.name]

        return resolve
