"""Every cell explains itself: the rows whose sum it is, and who has not reported."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.domain.errors import NotFoundError
from crm.domain.measures import Population
from crm.domain.period import Period
from crm.filings.trace import explain, trace_of
from tests.filings.samples import QUARTER, Tenant, little_filing, little_form, little_table

TENANTS = [
    Tenant(
        1, "甲公司", figures={"total_income": 12_345_67, "employees": 4}, earlier={"total_income": 5_000_00}
    ),
    Tenant(2, "乙公司", figures={"total_income": 20_000_00, "employees": None}),
    Tenant(3, "丙公司", figures={"total_income": None, "employees": 2}),
]


def test_a_figure_is_the_sum_of_its_rows_and_names_who_is_missing() -> None:
    trace = explain(little_filing(TENANTS), sheet="综合", address="B5")
    assert [(row.label, row.amount, row.shown) for row in trace.rows] == [
        ("甲公司", 12_345_67, Decimal("1.234567")),
        ("乙公司", 20_000_00, Decimal(2)),
    ]
    assert sum(row.amount or 0 for row in trace.rows) == trace.amount == 32_345_67
    assert [one.label for one in trace.missing] == ["丙公司"]
    assert trace.value == Decimal("3.23")
    assert trace.definition is not None
    assert trace.definition.name.zh == "总收入"
    assert trace.definition.definition.zh == "全部收入"
    (part,) = trace.parts
    assert (part.period, part.to_date, part.population) == (QUARTER, False, Population.INCUBATING)
    assert (part.as_of, part.amount, part.shown) == (QUARTER.end, 32_345_67, Decimal("3.234567"))
    assert trace.formula.code == "formula-sum"


def test_a_count_says_that_it_counts() -> None:
    trace = explain(little_filing(TENANTS), sheet="明细", address="C11")
    assert trace.formula.code == "formula-count"
    assert [row.label for row in trace.rows] == ["甲公司", "乙公司", "丙公司"]


def test_a_growth_shows_both_figures_in_the_unit_of_what_is_compared() -> None:
    trace = explain(little_filing(TENANTS), sheet="综合", address="D5")
    now, base = trace.parts
    assert (now.amount, base.amount) == (32_345_67, 5_000_00)
    assert base.period == Period.parse("2024Q1")
    assert trace.part_unit is not None
    assert trace.part_unit.code == "yuan"
    assert base.shown == Decimal(5000)
    assert trace.unit is not None
    assert trace.unit.code == "percent"


def test_a_tenants_cell_shows_the_tenants_own_rows() -> None:
    built = little_filing(TENANTS)
    assert built.block("tenants").names == ("丙公司", "甲公司", "乙公司")
    trace = explain(built, sheet="明细", address="H7")
    assert [(row.label, row.tenant_id, row.shown) for row in trace.rows] == [("乙公司", 2, Decimal(2))]
    assert trace.missing == ()
    assert trace.label.zh == "乙公司 · 总收入"
    assert trace.formula.code == "formula-own"


def test_a_tenant_who_has_not_reported_is_named_in_its_blank_cell() -> None:
    built = little_filing(TENANTS)
    block = built.block("tenants")
    cell = built.block_cell(block, block.column("total_income"), block.tenants.index(3))
    trace = trace_of(built, cell)
    assert trace.value is None
    assert trace.rows == ()
    assert [one.id for one in trace.missing] == [3]
    assert trace.parts[0].amount is None
    assert trace.formula.code == "formula-not-reported"


def test_a_total_is_the_union_of_its_columns_rows() -> None:
    trace = explain(little_filing(TENANTS), sheet="明细", address="H8")
    assert [row.label for row in trace.rows] == ["甲公司", "乙公司"]
    assert [one.label for one in trace.missing] == ["丙公司"]
    assert trace.formula.code == "formula-total"
    assert trace.label.zh == "总收入"


def test_a_total_of_rows_rounded_each_for_itself_says_so() -> None:
    blocks = list(little_table()["block"])  # type: ignore[call-overload]
    plain = little_form(block=[{**blocks[0], "rounding": "plain"}, *blocks[1:]])
    tenants = [Tenant(number, f"企业{number}", figures={"total_income": 4_000}) for number in (1, 2)]
    trace = explain(little_filing(tenants, form=plain), sheet="明细", address="H7")
    assert (trace.value, trace.amount, trace.nudge) == (0, 8_000, None)
    assert trace.formula.code == "formula-total-rounded"
    balanced = explain(little_filing(tenants), sheet="明细", address="H7")
    assert (balanced.value, balanced.formula.code) == (Decimal("0.01"), "formula-total")
    counted = explain(little_filing(tenants, form=plain), sheet="明细", address="I7")
    assert counted.formula.code == "formula-not-reported"


def test_a_field_leads_to_the_tenants_record() -> None:
    trace = explain(little_filing(TENANTS), sheet="明细", address="B5")
    (row,) = trace.rows
    assert (row.kind, row.amount, row.shown) == ("tenant", None, None)
    assert row.label == trace.value
    assert trace.missing == ()
    assert trace.definition is None
    assert trace.formula.code == "formula-field"


def test_a_nudged_cell_says_by_how_much() -> None:
    tenants = [Tenant(n, f"企业{n}", figures={"total_income": 5_000, "employees": 1}) for n in range(1, 4)]
    trace = explain(little_filing(tenants), sheet="明细", address="H5")
    assert (trace.value, trace.nudge, trace.amount) == (Decimal("0.00"), Decimal("-0.01"), 5_000)


def test_a_place_that_is_not_filed_has_no_trace() -> None:
    with pytest.raises(NotFoundError, match="cell-not-filed"):
        explain(little_filing(TENANTS), sheet="综合", address="Z99")


@settings(max_examples=50, deadline=None)
@given(amounts=st.lists(st.one_of(st.none(), st.integers(-(10**9), 10**9)), min_size=1, max_size=20))
def test_the_rows_of_every_plain_figure_add_up_to_it_exactly(amounts: list[int | None]) -> None:
    tenants = [
        Tenant(number, f"企业{number}", figures={"total_income": amount, "employees": number})
        for number, amount in enumerate(amounts, start=1)
    ]
    built = little_filing(tenants)
    for cell in built.cells():
        trace = trace_of(built, cell)
        if cell.amount is not None and trace.parts:
            assert sum(row.amount or 0 for row in trace.rows) == cell.amount
        elif len(cell.requests) == 1:
            assert trace.rows == ()
            assert trace.missing
