"""A lane: its title, its count and sum, and its cards, which can be dragged from lane to lane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from crm.domain.wording import counted
from crm.ui.pages.board.cards import CARD, TENANT_MIME, CardDelegate, CardModel
from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import sized
from crm.ui.theme.style import draw_focus_ring
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.text import ElidedLabel, label

if TYPE_CHECKING:
    from array import array

    from PySide6.QtGui import (
        QContextMenuEvent,
        QDragEnterEvent,
        QDragMoveEvent,
        QDropEvent,
        QFocusEvent,
        QPaintEvent,
    )

    from crm.ui.context import Context

LEAST = 160
MOST = 300
FOLDED = 38
_HEAD = 56
_BLANK = "\u00a0"
"""As high as a sum: the heads of all lanes are."""
_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}


class CardList(QListView):
    """The cards. Enter opens the current one, arrows go on to the next lane, Ctrl+Shift and an arrow move the card."""

    opened = Signal(int)
    move_asked = Signal(int, int)
    """A tenant, and by how many lanes."""
    menu_asked = Signal(int, QPoint)
    step_asked = Signal(int)
    dropped = Signal(int)
    drag_began = Signal(int)
    drag_ended = Signal()
    left = Signal()

    def __init__(self, context: Context, *, name: str, names_stages: bool) -> None:
        super().__init__()
        self.cards = CardModel(context, names_stages=names_stages)
        self.accepts = False
        """Whether what is being dragged may be dropped here."""
        self.setModel(self.cards)
        self.setItemDelegate(CardDelegate(context, self))
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(False)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().setSingleStep(CARD // 3)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.cards.ids[index.row()]))

    @property
    def tenant_id(self) -> int | None:
        """The tenant of the current card."""
        row = self.currentIndex().row()
        return self.cards.ids[row] if 0 <= row < len(self.cards.ids) else None

    def choose_row(self, row: int) -> None:
        """Make a card the current one and show it."""
        row = min(row, self.cards.rowCount() - 1)
        index = self.cards.index(row)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        return QSize(60, CARD)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt's own
        super().focusInEvent(event)
        by_key = event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}
        if by_key and self.tenant_id is None and self.cards.rowCount():
            self.choose_row(0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's own
        super().paintEvent(event)
        if self.hasFocus() and self.tenant_id is None:
            painter = QPainter(self.viewport())
            accent = self.palette().highlight().color().name()
            draw_focus_ring(painter, QRectF(self.viewport().rect()), accent)
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's own
        key = Qt.Key(event.key())
        moves = event.modifiers() == Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        tenant = self.tenant_id
        if moves and key in _STEPS and tenant is not None:
            self.move_asked.emit(tenant, _STEPS[key])
        elif key in _STEPS and not moves:
            self.step_asked.emit(_STEPS[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and tenant is not None:
            self.opened.emit(tenant)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: D102 - Qt's own
        by_key = event.reason() == event.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if not index.isValid():
            return
        self.choose_row(index.row())
        at = self.visualRect(index).center() if by_key else event.pos()
        self.menu_asked.emit(self.cards.ids[index.row()], self.viewport().mapToGlobal(at))

    def startDrag(self, supportedActions: Qt.DropAction) -> None:  # noqa: D102 - Qt's own
        tenant = self.tenant_id
        if tenant is None:
            return
        self.drag_began.emit(tenant)
        super().startDrag(supportedActions)
        self.drag_ended.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: D102 - Qt's own
        self._judge(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: D102 - Qt's own
        self._judge(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: D102 - Qt's own
        tenant = tenant_in(event)
        if self.accepts and tenant is not None:
            # The card stays where it is until the move has been made: the answer comes from the database.
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dropped.emit(tenant)
        else:
            event.ignore()

    def _judge(self, event: QDragMoveEvent) -> None:
        if self.accepts and tenant_in(event) is not None:
            event.acceptProposedAction()
        else:
            event.ignore()


def tenant_in(event: QDropEvent) -> int | None:
    """The tenant that is being dragged; None where something else is."""
    data = bytes(event.mimeData().data(TENANT_MIME).data())
    return int(data) if data.isdigit() else None


class FoldedLane(QWidget):
    """A lane folded to a strip: its title from top to bottom and its count. A click, Enter or Space unfolds it."""

    pressed = Signal()
    dropped = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._theme = context.theme
        self.title = ""
        self.count = ""
        self.accepts = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.setFixedWidth(FOLDED)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        context.theme.changed.connect(self.update)

    def show_lane(self, title: str, count: str) -> None:
        """Show a title and a count."""
        self.title, self.count = title, count
        text = self.tr("{title}, {count}; press to expand").format(title=title, count=count)
        self.setAccessibleName(text)
        self.setToolTip(self.tr("Expand {title} ({count})").format(title=title, count=count))
        self.update()

    def mouseReleaseEvent(self, event: object) -> None:  # noqa: ARG002, D102 - Qt's own
        self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's own
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: D102 - Qt's own
        if self.accepts and tenant_in(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: D102 - Qt's own
        tenant = tenant_in(event)
        if tenant is not None:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dropped.emit(tenant)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, D102 - Qt's own
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(sized(self.font(), sizes.CAPTION))
        painter.setPen(QColor(tokens.text2))
        head = self.rect().adjusted(0, 10, 0, 0)
        head.setHeight(20)
        painter.drawText(head, Qt.AlignmentFlag.AlignCenter, self.count)
        painter.setFont(sized(self.font(), sizes.SMALL, strong=True))
        painter.setPen(QColor(tokens.text))
        if self.title.isascii():
            painter.save()
            painter.translate(self.width() / 2, 40)
            painter.rotate(90)
            painter.drawText(0, -10, self.height() - 48, 20, Qt.AlignmentFlag.AlignVCenter, self.title)
            painter.restore()
        else:
            # Chinese is written from top to bottom as it stands; the comma of a list would hang in the air.
            column = self.rect().adjusted(0, 40, 0, 0)
            written = "\n".join(self.title.replace("、", "·"))
            painter.drawText(column, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, written)
        if self.hasFocus():
            draw_focus_ring(painter, QRectF(self.rect().adjusted(2, 2, -2, -2)), tokens.accent)


class LaneView(QFrame):
    """A lane of the board, unfolded or folded."""

    folded_changed = Signal(bool)

    def __init__(self, context: Context, key: str, title: str, *, names_stages: bool) -> None:
        super().__init__()
        self._context = context
        self.key = key
        self.title = title
        self._dimmed = False
        self._goal = False
        self.cards = CardList(context, name=title, names_stages=names_stages)
        self.strip = FoldedLane(context)
        self.strip.pressed.connect(lambda: self.fold(folded=False, by_user=True))
        self.head = self._make_head()
        self.nothing = label(self.tr("No tenants"), size="small", tone="text3")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.nothing)
        self._body = QWidget()
        body = QHBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self.cards)
        self.cards.verticalScrollBar().rangeChanged.connect(lambda *_: self._set_margins())
        self._set_margins()
        column.addWidget(self._body, 1)
        column.addWidget(self.strip, 1)
        self.fold(folded=False)
        context.theme.changed.connect(self.update)

    def _set_margins(self) -> None:
        """As much room at the right of the cards as at their left; the scroll bar stands in it."""
        scrolls = self.cards.verticalScrollBar().maximum() > 0
        self._body.setContentsMargins(sizes.GAP, 0, 2 if scrolls else sizes.GAP, 2)

    def _make_head(self) -> QWidget:
        head = QWidget()
        head.setMinimumHeight(_HEAD)
        head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.name = ElidedLabel(self.title, size="strong")
        self.count = label(size="small", tone="text2")
        self.sum = ElidedLabel(size="caption", tone="text2")
        self.folder = Button(
            self._context.theme,
            icon="left",
            kind=Kind.QUIET,
            name=self.tr("Collapse {title}").format(title=self.title),
        )
        self.folder.setFixedSize(28, 28)
        self.folder.clicked.connect(lambda: self.fold(folded=True, by_user=True))
        upper = QHBoxLayout()
        upper.setSpacing(6)
        upper.addWidget(self.name, 1)
        upper.addWidget(self.count)
        upper.addWidget(self.folder)
        column = QVBoxLayout(head)
        column.setContentsMargins(12, 6, 4, 6)
        column.setSpacing(0)
        column.addLayout(upper)
        column.addWidget(self.sum)
        return head

    @property
    def is_folded(self) -> bool:
        """Whether only the strip is shown."""
        return self.strip.isVisibleTo(self)

    def fold(self, *, folded: bool, by_user: bool = False) -> None:
        """Show the strip alone, or everything."""
        for part in (self.head, self._body):
            part.setVisible(not folded)
        self.strip.setVisible(folded)
        self.nothing.setVisible(not folded and not self.cards.cards.ids)
        self.setMinimumWidth(FOLDED if folded else LEAST)
        self.setMaximumWidth(FOLDED if folded else MOST)
        if by_user:
            (self.strip if folded else self.cards).setFocus(Qt.FocusReason.OtherFocusReason)
            self.folded_changed.emit(folded)

    def show_cards(self, ids: array[int], *, total: str) -> None:
        """Show these tenants; *total* is what they add up to."""
        self.cards.cards.show(ids)
        count = f"{len(ids):,}"
        self.count.setText(count)
        self.sum.setText(total or _BLANK)
        self.strip.show_lane(self.title, count)
        self.cards.setAccessibleName(
            counted(self.tr("{title}, {count} {count|tenant|tenants}"), title=self.title, count=count)
        )
        self.nothing.setVisible(not self.is_folded and not ids)

    def mark_goal(self, goal: bool | None) -> None:
        """While a card is being dragged: whether it may go here. None: nothing is being dragged."""
        self._dimmed = goal is False
        self._goal = goal is True
        self.cards.accepts = self.strip.accepts = self._goal
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, D102 - Qt's own
        tokens = self._context.theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.accent), 2) if self._goal else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent_soft if self._goal else tokens.bg))
        if self._dimmed:
            painter.setOpacity(0.45)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)
