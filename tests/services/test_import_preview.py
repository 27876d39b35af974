"""The rows of an import before it is written: what becomes of each, which cells change, and what is wrong in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from crm.domain.errors import NotFoundError, RuleError
from crm.domain.finding import Severity
from crm.domain.period import Period
from crm.services.import_preview import ImportPreview, Outcome
from crm.services.import_sheets import load_sheet
from crm.services.imports import ImportRequest, apply_import, carry_out_import, outline_import, prepare_import
from crm.services.operation import undo
from crm.services.tenants import TenantQuery, add_tenant, list_tenant_ids
from tests.db.world import dump

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from crm.services.library import Library
    from crm.services.operation import Workplace

HEAD = ("企业编号", "企业名称", "曾用名", "孵化状态", "入驻日期", "面积（㎡）", "荣誉")
ROWS = (
    ("B-01", "晋汾一叶数据有限公司", "", "在孵", "2025-03-01", 88.5, "瞪羚"),
    ("B-02", "晋汾双木测控有限公司", "", "意向", "不记得", 12, ""),
    ("B-03", "晋汾三水环保有限公司", "", "意向", "不记得", 12, ""),
    ("", "", "", "", "", 12, ""),
)


def write(path: Path, rows: Sequence[Sequence[object]], head: Sequence[str] = HEAD) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (head, *rows, ("合计",)):
        sheet.append(list(row))
    book.save(path)
    return path


def preview(workplace: Workplace, library: Library, path: Path, **choices: object) -> ImportPreview:
    request = ImportRequest(path, **choices)  # type: ignore[arg-type]
    return ImportPreview(prepare_import(workplace, library, request))


def test_every_row_has_its_place_and_its_outcome(
    workplace: Workplace, library: Library, tmp_path: Path
) -> None:
    shown = preview(workplace, library, write(tmp_path / "a.xlsx", ROWS))
    assert [shown.row_number(place) for place in shown.places()] == [2, 3, 4, 5, 6]
    assert [shown.outcome(place) for place in shown.places()] == [
        Outcome.NEW,
        Outcome.NEW,
        Outcome.NEW,
        Outcome.REFUSED,
        Outcome.SKIPPED,
    ]
    assert list(shown.places(Outcome.REFUSED)) == [3]
    skipped = shown.line(4)
    assert skipped.reason is not None
    assert skipped.reason.code == "row-total"
    assert shown.line(3).all_findings[0].code == "row-without-name"


def test_a_value_that_is_not_understood_is_marked_in_every_cell_that_holds_it(
    workplace: Workplace, library: Library, tmp_path: Path
) -> None:
    rows = [(f"B-{number}", f"晋汾第{number}公司", "", "", "不记得", "", "") for number in range(30)]
    shown = preview(workplace, library, write(tmp_path / "a.xlsx", rows))
    assert len(shown.doubtful_places()) == 30
    last = shown.line(29)
    ((finding,),) = last.findings.values()
    assert finding.severity is Severity.WARNING
    assert last.all_findings == (finding,)


def test_changed_cells_have_the_value_before(workplace: Workplace, library: Library, tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", ROWS[:1])
    apply_import(workplace, library, prepare_import(workplace, library, ImportRequest(path)))
    changed = ("B-01", "晋汾一叶智能有限公司", "晋汾旧名公司", "退出", "2025-03-01", 90, "小巨人")
    shown = preview(workplace, library, write(path, [changed]))
    line = shown.line(0)
    assert line.outcome is Outcome.UPDATED
    found = {shown.columns[index].header: (one.old, one.new) for index, one in line.changes.items()}
    assert found == {
        "企业名称": ("晋汾一叶数据有限公司", "晋汾一叶智能有限公司"),
        "曾用名": (None, "晋汾旧名公司"),
        "孵化状态": ("incubating", "exited"),
        "面积（㎡）": (8850, 9000),
        "荣誉": (None, "小巨人"),
    }


def test_rows_of_our_own_list_come_back_unchanged_with_the_figures_beside_them(
    workplace: Workplace, library: Library, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.xlsx", ROWS[:1])
    apply_import(workplace, library, prepare_import(workplace, library, ImportRequest(path)))
    head = ("企业名称", "企业编号", "阶段", "面积（m²）", "从业人员", "收入（万元）", "数据期", "入驻时间")
    copied = ("晋汾一叶数据有限公司", "B-01", "在孵", 88.5, 12, 30.25, "2026Q3", "2025-03-01")
    shown = preview(workplace, library, write(path, [copied], head))
    assert shown.line(0).outcome is Outcome.SAME
    assert "columns-of-a-period" in [finding.code for finding in shown.prepared.findings]


def test_a_move_without_a_column_of_stages_stands_at_its_day(
    workplace: Workplace, library: Library, tmp_path: Path
) -> None:
    path = write(tmp_path / "names.xlsx", [("晋汾一叶数据有限公司", "B-01")], ("企业名称", "企业编号"))
    apply_import(workplace, library, prepare_import(workplace, library, ImportRequest(path)))
    rows = [("晋汾一叶数据有限公司", "2025-03-01")]
    shown = preview(workplace, library, write(tmp_path / "a.xlsx", rows, ("企业名称", "入驻日期")))
    (change,) = shown.line(0).changes.values()
    assert str(change.new) == "2025-03-01"
    assert change.old is None


def test_figures_show_what_they_replace(workplace: Workplace, library: Library, tmp_path: Path) -> None:
    add_tenant(workplace, library, {"name": "晋汾一叶数据有限公司"})
    head = ("企业名称", "营业收入（万元）", "从业人员（人）")
    period = Period.parse("2026Q3")
    path = write(tmp_path / "f.xlsx", [("晋汾一叶数据有限公司", 12.5, 7)], head)
    prepared = prepare_import(workplace, library, ImportRequest(path, period=period))
    applied = carry_out_import(workplace, library, prepared)
    assert applied is not None
    assert applied.new == ()
    path = write(tmp_path / "f.xlsx", [("晋汾一叶数据有限公司", 13, 7)], head)
    line = preview(workplace, library, path, period=period).line(0)
    ((change),) = line.changes.values()
    assert (change.old, change.new) == (12_500_000, 13_000_000)


def test_the_new_tenants_are_named_and_parts_are_told(
    workplace: Workplace, library: Library, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.xlsx", ROWS)
    told: list[tuple[int, int]] = []

    def tell(done: int, total: int) -> None:
        told.append((done, total))

    prepared = prepare_import(workplace, library, ImportRequest(path), progress=tell)
    assert told[-1] == (4, 4)
    told.clear()
    applied = carry_out_import(workplace, library, prepared, progress=tell)
    assert applied is not None
    assert list(applied.new) == sorted(list_tenant_ids(workplace, TenantQuery()))
    assert told == [(0, 3), (3, 3)]
    undo(workplace)
    assert list_tenant_ids(workplace, TenantQuery()).tolist() == []


def test_what_stops_a_write_leaves_everything_as_it_was(
    workplace: Workplace, library: Library, tmp_path: Path
) -> None:
    prepared = prepare_import(workplace, library, ImportRequest(write(tmp_path / "a.xlsx", ROWS)))
    with workplace.database.reading() as connection:
        before = dump(connection)

    def stop(done: int, _total: int) -> None:
        if done:
            raise KeyError

    with pytest.raises(KeyError):
        carry_out_import(workplace, library, prepared, progress=stop)
    with workplace.database.reading() as connection:
        assert dump(connection) == before


def test_all_or_nothing_writes_nothing_where_a_row_is_refused(
    workplace: Workplace, library: Library, tmp_path: Path
) -> None:
    prepared = prepare_import(workplace, library, ImportRequest(write(tmp_path / "a.xlsx", ROWS)))
    with pytest.raises(RuleError) as refused:
        carry_out_import(workplace, library, prepared, whole=True)
    assert refused.value.code == "import-not-whole"
    assert list_tenant_ids(workplace, TenantQuery()).tolist() == []


def test_an_outline_needs_no_column_that_names_tenants(library: Library, tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", [("甲", "0354-5550100")], ("联系人", "电话"))
    outline = outline_import(library, load_sheet(path), ImportRequest(path))
    assert [column.field for column in outline.mapped.columns] == ["contact", "phone"]


def test_a_file_without_rows_is_said_to_hold_nothing(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "empty.xlsx")
    with pytest.raises(NotFoundError) as refused:
        load_sheet(tmp_path / "empty.xlsx")
    assert refused.value.code == "workbook-without-rows"


def test_an_error_in_a_cell_is_noticed_and_not_taken_for_a_blank_in_silence(
    workplace: Workplace, library: Library, tmp_path: Path
) -> None:
    rows = [("B-01", "晋汾一叶数据有限公司", "", "", "", "#N/A", "")]
    path = write(tmp_path / "a.xlsx", rows)
    from openpyxl import load_workbook

    book = load_workbook(path)
    sheet = book.active
    assert sheet is not None
    sheet["F2"].data_type = "e"
    book.save(path)
    shown = preview(workplace, library, path)
    codes = {finding.code for finding in shown.line(0).all_findings}
    assert "cell-error" in codes
    assert list(shown.doubtful_places()) == [0]
