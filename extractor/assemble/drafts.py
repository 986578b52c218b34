"""One deal told in many sentences becomes one draft; different deals stay apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractor.assemble.companies import Company, Registry
from extractor.assemble.control import CONTROL
from extractor.assemble.draft import Draft
from extractor.assemble.likeness import Likeness
from extractor.assemble.parties import Ref
from extractor.assemble.report import Facet, Report, SentenceTelling, Worth
from extractor.assemble.words import BUILDINGS
from extractor.normalize.names import name_key
from extractor.records import Kind, Mention, Reading

RIVAL_BIDS = re.compile(r"\b(?:bids|offers|approaches|proposals)\b", re.IGNORECASE)

BIDS = frozenset({"bid-for", "takeover-noun", "takeover-talks"})
"""Rules whose words often leave out who is bid for."""

FACET_REACH = 4
"""A sentence about investors speaks of a deal at most so many sentences before it, unless it is the main deal."""


LISTED = ("ipo", "merger")
"""Deals that make the market value that they are told with."""
HEADED: tuple[Kind, ...] = ("funding", "fund")
"""Kinds of deal whose company a heading or a label may name alone."""
LABEL = re.compile(r"([A-Z0-9][\w&.'’+ -]{1,38}?)(?:\s*\([^)\n]{1,40}\))?\s*(?::|–|—| - )\s")
"""A company's name at the front of a list item: "Toboggan (Toronto): payroll for film crews"."""


def may_have_company(report: Report, *, blocks: bool) -> bool:
    """May a draft get its company from this report? No draft without a company becomes a deal.

    Says yes wherever :class:`Drafter` could find one: named by the report, in a heading (``blocks``: has the article
    any?), or whom a bid without an object is for. Articles of which no report may are not read further.
    """
    if report.void:
        return False
    named = any(ref.kind != "blank" for ref in (*report.companies, *report.parties))
    headed = blocks and report.kind in HEADED
    return named or headed or (report.rule in BIDS and bool(report.acquirers))


