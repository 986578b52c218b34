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
from extractor.sinks import open_store, upgrading
from extractor.sinks.opening import connect_engine
from extractor.sinks.schema import metadata
from extractor.sinks.views import VIEWS

NEXT = """
from alembic import op
import sqlalchemy as sa
revision, down_revision = "0002", "0001"
def upgrade():
    op.add_column("runs", sa.Column("note", sa.Text()))
"""


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The program as it may be one release on, with a second migration."""
    copy = tmp_path / "migrations"
    shutil.copytree(upgrading.MIGRATIONS, copy)
    (copy / "versions" / "0002_note.py").write_text(NEXT)
    monkeypatch.setattr(upgrading, "MIGRATIONS", copy)


def test_migrations_make_the_schema(database: str) -> None:
    """What migrations make, from nothing, is what the program makes."""
    engine = connect_engine(database)
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        upgrading.migrate(connection, "0001")
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
    done = upgrading.upgrade_database(database, target="0002")
    assert (done.before, done.after) == ("0001", "0002")
    again = upgrading.upgrade_database(database, target="0002")
    assert (again.before, again.after, again.backup) == ("0002", "0002", None)
    with pytest.raises(StoreError, match="install a newer dealwire"):
        open_store(database)
    with pytest.raises(StoreError, match="install a newer dealwire"):
        upgrading.upgrade_database(database)
    if "://" not in database:
        assert done.backup == f"{database}.schema-0001.bak"
        with sqlite3.connect(done.backup) as copy:
            assert copy.execute("SELECT count(*) FROM deals").fetchone() == (1,)


@pytest.mark.usefixtures("newer")
def test_backups_are_never_overwritten(tmp_path: Path) -> None:
    """A copy that is there already stays."""
    path = tmp_path / "deals.db"
    open_store(str(path)).close()
    (tmp_path / "deals.db.schema-0001.bak").write_text("mine")
    assert upgrading.upgrade_database(str(path), target="0002").backup == f"{path}.schema-0001.1.bak"
    assert (tmp_path / "deals.db.schema-0001.bak").read_text() == "mine"


def test_nothing_to_upgrade(tmp_path: Path) -> None:
    """Where there is no deal database, that is said."""
    with pytest.raises(StoreError, match="no deal database"):
        upgrading.upgrade_database(str(tmp_path / "deals.db"))
    assert not (tmp_path / "deals.db").exists()
