"""What one sentence tells: each number with its metric and its subject, or nothing.

A number is read from the words beside it: the verb or noun of change on its left or right, the preposition before it,
the phrase behind it. Its subject must be an activity ("venture deals"), a group ("Nordic start-ups") or a market, never
one company; "it", "the total" and bare "deals" stand for the subject told before.
"""

from __future__ import annotations

from extractor.assemble.statistics.counts import read_count, read_multiples, read_number
from extractor.assemble.statistics.figures import Figure, read_figures
from extractor.assemble.statistics.nouns import Words
from extractor.assemble.statistics.shares import read_percent
from extractor.assemble.statistics.sums import read_sum
from extractor.assemble.statistics.view import ABOUT, Draft, Memory, View
from extractor.records import Sentence
from extractor.rulebook import Rulebook

READERS = {"money": read_sum, "percent": read_percent, "number": read_number}


class Teller:
    """Reads the statistics of sentences, one after the other."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rules = rulebook.statistics
        self._words = Words(rulebook)

    def tell(self, sentence: Sentence, memory: Memory) -> list[Draft]:
        """The statistics of a sentence, in order; ``memory`` is brought up to date."""
        if memory.last < sentence.number - 1 and self._words.subjects.isdisjoint(
            [token.lower for token in sentence.tokens]
        ):
            return []
        figures = read_figures(sentence)
        if not figures:
            return []
        drafts = _read(View(sentence, figures, self._rules, self._words, memory))
        for draft in drafts:
            memory.told.append(draft)
            memory.last = sentence.number
            if draft.metric == "share":
                memory.share = draft
            subject = draft.subject or draft.noun
            if subject is not None and not subject.bare and subject.kind in ABOUT:
                memory.topic = subject
        return drafts


def _read(view: View) -> list[Draft]:
    """Each number by its own reader; counts after the rest, since most of them count only beside another statistic.

    What is read gives a subject to what was not, so the numbers that are left get a second hearing.
    """
    for _ in range(2):
        before = len(view.drafts)
        for figure in view.figures:
            _add(view, READERS[figure.kind](view, figure) if not _is_read(view, figure) else None)
        told = bool(view.drafts)
        for figure in view.figures:
            if figure.kind == "number" and not _is_read(view, figure):
                _add(view, read_count(view, figure, told))
        for draft in read_multiples(view):
            if not _is_read(view, draft.figure):
                _add(view, draft)
        if len(view.drafts) == before:
            break
    return sorted(view.drafts, key=lambda draft: draft.figure.start)


def _is_read(view: View, figure: Figure) -> bool:
    return any(draft.figure.start == figure.start for draft in view.drafts)


def _add(view: View, draft: Draft | None) -> None:
    if draft is not None:
        view.drafts.append(draft)
        view.drafts.sort(key=lambda draft: draft.figure.start)
