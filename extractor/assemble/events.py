"""Where a trigger's words tell no event: a state, an office, a wide range of companies, nobody at all."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.assemble.grammar import Grammar
from extractor.assemble.report import Report
from extractor.records import Hit, Token
from extractor.rulebook import TriggerRule

DEFINITE = frozenset({"the", "this", "that", "its", "their", "such"})
OFFERINGS = frozenset("offer offering float flotation listing ipo debut issue sale deal placing".split())
"""Nouns of what a company offers its shares in."""
ORDINALS = frozenset("second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split())
SELLING = frozenset(
    "sell sells sold selling pulling pulled exiting exited offloaded offloading disposed divested".split()
)
"""Verbs of what a seller does."""
STAKES = frozenset({"stake", "stakes", "shareholding", "holding", "interest"})
"""Nouns of a part of a company."""
SALES = frozenset("auction disposal divestment sell-off divestiture".split())
"""Nouns of what brings a seller money."""
NOBODY = frozenset({"no", "neither"})
COUNTING = frozenset({"mln", "million", "billion", "of", "some", "about", "common", "new"})
"""What stands between "for" and the shares that are paid."""


def is_price(tokens: Sequence[Token], at: int) -> bool:
    """Are shares what is paid: "bought Tallyho for 4.2 mln of its common shares", "in exchange for 30,000 shares"?"""
    if tokens[at].lower not in ("shares", "share", "stock"):
        return False
    for token in reversed(tokens[max(0, at - 7) : at]):
        if token.lower == "for":
            return True
        counts = token.tag in ("CD", "JJ", "DT", "PRP$") or token.lower in COUNTING
        if not counts:
            return False
    return False


def of_many(grammar: Grammar, hit: Hit, rule: TriggerRule, report: Report) -> bool:
    """ "It has acquired a wide range of companies", later in an article: others than the one that it is about."""
    if rule.deal != "acquisition" or not rule.verb or report.companies or grammar.sentence.number <= 3:
        return False
    if grammar.is_passive(hit.head):
        return False
    objects = [grammar.tokens[o] for o in grammar.objects(hit.head)]
    return any(
        token.tag in ("NN", "NNS")
        and not any(grammar.tokens[d].lower in DEFINITE for d in grammar.kids(token.i, "det", "poss"))
        for token in objects
    )


def took_office(grammar: Grammar, hit: Hit, rule: TriggerRule) -> bool:
    """ "Since Roe took over in 2007": who takes over, and nothing, has a new office."""
    if rule.id != "acquire-verb" or hit.last - hit.first < 2 or grammar.tokens[hit.last - 1].lower != "over":
        return False
    return not (grammar.is_passive(hit.head) or grammar.objects(hit.head) or grammar.kids(hit.head, "pobj", "ccomp"))


def is_listed(grammar: Grammar, hit: Hit) -> bool:
    """ "The group, which is listed in London": a state and no event."""
    before = [token.lower for token in grammar.tokens[max(0, hit.head - 3) : hit.head]]
    if grammar.tokens[hit.head].lower == "listed" and before[-1:] == [","]:
        return True  # "Havlys, listed in Oslo, has acquired"
    return (
        grammar.tokens[hit.head].lower == "listed"
        and bool({"is", "are", "'s", "was", "were"} & set(before))
        and grammar.is_passive(hit.head)
    )


def raised_by_offer(grammar: Grammar, head: int) -> bool:
    """ "The offer raised £180 million": is it an offering that the subject is, whose company another sentence names?"""
    subject = grammar.subject(head)
    return subject is not None and grammar.tokens[subject].lower in OFFERINGS


def is_part_dealt_in(grammar: Grammar, head: int) -> bool:
    """ "A stake in Tally was sold", "Stake in Tally bought by Tern": is it a part that the passive verb deals in?"""
    patient = grammar.passive_subject(head) if grammar.is_passive(head) else grammar.subject(head)
    return patient is not None and patient < head and grammar.tokens[patient].lower in STAKES


def began_to_invest(grammar: Grammar, head: int, report: Report) -> bool:
    """ "It first invested in Tally in 2006": that it is a holder since then, and no round."""
    told = report.amount is not None or report.stage is not None
    return not told and head > 0 and grammar.tokens[head - 1].lower == "first"


def is_counted_purchase(grammar: Grammar, head: int) -> bool:
    """ "Its third purchase in a year; in May it bought Oatcake for $18 million": the sum is not that of the third."""
    return any(token.lower in ORDINALS for token in grammar.tokens[max(0, head - 2) : head])


def of_several_rounds(grammar: Grammar, head: int) -> bool:
    """ "With previous rounds raising $12 million": what several rounds brought is a total."""
    subject = grammar.subject(head)
    return subject is not None and grammar.tokens[subject].lower == "rounds"


def sold_for(grammar: Grammar, head: int) -> bool:
    """ "An auction that could raise $3 billion": is it a sale that brings the sum, and no round?"""
    subject = grammar.subject(head)
    above = grammar.tokens[grammar.tokens[head].head].lower
    if grammar.tokens[head].tag == "VBG" and grammar.tokens[head].dep == "advcl" and above in SELLING:
        return True  # "is selling its mills, raising $3 million"
    return subject is not None and grammar.tokens[subject].lower in SALES


def of_nobody(grammar: Grammar, hit: Hit, rule: TriggerRule) -> bool:
    """ "No other dental start-up has raised $50 million": who is the subject did not."""
    subject = grammar.subject(hit.head) if rule.verb else None
    return subject is not None and any(grammar.tokens[d].lower in NOBODY for d in grammar.kids(subject, "det", "neg"))


def clause_end(grammar: Grammar, at: int) -> int:
    """The first comma from token ``at`` on behind which a clause of its own begins, "..., sending its shares up".

    The last token where there is none.
    """
    tokens = grammar.tokens
    for token in tokens[at:-1]:
        following = tokens[token.i + 1]
        if token.text == "," and (following.tag in ("VBG", "WP$", "WDT") or following.lower == "whose"):
            return token.i
    return len(tokens) - 1
