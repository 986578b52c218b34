"""From what sentences tell to an article's statistics: subjects completed, periods and sources found, no repeats."""

from __future__ import annotations

import re
from decimal import Decimal

from extractor.assemble.statistics.nouns import Phrase
from extractor.assemble.statistics.telling import Teller
from extractor.assemble.statistics.view import ABOUT, Draft, Memory
from extractor.normalize.dates import period_label
from extractor.records import Evidence, Mention, Reading, Sentence, Statistic
from extractor.rulebook import Rulebook

_WHO = r"[A-Z][\w&.'’/-]*(?:\s+(?:(?:of|and|&|the|for)\s+)?[A-Z][\w&.'’/-]*){0,6}"
_KIND = (
    r"(?:(?:the|a|an|new|recent|preliminary|first-half|latest|data|figures|statistics|research|market|firm|providers?|"
    r"company|analysts?|report|estimates|survey|study|by|from|on|released|published|numbers|consultancy|researchers?|"
    r"trade|group|tracker|global|industry|intelligence)\s+){0,8}"
)
_STUDY = r"(?:data|figures|numbers|statistics|estimates|survey|report|study|research)"
SOURCE = re.compile(
    rf"\b[Aa]ccording to {_KIND}(?P<a>{_WHO})|"
    rf"\b(?P<b>{_WHO})(?:\s+{_STUDY})?\s+(?:show(?:s|ed)|show|estimates|estimated|forecasts?|project(?:s|ed)|reported|found)\b|"
    rf"{_STUDY}\s+(?:conducted\s+|compiled\s+|released\s+)?(?:by|from)\s+{_KIND}(?P<c>{_WHO})|"
    rf"\b(?P<d>[A-Z][\w&-]*(?:\s+[A-Z][\w&-]*){{0,3}})\s+(?:data|numbers|figures)\b"
)
"""Who counted: "according to data from X", "X data showed", "a report by X"."""
NO_SOURCE = frozenset([
    "the", "it", "he", "she", "they", "editing", "reporting", "monday", "tuesday", "wednesday", "thursday",
    "friday", "saturday", "sunday", "we", "this", "that",
])  # fmt: skip
BEFORE = ("stat-before", "before")
COMPARING = ("from", "than", "against", "versus", "compared", "since")
YEAR_BEFORE = re.compile(r"\b(?:a|one) year (?:ago|earlier)\b|\blast year\b|\bprevious year\b")
GENERIC = frozenset([
    "deal", "deals", "in", "the", "of", "and", "volume", "volumes", "activity", "investment", "investments", "for",
    "to",
])  # fmt: skip


def assemble_statistics(reading: Reading, rulebook: Rulebook) -> list[Statistic]:
    """The numbers about markets, groups and periods that a reading tells, in the order of the article."""
    teller = _teller(rulebook)
    memory = Memory()
    body: list[Statistic] = []
    title: list[Statistic] = []
    previous: Statistic | None = None
    topic: Phrase | None = None
    for sentence in reading.sentences:
        if sentence.boilerplate:
            continue
        drafts = teller.tell(sentence, memory)
        if topic is None:
            topic = next((phrase for draft in drafts if (phrase := _topic(draft)) is not None), None)
        for draft in drafts:
            subject = _subject(draft, topic)
            if subject is None:
                continue
            statistic = _statistic(draft, subject, reading, previous)
            topic = _topic(draft) or topic
            if sentence.where == "title":
                title.append(statistic)
                continue
            if not any(_same(statistic, other) for other in body):
                body.append(statistic)
            if previous is None or draft.rule not in BEFORE:
                previous = statistic
    return title_only(title, body) + body


def tells_statistic(sentence: Sentence, rulebook: Rulebook) -> bool:
    """Does a sentence tell a statistic by itself? Where none of an article does, none goes on with one."""
    return bool(_teller(rulebook).tell(sentence, Memory()))


_tellers: dict[str, Teller] = {}


def _teller(rulebook: Rulebook) -> Teller:
    """The rulebook's words made ready, kept by its digest."""
    teller = _tellers.get(rulebook.digest)
    if teller is None:
        teller = _tellers[rulebook.digest] = Teller(rulebook)
    return teller


def _topic(draft: Draft) -> Phrase | None:
    """What later bare words stand for, if the draft says it."""
    phrase = draft.subject or draft.noun
    return phrase if phrase is not None and not phrase.bare and phrase.kind in ABOUT else None


def title_only(title: list[Statistic], body: list[Statistic]) -> list[Statistic]:
    """What the title tells and the body does not tell more exactly."""
    kept: list[Statistic] = []
    for statistic in title:
        near = any(
            s.unit == statistic.unit and _rounded(s.value, statistic.value) == abs(statistic.value) for s in body
        )
        if not near and not any(_same(statistic, other) for other in kept):
            kept.append(statistic)
    return kept


def _rounded(value: Decimal, like: Decimal) -> Decimal:
    """The size of a value, with as many leading digits as another number shows."""
    value, digits = abs(value), max(1, len(str(abs(like).normalize()).replace(".", "").split("E")[0]))
    if not value:
        return value
    return round(value, digits - 1 - value.adjusted())


def _same(a: Statistic, b: Statistic) -> bool:
    """One statistic told twice: the same number of subjects that share a word."""
    if a.unit != b.unit or a.value != b.value:
        return False
    first, second = _telling_words(a.subject), _telling_words(b.subject)
    return not first or not second or bool(first & second)


def _telling_words(subject: str) -> set[str]:
    return {word for word in re.findall(r"[a-z]{2,}", subject.lower()) if word not in GENERIC}


