"""Reports become deals as they come, and the deals depend on nothing but the reports and what people decided."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from extractor.errors import StoreError, UsageError
from extractor.normalize.rates import UserRate
from extractor.records import Article, Deal, Evidence, Extraction, Investor, Money, Party
from extractor.records.resolution import Told
from extractor.resolve import DealResolver
from extractor.sinks import DealQuery, DealRow, Store, open_store
from extractor.sinks.schema import reports

Tell = Callable[..., Extraction]

COMPANIES = (
    Party(name="Brightkiln"),
    Party(name="Brightkiln Inc."),
    Party(name="Brightkiln Energy"),
    Party(name="Face++"),
    Party(name="Megvii"),
    Party(name="Face++", aliases=("Megvii",)),
    Party(name="Saltmarsh Foods"),
    Party(name="Saltmarch Foods"),
)


@st.composite
def articles_of_a_small_world(draw: st.DrawFn) -> list[Extraction]:
    """Articles whose deals have a good chance to be one, or to be taken for one."""
    told = []
    for number in range(draw(st.integers(2, 12))):
        deals = tuple(_deal(draw, f"{number}-{n}") for n in range(draw(st.integers(0, 2))))
        article = Article(
            id=f"a{number}",
            source=f"news/a{number}.html",
            text="words",
            published=draw(st.sampled_from(("2018-02-26", "2018-02-27", "2018-03-20", "2018-06-01", "2019-02-26"))),
        )
        told.append(Extraction(article=article, deals=deals))
    return told


def _deal(draw: st.DrawFn, name: str) -> Deal:
    kind = draw(st.sampled_from(("funding", "funding", "funding", "acquisition", "merger", "stake", "ipo", "fund")))
    party = draw(st.sampled_from(("Fernway Capital", "Fernway", "Ostrow Ventures")))
    return Deal(
        id=name,
        kind=kind,
        company=draw(st.sampled_from(COMPANIES)),
        amount=draw(st.sampled_from(SUMS)),
        stage=draw(st.sampled_from((None, "series_a", "series_b", "debt"))) if kind == "funding" else None,
        investors=(Investor(name=party),) if kind == "funding" else (),
        acquirers=(Party(name=party),) if kind in ("acquisition", "merger", "stake") else (),
        status=draw(st.sampled_from(("completed", "announced", "rumored"))),
        date=draw(st.sampled_from((None, None, "2018-02-25", "2018-02-28", "2018-02", "2018", "2017-11-05"))),
        background=draw(st.sampled_from((False, False, False, True))),
        confidence=draw(st.sampled_from((0.5, 0.9))),
        evidence=(Evidence(field="company", start=0, end=5, text="words", rule=f"rule-{name}"),),
    )


SUMS = (
    None,
    Money(value=Decimal(5_000_000), currency="USD"),
    Money(value=Decimal(12_000_000), currency="USD"),
    Money(value=Decimal(12_400_000), currency="USD"),
    Money(value=Decimal(10_000_000), currency="EUR"),  # 12.3 million dollars of that month
    Money(value=Decimal(10_000_000), currency="EUR", qualifier="about"),
    Money(value=Decimal(120_000_000), currency="USD"),
    Money(low=Decimal(10_000_000), high=Decimal(13_000_000), currency="USD"),
    Money(value=Decimal(12_000_000), currency="XQX"),  # of which there are no rates
)


def _memory() -> Store:
    return open_store(":memory:", make_resolver=DealResolver, now=lambda: "2026-01-01T00:00:00+00:00")


def _state(store: Store) -> list[str]:
    return sorted(row.model_dump_json(exclude={"changed"}) for row in store.deals())


@settings(max_examples=25, deadline=None)
@given(told=articles_of_a_small_world(), seed=st.integers(0, 99), size=st.integers(1, 6))
def test_order_does_not_count(told: list[Extraction], seed: int, size: int) -> None:
    """The same articles in any order, one by one, in batches or all at once, give the same deals; nothing of them is
    lost, and told again they change nothing."""
    order = random.Random(seed).sample(told, len(told))
    with _memory() as store, _memory() as shuffled:
        for extraction in told:
            store.save(extraction)
        for start in range(0, len(order), size):
            shuffled.save_all([(extraction, None) for extraction in order[start : start + size]])
        rows = store.deals()
        assert _state(store) == _state(shuffled)
        cursor = store.cursor()
        assert {store.save(extraction).outcome for extraction in order} == {"same"}
        assert store.cursor() == cursor
        assert sorted(report.key for row in rows for report in row.reports) == sorted(
            {report.key for row in rows for report in row.reports}
        )
        assert sum(len(row.reports) for row in rows) == sum(len(extraction.deals) for extraction in told)
        before = _state(store)
        store.resolve_again()
        assert _state(store) == before


@settings(max_examples=25, deadline=None)
@given(told=articles_of_a_small_world(), later=articles_of_a_small_world())
def test_changed_articles_leave_no_trace_in_deals(told: list[Extraction], later: list[Extraction]) -> None:
    """After articles changed, the deals are those that the new articles alone give."""
    later = [e.model_copy(update={"article": e.article.model_copy(update={"text": "changed"})}) for e in later]
    last = {extraction.article.source: extraction for extraction in (*told, *later)}
    with _memory() as store, _memory() as fresh:
        for extraction in (*told, *later):
            store.save(extraction)
        for extraction in last.values():
            fresh.save(extraction)
        assert _state(store) == _state(fresh)
        assert _evidence(store) == sorted(
            e for one in (*told, *later) for d in one.deals for e in map(repr, d.evidence)
        )


def _evidence(store: Store) -> list[str]:
    """Every piece of evidence that the database holds, of history too."""
    with store.snapshot() as connection:
        records = connection.execute(select(reports.c.record)).scalars()
        return sorted(repr(piece) for record in records for piece in Deal.model_validate_json(record).evidence)


@settings(max_examples=25, deadline=None)
@given(told=articles_of_a_small_world(), data=st.data())
def test_split_undoes_merge(told: list[Extraction], data: st.DataObject) -> None:
    """Any two deals can be made one; splitting a report of the second off gives the first state back, and again."""
    with _memory() as store:
        for extraction in told:
            store.save(extraction)
        rows = store.deals()
        if len(rows) < 2:
            return
        before = _state(store)
        one, other = data.draw(st.permutations(rows))[:2]
        (merged,) = store.merge(one.deal.id, other.deal.id)
        row = _row(store, merged)
        assert {r.key for r in row.reports} == {r.key for r in (*one.reports, *other.reports)}
        as_merged = _state(store)
        store.resolve_again()
        assert _state(store) == as_merged
        evidence = _evidence(store)
        store.split(merged, data.draw(st.sampled_from(other.reports)).key)
        assert _state(store) == before
        assert _evidence(store) == evidence


def _row(store: Store, name: str) -> DealRow:
    (row,) = store.deals(DealQuery(id=name))
    return row


def _save_twice_told(store: Store, tell: Tell) -> DealRow:
    store.save(tell("a1", published="2018-02-26"))
    store.save(tell("a2", published="2018-02-27", site="Courier"))
    (row,) = store.deals()
    return row


def test_two_articles_one_deal(database: str, tell: Tell) -> None:
    """A deal holds each article that tells it, and its id is that of its first report, whatever comes later."""
    with open_store(database, make_resolver=DealResolver) as store:
        row = _save_twice_told(store, tell)
        assert [report.article for report in row.reports] == ["a1", "a2"]
        assert row.article is not None
        assert row.deal.id == row.reports[0].key
        assert row.to_json()["support"]["amount"] == sorted(report.key for report in row.reports)
        assert _row(store, row.reports[1].key) == row


def test_split_and_merge_again(database: str, tell: Tell) -> None:
    """A report that was split off stays off, through new articles and a full run, until both are merged again."""
    with open_store(database, make_resolver=DealResolver) as store:
        row = _save_twice_told(store, tell)
        kept, off = store.split(row.deal.id, row.reports[1].key)
        assert (kept, off) == (row.reports[0].key, row.reports[1].key)
        store.save(tell("a2", published="2018-02-27", site="Courier", rules="r2"))
        assert [len(r.reports) for r in store.deals()] == [1, 1]
        store.resolve_again()
        assert [len(r.reports) for r in store.deals()] == [1, 1]
        assert store.merge(kept, off) == (row.deal.id,)
        assert len(_row(store, row.deal.id).reports) == 2


def test_decisions_name_what_is_there(database: str, tell: Tell) -> None:
    """A deal or report that is not there is named in the error."""
    with open_store(database, make_resolver=DealResolver) as store:
        row = _save_twice_told(store, tell)
        for call, message in (
            (lambda: store.merge(row.deal.id, "nothing"), "there is no deal nothing"),
            (lambda: store.merge(row.deal.id, row.reports[1].key), "one deal already"),
            (lambda: store.split(row.deal.id, "nothing"), "is no report of deal"),
            (lambda: store.deals(DealQuery(id="nothing")), "there is no deal nothing"),
        ):
            with pytest.raises(UsageError, match=message):
                call()
        store.save(tell("a3", company="Saltmarsh"))
        single = store.deals(DealQuery(company="saltmarsh"))[0].deal.id
        with pytest.raises(UsageError, match="the only report"):
            store.split(single, single)


def test_cursor_tells_each_change_once(database: str, tell: Tell) -> None:
    """After a cursor come the deals that changed since, with those that are gone and what took their place."""
    with open_store(database, make_resolver=DealResolver) as store:
        row = _save_twice_told(store, tell)
        assert store.deals(DealQuery(after=row.changed)) == []
        store.save(tell("a2", published="2018-02-27", site="Courier"))
        assert store.deals(DealQuery(after=row.changed)) == []
        _, off = store.split(row.deal.id, row.reports[1].key)
        changed = store.deals(DealQuery(after=row.changed))
        assert {r.deal.id for r in changed} == {row.deal.id, off}
        cursor = max(r.changed for r in changed)
        store.merge(row.deal.id, off)
        gone = [r for r in store.deals(DealQuery(after=cursor)) if not r.current]
        assert [(r.deal.id, r.replaced_by) for r in gone] == [(off, row.deal.id)]
        assert _row(store, off).deal.id == row.deal.id


def test_dollars(database: str, tell: Tell) -> None:
    """Sums are converted at the deal's date, with the rate's source and day; a user's rates come first; no rate, no
    figure."""

    def funded(name: str, currency: str) -> Deal:
        money = Money(value=Decimal(1_000_000), currency=currency)
        return Deal(id=name, kind="funding", company=Party(name=name), amount=money, date="2018-02-25")

    with open_store(database, make_resolver=DealResolver) as store:
        names = {"EUR": "Alder", "AED": "Birch", "TWD": "Cedar", "USD": "Dogwood"}
        store.save(tell(deals=tuple(funded(name, currency) for currency, name in names.items())))

        def figures() -> dict[str, tuple[int | None, str | None, str | None]]:
            return {row.deal.company.name: (row.converted, row.fx_source, row.fx_date) for row in store.deals()}

        assert figures() == {
            "Alder": (1_229_900, "ecb", "2018-02-23"),  # the 25th was a Sunday
            "Birch": (272_294, "peg", "2018-02-25"),
            "Cedar": (None, None, None),
            "Dogwood": (1_000_000, None, None),
        }
        assert store.add_rates([UserRate("TWD", "2018-02-20", Decimal("0.0341"))]) == 1
        assert figures()["Cedar"] == (34_100, "user", "2018-02-20")
    with open_store(database, make_resolver=DealResolver) as store:
        store.save(tell("a2", deals=(funded("Elder", "TWD"),)))
        assert store.deals(DealQuery(company="elder"))[0].converted == 34_100


def test_unresolved_reports_wait(database: str, tell: Tell) -> None:
    """Saved without a resolver, articles are kept and their deals made at the next opening with one."""
    with open_store(database) as store:
        store.save(tell())
        with pytest.raises(StoreError, match="dealwire resolve"):
            store.deals()
    with open_store(database, make_resolver=DealResolver) as store:
        assert len(store.deals()) == 1


def test_in_memory_and_database_agree(tell: Tell) -> None:
    """The resolver alone, given the same reports, makes the same deals as the database."""
    told = [tell(f"a{n}", published=f"2018-02-2{n}", amount=12_000_000 + n * 100_000) for n in range(5)]
    with _memory() as store:
        for extraction in told:
            store.save(extraction)
        keys = {r.article: r.key for row in store.deals() for r in row.reports}
        reports = [
            Told(key=keys[e.article.id], deal=e.deals[0], article=e.article.id, published=e.article.published)
            for e in told
        ]
        assert [c.deal for c in DealResolver().resolve(reports)] == [row.deal for row in store.deals()]
