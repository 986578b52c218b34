"""One deal told in many sentences becomes one draft; different deals stay apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from extractor.assemble.attaching import Attacher
from extractor.assemble.companies import Company, Registry
from extractor.assemble.control import CONTROL
from extractor.assemble.draft import Draft
from extractor.assemble.headings import heading_of
from extractor.assemble.likeness import RAISING, Likeness, named_unit
from extractor.assemble.parties import Ref
from extractor.assemble.prospects import BIDS
from extractor.assemble.report import Report, SentenceTelling
from extractor.assemble.speaker import person_before, says_we, speaker_of
from extractor.assemble.unnamed import name_buyers
from extractor.assemble.words import BUILDINGS
from extractor.assemble.works import is_about_art
from extractor.normalize.dates import resolve_date
from extractor.normalize.names import name_key
from extractor.records import Mention, Reading

RIVAL_BIDS = re.compile(r"\b(?:bids|offers|approaches|proposals)\b", re.IGNORECASE)
RIVAL = re.compile(r"\brivals?\b", re.IGNORECASE)
"""Between two bidders: the one bids against the other."""

MANY_PARTS = re.compile(r"\b(?:investments|positions|stakes|holdings)\b", re.IGNORECASE)
"""Parts of several companies: "new stakes in A and B"."""

DESCRIBED_AGAIN = frozenset({"brand", "chain", "network", "business", "website", "newspaper", "magazine", "franchise"})
"""What a company that has a name may be called when it is spoken of again."""

OFFERINGS = frozenset({"file-offering", "make-offering", "sell-new-shares"})
"""Rules of shares offered to the public, as those of a listing are."""

AUCTIONS = frozenset({"auction", "suitor", "contest-for", "suitors-circle", "search-for-owner"})
"""Rules of what is for sale to whoever bids most: every bid that the article tells is for it."""


def _lies_in(ref: Ref, whole: Ref) -> bool:
    return whole.start <= ref.start and ref.end <= whole.end and (ref.start, ref.end) != (whole.start, whole.end)


def is_long_ago(report: Report, published: str | None) -> bool:
    """Is it dated in a year before the last one, as a report of today's article never is?"""
    if report.date is None or not report.dated or published is None:
        return False
    date = resolve_date(report.date.value.expr, published)
    return date is not None and int(date[:4]) < int(published[:4]) - 1


