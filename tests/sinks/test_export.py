"""What leaves the database arrives whole, and does no harm."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text
from worlds import article

from extractor.errors import StoreError, UsageError
from extractor.records import Deal, Extraction, Investor, Money, Party
from extractor.resolve import DealResolver
from extractor.sinks import DealQuery, Store, open_store
from extractor.sinks.export import (
    export_deals,
    export_duckdb,
    export_layout,
    export_to_database,
    json_schema,
    sql_schema,
)
from extractor.sinks.export.cells import safe
from extractor.sinks.opening import connect_engine
from extractor.sinks.views import VIEWS

Tell = Callable[..., Extraction]

CELLS = [
    ("Acme", "Acme"),
    ("=1+1", "'=1+1"),
    ("+1", "'+1"),
    ("-1", "'-1"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("\t=1", "'\t=1"),
    ("\r=1", "'\r=1"),
    ("\n=1", "'\n=1"),
    ("  =1", "'  =1"),
    ('"=1', "'\"=1"),
    ("'=1", "''=1"),
    ("\uff1d1", "'\uff1d1"),
    ("\uff0b1", "'\uff0b1"),
    ("\uff0d1", "'\uff0d1"),
    ("\uff201", "'\uff201"),
    ("|cmd", "'|cmd"),
    ("Acme; =cmd()", "'Acme;' =cmd()"),
    ("Rock & Roll; AT-AT", "Rock & Roll; AT-AT"),
    ("a\x00b\x1b", "a\ufffdb\ufffd"),
    ("", ""),
    (None, None),
    (-5, -5),
    (Decimal("-5.5"), -5.5),
    (True, "true"),
]


@pytest.mark.parametrize(("value", "expected"), CELLS)
def test_cells_do_no_harm(value: object, expected: object) -> None:
    """No cell begins like a formula; numbers stay numbers."""
    assert safe(value) == expected


DEALS = (
    Deal(
        id="x",
        kind="funding",
        company=Party(name="=HYPERLINK(1)", aliases=("Alder",)),
        amount=Money(value=Decimal("12500000.25"), currency="USD"),
        stage="series_a",
        investors=(Investor(name="Fernway Capital", lead=True), Investor(name="Ann Lee")),
        date="2018-02-26",
    ),
    Deal(id="y", kind="acquisition", company=Party(name="Birch"), acquirers=(Party(name="Elm"),), status="announced"),
    Deal(id="z", kind="ipo", company=Party(name="Cedar"), status="rumored"),
)


@pytest.fixture
def store(tell: Tell) -> Store:
    """A database of three deals."""
    store = open_store(":memory:", make_resolver=DealResolver, now=lambda: "2026-01-01T00:00:00+00:00")
    store.save(tell(deals=DEALS, url="https://news.example/a"))
    return store


def _by_company(rows: list[dict[str, object]], name: str) -> dict[str, object]:
    (row,) = [row for row in rows if row["company"] == name]
    return row


def test_csv(store: Store, tmp_path: Path) -> None:
    """One row a deal, in safe cells."""
    assert export_deals(store, tmp_path / "deals.csv") == 3
    with (tmp_path / "deals.csv").open(newline="", encoding="utf-8") as file:
        row = _by_company([dict(row) for row in csv.DictReader(file)], "'=HYPERLINK(1)")
    assert (row["amount"], row["amount_usd"], row["investors"]) == (
        "12500000.25",
        "12500000",
        "Fernway Capital; Ann Lee",
    )
    assert (row["lead_investors"], row["url"], row["reports"]) == ("Fernway Capital", "https://news.example/a", "1")


def test_xlsx(store: Store, tmp_path: Path) -> None:
    """Excel gets text as text and numbers as numbers."""
    openpyxl = pytest.importorskip("openpyxl")
    export_deals(store, tmp_path / "deals.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "deals.xlsx")["deals"]
    head, *rows = sheet.iter_rows()
    place = {cell.value: number for number, cell in enumerate(head)}
    (row,) = [row for row in rows if row[place["company"]].value == "'=HYPERLINK(1)"]
    assert (row[place["company"]].data_type, row[place["amount_usd"]].data_type) == ("s", "n")


def test_jsonl(store: Store, tmp_path: Path) -> None:
    """JSON Lines holds what the database gives, untouched."""
    export_deals(store, tmp_path / "deals.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "deals.jsonl").read_text(encoding="utf-8").splitlines()]
    assert lines == [json.loads(json.dumps(row.to_json())) for row in store.deals()]


def test_parquet(store: Store, tmp_path: Path) -> None:
    """Parquet holds exact sums and nested parties."""
    parquet = pytest.importorskip("pyarrow.parquet")
    export_deals(store, tmp_path / "deals.parquet")
    rows = parquet.read_table(tmp_path / "deals.parquet").to_pylist()
    (row,) = [row for row in rows if row["company"]["name"] == "=HYPERLINK(1)"]
    assert row["amount"] == Decimal("12500000.25")
    assert row["investors"][0] == {"name": "Fernway Capital", "aliases": [], "lead": True}
    assert row["reports"][0]["url"] == "https://news.example/a"


def test_duckdb(tell: Tell, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A DuckDB file holds every row, and its views answer as those of the database do."""
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "deals.duckdb"

    def plain(rows: Iterable[Sequence[object]]) -> list[str]:
        return sorted(str([int(v) if isinstance(v, bool) else v for v in row]) for row in rows)

    with open_store(database, make_resolver=DealResolver) as store:
        store.save_all([(article(number), None) for number in range(60)])
        store.save(tell(deals=DEALS, url="https://news.example/a"))
        store.save(tell(deals=DEALS[1:], rules="r2", url="https://news.example/a"))
        counts = export_duckdb(store, path, unit="GBP")
        assert counts == {name: store.counts()[name] for name in ("articles", "deals")}
        with duckdb.connect(str(path), read_only=True) as duck, store.snapshot() as connection:
            for name in (*VIEWS, "reports", "articles", "deals", "statistics", "decisions", "quarantine"):
                rows = connection.execute(text(f"SELECT * FROM {name}"))
                assert plain(duck.execute(f"SELECT * FROM {name}").fetchall()) == plain(rows), name
            (euros,) = duck.execute("SELECT count(*) FROM deal_sums WHERE currency = 'GBP'").fetchone()
            assert euros > 10
        before = path.read_bytes()
        monkeypatch.setitem(sys.modules, "duckdb", None)
        with pytest.raises(UsageError, match=r"pip install 'dealwire\[duckdb\]'"):
            export_duckdb(store, path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []


def test_layout(store: Store, tmp_path: Path) -> None:
    """Tables refer to each other, and a rumour is in none."""
    counts = export_layout(store, tmp_path / "bulk")
    assert counts == {
        "organizations": 5,
        "funding_rounds": 1,
        "investments": 2,
        "acquisitions": 1,
        "ipos": 0,
        "funds": 0,
    }
    tables = {}
    for name in counts:
        with (tmp_path / "bulk" / f"{name}.csv").open(newline="", encoding="utf-8") as file:
            tables[name] = list(csv.DictReader(file))
    known = {row["uuid"] for row in tables["organizations"]}
    assert {row["investor_uuid"] for row in tables["investments"]} <= known
    assert tables["acquisitions"][0]["acquirer_uuid"] in known
    assert {row["funding_round_uuid"] for row in tables["investments"]} == {tables["funding_rounds"][0]["uuid"]}


def test_to_database(store: Store, tell: Tell, database: str) -> None:
    """Another database is brought up to date; sent again, nothing is written; what is gone is marked."""
    sent = export_to_database(store, database)
    assert (sent.written, sent.removed) == (3, 0)
    assert export_to_database(store, database).written == 0
    store.save(tell(deals=DEALS[:1], rules="r2", url="https://news.example/a"))
    sent = export_to_database(store, database)
    assert (sent.written, sent.removed) == (0, 2)
    engine = connect_engine(database)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT company, amount, current FROM dealwire_deals ORDER BY company")).all()
    engine.dispose()
    assert [tuple(row) for row in rows] == [
        ("=HYPERLINK(1)", "12500000.25", True),
        ("Birch", None, False),
        ("Cedar", None, False),
    ]


def test_nothing_half_is_left(store: Store, tmp_path: Path) -> None:
    """Where a file cannot be written, the old one stays and no other is left."""
    with pytest.raises(UsageError, match="in which form"):
        export_deals(store, tmp_path / "deals.zip")
    with pytest.raises(StoreError, match="cannot be written"):
        export_deals(store, tmp_path / "nowhere" / "deals.csv")
    path = tmp_path / "deals.csv"
    path.write_text("old")
    with pytest.raises(UsageError, match="not a date"):
        export_deals(store, path, query=DealQuery(since="soon"))
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("deals.csv", "old")]


def test_schemas_are_told(store: Store) -> None:
    """The schemas name what there is, each property of each row."""
    assert "anyOf" in json_schema()
    row = json_schema()["$defs"]["row"]
    (printed, *_) = (deal.to_json() for deal in store.deals())
    assert {name for name in printed if name not in row["properties"]} == {"amount_usd"}
    assert re.match(next(iter(row["patternProperties"])), "amount_usd")
    assert set(row["required"]) == set(printed) - {"amount_usd"}
    assert set(printed["reports"][0]) == set(row["properties"]["reports"]["items"]["properties"])
    for dialect in ("sqlite", "postgresql"):
        assert "CREATE TABLE deals" in sql_schema(dialect)
        assert "CREATE VIEW deal_table" in sql_schema(dialect)
