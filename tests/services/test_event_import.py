"""Events from the workbook in which an office keeps them: looked at, taken, never twice, and taken back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest

from crm.domain.errors import DataFormatError, RuleError
from crm.domain.wording import Language
from crm.services.event_import import plan_events, take_events
from crm.services.events import change_event, list_came, list_events
from crm.services.history import list_operations
from crm.services.library import Library
from crm.services.operation import undo
from crm.services.tenants import add_tenant

if TYPE_CHECKING:
    from pathlib import Path

    from crm.services.operation import Workplace

CLOUD, RAIN, STONE = "汾川云图软件有限公司", "汾川听雨文化有限公司", "汾川石火新材料有限公司"
HEAD = ("序号", "活动名称", "时间", "类型", "地点", "参加人数", "参加企业", "备注")


@pytest.fixture
def tenants(workplace: Workplace, library: Library) -> None:
    for name, short in ((CLOUD, ""), (RAIN, "听雨"), (STONE, "")):
        add_tenant(workplace, library, {"name": name, "short_name": short})


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "2026活动台账.xlsx"
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["某某孵化器2026年活动台账"])
    sheet.merge_cells("A1:H1")
    sheet.append(HEAD)
    sheet.append([1, "融资沙龙", "3月5日", "沙龙", "路演厅", 50, f"{CLOUD}、听雨，石火；无此企业、汾川", ""])
    sheet.append([2, "春季路演", date(2026, 4, 2), "路演", None, None, f"{STONE}（3人）", ""])
    sheet.append([3, "座谈", "2026.5.6", "会议", "一楼", 2, "云图2人、听雨", ""])
    sheet.append([4, "融资沙龙", "2026-03-05", "沙龙", "路演厅", 50, "", ""])
    other = made.create_sheet("说明")
    other.append(["填表说明", "略"])
    made.save(path)
    return path


def told(library: Library, plan: object) -> list[str]:
    findings = getattr(plan, "findings", ())
    return [library.messages.word_finding(one, Language.ZH).text for one in findings]


@pytest.mark.usefixtures("tenants")
def test_a_register_is_looked_at_taken_once_and_taken_back(
    workplace: Workplace, library: Library, book: Path
) -> None:
    plan = plan_events(workplace, library, book)
    assert (plan.new, plan.filled, plan.known, plan.left_out, plan.matched) == (3, 0, 0, 1, 6)
    assert (plan.sheets, plan.unused) == (("Sheet",), ("备注",))
    assert told(library, plan) == [
        "Sheet!D5：“座谈”的类型“会议”不在程序的类型里，按“其他”登记",
        "Sheet!B3：“融资沙龙”的参加企业“无此企业”不在企业名册里，登记为其他参加人员",
        "Sheet!B3：“融资沙龙”的参加企业“汾川”对得上几家企业，登记为其他参加人员",
        "Sheet!B5：“座谈”写着 2 人，列出的参加企业已有 3 人，按列出的登记",
        "Sheet!B6：“融资沙龙”同一天在表里出现了两次，只读入第一次",
    ]
    assert list_events(workplace, library) == ()
    changes = take_events(workplace, plan)
    last = list_operations(workplace)[0]
    said = library.messages.word(last.kind, last.details, Language.ZH).text
    assert said == "从“2026活动台账.xlsx”登记活动 3 场，补全 0 场"
    talk, roadshow, salon = list_events(workplace, library)
    assert (salon.held_on, salon.persons, salon.tenants) == (date(2026, 3, 5), 50, 3)
    came = [(one.name, one.came.persons, one.came.group) for one in list_came(workplace, salon.id)]
    assert came == [
        (CLOUD, 1, ""),
        (RAIN, 1, ""),
        (STONE, 1, ""),
        ("", 1, "无此企业"),
        ("", 1, "汾川"),
        ("", 45, ""),
    ]
    assert (roadshow.persons, roadshow.values["role"]) == (3, "host")
    assert (talk.values["kind"], talk.persons) == ("other", 3)
    again = plan_events(workplace, library, book)
    assert (again.new, again.filled, again.known) == (0, 0, 3)
    assert not again.brings_something
    assert not take_events(workplace, again).tables
    undo(workplace, changes.operation)
    assert list_events(workplace, library) == ()


@pytest.mark.usefixtures("tenants")
def test_an_event_that_is_there_gets_what_it_lacks_and_keeps_the_rest(
    workplace: Workplace, library: Library, book: Path
) -> None:
    take_events(workplace, plan_events(workplace, library, book))
    talk, roadshow, salon = list_events(workplace, library)
    for event, changes in ((roadshow, {"place": "别处"}), (salon, {"place": "", "kind": "training"})):
        change_event(workplace, library, event.id, changes, seen=event.values)
    change_event(
        workplace,
        library,
        talk.id,
        {},
        seen=talk.values,
        came=(),
        seen_came=list_came(workplace, talk.id),
    )
    plan = plan_events(workplace, library, book)
    assert (plan.new, plan.filled, plan.known) == (0, 2, 1)
    assert "Sheet!B3：“融资沙龙”已经登记过，表里的活动类型与登记的不同，登记的没有改动" in told(library, plan)
    take_events(workplace, plan)
    talk, roadshow, salon = list_events(workplace, library)
    assert (salon.values["place"], salon.values["kind"], salon.persons) == ("路演厅", "training", 50)
    assert (roadshow.values["place"], talk.persons) == ("别处", 3)


@pytest.mark.usefixtures("tenants")
def test_persons_that_nobody_counted_are_told(workplace: Workplace, library: Library, tmp_path: Path) -> None:
    path = tmp_path / "活动.csv"
    path.write_text("活动名称,日期,参加企业\n座谈,2026-03-05,云图2人、听雨、石火\n", encoding="utf-8")
    plan = plan_events(workplace, library, path)
    said = "只写了参加企业，没有写人数：2 家各按 1 人登记"
    assert [text.rpartition("“座谈”")[2] for text in told(library, plan)] == [said]


def test_a_workbook_without_events_is_refused(workplace: Workplace, library: Library, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("企业名称,收入\n汾川云图软件有限公司,3\n", encoding="utf-8")
    with pytest.raises(RuleError, match="events-none"):
        plan_events(workplace, library, path)
    path.write_text("活动名称,日期,参加人数\n沙龙,2026-03-05,20\n", encoding="utf-8")
    take_events(workplace, plan_events(workplace, library, path))
    path.write_text("活动名称,日期,参加人数\n沙龙,2026-03-05,30\n", encoding="utf-8")
    assert told(library, plan_events(workplace, library, path)) == [
        "a!A2：“沙龙”已经登记过 20 人次，表里是 30，登记的没有改动"
    ]


def test_a_list_of_words_that_is_none_is_refused(workplace: Workplace, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "event_columns.toml").write_text("[title]\nwords = 3\n", encoding="utf-8")
    with pytest.raises(DataFormatError, match="data-list-of-texts-missing"):
        plan_events(workplace, Library.load(user_folder=own), tmp_path / "none.xlsx")


@pytest.mark.usefixtures("tenants")
def test_what_a_register_of_events_shows_otherwise_than_it_holds_is_told(
    workplace: Workplace, library: Library, tmp_path: Path
) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (
        HEAD[1:6],
        ["路演", date(2026, 3, 5), "路演", "=A1&1", 50],
        ["沙龙", date(2026, 4, 5), "沙龙", "#N/A", 6],
    ):
        sheet.append(row)
    sheet["D3"].data_type = "e"
    sheet["E2"].number_format = "0,"
    sheet.row_dimensions[3].hidden = sheet.column_dimensions["E"].hidden = True
    made.save(tmp_path / "events.xlsx")
    assert told(library, plan_events(workplace, library, tmp_path / "events.xlsx")) == [
        "Sheet!D2：单元格里的公式还没有算过，按空白处理",
        "Sheet!D3：单元格里是公式错误 #N/A，按空白处理",
        "工作表“Sheet”有 1 行是隐藏或筛选掉的（第 3 行），也读取了",
        "工作表“Sheet”有 1 列是隐藏的（参加人数），也读取了",
        "Sheet!E2：“参加人数”列有 1 格的数字格式（0,）显示的不是所存的数（E2）：第一格存的是 50，按所存的数读取",
    ]
