"""孵化进程 as a board: lanes of cards; a card moves by drag, by key or by menu, and the move asks for what it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QStackedWidget, QVBoxLayout

from crm.domain.lifecycle import BEFORE_ENTRY, IN_HOUSE, MOVES, Stage
from crm.domain.quantity import UNITS
from crm.services.board import LANES, get_board
from crm.services.tenants import TenantQuery, get_tenant
from crm.ui.deeds.tenants import TenantDeeds
from crm.ui.labels import amount
from crm.ui.notice import Notice
from crm.ui.page import HeadParts, Page
from crm.ui.pages.board.lane import LaneView
from crm.ui.theme import tokens as sizes
from crm.ui.trouble import show_trouble
from crm.ui.widgets.skeleton import Skeleton
from crm.ui.widgets.state import StatePanel
from crm.ui.widgets.text import ground

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from crm.domain.changes import Changes
    from crm.services.board import Lane
    from crm.ui.context import Context
    from crm.ui.tasks import Failure

_CONCERNED = ("tenants", "tenant_names", "stage_records", "observations")
_FOLDED_AT_FIRST = frozenset({"graduated", "succeeded", "left"})
_FOLDED = "board.folded"
_ACTIONS = ("board.move", "board.add", "board.table")


class BoardPage(Page):
    """The board."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._text = ""
        self._stale = True
        self._wanted: int | None = None
        self.deeds = TenantDeeds(context)
        self.deeds.added.connect(self.open_record)
        self.deeds.refused.connect(self.refresh)
        titles = self._titles()
        self.lanes = {
            key: LaneView(context, key, titles[key], names_stages=len(stages) > 1)
            for key, stages in LANES.items()
        }
        self.state = StatePanel(context.theme)
        self.stack = QStackedWidget()
        self.board = self._lay_out_lanes()
        for part in (Skeleton(context.theme), self.board, self.state.widget):
            self.stack.addWidget(part)
        self.stack.currentChanged.connect(lambda _place: self.take_cursor())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self._connect()
        context.hub.changed.connect(self._hear)

    def _titles(self) -> dict[str, str]:
        labels = self._context.labels
        titles = {key: labels.stage(stages[0]) for key, stages in LANES.items()}
        return titles | {"succeeded": self.tr("Listed, acquired"), "left": self.tr("Left")}

    def _lay_out_lanes(self) -> QScrollArea:
        ground_of = ground("surface")
        row = QHBoxLayout(ground_of)
        row.setContentsMargins(sizes.MARGIN, 12, sizes.MARGIN, 12)
        row.setSpacing(sizes.GAP)
        folded = self._folded()
        for key, lane in self.lanes.items():
            lane.fold(folded=key in folded)
            row.addWidget(lane, 1)
        row.addStretch(0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(ground_of)
        return area

    def _folded(self) -> Collection[str]:
        kept = self._context.settings.text(_FOLDED)
        return kept.split(",") if kept else _FOLDED_AT_FIRST

    def _connect(self) -> None:
        for key, lane in self.lanes.items():
            cards = lane.cards
            cards.opened.connect(self._open_tenant)
            cards.menu_asked.connect(self._open_menu)
            cards.left.connect(self.search_cleared)
            cards.drag_began.connect(self._mark_goals)
            cards.drag_ended.connect(self._unmark_goals)
            cards.move_asked.connect(lambda tenant, step, key=key: self._step_tenant(tenant, key, step))
            cards.step_asked.connect(lambda step, key=key: self._step_lane(key, step))
            cards.dropped.connect(lambda tenant, key=key: self._ask_move(tenant, LANES[key]))
            lane.strip.dropped.connect(lambda tenant, key=key: self._ask_move(tenant, LANES[key]))
            lane.folded_changed.connect(self._keep_folded)
            cards.selectionModel().currentChanged.connect(lambda *_, key=key: self._choose_lane(key))
        serve = self._context.actions.serve
        serve("board.move", self._ask_any_move)
        serve("board.add", self.deeds.ask_new)
        serve("board.table", lambda: self._context.show("tenants", TenantQuery(text=self._text)))
        self._enable(on=False)

    # ------------------------------------------------------------------------------------ what the shell asks

    def head(self) -> HeadParts:
        """Title, actions and search."""
        return HeadParts(
            self._context.actions["go.board"].text(),
            actions=("board.table", "board.move", "board.add"),
            primary="board.add",
            search_hint=self.tr("Name, initials, number, room"),
        )

    def enter(self) -> None:
        """Read what has become old."""
        self._enable(on=True)
        if self._stale:
            self._ask()
        else:
            self._tell_counts()

    def leave(self) -> None:
        """Put the actions away."""
        self._enable(on=False)

    def search(self, text: str) -> None:
        """Keep the cards that are found by *text*."""
        if text != self._text:
            self._text = text
            self._ask()

    def focus_content(self) -> None:
        """Put the cursor onto the card that is chosen, or else onto the first one."""
        lanes = [lane for lane in self.lanes.values() if not lane.is_folded and lane.cards.cards.ids]
        lanes.sort(key=lambda lane: lane.cards.tenant_id is None)
        lane = next(iter(lanes), None)
        if lane is not None:
            self._focus_lane(lane, row=max(lane.cards.currentIndex().row(), 0))
        elif self.stack.currentWidget() is self.state.widget:
            self.state.take_cursor()

    def open_record(self, record: int) -> None:
        """Show the card of a tenant."""
        self._wanted = record
        self._ask()

    def refresh(self) -> None:
        """Read everything again."""
        self._ask()

    # ---------------------------------------------------------------------------------------------- reading

    def _ask(self) -> None:
        workplace, text = self._context.workplace, self._text
        self._context.tasks.read(
            lambda _job: get_board(workplace, text), done=self._show, failed=self._fail, key="board"
        )

    def _show(self, lanes: tuple[Lane, ...]) -> None:
        self._stale = False
        held = next((view.cards.tenant_id for view in self.lanes.values() if view.cards.hasFocus()), None)
        for lane in lanes:
            self.lanes[lane.key].show_cards(lane.ids, total=self._total_of(lane))
        if any(lane.ids for lane in lanes):
            self.stack.setCurrentWidget(self.board)
        elif self._text:
            self.state.show(
                self.tr('No tenant matches "{text}"').format(text=self._text),
                self.tr("You can also search by pinyin initials, part of a name, or number."),
                drawing="search",
                verb=self.tr("Clear search"),
                act=self._clear,
            )
            self.stack.setCurrentWidget(self.state.widget)
        else:
            self.state.show(
                self.tr("No tenants yet"),
                self.tr("Import your register from Excel, or add your first lead."),
                verb=self._context.actions["board.add"].text(),
                act=self._context.actions["board.add"].trigger,
            )
            self.stack.setCurrentWidget(self.state.widget)
        self.take_cursor()
        wanted, self._wanted = self._wanted or held, None
        if wanted is not None:
            self._find_card(wanted)
        self._tell_counts()

    def _total_of(self, lane: Lane) -> str:
        stage = lane.stages[0]
        if stage in BEFORE_ENTRY:
            wanted = "" if lane.sums.area is None else self.tr("{area} m² wanted")
            return wanted.format(area=amount(lane.sums.area, UNITS["square_metre"]))
        if stage in IN_HOUSE:
            return self.tr("{area} m²").format(area=amount(lane.sums.area, UNITS["square_metre"]))
        return ""

    def _fail(self, failure: Failure) -> None:
        otherwise = self.tr("The board could not be read")
        show_trouble(self.state, failure, context=self._context, otherwise=otherwise, again=self._ask)
        self.stack.setCurrentWidget(self.state.widget)

    def _clear(self) -> None:
        self._text = ""
        self.search_cleared.emit()
        self._ask()

    def _hear(self, changes: Changes) -> None:
        if changes.tenants or changes.concern(*_CONCERNED):
            self._stale = True
            if self.isVisible():
                self._ask()

    def _tell_counts(self) -> None:
        shown = sum(len(lane.cards.cards.ids) for lane in self.lanes.values())
        self.counts_changed.emit(self.tr("Tenants: {count}").format(count=f"{shown:,}"), "")

    # ---------------------------------------------------------------------------------------- going about

    def _find_card(self, tenant_id: int) -> None:
        for lane in self.lanes.values():
            row = lane.cards.cards.row_of(tenant_id)
            if row >= 0:
                if lane.is_folded:
                    lane.fold(folded=False)
                self._focus_lane(lane, row=row)

    def _focus_lane(self, lane: LaneView, *, row: int) -> None:
        lane.cards.choose_row(row)
        lane.cards.setFocus(Qt.FocusReason.OtherFocusReason)
        self.board.ensureWidgetVisible(lane, sizes.MARGIN, 0)

    def _step_lane(self, key: str, step: int) -> None:
        """Go to the next lane that is unfolded and has cards, at about the same height."""
        lanes = list(self.lanes.values())
        start = lanes.index(self.lanes[key])
        row = max(lanes[start].cards.currentIndex().row(), 0)
        beyond = lanes[start + 1 :] if step > 0 else lanes[:start][::-1]
        lane = next((one for one in beyond if not one.is_folded and one.cards.cards.ids), None)
        if lane is not None:
            self._focus_lane(lane, row=row)

    def _choose_lane(self, key: str) -> None:
        """One card is chosen on the whole board."""
        chosen = self.lanes[key].cards.tenant_id is not None
        if chosen:
            for other, lane in self.lanes.items():
                if other != key:
                    lane.cards.setCurrentIndex(lane.cards.cards.index(-1))
                    lane.cards.clearSelection()
        self._enable(on=self.isVisible())

    def _current(self) -> int | None:
        return next((one for lane in self.lanes.values() if (one := lane.cards.tenant_id) is not None), None)

    def _enable(self, *, on: bool) -> None:
        for name in _ACTIONS:
            self._context.actions[name].setEnabled(
                on and (name != "board.move" or self._current() is not None)
            )

    def _keep_folded(self) -> None:
        folded = [key for key, lane in self.lanes.items() if lane.is_folded]
        self._context.settings.keep_text(_FOLDED, ",".join(folded) or "none")

    def _open_tenant(self, tenant_id: int) -> None:
        self._context.go("tenants", tenant_id)

    # --------------------------------------------------------------------------------------------- moving

    def _stage_of(self, tenant_id: int) -> Stage | None:
        for lane in self.lanes.values():
            card = lane.cards.cards.card_at(lane.cards.cards.row_of(tenant_id))
            if card is not None:
                return card.line.stage
        return None

    def _goals(self, tenant_id: int) -> dict[str, tuple[Stage, ...]]:
        """The lanes to which a tenant may go, each with the stages it may take there."""
        stage = self._stage_of(tenant_id)
        allowed = frozenset(Stage) if stage is None else MOVES[stage]
        goals = {key: tuple(one for one in stages if one in allowed) for key, stages in LANES.items()}
        return {key: stages for key, stages in goals.items() if stages}

    def _mark_goals(self, tenant_id: int) -> None:
        goals = self._goals(tenant_id)
        for key, lane in self.lanes.items():
            lane.mark_goal(key in goals)

    def _unmark_goals(self) -> None:
        for lane in self.lanes.values():
            lane.mark_goal(None)

    def _step_tenant(self, tenant_id: int, key: str, step: int) -> None:
        """Move to the nearest lane in that direction to which the tenant may go."""
        order = list(LANES)
        start, goals = order.index(key), self._goals(tenant_id)
        beyond = order[start + 1 :] if step > 0 else order[:start][::-1]
        goal = next((one for one in beyond if one in goals), None)
        if goal is None:
            self._context.say(Notice(self.tr("No stage change is possible in this direction."), tone="info"))
        else:
            self._ask_move(tenant_id, goals[goal])

    def _open_menu(self, tenant_id: int, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        labels = self._context.labels
        menu.addAction(self.tr("Open"), lambda: self._open_tenant(tenant_id))
        menu.addSeparator()
        for stages in self._goals(tenant_id).values():
            for stage in stages:
                text = self.tr("Move to {stage}…").format(stage=labels.stage(stage))
                menu.addAction(text).triggered.connect(self._mover(tenant_id, stage))
        menu.popup(at)

    def _mover(self, tenant_id: int, stage: Stage) -> Callable[[], None]:
        return lambda: self._ask_move(tenant_id, (stage,))

    def _ask_any_move(self) -> None:
        tenant_id = self._current()
        if tenant_id is not None:
            self._ask_move(tenant_id, tuple(Stage))

    def _ask_move(self, tenant_id: int, stages: Sequence[Stage]) -> None:
        """Ask for what the move needs; where several stages are possible, for the stage too."""
        context = self._context
        self._wanted = tenant_id
        context.tasks.read(
            lambda _job: get_tenant(context.workplace, context.library, tenant_id),
            done=lambda profile: self.deeds.ask_moves(profile, only=frozenset(stages)),
            key="board.move",
        )
