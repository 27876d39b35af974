"""What the places of a blank are taken for, how surely, and what is left to the user."""

from __future__ import annotations

import pytest

from crm.domain.errors import NotFoundError, ParseError
from crm.domain.measures import Population
from crm.domain.quantity import UNITS
from crm.intake.form_decisions import read_decision
from crm.intake.form_proposals import SURE, Means, propose
from crm.intake.form_rows import rows_told
from tests.intake.samples import form_words, indicators, outline, proposed, trade

WAN = UNITS["ten_thousand_yuan"]


def test_known_labels_with_their_unit_are_sure() -> None:
    found = proposed(
        "在孵企业月报||",
        "指标|计量单位|本期",
        "总收入|万元|",
        "净利润|万元|",
        "从业人员|人|",
    )
    income = found["C3"]
    assert (income.means, income.code, income.basis, income.unit) == (
        Means.FIGURE,
        "total_income",
        "period",
        WAN,
    )
    assert income.population is Population.INCUBATING
    assert (income.confidence, income.doubts, income.is_sure, income.place) == (1.0, (), True, "表!C3")


def test_whose_figures_a_form_asks_is_assumed_where_it_does_not_say() -> None:
    found = proposed("指标|计量单位|本期", "总收入|万元|", "净利润|万元|", "在孵企业数|家|")
    assert found["C2"].doubts == ("bind-population-assumed",)
    assert SURE <= found["C2"].confidence < 1
    assert found["C4"].doubts == ()
    assert found["C4"].population is Population.ANYBODY


def test_what_is_counted_from_records_is_taken_over_everybody_unless_the_form_says_otherwise() -> None:
    found = proposed("指标|本期", "举办活动场次|", "活动参加人次|", "在孵企业数|", "其中：高新技术企业数|")
    assert found["B2"].population is Population.ANYBODY
    assert (found["B5"].code, found["B5"].population) == ("high_tech_enterprises", Population.INCUBATING)


def test_money_without_a_unit_is_not_sure() -> None:
    found = proposed("指标|本期", "总收入|", "净利润|", "从业人员|")
    assert found["B2"].doubts == ("bind-unit-assumed", "bind-population-assumed")
    assert not found["B2"].is_sure
    assert found["B4"].is_sure


def test_the_line_of_units_over_a_table_counts() -> None:
    found = proposed("单位：千元|", "指标|本期", "总收入|", "净利润|", "从业人员|")
    assert found["B3"].unit == UNITS["thousand_yuan"]
    assert found["B3"].is_sure


def test_a_unit_of_another_kind_is_a_doubt() -> None:
    found = proposed("指标|计量单位|本期", "总收入|人|", "净利润|万元|", "从业人员|人|")
    assert found["C2"].doubts[0] == "bind-unit-of-other-kind"
    assert found["C2"].confidence < 0.5


def test_a_near_label_is_proposed_and_not_taken() -> None:
    found = proposed("单位：万元|", "指标|本期", "总收入|", "净利润|", "从业人员|", "实际上缴的税费|")
    near = found["B6"]
    assert (near.code, near.doubts[0], near.is_sure) == ("taxes_paid", "bind-label-near", False)


def test_a_word_that_makes_another_figure_is_never_near() -> None:
    found = proposed("单位：万元|", "指标|本期", "总收入|", "净利润|", "从业人员|", "人均实际上缴税费|")
    assert found["B6"].means is Means.NOTHING
    assert found["B6"].doubts == ("bind-label-unknown",)


def test_an_unknown_column_of_several_is_left_alone_and_says_what_it_stands_beside() -> None:
    found = proposed("单位：万元||", "指标|本期|占全市比重", "总收入||", "净利润||", "从业人员||")
    assert found["C3"].means is Means.NOTHING
    assert (found["C3"].doubts, found["C3"].others) == (("bind-basis-unknown",), ("total_income",))


def test_growth_has_no_unit() -> None:
    found = proposed("单位：万元|||", "指标|本期|上年同期|同比（%）", "总收入|||", "净利润|||", "从业人员|||")
    assert [found[place].basis for place in ("B3", "C3", "D3")] == ["period", "last_year", "growth"]
    assert found["D3"].unit is None


def test_a_part_is_known_together_with_what_it_is_a_part_of() -> None:
    found = proposed(
        "指标|本期",
        "当年知识产权授权数|",
        "其中：发明专利|",
        "拥有有效知识产权数|",
        "其中：发明专利|",
        "其中：软件著作权|",
    )
    assert [one.code for one in found.values()] == [
        "ip_granted",
        "ip_granted_invention",
        "ip_valid",
        "ip_valid_invention",
        "ip_valid_software",
    ]


def test_an_official_code_counts_and_a_bare_number_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    income = indicators()["total_income"]
    monkeypatch.setattr(
        type(income), "form_item", property(lambda self: "QC02" if self.code == "total_income" else "")
    )
    found = proposed(
        "单位：万元||",
        "指标|代码|本期",
        "总收入|QC02|",
        "净利润|QC02|",
        "某某收入合计数额|QC02|",
        "从业人员|7|",
        "出口总额|QC99|",
    )
    assert found["C3"].confidence > SURE
    assert found["C4"].doubts[0] == "bind-code-differs"
    assert found["C4"].others == ("total_income",)
    assert (found["C5"].code, found["C5"].doubts[0]) == ("total_income", "bind-code-only")
    assert found["C6"].is_sure
    assert found["C7"].code == "exports"


