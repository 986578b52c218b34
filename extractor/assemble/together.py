"""What the reports of one sentence say of each other: one round told twice, whose round it is, who gives which part."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.assemble.grammar import Grammar
from extractor.assemble.parties import Ref, ref_of_name, resolve_phrase
from extractor.assemble.report import SELLING, Report
from extractor.assemble.words import SAYING
from extractor.assemble.worth import total_of, worth_of
from extractor.records import Mention

ITEM_MARKS = frozenset({",", "-", "–", "—", "|", ":"})
FUND_NAME = re.compile(r"\bFund(?: (?:[IVX]+|\d+))?$")
SALES = frozenset({"sale-noun", *SELLING})
"""Rules whose owner is taken for what is sold where nothing else is."""
ITEM_RULES = frozenset({"funding-noun", "labelled-sum", "raise-verb"})
OFFERINGS = frozenset({"funding-noun", "sell-bonds", "file-debt", "share-offering"})
"""Rules whose words may stand far from the company that offers."""


def without_echoes(reports: list[Report]) -> list[Report]:
    """One telling where two words tell of the same money: "secured a $5 million debt package from Tern"."""
    kept = list(reports)
    for echo in reports:
        if echo.kind != "funding" or echo.amount is not None or not echo.companies:
            continue
        for told in reports:
            if told.kind == "funding" and told.amount is not None and told.companies == echo.companies:
                known = {ref for ref, _ in told.investors}
                told.investors += [(ref, lead) for ref, lead in echo.investors if ref not in known]
                told.stage = told.stage or echo.stage
                kept.remove(echo)
                break
    return kept


def without_sellers(reports: list[Report]) -> list[Report]:
    """ "Tern exited Acme in a sale to Finch": the noun's owner sells what the verb before says, and not itself."""
    return [
        report
        for report in reports
        if report.rule not in SALES or not report.companies or not any(_sells(other, report) for other in reports)
    ]


def _sells(one: Report, other: Report) -> bool:
    """Does the one report say that what the other takes for sold sells something else?"""
    if one is other or one.kind != "acquisition" or not one.companies:
        return False
    sellers, own = {ref.start for ref in one.sellers}, {ref.start for ref in other.companies}
    return own <= sellers and not own & {ref.start for ref in one.companies}


def without_merger_papers(reports: list[Report]) -> list[Report]:
    """ "A merger agreement under which Tern will acquire it": the paper is called so, the deal is a purchase."""
    bought = any(report.kind == "acquisition" and report.acquirers for report in reports)
    if not bought:
        return reports
    return [r for r in reports if r.rule != "merger-noun" or len({ref.text for ref in r.parties}) > 1]


def without_givers(reports: list[Report]) -> list[Report]:
    """ "Moss Bank granted Oatcake a $5m loan": who gives a sum in one telling does not take it in another."""
    kept = []
    for report in reports:
        taking = {ref.start for ref in report.companies}
        given: set[int] = set()
        for other in reports:
            if report.kind == other.kind == "funding" and report.amount is not None and other.amount is report.amount:
                own = {ref.start for ref in other.companies}
                given |= {ref.start for ref, _ in other.investors if ref.start not in own} if own else set()
        rest = [ref for ref in report.companies if ref.start not in given]
        if taking and not rest:
            continue
        report.companies = rest
        kept.append(report)
    return kept


TRACKERS = frozenset(
    "pitchbook crunchbase preqin dealroom tracxn dealogic refinitiv lseg bloomberg reuters nasdaq techcrunch".split()
)
"""First words of the names of those who count the rounds of others, or write of them."""


def name_by_teller(grammar: Grammar, reports: Sequence[Report], giving: set[int]) -> None:
    """ "The $5m round was led by Tern, Oatcake said": a round of which only one party speaks is the speaker's.

    ``giving``: where the names of those who give money begin.
    """
    nameless = [r for r in reports if r.kind == "funding" and not r.companies and r.amount is not None]
    if not (nameless and giving) or len(nameless) != len([r for r in reports if r.kind == "funding"]):
        return
    name = _teller(grammar)
    if name is None or name.start in giving or name.text.split()[0].lower() in TRACKERS:
        return
    for report in nameless:
        if _definite(grammar, report.head) and all(ref.start != name.start for ref, _ in report.investors):
            report.companies = [ref_of_name(grammar, name)]


def _teller(grammar: Grammar) -> Mention | None:
    """Who says what the sentence tells, named behind it: ", Oatcake said.", "according to Oatcake"."""
    tokens = grammar.tokens
    for name in reversed(grammar.sentence.of_kind("name")):
        if name.sort in ("place", "person") or name.first < 2:
            continue
        before = [token.lower for token in tokens[name.first - 2 : name.first]]
        behind = tokens[name.last].lower if name.last < len(tokens) else ""
        if before == ["according", "to"] or (before[1] == "," and behind in ("said", "says", "announced")):
            return name
    return None


def _definite(grammar: Grammar, head: int) -> bool:
    """Is it "the round", "this round": one round, and no number about many?"""
    return any(token.lower in ("the", "this", "its") for token in grammar.tokens[max(0, head - 7) : head])


def without_funds(reports: list[Report]) -> list[Report]:
    """ "Closed its third fund, Tern Fund III, securing $5m": what the fund itself takes in is the firm's fund."""
    if not any(report.kind == "fund" and report.companies for report in reports):
        return reports
    return [
        report
        for report in reports
        if report.kind != "funding" or not any(FUND_NAME.search(ref.text) for ref in report.companies)
    ]


