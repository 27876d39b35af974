"""An authority's blank becomes a form of ours, next year's takes over its bindings, an edited template is told."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from crm.domain.errors import CrmError, DataFormatError
from crm.domain.finding import Severity
from crm.domain.period import Period, PeriodKind
from crm.domain.wording import Language, Words
from crm.services.filings import build_filing, list_forms
from crm.services.form_alignment import Change, align_form, decide_aligned, save_aligned
from crm.services.form_binding import FormName, Means, decide, open_blank, save_form
from crm.services.form_check_carrying import without_broken_checks
from crm.services.form_diagnosis import broken_forms, diagnose_form, diagnose_template, held_figures
from tests.excel.wps import saved_by_wps
from tests.filings.samples import little_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl import Workbook

    from crm.services.filings import BuiltFiling
    from crm.services.library import Library
    from crm.services.operation import Workplace

ZONE, TORCH = "zone-quarterly", "torch-tenant"
QUARTER = Period.parse("2026Q3")
NAME = FormName(
    "own-form", 2026, Words("自有季报", "Own quarterly"), Words("开发区", "Zone"), PeriodKind.QUARTER
)


def shipped(library: Library, code: str) -> Path:
    return library.form_folder(code).folder


def values(filing: BuiltFiling) -> dict[str, object]:
    return {cell.place: cell.value for cell in filing.built.cells()}


def edited(library: Library, path: Path, change: Callable[[Workbook], None], code: str = ZONE) -> Path:
    """The template of a shipped form after somebody has edited it."""
    book = openpyxl.load_workbook(shipped(library, code) / "template.xlsx")
    change(book)
    book.save(path)
    return path


def test_a_blank_is_bound_to_the_figures_its_words_name(
    demo: Workplace, library: Library, tmp_path: Path
) -> None:
    blank = open_blank(library, shipped(library, ZONE) / "template.xlsx")
    assert blank.outline.rhythm is PeriodKind.QUARTER
    assert len(blank.sure) > 130
    assert all(one.doubts for one in blank.unclear)
    form = save_form(blank, NAME, tmp_path / "own")
    with_own, code = library.with_form(tmp_path / "own")
    assert (form.code, code) == ("own-form", "own-form")
    own = values(build_filing(demo, with_own, code, QUARTER))
    ours = values(build_filing(demo, library, ZONE, QUARTER))
    singles = [place for place in own if place.startswith("综合情况!")]
    assert len(singles) > 100
    assert {place: own[place] for place in singles} == {place: ours[place] for place in singles}


def test_what_the_user_decides_is_bound_too(library: Library, tmp_path: Path) -> None:
    path = shipped(library, ZONE) / "template.xlsx"
    unclear = {one.place for one in open_blank(library, path).unclear}
    told = dict.fromkeys(unclear, "") | {"在孵企业明细!T6": "ip_valid"}
    blank = open_blank(library, path, told=told)
    assert blank.unclear == ()
    nothing = {one.place for one in blank.proposals if one.means is Means.NOTHING}
    assert unclear - nothing == {"在孵企业明细!T6"}
    form = save_form(blank, NAME, tmp_path / "own")
    assert "ip_valid" in {column.id for column in form.block("rows_1").columns}


def test_another_form_is_not_written_over(library: Library, tmp_path: Path) -> None:
    blank = open_blank(library, shipped(library, TORCH) / "template.xlsx")
    save_form(blank, NAME, tmp_path)
    save_form(blank, NAME, tmp_path)
    with pytest.raises(CrmError) as refused:
        save_form(
            blank,
            NAME.__class__("other", 2026, NAME.name, NAME.authority, PeriodKind.YEAR),
            tmp_path,
        )
    assert refused.value.code == "form-folder-taken"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "workbook-missing"),
        (b"PK nothing", "workbook-damaged"),
        ("企业名称,总收入".encode(), "form-blank-not-xlsx"),
    ],
)
def test_what_is_no_blank_is_refused_with_a_sentence(
    library: Library, tmp_path: Path, content: bytes | None, code: str
) -> None:
    path = tmp_path / "blank.xlsx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CrmError) as refused:
        open_blank(library, path)
    assert refused.value.code == code


def test_a_workbook_with_a_broken_sheet_is_refused(library: Library, tmp_path: Path) -> None:
    import zipfile

    source = io.BytesIO((shipped(library, ZONE) / "template.xlsx").read_bytes())
    path = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<no" if name.startswith("xl/worksheets/sheet1") else old.read(name))
    with pytest.raises(CrmError) as refused:
        open_blank(library, path)
    assert refused.value.code == "workbook-damaged"


def test_a_blank_that_a_stray_cell_makes_endless_is_refused(library: Library, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(shipped(library, ZONE) / "template.xlsx")
    sheet = book["综合情况"]
    sheet["XFD3"] = "备注"
    for row in range(1_000, 20_000, 900):
        sheet.cell(row, 1, "完")
    book.save(tmp_path / "far.xlsx")
    with pytest.raises(CrmError) as refused:
        open_blank(library, tmp_path / "far.xlsx")
    assert (refused.value.code, refused.value.values["file"]) == ("workbook-too-large", "far.xlsx")
    assert refused.value.values["where"] == "综合情况"


def test_figures_left_in_a_blank_are_told_with_their_places(library: Library, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(shipped(library, ZONE) / "template.xlsx")
    book["综合情况"]["E20"], book["综合情况"]["F20"] = 123.45, 0
    book.save(tmp_path / "filled.xlsx")
    blank = open_blank(library, tmp_path / "filled.xlsx")
    (finding,) = held_figures(blank.outline)
    assert (finding.code, finding.where) == ("form-holds-figures", "综合情况!E20")
    assert finding.values == {"count": 2, "cells": "综合情况!E20、综合情况!F20"}
    assert not held_figures(open_blank(library, shipped(library, ZONE) / "template.xlsx").outline)


# ------------------------------------------------------------------------------------------ next year


def next_year(book: Workbook) -> None:
    """A new layout: a line more on top, one label in other words and another unit, one row gone, one new."""
    sheet = book["综合情况"]
    merges = [str(one) for one in sheet.merged_cells.ranges]
    for one in merges:
        sheet.unmerge_cells(one)
    sheet["B19"], sheet["C19"] = "营业总收入", "千元"
    sheet["B24"], sheet["C24"], sheet["D24"] = "技术合同交易额", "万元", "26"


def test_last_year_s_form_over_the_same_blank_files_the_same(
    demo: Workplace, library: Library, tmp_path: Path
) -> None:
    folder = shipped(library, ZONE)
    aligned = align_form(library, folder, folder / "template.xlsx", year=2027)
    assert (aligned.lost, aligned.dropped, aligned.alignment.gone) == ((), (), ())
    save_aligned(aligned, tmp_path / "2027")
    fresh, code = library.with_form(tmp_path / "2027")
    old = build_filing(demo, library, ZONE, QUARTER)
    new = build_filing(demo, fresh, code, Period.parse("2027Q1"))
    assert (old.form.year, new.form.year) == (2025, 2027)
    assert [cell.place for cell in old.built.singles] == [cell.place for cell in new.built.singles]
    assert [check.code for check in old.form.checks] == [check.code for check in new.form.checks]


@pytest.mark.parametrize(
    "code", ["shanxi-incubator", "tax-property", "torch-makerspace", "zone-rights", "zone-events"]
)
def test_a_form_over_its_own_blank_is_the_same_form(library: Library, code: str) -> None:
    folder = shipped(library, code)
    aligned = align_form(library, folder, folder / "template.xlsx", year=next(
        form.year for form in library.forms if form.code == code))  # fmt: skip
    (old,) = [form for form in list_forms(library) if form.code == code]
    assert (aligned.lost, aligned.dropped) == ((), ())
    assert {(cell.sheet, cell.address): cell.figure for cell in aligned.form.cells} == {
        (cell.sheet, cell.address): cell.figure for cell in old.cells
    }
    assert (aligned.form.blocks, aligned.form.texts, aligned.form.checks) == (
        old.blocks,
        old.texts,
        old.checks,
    )
    bound = {one.place for one in aligned.places if one.means is not Means.NOTHING}
    assert bound >= {f"{cell.sheet}!{cell.address}" for cell in old.cells}


def two_rows_more(book: Workbook) -> None:
    for area in ("A38:H38", "A39:H39"):  # a row put in leaves merged cells where they are
        book["综合情况"].unmerge_cells(area)
    book["综合情况"].insert_rows(3, 2)


def test_what_no_words_point_to_is_found_beside_the_same_words(library: Library, tmp_path: Path) -> None:
    makers = align_form(
        library, shipped(library, "torch-makerspace"),
        edited(library, tmp_path / "a.xlsx", two_rows_more, "torch-makerspace"),
    )  # fmt: skip
    assert not any(place.startswith("综合情况!E") for place in makers.lost)
    rights = align_form(
        library, shipped(library, "zone-rights"),
        edited(library, tmp_path / "b.xlsx", lambda book: book["本期申请"].insert_rows(3), "zone-rights"),
    )  # fmt: skip
    rows = {block.sheet: block.row for block in rights.form.blocks}
    assert rows["本期申请"] == rows["本期授权"] + 1


def test_next_year_s_blank_is_aligned_and_only_the_differences_are_told(
    demo: Workplace, library: Library, tmp_path: Path
) -> None:
    path = edited(library, tmp_path / "new.xlsx", next_year)
    aligned = align_form(library, shipped(library, ZONE), path)
    assert aligned.form.year == 2026
    renamed = {pair.old.label: pair.new.label for pair in aligned.alignment.changed(Change.RENAMED)}
    assert renamed == {"总收入": "营业总收入"}
    assert {pair.old.label for pair in aligned.alignment.changed(Change.UNIT)} == {"总收入"}
    assert {slot.label for slot in aligned.alignment.gone} == {"获天使或风险投资额"}
    new = {one.slot.label: one for one in aligned.new}
    assert (new["技术合同交易额"].code, new["技术合同交易额"].is_sure) == ("tech_contract_amount", True)
    save_aligned(aligned, tmp_path / "2026")
    fresh, code = library.with_form(tmp_path / "2026")
    now = values(build_filing(demo, fresh, code, QUARTER))
    before = values(build_filing(demo, library, ZONE, QUARTER))
    income = now["综合情况!E19"]
    assert income is not None
    assert abs(float(str(income)) / 10 - float(str(before["综合情况!E19"]))) < 0.1
    assert now["综合情况!E20"] == before["综合情况!E20"]
    assert "综合情况!E24" in now


def test_a_check_that_speaks_of_what_is_gone_is_left_out_and_named(library: Library, tmp_path: Path) -> None:
    def without_graduates(book: Workbook) -> None:
        sheet = book["综合情况"]
        for letter in "BCDEFGHIJ":
            if not isinstance(sheet[f"{letter}12"], openpyxl.cell.cell.MergedCell):
                sheet[f"{letter}12"] = None
        sheet["B12"] = "其他说明"

    aligned = align_form(
        library, shipped(library, ZONE), edited(library, tmp_path / "new.xlsx", without_graduates)
    )
    assert aligned.dropped
    kept = {check.code for check in aligned.form.checks}
    assert kept
    assert {"综合情况!E12", "综合情况!F12", "综合情况!G12"} <= set(aligned.lost)


def test_new_columns_of_a_register_and_new_registers_are_bound(library: Library, tmp_path: Path) -> None:
    def more(book: Workbook) -> None:
        sheet = book["新增与退出明细"]
        sheet["H10"] = "注册资本（万元）"
        own = book.create_sheet("园区企业")
        own.append(["入驻企业名册"])
        own.append(["序号", "企业名称", "统一社会信用代码"])

    aligned = align_form(library, shipped(library, ZONE), edited(library, tmp_path / "new.xlsx", more))
    left = aligned.form.block("left")
    assert left.columns[-1].letter == "H"
    (own,) = [block for block in aligned.form.blocks if block.sheet == "园区企业"]
    assert [column.id for column in own.columns] == ["ordinal", "name", "uscc"]


def test_sums_and_relations_that_speak_of_what_is_gone_are_left_out() -> None:
    table = little_table()
    relations = {"a": {"check": [CHECK]}, "b": {"check": [{**CHECK, "code": "check-y"}]}}
    grids, blocks = table["grid"], table["block"]
    assert isinstance(grids, list)
    assert isinstance(blocks, list)
    grids[0]["row"][0]["adds_up"] = ["employees", "gone"]
    blocks[0]["column"][7]["part_of"] = "gone"
    table["include"] = ["a", {"set": "b"}]
    form, dropped = without_broken_checks(table, relations)
    assert dropped == ("a", "b", "employees, gone", "gone")
    assert (form.checks, form.sums) == ((), ())
    with pytest.raises(DataFormatError):
        without_broken_checks({**little_table(), "code": 5}, relations)


CHECK = {
    "code": "check-x",
    "scope": "form",
    "expression": "gone >= 0",
    "severity": "error",
    "source": "made for tests",
    "verified": True,
}


def test_a_blank_of_another_form_is_refused(library: Library, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["指标", "数值"], ["技术合同交易额", None], ["购买国外专利数", None], ["举办活动场次", None]):
        sheet.append(row)
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(CrmError) as refused:
        align_form(library, shipped(library, TORCH), tmp_path / "other.xlsx")
    assert refused.value.code == "align-nothing-found"


def test_a_folder_without_a_form_is_refused(library: Library, tmp_path: Path) -> None:
    blank = shipped(library, ZONE) / "template.xlsx"
    with pytest.raises(CrmError) as refused:
        align_form(library, tmp_path, blank)
    assert refused.value.code == "form-folder-missing"
    (tmp_path / "form.toml").write_text("code = ", "utf-8")
    with pytest.raises(CrmError) as broken:
        align_form(library, tmp_path, blank)
    assert broken.value.code == "data-not-toml"
    with pytest.raises(CrmError) as missing:
        library.with_form(tmp_path / "nowhere")
    assert missing.value.code == "form-folder-missing"


# ----------------------------------------------------------------------------------- edited templates


def told(library: Library, path: Path) -> dict[str, str]:
    form = next(one for one in list_forms(library) if one.code == ZONE)
    return {one.where: one.code for one in diagnose_form(library, form, path.read_bytes())}


def test_shipped_forms_fit_their_templates(library: Library) -> None:
    assert broken_forms(library) == ()


def test_what_an_edited_template_breaks_is_told_by_place(library: Library, tmp_path: Path) -> None:
    def break_it(book: Workbook) -> None:
        sheet = book["综合情况"]
        sheet["E7"] = "见附件"
        sheet["F7"] = "=1+1"
        sheet.merge_cells("E19:F19")
        sheet["B20"] = "负债合计"
        sheet.protection.sheet = True
        for letter in "HIJKLMNOPQRSTU":
            book["在孵企业明细"][f"{letter}7"] = None
        book["新增与退出明细"]["Z1"] = "=SUM(#REF!)"
        book.defined_names["合计_营业收入"] = DefinedName("合计_营业收入", attr_text="综合情况!#REF!")

    found = told(library, edited(library, tmp_path / "edited.xlsx", break_it))
    assert found["综合情况!E7"] == "form-cell-taken"
    assert found["综合情况!F7"] == "form-cell-computes"
    assert found["综合情况!F19"] == "form-cell-merged"
    assert found["综合情况!E20"] == "form-label-moved"
    assert found["综合情况"] == "form-sheet-protected"
    assert found["在孵企业明细!A7"] == "form-total-missing"
    assert found["新增与退出明细!Z1"] == "form-formula-lost"
    assert found["合计_营业收入"] == "form-name-lost"


def test_a_format_that_would_show_another_number_is_told(library: Library, tmp_path: Path) -> None:
    def scale(book: Workbook) -> None:
        book["综合情况"]["E7"].number_format = '0!.0,"万"'
        book["综合情况"]["E8"].number_format = "0%"
        book["综合情况"]["E9"].number_format = "#,##0"
        book["在孵企业明细"]["H6"].number_format = "#,##0,"
        book["在孵企业明细"]["B6"].number_format = "#,##0,"  # a name is no number

    path = edited(library, tmp_path / "edited.xlsx", scale)
    wrong = {place: code for place, code in told(library, path).items() if code.endswith("scales")}
    assert wrong == dict.fromkeys(("综合情况!E7", "综合情况!E8", "在孵企业明细!H6"), "form-cell-scales")
    first = next(one for one in diagnose_template(path.read_bytes()) if one.code == "form-format-scales")
    said = library.messages.word_finding(first, Language.ZH).text
    assert said == '综合情况!E7 等 1 个空格的数字格式（如“0!.0,"万"”）会把填入的数按另一种大小显示'


def test_a_template_that_wps_has_saved_says_so_and_is_filled_all_the_same(library: Library) -> None:
    form = next(one for one in list_forms(library) if one.code == ZONE)
    template = saved_by_wps((shipped(library, ZONE) / "template.xlsx").read_bytes())
    (finding,) = diagnose_form(library, form, template)
    told = library.messages.word_finding(finding, Language.ZH)
    assert told.text.startswith("模板在 WPS 表格中保存过（版本 2052-11.1.0.9098）")


def test_a_sheet_that_was_renamed_is_named_once(library: Library, tmp_path: Path) -> None:
    def rename(book: Workbook) -> None:
        book["新增与退出明细"].title = "新增退出"

    path = edited(library, tmp_path / "edited.xlsx", rename)
    assert told(library, path) == {"新增与退出明细": "form-sheet-missing"}


def test_a_sheet_that_was_emptied_lacks_its_rows(library: Library, tmp_path: Path) -> None:
    def empty(book: Workbook) -> None:
        book.remove(book["新增与退出明细"])
        book.create_sheet("新增与退出明细")

    found = told(library, edited(library, tmp_path / "edited.xlsx", empty))
    assert found["新增与退出明细!A6"] == "form-row-missing"


def test_the_first_thing_wrong_with_a_form_is_said_in_words(library: Library, tmp_path: Path) -> None:
    def rename(book: Workbook) -> None:
        book["综合情况"].title = "情况"

    folder = tmp_path / "form"
    folder.mkdir()
    (folder / "form.toml").write_bytes((shipped(library, ZONE) / "form.toml").read_bytes())
    edited(library, folder / "template.xlsx", rename)
    fresh, _ = library.with_form(folder)
    (sentence,) = broken_forms(fresh)
    assert sentence.startswith("zone-quarterly 2025: 模板里没有工作表“综合情况”")
    errors = [one for one in diagnose_form(fresh, list_forms(fresh)[-1], (folder / "template.xlsx").read_bytes())
              if one.severity is Severity.ERROR]  # fmt: skip
    assert errors


# ------------------------------------------------------------------------------------------ decisions


def test_texts_signatures_and_whose_rows_are_kept_as_told(
    demo: Workplace, library: Library, tmp_path: Path
) -> None:
    path = shipped(library, ZONE) / "template.xlsx"
    blank = open_blank(library, path)
    row = next(slot.row for slot in blank.outline.slots if slot.sheet == "在孵企业明细")
    told = {"综合情况!L4": "text=联系人：{preparer}", f"在孵企业明细!{row}": "population=graduated"}
    decided = decide(blank, told)
    save_form(decided, NAME, tmp_path)
    fresh, code = library.with_form(tmp_path)
    filing = build_filing(demo, fresh, code, QUARTER)
    written = {(text.sheet, text.anchor): text.value for text in filing.built.texts}
    assert str(written["综合情况", "L4"]).startswith("联系人：")
    assert filing.form.block("rows_1").population.value == "graduated"


@pytest.mark.parametrize(
    ("place", "said", "code"),
    [
        ("综合情况!L4", "text={nobody}", "bind-said-wrongly"),
        ("综合情况!L4", "text={open", "bind-said-wrongly"),
        ("在孵企业明细!B6", "text={site}", "bind-said-wrongly"),
        ("综合情况!99", "population=graduated", "bind-no-register"),
    ],
)
def test_a_decision_that_no_filing_could_follow_is_refused(
    library: Library, place: str, said: str, code: str
) -> None:
    with pytest.raises(CrmError) as refused:
        open_blank(library, shipped(library, ZONE) / "template.xlsx", told={place: said})
    assert refused.value.code == code


def test_of_an_aligned_form_any_place_may_be_decided_anew(library: Library, tmp_path: Path) -> None:
    path = edited(library, tmp_path / "new.xlsx", next_year)
    aligned = align_form(library, shipped(library, ZONE), path)
    carried = {one.place: one for one in aligned.places}
    assert all(one.is_sure for one in aligned.places if one not in aligned.new)
    assert (carried["综合情况!E19"].code, carried["综合情况!E19"].unit and carried["综合情况!E19"].unit.code) == (
        "total_income", "thousand_yuan"
    )  # fmt: skip
    told = {"综合情况!E19": "", "综合情况!F19": "net_profit", "在孵企业明细!B6": "former_names",
            "综合情况!L4": "text=无", "在孵企业明细!6": "population=graduated"}  # fmt: skip
    again = decide_aligned(library, aligned, told)
    cells = {f"{cell.sheet}!{cell.address}": cell.figure.indicator for cell in again.form.cells}
    assert "综合情况!E19" not in cells
    assert cells["综合情况!F19"] == "net_profit"
    assert [text.value for text in again.form.texts if text.address == "L4"] == ["无"]
    block = next(one for one in again.form.blocks if one.sheet == "在孵企业明细")
    assert block.population.value == "graduated"
    assert {one.place for one in again.places if one.place == "综合情况!E19" and one.means is Means.NOTHING}
    assert decide_aligned(library, again, {}).form == aligned.form


def test_texts_of_last_year_move_with_what_they_stand_beside(library: Library, tmp_path: Path) -> None:
    def one_lower(book: Workbook) -> None:
        book["新增与退出明细"].insert_rows(3, 2)

    folder = shipped(library, ZONE)
    before = align_form(library, folder, folder / "template.xlsx").form.texts
    aligned = align_form(library, folder, edited(library, tmp_path / "new.xlsx", one_lower))
    moved = {text.value: text.address for text in aligned.form.texts if text.sheet == "新增与退出明细"}
    old = {text.value: text.address for text in before if text.sheet == "新增与退出明细"}
    assert {value: int(moved[value][1:]) - int(old[value][1:]) for value in moved} == dict.fromkeys(old, 2)


def test_a_label_that_moved_is_told_with_where_it_is_now(library: Library, tmp_path: Path) -> None:
    def move(book: Workbook) -> None:
        sheet = book["综合情况"]
        sheet["B20"], sheet["B40"] = "负债合计", sheet["B20"].value
        book["在孵企业明细"]["B4"] = "法定代表人"
        sheet["E3"] = "=NOW()"

    form = next(one for one in list_forms(library) if one.code == ZONE)
    template = edited(library, tmp_path / "edited.xlsx", move).read_bytes()
    found = {one.where: one for one in diagnose_form(library, form, template)}
    sentence = library.messages.word_finding(found["综合情况!E20"], Language.ZH).text
    assert sentence.endswith("现在在 B40")
    assert found["在孵企业明细!B6"].code == "form-head-moved"
    assert found["综合情况!E3"].code == "form-text-computes"


def test_what_is_to_be_known_of_a_template_is_told_whatever_is_bound(
    library: Library, tmp_path: Path
) -> None:
    def protect(book: Workbook) -> None:
        book["综合情况"].protection.sheet = True
        book["综合情况"]["D1048576"] = "完"

    path = edited(library, tmp_path / "edited.xlsx", protect)
    assert {one.where: one.code for one in diagnose_template(saved_by_wps(hidden_and_merged_far(path)))} == {
        "综合情况": "form-sheet-protected",
        "综合情况!D1048576": "form-cells-far",
        "新增与退出明细": "form-sheet-hidden",
        "": "form-saved-by-wps",
    }


def hidden_and_merged_far(path: Path) -> bytes:
    """A workbook whose sheet of those that came and left is hidden, and whose first is merged down to the last rows."""
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/workbook.xml":
                head, _, rest = data.decode().partition('name="新增与退出明细"')
                data = f'{head}name="新增与退出明细"{rest.replace("visible", "hidden", 1)}'.encode()
            if name == "xl/worksheets/sheet1.xml":  # openpyxl makes a cell of every merged one
                data = data.replace(b"</mergeCells>", b'<mergeCell ref="H2:H1048570"/></mergeCells>')
            new.writestr(name, data)
    return made.getvalue()
