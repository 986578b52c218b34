"""One deal from the reports that tell it: each value by weight, each with those who say so, differences kept.

A report weighs its confidence, half where it mentions the deal only in passing. Sums that agree within what their
print allows support each other; the most precise of them is taken. Between values of one weight the later report
decides, then the value itself, so that nothing depends on the order of reports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from extractor.normalize.companies import compact, company_key, may_be
from extractor.normalize.days import day_range
from extractor.records import Deal, Evidence, Investor, Money, Party, Status, Valuation
from extractor.records.resolution import Canonical, Choice, Step, Told
from extractor.resolve.facts import read_facts
from extractor.resolve.matching import RateTable, compare_sums

_PROGRESS: dict[Status, int] = {
    "rumored": 0,
    "planned": 1,
    "announced": 2,
    "completed": 3,
    "terminated": 4,
    "denied": 4,
}
_P = TypeVar("_P", bound=Party)


def combine(reports: Sequence[Told], companies: Mapping[str, str], rates: RateTable | None) -> Canonical:
    """The deal that the reports tell; their order does not count. Raises ValueError without any report."""
    told = sorted(reports, key=lambda report: report.key)
    anchor = min(told, key=lambda report: (_day(report) or "9999", report.key))
    main = max(told, key=lambda report: (_weight(report), len(report.deal.evidence), _later(report), report.key))
    support: dict[str, tuple[str, ...]] = {}
    conflicts: dict[str, tuple[Choice, ...]] = {}

    def choose(field: str, read: Callable[[Deal], Any], same: Callable[[Any], Hashable] = lambda value: value) -> Any:
        groups: dict[Hashable, list[Told]] = defaultdict(list)
        for report in told:
            value = read(report.deal)
            if value is not None:
                groups[same(value)].append(report)
        if not groups:
            return None
        best, *others = sorted(groups.values(), key=lambda group: _rank(group, read), reverse=True)
        support[field] = tuple(report.key for report in best)
        if others:
            conflicts[field] = tuple(_choice(group, read) for group in others)
        return read(max(best, key=lambda report: (_weight(report), _later(report), report.key)).deal)

    kind = choose("kind", lambda deal: deal.kind)
    amount = _choose_amount(told, support, conflicts, rates)
    timeline = _timeline(told)
    support["status"] = timeline[-1].reports
    dates = [report for report in told if report.deal.date]
    date = _choose_date(dates, timeline[-1].status, support, conflicts)
    company = _merge_parties([(report, report.deal.company) for report in told], companies, one=True)[0]
    support["company"] = tuple(report.key for report in told)
    parties: dict[str, tuple[Any, ...]] = {}
    for field in ("investors", "acquirers", "sellers"):
        named = [(report, party) for report in told for party in getattr(report.deal, field)]
        parties[field] = _merge_parties(named, companies)
        if named:
            support[field] = tuple(dict.fromkeys(report.key for report, _ in named))
    deal = Deal(
        id=anchor.key,
        kind=kind,
        company=company,
        amount=amount,
        stage=choose("stage", lambda deal: deal.stage),
        extension=bool(choose("extension", lambda deal: deal.extension if deal.stage else None)),
        valuation=choose("valuation", lambda deal: deal.valuation, _valuation_key),
        stake_percent=choose("stake_percent", lambda deal: deal.stake_percent, lambda value: round(value, 1)),
        status=timeline[-1].status,
        date=date,
        background=all(report.deal.background for report in told),
        confidence=_confidence(told),
        **parties,
    )
    deal = deal.model_copy(update={"evidence": _evidence(main.deal, deal)})
    conflicts.pop("extension", None)
    return Canonical(
        deal=deal,
        main=main.key,
        reports=tuple(report.key for report in told),
        timeline=timeline,
        support=dict(sorted(support.items())),
        conflicts=dict(sorted(conflicts.items())),
    )


def _weight(report: Told) -> float:
    return report.deal.confidence * (0.5 if report.deal.background else 1.0)


def _total(group: Sequence[Told]) -> float:
    return round(sum(_weight(report) for report in group), 6)


def _later(report: Told) -> str:
    return report.published or ""


def _day(report: Told) -> str | None:
    """First day that the deal may have happened, as this report tells it."""
    days = day_range(report.deal.date) or day_range(report.published)
    return days[0] if days else None


def _rank(group: Sequence[Told], read: Callable[[Deal], Any]) -> tuple[float, str, str]:
    return _total(group), max(map(_later, group)), str(read(group[0].deal))


def _plain(value: Any) -> Any:
    return (
        value.model_dump(mode="json")
        if hasattr(value, "model_dump")
        else str(value)
        if isinstance(value, Decimal)
        else value
    )


def _choice(group: Sequence[Told], read: Callable[[Deal], Any]) -> Choice:
    return Choice(
        value=_plain(read(group[0].deal)), reports=tuple(report.key for report in group), weight=_total(group)
    )


def _choose_amount(
    told: Sequence[Told],
    support: dict[str, tuple[str, ...]],
    conflicts: dict[str, tuple[Choice, ...]],
    rates: RateTable | None,
) -> Money | None:
    with_sum = [r for r in told if r.deal.amount is not None and _has_sum(r.deal.amount)]
    if not with_sum:
        silent = [r for r in told if r.deal.amount is not None]
        return silent[0].deal.amount if silent else None
    facts = {report.key: read_facts(report.deal, report.published) for report in with_sum}
    mixed = len({one.currency for one in facts.values()}) > 1

    # Of a deal that thousands tell there are a few sums: each is compared once.
    def printed(report: Told) -> tuple[Any, ...]:
        one = facts[report.key]
        return one.low, one.high, one.currency, one.qualifier, one.last if mixed else None

    firsts: dict[tuple[Any, ...], Told] = {}
    for report in with_sum:
        firsts.setdefault(printed(report), report)
    backing: dict[tuple[Any, ...], list[Told]] = {}
    for told_as, one in firsts.items():
        agreeing = {
            other
            for other, report in firsts.items()
            if compare_sums(facts[report.key], facts[one.key], rates) == "agree"
        }
        backing[told_as] = [report for report in with_sum if printed(report) in agreeing]
    totals = {told_as: _total(group) for told_as, group in backing.items()}
    equal: dict[Money | None, list[Told]] = defaultdict(list)
    for report in with_sum:
        equal[report.deal.amount].append(report)
    equals = {money: _total(group) for money, group in equal.items()}

    def backers(report: Told) -> list[Told]:
        return backing[printed(report)] or [report]  # a sum below one agrees with nothing, not even itself

    def confirmed(report: Told) -> int:
        return _PROGRESS[report.deal.status] >= _PROGRESS["announced"]

    def rank(report: Told) -> tuple[Any, ...]:
        money = report.deal.amount
        return (
            confirmed(report),
            totals[printed(report)] or _weight(report),
            money is not None and money.qualifier == "exact",
            _digits(money),
            equals[money],
            _later(report),
            str(money and money.value),
            report.key,
        )

    best = max(with_sum, key=rank)
    support["amount"] = tuple(report.key for report in backers(best))
    backed = set(support["amount"])
    others: dict[tuple[Any, ...], list[Told]] = defaultdict(list)
    for report in with_sum:
        if report.key not in backed and report.deal.amount is not None:
            money = report.deal.amount
            others[money.value, money.low, money.high, money.currency].append(report)
    if others:
        groups = sorted(others.values(), key=lambda group: (-_total(group), group[0].key))
        conflicts["amount"] = tuple(_choice(group, lambda deal: deal.amount) for group in groups)
    return best.deal.amount


def _has_sum(money: Money) -> bool:
    return any(value is not None for value in (money.value, money.low, money.high))


def _digits(money: Money | None) -> int:
    """How many digits the sum is printed to."""
    value = money and (money.value if money.value is not None else money.low)
    return len(str(int(value)).rstrip("0")) if value else 0


def _valuation_key(valuation: Valuation) -> Hashable:
    return f"{valuation.value:.2e}", valuation.currency


def _choose_date(
    dated: Sequence[Told],
    status: Status,
    support: dict[str, tuple[str, ...]],
    conflicts: dict[str, tuple[Choice, ...]],
) -> str | None:
    """When the deal came to be: the earliest date of those reports that have it announced or done, at its most precise.

    Reports come later than the deal, never earlier; a rumour's date is none of the deal's, unless there is no other.
    """
    firm = [r for r in dated if r.deal.status in ("announced", "completed")] or list(dated)
    if not firm:
        return None
    main = [r for r in firm if not r.deal.background] or firm

    def precise(report: Told) -> int:
        return -len(report.deal.date or "")

    best = min(main, key=lambda r: (precise(r), r.deal.date, r.key))
    support["date"] = tuple(r.key for r in dated if r.deal.date == best.deal.date)
    groups: dict[str, list[Told]] = defaultdict(list)
    for report in dated:
        if not _agree(report.deal.date, best.deal.date):
            groups[report.deal.date or ""].append(report)
    if groups:
        conflicts["date"] = tuple(_choice(groups[day], lambda deal: deal.date) for day in sorted(groups))
    return best.deal.date


def _agree(a: str | None, b: str | None) -> bool:
    left, right = day_range(a), day_range(b)
    return left is not None and right is not None and left[0] <= right[1] and right[0] <= left[1]


def _timeline(told: Sequence[Told]) -> tuple[Step, ...]:
    """What was known of the deal, in the order in which it was told: one step for each change of status."""
    by_day: dict[tuple[str, int], list[Told]] = defaultdict(list)
    for report in told:
        day = (day_range(report.published) or day_range(report.deal.date) or ("", ""))[0]
        by_day[day, _PROGRESS[report.deal.status]].append(report)
    steps: list[Step] = []
    for (day, _), reports in sorted(by_day.items(), key=lambda item: item[0]):
        for status in sorted({report.deal.status for report in reports}):
            keys = tuple(report.key for report in reports if report.deal.status == status)
            if steps and steps[-1].status == status:
                steps[-1] = steps[-1].model_copy(update={"reports": steps[-1].reports + keys})
            elif steps and status == "announced" and steps[-1].status == "completed":
                continue  # an article that still says "agreed to" after others said "has": late, not a step back
            else:
                steps.append(Step(status=status, day=day or None, reports=keys))
    return tuple(steps)


def _merge_parties(
    named: Sequence[tuple[Told, _P]], companies: Mapping[str, str], *, one: bool = False
) -> tuple[_P, ...]:
    """The parties that reports name, each once, under the name of most weight: who led first, then by weight, then in
    the order of the article. ``one``: all are the same party."""
    groups: list[list[tuple[Told, _P]]] = []
    keys: list[set[str]] = []
    for report, party in sorted(named, key=lambda item: (-len(company_key(item[1].name)), item[1].name, item[0].key)):
        own = {
            companies.get(key, key) for key in (compact(company_key(n)) for n in (party.name, *party.aliases)) if key
        }
        for group, known in zip(groups, keys, strict=True):
            # One article's "SoftBank" beside its "SoftBank Vision Fund" is another investor.
            alike = may_be(company_key(group[0][1].name), company_key(party.name))
            if one or own & known or (alike and all(other.key != report.key for other, _ in group)):
                group.append((report, party))
                known |= own
                break
        else:
            groups.append([(report, party)])
            keys.append(own)
    place = {(report.key, party.name): number for number, (report, party) in reversed([*enumerate(named)])}
    ordered = []
    for group in groups:
        party = _merge_party(group)
        leads = isinstance(party, Investor) and party.lead
        first = min(place[report.key, named_.name] for report, named_ in group)
        ordered.append(((not leads, -_total([report for report, _ in group]), first, party.name), party))
    return tuple(party for _, party in sorted(ordered, key=lambda item: item[0]))


def _merge_party(group: Sequence[tuple[Told, _P]]) -> _P:
    weights: dict[str, float] = defaultdict(float)
    for report, party in group:
        weights[party.name] += _weight(report)
    name = max(weights, key=lambda name: (round(weights[name], 6), len(name), name))
    others = {n for _, party in group for n in (party.name, *party.aliases)} - {name}
    fields: dict[str, Any] = {"name": name, "aliases": tuple(sorted(others))}
    first = group[0][1]
    if isinstance(first, Investor):
        fields["lead"] = any(isinstance(party, Investor) and party.lead for _, party in group)
    return type(first)(**fields)


def _confidence(told: Sequence[Told]) -> float:
    """The best report's, raised by each further article that tells the same: one minus the product of the doubts."""
    doubt = 1.0
    for report in sorted({report.article: report for report in told}.values(), key=lambda r: -_weight(r))[:3]:
        doubt *= 1.0 - min(max(_weight(report), 0.0), 1.0)
    best = max(report.deal.confidence for report in told)
    return round(min(max(best, 1.0 - doubt), 0.99), 4) if best < 0.99 else best


def _evidence(main: Deal, deal: Deal) -> tuple[Evidence, ...]:
    """The main report's evidence for those values that are the deal's."""
    differing = {
        field
        for field in ("amount", "stage", "valuation", "stake_percent", "status", "date", "kind")
        if getattr(main, field) != getattr(deal, field)
    }
    return tuple(e for e in main.evidence if e.field.split(".")[0] not in differing)