def _subject(draft: Draft, topic: Phrase | None) -> tuple[str, Phrase | None] | None:
    """The subject's words, completed from the topic where they do not say which; and the phrase they come from."""
    phrase = draft.subject
    if phrase is not None and (not phrase.bare or phrase.kind not in (*ABOUT, "pointer")):
        return phrase.text, phrase
    bare = phrase or draft.noun
    if bare is None:
        return (topic.text, None) if topic is not None else None
    if topic is None:
        return bare.text, bare
    region = _opening_place(draft.sentence)
    if region:
        return f"{bare.text} in {region}", bare
    noun = bare.noun.lower().rstrip("s")
    if draft.metric == "average":
        return f"{bare.text} of {topic.text}", bare
    if topic.noun.lower().rstrip("s") == noun:
        return topic.text, bare
    if topic.qualifiers and noun not in [word.rstrip("s") for word in topic.qualifiers.lower().split()]:
        return f"{topic.qualifiers} {bare.text}", bare
    return topic.text, bare


def _opening_place(sentence: Sentence) -> str | None:
    """ "In the United States, 11 deals ...": the place that a sentence opens with."""
    found = re.match(r"In (?:the )?((?:[A-Z][\w.]*)(?: [A-Z][\w.]*){0,3}),", sentence.text)
    if not found:
        return None
    place = found[1]
    month = any(m.kind == "date" and m.start - sentence.start < found.end() for m in sentence.mentions)
    return None if month else place


def _statistic(
    draft: Draft, subject: tuple[str, Phrase | None], reading: Reading, previous: Statistic | None
) -> Statistic:
    text, phrase = subject
    sentence, figure = draft.sentence, draft.figure
    source_text = reading.article.title if sentence.where == "title" else reading.article.text
    evidence = [
        Evidence(
            field="value",
            start=figure.start,
            end=figure.end,
            text=source_text[figure.start : figure.end],
            rule=draft.rule,
            where=sentence.where,
        )
    ]

    def add(field: str, start: int, end: int) -> None:
        evidence.append(
            Evidence(
                field=field, start=start, end=end, text=source_text[start:end], rule=draft.rule, where=sentence.where
            )
        )

    if phrase is not None and phrase.sentence is sentence:
        add("subject", phrase.start, phrase.end)
    if draft.place and draft.place not in text:
        text = f"{text} in {draft.place}"
    period = None
    mention = _period(sentence, draft)
    if draft.unit == "multiple" and previous is not None and previous.subject == text:
        period = previous.period  # "20 deals last year, double the 2016 total": the growth is last year's
    elif mention is not None:
        period = _named_period(mention, draft, reading, previous)
        add("period", mention.start, mention.end)
    elif previous is not None:
        period = previous.period
    source = None
    found = _source(sentence)
    if found is not None:
        source = sentence.text[found[0] : found[1]]
        add("source", sentence.start + found[0], sentence.start + found[1])
    elif previous is not None:
        source = previous.source
    of = draft.of.text if draft.of is not None else None
    return Statistic(
        metric=draft.metric,
        value=draft.value,
        unit=draft.unit,
        subject=text,
        of=of,
        period=period,
        source=source,
        evidence=tuple(evidence),
    )


def _period(sentence: Sentence, draft: Draft) -> Mention | None:
    """The date nearest behind the number; else the last before it.

    A date of comparison ("from a year earlier", "the fewest since 2017") is only the period of what is compared.
    """
    dates = [m for m in sentence.of_kind("date") if not m.value.since]
    if draft.rule not in BEFORE:
        dates = [m for m in dates if not _compared(sentence, m, draft)]
    behind = [m for m in dates if m.start >= draft.figure.end and m.start - draft.figure.end <= 80]
    if behind:
        return behind[0]
    before = [m for m in dates if m.end <= draft.figure.start]
    return before[-1] if before else None


def _compared(sentence: Sentence, mention: Mention, draft: Draft) -> bool:
    """Does the date stand behind "from", "than" or "compared with", seen from the number?"""
    after = sentence.tokens[mention.last].lower if mention.last < len(sentence.tokens) else ""
    if after in ("to", "through", "until"):
        return False
    first = draft.figure.last if draft.figure.end <= mention.start else max(0, mention.first - 5)
    words = [token.lower for token in sentence.tokens[first : mention.first]]
    return any(word in COMPARING for word in words) or "over" in words[:-1]


def _named_period(mention: Mention, draft: Draft, reading: Reading, previous: Statistic | None) -> str:
    """The period's name: a year that is only set against a quarter is that quarter of the year."""
    told = previous.period if previous else None
    label = period_label(mention.value.expr, reading.article.published) or told or mention.text
    part = re.fullmatch(r"((?:first|second|third|fourth) .+ of )\d{4}", told or "")
    if part and re.fullmatch(r"\d{4}", label) and YEAR_BEFORE.search(mention.text):
        set_against = draft.rule in BEFORE or mention.text.endswith(("ago", "earlier"))
        return part[1] + label if set_against else label
    return label


def _source(sentence: Sentence) -> tuple[int, int] | None:
    """Who counted, as offsets in the sentence."""
    for found in SOURCE.finditer(sentence.text):
        for group in "abcd":
            if found[group] and found[group].lower() not in NO_SOURCE:
                start, end = found.span(group)
                if found[group].endswith(".") and not re.search(r"\b(?:Inc|Ltd|Corp|Co)\.$|\.\w\.$", found[group]):
                    end -= 1
                return start, end
    return None
