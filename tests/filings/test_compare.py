"""What has changed between two filings: exactly the changes that were made, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from crm.domain.measures import MeasureRequest, Population
from crm.domain.wording import Words
from crm.filings.build import build
from crm.filings.compare import CellDifference, DifferenceKind, RecordDifference, compare
from crm.filings.record import read_record, write_record
from tests.filings.samples import (
    PARTICULARS,
    QUARTER,
    Tenant,
    little_filing,
    little_form,
    little_sources,
    little_table,
)

if TYPE_CHECKING:
    from crm.filings.built import Built


def tenant(number: int, amount: int | None, employees: int | None = 5, **fields: str | bool | None) -> Tenant:
    return Tenant(
        number,
        f"企业{number:02d}",
        figures={"total_income": amount, "employees": employees},
        earlier={"total_income": 7_000_000, "employees": 4},
        fields={"moved_in_on": date(2024, 1, number), **fields},
    )


TENANTS = [tenant(1, 10_000_00), tenant(2, 20_000_00), tenant(3, None)]


def places(differences: tuple[CellDifference, ...]) -> dict[str, DifferenceKind]:
    return {f"{one.sheet}!{one.address}": one.kind for one in differences}


def test_the_same_records_give_no_difference() -> None:
    filed = little_filing(TENANTS)
    assert compare(filed, little_filing(TENANTS)) == ()
    assert compare(read_record(write_record(filed)), little_filing(TENANTS)) == ()


def test_a_changed_figure_is_found_in_its_row_its_total_and_every_cell_that_stands_on_it() -> None:
    now = [tenant(1, 10_000_00), tenant(2, 25_000_00), tenant(3, None)]
    differences = compare(little_filing(TENANTS), little_filing(now))
    assert places(differences) == {
        "综合!B5": DifferenceKind.VALUE,
        "综合!D5": DifferenceKind.VALUE,
        "明细!H6": DifferenceKind.VALUE,
        "明细!H8": DifferenceKind.VALUE,
    }
    row = next(one for one in differences if one.address == "H6")
    assert (row.filed, row.now) == (Decimal("2.00"), Decimal("2.50"))
    assert row.records == (RecordDifference("observation", 2, "企业02", 20_000_00, 25_000_00, 2),)
    growth = next(one for one in differences if one.address == "D5")
    assert growth.records == row.records


def test_a_figure_reported_late_and_one_withdrawn_are_found() -> None:
    now = [tenant(1, None), tenant(2, 20_000_00), tenant(3, 500_00)]
    differences = compare(little_filing(TENANTS), little_filing(now))
    records = {(one.label, one.filed, one.now) for one in differences[0].records}
    assert records == {("企业01", 10_000_00, None), ("企业03", None, 500_00)}


def test_a_change_below_rounding_is_told_as_other_records() -> None:
    now = [tenant(1, 10_000_01), tenant(2, 20_000_00), tenant(3, None)]
    differences = compare(little_filing(TENANTS), little_filing(now))
    assert places(differences) == {
        "综合!B5": DifferenceKind.RECORDS,
        "综合!D5": DifferenceKind.RECORDS,
        "明细!H5": DifferenceKind.RECORDS,
        "明细!H8": DifferenceKind.RECORDS,
    }


def test_a_row_that_came_and_a_row_that_went_are_each_one_difference_of_the_block() -> None:
    now = [tenant(2, 20_000_00), tenant(3, None), tenant(4, 10_000_00)]
    differences = compare(little_filing(TENANTS), little_filing(now))
    rows = [one for one in differences if one.kind in {DifferenceKind.ROW_ADDED, DifferenceKind.ROW_REMOVED}]
    assert [(one.kind, one.address, one.filed, one.now) for one in rows] == [
        (DifferenceKind.ROW_ADDED, "A7", None, "企业04"),
        (DifferenceKind.ROW_REMOVED, "A5", "企业01", None),
    ]
    others = places(tuple(one for one in differences if one not in rows))
    assert others == {
        "综合!B5": DifferenceKind.RECORDS,
        "综合!C5": DifferenceKind.RECORDS,
        "综合!D5": DifferenceKind.RECORDS,
        "综合!E5": DifferenceKind.RECORDS,
        "综合!B6": DifferenceKind.RECORDS,
        "明细!C11": DifferenceKind.RECORDS,
        "明细!H8": DifferenceKind.RECORDS,
        "明细!I8": DifferenceKind.RECORDS,
    }


def test_a_changed_field_is_found_in_its_row_only() -> None:
    now = [tenant(1, 10_000_00), tenant(2, 20_000_00, name="新名字"), tenant(3, None, high_tech=True)]
    differences = compare(little_filing(TENANTS), little_filing(now))
    assert places(differences) == {"明细!B6": DifferenceKind.VALUE, "明细!E7": DifferenceKind.VALUE}


def test_rows_are_matched_by_tenant_and_not_by_place() -> None:
    moved = replace(tenant(1, 10_000_00), fields={"moved_in_on": date(2024, 2, 1)})
    differences = compare(little_filing(TENANTS), little_filing([moved, *TENANTS[1:]]))
    assert places(differences) == {"明细!D7": DifferenceKind.VALUE}


def in_order(filing: Built, order: tuple[int, ...], *, rounded_up: int) -> Built:
    """Its register in another order, the extra unit of the column of incomes on one row."""
    block = filing.block("tenants")
    columns = []
    for column in block.columns:
        values = [column.values[index] for index in order]
        nudges = {}
        if column.letter == "H":
            at = order.index(rounded_up)
            value, nudges[at] = values[at], Decimal(1)
            assert isinstance(value, Decimal)
            values[at] = value + 1
        amounts = tuple(column.amounts[index] for index in order) if column.amounts else ()
        columns.append(replace(column, values=tuple(values), amounts=amounts, nudges=nudges))
    tenants = tuple(block.tenants[index] for index in order)
    names = tuple(block.names[index] for index in order)
    moved = replace(block, tenants=tenants, names=names, columns=tuple(columns))
    return replace(filing, blocks=tuple(moved if one.id == block.id else one for one in filing.blocks))


def test_another_row_rounded_up_because_of_its_place_alone_is_no_difference() -> None:
    now = [tenant(1, 10_000_00), tenant(2, 25_000_00), tenant(3, None)]
    filed = in_order(little_filing(TENANTS), (2, 0, 1), rounded_up=0)
    moved = in_order(little_filing(TENANTS), (0, 1, 2), rounded_up=1)
    assert compare(filed, moved) == ()
    still = in_order(little_filing(TENANTS), (2, 0, 1), rounded_up=1)
    assert {one.kind for one in compare(filed, still)} == {DifferenceKind.ROUNDING}
    changed = in_order(little_filing(now), (0, 1, 2), rounded_up=1)
    assert places(compare(filed, changed))["明细!H5"] is DifferenceKind.ROUNDING


def test_texts_and_running_numbers_are_not_compared() -> None:
    later = replace(PARTICULARS, filled_on=date(2025, 5, 1), preparer="别人")
    assert compare(little_filing(TENANTS), little_filing(TENANTS, particulars=later)) == ()


def test_a_figure_or_row_that_the_form_asks_otherwise_is_told_as_such() -> None:
    table = little_table()
    blocks = list(table["block"])  # type: ignore[call-overload]
    filed = little_filing(TENANTS)
    fewer = TENANTS[:2]
    assert not any(one.asked_anew for one in compare(filed, little_filing(fewer)))
    blocks[0] = {**blocks[0], "population": "left"}
    asked = little_filing(fewer, left=fewer, form=little_form(block=blocks))
    gone = [one for one in compare(filed, asked) if one.kind is DifferenceKind.ROW_REMOVED]
    assert [(one.tenant_id, one.asked_anew) for one in gone] == [(3, True)]


def test_a_figure_by_another_definition_or_unit_is_told_as_such() -> None:
    filed, now = little_filing(TENANTS), little_filing([*TENANTS[1:], tenant(1, 11_000_00)])
    meant = now.definitions["total_income"]
    other = replace(meant, definition=Words("另一口径", "Otherwise"))
    redefined = replace(now, definitions={**now.definitions, "total_income": other})
    assert {one.asked_anew for one in compare(filed, redefined)} == {True}
    in_yuan = little_filing(TENANTS, form=little_form(money_unit="yuan"))
    assert {one.asked_anew for one in compare(filed, in_yuan)} == {True}


def test_the_same_question_of_another_period_is_no_other_question() -> None:
    later = little_filing([tenant(1, 11_000_00), *TENANTS[1:]], period=QUARTER.previous())
    differences = compare(little_filing(TENANTS), later)
    assert differences
    assert not any(one.asked_anew for one in differences)


def test_several_records_of_one_key_are_one_share() -> None:
    request = MeasureRequest("total_income", QUARTER, population=Population.INCUBATING)
    sources = little_sources(TENANTS)
    first, second = sources.measured[request].contributions
    halves = (first._replace(amount=4_000_00), first._replace(amount=6_000_00), second)
    split = {**sources.measured, request: replace(sources.measured[request], contributions=halves)}
    now = build(little_form(), QUARTER, sources=replace(sources, measured=split), particulars=PARTICULARS)
    assert compare(little_filing(TENANTS), now) == ()


def test_what_only_one_layout_has_is_left_out_of_blocks_and_told_of_single_cells() -> None:
    form = little_form()
    tenants, _ = form.blocks
    fewer = replace(tenants, total_row=0, columns=tenants.columns[:-2])
    older = replace(form, blocks=(fewer,), cells=form.cells[1:])
    filed = little_filing(TENANTS, form=older)
    differences = compare(filed, little_filing(TENANTS, left=[tenant(9, 1)]))
    assert [(one.address, one.filed, one.now) for one in differences] == [("C11", None, 3)]
    back = compare(little_filing(TENANTS), filed)
    assert [(one.address, one.filed, one.now) for one in back] == [("C11", 3, None)]


EDITS = st.lists(
    st.tuples(st.sampled_from(["total_income", "employees"]), st.integers(1, 12), st.integers(1, 10**6)),
    max_size=6,
    unique_by=lambda edit: edit[:2],
)


@settings(max_examples=100, deadline=None)
@given(edits=EDITS)
def test_exactly_the_seeded_changes_are_found(edits: list[tuple[str, int, int]]) -> None:
    before = [tenant(number, number * 1_000_000, employees=number) for number in range(1, 13)]
    figures = {one.id: dict(one.figures) for one in before}
    for indicator, number, more in edits:
        figures[number][indicator] = (figures[number][indicator] or 0) + more * 10_000
    now = [replace(one, figures=figures[one.id]) for one in before]
    differences = compare(little_filing(before), little_filing(now))
    rows = {
        (one.address[0], one.records[0].id): (one.records[0].now or 0) - (one.records[0].filed or 0)
        for one in differences
        if one.sheet == "明细" and int(one.address[1:]) < 17
    }
    letters = {"total_income": "H", "employees": "I"}
    assert rows == {(letters[indicator], number): more * 10_000 for indicator, number, more in edits}
    totals = {one.address for one in differences if one.address in {"H17", "I17"}}
    assert totals == {f"{letters[indicator]}17" for indicator, _, _ in edits}
