"""Sources that cost a run more than they are worth: documents that kill their reader, hang it, or trip over a fault.

A run puts them here with the reason and passes them by from then on, as long as page, rules, model and program are the
same. A row tells of each time; once a source is read, all its rows go.
"""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Connection, and_, func, insert, select

from extractor.records import Provenance, Record
from extractor.sinks.identity import provenance_digest
from extractor.sinks.schema import provenances, quarantine
from extractor.sinks.writing import provenance_id

Step = Literal["read", "clean", "extract", "store"]
"""Where it ended, as far as it is known; ``extract`` is to annotate and to assemble."""


class Poison(Record):
    """A source to be put into quarantine."""

    source: str
    """Path or URL as it was given."""
    step: Step
    code: str
    """A word for programs: ``crashed``, ``timeout``, ``memory``, ``internal``."""
    reason: str
    """What happened, in a sentence for people."""
    attempts: int = 1
    """How often it was tried in this run."""
    page: str | None = None
    """Digest of the page (:func:`extractor.sinks.page_digest`); None where it could not be read. Without it the next
    run tries the source again."""
    provenance: Provenance | None = None
    """What tried to read it."""


class Quarantined(Record):
    """A source in quarantine."""

    source: str
    step: Step
    code: str
    reason: str
    attempts: int
    """In all runs."""
    first_put: str
    last_put: str

    def to_json(self) -> dict[str, str | int]:
        """As ``dealwire quarantine list --format jsonl`` prints it."""
        return self.model_dump()


def put(connection: Connection, poison: Poison, *, run: int | None, now: str) -> None:
    """Puts a source into quarantine, once more if it is there."""
    row = poison.model_dump(exclude={"provenance"})
    known = provenance_id(connection, poison.provenance) if poison.provenance is not None else None
    connection.execute(insert(quarantine), row | {"provenance_id": known, "run_id": run, "put_at": now})


def is_quarantined(connection: Connection, page: str, provenance: Provenance | None) -> bool:
    """Whether this very page is here, put by these very rules, model and program."""
    query = (
        select(quarantine.c.id)
        .join(provenances, quarantine.c.provenance_id == provenances.c.id)
        .where(quarantine.c.page == page, provenances.c.digest == provenance_digest(provenance))
    )
    return connection.execute(query.limit(1)).first() is not None


def list_quarantined(connection: Connection) -> list[Quarantined]:
    """Every source that is here, with what was last said of it, by name."""
    whole = (
        select(
            quarantine.c.source,
            func.max(quarantine.c.id).label("last"),
            func.sum(quarantine.c.attempts).label("attempts"),
            func.min(quarantine.c.put_at).label("first_put"),
        )
        .group_by(quarantine.c.source)
        .subquery()
    )
    query = (
        select(
            quarantine.c.source,
            quarantine.c.step,
            quarantine.c.code,
            quarantine.c.reason,
            whole.c.attempts,
            whole.c.first_put,
            quarantine.c.put_at.label("last_put"),
        )
        .join(whole, and_(whole.c.source == quarantine.c.source, whole.c.last == quarantine.c.id))
        .order_by(quarantine.c.source)
    )
    return [Quarantined.model_validate(dict(row)) for row in connection.execute(query).mappings()]
