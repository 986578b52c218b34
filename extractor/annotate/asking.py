"""Which sentences must be parsed: those in which a rule matches that has to know how the words stand to each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extractor.annotate.counting import Counting
from extractor.annotate.marking import Glance
from extractor.annotate.planning import ANY_FIGURE, WORTHS, Plan
from extractor.records import Hit
from extractor.rulebook import Pattern, Rulebook, compile_pattern


@dataclass(frozen=True)
class Asked:
    """Which sentences of an article must be parsed."""

    plans: list[Plan]
    """Those that must be in any case."""
    opening: list[int] = field(default_factory=list)
    """Numbers of those that may tell a statistic by themselves."""
    going_on: list[Plan] = field(default_factory=list)
    """Those that may tell a statistic only where one of the opening ones does."""


class Asker:
    """Knows which rules make or add to a record."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._figures = Counting(rulebook)
        self._counting = set(rulebook.statistics)
        self._telling = {
            *rulebook.triggers,
            *rulebook.facets,
            *(rule.id for rule in rulebook.cues.values() if rule.cue.startswith(WORTHS)),
        }
        self.rules = frozenset(self._counting | self._telling)
        """Those that may ask for a parse."""
        self._needs: dict[str, tuple[int, list[Pattern]]] = {
            rule.id: (rule.reach, [compile_pattern(source) for source in rule.needs])
            for rule in rulebook.triggers.values()
            if rule.needs
        }

    def asking(self, plans: Sequence[Plan], *seen: Mapping[int, Glance]) -> Asked:
        """Of sentences that were looked at in one or several ways, those to be parsed; headlines always are."""
        asked = Asked([])
        counting = -9
        for plan in plans:
            ways = [glances[plan.number] for glances in seen if plan.number in glances]
            title = plan.where == "title"
            # A statistic may go on in the next sentence: "It trails Moss, with 35 percent, and Finch, with 17 percent."
            counted = plan.counts and not title and any(map(_has_figure, ways))
            goes_on = counted and (counting == plan.number - 1 or any(map(self._counts, ways)))
            counting = plan.number if goes_on else counting
            opens = plan.counts and any(map(self._figures.opens, ways))
            if title or (goes_on and opens) or (plan.tells and any(map(self._tells, ways))):
                asked.plans.append(plan)
                if opens:
                    asked.opening.append(plan.number)
            elif goes_on:
                asked.going_on.append(plan)
        return asked

    def _counts(self, glance: Glance) -> bool:
        return any(hit.rule in self._counting for hit in glance.hits)

    def _tells(self, glance: Glance) -> bool:
        return any(hit.rule in self._telling and self._is_met(glance, hit) for hit in glance.hits)

    def _is_met(self, glance: Glance, hit: Hit) -> bool:
        """Does what the rule needs stand near, on whichever side?"""
        if hit.rule not in self._needs:
            return True
        reach, needs = self._needs[hit.rule]
        near = range(max(0, hit.head - reach), min(len(glance.tokens), hit.head + reach + 1))
        return any(need.match(glance.tokens, at, glance.mention_at) for at in near for need in needs)


def _has_figure(glance: Glance) -> bool:
    """Does a number stand in it that is no date, no stage and no part of a name?"""
    at = 0
    while at < len(glance.tokens):
        mention = glance.mention_at[at]
        if mention is None:
            if ANY_FIGURE.search(glance.tokens[at].text):
                return True
            at += 1
        elif mention[0] in ("money", "percent"):
            return True
        else:
            at = max(at + 1, mention[1])
    return False
