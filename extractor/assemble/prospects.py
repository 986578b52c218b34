"""What the trigger sentences of an article promise, before its other sentences are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from extractor.assemble.headings import HEADED, heading_of
from extractor.assemble.owners import may_name_owner
from extractor.assemble.report import ALONE, STAGED, Facet, Report, SentenceTelling
from extractor.normalize.names import LISTED
from extractor.records import Article, Prospect

BIDS = frozenset(
    {
        "bid-for",
        "bid-made",
        "bid-met",
        "gatecrash",
        "rebuff-by",
        "takeover-noun",
        "takeover-talks",
        "talks-over-bids",
    }
)
"""Rules whose words often leave out who is bid for."""
EARLY = 3
"""A purchase told by so late a sentence at most is one by its sum alone."""


def prospect_of(tellings: Sequence[SentenceTelling], blocks: Mapping[int, int], article: Article) -> Prospect:
    """What may become of an article (tables aside) in which these are all sentences that a trigger stands in.

    ``blocks``: which of the article's blocks each sentence stands in. A draft becomes a deal only where it has a
    company, and beside it a party, a sum or a stage; see :class:`~extractor.assemble.drafts.Drafter` and
    :class:`~extractor.assemble.build.Builder`. All reports come from the trigger sentences, so that what none of them
    has can only be added by a facet or a worth told elsewhere. Promises no less than these two can keep.
    """
    reports = [report for telling in tellings for report in telling.reports if not report.void]
    if not any(_may_have_company(report, blocks.get(report.sentence, -1), article) for report in reports):
        return "none"
    added = any(telling.valuations or any(_reaches(facet, reports) for facet in telling.facets) for telling in tellings)
    if added or not all(map(_is_bare, reports)) or not _sums_say_nothing(reports) or _text_adds(reports, article):
        return "deal"
    return "bare"


def _may_have_company(report: Report, block: int, article: Article) -> bool:
    """May a draft get its company from this report: named, in a heading, or whom a bid without an object is for?"""
    named = any(ref.kind != "blank" for ref in (*report.companies, *report.parties))
    blank = any(ref.kind == "blank" for ref in report.companies)
    leads = report.kind == "funding" and report.sentence <= 1 and blank  # see Drafter._name_leader
    bid = report.rule in BIDS and bool(report.acquirers)
    return named or leads or bid or heading_of(report, block, article) is not None


def _reaches(facet: Facet, reports: Iterable[Report]) -> bool:
    """May a facet be added to a draft that one of these reports makes or adds to? See :class:`Attacher`."""
    reports = list(reports)
    if not any(report.kind in facet.deals for report in reports):
        return False
    if facet.about is not None:
        return True
    sided = facet.role in ("acquirer", "seller")
    low, high = (0, 0) if sided else (-2, 12)
    return any(low <= facet.sentence - report.sentence <= high for report in reports)


def _is_bare(report: Report) -> bool:
    """Does it bring no party and no stage? A listing needs neither, nor does who is for sale."""
    parties = [*report.acquirers, *report.sellers, *(investor for investor, _ in report.investors)]
    merging = [ref for ref in report.parties if ref.kind != "blank"]
    known = any(ref.kind != "blank" for ref in parties) or len(merging) > 1
    staged = report.stage is not None or report.rule in STAGED
    alone = report.kind == "ipo" or report.rule in ALONE
    return not alone and not staged and not known and not report.unnamed


def _sums_say_nothing(reports: Iterable[Report]) -> bool:
    """Have they no sums, or only those of purchases that are told so late that a sum makes no deal of them?"""
    reports = list(reports)
    if not any(report.amount or report.sums for report in reports):
        return True
    return all(report.kind not in HEADED and report.sentence > EARLY for report in reports)


def _text_adds(reports: Iterable[Report], article: Article) -> bool:
    """May the mere text add a stage (of a listed company) or a seller (an owner)?"""
    texts = (article.title, article.text)
    if any(report.kind == "funding" for report in reports) and any(map(LISTED.search, texts)):
        return True
    return any(map(may_name_owner, texts))
