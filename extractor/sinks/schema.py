"""The tables of the deal database, the same on SQLite and PostgreSQL.

A **source** is where an article lives (URL, file, or a line of a file with its id); an **article** is one wording of
it; a **reading** is what one version of the rules made of one wording. Each source has at most one current reading
(``replaced_at`` is null); older ones stay as history with their reports. A **report** is a deal as one article tells
it.

Nothing is counted twice because nothing is counted here at all: every figure is derived from rows. Money is held
exactly in ``record`` (JSON, decimals as strings) and again, rounded to whole units of the currency, in integer columns
for filters and sums. Times are ISO 8601 UTC texts; days are ``YYYY-MM-DD`` texts.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

REVISION = "0001"
"""The schema's version: the newest migration. Migrations live in ``migrations/versions``."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_Id = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only where the key is called INTEGER; it holds 64 bits all the same."""

runs = Table(
    "runs",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("started_at", Text, nullable=False),
    Column("finished_at", Text),
    Column("sources", Text, nullable=False, comment="JSON list of the sources as given"),
    Column("version", Text, nullable=False, comment="of the program"),
)

provenances = Table(
    "provenances",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("version", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("model_version", Text, nullable=False),
    Column("model_digest", Text, nullable=False),
    Column("rules", Text, nullable=False),
)

sources = Table(
    "sources",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("first_seen", Text, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("source_id", _Id, ForeignKey("sources.id"), nullable=False),
    Column("digest", Text, nullable=False, comment="SHA-256 of all that the article says, wherever it lies"),
    Column("name", Text, nullable=False, comment="the article's id in the output contract"),
    Column("source", Text, nullable=False, comment="path or URL as given"),
    Column("url", Text),
    Column("title", Text, nullable=False),
    Column("site", Text),
    Column("published", Text),
    Column("language", Text),
    Column("text", Text, nullable=False),
    Column("details", Text, nullable=False, comment="JSON: the article's other fields"),
    Column("first_seen", Text, nullable=False),
    UniqueConstraint("source_id", "digest"),
    Index("ix_articles_digest", "digest"),
)

readings = Table(
    "readings",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("source_id", _Id, ForeignKey("sources.id"), nullable=False),
    Column("article_id", _Id, ForeignKey("articles.id"), nullable=False),
    Column("provenance_id", _Id, ForeignKey("provenances.id"), nullable=False),
    Column("run_id", _Id, ForeignKey("runs.id")),
    Column("page", Text, comment="digest of the page's bytes"),
    Column("read_at", Text, nullable=False),
    Column("replaced_at", Text),
    Index(
        "uq_readings_current",
        "source_id",
        unique=True,
        sqlite_where=text("replaced_at IS NULL"),
        postgresql_where=text("replaced_at IS NULL"),
    ),
    Index("ix_readings_page", "page"),
    Index("ix_readings_article_id", "article_id"),
    Index("ix_readings_run_id", "run_id"),
)

reports = Table(
    "reports",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("reading_id", _Id, ForeignKey("readings.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("current", Boolean, nullable=False, comment="false once its reading is replaced"),
    Column("name", Text, nullable=False, comment="the deal's id in the output contract"),
    Column("kind", Text, nullable=False),
    Column("company", Text, nullable=False),
    Column("amount", BigInteger, comment="whole units of the currency; a range's lower end"),
    Column("currency", Text),
    Column("stage", Text),
    Column("status", Text, nullable=False),
    Column("background", Boolean, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("first_day", Text, comment="earliest day the deal's date allows; else the article's"),
    Column("last_day", Text),
    Column("record", Text, nullable=False, comment="JSON: the deal with its evidence, decimals as strings"),
    Column("first_seen", Text, nullable=False),
    UniqueConstraint("reading_id", "position"),
    Index("ix_reports_last_day", "last_day"),
)

report_names = Table(
    "report_names",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("report_id", _Id, ForeignKey("reports.id"), nullable=False),
    Column("role", Text, nullable=False, comment="company, investor, acquirer or seller"),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False, comment="for search: no case, no diacritics"),
    Column("alias", Boolean, nullable=False),
    Column("lead", Boolean, nullable=False),
    Index("ix_report_names_report_id", "report_id"),
    Index("ix_report_names_folded", "folded"),
)

statistics = Table(
    "statistics",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("reading_id", _Id, ForeignKey("readings.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("metric", Text, nullable=False),
    Column("value", Text, nullable=False, comment="a decimal, exactly"),
    Column("unit", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("part_of", Text),
    Column("period", Text),
    Column("cited", Text, comment="whose figure it is"),
    Column("record", Text, nullable=False),
    UniqueConstraint("reading_id", "position"),
)

failures = Table(
    "failures",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("source", Text, nullable=False, unique=True),
    Column("code", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("run_id", _Id, ForeignKey("runs.id")),
    Column("first_seen", Text, nullable=False),
)
