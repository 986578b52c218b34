"""The views answer without a join, the same on both databases."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from sqlalchemy import text

from extractor.records import Deal, Extraction, Investor, Money, Party
from extractor.resolve import DealResolver
from extractor.sinks import open_store
from extractor.sinks.opening import connect_engine


def _deal(name: str, **fields: object) -> Deal:
    return Deal.model_validate({"id": name, "kind": "funding", "company": {"name": name}} | fields)


FERNWAY = Investor(name="Fernway Capital", lead=True)
DEALS = (
    _deal("Alder", amount=Money(value=Decimal(5_000_000), currency="USD"), date="2018-02-10", investors=(FERNWAY,)),
    _deal(
        "Birch",
        amount=Money(value=Decimal(3_000_000), currency="USD"),
        date="2018-02",
        investors=(Investor(name="Ann Lee"), Investor(name="Fernway Capital LLC")),
    ),
    _deal("Cedar", date="2018", investors=(FERNWAY,)),
    _deal("Dogwood", date="2018-02-11", status="rumored", investors=(FERNWAY,)),
    _deal(
        "Elder",
        kind="acquisition",
        amount=Money(value=Decimal(9_000_000), currency="USD"),
        date="2018-03-01",
        acquirers=(Party(name="Fernway Capital"),),
        sellers=(Party(name="Ostrow"),),
    ),
)


def test_views(database: str, tell: Callable[..., Extraction]) -> None:
    """Deals, investors, months and statuses."""
    with open_store(database, make_resolver=DealResolver) as store:
        store.save(tell("a1", deals=DEALS, url="https://news.example/1"))
        rumour = _deal("Elder", kind="acquisition", status="rumored", acquirers=(Party(name="Fernway Capital"),))
        store.save(tell("a0", deals=(rumour,), published="2018-02-20"))
    engine = connect_engine(database)
    with engine.connect() as connection:

        def ask(query: str) -> list[tuple[object, ...]]:
            return [tuple(row) for row in connection.execute(text(query))]

        table = "SELECT company, amount_usd, investors, lead_investors, acquirers, sellers, reports FROM deal_table"
        assert ask(f"{table} ORDER BY company") == [
            ("Alder", 5_000_000, "Fernway Capital", "Fernway Capital", None, None, 1),
            ("Birch", 3_000_000, "Ann Lee; Fernway Capital LLC", None, None, None, 1),
            ("Cedar", None, "Fernway Capital", "Fernway Capital", None, None, 1),
            ("Dogwood", None, "Fernway Capital", "Fernway Capital", None, None, 1),
            ("Elder", 9_000_000, None, None, "Fernway Capital", "Ostrow", 2),
        ]
        investors = "SELECT investor, rounds, led, acquisitions, rounds_usd, acquisitions_usd FROM investor_activity"
        assert ask(f"{investors} ORDER BY investor") == [
            ("Ann Lee", 1, 0, 0, 3_000_000, None),
            ("Fernway Capital", 3, 2, 1, 8_000_000, 9_000_000),
        ]
        assert ask("SELECT * FROM monthly_funding") == [("2018-02", 2, 2, 8_000_000, 5_000_000)]
        assert ask("SELECT status, since, before, steps FROM latest_status WHERE company = 'Elder'") == [
            ("completed", "2018-02-26", "rumored", 2)
        ]
    engine.dispose()
