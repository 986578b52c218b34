"""Whether a database is whole."""

from __future__ import annotations

from sqlalchemy import Connection, text

_NEVER = {
    "source(s) with two current readings": (
        "SELECT count(*) FROM (SELECT source_id FROM readings WHERE replaced_at IS NULL "
        "GROUP BY source_id HAVING count(*) > 1) AS twice"
    ),
    "current report(s) of a reading that is history": (
        "SELECT count(*) FROM reports r JOIN readings g ON g.id = r.reading_id "
        "WHERE r.current AND g.replaced_at IS NOT NULL"
    ),
    "report(s) of a deal that is not there": (
        "SELECT count(*) FROM reports r LEFT JOIN deals d ON d.id = r.deal_id AND d.current "
        "WHERE r.current AND r.component IS NOT NULL AND d.id IS NULL"
    ),
    "deal(s) that no report tells": (
        "SELECT count(*) FROM deals d WHERE d.current "
        "AND NOT EXISTS (SELECT 1 FROM reports r WHERE r.deal_id = d.id AND r.current)"
    ),
    "deal(s) whose main report is not its own": (
        "SELECT count(*) FROM deals d LEFT JOIN reports r ON r.key = d.main_report AND r.current "
        "WHERE d.current AND (r.deal_id IS NULL OR r.deal_id <> d.id)"
    ),
}


def find_faults(connection: Connection) -> list[str]:
    """What is wrong, in sentences. SQLite's own check of the file comes first."""
    faults = []
    if connection.dialect.name == "sqlite":
        told = [row[0] for row in connection.execute(text("PRAGMA integrity_check"))]
        faults += [] if told == ["ok"] else told
        faults += [
            f"{row[0]}: a row without its parent" for row in connection.execute(text("PRAGMA foreign_key_check"))
        ]
    for what, query in _NEVER.items():
        count = connection.execute(text(query)).scalar_one()
        if count:
            faults.append(f"{count} {what}")
    return faults
