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
from typing import Any

from extractor.normalize.currency import GAP, CurrencyNames, Unit
from extractor.normalize.numbers import NUMBER, VULGAR, WORDS, parse_number, parse_words
from extractor.normalize.qualifiers import qualifier_after, qualifier_before
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


@dataclass(frozen=True, slots=True)
class _Atom:
    """A numeral with what stands beside it."""

    start: int
    end: int
    value: Decimal
    scale: Decimal | None
    scale_word: str
    unit: Unit | None
    prefixed: bool
    number: str

    @property
    def total(self) -> Decimal:
        return self.value * (self.scale or 1) * (self.unit.part if self.unit else 1)


_SEP = re.compile(r"(?:\s?[-‐‑–—~]\s?(?:to[\s-]{1,2})?|[-\s]{1,3}(?P<word>to|and|up\s+to)[-\s]{1,3})")
_NOT_A_RANGE = re.compile(
    r"\b(?:from|rose|fell|grew|increased|raised its|raising its|cut|lowered|hiked)[^.;()\n]{0,24}$",
    re.IGNORECASE,
)
_RANGING = re.compile(
    r"\b(?:rang\w+|anywhere|somewhere|varying|vary|go|goes|cheques?|checks?|"
    r"tickets?)\s+(?:\w+\s+){0,3}?from\s+$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\bbetween\s+(?:about\s+|around\s+|roughly\s+)?$", re.IGNORECASE)
_COUNTED = re.compile(
    r"\s+(?:\w+\s+)?(?:users|people|shares|customers|companies|employees|investors|startups|start-ups|"
    r"members|"
    r"subscribers|units|homes|patients|countries|stores|jobs|downloads|votes|barrels|years|months|days|"
    r"percent|per cent)\b",
    re.IGNORECASE,
)
_PER = re.compile(
    r"\)?(?:,?\s+in\s+cash|\s+cash|\s+each)?[\s-]{0,2}(?:(?:per\b|/|an?\b|for\s+each|"
    r"for\s+every)[\s-]{0,2}(?:\w+[\s-])?"
    r"(?P<unit>share|unit|stock|ADS|ADR|year|annum|month|week|day|hour|quarter|night|tonne?|barrel|ounce|"
    r"pound|gallon|"
    r"kilo(?:gram|metre|meter)?|kg|lb|bbl|boe|mmbtu|mile|acre|square\s+(?:foot|metre|meter)|sq\.?\s*ft|"
    r"person|head|user|"
    r"customer|subscriber|employee|student|seat|home|token|coin|piece|pop|warrant|bushel|megawatt|mwh|kwh|"
    r"watt)\b"
    r"|(?P<apiece>apiece|a\s+pop)\b|(?P<yearly>annually|yearly)\b|(?P<monthly>monthly)\b)",
    re.IGNORECASE,
)
_UNITS = {"stock": "share", "ads": "share", "adr": "share", "annum": "year", "pop": "piece"}
_EQUIVALENT = re.compile(
    r"(?:(?:[-\s](?:an?|per)[-\s](?:share|unit))?\s{0,2}(?:[(\[]|/|\s[-–—]\s|,\s(?=or\b|about\b|"
    r"approximately\b|equivalent\b|roughly\b|the\b))\s?"
    r"(?:(?:or|about|around|approximately|approx\.?|roughly|nearly|almost|equivalent|equal|to|the|of|just|"
    r"over|under|more|than|some|"
    r"at|today's|current|exchange|rates?|i\.e\.|or|ca\.?|circa|worth|an?|estimated|currently|then|"
    r"some)[\s:,]{1,2}){0,6}(?:=|~|≈|c\.?)?\s?)$",
    re.IGNORECASE,
)
_ALSO = re.compile(
    r"\s?(?:[;,/]|or|and|[;,] or)\s{0,2}(?:(?:about|around|approximately|or|roughly)\s)?(?:~|≈)?$",
    re.IGNORECASE,
)
_RATE = re.compile(r"\s*(?:=|equals|was worth)\s*$")

