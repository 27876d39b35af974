"""Matrices of a blank: found by the values of a grouping down or across, told by their corners, parted by groups."""

from __future__ import annotations

import pytest

from crm.domain.errors import DataFormatError, ParseError
from crm.intake.form_decisions import (
    Decision,
    MatrixDecision,
    area_of,
    read_decision,
    read_matrix,
    read_within,
    spread,
)
from crm.intake.form_groupings import Groupings, month_of_head
from crm.intake.form_proposals import Means, Proposal, read_places, settle
from crm.intake.form_told_matrices import with_told_matrices
from tests.intake.samples import form_words, lexicon, outline, proposed, tables, trade

BY_FIELD = (
    "2026年度在孵企业分技术领域情况表||||",
    "填报单位：|||单位：万元|",
    "技术领域|企业数|总收入|从业人员|备注",
    "合计||||",
    "电子信息||||",
    "生物医药||||",
    "高端装备||||",
    "新材料||||",
    "其他||||",
    "填表人：||||",
)
BY_QUARTER = (
    "2026年度经济指标||||||",
    "指标|计量单位|一季度|二季度|三季度|四季度|全年",
    "总收入|万元|||||",
    "从业人员|人|||||",
)


def settled(lines: tuple[str, ...], **told: str) -> dict[str, Proposal]:
    """What each place is taken for where matrices and places are *told* by address."""
    said = {f"表!{place.replace('_', ':')}": text for place, text in told.items()}
    made = with_told_matrices(outline(*lines), said, lexicon(), form_words())
    return {one.slot.address: one for one in settle(read_places(made, trade()), made, trade(), said)}


def test_rows_that_are_values_of_one_list_make_a_matrix() -> None:
    found = proposed(*BY_FIELD)
    assert outline(*BY_FIELD).registers == ()
    income = found["C5"]
    assert (income.code, income.unit and income.unit.code) == ("total_income", "ten_thousand_yuan")
    assert income.within == (("technology_field", ("electronic_information",)),)
    assert (income.slot.label, income.slot.among, income.is_sure) == ("总收入", "电子信息", True)
    assert (found["D4"].within, found["D4"].is_sure) == ((), True)
    assert found["C5"].population.value == "incubating"


def test_what_the_other_rows_leave_is_every_other_code_and_what_has_none() -> None:
    ((grouping, codes),) = proposed(*BY_FIELD)["C9"].within
    assert grouping == "technology_field"
    assert {"nuclear", "environment", ""} <= set(codes)
    assert not {"biomedicine", "new_materials", "electronic_information"} & set(codes)


def test_a_row_that_no_list_has_is_asked_and_can_be_told() -> None:
    doubtful = proposed(*BY_FIELD)["C7"]
    assert (doubtful.is_sure, doubtful.code, doubtful.doubts) == (
        False,
        "total_income",
        ("bind-group-unknown",),
    )
    told = proposed(*BY_FIELD, C7="total_income;group=technology_field:advanced_manufacturing")["C7"]
    assert (told.is_sure, told.within) == (True, (("technology_field", ("advanced_manufacturing",)),))
    whole = proposed(*BY_FIELD, C7="total_income;group=")["C7"]
    assert (whole.is_sure, whole.within) == (False, ())  # twice: row 4 is the whole already


def test_a_remark_in_a_matrix_names_nothing() -> None:
    assert proposed(*BY_FIELD)["E5"].means is Means.NOTHING


def test_columns_that_are_quarters_ask_for_each_and_the_last_for_the_year() -> None:
    found = proposed(*BY_QUARTER)
    assert [found[f"{letter}3"].within for letter in "CDEF"] == [
        (("quarter", (number,)),) for number in "1234"
    ]
    assert (found["G3"].within, found["G3"].basis) == ((), "year_to_date")
    assert all(one.is_sure for one in found.values())


def test_months_over_two_bases_part_a_table_of_one_indicator() -> None:
    found = proposed(
        "指标|1月|1月|2月|2月|3月|3月",
        "|本期|上年同期|本期|上年同期|本期|上年同期",
        "总收入（万元）||||||",
    )
    assert (found["E3"].basis, found["E3"].within) == ("last_year", (("month", ("2",)),))
    assert (found["D3"].basis, found["D3"].within) == ("period", (("month", ("2",)),))


