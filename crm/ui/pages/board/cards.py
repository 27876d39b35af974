"""The cards of a lane: a vector of ids, pages of lines read when they are looked at, and how a card is drawn."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from crm.domain.lifecycle import IN_HOUSE, Stage
from crm.domain.period import Period, PeriodKind
from crm.domain.quantity import UNITS
from crm.domain.wording import counted
from crm.services.tenants import get_tenant_lines
from crm.ui.labels import amount, tones
from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import sized
from crm.ui.widgets.wrapping import lines_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QListView, QStyle

    from crm.services.board import TenantLine
    from crm.ui.context import Context

AnyIndex = QModelIndex | QPersistentModelIndex
TENANT_MIME = "application/x-incubator-tenant"
CARD = 76
"""Height of a card in logical pixels; 8 more are the gap below it."""
_PAGE = 64
_PAD = 10
_LEAST_REST = 4
_LEAST_SEEN = 5
"""Characters of a shortened part, and the dots after them."""
_MARK = 3
_DOT = " · "
_FACTS = int(Qt.ItemDataRole.UserRole)


class Card(NamedTuple):
    """What a card says."""

    line: TenantLine
    name: str
    field: str
    about: str
    since: str
    warning: str
    days: str
    """How long, as short as a card is narrow."""


class CardModel(QAbstractListModel):
    """The cards of one lane, in the order of its ids."""

    def __init__(self, context: Context, *, names_stages: bool) -> None:
        super().__init__()
        self._context = context
        self._names_stages = names_stages
        self._ids: array[int] = array("q")
        self._cards: dict[int, Card] = {}
        self._asked: set[int] = set()
        self._edition = 0
        self._last = Period.containing(context.workplace.today, PeriodKind.QUARTER).previous()

    @property
    def ids(self) -> array[int]:
        """The tenants in order."""
        return self._ids

    def show(self, ids: array[int]) -> None:
        """Show *ids*; cards that are known stay until they are read again."""
        self.beginResetModel()
        self._edition += 1
        self._ids = ids
        self._asked.clear()
        self._cards.clear()
        self.endResetModel()

    def card_at(self, row: int) -> Card | None:
        """The card in a row; None while it is being read."""
        return self._cards.get(self._ids[row]) if 0 <= row < len(self._ids) else None

    def row_of(self, tenant_id: int) -> int:
        """The row of a tenant; -1 where it is not in this lane."""
        try:
            return self._ids.index(tenant_id)
        except ValueError:
            return -1

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, D102 - Qt's own
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: D102 - Qt's own
        if not index.isValid():
            return None
        card = self.card_at(index.row())
        if card is None:
            self._ask_page(index.row() // _PAGE)
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return card.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (card.name, card.about, card.since, card.warning) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (card.name, card.about, card.since, card.warning) if part)
        return card if role == _FACTS else None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:  # noqa: D102 - Qt's own
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def mimeTypes(self) -> list[str]:  # noqa: D102 - Qt's own
        return [TENANT_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:  # noqa: D102 - Qt's own
        mime = QMimeData()
        tenant_id = self._ids[indexes[0].row()]
        mime.setData(TENANT_MIME, QByteArray(str(tenant_id).encode()))
        return mime

    def supportedDragActions(self) -> Qt.DropAction:  # noqa: D102 - Qt's own
        return Qt.DropAction.MoveAction

    def _ask_page(self, page: int) -> None:
        if page in self._asked:
            return
        self._asked.add(page)
        ids = list(self._ids[page * _PAGE : (page + 1) * _PAGE])
        edition, workplace = self._edition, self._context.workplace

        def done(lines: Mapping[int, TenantLine]) -> None:
            if edition != self._edition:
                return
            self._cards.update({one: self._card_of(line) for one, line in lines.items()})
            first = page * _PAGE
            self.dataChanged.emit(self.index(first), self.index(first + len(ids) - 1))

        self._context.tasks.read(lambda _job: get_tenant_lines(workplace, ids), done=done)

    def _card_of(self, line: TenantLine) -> Card:
        labels = self._context.labels
        field = labels.term("technology_field", line.technology_field)
        if line.stage in IN_HOUSE:
            second = "" if line.area is None else f"{amount(line.area, UNITS['square_metre'])} m²"
        else:
            second = line.contact
        return Card(
            line,
            line.name,
            field,
            _DOT.join(part for part in (field, second) if part),
            self._since(line),
            self._warn(line),
            self._days(line),
        )

    def _since(self, line: TenantLine) -> str:
        if line.stage_since is None:
            return ""
        days = (self._context.workplace.today - line.stage_since).days
        since = counted(self.tr("{days} {days|day|days}"), days=f"{days:,}")
        return f"{self._context.labels.stage(line.stage)} · {since}" if self._names_stages else since

    def _days(self, line: TenantLine) -> str:
        if line.stage_since is None or self._names_stages:
            return self._since(line)
        days = (self._context.workplace.today - line.stage_since).days
        return self.tr("{days} d", "days, where there is little room").format(days=f"{days:,}")

    def _warn(self, line: TenantLine) -> str:
        """What a manager should see to: a tenant in the house whose last quarter is not reported."""
        if line.stage not in IN_HOUSE or (line.moved_in_on is not None and line.moved_in_on > self._last.end):
            return ""
        reported = line.figures_period
        if reported is not None and reported.end >= self._last.end:
            return ""
        return self.tr("No figures for {period}").format(period=self._context.labels.period(self._last))


class CardDelegate(QStyledItemDelegate):
    """Draws a card."""

    def __init__(self, context: Context, view: QListView) -> None:
        super().__init__(view)
        self._theme = context.theme
        self._view = view
        self._tones = tones()
        self._letters = (-1, view.font(), view.font(), view.font())

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: ARG002, D102 - Qt's own
        return QSize(100, CARD + sizes.GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:  # noqa: D102 - Qt's own
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        tokens = self._theme.tokens
        body = QRectF(rect.adjusted(0, 0, -1, -sizes.GAP - 1)).translated(0.5, 0.5)
        chosen = bool(state & state.State_Selected)
        lit = bool(state & state.State_MouseOver)
        focused = chosen and self._view.hasFocus()
        card: Card | None = index.data(_FACTS)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.accent if focused else tokens.border), 2 if focused else 1))
        painter.setBrush(QColor(tokens.row_sel if chosen else tokens.row_hover if lit else tokens.surface))
        painter.drawRoundedRect(body.adjusted(0.5, 0.5, -0.5, -0.5) if focused else body, 6, 6)
        if card is not None:
            self._paint_card(painter, body.toRect(), card, chosen=chosen)
        painter.restore()

    def _paint_card(self, painter: QPainter, body: QRect, card: Card, *, chosen: bool) -> None:
        tokens = self._theme.tokens
        tone, _ = self._tones[card.line.stage if isinstance(card.line.stage, Stage) else None]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(tokens, tone)))
        painter.drawRoundedRect(QRectF(body.left() + 5, body.top() + 12, _MARK, body.height() - 23), 1.5, 1.5)
        room = body.adjusted(_PAD + 6, 8, -_PAD, -8)
        third = room.height() // 3
        strong, small = sized(painter.font(), sizes.SMALL, strong=True), sized(painter.font(), sizes.CAPTION)
        quiet = tokens.sel_text if chosen else tokens.text2
        painter.setFont(strong)
        painter.setPen(QColor(tokens.sel_text if chosen else tokens.text))
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        lines = lines_of(card.name, QFontMetrics(strong), room.width(), fewest=_LEAST_REST)
        for row, text in enumerate(lines):
            painter.drawText(QRect(room.left(), room.top() + row * third, room.width(), third), side, text)
        metrics = QFontMetrics(small)
        last = card.warning or fitting((card.days, card.field), metrics, room.width())
        about = fitting(card.about.split(_DOT), metrics, room.width())
        rest = [last] if len(lines) > 1 else [about, card.warning or card.since]
        painter.setFont(small)
        for row, text in enumerate(rest, start=len(lines)):
            place = QRect(room.left(), room.top() + row * third, room.width(), third)
            warned = bool(card.warning) and text == card.warning
            painter.setPen(QColor(tokens.warn if warned and not chosen else quiet))
            if warned:
                mark = QRect(place.left(), place.center().y() - 6, 14, 14)
                self._theme.icons.get("warning", tone="sel_text" if chosen else "warn").paint(painter, mark)
                place.setLeft(place.left() + 18)
            painter.drawText(
                place, side, metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
            )


def fitting(parts: Sequence[str], metrics: QFontMetrics, width: int) -> str:
    """The first of *parts* and as many of the others as there is room for, the last one shortened if need be.

    It is left out where hardly a word of it would be seen: that says nothing.
    """
    told = ""
    for part in filter(None, parts):
        longer = f"{told}{_DOT}{part}" if told else part
        if told and metrics.horizontalAdvance(longer) > width:
            cut = metrics.elidedText(longer, Qt.TextElideMode.ElideRight, width)
            return cut if len(cut) - len(f"{told}{_DOT}") > _LEAST_SEEN else told
        told = longer
    return told
