"""The demo builder: the same rows wherever and whenever, into an empty database only, and rows that make sense."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from crm.db.images import read_images
from crm.db.models import (
    Contact,
    Financing,
    Lease,
    Observation,
    Qualification,
    StageRecord,
    Tenant,
    TenantName,
)
from crm.domain.errors import CrmError
from crm.domain.finding import Severity
from crm.domain.identifiers import email_problem, phone_problem, uscc_problem
from crm.domain.lifecycle import LEFT, Need, Stage, missing_needs, require_move
from crm.domain.measures import Population
from crm.domain.period import Period, PeriodKind
from crm.domain.wording import Language
from crm.services.demo import build_demo
from crm.services.demo.dice import Dice, apportion_whole
from crm.services.filings import build_filing
from crm.services.library import Library
from crm.services.operation import Workplace, operation, undo
from tests.conftest import BACKENDS
from tests.db.world import add_tenant, dump_of, opened, require_right_overview
from tests.support.demo import Demo, built_demo, fresh_address

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Row, Select

NOW = date(2026, 11, 20)
LAST = "2026Q3"


@pytest.fixture(scope="module", params=BACKENDS)
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with (
        fresh_address(request.param, request, tmp_path_factory) as url,
        built_demo(url, tmp_path_factory.mktemp("user")) as demo,
    ):
        yield demo


@pytest.fixture(scope="module")
def reports(demo: Demo) -> dict[tuple[int, int], dict[str, int]]:
    """Every report: (period key, tenant) → indicator → value."""
    query = select(Observation.period, Observation.tenant_id, Observation.indicator, Observation.value)
    held: dict[tuple[int, int], dict[str, int]] = {}
    with demo.workplace.database.reading() as connection:
        for period, tenant, indicator, value in connection.execute(query):
            held.setdefault((period, tenant), {})[indicator] = value
    return held


def rows_of[*Parts](demo: Demo, query: Select[tuple[*Parts]]) -> list[Row[tuple[*Parts]]]:
    with demo.workplace.database.reading() as connection:
        return list(connection.execute(query))
