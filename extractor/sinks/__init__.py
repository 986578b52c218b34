"""Where deals go: a SQL database that holds each article's deals once, however often they come.

Usage::

    from extractor.resolve import DealResolver
    from extractor.sinks import DealQuery, open_store, page_digest

    with open_store("deals.db", make_resolver=DealResolver) as store:   # or "postgresql://user@host/name"
        run = store.start_run(["news/*.html"], version="0.1.0")
        digest = page_digest(page)                         # before any reading
        if not store.done(digest, provenance):             # same page, same rules, model and program: nothing to do
            store.save(extraction, page=digest, run=run)   # one transaction, idempotent
        store.save_failure(failure, run=run)               # a source that gave nothing
        store.quarantine(Poison(source="x.html", step="extract", code="crashed", reason="...", attempts=2), run=run)
        store.finish_run(run)
        for row in store.deals(DealQuery(kind="funding", since="2018-01")):
            print(row.to_json())                           # the deal in the output contract's form, plus its article

Stopping a run at any moment loses at most the article in hand; the same call again finishes the rest.
Every call raises :class:`extractor.errors.StoreError` with a sentence for the user where the database does not do its
part. Importing this room imports SQLAlchemy: import it where it is used.
"""

from __future__ import annotations

from extractor.sinks.identity import page_digest
from extractor.sinks.quarantine import Poison, Quarantined, Step
from extractor.sinks.query import DealQuery, DealRow, ReportRow
from extractor.sinks.runs import RunRecord
from extractor.sinks.saving import SaveResult
from extractor.sinks.store import Store, open_store

__all__ = [
    "DealQuery",
    "DealRow",
    "Poison",
    "Quarantined",
    "ReportRow",
    "RunRecord",
    "SaveResult",
    "Step",
    "Store",
    "open_store",
    "page_digest",
]
