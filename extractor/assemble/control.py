"""Who is bought and who buys: what the words of a takeover leave open, settled from both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.assemble.grammar import Grammar
from extractor.assemble.holdings import held_by, is_hired, sold_by_office
from extractor.assemble.parties import Ref, ref_of_name, ref_of_word, resolve_phrase
from extractor.assemble.report import Report
from extractor.assemble.words import ADVISING, APPROACHING, BODIES, PARTS, TITLES
from extractor.rulebook import TriggerRule

HOLDERS = frozenset("founders founder owners owner shareholders shareholder investors family".split())
"""Who sells a company that is named with them."""
INSIDERS = frozenset({"management", "directors", "executives"})
"""Who runs a company, and may buy it."""
TRADING = frozenset(
    """
    jump jumps jumped rise rises rose soar soars soared surge surges surged climb climbs climbed rally rallies rallied
    gain gains gained spike spikes spiked leap leaps leapt slide slides slid fall falls fell drop drops dropped sink
    sinks sank tumble tumbles tumbled plunge plunges plunged pop pops popped advance advances advanced add adds added
    edge edges edged rocket rockets rocketed firm firmed shoot shoots shot bounce bounces bounced slump slumps slumped
    dip dips dipped shed sheds
    """.split()
)
"""What shares do when somebody buys or sells many of them."""
CONTROL = ("acquisition", "stake", "merger")
"""Kinds whose words stand for one another: a takeover is also called a merger, a purchase, a stake."""


def settle_sides(grammar: Grammar, report: Report, rule: TriggerRule, slots: list[tuple[str, list[Ref]]]) -> None:
    """Make buyer, bought and seller of a report fit together."""
    if report.kind not in ("acquisition", "stake"):
        return
    behind = {slot for slot, refs in slots if refs}
    if rule.role_of("with") == "seller" and report.sellers:
        # "Veltrane has an agreement with Osterlund for its inhaler business": the business is not Veltrane's.
        report.companies = [replace(ref, owner=report.sellers[0]) for ref in report.companies]
    if not rule.verb and {"receiver", "for"} <= behind and rule.role_of("receiver") == rule.role_of("for") == "company":
        _offered_owner(report, slots)
    if not rule.verb and {"of", "in"} <= behind:
        # "the acquisition of Acme in a deal", not "of shares in Acme"
        bought = [ref for slot, refs in slots if slot == "of" for ref in refs]
        inside = [ref for slot, refs in slots if slot == "in" for ref in refs if ref not in bought]
        report.companies = [ref for ref in report.companies if ref not in inside]
    if not rule.verb and all(ref.kind == "pointer" for ref in report.companies):
        report.companies = _advised_about(grammar, report.head) or report.companies
    if not rule.verb and not report.companies:
        _bought_before(report, rule, slots)
    if not rule.verb and not report.companies:
        _bought_by(report, rule, slots)
    if not rule.verb and not report.companies:
        _approached(grammar, report)
    suitors = [ref for ref in report.companies if ref.kind == "name" and ref.sort != "place"]
    if rule.id == "takeover-talks" and len(suitors) > 1 and len(report.acquirers) == 1:
        # "Acme is in takeover talks with Tern and Finch": nobody buys both, both may buy one.
        report.companies, report.acquirers = report.acquirers, suitors
    report.companies = [ref for ref in report.companies if ref.sort != "place"] or report.companies
    if report.companies and all(ref.sort == "place" for ref in report.companies):
        report.companies = _behind_places(grammar, report.companies[-1]) or report.companies
    if not rule.verb and "by" in behind and rule.role_of("by") == "acquirer":
        # "Its holders approved its acquisition by Tern": who buys stands behind "by", and is not its owner.
        taken = {ref.start for ref in report.companies}
        report.acquirers = [ref for ref in report.acquirers if ref.start not in taken] or report.acquirers
    if rule.verb and rule.role_of("subject") == "seller":
        sold_by_office(grammar, report)
        if is_hired(grammar, report.head):
            report.sellers = []  # "Roe & Moss have been appointed to find a buyer for Tally"
    insider = report.kind == "stake" and rule.verb and not report.companies and len(report.acquirers) == 1
    if insider and _holds(grammar, report.acquirers[0]):
        report.companies, report.acquirers = report.acquirers, []
    bid = not rule.verb and rule.status == "planned" and bool(report.acquirers)
    if not report.companies and (report.kind == "stake" or bid):
        report.companies = _others_before(grammar, report)
    pointed = bool(report.companies) and all(ref.kind in ("pointer", "blank") for ref in report.companies)
    if pointed and (bid or any(ref.kind == "name" for ref in report.acquirers)):
        # "Shares of Acme rose on rumors that Moss is preparing a bid for the company", "on its bid for the group"
        report.companies = _others_before(grammar, report) or report.companies
    if rule.verb and rule.role_of("subject") == "company" and not report.companies:
        _goes_over(grammar, report)
    if rule.verb and rule.role_of("subject") == "acquirer" and not report.sellers:
        report.sellers = _holders(grammar, report) or held_by(grammar, report)
    if rule.verb and report.sellers and not report.companies:
        _sold_headline(grammar, report)
    subject = grammar.subject(report.head) if rule.verb and rule.role_of("subject") == "seller" else None
    pointing = bool(report.companies) and all(ref.kind == "pointer" for ref in report.companies)
    if subject is not None and pointing and grammar.tokens[subject].lower in HOLDERS:
        # "The founders of Acme have sold the cheese maker": what they sell is what they founded.
        report.companies, report.sellers = report.sellers[:1] or report.companies, []
    if rule.verb and rule.role_of("subject") == "acquirer" and pointing and _by_insiders(grammar, report):
        report.companies, report.acquirers = report.acquirers, []
    # "To fend off a bid, the Moss family": nobody buys a family.
    report.companies = [ref for ref in report.companies if not _is_family(grammar, ref)]
    # "Fairstep has offered $50 million for it": whoever buys is not what is bought.
    buyers = {buyer.start for buyer in report.acquirers}
    others = [ref for ref in report.companies if ref.start not in buyers]
    if report.companies and not others and rule.verb and grammar.is_passive(report.head):
        others, report.acquirers = report.companies, []  # "was bought by its management"
    if report.companies and not others:
        others = _tellers(grammar, report) if report.rule == "acquire-all-shares" else []
        others = others or _others_before(grammar, report) or [replace(ref, kind="pointer") for ref in report.companies]
    report.companies = others
    if rule.verb and rule.role_of("to") == "acquirer":
        # "Its catering arm went to its managers": who runs a part of a company buys it from the company.
        whose = [ref.owner.text for ref in report.companies if ref.owner is not None]
        back = [ref for ref in report.acquirers if ref.text in whose]
        report.acquirers = [ref for ref in report.acquirers if ref not in back]
        report.sellers = report.sellers or back[:1]
    if not rule.verb:
        # "Acme is choosing among bidders for its paint unit": whose unit it is does not buy it.
        own = {ref.owner.text for ref in report.companies if ref.owner is not None}
        report.acquirers = [ref for ref in report.acquirers if ref.text not in own]
    report.sellers = [ref for ref in report.sellers if not any(ref.text == buyer.text for buyer in report.acquirers)]
    if not report.sellers:
        owners = [ref.owner for ref in report.companies if ref.owner is not None and ref.owner.kind == "name"]
        report.sellers = [owner for owner in owners[:1] if owner not in report.acquirers]


def _goes_over(grammar: Grammar, report: Report) -> None:
    """ "The Treasury's 75 percent interest goes to Tern for $4 million": a part of it, by its holder."""
    part = grammar.subject(report.head)
    if part is None or grammar.tokens[part].lower not in PARTS:
        return
    report.kind = "stake"
    report.companies = [ref_of_word(grammar, part)]
    report.sellers = report.sellers or [
        ref for p in grammar.kids(part, "poss") for ref in resolve_phrase(grammar, p) if ref.kind == "name"
    ]


def _advised_about(grammar: Grammar, noun: int) -> list[Ref]:
    """ "Advised the shareholders of Tally on the sale of the company to Finch": whose shareholders they are."""
    verb = grammar.governor(noun)
    if verb is None or grammar.tokens[verb].lower not in ADVISING:
        return []
    bodies = [c for c in grammar.kids(verb, "dobj") if grammar.tokens[c].lower in BODIES and c < noun]
    return [ref for c in bodies for ref in resolve_phrase(grammar, c) if ref.kind == "name"][:1]


def settle_roles(reports: Sequence[Report]) -> None:
    """ "Citi agreed to sell its stake in a tender offer": who sells in a sentence makes no bid in it.

    Such a bid loses its buyer, and with it what it tells, if it names nothing that is bid for.
    """
    sellers = {ref.start for report in reports for ref in report.sellers}
    for report in reports:
        if report.kind in CONTROL and not report.sellers and not report.companies:
            report.acquirers = [ref for ref in report.acquirers if ref.start not in sellers]
    sold = {ref.start for report in reports if report.kind in CONTROL and report.acquirers for ref in report.companies}
    for report in reports:
        pointed = bool(report.companies) and all(ref.kind == "pointer" for ref in report.companies)
        if report.kind in CONTROL and pointed and any(ref.start in sold for ref in report.sellers):
            report.void = True  # "Tally talks with Fenwick over the sale of a stake in the group": the group is Tally


ROUND = frozenset("round rounds fundraise fundraising financing".split())


def share_of_round(grammar: Grammar, report: Report) -> None:
    """ "Has taken a minority stake in Tally as part of a $15m round": who buys new shares puts money into a round."""
    if report.kind != "stake":
        return
    behind = [token.lower for token in grammar.tokens[report.head : report.head + 32]]
    if report.acquirers and (_sells_itself(grammar, report) or _issues(behind)):
        if not [ref for ref in report.companies if ref.kind != "pointer"] and report.sellers:
            report.companies = report.sellers[:1]
        report.kind = "funding"
        report.investors = [(ref, False) for ref in report.acquirers]
        report.acquirers, report.sellers = [], []
        return
    if not report.minority or not report.companies:
        return
    behind = behind[:20]
    if ROUND.intersection(behind) and {"part", "in", "through", "during"}.intersection(behind):
        report.kind = "funding"
        report.investors = [(ref, False) for ref in report.acquirers]
        report.acquirers = []


ISSUING = frozenset("newly new fresh unissued treasury".split())
"""What shares are that the company itself sells."""
ISSUES = frozenset("allotment placement".split())


def _issues(behind: Sequence[str]) -> bool:
    """ "Bought 20 percent through an allotment of new shares", "5 mln newly issued shares": the company's own."""
    for at, word in enumerate(behind):
        if word in ISSUING and SHARES.intersection(behind[at + 1 : at + 4]):
            return True
        if word in ISSUES and "through" in behind[max(0, at - 5) : at]:
            return True
    return False