class Drafter:
    """Gathers the reports of an article into drafts."""

    def __init__(self, reading: Reading, registry: Registry) -> None:
        self._reading = reading
        self._registry = registry
        self._likeness = Likeness(self._company)
        self.drafts: list[Draft] = []
        self._focus: Company | None = None
        self._early: list[Facet] = []
        self._owners: list[Facet] = []
        self._early_worths: list[tuple[Worth, int]] = []
        self._blocks = {sentence.number: sentence.block for sentence in reading.sentences}

    def gather(self, tellings: Iterable[SentenceTelling]) -> list[Draft]:
        """All drafts of the article, in the order in which they are first told."""
        tellings = list(tellings)
        self._focus = self._main_company(tellings)
        for telling in tellings:
            here: list[Draft] = []
            for report in sorted(telling.reports, key=lambda r: (r.weight < 0.5, r.head, r.rule)):
                if report.void or self._so_far(report):
                    continue
                for told in self._rivals(report):
                    here += self._place(told, telling)
            about = {kind for facet in telling.facets if not facet.same_sentence for kind in facet.deals}
            self._owners += [facet for facet in telling.facets if facet.about is not None]
            for facet in telling.facets:
                self._attach(facet, here, bound=facet.same_sentence and not about.intersection(facet.deals))
            for worth in telling.valuations:
                if not self._value(worth, telling, here):
                    self._early_worths.append((worth, telling.number))
            for mention in () if here else telling.loose_stakes:
                self._share(mention, telling)
        self._attach_early()
        self._value_early()
        for draft in self.drafts:
            self._add_owners(draft)
        return self.drafts

    def _main_company(self, tellings: Sequence[SentenceTelling]) -> Company | None:
        """Whom "the company" means: the company of the first deal told that has one."""
        for telling in tellings[:6]:
            for report in telling.reports:
                for ref in report.companies:
                    company = self._company(ref)
                    if company is not None and not company.is_person() and not self._registry.is_place(company):
                        return company
        return self._protagonist()

    def _protagonist(self) -> Company | None:
        """Whom an article is about that tells of "the company" only: the name that comes most often, early on."""
        text = self._reading.article.text
        best: tuple[int, int, Company] | None = None
        candidates = 0
        for company in self._registry.companies:
            if company.is_person() or self._registry.is_place(company) or company.first > 3:
                continue
            count = max((text.count(name) for name in company.names), default=0)
            candidates += count > 0
            if count >= 1 and (best is None or (count, -company.first) > (best[0], -best[1])):
                best = (count, company.first, company)
        return best[2] if best and (best[0] >= 2 or candidates == 1) else None

    def _company(self, ref: Ref) -> Company | None:
        if ref.kind in ("pointer", "blank"):
            return None
        if ref.kind in ("unit", "heading", "cell"):
            return self._registry.of_text(ref.text)
        return self._registry.find(ref)

    def _so_far(self, report: Report) -> bool:
        """ "The company has raised $20 million": late in an article, without a round or a date, that is a total."""
        return report.perfect and report.sentence > 3 and not (report.stage or report.investors or report.date)

    def _pointed(self, report: Report) -> Company | None:
        """Whom "the company" means here: the company told of just before, else the article's main one.

        Never the buyer where it stands for what is bought.
        """
        sentence = report.sentence
        buyers = [self._company(ref) for ref in report.acquirers]
        near = [d for d in self.drafts if d.company is not None and 0 <= sentence - d.last <= 2 and d.first > 0]
        near = [d for d in near if not any(d.company is buyer for buyer in buyers)]
        latest = max(near, key=lambda d: d.last, default=None)
        if latest is not None:
            return latest.company
        return None if any(self._focus is buyer for buyer in buyers) else self._focus

    def _target(self, report: Report, telling: SentenceTelling) -> Company | None:
        """Whom a bid without an object is for: the company of the headline, where the sentence names only bidders."""
        focus = self._focus
        if focus is None or not focus.in_title or not report.acquirers:
            return None
        buyers = [self._company(ref) for told in telling.reports for ref in told.acquirers]
        if any(focus is buyer for buyer in buyers):
            return None
        named = [company for ref in telling.names if (company := self._registry.find(ref)) is not None]
        others = [c for c in named if c is not focus and not any(c is buyer for buyer in buyers)]
        return None if any(not (c.is_person() or self._registry.is_place(c)) for c in others) else focus

    def _place(self, report: Report, telling: SentenceTelling) -> list[Draft]:
        if report.kind == "merger":
            parties = [ref for ref in report.parties if ref.kind != "blank"]
            report.companies, report.acquirers = parties[:1], parties[1:2]
        refs: list[Ref | None] = list(report.companies)
        if not refs:
            heading = self._heading(report)
            refs = [heading] if heading is not None else [None]
        named = [ref for ref in refs if ref is not None and ref.kind in ("name", "unit", "heading", "cell")]
        if named:
            refs = list(named)
        if len(refs) > 1 and report.kind not in ("funding", "ipo", "acquisition"):
            refs = refs[:1]
        amounts = self._shares(report, len(refs))
        out = []
        for index, ref in enumerate(refs):
            company = self._company(ref) if ref is not None else None
            if ref is not None and ref.kind == "pointer":
                company = self._pointed(report)
            if company is not None and self._unfit(company, report):
                company = None
                if ref is not None and len(refs) == 1:
                    ref = None
            draft = self._find(report, company, amounts[index])
            if draft is None and company is None and report.rule in BIDS:
                company = self._target(report, telling)
                draft = self._find(report, company, amounts[index]) if company is not None else None
            if draft is None and report.weight < 0.5 and company is None:
                continue  # what "the deal is worth", without the deal
            if draft is None:
                draft = Draft(report.kind, company, past=report.past)
                self.drafts.append(draft)
            self._fill(draft, report, company, ref, amounts[index])
            out.append(draft)
        return out

    def _heading(self, report: Report) -> Ref | None:
        """The company that heads a round-up's item: the heading above its paragraph, or the label it begins with."""
        blocks = self._reading.article.blocks
        block = self._blocks.get(report.sentence, -1)
        if report.kind not in HEADED or block < 0:
            return None
        text = self._reading.article.text
        label = LABEL.match(text, blocks[block].start, blocks[block].end)
        if label:
            return Ref(label[1].strip(), label.start(1), label.end(1), report.sentence, "heading")
        above = blocks[block - 1] if block else None
        if above is None or above.kind != "heading":
            return None
        words = text[above.start : above.end].split()
        if not 0 < len(words) <= 5 or not all(word[0].isupper() or word[0].isdigit() for word in words):
            return None
        return Ref(text[above.start : above.end], above.start, above.end, report.sentence, "heading")

    @staticmethod
    def _shares(report: Report, n: int) -> list[Mention | None]:
        """The sum of each of n companies: in turn where there are as many sums as companies, else the same for all."""
        if n > 1 and len(report.sums) == n:
            return list(report.sums)
        return [report.amount] * n

    def _rivals(self, report: Report) -> list[Report]:
        """ "A and B prepare rival bids": as many deals as bidders; one bid by both is one."""
        words = self._reading.article.text[report.start : report.end] if report.sentence else ""
        if report.kind != "acquisition" or len(report.acquirers) < 2 or not RIVAL_BIDS.search(words):
            return [report]
        return [replace(report, acquirers=[buyer]) for buyer in report.acquirers]

    def _unfit(self, company: Company, report: Report) -> bool:
        if self._registry.is_place(company):
            return True
        if report.kind in CONTROL and company.name.lower().split()[-1] in BUILDINGS:
            return True
        if report.kind == "ipo" and company.name.lower().split()[-1] in ("exchange", "market", "bourse"):
            return True
        return company.is_person()  # people are neither bought nor listed

    def _find(self, report: Report, company: Company | None, amount: Mention | None) -> Draft | None:
        """The draft that this report tells again; the latest that fits best."""
        best: tuple[int, int, Draft] | None = None
        for index, draft in enumerate(self.drafts):
            fit = self._likeness.fit(draft, report, company, amount, main=index == 0)
            if fit > 0 and (best is None or (fit, index) > (best[0], best[1])):
                best = (fit, index, draft)
        return best[2] if best else None

    def _fill(
        self, draft: Draft, report: Report, company: Company | None, ref: Ref | None, amount: Mention | None
    ) -> None:
        crossed_in = report.kind == "merger" or draft.kind == "merger"
        draft.reports.append(report)
        if draft.kind == "funding" and report.kind in ("ipo", "fund"):
            draft.kind = report.kind
        if {draft.kind, report.kind} == {"funding", "acquisition"} and report.minority:
            draft.kind = "funding"
            for party, ref, rule in draft.acquirers:
                if not any(party is known for known, _, _, _ in draft.investors):
                    draft.investors.append((party, ref, False, rule))
            draft.acquirers = []
        elif {draft.kind, report.kind} == {"funding", "acquisition"}:
            draft.kind = "acquisition"
            draft.acquirers += [(c, ref, rule) for c, ref, _, rule in draft.investors]
            draft.investors = []
            report.acquirers = report.acquirers or [ref for ref, _ in report.investors]
            report.investors = []
        if draft.kind == "merger" and report.kind == "acquisition" and company is not None:
            # An acquisition says which of the two is bought; a merger does not.
            if company is not draft.company:
                draft.company = company
                draft.acquirers = [entry for entry in draft.acquirers if entry[0] is not company]
                draft.company_refs = []
            draft.kind = "acquisition"
        sold = [seller for seller in report.sellers if self._company(seller) is draft.company is not company]
        if company is not None and sold:
            # "Harwell buys Pittman unit", then "Harwell buys the Quikseal division of Pittman".
            draft.company, draft.company_refs = company, []
        retold = draft.first == 0 and draft.last == report.sentence and company is not draft.company and not crossed_in
        if draft.company is not None and draft.company.in_body and not (ref is not None and ref.kind == "unit"):
            retold = False  # the body knows the headline's company: the sentence was misread
        if draft.company is None or (retold and company is not None):
            # The body's name for the company is fuller than the headline's.
            draft.company = company
            draft.company_refs = []
        if company is not None and company is draft.company and ref is not None:
            draft.company_refs.append(ref)
        draft.past = draft.past and report.past
        if amount is not None:
            draft.amounts.append((amount, report))
        if report.stage is not None:
            draft.stages.append((report.stage, report))
        if report.stake is not None:
            draft.stakes.append((report.stake, report.sentence))
        if report.vote is not None:
            draft.votes.append(report.vote)
        if report.date is not None:
            draft.dates.append((report.date, report))
        for investor, lead in report.investors:
            self._add_investor(draft, investor, lead, report.rule)
        crossed = report.kind == "merger" and company is not draft.company
        if report.rule == "acquisition-noun" and draft.acquirers and not report.sellers:
            # "Roe Advisers is pleased to announce the acquisition of Acme by Tern": an adviser tells of it, too.
            known = {acquirer.number for acquirer, _, _ in draft.acquirers}
            buyers = {buyer.number for told in report.acquirers if (buyer := self._company(told)) is not None}
            report.acquirers = report.acquirers if known & buyers else []
        for refs, target in ((report.acquirers, draft.acquirers), (report.sellers, draft.sellers)):
            for named in () if crossed else refs:
                self._add_party(draft, target, named, report.rule)
        if company is not None and not draft.sellers and ref is not None:
            draft.sellers += [
                (self._registry.apart(seller), seller, report.rule)
                for seller in report.sellers
                if seller.kind == "name"
                and self._company(seller) is company
                and name_key(seller.text) != name_key(ref.text)
            ]

    def _add_party(self, draft: Draft, target: list[tuple[Company, Ref, str]], ref: Ref, rule: str) -> None:
        company = self._company(ref)
        if ref.kind == "pointer" and target is draft.acquirers:
            company = self._buyer_before(ref) or company
        if ref.kind == "pointer" and company is None and self._focus is not draft.company:
            company = self._focus
        if company is None or company is draft.company or any(company is known for known, _, _ in target):
            return
        target.append((company, ref, rule))

    def _buyer_before(self, ref: Ref) -> Company | None:
        """Whom "it plans to buy" speaks of: the one buyer of the purchase told in the sentence before."""
        near = [d for d in self.drafts if d.kind in CONTROL and 0 < ref.sentence - d.last <= 1 and d.acquirers]
        return near[-1].acquirers[0][0] if near and len(near[-1].acquirers) == 1 else None

    def _add_investor(self, draft: Draft, ref: Ref, lead: bool, rule: str) -> None:
        company = self._company(ref)
        if company is None or company is draft.company or self._registry.is_place(company):
            return
        key = name_key(ref.text)
        for index, (known, known_ref, known_lead, known_rule) in enumerate(draft.investors):
            other = name_key(known_ref.text)
            if known is company or key.startswith(other + " ") or other.startswith(key + " "):
                if lead and not known_lead:
                    draft.investors[index] = (known, known_ref, True, rule if lead else known_rule)
                return
        draft.investors.append((company, ref, lead, rule))

    def _attach(self, facet: Facet, here: Sequence[Draft], *, bound: bool) -> None:
        """Add a facet's parties to the deal it speaks of: in this sentence, just before, the main one, or the next.

        ``bound``: only in this sentence.
        """
        if facet.about is not None:
            return
        fits = [draft for draft in here if draft.kind in facet.deals]
        if not fits and (bound or facet.role in ("acquirer", "seller")):
            return
        if not fits:
            near = [d for d in self.drafts if d.kind in facet.deals and 0 <= facet.sentence - d.last <= FACET_REACH]
            fits = sorted(near, key=lambda d: (d.past, -d.last))[:1]
        if not fits:
            fits = [d for d in self.drafts[:1] if d.kind in facet.deals and facet.sentence - d.first <= 12]
        if not fits:
            self._early.append(facet)
        for draft in fits:
            self._add_facet(draft, facet)

    def _add_facet(self, draft: Draft, facet: Facet) -> None:
        for ref in facet.refs:
            if facet.role in ("acquirer", "seller"):
                target = draft.acquirers if facet.role == "acquirer" else draft.sellers
                self._add_party(draft, target, ref, facet.rule)
            else:
                self._add_investor(draft, ref, facet.role == "lead", facet.rule)

    def _add_owners(self, draft: Draft) -> None:
        """Who owned what is bought as a whole has sold it, where nobody else is said to."""
        small = [m for m, _ in draft.stakes if m.value.value is not None and m.value.value <= 50]
        if draft.kind != "acquisition" or draft.company is None or draft.sellers or small:
            return
        for facet in self._owners:
            about = facet.about
            if about is None or draft.kind not in facet.deals:
                continue
            near = about.kind != "name" and 0 <= about.sentence - draft.last <= 2
            if near or (about.kind == "name" and self._company(about) is draft.company):
                for ref in facet.refs:
                    if not any(self._company(ref) is buyer for buyer, _, _ in draft.acquirers):
                        self._add_party(draft, draft.sellers, ref, facet.rule)

    def _attach_early(self) -> None:
        """ "The round was led by Tern. Brightloom raised $5 million": facets told just before their deal."""
        for facet in self._early:
            after = [d for d in self.drafts if d.kind in facet.deals and 0 < d.first - facet.sentence <= 2]
            for draft in after[:1]:
                self._add_facet(draft, facet)

    def _share(self, mention: Mention, telling: SentenceTelling) -> None:
        """Add a percentage to the purchase or sale of a stake, told just before without one, in the same company."""
        named = [self._registry.find(ref) for ref in telling.names]
        for draft in reversed(self.drafts):
            part = any(report.kind == "stake" for report in draft.reports)
            if not part or draft.stakes or draft.past or not 0 <= telling.number - draft.last <= 4:
                continue
            if any(draft.company is company for company in named):
                draft.stakes.append((mention, telling.number))
                return

    def _value(self, worth: Worth, telling: SentenceTelling, here: Sequence[Draft]) -> bool:
        """Add a valuation to the deal it speaks of: one over the company whose worth it is, else one told just before.

        A listed company's market value says nothing of a deal but of its listing, or of what a merger makes.
        """
        known = [d for d in self.drafts if d.company is not None and not d.past]
        known = [d for d in known if worth.role != "market_value" or d.kind in LISTED]
        near = [d for d in known if d in here] or [d for d in known if 0 <= telling.number - d.last <= 3]
        owner = worth.owner
        if owner is not None and owner.kind in ("name", "unit"):
            company = self._company(owner)
            fits = [d for d in known if d.company is company]
        elif owner is not None:
            fits = near
        else:
            named = [company for ref in telling.names if (company := self._registry.find(ref)) is not None]
            fits = [d for d in near if d in here] or [d for d in known if any(d.company is c for c in named)]
            if not fits and not [c for c in named if not self._registry.is_place(c)]:
                fits = near
        if not fits:
            return False
        draft = min(reversed(fits), key=lambda d: _distance(d, worth.mention.start, telling.number))
        draft.valuations.append((worth.mention, worth.basis, telling.number))
        return True

    def _value_early(self) -> None:
        """ "The round valued Brightloom at $2 billion. It raised $90 million": a valuation just before its deal."""
        for worth, number in self._early_worths:
            after = [d for d in self.drafts if d.company is not None and not d.past and 0 < d.first - number <= 2]
            if worth.owner is not None and worth.owner.kind == "name":
                company = self._company(worth.owner)
                after = [d for d in after if d.company is company]
            elif worth.owner is None or worth.role == "market_value":
                continue
            for draft in after[:1]:
                draft.valuations.append((worth.mention, worth.basis, number))


def _distance(draft: Draft, at: int, sentence: int) -> tuple[bool, int]:
    """How far from an offset a sentence tells a deal: what stands before it is nearer, another sentence farthest."""
    starts = [report.start for report in draft.reports if report.sentence == sentence]
    return min(((start > at, abs(start - at)) for start in starts), default=(True, 10**9))
