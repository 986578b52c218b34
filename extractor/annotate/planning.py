"""Which sentences of an article are worth a parse, found by their words alone.

A sentence is *read* where it may tell a deal or a statistic, or bring in who the article is about. Of these, *leading*
are the few that could open a deal by themselves, since a trigger's words stand in them with what it needs, and
*counting* the few that could tell a statistic: where none of the leading sentences tells a deal, no other can, and only
the counting ones are left to be parsed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.annotate.dateline import crosshead_end, dateline_end
from extractor.annotate.render import Rendering, render
from extractor.annotate.seen import Seen, look_through
from extractor.annotate.sentences import split_sentences
from extractor.annotate.titles import Recaser, count_words, headline_end, is_headline, prose_of, title_end, title_start
from extractor.normalize.money import MoneyReader
from extractor.normalize.rounds import StageReader
from extractor.records import Article, Token
from extractor.rulebook import Gate, Rulebook, compile_pattern, with_parts, words_of

WORTHS = ("valuation", "past_valuation", "market_value", "stake")
"""Cues that add to a deal by themselves, in a sentence without a trigger."""

MEASURED = ("activities", "groups", "markets")
"""Lexicons (``statistic-...``) of what a statistic is about."""

FIGURE = re.compile(
    r"\d\s?%|\b(?:percent|per cent|pct|million|billion|dozen|(?:doubl|tripl|trebl|quadrupl)\w+|number of)\b|"
    r"\b(?:\d{1,3}(?:,\d{3})*|two|three|four|five|six|seven|eight|nine|ten) (?!years?\b|months?\b|days?\b)[a-z]",
    re.IGNORECASE,
)
"""A number that may be a statistic."""

ANY_FIGURE = re.compile(
    r"\d|[½¼¾⅓⅔]|\b(?:per[\s-]?cent|pct|dozen|half|hundred|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|(?:one|two|three|four)|"
    r"(?:five|six|seven|eight|nine|ten)|(?:eleven|twelve)|\w+teen|(?:third|quarter|fifth|sixth|eighth|tenth)s?)\b",
    re.IGNORECASE,
)
"""Anything that assembly may read as a number."""

LONGEST = 3000
"""Characters of a sentence that are read."""
TABLE_ROW = "table_row"


@dataclass(slots=True)
class Plan:
    """A sentence before it is parsed."""

    where: Any
    text: str
    piece: str
    start: int
    end: int
    number: int
    block: int
    boilerplate: bool
    money: list[Any]
    stages: list[Any]
    rendering: Rendering
    words: set[str]
    """The words of the rendering, in lower case."""
    leads: bool = False
    """Its words alone may open a deal."""
    tells: bool = False
    """A rule about deals may match it; where none can, it is not parsed."""
    found: list[Any] | None = None
    """Sums, percentages, stages and dates in it, once they were looked for."""
    doc: Any = None
    """Its words, once they were cut."""
    tokens: tuple[Token, ...] | None = None
    """Its tokens without a parse, once they were made."""
    counts: bool = False
    """Its words alone may tell a statistic."""


@dataclass(slots=True)
class Outline:
    """An article's sentences that are worth reading, and what its words look like."""

    article: Article
    plans: list[Plan]
    skipped: int
    seen: Seen
    names: dict[str, int]
    """How often each capitalised word stands in the body."""
    tabular: bool
    """It holds a table with a column of companies, whose rows tell deals without a trigger."""


