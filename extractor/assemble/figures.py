"""Which sum, stage, share and date of a sentence belong to a trigger."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.assemble.asides import apart, has_asides
from extractor.assemble.control import CONTROL
from extractor.assemble.grammar import Grammar
from extractor.assemble.report import SELLING, Report
from extractor.assemble.words import NOT_ROUNDS, SAYING
from extractor.normalize.names import is_alias
from extractor.records import Hit, Mention
from extractor.rulebook import Rulebook, TriggerRule

MAJORITY = re.compile(
    r"\b(?:majority|controlling|(?<!seek )(?<!seeking )control of|100 ?(?:%|percent|per cent)|remaining|"
    r"outstanding|all of)\b",
    re.I,
)
CONTROLLING = re.compile(r"\b(?:majority|controlling|(?<!seek )(?<!seeking )control of|remaining)\b", re.I)
"""The same where the share bought is known to be half or less."""
CHANGING = frozenset(
    """
    raise raised raises raising increase increased increases increasing boost boosted boosts boosting lift lifted
    lifts lifting hike hiked up upped bring brought take took taken taking build built cut cuts cutting reduce
    reduced reduces reducing trim trimmed trims lower lowered lowers
    """.split()
)
"""Verbs of a stake that grows or shrinks from one share to another."""
MINORITY = re.compile(r"\bminority\b", re.I)


DEALS = frozenset({"takeover", "buyout", "acquisition", "purchase", "merger", "sale"})
"""Nouns whose sum is their own."""
FURTHER = frozenset({"and", "plus", "well", "also", "along", "alongside", ";"})
"""Words that add a sum to another."""

WORTHS = ("valuation", "market_value")
"""Roles of sums that are a company's worth."""


def is_company_worth(mention: Mention) -> bool:
    """A sum that can be the worth of a whole company, and not of a share of it."""
    money = mention.value.money
    return not mention.value.per and (money.value is None or money.value >= 500_000)


def _is_first_close(grammar: Grammar) -> bool:
    """Does the sentence tell of the first closing of a fund, which brings in less than the whole?"""
    tokens = grammar.tokens
    return any(
        token.lower in ("close", "closing") and tokens[token.i - 1].lower in ("first", "initial", "interim", "second")
        for token in tokens[1:]
    )