_WORD_ANCHOR = re.compile(r"\b(?:hundred|thousand|lakh|crore|million|billion|trillion)s?\b", re.IGNORECASE)
_LOOSE = re.compile(
    r"(?:(?:tens|dozens|hundreds|thousands|scores)(?:\s+(?:and|or)\s+(?:tens|hundreds|thousands))?\s+of\s+|"
    r"(?:several|many|a\s+few|a\s+couple(?:\s+of)?|multiple|some)(?:\s+hundred|\s+tens\s+of)?\s+|"
    r"multi[\s-]?)$",
    re.IGNORECASE,
)
_FIGURES = re.compile(
    r"\b(?:(?:(?:very\s+)?(?:low|mid|high|double|single)(?:[\s-]to[\s-](?:low|mid|high))?)[\s-])?"
    r"(?:(?:three|four|five|six|seven|eight|nine|ten|multi)[\s-]|[3-9]-)"
    r"(?:or[\s-](?:four|five|six|seven|eight|nine|ten)[\s-])?figures?\b(?:[\s-](?:sum|amount))?",
    re.IGNORECASE,
)
_HIDDEN = re.compile(
    r"(?:\b(?:undisclosed|unspecified|unnamed|unknown|unrevealed)\s+(?:\w+\s+)?(?:sums?|amounts?|price|"
    r"consideration|terms|fee|figure|value|"
    r"investment|funding|funds|money|valuation|purchase\s+price|round|stake)\b"
    r"|\b(?:terms|price|amount|amounts|value|details|sum|size|figures?|consideration|"
    r"valuation)\b[^.;\n]{0,60}?(?:\bnot|n't|n’t)\s+"
    r"(?:been\s+|being\s+|be\s+|immediately\s+|publicly\s+|yet\s+|yet\s+been\s+){0,3}"
    r"(?:disclosed?|revealed?|announced?|made\s+public|released?|divulged?|given|specified|known|available|"
    r"provided)\b"
    r"|(?:(?:\b(?:did|does|do|has|have|would|will|could)\s+)?\bnot|n't|n’t|\bdeclined\s+to|\bwithout|\brefused\s+to|\bnor)\s+(?:yet\s+|immediately\s+|"
    r"publicly\s+)?"
    r"(?:disclos(?:e|ed|ing)|reveal(?:ed|ing)?|specify(?:ing)?|specified|divulg(?:e|ed|ing)|provid(?:e|ed|"
    r"ing)|giv(?:e|ing)|say|share|announced?)\s+"
    r"(?:the\s+|any\s+|its\s+|their\s+|a\s+|an\s+|exact\s+){0,2}(?:financial\s+|purchase\s+|deal\s+|"
    r"transaction\s+|exact\s+){0,2}"
    r"(?:terms|price|amount|value|valuation|details|size|figure|sum|how\s+much)\b"
    r"|\b(?:terms|price|amount|value|sum|size)\b[^.;\n]{0,40}?\b(?:undisclosed|kept\s+secret|confidential|"
    r"under\s+wraps)\b"
    r"|\b(?:for|of)\s+(?:an?\s+)?undisclosed\b(?!\s+(?:number|date|location|buyer|investor|company|party|"
    r"client)))",
    re.IGNORECASE,
)


