"""A database holds what it is given, once, and gives it back."""

from __future__ import annotations

import functools
import itertools
import sqlite3
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.errors import StoreError, UsageError
from extractor.normalize.days import day_range
from extractor.records import Article, Deal, Extraction, Failure, Investor, Money, Page, Party, Statistic
from extractor.resolve import DealResolver
from extractor.sinks import DealQuery, page_digest
from extractor.sinks import open_store as open_bare_store
from extractor.sinks.identity import source_key

Tell = Callable[..., Extraction]
open_store = functools.partial(open_bare_store, make_resolver=DealResolver)


def _as_told(deal: Deal) -> Deal:
    return deal.model_copy(update={"id": ""})


def test_gives_back_what_it_took(database: str, tell: Tell) -> None:
    """Deal, evidence and article come back as they went in."""
    told = tell(url="https://news.example/a1", site="The Kiln", authors=("Ann Lee",), language="en")
    with open_store(database) as store:
        assert store.save(told).outcome == "new"
        (row,) = store.deals()
        assert _as_told(row.deal) == _as_told(told.deals[0])
        assert store.article("a1") == told.article
        assert row.to_json()["article"]["url"] == "https://news.example/a1"
        assert store.article("nobody") is None


def test_same_again_changes_nothing(database: str, tell: Tell) -> None:
    """The same article read by the same rules is held once, also under another path, and first-seen dates stay."""
    with open_store(database, now=lambda: "2026-01-01T00:00:00+00:00") as store:
        store.save(tell())
    with open_store(database, now=lambda: "2026-02-02T00:00:00+00:00") as store:
        assert store.save(tell()).outcome == "same"
        assert store.save(tell(source="copy/of/a1.html")).outcome == "same"
        assert [row.first_seen for row in store.deals()] == ["2026-01-01T00:00:00+00:00"]
        assert store.counts() == {"articles": 1, "reports": 1, "deals": 1, "failures": 0, "quarantined": 0, "runs": 0}


CHANGES: list[tuple[str, dict[str, object]]] = [
    ("wording", {"amount": 15_000_000, "name": "a1-changed"}),
    ("rules", {"rules": "r2"}),
    ("date", {"published": "2018-02-27"}),
]


@pytest.mark.parametrize(("what", "changed"), CHANGES, ids=[what for what, _ in CHANGES])
def test_change_replaces(database: str, tell: Tell, what: str, changed: dict[str, object]) -> None:
    """A changed article, or other rules, replaces what the source told."""
    with open_store(database) as store:
        store.save(tell(source="a.html"))
        told = tell(**{"source": "a.html"} | changed)
        result = store.save(told)
        assert (result.outcome, result.deals, result.replaced) == ("changed", 1, 1)
        assert [_as_told(row.deal) for row in store.deals()] == [_as_told(told.deals[0])]
        assert store.save(told).outcome == "same"


def test_history_is_kept(tmp_path: Path, tell: Tell) -> None:
    """A replaced report stays, current no more; back to the first wording, the article is not held a second time."""
    path = tmp_path / "deals.db"
    with open_store(str(path)) as store:
        for amount in (1_000_000, 2_000_000, 1_000_000):
            store.save(tell(amount=amount))
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT amount, current FROM reports ORDER BY id").fetchall() == [
            (1_000_000, 0),
            (2_000_000, 0),
            (1_000_000, 1),
        ]
        assert raw.execute("SELECT count(*) FROM articles").fetchone() == (2,)


def test_lines_of_files_are_told_apart_by_id(database: str, tell: Tell) -> None:
    """A line may move within its file; the same id in two files is two articles."""
    with open_store(database) as store:
        store.save(tell("1", source="one.jsonl#1", company="Brightkiln"))
        store.save(tell("1", source="two.jsonl#1", company="Saltmarsh"))
        assert store.save(tell("1", source="one.jsonl#7", company="Brightkiln", amount=5)).outcome == "changed"
        assert sorted(row.deal.company.name for row in store.deals()) == ["Brightkiln", "Saltmarsh"]


