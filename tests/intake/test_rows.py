"""Which rows are records, and why the others are none; a record is never taken for something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.intake.grid import Grid
from tests.intake.samples import read, sheet

if TYPE_CHECKING:
    from crm.intake.draft import Drafts

HEADER = "序号|企业名称|统一社会信用代码|联系人|联系电话"


def reasons(drafts: Drafts) -> list[tuple[int, str]]:
    return [(row.row, row.reason) for row in drafts.skipped]


def test_blank_rows_between_records_are_skipped_and_those_after_the_last_are_no_rows() -> None:
    drafts = read(sheet(HEADER, "1|甲公司|||", "||||", "2|乙公司|||", "||||", "| |||")).drafts
    assert drafts.rows == (2, 4)
    assert reasons(drafts) == [(3, "row-blank")]
    assert drafts.total == 3


def test_a_row_that_only_has_its_number_is_blank() -> None:
    rows: list[list[object]] = [
        ["序号", "企业名称", "联系人"],
        [1, "甲公司", None],
        [2, None, None],
        [3, "乙公司", None],
    ]
    assert reasons(read(Grid(rows)).drafts) == [(3, "row-blank")]


@pytest.mark.parametrize(
    "line",
    ["合计||||2", "|合 计||||", "|共72家|||", "小计：|||5|", "总计（72家）|||5|6", "合计|-|72||"],
)
def test_totals_are_skipped_wherever_they_stand(line: str) -> None:
    drafts = read(sheet(HEADER, "1|甲公司|||", "2|乙公司|||", "3|丙公司|||", line)).drafts
    assert reasons(drafts) == [(5, "row-total")]
    drafts = read(sheet(HEADER, line, "1|甲公司|||")).drafts
    assert reasons(drafts) == [(2, "row-total")]


def test_a_company_called_total_is_a_record_if_it_has_a_code() -> None:
    drafts = read(
        sheet(HEADER, "1|Total|91350100M000100Y43|张三|13812345678", "2|合计|370304600096508||")
    ).drafts
    assert len(drafts.rows) == 2


def test_footers_and_whatever_little_follows_them_are_skipped() -> None:
    drafts = read(
        sheet(
            HEADER,
            "1|甲公司|||",
            "2|乙公司|||",
            "3|丙公司|||",
            "单位负责人：|张三|统计负责人：|李四|2025-01-01",
            "说明||||",
            "1. 本表按季填报||||",
            "|如有疑问请致电|||",
        )
    ).drafts
    assert len(drafts.rows) == 3
    assert [reason for _, reason in reasons(drafts)] == ["row-footer"] * 4
    assert drafts.skipped[0].text == "单位负责人： 张三 统计负责人： 李四 2025-01-01"


def test_a_short_row_below_the_footer_that_has_a_name_and_an_amount_is_told() -> None:
    drafts = read(
        sheet(
            "企业名称|面积（平方米）|联系人",
            "甲公司|10|",
            "填表人：张三||",
            "乙公司|1,020.5|",
            "致电|某处|",
            "|30|审核",
        )
    ).drafts
    assert drafts.rows == (2,)
    (told,) = drafts.findings
    assert (told.code, told.where, told.values["text"]) == ("record-below-footer", "A4", "乙公司 1,020.5")


def test_a_record_after_a_footer_is_still_a_record() -> None:
    drafts = read(
        sheet(HEADER, "注：以下为新增企业||||", "1|甲公司|91350100M000100Y43|张三|13812345678")
    ).drafts
    assert drafts.rows == (3,)


@pytest.mark.parametrize(
    "line",
    [
        "北京市（92所）||||",
        "一、电子信息类||||",
        "|二、生物医药类|||12",
        "|电子信息（12家）|||",
        "|||第一类|",
    ],
)
def test_headings_of_groups_are_skipped(line: str) -> None:
    drafts = read(sheet(HEADER, line, "1|甲公司|||", "2|乙公司|||", line, "3|丙公司|||")).drafts
    assert reasons(drafts) == [(2, "row-group"), (5, "row-group")]


def test_a_merged_row_with_one_text_is_a_heading() -> None:
    merges = ((3, 2, 3, 5),)
    drafts = read(sheet(HEADER, "1|甲公司|||", "|电子信息|||", "2|乙公司|||", merges=merges)).drafts
    assert reasons(drafts) == [(3, "row-group")]


def test_a_tenant_of_which_only_the_name_is_known_is_a_record() -> None:
    drafts = read(sheet(HEADER, "|甲公司|||", "|乙公司|||", "|丙公司|||")).drafts
    assert drafts.columns["name"] == ["甲公司", "乙公司", "丙公司"]
    assert read(sheet("企业名称|联系人", "甲公司|", "一、电子信息类|")).drafts.rows == (2, 3)


def test_rows_under_one_merged_name_are_records() -> None:
    merges = ((2, 2, 4, 2),)
    drafts = read(
        sheet(HEADER, "1|甲公司||张三|", "||||李四", "|||王五|", "2|乙公司|||", merges=merges)
    ).drafts
    assert drafts.rows == (2, 3, 4, 5)
    assert drafts.columns["name"] == ["甲公司", "甲公司", "甲公司", "乙公司"]


@pytest.mark.parametrize(
    "line",
    [
        "|必填，与公章一致|必填|选填|选填",
        "1|2|3|4|5",
        "(1)|(2)|(3)|(4)|(5)",
        "甲|乙|1|2|3",
    ],
)
def test_hints_and_column_numbers_below_the_header_are_skipped(line: str) -> None:
    drafts = read(sheet(HEADER, line, "1|甲公司|||", "2|乙公司|||")).drafts
    assert reasons(drafts) == [(2, "row-hint")]


def test_what_looks_like_a_hint_further_down_is_a_record() -> None:
    drafts = read(sheet(HEADER, "1|甲|||", "2|乙|||", "3|丙|||", "4|必填科技|必填|必填|")).drafts
    assert len(drafts.rows) == 4
    assert read(sheet(HEADER, "10|20|10|20|5")).drafts.rows == (2,)
    assert read(sheet(HEADER, "甲公司|1|2|3|某")).drafts.rows == (2,)


def test_a_repeated_header_is_skipped() -> None:
    drafts = read(sheet(HEADER, "1|甲公司|||", "2|乙公司|||", "3|丙公司|||", HEADER, "4|丁公司|||")).drafts
    assert reasons(drafts) == [(5, "row-repeated-header")]


def test_a_row_of_mere_numbers_is_a_record_that_cannot_be_taken() -> None:
    rows: list[list[object]] = [["企业名称", "租用面积", "联系电话"], [None, 12, 5], [None, 3, None]]
    drafts = read(Grid(rows)).drafts
    assert set(drafts.refused) == {0, 1}


def test_a_long_row_is_shown_by_its_beginning() -> None:
    drafts = read(sheet(HEADER, "1|甲公司|||", f"注：{'很长的说明' * 40}||||")).drafts
    assert drafts.skipped[0].text.endswith("…")
    assert len(drafts.skipped[0].text) == 81


CELLS = st.one_of(
    st.none(),
    st.text(max_size=6),
    st.integers(-5, 3000),
    st.floats(allow_nan=False, width=16),
    st.booleans(),
    st.dates(),
    st.sampled_from(["合计", "注：", "一、甲", "甲公司", "北京市（92所）", "1", "企业名称", "必填", "-"]),
)


@given(st.lists(st.lists(CELLS, max_size=6), max_size=25))
def test_the_rows_of_any_sheet_add_up(rows: list[list[object]]) -> None:
    header: list[object] = ["序号", "企业名称", "统一社会信用代码", "成立时间", "租用面积", "自由列"]
    drafts = read(Grid([header, *rows])).drafts
    last = max(
        (number for number, row in enumerate(rows, 1) if any(not _blank(cell) for cell in row)), default=0
    )
    numbers = sorted([*drafts.rows, *(row.row for row in drafts.skipped)])
    # a row that was taken for a further level of the header is no row of the table
    assert numbers == list(range(last + 2 - len(numbers), last + 2))
    assert drafts.total == len(numbers)
    assert last - len(numbers) <= 3
    assert all(len(column) == len(drafts.rows) for column in drafts.columns.values())
    assert all(len(column) == len(drafts.rows) for column in drafts.extra.values())
    assert set(drafts.refused) <= set(range(len(drafts.rows)))


def _blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


@pytest.mark.parametrize(
    "line",
    [
        "甲|乙|丙|1|2",
        "A|B|C|D|E",
        "|甲|乙|1|2",
        "栏次|1|2|3|4",
        "1|2|3|4|5",
        "(1)|(2)|(3)|(4)|(5)",
        "行次|A|B||",
    ],
)
def test_a_row_that_numbers_the_columns_is_no_tenant(line: str) -> None:
    drafts = read(sheet(HEADER, line, "1|甲公司|||", "2|乙公司|||")).drafts
    assert (drafts.rows, reasons(drafts)) == ((3, 4), [(2, "row-hint")])


@pytest.mark.parametrize("line", ["|甲|丙|1|2", "|A||D|E", "|甲|||", "7|B公司|||"])
def test_a_row_that_only_looks_as_if_it_numbered_them_is_one(line: str) -> None:
    assert read(sheet(HEADER, line, "2|乙公司|||")).drafts.rows == (2, 3)


def test_an_example_below_the_header_is_no_tenant() -> None:
    for name in (
        *(
            "例：甲公司",
            "示例1:甲公司",
            "某某科技有限公司",
            "填写示例：甲公司",
            "（例）甲公司",
            "【示例】甲公司",
        ),
        *("示例", "ＸＸＸ公司", "×××科技有限公司"),
    ):
        assert reasons(read(sheet(HEADER, f"1|{name}|9114|张三|", "2|乙公司|||")).drafts) == [(2, "row-hint")]
    for number in ("例", "示例", "（例）"):
        assert reasons(read(sheet(HEADER, f"{number}|甲公司|9114|张三|", "2|乙公司|||")).drafts) == [
            (2, "row-hint")
        ]
    assert read(sheet(HEADER, "1|甲公司|||", "2|乙公司|||", "3|例：丙公司|||")).drafts.rows == (2, 3, 4)
    for name in ("例外设计公司", "如家公司", "案例：甲公司"):
        assert read(sheet(HEADER, f"1|{name}|||", "2|乙公司|||")).drafts.rows == (2, 3)


@pytest.mark.parametrize(
    "line", ["毕业企业", "毕业企业名单：", "在孵企业（3家）", "二、毕业企业", "退出企业情况表"]
)
def test_what_heads_a_part_of_a_register_is_no_tenant(line: str) -> None:
    for head, more in ((HEADER, "|||"), ("企业名称|联系人", "")):
        first = "1|" if head is HEADER else ""
        drafts = read(
            sheet(
                head, f"{first}甲公司|张三{more}", f"|{line}" if first else line, f"{first}乙公司|李四{more}"
            )
        ).drafts
        assert (drafts.rows, reasons(drafts)) == ((2, 4), [(3, "row-group")])
    told = read(sheet("企业名称|联系人", "甲公司|张三", f"{line}|", "企业名称|电话", "乙公司|1")).drafts
    assert (told.rows, reasons(told)[0]) == ((2,), (3, "row-group"))


def test_a_tenant_of_which_only_the_name_is_known_heads_nothing() -> None:
    for name in ("毕业企业联盟有限公司", "乙公司"):
        assert read(sheet("企业名称|联系人", "甲公司|张三", f"{name}|")).drafts.rows == (2, 3)
    assert read(sheet("企业名称", "甲公司", "一、乙公司")).drafts.rows == (2, 3)


def test_what_is_among_the_rows_above_is_no_tenant() -> None:
    drafts = read(sheet(HEADER, "1|甲公司|||", "|其中：高新技术企业||2|", "2|乙公司|||")).drafts
    assert reasons(drafts) == [(3, "row-total")]


def test_another_table_below_is_told_and_not_read() -> None:
    lines = ("1|甲公司|||", "|||| ", "序号|单位名称|从业人员|净利润|备注", "1|乙公司|5|6|", "合计||5|6|", "")
    found = read(sheet(HEADER, *lines))
    assert reasons(found.drafts) == [
        (3, "row-blank"),
        (4, "row-other-table"),
        (5, "row-other-table"),
        (6, "row-other-table"),
    ]
    (told,) = [one for one in found.drafts.findings if one.code == "table-below"]
    assert (told.where, told.values["row"], told.values["count"]) == ("A4", 4, 3)
    again = read(sheet(HEADER, *lines[:4], HEADER, "2|丙公司|||"))
    assert again.drafts.rows == (2, 7)


def test_names_lose_the_numbers_before_them_where_all_have_one() -> None:
    drafts = read(sheet("企业名称|联系人", "1.甲公司|", "2、乙公司|", "（3）丙公司|", "④丁公司|")).drafts
    assert drafts.columns["name"] == ["甲公司", "乙公司", "丙公司", "丁公司"]
    assert read(sheet("企业名称|联系人", "1.甲公司|", "乙公司|")).drafts.columns["name"] == [
        "1.甲公司",
        "乙公司",
    ]
    assert read(sheet("企业名称|联系人", "1.6科技|", "2.5公司|")).drafts.columns["name"] == [
        "1.6科技",
        "2.5公司",
    ]


def test_a_line_that_ends_within_a_chinese_name_leaves_no_gap() -> None:
    rows: list[list[object]] = [["企业名称", "联系人"], ["甲木\n科技公司", None], ["Beta\nLabs", None]]
    assert read(Grid(rows)).drafts.columns["name"] == ["甲木科技公司", "Beta Labs"]


def test_a_line_that_names_the_unit_is_a_footer() -> None:
    drafts = read(sheet(HEADER, "1|甲公司|||", "单位：万元||||", "|乙公司|||")).drafts
    assert reasons(drafts)[0] == (3, "row-footer")
