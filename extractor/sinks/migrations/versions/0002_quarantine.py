"""Quarantine, and sums in currencies other than US dollars. Reports are found by other keys than before.

Revision ID: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the new tables; reports are filed and resolved anew when the database is next asked for deals."""
    op.create_table(
        "quarantine",
        sa.Column("id", _ID, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=True),
        sa.Column("provenance_id", _ID, nullable=True),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("run_id", _ID, nullable=True),
        sa.Column("put_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provenance_id"], ["provenances.id"], name=op.f("fk_quarantine_provenance_id_provenances")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_quarantine_run_id_runs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine")),
    )
    op.create_index("ix_quarantine_source", "quarantine", ["source"], unique=False)
    op.create_index("ix_quarantine_page", "quarantine", ["page"], unique=False)
    op.create_table(
        "currencies",
        sa.Column("currency", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("currency", name=op.f("pk_currencies")),
    )
    op.create_table(
        "conversions",
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("deal_id", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("fx_source", sa.Text(), nullable=True),
        sa.Column("fx_date", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["currency"], ["currencies.currency"], name=op.f("fk_conversions_currency_currencies")),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.id"], name=op.f("fk_conversions_deal_id_deals")),
        sa.PrimaryKeyConstraint("currency", "deal_id", name=op.f("pk_conversions")),
    )
    op.create_index("ix_conversions_deal_id", "conversions", ["deal_id"], unique=False)
    for table in ("report_keys", "aliases", "companies"):
        op.execute(sa.text(f"DELETE FROM {table}"))
    op.execute(sa.text("UPDATE reports SET facts = NULL, component = NULL"))
