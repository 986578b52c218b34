"""Sums in a chosen currency, at the deal's date, with the source and day of every rate."""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text

from extractor.errors import StoreError, UsageError
from extractor.normalize.rates import UserRate
from extractor.records import Deal, Extraction, Money, Party
from extractor.resolve import DealResolver
from extractor.sinks import DealQuery, open_store
from extractor.sinks.export import export_deals, export_layout, export_to_database
from extractor.sinks.opening import connect_engine

Tell = Callable[..., Extraction]
Figure = tuple[int | None, str | None, str | None]


def funded(name: str, currency: str, amount: int = 1_000_000) -> Deal:
    money = Money(value=Decimal(amount), currency=currency)
    return Deal(id=name, kind="funding", company=Party(name=name), amount=money, date="2018-02-25")


DEALS = (funded("Alder", "USD"), funded("Birch", "EUR"), funded("Cedar", "TWD"), funded("Dogwood", "AED"))


def test_chosen_currency(database: str, tell: Tell) -> None:
    """Deals are converted when the currency is first asked for, and from then on with each change of deals or rates."""
    with open_store(database, make_resolver=DealResolver) as store:
        store.save(tell(deals=DEALS))

        def figures(unit: str) -> dict[str, Figure]:
            rows = store.deals(DealQuery(unit=unit))
            assert {row.unit for row in rows} == {unit}
            return {row.deal.company.name: (row.converted, row.fx_source, row.fx_date) for row in rows}

        euros: dict[str, Figure] = {
            "Alder": (813_074, "ecb", "2018-02-23"),  # the 25th was a Sunday
            "Birch": (1_000_000, None, None),
            "Cedar": (None, None, None),
            "Dogwood": (221_395, "peg+ecb", "2018-02-23"),
        }
        assert figures("EUR") == euros
        assert figures("USD")["Birch"] == (1_229_900, "ecb", "2018-02-23")
        store.add_rates([UserRate("TWD", "2018-02-20", Decimal("0.0341"))])
        assert figures("EUR") == euros | {"Cedar": (27_726, "user+ecb", "2018-02-20")}
        store.save(tell("a2", deals=(funded("Elder", "GBP"),)))
        store.save(tell(deals=(*DEALS[:2], funded("Dogwood", "AED", 2_000_000)), rules="r2"))
        changed = {
            "Alder": euros["Alder"],
            "Birch": euros["Birch"],
            "Dogwood": (442_791, "peg+ecb", "2018-02-23"),
            "Elder": (1_137_139, "ecb", "2018-02-23"),
        }
        engine = connect_engine(database)
        with engine.connect() as connection:
            held = connection.execute(
                text(
                    "SELECT t.company, s.amount, s.fx_source, s.fx_date FROM deal_sums s "
                    "JOIN deal_table t ON t.id = s.id WHERE s.currency = 'EUR'"
                )
            )
            assert {row[0]: tuple(row[1:]) for row in held} == changed  # without asking the program
            totals = connection.execute(text("SELECT * FROM converted_funding WHERE currency = 'EUR'")).all()
            assert [tuple(row) for row in totals] == [
                ("2018-02", "EUR", 4, sum(figure[0] or 0 for figure in changed.values()), 1_137_139)
            ]
        engine.dispose()
        assert figures("eur".upper()) == changed
        rich = store.deals(DealQuery(unit="EUR", min_converted=Decimal(800_000)))
        assert sorted(row.deal.company.name for row in rich) == ["Alder", "Birch", "Elder"]


def test_no_such_currency(database: str, tell: Tell) -> None:
    """A currency without rates, or no currency at all, is refused, and nothing is kept of it."""
    with open_store(database, make_resolver=DealResolver) as store:
        store.save(tell())
        for _ in range(2):
            with pytest.raises(UsageError, match="no exchange rates for XQX"):
                store.deals(DealQuery(unit="XQX"))
        with pytest.raises(UsageError, match="ISO 4217"):
            DealQuery(unit="euros")
        store.add_rates([UserRate("XQX", "2018-02-20", Decimal("0.5"))])
        assert store.deals(DealQuery(unit="XQX"))[0].converted == 24_000_000


def test_exports_in_euros(tmp_path: Path, tell: Tell, database: str) -> None:
    """Files and other databases have the column under the currency's name."""
    with open_store(":memory:", make_resolver=DealResolver) as store:
        store.save(tell(deals=DEALS[:1]))
        query = DealQuery(unit="EUR")
        assert store.deals(query)[0].to_json()["amount_eur"] == 813_074
        export_deals(store, tmp_path / "deals.csv", query=query)
        with (tmp_path / "deals.csv").open(newline="", encoding="utf-8") as file:
            (row,) = csv.DictReader(file)
        assert (row["amount_eur"], row["fx_source"], row["fx_date"]) == ("813074", "ecb", "2018-02-23")
        assert "amount_usd" not in row
        parquet = pytest.importorskip("pyarrow.parquet")
        export_deals(store, tmp_path / "deals.parquet", query=query)
        assert parquet.read_table(tmp_path / "deals.parquet").to_pylist()[0]["amount_eur"] == 813_074
        with pytest.raises(UsageError, match="US dollars by name"):
            export_layout(store, tmp_path / "bulk", query=query)
        export_to_database(store, database, unit="EUR")
        with pytest.raises(StoreError, match="another dealwire or currency"):
            export_to_database(store, database)
    engine = connect_engine(database)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT amount_eur FROM dealwire_deals")).scalar_one() == 813_074
    engine.dispose()
