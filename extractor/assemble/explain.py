"""Why a sentence that looks like a deal gave none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.records import Deal, Reading, Sentence, Statistic
from extractor.rulebook import Rulebook

_CUES: dict[str, str] = {
    "valuation": "a company's value",
    "valuation_pre": "a company's value",
    "valuation_post": "a company's value",
    "total": "a total over time",
    "fund_size": "the size of a fund",
    "other_money": "other money than a deal's",
    "no_deal": "no deal",
    "negated": "not so",
    "hypothetical": "not real yet",
    "background": "an earlier deal",
}
"""Cues that speak against a deal of the day, in words."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A sentence with money or words that may announce a deal, from which no deal and no statistic took anything."""

    sentence: Sentence
    reason: str


def explain(
    reading: Reading, rulebook: Rulebook, deals: Iterable[Deal], statistics: Iterable[Statistic] = ()
) -> list[Explanation]:
    """The sentences that gave nothing, in order, each with the reason."""
    evidence = [one.evidence for one in deals] + [one.evidence for one in statistics]
    used = {(one.where, one.start) for part in evidence for one in part}
    return [
        Explanation(sentence, reason)
        for sentence in reading.sentences
        if not any(where == sentence.where and sentence.start <= start < sentence.end for where, start in used)
        and (reason := _reason(sentence, rulebook))
    ]


def _reason(sentence: Sentence, rulebook: Rulebook) -> str | None:
    triggers = _told(sentence, rulebook.triggers)
    sums = [mention.text for mention in sentence.of_kind("money")]
    if not triggers and not sums:
        return None
    if sentence.boilerplate:
        return "it stands in a part that is no news: about a company, contacts, a disclaimer"
    cues = [
        f"{words!r} says {_CUES[cue]} (rule {rule})"
        for rule, words in _told(sentence, rulebook.cues)
        if (cue := rulebook.cues[rule].cue) in _CUES
    ]
    if triggers:
        named = ", ".join(f"{words!r} (rule {rule})" for rule, words in triggers)
        reason = f"{named} may announce a deal, but no company was found with it, or nothing more about the deal"
    else:
        reason = f"there is a sum ({', '.join(sums[:3])}), but no rule found words that announce a deal"
    return "; ".join([reason, *cues])


def _told(sentence: Sentence, rules: Iterable[str]) -> Sequence[tuple[str, str]]:
    """Each of ``rules`` that fired, in order, with the most words it fired on."""
    known = set(rules)
    found: dict[str, str] = {}
    for hit in sentence.hits:
        if hit.rule in known:
            first, last = sentence.tokens[hit.first], sentence.tokens[hit.last - 1]
            words = sentence.text[first.start - sentence.start : last.end - sentence.start]
            found[hit.rule] = max(found.get(hit.rule, ""), words, key=len)
    return list(found.items())
