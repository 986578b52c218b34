"""Carries a database from an older schema to this program's, with a copy kept."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.engine import URL

from extractor.errors import StoreError
from extractor.records import Record
from extractor.sinks.opening import check_schema, connect_engine, current_revision, lock_schema, parse_url, told
from extractor.sinks.schema import REVISION
from extractor.sinks.views import VIEWS, make_views

MIGRATIONS = Path(__file__).parent / "migrations"
"""Where Alembic finds the migrations."""


class Upgrade(Record):
    """What an upgrade did."""

    before: str
    after: str
    backup: str | None = None
    """Where the database as it was lies now; None where nothing had to be done, or the server keeps the backups."""


def upgrade_database(url_or_path: str, *, target: str = REVISION) -> Upgrade:
    """Brings a database to this program's schema in one transaction. A SQLite file is copied first, beside itself.

    Raises StoreError where there is no database, it is another program's, or a newer dealwire's; then nothing was
    changed.
    """
    url = parse_url(url_or_path)
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).is_file():
        raise StoreError(f"{url_or_path}: there is no deal database to upgrade")
    engine = connect_engine(url_or_path)
    try:
        with told(engine.url):
            with engine.connect() as connection:
                before = current_revision(connection)
            if before is None:
                raise StoreError(f"{url_or_path}: there is no deal database to upgrade")
            if before >= target:
                check_schema(before, engine.url, known=target)
                return Upgrade(before=before, after=before)
            backup = _back_up(engine.url, before)
            with engine.connect().execution_options(write=True) as connection, connection.begin():
                lock_schema(connection)
                if current_revision(connection) == before:
                    migrate(connection, target)
            return Upgrade(before=before, after=target, backup=backup)
    finally:
        engine.dispose()


def migrate(connection: Connection, target: str) -> None:
    """Runs the migrations up to ``target`` in the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    for name in VIEWS:
        connection.execute(text(f"DROP VIEW IF EXISTS {name}"))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))  # it is a template to Alembic
    config.attributes["connection"] = connection
    command.upgrade(config, target)
    make_views(connection)


def _back_up(url: URL, revision: str) -> str | None:
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    number = 0
    while True:
        path = Path(f"{url.database}.schema-{revision}{f'.{number}' if number else ''}.bak")
        if not path.exists():
            break
        number += 1
    source, copy = sqlite3.connect(url.database), sqlite3.connect(path)
    try:
        source.backup(copy)  # a consistent copy even while others write
    except sqlite3.Error as error:
        copy.close()
        path.unlink(missing_ok=True)
        raise StoreError(f"the backup {path} could not be written ({error}): nothing was changed") from error
    finally:
        source.close()
        copy.close()
    return str(path)
