"""The shell: the rail collapses, notices come and go, work is shown, and closing waits for what is being written."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication

from crm.domain.changes import Changes
from crm.ui.actions import list_actions
from crm.ui.ask import ReportDialog
from crm.ui.labels import tones
from crm.ui.notice import Notice
from crm.ui.shell import foot, notice_bar
from crm.ui.tasks import Failure
from crm.ui.theme.tokens import Look
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.chart import nice_top
from crm.ui.widgets.form import ChoiceBox, DateBox, FormField
from crm.ui.widgets.skeleton import Skeleton
from crm.ui.widgets.text import ElidedLabel, label, retone

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from crm.ui.theme.theme import Theme
    from tests.ui.stage import Stage


@pytest.fixture
def scene(stage: Callable[..., Stage]) -> Stage:
    return stage()


def test_the_rail_shows_icons_alone_in_a_narrow_window(scene: Stage) -> None:
    rail = scene.shell.rail
    assert not rail.is_narrow
    scene.window.resize(1093, 614)
    scene.settle()
    assert rail.is_narrow
    assert rail.width() == 56
    assert rail.look.toolTip() == "View"
    scene.window.resize(1366, 728)
    scene.settle()
    assert rail.width() == 176


def test_pages_are_opened_by_the_rail_and_by_keys(scene: Stage) -> None:
    scene.click(scene.shell.rail._buttons["filings"])
    assert scene.shell.head.title.text() == "Filings"
    assert not scene.shell.head.search.isVisible()
    scene.trigger("search")
    scene.press(scene.window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert scene.shell.head.title.text() == "Tenants"
    scene.shell.go("nowhere")
    assert scene.shell.head.title.text() == "Tenants"


def test_the_look_is_changed_by_the_menu_and_kept(scene: Stage, theme: Theme) -> None:
    menu = scene.shell.rail.menu("en")
    texts = [action.text() for action in menu.actions()]
    assert texts == ["Light", "Dark", "As the system", "", "中文", "English"]
    menu.actions()[1].trigger()
    assert theme.is_dark
    assert scene.settings.look is Look.DARK
    menu.actions()[0].trigger()
    assert not theme.is_dark
    with scene.qtbot.waitSignal(scene.shell.language_chosen) as chosen:
        menu.actions()[4].trigger()
    assert chosen.args == ["zh"]
    scene.click(scene.shell.rail.look)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.close()


def test_a_notice_of_something_done_goes_by_itself(scene: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    bar = scene.shell.notice_bar
    bar._timer.setInterval(30)
    scene.shell.say(Notice("Done."))
    assert bar.isVisible()
    scene.until(lambda: not bar.isVisible())
    assert notice_bar.GOES_AFTER == 8000
    monkeypatch.undo()


def test_a_notice_of_something_wrong_stays_until_it_is_closed(scene: Stage) -> None:
    bar = scene.shell.notice_bar
    bar._timer.setInterval(10)
    scene.shell.say(Notice("Wrong.", "Do this.", tone="danger"))
    scene.settle()
    assert bar.isVisible()
    assert bar.accessibleName() == "Wrong. Do this."
    scene.window.resize(900, 560)
    scene.settle()
    assert bar.geometry().right() < scene.shell.width()
    scene.click(bar.close_button)
    assert not bar.isVisible()


def test_a_long_notice_wraps_within_the_window(scene: Stage) -> None:
    scene.window.resize(880, 540)
    scene.settle()
    scene.shell.say(
        Notice("A rather long sentence that goes on and on. " * 6, "And a remedy. " * 8, tone="warn")
    )
    bar = scene.shell.notice_bar
    assert scene.shell.rect().contains(bar.geometry())
    assert bar.text.height() >= bar.text.heightForWidth(bar.text.width())


def test_work_that_takes_a_moment_is_shown_with_its_progress_and_can_be_stopped(scene: Stage) -> None:
    bar = scene.shell.foot
    hold = threading.Event()

    def work(job: object) -> None:
        report = getattr(job, "report")  # noqa: B009 - any job will do
        report(1200, 5000)
        hold.wait(5)
        report(1300, 5000)

    scene.tasks.write(work, done=lambda _answer: None, title="Importing")
    scene.until(lambda: bar.work.text() == "Importing 1,200 of 5,000")
    assert bar.progress.isVisible()
    bar.grab()
    scene.qtbot.mouseClick(bar.stop, Qt.MouseButton.LeftButton)
    hold.set()
    scene.settle()
    assert not bar.progress.isVisible()
    assert scene.failures[0].was_cancelled
    bar._show_work()
    bar._cancel()
    assert foot.SHOWN_AFTER == 150


def test_work_of_unknown_length_moves(scene: Stage) -> None:
    line = scene.shell.foot.progress
    line.show_progress(0, 0)
    before = line._part
    scene.until(lambda: line._part != before)
    line.grab()
    line.rest()


def test_the_window_waits_for_a_write_and_then_closes(scene: Stage) -> None:
    hold = threading.Event()
    scene.tasks.write(lambda _job: hold.wait(5), done=lambda _answer: None, title="Writing")
    scene.window.close()
    assert scene.window.isVisible()
    assert scene.notice.startswith("Still writing")
    hold.set()
    scene.until(lambda: not scene.window.isVisible())
    assert not scene.settings.state("window").isEmpty()


def test_undo_without_anything_to_undo_is_refused_with_a_sentence(scene: Stage) -> None:
    scene.trigger("undo")
    assert scene.failures[0].refusal is not None


def test_an_operation_that_changed_nothing_offers_no_undo(scene: Stage) -> None:
    scene.context.write(lambda _job: [Changes(1, "tenant-changed")], title="Writing", told="Done.")
    scene.settle()
    assert scene.notice == "Nothing has changed."
    assert not scene.shell.notice_bar.action.isVisible()


def test_a_report_can_be_copied(scene: Stage) -> None:
    scene.context.ask.tell_fault(Failure("Work", ValueError("broken"), "Traceback …"))
    (dialog,) = [one for one in scene.shell.findChildren(ReportDialog) if one.isVisible()]
    copy = next(button for button in dialog.findChildren(Button) if button.text() == "Copy report")
    scene.click(copy)
    assert QGuiApplication.clipboard().text() == "Traceback …"
    scene.click(dialog.out)


def test_no_two_actions_share_a_shortcut(scene: Stage) -> None:
    keys = [key for spec in list_actions() for key in spec.shortcuts]
    assert len(keys) == len(set(keys))
    assert all(not QKeySequence(key).isEmpty() for key in keys)
    actions = scene.shell.actions_table
    assert actions.hint_of("search") == "Search (Ctrl+F)"
    assert len(list(actions)) == len(list_actions())


def test_a_skeleton_appears_only_where_reading_takes_a_moment(theme: Theme, qtbot: QtBot) -> None:
    skeleton = Skeleton(theme)
    qtbot.addWidget(skeleton)
    skeleton.resize(600, 300)
    skeleton.show()
    assert not skeleton.is_drawn
    skeleton.grab()
    qtbot.waitUntil(lambda: skeleton.is_drawn)
    skeleton.grab()
    skeleton.hide()
    assert not skeleton.is_drawn


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_button_is_drawn_in_every_state(theme: Theme, qtbot: QtBot, kind: Kind) -> None:
    button = Button(theme, "Import", icon="import", kind=kind, count="7")
    qtbot.addWidget(button)
    button.setCheckable(True)
    button.show()
    pictures = []
    for enabled, checked in ((True, False), (True, True), (False, False)):
        button.setEnabled(enabled)
        button.setChecked(checked)
        pictures.append(button.grab().toImage())
    button.setEnabled(True)
    button.setChecked(False)
    button.setDown(True)
    pictures.append(button.grab().toImage())
    button.setDown(False)
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    pictures.append(button.grab().toImage())
    assert pictures[0] != pictures[2]
    assert pictures[0] != pictures[-1]
    assert button.sizeHint().width() > 60
    width = button.sizeHint().width()
    button.set_count("1,234")
    assert button.sizeHint().width() > width
    assert button.count == "1,234"
    button.set_compact(True)
    button.set_drawing("export")
    button.grab()
    assert button.toolTip() == "Import"


def test_a_choice_stays_where_it_still_can_be_made(theme: Theme, qtbot: QtBot) -> None:
    box = ChoiceBox(theme, name="Period")
    qtbot.addWidget(box)
    box.show()
    assert box.key == ""
    box.show_choices([("a", "A"), ("b", "B")])
    box.choose("b")
    box.show_choices([("b", "B"), ("c", "C")])
    assert box.key == "b"
    box.show_choices([("c", "C")])
    assert box.key == "c"
    qtbot.keyClick(box, Qt.Key.Key_Down)
    box.setFocus()
    box.grab()
    box.setEnabled(False)
    box.grab()


@pytest.mark.parametrize("written", ["20261104", "2026/11/4", "2026.11.4", "2026年11月4日", "2026-11-04"])
def test_a_day_is_understood_however_it_is_written(theme: Theme, qtbot: QtBot, written: str) -> None:
    del theme
    box = DateBox()
    qtbot.addWidget(box)
    box.insert(written)
    assert box.day is not None
    box.editingFinished.emit()
    assert box.text() == "2026-11-04"


def test_what_is_no_day_is_left_as_it_was_typed(theme: Theme, qtbot: QtBot) -> None:
    del theme
    box = DateBox()
    qtbot.addWidget(box)
    box.setText("soon")
    box.editingFinished.emit()
    assert box.day is None
    assert box.text() == "soon"


def test_a_field_says_what_is_wrong_below_it(theme: Theme, qtbot: QtBot) -> None:
    del theme
    field = FormField("Day", DateBox(), required=True)
    qtbot.addWidget(field)
    assert field.caption.text() == "Day *"
    field.refuse("Wrong.")
    assert field.entry.property("wrong") is True
    field.refuse("")
    assert field.entry.property("wrong") is False
    field.set_caption("Other", required=False)
    assert field.entry.accessibleName() == "Other"


def test_a_shortened_label_tells_its_whole_text(theme: Theme, qtbot: QtBot) -> None:
    del theme
    text = ElidedLabel("A text that is much too long for its room")
    qtbot.addWidget(text)
    text.resize(60, 20)
    text.show()
    text.grab()
    assert text.toolTip() == text.text()
    text.resize(600, 20)
    text.grab()
    assert text.toolTip() == ""
    other = label("One")
    retone(other, "ok")
    assert other.property("tone") == "ok"


def test_scales_have_round_steps() -> None:
    assert [nice_top(top, 3) for top in (0, 8, 95, 120, 1300)] == [3, 15, 150, 150, 1500]


def test_every_stage_has_its_tones() -> None:
    assert len(tones()) == 15
