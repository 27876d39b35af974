"""孵化进程 as a board: every tenant on one card, moved by key, menu or drag, and asked for what the move needs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDragMoveEvent, QDropEvent, QFontMetrics
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit

from crm.db.engine import DatabaseError
from crm.domain.lifecycle import Need
from crm.domain.lifecycle import Stage as Step
from crm.domain.wording import Language
from crm.services.tenants import add_tenant, get_tenant, list_tenant_ids
from crm.ui.deeds.stage_sheet import StageSheet
from crm.ui.pages.board import page as board_page
from crm.ui.pages.board.cards import TENANT_MIME, fitting
from crm.ui.pages.board.lane import LEAST
from crm.ui.pages.board.page import BoardPage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crm.ui.pages.board.lane import CardList, FoldedLane, LaneView
    from tests.ui.stage import Stage

SHIFT_CTRL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def scene(stage: Callable[..., Stage]) -> Stage:
    return stage(demo=True)


def board(scene: Stage) -> BoardPage:
    scene.shell.go("board")
    scene.settle()
    page = scene.shell.page
    assert isinstance(page, BoardPage)
    return page


def lane(scene: Stage, key: str) -> LaneView:
    return board(scene).lanes[key]


def choose(scene: Stage, key: str, row: int = 0) -> int:
    cards = lane(scene, key).cards
    cards.setFocus()
    cards.choose_row(row)
    scene.settle()
    tenant = cards.tenant_id
    assert tenant is not None
    return tenant


def sheet_of(scene: Stage) -> StageSheet:
    sheet = scene.dialog.sheet
    assert isinstance(sheet, StageSheet)
    return sheet


def fill(sheet: StageSheet, need: Need, text: str) -> None:
    entry = sheet.fields[need].entry
    assert isinstance(entry, QLineEdit | QPlainTextEdit)
    if isinstance(entry, QPlainTextEdit):
        entry.setPlainText(text)
    else:
        entry.setText(text)


def stage_of(scene: Stage, tenant: int) -> Step | None:
    return get_tenant(scene.workplace, scene.context.library, tenant).line.stage


def payload(tenant: int | str) -> QMimeData:
    mime = QMimeData()
    mime.setData(TENANT_MIME, QByteArray(str(tenant).encode()))
    return mime


def drop(target: CardList | FoldedLane, mime: QMimeData) -> bool:
    """Drag something over a lane and drop it there; whether the lane took it."""
    at = target.rect().center()
    for kind in (QDragEnterEvent, QDragMoveEvent):
        if kind is QDragMoveEvent and not hasattr(target, "cards"):
            continue
        moving = kind(
            at, Qt.DropAction.MoveAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
        getattr(target, "dragEnterEvent" if kind is QDragEnterEvent else "dragMoveEvent")(moving)
        if not moving.isAccepted():
            return False
    dropping = QDropEvent(
        QPointF(at), Qt.DropAction.MoveAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    target.dropEvent(dropping)
    return dropping.isAccepted()


def test_the_board_shows_every_tenant_on_one_card(scene: Stage) -> None:
    page = board(scene)
    shown = [one for view in page.lanes.values() for one in view.cards.cards.ids]
    assert len(shown) == len(set(shown)) == 176
    assert scene.shell.foot.count.text() == "Tenants: 176"
    for view in page.lanes.values():
        assert view.count.text() == f"{len(view.cards.cards.ids):,}"
        QAbstractItemModelTester(view.cards.cards, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_a_card_says_who_it_is_and_since_when_it_stands_there(scene: Stage) -> None:
    tenant = choose(scene, "review")
    cards = lane(scene, "review").cards.cards
    card = cards.card_at(0)
    assert card is not None
    profile = get_tenant(scene.workplace, scene.context.library, tenant)
    assert card.name == profile.line.name
    assert profile.line.stage_since is not None
    days = (scene.workplace.today - profile.line.stage_since).days
    assert card.since == f"{days} days"
    spoken = cards.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert card.name in spoken
    assert card.since in spoken
    assert cards.index(0).data(Qt.ItemDataRole.ToolTipRole).splitlines()[0] == card.name
    assert cards.data(cards.index(-1)) is None


def test_a_lane_of_several_stages_names_them_on_its_cards(scene: Stage) -> None:
    view = lane(scene, "left")
    view.fold(folded=False)
    scene.settle()
    card = view.cards.cards.card_at(0)
    assert card is not None
    assert card.since.startswith(f"{scene.context.labels.stage(card.line.stage)} · ")


def test_who_has_not_reported_the_last_quarter_is_marked(stage: Callable[..., Stage]) -> None:
    scene = stage()
    values: dict[str, str | int | bool | date | None] = {"name": "山西青禾数据有限公司"}
    library = scene.context.library
    add_tenant(scene.workplace, library, values, stage=Step.INCUBATING, on=date(2026, 1, 5))
    choose(scene, "incubating")
    card = lane(scene, "incubating").cards.cards.card_at(0)
    assert card is not None
    assert card.warning == "No figures for 2026Q3"


def test_a_search_keeps_what_it_finds_and_says_where_nothing_is(scene: Stage) -> None:
    page = board(scene)
    tenant = choose(scene, "review")
    name = get_tenant(scene.workplace, scene.context.library, tenant).line.name
    page.search(name)
    scene.settle()
    assert [list(view.cards.cards.ids) for view in page.lanes.values() if view.cards.cards.ids] == [[tenant]]
    page.search("qqqqqq")
    scene.settle()
    assert page.state.text.text() == 'No tenant matches "qqqqqq"'
    scene.click(page.state.button)
    assert scene.shell.foot.count.text() == "Tenants: 176"


def test_an_empty_board_offers_the_first_tenant(stage: Callable[..., Stage]) -> None:
    scene = stage()
    page = board(scene)
    assert page.state.text.text() == "No tenants yet"
    scene.click(page.state.button)
    assert scene.dialog.windowTitle() == "New tenant"


def test_a_board_that_cannot_be_read_says_why_and_tries_again(
    scene: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = board(scene)

    def refuse(*_: object) -> None:
        raise DatabaseError("database-read-failed", database="x", why="y")

    with monkeypatch.context() as patch:
        patch.setattr(board_page, "get_board", refuse)
        page.refresh()
        scene.settle()
        assert page.stack.currentWidget() is page.state.widget
    scene.click(page.state.button)
    assert page.stack.currentWidget() is page.board


def test_a_fault_in_reading_is_reported(scene: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    page = board(scene)

    def break_down(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(board_page, "get_board", break_down)
    page.refresh()
    scene.settle()
    assert page.state.text.text() == "The board could not be read"
    assert [type(failure.error) for failure in scene.failures] == [ZeroDivisionError]


def test_arrows_go_from_card_to_card_and_from_lane_to_lane(scene: Stage) -> None:
    page = board(scene)
    page.focus_content()
    lead, prospect = page.lanes["lead"].cards, page.lanes["prospect"].cards
    assert lead.hasFocus()
    scene.press(lead, Qt.Key.Key_Down)
    assert lead.currentIndex().row() == 1
    scene.press(lead, Qt.Key.Key_Right)
    assert prospect.hasFocus()
    assert prospect.currentIndex().row() == 1
    assert lead.tenant_id is None
    scene.press(prospect, Qt.Key.Key_Left)
    assert lead.hasFocus()
    scene.press(lead, Qt.Key.Key_Left)
    assert lead.hasFocus()
    scene.press(lead, Qt.Key.Key_F9)
    scene.press(lead, Qt.Key.Key_Escape)
    assert scene.shell.page is page


def test_ctrl_shift_and_an_arrow_move_a_card_and_the_move_can_be_undone(scene: Stage) -> None:
    tenant = choose(scene, "review")
    scene.press(lane(scene, "review").cards, Qt.Key.Key_Right, SHIFT_CTRL)
    sheet = sheet_of(scene)
    assert set(sheet.targets) == {Step.RESIDENT}
    scene.click(scene.dialog.verb)
    assert sheet.fields[Need.ALLOWED_BY].error.text() == "Required for this change."
    fill(sheet, Need.ALLOWED_BY, "评审委员会")
    scene.click(scene.dialog.verb)
    assert stage_of(scene, tenant) is Step.RESIDENT
    residents = lane(scene, "resident").cards
    assert residents.tenant_id == tenant
    assert scene.window.focusWidget() is residents
    scene.click(scene.shell.notice_bar.action)
    assert stage_of(scene, tenant) is Step.REVIEW
    assert tenant in lane(scene, "review").cards.cards.ids


def test_where_no_lane_follows_that_is_said(scene: Stage) -> None:
    choose(scene, "lead")
    scene.press(lane(scene, "lead").cards, Qt.Key.Key_Left, SHIFT_CTRL)
    assert scene.notice == "No stage change is possible in this direction."


def test_a_card_is_dropped_only_where_its_stage_may_go(scene: Stage) -> None:
    page = board(scene)
    tenant = choose(scene, "incubating")
    page.lanes["incubating"].cards.drag_began.emit(tenant)
    accepting = {key for key, view in page.lanes.items() if view.cards.accepts}
    assert accepting == {"accelerating", "graduated", "succeeded", "left"}
    assert not drop(page.lanes["lead"].cards, payload(tenant))
    assert not drop(page.lanes["accelerating"].cards, payload("a file"))
    assert drop(page.lanes["accelerating"].cards, payload(tenant))
    page.lanes["incubating"].cards.drag_ended.emit()
    assert not any(view.cards.accepts for view in page.lanes.values())
    scene.settle()
    assert set(sheet_of(scene).targets) == {Step.ACCELERATING}
    # Until the move has been made the card stays where it is.
    assert tenant in page.lanes["incubating"].cards.cards.ids


def test_a_drop_from_outside_a_drag_changes_nothing(scene: Stage) -> None:
    page = board(scene)
    tenant = choose(scene, "incubating")
    for target, carried in (
        (page.lanes["lead"].cards, payload(tenant)),
        (page.lanes["left"].strip, payload("x")),
    ):
        event = QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.MoveAction,
            carried,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        event.ignore()
        target.dropEvent(event)
        assert not event.isAccepted()
    scene.settle()
    assert scene.dialogs() == []


def test_a_folded_lane_takes_a_card_and_asks_for_the_stage(scene: Stage) -> None:
    page = board(scene)
    tenant = choose(scene, "incubating")
    assert not drop(page.lanes["left"].strip, payload(tenant))
    page.lanes["incubating"].cards.drag_began.emit(tenant)
    assert drop(page.lanes["left"].strip, payload(tenant))
    scene.settle()
    assert set(sheet_of(scene).targets) == {Step.EXITED, Step.EVICTED, Step.DEREGISTERED, Step.RELOCATED}


def test_the_card_that_is_dragged_carries_its_tenant(scene: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    tenant = choose(scene, "review")
    cards = lane(scene, "review").cards
    mime = cards.cards.mimeData([cards.currentIndex()])
    assert bytes(mime.data(TENANT_MIME).data()) == str(tenant).encode()
    assert cards.cards.mimeTypes() == [TENANT_MIME]
    assert cards.cards.supportedDragActions() is Qt.DropAction.MoveAction
    told: list[object] = []
    cards.drag_began.connect(told.append)
    cards.drag_ended.connect(lambda: told.append("ended"))
    monkeypatch.setattr("PySide6.QtWidgets.QListView.startDrag", lambda *_: None)
    cards.startDrag(Qt.DropAction.MoveAction)
    assert told == [tenant, "ended"]
    cards.setCurrentIndex(cards.cards.index(-1))
    cards.startDrag(Qt.DropAction.MoveAction)
    assert told == [tenant, "ended"]


def entries(scene: Stage) -> Sequence[str]:
    (menu,) = [one for one in board(scene).findChildren(QMenu) if one.isVisible()]
    return [action.text() for action in menu.actions() if action.text()]


def test_the_menu_offers_the_moves_of_this_card(scene: Stage) -> None:
    lane(scene, "graduated").fold(folded=False)
    choose(scene, "graduated")
    cards = lane(scene, "graduated").cards
    at = cards.visualRect(cards.currentIndex()).center()
    QApplication.sendEvent(
        cards.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, cards.mapToGlobal(at))
    )
    scene.settle()
    shown = entries(scene)
    assert shown[0] == "Open"
    assert "Move to Listed…" in shown
    assert "Move to Lead…" not in shown
    (menu,) = [one for one in board(scene).findChildren(QMenu) if one.isVisible()]
    next(action for action in menu.actions() if action.text() == "Move to Listed…").trigger()
    menu.close()
    scene.settle()
    assert set(sheet_of(scene).targets) == {Step.LISTED}


def test_the_menu_key_opens_the_menu_of_the_current_card(scene: Stage) -> None:
    choose(scene, "review")
    cards = lane(scene, "review").cards
    QApplication.sendEvent(cards, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint()))
    scene.settle()
    assert entries(scene)[0] == "Open"
    for menu in board(scene).findChildren(QMenu):
        menu.close()
    cards.setCurrentIndex(cards.cards.index(-1))
    QApplication.sendEvent(cards, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint()))
    scene.settle()
    assert not [one for one in board(scene).findChildren(QMenu) if one.isVisible()]


def test_the_action_moves_the_card_that_is_chosen(scene: Stage) -> None:
    cards = lane(scene, "lead").cards
    assert cards.tenant_id is not None  # the cursor is on the first card
    cards.setCurrentIndex(cards.cards.index(-1))
    assert not scene.shell.actions_table["board.move"].isEnabled()
    choose(scene, "incubating")
    scene.trigger("board.move")
    assert Step.GRADUATED in sheet_of(scene).targets
    assert Step.ACCELERATING in sheet_of(scene).targets


def test_enter_and_a_double_click_open_the_tenant(scene: Stage) -> None:
    tenant = choose(scene, "review")
    opened: list[int] = []
    cards = lane(scene, "review").cards
    cards.opened.connect(opened.append)
    at = cards.visualRect(cards.currentIndex()).center()
    QTest.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened == [tenant]
    scene.settle()
    assert not isinstance(scene.shell.page, BoardPage)
    scene.shell.go("board")
    scene.settle()
    scene.press(cards, Qt.Key.Key_Return)
    assert opened == [tenant, tenant]


def test_a_lane_is_folded_and_stays_so(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True)
    view = lane(scene, "lead")
    scene.click(view.folder)
    assert view.is_folded
    assert view.width() < LEAST
    assert view.strip.hasFocus()
    again = lane(stage(demo=True), "lead")
    assert again.is_folded
    scene.press(view.strip, Qt.Key.Key_Space)
    assert view.cards.isVisible()
    scene.click(lane(scene, "graduated").strip)
    assert not lane(scene, "graduated").is_folded
    scene.press(lane(scene, "left").strip, Qt.Key.Key_A)
    assert lane(scene, "left").is_folded


def test_the_board_shows_the_same_tenants_as_a_table(scene: Stage) -> None:
    page = board(scene)
    asked: list[tuple[str, object]] = []
    scene.context.show = lambda name, query: asked.append((name, query))
    page.search("晋汾")
    scene.settle()
    scene.trigger("board.table")
    (name, query) = asked[0]
    assert name == "tenants"
    shown = sorted(one for view in page.lanes.values() for one in view.cards.cards.ids)
    assert shown == sorted(list_tenant_ids(scene.workplace, query))  # type: ignore[arg-type]


def test_a_new_tenant_is_found_on_its_card(scene: Stage) -> None:
    board(scene).open_record(choose(scene, "accelerating", 2))
    scene.settle()
    assert lane(scene, "accelerating").cards.currentIndex().row() == 2
    before = len(lane(scene, "lead").cards.cards.ids)
    tenant = min(add_tenant(scene.workplace, scene.context.library, {"name": "山西青禾数据有限公司"}).tenants)
    board(scene).deeds.added.emit(tenant)
    scene.settle()
    assert lane(scene, "lead").cards.tenant_id == tenant
    assert len(lane(scene, "lead").cards.cards.ids) == before + 1


def test_what_was_done_on_another_page_is_seen_on_return(scene: Stage) -> None:
    before = len(lane(scene, "lead").cards.cards.ids)
    assert scene.tenants is scene.shell.page
    changes = add_tenant(scene.workplace, scene.context.library, {"name": "山西青禾数据有限公司"})
    scene.hub.tell(changes)
    assert len(lane(scene, "lead").cards.cards.ids) == before + 1


def test_what_has_hardly_any_room_is_left_out_of_a_line(qapp: QApplication) -> None:
    metrics = QFontMetrics(qapp.font())
    width = metrics.horizontalAdvance("95 天 · 环境保护")
    assert fitting(("95 天", "环境保护"), metrics, width) == "95 天 · 环境保护"
    assert fitting(("95 天", "生物医药与医疗器械"), metrics, width) == "95 天"
    assert fitting(("", "生物医药与医疗器械"), metrics, 8) == "生物医药与医疗器械"
    cut = fitting(
        ("95 d", "Environmental protection"), metrics, metrics.horizontalAdvance("95 d · Environment")
    )
    assert cut.startswith("95 d · Envir")
    assert cut.endswith("…")


def test_the_board_is_drawn_in_chinese_too(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True, language=Language.ZH, size=(1093, 582))
    page = board(scene)
    assert page.lanes["incubating"].title == "在孵"
    assert not page.grab().isNull()
    page.lanes["left"].mark_goal(True)
    page.lanes["lead"].mark_goal(False)
    assert not page.grab().isNull()
