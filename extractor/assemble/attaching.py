"""Parties, shares and worths that stand beside a deal, added to the draft that they speak of."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from extractor.assemble.companies import Company, Registry
from extractor.assemble.control import CONTROL
from extractor.assemble.draft import Draft
from extractor.assemble.parties import Ref
from extractor.assemble.report import SELLING, Facet, SentenceTelling, Worth
from extractor.normalize.names import name_key
from extractor.records import Mention

FACET_REACH = 4
"""A sentence about investors speaks of a deal at most so many sentences before it, unless it is the main deal."""
PLAIN = ("acquire-verb", *SELLING)
"""Rules of verbs whose subject buys or sells, whatever else it does."""
LISTED = ("ipo", "merger")
"""Deals that make the market value that they are told with."""


class Attacher:
    """Adds to drafts what other sentences say of their deals.

    ``drafts`` is the list that the drafter fills; ``company_of`` gives the company that a party stands for; ``focus``
    is whom "the company" means where nothing nearer is told.
    """

    def __init__(
        self,
        drafts: list[Draft],
        registry: Registry,
        company_of: Callable[[Ref], Company | None],
        focus: Company | None,
    ) -> None:
        self.drafts = drafts
        self._registry = registry
        self._company = company_of
        self._focus = focus
        self._early: list[Facet] = []
        self._owners: list[Facet] = []
        self._advisers: list[Company] = []
        self._early_worths: list[tuple[Worth, int]] = []

    def take(self, telling: SentenceTelling, here: Sequence[Draft]) -> None:
        """Add what a sentence says beside its deals, whose drafts are ``here``."""
        about = {kind for facet in telling.facets if not facet.same_sentence for kind in facet.deals}
        self._owners += [facet for facet in telling.facets if facet.about is not None]
        for facet in telling.facets:
            if facet.role == "adviser":
                self._advisers += [company for ref in facet.refs if (company := self._company(ref)) is not None]
                continue
            self._attach(facet, here, bound=facet.same_sentence and not about.intersection(facet.deals))
        for worth in telling.valuations:
            if not self._value(worth, telling, here):
                self._early_worths.append((worth, telling.number))
        for mention in () if here else telling.loose_stakes:
            self._share(mention, telling)

    def finish(self) -> None:
        """Add what was told before its deal, and whom the deals' companies belonged to."""
        self._attach_early()
        self._value_early()
        for draft in self.drafts:
            self._without_advisers(draft)
            self._without_bought(draft)
            self._add_owners(draft)

    def _without_advisers(self, draft: Draft) -> None:
        """ "Roe Advisers is pleased to announce the sale of Acme", and "acted as its adviser": it sells nothing."""
        for parties in (draft.acquirers, draft.sellers):
            parties[:] = [
                entry
                for entry in parties
                if entry[2] in PLAIN or not any(entry[0] is adviser for adviser in self._advisers)
            ]

    def _without_bought(self, draft: Draft) -> None:
        """ "Tern bought Tally, along with a stake in Oatcake": the other that the same buyer buys, and no buyer."""
        bought = [d.company for d in self.drafts if d is not draft and d.kind in CONTROL and d.company is not None]
        draft.acquirers[:] = [
            entry for entry in draft.acquirers if entry[2] != "bought-with" or not any(entry[0] is c for c in bought)
        ]

    def add_party(self, draft: Draft, target: list[tuple[Company, Ref, str]], ref: Ref, rule: str) -> None:
        company = self._company(ref)
        if ref.kind == "pointer" and target is draft.acquirers:
            company = self._buyer_before(ref) or company
        if ref.kind == "pointer" and company is None:
            company = self._pointed_party(draft, target)
        if company is None or company is draft.company or any(company is known for known, _, _ in target):
            return
        if (
            target is draft.sellers
            and rule == "agreed-with-seller"
            and any(company is c for c, _, _ in draft.acquirers)
        ):
            return  # "signed an agreement with Tern under which Tern will acquire the company"
        if company.official and target in (draft.acquirers, draft.sellers):
            return
        if (
            target is draft.acquirers
            and draft.first == 0
            and not company.is_country()
            and all(known.is_country() for known, _, _ in target)
        ):
            target.clear()  # a headline's country stood for a company of it
        target.append((company, ref, rule))

    def _pointed_party(self, draft: Draft, target: list[tuple[Company, Ref, str]]) -> Company | None:
        """Whom "the company" means as a party of a deal over another: the article's, or whoever buys that one."""
        main = self.drafts[0] if self.drafts else draft
        told_of = [main.company, *(seller for seller, _, _ in main.sellers)]
        bought = main.kind == "acquisition" and main is not draft
        bought = bought and (self._focus is None or any(self._focus is party for party in told_of))
        if target is draft.acquirers and bought and len(main.acquirers) == 1:
            buyer = main.acquirers[0][0]
            return buyer if buyer is not draft.company else None
        if self._focus is not None and self._focus is not draft.company:
            return self._focus
        if target is not draft.acquirers:
            return None
        return self._registry.only_other([draft.company, *(seller for seller, _, _ in draft.sellers)], draft.last + 1)

    def _buyer_before(self, ref: Ref) -> Company | None:
        """Whom "it plans to buy" speaks of: the one buyer of the purchase told in the sentence before."""
        near = [d for d in self.drafts if d.kind in CONTROL and 0 < ref.sentence - d.last <= 1 and d.acquirers]
        return near[-1].acquirers[0][0] if near and len(near[-1].acquirers) == 1 else None

    def add_investor(self, draft: Draft, ref: Ref, lead: bool, rule: str) -> None:
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
        fits = _told_by(facet, [draft for draft in here if draft.kind in facet.deals])
        if facet.rule in (
            "bought-with",
            "bids-with",
        ):  # "the purchase adds mills, alongside those of Finch": nobody buys here
            fits = [d for d in fits if any(r.acquirers for r in d.reports if r.sentence == facet.sentence)]
        # "A local investor will buy it. The investor, Jane Roe, ...", "The group, which includes Tern, ..."
        grouped = facet.rule == "group-includes"
        named = facet.rule in ("buyer-named", "seller-named") or grouped
        if not fits and (bound or (facet.role in ("acquirer", "seller") and not named)):
            return
        if not fits:
            near = [d for d in self.drafts if d.kind in facet.deals and 0 <= facet.sentence - d.last <= FACET_REACH]
            if not grouped:
                near = [d for d in near if not (named and (d.sellers if facet.role == "seller" else d.acquirers))]
            fits = sorted(near, key=lambda d: (d.past, -d.last))[:1]
        if not fits:
            fits = [d for d in self.drafts[:1] if d.kind in facet.deals and facet.sentence - d.first <= 12]
        if not fits:
            self._early.append(facet)
        for draft in fits:
            self._add_facet(draft, facet)

    def _add_facet(self, draft: Draft, facet: Facet) -> None:
        if facet.stage is not None and draft.kind == "funding" and not draft.stages and not draft.past:
            draft.stages.append((facet.stage, facet.rule, facet.sentence))
        for ref in facet.refs:
            if facet.role in ("acquirer", "seller"):
                target = draft.acquirers if facet.role == "acquirer" else draft.sellers
                self.add_party(draft, target, ref, facet.rule)
            else:
                self.add_investor(draft, ref, facet.role == "lead", facet.rule)

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
                    if self._is_buyers(ref, draft):
                        continue
                    if not any(self._company(ref) is buyer for buyer, _, _ in draft.acquirers):
                        self.add_party(draft, draft.sellers, ref, facet.rule)

    def _is_buyers(self, ref: Ref, draft: Draft) -> bool:
        """ "Tally is now a division of Moss Lighting, a unit of Tern", where Tern has bought Tally: no seller."""
        owner = self._company(ref)
        owners = [
            self._company(above)
            for facet in self._owners
            if facet.about is not None and facet.about.kind == "name" and self._company(facet.about) is owner
            for above in facet.refs
        ]
        return owner is not None and any(buyer is above for buyer, _, _ in draft.acquirers for above in owners)

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
        earlier = [d for d in here if d.past and d.company is not None]
        if worth.basis and earlier and len(earlier) == len(here):
            earlier[-1].valuations.append((worth.mention, worth.basis, telling.number))
            return True  # "it had secured $5 million, at a post-money valuation of $30 million"
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


def _told_by(facet: Facet, fits: list[Draft]) -> list[Draft]:
    """Of deals over several companies in the facet's sentence those over the one told last before it.

    "A raised $5m, B $7m in a round led by Finch" says nothing of A; all of them where it stands before them all.
    """
    if len(fits) < 2:
        return fits

    def told(draft: Draft) -> int:
        heads = (r.head for r in draft.reports if r.sentence == facet.sentence and r.head < facet.at)
        return max(heads, default=-1)

    nearest = max(map(told, fits))
    companies = [draft.company for draft in fits if told(draft) == nearest]
    before = [draft for draft in fits if told(draft) >= 0] or fits
    return [draft for draft in before if any(draft.company is company for company in companies)]


def _distance(draft: Draft, at: int, sentence: int) -> tuple[bool, int]:
    """How far from an offset a sentence tells a deal: what stands before it is nearer, another sentence farthest."""
    starts = [report.start for report in draft.reports if report.sentence == sentence]
    return min(((start > at, abs(start - at)) for start in starts), default=(True, 10**9))
