"""Does a report tell again the deal of a draft, or another one?"""

from __future__ import annotations

from collections.abc import Callable

from extractor.assemble.companies import Company
from extractor.assemble.control import CONTROL
from extractor.assemble.draft import Draft
from extractor.assemble.parties import Ref
from extractor.assemble.report import Report
from extractor.assemble.sums import is_stated, same_sum
from extractor.records import Mention

WORDS_FOR_ANY_PURCHASE = ("acquisition-noun", "sale-noun", "deal-worth", "pay-for")
"""Rules whose words may also tell the purchase of a part."""

GIVEN = ("invest-verb", "investment-in", "lend-to")
"""Rules of money that somebody puts into a company, which a listing is not told with."""
RAISING = ("funding", "ipo", "fund")
"""Kinds that are all told with "raise"."""


def _is_empty(report: Report) -> bool:
    """Does a telling name nobody and no sum?"""
    return not (report.companies or report.acquirers or report.sellers or report.amount or report.stake)


class Likeness:
    """Compares reports with drafts.

    ``company_of`` gives the company that a party stands for; ``one_hand`` says whether two act as one.
    """

    def __init__(
        self, company_of: Callable[[Ref], Company | None], one_hand: Callable[[Company, Company], bool]
    ) -> None:
        self._company_of = company_of
        self._one_hand = one_hand

    def fit(self, draft: Draft, report: Report, company: Company | None, amount: Mention | None, *, main: bool) -> int:
        """How well the report fits the draft; 0 if it tells another deal. ``main``: is it the article's first?"""
        same_kind = draft.kind == report.kind
        if not same_kind and not any(draft.kind in alike and report.kind in alike for alike in (CONTROL, RAISING)):
            same = self._same_control(draft, report, company) or self._same_listing(draft, report)
            return 2 if same or self._same_holding(draft, report, company) else 0
        if self._other_share(draft, report, company):
            return 0
        told_now = not draft.past and not any(told.long_ago for told in draft.reports)
        if report.long_ago and told_now and report.kind in CONTROL and report.acquirers and report.sentence > 0:
            return 0  # "bought it in 2007", of what is for sale now
        same_company = company is not None and company is draft.company
        crossed = (
            "merger" in (report.kind, draft.kind)
            and company is not None
            and any(company is acquirer for acquirer, _, _ in draft.acquirers)
            and (not report.acquirers or any(self._company_of(ref) is draft.company for ref in report.acquirers))
        )
        headline = draft.first == 0 and draft.last == 0 and report.sentence <= 2
        unnamed = draft.company_refs and all(ref.kind == "unit" for ref in draft.company_refs)
        if unnamed and draft.first == 0 and draft.acquirers and report.acquirers and report.sellers:
            headline = True  # the headline's "lighting unit" has its name in the body
        others = company is not None and draft.company is not None and not same_company and not crossed
        if others and not (headline and self._retold(draft, report, amount)) and not named_unit(draft, report):
            return 0
        distance = report.sentence - draft.last
        if (
            not same_kind
            and draft.kind in RAISING
            and not (same_company and (draft.first == 0 or distance <= 1) and not (draft.amounts and amount is None))
            and not (same_company and draft.kind == "ipo" and draft.first == 0 and not report.investors)
        ):
            # "raised $5 billion" after "its IPO" is the IPO only where the two stand together.
            return 0
        if company is None or draft.company is None:
            # A telling without a company belongs to what was told just before, or to the main deal.
            near = distance <= 2 or (main and distance <= 12)
            if not near:
                return 0
            if report.past and not draft.past and draft.kind in CONTROL and distance > 0 and _is_empty(report):
                return 0  # "fans who bought in the 2001 issue": nobody's purchase of nothing
            if report.past and not draft.past and draft.kind in CONTROL and distance > 2:
                return 0  # "it previously bought, and later sold, a 15 percent stake", late in an article
        if (
            draft.kind == "ipo"
            and report.kind != "ipo"
            and distance > 0
            and (report.investors or report.past or report.rule in GIVEN)
        ):
            return 0  # who backed the company before it lists, and with how much, is no part of the listing
        if draft.company is None and company is not None and report.past and not draft.past and distance > 2:
            return 0  # an earlier deal of a company that has a name is not the news without one
        if draft.kind == "ipo" and report.round and distance > 0:
            return 0  # "it is seeking $3 billion in its latest round", in an article on its IPO
        equal = False
        known_sums = [known for known, _ in draft.amounts if is_stated(known)]
        if amount is not None and is_stated(amount) and known_sums:
            # A headline rounds the price of one company; two rounds of one company may be as near.
            loose = same_company and draft.kind in CONTROL
            equal = any(same_sum(amount, known, rounded=loose) for known in known_sums)
            listed = draft.kind == "ipo" and same_company and draft.first == 0  # a company goes public once
            if (
                not equal
                and not listed
                and not (draft.kind in CONTROL and same_company and self._share_acquirer(draft, report))
            ):
                return 0
        if report.stage is not None and report.stage.value.strength == "explicit":
            stages = {m.value.stage for m, *_ in draft.stages if m.value.strength == "explicit"}
            if stages and report.stage.value.stage not in stages and not equal:
                return 0
        late = same_company and distance <= 2 and amount is None
        named_late = late and report.stage is not None and not draft.stages
        # "Announcing the Saudi fund's investment", after the round: with no stage and no date it is no other.
        named_late = named_late or (late and report.stage is None and report.date is None)
        if draft.kind == "fund" == report.kind and report.past and not draft.past and report.date and distance > 0:
            return 0  # "it previously raised $5 million for its fifth fund in 2019": another fund, of the same size
        if draft.past != report.past and not equal and draft.kind not in CONTROL and distance > 0 and not named_late:
            return 0
        if self._sides_swapped(draft, report) or (self._other_holder(draft, report) and not equal):
            return 0
        if self._unnamed_buyers(draft) and report.sentence > 1 and (report.past or (amount is not None and not equal)):
            named = [ref for ref in report.acquirers if ref.kind == "name"]
            if named or report.sellers:
                return 0  # "nine banks buy a stake"; "Tern bought it for $385 million", years before
        # "Sells its stake to Spain", in a headline: the Spanish buyer has its name below.
        placed = draft.first == 0 and all(company.is_country() for company, _, _ in draft.acquirers)
        rivals = (
            draft.acquirers
            and not placed
            and report.acquirers
            and not self._share_acquirer(draft, report)
            and not crossed
        )
        if rivals and not (headline and same_company):
            return 0
        return 1 + 4 * same_company + 3 * equal + 2 * same_kind + (distance == 0)

    def _same_control(self, draft: Draft, report: Report, company: Company | None) -> bool:
        """Is a majority investment also told as an investment? Then both words stand for one acquisition."""
        kinds = {draft.kind, report.kind}
        majority = report.rule.startswith("majority-") or any(r.rule.startswith("majority-") for r in draft.reports)
        minority = draft.first == 0 and report.minority
        if (
            kinds != {"funding", "acquisition"}
            or not (majority or minority)
            or company is None
            or company is not draft.company
        ):
            return False
        return report.sentence - draft.last <= 2 or report.sentence <= 3

    def _same_holding(self, draft: Draft, report: Report, company: Company | None) -> bool:
        """ "Finch takes Tallyho stake", and then "said it has made an investment in Tallyho"."""
        if draft.kind != "stake" or draft.first > 0 or report.rule not in GIVEN or report.sentence > 3:
            return False
        giving = [self._company_of(investor) for investor, _ in report.investors]
        return company is draft.company and any(buyer in giving for buyer, _, _ in draft.acquirers)

    def _same_listing(self, draft: Draft, report: Report) -> bool:
        """ "Go public through a merger with X": the listing and the merger are one."""
        if draft.kind == "ipo" and report.kind in ("merger", "acquisition") and report.sentence <= draft.first + 8:
            bought = [self._company_of(ref) for ref in (*report.companies, *report.parties)]
            merging = [told.sentence for told in draft.reports if told.rule == "list-by-merger"]
            if merging and (draft.company in bought or (report.kind == "merger" and report.sentence in merging)):
                return True
        if draft.kind != "ipo" or report.kind != "merger" or report.sentence != draft.last:
            return False
        return any(self._company_of(ref) is draft.company for ref in report.parties)

    def _sides_swapped(self, draft: Draft, report: Report) -> bool:
        """Does who buys in one sell in the other: the purchase that came before the sale?"""
        buying = [self._company_of(ref) for ref in report.acquirers]
        selling = [self._company_of(ref) for ref in report.sellers]
        return any(company is c for company, _, _ in draft.sellers for c in buying) or any(
            company is c for company, _, _ in draft.acquirers for c in selling
        )

    @staticmethod
    def _unnamed_buyers(draft: Draft) -> bool:
        """Is the purchase that of buyers whom its first sentences do not name: "nine banks"?"""
        buyers = [ref for report in draft.reports for ref in report.acquirers]
        return draft.kind in CONTROL and draft.first <= 1 and bool(buyers) and all(r.kind == "blank" for r in buyers)

    @staticmethod
    def _other_holder(draft: Draft, report: Report) -> bool:
        """ "Tern bought a stake"; "Finch sold its own", later on: shares change hands many times, to many buyers."""
        late = draft.kind == "stake" == report.kind and report.sentence > draft.first + 2
        return late and bool(report.sellers and draft.acquirers) and not (report.acquirers or draft.sellers)

    @staticmethod
    def _other_share(draft: Draft, report: Report, company: Company | None) -> bool:
        """Is a part bought earlier ("it already owns 18.8 percent") told beside the purchase of the whole?"""
        if {draft.kind, report.kind} != {"acquisition", "stake"} or (company is None and report.kind != "stake"):
            return False

        def small(mention: Mention | None) -> bool:
            value = mention.value.value if mention is not None else None
            return value is not None and value <= 50

        if report.kind == "stake":
            rest = report.majority and draft.last == 0  # "buys rest of Tallyho", then "the remaining 49 percent"
            return small(report.stake) and not draft.stakes and draft.first < report.sentence and not rest
        return any(small(mention) for mention, _ in draft.stakes) and report.rule not in WORDS_FOR_ANY_PURCHASE

    def _retold(self, draft: Draft, report: Report, amount: Mention | None) -> bool:
        """Does the first sentence tell the headline's deal again, though it names the company otherwise?"""
        if amount is not None and is_stated(amount) and any(same_sum(amount, known) for known, _ in draft.amounts):
            return draft.kind == report.kind
        unnamed = draft.company_refs and all(ref.kind == "unit" for ref in draft.company_refs)
        if unnamed and draft.sellers and report.sellers and not (draft.acquirers and report.acquirers):
            sellers = {seller.number for seller, _, _ in draft.sellers}
            return any((c := self._company_of(ref)) is not None and c.number in sellers for ref in report.sellers)
        return bool(draft.acquirers and report.acquirers) and self._share_acquirer(draft, report) and not draft.amounts

    def _share_acquirer(self, draft: Draft, report: Report) -> bool:
        if not draft.acquirers or not report.acquirers:
            return True
        known = {company.number for company, _, _ in draft.acquirers}
        named = [ref for ref in report.acquirers if ref.kind in ("name", "cell")]
        if not named:
            return True
        # "By Moss, a portfolio company of Tern": the headline may say that Tern buys.
        told = [company for ref in (*named, *report.owners) if (company := self._company_of(ref)) is not None]
        return any(
            company.number in known or any(self._one_hand(company, buyer) for buyer, _, _ in draft.acquirers)
            for company in told
        )


def named_unit(draft: Draft, report: Report) -> bool:
    """ "Tern's China unit raised $4 million", and then "Tern China's round": the unit has a name of its own below."""
    refs = draft.company_refs
    if draft.kind != report.kind or not refs or any(ref.kind != "unit" for ref in refs) or draft.first > 1:
        return False
    sorts = [ref.text.split()[0].casefold() for ref in refs]
    owners = [ref.owner.text.split()[0].casefold() for ref in refs if ref.owner is not None]
    for ref in report.companies:
        words = ref.text.casefold().split()
        if ref.kind == "name" and len(words) > 1 and words[0] in owners and words[-1] in sorts:
            return True
    return False
