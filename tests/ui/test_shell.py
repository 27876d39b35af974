"""The shell: the rail collapses, notices come and go, work is shown, and closing waits for what is being written."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, ClassVar

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QPainter, QPixmap, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crm.domain.changes import Changes
from crm.services.tenants import TenantQuery
from crm.ui.actions import list_actions
from crm.ui.ask import ReportDialog
from crm.ui.deeds.new_sheet import NewTenantSheet
from crm.ui.labels import tones
from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.notice import Notice
from crm.ui.saved import dated_name
from crm.ui.shell import foot, notice_bar
from crm.ui.tasks import Failure
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.chips import FlowLayout
from crm.ui.widgets.form import ChoiceBox, DateBox, FormField
from crm.ui.widgets.scroll import AsTall
from crm.ui.widgets.skeleton import Skeleton
from crm.ui.widgets.table import Table
from crm.ui.widgets.text import ElidedLabel, label, retone
from crm.ui.widgets.timeline import Step, Timeline

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
    assert rail.width() == 176
    scene.window.resize(1093, 614)
    scene.settle()
    assert rail.is_narrow
    assert rail.width() == 56
    assert rail.button("filings").toolTip() == "Filings (Ctrl+5)"
    assert not rail.toggle.isVisible()
    scene.window.resize(1366, 728)
    scene.settle()
    assert rail.width() == 176


def test_the_rail_is_folded_by_hand_and_stays_so(scene: Stage) -> None:
    rail = scene.shell.rail
    scene.click(rail.toggle)
    assert rail.width() == 56
    assert scene.settings.rail_is_narrow
    scene.window.resize(1093, 614)
    scene.settle()
    scene.window.resize(1366, 728)
    scene.settle()
    assert rail.is_narrow
    assert rail.toggle.accessibleName() == "Show names"
    scene.click(rail.toggle)
    assert rail.width() == 176
    assert not scene.settings.rail_is_narrow


def test_pages_are_opened_by_the_rail_and_by_keys(scene: Stage) -> None:
    scene.click(scene.shell.rail.button("workbench"))
    assert scene.shell.head.title.text() == "Workbench"
    assert not scene.shell.head.search.isVisible()
    scene.trigger("search")
    scene.press(scene.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert scene.shell.head.title.text() == "Tenants"
    scene.shell.go("nowhere")
    assert scene.shell.head.title.text() == "Tenants"


def test_alt_left_goes_back_page_by_page_to_where_the_cursor_was(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True)
    scene.window.activateWindow()
    scene.until(scene.window.isActiveWindow)
    table = scene.tenants.table
    scene.tenants.list.choose_row(90)
    scene.tenants.list.focus_list()
    table.verticalScrollBar().setValue(80)
    chosen = scene.tenants.list.chosen_ids()
    scene.shell.go("board")
    scene.settle()
    scene.shell.go("history")
    scene.settle()
    scene.press(scene.window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert scene.shell.open_name == "board"
    scene.press(scene.window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert scene.shell.page is scene.shell._pages["tenants"]
    assert table.verticalScrollBar().value() == 80
    assert scene.tenants.list.chosen_ids() == chosen
    assert scene.window.focusWidget() is table
    assert not scene.shell.actions_table["go.back"].isEnabled()
    scene.shell.go_back()
    assert scene.shell.open_name == "tenants"


def test_within_a_page_the_way_back_is_that_of_the_page(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True, first="tenants")
    scene.shell.go("board")
    page = scene.tenants
    page.open_detail(page.model.ids[0])
    scene.settle()
    assert not scene.shell.actions_table["go.back"].isEnabled()
    scene.trigger("tenant.back")
    assert not page.is_in_detail
    scene.trigger("go.back")
    assert scene.shell.open_name == "board"
    scene.shell._trail.append("a page that will not open")
    scene.trigger("go.back")
    assert scene.shell.open_name == "board"
    assert scene.shell._trail


def test_the_search_key_leads_to_the_tenants_where_a_page_has_nothing_to_search(
    stage: Callable[..., Stage],
) -> None:
    scene = stage(demo=True)
    scene.window.activateWindow()
    scene.until(scene.window.isActiveWindow)
    for page in scene.shell.names:
        scene.shell.go(page)
        scene.settle()
        has_own = not scene.shell.head.search.isHidden()
        scene.press(scene.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        assert scene.window.focusWidget() is scene.shell.head.search, page
        assert scene.shell.open_name == (page if has_own else "tenants")


def test_ctrl_n_adds_a_tenant_wherever_one_is_looked_at(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True)
    for page in ("workbench", "tenants", "board"):
        scene.shell.go(page)
        scene.settle()
        scene.window.activateWindow()
        scene.until(scene.window.isActiveWindow)
        scene.press(scene.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        assert isinstance(scene.dialog.sheet, NewTenantSheet), page
        scene.dialog.reject()
        scene.settle()
    scene.tenants.open_detail(scene.tenants.model.ids[0])
    scene.settle()
    assert scene.shell.actions_table["tenant.add"].isEnabled()
    scene.workbench.deeds.added.emit(scene.tenants.model.ids[5])
    scene.settle()
    assert scene.tenants.list.current_id == scene.tenants.model.ids[5]


def test_a_name_for_a_file_is_one_that_every_system_takes(scene: Stage) -> None:
    assert dated_name(scene.context, "企业列表", ".xlsx") == "企业列表_20261120.xlsx"
    assert dated_name(scene.context, ' 收入/人数: "2026" ', ".png") == "收入_人数_ _2026__20261120.png"


def test_no_page_opens_a_window_of_its_own_in_passing(
    stage: Callable[..., Stage], qapp: QApplication
) -> None:
    class Watch(QObject):
        shown: ClassVar[list[str]] = []

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                self.shown.append(type(watched).__name__)
            return False

    scene = stage(demo=True)
    watch = Watch()
    qapp.installEventFilter(watch)
    for page in scene.shell.names:
        scene.shell.go(page)
        scene.settle()
    scene.tenants.open_detail(scene.tenants.model.ids[0])
    scene.settle()
    qapp.removeEventFilter(watch)
    assert watch.shown == []


def test_each_page_keeps_what_it_was_searched_for(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True, first="tenants")
    box = scene.shell.head.search
    box.setText("zzzz")
    scene.qtbot.wait(200)
    scene.settle()
    assert scene.tenants.model.rowCount() == 0
    scene.shell.go("board")
    scene.settle()
    assert box.text() == ""
    box.setText("ck")
    scene.qtbot.wait(200)
    scene.settle()
    scene.shell.go("tenants")
    scene.settle()
    assert box.text() == "zzzz"
    assert scene.tenants.model.rowCount() == 0
    scene.shell.show_query("tenants", TenantQuery())
    scene.settle()
    assert box.text() == ""
    assert scene.tenants.model.rowCount() == 176
    scene.shell.go("board")
    scene.settle()
    assert box.text() == "ck"


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


def test_a_notice_that_stands_grows_with_the_type(scene: Stage) -> None:
    scene.shell.say(Notice("No font on this computer has what is asked for.", "Install one.", tone="warn"))
    bar = scene.shell.notice_bar
    before = bar.width()
    scene.context.theme.set_font_percent(125)
    scene.settle()
    assert bar.width() > before
    assert bar.text.height() >= bar.text.heightForWidth(bar.text.width())
    scene.context.theme.set_font_percent(100)


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
    QTest.mouseClick(bar.stop, Qt.MouseButton.LeftButton)
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
    assert scene.notice.startswith("Still saving")
    hold.set()
    scene.until(lambda: not scene.window.isVisible())
    assert not scene.settings.state("window").isEmpty()


def test_where_nothing_has_been_done_there_is_nothing_to_undo(scene: Stage) -> None:
    for name in ("undo", "redo"):
        assert not scene.shell.actions_table[name].isEnabled()
    scene.context.undo_last()
    assert scene.notice.startswith("No changes have been made")
    scene.context.redo_last()
    assert scene.notice == "There is nothing to redo."


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
    actions = scene.shell.actions_table
    for page in scene.shell.names:
        scene.shell.go(page)
        scene.settle()
        live = [
            key
            for spec in list_actions()
            for key in spec.shortcuts
            if actions[spec.id].isEnabled() and not QKeySequence(key).isEmpty()
        ]
        assert len(live) >= 10
        assert len(live) == len(set(live)), page
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


def test_the_wheel_passes_a_choice_by(theme: Theme, qtbot: QtBot) -> None:
    box = ChoiceBox(theme, name="Period")
    qtbot.addWidget(box)
    box.show_choices([("a", "A"), ("b", "B")])
    turn = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    box.wheelEvent(turn)
    assert not turn.isAccepted()
    assert box.key == "a"


def test_things_in_a_row_go_on_in_the_next_line(theme: Theme, qtbot: QtBot) -> None:
    row = QWidget()
    qtbot.addWidget(row)
    flow = FlowLayout()
    row.setLayout(flow)
    for number in range(6):
        flow.addWidget(Button(theme, f"Button {number}"))
    assert flow.hasHeightForWidth()
    assert flow.heightForWidth(2000) == 32
    assert flow.heightForWidth(220) > 100
    assert flow.itemAt(5) is not None
    assert flow.itemAt(6) is None
    assert flow.takeAt(9) is None
    assert flow.takeAt(0) is not None
    assert flow.count() == 5
    row.resize(220, 200)
    row.show()
    assert flow.sizeHint().width() < 220


def test_a_part_at_the_foot_is_as_tall_as_it_needs_and_scrolls_where_there_is_no_room(qtbot: QtBot) -> None:
    whole, body, above, words = QWidget(), QWidget(), QWidget(), QLabel("words " * 60)
    qtbot.addWidget(whole)
    words.setWordWrap(True)
    QVBoxLayout(body).addWidget(words)
    above.setMinimumHeight(100)
    foot = AsTall(body)
    column = QVBoxLayout(whole)
    column.addWidget(above, 1)
    column.addWidget(foot)
    whole.resize(240, 600)
    whole.show()
    qtbot.waitUntil(lambda: foot.height() == body.heightForWidth(foot.viewport().width()))
    before = foot.height()
    words.setText("words " * 30)
    qtbot.waitUntil(lambda: foot.height() < before)
    words.setText("words " * 60)
    whole.resize(240, 240)
    qtbot.waitUntil(lambda: foot.verticalScrollBar().maximum() > 0)
    assert above.height() >= 100
    assert foot.horizontalScrollBar().maximum() == 0


def test_steps_take_the_height_of_their_words(theme: Theme, qtbot: QtBot) -> None:
    line = Timeline(theme, name="Stages")
    qtbot.addWidget(line)
    line.show_steps(
        [Step("2026-01-01", "Lead", "said " * 40, ("text2", "mute_soft")), Step("2026-02-01", "Prospect")]
    )
    assert line.hasHeightForWidth()
    assert line.heightForWidth(220) > line.heightForWidth(800)
    assert line.accessibleDescription().startswith("2026-01-01 Lead said")


def test_a_window_closes_only_when_it_may(scene: Stage) -> None:
    scene.window.may_close = lambda: False
    event = QCloseEvent()
    scene.window.closeEvent(event)
    assert not event.isAccepted()
    scene.window.may_close = lambda: True
    scene.window.closeEvent(event)
    assert event.isAccepted()


def test_a_title_shows_by_what_and_which_way_the_rows_are_sorted(theme: Theme, qtbot: QtBot) -> None:
    model = RecordTable(theme, [Head("A long title of a column"), Head("Amount", is_number=True)])
    model.show([(Cell("one"), Cell("1"))])
    table = Table(theme, name="Table")
    qtbot.addWidget(table)
    table.setModel(model)
    pictures = []
    for section, descending in ((-1, False), (1, False), (1, True)):
        table.head.mark_sorted(section, descending=descending)
        picture = QPixmap(200, 36)
        painter = QPainter(picture)
        table.head.paintSection(painter, picture.rect(), 1)
        painter.end()
        pictures.append(picture.toImage())
    assert pictures[0] != pictures[1] != pictures[2]


def test_a_title_over_figures_ends_where_they_end_though_its_bracket_is_half_blank(
    theme: Theme, qtbot: QtBot
) -> None:
    table = Table(theme, name="Table")
    qtbot.addWidget(table)
    ends = []
    for title in ("面积㎡", "面积（㎡）"):
        model = RecordTable(theme, [Head(title, is_number=True)])
        table.setModel(model)
        picture = QPixmap(160, 36)
        painter = QPainter(picture)
        table.head.paintSection(painter, picture.rect(), 0)
        painter.end()
        image = picture.toImage()
        ground = image.pixelColor(2, 18)
        ends.append(max(x for x in range(160) for y in range(8, 28) if image.pixelColor(x, y) != ground))
    assert abs(ends[0] - ends[1]) <= 2


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
    QTest.keyClick(box, Qt.Key.Key_Down)
    box.setFocus()
    box.grab()
    box.setEnabled(False)
    box.grab()


def test_a_choice_as_wide_as_its_texts_stays_so_when_they_grow(theme: Theme, qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    row = QHBoxLayout(holder)
    box = ChoiceBox(theme, name="Day")
    box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
    box.show_choices([("a", "Today (2026-11-20)"), ("b", "2026Q3")])
    row.addWidget(box)
    row.addWidget(ElidedLabel("What stands beside it. " * 9), 1)
    holder.resize(320, 60)
    holder.show()
    assert not box.is_shortened
    theme.set_font_percent(125)
    QApplication.processEvents()
    assert not box.is_shortened
    theme.set_font_percent(100)
    box.setFixedWidth(80)
    box.grab()
    assert box.toolTip() == "Today (2026-11-20)"
    box.setFixedWidth(300)
    box.grab()
    assert box.toolTip() == ""
    box.setToolTip("Alt+Down")
    box.setFixedWidth(80)
    box.grab()
    assert box.toolTip() == "Alt+Down"


def test_what_can_be_opened_stays_as_wide_when_it_is_open(theme: Theme, qtbot: QtBot) -> None:
    button = Button(theme, "Sheet and header", icon="step", kind=Kind.NAV)
    qtbot.addWidget(button)
    button.setCheckable(True)
    width = button.sizeHint().width()
    button.setChecked(True)
    assert button.sizeHint().width() == width


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


def test_every_stage_has_its_tones() -> None:
    assert len(tones()) == 15
