"""Counts of deals, funds and companies, and multiples of what was before."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from extractor.assemble.statistics.figures import Figure, lead
from extractor.assemble.statistics.nouns import NOUNS, WHOLE, Phrase
from extractor.assemble.statistics.view import ABOUT, Draft, Mark, View

DEFINITE = frozenset([
    "the", "top", "these", "those", "other", "our", "its", "first", "last", "next", "all", "largest", "biggest",
    "his", "their",
])  # fmt: skip
"""Before a count: not how many there were, but which of them."""


def read_multiples(view: View) -> list[Draft]:
    """Every "doubled" and "three times the" about something that a statistic may be about."""
    found = []
    for head in sorted(view.marks):
        for mark in view.marks[head]:
            if mark.tells != "times":
                continue
            draft = _multiple(view, mark)
            if draft is not None:
                found.append(draft)
    return found


def _multiple(view: View, mark: Mark) -> Draft | None:
    first, last = view.tokens[mark.hit.first], view.tokens[mark.hit.last - 1]
    figure = Figure(
        "number", mark.hit.first, mark.hit.last, first.start, last.end, Decimal(mark.rule.factor or 0), "multiple"
    )
    verb = view.grammar.is_verb(mark.hit.head) and view.tokens[mark.hit.head].tag != "VB"
    if verb and not view.grammar.kids(mark.hit.head, "dobj"):
        subject = view.phrases.subject(mark.hit.head)
        if subject is not None and subject.kind in ABOUT and not subject.owned and not subject.bare:
            return view.draft("growth", figure, mark.rule.id, subject)
        return None
    before = [d for d in view.drafts if d.figure.last <= mark.hit.first]
    if before and view.tokens[mark.hit.first - 1].text in (",", "-", "--"):
        return view.draft("growth", figure, mark.rule.id, before[-1].subject, noun=before[-1].noun)
    return None


def read_number(view: View, figure: Figure) -> Draft | None:
    """A plain number in a change: "the number of deals fell to 961 from 1,011"."""
    follow = view.tokens[figure.last] if figure.last < len(view.tokens) else None
    if follow is not None and (follow.tag in NOUNS or follow.tag.startswith("JJ")):
        return None
    at = lead(view.sentence, figure)
    if at < 0:
        return None
    if view.mark_at(at, ("before",), inside=True):
        return _earlier_count(view, figure)
    counting = any(
        view.tokens[i].lower == "number" and view.tokens[i + 1].lower == "of" for i in range(len(view.tokens) - 1)
    )
    if view.tokens[at].lower in ("to", "at") and counting:
        mark = view.mark_left(at, ("up", "down"))
        if mark is not None:
            return view.levelled(figure, mark)
    return None


def _earlier_count(view: View, figure: Figure) -> Draft | None:
    if figure.value >= 10**6:
        sums = [d for d in view.drafts if d.figure.kind == "money" and d.metric == "total"]
        if sums:
            last = sums[-1]
            return Draft(
                "total", figure.value, last.unit, figure, view.sentence, "before", last.subject, None, last.noun
            )
        return None
    counts = [d for d in view.drafts if d.metric == "count"]
    return view.same(counts[-1], figure, "before") if counts else None


def read_count(view: View, figure: Figure, told: bool) -> Draft | None:
    """ "38 funds", "41 disclosed deals", "ten new funds were raised"."""
    noun = _counted(view, figure)
    if noun is None or noun.owned or figure.value < 3:
        return None
    before = [token.lower for token in view.tokens[max(0, figure.first - 4) : figure.first]]
    if before[-1:] and (before[-1] in DEFINITE or (before[-1] == "and" and "between" in before)):
        return None
    governor = view.grammar.governor(noun.head)
    subject = view.phrases.subject(governor) if governor is not None else None
    if subject is not None and subject.head != noun.head:
        if view.has_company(subject) and not view.reports(governor):
            return None
        if view.tokens[subject.head].lower in ("we", "it", "he", "she", "i", "company", "firm"):
            return None
    period = subject is not None and view.grammar.mention_at["date"][subject.head] is not None
    known = view.dated() or _moves(view, noun) or view.sourced()
    if view.held(noun):
        return None
    beside = told or (view.told_near() and known) or (period and view.contextual(noun))
    if not beside and not (view.contextual(noun) and view.sourced()):
        return None
    done = view.tokens[noun.head].dep == "dobj"
    group = done and subject is not None and subject.kind == "group" and subject.head != noun.head
    if noun.bare and subject is not None and group and not subject.bare and not subject.owned:
        return view.draft("count", figure, "count", subject, of=noun)
    if noun.bare:
        if not (view.memory.topic or view.drafts or noun.noun.lower() in WHOLE):
            return None
        return view.draft("count", figure, "count", None, noun=noun)
    return view.draft("count", figure, "count", noun)


def _counted(view: View, figure: Figure) -> Phrase | None:
    at = figure.last
    last = None
    if at + 1 < len(view.tokens) and view.tokens[at].lower == "of" and view.tokens[at + 1].tag in ("DT", "PRP$"):
        # "only 10 of the world's 80 sovereign funds have"
        for i in range(at + 1, min(len(view.tokens), at + 12)):
            token = view.tokens[i]
            if token.lower in ("top", "largest", "biggest"):
                return None
            if token.tag == "NNS" and token.lower in view.words.counted:
                whole = view.phrases.at(i)
                return whole if view.contextual(whole) else None
            if token.tag in ("VBD", "VBZ", "VBP", "MD", ","):
                break
        return None
    while at < len(view.tokens) and at < figure.last + 7:
        token = view.tokens[at]
        if token.tag in NOUNS:
            last = at
        elif token.tag not in ("JJ", "JJR", "JJS", "VBN", "VBG", "HYPH", "POS", "RB") or (
            last is not None and token.tag in ("VBN", "VBG", "RB") and view.tokens[at - 1].tag != "HYPH"
        ):
            break
        at += 1
    if last is None or view.tokens[last].lower not in view.words.counted:
        return None
    phrase = view.phrases.at(last)
    if phrase.first < figure.last and phrase.head >= figure.last:
        phrase = replace(phrase, first=min(max(phrase.first, figure.last), phrase.head))
    return phrase if phrase.kind in ("activity", "group") else None


def _moves(view: View, noun: Phrase) -> bool:
    """Is the counted thing raised, closed or priced here?"""
    governor = view.grammar.governor(noun.head)
    return governor is not None and view.mark_at(governor, ("takes", "gives")) is not None