def test_a_code_that_agrees_with_a_near_label_makes_it_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    income = indicators()["total_income"]
    monkeypatch.setattr(
        type(income), "form_item", property(lambda self: "X1" if self.code == "taxes_paid" else "")
    )
    found = proposed(
        "单位：万元||", "指标|代码|本期", "总收入||", "净利润||", "出口总额||", "实际上缴的税费|X1|"
    )
    assert (found["C6"].code, found["C6"].is_sure) == ("taxes_paid", True)


def test_of_two_places_that_would_show_the_same_the_surer_is_taken() -> None:
    found = proposed("单位：万元|", "指标|本期", "总收入|", "净利润|", "从业人员|", "总收入|")
    assert found["B3"].is_sure
    assert found["B6"].doubts[-1] == "bind-twice"
    assert not found["B6"].is_sure


def test_the_columns_of_a_register_are_fields_figures_and_numbers() -> None:
    found = proposed("序号|企业名称|注册资本（万元）|总收入（万元）|高新技术企业|某某", "|||||")
    means = [(one.means, one.code) for one in found.values()]
    assert means == [
        (Means.ORDINAL, ""),
        (Means.FIELD, "name"),
        (Means.FIELD, "registered_capital"),
        (Means.FIGURE, "total_income"),
        (Means.FIELD, "high_tech"),
        (Means.NOTHING, ""),
    ]
    assert found["C2"].unit == WAN
    assert found["E2"].others == ("high_tech_enterprises",)


def test_brackets_that_say_something_else_do_not_hide_a_known_label() -> None:
    found = proposed(
        "单位：万元|", "指标|本期", "总收入（按营业收入填）|", "净利润|", "从业人员|", "出口总额|"
    )
    assert found["B3"].code == "total_income"


def test_brackets_with_a_word_that_makes_another_figure_are_asked() -> None:
    found = proposed(
        "单位：万元|",
        "指标|本期",
        "总收入（不含税）|",
        "净利润（上年）|",
        "从业人员|",
        "出口总额|",
        "R&D经费支出|",
    )
    for place, code in (("B3", "total_income"), ("B4", "net_profit")):
        assert (found[place].code, found[place].is_sure) == (code, False)
        assert "bind-label-near" in found[place].doubts


def test_a_label_may_say_itself_whose_figure_it_is() -> None:
    found = proposed(
        "单位：万元|", "指标|本期", "在孵企业总收入|", "毕业企业的净利润|", "入驻企业从业人员|", "在孵企业|"
    )
    assert {place: (one.code, one.population, one.is_sure) for place, one in found.items()} == {
        "B3": ("total_income", Population.INCUBATING, True),
        "B4": ("net_profit", Population.GRADUATED, True),
        "B5": ("employees", Population.RESIDENT, True),
        "B6": ("incubating_tenants", Population.ANYBODY, False),
    }


def test_a_section_may_be_a_part_of_the_label() -> None:
    found = proposed("分类|指标|本期", "知识产权|申请|", "|总收入|", "|净利润|", "|从业人员|")
    assert found["C2"].code == "ip_applied"


def test_what_the_user_says_counts() -> None:
    found = proposed(
        "单位：万元||",
        "指标|本期|本年完成",
        "总收入||",
        "净利润||",
        "从业人员||",
        "某某||",
        C3="total_income.year_to_date",
        B6="events_held",
        B4="",
    )
    assert (found["C3"].code, found["C3"].basis, found["C3"].is_sure) == (
        "total_income",
        "year_to_date",
        True,
    )
    assert (found["B6"].code, found["B6"].confidence, found["B6"].doubts) == ("events_held", 1.0, ())
    assert (found["B4"].means, found["B4"].is_sure) == (Means.NOTHING, True)
    told = proposed("企业名称|某某|入驻时间", "||", B2="technology_field")
    assert (told["B2"].means, told["B2"].code) == (Means.FIELD, "technology_field")


def test_what_the_user_says_must_be_something() -> None:
    blank = ("指标|本期", "总收入|", "净利润|", "从业人员|")
    with pytest.raises(ParseError) as refused:
        proposed(*blank, Z99="total_income")
    assert refused.value.code == "bind-place-unknown"
    with pytest.raises(NotFoundError) as unknown:
        proposed(*blank, B2="turnover")
    assert unknown.value.code == "bind-code-unknown"
    with pytest.raises(NotFoundError):
        proposed(*blank, B2="technology_field")  # a field has no cell of its own


def test_a_column_of_basis_is_the_period_where_its_head_only_names_the_column() -> None:
    found = proposed("单位：万元||", "指标|指标代码|本期", "总收入||", "净利润||", "从业人员||")
    assert found["C3"].basis == "period"


