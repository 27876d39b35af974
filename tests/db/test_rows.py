"""Rows read by their keys, few statements for many."""

from __future__ import annotations

import pytest
from sqlalchemy.dialects import sqlite

from crm.db.base import Base
from crm.db.models import Observation, Tenant
from crm.db.rows import key_conditions, table_of, value_conditions


def written(*, exactly: bool, values: list[int]) -> list[str]:
    conditions = value_conditions(Tenant.id, values, exactly=exactly)
    return [
        str(one.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
        for one in conditions
    ]


def test_keys_that_lie_close_are_read_as_one_range() -> None:
    assert written(exactly=True, values=[3, 2, 4, 3]) == ["tenants.id BETWEEN 2 AND 4"]
    assert written(exactly=True, values=[2, 4, 5]) == ["tenants.id IN (2, 4, 5)"]
    assert written(exactly=False, values=[2, 4, 5]) == ["tenants.id BETWEEN 2 AND 5"]
    assert written(exactly=False, values=[2, 400]) == ["tenants.id IN (2, 400)"]
    assert written(exactly=False, values=[7]) == ["tenants.id IN (7)"]
    assert written(exactly=False, values=[]) == []
    assert len(written(exactly=False, values=list(range(0, 60_000, 5)))) == 3


def test_keys_of_figures_are_read_by_period_and_indicator() -> None:
    keys = [(period, indicator, tenant) for period in (1, 2) for indicator in "ab" for tenant in range(50)]
    assert len(list(key_conditions(table_of(Observation), keys))) == 4


def test_what_has_no_table_of_its_own_has_no_rows() -> None:
    class Nothing:
        __table__ = None

    with pytest.raises(TypeError):
        table_of(Nothing)  # type: ignore[arg-type]
    assert table_of(Tenant) is Base.metadata.tables["tenants"]
