"""A day at the office: the window on a real X screen, used by keys, mouse and clipboard, and the database beside it."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from decimal import Decimal
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from tests.e2e.screen import Person, Screen

    Opens = Callable[..., Person]

pytestmark = pytest.mark.uncounted  # the whole program, whose parts are counted by their own tests

NAME = "山西凌砚氢能有限公司"
LIST = "企业"
"""The list of tenants."""
SEARCH = "搜索"
FILE_NAME = "fileNameEdit"
"""The entry of Qt's own file dialog."""


def ask(database: Path, question: str, *values: object) -> list[tuple[Any, ...]]:
    """Ask the database file itself, past the program."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return connection.execute(question, values).fetchall()


def stage_of(database: Path, name: str = NAME) -> list[tuple[str, str]]:
    """The stage that a tenant is in, and who allowed it."""
    question = """SELECT stage, allowed_by FROM stage_records JOIN tenants ON tenants.id = tenant_id
                  WHERE name = ? AND until_date IS NULL"""
    return ask(database, question, name)


def listed(seen: Mapping[str, Any], title: str) -> list[str]:
    """A column of the list of tenants."""
    table = seen["lists"].get(LIST, {"titles": [title], "rows": []})
    place = table["titles"].index(title)
    return [row[place] for row in table["rows"]]


def finish(person: Person) -> None:
    """Close the window: it ends well, and had nothing to say to its terminal."""
    assert person.close() == 0
    assert person.log == ""


def find(person: Person, initials: str, *names: str) -> dict[str, Any]:
    """Search by the initials of the pinyin and go into the list."""
    if person.look()["page"] != "tenants":
        person.go("tenants", name="企业")
    person.press("ctrl+f", until=lambda seen: seen["focus"] == SEARCH)
    person.type(initials, into=SEARCH)
    person.wait_for(lambda seen: listed(seen, "企业名称") == list(names))
    return person.press("Return", until=lambda seen: seen["focus"] == LIST)


class Cells(HTMLParser):
    """The cells of the table in a page, each with the format that a spreadsheet program takes from it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[tuple[str, str]]] = []
        self._shape = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self._shape = (dict(attrs).get("style") or "").partition(":")[2].strip('"').replace("\\", "")
            self.rows[-1].append(("", self._shape))

    def handle_data(self, data: str) -> None:
        if self.rows:
            self.rows[-1][-1] = (data, self._shape)


def test_a_tenant_is_found_opened_moved_on_and_the_move_undone_and_done_again(
    open_window: Opens, database: Path
) -> None:
    before, after = [("incubating", "孵化服务部")], [("accelerating", "孙主任")]
    person = open_window()
    find(person, "lyqn", NAME)
    person.press("Return", until=lambda seen: NAME in seen["texts"] and LIST not in seen["lists"])
    back = person.press("alt+Left", until=lambda seen: LIST in seen["lists"])
    assert (back["focus"], listed(back, "企业名称"), listed(back, "阶段")) == (LIST, [NAME], ["在孵"])
    assert stage_of(database) == before

    person.press("ctrl+g", until=lambda seen: seen["dialog"] == "变更阶段" and seen["focus"] == "批准人")
    refused = person.press("Return")
    assert "此项必填。" in refused["texts"]
    assert stage_of(database) == before
    person.paste("孙主任", into="批准人")
    person.press("Return", until=lambda seen: listed(seen, "阶段") == ["加速"])
    assert stage_of(database) == after

    for redo in ("ctrl+y", "ctrl+shift+z"):
        person.press("ctrl+z", until=lambda seen: listed(seen, "阶段") == ["在孵"])
        assert stage_of(database) == before
        person.press(redo, until=lambda seen: listed(seen, "阶段") == ["加速"])
        assert stage_of(database) == after
    finish(person)


