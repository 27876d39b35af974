"""Imports that could file a wrong number: each is refused or said, on both databases."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from crm.domain.errors import ParseError
from crm.domain.measures import MeasureRequest
from crm.domain.period import Period
from crm.domain.wording import Language
from crm.intake.lexicon import SheetKind
from crm.services.figures import answer
from crm.services.import_preview import ImportPreview
from crm.services.import_sheets import load_sheet
from crm.services.imports import ImportRequest, apply_import, prepare_import
from crm.services.own_figures import read_file
from crm.services.tenants import TenantQuery, get_tenant, list_tenant_ids

if TYPE_CHECKING:
    from pathlib import Path

    from crm.services.imports import PreparedImport
    from crm.services.library import Library
    from crm.services.operation import Workplace

A, B = "91350100M000100Y43", "91512081MA62K0260E"
REGISTER = (
    "企业名称,统一社会信用代码,企业编号,状态,入驻时间\n"
    f"汾川甲木有限公司,{A},E1,在孵,2020-01-05\n"
    f"汾川乙火有限公司,{B},E2,在孵,2020-01-05\n"
)


class Desk:
    """Files are put into a folder and imported, one after the other."""

    def __init__(self, workplace: Workplace, library: Library, folder: Path) -> None:
        self.workplace = workplace
        self.library = library
        self.folder = folder

    def prepare(self, text: str, name: str = "表.csv", **choices: object) -> PreparedImport:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        request = ImportRequest(path, **choices)  # type: ignore[arg-type]
        return prepare_import(self.workplace, self.library, request)

    def bring_in(self, text: str, name: str = "表.csv", **choices: object) -> list[str]:
        """Import a text; the codes of what was noticed."""
        prepared = self.prepare(text, name, **choices)
        apply_import(self.workplace, self.library, prepared)
        return [finding.code for finding in prepared.findings]

    def value(self, indicator: str, period: str) -> int | None:
        return answer(self.workplace, self.library, MeasureRequest(indicator, Period.parse(period))).value


@pytest.fixture
def desk(workplace: Workplace, library: Library, tmp_path: Path) -> Desk:
    return Desk(workplace, library, tmp_path)


def income(title: str, amount: int, header: str = "总收入（元）") -> str:
    return f"{title}\n企业名称,{header}\n汾川甲木有限公司,{amount}\n"


@pytest.mark.parametrize("title", ["2026年1-9月企业情况表", "2026年前三季度", "2026年三季度累计"])
def test_figures_since_january_are_filed_under_no_period_until_one_is_chosen(desk: Desk, title: str) -> None:
    desk.bring_in(REGISTER)
    with pytest.raises(ParseError) as refused:
        desk.prepare(income(title, 600))
    assert refused.value.code == "period-unclear"
    assert str(refused.value.values["text"]) in title
    assert desk.bring_in(income(title, 600), period=Period.parse("2026Q3")) == ["period-contradicted"]
    assert desk.value("total_income", "2026Q3") == 60_000


def test_a_file_s_name_that_speaks_of_three_quarters_is_no_period_either(desk: Desk) -> None:
    desk.bring_in(REGISTER)
    with pytest.raises(ParseError, match="period-unclear"):
        desk.prepare(income("企业情况表", 600), name="2026年1-9月报表.csv")


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("2026年7-9月", "2026Q3"),
        ("2026年1-6月", "2026H1"),
        ("2026年度三季度", "2026Q3"),
        ("2026年1-12月", "2026"),
    ],
)
def test_months_that_are_a_period_of_ours_are_filed_under_it(desk: Desk, title: str, period: str) -> None:
    desk.bring_in(REGISTER)
    assert desk.bring_in(income(title, 600)) == []
    assert desk.value("total_income", period) == 60_000


def test_a_year_s_income_is_not_filed_as_a_quarter_s(desk: Desk) -> None:
    desk.bring_in(REGISTER)
    text = income("2026年二季度", 600, header="本年总收入（元）")
    assert desk.bring_in(text, period=Period.parse("2026Q3")) == ["period-contradicted", "column-of-the-year"]
    assert desk.value("total_income", "2026Q3") is None


def test_a_graduate_without_days_was_introduced_and_has_graduated_and_that_is_said(desk: Desk) -> None:
    noticed = desk.bring_in("企业名称,状态\n汾川丙土有限公司,在孵\n汾川丁金有限公司,毕业\n")
    assert noticed == ["stage-day-missing", "moved-in-missing"]
    year = str(desk.workplace.today.year)
    counted = (
        "introduced_tenants",
        "new_tenants",
        "graduates_total",
        "graduates_in_period",
        "resident_tenants",
    )
    assert [desk.value(name, year) for name in counted] == [2, 2, 1, 1, 1]


def test_a_graduate_whose_day_is_known_graduated_on_it(desk: Desk) -> None:
    assert desk.bring_in("企业名称,状态,毕业时间\n汾川丁金有限公司,毕业,2024-06-30\n") == ["moved-in-missing"]
    assert (desk.value("graduates_in_period", "2024Q2"), desk.value("graduates_total", "2023")) == (1, 0)


def test_a_corrected_day_of_leaving_is_said_and_not_taken(desk: Desk) -> None:
    desk.bring_in(REGISTER)
    text = "企业名称,状态,退出时间\n汾川甲木有限公司,毕业,{day}\n"
    assert desk.bring_in(text.format(day="2025-06-30")) == []
    assert desk.bring_in(text.format(day="2024-06-30")) == ["left-on-differs"]
    assert desk.value("graduates_in_period", "2025Q2") == 1


def test_one_company_s_name_with_another_s_code_brings_neither_any_figures(desk: Desk) -> None:
    desk.bring_in(REGISTER)
    figures = f"企业名称,统一社会信用代码,总收入（元）\n汾川乙火有限公司,{A},555\n"
    prepared = desk.prepare(figures, period=Period.parse("2026Q3"))
    assert [finding.code for finding in prepared.findings] == ["row-contradicts-itself"]
    assert not prepared.writes
    register = f"企业名称,统一社会信用代码,企业编号\n汾川乙火有限公司,{B},E1\n"
    assert desk.bring_in(register) == ["row-contradicts-itself"]
    names = {
        get_tenant(desk.workplace, desk.library, int(tenant)).line.name
        for tenant in list_tenant_ids(desk.workplace, TenantQuery())
    }
    assert names == {"汾川甲木有限公司", "汾川乙火有限公司"}


def test_a_half_year_that_does_not_fit_its_quarters_is_said_whichever_comes_last(desk: Desk) -> None:
    desk.bring_in(REGISTER)
    assert desk.bring_in(income("2026年一季度", 100)) == []
    assert desk.bring_in(income("2026年二季度", 50)) == []
    assert desk.bring_in(income("2026年上半年", 7)) == ["figure-parts-differ"]
    assert desk.bring_in(income("2026年上半年", 150)) == []
    assert desk.bring_in(income("2026年二季度", 60)) == ["figure-parts-differ"]


def test_unknown_headers_with_a_period_are_refused_instead_of_becoming_a_register(desk: Desk) -> None:
    desk.bring_in(REGISTER)
    with pytest.raises(ParseError, match="figures-not-found"):
        desk.prepare(
            "企业名称,本期产值合计（万元）,人员情况\n汾川甲木有限公司,5,3\n", period=Period.parse("2026Q3")
        )


def test_an_amount_beyond_all_measure_stops_its_cell_and_not_the_import(desk: Desk) -> None:
    desk.bring_in(REGISTER)
    text = "企业名称,总收入（亿元）\n汾川甲木有限公司,99999999999999999999\n汾川乙火有限公司,1\n"
    assert desk.bring_in(text, period=Period.parse("2026Q3")) == ["amount-unknown"]
    assert desk.value("total_income", "2026Q3") == 10_000_000_000


def test_the_sheet_most_like_a_register_is_read_and_the_others_are_named(
    workplace: Workplace, library: Library, tmp_path: Path
) -> None:
    book = Workbook()
    summary = book.active
    assert summary is not None
    summary.title = "统计"
    for row in (("名称", "数量"), ("在孵企业", 30), ("毕业企业", 12)):
        summary.append(row)
    for title, names in (("名录", ("汾川甲木有限公司",)), ("名录 2025", ("汾川旧甲有限公司",))):
        sheet = book.create_sheet(title)
        sheet.append(("企业名称", "统一社会信用代码", "成立时间"))
        for name in names:
            sheet.append((name, None, "2020-01-01"))
    path = tmp_path / "a.xlsx"
    book.save(path)
    prepared = prepare_import(workplace, library, ImportRequest(path))
    assert (prepared.sheet, prepared.counts.new) == ("名录", 1)
    (finding,) = prepared.findings
    assert (finding.code, dict(finding.values)) == (
        "sheet-chosen",
        {"sheet": "名录", "others": "统计、名录 2025"},
    )
    assert ImportPreview(prepared).prepared is prepared
    assert load_sheet(path).name == "统计"  # who does not know the words takes the first
    told = prepare_import(workplace, library, ImportRequest(path, sheet="统计"))
    assert (told.sheet, told.findings) == ("统计", ())


def test_a_plain_number_in_a_column_of_days_counts_from_1904_where_the_workbook_does(
    workplace: Workplace, library: Library, tmp_path: Path
) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    for row in (("企业名称", "成立时间"), ("汾川甲木有限公司", 43890)):
        sheet.append(row)
    path = tmp_path / "a.xlsx"
    book.save(path)
    prepared = prepare_import(workplace, library, ImportRequest(path, kind=SheetKind.TENANTS))
    assert prepared.reading.drafts.columns["founded_on"] == [date(2024, 3, 1)]


def test_rows_that_nobody_sees_and_numbers_shown_in_another_size_are_told(desk: Desk) -> None:
    desk.bring_in(REGISTER)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["企业名称", "总收入（万元）", "增长"],
        ["汾川甲木有限公司", 1_234_567, 0.1],
        ["汾川乙火有限公司", None, 0.2],
    ):
        sheet.append(row)
    sheet["B2"].number_format = sheet["B3"].number_format = '0!.0000"万元"'
    sheet["C2"].number_format = "0%"
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = sheet.column_dimensions["C"].hidden = True
    book.save(desk.folder / "shown.xlsx")
    request = ImportRequest(desk.folder / "shown.xlsx", period=Period.parse("2026Q1"))
    found = {one.code: one for one in prepare_import(desk.workplace, desk.library, request).findings}
    assert (found["rows-hidden"].where, found["rows-hidden"].values) == ("A3", {"count": 1, "rows": "3"})
    assert found["columns-hidden"].values == {"count": 1, "columns": "总收入（万元）"}
    assert found["cell-scaled"].where == "B2"
    assert found["cell-scaled"].values["held"] == "1234567"
    assert found["cell-scaled"].values["cells"] == "B2", (
        "neither the blank cell nor a column that is not read"
    )


def test_who_is_struck_through_is_read_and_told(desk: Desk) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["企业名称", "总收入（万元）"],
        ["汾川甲木有限公司", 1],
        ["汾川乙火有限公司", 2],
        ["合计", 3],
    ):
        sheet.append(row)
    for address in ("A3", "B3", "A4", "A1"):
        sheet[address].font = Font(strike=True)
    book.save(desk.folder / "struck.xlsx")
    request = ImportRequest(desk.folder / "struck.xlsx", kind=SheetKind.TENANTS)
    prepared = prepare_import(desk.workplace, desk.library, request)
    (struck,) = [one for one in prepared.findings if one.code == "rows-struck"]
    assert (struck.where, struck.values) == ("A3", {"count": 1, "rows": "3"})
    assert prepared.counts.new == 2
    for language in Language:
        assert "{" not in desk.library.messages.word_finding(struck, language).text


def test_figures_of_one_s_own_that_nobody_sees_or_that_show_another_number_are_told(desk: Desk) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["项目", "单位", "2025年"], ["孵化器总收入", "元", 3_265_000], ["提供工位数", "个", "#N/A"]):
        sheet.append(row)
    sheet["C2"].number_format = '0!.0000"万元"'
    sheet["C3"].data_type = "e"
    sheet["A2"].font = Font(strike=True)
    sheet.row_dimensions[2].hidden = sheet.column_dimensions["C"].hidden = True
    book.save(desk.folder / "own.xlsx")
    read = read_file(desk.library, desk.folder / "own.xlsx", Period.parse("2025"))
    assert [(one.code, one.where) for one in read.findings] == [
        ("cell-error-at", "Sheet!C3"),
        ("rows-hidden-at", "Sheet!A2"),
        ("rows-struck-at", "Sheet!A2"),
        ("columns-hidden-at", "Sheet!C1"),
        ("cell-scaled-at", "Sheet!C2"),
    ]
    assert [one.value for one in read.figures] == [326_500_000]


def test_a_stray_cell_at_the_end_of_a_sheet_is_told_and_not_a_million_blank_rows(desk: Desk) -> None:
    found = desk.prepare(REGISTER + ",,\n" * 10_001 + ",x,\n,,y\n")
    assert found.counts.rows == 2
    (far,) = [one for one in found.findings if one.code == "rows-far"]
    assert (far.where, far.values) == ("B10005", {"count": 2})
    assert desk.prepare(REGISTER + ",,\n" * 10_000 + "汾川丙土有限公司,,\n").counts.rows == 10_003
