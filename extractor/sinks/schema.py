"""The tables of the deal database, the same on SQLite and PostgreSQL.

A **source** is where an article lives (URL, file, or a line of a file with its id); an **article** is one wording of
it; a **reading** is what one version of the rules made of one wording. Each source has at most one current reading
(``replaced_at`` is null); older ones stay as history with their reports. A **report** is a deal as one article tells
it.

Nothing is counted twice because nothing is counted here at all: every figure is derived from rows. Money is held
exactly in ``record`` (JSON, decimals as strings) and again, rounded to whole units of the currency, in integer columns
for filters and sums. **deals** are what reports tell together; ``report_keys``, ``aliases`` and ``companies`` find
reports that belong together. Times are ISO 8601 UTC texts; days are ``YYYY-MM-DD`` texts.
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

REVISION = "0002"
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
    Column("key", Text, nullable=False, comment="stable across runs and machines; once among current reports"),
    Column("reading_id", _Id, ForeignKey("readings.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("current", Boolean, nullable=False, comment="false once its reading is replaced"),
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
    Column("facts", Text, comment="what comparing reports needs"),
    Column("component", _Id, comment="reports that may tell of one deal; null until resolved"),
    Column("deal_id", Text, comment="the deal that this report tells; null once history, or until resolved"),
    UniqueConstraint("reading_id", "position"),
    Index(
        "uq_reports_key",
        "key",
        unique=True,
        sqlite_where=text("current"),
        postgresql_where=text("current"),
    ),
    Index("ix_reports_key", "key"),
    Index("ix_reports_component", "component"),
    Index("ix_reports_deal_id", "deal_id"),
    Index(
        "ix_reports_unresolved",
        "id",
        sqlite_where=text("current AND component IS NULL"),
        postgresql_where=text("current AND component IS NULL"),
    ),
)

report_keys = Table(
    "report_keys",
    metadata,
    Column("report_id", _Id, ForeignKey("reports.id"), primary_key=True),
    Column("key", Text, primary_key=True, comment="two reports of one deal share one"),
    Index("ix_report_keys_key", "key"),
    sqlite_with_rowid=False,
)

aliases = Table(
    "aliases",
    metadata,
    Column("report_id", _Id, ForeignKey("reports.id"), primary_key=True),
    Column("a", Text, primary_key=True, comment="company key, the smaller"),
    Column("b", Text, primary_key=True, comment="company key that this report says is the same company"),
    Index("ix_aliases_a", "a"),
    Index("ix_aliases_b", "b"),
)

companies = Table(
    "companies",
    metadata,
    Column("key", Text, primary_key=True),
    Column("company", Text, nullable=False, comment="smallest of all keys that are this company"),
    Index("ix_companies_company", "company"),
)

deals = Table(
    "deals",
    metadata,
    Column("id", Text, primary_key=True),
    Column("current", Boolean, nullable=False, comment="false once its reports tell of another deal, or are history"),
    Column("replaced_by", Text, comment="the deal that its first report tells now"),
    Column("changed", BigInteger, nullable=False, comment="rises with every change: the cursor of feeds"),
    Column("first_seen", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("company", Text, nullable=False),
    Column("amount", BigInteger, comment="whole units of the currency; a range's lower end"),
    Column("currency", Text),
    Column("amount_usd", BigInteger, comment="whole US dollars at the rate of fx_date; null without a rate"),
    Column("fx_source", Text),
    Column("fx_date", Text),
    Column("stage", Text),
    Column("status", Text, nullable=False),
    Column("background", Boolean, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("date", Text),
    Column("first_day", Text, comment="earliest day the deal's date allows; else of its first article"),
    Column("last_day", Text),
    Column("main_report", Text, nullable=False, comment="key of the report whose article the evidence is from"),
    Column("record", Text, nullable=False, comment="JSON: the deal, its timeline, who supports what, conflicts"),
    Index("ix_deals_last_day", "last_day"),
    Index("ix_deals_changed", "changed", unique=True),
)

deal_names = Table(
    "deal_names",
    metadata,
    Column("deal_id", Text, ForeignKey("deals.id"), primary_key=True),
    Column("role", Text, primary_key=True, comment="company, investor, acquirer or seller"),
    Column("position", Integer, primary_key=True),
    Column("number", Integer, primary_key=True, comment="0 for the name, others for aliases"),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False, comment="company key"),
    Column("folded", Text, nullable=False, comment="for search: no case, no diacritics"),
    Column("lead", Boolean, nullable=False),
    Index("ix_deal_names_key", "key"),
)

currencies = Table(
    "currencies",
    metadata,
    Column("currency", Text, primary_key=True, comment="ISO 4217; deals are converted into it too"),
)

conversions = Table(
    "conversions",
    metadata,
    Column("currency", Text, ForeignKey("currencies.currency"), primary_key=True),
    Column("deal_id", Text, ForeignKey("deals.id"), primary_key=True),
    Column("amount", BigInteger, comment="whole units of the currency at the rate of fx_date; null without a rate"),
    Column("fx_source", Text),
    Column("fx_date", Text),
    Index("ix_conversions_deal_id", "deal_id"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("action", Text, nullable=False, comment="merge or split"),
    Column("a", Text, nullable=False, comment="report key"),
    Column("b", Text, nullable=False, comment="report key"),
    Column("made_at", Text, nullable=False),
    Column("revoked_at", Text),
    Index("ix_decisions_a", "a"),
    Index("ix_decisions_b", "b"),
)

rates = Table(
    "rates",
    metadata,
    Column("currency", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("usd", Text, nullable=False, comment="US dollars for one unit: a decimal, exactly"),
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

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("source", Text, nullable=False, comment="path or URL as given"),
    Column("page", Text, comment="digest of the page's bytes; null where they could not be read"),
    Column("provenance_id", _Id, ForeignKey("provenances.id"), comment="what tried to read it"),
    Column("step", Text, nullable=False, comment="where it ended: read, clean, extract, store"),
    Column("code", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("attempts", Integer, nullable=False, comment="in this run, before it was put here"),
    Column("run_id", _Id, ForeignKey("runs.id")),
    Column("put_at", Text, nullable=False),
    Index("ix_quarantine_source", "source"),
    Index("ix_quarantine_page", "page"),
)
"""A row for each time that a source was put here; all rows of a source go once it is read."""
