"""Which sentences of an article are worth a parse, found by their words alone.

A sentence is *read* where it may tell a deal or a statistic, or bring in who the article is about. Of these, *leading*
are the few that could open a deal by themselves, since a trigger's words stand in them with what it needs, and
*counting* the few that could tell a statistic: where none of the leading sentences tells a deal, no other can, and only
the counting ones are left to be parsed. What a sentence mentions and how the parser gets to see it is found when it is
asked for, since most sentences of most articles are neither.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from extractor.annotate.dateline import crosshead_end, dateline_end, run_in_end
from extractor.annotate.lazily import lazily
from extractor.annotate.render import Rendering, makes_words, put_in, render
from extractor.annotate.seen import Seen, look_through
from extractor.annotate.sentences import split_sentences
from extractor.annotate.titles import (
    Recaser,
    count_words,
    headline_end,
    is_headline,
    prose_of,
    quoted_headlines,
    title_end,
    title_start,
)
from extractor.annotate.vocabulary import Unlisted
from extractor.normalize.money import MoneyReader, MoneySpan
from extractor.normalize.percent import PercentSpan, find_percents
from extractor.normalize.rounds import StageReader, StageSpan
from extractor.normalize.tables import Headers
from extractor.records import Article, Token, Where
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


class Plan:
    """A sentence before it is parsed."""

    def __init__(
        self, outline: Outline, where: Where, start: int, end: int, number: int, block: int, boilerplate: bool
    ) -> None:
        self.where = where
        self.start = start
        self.end = end
        self.number = number
        self.block = block
        self.boilerplate = boilerplate
        self.source = outline.article.title if where == "title" else outline.article.text
        """The text, or the title, that it stands in."""
        self.piece = self.source[start:end]
        self.leads = False
        """Its words alone may open a deal."""
        self.tells = False
        """A rule about deals may match it; where none can, it is not parsed."""
        self.counts = False
        """Its words alone may tell a statistic."""
        self.found: list[Any] | None = None
        """Sums, percentages, stages and dates in it, once they were looked for."""
        self.doc: Any = None
        """Its words, once they were cut."""
        self.spans: list[Any] | None = None
        """Its words with their places, once they were found."""
        self.tokens: tuple[Token, ...] | None = None
        """Its tokens without a parse, once they were made."""
        self._outline = outline

    @lazily
    def text(self) -> str:
        """The whole text it stands in, with the sentence in sentence case where it is a headline."""
        source, start, end = self.source, self.start, self.end
        if self.where == "title" or is_headline(self.piece):
            return source[:start] + self._outline.recaser.recase(self.piece) + source[end:]
        for first, last in quoted_headlines(self.piece) if self._outline.quotes else ():
            first, last = start + first, start + last
            source = source[:first] + self._outline.recaser.recase(source[first:last]) + source[last:]
        return source

    @lazily
    def small(self) -> set[str]:
        """The words of the piece, in lower case."""
        return words_of(self.piece)

    @lazily
    def money(self) -> list[MoneySpan]:
        """Its sums, read as printed: only the parser gets headlines in sentence case."""
        return self._outline.planner.money.find(self.piece)

    @lazily
    def stages(self) -> list[StageSpan]:
        """Its stages, read as printed."""
        return self._outline.planner.stages.find(self.piece, self.small)

    @lazily
    def percents(self) -> list[PercentSpan]:
        """Its percentages, read as printed."""
        return find_percents(self.piece, words=True)

    @property
    def mentioned(self) -> dict[str, bool]:
        """Which kinds of mention that a rule may ask for stand in it."""
        return {"money": bool(self.money), "stage": bool(self.stages), "percent": bool(self.percents)}

    @lazily
    def rendering(self) -> Rendering:
        """What the parser gets to see."""
        sums = [
            (self.start + m.start, self.start + m.end, m.equivalent_of is not None)
            for m in self.money
            if m.money.value is not None or m.money.low is not None
        ]
        return render(self.text, self.start, self.end, sums)

    @lazily
    def words(self) -> set[str]:
        """The words of the rendering, in lower case."""
        rendering = self.rendering
        if len(rendering.text) != self.end - self.start or len(rendering.segments) > 1:
            return words_of(rendering.text)
        return self.small


class Outline:
    """An article's sentences, and what its words look like."""

    def __init__(self, planner: Planner, article: Article) -> None:
        self.planner = planner
        self.article = article
        self.plans: list[Plan] = []
        """What may open a deal or tell a statistic, and what is looked at in any case."""
        self.others: list[Plan] = []
        """Sentences that can do neither; see :meth:`rest`."""
        self.sentences = 0
        """How many there are in all, headline included."""
        self.tabular = False
        """It holds a table with a column of companies and another, whose rows tell deals without a trigger."""

    def rest(self) -> list[Plan]:
        """Of the others those that may bring in who the article is about, or add to a deal told elsewhere."""
        return [plan for plan in self.others if self.planner.is_telling(plan)]

    def let_go(self) -> None:
        """Forget the sentences, which know their outline: else all that was made of them would wait for the collector
        of cyclic garbage, tens of megabytes every few hundred articles."""
        self.plans.clear()
        self.others.clear()

    @lazily
    def prose(self) -> str:
        """The body without its headlines."""
        return prose_of(self.article.text[headline_end(self.article.text, self.article.title) :])

    @lazily
    def quotes(self) -> bool:
        """Does the body quote headlines?"""
        return bool(quoted_headlines(self.article.text))

    @lazily
    def counts(self) -> tuple[Counter[str], Counter[str]]:
        """How often each word stands in the body with a capital, and without."""
        return count_words(self.prose)

    @lazily
    def recaser(self) -> Recaser:
        """Sets its headlines in sentence case."""
        return Recaser(*self.counts, self.planner.common, self.prose, self.planner.is_word)

    @lazily
    def seen(self) -> Seen:
        """What the article proves of its names."""
        upper, lower = self.counts
        article, planner = self.article, self.planner
        return look_through(
            article.text, self.prose, article.title, frozenset(lower), frozenset(upper), planner.unlisted
        )


