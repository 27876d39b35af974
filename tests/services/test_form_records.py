"""Registers of records of a blank: told to be another kind, carried to next year, kept as the form that they are."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import openpyxl
import pytest

from crm.domain.errors import NotFoundError, ParseError
from crm.domain.period import PeriodKind
from crm.domain.wording import Words
from crm.services.filings import list_forms
from crm.services.form_alignment import align_form, decide_aligned, rows_in, save_aligned
from crm.services.form_binding import FormName, Means, decide, open_blank, rows_proposed, save_form

if TYPE_CHECKING:
    from pathlib import Path

    from crm.services.form_alignment import AlignedForm
    from crm.services.library import Library

RIGHTS = "本期申请!5"
NAME = FormName(
    "own-rights", 2026, Words("知识产权台账", "Rights"), Words("开发区", "Zone"), PeriodKind.QUARTER
)


def folder_of(library: Library, code: str) -> Path:
    return library.form_folder(code).folder


def block(aligned: AlignedForm, sheet: str) -> dict[str, object]:
    return next(one for one in tomllib.loads(aligned.text)["block"] if one["sheet"] == sheet)


def test_rows_told_to_be_another_kind_have_other_columns(library: Library) -> None:
    blank = open_blank(library, folder_of(library, "zone-rights") / "template.xlsx")
    assert {one.code for one in blank.sure if one.place == "本期申请!F5"} == {"applied_on"}
    other = decide(blank, {RIGHTS: "records=technology_contracts.signed"})
    columns = {one.slot.letters: one for one in other.proposals if one.slot.sheet == "本期申请"}
    assert (columns["C"].code, columns["C"].records) == ("kind", "technology_contracts")
    assert columns["F"].means is Means.NOTHING
    tenants = decide(blank, {RIGHTS: "population=resident"})
    assert not any(one.records for one in tenants.proposals if one.slot.sheet == "本期申请")
    with pytest.raises(NotFoundError):
        decide(blank, {RIGHTS: "records=rooms", "本期申请!F5": "applied_on"})


def test_a_register_that_is_named_by_hand_lists_what_its_heads_say(library: Library, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (["总收入"], ["净利润"], ["从业人员"], [], ["姓名", "擅长"]):
        sheet.append(row)
    workbook.save(tmp_path / "own.xlsx")
    blank = open_blank(library, tmp_path / "own.xlsx")
    assert str(rows_proposed(blank, "Sheet", 6)) == "population=incubating"
    with pytest.raises(ParseError):
        rows_proposed(blank, "Sheet", 3)
    told = decide(blank, {"Sheet!6": "records=mentors", "Sheet!B6": "expertise"})
    assert [one.code for one in told.sure if one.slot.is_column] == ["name", "expertise"]


def test_next_year_s_form_lists_the_same_records(library: Library, tmp_path: Path) -> None:
    folder = folder_of(library, "zone-rights")
    workbook = openpyxl.load_workbook(folder / "template.xlsx")
    workbook["本期申请"]["A1"] = "登记表"  # the words no longer say what it lists
    workbook["本期申请"].title = "表一"
    workbook["表一"].insert_cols(8)
    workbook["表一"]["H4"] = "失效日期"
    workbook.save(tmp_path / "next.xlsx")
    aligned = align_form(library, folder, tmp_path / "next.xlsx")
    rows = rows_in(aligned, "表一", 5)
    assert rows is not None
    assert (rows.records, rows.which) == ("ip_rights", "applied")
    assert block(aligned, "表一")["amount"] == "applications"
    assert {one.code for one in aligned.places if one.place == "表一!H5"} == {"lapsed_on"}
    assert all(one.records == "ip_rights" for one in aligned.places if one.slot.sheet == "表一" and one.code)
    save_aligned(aligned, tmp_path / "kept")
    assert (tmp_path / "kept" / "form.toml").is_file()


def test_an_aligned_register_takes_the_rows_that_are_told(library: Library) -> None:
    folder = folder_of(library, "zone-rights")
    aligned = align_form(library, folder, folder / "template.xlsx")
    changed = decide_aligned(library, aligned, {RIGHTS: "records=ip_rights.granted_to_date"})
    told = block(changed, "本期申请")
    assert ("amount" in told, told["basis"]) == (False, "year_to_date")
    assert next(one.code for one in changed.places if one.place == "本期申请!F5") == "applied_on"
    other = decide_aligned(
        library, aligned, {RIGHTS: "records=technology_contracts.signed;population=resident"}
    )
    told = block(other, "本期申请")
    columns = told["column"]
    assert isinstance(columns, list)
    assert (told["records"], told["population"]) == ("technology_contracts", "resident")
    assert [one["column"] for one in columns if one.get("ordinal")] == ["A"]
    gone = decide_aligned(library, aligned, {RIGHTS: "population=graduated"})
    assert all(one["sheet"] != "本期申请" for one in tomllib.loads(gone.text)["block"])
    plain = folder_of(library, "torch-tenant")
    as_graduates = decide_aligned(
        library, align_form(library, plain, plain / "template.xlsx"), {"企业情况表!7": "population=graduated"}
    )
    assert block(as_graduates, "企业情况表")["population"] == "graduated"


def test_records_that_no_choice_describes_stay_as_last_year_s_form_has_them(
    library: Library, tmp_path: Path
) -> None:
    folder = folder_of(library, "zone-titles")
    text = (folder / "form.toml").read_text("utf-8")
    narrowed = text.replace(
        'counted = "valid_at"', 'counted = "valid_at"\nfilters = { level = ["national"] }', 1
    )
    own = tmp_path / "own"
    own.mkdir()
    (own / "form.toml").write_text(narrowed, "utf-8")
    (own / "template.xlsx").write_bytes((folder / "template.xlsx").read_bytes())
    aligned = align_form(library, own, own / "template.xlsx")
    rows = rows_in(aligned, "期末有效资质", 5)
    assert rows is not None
    assert (rows.records, rows.which) == ("qualifications", "")
    assert block(aligned, "期末有效资质")["filters"] == {"level": ["national"]}
    assert str(rows) == "records=qualifications.;population=resident"
    attended = text.replace('records = "qualifications"', 'records = "dreams"', 1)
    (own / "form.toml").write_text(attended, "utf-8")
    unknown = align_form(library, own, own / "template.xlsx")
    assert block(unknown, "期末有效资质")["records"] == "dreams"


def test_every_kind_of_record_has_fields_that_its_list_has(library: Library, tmp_path: Path) -> None:
    forms = {one.code: one for one in list_forms(library)}
    shipped = {block.records.kind for form in forms.values() for block in form.blocks if block.records}
    assert shipped <= set(library.form_words.lists.by_code)
    blank = open_blank(library, folder_of(library, "zone-rights") / "template.xlsx")
    form = save_form(blank, NAME, tmp_path)
    kinds = {block.records.kind for block in form.blocks if block.records}
    assert (len(form.blocks), kinds) == (3, {"ip_rights"})


def leases(folder: Path, month: str) -> Path:
    """A register of leases with what is asked of each month, twelve columns without a word over them."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["享受税收优惠房产租赁明细表（年度）"])
    sheet.append(
        ["序号", "承租企业", "楼宇", "房间号", "租赁起", "租赁止", *(month.format(n) for n in range(1, 13))]
    )
    sheet.append([])
    workbook.save(folder / "leases.xlsx")
    return folder / "leases.xlsx"


