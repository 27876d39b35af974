"""Who signs the filings of a site, and whom the authority calls.

Revision 0004.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("responsible", "reviewer", "preparer", "phone"):
        op.add_column("sites", sa.Column(name, sa.String(), server_default="", nullable=False))
