"""The stage of a round: "Series B-2", "seed-plus", "pre-A round", "venture debt".

Series letters follow a grammar and are read here; all other wordings come from the lexicon ``stages``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Literal

Strength = Literal["explicit", "weak"]


@dataclass(frozen=True, slots=True)
class StageSpan:
    """A stage at ``text[start:end]``.

    ``explicit`` names a round ("Series A", "seed round"); ``weak`` may describe something else ("loan", "grant").
    """

    start: int
    end: int
    stage: str
    extension: bool
    text: str
    strength: Strength


_NOUN = (
    r"(?:rounds?|funding|financing|fundrais\w+|investments?|raise|capital|equity|extension|money|tranche|deal|"
    r"venture)\b"
)
_SERIES = re.compile(
    r"(?<![\w-])(?P<pre>[Pp](?:re|RE)[\s-]{0,2})?(?:(?P<word>Series|"
    r"SERIES)[\s-]{1,2}[\"“‘'(]?(?P<letter>[A-Ka-k])|(?P<low>series)[\s-](?P<lowletter>[A-Ka-k]))"
    r"(?P<number>[-–]?\d{1,2}(?![\d.,%])|\s?\+|[-\s](?:I{1,3}|prime|Prime|plus|"
    r"Plus)(?!\w))?(?=[\"”’')]?(?![\w&.]?[^\W_]))",
)
_ALSO = re.compile(rf"(?:\s?[/&+]\s?|\s+and\s+|\s+or\s+|,\s+)(?P<letter>[A-K])(?:\d|-\d)?(?=[\s-]+{_NOUN})")
_LETTER_ROUND = re.compile(
    r"(?<![\w-])(?P<pre>[Pp](?:re|RE)[\s-]{1,2})?(?P<quote>[\"“‘'])?(?P<letter>[A-H])(?P<number>\d|\+|"
    r"[-\s](?:plus|\d)(?=[\s-]))?[\"”’']?[\s-](?:stage\s|series\s|funding\s|financing\s|investment\s|"
    r"venture\s)?[Rr]ound\b(?!\s+of\s+(?:golf|applause|drinks))"
    r"|\b[Rr]ound[\s-](?P<after>[A-H])(?P<anumber>[-]?\d|\+)?(?![\w&'’]|\.\w)",
)
_PRE_A = re.compile(r"(?<![\w-])[Pp](?:re|RE)-(?P<letter>[A-F])(?![\w&-])(?:[\s-]round\b)?")
_NOT_A_ROUND = re.compile(
    r"\s+(?:preferred|preference|convertible\s+preferred|shares?\b|stock\b|units?\b|warrants?|bonds?\b|"
    r"notes?\b|common|ordinary|debentures?|cumulative|senior|redeemable)",
    re.IGNORECASE,
)
_EXTENSION_AFTER = re.compile(
    r"[\s-]+(?:(?:funding|financing|investment|venture)\s+)?(?:round\s+)?(?P<word>extension|extended\b|"
    r"top-up|add-on)(?:\s+(?:round|funding|financing))?",
    re.IGNORECASE,
)
_EXTENSION_BEFORE = re.compile(
    r"\b(?:extension\s+(?:of|to)\s+(?:(?:its|the|their|a|an|our|that|last|previous|recent|existing|"
    r"\w+['’]s)\s+){0,2}(?:[$€£]?[\d.]+\s?(?:million|billion|[mMbBkK]n?)?\s+)?"
    r"|(?:extended|extends|extend|extending|upsized|expanded|reopened|adds?\s+to|added\s+to)\s+(?:(?:its|"
    r"the|their|a|an|our|\w+['’]s)\s+){0,2}(?:[$€£]?[\d.]+\s?(?:million|billion|[mMbBkK]n?)?\s+)?)$",
    re.IGNORECASE,
)
_ROUNDS = frozenset({"round", "rounds", "financing", "raise", "campaign", "extension", "offering", "placement", "pipe"})
"""Last words that name an event beyond doubt, whoever is spoken of next ("seed round investors")."""
_NAME_BEFORE = re.compile(r"[A-Z][\w'’&.]*[^\S\n]$")
_EXTENDING = re.compile("exten|expan|upsi|reop|add", re.IGNORECASE)
_RUN = re.compile(r"[^\W_]+")
_ARTICLE = re.compile(r"(?:^|[.!?:\n\"“(*•>|–—-])\s*$")


class StageReader:
    """Reads stages. ``entries`` are those of the lexicon ``stages``."""

    def __init__(self, entries: Mapping[str, Any]) -> None:
        self._known: dict[str, tuple[str, Strength] | None] = {}
        nouns = entries["nouns"]
        for stage, words in entries["stages"].items():
            for name in words["names"]:
                for noun in nouns:
                    self._known[_key(f"{name} {noun}")] = (stage, "explicit")
            for phrase in words["explicit"]:
                self._known[_key(phrase)] = (stage, "explicit")
        for stage, words in entries["stages"].items():
            for phrase in words["weak"]:
                self._known[_key(phrase)] = (stage, "weak")
        for phrase in entries["never"]:
            self._known[_key(phrase)] = None
        self._second = _second_words(self._known)
        self._first = frozenset(self._second)
        self._heads = _by_head(self._known)
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._follower = re.compile(rf"[\s-]{{1,2}}(?i:{'|'.join(map(re.escape, entries['followers']))})\b")

    def find(self, text: str, words: AbstractSet[str] | None = None) -> list[StageSpan]:
        """Every stage named in ``text``, in order, none overlapping another.

        ``words`` are those of the text in lower case, runs of letters and digits, where the caller has them.
        """
        spans: list[StageSpan] = []
        small = text.lower()  # a pattern is tried only where a word that it needs stands
        if "series" in small:
            spans += [span for match in _SERIES.finditer(text) for span in _series(text, match)]
        if "round" in small:
            spans += [span for match in _LETTER_ROUND.finditer(text) for span in _letter_round(text, match)]
        if "pre-" in small:
            spans += [
                _span(text, match.start(), match.end(), f"pre_series_{match['letter'].lower()}", "explicit")
                for match in _PRE_A.finditer(text)
            ]
        words = set(_RUN.findall(small)) if words is None else words
        if not self._first.isdisjoint(words):
            phrases = self._phrases(text, words)
            spans += [span for match in phrases if (span := self._phrase(text, match)) is not None]
        if not spans:
            return spans
        kept: list[StageSpan] = []
        for span in sorted(spans, key=lambda span: (span.start, -span.end)):
            if not kept or span.start >= kept[-1].end:
                kept.append(span)
        return kept

    def _phrases(self, text: str, words: AbstractSet[str]) -> Iterator[re.Match[str]]:
        """The lexicon's wordings in a text of these words, of which one needs the first two, from left to right."""
        patterns = [
            self._pattern(head)
            for head in self._first & words
            if (second := self._second[head]) is None or not second.isdisjoint(words)
        ]
        end = 0
        # No two of them begin at the same place: each begins with a word of its own.
        while found := [match for pattern in patterns if (match := pattern.search(text, end)) is not None]:
            first = min(found, key=re.Match.start)
            yield first
            end = first.end()

    def _pattern(self, head: str) -> re.Pattern[str]:
        """All wordings with the same first letters and digits; made when a text may hold one, since all of them
        together take a tenth of a second."""
        pattern = self._patterns.get(head)
        if pattern is None:
            pattern = self._patterns[head] = _pattern(self._heads[head])
        return pattern

    def _phrase(self, text: str, match: re.Match[str]) -> StageSpan | None:
        start, end = match.span()
        key = _key(match[0])
        known = self._known[key] if key in self._known else self._known.get(key.lower())
        last = key.rpartition(" ")[2].lower()
        if known is None or (last not in _ROUNDS and self._follower.match(text, end)):
            return None
        stage, strength = known
        capitals = all(word[0].isupper() for word in re.split(r"[\s-]+", match[0]))
        if capitals and last not in _ROUNDS and _NAME_BEFORE.search(text[max(0, start - 24) : start]):
            strength = "weak"
        if capitals and stage == "grant" and last == "grant" and re.match(r"\s[A-Z]", text[end : end + 2]):
            return None
        return _span(text, start, end, stage, strength)