def test_done(database: str, tell: Tell) -> None:
    """A page is done once it was read by these rules and nothing newer came from its source."""
    page = Page(source="a.html", content=b"<p>one")
    digest = page_digest(page)
    assert digest == page_digest(page.model_copy(update={"source": "b.html"}))
    assert digest != page_digest(page.model_copy(update={"content": b"<p>two"}))
    told = tell(source="a.html")
    with open_store(database) as store:
        assert not store.done(digest, told.provenance)
        store.save(told, page=digest)
        assert store.done(digest, told.provenance)
        assert not store.done(digest, tell(rules="r2").provenance)
        store.save(tell("a2", source="a.html", amount=7), page="other")
        assert not store.done(digest, told.provenance)


def test_failures_last_until_the_source_is_read(database: str, tell: Tell) -> None:
    """The latest reason is kept; a source that gives something at last is a failure no more."""
    with open_store(database) as store:
        store.save_failure(Failure(source="news/a1.html", code="empty", message="nothing in it"))
        store.save_failure(Failure(source="news/a1.html", code="not_text", message="a PDF"))
        assert [failure.code for failure in store.failures()] == ["not_text"]
        store.save(tell("a1"))
        assert store.failures() == []


def test_runs_count_their_rows(database: str, tell: Tell) -> None:
    """A run's figures come from the rows it wrote, so a repeated save does not count."""
    with open_store(database, now=lambda: "2026-01-01T00:00:00+00:00") as store:
        run = store.start_run(["news/*.html"], version="0.1.0")
        for name in ("a1", "a2", "a1"):
            store.save(tell(name, company=f"Firm {name}"), run=run)
        store.save_failure(Failure(source="x", code="empty", message="nothing"), run=run)
        (record,) = store.runs()
        assert (record.articles, record.deals, record.failures, record.finished_at) == (2, 2, 1, None)
        store.finish_run(run)
        assert store.runs()[0].finished_at is not None


def test_statistics_are_held(tmp_path: Path, tell: Tell) -> None:
    """A statistic is a row with its exact value."""
    path = tmp_path / "deals.db"
    statistic = Statistic(metric="share", value=Decimal("48.5"), unit="percent", subject="Chinese startups")
    with open_store(str(path)) as store:
        store.save(tell().model_copy(update={"statistics": (statistic,)}))
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT metric, value, current FROM statistics").fetchall() == [("share", "48.5", 1)]


def _deal(name: str, **fields: object) -> Deal:
    return Deal.model_validate({"id": name, "kind": "funding", "company": {"name": name}} | fields)


SHELF = (
    _deal("Société Brûlée", amount={"value": 5_000_000, "currency": "EUR"}, date="2018-01-10", stage="seed"),
    _deal("Face++", company=Party(name="Face++", aliases=("Megvii",)), date="2017-11", status="rumored"),
    _deal("Old", amount={"value": 30, "currency": "USD"}, date="2015", background=True),
    _deal("Range", amount={"low": 10, "high": 90, "currency": "USD"}, investors=(Investor(name="Fernway Capital"),)),
    _deal("Unit", kind="acquisition", acquirers=(Party(name="Fern_way"),), sellers=(Party(name="Ostrow AG"),)),
    _deal("Undated background", background=True, confidence=0.2),
)
ASKED = [
    (DealQuery(), ["Range", "Unit", "Société Brûlée", "Face++", "Old", "Undated background"]),
    (DealQuery(kind="acquisition"), ["Unit"]),
    (DealQuery(company="societe BRULEE"), ["Société Brûlée"]),
    (DealQuery(company="megvii"), ["Face++"]),
    (DealQuery(company="%"), []),
    (DealQuery(investor="fernway"), ["Range"]),
    (DealQuery(investor="fern_way"), ["Unit"]),
    (DealQuery(investor="ostrow"), ["Unit"]),
    (DealQuery(stage="seed"), ["Société Brûlée"]),
    (DealQuery(status="rumored"), ["Face++"]),
    (DealQuery(since="2017-11-15"), ["Range", "Unit", "Société Brûlée", "Face++"]),
    (DealQuery(since="2018"), ["Range", "Unit", "Société Brûlée"]),
    (DealQuery(min_amount=Decimal("30")), ["Société Brûlée", "Old"]),
    (DealQuery(min_amount=Decimal("29.5"), currency="usd"), ["Old"]),
    (DealQuery(background=False, limit=2), ["Range", "Unit"]),
    (DealQuery(background=True), ["Old", "Undated background"]),
    (DealQuery(min_confidence=0.5, background=True), ["Old"]),
]


