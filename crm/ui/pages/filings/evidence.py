"""The evidence of a filing beside its sheet: what each cell needs, what is there, what is missing; and the binder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm.domain.wording import counted, one_after_another
from crm.services.evidence import RecordKey, bind_evidence
from crm.services.evidence_binder import export_binder
from crm.ui.deeds.evidence import EvidenceDeeds, Provable
from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.saved import dated_name, tell_saved
from crm.ui.table.small import Fit, SmallTable
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.chips import ChipBar, Choice
from crm.ui.widgets.facts import Facts
from crm.ui.widgets.scroll import scrolled
from crm.ui.widgets.state import StatePanel
from crm.ui.widgets.text import ground, label
from crm.ui.widgets.wrapped import RowHeights

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QShowEvent

    from crm.services.evidence import Binder, Need
    from crm.services.evidence_binder import BinderMade
    from crm.ui.context import Context
    from crm.ui.pages.filings.drawn import Drawn

_MISSING, _HELD, _CELL = "missing", "held", "cell"
_ROW, _SHOWN_AT_ONCE = 28, 4
_READ_AT_ONCE = 20_000
"""Cells of a filing up to which its evidence is read as soon as it is built; of a larger one when it is looked at."""


class EvidencePanel(QWidget):
    """The needs of one filing."""

    place_chosen = Signal(str)
    """``sheet!address`` to go to."""
    counted = Signal(int)
    """How many proofs are missing."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._drawn: Drawn | None = None
        self._binder: Binder | None = None
        self._place: tuple[str, str] | None = None
        self._shown: list[Need] = []
        self.deeds = EvidenceDeeds(context)
        theme = context.theme
        self.chips = ChipBar(theme, name=self.tr("Scope of the evidence"))
        self.chips.chosen.connect(lambda _key: self._fill())
        heads = (
            Head(self.tr("Record"), key="record"),
            Head(self.tr("Kind of evidence"), key="kind_of_evidence"),
        )
        self.model = RecordTable(theme, heads)
        self.table = SmallTable(
            context, self.model, key="filings.evidence", name=self.tr("Evidence"), row_height=_ROW
        )
        self._heights = RowHeights(theme, self.table, 0, 1, most=3)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _: self._tell(now.row()))
        self.table.opened.connect(self._act)
        self.nothing = label(size="small", tone="text2", wrap=True)
        self.facts = Facts()
        self.add = Button(theme, self.tr("Add file"), icon="plus")
        self.add.clicked.connect(self._add)
        self.open = Button(theme, self.tr("Open file"), icon="file", kind=Kind.QUIET)
        self.open.clicked.connect(self._open)
        self.jump = Button(theme, self.tr("Go to the cell"), icon="jump", kind=Kind.QUIET)
        self.jump.clicked.connect(self._jump)
        self.bind = Button(theme, self.tr("Create binder"), icon="folder", kind=Kind.PRIMARY)
        self.bind.clicked.connect(self._ask_where)
        self.state = StatePanel(theme, narrow=True)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.state.widget)
        self.stack.addWidget(self._lay_out())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.show_nothing()

    def _lay_out(self) -> QWidget:
        body = ground("surface")
        column = QVBoxLayout(body)
        column.setContentsMargins(sizes.MARGIN, 8, sizes.MARGIN, sizes.MARGIN)
        column.setSpacing(8)
        for part in (self.chips, self.table, self.nothing, self._lay_out_detail()):
            column.addWidget(part)
        column.addStretch(1)
        area = scrolled(body)
        foot = ground("foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(sizes.MARGIN, 12, sizes.MARGIN, 12)
        row.addWidget(self.bind)
        row.addStretch(1)
        whole = QWidget()
        outer = QVBoxLayout(whole)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(area, 1)
        outer.addWidget(foot)
        return whole

    def _lay_out_detail(self) -> QWidget:
        self.detail = QWidget()
        inside = QVBoxLayout(self.detail)
        inside.setContentsMargins(0, 4, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self.facts)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.add, self.jump):
            row.addWidget(button)
        row.addStretch(1)
        inside.addLayout(row)
        inside.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        return self.detail

    # ---------------------------------------------------------------- reading

    def take(self, drawn: Drawn) -> None:
        """Show the evidence of another filing from now on."""
        self._drawn, self._place, self._binder = drawn, None, None
        if self.isVisible() or drawn.filing.built.cell_count <= _READ_AT_ONCE:
            self.read()

    def show_cell(self, *, sheet: str, address: str) -> None:
        """A cell is explained: its evidence can be looked at by itself."""
        self._place = (sheet, address)
        if self._binder is not None:
            self._show(self._binder)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102 - Qt's own
        super().showEvent(event)
        if self._binder is None:
            self.read()

    def show_nothing(self) -> None:
        """No filing is built."""
        self._drawn = self._binder = None
        text = self.tr("Build a filing to see which records need evidence and which have it.")
        self.state.show(self.tr("Nothing built yet"), text, drawing="filings")
        self.stack.setCurrentIndex(0)
        self.counted.emit(0)

    def read(self) -> None:
        """Ask again what is there."""
        drawn = self._drawn
        if drawn is None:
            return
        workplace, library = self._context.workplace, self._context.library
        self._context.tasks.read(
            lambda _job: bind_evidence(workplace, library, drawn.filing.built),
            done=self._show,
            key="filings.evidence",
        )

    def _show(self, binder: Binder) -> None:
        self._binder = binder
        missing = len(binder.missing)
        choices = [
            Choice(_MISSING, self.tr("Missing"), str(missing or "")),
            Choice(_HELD, self.tr("Present"), str(binder.proved or "")),
        ]
        if self._place is not None:
            choices.append(Choice(_CELL, self._place[1]))
        chosen = self.chips.key
        self.chips.show_choices(choices)
        if chosen not in {choice.key for choice in choices}:
            self.chips.choose(_MISSING)
        self.counted.emit(missing)
        self.stack.setCurrentIndex(1)
        self._fill()

    def _needs(self, binder: Binder) -> list[Need]:
        """What the chosen chip stands for, each record and proof once."""
        if self.chips.key == _MISSING:
            return list(binder.missing)
        needs = [need for need in binder.needs if need.files or self.chips.key == _CELL]
        if self.chips.key == _CELL and self._place is not None and self._drawn is not None:
            sheet, address = self._place
            asked = self._drawn.filing.built.cell_at(sheet, address).requests
            needs = [
                need
                for need in needs
                if need.cell.requests == asked and (need.files or not need.proof.optional)
            ]
        return list({(need.kind, need.record_id, need.proof.code): need for need in needs}.values())

    def _fill(self) -> None:
        binder = self._binder
        if binder is None:
            return
        language = self._context.language
        self._shown = self._needs(binder)
        self.model.show(
            [
                (
                    Cell(need.label),
                    Cell(need.proof.name.in_language(language), "ok" if need.files else "warn"),
                )
                for need in self._shown
            ]
        )
        self.table.fit_columns(Fit(room=120, widths={1: 150}))
        self._heights.fit_table(_SHOWN_AT_ONCE)
        self.table.setVisible(bool(self._shown))
        self.nothing.setVisible(not self._shown)
        texts = {
            _MISSING: self.tr("Nothing is missing: every record that needs evidence has it."),
            _HELD: self.tr("No record in this filing has a file yet."),
        }
        self.nothing.setText(texts.get(self.chips.key, self.tr("No record behind this cell needs evidence.")))
        if self._shown:
            self.table.selectRow(0)
        self._tell(0)

    def _current(self) -> Need | None:
        row = self.table.currentIndex().row()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def _tell(self, row: int) -> None:
        """What the record under the cursor needs, and what is there of it."""
        need = self._shown[row] if 0 <= row < len(self._shown) else None
        self.detail.setVisible(need is not None)
        binder = self._binder
        if need is None or binder is None:
            return
        language = self._context.language
        source = need.proof.origin.in_language(language)
        if not need.proof.verified:
            source = self.tr("{source} (to be checked)").format(source=source)
        facts = [
            (self.tr("Cell"), f"{need.cell.place}  {need.cell.label.in_language(language)}"),
            (self.tr("Evidence"), need.proof.name.in_language(language)),
            (self.tr("Source"), source),
        ]
        if need.files:
            names = [f"{number:03d}  {binder.files[number - 1].name}" for number in need.files]
            facts.append((self.tr("Files"), "\n".join(names)))
        self.facts.show_facts(facts)
        self.open.setVisible(bool(need.files))

    # ---------------------------------------------------------------- working

    def _act(self, _row: int) -> None:
        """Enter: open what is there, else add what is missing."""
        need = self._current()
        if need is not None and need.files:
            self._open()
        else:
            self._add()

    def _add(self) -> None:
        need, drawn = self._current(), self._drawn
        if need is None or drawn is None:
            return
        record = Provable(RecordKey(need.kind, need.record_id), need.label)
        period = drawn.filing.built.period if need.proof.periodic else None
        self.deeds.ask_file([record], proof=need.proof.code, period=period)

    def _open(self) -> None:
        need, binder = self._current(), self._binder
        if need is not None and binder is not None and need.files:
            self.deeds.open(binder.files[need.files[0] - 1].id)

    def _jump(self) -> None:
        need = self._current()
        if need is not None:
            self.place_chosen.emit(need.cell.place)

    def _ask_where(self) -> None:
        """Where to write the binder to."""
        drawn, context = self._drawn, self._context
        if drawn is None:
            return
        built = drawn.filing.built

        def export(path: Path) -> None:
            context.tasks.read(
                lambda _job: export_binder(context.workplace, context.library, built, path, context.language),
                done=self._tell_made,
                title=self.tr("Creating the binder"),
            )

        name = f"{built.name.in_language(context.language)}_{built.period.code}_" + self.tr("Evidence")
        context.ask.save_file(
            title=self.tr("Create binder"),
            filters=self.tr("Zip archive (*.zip)"),
            proposed=dated_name(context, name, ".zip"),
            chosen=export,
        )

    def _tell_made(self, made: BinderMade) -> None:
        text = self.tr(
            "Saved as {file}: {files} {files|file|files}, {missing} {missing|document|documents} missing."
        )
        told = counted(text, file=made.path.name, files=made.files, missing=made.missing)
        if made.lost:
            lost = self.tr("Missing or changed, left out: {names}")
            told = one_after_another(told, lost.format(names=self.tr(", ").join(made.lost)))
        tell_saved(self._context, made.path, told=told)
