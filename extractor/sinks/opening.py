"""Opens a database: finds the driver, sets SQLite up, makes a new schema or checks the one that is there."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from extractor.errors import StoreError
from extractor.sinks.schema import REVISION, metadata
from extractor.sinks.views import make_views

_SCHEME = re.compile(r"[a-z][a-z0-9+]+://", re.IGNORECASE)
_ATTEMPTS = 60
LOCK_WAIT = 60.0
"""Seconds that a writer waits for another one before it gives up."""
CACHE_KB = 8192
"""Kilobytes of pages that a SQLite connection keeps, enough for the upper pages of each index of some hundred thousand
reports. The system keeps the file's pages too, so that more of our own makes no article cheaper to save; it would only
fill as articles go by, scattered between what else is needed for a moment."""
_SCHEMA_LOCK = 0x6465616C
"""PostgreSQL advisory lock taken while the schema is made, so that two first openings do not collide."""


def parse_url(url_or_path: str) -> URL:
    """A SQLAlchemy URL, from one or from the path of a SQLite file.

    ``postgresql://`` and ``postgres://`` mean the psycopg driver. Raises StoreError for what is neither.
    """
    if not _SCHEME.match(url_or_path):
        if not url_or_path or "\0" in url_or_path:
            raise StoreError(
                "no database named: give the path of a SQLite file or a URL such as postgresql://host/name"
            )
        return URL.create("sqlite", database=None if url_or_path == ":memory:" else url_or_path)
    try:
        url = make_url(url_or_path)
    except (ArgumentError, ValueError) as error:
        raise StoreError(f"not a database URL: {url_or_path!r} ({error})") from error
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    return url


def open_engine(url_or_path: str) -> Engine:
    """An engine on a database whose schema is the program's own; a new, empty database gets it.

    Raises StoreError where the file or server cannot be opened, the driver is missing, the database belongs to another
    program, is older (run ``dealwire db upgrade``) or newer (install a newer dealwire).
    """
    engine = connect_engine(url_or_path)
    try:
        with told(engine.url):
            _prepare(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def connect_engine(url_or_path: str) -> Engine:
    """An engine on whatever database this is, set up but unchecked."""
    url = parse_url(url_or_path)
    backend = url.get_backend_name()
    if backend not in ("sqlite", "postgresql"):
        raise StoreError(f"{backend} is not supported: use a SQLite file or postgresql://")
    if backend == "sqlite":
        _check_path(url)
    try:
        if backend == "sqlite":
            # Statements wait for the lock in SQLite itself; SQLAlchemy emits BEGIN, so the driver must not.
            engine = create_engine(url, connect_args={"timeout": LOCK_WAIT, "isolation_level": None})
            event.listen(engine, "connect", _set_up_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        else:
            engine = create_engine(url, pool_pre_ping=True)
    except NoSuchModuleError as error:
        raise StoreError(f"unknown database URL {url.render_as_string()}: {error}") from error
    except ModuleNotFoundError as error:
        raise StoreError("PostgreSQL needs its driver: pip install 'dealwire[postgres]'") from error
    return engine


@contextlib.contextmanager
def told(url: URL) -> Iterator[None]:
    """Turns the database's errors into StoreErrors that name the database and say what happened."""
    try:
        yield
    except SQLAlchemyError as error:
        raise StoreError(f"{_name(url)}: {_reason(error)}") from error


def current_revision(connection: Connection) -> str | None:
    """The schema's version in this database; None where there is no schema.

    Raises StoreError where the tables are some other program's.
    """
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" not in tables:
        if tables:
            raise StoreError(
                f"{_name(connection.engine.url)} holds tables of another program ({', '.join(sorted(tables)[:3])}): "
                "name another file or database"
            )
        return None
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    if revision is not None and "readings" not in tables:
        raise StoreError(f"{_name(connection.engine.url)} belongs to another program: name another file or database")
    return revision


def lock_schema(connection: Connection) -> None:
    """Holds off other openings until this transaction ends. SQLite's write transaction does so by itself."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SCHEMA_LOCK})


def _prepare(engine: Engine) -> None:
    with engine.connect() as connection:
        revision = current_revision(connection)
    if revision is None:
        with engine.connect().execution_options(write=True) as connection, connection.begin():
            lock_schema(connection)
            revision = current_revision(connection)
            if revision is None:
                metadata.create_all(connection, checkfirst=False)
                make_views(connection)
                connection.execute(
                    text(
                        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
                        "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
                    )
                )
                connection.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": REVISION})
                return
    check_schema(revision, engine.url)


def check_schema(revision: str, url: URL, *, known: str = REVISION) -> None:
    """Raises StoreError where the database is older or newer than the schema that the program knows."""
    if revision < known:
        raise StoreError(
            f"{_name(url)} was made by an older dealwire (schema {revision}, now {known}): "
            "run `dealwire db upgrade`, which keeps a backup"
        )
    if revision > known:
        raise StoreError(
            f"{_name(url)} was made by a newer dealwire (schema {revision}, this one knows {known}): "
            "install a newer dealwire to use it"
        )


def _check_path(url: URL) -> None:
    if url.database in (None, "", ":memory:") or str(url.database).startswith("file:"):
        return
    path = Path(str(url.database))
    if path.is_dir():
        raise StoreError(f"{path} is a folder: name a file in it, such as {path / 'deals.db'}")
    if not path.parent.is_dir():
        raise StoreError(f"{path}: the folder {path.parent} does not exist")
    if path.is_file() and path.stat().st_size:
        try:
            with path.open("rb") as file:
                head = file.read(16)
        except OSError as error:
            raise StoreError(f"{path}: {error.strerror}") from error
        if head != b"SQLite format 3\0":
            raise StoreError(f"{path} is not a SQLite database: name another file")


def _set_up_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    # With a write-ahead log NORMAL survives kill -9; a power cut may undo the last commits, which a re-run repeats.
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute(f"PRAGMA cache_size = -{CACHE_KB}")
    mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    # Two first openings can collide here in spite of the timeout: SQLite does not wait while it switches the journal.
    for attempt in range(_ATTEMPTS):
        if mode in ("wal", "memory"):
            break
        try:
            mode = cursor.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        except connection.OperationalError as error:
            if "locked" not in str(error) or attempt == _ATTEMPTS - 1:
                raise
            time.sleep(0.01 * (attempt + 1))
        else:
            break  # Some file systems cannot share memory and stay with another journal: slower, as safe.
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A reader that turns writer midway can be refused at once; a writer therefore says so at the start, and what it
    # reads is the state that it writes to.
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _name(url: URL) -> str:
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


def _reason(error: SQLAlchemyError) -> str:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    message = " ".join(str(cause).split())
    if "disk is full" in message or "No space left" in message:
        return "the disk is full; nothing of the article in hand was kept: make room and run the same command again"
    if "disk I/O error" in message:
        return "the disk is full or failing; nothing of the article in hand was kept: see to it and run again"
    if "database is locked" in message:
        return f"another program has held the database for {LOCK_WAIT:.0f} s: close it and run again"
    if "readonly" in message or "read-only" in message:
        return "the database cannot be written: check the permissions of the file and its folder"
    if "unable to open database file" in message:
        return "the file cannot be opened: check the permissions of the file and its folder"
    return message
