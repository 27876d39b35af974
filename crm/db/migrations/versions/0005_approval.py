"""How a filing came to be approved, the stamped scans of its versions, and differences that were carried on.

Revision 0005.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("filings", sa.Column("record_sha256", sa.String(), server_default="", nullable=False))
    op.add_column("filings", sa.Column("changed_cells", sa.Integer(), nullable=True))
    op.create_table(
        "filing_steps",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("by", sa.String(), server_default="", nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("on_paper", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("record_sha256", sa.String(), server_default="", nullable=False),
        sa.Column("explanations", sa.JSON(), nullable=True),
        sa.Column("record", sa.LargeBinary(), nullable=True),
        sa.Column("filing_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["filing_id"], ["filings.id"], name=op.f("fk_filing_steps_filing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing_steps")),
    )
    op.create_index("ix_filing_steps_form", "filing_steps", ["form", "period", "version"])
    op.create_table(
        "filing_scans",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("filing_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("by", sa.String(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["filing_id"], ["filings.id"], name=op.f("fk_filing_scans_filing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing_scans")),
    )
    op.create_index(op.f("ix_filing_scans_filing_id"), "filing_scans", ["filing_id"])
    op.create_table(
        "filing_carries",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("filing_id", sa.Integer(), nullable=False),
        sa.Column("cell", sa.String(), nullable=False),
        sa.Column("label", sa.String(), server_default="", nullable=False),
        sa.Column("label_en", sa.String(), server_default="", nullable=False),
        sa.Column("filed", sa.String(), server_default="", nullable=False),
        sa.Column("now", sa.String(), server_default="", nullable=False),
        sa.Column("to_period", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("by", sa.String(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["filing_id"], ["filings.id"], name=op.f("fk_filing_carries_filing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing_carries")),
    )
    op.create_index(op.f("ix_filing_carries_filing_id"), "filing_carries", ["filing_id"])
