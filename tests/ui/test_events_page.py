"""活动: events by year, entered with who came, each step with its undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from crm.services.events import change_event, list_events
from crm.services.tenants import add_tenant
from crm.ui.forms.sheet import FormSheet
from crm.ui.pages.events.page import EventsPage
from crm.ui.pages.events.taking import PlanSheet
from crm.ui.printing.preview import Preview

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.ui.stage import Stage

TENANT = "汾川云图软件有限公司"
LOWEST = 582
"""The height of the window on the smallest screen."""


def events(scene: Stage) -> EventsPage:
    scene.shell.go("events")
    scene.settle()
    page = scene.shell.page
    assert isinstance(page, EventsPage)
    return page


def column(page: EventsPage, place: int) -> list[str]:
    model = page.list.model
    return [str(model.index(row, place).data()) for row in range(model.rowCount())]


def fill(scene: Stage, **texts: str) -> FormSheet:
    sheet = scene.dialog.sheet
    assert isinstance(sheet, FormSheet)
    for code, text in texts.items():
        sheet.form.rows[code].entry.put_text(text)
    scene.click(scene.dialog.verb)
    return sheet


def pick(scene: Stage, path: Path) -> None:
    (dialog,) = [one for one in scene.shell.findChildren(QFileDialog) if one.isVisible()]
    dialog.fileSelected.emit(str(path))
    dialog.close()
    scene.settle()


def refusals(scene: Stage) -> list[str]:
    """Why what was asked for was not done; asked once."""
    found = [failure.refusal.code for failure in scene.failures if failure.refusal is not None]
    scene.failures.clear()
    return found


def test_an_event_is_entered_corrected_and_removed_each_with_its_undo(stage: Callable[..., Stage]) -> None:
    scene = stage()
    workplace, library = scene.workplace, scene.context.library
    add_tenant(workplace, library, {"name": TENANT})
    page = events(scene)
    assert page.list.state.text.text() == "No events entered for 2026 yet"
    scene.trigger("events.add")
    sheet = fill(scene, title="融资沙龙", kind="沙龙", tenants="无此企业 3")
    assert sheet.form.rows["tenants"].note.text().startswith('There is no tenant called "无此企业"')
    assert scene.dialog.sizeHint().height() <= LOWEST - 40, "with its frame it fits the smallest screen"
    fill(scene, tenants=f"{TENANT} 3", others="高校师生 20")
    assert column(page, 0) == ["融资沙龙"]
    assert page._count_text() == "1 event, 23 attendances"
    page.list.choose_row(0)
    scene.press(page.list.table, Qt.Key.Key_Return)
    fill(scene, title="融资路演", others="")
    assert scene.notice == "Changed 融资沙龙"
    (event,) = list_events(workplace, library)
    assert (event.title, event.persons) == ("融资路演", 3)
    page.list.choose_row(0)
    scene.trigger("events.remove")
    assert refusals(scene) == ["event-attended"]
    page.list.choose_row(0)
    scene.trigger("events.edit")
    fill(scene, tenants="")
    page.list.choose_row(0)
    scene.window.activateWindow()  # a closed dialog leaves no window active here
    page.focus_content()
    scene.settle()
    scene.press(page.list.table, Qt.Key.Key_Delete)
    assert column(page, 0) == []
    scene.trigger("undo")
    assert column(page, 0) == ["融资路演"]


def test_events_are_looked_at_and_taken_from_their_workbook(
    stage: Callable[..., Stage], tmp_path: Path
) -> None:
    scene = stage()
    add_tenant(scene.workplace, scene.context.library, {"name": TENANT})
    page = events(scene)
    path = tmp_path / "台账.csv"
    path.write_text(
        "活动名称,日期,类型,参加人数,参加企业,备注\n"
        "融资沙龙,2026-03-05,沙龙,20,云图软件、无此企业,略\n"
        "座谈,某日,沙龙,20,,略\n",
        encoding="utf-8",
    )
    scene.trigger("events.import")
    pick(scene, path)
    sheet = scene.dialog.sheet
    assert isinstance(sheet, PlanSheet)
    assert sheet.counts.text().startswith("1 new event, 0 completed, 0 already entered. Tenants matched: 1.")
    assert sheet.model.rowCount() == 2
    scene.click(scene.dialog.verb)
    assert scene.notice == "Imported 1 event from 台账.csv"
    assert column(page, 0) == ["融资沙龙"]
    page.taking.take_file(path)
    scene.settle()
    assert scene.notice == '"台账.csv" contains no new events.'
    path.write_text("活动名称,日期\n融资沙龙,2026-03-05\n", encoding="utf-8")
    page.taking.take_file(path)
    scene.settle()
    scene.trigger("undo")
    assert column(page, 0) == []
    page.taking.take_file(path)
    scene.settle()
    assert isinstance(scene.dialog.sheet, PlanSheet)
    assert scene.dialog.sheet.model.rowCount() == 0


def test_what_somebody_else_has_changed_is_not_written_over(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True)
    workplace, library = scene.workplace, scene.context.library
    page = events(scene)
    page.list.choose_row(0)
    scene.trigger("events.edit")
    event = next(one for one in list_events(workplace, library) if one.id == page.list.current_id)
    change_event(workplace, library, event.id, {"place": "别处"}, seen=event.values)
    fill(scene, place="二楼路演厅")
    assert refusals(scene) == ["stale-record-value"]
    assert (
        next(one for one in list_events(workplace, library) if one.id == event.id).values["place"] == "别处"
    )


def test_events_are_found_by_year_and_words_sorted_and_printed(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True)
    page = events(scene)
    known = list_events(scene.workplace, scene.context.library)
    page.spans.chosen.emit("last")
    page.spans.choose("last")
    page.refresh()
    scene.settle()
    assert page.list.record_count == sum(one.held_on.year == 2025 for one in known) > 40
    page.spans.choose("all")
    page.refresh()
    scene.settle()
    assert page.list.record_count == len(known)
    most = max(one.persons or 0 for one in known)
    place = [one.key for one in page.list.model.columns].index("persons")
    page.list._sort(place, descending=True)
    scene.settle()
    assert column(page, place)[0] == f"{most:,}"
    page.list._sort(0, descending=False)
    scene.settle()
    page.list.table.selectAll()
    scene.settle()
    assert f"sum {sum(one.persons or 0 for one in known):,}" in scene.shell.foot.selection.text()
    page.search("路演")
    scene.settle()
    assert 0 < page.list.record_count < len(known)
    page.search("zzzz")
    scene.settle()
    assert page.list.state.text.text() == "No matching events"
    page.search("")
    scene.settle()
    page.list.choose_row(0)
    scene.press(page.list.table, Qt.Key.Key_Delete)
    assert refusals(scene) == []
    assert page.list.record_count == len(known) - 1
    page.print_page()
    scene.settle()
    assert scene.shell.findChild(Preview) is not None