class MoneyReader:
    """Reads sums. ``entries`` are those of the lexicon ``currencies``: names of currencies and scales."""

    def __init__(self, entries: Mapping[str, Any]) -> None:
        self._names = CurrencyNames(entries)
        self._scales = {word.lower(): Decimal(factor) for word, factor in entries["scales"].items()}
        long = "|".join(sorted((word for word in self._scales if len(word) > 2), key=lambda word: (-len(word), word)))
        short = "|".join(sorted((word for word in self._scales if len(word) <= 2), key=lambda word: (-len(word), word)))
        cur = self._names.after_pattern
        self._number = re.compile(rf"(?P<n>{NUMBER})(?P<f>[½¼¾⅓⅔])?")
        self._scale = re.compile(
            rf"(?:{GAP}-?{GAP}(?P<long>(?i:{long}))(?:[\s-](?P<more>(?i:crore|million|"
            rf"billion)s?))?(?![^\W\d_])"
            rf"|[\s-]?(?P<short>(?i:{short})|M€|k€|K€)(?![^\W_]))"
        )
        self._after = re.compile(rf"(?:{GAP}|[\s]?-)(?:in\s+)?(?:of\s+)?(?P<cur>{cur})")
        self._after_word = re.compile(rf"(?:\s+of|s\s+of)?(?:{GAP}|-)(?P<cur>{cur})")
        first = set(self._names.after_first)
        for word in self._scales:
            first |= {word[0], word[0].upper()}
        self._first = frozenset(first | {"i"})

    def find(self, text: str, *, dollar: str = "USD") -> list[MoneySpan]:
        """Every sum in ``text``, in order, none overlapping another.

        ``dollar`` is the currency of a bare "$" and of "dollars", ISO 4217.
        """
        found = self._numerals(text, dollar)
        found += self._in_words(text, dollar)
        found += self._loose(text)
        return _link(text, _untangle(found))

    def _numerals(self, text: str, dollar: str) -> list[MoneySpan]:
        atoms: list[_Atom] = []
        spans: list[MoneySpan] = []
        for match in self._number.finditer(text):
            atom = self._atom(text, match)
            if atom is not None:
                atoms.append(atom)
        skip = -1
        for index, atom in enumerate(atoms):
            if index <= skip or atom.unit is None:
                continue
            group = [atom]
            following = atoms[index + 1] if index + 1 < len(atoms) else None
            if following is not None and _is_range(text, atom, following):
                group, skip = [atom, following], index + 1
            elif not atom.prefixed and index and skip < index - 1 and _is_range(text, atoms[index - 1], atom):
                group = [atoms[index - 1], atom]
            spans += self._span(text, group, dollar)
        return spans

    def _atom(self, text: str, match: re.Match[str]) -> _Atom | None:
        """The numeral with its scale and currency; None where neither it nor a neighbour could make it a "
        "sum."""
        start, end = match.span()
        names = self._names
        left = start
        while left and start - left < 3 and text[left - 1] in " \u00a0\u2009\u202f-\n":
            left -= 1
        prefix = names.before(text, left) if left and text[left - 1] in names.before_last else None
        if prefix is None and start and (text[start - 1].isalpha() or text[start - 1] in "_#@"):
            return None
        if left < start and prefix is not None and text[left:start].count("-") and prefix[1].name[-1].isalpha():
            prefix = None
        scale, scale_word, suffix = None, "", None
        peek = text[end : end + 2].lstrip(" \u00a0\u2009\u202f\n-–")[:1]
        if not peek or peek in self._first:
            scaled = self._scale.match(text, end)
            if scaled is not None and (prefix is not None or scaled["long"] or not scaled["short"].isspace()):
                word = (scaled["long"] or scaled["short"]).lower()
                euro = word.endswith("€")
                scale, scale_word, end = self._scales[word.rstrip("€")], word, scaled.end()
                if euro:
                    end -= 1
                if scaled["more"]:
                    scale *= self._scales[scaled["more"].lower()]
            named = self._after.match(text, end)
            if named is not None and not _starts_number(text, named.end(), named["cur"]):
                suffix = names.after(named["cur"])
                if prefix is None or _renames(prefix[1], suffix):
                    end = named.end()
                else:
                    suffix = None
        number = match["n"]
        unit = prefix[1] if prefix else None
        if suffix is not None and (unit is None or suffix.currency != "dollar"):
            unit = suffix
        grouped = scale is not None or bool(re.search(r"\d[,.\u00a0\u2009\u202f]\d{3}", number))
        if unit is not None and unit.guarded and not grouped:
            unit, prefix = None, None
        european = unit is not None and unit.currency not in ("dollar", "USD", "GBP")
        value = parse_number(number, scaled=scale is not None, european=european)
        if value is None:
            return None
        if match["f"]:
            value += VULGAR[match["f"]]
        return _Atom(prefix[0] if prefix else start, end, value, scale, scale_word, unit, prefix is not None, number)

    def _span(self, text: str, group: list[_Atom], dollar: str) -> list[MoneySpan]:
        if len(group) == 2:
            first, last = group
            unit = first.unit or last.unit
            assert unit is not None
            low, high = first.value, last.value
            high *= last.scale or 1
            if first.scale is None and last.scale is not None and low * last.scale <= high:
                low *= last.scale
            else:
                low *= first.scale or 1
            if last.scale is None and first.scale is not None and high < low:
                high *= first.scale
            low, high = low * unit.part, high * unit.part
            if low < high:
                return [self._make(text, first.start, last.end, unit, dollar, low=low, high=high)]
            group = [atom for atom in group if atom.unit is not None]
        return [
            self._make(text, atom.start, atom.end, atom.unit, dollar, value=atom.total)
            for atom in group
            if atom.unit is not None
        ]

    def _make(
        self,
        text: str,
        start: int,
        end: int,
        unit: Unit | None,
        dollar: str,
        *,
        value: Decimal | None = None,
        low: Decimal | None = None,
        high: Decimal | None = None,
        qualifier: Qualifier = "exact",
    ) -> MoneySpan:
        said = qualifier_before(text, start) or qualifier_after(text, end) or qualifier
        money = Money(
            value=_plain(value),
            low=_plain(low),
            high=_plain(high),
            currency=self._names.resolve(unit, text, dollar) if unit else None,
            qualifier=said,
            text=text[start:end],
        )
        return MoneySpan(start, end, money, _per(text, end, money))

    def _in_words(self, text: str, dollar: str) -> list[MoneySpan]:
        """ "Twelve million dollars", "half a billion euros", "tens of millions of dollars"."""
        spans: list[MoneySpan] = []
        for anchor in _WORD_ANCHOR.finditer(text):
            named = self._after_word.match(text, anchor.end())
            if named is None:
                continue
            unit = self._names.after(named["cur"])
            head = text[max(0, anchor.start() - 60) : anchor.start()]
            loose = _LOOSE.search(head)
            if loose is not None or anchor[0].lower().endswith("s"):
                start = anchor.start() - (len(loose[0]) if loose else 0)
                if start and (text[start - 1].isalnum()):
                    continue
                spans.append(self._make(text, start, named.end(), unit, dollar, qualifier="about"))
                continue
            read = _words_before(head)
            if read is None:
                continue
            size, number = read
            value = number * self._scales[anchor[0].lower()] if anchor[0].lower() != "hundred" else number * 100
            spans.append(self._make(text, anchor.start() - size, named.end(), unit, dollar, value=value * unit.part))
        return spans

    def _loose(self, text: str) -> list[MoneySpan]:
        """Figures ("low eight figures") and sums said to be unknown."""
        spans = [MoneySpan(m.start(), m.end(), Money(qualifier="about", text=m[0])) for m in _FIGURES.finditer(text)]
        spans += [
            MoneySpan(m.start(), m.end(), Money(qualifier="undisclosed", text=m[0])) for m in _HIDDEN.finditer(text)
        ]
        return spans


