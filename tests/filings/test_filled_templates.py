"""The shipped templates, filled: every total comes to ours, and every cell stands where the filing says."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from crm import paths
from crm.excel.template import Block, Fill, Filled, fill_template
from crm.filings.built import Built, split_address
from tests.filings.samples import TORCH, ZONE, healthy_tenants, shipped_filing


def fill(folder: str, built: Built) -> Filled:
    template = (paths.resources() / "forms" / folder / "template.xlsx").read_bytes()
    blocks = tuple(
        Block(sheet=block.sheet, first_row=block.row, columns=block.letters, rows=block.rows)
        for block in built.fill_blocks()
    )
    return fill_template(template, Fill(cells=built.fill_cells(), blocks=blocks))


@pytest.mark.parametrize("number", [0, 1, 2, 37])
@pytest.mark.parametrize("folder", [ZONE, TORCH])
def test_what_is_filed_stands_in_the_workbook(folder: str, number: int) -> None:
    tenants = healthy_tenants(number, figures={"total_income": 1_234_567_89, "net_profit": None})
    _, built = shipped_filing(folder, tenants)
    filled = fill(folder, built)
    book = openpyxl.load_workbook(io.BytesIO(filled.data), data_only=True)
    for cell in built.cells():
        found = book[cell.sheet][cell.address].value
        if cell.live and cell.value is None:
            assert found == 0
        elif isinstance(cell.value, Decimal | int):
            assert isinstance(found, int | float)
            assert Decimal(str(found)) == cell.value, cell.place
        elif isinstance(cell.value, date):
            assert isinstance(found, datetime)
            assert found.date() == cell.value
        else:
            assert found == cell.value, cell.place
    for text in built.texts:
        letters, row = split_address(text.anchor)
        assert book[text.sheet][f"{letters}{built.final_row(text.sheet, row)}"].value == text.value


@pytest.mark.parametrize("folder", [ZONE, TORCH])
def test_the_same_filing_fills_to_the_same_bytes(folder: str) -> None:
    _, built = shipped_filing(folder, healthy_tenants(3))
    assert fill(folder, built).data == fill(folder, built).data


def test_the_counts_under_the_zones_lists_are_live() -> None:
    _, built = shipped_filing(ZONE, healthy_tenants(2))
    formulas = fill(ZONE, built).formulas
    assert formulas["新增与退出明细", "B7"].value == 1
    assert formulas["新增与退出明细", "B12"].value == 1
