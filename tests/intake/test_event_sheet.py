"""Registers of events as offices keep them: titles above, merged days, days in any form, names in one cell."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from crm.domain.vocabulary import vocabularies_from_tables
from crm.intake.event_sheet import COLUMNS, Named, header_key, read_events
from crm.intake.grid import Grid
from tests.intake.samples import lexicon

if TYPE_CHECKING:
    from crm.intake.event_sheet import EventSheet

WORDS = {
    "title": {"活动名称"},
    "held_on": {"活动时间", "日期"},
    "kind": {"类型"},
    "role": {"角色"},
    "place": {"地点"},
    "persons": {"人数", "参加人数"},
    "tenants": {"参加企业", "企业"},
}
TERMS: dict[str, dict[str, tuple[str, list[str]]]] = {
    "event_kind": {"salon": ("沙龙", ["创业沙龙"]), "roadshow": ("路演", []), "training": ("培训", ["讲座"])},
    "event_role": {"host": ("主办", []), "co_organiser": ("协办", [])},
}
VOCABULARY = vocabularies_from_tables(
    {
        name: {
            "origin": "made for tests",
            "verified": True,
            "terms": {code: {"zh": zh, "en": code, "synonyms": more} for code, (zh, more) in terms.items()},
        }
        for name, terms in TERMS.items()
    }
)


def read(*rows: tuple[object, ...], merges: tuple[tuple[int, int, int, int], ...] = ()) -> EventSheet:
    words = {name: frozenset(map(header_key, found)) for name, found in WORDS.items()}
    grid = Grid(list(rows), merges)
    found = read_events(grid, words, VOCABULARY, synonyms=lexicon().synonyms, sheet="台账", file="活动")
    assert found is not None
    return found


def codes(sheet: EventSheet) -> list[tuple[str, str]]:
    return [(finding.code, finding.where) for finding in sheet.findings]


def test_a_register_with_title_two_rows_of_header_and_foot_is_read() -> None:
    sheet = read(
        ("2026年活动台账", None, None, None, None, None, None),
        ("序号", "活动 名称", "活动时间（年月日）", "类型", "参加情况", None, "备注"),
        (None, None, None, None, "人数(人)", "企业", None),
        (1, "融资沙龙", "3月5日", "创业沙龙", "约50人", "1. 汾川云图3人、听雨文化（2），石火等5家企业", ""),
        ("一季度", None, None, None, None, None, None),
        (2, "春季项目路演会", 46091.0, None, 20.0, "无", None),
        (3, "知产讲座", date(2026, 4, 1), "线上", None, None, None),
        ("序号", "活动名称", "活动时间", "类型", "人数", "企业", "备注"),
        (None, "合计", 3, None, 70, None, None),
        ("填表人：某某", None, None, None, "审核：某某", None, None),
        (4, None, "4月2日", "培训", None, None, None),
    )
    assert list(sheet.columns) == ["title", "held_on", "kind", "persons", "tenants"]
    assert sheet.unused == ("备注",)
    salon, roadshow, lecture = sheet.rows
    assert (salon.title, salon.held_on, salon.kind, salon.persons) == (
        "融资沙龙",
        date(2026, 3, 5),
        "salon",
        50,
    )
    assert salon.named == (Named("汾川云图", 3), Named("听雨文化", 2), Named("石火", None))
    assert (roadshow.held_on, roadshow.kind, roadshow.persons) == (date(2026, 3, 10), "roadshow", 20)
    assert roadshow.named == ()
    assert (lecture.kind, lecture.persons) == ("training", None)  # its title says it
    assert codes(sheet) == [("event-persons-about", "台账!E4"), ("event-row-untitled", "台账!B11")]
    assert sheet.left_out == 1


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026.3.5", date(2026, 3, 5)),
        ("2026年3月5日-7日", date(2026, 3, 5)),
        ("2026-03-05至2026-03-07", date(2026, 3, 5)),
        ("3月5日—4月2日", date(2026, 3, 5)),
        ("3月5日（周四）", date(2026, 3, 5)),
        ("2026/3/5 14:30", date(2026, 3, 5)),
        ("2026-3-5 下午", date(2026, 3, 5)),
        (3.5, date(2026, 3, 5)),
        (20260305, date(2026, 3, 5)),
        ("20260305", date(2026, 3, 5)),
    ],
)
def test_the_first_day_of_an_event_is_read_however_it_is_typed(written: object, day: date) -> None:
    sheet = read(("2026年度台账", None), ("活动名称", "日期"), ("沙龙", written))
    assert [row.held_on for row in sheet.rows] == [day]


def test_what_cannot_be_read_is_told_with_its_cell_and_nothing_else_is_lost() -> None:
    sheet = read(
        ("活动名称", "日期", "类型", "角色", "地点", "参加人数"),
        ("座谈", "3月5日", "会议", "", "", ""),
        ("座谈二", None, "会议", "", "", ""),
        (None, None, "会议", None, None, "12"),
        (None, None, "合计", None, None, "12"),
        ("座谈三", "2026-03-05", "会议", "本单位协办", "一楼", "若干"),
    )
    assert codes(sheet) == [
        ("event-day-unread", "台账!B2"),  # no year is said anywhere
        ("event-day-missing", "台账!B3"),
        ("event-row-untitled", "台账!A4"),
        ("event-kind-unknown", "台账!C6"),
        ("event-persons-unread", "台账!F6"),
    ]
    (row,) = sheet.rows
    assert (row.kind, row.role, row.place, row.persons) == ("", "co_organiser", "一楼", None)
    assert sheet.left_out == 3


def test_numbers_that_are_several_or_of_several_events_are_not_put_together() -> None:
    sheet = read(
        ("活动名称", "日期", "参加人数"),
        ("座谈", "2026-03-05", "30人+20人"),
        ("座谈二", "2026-03-05", "30+"),
        ("座谈三", "2026-03-06", "1,200余人"),
        ("座谈四", "2026-03-07", 100),
        ("座谈五", "2026-03-08", None),
        ("座谈六", "2026-03-09", 7),
        (None, None, None),
        merges=((5, 3, 6, 3), (7, 3, 8, 3)),
    )
    assert [row.persons for row in sheet.rows] == [None, 30, 1200, None, None, 7]
    assert codes(sheet) == [
        ("event-persons-unread", "台账!C2"),
        ("event-persons-about", "台账!C3"),
        ("event-persons-about", "台账!C4"),
        ("event-persons-merged", "台账!C5"),
        ("event-persons-merged", "台账!C6"),
    ]


def test_a_day_merged_over_several_events_is_that_of_each() -> None:
    sheet = read(
        ("日期", "活动名称", "地点"),
        ("2026-03-05", "上午场", "一楼"),
        (None, "下午场", None),
        merges=((2, 1, 3, 1), (2, 3, 3, 3)),
    )
    assert [(row.title, row.held_on, row.place) for row in sheet.rows] == [
        ("上午场", date(2026, 3, 5), "一楼"),
        ("下午场", date(2026, 3, 5), "一楼"),
    ]


def test_a_sheet_that_heads_no_title_and_no_day_has_no_events() -> None:
    words = {target: frozenset[str]() for target in COLUMNS}
    grid = Grid([("活动名称", "日期"), ("沙龙", "2026-03-05")])
    assert read_events(grid, words, VOCABULARY, synonyms=lexicon().synonyms, sheet="表", file="2026") is None


def test_of_several_columns_below_one_head_the_one_that_adds_them_up_is_taken() -> None:
    sheet = read(
        ("活动名称", "日期", "参加人数", None, None, "参加情况", None),
        (None, None, "企业", "外部", "合计", "地点", "企业"),
        ("融资沙龙", "2026-3-5", 10, 20, 30, "一楼", "云图"),
        merges=((1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 5), (1, 6, 1, 7)),
    )
    assert sheet.columns["persons"] == "合计"
    assert sheet.letters == {"title": "A", "held_on": "B", "persons": "E", "place": "F", "tenants": "G"}
    assert sheet.unused == ("企业", "外部")
    (event,) = sheet.rows
    assert (event.persons, event.place, [one.name for one in event.named]) == (30, "一楼", ["云图"])
    merged = read(
        ("活动名称", "日期", "参加人数", None),
        ("融资沙龙", "2026-3-5", 10, None),
        ("项目路演", "2026-3-6", 20, None),
        merges=((1, 3, 1, 4),),
    )
    assert [one.persons for one in merged.rows] == [10, 20]


def test_another_table_below_an_example_and_sums_are_no_events() -> None:
    sheet = read(
        ("序号", "活动名称", "日期", "地点", "人数"),
        ("例", "项目路演", "2026-1-1", "一楼", 9),
        (1, "融资沙龙", "2026-3-5", "一楼", 10),
        ("合计", "1场", None, None, 10),
        ("序号", "活动名称", "日期", "地点", "人数"),
        (2, "知产讲座", "2026-3-6", "一楼", "①12"),
        ("序号", "培训", "讲师", "日期", "人数"),
        (1, "税务培训", "张三", "2026-4-5", 20),
    )
    assert [(one.title, one.persons, one.row) for one in sheet.rows] == [
        ("融资沙龙", 10, 3),
        ("知产讲座", None, 6),
    ]
    assert codes(sheet) == [
        ("event-row-example", "台账!B2"),
        ("event-persons-unread", "台账!E6"),
        ("event-table-below", "台账!B7"),
    ]
    some = read(("活动名称", "日期"), ("某某孵化器路演", "2026-1-1"), ("融资沙龙", "2026-3-5"))
    assert [one.title for one in some.rows] == ["融资沙龙"]
    # The words of an example within a title make none.
    case = read(("活动名称", "日期"), ("案例：融资怎么谈", "2026-1-1"), ("比如：沙龙", "2026-3-5"))
    assert [one.title for one in case.rows] == ["案例：融资怎么谈", "比如：沙龙"]


@pytest.mark.parametrize(
    "day",
    [
        "2026年3月5日上午",
        "2026年3月5日（周四）14:00",
        "2026-3-5 星期四",
        "2026.3.5下午2点",
        "2026/3/5 14:00-16:00",
    ],
)
def test_a_time_of_day_behind_the_day_is_left_out(day: str) -> None:
    (event,) = read(("活动名称", "日期"), ("融资沙龙", day)).rows
    assert event.held_on == date(2026, 3, 5)