def _starts_number(text: str, end: int, name: str) -> bool:
    """Whether a symbol after a numeral belongs to the next one: "5 $10 bills"."""
    return not name[-1].isalnum() and text[end : end + 2].strip()[:1].isdigit()


def _renames(prefix: Unit, suffix: Unit) -> bool:
    """ "$5 million CAD" is Canadian, "$5 million dollars" says it twice; "€5 million dollar" is "
    "somebody's slip."""
    return prefix.currency in ("dollar", suffix.currency) or prefix.currency == suffix.currency


def _is_range(text: str, first: _Atom, last: _Atom) -> bool:
    """Whether two neighbours are the ends of one range."""
    gap = text[first.end : last.start]
    if len(gap) > 8:
        return False
    sep = _SEP.fullmatch(gap)
    if sep is None:
        return False
    if first.unit and last.unit and first.unit.currency != last.unit.currency:
        return False
    word = (sep["word"] or "").lower()
    head = text[max(0, first.start - 40) : first.start]
    if word == "and":
        return _BETWEEN.search(head) is not None and (last.unit is not None or last.scale is not None)
    if word and _NOT_A_RANGE.search(head) and not _RANGING.search(head):
        return False
    if first.unit is None:
        return True
    if last.unit is None and (word or last.scale is None):
        if word and last.scale is None:
            return False
        if _COUNTED.match(text, last.end) or (last.scale is None and len(last.number) == 4):
            return False
    return True


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
        return "share" if value is not None and value < 10_000 else None
    if found["yearly"]:
        return "year"
    if found["monthly"]:
        return "month"
    unit = found["unit"].lower()
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
    for index, span in enumerate(spans):
        following = spans[index + 1] if index + 1 < len(spans) else None
        if (
            following is not None
            and following.start - span.end < 14
            and _RATE.fullmatch(text, span.end, following.start)
        ):
            rate_end = following.end
            continue
        if span.end <= rate_end:
            continue
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
    if linked[lead].money.currency in (None, span.money.currency):
        return None
    if previous.equivalent_of is not None:
        return lead if _ALSO.fullmatch(gap) else None
    return lead if _EQUIVALENT.fullmatch(gap) else None
