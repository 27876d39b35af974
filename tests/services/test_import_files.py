"""Workbooks around an import: blank registers that the import itself understands, and rows to be mended."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook, load_workbook

from crm.domain.wording import Language
from crm.services.import_files import export_doubtful_rows, keep_pasted, save_blank_register
from crm.services.import_preview import ImportPreview
from crm.services.import_sheets import load_sheet
from crm.services.imports import ImportRequest, SheetKind, outline_import, prepare_import

if TYPE_CHECKING:
    from pathlib import Path

    from crm.services.library import Library
    from crm.services.operation import Workplace

DAY = date(2026, 11, 20)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", list(SheetKind))
def test_every_column_of_a_blank_register_is_understood_and_its_examples_are_no_record(
    workplace: Workplace, library: Library, tmp_path: Path, kind: SheetKind, language: Language
) -> None:
    path = save_blank_register(library, kind, tmp_path / "blank.xlsx", language=language, today=DAY)
    outline = outline_import(library, load_sheet(path), ImportRequest(path))
    assert outline.kind is kind
    assert [column.header for column in outline.mapped.columns if column.confidence < 1] == []
    counts = prepare_import(workplace, library, ImportRequest(path)).counts
    assert (counts.rows, counts.skipped) == (1, 1)


def test_a_blank_register_offers_choices_and_explains_its_columns(library: Library, tmp_path: Path) -> None:
    path = save_blank_register(
        library, SheetKind.TENANTS, tmp_path / "blank.xlsx", language=Language.ZH, today=DAY
    )
    book = load_workbook(path)
    assert book.sheetnames[:2] == ["企业名册", "填写说明"]
    sheet = book["企业名册"]
    kinds = {rule.type for rule in sheet.data_validations.dataValidation}
    assert {"list", "date", "decimal", "whole"} <= kinds
    assert sheet.freeze_panes == "B3"
    notes = {row[0].value: row[1].value for row in book["填写说明"].iter_rows(min_row=2)}
    assert notes["企业名称"] == "必填"
    assert notes["备注"] == "选填"


def test_rows_to_be_mended_keep_their_cells_and_say_what_is_wrong(
    workplace: Workplace, library: Library, tmp_path: Path
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("企业名称", "入驻日期", "成立日期", "备注"),
        ("晋汾一叶数据有限公司", "不记得", date(2020, 3, 1), "甲"),
        ("晋汾双木测控有限公司", "2025-01-01", date(2021, 4, 1), time(8, 30)),
        ("", "", date(2021, 4, 1), "=乙"),
    ):
        sheet.append(list(row))
    book.save(tmp_path / "a.xlsx")
    prepared = prepare_import(workplace, library, ImportRequest(tmp_path / "a.xlsx"))
    made = datetime.combine(DAY, time())
    path = tmp_path / "mend.xlsx"
    count = export_doubtful_rows(library, ImportPreview(prepared), path, language=Language.ZH, made=made)
    assert count == 2
    lines = [[cell.value for cell in row] for row in load_workbook(path).worksheets[0].iter_rows()]
    assert lines[0] == ["原表行号", "导入问题", "怎么改", "企业名称", "入驻日期", "成立日期", "备注"]
    assert lines[1][0] == 2
    assert "不记得" in str(lines[1][1])
    assert lines[1][5] == datetime(2020, 3, 1)  # noqa: DTZ001 - as openpyxl reads it
    assert "企业名称" in str(lines[2][2])


def test_a_pasted_table_is_read_with_its_line_breaks(tmp_path: Path) -> None:
    path = keep_pasted('企业名称\t备注\r\n晋汾一叶\t"两\n行"\r\n', tmp_path, name="pasted")
    assert load_sheet(path).grid.rows[1] == ["晋汾一叶", "两\n行"]
