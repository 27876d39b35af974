"""The key by which tenants stand in the order of pinyin; it is filled when the overview is made anew.

Revision 0007.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    by_code_point = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    op.add_column(
        "tenant_overview", sa.Column("name_order", by_code_point, server_default="", nullable=False)
    )
    op.drop_index("ix_tenant_overview_name", table_name="tenant_overview")
    op.create_index("ix_tenant_overview_name", "tenant_overview", ["name_order", "tenant_id"], unique=False)
