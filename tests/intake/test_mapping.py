"""Which column holds what, and why; nothing that could be another figure is taken without being told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import ParseError
from crm.domain.finding import Severity
from crm.domain.period import Period
from crm.intake.grid import Grid
from crm.intake.header import find_header
from crm.intake.lexicon import SheetKind
from crm.intake.mapping import ColumnChoice, MappedColumns, UnitSource, map_columns
from crm.intake.reading import guess_kind
from tests.intake.samples import codes, lexicon, sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

FIGURES = SheetKind.FIGURES


def mapped(
    grid: Grid,
    kind: SheetKind = SheetKind.TENANTS,
    *,
    maps: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    period: str = "",
) -> MappedColumns:
    known = lexicon()
    return map_columns(
        grid,
        find_header(grid, known),
        known,
        kind=kind,
        choice=ColumnChoice(maps or {}, units or {}),
        period=Period.parse(period) if period else None,
    )


def fields(found: MappedColumns) -> list[str | None]:
    return [column.field for column in found.columns]


def test_known_headers_are_taken_for_sure() -> None:
    found = mapped(sheet("序号|企业名称|统一社会信用代码|上市板", "1|甲公司|91350100M000100Y43|主板"))
    assert fields(found) == [None, "name", "uscc", None]
    assert [column.confidence for column in found.columns] == [0.0, 1.0, 1.0, 0.0]
    assert [column.letters for column in found.columns] == ["A", "B", "C", "D"]
    assert [column.ignored for column in found.columns] == [True, False, False, False]
    assert found.findings == ()
    assert found.indexes(["name", "uscc"]) == {1, 2}


def test_a_near_header_is_taken_with_less_confidence() -> None:
    found = mapped(sheet("企业名称|统一社会信用代号|说明书", "甲公司|91350100M000100Y43|x"))
    assert found.columns[1].field == "uscc"
    assert 0.5 < found.columns[1].confidence < 0.9
    assert found.columns[2].field is None


def test_a_header_with_a_word_that_changes_its_meaning_is_not_near() -> None:
    found = mapped(sheet("企业名称|非高新技术企业|高新技术企业率", "甲公司|是|是"))
    assert fields(found) == ["name", None, None]


def test_a_field_is_taken_once_and_the_column_that_can_be_read_wins() -> None:
    found = mapped(sheet("企业名称|注册时间|成立时间", "甲公司|太原|2024-03-01", "乙公司|晋中|2024-04-01"))
    assert fields(found) == ["name", None, "founded_on"]
    found = mapped(sheet("企业名称|公司名称", "甲公司|乙公司"))
    assert fields(found) == ["name", None]


def test_a_column_of_numbers_is_no_name_where_another_is() -> None:
    found = mapped(Grid([["名称", "企业名称"], [1, "甲公司"], ["2", "乙公司"]]))
    assert fields(found) == [None, "name"]


def test_a_known_header_over_unreadable_values_is_still_taken() -> None:
    found = mapped(sheet("企业名称|成立时间", "甲公司|不详的时候"))
    assert found.columns[1].field == "founded_on"
    assert found.columns[1].confidence == 0.6
    blank = mapped(sheet("企业名称|成立时间", "甲公司|"))
    assert blank.columns[1].confidence == 1.0


def test_the_lowest_level_of_a_header_counts_unless_those_above_change_it() -> None:
    grid = sheet(
        "企业名称|财务||上年同期|",
        "|总收入|净利润|总收入|净利润",
        "甲公司|5|1|4|1",
        merges=((1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 1, 5)),
    )
    found = mapped(grid, FIGURES)
    assert fields(found) == ["name", "total_income", "net_profit", None, None]
    assert found.columns[1].confidence == 0.9
    assert codes(found.findings) == ["unit-assumed", "unit-assumed", "column-left-out", "column-left-out"]


def test_a_figure_of_another_period_is_not_taken() -> None:
    grid = sheet("企业名称|2023年总收入|2024年总收入", "甲公司|1|2")
    assert fields(mapped(grid, FIGURES, period="2024")) == ["name", None, "total_income"]
    assert fields(mapped(grid, FIGURES)) == ["name", None, None]


def test_a_figure_with_a_near_header_is_only_suggested() -> None:
    grid = sheet("企业名称|实际上缴税费额|联系人", "甲公司|1|张三")
    found = mapped(grid, FIGURES)
    assert fields(found) == ["name", None, None]
    assert [column.suggestion for column in found.columns] == [None, "taxes_paid", None]
    assert [(finding.code, finding.severity, finding.where) for finding in found.findings] == [
        ("column-nearly-known", Severity.WARNING, "B1"),
        ("column-left-out", Severity.INFO, "C1"),
    ]


def test_a_header_whose_unit_measures_something_else_is_not_taken() -> None:
    found = mapped(sheet("企业名称|总收入（人）|联系人（元）", "甲公司|1|2"), FIGURES)
    assert fields(found) == ["name", None, None]
    assert fields(mapped(sheet("企业名称|联系人（元）", "甲公司|2"))) == ["name", None]


@pytest.mark.parametrize(
    ("title", "header", "told", "unit", "source"),
    [
        ("", "总收入", "", "yuan", UnitSource.ASSUMED),
        ("单位：千元", "总收入", "", "thousand_yuan", UnitSource.TITLE),
        ("单位：千元", "总收入（万元）", "", "ten_thousand_yuan", UnitSource.HEADER),
        ("单位：千元", "总收入（万元）", "元", "yuan", UnitSource.TOLD),
        ("", "总收入", "hundred_million_yuan", "hundred_million_yuan", UnitSource.TOLD),
    ],
)
def test_the_unit_is_as_told_else_as_headed_else_as_titled(
    title: str, header: str, told: str, unit: str, source: UnitSource
) -> None:
    grid = sheet(f"{title}|", f"企业名称|{header}", "甲公司|1")
    column = mapped(grid, FIGURES, units={"B": told} if told else None).columns[1]
    assert (column.unit and column.unit.code, column.unit_source) == (unit, source)


def test_a_row_of_units_below_the_names_gives_each_column_its_own() -> None:
    grid = sheet("企业名称|总收入|占用面积|从业人员", "|万元|平方米|人", "甲公司|1|2|3")
    assert [
        (column.field, column.unit and column.unit.code, column.unit_source)
        for column in mapped(grid, FIGURES).columns[1:]
    ] == [
        ("total_income", "ten_thousand_yuan", UnitSource.HEADER),
        ("occupied_area", "square_metre", UnitSource.HEADER),
        ("employees", "person", UnitSource.HEADER),
    ]


def test_a_group_may_carry_the_unit_of_its_parts() -> None:
    grid = sheet("企业名称|财务（万元）|", "|总收入|净利润", "甲|1|2", merges=((1, 1, 2, 1), (1, 2, 1, 3)))
    assert [column.unit and column.unit.code for column in mapped(grid, FIGURES).columns] == [
        None,
        "ten_thousand_yuan",
        "ten_thousand_yuan",
    ]


def test_a_title_that_counts_persons_does_not_count_everything_in_persons() -> None:
    column = mapped(sheet("单位：人|", "企业名称|有效知识产权数", "甲|1"), FIGURES).columns[1]
    assert (column.unit and column.unit.code, column.unit_source) == ("item", UnitSource.ASSUMED)


def test_an_assumed_unit_of_money_is_named() -> None:
    found = mapped(sheet("企业名称|注册资本|租用面积", "甲公司|100|50"))
    assert [(finding.code, finding.where, dict(finding.values)) for finding in found.findings] == [
        (
            "unit-assumed",
            "B1",
            {
                "column": "注册资本",
                "letters": "B",
                "unit": "ten_thousand_yuan",
                "unit_zh": "万元",
                "unit_en": "ten thousand yuan",
            },
        )
    ]


@pytest.mark.parametrize("column", ["B", "b", "产业方向", "2、产业方向（必填）"])
@pytest.mark.parametrize("field", ["note", "备注", "Note", "remarks"])
def test_the_user_names_columns_by_letter_or_header_and_fields_by_code_or_label(
    column: str, field: str
) -> None:
    found = mapped(sheet("企业名称|产业方向|备注", "甲公司|x|y"), maps={column: field})
    assert fields(found) == ["name", "note", None]
    assert found.columns[1].confidence == 1.0


def test_the_user_may_leave_a_column_out() -> None:
    found = mapped(sheet("企业名称|联系人", "甲公司|张三"), maps={"联系人": ""})
    assert found.columns[1].field is None
    assert found.columns[1].ignored


OWN_LIST = ("企业名称|房间|从业人员|收入（万元）|数据期", "甲公司|A-1|12|30.5|2026 Q3")


def test_figures_of_a_period_beside_particulars_are_left_out_of_a_register_and_that_is_said() -> None:
    found = mapped(sheet(*OWN_LIST))
    assert fields(found) == ["name", "room", None, None, None]
    assert [column.ignored for column in found.columns] == [False, False, True, True, True]
    (finding,) = found.findings
    assert (finding.code, finding.severity) == ("columns-of-a-period", Severity.INFO)
    assert finding.values["columns"] == "从业人员、收入（万元）、数据期"


def test_without_their_period_they_are_particulars_as_ever_and_so_are_those_that_the_user_names() -> None:
    assert fields(mapped(sheet("企业名称|从业人员", "甲公司|12"))) == ["name", "employees"]
    told = mapped(sheet(*OWN_LIST), maps={"从业人员": "employees"})
    assert fields(told) == ["name", "room", "employees", None, None]
    assert told.findings[0].values["columns"] == "收入（万元）、数据期"


def test_a_sheet_of_figures_takes_its_figures() -> None:
    found = mapped(sheet("企业名称|从业人员|数据期", "甲公司|12|2026 Q3"), FIGURES)
    assert fields(found)[1] == "employees"


@pytest.mark.parametrize(
    ("maps", "units", "code"),
    [
        ({"Z": "note"}, {}, "map-column-unknown"),
        ({"": "note"}, {}, "map-column-unknown"),
        ({"B": "nonsense"}, {}, "map-field-unknown"),
        ({"A": "note", "B": "note"}, {}, "map-field-twice"),
        ({"A": ""}, {}, "identity-not-mapped"),
        ({}, {"C": "两"}, "unit-unknown"),
        ({}, {"C": "平方米"}, "unit-of-other-kind"),
        ({}, {"Z": "元"}, "map-column-unknown"),
    ],
)
def test_what_the_user_says_must_exist(maps: dict[str, str], units: dict[str, str], code: str) -> None:
    grid = sheet("企业名称|产业方向|注册资本", "甲公司|x|1")
    with pytest.raises(ParseError) as refused:
        mapped(grid, maps=maps, units=units)
    assert refused.value.code == code


def remarks(found: MappedColumns) -> list[tuple[str, str]]:
    return [(finding.code, finding.where) for finding in found.findings]


def for_quarter(*lines: str, period: str = "2026Q3") -> MappedColumns:
    grid = sheet(*lines)
    header = find_header(grid, lexicon())
    return map_columns(grid, header, lexicon(), kind=SheetKind.FIGURES, period=Period.parse(period))


@pytest.mark.parametrize("header", ["本年总收入（元）", "总收入本年累计（元）", "累计总收入（元）"])
def test_what_has_added_up_since_january_is_not_taken_for_a_later_quarter(header: str) -> None:
    found = for_quarter(f"企业名称|{header}|净利润（元）", "甲公司|600|5")
    assert [column.field for column in found.columns] == ["name", None, "net_profit"]
    assert remarks(found) == [("column-of-the-year", "B1")]
    assert dict(found.findings[0].values)["indicator"] == "total_income"


def test_the_year_s_own_figures_are_taken_for_a_year_and_official_names_always() -> None:
    lines = ("企业名称|本年总收入（元）", "甲公司|600")
    assert for_quarter(*lines, period="2026").columns[1].field == "total_income"
    assert for_quarter(*lines, period="2026Q1").columns[1].field == "total_income"
    official = for_quarter("企业名称|当年知识产权申请数|年末从业人员|当年从业人员", "甲公司|6|5|5")
    assert [column.field for column in official.columns][:2] == ["name", "ip_applied"]
    assert all(code != "column-of-the-year" for code, _ in remarks(official))


def test_another_quarter_s_column_is_not_taken_though_its_year_is_not_said() -> None:
    found = for_quarter("企业名称|二季度总收入（元）|三季度总收入（元）", "甲公司|1|2")
    assert [column.field for column in found.columns] == ["name", None, "total_income"]


def test_a_header_over_this_period_and_last_year_s_gives_this_period_s_column() -> None:
    grid = sheet(
        "企业名称|总收入（万元）||从业人员|",
        "|本期|上年同期|总数|其中：大专以上",
        "甲公司|1|2|30|20",
        merges=[(1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 1, 5)],
    )
    found = map_columns(grid, find_header(grid, lexicon()), lexicon(), kind=SheetKind.FIGURES)
    fields = [column.field for column in found.columns]
    assert fields[:4] == ["name", "total_income", None, "employees"]
    assert guess_kind(grid, lexicon()) is SheetKind.FIGURES


def test_amounts_in_units_nobody_knows_are_not_taken_and_the_unit_is_named() -> None:
    found = mapped(sheet("企业名称|租赁面积（亩）|注册资本($)|注册资本额", "甲公司|7|12.5|3"))
    assert [column.field for column in found.columns] == ["name", None, None, None]
    assert [(code, where) for code, where in remarks(found)] == [
        ("column-unit-unknown", "B1"),
        ("column-unit-unknown", "C1"),
        ("column-nearly-known", "D1"),
    ]
    assert [finding.values.get("text") for finding in found.findings] == ["亩", "$", None]
    figures = for_quarter("企业名称|总收入（美元）", "甲公司|7")
    assert remarks(figures) == [("column-unit-unknown", "B1")]


def test_a_second_column_of_one_figure_is_called_so_with_its_letter() -> None:
    found = for_quarter("企业名称|总收入（元）|总收入（元）", "甲公司|1|2")
    assert remarks(found) == [("column-twice", "C1")]
    assert {name: found.findings[0].values[name] for name in ("letters", "first")} == {
        "letters": "C",
        "first": "B",
    }
    register = mapped(sheet("企业名称|联系电话|手机", "甲公司|13812345678|13812345679"))
    assert remarks(register) == []


def test_two_units_in_the_title_are_named_where_a_column_has_none_of_its_own() -> None:
    found = for_quarter("单位：万元|单位：元|", "企业名称|总收入|从业人员", "甲公司|1|2")
    assert remarks(found) == [("unit-contradicted", "B2")]
    assert found.findings[0].values["units"] == "万元、元"


def test_two_units_in_one_header_are_named() -> None:
    found = for_quarter("企业名称|总收入（元）（万元）|净利润（万元）|从业人员（人）", "甲公司|1|2|3")
    assert remarks(found) == [("unit-twice", "B1")]
    assert (found.findings[0].values["units"], found.findings[0].values["unit"]) == ("元、万元", "yuan")


def test_cells_beyond_the_header_are_told() -> None:
    found = for_quarter("企业名称||总收入（元）||", "甲公司|x|1|2|", "乙公司||2||")
    assert [
        (*remark, finding.severity.code)
        for remark, finding in zip(remarks(found), found.findings, strict=True)
    ] == [
        ("column-without-header", "B1", "info"),
        ("column-without-header", "D1", "warning"),
    ]


def test_a_near_header_over_values_that_do_not_fit_is_not_taken() -> None:
    found = mapped(sheet("企业名称|是否高企吗", "甲公司|张三", "乙公司|李四"))
    assert [column.field for column in found.columns] == ["name", None]


@pytest.mark.parametrize(
    ("header", "field", "unit"),
    [
        ("总收入万元", "total_income", "ten_thousand_yuan"),
        ("总收入元", "total_income", "yuan"),
        ("总收入【千元】", "total_income", "thousand_yuan"),
        ("总收入—万元", "total_income", "ten_thousand_yuan"),
        ("占用面积㎡", "occupied_area", "square_metre"),
        ("从业人员人", "employees", "person"),
        ("本期总收入（万元）", "total_income", "ten_thousand_yuan"),
        ("本季度总收入万元", "total_income", "ten_thousand_yuan"),
        ("总收入（本期数）（万元）", "total_income", "ten_thousand_yuan"),
        ("总收入本期万元", "total_income", "ten_thousand_yuan"),
        ("三季度总收入万元", "total_income", "ten_thousand_yuan"),
        ("研发投入金额（万元）", "rd_expenditure", "ten_thousand_yuan"),
        ("净利润（亏损以“-”号填列）（万元）", "net_profit", "ten_thousand_yuan"),
        ("①总收入※（万元）", "total_income", "ten_thousand_yuan"),
        ("总收入[1]（万元）", "total_income", "ten_thousand_yuan"),
        ("总收入（￥万元）", "total_income", "ten_thousand_yuan"),
        ("总收入万美元", None, None),
        ("本月总收入万元", None, None),
        ("1-9月总收入万元", None, None),
        ("上年同期总收入万元", None, None),
    ],
)
def test_a_unit_without_brackets_and_words_of_the_period_itself_leave_the_name_known(
    header: str, field: str | None, unit: str | None
) -> None:
    column = mapped(sheet(f"企业名称|{header}", "甲公司|5"), FIGURES, period="2026Q3").columns[1]
    assert (column.field, column.unit and column.unit.code) == (field, unit)
    assert column.unit_source in {UnitSource.HEADER, None}


def test_what_is_of_a_month_or_a_year_is_only_taken_where_the_sheet_is_for_one() -> None:
    grid = sheet("企业名称|总收入|出口额|净利润", "|本月（元）|本季度|全年（万元）", "甲公司|1|2|3")
    assert fields(mapped(grid, FIGURES, period="2026-09")) == ["name", "total_income", None, None]
    assert fields(mapped(grid, FIGURES, period="2026Q3")) == ["name", None, "exports", None]
    assert fields(mapped(grid, FIGURES, period="2026")) == ["name", None, None, "net_profit"]
    assert fields(mapped(grid, FIGURES, period="2026Q1")) == ["name", None, "exports", "net_profit"]
    assert fields(mapped(grid, FIGURES)) == ["name", "total_income", "exports", "net_profit"]


def test_a_unit_behind_the_name_and_another_in_brackets_are_named() -> None:
    found = mapped(sheet("企业名称|总收入万元（元）", "甲公司|1"), FIGURES)
    assert remarks(found) == [("unit-twice", "B1")]
    assert found.findings[0].values["units"] == "元、万元"


def test_a_figure_of_the_year_with_its_unit_behind_is_named() -> None:
    found = mapped(sheet("企业名称|本年累计总收入万元", "甲公司|1"), FIGURES, period="2026Q3")
    assert remarks(found) == [("column-of-the-year", "B1")]


def test_a_header_of_three_levels_names_its_figure_in_the_middle() -> None:
    grid = sheet(
        "企业名称|经济指标|||人员",
        "|总收入（万元）||净利润|从业人员",
        "|本期|上年同期|本期|",
        "甲公司|1|2|3|30",
        merges=[(1, 1, 3, 1), (1, 2, 1, 4), (2, 2, 2, 3), (2, 5, 3, 5)],
    )
    found = mapped(grid, FIGURES, period="2026Q3")
    assert fields(found) == ["name", "total_income", None, "net_profit", "employees"]
    assert found.columns[1].unit is not None
    assert found.columns[1].unit.code == "ten_thousand_yuan"


def test_the_code_of_a_form_in_brackets_is_none_of_a_header_s_words() -> None:
    found = mapped(
        sheet("企业名称|总收入（QC26）（千元）|净利润（Q1）", "甲公司|1|2"), FIGURES, period="2026Q3"
    )
    assert fields(found) == ["name", "total_income", None]


@pytest.mark.parametrize("label", ["单位：", "计量单位", "—", ""])
def test_a_row_of_units_may_say_so_in_its_first_cell(label: str) -> None:
    found = mapped(sheet("企业名称|总收入|净利润", f"{label}|万元|元", "甲公司|1|2"), FIGURES)
    assert fields(found) == ["name", "total_income", "net_profit"]
    assert [column.unit and column.unit.code for column in found.columns] == [
        None,
        "ten_thousand_yuan",
        "yuan",
    ]


@pytest.mark.parametrize("note", ["单位：万元", "注：金额单位为万元。", "说明：本表计量单位是：万元、人"])
def test_a_note_below_the_table_names_the_unit_where_nothing_above_does(note: str) -> None:
    lines = ("企业名称|总收入|净利润（元）", "甲公司|1|2", f"{note}||")
    found = mapped(sheet(*lines), FIGURES)
    assert [column.unit and column.unit.code for column in found.columns] == [
        None,
        "ten_thousand_yuan",
        "yuan",
    ]
    above = mapped(sheet("单位：千元||", *lines), FIGURES)
    assert above.columns[1].unit is not None
    assert above.columns[1].unit.code == "thousand_yuan"
    assert (
        mapped(sheet(*lines[:2], "甲单位：软件企业||"), FIGURES).columns[1].unit_source is UnitSource.ASSUMED
    )
