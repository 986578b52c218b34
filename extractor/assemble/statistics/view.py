"""One sentence as the readers of numbers see it: its phrases, the rules that fired, what was told before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from extractor.assemble.grammar import Grammar
from extractor.assemble.statistics.figures import Figure, lead
from extractor.assemble.statistics.nouns import NOUNS, WHOLE, Phrase, Words
from extractor.assemble.statistics.phrases import Phrases
from extractor.records import Hit, Metric, Sentence
from extractor.rulebook import StatisticRule

ABOUT = ("activity", "group", "market")
NO_SECTOR = frozenset([
    "share", "shares", "stock", "stocks", "revenue", "revenues", "profit", "profits", "sales", "price", "prices",
    "income", "earnings", "index", "jobs", "value", "debt", "employment", "rate", "rates", "cost", "costs", "margin",
    "margins", "loss", "losses", "output", "production", "exports", "imports", "inflation", "fees", "assets", "net",
    "operating", "people", "percent", "analysts", "bankers", "lawyers", "experts", "executives", "officials", "chart",
    "bonds", "dividend", "chief", "head", "president", "partner", "director", "report", "survey", "data", "study",
])  # fmt: skip
"""Nouns that rise and fall in every report, and are no trades."""
AUXILIARY = frozenset([
    "is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "do", "does", "did", "will", "would",
    "may", "might", "can", "could",
])  # fmt: skip
SIDE = frozenset({"including", "includes", "included", "like", "led", "followed", "excluding", "particularly"})
"""Behind these words stand examples, not the subject's own number."""
REPORTING = frozenset([
    "said", "says", "say", "reported", "reports", "showed", "shows", "show", "according", "counted", "tracked",
    "recorded", "found",
])  # fmt: skip


@dataclass(slots=True)
class Draft:
    """A statistic as one place tells it; ``subject`` is None where it is the one told before."""

    metric: Metric
    value: Decimal
    unit: str
    figure: Figure
    sentence: Sentence
    rule: str
    subject: Phrase | None
    of: Phrase | None = None
    noun: Phrase | None = None
    """For a bare or missing subject: what is counted or summed here ("deals", "IPOs")."""
    place: str | None = None
    weak: bool = False
    """Counts only beside other statistics."""


@dataclass(slots=True)
class Mark:
    """A rule that fired, with the token that governs."""

    rule: StatisticRule
    hit: Hit

    @property
    def tells(self) -> str:
        """What the rule tells."""
        return self.rule.tells


@dataclass(slots=True)
class Memory:
    """What the article told so far."""

    topic: Phrase | None = None
    share: Draft | None = None
    last: int = -9
    """Number of the last sentence that told a statistic."""
    told: list[Draft] = field(default_factory=list)


