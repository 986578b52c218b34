"""Which sum, stage, share and date of a sentence belong to a trigger."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.assemble.control import CONTROL
from extractor.assemble.grammar import Grammar
from extractor.assemble.report import Report
from extractor.assemble.words import NOT_ROUNDS
from extractor.records import Hit, Mention
from extractor.rulebook import Rulebook, TriggerRule

MAJORITY = re.compile(
    r"\b(?:majority|controlling|control of|100 ?(?:%|percent|per cent)|remaining|outstanding|all of)\b", re.I
)
MINORITY = re.compile(r"\bminority\b", re.I)


def is_company_worth(mention: Mention) -> bool:
    """A sum that can be the worth of a whole company, and not of a share of it."""
    money = mention.value.money
    return money.value is None or money.value >= 500_000


def _is_price(mention: Mention) -> bool:
    """A sum too small for any deal: the price of a share, a ticket, a token."""
    money = mention.value.money
    value = money.value if money.value is not None else money.high
    return value is not None and value < 1000


class FigureReader:
    """Gives each report the figures that belong to it."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook

    def read(
        self,
        grammar: Grammar,
        hit: Hit,
        rule: TriggerRule,
        heads: Sequence[int],
        roles: dict[int, tuple[str, str]],
        report: Report,
    ) -> None:
        """Fill in the report's sum, valuation, share, stage and date.

        ``heads`` are the heads of all triggers in the sentence; ``roles`` what cues say of its sums and percentages, by
        their first token.
        """
        self._money(grammar, hit, rule, heads, roles, report)
        self._stake(grammar, hit, roles, report)
        self._stage(grammar, hit, report)
        dates = grammar.sentence.of_kind("date")
        report.date = min(dates, key=lambda m: (abs(m.first - hit.head), m.first)) if dates else None

    def _strangers(self, grammar: Grammar, rule: TriggerRule) -> list[int]:
        """Heads of triggers of another family: a sum behind "secures" is no price of "acquires"."""
        control = rule.deal in CONTROL
        return [
            hit.head
            for hit in grammar.sentence.hits
            if (other := self._rulebook.triggers.get(hit.rule)) is not None
            and other.id not in ("receive-money", "pay-for", "deal-worth")
            and (other.deal in CONTROL) != control
            and hit.head != hit.last
        ]

    def _money(
        self,
        grammar: Grammar,
        hit: Hit,
        rule: TriggerRule,
        heads: Sequence[int],
        roles: dict[int, tuple[str, str]],
        report: Report,
    ) -> None:
        best: tuple[float, int, Mention, str] | None = None
        active = rule.verb and not grammar.is_passive(hit.head)
        owners = self._owners(grammar)
        for mention in grammar.sentence.of_kind("money"):
            role = roles.get(mention.first, ("amount", ""))[0]
            if role.startswith("valuation"):
                if report.valuation is None and not mention.value.per and is_company_worth(mention):
                    report.valuation = mention
                    report.basis = role.partition("_")[2] or None
                continue
            owner = owners.get(mention.first)
            inside = hit.first <= mention.first < hit.last
            if owner is not None and owner != hit.head and not rule.verb and not inside:
                continue  # the sum of another round in the sentence
            if (role == "other_money" and not inside) or mention.value.per or _is_price(mention):
                continue
            if role != "total" and mention.first > hit.head:
                report.sums.append(mention)
            right = mention.first >= hit.last or inside
            distance = 0 if inside else (mention.first - hit.last if right else (hit.first - mention.last) * 1.5 + 2)
            crossed = sum(
                1
                for h in heads
                if grammar.is_verb(h)
                and h != hit.head
                and min(hit.head, mention.first) < h < max(hit.head, mention.first)
            )
            low, high = sorted((hit.head, mention.first))
            crossed += 2 * any(low < h < high for h in self._strangers(grammar, rule))
            crossed += 3 * any(token.text == ";" for token in grammar.tokens[low:high])
            score = distance + 12 * crossed + (15 if active and not right else 0)
            if best is None or (score, mention.first) < (best[0], best[1]):
                best = (score, mention.first, mention, role)
        if best is None or best[0] >= 40:
            return
        if best[3] == "total":
            report.void = report.void or rule.deal in ("funding", "fund")  # only what was raised so far is told
        else:
            report.amount = best[2]

    def _owners(self, grammar: Grammar) -> dict[int, int]:
        """First token of each sum that stands inside a noun trigger -> that trigger's head."""
        found: dict[int, int] = {}
        for hit in grammar.sentence.hits:
            rule = self._rulebook.triggers.get(hit.rule)
            if rule is not None and not rule.verb:
                for mention in grammar.sentence.of_kind("money"):
                    if hit.first <= mention.first < hit.last:
                        found.setdefault(mention.first, hit.head)
        return found

    @staticmethod
    def _stage(grammar: Grammar, hit: Hit, report: Report) -> None:
        stages = grammar.sentence.of_kind("stage")
        if not stages:
            return
        tokens = grammar.tokens
        if grammar.name_at[hit.head] and hit.last - hit.first > 1:
            stages = [m for m in stages if hit.first <= m.first < hit.last]
        weak = [m for m in stages if m.last < len(tokens) and tokens[m.last].lower in NOT_ROUNDS]
        weak = [m for m in weak if m.value.strength != "explicit"]
        if report.minority and any(m.value.stage == "private_equity" for m in weak):
            report.stage = next(m for m in weak if m.value.stage == "private_equity")
            return
        stages = [m for m in stages if m not in weak]
        if not stages:
            return
        strong = [m for m in stages if m.value.strength == "explicit"] or stages
        report.stage = min(strong, key=lambda m: (abs(m.first - hit.head) + (4 if m.first < hit.head else 0), m.first))

    @staticmethod
    def _stake(grammar: Grammar, hit: Hit, roles: dict[int, tuple[str, str]], report: Report) -> None:
        near = grammar.tokens[max(0, hit.head - 8) : hit.last + 12]
        words = " ".join(token.lower for token in near)
        report.majority = bool(MAJORITY.search(words))
        report.minority = bool(MINORITY.search(words))
        if report.kind not in ("acquisition", "stake"):
            return
        for mention in grammar.sentence.of_kind("percent"):
            if roles.get(mention.first, ("", ""))[0] == "stake" and abs(mention.first - hit.head) < 16:
                report.stake = mention
                return