SHARES = frozenset({"shares", "share", "stock"})


def _sells_itself(grammar: Grammar, report: Report) -> bool:
    """ "Niagara will sell 12 pct of its stock to Hagfors": who sells a part of itself takes in money."""
    if len(report.sellers) != 1 or report.sellers[0].kind != "name":
        return False
    named = [ref for ref in report.companies if ref.kind != "pointer"]
    if any(ref.start != report.sellers[0].start for ref in named):
        return False
    tokens = grammar.tokens[report.head + 1 : report.head + 10]
    for token, following in pairwise(tokens):
        if token.lower == "its" and (following.lower in ("own", "common", "new") or following.lower in SHARES):
            return True
        if token.lower == "to":
            return False
    return False


def _others_before(grammar: Grammar, report: Report) -> list[Ref]:
    """ "Shares of Pinecone rose after CareBridge offered to buy it": the company whose shares are spoken of."""
    for token in grammar.tokens[: report.head]:
        if token.lower in PARTS and token.dep in ("nsubj", "nsubjpass"):
            found = [ref for ref in resolve_phrase(grammar, token.i) if ref.kind == "name"]
            if found and all(ref.start != buyer.start for ref in found for buyer in report.acquirers):
                return found[:1]
    for verb in grammar.ancestors(report.head):
        subject = grammar.subject(verb) if grammar.tokens[verb].lower in TRADING else None
        moved = grammar.name_at[subject] if subject is not None else None
        if moved is not None and moved.last <= verb and all(moved.start != buyer.start for buyer in report.acquirers):
            return [ref_of_name(grammar, moved)]  # "Pinecone jumps as CareBridge buys a stake"
    return []