def test_rows_are_copied_out_with_their_titles_as_text_and_as_a_table(
    open_window: Opens, screen: Screen, database: Path, tmp_path: Path
) -> None:
    person = open_window()
    shown = copy_three_rows(person)
    lines = [line.split("\t") for line in screen.paste("text/plain").split("\r\n")]
    assert lines[0] == [title.replace("\n", " ") for title in shown["titles"]]
    assert [line[0] for line in lines[1:]] == [row[0] for row in shown["rows"][:3]]
    page = Cells(screen.paste("text/html"))
    assert [[text for text, _ in row] for row in page.rows] == lines
    shapes = dict(zip(lines[0], (shape for _, shape in page.rows[1]), strict=True))
    assert (shapes["面积（m²）"], shapes["从业人员"], shapes["企业编号"]) == ("#,##0.00", "#,##0", "@")
    assert shapes["入驻时间"] == "yyyy-mm-dd"
    first = dict(zip(lines[0], lines[1], strict=True))
    told = dict(zip(lines[0], shown["rows"][0], strict=True))
    assert f"{Decimal(first['面积（m²）']):,.2f}" == told["面积（m²）"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", first["入驻时间"])

    take_in_what_was_copied(person, screen, database, lines)
    take_in_a_workbook(person, database, tmp_path / "register.xlsx")
    finish(person)


def copy_three_rows(person: Person) -> dict[str, Any]:
    """Copy three rows of the list with their titles; the list as it is shown."""
    person.go("tenants", name="企业")
    person.press("ctrl+f", until=lambda seen: seen["focus"] == SEARCH)
    person.type("B-50", into=SEARCH)
    person.wait_for(lambda seen: all(room.startswith("B-50") for room in listed(seen, "房间")))
    person.press("Down", until=lambda seen: seen["focus"] == LIST)
    seen = person.press("shift+Down", "shift+Down", until=lambda seen: seen["lists"][LIST]["current"] == 2)
    person.press("ctrl+shift+c", until=lambda seen: seen["notice"] == "已复制 3 行。")
    shown: dict[str, Any] = seen["lists"][LIST]
    return shown


def take_in_what_was_copied(
    person: Person, screen: Screen, database: Path, lines: Sequence[Sequence[str]]
) -> None:
    """Another program has changed what was copied and copied it again: it is imported, and the import undone."""
    columns = [lines[0].index(title) for title in ("企业名称", "企业编号", "房间")]
    register = [[line[column] for column in columns] for line in lines]
    name, _, room = register[1]
    register[1][2] = "B-599"
    register.append(["山西试砚新材料有限公司", "", "A-101"])
    screen.copy("\r\n".join("\t".join(line) for line in register) + "\r\n")
    person.go("imports", name="导入")
    person.press("ctrl+v", until=lambda seen: "工作表与表头" in seen["chosen"])
    preview = go_on_to_the_preview(person)
    assert [row[2] for row in preview["lists"]["各行"]["rows"]] == [name]
    rooms = "SELECT name, room FROM tenants WHERE name IN (?, '山西试砚新材料有限公司') ORDER BY id"
    assert ask(database, rooms, name) == [(name, room)]
    person.press("ctrl+Return", until=lambda seen: "完成" in seen["chosen"])
    assert ask(database, rooms, name) == [(name, "B-599"), ("山西试砚新材料有限公司", "A-101")]
    person.press("ctrl+z", until=lambda seen: "本次导入已撤销" in seen["texts"])
    assert ask(database, rooms, name) == [(name, room)]


def take_in_a_workbook(person: Person, database: Path, path: Path) -> None:
    """A workbook is chosen by its path in Qt's own file dialog, which speaks Chinese all over, and imported."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("企业名册")
        sheet.write_row(0, 0, ["企业名称", "房间号", "注册资本（万元）"])
        sheet.write_row(1, 0, ["山西试岳科技有限公司", "C-301", 120.5])
        sheet.write_row(2, 0, [NAME, "B-906", 100])
    dialog = person.press("ctrl+o", until=lambda seen: seen["dialog"] == "选择表格文件")
    assert not [text for text in dialog["texts"] if re.search("Look|Files|name", text)]
    person.type(str(path), into=FILE_NAME)
    person.press("Return", until=lambda seen: "工作表与表头" in seen["chosen"] and not seen["dialog"])
    go_on_to_the_preview(person)
    person.press("ctrl+Return", until=lambda seen: "完成" in seen["chosen"])
    found = ask(database, "SELECT room, registered_capital FROM tenants WHERE name LIKE '山西试岳%'")
    assert found == [("C-301", 120_500_000)]
    assert ask(database, "SELECT room FROM tenants WHERE name = ?", NAME) == [("B-906",)]


def go_on_to_the_preview(person: Person) -> dict[str, Any]:
    """From the header over the columns to what would happen: one new tenant and one changed."""
    person.press("alt+Right", until=lambda seen: "字段对应" in seen["chosen"])
    return person.press("alt+Right", until=lambda seen: seen["count"] == "新增 1，更新 1，有误 0")


def test_a_filing_is_built_looked_behind_exported_and_frozen(
    open_window: Opens, database: Path, tmp_path: Path
) -> None:
    person = open_window()
    person.go("filings", name="统计上报")
    person.click("报表")
    person.press("Escape")
    for _ in range(20):
        if person.look()["fields"]["报表"] == "开发区季报":
            break
        person.press("Down")
    assert person.look()["fields"]["报表"] == "开发区季报"
    assert person.look()["fields"]["报告期"] == "2026Q3"
    person.press("ctrl+b", until=lambda seen: "单元格地址" in seen["fields"])
    person.click("单元格地址", until=lambda seen: seen["focus"] == "单元格地址")
    person.press("ctrl+a")
    person.type("E19", into="单元格地址")
    person.press("Return", until=lambda seen: seen["focus"] == "报表 E19 总收入 9,021.11")
    why = person.press("Return", until=lambda seen: seen["focus"] == "合计等于此数的记录")
    rows = why["lists"]["合计等于此数的记录"]
    assert rows["count"] == len(rows["rows"])
    total = sum(Decimal(amount.replace(",", "")) for _, amount in rows["rows"])
    assert f"{total:,}" in why["texts"]
    assert f"{total:,.2f}" == "9,021.11"

    path = tmp_path / "filing.xlsx"
    person.press("ctrl+e", until=lambda seen: seen["dialog"] == "导出报表")
    person.type(str(path), into=FILE_NAME)
    person.press("Return", until=lambda seen: seen["notice"] == "已保存为 filing.xlsx")
    assert openpyxl.load_workbook(path)["综合情况"]["E19"].value == pytest.approx(9021.11)

    for key in ("Return", "Tab"):  # Enter on the way out first: nothing is frozen by that
        assert ask(database, "SELECT count(*) FROM filings") == [(0,)]
        person.press("ctrl+l", until=lambda seen: seen["dialog"] == "封存报表")
        person.paste("第三季度数据已核对", into="理由")
        person.press("Tab", until=lambda seen: seen["focus"] == "取消")
        person.press(key, until=lambda seen: seen["focus"] != "取消")
    assert person.look()["focus"] == "封存"
    frozen = person.press("Return", until=lambda seen: "已封存报表" in seen["lists"])
    assert frozen["lists"]["已封存报表"]["rows"][0][:3] == ["开发区季报", "2026Q3", "1"]
    assert "第三季度数据已核对" in frozen["texts"]
    kept = ask(database, "SELECT form, period, version, frozen_by, reason FROM filings")
    assert kept == [("zone-quarterly", 202623, 1, "林静", "第三季度数据已核对")]
    finish(person)


def test_a_card_is_dragged_to_the_next_lane_and_what_the_move_needs_is_asked(
    open_window: Opens, screen: Screen, database: Path
) -> None:
    person = open_window()
    seen = person.go("board", name="孵化进程")
    titles = ("评审，4 家企业", "入驻，6 家企业")
    # Cards are read when they come into sight: before that they have no names.
    lanes = person.wait_for(
        lambda seen: all(seen["lists"].get(title, {"rows": [[""]]})["rows"][0][0] for title in titles)
    )["lists"]
    review, resident = map(lanes.__getitem__, titles)
    name = review["rows"][0][0]
    seen = person.drag(
        review["places"][0], resident["places"][2], until=lambda seen: seen["dialog"] == "变更阶段"
    )
    assert all(is_on(screen, frame) for frame in seen["frames"])  # the window fills so small a screen
    assert stage_of(database, name)[0][0] == "review"
    person.paste("入驻评审委员会", into="批准人")
    seen = person.press("Return", until=lambda seen: "入驻，7 家企业" in seen["lists"])
    assert name in [row[0] for row in seen["lists"]["入驻，7 家企业"]["rows"]]
    assert stage_of(database, name) == [("resident", "入驻评审委员会")]
    finish(person)


@pytest.mark.parametrize("screen", [(1920, 1080)], indirect=True)
def test_the_window_stands_where_it_was_left_and_dialogs_in_its_middle(
    open_window: Opens, screen: Screen
) -> None:
    screen.add_keys("凌砚")
    person = open_window()
    person.put_window(left=120, top=70, width=1000, height=600)
    place = person.settle()["frames"][0]
    assert (place[0] + 1, place[2] - 2) == (120, 1000)
    finish(person)

    again = open_window(QT_IM_MODULE="fcitx")
    assert again.look()["frames"][0] == place
    again.go("tenants", name="企业")
    again.press("ctrl+f", until=lambda seen: seen["focus"] == SEARCH)
    for count, letter in enumerate("凌砚", start=1):  # PySide6 has no plug-in for fcitx
        again.key(letter, until=lambda seen, count=count: seen["fields"][SEARCH] == "凌砚"[:count])  # type: ignore[misc]
    again.press("Return", until=lambda seen: seen["focus"] == LIST and listed(seen, "企业名称") == [NAME])
    for key, title in (("ctrl+g", "变更阶段"), ("ctrl+e", "导出当前 1 行")):
        seen = again.press(key, until=lambda seen, title=title: seen["dialog"] == title)  # type: ignore[misc]
        window, dialog = seen["frames"]
        assert is_on(screen, dialog)
        assert middle_of(dialog) == pytest.approx(middle_of(window), abs=40)
        again.press("Escape", until=lambda seen: not seen["dialog"])

    again.press("ctrl+c", until=lambda seen: seen["notice"] == "已复制 1 行。")
    assert screen.paste().startswith(f"{NAME}\t")
    finish(again)
    assert screen.paste("text/html") == ""


def is_on(screen: Screen, frame: Sequence[int]) -> bool:
    """Whether all of a window can be seen."""
    left, top, width, height = frame
    return min(left, top) >= 0 and left + width <= screen.size[0] and top + height <= screen.size[1]


def middle_of(frame: Sequence[int]) -> tuple[float, float]:
    """The middle of a window."""
    left, top, width, height = frame
    return left + width / 2, top + height / 2