class Drafter:
    """Gathers the reports of an article into drafts."""

    def __init__(self, reading: Reading, registry: Registry) -> None:
        self._reading = reading
        self._registry = registry
        self._company = registry.company_of
        self._likeness = Likeness(registry.company_of, registry.are_one_hand)
        self.drafts: list[Draft] = []
        self._tellings: list[SentenceTelling] = []
        self._focus: Company | None = None
        self._for_sale: Company | None = None
        self._attacher = Attacher(self.drafts, registry, self._company, None)
        self._sentences = {sentence.number: sentence for sentence in reading.sentences}

    def gather(self, tellings: Iterable[SentenceTelling]) -> list[Draft]:
        """All drafts of the article, in the order in which they are first told."""
        tellings = list(tellings)
        self._tellings = tellings
        self._focus = self._first_company(tellings, units=False)
        self._for_sale = self._first_company(tellings, units=True)
        if self._focus is None or self._for_sale is None:
            protagonist = self._protagonist()
            self._focus = self._focus or protagonist
            self._for_sale = self._for_sale or protagonist
        self._attacher = Attacher(self.drafts, self._registry, self._company, self._focus)
        for telling in tellings:
            here: list[Draft] = []
            for report in sorted(telling.reports, key=lambda r: (r.weight < 0.5, r.head, r.rule)):
                if report.void or self._so_far(report, telling.subjects) or (report.kind in CONTROL and self._of_art):
                    continue
                report.long_ago = is_long_ago(report, self._reading.article.published)
                for told in self._rivals(report):
                    here += self._place(told, telling)
            self._attacher.take(telling, here)
        self._attacher.finish()
        self._name_leader(tellings)
        name_buyers(
            self.drafts,
            tellings,
            self._registry,
            self._reading.article.text,
            lambda draft, ref, rule: self._attacher.add_party(draft, draft.acquirers, ref, rule),
        )
        self._name_protagonist()
        return self.drafts

    @cached_property
    def _of_art(self) -> bool:
        return is_about_art(self._reading.article.text)

    @cached_property
    def _speaker(self) -> Company | None:
        """Who "we" is where nobody is quoted."""
        return speaker_of(self._reading.article, self._registry, self._tellings)

    def _name_protagonist(self) -> None:
        """ "The former violinist sits on $5 million from Tern", under a headline that names her firm: whose it is."""
        told = [d for d in self.drafts if d.kind in RAISING and not d.past] or self.drafts
        nameless = [d for d in told if d.company is None and d.kind == "funding" and d.first <= 4 and d.amounts]
        nameless = [
            d
            for d in nameless
            if (d.investors or d.stages) and all(ref.kind == "blank" for r in d.reports for ref in r.companies)
        ]
        focus = self._focus
        if not nameless or len(told) > len(nameless) or focus is None or not focus.in_title or focus.is_person():
            return
        draft = nameless[0]
        if not any(party is focus for party, _, _, _ in draft.investors):
            draft.company = focus

    def _first_company(self, tellings: Sequence[SentenceTelling], *, units: bool) -> Company | None:
        """Whom "the company" means: the company of the first deal told that has one, if any of the first has.

        ``units``: may it be a unit without a name of its own, which bids are for but "the company" hardly ever is?
        """
        for telling in tellings[:6]:
            for report in telling.reports:
                for ref in report.companies:
                    if ref.kind == "unit" and not units:
                        if ref.owner is None:
                            continue
                        ref = ref.owner
                    company = self._company(ref)
                    if company is not None and not company.is_person() and not self._registry.is_place(company):
                        return company
        return None

    def _protagonist(self) -> Company | None:
        """Whom an article is about that tells of "the company" only: the name that comes most often, early on."""
        text = self._reading.article.text
        best: tuple[int, int, Company] | None = None
        candidates = 0
        for company in self._registry.companies:
            if company.is_person() or company.forename or self._registry.is_place(company) or company.first > 3:
                continue
            count = max((text.count(name) for name in company.names), default=0)
            candidates += count > 0
            count += 2 * (count > 0 and company.in_title)
            if count >= 1 and (best is None or (count, -company.first) > (best[0], -best[1])):
                best = (count, company.first, company)
        return best[2] if best and (best[0] >= 2 or candidates == 1) else None

    def _name_leader(self, tellings: Sequence[SentenceTelling]) -> None:
        """ "Bitcoin Exchange Raises $16m", "a start-up has raised $16m. Oatcake said ...": the round that an article
        leads with belongs to whom it names next, where no telling of it does."""
        leading = [
            d
            for d in self.drafts
            if d.company is None and d.kind == "funding" and d.first <= 1 and not d.past
            if any(ref.kind == "blank" for report in d.reports for ref in report.companies)
        ]
        if not leading or any(d.company is not None and d.kind == "funding" for d in self.drafts):
            return
        draft = leading[0]
        parties = [party for party, _, _, _ in draft.investors]
        for telling in tellings:
            if draft.first < telling.number <= draft.first + 3:
                for ref in telling.subjects:
                    company = self._registry.find(ref)
                    if company is None or company.is_person() or self._registry.is_place(company):
                        continue
                    if not any(company is party for party in parties):
                        draft.company = company
                        draft.company_refs.append(ref)
                        return

    def _so_far(self, report: Report, subjects: Sequence[Ref]) -> bool:
        """ "The company has raised $20 million", without a round or a date: a total where the news is another.

        That is late in an article, or behind a purchase that the article leads with.
        """
        if not report.perfect or report.stage or report.date or self._is_new(report, subjects):
            return False
        bought = bool(self.drafts) and self.drafts[0].kind in CONTROL and report.sentence > 1
        return (report.sentence > 3 and not report.investors) or (bought and report.kind == "funding")

    def _is_new(self, report: Report, subjects: Sequence[Ref]) -> bool:
        """Is the company one that this very sentence names first and is about, as the items of a round-up are?"""
        acting = {ref.start for ref in subjects}
        about = [r for r in report.companies if r.start in acting or r.first < 2 or report.kind in CONTROL]
        named = [company for ref in about if (company := self._company(ref))]
        rough = ("billions", "millions", "hundreds", "tens")
        told = report.amount is not None and len(named) == 1 and not report.amount.text.lower().startswith(rough)
        return told and named[0].first == report.sentence and not named[0].in_title

    def _pointed(self, report: Report) -> Company | None:
        """Whom "the company" means here: the company told of just before, else the article's main one.

        Never the buyer where it stands for what is bought, nor the seller of a part.
        """
        sentence = report.sentence
        buyers = [self._company(ref) for ref in report.acquirers]
        if report.kind == "stake" or report.rule == "exit-through":
            buyers += [self._company(ref) for ref in report.sellers]
        near = [d for d in self.drafts if d.company is not None and 0 <= sentence - d.last <= 2 and d.first > 0]
        near = [d for d in near if not any(d.company is buyer for buyer in buyers)]
        if report.kind in RAISING and self._focus is not None and self._focus.in_title and self._focus.in_body:
            # "The company" that takes money is no unit without a name where the headline's company has one.
            near = [d for d in near if not (d.company_refs and all(ref.kind == "unit" for ref in d.company_refs))]
        latest = max(near, key=lambda d: d.last, default=None)
        if latest is not None:
            return latest.company
        if self._focus is not None and self._focus.first > sentence and not self._focus.in_title:
            titled = [c for c in self._registry.companies if c.in_title and c.in_body and c.first <= sentence]
            titled = [c for c in titled if not (c.is_person() or self._registry.is_place(c))]
            return titled[0] if len(titled) == 1 and not any(titled[0] is buyer for buyer in buyers) else None
        if self._focus is not None and not any(self._focus is buyer for buyer in buyers):
            return self._focus
        givers = [self._company(investor) for investor, _ in report.investors]
        sellers = [self._company(seller) for seller in report.sellers]
        return self._registry.only_other([*buyers, *givers, *sellers], sentence)

    def _target(self, report: Report, telling: SentenceTelling) -> Company | None:
        """Whom a bid without an object is for: the company of the headline, where the sentence names only bidders."""
        if not report.acquirers:
            return None
        beaten = [told for told in telling.reports if told is not report and told.rule in BIDS and told.acquirers]
        for ref in (ref for told in beaten for ref in told.companies if ref.kind in ("name", "unit")):
            return self._company(ref)  # "the board backed Tern's offer, and Finch gatecrashed the deal"
        focus = self._for_sale
        if focus is None:
            return None
        # Of a part of the headline's company the first telling says who sells it.
        main = [draft for draft in self.drafts[:1] if draft.company is focus]
        owners = [seller for draft in main for seller, _, _ in draft.sellers if seller.in_title]
        buyers = [self._company(ref) for told in telling.reports for ref in told.acquirers]
        if any(focus is buyer or buyer in owners for buyer in buyers):
            return None
        if any(told.rule in AUCTIONS for draft in main for told in draft.reports):
            return focus
        if not focus.in_title and not owners:
            return None
        named = [company for ref in telling.names if (company := self._registry.find(ref)) is not None]
        others = [c for c in named if c is not focus and c not in owners and not any(c is buyer for buyer in buyers)]
        return None if any(not (c.is_person() or self._registry.is_place(c)) for c in others) else focus

    def _place(self, report: Report, telling: SentenceTelling) -> list[Draft]:
        if report.kind == "merger":
            parties = [ref for ref in report.parties if ref.kind != "blank"]
            report.companies, report.acquirers = parties[:1], parties[1:2]
        report.acquirers, report.sellers = self._named(report.acquirers), self._named(report.sellers)
        if report.rule in OFFERINGS and any(d.kind == "ipo" and d.first <= report.sentence for d in self.drafts):
            issuers = [issuer for told in report.companies if (issuer := self._company(told)) is not None]
            if all(any(d.kind == "ipo" and d.company is issuer for d in self.drafts) for issuer in issuers):
                report.kind = "ipo"  # "which filed for the sale of 4 mln shares in May": what it now withdraws
        refs: list[Ref | None] = list(report.companies)
        placed = bool(refs) and all(ref is not None and (ref.sort == "place" or ref.kind == "blank") for ref in refs)
        if not refs or placed:
            heading = heading_of(report, self._block_of(report), self._reading.article, listed=placed)
            refs = [heading] if heading is not None else (refs or [None])
        named = [ref for ref in refs if ref is not None and ref.kind in ("name", "unit", "heading", "cell")]
        # "Its Tally insurance arm": the name inside the unit's is no second company.
        named = [ref for ref in named if not any(ref is not whole and _lies_in(ref, whole) for whole in named)]
        if named:
            refs = list(named)
        listed = report.rule in ("stake-verb", "stake-sale") and MANY_PARTS.search(self._words(report)) is not None
        if len(refs) > 1 and report.kind not in ("funding", "ipo", "acquisition") and not listed:
            refs = refs[:1]
        if len(refs) == 2 and self._is_one(named):
            refs = refs[:1]
        if report.rule == "stage-told-after" and self._known_round(report):
            return []
        if report.rule == "labelled-sum" and refs == [None] and report.stage is not None:
            return []  # "its B round, RMB 150 million, was finished in May": the sum of no item of a list
        amounts = self._shares(report, len(refs))
        out: list[Draft] = []
        for index, ref in enumerate(refs):
            company = self._company(ref) if ref is not None else None
            if ref is not None and ref.kind == "pointer":
                us = says_we(ref, self._sentences.get(report.sentence))
                company = self._speaker if us else None
                if company is not None:
                    names = (name for told in self._tellings for name in told.names)
                    ref = next((name for name in names if self._registry.find(name) is company), ref)
                company = company or self._pointed(report)
            if ref is not None and ref.kind == "unit" and ref.owner is None and report.kind in CONTROL:
                company = self._described_before(ref) or company
            if company is not None and self._unfit(company, report, telling.subjects):
                company = None
                if ref is not None and len(refs) == 1:
                    ref = None
            if report.offered and company is None and any(d.kind == "ipo" for d in self.drafts[-1:]):
                report.kind = "ipo"  # "Tally priced its shares", and then "the offer raised £180 million"
            draft = self._find(report, company, amounts[index])
            if draft is not None and any(draft is other for other in out) and company is not draft.company:
                draft = None  # two bought together are two deals
            if company is None and draft is None and report.rule in BIDS:
                company = self._target(report, telling)
                draft = self._find(report, company, amounts[index]) if company is not None else None
            if draft is None and report.weight < 0.5 and company is None:
                continue  # what "the deal is worth", without the deal
            if draft is None:
                rivals = [
                    d for d in self.drafts if company is not None and d.company is company and report.rule in BIDS
                ]
                draft = Draft(report.kind, company, past=report.past)
                if (
                    rivals and ref is None
                ):  # a further bid for what another bids for: the same thing, of the same seller
                    draft.company_refs, draft.sellers = rivals[0].company_refs[:1], list(rivals[0].sellers)
                self.drafts.append(draft)
            self._fill(draft, report, company, ref, amounts[index])
            out.append(draft)
        return out

    def _known_round(self, report: Report) -> bool:
        """Is "the Series A" one that was told before with its stage?"""
        stage = report.stage.value.stage if report.stage is not None else None
        return stage is None or any(known.value.stage == stage for draft in self.drafts for known, _, _ in draft.stages)

    def _described_before(self, ref: Ref) -> Company | None:
        """ "VanderMoof has a new owner. Pedale bought the Dutch e-bike brand": what was named just before."""
        if ref.text.split()[-1].lower() not in DESCRIBED_AGAIN or not self._words_before(ref).endswith("the "):
            return None
        near = [d for d in self.drafts if d.kind == "acquisition" and ref.sentence - d.last == 1 and not d.acquirers]
        named = bool(near) and any(known.kind == "name" for known in near[-1].company_refs)
        return near[-1].company if named else None

    def _words_before(self, ref: Ref) -> str:
        return self._reading.article.text[max(0, ref.start - 12) : ref.start].lower() if ref.sentence else ""

    def _named(self, refs: Sequence[Ref]) -> list[Ref]:
        """The parties, with who "he" or "she" is: "Roe has given up. He sold all of his shares"."""
        told = [person_before(r.sentence, self._registry, self._tellings) if r.kind == "person" else r for r in refs]
        return [ref for ref in told if ref is not None]

    def _is_one(self, named: Sequence[Ref]) -> bool:
        """Does the body take for one name what a headline seems to join: "Moss Home Health and Hospice"?"""
        joined = name_key(" and ".join(ref.text for ref in named))
        return len(named) == 2 and any(joined in company.keys for company in self._registry.companies)

    @staticmethod
    def _shares(report: Report, n: int) -> list[Mention | None]:
        """The sum of each of n companies: in turn where there are as many sums as companies, else the same for all."""
        if n > 1 and len(report.sums) == n:
            return list(report.sums)
        return [report.amount] * n

    def _block_of(self, report: Report) -> int:
        sentence = self._sentences.get(report.sentence)
        return sentence.block if sentence is not None else -1

    def _words(self, report: Report) -> str:
        """The trigger's words in the body; nothing for a headline's."""
        return self._reading.article.text[report.start : report.end] if report.sentence else ""

    def _rivals(self, report: Report) -> list[Report]:
        """ "A and B prepare rival bids": as many deals as bidders; one bid by both is one."""
        if report.kind != "acquisition" or len(report.acquirers) < 2 or not report.sentence:
            return [report]
        text = self._reading.article.text
        first, last = report.acquirers[0].start, report.acquirers[-1].start
        both = text[max(0, first - len("both ")) : first].lower() == "both "
        apart = report.rule == "vie-for" or (report.rule in BIDS and (both or RIVAL.search(text[first:last])))
        if not apart and not RIVAL_BIDS.search(self._words(report)):
            return [report]
        sides: dict[int, list[Ref]] = {}
        for buyer in report.acquirers:
            sides.setdefault(buyer.group if buyer.group >= 0 else -2 - buyer.first, []).append(buyer)
        return [replace(report, acquirers=side) for side in sides.values()]

    def _unfit(self, company: Company, report: Report, subjects: Sequence[Ref]) -> bool:
        if self._registry.is_place(company):
            return True
        if report.kind in CONTROL and company.name.lower().split()[-1] in BUILDINGS:
            return True
        if report.kind == "ipo" and company.name.lower().split()[-1] in ("exchange", "market", "bourse"):
            return not any(self._registry.find(ref) is company for ref in subjects)
        return company.is_person() and report.kind != "fund"  # people are neither bought nor listed

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
        elif draft.kind == "stake" and report.kind == "funding":
            report.acquirers, report.investors = [ref for ref, _ in report.investors], []
        elif {draft.kind, report.kind} == {"funding", "acquisition"}:
            draft.kind = "acquisition"
            draft.acquirers += [(c, ref, rule) for c, ref, _, rule in draft.investors]
            draft.investors = []
            report.acquirers = report.acquirers or [ref for ref, _ in report.investors]
            report.investors = []
        if draft.kind == "merger" and report.kind == "acquisition" and company is not None:
            # An acquisition says which of the two is bought; a merger does not.
            if company is not draft.company:
                other, refs = draft.company, draft.company_refs
                draft.company = company
                draft.acquirers = [entry for entry in draft.acquirers if entry[0] is not company]
                draft.company_refs = []
                if other is not None and refs and not draft.acquirers and not report.acquirers:
                    draft.acquirers.append((other, refs[0], report.rule))  # the other of the two that were to merge
            draft.kind = "acquisition"
        sold = [seller for seller in report.sellers if self._company(seller) is draft.company is not company]
        if company is not None and sold:
            # "Harwell buys Pittman unit", then "Harwell buys the Quikseal division of Pittman".
            draft.company, draft.company_refs = company, []
        retold = draft.first == 0 and draft.last == report.sentence and company is not draft.company and not crossed_in
        if draft.company is not None and draft.company.in_body and not (ref is not None and ref.kind == "unit"):
            retold = False  # the body knows the headline's company: the sentence was misread
        if draft.company is None or ((retold or named_unit(draft, report)) and company is not None):
            # The body's name for the company is fuller than the headline's.
            draft.company = company
            draft.company_refs = []
        if company is not None and company is draft.company and ref is not None:
            draft.company_refs.append(ref)
        draft.past = draft.past and report.past
        if amount is not None:
            draft.amounts.append((amount, report))
        if report.stage is not None:
            draft.stages.append((report.stage, report.rule, report.sentence))
        if report.stake is not None:
            draft.stakes.append((report.stake, report.sentence))
        if report.vote is not None:
            draft.votes.append(report.vote)
        if report.date is not None:
            draft.dates.append((report.date, report))
        for investor, lead in report.investors:
            self._attacher.add_investor(draft, investor, lead, report.rule)
        crossed = report.kind == "merger" and company is not draft.company
        if report.rule == "acquisition-noun" and draft.acquirers and not report.sellers:
            # "Roe Advisers is pleased to announce the acquisition of Acme by Tern": an adviser tells of it, too.
            known = {acquirer.number for acquirer, _, _ in draft.acquirers}
            told_of = [*report.acquirers, *report.owners]
            buyers = {buyer.number for told in told_of if (buyer := self._company(told)) is not None}
            report.acquirers = report.acquirers if known & buyers else []
        for refs, target in ((report.acquirers, draft.acquirers), (report.sellers, draft.sellers)):
            for named in () if crossed else refs:
                self._attacher.add_party(draft, target, named, report.rule)
        if company is not None and not draft.sellers and ref is not None:
            draft.sellers += [
                (self._registry.apart(seller), seller, report.rule)
                for seller in report.sellers
                if seller.kind == "name"
                and self._company(seller) is company
                and name_key(seller.text) != name_key(ref.text)
            ]