def _tellers(grammar: Grammar, report: Report) -> list[Ref]:
    """ "Moss said it reached an agreement under which Tern would acquire all of its stock": not Tern's own."""
    for name in grammar.sentence.of_kind("name"):
        subject = any(grammar.tokens[i].dep == "nsubj" for i in range(name.first, name.last))
        if subject and name.last <= report.head and not name.sort:
            found = ref_of_name(grammar, name)
            return [] if any(found.text == buyer.text for buyer in report.acquirers) else [found]
    return []


def _behind_places(grammar: Grammar, place: Ref) -> list[Ref]:
    """ "The acquisition of London and Boston-based Oatcake": what is bought stands behind where it is."""
    for token in grammar.tokens[place.first + 1 : place.first + 7]:
        name = grammar.name_at[token.i]
        if name is not None and name.sort != "place":
            return [ref_of_name(grammar, name)]
        if name is None and token.tag not in ("CC", "JJ", "NN", "HYPH", "NNP", "DT", ","):
            return []
    return []


def _holders(grammar: Grammar, report: Report) -> list[Ref]:
    """ "Bought BSkyB's 4.76 percent holding in the club": whose part of the company is bought."""
    for part in grammar.objects(report.head):
        if grammar.tokens[part].lower in PARTS:
            found = [ref for p in grammar.kids(part, "poss") for ref in resolve_phrase(grammar, p)]
            return [
                ref for ref in found if ref.kind == "name" and grammar.name_at[ref.first] and not _points(grammar, part)
            ]
    return []