def test_groups_down_and_across_count_what_the_title_names() -> None:
    found = proposed(
        "各领域从业人员数（按登记注册类型）|||",
        "技术领域|国有|集体|私营独资|合计",
        "电子信息||||",
        "先进制造||||",
        "新材料||||",
    )
    assert found["C3"].code == "employees"
    assert found["C3"].within == (
        ("technology_field", ("electronic_information",)),
        ("registration_type", ("120",)),
    )
    assert found["E3"].within == (("technology_field", ("electronic_information",)),)
    unnamed = proposed(
        "情况表（一）|||", "技术领域|国有|集体|私营独资", "电子信息|||", "先进制造|||", "新材料|||"
    )
    assert unnamed["B3"].means is Means.NOTHING
    several = proposed(
        "从业人员和总收入|||", "技术领域|国有|集体|私营独资", "电子信息|||", "先进制造|||", "新材料|||"
    )
    assert several["B3"].means is Means.NOTHING


def test_kinds_of_records_part_what_is_counted_of_them_and_nothing_else() -> None:
    lines = (
        "知识产权类别|知识产权授权件数（登记）|总收入（万元）",
        "发明专利||",
        "实用新型||",
        "软件著作权||",
    )
    found = proposed(*lines)
    assert (found["B2"].code, found["B2"].within) == ("ip_grants", (("ip_kind", ("invention",)),))
    assert found["B2"].is_sure
    assert "bind-group-not-parted" in found["C2"].doubts
    with pytest.raises(ParseError) as refused:
        proposed(*lines, C2="total_income")
    assert refused.value.code == "bind-group-of-other-kind"


def test_indicators_down_a_column_stay_a_table() -> None:
    found = proposed("指标|本期", "知识产权授权数|", "从业人员|", "总收入（万元）|")
    assert {one.slot.among for one in found.values()} == {""}


def test_a_matrix_is_told_by_its_corners() -> None:
    lines = (
        "各类企业情况|||",
        "类别|总收入（万元）|从业人员|净利润（万元）",
        "信息|||",
        "医药|||",
        "电子信息|||",
        "|||",
    )
    assert not any(one.within for one in proposed(*lines).values())
    found = settled(lines, B3_D5="rows=technology_field")
    assert found["B5"].within == (("technology_field", ("electronic_information",)),)
    assert (found["B3"].slot.among, found["B3"].doubts[-1]) == ("信息", "bind-group-unknown")
    assert found["D5"].code == "net_profit"
    one = settled(lines, B3_D5="rows=technology_field;indicator=employees", B5="net_profit")
    assert {one[f"{letter}4"].code for letter in "BCD"} == {"employees"}
    assert one["B5"].code == "net_profit"


def test_a_register_gives_way_to_a_matrix_that_is_told() -> None:
    lines = ("企业名称|总收入（万元）|从业人员", "电子信息||", "新能源||", "|||")
    assert len(outline(*lines).registers) == 1
    made = with_told_matrices(outline(*lines), {"表!B2:C3": "rows=technology_field"}, lexicon(), form_words())
    assert (made.registers, [slot.address for slot in made.cells]) == ((), ["B2", "C2", "B3", "C3"])


def test_columns_are_told_and_a_wrong_guess_is_taken_back() -> None:
    parted = settled(BY_QUARTER, C3_D4="columns=quarter")
    assert parted["D4"].within == (("quarter", ("2",)),)
    one = settled(BY_QUARTER, C3_D3="columns=quarter;indicator=net_profit")
    assert [one[place].code for place in ("C3", "D3", "E3")] == ["net_profit", "net_profit", "total_income"]
    plain = settled(BY_QUARTER, C3_F4="")
    assert {one.within for one in plain.values()} == {()}


@pytest.mark.parametrize(
    ("place", "text", "code"),
    [
        ("表!B2:C2", "rows=technology_field", "bind-no-matrix"),
        ("表!X90:Z99", "rows=technology_field", "bind-no-matrix"),
        ("别的!B2:C3", "rows=technology_field", "bind-place-unknown"),
        ("表!C3:F4", "columns=month", "bind-no-matrix"),
        ("表!C3:F4", "rows=dreams", "bind-said-wrongly"),
        ("表!C3:F4", "across=quarter", "bind-said-wrongly"),
    ],
)
def test_what_is_no_matrix_is_refused(place: str, text: str, code: str) -> None:
    with pytest.raises(ParseError) as refused:
        with_told_matrices(outline(*BY_QUARTER), {place: text}, lexicon(), form_words())
    assert refused.value.code == code


@pytest.mark.parametrize("text", ["total_income;group=field:x", "total_income;group=technology_field:x",
                                  "total_income;group=technology_field", "total_income;group=:x"])  # fmt: skip
def test_a_group_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ParseError) as refused:
        proposed(*BY_FIELD, C5=text)
    assert refused.value.code == "bind-said-wrongly"


