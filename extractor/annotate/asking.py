"""Which sentences must be parsed: those in which a rule matches that has to know how the words stand to each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from extractor.annotate.marking import mention_starts
from extractor.annotate.planning import ANY_FIGURE, WORTHS, Plan
from extractor.records import Hit, Sentence
from extractor.rulebook import Pattern, Rulebook, compile_pattern


class Asker:
    """Knows which rules make or add to a record."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._counting = set(rulebook.statistics)
        self._telling = {
            *rulebook.triggers,
            *rulebook.facets,
            *(rule.id for rule in rulebook.cues.values() if rule.cue.startswith(WORTHS)),
        }
        self._needs: dict[str, tuple[int, list[Pattern]]] = {
            rule.id: (rule.reach, [compile_pattern(source) for source in rule.needs])
            for rule in rulebook.triggers.values()
            if rule.needs
        }

    def asking(self, plans: Iterable[Plan], *read: Mapping[int, Sentence]) -> Iterator[Plan]:
        """The sentences to be parsed, of those that were read once or in several ways."""
        counting = -9
        for plan in plans:
            ways = [done[plan.number] for done in read if plan.number in done]
            # A statistic may go on in the next sentence: "It trails Moss, with 35 percent, and Finch, with 17 percent."
            counted = plan.counts and any(map(_has_figure, ways))
            goes_on = counted and (counting == plan.number - 1 or any(map(self._counts, ways)))
            counting = plan.number if goes_on else counting
            if goes_on or plan.where == "title" or (plan.tells and any(map(self._tells, ways))):
                yield plan

    def _counts(self, sentence: Sentence) -> bool:
        return any(hit.rule in self._counting for hit in sentence.hits)

    def _tells(self, sentence: Sentence) -> bool:
        return any(hit.rule in self._telling and self._is_met(sentence, hit) for hit in sentence.hits)

    def _is_met(self, sentence: Sentence, hit: Hit) -> bool:
        """Does what the rule needs stand near, on whichever side?"""
        if hit.rule not in self._needs:
            return True
        reach, needs = self._needs[hit.rule]
        mention_at, _ = mention_starts(sentence.tokens, sentence.mentions)
        near = range(max(0, hit.head - reach), min(len(sentence.tokens), hit.head + reach + 1))
        return any(need.match(sentence.tokens, at, mention_at) for at in near for need in needs)


def _has_figure(sentence: Sentence) -> bool:
    """Does a number stand in it that is no date, no stage and no part of a name?"""
    if any(mention.kind in ("money", "percent") for mention in sentence.mentions):
        return True
    taken = {i for mention in sentence.mentions for i in range(mention.first, mention.last)}
    return any(token.i not in taken and ANY_FIGURE.search(token.text) for token in sentence.tokens)