def test_queries(database: str, tell: Tell) -> None:
    """Every condition narrows, names are found in any case and accent, and the latest deal comes first."""
    with open_store(database) as store:
        store.save(tell(deals=SHELF))
        for query, expected in ASKED:
            assert [row.deal.company.name for row in store.deals(query)] == expected, query


def test_since_must_be_a_date(tmp_path: Path) -> None:
    """A since that is no date is the caller's error."""
    with open_store(str(tmp_path / "deals.db")) as store, pytest.raises(UsageError, match="not a date: 'last week'"):
        store.deals(DealQuery(since="last week"))


DAYS = [
    ("2017", ("2017-01-01", "2017-12-31")),
    ("2016-02", ("2016-02-01", "2016-02-29")),
    ("2018-01-23T09:30:00+00:00", ("2018-01-23", "2018-01-23")),
    ("2018-13", None),
    ("0000-01", None),
    ("soon", None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("date", "expected"), DAYS)
def test_day_range(date: str | None, expected: tuple[str, str] | None) -> None:
    """A date of any precision is a range of days."""
    assert day_range(date) == expected


RULES = itertools.count()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=40),
    name=st.text(min_size=1, max_size=20),
    amount=st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**25), max_value=10**25),
)
def test_any_text_and_sum_survive(database: str, tell: Tell, text: str, name: str, amount: Decimal) -> None:
    """Any words and sums come back exactly (but NUL, which PostgreSQL cannot hold), and searching for them is safe."""
    deal = _deal(name, amount=Money(value=amount, currency="USD"), evidence=())
    with open_store(database) as store:
        store.save(tell(source="one.html", text=text or "-", title=name, deals=(deal,), rules=str(next(RULES))))
        (row,) = store.deals()
        assert row.deal.amount == deal.amount
        assert row.deal.company.name == name.replace("\0", "\ufffd")
        assert len(store.deals(DealQuery(company=row.deal.company.name))) == 1


def _make_folder(path: Path) -> None:
    path.mkdir()


def _make_text(path: Path) -> None:
    path.write_text("not a database, but some notes")


def _make_foreign(path: Path) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE songs (title TEXT)")


def _make_newer(path: Path) -> None:
    open_store(str(path)).close()
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")


def _make_older(path: Path) -> None:
    open_store(str(path)).close()
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '0000'")


REFUSED = [
    (_make_folder, "is a folder"),
    (_make_text, "not a SQLite database"),
    (_make_foreign, "tables of another program"),
    (_make_newer, "install a newer dealwire"),
    (_make_older, "dealwire db upgrade"),
]


@pytest.mark.parametrize(("make", "reason"), REFUSED, ids=[reason for _, reason in REFUSED])
def test_refused_files(tmp_path: Path, make: Callable[[Path], None], reason: str) -> None:
    """A file that is no deal database of this program is left alone, and the sentence says why."""
    path = tmp_path / "deals.db"
    make(path)
    with pytest.raises(StoreError, match=reason):
        open_store(str(path))


REFUSED_NAMES = [
    ("", "no database named"),
    ("nowhere/deals.db", "does not exist"),
    ("mysql://host/db", "not supported"),
    ("oracle+nothing://host/db", "not supported"),
    ("postgresql://", None),
    ("http://host/x", "not supported"),
    ("postgresql://host:port/x", "not a database URL"),
]


@pytest.mark.parametrize(("name", "reason"), REFUSED_NAMES)
def test_refused_names(name: str, reason: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A name that leads to no database is refused with the reason."""
    monkeypatch.setenv("PGHOST", str(tmp_path))
    with pytest.raises(StoreError, match=reason):
        open_store(name)


KEYS = [
    ("news.jsonl#7", "https://ledger.example/a", "line:news.jsonl#n1"),
    ("crawl.warc.gz#7", "https://ledger.example/a#top", "url:https://ledger.example/a"),
    ("old/crawl.WARC#0", "https://ledger.example/a", "url:https://ledger.example/a"),
    ("crawl.warc#7", None, "path:crawl.warc#7"),
    ("page.html", None, "path:page.html"),
    ("-", "https://ledger.example/a", "line:-#n1"),
]


@pytest.mark.parametrize(("source", "url", "key"), KEYS)
def test_source_keys(source: str, url: str | None, key: str) -> None:
    """A line is known by file and id; a page, also one of a web archive, by its address, else by its place."""
    assert source_key(Article(id="n1", source=source, url=url, text="x")) == key
