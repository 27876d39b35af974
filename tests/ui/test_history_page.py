"""历史: every operation, what it changed value by value, and its undo."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from crm.domain.lifecycle import Stage as Step
from crm.domain.wording import Language
from crm.services.moment import local_time
from crm.services.operation import Workplace
from crm.services.tenants import add_tenant, change_stage, change_tenant, get_tenant
from crm.ui.pages.history.page import HistoryPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ui.stage import Stage

NAME = "山西青禾数据有限公司"


@pytest.fixture
def scene(stage: Callable[..., Stage]) -> Stage:
    scene = stage()
    library = scene.context.library
    tenant = min(add_tenant(scene.workplace, library, {"name": NAME}, stage=Step.REVIEW).tenants)
    change_tenant(scene.workplace, library, tenant, {"area": 120_00, "phone": "0354-5550107"}, seen={})
    other = Workplace(scene.workplace.database, scene.workplace.today, "林晓")
    change_stage(other, tenant, Step.RESIDENT, on=scene.workplace.today, allowed_by="评审委员会")
    return scene


def history(scene: Stage) -> HistoryPage:
    scene.shell.go("history")
    scene.settle()
    page = scene.shell.page
    assert isinstance(page, HistoryPage)
    return page


def column(page: HistoryPage, number: int) -> list[str]:
    model = page.list.model
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def told(page: HistoryPage) -> list[list[str]]:
    model = page.pane.model
    return [
        [model.cell(row, place).text for place in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_operations_are_listed_the_latest_first(scene: Stage) -> None:
    page = history(scene)
    assert column(page, 0) == [
        f'Moved "{NAME}" to "Resident"',
        f'Changed the record of "{NAME}"',
        f'Added "{NAME}"',
    ]
    assert column(page, 2) == ["林晓", "tester", "tester"]
    assert scene.shell.foot.count.text() == "Operations: 3"
    QAbstractItemModelTester(page.list.model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_the_chosen_operation_is_told_value_by_value(scene: Stage) -> None:
    page = history(scene)
    page.list.choose_row(1)
    scene.settle()
    assert page.pane.title.text() == f'Changed the record of "{NAME}"'
    assert told(page) == [
        ["Tenant changed", NAME, "Phone", "—", "0354-5550107"],
        ["", "", "Occupied area", "—", "120.00 m²"],
    ]
    assert page.pane.about.text().startswith("No. 2 · ")
    assert page.pane.about.text().endswith("tester · 1 row")


def test_an_operation_is_undone_from_here_and_can_be_done_again(scene: Stage) -> None:
    page = history(scene)
    page.list.choose_row(0)
    scene.settle()
    scene.click(page.pane.undo)
    tenant = 1
    assert get_tenant(scene.workplace, scene.context.library, tenant).line.stage is Step.REVIEW
    assert column(page, 4)[:2] == ["", "Undone"]
    page.list.choose_row(1)
    scene.settle()
    assert not page.pane.undo.isVisible()
    assert "undone by no. 4" in page.pane.about.text()
    page.list.choose_row(0)
    scene.settle()
    assert "undoes no. 3" in page.pane.about.text()
    scene.trigger("history.undo")
    assert get_tenant(scene.workplace, scene.context.library, tenant).line.stage is Step.RESIDENT


def test_words_days_and_people_narrow_the_list(scene: Stage) -> None:
    page = history(scene)
    page.search("Added")
    scene.settle()
    assert page.list.record_count == 1
    page.search("nothing like it")
    scene.settle()
    assert page.list.state.text.text() == "No matching operations"
    scene.click(page.list.state.button)
    assert page.list.record_count == 3
    page.chips.chosen.emit("by:林晓")
    scene.settle()
    assert column(page, 2) == ["林晓"]
    page.chips.chosen.emit("today")
    scene.settle()
    far = scene.workplace.today - timedelta(days=6)
    page.chips.chosen.emit("week")
    scene.settle()
    assert page.list.query.since == far
    scene.press(page.list.table, Qt.Key.Key_Escape)
    assert page.list.record_count == 3
    assert page.chips.key == "all"


def test_the_splitter_is_where_it_was_left(stage: Callable[..., Stage]) -> None:
    pages = []
    for _ in range(2):
        scene = stage(demo=True)
        scene.shell.go("history")
        scene.settle()
        page = scene.shell.page
        assert isinstance(page, HistoryPage)
        pages.append(page.splitter.sizes())
        page.splitter.moveSplitter(page.splitter.sizes()[0] + 60, 1)
        pages.append(page.splitter.sizes())
    assert pages[0] != pages[1]
    assert pages[2] == pytest.approx(pages[1], abs=2)


def test_an_empty_history_says_what_will_stand_there(stage: Callable[..., Stage]) -> None:
    page = history(stage())
    assert page.list.state.text.text() == "No operations yet"


def test_what_is_done_meanwhile_is_shown(scene: Stage) -> None:
    page = history(scene)
    page.list.choose_row(0)
    scene.settle()
    chosen = page.list.current_id
    changes = change_tenant(scene.workplace, scene.context.library, 1, {"area": 200_00}, seen={})
    scene.hub.tell(changes)
    scene.settle()
    assert page.list.record_count == 4
    assert page.list.current_id == chosen
    assert scene.tenants is scene.shell.page
    scene.hub.tell(change_tenant(scene.workplace, scene.context.library, 1, {"area": 300_00}, seen={}))
    assert history(scene).list.record_count == 5
    assert history(scene).list.record_count == 5


def test_enter_goes_to_the_values_and_on_to_the_tenant(scene: Stage) -> None:
    page = history(scene)
    page.focus_content()
    scene.settle()
    scene.press(page.list.table, Qt.Key.Key_Return)
    assert page.pane.table.hasFocus()
    gone: list[tuple[str, int | None]] = []
    page.pane.tenant_asked.connect(lambda tenant: gone.append(("tenants", tenant)))
    scene.press(page.pane.table, Qt.Key.Key_Escape)
    assert page.list.table.hasFocus()
    scene.press(page.list.table, Qt.Key.Key_Return)
    scene.press(page.pane.table, Qt.Key.Key_Return)
    assert gone == [("tenants", 1)]
    assert scene.shell.page is not page


def test_a_record_asked_for_from_elsewhere_is_found(scene: Stage) -> None:
    page = history(scene)
    page.search("Added")
    scene.settle()
    scene.shell.go("history", 2)
    scene.settle()
    assert page.list.current_id == 2
    assert page.list.record_count == 3
    scene.trigger("refresh")
    assert page.list.current_id == 2


def test_a_large_operation_says_that_it_is_told_in_part(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True, language=Language.ZH)
    page = history(scene)
    page.list.choose_row(page.list.record_count - 1)
    scene.settle()
    assert page.pane.more.isVisible()
    assert page.pane.more.text().startswith("The first 200 records")
    assert page.pane.title.text() == "生成演示数据"


def test_an_operation_without_values_says_so(scene: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm.services.history.word_images", lambda *_: ())
    page = history(scene)
    page.list.choose_row(0)
    scene.settle()
    assert page.pane.state.text.text() == "Nothing to compare"


def test_a_moment_is_told_by_the_clock_of_this_machine() -> None:
    assert local_time("2026-11-24T01:05:09Z") == "2026-11-24 09:05"
