"""A database of an older schema is brought up to date with a copy kept; one of a newer schema is left alone."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from extractor.errors import StoreError
from extractor.records import Extraction
from extractor.resolve import DealResolver
from extractor.sinks import DealQuery, open_store, upgrading
from extractor.sinks.opening import connect_engine
from extractor.sinks.schema import REVISION, metadata
from extractor.sinks.views import VIEWS

NEXT = """
from alembic import op
import sqlalchemy as sa
revision, down_revision = "0003", "0002"
def upgrade():
    op.add_column("runs", sa.Column("note", sa.Text()))
"""


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The program as it may be one release on, with a second migration."""
    copy = tmp_path / "migrations"
    shutil.copytree(upgrading.MIGRATIONS, copy)
    (copy / "versions" / "0003_note.py").write_text(NEXT)
    monkeypatch.setattr(upgrading, "MIGRATIONS", copy)


def test_migrations_make_the_schema(database: str) -> None:
    """What migrations make, from nothing, is what the program makes."""
    engine = connect_engine(database)
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        upgrading.migrate(connection, REVISION)
    with engine.connect() as connection:
        different = compare_metadata(MigrationContext.configure(connection), metadata)
        assert [change for change in different if change[0][0] != "modify_comment"] == []
        for view in VIEWS:
            connection.execute(text(f"SELECT * FROM {view}"))
    engine.dispose()
    open_store(database).close()


@pytest.mark.usefixtures("newer")
def test_upgrade(database: str, tell: Callable[..., Extraction]) -> None:
    """An older database is copied and upgraded, once; the older program then refuses it."""
    with open_store(database, make_resolver=DealResolver) as store:
        store.save(tell())
    done = upgrading.upgrade_database(database, target="0003")
    assert (done.before, done.after) == ("0002", "0003")
    again = upgrading.upgrade_database(database, target="0003")
    assert (again.before, again.after, again.backup) == ("0003", "0003", None)
    with pytest.raises(StoreError, match="install a newer dealwire"):
        open_store(database)
    with pytest.raises(StoreError, match="install a newer dealwire"):
        upgrading.upgrade_database(database)
    if "://" not in database:
        assert done.backup == f"{database}.schema-0002.bak"
        with sqlite3.connect(done.backup) as copy:
            assert copy.execute("SELECT count(*) FROM deals").fetchone() == (1,)


def test_first_schema_is_carried_on(database: str, tell: Callable[..., Extraction]) -> None:
    """A database as the first schema had it keeps articles, deals, ids and decisions, and finds by today's keys."""
    now = "2026-01-01T00:00:00+00:00"
    with open_store(database, make_resolver=DealResolver, now=lambda: now) as store:
        store.save(tell("a1"))
        store.save(tell("a2", published="2018-02-27"))
        store.save(tell("a3", company="Saltmarsh"))
        (both,) = store.deals(DealQuery(company="brightkiln"))
        store.split(both.deal.id, both.reports[1].key)
        before = [row.model_dump_json() for row in store.deals()]
    engine = connect_engine(database)
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        for view in VIEWS:
            connection.execute(text(f"DROP VIEW {view}"))
        for table in ("conversions", "currencies", "quarantine"):
            connection.execute(text(f"DROP TABLE {table}"))
        connection.execute(text("UPDATE report_keys SET key = 'of another time|' || key"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    engine.dispose()
    with pytest.raises(StoreError, match="dealwire db upgrade"):
        open_store(database)
    done = upgrading.upgrade_database(database)
    assert (done.before, done.after) == ("0001", REVISION)
    with open_store(database, make_resolver=DealResolver, now=lambda: now) as store:
        assert [row.model_dump_json() for row in store.deals()] == before
        assert store.check() == []
        store.save(tell("a4", company="Saltmarsh", published="2018-02-28"))
        assert len(store.deals(DealQuery(company="saltmarsh"))[0].reports) == 2


@pytest.mark.usefixtures("newer")
def test_backups_are_never_overwritten(tmp_path: Path) -> None:
    """A copy that is there already stays."""
    path = tmp_path / "deals.db"
    open_store(str(path)).close()
    (tmp_path / "deals.db.schema-0002.bak").write_text("mine")
    assert upgrading.upgrade_database(str(path), target="0003").backup == f"{path}.schema-0002.1.bak"
    assert (tmp_path / "deals.db.schema-0002.bak").read_text() == "mine"


def test_nothing_to_upgrade(tmp_path: Path) -> None:
    """Where there is no deal database, that is said."""
    with pytest.raises(StoreError, match="no deal database"):
        upgrading.upgrade_database(str(tmp_path / "deals.db"))
    assert not (tmp_path / "deals.db").exists()
