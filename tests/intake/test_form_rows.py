"""What a register lists: enterprises, or records of a kind that its title and heads speak of; and its columns."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import DataFormatError, NotFoundError, ParseError
from crm.domain.measures import Population
from crm.domain.quantity import UNITS
from crm.intake.form_proposal import Means, Proposal
from crm.intake.form_proposals import propose, read_places, reread, rows_of, settle
from crm.intake.form_record_lists import RecordLists
from tests.intake.samples import form_words, outline, tables, trade

if TYPE_CHECKING:
    from crm.intake.form_rows import Rows

ROOMS = "楼宇|楼层|房间号|用途|规划面积（平方米）"
RIGHTS = "知识产权名称|类型|权利人|申请日期|授权日期|件数"


def rows(*lines: str, **told: str) -> Rows:
    found = outline(*lines)
    listed = rows_of(found, trade(), {f"表!{place.lstrip('r')}": text for place, text in told.items()})
    return next(iter(listed.values()))


def columns(*lines: str, **told: str) -> dict[str, Proposal]:
    said = {f"表!{place.lstrip('_')}": text for place, text in told.items()}
    return {one.slot.letters: one for one in propose(outline(*lines), trade(), told=said)}


def test_title_and_heads_together_say_which_records() -> None:
    found = rows("孵化场地情况表", ROOMS, "||||")
    assert (str(found), found.doubt, found.confidence) == ("records=rooms.all", "", 1.0)
    bound = columns("孵化场地情况表", ROOMS, "||||")
    assert [bound[letters].code for letters in "ABCDE"] == [
        "building",
        "floor",
        "number",
        "use",
        "planned_area",
    ]
    assert all(one.is_sure and one.records == "rooms" for one in bound.values())


def test_heads_alone_are_asked() -> None:
    found = rows(ROOMS, "||||")
    assert (found.records, found.doubt) == ("rooms", "bind-rows-kind")
    assert "lease_lines" in found.others
    bound = columns(ROOMS, "||||")
    assert {one.confidence for one in bound.values()} == {0.8}
    assert all(one.is_sure for one in columns(ROOMS, "||||", _2="records=rooms").values())


def test_which_records_is_asked_where_no_words_say_it() -> None:
    assert rows("知识产权台账", RIGHTS, "|||||").doubt == "bind-rows-which"
    assert str(rows("本期授权知识产权台账", RIGHTS, "|||||")) == "records=ip_rights.granted"
    assert (
        str(rows("在孵企业有效知识产权", RIGHTS, "|||||")) == "records=ip_rights.valid;population=incubating"
    )
    assert str(rows("本年累计申请知识产权", RIGHTS, "|||||")) == "records=ip_rights.applied_to_date"
    assert str(rows("企业融资台账", "企业名称|融资时间|轮次", "||")) == "records=financings.closed"


def test_what_no_kind_of_record_has_is_left_to_the_user() -> None:
    found = rows("人才奖励情况", "企业名称|奖励依据|入驻时间", "||")
    assert (found.records, found.doubt) == ("", "bind-rows-of-records")
    assert all(
        one.is_of_records
        for one in columns("人才奖励情况", "企业名称|奖励依据|入驻时间", "||").values()
        if one.code
    )
    assert columns("创业导师情况表", "序号|姓名|工作单位|血型", "|||")["D"].doubts == ("bind-label-unknown",)


def test_a_figure_shows_what_every_listed_record_contributes() -> None:
    fund = columns("孵化基金投资案例", "被投企业|投资时间|轮次|投资金额（元）", "|||")
    assert (fund["D"].code, fund["D"].unit) == ("fund_invested", UNITS["yuan"])
    year = columns("本年累计融资", "企业名称|融资日期|轮次|实缴金额", "|||")
    assert (year["D"].means, year["D"].code, year["D"].confidence) == (Means.FIGURE, "financing_paid_in", 0.8)
    ended = columns("历年融资", "企业名称|融资日期|轮次|实缴金额（人）", "|||")
    assert (ended["D"].means, ended["D"].code, ended["D"].confidence) == (Means.FIELD, "paid_in", 0.4)
    named = columns("创新创业活动台账", "活动名称|活动时间|举办培训场次|活动地点", "|||")
    assert (named["C"].means, named["C"].code) == (Means.FIGURE, "trainings_held")
    in_sheet = columns("金额单位：千元", "企业融资台账", "企业名称|融资时间|轮次|融资金额", "|||")
    assert in_sheet["D"].unit == UNITS["thousand_yuan"]


def test_columns_of_records_are_told_by_their_fields_and_figures() -> None:
    lines = ("企业融资台账", "企业名称|融资时间|轮次|到账（万元）", "|||")
    told = columns(*lines, _D3="paid_in;unit=yuan", _C3="investor", _A3="ordinal", _B3="")
    assert (told["D"].means, told["D"].unit, told["C"].code) == (Means.FIELD, UNITS["yuan"], "investor")
    assert (told["A"].means, told["B"].means) == (Means.ORDINAL, Means.NOTHING)
    assert columns(*lines, _D3="financing_paid_in")["D"].unit == UNITS["ten_thousand_yuan"]
    for wrong in ("total_income", "moved_in_on", "talents"):
        with pytest.raises(NotFoundError):
            columns(*lines, _D3=wrong)
    with pytest.raises(ParseError):
        columns(*lines, _D3="paid_in;unit=person")


def test_the_months_of_a_register_of_leases_are_told_month_by_month() -> None:
    lines = ("房产租赁明细", "|||月末面积（平方米）|", "承租企业|房间号|租赁起|1月|2月", "||||")
    told = columns(*lines, _D4="subject_area")
    assert (told["D"].code, told["D"].within) == ("subject_area", (("month", ("1",)),))
    assert told["E"].means is Means.NOTHING


def test_only_the_columns_of_other_rows_are_read_again() -> None:
    found = outline(ROOMS, "||||")
    before = rows_of(found, trade(), {})
    read = read_places(found, trade())
    assert reread(read, found, trade(), rows=before, before=before) == read
    told = {"表!2": "records=lease_lines.valid"}
    now = rows_of(found, trade(), told)
    again = settle(reread(read, found, trade(), rows=now, before=before), found, trade(), told)
    assert [one.code for one in again] == ["building", "floor", "room", "use", ""]
    as_tenants = propose(found, trade(), told={"表!2": "population=resident"})
    assert {one.records for one in as_tenants} == {""}
    assert rows_of(found, trade(), {"表!2": "population=resident"})["表", 2].population is Population.RESIDENT


def test_what_is_listed_is_known_by_its_name() -> None:
    lists = form_words().lists
    assert lists.chosen("ip_rights.valid") == ("ip_rights", "valid")
    assert (lists.chosen("ip_rights"), lists.chosen("events")) == (
        ("ip_rights", "applied"),
        ("events", "held"),
    )
    assert (lists.chosen("ip_rights.lost"), lists.chosen("dreams")) == (None, None)
    assert lists.usual_population("ip_rights.valid") is Population.RESIDENT
    assert lists.usual_population("ip_rights") is lists.usual_population("dreams") is Population.ANYBODY
    assert lists.by_code["events"].chosen["held_to_date"].table()["basis"] == "year_to_date"


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("rooms",), [], "data-not-a-table"),
        (("rooms", "titles"), "场地", "data-list-of-texts-missing"),
        (("rooms", "fields"), [], "data-not-a-table"),
        (("rooms", "fields", "use"), [], "data-not-a-table"),
        (("rooms", "chosen", "all", "counted"), "never", "data-value-unknown"),
        (("rooms", "chosen", "all", "population"), "dwarfs", "data-value-unknown"),
        (("rooms", "chosen", "all", "order"), [1], "data-list-of-texts-missing"),
    ],
)
def test_a_faulty_file_of_records_is_named(path: tuple[str, ...], value: object, code: str) -> None:
    faulty = copy.deepcopy(tables("form_records"))
    spot = faulty
    for name in path[:-1]:
        spot = spot[name]
    spot[path[-1]] = value
    with pytest.raises(DataFormatError) as refused:
        RecordLists.from_tables(faulty)
    assert refused.value.code == code
