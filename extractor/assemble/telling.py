"""What one sentence tells: triggers with their arguments become reports, facets add parties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.assemble.arguments import arguments_of
from extractor.assemble.brackets import outside_brackets, read_brackets
from extractor.assemble.control import settle_roles, settle_sides, share_of_round
from extractor.assemble.cues import Cues, status_vote
from extractor.assemble.events import (
    began_to_invest,
    clause_end,
    is_counted_purchase,
    is_listed,
    is_part_dealt_in,
    is_price,
    of_many,
    of_nobody,
    of_several_rounds,
    raised_by_offer,
    sold_for,
    took_office,
)
from extractor.assemble.facets import FacetReader
from extractor.assemble.figures import WORTHS, FigureReader, is_company_worth
from extractor.assemble.grammar import Grammar
from extractor.assemble.holdings import listed_company, own_holding, teller_bought, teller_of_stake
from extractor.assemble.merging import list_by_shell, settle_merger
from extractor.assemble.parties import Ref, ref_of_name, resolve_phrase
from extractor.assemble.quoted import with_speaker
from extractor.assemble.report import Report, SentenceTelling, Vote, Worth
from extractor.assemble.together import (
    name_by_figures,
    name_by_opening,
    name_by_teller,
    name_listing,
    name_parts,
    name_shelved,
    part_givers,
    without_echoes,
    without_funds,
    without_givers,
    without_merger_papers,
    without_sellers,
)
from extractor.assemble.unnamed import leaves_buyer_unnamed
from extractor.assemble.words import BUSINESSES, SAYING, TAKING
from extractor.assemble.worth import worth_of
from extractor.records import Hit, Kind, Sentence, Token
from extractor.rulebook import AnyOf, Rulebook, TriggerRule, compile_pattern

CONDITIONS = frozenset("if whether unless should demand demands demanded demanding insist insists insisted".split())
ALSO_VERBS = frozenset("fund target price order project market research contract".split())
"""Nouns that forbid a reading, and are none behind "to"."""
TO_DO = frozenset({"to", "help"})
EXAMPLES = frozenset({"including", "like", "such"})
MANY = frozenset({"companies", "startups", "firms", "businesses", "ventures"})
LENT = frozenset({"loan", "grant", "facility"})
RAISERS = frozenset({"company", "firm", "startup", "start-up"})
"""Pointers to whom an investor gives money, as "project" and "business" are not."""
SUPPOSING = frozenset({"could", "would", "might", "may"})
SPOKEN_OF = ("funding", "acquisition", "stake")
"""Kinds of deal that officers tell of their firms: "we have bought Acme", said the chief executive of Tern."""
RANK: dict[Kind, int] = {"funding": 0, "acquisition": 1, "merger": 1, "stake": 2, "fund": 3, "ipo": 3}


def _qualifies(tokens: Sequence[Token], at: int) -> bool:
    """Does a word only say what a business does, or what is to be done: "home loan arm", "raised $5m to fund it"?"""
    if tokens[at].lower in ALSO_VERBS and tokens[at].tag == "VB" and at and tokens[at - 1].lower in TO_DO:
        return True
    for token in tokens[at + 1 : at + 5]:
        if token.lower in BUSINESSES:
            return True
        if token.tag not in ("NN", "NNS", "NNP", "JJ", "VBG", "HYPH", "CC"):
            return False
    return False


def _is_aside(tokens: Sequence[Token], at: int) -> bool:
    """Does a word not tell what is dealt in: does it say what a business does, or what is paid?"""
    per = tokens[at].lower == "share" and [t.lower for t in tokens[max(0, at - 2) : at]] == ["a", "-"]
    return per or _qualifies(tokens, at) or is_price(tokens, at)  # "the 190p-a-share takeover"


def _is_portfolio(grammar: Grammar, report: Report) -> bool:
    """Do the companies stand as examples of many that got a sum together?"""
    named = [name for ref in report.companies if (name := grammar.name_at[ref.first]) is not None]
    if named and all([t.lower for t in grammar.tokens[name.last : name.last + 1]] == ["portfolio"] for name in named):
        return True  # "will be invested in Northern Fund portfolio companies"
    first = min(ref.first for ref in report.companies)
    between = [token.lower for token in grammar.tokens[report.head : first]]
    return len(report.companies) > 1 and bool(EXAMPLES.intersection(between)) and bool(MANY.intersection(between))


def _nearer(slots: Sequence[tuple[str, list[Ref]]], rule: TriggerRule) -> list[Ref]:
    """ "Raised $5m from the Alliance of Angels": what else names the company goes before "of" and objects."""
    far = {ref for slot, refs in slots if slot in ("of", "object") for ref in refs}
    told = [ref for slot, refs in slots if rule.role_of(slot) == "company" for ref in refs]
    return list(dict.fromkeys(ref for ref in told if ref not in far))


def _is_subject(grammar: Grammar, ref: Ref) -> bool:
    """Is the name the subject of a verb, or does it open a sentence that was not worth a parse?"""
    name = grammar.name_at[ref.first]
    last = name.last if name is not None else ref.first + 1
    deps = [token.dep for token in grammar.tokens[ref.first : last]]
    return ("nsubj" in deps or "nsubjpass" in deps) if any(deps) else ref.first == 0


class Teller:
    """Interprets the rulebook's triggers, facets and cues over sentences."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._cues = Cues.of(rulebook)
        self._figures = FigureReader(rulebook)
        self._facets = FacetReader(rulebook)
        self._needs: dict[str, AnyOf] = {}
        self._unless: dict[str, AnyOf] = {}
        for rule in rulebook.triggers.values():
            self._needs[rule.id] = AnyOf(map(compile_pattern, rule.needs))
            self._unless[rule.id] = AnyOf(map(compile_pattern, rule.unless))

    def tell(self, sentence: Sentence) -> SentenceTelling:
        """Everything the sentence says of deals."""
        grammar = Grammar(sentence)
        roles = self._cues.mention_roles(grammar)
        hits = self._triggers(grammar)
        heads = sorted({hit.head for hit, _ in hits})
        reports = []
        for hit, rule in hits:
            report = self._report(grammar, hit, rule, heads, roles)
            if report is not None:
                reports.append(report)
        sums = {report.amount.first for report in reports if report.companies and report.amount is not None}
        reports = [r for r in reports if r.rule != "labelled-sum" or r.amount is None or r.amount.first not in sums]
        raised = {r.amount.first for r in reports if r.companies and r.amount is not None and r.kind == "funding"}
        reports = [r for r in reports if r.rule != "deal-worth" or r.amount is None or r.amount.first not in raised]
        rounds = any(report.rule == "funding-noun" for report in reports)
        for report in reports:
            report.round = rounds and report.kind == "funding"
        shared = [r for r in reports if len(r.companies) > 1 and len(r.sums) == len(r.companies)]
        if shared:  # "A and B raised $5 million and $7 million in Series B funding": each its own
            reports = [r for r in reports if r in shared or r.companies != shared[0].companies]
        reports = without_givers(without_funds(without_merger_papers(without_sellers(without_echoes(reports)))))
        name_parts(grammar, reports)
        part_givers(reports)
        settle_roles(reports)
        parts = {report.stake.first for report in reports if report.companies and report.stake is not None}
        for report in reports:  # "as part of the acquisition it will sell its 80 pct interest in Oatcake"
            if not report.companies and report.stake is not None and report.stake.first in parts:
                report.stake = None
        name_by_figures(grammar, reports, roles)
        name_by_opening(grammar, reports)
        name_listing(reports)
        name_shelved(grammar, reports)
        brackets = read_brackets(grammar, reports)
        facets = outside_brackets(grammar, list(self._facets.read(grammar)), brackets)
        giving = {ref.start for facet in facets if facet.role in ("lead", "investor") for ref in facet.refs}
        name_by_teller(grammar, reports, giving)
        for report in reports:
            buyers = {ref.start for ref in report.acquirers}
            owning = [facet for facet in facets if facet.about is not None and facet.about.start in buyers]
            report.owners = [ref for facet in owning for ref in facet.refs]
            if report.kind == "funding" and len(report.companies) > 1:  # who leads the round does not raise it
                report.companies = [c for c in report.companies if c.start not in giving] or report.companies
        cues = [hit for hit in sentence.hits if hit.rule in self._cues.about_triggers]
        valuations = [
            Worth(mention, role, worth_of(grammar, mention))
            for mention in sentence.of_kind("money")
            if (role := roles.get(mention.first, ("", ""))[0]).startswith(WORTHS) and is_company_worth(mention)
        ]
        names = [ref_of_name(grammar, name) for name in sentence.of_kind("name")]
        stakes = tuple(m for m in sentence.of_kind("percent") if roles.get(m.first, ("", ""))[0].startswith("stake"))
        subjects = tuple(ref for ref in names if _is_subject(grammar, ref))
        return SentenceTelling(sentence.number, reports, facets, cues, valuations, names, subjects, stakes)

    def _triggers(self, grammar: Grammar) -> list[tuple[Hit, TriggerRule]]:
        """Trigger hits that have what they need, one a rule and head."""
        found: dict[tuple[str, int], tuple[Hit, TriggerRule]] = {}
        sentence = grammar.sentence
        for hit in sentence.hits:
            rule = self._rulebook.triggers.get(hit.rule)
            if rule is None or (rule.id, hit.head) in found:
                continue
            name = grammar.name_at[hit.head]
            if name and name.last - name.first > 1 and "self" not in rule.roles:
                continue  # "Best Buy", "Buy & Build": a word inside a name announces nothing
            head = grammar.tokens[hit.head]
            if rule.verb and head.tag == "VBG" and head.dep in ("compound", "amod"):
                continue  # "landing gear", "the acquiring bank"
            if rule.verb and hit.head and head.tag == "NNP" and head.text[0].isupper() and sentence.where == "text":
                continue  # "the Sale and Purchase Agreement"
            if (
                not rule.verb
                and rule.roles
                and hit.first == hit.head
                and grammar.tokens[hit.head].tag in ("VBZ", "VBP", "VBD", "VB")
                and grammar.kids(hit.head, "nsubj")
            ):
                continue  # "Pembury bids for Ashdown" is told by the verb
            if head.lower == "fund" and head.tag == "VB" and hit.head and grammar.tokens[hit.head - 1].lower in TO_DO:
                continue  # "raised $5 million to fund its growth"
            if rule.deal == "ipo" and rule.verb and is_listed(grammar, hit):
                continue
            if self.holds(grammar, hit, rule):
                found[rule.id, hit.head] = (hit, rule)
        placed = [h.head for h, rule in found.values() if rule.id == "underwritten-shares"]
        if placed:  # "an agreement with underwriters, who will buy 12 million shares": they buy no company
            found = {
                key: (hit, rule)
                for key, (hit, rule) in found.items()
                if rule.deal not in ("acquisition", "stake") or hit.head < placed[0]
            }
        # "Takara completes Sweetways buy": what a verb before it takes as its object is no verb itself.
        nouns = {
            h.head for h, rule in found.values() if not rule.verb and h.first < h.head and grammar.is_verb(h.first)
        }
        found = {key: (hit, rule) for key, (hit, rule) in found.items() if not (rule.verb and hit.head in nouns)}
        return [
            (hit, rule)
            for hit, rule in found.values()
            if not any(other.head == hit.head and self._outranks(by, rule) for other, by in found.values())
        ]

    @staticmethod
    def _outranks(one: TriggerRule, other: TriggerRule) -> bool:
        """Of two readings of one trigger the more special wins: "raised a fund" is no funding."""
        if one.id.startswith("majority-") != other.id.startswith("majority-"):
            return one.id.startswith("majority-")
        return RANK[one.deal] > RANK[other.deal] or (one.deal == other.deal and one.weight > other.weight)

    def holds(self, grammar: Grammar, hit: Hit, rule: TriggerRule) -> bool:
        """Are the rule's ``needs`` met and its ``unless`` absent around the hit?"""
        low = max(0, hit.head - (0 if rule.verb else rule.reach))
        if self._needs[rule.id] and not self._any(grammar, self._needs[rule.id], low, hit.head + rule.reach):
            passive = rule.verb and grammar.is_passive(hit.head)
            if not (passive and self._any(grammar, self._needs[rule.id], max(0, hit.head - rule.reach), hit.head)):
                return False
        unless = self._unless[rule.id]
        if rule.verb and grammar.is_passive(hit.head):
            patient = grammar.passive_subject(hit.head)
            if patient is not None and self._any(grammar, unless, max(0, patient - 1), patient, qualifying=True):
                return False
        first = max(0, hit.head - (0 if rule.verb else rule.unless_reach))
        last = hit.last - 1 + rule.unless_reach
        if rule.verb:
            last = min(last, clause_end(grammar, hit.last + 1))
        return not self._any(grammar, unless, first, last, qualifying=True)

    @staticmethod
    def _any(grammar: Grammar, choice: AnyOf, low: int, high: int, *, qualifying: bool = False) -> bool:
        """Does one of the patterns match in the window; ``qualifying``: on no word that only says what a unit does?"""
        if not choice:
            return False
        tokens = grammar.tokens
        mention_at, named = grammar.openings
        for at in range(low, min(len(tokens), high + 1)):
            if choice.may_open(tokens[at], mention_at[at]) and not (qualifying and _is_aside(tokens, at)):
                for pattern in choice.patterns:
                    if pattern.match(tokens, at, mention_at, named):
                        return True
        return False

    def _report(
        self,
        grammar: Grammar,
        hit: Hit,
        rule: TriggerRule,
        heads: Sequence[int],
        roles: dict[int, tuple[str, str]],
    ) -> Report | None:
        sentence = grammar.sentence
        tokens = grammar.tokens
        slots = arguments_of(grammar, hit, rule, heads)
        if rule.deal in SPOKEN_OF:
            slots = with_speaker(grammar, slots)
        report = Report(
            rule.deal,
            rule.id,
            rule.weight,
            sentence.number,
            hit.head,
            tokens[hit.first].start,
            tokens[hit.last - 1].end,
        )
        if not rule.verb and rule.deal in ("acquisition", "stake") and any(s == "by" and refs for s, refs in slots):
            # Who announces "the acquisition of X by Y" may be an adviser.
            slots = [(slot, refs) for slot, refs in slots if slot != "subject" or not any(s == "of" for s, _ in slots)]
        named = {slot for slot, refs in slots if any(ref.kind == "name" for ref in refs)}
        if not rule.verb and rule.role_of("receiver") == rule.role_of("of") == "company" and "of" in named:
            slots = [(slot, refs) for slot, refs in slots if slot != "receiver"]  # "failed to block the purchase of A"
        if not rule.verb and rule.role_of("receiver") == rule.role_of("for") == "company":
            wanted = [ref for slot, refs in slots if slot == "for" for ref in refs]
            if any(ref.kind in ("name", "unit") for ref in wanted):  # "Moss has received an offer for its pumps arm"
                slots = [(slot, refs) for slot, refs in slots if slot != "receiver"]
        for slot, refs in slots:
            role = rule.role_of(slot)
            if slot == "before" and role == "company" and "subject" in named and tokens[hit.last - 1].lower in LENT:
                role = "investor"  # "Acme inks EIB loan": with the company elsewhere, the name is that of who gives
            if slot == "subject" and role == "acquirer" and not rule.verb and "from" in named:
                role = None if rule.role_of("from") == "acquirer" else role  # "Moss weighs a bid from Tern": Tern bids
            if role is not None:
                self._place(report, role, refs)
        if rule.verb and rule.deal == "funding":
            self._raised_for(grammar, hit.head, report)
        if rule.deal == "funding" and not rule.verb and len(report.companies) > 1:
            report.companies = _nearer(slots, rule) or report.companies
        if rule.deal == "ipo" and not rule.verb and len(report.companies) > 1:
            report.companies = listed_company(slots) or report.companies
        if rule.id in ("sell-verb", "acquire-verb") and is_part_dealt_in(grammar, hit.head):
            report.kind = "stake"  # "Stake in Tally sold for $4 million"
        settle_sides(grammar, report, rule, slots)
        settle_merger(grammar, report, slots)
        list_by_shell(grammar, report)
        if rule.deal == "funding" and report.companies and _is_portfolio(grammar, report):
            report.void = True  # "it invested $1.7 billion in companies including A and B": what it does in general
        if rule.deal == "stake" and not report.companies:
            report.companies = own_holding(grammar, hit) or teller_of_stake(grammar, hit, report)
        if rule.deal == "acquisition" and rule.verb and report.companies:
            report.companies = teller_bought(grammar, hit, report) or report.companies
        if rule.deal in ("funding", "ipo") and any(self._is_crowd(grammar, ref) for ref in report.companies):
            report.void = True  # "startups raised $5 billion": a market, not a deal
        if rule.roles.get("subject") == "investor" and not any(
            ref.kind in ("name", "blank") or ref.text.lower() in RAISERS for ref in report.companies
        ):
            report.void = True  # an investment in a plant, a project or one's own unit
        self._figures.read(grammar, hit, rule, heads, roles, report)
        if rule.id == "acquisition-noun" and not report.companies and is_counted_purchase(grammar, hit.head):
            report.amount, report.sums = None, []
        share_of_round(grammar, report)
        cues = self._cues.governing(grammar, hit.head, rule.deal)
        report.vote = status_vote(grammar, hit.head, rule.deal, rule.verb, rule.status, cues)
        report.vote = self._settled(grammar, hit, rule, report, report.vote)
        report.past = any(cue.cue == "background" and not self._backshifted(grammar, at) for cue, at in cues)
        told = tokens[hit.head].tag in ("VBD", "VBZ", "VBN", "VBP")
        for cue, at in cues:
            if cue.cue == "hypothetical" and not rule.verb and grammar.kids(hit.head, "poss"):
                continue  # "must decide whether to accept Fenwick's $2 billion bid": the bid is made
            if cue.cue == "hypothetical" and not rule.verb and tokens[at.first].lower.startswith("insist"):
                continue  # "insisted that the takeover was fair"
            if cue.cue == "hypothetical" and told and tokens[at.first].lower not in CONDITIONS:
                continue  # "a startup that helps schools raised": only a bare verb or a noun depends on "helps"
            if cue.cue == "hypothetical" and report.vote.status == "rumored" and tokens[at.first].lower in SUPPOSING:
                continue  # "speculation that it could be the target of a takeover"
            report.void = report.void or cue.cue in ("hypothetical", "negated", "no_deal")
        report.void = report.void or (sentence.text.rstrip().endswith("?") and sentence.where == "text")
        report.void = report.void or self._is_habit(grammar, hit, rule, report) or of_many(grammar, hit, rule, report)
        report.void = report.void or (rule.id == "raise-verb" and of_several_rounds(grammar, hit.head))
        report.void = report.void or (rule.id == "invest-verb" and began_to_invest(grammar, hit.head, report))
        taken_up = rule.id == "acquire-verb" and tokens[hit.head].lower in TAKING and tokens[hit.last - 1].lower == "up"
        report.void = report.void or taken_up  # "any part of the issue that is not taken up"
        report.void = report.void or of_nobody(grammar, hit, rule) or took_office(grammar, hit, rule)
        if rule.id == "raise-verb" and sold_for(grammar, hit.head):
            report.kind, report.companies, report.investors = "acquisition", [], []
            report.weight = 0.4
        report.offered = rule.id == "raise-verb" and raised_by_offer(grammar, hit.head)
        report.unnamed = rule.deal in ("acquisition", "stake") and leaves_buyer_unnamed(grammar, hit, rule, report)
        report.perfect = hit.head > 0 and any(
            tokens[c].lower in ("has", "have", "'s") for c in grammar.kids(hit.head, "aux")
        )
        return report

    @staticmethod
    def _is_habit(grammar: Grammar, hit: Hit, rule: TriggerRule, report: Report) -> bool:
        """ "Acme also sells a contraceptive": in prose a present without buyer and sum is trade, and no deal."""
        plain = grammar.tokens[hit.head].tag in ("VBZ", "VBP") and grammar.sentence.where == "text"
        return rule.id == "sell-verb" and plain and not report.acquirers and report.amount is None

    @staticmethod
    def _backshifted(grammar: Grammar, cue: Hit) -> bool:
        """ "Acme said that it had raised": reported speech, and no earlier event."""
        tokens = grammar.tokens
        if tokens[cue.first].lower != "had":
            return False
        return any(token.lower in SAYING for token in tokens[max(0, cue.first - 7) : cue.first])

    @staticmethod
    def _settled(grammar: Grammar, hit: Hit, rule: TriggerRule, report: Report, vote: Vote) -> Vote:
        """Money that named investors will give is agreed on; those who "are putting" it in have decided."""
        if rule.deal != "funding" or vote.rule != "tense" or vote.weight < 2 or vote.status != "planned":
            return vote
        governor = grammar.governor(hit.head) if not rule.verb else None
        if governor is not None and grammar.tokens[governor].lower in ("leading", "co-leading", "backing", "joining"):
            return replace(vote, status="completed")  # "Tern is leading our $5 million seed round"
        if not any(ref.kind == "name" for ref, _ in report.investors):
            return vote
        giving = rule.role_of("subject") == "investor" and grammar.tokens[hit.head].lower.endswith("ing")
        return replace(vote, status="completed" if giving else "announced")

    @staticmethod
    def _raised_for(grammar: Grammar, head: int, report: Report) -> None:
        """ "They raised $5m for their startup Forter", "it will raise $1bn for its unit": who gets the money."""
        for prep, target in grammar.prepositions(head):
            if prep != "for" or not any(
                grammar.tokens[c].lower in ("its", "their", "his", "her") for c in grammar.subtree(target)
            ):
                continue
            refs = [ref for ref in resolve_phrase(grammar, target, many=False) if ref.kind == "name"]
            if refs:
                report.companies = refs
                return

    @staticmethod
    def _is_crowd(grammar: Grammar, ref: Ref) -> bool:
        """Is the party a plural without names: "Chinese startups", "U.S. venture funds"?"""
        return ref.kind == "blank" and grammar.tokens[ref.first].tag in ("NNS", "NNPS")

    @staticmethod
    def _place(report: Report, role: str, refs: list[Ref]) -> None:
        if role != "company":
            # "AT&T's wireless arm" buys or sells for AT&T.
            refs = [ref.owner if ref.kind == "unit" and ref.owner is not None else ref for ref in refs]
        if role not in ("acquirer", "seller"):
            refs = [ref for ref in refs if ref.kind != "person"]
        target = {
            "company": report.companies,
            "acquirer": report.acquirers,
            "seller": report.sellers,
            "party": report.parties,
        }.get(role)
        if target is not None:
            target.extend(ref for ref in refs if ref not in target)
        else:
            known = {ref for ref, _ in report.investors}
            report.investors.extend((ref, role == "lead") for ref in refs if ref not in known)
