"""What the checks found: how grave, what, where; and the explanations that warnings ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from crm.domain.finding import Severity
from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import sized
from crm.ui.theme.style import draw_focus_ring
from crm.ui.widgets.button import Button
from crm.ui.widgets.form import FormField
from crm.ui.widgets.state import StatePanel
from crm.ui.widgets.table import Table
from crm.ui.widgets.text import ground, label, retone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.domain.finding import Finding
    from crm.ui.context import Context
    from crm.ui.theme.theme import Theme

AnyIndex = QModelIndex | QPersistentModelIndex
ICONS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"}
TONES = {Severity.ERROR: "danger", Severity.WARNING: "warn", Severity.INFO: "accent"}
_ROW = 70
_LEFT = 40
_SENTENCE = 38
_LONGEST_WORD = 16


class FindingDelegate(QStyledItemDelegate):
    """Paints a finding: its mark, its sentence in two lines at most, and below its place."""

    def __init__(self, theme: Theme, table: QWidget) -> None:
        super().__init__(table)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: ARG002, D102 - Qt's own
        return QSize(200, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:  # noqa: D102 - Qt's own
        tokens = self._theme.tokens
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, QColor(tokens.row_sel if chosen else tokens.surface))
        severity, place, state = index.data(Qt.ItemDataRole.UserRole)
        mark = QRect(rect.left() + 12, rect.top() + 10, 20, 20)
        self._theme.icons.get(ICONS[severity], tone=TONES[severity]).paint(painter, mark)
        room = rect.adjusted(_LEFT, 7, -8, 0)
        painter.save()
        painter.setFont(sized(option.font, sizes.SMALL))
        painter.setPen(QColor(tokens.sel_text if chosen else tokens.text))
        room.setHeight(_SENTENCE)
        text = two_lines(str(index.data()), QFontMetrics(painter.font()), room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignTop, text)
        painter.setFont(sized(option.font, sizes.CAPTION))
        painter.setPen(QColor(tokens.text2))
        below = QRect(room.left(), room.bottom() + 3, room.width(), 18)
        painter.drawText(below, Qt.AlignmentFlag.AlignTop, place)
        painter.setPen(QColor(tokens.ok if state == "explained" else tokens.text2))
        if state:
            text = self.tr("explained") if state == "explained" else self.tr("needs an explanation")
            painter.drawText(below, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, text)
        painter.restore()
        if option.state & QStyle.StateFlag.State_HasFocus:
            draw_focus_ring(painter, option.rect.toRectF(), tokens.accent, radius=0)


class ChecksPanel(QWidget):
    """The findings of one filing, the gravest first."""

    place_chosen = Signal(str)
    """``sheet!address`` to go to."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._findings: list[Finding] = []
        self._explanations: dict[str, str] = {}
        self.model = RecordTable(context.theme, (Head(self.tr("Checks")),))
        self.table = Table(context.theme, name=self.tr("Checks"), row_height=_ROW)
        self.table.head.hide()
        self.table.setModel(self.model)
        self.table.setItemDelegate(FindingDelegate(context.theme, self.table))
        self.table.fill_with(0, least=100)
        self.table.selectionModel().currentRowChanged.connect(
            lambda now, _before: self._show_detail(now.row())
        )
        self.table.opened.connect(lambda _row: self._jump())
        self.state = StatePanel(context.theme, narrow=True)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.state.widget)
        self.detail = self._make_detail()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.stack, 1)
        column.addWidget(self.detail)

    def _make_detail(self) -> QFrame:
        self.sentence = label(size="small", wrap=True, selectable=True)
        self.remedy = label(size="small", tone="text2", wrap=True)
        self.jump = Button(self._context.theme, self.tr("Go to the cell"), icon="jump")
        self.jump.clicked.connect(self._jump)
        box = QPlainTextEdit()
        box.setTabChangesFocus(True)
        box.setFixedHeight(56)
        box.textChanged.connect(self._keep_explanation)
        self.box = box
        self.explanation = FormField(self.tr("Explanation, filed with every finding of this kind"), box)
        self.reason_hint = label(size="caption", tone="danger", wrap=True)
        self.reason_hint.setText(self.tr("An error: freezing the filing needs a written reason."))
        frame = ground("foot")
        column = QVBoxLayout(frame)
        column.setContentsMargins(sizes.MARGIN, 12, sizes.MARGIN, 12)
        column.setSpacing(8)
        for part in (self.sentence, self.remedy, self.explanation, self.reason_hint):
            column.addWidget(part)
        row = QHBoxLayout()
        row.addWidget(self.jump)
        row.addStretch(1)
        column.addLayout(row)
        frame.hide()
        return frame

    @property
    def explanations(self) -> Mapping[str, str]:
        """What was written, by the code of the finding."""
        return {code: text for code, text in self._explanations.items() if text.strip()}

    @property
    def unexplained(self) -> list[Finding]:
        """The warnings without an explanation."""
        known = self.explanations
        return [one for one in self._findings if one.severity is Severity.WARNING and one.code not in known]

    @property
    def errors(self) -> list[Finding]:
        """The errors."""
        return [one for one in self._findings if one.severity is Severity.ERROR]

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show other findings; explanations already written stay."""
        self._findings = sorted(findings, key=lambda finding: -finding.severity)
        self._fill()
        self.detail.hide()
        if self._findings:
            self.stack.setCurrentWidget(self.table)
        else:
            self.state.show(self.tr("All checks passed"), drawing="passed", tone="ok")
            self.stack.setCurrentWidget(self.state.widget)

    def go_to_first(self, finding: Finding) -> None:
        """Put the cursor on a finding."""
        self.table.selectRow(self._findings.index(finding))
        if finding.severity is Severity.WARNING:
            self.box.setFocus()

    def _fill(self) -> None:
        known = self.explanations
        rows = []
        for finding in self._findings:
            state = ""
            if finding.severity is Severity.WARNING:
                state = "explained" if finding.code in known else "open"
            text = self._context.word_finding(finding).text
            rows.append((Cell(text, extra=(finding.severity, finding.where, state)),))
        row = self.table.currentIndex().row()
        self.model.show(rows)
        self.table.fill_with(0, least=100)
        if 0 <= row < len(rows):
            self.table.selectRow(row)

    def _current(self) -> Finding | None:
        row = self.table.currentIndex().row()
        return self._findings[row] if 0 <= row < len(self._findings) else None

    def _show_detail(self, row: int) -> None:
        finding = self._findings[row] if 0 <= row < len(self._findings) else None
        self.detail.setVisible(finding is not None)
        if finding is None:
            return
        sentence = self._context.word_finding(finding)
        self.sentence.setText(sentence.text)
        retone(self.sentence, TONES[finding.severity] if finding.severity is Severity.ERROR else "text")
        self.remedy.setText(sentence.remedy)
        self.remedy.setVisible(bool(sentence.remedy))
        self.jump.setEnabled("!" in finding.where)
        is_warning = finding.severity is Severity.WARNING
        self.explanation.setVisible(is_warning)
        self.reason_hint.setVisible(finding.severity is Severity.ERROR)
        if is_warning and self.box.toPlainText() != self._explanations.get(finding.code, ""):
            self.box.blockSignals(True)
            self.box.setPlainText(self._explanations.get(finding.code, ""))
            self.box.blockSignals(False)

    def _keep_explanation(self) -> None:
        finding = self._current()
        if finding is None or finding.severity is not Severity.WARNING:
            return
        before = finding.code in self.explanations
        self._explanations[finding.code] = self.box.toPlainText()
        if before != (finding.code in self.explanations):
            self._restate()

    def _restate(self) -> None:
        """Say again which warnings are explained, without losing the cursor."""
        known = self.explanations
        for row, finding in enumerate(self._findings):
            if finding.severity is Severity.WARNING:
                state = "explained" if finding.code in known else "open"
                cell = self.model.cell(row, 0)
                self.model.replace(row, 0, cell._replace(extra=(finding.severity, finding.where, state)))

    def _jump(self) -> None:
        finding = self._current()
        if finding is not None and "!" in finding.where:
            self.place_chosen.emit(finding.where)


def two_lines(text: str, metrics: QFontMetrics, width: int) -> str:
    """*text* broken into two lines of *width*, the second shortened where it is longer."""
    if metrics.horizontalAdvance(text) <= width:
        return text
    end = len(text)
    while end > 1 and metrics.horizontalAdvance(text[:end]) > width:
        end -= 1
    fits = end
    while fits - end < _LONGEST_WORD and text[end - 1 : end + 1].isascii() and not text[end - 1].isspace():
        end -= 1  # not within a word of letters, nor within a number
    rest = metrics.elidedText(text[end:].lstrip(), Qt.TextElideMode.ElideRight, width)
    return f"{text[:end].rstrip()}\n{rest}"
