"""What a sentence mentions once it is cut into words: sums, shares, stages, dates, names; and which rules match."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.annotate.mending import mend_parse
from extractor.annotate.names import find_names
from extractor.annotate.opening import NameWords, is_firm
from extractor.annotate.planning import Plan
from extractor.annotate.seen import Seen
from extractor.annotate.sorts import sort_of
from extractor.annotate.titles import is_headline
from extractor.normalize.dates import find_dates
from extractor.normalize.names import is_alias
from extractor.records import Hit, Mention, Sentence, Token
from extractor.rulebook import PatternIndex


@dataclass(frozen=True, slots=True)
class Glance:
    """What a look at a sentence shows to those who ask whether it is to be parsed."""

    tokens: tuple[Token, ...]
    mention_at: list[tuple[str, int] | None]
    """For each token the kind and the end of what is mentioned from there."""
    hits: tuple[Hit, ...]


class Marker:
    """Marks what sentences mention, and where rules match. ``asked``: the patterns that a first look seeks."""

    def __init__(self, words: NameWords, patterns: PatternIndex, asked: PatternIndex) -> None:
        self._words = words
        self._patterns = patterns
        self._asked = asked

    def sentence(self, plan: Plan, tokens: tuple[Token, ...], seen: Seen, *, match: bool = True) -> Sentence:
        """The sentence of a plan. ``match``: look for rules?"""
        source = plan.source
        mentions: list[Mention] = []
        taken = [False] * len(tokens)
        spans = _Spans(tokens)
        behind_sums = {end + 1 for kind, _, end, _, _ in _found(plan) if kind == "money"}
        for kind, start, end, value, others in _found(plan):
            span = spans.of(plan.start + start, plan.start + end)
            if span is None:
                continue
            first, last = span
            cut = tokens[last - 1].end > plan.start + end  # "Monday.com"
            if kind == "date" and (cut or any(taken[first:last]) or is_firm(tokens, first, self._words)):
                continue
            weak = kind == "stage" and value.strength == "weak"
            a, b = plan.start + start, plan.start + end
            if weak and start in behind_sums:
                weak = False  # "a $5M Seed"
            elif weak and source[a:b].istitle() and not is_headline(plan.piece) and plan.where == "text":
                continue  # "Audax Private Equity": part of a name
            for i in range(first, last):
                taken[i] = taken[i] or not weak
            mentions.append(Mention(kind, first, last, a, b, source[a:b], value, (), others))
        names = find_names(tokens, taken, self._words, seen)
        if plan.rendering.whole:
            names = _with_whole(names, spans, plan.rendering.whole)
        if plan.rendering.aliases:
            names = _joined(names, tokens, plan)
        tokens = mend_parse(tokens, names)
        for first, last in names:
            a, b = tokens[first].start, tokens[last - 1].end
            name = plan.text[a:b]
            sort = sort_of(tokens, first, last, self._words)
            mentions.append(Mention("name", first, last, a, b, name, None, _aliases(plan, name, a, b), (), sort))
        mentions.sort(key=lambda mention: (mention.first, mention.last))
        return Sentence(
            plan.number,
            plan.where,
            plan.start,
            plan.end,
            source[plan.start : plan.end],
            plan.block,
            plan.boilerplate,
            tokens,
            tuple(mentions),
            tuple(self._hits(tokens, mentions)) if match else (),
        )

    def glance(self, plan: Plan, tokens: tuple[Token, ...]) -> Glance:
        """Where rules that ask for a parse may match in a sentence that is only cut into words: any capital may begin a
        name."""
        mention_at: list[tuple[str, int] | None] = [None] * len(tokens)
        last = len(tokens)
        for i in range(len(tokens) - 1, -1, -1):
            if tokens[i].tag == "NNP":
                mention_at[i] = ("name", last)
            else:
                last = i
        spans = _Spans(tokens)
        for kind, start, end, _, _ in _found(plan):
            span = spans.of(plan.start + start, plan.start + end)
            if span is not None:
                mention_at[span[0]] = (kind, span[1])
        found = self._asked.find(tokens, mention_at, [False] * len(tokens))
        return Glance(tokens, mention_at, tuple(Hit(*hit) for hit in found))

    def _hits(self, tokens: Sequence[Token], mentions: Sequence[Mention]) -> Iterator[Hit]:
        mention_at, named = mention_starts(tokens, mentions)
        for rule, first, last, head in self._patterns.find(tokens, mention_at, named):
            yield Hit(rule, first, last, head)


def glance_of(sentence: Sentence) -> Glance:
    """The same of a sentence that was read."""
    return Glance(sentence.tokens, mention_starts(sentence.tokens, sentence.mentions)[0], sentence.hits)


def mention_starts(
    tokens: Sequence[Token], mentions: Sequence[Mention]
) -> tuple[list[tuple[str, int] | None], list[bool]]:
    """For each token the kind and end of the mention that begins there, and whether it is part of a longer name."""
    mention_at: list[tuple[str, int] | None] = [None] * len(tokens)
    named = [False] * len(tokens)
    for mention in mentions:
        if mention.kind == "name" and mention.last - mention.first > 1:
            named[mention.first : mention.last] = [True] * (mention.last - mention.first)
        if mention.kind != "name" or mention_at[mention.first] is None:
            mention_at[mention.first] = (mention.kind, mention.last)
    return mention_at, named


def _found(plan: Plan) -> list[tuple[Any, int, int, Any, tuple[Any, ...]]]:
    """What the words themselves tell: kind, span in the piece, value, and for sums the same in other currencies.

    Found once, since a sentence may be skimmed and then parsed.
    """
    if plan.found is None:
        found: list[tuple[Any, int, int, Any, tuple[Any, ...]]] = []
        for i, sum_ in enumerate(plan.money):
            if sum_.equivalent_of is None:
                others = tuple(other for other in plan.money if other.equivalent_of == i)
                found.append(("money", sum_.start, sum_.end, sum_, others))
        found += [("percent", p.start, p.end, p, ()) for p in plan.percents]
        found += [("stage", s.start, s.end, s, ()) for s in plan.stages]
        found += [("date", d.start, d.end, d, ()) for d in find_dates(plan.piece)]
        plan.found = found
    return plan.found


def _aliases(plan: Plan, name: str, start: int, end: int) -> tuple[str, ...]:
    """Other names that brackets give to the one at ``start`` to ``end``."""
    return tuple(
        alias.removeprefix("?")
        for cut, names in sorted(plan.rendering.aliases.items())
        if end <= cut <= end + 2 or (start <= cut < end)
        for alias in names
        if not alias.startswith("?") or is_alias(alias[1:], name) or is_alias(name, alias[1:])
    )


def _joined(spans: list[tuple[int, int]], tokens: Sequence[Token], plan: Plan) -> list[tuple[int, int]]:
    """Join "Pulse Home Health" and "Hospice" where the bracket behind them says that both are "Pulse"."""
    out: list[tuple[int, int]] = []
    for first, last in spans:
        end = tokens[last - 1].end
        aliases = [a for cut, names in plan.rendering.aliases.items() if end <= cut <= end + 2 for a in names]
        if out and aliases and first - out[-1][1] == 1 and tokens[first - 1].lower in ("and", "&"):
            start = tokens[out[-1][0]].start
            whole, own = plan.text[start:end], plan.text[tokens[first].start : end]
            if any(is_alias(a.lstrip("?"), whole) and not is_alias(a.lstrip("?"), own) for a in aliases):
                out[-1] = (out[-1][0], last)
                continue
        out.append((first, last))
    return out


class _Spans:
    """Finds the tokens that cover a span of the original."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._starts = [token.start for token in tokens]
        self._ends = [token.end for token in tokens]

    def of(self, start: int, end: int) -> tuple[int, int] | None:
        """Half-open token indices, or None where the span was not rendered."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        return (first, last) if first < last else None


def _with_whole(names: list[tuple[int, int]], spans: _Spans, whole: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The names, where what the text itself marks as one name replaces what was found of it."""
    for start, end in whole:
        marked = spans.of(start, end)
        if marked is not None:
            names = sorted([*(s for s in names if s[1] <= marked[0] or s[0] >= marked[1]), marked])
    return names