def test_decisions_about_groups_are_read_as_they_are_written() -> None:
    within = (("technology_field", ("nuclear", "")), ("quarter", ("2",)))
    text = str(Decision("total_income", within=within))
    assert text == "total_income;group=technology_field:nuclear+-,quarter:2"
    assert read_decision(text, place="B2", bases=()).within == within
    assert read_decision("total_income;group=", place="B2", bases=()).within == ()
    assert read_within("", place="B2") == ()
    matrix = MatrixDecision("technology_field", "quarter", "total_income")
    assert read_matrix(str(matrix), place="", groupings=("technology_field", "quarter")) == matrix
    area = area_of("分 表!B3:AA12")
    assert area is not None
    assert (area.sheet, area.rows, area.left, area.right) == ("分 表", range(3, 13), "B", "AA")
    assert area_of("表!B3") is None


def test_groupings_are_read_from_data_and_say_what_is_wrong() -> None:
    groupings = form_words().groupings
    assert groupings.value("month", "十二月", {}) == "12"
    assert groupings.value("quarter", "Q3", {}) == "3"
    assert groupings.value("unknown", "Q3", {}) is None
    assert groupings.value("industry", "软件和信息技术服务业", lexicon().vocabularies) is None
    assert list(groupings.terms("month", {}))[-1] == "12"
    assert (list(groupings.terms("unknown", {})), groupings.dimension("unknown", records="", known=())) == (
        [],
        "",
    )
    assert groupings.of_dimension("kind", records="ip_rights") == "ip_kind"
    assert groupings.of_dimension("kind", records="rooms") == ""
    words = tables("form_words")["matrix"]
    for wrong in ({"x": 1}, {"x": {"zh": "甲", "en": "a"}}):
        with pytest.raises(DataFormatError):
            Groupings.from_tables(wrong, words)
    with pytest.raises(DataFormatError):
        Groupings.from_tables({}, {"whole": []})
    odd = {"x": {"zh": "甲", "en": "a", "list": "l", "dimension": "d", "records": [1]}}
    with pytest.raises(DataFormatError):
        Groupings.from_tables(odd, words)


def test_two_matrices_lie_side_by_side() -> None:
    found = proposed(
        "技术领域|总收入（万元）|登记注册类型|从业人员",
        "电子信息||国有|",
        "先进制造||集体|",
        "新材料||私营独资|",
    )
    assert found["B3"].within == (("technology_field", ("advanced_manufacturing",)),)
    assert found["D3"].within == (("registration_type", ("120",)),)
    assert set(found) == {"B2", "B3", "B4", "D2", "D3", "D4"}


def test_fields_beside_which_no_figure_is_asked_are_no_matrix() -> None:
    found = proposed(
        "技术领域|代表产品",
        "电子信息|",
        "先进制造|",
        "新材料|",
        "",
        "指标|本期",
        "总收入（万元）|",
        "从业人员|",
        "净利润（万元）|",
    )
    assert set(found) == {"B7", "B8", "B9"}


def test_a_head_over_a_matrix_that_says_nothing_of_the_period_is_let_be() -> None:
    found = proposed(
        "技术领域|基本情况|基本情况", "|总收入（万元）|从业人员", "电子信息||", "先进制造||", "新材料||"
    )
    assert (found["C4"].code, found["C4"].basis, found["C4"].is_sure) == ("employees", "period", True)


def test_a_column_that_computes_itself_is_passed_over() -> None:
    found = proposed("技术领域|总收入（万元）|占比|从业人员", "电子信息||=|", "先进制造||=|", "新材料||=|")
    assert set(found) == {"B2", "D2", "B3", "D3", "B4", "D4"}


def test_what_is_said_of_cells_side_by_side_is_said_of_each() -> None:
    told = {
        "表!G5:I5": "subject_area",
        "表!H5": "",
        "表!C4:E9": "indicator=total_income",
        "表!C4:E4": "",
        "名单!8": "x",
    }
    assert spread(told) == {
        "表!G5": "subject_area",
        "表!H5": "",
        "表!I5": "subject_area",
        "表!C4:E9": "indicator=total_income",
        "表!C4:E4": "",
        "名单!8": "x",
    }


@pytest.mark.parametrize(
    ("head", "month"),
    [
        ("1月", "1"),
        ("十二月份", "12"),
        ("3月末面积（㎡）", "3"),
        ("2026年9月底", "9"),
        ("13月", None),
        ("1月2日", None),
        ("月租金", None),
    ],
)
def test_a_head_names_a_month_whatever_it_asks_of_it(head: str, month: str | None) -> None:
    assert month_of_head(head) == month