class Planner:
    """Finds the sentences worth reading. ``is_word``, ``is_no_word``: what the dictionary says of small letters."""

    def __init__(
        self, rulebook: Rulebook, *, is_word: Callable[[str], bool], is_no_word: Callable[[str], bool]
    ) -> None:
        self._is_word = is_word
        self._is_no_word = is_no_word
        self._money = MoneyReader(rulebook.lexicon("currencies"))
        self._stages = StageReader(rulebook.lexicon("stages"))
        self._gate = Gate(rulebook.triggers.values())
        also = [rule for rule in rulebook.cues.values() if rule.cue.startswith(WORTHS)]
        self._tells = Gate([*rulebook.triggers.values(), *rulebook.facets.values(), *also])
        self._telling = frozenset(
            word
            for rule in (*rulebook.triggers.values(), *rulebook.facets.values())
            for pattern in map(compile_pattern, rule.patterns)
            for element in pattern.elements[: pattern.head + 1]
            for word in element.words | element.verbs | {word for phrase in element.phrases for word in phrase[0]}
            if len(word) > 2
        )
        self.common = rulebook.words("headline-words") | self._telling
        """Words that are no names by themselves."""
        self._measured = frozenset().union(*(rulebook.words(f"statistic-{name}") for name in MEASURED))
        spelled = [word for word in self._measured if not word.isalpha()]
        heads = [str(word) for word in rulebook.lexicon("table-headers")["company"]]
        self._heads = re.compile("|".join(map(re.escape, heads)) or r"(?!)")
        self._spelled = re.compile("|".join(map(re.escape, sorted(spelled))) or r"(?!)")

    def outline(self, article: Article) -> Outline:
        """The sentences of an article that are worth reading, in order."""
        prose = prose_of(article.text[headline_end(article.text, article.title) :])
        upper, lower = count_words(prose)
        plans: list[Plan] = []
        skipped = 0
        near = False  # a statistic may go on in the next sentence: "The United States, with 38 percent, ..."
        counted = -9  # the last sentence that may tell a statistic; "it" of the next one may point to it
        for plan in self._plan(article, Recaser(upper, lower, self.common, prose, self._is_word), prose):
            words = plan.words
            measured = not plan.boilerplate and not self._measured.isdisjoint(words)
            figure = (measured or near) and FIGURE.search(plan.rendering.text) is not None
            if figure or self._is_telling(plan, words):
                if not plan.boilerplate:
                    here = with_parts(words)
                    plan.tells = self._tells.lets_through(here, money=bool(plan.money), stage=bool(plan.stages))
                    plan.leads = plan.tells and self._gate.lets_through(
                        here, money=bool(plan.money), stage=bool(plan.stages)
                    )
                    about = measured or counted >= plan.number - 1 or self._is_spelled(plan)
                    plan.counts = about and bool(plan.money or ANY_FIGURE.search(plan.piece))
                    counted = plan.number if plan.counts else counted
                plans.append(plan)
            else:
                skipped += 1
            near = figure
        seen = look_through(article.text, prose, article.title, frozenset(lower), frozenset(upper), self._is_no_word)
        tabular = any(
            article.blocks[plan.block].kind == TABLE_ROW and self._heads.search(plan.piece.lower())
            for plan in plans
            if plan.block >= 0
        )
        return Outline(article, plans, skipped, seen, dict(upper), tabular)

    def _is_telling(self, plan: Plan, words: set[str]) -> bool:
        """May the sentence tell a deal, or bring in who the article is about?"""
        if plan.number <= 2 and len(plan.rendering.text) < 600:
            return True
        return bool(plan.where == "title" or plan.money or plan.stages or not self._telling.isdisjoint(words))

    def _is_spelled(self, plan: Plan) -> bool:
        """Does it name what statistics are about by a word that is more than letters ("m&a", "start-ups")?"""
        return self._spelled.search(plan.rendering.text.lower()) is not None

    def _plan(self, article: Article, recaser: Recaser, prose: str) -> Iterator[Plan]:
        """The sentences of title and body in order, headlines set back into sentence case."""
        begin, end = title_start(article.title, prose), title_end(article.title)
        if article.title[begin:end].strip():
            title = article.title[:begin] + recaser.recase(article.title[begin:end]) + article.title[end:]
            yield self._planned("title", title, article.title, begin, end, 0, -1, False)
        number = 0
        text = article.text
        blocks: Sequence[tuple[int, int, bool]] = [(b.start, b.end, b.boilerplate) for b in article.blocks] or [
            (0, len(text), False)
        ]
        for index, (start, end, boilerplate) in enumerate(blocks, 0 if article.blocks else -1):
            if number == 0 and start == 0:
                start = headline_end(text, article.title)
            if number < 3:
                start = dateline_end(text, start, end)
            for first, last in split_sentences(text, start, end):
                number += 1
                first = crosshead_end(text, first, last)
                # A "sentence" of such a length is a table or a list without stops: its beginning must do.
                last = min(last, first + LONGEST)
                piece = text[first:last]
                if number <= 2 and piece.strip() == article.title.strip():
                    continue
                if is_headline(piece):
                    recased = text[:first] + recaser.recase(piece) + text[last:]
                    yield self._planned("text", recased, text, first, last, number, index, boilerplate)
                else:
                    yield self._planned("text", text, text, first, last, number, index, boilerplate)

    def _planned(
        self, where: Any, text: str, source: str, start: int, end: int, number: int, block: int, boilerplate: bool
    ) -> Plan:
        # Sums, stages and dates are read as printed; only the parser gets headlines in sentence case.
        piece = source[start:end]
        words = words_of(piece)
        money = self._money.find(piece)
        stages = self._stages.find(piece, words)
        rendering = render(
            text,
            start,
            end,
            [
                (start + m.start, start + m.end, m.equivalent_of is not None)
                for m in money
                if m.money.value is not None or m.money.low is not None
            ],
        )
        if len(rendering.text) != end - start or len(rendering.segments) > 1:
            words = words_of(rendering.text)
        return Plan(where, text, piece, start, end, number, block, boilerplate, money, stages, rendering, words)