def part_givers(reports: Sequence[Report]) -> None:
    """ "$40m of debt from Moss and $10m in equity from Tern": who gives the second sum gives nothing of the first."""
    for one in reports:
        for other in reports:
            if one.kind != "funding" or one.amount is None or other.amount is None or one.companies != other.companies:
                continue
            split = other.amount.first
            if one.amount.first < split and any(entry[0].first > split for entry in other.investors):
                one.investors = [entry for entry in one.investors if entry[0].first < split]


REST = frozenset({"remaining", "rest", "balance", "remainder", "other", "further"})
"""What is left of a sum that somebody raised."""


def name_parts(grammar: Grammar, reports: Sequence[Report]) -> None:
    """ "Oatcake raised $33m: $12m in equity from Tern, and the remaining $21m is debt": whose the rest is, too."""
    raising = [r for r in reports if r.kind == "funding" and r.amount and r.companies]
    raising = [r for r in raising if all(c.kind in ("name", "pointer") for c in r.companies)]
    if not raising or len({tuple(r.companies) for r in raising}) > 1 or raising[0].past:
        return
    for report in reports:
        if report.kind != "funding" or report.amount is None or report.companies:
            continue
        before = grammar.tokens[max(0, report.amount.first - 7) : report.amount.first]
        rest = any(token.lower in REST for token in before[-3:])
        also = any(token.lower in ("and", "plus") for token in before) and not report.investors
        also = also and report.stage is not None and all(report.stage is not told.stage for told in raising)
        if all(told.amount is not report.amount for told in raising) and (rest or also):
            report.companies = list(raising[0].companies)


def name_by_figures(grammar: Grammar, reports: Sequence[Report], roles: dict[int, tuple[str, str]]) -> None:
    """ "The $20 million round brings Oatcake's total to $34 million", "values Oatcake at $1bn": whose round."""
    nameless = [r for r in reports if r.kind == "funding" and not any(c.kind == "name" for c in r.companies)]
    if not nameless:
        return
    for mention in grammar.sentence.of_kind("money"):
        role = roles.get(mention.first, ("", ""))[0]
        owner = None
        if role == "total":
            owner = total_of(grammar, mention)
        elif role.startswith("valuation"):
            owner = worth_of(grammar, mention)
        if owner is not None and owner.kind == "name" and owner.sort != "place":
            for report in nameless:
                if not any(owner.text == party.text for party, _ in report.investors):
                    report.companies = [owner]
            return


def name_by_opening(grammar: Grammar, reports: Sequence[Report]) -> None:
    """ "Midway said it filed a statement covering 50 mln dlrs of notes": the sentence is about its issuer.

    So is an item of a list, "Midway, $50m Series C".
    """
    colon = next((token.i + 1 for token in grammar.tokens[:5] if token.text == ":"), 0)
    opening = next((name for name in grammar.name_at[colon : colon + 3] if name is not None), None)
    if opening is None or opening.sort or grammar.sentence.where == "title":
        return
    mark = grammar.tokens[opening.last].text if opening.last + 1 < len(grammar.tokens) else ""
    behind = opening.last + 1
    figure = mark in ITEM_MARKS and any(grammar.mention_at[kind][behind] for kind in ("money", "stage"))
    if figure:
        for report in reports:
            if report.rule in ITEM_RULES and not report.companies:
                report.companies = [ref_of_name(grammar, opening)]
    subject = next((t for t in grammar.tokens[opening.first : opening.last] if t.dep == "nsubj"), None)
    if subject is None or grammar.tokens[subject.head].lower not in (*SAYING, "filed", "registered"):
        return
    for report in reports:
        if report.rule in OFFERINGS and not report.companies and not report.investors and report.amount is not None:
            report.companies = [ref_of_name(grammar, opening)]


def name_shelved(grammar: Grammar, reports: Sequence[Report]) -> None:
    """ "Oatcake has shelved what would have been the year's biggest IPO": whose it is stands before the verb above."""
    for report in reports:
        if report.kind == "ipo" and not report.companies:
            report.companies = _whose_units(grammar, report.head)
        if report.kind != "ipo" or any(ref.kind != "pointer" or ref.text != "what" for ref in report.companies):
            continue
        if not any(token.tag in ("JJS", "RBS") for token in grammar.tokens[max(0, report.head - 6) : report.head]):
            continue
        for verb in grammar.ancestors(report.head):
            subject = next(iter(grammar.kids(verb, "nsubj")), None) if grammar.is_verb(verb) else None
            name = grammar.name_in_phrase(subject) if subject is not None else None
            if name is not None and name.sort not in ("place", "person"):
                report.companies = [ref_of_name(grammar, name)]
                break


def _whose_units(grammar: Grammar, head: int) -> list[Ref]:
    """ "Units of Oatcake began trading after an IPO": what is listed stands behind what is traded."""
    for token in grammar.tokens[:head]:
        if token.lower in ("units", "shares", "stock") and token.dep in ("nsubj", "nsubjpass"):
            whole = [t for prep, t in grammar.prepositions(token.i, depth=1) if prep in ("of", "in")]
            found = [ref for t in whole for ref in resolve_phrase(grammar, t)]
            return [ref for ref in found if ref.kind == "name" and ref.sort != "place"][:1]
    return []


def name_listing(reports: Sequence[Report]) -> None:
    """ "Oatcake raised the $5 million sought in a London share sale": who raises the sum of a listing is listed."""
    for report in reports:
        if report.kind == "ipo" and report.amount and all(ref.sort == "place" for ref in report.companies):
            raised = (r for r in reports if r.kind == "funding" and r.amount is report.amount and r.companies)
            report.companies = next((list(r.companies) for r in raised), report.companies)