class Planner:
    """Finds the sentences worth reading. ``is_word``, ``unlisted``: what the dictionary says of small letters."""

    def __init__(self, rulebook: Rulebook, *, is_word: Callable[[str], bool], unlisted: Unlisted) -> None:
        self.is_word = is_word
        self.unlisted = unlisted
        self.money = MoneyReader(rulebook.lexicon("currencies"))
        self.stages = StageReader(rulebook.lexicon("stages"))
        self._places = rulebook.words("places")
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
        self._headers = Headers(rulebook.lexicon("table-headers"))
        self._spelled = re.compile("|".join(map(re.escape, sorted(spelled))) or r"(?!)")

    def outline(self, article: Article) -> Outline:
        """The sentences of an article, those that may open a deal or tell a statistic found out."""
        outline = Outline(self, article)
        near = False  # a statistic may go on in the next sentence: "The United States, with 38 percent, ..."
        counted = -9  # the last sentence that may tell a statistic; "it" of the next one may point to it
        for plan in self._plan(outline):
            outline.sentences += 1
            row = plan.block >= 0 and article.blocks[plan.block].kind == TABLE_ROW
            if not (near or counted >= plan.number - 1 or row or plan.number <= 2) and self._is_idle(plan):
                outline.others.append(plan)
                continue
            words = plan.words
            measured = not plan.boilerplate and not self._measured.isdisjoint(words)
            near = (measured or near) and FIGURE.search(plan.rendering.text) is not None
            if not near and not self.is_telling(plan):
                continue
            if not plan.boilerplate:
                here, mentioned = with_parts(words), plan.mentioned
                plan.tells = self._tells.lets_through(here, **mentioned)
                plan.leads = plan.tells and self._gate.lets_through(here, **mentioned)
                about = measured or counted >= plan.number - 1 or self._is_spelled(plan.rendering.text)
                plan.counts = about and bool(plan.money or ANY_FIGURE.search(plan.piece))
                counted = plan.number if plan.counts else counted
            outline.plans.append(plan)
            outline.tabular = outline.tabular or (row and bool(self._headers.columns(plan.piece)))
        return outline

    def is_telling(self, plan: Plan) -> bool:
        """May the sentence tell a deal, or bring in who the article is about?"""
        if plan.number <= 2 and len(plan.rendering.text) < 600:
            return True
        told = plan.where == "title" or not self._telling.isdisjoint(plan.words)
        return bool(told or plan.money or plan.stages)

    def _is_idle(self, plan: Plan) -> bool:
        """Can no rule match the sentence, however it is rendered, and no statistic be about anything in it?"""
        if plan.where == "title" or makes_words(plan.piece):
            return False
        words = plan.small | put_in(plan.piece)
        if plan.boilerplate:
            return True
        if not self._measured.isdisjoint(words) or self._is_spelled(plan.piece):
            return False
        return not self._tells.lets_through(with_parts(words), **plan.mentioned)

    def _is_spelled(self, text: str) -> bool:
        """Does it name what statistics are about by a word that is more than letters ("m&a", "start-ups")?"""
        return self._spelled.search(text.lower()) is not None

    def _is_one_name(self, word: str, following: str) -> bool:
        """Is a word in capitals no dateline, since an ordinary word would be left of the name behind it?"""
        return word not in self._places and self.is_word(following)

    def _plan(self, outline: Outline) -> Iterator[Plan]:
        """The sentences of title and body in order."""
        article = outline.article
        text, title = article.text, article.title
        begin, end = title_start(title, outline.prose) if title else 0, title_end(title)
        if title[begin:end].strip():
            yield Plan(outline, "title", begin, end, 0, -1, False)
        number = 0
        blocks: Sequence[tuple[int, int, bool]] = [(b.start, b.end, b.boilerplate) for b in article.blocks] or [
            (0, len(text), False)
        ]
        for index, (start, end, boilerplate) in enumerate(blocks, 0 if article.blocks else -1):
            if number == 0 and start == 0:
                start = headline_end(text, title)
            if number < 3:
                start = dateline_end(text, start, end, title, self._is_one_name)
            for first, last in split_sentences(text, start, end):
                number += 1
                first = crosshead_end(text, run_in_end(text, first, last), last, self._is_one_name)
                # A "sentence" of such a length is a table or a list without stops: its beginning must do.
                last = min(last, first + LONGEST)
                if number <= 2 and text[first:last].strip() == title.strip():
                    continue
                yield Plan(outline, "text", first, last, number, index, boilerplate)
