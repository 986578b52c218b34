"""Views that answer an analyst's questions without a join.

``deal_table``        one row a deal, parties in one cell, how many reports tell it
``investor_activity`` one row an investor or acquirer: rounds, led, acquisitions, dollars, first and last day
``monthly_funding``   one row a month: rounds and dollars, of funding that is announced or done
``latest_status``     one row a deal: its status, since when, and what it was before
``deal_sums``         one row a deal and currency: its sum in US dollars and in every other currency asked for so far
``converted_funding`` one row a month and currency: as ``monthly_funding``

They hold no data: each upgrade of a database makes them anew.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

VIEWS = ("converted_funding", "deal_sums", "deal_table", "investor_activity", "monthly_funding", "latest_status")
"""In an order in which they can be dropped."""

_NAMES = {
    "sqlite": "(SELECT group_concat(name, '; ') FROM (SELECT n.name FROM deal_names n WHERE n.deal_id = d.id "
    "AND n.role = '{role}' AND n.number = 0{more} ORDER BY n.position))",
    "postgresql": "(SELECT string_agg(n.name, '; ' ORDER BY n.position) FROM deal_names n WHERE n.deal_id = d.id "
    "AND n.role = '{role}' AND n.number = 0{more})",
}
_NAMES["duckdb"] = _NAMES["postgresql"]
_TIMELINE = {
    "sqlite": {
        "count": "json_array_length(d.record, '$.timeline')",
        "since": "json_extract(d.record, '$.timeline[#-1].day')",
        "before": "json_extract(d.record, '$.timeline[#-2].status')",
    },
    "postgresql": {
        "count": "jsonb_array_length(CAST(d.record AS jsonb) -> 'timeline')",
        "since": "CAST(d.record AS jsonb) -> 'timeline' -> -1 ->> 'day'",
        "before": "CAST(d.record AS jsonb) -> 'timeline' -> -2 ->> 'status'",
    },
    "duckdb": {
        "count": "CAST(json_array_length(d.record, '$.timeline') AS BIGINT)",
        "since": "json_extract_string(d.record, '$.timeline[#-1].day')",
        "before": "json_extract_string(d.record, '$.timeline[#-2].status')",
    },
}


def view_statements(dialect: str) -> dict[str, str]:
    """The views' SQL by name, for ``sqlite``, ``postgresql`` or ``duckdb``."""
    names, timeline = _NAMES[dialect], _TIMELINE[dialect]
    return {
        "deal_table": f"""
CREATE VIEW deal_table AS
SELECT d.id, d.kind, d.company, d.amount, d.currency, d.amount_usd, d.fx_source, d.fx_date, d.stage,
       {names.format(role="investor", more="")} AS investors,
       {names.format(role="investor", more=" AND n.lead")} AS lead_investors,
       {names.format(role="acquirer", more="")} AS acquirers,
       {names.format(role="seller", more="")} AS sellers,
       d.status, d.date, d.first_day, d.last_day, d.background, d.confidence,
       (SELECT count(*) FROM reports r WHERE r.deal_id = d.id AND r.current) AS reports,
       a.title, a.site, a.url, a.source, d.first_seen
FROM deals d
LEFT JOIN reports m ON m.key = d.main_report AND m.current
LEFT JOIN readings g ON g.id = m.reading_id
LEFT JOIN articles a ON a.id = g.article_id
WHERE d.current""",
        "investor_activity": """
CREATE VIEW investor_activity AS
WITH taking AS (
  SELECT coalesce(c.company, n.key) AS party, n.name, n.role, n.lead, d.id, d.amount_usd, d.first_day, d.last_day
  FROM deal_names n
  JOIN deals d ON d.id = n.deal_id AND d.current AND d.status IN ('announced', 'completed')
  LEFT JOIN companies c ON c.key = n.key
  WHERE n.role IN ('investor', 'acquirer') AND n.number = 0
), called AS (
  SELECT party, name, row_number() OVER (PARTITION BY party ORDER BY count(*) DESC, name) AS place
  FROM taking GROUP BY party, name
)
SELECT c.name AS investor,
       count(DISTINCT CASE WHEN t.role = 'investor' THEN t.id END) AS rounds,
       count(DISTINCT CASE WHEN t.role = 'investor' AND t.lead THEN t.id END) AS led,
       count(DISTINCT CASE WHEN t.role = 'acquirer' THEN t.id END) AS acquisitions,
       CAST(sum(CASE WHEN t.role = 'investor' THEN t.amount_usd END) AS BIGINT) AS rounds_usd,
       CAST(sum(CASE WHEN t.role = 'acquirer' THEN t.amount_usd END) AS BIGINT) AS acquisitions_usd,
       min(t.first_day) AS first_day, max(t.last_day) AS last_day
FROM taking t JOIN called c ON c.party = t.party AND c.place = 1
GROUP BY t.party, c.name""",
        "monthly_funding": """
CREATE VIEW monthly_funding AS
SELECT substr(d.first_day, 1, 7) AS month,
       count(*) AS rounds,
       count(d.amount_usd) AS rounds_with_sum,
       CAST(sum(d.amount_usd) AS BIGINT) AS total_usd,
       max(d.amount_usd) AS largest_usd
FROM deals d
WHERE d.current AND d.kind = 'funding' AND d.status IN ('announced', 'completed')
  AND substr(d.first_day, 1, 7) = substr(d.last_day, 1, 7)
GROUP BY substr(d.first_day, 1, 7)""",
        "deal_sums": """
CREATE VIEW deal_sums AS
SELECT d.id, 'USD' AS currency, d.amount_usd AS amount, d.fx_source, d.fx_date
FROM deals d
WHERE d.current AND d.amount_usd IS NOT NULL
UNION ALL
SELECT d.id, c.currency, c.amount, c.fx_source, c.fx_date
FROM conversions c JOIN deals d ON d.id = c.deal_id
WHERE d.current AND c.amount IS NOT NULL""",
        "converted_funding": """
CREATE VIEW converted_funding AS
SELECT substr(d.first_day, 1, 7) AS month,
       s.currency,
       count(*) AS rounds_with_sum,
       CAST(sum(s.amount) AS BIGINT) AS total,
       max(s.amount) AS largest
FROM deals d JOIN deal_sums s ON s.id = d.id
WHERE d.current AND d.kind = 'funding' AND d.status IN ('announced', 'completed')
  AND substr(d.first_day, 1, 7) = substr(d.last_day, 1, 7)
GROUP BY substr(d.first_day, 1, 7), s.currency""",
        "latest_status": f"""
CREATE VIEW latest_status AS
SELECT d.id, d.kind, d.company, d.status, {timeline["since"]} AS since, {timeline["before"]} AS before,
       {timeline["count"]} AS steps
FROM deals d
WHERE d.current""",
    }


def make_views(connection: Connection) -> None:
    """Makes the views, in place of those that are there."""
    for name in VIEWS:
        connection.execute(text(f"DROP VIEW IF EXISTS {name}"))
    for statement in view_statements(connection.dialect.name).values():
        connection.execute(text(statement))
