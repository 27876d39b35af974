"""Beside the blank: what is left to decide, what is other than last year, and everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from crm.domain.finding import Severity
from crm.services.form_alignment import AlignedForm, Change
from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.pages.forms.words import LOOKS
from crm.ui.table.small import Fit, SmallTable
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.state import StatePanel
from crm.ui.widgets.table import inset
from crm.ui.widgets.wrapped import RowHeights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from crm.domain.finding import Finding
    from crm.domain.quantity import Unit
    from crm.services.form_alignment import Pair
    from crm.services.form_binding import Proposal, Slot
    from crm.ui.context import Context
    from crm.ui.pages.forms.book import Book
    from crm.ui.pages.forms.words import FormTexts

OPEN, CHANGED, ALL, CHECKS, FAULTS = "open", "changed", "all", "checks", "faults"
_ROW = 30
_TONES = {Severity.ERROR: "danger", Severity.WARNING: "warn", Severity.INFO: "text2"}
_LEAST_HEIGHT = 104
PLAIN = Fit(1, room=90, samples={0: "E24:J24", 2: "总收入 · 本期"})
PLACES = Fit(2, room=120, mosts={1: 122}, samples={0: "E24:J24"})
"""A form's words take a second line rather than the room of what stands for them."""
_Item = TypeVar("_Item")


class Entry(NamedTuple):
    """A line of a list: the place it leads to, empty where it is no longer in the form, and its cells.

    ``key`` tells lines of one place apart.
    """

    place: str
    cells: tuple[Cell, ...]
    key: str = ""


