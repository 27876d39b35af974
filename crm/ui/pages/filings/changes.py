"""Why figures changed against last year: those beyond the limit, who moved each, and what is written about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from crm.services.change_draft import DraftWords
from crm.services.change_reasons import write_reason
from crm.services.year_on_year import explain_changes
from crm.services.year_on_year_text import export_changes
from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.pages.filings.written import Written
from crm.ui.saved import dated_name, tell_saved
from crm.ui.table.small import Fit, SmallTable
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.form import ChoiceBox, FormField
from crm.ui.widgets.scroll import scrolled
from crm.ui.widgets.state import StatePanel
from crm.ui.widgets.sum_row import SumRow
from crm.ui.widgets.text import ground, label
from crm.ui.widgets.wrapped import RowHeights

if TYPE_CHECKING:
    from pathlib import Path

    from crm.services.year_on_year import Change, YearOnYear
    from crm.ui.context import Context
    from crm.ui.pages.filings.drawn import Drawn

_ROW = 28
_SHOWN_AT_ONCE, _LISTED_AT_ONCE, _FEWEST = 8, 7, 3
_LIMITS = (10, 20, 30, 50, 100)
_OWN = "own"
_BOX = 132
_LEAST_NAME = 120


class ChangesPanel(QWidget):
    """The changes of one filing against the same period last year."""

    place_chosen = Signal(str)
    """``sheet!address`` to go to."""
    tenant_chosen = Signal(int)
    counted = Signal(int)
    """How many changes nobody has explained yet."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._drawn: Drawn | None = None
        self._found: YearOnYear | None = None
        self._words: DraftWords | None = None
        self._shown: list[Change] = []
        self.written = Written(context, self)
        self._begun: dict[str, str] = {}
        """What was begun and not saved, by the subject of the change."""
        self.limit = ChoiceBox(context.theme, name=self.tr("Explain changes above"))
        self.limit.picked.connect(self._keep_limit)
        self.about = label(size="caption", tone="text2", wrap=True)
        self._make_list()
        self._make_detail()
        self.state = StatePanel(context.theme, narrow=True)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.state.widget)
        self.stack.addWidget(self._lay_out())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.show_nothing()

    # ---------------------------------------------------------------- layout

    def _make_list(self) -> None:
        theme = self._context.theme
        heads = (
            Head(self.tr("Indicator"), key="indicator"),
            Head(self.tr("Change"), is_number=True, key="change"),
            Head(self.tr("State"), key="state"),
        )
        self.model = RecordTable(theme, heads)
        self.table = SmallTable(
            self._context,
            self.model,
            key="filings.year",
            name=self.tr("Changes to explain"),
            row_height=_ROW,
        )
        self.table.selectionModel().currentRowChanged.connect(lambda now, _: self._show_change(now.row()))
        self._heights = RowHeights(self._context.theme, self.table, 0, most=3)
        self.table.opened.connect(self._go_to_cell)

    def _make_detail(self) -> None:
        theme = self._context.theme
        self.name = label(size="strong", wrap=True)
        self.values = label(size="small", wrap=True, selectable=True)
        heads = (
            Head(self.tr("Tenant"), key="tenant"),
            Head(self.tr("How"), key="how"),
            Head(self.tr("Change"), is_number=True, key="change"),
        )
        self.movers = RecordTable(theme, heads)
        self.movers_table = SmallTable(
            self._context,
            self.movers,
            key="filings.movers",
            name=self.tr("Tenants behind the change"),
            row_height=_ROW,
        )
        self._mover_heights = RowHeights(theme, self.movers_table, 0)
        self.movers_table.opened.connect(self._open_mover)
        self.total = SumRow(self.movers_table, self.tr("Sum = change"))
        self.sum = self.total.value
        self.box = QPlainTextEdit()
        self.box.setTabChangesFocus(True)
        self.box.setFixedHeight(_BOX)
        self.box.textChanged.connect(self._take_text)
        self.field = FormField(self.tr("Explanation, filed with the form"), self.box)
        self.save = Button(theme, self.tr("Save explanation"), icon="check", kind=Kind.PRIMARY)
        self.save.clicked.connect(self._save)
        self.redraft = Button(theme, self.tr("Redraft"), icon="refresh", kind=Kind.QUIET)
        self.redraft.clicked.connect(self._draft_again)
        self.export = Button(theme, self.tr("Export all"), icon="export", kind=Kind.QUIET)
        self.export.clicked.connect(self._ask_where)

    def _lay_out(self) -> QWidget:
        body = ground("surface")
        column = QVBoxLayout(body)
        column.setContentsMargins(sizes.MARGIN, 12, sizes.MARGIN, sizes.MARGIN)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(label(self.tr("Explain changes above"), size="small", tone="text2"))
        top.addWidget(self.limit, 1)
        column.addLayout(top)
        column.addWidget(self.about)
        column.addWidget(self.table)
        column.addWidget(self._lay_out_detail())
        column.addStretch(1)
        self.area = scrolled(body)
        return self.area

    def _lay_out_detail(self) -> QWidget:
        self.detail = QWidget()
        inside = QVBoxLayout(self.detail)
        inside.setContentsMargins(0, 4, 0, 0)
        inside.setSpacing(8)
        for part in (self.name, self.values, self.movers_table):
            inside.addWidget(part)
        inside.addWidget(self.total)
        inside.addWidget(self.field)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.save)
        row.addWidget(self.redraft)
        row.addStretch(1)
        inside.addLayout(row)
        inside.addWidget(self.export, 0, Qt.AlignmentFlag.AlignLeft)
        return self.detail

    # ---------------------------------------------------------------- reading

    def take(self, drawn: Drawn) -> None:
        """Explain the changes of another filing from now on."""
        self._drawn = drawn
        self.read()

    def show_nothing(self) -> None:
        """No filing is built."""
        self._drawn = self._found = None
        text = self.tr("Build a filing to see what changed against the same period last year.")
        self.state.show(self.tr("Nothing built yet"), text, drawing="filings")
        self.stack.setCurrentIndex(0)
        self.counted.emit(0)

    def read(self) -> None:
        """Ask again who moved what, and what was written about it."""
        drawn = self._drawn
        if drawn is None:
            return
        workplace, library = self._context.workplace, self._context.library
        kept = self._context.settings.text(self._limit_name())
        above = int(kept) if kept.isdigit() else None
        self._context.tasks.read(
            lambda _job: explain_changes(workplace, library, drawn.filing, above=above),
            done=self._show,
            key="filings.year",
        )

    def _limit_name(self) -> str:
        return "" if self._drawn is None else f"changes.above.{self._drawn.filing.built.form}"

    def _keep_limit(self, key: str) -> None:
        self._context.settings.keep_text(self._limit_name(), "" if key == _OWN else key)
        self.read()

    def _show(self, found: YearOnYear) -> None:
        subject = self._current_subject()
        self._found = found
        self._begun = self.written.turn_to(f"changes {found.form.code} {found.built.period.code}")
        self._words = DraftWords(self._context.library, found, self._context.language)
        self._show_limit(found)
        self._shown = [one for one in found.changes if one.is_beyond or one.subject in found.written]
        self._fill(found, self._words)
        self.counted.emit(len(found.unwritten))
        self.stack.setCurrentIndex(1)
        self.detail.setVisible(bool(self._shown))
        subjects = [change.subject for change in self._shown]
        if self._shown:
            self.table.selectRow(subjects.index(subject) if subject in subjects else 0)
            self._show_change(self.table.currentIndex().row())

    def _show_limit(self, found: YearOnYear) -> None:
        kept = self._context.settings.text(self._limit_name())
        choices = [(str(limit), f"{limit}%") for limit in _LIMITS]
        own = self.tr("by the form")
        if kept.isdigit():
            self.limit.show_choices([(_OWN, own), *choices])
            self.limit.choose(kept)
        else:
            self.limit.show_choices([(_OWN, f"{found.limit.percent}%  {own}"), *choices])
            self.limit.choose(_OWN)
        texts = []
        if not kept.isdigit():
            source = found.limit.origin.in_language(self._context.language)
            texts.append(
                source if found.limit.verified else self.tr("{source} (to be checked)").format(source=source)
            )
        if found.filed_version is None:
            texts.append(self.tr("No filing was frozen for last year: its figures come from the records."))
        else:
            text = self.tr("Last year's figures are as filed, version {version}.")
            texts.append(text.format(version=found.filed_version))
        if not found.beyond:
            texts.append(self.tr("No figure changed by more than the limit."))
        self.about.setText("\n".join(texts))

    def _fill(self, found: YearOnYear, words: DraftWords) -> None:
        written = found.written
        lines = []
        for change in self._shown:
            told = change.subject in written
            state = self.tr("Written") if told else self.tr("To be written")
            lines.append(
                (
                    Cell(words.name(change)),
                    Cell(words.rate(change)),
                    Cell(state, "ok" if told else "warn"),
                )
            )
        self.model.show(lines)
        self.table.fit_columns(Fit(room=_LEAST_NAME))
        self._heights.fit_table(_LISTED_AT_ONCE, fewest=_FEWEST)

    # ---------------------------------------------------------------- one change

    def _current(self) -> Change | None:
        row = self.table.currentIndex().row()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def _current_subject(self) -> str:
        change = self._current()
        return "" if change is None else change.subject

    def _show_change(self, row: int) -> None:
        if self._words is None or not 0 <= row < len(self._shown):
            return
        words, change = self._words, self._shown[row]
        self.name.setText(words.name(change))
        now, then = words.amount(change.after, change.unit), words.amount(change.before, change.unit)
        rate = words.rate(change)
        moved = "" if change.change is None else words.moved(change.change, change.unit)
        told = f"{moved} ({rate})" if rate else moved
        self.values.setText(
            self.tr("{now}, last year {then}: {moved}").format(now=now, then=then, moved=told)
        )
        self.movers.show(
            [
                (
                    Cell(words.who(mover), "accent" if mover.id else ""),
                    Cell(words.how(mover), "text2"),
                    Cell(words.signed(mover.amount, change.unit), "ok" if mover.amount > 0 else "danger"),
                )
                for mover in change.movers
            ]
        )
        self.movers_table.fit_columns(Fit(room=_LEAST_NAME, yields=(1,)))
        self._mover_heights.fit_table(_SHOWN_AT_ONCE, fewest=_FEWEST)
        self.sum.setText(words.signed(sum(mover.amount for mover in change.movers), change.unit))
        self._show_text(change, self._saved(change) or words.draft(change))

    def _show_text(self, change: Change, text: str) -> None:
        """What was begun and not saved, else *text*: what is written, or a draft."""
        self.box.blockSignals(True)
        self.box.setPlainText(self._begun.get(change.subject, text))
        self.box.blockSignals(False)
        self._tell_saved()

    def _saved(self, change: Change) -> str:
        written = self._found.written.get(change.subject) if self._found else None
        return written.text if written else ""

    def _take_text(self) -> None:
        change = self._current()
        if change is not None:
            self._begun[change.subject] = self.box.toPlainText()
            self.written.note_change()
            self._tell_saved()

    def _tell_saved(self) -> None:
        change = self._current()
        self.save.setEnabled(change is not None and self.box.toPlainText().strip() != self._saved(change))

    def _draft_again(self) -> None:
        change = self._current()
        if change is not None and self._words is not None:
            self.box.setPlainText(self._words.draft(change))

    def _save(self) -> None:
        change, found = self._current(), self._found
        if change is None or found is None:
            return
        context, begun = self._context, self._begun
        text, seen = self.box.toPlainText(), self._saved(change)

        def after() -> None:
            if begun.get(change.subject) == text:
                del begun[change.subject]
            self.written.note_change()
            self.read()

        context.write(
            lambda _job: [
                write_reason(
                    context.workplace,
                    change.subject,
                    text,
                    form=found.form.code,
                    period=found.built.period,
                    seen=seen,
                )
            ],
            title=self.tr("Saving"),
            told=self.tr("Explanation saved; it will be frozen with the filing."),
            after=after,
        )

    def _go_to_cell(self, row: int) -> None:
        if 0 <= row < len(self._shown):
            self.place_chosen.emit(self._shown[row].cell.place)

    def _open_mover(self, row: int) -> None:
        change = self._current()
        if change is not None and 0 <= row < len(change.movers) and change.movers[row].id:
            self.tenant_chosen.emit(change.movers[row].id)

    def _ask_where(self) -> None:
        """Where to export what is written and drafted to: a document, a workbook with all movers, or text."""
        found, context = self._found, self._context
        if found is None:
            return

        def export(path: Path) -> None:
            context.tasks.read(
                lambda _job: export_changes(
                    context.workplace, context.library, found, path, context.language
                ),
                done=lambda written: tell_saved(context, written),
                title=self.tr("Exporting"),
            )

        context.ask.save_file(
            title=self.tr("Export the explanation of changes"),
            filters=self.tr("Word document (*.docx);;Excel workbook (*.xlsx);;Text (*.txt)"),
            proposed=dated_name(context, self.tr("Explanation of changes"), ".docx"),
            chosen=export,
        )