def test_a_group_over_a_column_is_read_with_it() -> None:
    found = proposed("企业名称|知识产权（件）|", "|申请|授权", "||")
    assert [found[place].code for place in ("A3", "B3", "C3")] == ["name", "ip_applied", "ip_granted"]


def test_one_near_label_is_looked_for_once() -> None:
    found = proposed(
        "单位：万元||",
        "指标|本期|上年同期",
        "总收入||",
        "净利润||",
        "从业人员||",
        "实际上缴的税费||",
    )
    assert found["B6"].code == found["C6"].code == "taxes_paid"


# ------------------------------------------------------------------------------------- what the user decides


def test_a_decision_is_written_as_it_is_read() -> None:
    for text in ("", "total_income", "total_income.last_year;unit=yuan;population=resident", "text=a;{period}",
                 "ordinal", "population=resident", "employees;population=graduated"):  # fmt: skip
        assert str(read_decision(text, place="表!B2", bases=form_words().own["basis_labels"])) == text


@pytest.mark.parametrize(
    "said",
    ["total_income.weekly", "total_income;unit=pound", "total_income;whom=all", "total_income;population=none",
     "total_income;unit=person"],
)  # fmt: skip
def test_what_is_not_understood_of_a_decision_is_named(said: str) -> None:
    with pytest.raises(ParseError) as refused:
        proposed("指标|本期", "总收入|", "净利润|", "从业人员|", B2=said)
    assert refused.value.code == "bind-said-wrongly"
    assert str(refused.value.values["value"]) in said


def test_unit_basis_and_population_are_as_told() -> None:
    found = proposed(
        "单位：万元|", "指标|本期", "总收入|", "净利润|", "从业人员|",
        B3="net_profit.last_year;unit=yuan;population=resident",
    )  # fmt: skip
    one = found["B3"]
    assert (one.code, one.basis, one.unit, one.population, one.is_sure) == (
        "net_profit", "last_year", UNITS["yuan"], Population.RESIDENT, True
    )  # fmt: skip


def test_a_cell_that_no_words_point_to_may_be_told() -> None:
    found = proposed("指标|本期|", "总收入||", "净利润||", "从业人员||", "盖章处：||", C5="text={responsible}",
                     B7="text=无", C3="employees")  # fmt: skip
    assert (found["C5"].means, found["C5"].text, found["C5"].slot.label) == (
        Means.TEXT, "{responsible}", "盖章处"
    )  # fmt: skip
    assert (found["B7"].text, found["B7"].slot.label) == ("无", "本期")
    assert (found["C3"].code, found["C3"].slot.label) == ("employees", "净利润")


@pytest.mark.parametrize("place", ["A3", "C4", "H3", "B9", "B2", "A"])
def test_a_figure_stands_only_where_the_sheet_is_blank(place: str) -> None:
    with pytest.raises(ParseError) as refused:
        propose(
            outline("指标|本期|", "总收入|=|", "净利润||", "从业人员||", merges=[(4, 2, 4, 3)]),
            trade(),
            told={f"表!{place}": "employees"},
        )
    assert refused.value.code == "bind-place-unknown"


def test_words_may_be_written_over_and_lines_left_alone() -> None:
    found = outline("填表说明：|", "指标|本期", "总收入|", "净利润|", "从业人员|", "负责人：|")
    told = {"表!A1": "text=填表说明：按月", "表!B6": ""}
    proposals = propose(found, trade(), told=told)
    assert {one.place: one.text for one in proposals if one.means is Means.TEXT} == {
        "表!A1": "填表说明：按月"
    }


def test_columns_take_fields_numbers_and_units_as_told() -> None:
    found = proposed("序|企业名称|注册资本（万元）|入驻时间", "|||", A2="ordinal", C2="registered_capital;unit=yuan",
                     D2="founded_on")  # fmt: skip
    assert found["A2"].means is Means.ORDINAL
    assert (found["C2"].unit, found["D2"].code) == (UNITS["yuan"], "founded_on")
    with pytest.raises(ParseError):
        proposed("序|企业名称|注册资本（万元）|入驻时间", "|||", C2="registered_capital;unit=person")


def test_what_a_register_lists_may_be_told() -> None:
    found = outline("企业名称|入驻时间", "|")
    rows = rows_told(found, {"表!2": "population=graduated", "表!A2": "name"}, form_words())
    assert rows["表", 2].population is Population.GRADUATED
    rows = rows_told(found, {"表!2": "records=ip_rights.valid;population=incubating"}, form_words())
    assert str(rows["表", 2]) == "records=ip_rights.valid;population=incubating"
    assert str(rows_told(found, {"表!2": "records=events"}, form_words())["表", 2]) == "records=events.held"
    wrong = [("表!5", "population=graduated", "bind-place-unknown"), ("表!2", "name", "bind-said-wrongly")]
    wrong += [("表!2", "", "bind-place-unknown"), ("表!2", "records=dreams", "bind-said-wrongly")]
    for place, text, code in wrong:
        with pytest.raises(ParseError) as refused:
            rows_told(found, {place: text}, form_words())
        assert refused.value.code == code
