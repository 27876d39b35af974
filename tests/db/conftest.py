"""Databases for these tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.db.world import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.db.engine import Database


@pytest.fixture
def database(ready_url: str) -> Iterator[Database]:
    """An empty database with the present schema: SQLite, then PostgreSQL."""
    with opened(ready_url) as database:
        yield database
