"""Places in the finished workbook, and what is handed to the filler."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crm.domain.errors import NotFoundError
from crm.filings.built import parse_place
from tests.filings.samples import Tenant, little_filing

THREE = [
    Tenant(number, f"企业{number}", figures={"total_income": number * 10_000_00, "employees": number})
    for number in (1, 2, 3)
]
GONE = [Tenant(8, "离开一"), Tenant(9, "离开二")]


def test_cells_below_a_block_move_down_with_it() -> None:
    built = little_filing(THREE, left=GONE)
    cell = built.cell_at("明细", "C11")
    assert cell.anchor == "C9"
    assert cell.value == 3
    assert built.final_row("明细", 12) == 14
    assert built.final_row("综合", 12) == 12


def test_cells_below_a_table_move_down_with_it() -> None:
    assert little_filing([]).final_row("说明", 4) == 6


def test_an_empty_block_keeps_the_templates_row_blank() -> None:
    built = little_filing([], left=[])
    columns, rows = built.block("tenants").rows()
    assert rows == [(None,) * len(columns)]
    assert built.cell_at("明细", "C9").value == 0


def test_cells_of_rows_and_totals_are_found_by_their_final_place() -> None:
    built = little_filing(THREE, left=GONE)
    assert built.cell_at("明细", "H7").value == Decimal("3.00")
    assert built.cell_at("明细", "H7").tenant_id == 3
    total = built.cell_at("明细", "H8")
    assert total.live
    assert (total.value, total.amount, total.anchor) == (Decimal("6.00"), 60_000_00, "H6")
    assert built.cell_at("明细", "B15").value == "离开一"
    assert built.cell_at("明细", "H7").label.zh == "企业3 · 总收入"


@pytest.mark.parametrize(
    "place", ["明细!H4", "明细!H9", "明细!B8", "明细!Z5", "别处!H5", "综合!B4", "明细!h5", "明细!H"]
)
def test_a_place_that_is_not_filed_is_refused(place: str) -> None:
    sheet, _, address = place.partition("!")
    with pytest.raises(NotFoundError, match="cell-not-filed"):
        little_filing(THREE).cell_at(sheet, address)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("综合情况!E7", ("综合情况", "E7")),
        ("'在孵(毕业)'!$ab$12", ("在孵(毕业)", "AB12")),
        ("'it''s'!A1", ("it's", "A1")),
        (" 明细!f6 ", ("明细", "F6")),
    ],
)
def test_a_place_is_read_as_excel_writes_it(text: str, place: tuple[str, str]) -> None:
    assert parse_place(text) == place


@pytest.mark.parametrize("text", ["E7", "综合!", "综合!7E", "!E7", "综合!E0", "综合!ABCD1", "a!b!C1"])
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(NotFoundError, match="cell-not-filed"):
        parse_place(text)


def test_every_cell_is_counted_and_found_where_it_says() -> None:
    built = little_filing(THREE, left=GONE)
    cells = list(built.cells())
    assert built.cell_count == len(cells) == 6 + 3 * 9 + 2 + 2
    assert len({cell.place for cell in cells}) == len(cells)
    for cell in cells:
        assert built.cell_at(cell.sheet, cell.address) == cell


def test_the_filler_gets_cells_by_the_templates_addresses() -> None:
    built = little_filing(THREE)
    cells = built.fill_cells()
    assert cells["明细", "C9"] == 3
    assert cells["综合", "B5"] == Decimal("6.00")
    assert cells["综合", "C5"] is None
    assert isinstance(cells["综合", "A2"], str)
    assert ("明细", "H6") not in cells


def test_the_filler_gets_every_block_and_table_with_at_least_one_row() -> None:
    blocks = list(little_filing([]).fill_blocks())
    assert [(block.sheet, block.row) for block in blocks] == [("明细", 5), ("明细", 12), ("说明", 3)]
    assert [len(block.rows) for block in blocks] == [1, 1, 3]
    assert all(len(row) == len(block.letters) for block in blocks for row in block.rows)


def test_a_column_without_a_place_has_no_address() -> None:
    built = little_filing(THREE)
    block = built.block("tenants")
    cell = built.block_cell(block, block.column("founded_on"), 0)
    assert (cell.address, cell.anchor) == ("", "")


def test_the_cells_that_balancing_moved_are_listed() -> None:
    tenants = [Tenant(n, f"企业{n}", figures={"total_income": 5_000, "employees": 1}) for n in range(1, 4)]
    built = little_filing(tenants)
    assert [(cell.address, cell.value, cell.nudge) for cell in built.nudged()] == [
        ("H5", Decimal("0.00"), Decimal("-0.01"))
    ]
    column = built.block("tenants").column("total_income")
    assert column.values == (Decimal("0.00"), Decimal("0.01"), Decimal("0.01"))
    assert column.total == Decimal("0.02")


def test_blocks_and_columns_are_found_by_name() -> None:
    built = little_filing(THREE)
    with pytest.raises(NotFoundError, match="block-unknown"):
        built.block("nobody")
    with pytest.raises(NotFoundError, match="column-unknown"):
        built.block("tenants").column("nothing")


def test_the_figure_behind_a_cell_is_kept() -> None:
    built = little_filing(THREE)
    growth = built.cell_at("综合", "D5")
    now, base = built.figure_of(growth), built.figure_of(growth, part=1)
    assert now is not None
    assert now.value == 60_000_00
    assert base is not None
    assert base.value is None
    assert built.figure_of(built.cell_at("明细", "B5")) is None
