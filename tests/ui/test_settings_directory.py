"""Directory in the settings: listed, found, corrected, added and removed, each with its undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from crm.services.records import change_record, list_site_records
from crm.ui.forms.sheet import FormSheet
from crm.ui.pages.settings.page import SettingsPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.ui.pages.settings.directory import DirectorySection
    from tests.ui.stage import Stage


def directory(scene: Stage) -> DirectorySection:
    scene.shell.show_query("settings", "directory")
    scene.settle()
    page = scene.shell.page
    assert isinstance(page, SettingsPage)
    return page.directory


def fill(scene: Stage, **texts: str) -> None:
    sheet = scene.dialog.sheet
    assert isinstance(sheet, FormSheet)
    for code, text in texts.items():
        sheet.form.rows[code].entry.put_text(text)
    scene.click(scene.dialog.verb)


def refusals(scene: Stage) -> list[str]:
    found = [failure.refusal.code for failure in scene.failures if failure.refusal is not None]
    scene.failures.clear()
    return found


def numbers(section: DirectorySection) -> list[str]:
    return [section.model.cell(row, 2).text for row in range(section.model.rowCount())]


def test_a_room_is_found_corrected_and_removed_unless_it_is_let(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True)
    section = directory(scene)
    rooms = list_site_records(scene.workplace, scene.context.library, "room")
    assert section.model.rowCount() == len(rooms)
    assert scene.shell.foot.count.text() == f"{len(rooms)} entries"
    section.take_cursor()
    assert section.table.hasFocus()
    places = [numbers(section).index(one) for one in ("A-101", "A-201", "A-1001")]
    assert places == sorted(places)
    section.search("A-10")
    assert 0 < section.model.rowCount() < len(rooms)
    section.search("")
    section.table.selectRow(0)
    first = numbers(section)[0]
    scene.press(section.table, Qt.Key.Key_Return)
    fill(scene, number="X-1")
    assert scene.notice == f"Changed {first}"
    assert "X-1" in numbers(section)
    scene.trigger("undo")
    assert numbers(section)[0] == first
    with scene.workplace.database.reading() as connection:
        let = connection.exec_driver_sql("SELECT min(room_id) FROM lease_lines").scalar()
    section.table.selectRow(next(row for row, one in enumerate(section._shown) if one.id == let))
    scene.press(section.table, Qt.Key.Key_Delete)
    assert refusals(scene) == ["room-let"]
    section.table.selectRow(0)
    scene.click(section.edit)
    held = section._shown[0]
    change_record(
        scene.workplace, scene.context.library, "room", held.id, {"number": "Y-1"}, seen=held.values
    )
    fill(scene, number="Z-1")
    assert refusals(scene) == ["stale-record-value"]
    assert "Y-1" in numbers(section)


def test_a_partner_is_added_and_removed(stage: Callable[..., Stage]) -> None:
    scene = stage()
    section = directory(scene)
    assert section.none.text.text() == "Nothing has been entered yet"
    section.edit_current()
    section.remove_current()
    assert section.kinds._chips["organisation"].text() == "Organisations"
    section.kinds.choose("organisation")
    section._show()
    scene.click(section.add)
    fill(scene, name="汾川理工大学", kind="高校")
    assert scene.notice == "Added 汾川理工大学"
    assert section.model.rowCount() == 1
    scene.click(section.remove)
    assert scene.notice == "Removed 汾川理工大学"
    assert section.model.rowCount() == 0
    scene.trigger("undo")
    assert section.model.rowCount() == 1
    section.search("zz")
    assert section.none.text.text() == "No matches"
