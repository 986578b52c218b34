"""From drafts to deals: the values chosen, each with the words that say so."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from extractor.assemble.companies import Company, Registry
from extractor.assemble.control import CONTROL
from extractor.assemble.draft import Draft
from extractor.assemble.parties import Ref
from extractor.assemble.report import ALONE, SELLING, STAGED, Report, Vote
from extractor.assemble.sums import same_sum
from extractor.assemble.words import BUSINESSES
from extractor.normalize.dates import resolve_date
from extractor.normalize.names import clean_name, find_ticker
from extractor.records import (
    Article,
    Deal,
    Evidence,
    Investor,
    Kind,
    Money,
    Party,
    Reading,
    Status,
    Valuation,
    Where,
)

FIRM = re.compile(r"\b(?:Partners|Capital|Equity|Growth|Ventures?|Investors|Fund|Funds)\b")
"""In the name of an investment firm."""
EARLY = 2
"""So late a sentence at most may tell of the sale of a named unit to nobody named: others tell what might be sold."""
NEXT_WORD = re.compile(r"\s+([a-z]+)\b")
"""The small-letter word right behind a name."""
INTENT = re.compile(r"\b(?:letters? of intent|heads of (?:terms|agreement)|memorandum of understanding)\b", re.I)
"""What parties sign who have not agreed on a deal yet."""
MINORITY = re.compile(r"\bminority (?:growth |equity )?investment\b", re.IGNORECASE)
"""Of an investor who takes no control: private equity, where no other stage is told."""


def _leads(one: Company, other: Company) -> bool:
    """Of two that act as one, is the one to be named: the firm before its owner, the full name before the surname?"""
    if one.given != other.given:
        short = other if one.given else one
        full = one if one.given else other
        surname = any(key.endswith(" " + last) for key in full.keys for last in short.keys)
        return (one is full) if surname else (one is short)
    return one.number < other.number


class Builder:
    """Chooses each field of a draft and gathers its evidence."""

    def __init__(self, reading: Reading, registry: Registry) -> None:
        self._registry = registry
        self._reading = reading
        self._article: Article = reading.article
        self._where: dict[int, Where] = {s.number: s.where for s in reading.sentences}

    def build(self, drafts: Sequence[Draft]) -> list[tuple[Draft, Deal]]:
        """Each draft that holds enough, with its deal, in order; confidence is not yet set."""
        built: list[tuple[Draft, Deal]] = []
        seen: Counter[str] = Counter()
        for draft in drafts:
            deal = self._deal(draft, drafts)
            if deal is None:
                continue
            ordinal = seen[deal.id]
            seen[deal.id] += 1
            if ordinal:
                deal = deal.model_copy(update={"id": f"{deal.id}-{ordinal + 1}"})
            built.append((draft, deal))
        return built

    def _evidence(self, field: str, start: int, end: int, rule: str, sentence: int) -> Evidence:
        where = self._where.get(sentence, "text")
        source = self._article.title if where == "title" else self._article.text
        return Evidence(field=field, start=start, end=end, text=source[start:end], rule=rule, where=where)

    def _deal(self, draft: Draft, drafts: Sequence[Draft]) -> Deal | None:
        company = draft.company
        if company is None or not company.names:
            return None
        evidence: list[Evidence] = []
        refs = [ref for ref in draft.company_refs if ref.kind != "pointer"] or draft.company_refs
        for ref in refs[:2]:
            evidence.append(self._evidence("company", ref.start, ref.end, draft.reports[0].rule, ref.sentence))
        if not evidence:
            report = draft.reports[0]
            evidence.append(self._evidence("company", report.start, report.end, report.rule, report.sentence))
        kind = self._kind(draft)
        amount = self._amount(draft, evidence)
        stage, extension = self._stage(draft, kind, evidence)
        investors = self._investors(draft, evidence) if kind in ("funding", "fund", "ipo") else ()
        sold_by = [seller for seller, _, _ in draft.sellers]
        beside = [entry for entry in draft.acquirers if entry[2] != "bought-with" or entry[0] not in sold_by]
        acquirers = self._parties("acquirers", beside, evidence, company)
        sellers = self._parties("sellers", draft.sellers, evidence, company)
        if not self._enough(draft, kind, amount, stage, investors, acquirers, sellers):
            return None
        valuation = self._valuation(draft, evidence)
        stake = self._stake(draft, kind, evidence)
        status = self._status(draft, evidence)
        background = self._background(draft, drafts)
        if kind == "ipo" and background and amount is None and valuation is None:
            return None  # "which went public in 2010": that it is listed, and no news
        date = self._date(draft, background, evidence)
        for report in draft.reports[:1]:
            evidence.append(self._evidence("kind", report.start, report.end, report.rule, report.sentence))
        name = self._name(company, refs)
        key = "|".join(
            str(part) for part in (self._article.id, kind, name.lower(), amount and (amount.value, amount.low), stage)
        )
        return Deal(
            id=hashlib.sha256(key.encode()).hexdigest()[:16],
            kind=kind,
            company=Party(name=name),
            amount=amount,
            stage=stage,
            extension=extension,
            investors=investors,
            acquirers=acquirers if kind in ("acquisition", "stake", "merger", "ipo") else (),
            sellers=sellers if kind in ("acquisition", "stake") else (),
            valuation=valuation,
            stake_percent=stake,
            status=status,
            date=date,
            background=background,
            evidence=tuple(evidence),
        )

    @staticmethod
    def _name(company: Company, refs: Sequence[Ref]) -> str:
        return company.name

    def _is_unit(self, draft: Draft, ref: Ref) -> bool:
        """Is it a business by its phrase: "paint business", or, where the news is of it, "its Harrow Paints unit"?"""
        if ref.kind == "unit" or draft.first > EARLY:
            return ref.kind == "unit"
        source = self._article.title if self._where.get(ref.sentence) == "title" else self._article.text
        behind = NEXT_WORD.match(source, ref.end)
        return ref.kind == "name" and behind is not None and behind[1].lower() in BUSINESSES

    def _enough(
        self,
        draft: Draft,
        kind: Kind,
        amount: Money | None,
        stage: str | None,
        investors: Sequence[Investor],
        acquirers: Sequence[Party],
        sellers: Sequence[Party],
    ) -> bool:
        """Is there more than a company and a verb? What suffices must also do for :func:`prospect_of`."""
        if kind in ("funding", "fund"):
            return bool(amount or stage or investors)
        if kind in ("acquisition", "stake"):
            goods = all(report.rule == "sell-verb" for report in draft.reports)
            if goods and not acquirers and not amount and not any(self._is_unit(draft, r) for r in draft.company_refs):
                return False  # "Sprint is selling the phone"
            alone = draft.first <= 1 and any(report.rule in ALONE for report in draft.reports)
            return bool(acquirers or sellers or (amount and draft.first <= 3) or alone)
        if kind == "merger":
            return bool(acquirers)
        return True

    @staticmethod
    def _kind(draft: Draft) -> Kind:
        kinds = Counter(report.kind for report in draft.reports)
        kind = draft.kind
        if kind in ("acquisition", "stake", "merger"):
            majority = any(report.majority for report in draft.reports)
            percents = [m.value.value for m, _ in draft.stakes if m.value.value is not None]
            bought = sum(report.kind == "acquisition" and bool(report.companies) for report in draft.reports)
            mutual = draft.reports[0].rule == "merge-verb" or not bought
            if kind == "merger" or (kinds["merger"] > kinds["acquisition"] + kinds["stake"] and mutual):
                return "merger"
            if majority or (percents and percents[0] > 50):
                return "acquisition"
            told = draft.reports[0]
            if told.rule in SELLING and not told.companies:
                # "Sells $7 billion in stock" says less than "$7 billion of shares in Tally".
                told = next((report for report in draft.reports if report.companies), told)
            body = [report for report in draft.reports if report.sentence > 0 and report.companies]
            if told.sentence == 0 and told.rule == "acquire-verb" and body:
                # "Berkshire buys Oatcake, Tallyho", of which the body says that it revealed a stake in each.
                told = body[0] if all(report.kind == "stake" for report in body) else told
            if percents or told.kind == "stake":
                return "stake"
            return "acquisition"
        return kind

    def _amount(self, draft: Draft, evidence: list[Evidence]) -> Money | None:
        """The sum told most often; of equals the first."""
        if not draft.amounts:
            return self._worth(draft, evidence)
        stated = [(m, r) for m, r in draft.amounts if m.value.money.value is not None or m.value.money.low is not None]
        pool = stated or draft.amounts
        loose = draft.kind in CONTROL
        counts = [sum(same_sum(m, other, rounded=loose) for other, _ in pool) for m, _ in pool]
        best = max(range(len(pool)), key=lambda i: (counts[i], -i))
        # The body's words prove more than the headline's.
        told = pool[best][0]
        same = [entry for entry in pool if same_sum(entry[0], told, rounded=loose)]
        same = [(m, r) for m, r in same if self._where.get(r.sentence) == "text"]
        mention, report = same[0] if same else pool[best]
        evidence.append(self._evidence("amount", mention.start, mention.end, report.rule, report.sentence))
        money: Money = mention.value.money
        return money

    def _worth(self, draft: Draft, evidence: list[Evidence]) -> Money | None:
        """What a whole company that is bought is valued at is what is paid for it, where no other sum is told."""
        if draft.kind != "acquisition" or not draft.valuations or draft.stakes:
            return None
        mention, _, sentence = draft.valuations[0]
        evidence.append(self._evidence("amount", mention.start, mention.end, "money-valuation", sentence))
        money: Money = mention.value.money
        return money

    def _stage(self, draft: Draft, kind: Kind, evidence: list[Evidence]) -> tuple[str | None, bool]:
        if kind == "funding" and not draft.stages:
            return self._implied_stage(draft, evidence), False
        if kind != "funding":
            return None, False
        strong = [entry for entry in draft.stages if entry[0].value.strength == "explicit"] or draft.stages
        mention, rule, sentence = strong[0]
        extension = any(m.value.extension for m, *_ in draft.stages if m.value.stage == mention.value.stage)
        evidence.append(self._evidence("stage", mention.start, mention.end, rule, sentence))
        return mention.value.stage, extension

    def _implied_stage(self, draft: Draft, evidence: list[Evidence]) -> str | None:
        """What the words beside a round without a stage say: whose shares are listed raises after its listing."""
        lent = next((report for report in draft.reports if report.rule in STAGED), None)
        if lent is not None:
            evidence.append(self._evidence("stage", lent.start, lent.end, lent.rule, lent.sentence))
            return STAGED[lent.rule]
        names = draft.company.names if draft.company is not None else ()
        texts = [(1, self._article.text)] + ([(0, self._article.title)] if self._where.get(0) == "title" else [])
        for sentence, text in texts:
            found = find_ticker(text, names)
            if found is not None:
                evidence.append(self._evidence("stage", *found, draft.reports[0].rule, sentence))
                return "post_ipo"
        firms = [FIRM.search(company.name) for company, _, _, _ in draft.investors]
        for report in draft.reports if any(firms) else ():
            if report.minority and self._where.get(report.sentence) == "text":
                found_words = MINORITY.search(self._article.text, report.start, report.end + 60)
                if found_words:
                    evidence.append(self._evidence("stage", *found_words.span(), report.rule, report.sentence))
                    return "private_equity"
        return None

    def _investors(self, draft: Draft, evidence: list[Evidence]) -> tuple[Investor, ...]:
        out = []
        for company, ref, lead, rule in draft.investors:
            if company is draft.company:
                continue
            evidence.append(self._evidence("investors", ref.start, ref.end, rule, ref.sentence))
            out.append(Investor(name=clean_name(ref.text), lead=lead))
        return tuple(out)

    def _parties(
        self,
        field: str,
        parties: Sequence[tuple[Company, Ref, str]],
        evidence: list[Evidence],
        draft_company: Company | None,
    ) -> tuple[Party, ...]:
        out = []
        body = any(c.in_body and self._where.get(ref.sentence) == "text" for c, ref, _ in parties)
        for index, (company, ref, rule) in enumerate(parties):
            if body and not company.in_body:
                continue  # the headline's short name for a party that the body names in full
            others = [other for at, (other, _, _) in enumerate(parties) if at != index and other.in_body]
            if any(self._registry.are_one_hand(company, other) and _leads(other, company) for other in others):
                continue  # "Jane Roe's Tern Capital", "Roe" for "Jane Roe": one of them is enough
            selling = field == "sellers" and rule in (*SELLING, "stake-sale", "sale-noun")
            if company is draft_company or (self._registry.is_place(company) and not selling):
                continue  # states sell, they do not buy
            evidence.append(self._evidence(field, ref.start, ref.end, rule, ref.sentence))
            headline = self._where.get(ref.sentence) == "title" and company.in_body
            out.append(Party(name=company.name if headline or ref.kind == "pointer" else clean_name(ref.text)))
        return tuple(out)

    def _valuation(self, draft: Draft, evidence: list[Evidence]) -> Valuation | None:
        for mention, basis, sentence in draft.valuations:
            money: Money = mention.value.money
            if money.value is None or money.currency is None:
                continue
            if draft.kind == "ipo" and any(same_sum(mention, raised) for raised, _ in draft.amounts):
                continue  # "a $4 billion float", of what hopes to raise $4 billion
            evidence.append(self._evidence("valuation", mention.start, mention.end, "money-valuation", sentence))
            return Valuation(
                value=money.value, currency=money.currency, basis=basis if basis in ("pre", "post") else None
            )
        return None

    def _stake(self, draft: Draft, kind: Kind, evidence: list[Evidence]) -> Decimal | None:
        if not draft.stakes:
            return None
        mention, sentence = draft.stakes[0]
        evidence.append(self._evidence("stake_percent", mention.start, mention.end, "percent-stake", sentence))
        value: Decimal | None = mention.value.value
        return value

    def _status(self, draft: Draft, evidence: list[Evidence]) -> Status:
        if not draft.votes:
            return "completed"
        early = [
            v for v, r in zip(draft.votes, draft.reports, strict=False) if r.sentence <= draft.first + 6
        ] or draft.votes
        best: Vote = max(early, key=lambda vote: vote.weight)
        lead = [v for v in early if v.weight >= best.weight and v.sentence <= max(1, draft.first)]
        doubt = [v for v in lead if v.status in ("denied", "terminated", "rumored")]
        if doubt and best.status in ("planned", "announced"):
            best = doubt[-1]  # the headline announces, the first sentence says that it is denied
        if best.status == "planned" and best.rule == "status-talks":
            best = self._agreed(draft, early) or best
        if best.start >= 0:
            evidence.append(self._evidence("status", best.start, best.end, best.rule, best.sentence))
        return best.status

    def _of_intent(self, vote: Vote) -> bool:
        """Does the vote say that no more than a letter of intent is signed?"""
        words = self._article.text[vote.start : vote.end] if vote.start >= 0 and vote.sentence else ""
        return vote.status == "planned" and INTENT.search(words) is not None

    def _agreed(self, draft: Draft, votes: Sequence[Vote]) -> Vote | None:
        """The vote that says of a planned deal that it is agreed: it is approved, or the headline has its price."""
        if draft.kind not in ("acquisition", "merger") or any(self._of_intent(vote) for vote in votes):
            return None
        priced = any(report.amount is not None for report in draft.reports)
        for vote in votes:
            title = self._where.get(vote.sentence) == "title" and vote.rule == "tense" and vote.weight >= 2
            if vote.status == "announced" and (vote.rule == "status-approved" or (title and priced)):
                return vote
        return None

    def _background(self, draft: Draft, drafts: Sequence[Draft]) -> bool:
        if draft.first == 0:
            return False
        if draft.past:
            return True
        published = self._article.published
        if published:
            for mention, _ in draft.dates:
                date = resolve_date(mention.value.expr, published)
                if date and date[:4] < published[:4] and abs(int(published[:4]) - int(date[:4])) > 1:
                    return True
        titled = [d for d in drafts if d.first == 0]
        return bool(titled) and draft.first > 4 and draft not in titled

    def _dates(self, report: Report, draft: Draft, date: str) -> bool:
        """Does a report's date speak of its deal: the day of today's news, or of a deal that is told in passing?"""
        published = self._article.published
        if not report.dated:
            return published is not None and date[:7] == published[:7] and report.sentence <= 2
        return published is None or date[:7] == published[:7] or report.sentence <= 2 or draft.first > 2

    def _date(self, draft: Draft, background: bool, evidence: list[Evidence]) -> str | None:
        published = self._article.published
        for mention, report in draft.dates:
            date = resolve_date(mention.value.expr, published)
            if date is None or getattr(mention.value, "future", False):
                continue
            if published and date[:10] > published[:10] and not published.startswith(date):
                continue
            if not background and not self._dates(report, draft, date):
                continue
            if not background and published and published.startswith(date):
                return published[:10]
            evidence.append(self._evidence("date", mention.start, mention.end, report.rule, report.sentence))
            return date
        return published[:10] if published and not background else None