def _offered_owner(report: Report, slots: list[tuple[str, list[Ref]]]) -> None:
    """ "Moss accepted an offer from Tern for Acme", "for its lighting arm": who meets with an offer for it sells it."""
    wanted = [ref for slot, refs in slots if slot == "for" for ref in refs if ref.kind in ("name", "unit")]
    met = [ref for slot, refs in slots if slot == "receiver" for ref in refs]
    if wanted and all(ref.text != owner.text for ref in wanted for owner in met):
        report.companies = wanted
        report.sellers = report.sellers or [ref for ref in met if ref.kind == "name" and ref.sort != "person"]


def _holds(grammar: Grammar, ref: Ref) -> bool:
    """ "Tallyho founder ups stake", "Tallyho founding family buys shares": is it whose founder or chief buys?"""
    name = grammar.name_at[ref.first] if ref.kind == "name" and ref.first >= 0 else None
    behind = [token.lower for token in grammar.tokens[name.last : name.last + 2]] if name is not None else []
    return bool(behind) and (behind[0] in HOLDERS or behind[0] == "founding" or behind[0] in TITLES)


def _by_insiders(grammar: Grammar, report: Report) -> bool:
    """ "Tallyho's management has bought the company": is it what the managers of a firm manage that they buy?"""
    subject = grammar.subject(report.head)
    if subject is None or grammar.tokens[subject].lower not in INSIDERS or len(report.acquirers) != 1:
        return False
    owned = report.acquirers[0].first
    return any(grammar.name_at[p] is not None and p >= owned for p in grammar.kids(subject, "poss"))


def _is_family(grammar: Grammar, ref: Ref) -> bool:
    """ "The Moss family", "the Roe brothers": people by the name that a company may have, too."""
    name = grammar.name_at[ref.first] if ref.kind == "name" and ref.first >= 0 else None
    following = grammar.tokens[name.last].lower if name is not None and name.last < len(grammar.tokens) else ""
    return following in ("family", "families", "brothers", "sisters", "heirs")


def _points(grammar: Grammar, part: int) -> bool:
    """Is the part "its stake", the buyer's own?"""
    return any(grammar.tokens[p].tag == "PRP$" for p in grammar.kids(part, "poss"))


def _bought_before(report: Report, rule: TriggerRule, slots: list[tuple[str, list[Ref]]]) -> None:
    """ "Tern completes Dovecote acquisition": with a buyer elsewhere, the name before the noun is what is bought."""
    if rule.role_of("before") is not None:
        return
    before = [ref for slot, refs in slots if slot == "before" for ref in refs]
    buyers = {ref.text for ref in report.acquirers}
    if buyers and before and before[0].text not in buyers:
        report.companies = before[:1]


def _sold_headline(grammar: Grammar, report: Report) -> None:
    """ "Dovecote sold to Tern": a headline leaves out "was", and who seems to sell is what is sold."""
    token = grammar.tokens[report.head]
    if any(grammar.tokens[c].tag == "PRP" for c in grammar.kids(report.head, "nsubj")):
        return  # "the notes that it sold to Tern"
    following = grammar.tokens[report.head + 1].lower if report.head + 1 < len(grammar.tokens) else ""
    reduced = bool(report.acquirers) or (token.tag == "VBN" and grammar.sentence.where == "title")
    if token.lower == "sold" and reduced and following in ("to", "for"):
        report.companies, report.sellers = report.sellers[:1], []


def _approached(grammar: Grammar, report: Report) -> None:
    """ "Acme approached Dovecote with a takeover offer": whom the bidder turns to is bid for."""
    verb = grammar.governor(report.head)
    if verb is None or grammar.tokens[verb].lower not in APPROACHING:
        return
    passive = grammar.is_passive(verb)
    targets = (
        [grammar.passive_subject(verb)] if passive else [c for c in grammar.kids(verb, "dobj") if c != report.head]
    )
    bidders = [t for prep, t in grammar.prepositions(verb) if prep == "by"] if passive else [grammar.subject(verb)]
    report.companies = [ref for t in targets if t is not None for ref in resolve_phrase(grammar, t)]
    if report.companies:
        report.acquirers = [ref for t in bidders if t is not None for ref in resolve_phrase(grammar, t)]


def _bought_by(report: Report, rule: TriggerRule, slots: list[tuple[str, list[Ref]]]) -> None:
    """ "Its takeover by Cerberus", "its sale to Cerberus": with a buyer but no "of", the owner is what is bought."""
    buyers = [
        ref for slot, refs in slots if slot in ("by", "from", "to") and rule.role_of(slot) == "acquirer" for ref in refs
    ]
    owners = [ref for slot, refs in slots if slot in ("poss", "subject", "receiver") for ref in refs]
    owners = [ref for ref in owners if ref.kind in ("name", "unit")] or owners
    if buyers and owners:
        report.companies = owners[:1]
        report.acquirers = [ref for ref in report.acquirers if ref not in owners]
        report.sellers = [ref for ref in report.sellers if ref not in owners and ref not in buyers]