class PlaceList(QWidget):
    """One of the lists: a table, or what stands in its place where it is empty."""

    place_chosen = Signal(str)
    key_chosen = Signal(str)
    opened = Signal(str)
    """The key of a line, or its place where it has none."""

    def __init__(
        self,
        context: Context,
        key: str,
        name: str,
        heads: Sequence[Head],
        *,
        empty: str,
        fit: Fit = PLAIN,
    ) -> None:
        super().__init__()
        self._fit = fit
        self._entries: list[Entry] = []
        self._quiet = False
        self.model = RecordTable(context.theme, heads)
        self.table = SmallTable(context, self.model, key=f"forms.{key}", name=name, row_height=_ROW)
        self._heights = RowHeights(context.theme, self.table, 1, 2)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._tell(now.row()))
        self.table.opened.connect(
            lambda row: self.opened.emit(self._entries[row].key or self._entries[row].place)
        )
        self.state = StatePanel(context.theme, narrow=True)
        self.state.show(empty, drawing="passed", tone="ok")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.state.widget)
        self.stack.addWidget(inset(self.table))
        # The list gives way to what is said of the place under the cursor.
        self.stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.stack.setMinimumHeight(_LEAST_HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, sizes.GAP)
        column.addWidget(self.stack)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show other lines; the cursor stays near where it was."""
        row = self.table.currentIndex().row()
        self._quiet = True
        self._entries = list(entries)
        self.model.show([entry.cells for entry in entries])
        self.table.fit_columns(self._fit)
        self._heights.fit()
        if entries and row >= 0:
            self.table.setCurrentIndex(self.model.index(min(row, len(entries) - 1), 0))
        self._quiet = False
        self.stack.setCurrentIndex(int(bool(entries)))

    def choose(self, place: str) -> None:
        """Put the cursor on the line of a place, without telling."""
        row = next((row for row, one in enumerate(self._entries) if one.place == place), -1)
        self._quiet = True
        if row >= 0 and row != self.table.currentIndex().row():
            self.table.setCurrentIndex(self.model.index(row, 0))
        self._quiet = False

    def chosen(self) -> tuple[str, ...]:
        """The places of the selected lines."""
        rows = [row for part in self.table.selected_rows() for row in part]
        return tuple(place for row in rows if (place := self._entries[row].place))

    @property
    def places(self) -> tuple[str, ...]:
        """The places in order."""
        return tuple(entry.place for entry in self._entries)

    @property
    def key(self) -> str:
        """The key of the line under the cursor."""
        row = self.table.currentIndex().row()
        return self._entries[row].key if 0 <= row < len(self._entries) else ""

    def _tell(self, row: int) -> None:
        if row >= 0:
            self.key_chosen.emit(self._entries[row].key)
        if row >= 0 and not self._quiet and self._entries[row].place:
            self.place_chosen.emit(self._entries[row].place)


def entry_of(book: Book, one: Proposal, texts: FormTexts) -> Entry:
    """A place as a line: where, by which words, taken for what."""
    _, tone, _ = LOOKS[book.sign(one)]
    shown = texts.target(one) if one.is_sure or one.code else texts.signs[book.sign(one)]
    return Entry(one.place, (Cell(one.slot.address), Cell(texts.label(one.slot)), Cell(shown, tone)))


def faults(findings: Iterable[Finding], context: Context) -> list[Entry]:
    """What is to be known of a template, by place, what is wrong first."""
    entries = []
    for one in sorted(findings, key=lambda one: one.severity, reverse=True):
        sentence = context.word_finding(one)
        address = one.where.rpartition("!")[2]
        tone = _TONES[one.severity]
        place = one.where if "!" in one.where else ""
        cells = (Cell(address, tone), Cell(sentence.text, tone), Cell(sentence.remedy, "text2"))
        entries.append(Entry(place, cells))
    return entries


def differences(work: AlignedForm, texts: FormTexts, context: Context) -> list[Entry]:
    """What is other than last year: changed places with old and new, new ones, gone ones, what was lost."""
    said = _Differences(texts, context)
    telling = [pair for pair in work.alignment.pairs if set(pair.changes) - {Change.MOVED}]
    entries = [said.changed(pairs) for pairs in _by_row(telling, key=lambda pair: pair.new)]
    entries += [said.new(slots) for slots in _by_row(work.alignment.new, key=lambda slot: slot)]
    entries += [said.gone(slots) for slots in _by_row(work.alignment.gone, key=lambda slot: slot)]
    known = {f"{slot.sheet}!{slot.address}" for slot in work.alignment.gone}
    entries += [said.lost(place) for place in work.lost if place not in known]
    entries += [said.dropped(code) for code in work.dropped]
    return entries


class _Differences:
    def __init__(self, texts: FormTexts, context: Context) -> None:
        translate = QCoreApplication.translate
        self._texts = texts
        self._context = context
        self._new = translate("FormLists", "New")
        self._gone = translate("FormLists", "No longer required")
        self._lost = translate("FormLists", "Text without a place")
        self._dropped = translate("FormLists", "Check omitted")

    def changed(self, pairs: Sequence[Pair]) -> Entry:
        pair = pairs[0]
        old, new = self._told(pair.old, pair), self._told(pair.new, pair)
        shown = new if old == new else f"{old} → {new}"
        return _line([one.new for one in pairs], shown, self._texts.change(pair), "warn")

    def _told(self, slot: Slot, pair: Pair) -> str:
        parts = [self._texts.label(slot)]
        if Change.RECODED in pair.changes:
            parts.append(slot.code or "—")
        if Change.UNIT in pair.changes:
            parts.append(self._unit(slot.unit))
        return " ".join(parts)

    def _unit(self, unit: Unit | None) -> str:
        return "—" if unit is None else self._context.labels.unit(unit)

    def new(self, slots: Sequence[Slot]) -> Entry:
        return _line(slots, self._texts.label(slots[0]), self._new, "accent")

    def gone(self, slots: Sequence[Slot]) -> Entry:
        line = _line(slots, self._texts.label(slots[0]), self._gone, "danger")
        return Entry("", line.cells)

    def lost(self, place: str) -> Entry:
        return Entry("", (Cell(place, "text2"), Cell(""), Cell(self._lost, "warn")))

    def dropped(self, code: str) -> Entry:
        return Entry("", (Cell("—", "text2"), Cell(code), Cell(self._dropped, "warn")))


def _line(slots: Sequence[Slot], shown: str, what: str, tone: str) -> Entry:
    """A row of a table is one line, however many columns it has; it leads to the first."""
    first, last = slots[0], slots[-1]
    place = first.address if first is last else f"{first.address}:{last.letters}{last.row}"
    return Entry(f"{first.sheet}!{first.address}", (Cell(place), Cell(shown), Cell(what, tone)))


def _by_row(items: Iterable[_Item], *, key: Callable[[_Item], Slot]) -> list[list[_Item]]:
    """*items* whose slots are cells of one row of a table, together; each column of a register for itself."""
    rows: dict[tuple[str, str, str], list[_Item]] = {}
    for item in items:
        slot = key(item)
        where = slot.address if slot.is_column else str(slot.row)
        rows.setdefault((slot.sheet, where, slot.label), []).append(item)
    return list(rows.values())
