"""What the checks found, grouped by gravity: what, by which rule, where; and the explanations that warnings ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
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
from crm.services.freezing import finding_key
from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.pages.filings.desk import TONES
from crm.ui.pages.filings.written import Written
from crm.ui.table.small import SmallTable
from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import in_pixels, sized
from crm.ui.theme.style import draw_focus_ring
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.form import FormField
from crm.ui.widgets.scroll import AsTall
from crm.ui.widgets.state import StatePanel
from crm.ui.widgets.text import ground, label, retone
from crm.ui.widgets.wrapping import lines_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QResizeEvent

    from crm.domain.finding import Finding
    from crm.services.approval import Readiness
    from crm.services.messages import Sentence
    from crm.ui.context import Context
    from crm.ui.theme.theme import Theme

AnyIndex = QModelIndex | QPersistentModelIndex
ICONS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"}
_ROW, _GROUP = 70, 32
_LEFT = 40
_SENTENCE = 38


class FindingDelegate(QStyledItemDelegate):
    """Paints a finding: its mark, its sentence in two lines at most, and below its place."""

    def __init__(self, theme: Theme, table: QWidget) -> None:
        super().__init__(table)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: ARG002, D102 - Qt's own
        return QSize(200, in_pixels(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:  # noqa: D102 - Qt's own
        tokens = self._theme.tokens
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        extra = index.data(Qt.ItemDataRole.UserRole)
        if extra is None:
            self._paint_group(painter, rect, str(index.data()))
            return
        painter.fillRect(rect, QColor(tokens.row_sel if chosen else tokens.surface))
        severity, place, state = extra
        mark = QRect(rect.left() + 12, rect.top() + 10, 20, 20)
        self._theme.icons.get(ICONS[severity], tone=TONES[severity]).paint(painter, mark)
        room = rect.adjusted(_LEFT, 7, -8, 0)
        painter.save()
        painter.setFont(sized(option.font, sizes.SMALL))
        painter.setPen(QColor(tokens.sel_text if chosen else tokens.text))
        room.setHeight(in_pixels(_SENTENCE))
        lines = lines_of(str(index.data()), QFontMetrics(painter.font()), room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignTop, "\n".join(lines))
        painter.setFont(sized(option.font, sizes.CAPTION))
        painter.setPen(QColor(tokens.text2))
        below = QRect(room.left(), room.bottom() + 3, room.width(), in_pixels(18))
        text = ""
        if state:
            text = self.tr("Explained") if state == "explained" else self.tr("Needs an explanation")
            painter.setPen(QColor(tokens.ok if state == "explained" else tokens.text2))
            painter.drawText(below, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, text)
        metrics = QFontMetrics(painter.font())
        left = below.width() - metrics.horizontalAdvance(text) - 12
        painter.setPen(QColor(tokens.text2))
        shown = metrics.elidedText(place, Qt.TextElideMode.ElideRight, left)
        painter.drawText(below, Qt.AlignmentFlag.AlignTop, shown)
        painter.restore()
        if option.state & QStyle.StateFlag.State_HasFocus:
            draw_focus_ring(painter, option.rect.toRectF(), tokens.accent, radius=0)

    def _paint_group(self, painter: QPainter, rect: QRect, text: str) -> None:
        tokens = self._theme.tokens
        painter.save()
        painter.fillRect(rect, QColor(tokens.surface2))
        painter.setFont(sized(painter.font(), sizes.CAPTION, strong=True))
        painter.setPen(QColor(tokens.text2))
        painter.drawText(rect.adjusted(12, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()


class ChecksPanel(QWidget):
    """The findings of one filing, the gravest first, each gravity under its heading."""

    place_chosen = Signal(str)
    """``sheet!address`` to go to."""
    completeness_asked = Signal()
    """Who has not reported is to be shown."""
    other_chosen = Signal(int, str)
    """The other filing that a finding is about, and the place there."""
    explained = Signal()
    """An explanation was begun or taken away."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._findings: list[Finding] = []
        self._told: list[Sentence] = []
        self._lines: list[Finding | None] = []
        self._explanations: dict[str, str] = {}
        self.written = Written(context, self)
        self.model = RecordTable(context.theme, (Head(self.tr("Checks"), key="checks"),))
        self.table = SmallTable(
            context,
            self.model,
            key="filings.checks",
            name=self.tr("Checks"),
            row_height=_ROW,
            can_sort=False,  # the gravest first, each gravity under its heading
        )
        self.table.head.hide()
        self.table.setItemDelegate(FindingDelegate(context.theme, self.table))
        self.table.fill_with(0, least=100)
        self.table.selectionModel().currentRowChanged.connect(
            lambda now, _before: self._show_detail(now.row())
        )
        self.table.opened.connect(lambda _row: self._jump())
        self.completeness = Button(context.theme, icon="people", kind=Kind.QUIET)
        self.completeness.clicked.connect(self.completeness_asked)
        self.completeness.hide()
        self.state = StatePanel(context.theme, narrow=True)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.state.widget)
        self.detail = self._make_detail()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(8, 4, 8, 4)
        top.addWidget(self.completeness)
        top.addStretch(1)
        column.addLayout(top)
        column.addWidget(self.stack, 1)
        column.addWidget(self.detail)
        self._heighten()
        context.theme.changed.connect(self._heighten)

    def _make_detail(self) -> QFrame:
        self.sentence = label(size="small", wrap=True, selectable=True)
        body = ground("foot")
        inside = QVBoxLayout(body)
        inside.setContentsMargins(0, 0, sizes.GAP, 0)
        inside.addWidget(self.sentence)
        self.whole = AsTall(body)
        self.remedy = label(size="small", tone="text2", wrap=True)
        self.jump = Button(self._context.theme, self.tr("Go to the cell"), icon="jump")
        self.jump.clicked.connect(self._jump)
        self.other = Button(self._context.theme, self.tr("Open other filing"), icon="filings")
        self.other.clicked.connect(self._go_to_other)
        box = QPlainTextEdit()
        box.setTabChangesFocus(True)
        box.setFixedHeight(56)
        box.textChanged.connect(self._keep_explanation)
        self.box = box
        self.explanation = FormField(self.tr("Explanation, frozen with this finding"), box)
        self.for_all = Button(self._context.theme, self.tr("Apply to all similar"), kind=Kind.QUIET)
        self.for_all.clicked.connect(self._explain_all)
        self.reason_hint = label(size="caption", tone="danger", wrap=True)
        self.reason_hint.setText(self.tr("Error: freezing the filing requires a written reason."))
        frame = ground("foot")
        column = QVBoxLayout(frame)
        column.setContentsMargins(sizes.MARGIN, 12, sizes.MARGIN, 12)
        column.setSpacing(8)
        for part in (self.whole, self.remedy, self.explanation, self.reason_hint):
            column.addWidget(part)
        row = self._ways = QHBoxLayout()
        row.addWidget(self.jump)
        row.addWidget(self.other)
        row.addStretch(1)
        row.addWidget(self.for_all)
        column.addLayout(row)
        frame.hide()
        return frame

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's own
        super().resizeEvent(event)
        self._fit_buttons()

    def _fit_buttons(self) -> None:
        """Where there is no room for all words below a finding, the way to its cell is an icon."""
        self.jump.set_compact(False)
        shown = [part for part in (self.jump, self.other, self.for_all) if not part.isHidden()]
        between = self._ways.spacing() * len(shown[1:])
        wanted = sum(part.sizeHint().width() for part in shown) + between + 2 * sizes.MARGIN
        self.jump.set_compact(wanted > self.width())

    @property
    def explanations(self) -> Mapping[str, str]:
        """What was written, by the key of the finding."""
        return {key: text for key, text in self._explanations.items() if text.strip()}

    @property
    def unexplained(self) -> list[Finding]:
        """The warnings without an explanation."""
        known = self.explanations
        return [
            one
            for one in self._findings
            if one.severity is Severity.WARNING and finding_key(one) not in known
        ]

    @property
    def errors(self) -> list[Finding]:
        """The errors."""
        return [one for one in self._findings if one.severity is Severity.ERROR]

    def show_findings(
        self, findings: Sequence[Finding], told: Sequence[Sentence], *, filing: str = ""
    ) -> None:
        """Show other findings and what they say; explanations stay with the *filing* they were written for."""
        self._explanations = self.written.turn_to(filing)
        pairs = sorted(zip(findings, told, strict=True), key=lambda pair: -pair[0].severity)
        self._findings, self._told = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        self.completeness.hide()
        self._fill()
        self.detail.hide()
        if self._findings:
            self.stack.setCurrentWidget(self.table)
        else:
            self.state.show(self.tr("All checks passed"), drawing="passed", tone="ok")
            self.stack.setCurrentWidget(self.state.widget)

    def go_to_open(self) -> None:
        """Put the cursor on the gravest finding that is still open, after the one it is on."""
        still_open = [*self.errors, *self.unexplained]
        current = self._current()
        if not still_open:
            self.table.setFocus()
            return
        place = still_open.index(current) + 1 if current in still_open else 0
        self.go_to(still_open[place % len(still_open)])

    def go_to(self, finding: Finding) -> None:
        """Put the cursor on a finding, and into the explanation where it needs one."""
        row = self._lines.index(finding)
        self.table.selectRow(row)
        self.table.scrollTo(self.model.index(row, 0))
        if finding.severity is Severity.WARNING:
            self.box.setFocus()
        else:
            self.table.setFocus()

    def _fill(self) -> None:
        names = {
            Severity.ERROR: self.tr("Errors"),
            Severity.WARNING: self.tr("Warnings"),
            Severity.INFO: self.tr("Notes"),
        }
        rows: list[tuple[Cell, ...]] = []
        self._lines = []
        for severity, name in names.items():
            group = [place for place, finding in enumerate(self._findings) if finding.severity is severity]
            if group:
                rows.append((Cell(f"{name}  {len(group)}"),))
                self._lines.append(None)
            for place in group:
                finding = self._findings[place]
                rows.append((Cell(self._told[place].text, extra=self._extra(finding)),))
                self._lines.append(finding)
        self.model.show(rows)
        self._heighten()
        self.table.fill_with(0, least=100)

    def _heighten(self) -> None:
        """Rows and sentences as high as the type needs."""
        one, group, sentence = in_pixels(_ROW), in_pixels(_GROUP), in_pixels(_SENTENCE)
        for row, line in enumerate(self._lines):
            self.table.setRowHeight(row, one if line is not None else group)
        self.stack.setMinimumHeight(one)  # in a low window the explanation keeps its room
        self.whole.setMinimumHeight(sentence)
        self.whole.setMaximumHeight(2 * sentence)
        self._fit_buttons()

    def _extra(self, finding: Finding) -> tuple[Severity, str, str]:
        state = ""
        if finding.severity is Severity.WARNING:
            state = "explained" if finding_key(finding) in self.explanations else "open"
        return finding.severity, finding.where, state

    def _current(self) -> Finding | None:
        row = self.table.currentIndex().row()
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def _keep_in_sight(self) -> None:
        """The room of the list is another one: what is told of below is still seen in it."""
        self.table.scrollTo(self.table.currentIndex())

    def _is_cut(self, text: str) -> bool:
        """Whether the list has no room for all of a sentence: only then it is said again below."""
        metrics = QFontMetrics(sized(self.table.font(), sizes.SMALL))
        shown = lines_of(text, metrics, self.table.columnWidth(0) - _LEFT - 8)
        return sum(len("".join(line.split())) for line in shown) < len("".join(text.split()))

    def _show_detail(self, row: int) -> None:
        finding = self._lines[row] if 0 <= row < len(self._lines) else None
        self.detail.setVisible(finding is not None)
        if finding is None:
            return
        sentence = self._context.word_finding(finding)
        self.sentence.setText(sentence.text)
        retone(self.sentence, TONES[finding.severity] if finding.severity is Severity.ERROR else "text")
        self.remedy.setText(sentence.remedy)
        self.remedy.setVisible(bool(sentence.remedy))
        self.whole.setVisible(self._is_cut(sentence.text))
        QTimer.singleShot(0, self, self._keep_in_sight)
        code = self.tr("Rule {code}").format(code=finding.code)
        for told in (self.sentence, self.remedy):
            told.setToolTip(f"{code} · {finding.where}")
        self.jump.setEnabled("!" in finding.where)
        self.other.setVisible("other_filing" in finding.values)
        is_warning = finding.severity is Severity.WARNING
        self.explanation.setVisible(is_warning)
        self.reason_hint.setVisible(finding.severity is Severity.ERROR)
        self._offer_for_all(finding)
        if is_warning:
            self.box.blockSignals(True)
            self.box.setPlainText(self._explanations.get(finding_key(finding), ""))
            self.box.blockSignals(False)

    def _alike(self, finding: Finding) -> list[Finding]:
        """The other warnings of the same rule without an explanation."""
        return [one for one in self.unexplained if one.code == finding.code and one != finding]

    def _offer_for_all(self, finding: Finding) -> None:
        self.for_all.setVisible(finding.severity is Severity.WARNING and bool(self._alike(finding)))
        self.for_all.setEnabled(finding_key(finding) in self.explanations)
        self._fit_buttons()

    def _keep_explanation(self) -> None:
        finding = self._current()
        if finding is None or finding.severity is not Severity.WARNING:
            return
        key = finding_key(finding)
        before = key in self.explanations
        self._explanations[key] = self.box.toPlainText()
        self.written.note_change()
        self._offer_for_all(finding)
        if before != (key in self.explanations):
            self._restate()

    def _explain_all(self) -> None:
        finding = self._current()
        if finding is None:
            return
        for other in self._alike(finding):
            self._explanations[finding_key(other)] = self._explanations[finding_key(finding)]
        self.written.note_change()
        self._offer_for_all(finding)
        self._restate()

    def _restate(self) -> None:
        """Say again which warnings are explained, without losing the cursor."""
        for row, finding in enumerate(self._lines):
            if finding is not None and finding.severity is Severity.WARNING:
                cell = self.model.cell(row, 0)
                self.model.replace(row, 0, cell._replace(extra=self._extra(finding)))
        self.explained.emit()

    def take_explanations(self, explanations: Mapping[str, str]) -> None:
        """Take over what was written when the filing was handed over, where nothing has been written here."""
        added = {key: text for key, text in explanations.items() if key not in self._explanations}
        if added:
            self._explanations.update(added)
            self._restate()

    def tell_completeness(self, ready: Readiness) -> None:
        """Say above the findings how much of the filing is reported: another thing than what the checks say."""
        text = self.tr("{percent}% reported").format(percent=ready.percent)
        if ready.lacking:
            more = self.tr("{text} · {count} incomplete")
            text = more.format(text=text, count=len(ready.lacking))
        self.completeness.setText(text)
        self.completeness.setAccessibleName(text)
        self.completeness.setVisible(bool(ready.asked))

    def _go_to_other(self) -> None:
        finding = self._current()
        if finding is not None:
            self.other_chosen.emit(finding.values["other_filing"], str(finding.values["other_place"]))

    def _jump(self) -> None:
        finding = self._current()
        if finding is not None and "!" in finding.where:
            self.place_chosen.emit(finding.where)