@pytest.mark.parametrize("month", ["{}月", "{}月末面积（㎡）"])
def test_the_months_of_a_register_are_told_together(library: Library, tmp_path: Path, month: str) -> None:
    blank = open_blank(library, leases(tmp_path, month))
    assert str(blank.rows["Sheet", 3]).startswith("records=lease_lines")
    assert len(blank.unclear) == 12
    told = decide(blank, {"Sheet!G3:R3": "subject_area", "Sheet!H3": ""})
    months = [one for one in told.proposals if one.slot.is_column and one.code == "subject_area"]
    assert [one.within for one in months] == [(("month", (str(n),)),) for n in range(1, 13) if n != 2]
    assert not told.unclear


@pytest.mark.parametrize(
    ("title", "rows"),
    [
        ("知识产权台账（期末有效）", "records=ip_rights.valid;population=resident"),
        ("在孵企业知识产权台账（期末有效）", "records=ip_rights.valid;population=incubating"),
        ("知识产权台账（本期申请）", "records=ip_rights.applied"),
        ("在园企业知识产权台账（本期申请）", "records=ip_rights.applied;population=resident"),
    ],
)
def test_whose_records_are_listed_the_title_says_or_what_is_usual(
    library: Library, tmp_path: Path, title: str, rows: str
) -> None:
    workbook = openpyxl.load_workbook(folder_of(library, "zone-rights") / "template.xlsx")
    sheet = workbook["期末有效"]
    sheet["A1"], sheet.title = title, "表一"
    workbook.save(tmp_path / "own.xlsx")
    blank = open_blank(library, tmp_path / "own.xlsx")
    assert str(blank.rows["表一", 5]) == rows
    anybody = decide(blank, {"表一!5": "records=ip_rights.valid"})
    assert str(anybody.rows["表一", 5]) == "records=ip_rights.valid"
    save_form(decide(blank, {"表一!5": rows}), NAME, tmp_path / "own")
    table = tomllib.loads((tmp_path / "own" / "form.toml").read_text("utf-8"))
    (listed,) = (one for one in table["block"] if one["sheet"] == "表一")
    assert listed.get("population", "anybody") == (rows.partition("population=")[2] or "anybody")