def _key(phrase: str) -> str:
    """Wordings in capitals keep their case; white space and hyphens are one."""
    words = re.split(r"[\s-]+", phrase)
    return " ".join(word if word.isupper() else word.lower() for word in words)


def _second_words(known: Iterable[str]) -> dict[str, frozenset[str] | None]:
    """First words of the wordings, and the second words of those; None where the first may stand alone."""
    found: dict[str, frozenset[str] | None] = {}
    for key in known:
        runs = [_first_run(word) for word in key.split(" ")]
        head, seconds = runs[0], found.get(runs[0], frozenset())
        alone = len(runs) == 1 or not runs[1] or seconds is None
        found[head] = None if alone or seconds is None else seconds | {runs[1]}
    return found


def _by_head(known: Iterable[str]) -> dict[str, dict[str, set[str]]]:
    """The wordings by the letters and digits that they begin with: their first words, and what follows these."""
    found: dict[str, dict[str, set[str]]] = {}
    for key in known:
        head, _, rest = key.partition(" ")
        found.setdefault(_first_run(head), {}).setdefault(head, set()).add(rest)
    return found


def _pattern(heads: Mapping[str, AbstractSet[str]]) -> re.Pattern[str]:
    """One alternation, longest first, grouped by first word. Its first letter stands before all else, so that scanning
    goes from one of these letters to the next."""
    parts = []
    for head, rests in sorted(heads.items(), key=lambda item: (-len(item[0]), item[0])):
        body = "|".join(map(_flexible, sorted(rests - {""}, key=lambda rest: (-len(rest), rest))))
        tail = rf"(?:[\s-]{{1,2}}(?:{body})(?![\w&]))" if body else ""
        if "" in rests:
            tail = f"{tail}?" if tail else ""
            tail += r"(?![\w&])" if head[-1].isalnum() else ""
        parts.append(f"(?<={_flexible(head[0])}){_flexible(head[1:], head.isupper())}{tail}")
    letters = "".join(sorted({re.escape(letter) for head in heads for letter in (head[0], head[0].upper())}))
    return re.compile(rf"[{letters}](?<![\w&].)(?:{'|'.join(parts)})")