def _is_fund_size(grammar: Grammar, mention: Mention) -> bool:
    """ "The first close of its $75 million fund at $40 million", "against a target of $75 million": the whole fund."""
    tokens = grammar.tokens
    after = [token.lower for token in tokens[mention.last : mention.last + 4]]
    before = {token.lower for token in tokens[max(0, mention.first - 4) : mention.first]}
    sized = next((i for i, word in enumerate(after) if word in ("fund", "vehicle", "corpus")), None)
    return bool(before & {"target", "targeted", "targeting", "corpus", "goal", "cap"}) or (
        sized is not None and not set(after[:sized]) & {"for", "in", "of", "into", "at", "against", ","}
    )


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
        self._stage(grammar, hit, heads, report)
        dates = [m for m in grammar.sentence.of_kind("date") if not _is_no_day(grammar, m)]
        if dates and rule.verb and has_asides(grammar):
            dates = [m for m in dates if not apart(grammar, hit.head, m.first)]
        own = [m for m in dates if _is_dated(grammar, m, hit)]
        report.date = min(own or dates, key=lambda m: (abs(m.first - hit.head), m.first), default=None)
        report.dated = bool(own)

    def _strangers(self, grammar: Grammar, rule: TriggerRule, heads: Sequence[int]) -> list[int]:
        """Heads of triggers of another family: a sum behind "secures" is no price of "acquires"."""
        control = rule.deal in CONTROL
        return [
            hit.head
            for hit in grammar.sentence.hits
            if (other := self._rulebook.triggers.get(hit.rule)) is not None
            and other.id not in ("receive-money", "pay-for", "deal-worth")
            and (other.deal in CONTROL) != control
            and hit.head in heads
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
        strangers = self._strangers(grammar, rule, heads)
        closed = rule.deal == "fund" and _is_first_close(grammar)
        asides = has_asides(grammar)
        for mention in grammar.sentence.of_kind("money"):
            role = roles.get(mention.first, ("amount", ""))[0]
            if role.startswith(WORTHS) or role == "past_valuation":
                continue  # the worth of a company, which the drafter gives to its deal
            if closed and _is_fund_size(grammar, mention):
                continue
            if rule.verb and asides and apart(grammar, hit.head, mention.first):
                continue  # "Kestrel, which paid $4 million for Tally in 2011, is selling it to Finch for $9 million"
            owner = owners.get(mention.first)
            inside = hit.first <= mention.first < hit.last
            if active and mention.first < hit.head and not inside and _is_price_of_noun(grammar, mention, hit, heads):
                continue  # "its $2 billion takeover of Oatcake came nearer as it agreed to sell its mill"
            if rule.deal in CONTROL and not inside and _is_price_of_other(grammar, mention, hit):
                continue  # "has bought Wheels, adding to what began with the $775 million purchase of Kivo"
            if owner is not None and owner != hit.head and not rule.verb and not inside:
                continue  # the sum of another round in the sentence
            if (role == "other_money" and not inside) or mention.value.per or _is_price(mention):
                continue
            if role != "total" and mention.first > hit.head:
                report.sums.append(mention)
            right = mention.first >= hit.last or inside
            if active and not right and any(h < mention.first for h in strangers):
                continue  # "sold its stake for $7 billion, as it raises cash"
            distance = 0 if inside else (mention.first - hit.last if right else (hit.first - mention.last) * 1.5 + 2)
            low, high = sorted((hit.head, mention.first))
            crossed = sum(low < h < high and grammar.is_verb(h) for h in heads)
            crossed += 3 * any(low < h < high for h in strangers)
            crossed += 3 * any(token.text == ";" for token in grammar.tokens[low:high])
            crossed += 3 * (rule.deal in CONTROL and self._priced_elsewhere(grammar, mention, hit, heads))
            left = active and not right
            # "Agreed to sell its stake for $4 million, which it got when it took over Oatcake": another trigger's sum.
            score = distance + 12 * crossed + 15 * left + 15 * (left and any(h < mention.first for h in heads))
            if best is None or (score, mention.first) < (best[0], best[1]):
                best = (score, mention.first, mention, role)
        if best is None or best[0] >= 40:
            return
        if best[3] == "total":
            # Only what was raised so far is told, unless a round is named: "the Series B brings the total to $58m".
            named = any(
                hit.first <= stage.first < hit.last and stage.value.strength == "explicit"
                for stage in grammar.sentence.of_kind("stage")
            )
            report.void = report.void or (rule.deal in ("funding", "fund") and not (named and not rule.verb))
        else:
            report.amount = best[2]

    def _priced_elsewhere(self, grammar: Grammar, money: Mention, hit: Hit, heads: Sequence[int]) -> bool:
        """ "Whose deal to acquire A for $4 billion made it a favourite to win B": is another purchase's the sum?"""
        above = next((i for i in grammar.ancestors(money.last - 1) if i in heads), hit.head)
        if above == hit.head or hit.first <= money.first < hit.last or not grammar.is_verb(above):
            return False
        if above in grammar.ancestors(hit.head) or hit.head in grammar.ancestors(above):
            return False
        rules = [self._rulebook.triggers.get(other.rule) for other in grammar.sentence.hits if other.head == above]
        return any(rule is not None and rule.deal in CONTROL for rule in rules)

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
    def _stage(grammar: Grammar, hit: Hit, heads: Sequence[int], report: Report) -> None:
        stages = [m for m in grammar.sentence.of_kind("stage") if not _of_another(grammar, hit, heads, m)]
        stages = [m for m in stages if hit.first <= m.first < hit.last or not _is_before(grammar, m)]
        if not stages:
            return
        tokens = grammar.tokens
        if grammar.name_at[hit.head] and hit.last - hit.first > 1:
            stages = [m for m in stages if hit.first <= m.first < _bracket_end(grammar, hit)]
        if report.amount is not None:
            # "$2.8 million in funding, as well as a $600,000 grant": the grant is the other sum.
            stages = [m for m in stages if not _another_sum(grammar, report.amount, m)]
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
        report.minority = bool(MINORITY.search(words))
        if report.kind in ("acquisition", "stake", "funding"):
            report.stake = _share_bought(grammar, hit, roles, report)
        share = report.stake.value.value if report.stake is not None else None
        # "9.8 percent of the outstanding shares" are no majority.
        control = CONTROLLING if share is not None and share <= 50 else MAJORITY
        if report.rule == "stake-sale" and (share is None or share <= 50):
            words = re.sub(r"\b(?:its|his|her|their) remaining\b", "", words)  # the last of what a seller holds
        report.majority = bool(control.search(words))


def _is_price_of_noun(grammar: Grammar, money: Mention, hit: Hit, heads: Sequence[int]) -> bool:
    """Does the sum stand right before a noun that tells another deal: "a $2 billion takeover"?"""
    for token in grammar.tokens[money.last : money.last + 4]:
        if token.i in heads and token.i != hit.head and not grammar.is_verb(token.i):
            return token.lower in DEALS
        if token.tag not in ("JJ", "NN", "HYPH", "VBN") or token.i >= hit.head:
            return False
    return False


PRICED = frozenset("price prices shares stock".split())
DAILY = frozenset("close closing session trading press newspaper newspapers papers edition editions paper".split())
"""What a day has: the day before it dates no deal."""


def _is_no_day(grammar: Grammar, date: Mention) -> bool:
    """Is it no date of a deal: the day of a price, a span, a time since when?"""
    return _is_close(grammar, date) or _is_span(grammar, date) or _is_since(grammar, date)


def _is_since(grammar: Grammar, date: Mention) -> bool:
    """ "Which it has owned since 1998": since when something has been so, and no day of a deal."""
    before = [token.lower for token in grammar.tokens[max(0, date.first - 2) : date.first]]
    return before[-1:] == ["since"] or (before[:1] == ["since"] and before[-1] in ("early", "late", "about", "around"))


def _is_price_of_other(grammar: Grammar, money: Mention, hit: Hit) -> bool:
    """Does the sum, behind the trigger, stand before a noun with a company of its own: "its $4m purchase of Kivo"?"""
    noun = money.last
    if money.first < hit.last or noun + 2 >= len(grammar.tokens) or noun in (hit.head, hit.first):
        return False
    of, named = grammar.tokens[noun + 1], grammar.name_at[noun + 2]
    if grammar.tokens[noun].lower not in DEALS or of.lower != "of" or named is None:
        return False
    around = {token.lower for token in grammar.tokens[hit.first : money.first]}
    before = {name.text for name in grammar.name_at[: hit.first] if name is not None}
    return named.text not in before and bool(around & {"with", "after", "following", "since", ","})


def _is_close(grammar: Grammar, date: Mention) -> bool:
    """ "Friday's close", "a premium to its close on Friday", "shares closed at $9 on Friday": the day of a price."""
    tokens = grammar.tokens
    if any(token.lower in DAILY for token in tokens[date.last : date.last + 2]):
        return True
    if any(token.lower in PRICED for token in tokens[max(0, date.first - 2) : date.first]):
        return True  # "the closing price yesterday", "the rise in its shares yesterday"
    near = [token.lower for token in tokens[max(0, date.first - 8) : date.first]]
    shares = {"share", "shares", "stock", "premium", "price"}.intersection(
        token.lower for token in tokens[max(0, date.first - 16) : date.first]
    )
    return bool(shares) and bool({"close", "closed", "closing"}.intersection(near) or "price" in near[-3:])


SPANS = frozenset({"until", "till", "through", "between", "by", "expiring", "expires", "expire", "maturing", "due"})
"""Words before a day that something lasts to, or is due on."""


def _is_span(grammar: Grammar, date: Mention) -> bool:
    """ "Between April 9 and June 1", "extended until August 28", "by March 31": no day on which the deal was made."""
    tokens = grammar.tokens
    behind = tokens[date.last : date.last + 2]
    if len(behind) == 2 and behind[0].text in ("-", "–") and behind[1].tag == "CD":
        return True  # "open market trades Feb 12-20"
    at = date.first - 1
    while at > 0 and tokens[at].tag in ("NN", "NNP", "CD", "RB") and at > date.first - 4:
        at -= 1  # "until midnight EDT August 28"
    if at < 0:
        return False
    if tokens[at].lower in ("and", "to") and at > 0 and grammar.mention_at["date"][at - 1] is not None:
        earlier = grammar.mention_at["date"][at - 1]
        return earlier is not None and _is_span(grammar, earlier)
    return tokens[at].lower in SPANS


def _is_before(grammar: Grammar, stage: Mention) -> bool:
    """ "Wins a grant weeks after its Series A", "since the $9m seed round": the stage of an earlier round."""
    for i in range(stage.first - 1, max(-1, stage.first - 9), -1):
        token = grammar.tokens[i]
        if token.lower in ("after", "since", "following"):
            return True
        inside = grammar.mention_at["money"][i] is not None or grammar.name_at[i] is not None
        if not (inside or token.tag in ("DT", "PRP$", "JJ", "POS", "CD", "VBG", "NN", "HYPH")):
            return False
    return False


def _of_another(grammar: Grammar, hit: Hit, heads: Sequence[int], stage: Mention) -> bool:
    """ "Oatcake raised $3m, while Tally secured a Series B": does the stage stand with the verb of another subject?"""
    verbs = [h for h in heads if grammar.is_verb(h)]
    if stage.first > hit.head:
        between = (h for h in verbs if hit.head < h < stage.first)
        return any(subject > hit.head for h in between for subject in _own_subjects(grammar, h))
    own = hit.head if grammar.is_verb(hit.head) else grammar.governor(hit.head)
    subjects = _own_subjects(grammar, own) if own is not None else []
    return bool(subjects) and stage.last <= min(subjects) and any(h < stage.first for h in verbs)


def _own_subjects(grammar: Grammar, verb: int) -> list[int]:
    """The subjects of a verb that are no relative pronouns."""
    return [i for i in grammar.kids(verb, "nsubj") if grammar.tokens[i].tag not in ("WDT", "WP")]


def _another_sum(grammar: Grammar, amount: Mention, stage: Mention) -> bool:
    """Is the stage that of a further sum: "raised $5 million, and a $600,000 grant"?"""
    tokens = grammar.tokens
    for i in range(stage.first - 1, max(-1, stage.first - 4), -1):
        found = grammar.mention_at["money"][i]
        if found is not None:
            between = (token.lower for token in tokens[amount.last : found.first])
            return amount.last < found.first and any(word in FURTHER for word in between)
        if tokens[i].text == "," or tokens[i].lower in ("and", "from", "by"):
            return False
    return False


def _bracket_end(grammar: Grammar, hit: Hit) -> int:
    """Where the bracket ends that a hit leaves open: "Tally ($5m, Series A, led by Finch): ..."; else the hit's end."""
    words = [token.text for token in grammar.tokens[hit.first :]]
    if "(" not in words[: hit.last - hit.first] or ")" in words[: hit.last - hit.first]:
        return hit.last
    return hit.first + next((i for i, word in enumerate(words) if ")" in word), hit.last - hit.first)


def _is_dated(grammar: Grammar, date: Mention, hit: Hit) -> bool:
    """Does the date hang on the trigger, on the verb that governs it, or on the verb that reports it?"""
    inside = range(date.first, date.last)
    root = next((i for i in inside if grammar.tokens[i].head not in inside), date.first)
    governor = hit.head if grammar.is_verb(hit.head) else grammar.governor(hit.head)
    above = set(grammar.ancestors(hit.head))
    for i in grammar.ancestors(root):
        if i in (hit.head, governor):
            return True
        if grammar.is_verb(i):
            return i in above and grammar.tokens[i].lower in SAYING
    return False


def _share_bought(grammar: Grammar, hit: Hit, roles: dict[int, tuple[str, str]], report: Report) -> Mention | None:
    """The share of the company that the report's deal moves: the difference where it is told from what to what."""
    percents = [m for m in grammar.sentence.of_kind("percent") if abs(m.first - hit.head) < 20]
    if report.kind != "funding" and grammar.tokens[hit.head].lower in CHANGING:
        moved = _difference(grammar, percents)
        if moved is not None:
            return moved
    for mention in percents:
        role = roles.get(mention.first, ("", ""))[0]
        before = grammar.tokens[max(0, mention.first - 3) : mention.first]
        if report.rule in SELLING and any(token.lower == "for" for token in before):
            continue  # "sells its unit to Tallyho for a 5 percent stake in Tallyho"
        if role == "stake_given":
            return mention
        near = role == "stake" and report.kind != "funding" and abs(mention.first - hit.head) < 16
        if near and _is_shared(grammar, mention, report):
            return mention
    return None


def _difference(grammar: Grammar, percents: Sequence[Mention]) -> Mention | None:
    """ "Raised its stake to 9.8 pct from 7.1 pct" buys 2.7 percent."""
    before = {m.first: grammar.tokens[m.first - 1].lower for m in percents if m.first}
    ends = [m for m in percents if before.get(m.first) == "to"]
    starts = [m for m in percents if before.get(m.first) == "from"]
    if len(ends) != 1 or len(starts) != 1:
        return None
    one, other = sorted((starts[0], ends[0]), key=lambda m: m.start)
    if one.value.value is None or other.value.value is None:
        return None
    moved = abs(one.value.value - other.value.value)
    base = grammar.sentence.start
    text = grammar.sentence.text[one.start - base : other.end - base]
    return replace(one, last=other.last, end=other.end, text=text, value=replace(one.value, value=moved))


def _is_shared(grammar: Grammar, percent: Mention, report: Report) -> bool:
    """May the report's company be the one behind "a 12 percent stake in" or "12 percent of"?"""
    named = [ref for ref in report.companies if ref.kind == "name"]
    tokens = grammar.tokens
    at = next((t.i for t in tokens[percent.last : percent.last + 6] if t.lower in ("of", "in")), None)
    if not named or at is None:
        return True
    names = {name.first: name for i in range(at + 1, min(len(tokens), at + 9)) if (name := grammar.name_at[i])}
    if any(ref.start == name.start or _one_name(ref.text, name.text) for ref in named for name in names.values()):
        return True
    return all(name.sort == "place" for name in names.values())


def _one_name(one: str, other: str) -> bool:
    """May the one be a form of the other's name?"""
    return is_alias(one, other) or is_alias(other, one)