class View:
    """A sentence with its numbers, phrases and marks, and the statistics read from it so far."""

    def __init__(
        self,
        sentence: Sentence,
        figures: Sequence[Figure],
        rules: dict[str, StatisticRule],
        words: Words,
        memory: Memory,
    ) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.figures = figures
        self.words = words
        self.memory = memory
        self.grammar = Grammar(sentence)
        self.phrases = Phrases(self.grammar, words)
        self.marks: dict[int, list[Mark]] = {}
        self.marked: dict[int, list[Mark]] = {}
        for hit in sentence.hits:
            rule = rules.get(hit.rule)
            if rule is not None:
                self.marks.setdefault(hit.head, []).append(Mark(rule, hit))
                for i in range(hit.first, hit.last):
                    self.marked.setdefault(i, []).append(Mark(rule, hit))
        self.drafts: list[Draft] = []

    def same(self, draft: Draft, figure: Figure, rule: str) -> Draft:
        """The same quantity as a draft, with another number."""
        metric: Metric = (
            "total" if draft.metric == "growth" and figure.unit not in ("percent", "count") else draft.metric
        )
        if draft.metric == "growth" and figure.unit == "count":
            metric = "count"
        return Draft(
            metric,
            figure.value,
            figure.unit,
            figure,
            self.sentence,
            rule,
            draft.subject,
            draft.of,
            draft.noun,
            draft.place,
        )

    def sector(self, phrase: Phrase) -> bool:
        """In a report that told several statistics: a trade named by its own words, "health-care services"."""
        token = self.tokens[phrase.head]
        return (
            len(self.memory.told) >= 3
            and phrase.kind == "other"
            and not phrase.owned
            and not (phrase.first and self.tokens[phrase.first - 1].tag == "IN")
            and token.tag in ("NN", "NNS")
            and token.lower not in NO_SECTOR
            and token.lower not in self.words.one_deal
            and token.lower not in self.words.pointers
            and not self.phrases.is_company(phrase.head)
            and not any(self.phrases.is_company(i) for i in range(phrase.first, phrase.last))
        )

    def levelled(self, figure: Figure, mark: Mark) -> Draft | None:
        """A draft for a number that something stands at."""
        subject = self.subject_of(mark)
        if subject is None:
            return None
        average = self.average(figure, mark, subject)
        if average is not None:
            return average
        metric: Metric = "market_size" if subject.kind == "market" else "total"
        if metric == "market_size" and subject.bare and self.tokens[subject.head].tag == "NNS":
            return None
        if figure.kind == "number":
            metric = "count"
        if subject.kind == "group" and mark.tells not in ("part",) and figure.kind == "money":
            return None
        return self.subject(metric, figure, mark.rule.id, subject, place=self.region(mark, figure))

    def beside(self, figure: Figure) -> Draft | None:
        """ "China overtook the U.S. (38 percent)": in a bracket, of the same kind as what was told before."""
        phrase = self.phrases.at(figure.first - (1 if figure.kind == "percent" else 2)) if figure.first > 1 else None
        phrase = phrase and replace(phrase, last=phrase.head + 1)
        if phrase is None or phrase.kind not in ("place", "group", "market", "activity"):
            return None
        told = [d for d in self.memory.told if d.sentence.number >= self.sentence.number - 1] + self.drafts
        like = [d for d in told if d.unit == figure.unit and d.metric in ("share", "total", "count")]
        if not like:
            return None
        return self.draft(like[-1].metric, figure, "bracket", phrase, of=like[-1].of)

    def adjoined(self, figure: Figure) -> bool:
        """Does the figure's phrase stand in apposition, behind a comma?"""
        at = lead(self.sentence, figure)
        return at >= 0 and self.tokens[at].text in (",", "-", "--", "or", "and")

    def draft(
        self,
        metric: Metric,
        figure: Figure,
        rule: str,
        subject: Phrase | None,
        *,
        of: Phrase | None = None,
        noun: Phrase | None = None,
        place: str | None = None,
    ) -> Draft:
        """A draft of this sentence."""
        return Draft(metric, figure.value, figure.unit, figure, self.sentence, rule, subject, of, noun, place)

    def subject(
        self, metric: Metric, figure: Figure, rule: str, subject: Phrase, *, place: str | None = None
    ) -> Draft | None:
        """A draft about a phrase; a bare one or a pointer stands for what was told before, or for nothing."""
        if subject.kind == "pointer":
            personal = self.tokens[subject.head].lower in ("it", "they", "which", "that", "this", "these", "those")
            near = self.drafts or self.memory.last >= self.sentence.number - 1
            told = near if personal else self.told_near()
            return self.draft(metric, figure, rule, None, place=place) if told else None
        if subject.owned or self.general(subject) or self.held(subject):
            return None
        if subject.bare and subject.kind != "market":
            if not self.told_near() and subject.noun.lower() not in WHOLE:
                return None
            return self.draft(metric, figure, rule, None, noun=subject, place=place)
        return self.draft(metric, figure, rule, subject, place=place)

    def averaged(self, subject: Phrase) -> bool:
        """Is it "the average deal", "the median round"?"""
        words = {token.lower for token in self.tokens[max(0, subject.first - 2) : subject.head]}
        kinds = {
            "round",
            "deal",
            "size",
            "value",
            "transaction",
            "investment",
            "cheque",
            "check",
            "ticket",
            "buyout",
            "ipo",
            "premium",
        }
        return bool(words & {"average", "median", "mean"}) and subject.noun.lower() in kinds and not subject.owned

    def average(self, figure: Figure, mark: Mark, subject: Phrase) -> Draft | None:
        """ "The average round was 5.3 million euros"."""
        if not self.averaged(subject) or not self.told_near():
            return None
        return self.draft("average", figure, mark.rule.id, None, noun=subject)

    def held(self, subject: Phrase) -> bool:
        """Are these one company's: "Harrow has made exits exceeding ...", "Harrow, with three deals worth ..."?"""
        at = subject.first - 1
        while at > 0 and (self.tokens[at].tag in ("CD", "RB", "JJR", "IN") and self.tokens[at].lower != "with"):
            at -= 1
        if at < 0:
            return False
        token = self.tokens[at]
        if token.lower in ("has", "have", "had") and self.tokens[subject.first].tag == "VBN":
            return True
        if token.lower == "with":
            return any(self.grammar.name_at[i] and self.phrases.is_company(i) for i in range(max(0, at - 3), at))
        if self.tokens[subject.head].dep != "dobj" or self.reports(self.tokens[subject.head].head):
            return False
        doer = self.phrases.subject(self.tokens[subject.head].head)
        return doer is not None and (
            self.has_company(doer) or doer.noun.lower() in ("we", "he", "she", "i", "company", "firm", "team")
        )

    def general(self, subject: Phrase) -> bool:
        """Is it "any deals", "no investments": a rule, and not a number of some?"""
        return subject.first > 0 and self.tokens[subject.first - 1].lower in ("any", "each", "every", "no")

    def subject_of(self, mark: Mark) -> Phrase | None:
        """What rises, falls or stands at a number."""
        head = mark.hit.head
        token = self.tokens[head]
        if token.tag in NOUNS:
            if self.tokens[head - 1].lower == "of" if head else False:
                return None
            governor = self.grammar.governor(head)
        elif self.grammar.is_verb(head):
            governor = head
        else:
            governor = self.grammar.governor(head)
            if token.lower in ("up", "down") and self.adverbial(head):
                if self.drafts:
                    last = self.drafts[-1]
                    return last.subject or last.noun
                return None
        if governor is None:
            return None
        if token.lower == "worth" and head and self.tokens[head - 1].tag in NOUNS:
            before = self.phrases.outer(head - 1)
            return before if before.kind in ABOUT else None
        if (
            self.tokens[governor].lower in ("falling", "rising", "dropping", "growing", "jumping", "climbing")
            and self.drafts
        ):
            last = self.drafts[-1]
            if last.subject is not None or last.noun is not None:
                return last.subject or last.noun
        subject = self.phrases.subject(governor)
        if subject is None or (
            subject.kind not in (*ABOUT, "pointer") and not self.sector(subject) and not self.averaged(subject)
        ):
            return None
        return subject

    def adverbial(self, i: int) -> bool:
        """Does "up" or "down" open a phrase of its own, behind a comma?"""
        return i > 0 and self.tokens[i - 1].text in (",", "-", "--")

    def region(self, mark: Mark, figure: Figure) -> str | None:
        """ "fell 66 percent in Europe": where, if the verb says so."""
        for c in self.grammar.kids(mark.hit.head, "prep"):
            if self.tokens[c].lower == "in" and c <= figure.last + 1:
                for place in self.grammar.kids(c, "pobj"):
                    phrase = self.phrases.at(place)
                    if phrase.kind == "place":
                        return phrase.text
        return None

    def mark_at(self, i: int, tells: tuple[str, ...], *, inside: bool = False) -> Mark | None:
        """The mark of one of these kinds that is governed by token ``i``, or with ``inside`` one that covers it."""
        if i < 0:
            return None
        for mark in (self.marked if inside else self.marks).get(i, ()):
            if mark.tells in tells:
                return mark
        return None

    def mark_left(self, i: int, tells: tuple[str, ...], reach: int = 14) -> Mark | None:
        """The nearest mark of these kinds before token ``i``, with no other clause between."""
        for at in range(i - 1, max(-1, i - reach - 1), -1):
            mark = self.mark_at(at, tells)
            if mark is not None and not self.inert(at):
                return mark
            token = self.tokens[at]
            if token.text in (";", ":", "--") or token.tag in ("WDT", "WP") or token.lower in SIDE:
                return None
            if token.tag in ("VBD", "VBZ", "VBP") and token.lower not in AUXILIARY and at not in self.marks:
                return None
        return None

    def inert(self, at: int) -> bool:
        """A word that is only spelled like a mark: "over" as a qualifier, an auxiliary before its verb."""
        token = self.tokens[at]
        if token.lower in AUXILIARY:
            head = token.head
            return token.dep in ("aux", "auxpass") and head != at
        return False

    def target(self, i: int, links: tuple[str, ...], reach: int = 3) -> Phrase | None:
        """The phrase that hangs on one of these prepositions at or soon behind token ``i``."""
        for at in range(i, min(len(self.tokens), i + reach)):
            token = self.tokens[at]
            if token.lower in links:
                phrase = self.phrases.after(at + 1)
                if phrase is not None and self.grammar.mention_at["date"][phrase.head] is None:
                    if self.tokens[phrase.head].lower in (
                        "quarter",
                        "year",
                        "half",
                        "month",
                        "months",
                        "quarters",
                        "years",
                    ):
                        continue
                    return phrase
            if token.tag.startswith("VB") and at > i:
                return None
        return None

    def plural(self, phrase: Phrase) -> bool:
        """Many, not one: a plural head, a market, or an activity."""
        if phrase.kind == "group":
            return self.tokens[phrase.head].tag in ("NNS", "NNPS", "NNP", "NN") and not self.counted_few(phrase)
        return True

    def counted_few(self, phrase: Phrase) -> bool:
        """Is it "two companies", "both funds", "its deals"?"""
        before = {t.lower for t in self.tokens[max(0, phrase.first - 2) : phrase.first]}
        return bool(before & {"two", "both", "its", "their", "these", "our"})

    def has_company(self, phrase: Phrase) -> bool:
        """Does the phrase name a company or a person?"""
        return any(self.phrases.is_company(i) for i in range(phrase.first, phrase.last)) or (
            phrase.kind == "other" and self.grammar.name_at[phrase.head] is not None
        )

    def contextual(self, phrase: Phrase) -> bool:
        """Does the phrase hold a word of deal-making?"""
        return any(t.lower in self.words.context for t in self.tokens[phrase.first : phrase.last])

    def told_near(self) -> bool:
        """Was a statistic told in this sentence or shortly before?"""
        reach = 3 if len(self.memory.told) < 3 else 12
        return bool(self.drafts) or self.memory.last >= self.sentence.number - reach

    def pointing(self) -> bool:
        """Does the sentence begin with a word for what was told before?"""
        return any(t.lower in self.words.pointers for t in self.tokens[:6])

    def dated(self) -> bool:
        """Does the sentence name a period?"""
        return any(self.grammar.mention_at["date"]) or any(
            t.lower in ("quarter", "year", "half", "month", "months", "period") for t in self.tokens
        )

    def sourced(self) -> bool:
        """Does the sentence say who counted?"""
        return any(
            t.lower in REPORTING and t.lower not in ("said", "says", "say") and self.grammar.is_verb(t.i)
            for t in self.tokens
        ) or any(t.lower in ("according", "data", "report", "survey", "figures", "research") for t in self.tokens)

    def reports(self, governor: int | None) -> bool:
        """Is the verb one of counting and reporting?"""
        return governor is not None and self.tokens[governor].lower in REPORTING
