"""Alembic's environment: the revisions run on the connection, and in the transaction, that they are given."""

from __future__ import annotations

from alembic import context

from crm.db import models

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=models.Tenant.metadata,
    render_as_batch=True,
    compare_type=True,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