def _first_run(word: str) -> str:
    run = _RUN.search(word.lower())
    return run[0] if run else ""


def _flexible(words: str, exact: bool = False) -> str:
    """Words with white space or hyphens between them; those in capitals, or all where ``exact``, as they are."""
    return r"[\s-]{1,2}".join(
        re.escape(word) if exact or word.isupper() else f"(?i:{re.escape(word)})" for word in words.split(" ")
    )


def _span(text: str, start: int, end: int, stage: str, strength: Strength) -> StageSpan:
    extension = stage == "extension"
    after = _EXTENSION_AFTER.match(text, end)
    if after is not None and stage != "extension":
        end, extension = after.end(), True
    elif stage != "extension":
        head = text[max(0, start - 60) : start]
        extension = _EXTENDING.search(head) is not None and _EXTENSION_BEFORE.search(head) is not None
    extension = extension or text[start:end].lower().endswith((" extension", "-extension"))
    return StageSpan(start, end, stage, extension, text[start:end], strength)


def _series(text: str, match: re.Match[str]) -> list[StageSpan]:
    letter = (match["letter"] or match["lowletter"]).lower()
    noun = re.match(rf"[\s-]+(?:\w+\s)?{_NOUN}", text[match.end() : match.end() + 40])
    written_small = (match["letter"] or match["lowletter"]).islower()
    if match["low"] and written_small and letter in "ai" and noun is None:
        return []
    if match["word"] and written_small and letter in "ai" and noun is None and match["word"] != "SERIES":
        return []
    strength: Strength = "weak" if _NOT_A_ROUND.match(text, match.end()) else "explicit"
    prefix = "pre_" if match["pre"] else ""
    end = match.end()
    spans = [_span(text, match.start(), end, f"{prefix}series_{letter}", strength)]
    also = _ALSO.match(text, end)
    if also is not None:
        spans.append(_span(text, also.start("letter"), also.end(), f"series_{also['letter'].lower()}", "explicit"))
    return spans


def _letter_round(text: str, match: re.Match[str]) -> list[StageSpan]:
    if match["after"]:
        stage = f"series_{match['after'].lower()}"
        return [_span(text, match.start(), match.end(), stage, "explicit")]
    letter = match["letter"].lower()
    if letter == "a" and not match["pre"] and not match["quote"] and not match["number"]:
        hyphen = text[match.end("letter")] == "-"
        article = _ARTICLE.search(text[max(0, match.start() - 3) : match.start()]) is not None
        if not hyphen and (article or re.match(r"\s+(?:of|that|which|in)\b", text[match.end() : match.end() + 8])):
            return []
    prefix = "pre_" if match["pre"] else ""
    return [_span(text, match.start(), match.end(), f"{prefix}series_{letter}", "explicit")]
