"""The binder: the blank with its proposals, beside it what is left to decide, below that the place under the cursor."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm.domain.errors import CrmError
from crm.domain.wording import counted
from crm.services.form_alignment import AlignedForm, rows_in
from crm.services.form_binding import CHECK, OFF, ON, rows_proposed
from crm.ui.ask import Question
from crm.ui.models.records import Head
from crm.ui.models.sheet import place_of
from crm.ui.notice import Notice
from crm.ui.pages.forms.book import Sign, in_group, without_basis
from crm.ui.pages.forms.check_list import CheckList
from crm.ui.pages.forms.check_sheet import CheckSheet
from crm.ui.pages.forms.form_sheet import FormSheet
from crm.ui.pages.forms.lists import (
    ALL,
    CHANGED,
    CHECKS,
    FAULTS,
    OPEN,
    PLACES,
    PlaceList,
    differences,
    entry_of,
    faults,
)
from crm.ui.pages.forms.matrix_sheet import MatrixSheet
from crm.ui.pages.forms.place_panel import PlacePanel
from crm.ui.pages.forms.words import TEXT, FormTexts
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.chips import ChipBar, Choice
from crm.ui.widgets.scroll import AsTall
from crm.ui.widgets.split import keep_widths, split
from crm.ui.widgets.text import ElidedLabel, ground, line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtCore import QPoint

    from crm.domain.finding import Finding
    from crm.services.appearance import WorkbookLook
    from crm.ui.context import Context
    from crm.ui.pages.forms.book import Book
    from crm.ui.pages.forms.lists import Entry

_SIDE = 380
_NARROW_SIDE = 320


class Binder(QWidget):
    """Shows one book and changes it."""

    changed = Signal()
    """Something has been decided, or undone."""

    def __init__(self, context: Context, texts: FormTexts) -> None:
        super().__init__()
        self._context = context
        self.book: Book | None = None
        self._faults: list[Entry] = []
        self.texts = texts
        self.sheet = FormSheet(context, self.texts)
        self.sheet.place_chosen.connect(self._show_place)
        self.sheet.asked.connect(self._pick)
        self.told = ElidedLabel(size="small", tone="text2")
        self.title = ElidedLabel(size="strong")
        self.panel = PlacePanel(context, self.texts)
        self.panel.decided.connect(self._decide)
        self.panel.accepted.connect(lambda place: self._accept((place,)))
        self.panel.rows_chosen.connect(self._decide_rows)
        self.panel.rows_named.connect(self._name_rows)
        self.side = ChipBar(context.theme, name=self.tr("Form side pane"))
        self.side.chosen.connect(self._show_side)
        heads = (
            Head(self.tr("Place"), key="place"),
            Head(self.tr("On the form"), key="words_of_the_form"),
            Head(self.tr("Bound to"), key="taken_for"),
        )
        old_heads = (
            Head(self.tr("Place"), key="place"),
            Head(self.tr("Last year → this year"), key="last_year_this_year"),
            Head(self.tr("Change"), key="what"),
        )
        self.lists = {
            OPEN: PlaceList(
                context,
                OPEN,
                self.tr("Undecided"),
                heads,
                empty=self.tr("Nothing left to decide"),
                fit=PLACES,
            ),
            CHANGED: PlaceList(
                context, CHANGED, self.tr("Differences"), old_heads, empty=self.tr("Same as last year")
            ),
            ALL: PlaceList(
                context, ALL, self.tr("All places"), heads, empty=self.tr("Nothing to fill in"), fit=PLACES
            ),
        }
        fault_heads = (
            Head(self.tr("Place"), key="place"),
            Head(self.tr("Finding"), key="what_is_known"),
            Head(self.tr("What to do"), key="what_to_do"),
        )
        self.lists[FAULTS] = PlaceList(
            context,
            FAULTS,
            self.tr("Template"),
            fault_heads,
            empty=self.tr("No problems found in the template"),
        )
        for each in self.lists.values():
            each.place_chosen.connect(self._go_to)
            each.opened.connect(self._open)
        self.checks = CheckList(context, self.texts)
        self.checks.place_chosen.connect(self._go_to)
        self.checks.switched.connect(self._switch)
        self.checks.wanted.connect(self.ask_check)
        self._lay_out()

    def _lay_out(self) -> None:
        bar = ground("surface")
        bar.setFixedHeight(44)
        row = QHBoxLayout(bar)
        row.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, 0)
        row.setSpacing(sizes.MARGIN)
        row.addWidget(self.title, 2)
        row.addWidget(self.told, 3)
        self.splitter = split([(self.sheet, 0), (self._lay_out_side(), _SIDE)])
        keep_widths(self.splitter, self._context.settings, "forms.splitter")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(line())
        column.addWidget(self.splitter, 1)

    def _lay_out_side(self) -> QWidget:
        whole = ground("surface")
        whole.setMinimumWidth(_NARROW_SIDE)
        top = QWidget()
        top.setFixedHeight(44)
        row = QHBoxLayout(top)
        row.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, 0)
        row.addWidget(self.side)
        self.stack = QStackedWidget()
        for each in (*self.lists.values(), self.checks):
            self.stack.addWidget(each)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self.stack, 1)
        column.addWidget(line())
        self.below = QWidget()
        under = QVBoxLayout(self.below)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(0)
        under.addWidget(AsTall(self.panel))
        under.addWidget(self.panel.foot)
        column.addWidget(self.below)
        return whole

    # -------------------------------------------------------------------------------------- what is shown

    def show_book(
        self, book: Book, look: WorkbookLook, *, title: str, findings: tuple[Finding, ...] = ()
    ) -> None:
        """Show another blank; *findings* is what is to be known of it."""
        self.book = book
        self._faults = faults(findings, self._context)
        self.lists[FAULTS].show_entries(self._faults)
        self.title.setText(title)
        self._refresh_side()
        is_aligned = isinstance(book.work, AlignedForm)
        self._show_side(CHANGED if is_aligned and not book.open else OPEN)
        self.sheet.show_book(book, look)
        self._show_place(self.sheet.place)

    def refresh(self, places: tuple[str, ...] = ()) -> None:
        """Show what is decided now, at the first of *places* where there are any."""
        self._refresh_side()
        self.sheet.refresh()
        if places and places[0].rpartition("!")[2][:1].isalpha():
            self.sheet.go_to(places[0])
        self._show_place(self.sheet.place)
        self.changed.emit()

    def _refresh_side(self) -> None:
        book = self.book
        if book is None:
            return
        shown = {OPEN: book.open, ALL: book.places}
        for key, places in shown.items():
            self.lists[key].show_entries([entry_of(book, one, self.texts) for one in places])
        names = [(OPEN, self.tr("Undecided"), len(book.open)), (ALL, self.tr("All places"), len(book.places))]
        if isinstance(book.work, AlignedForm):
            entries = differences(book.work, self.texts, self._context)
            self.lists[CHANGED].show_entries(entries)
            names.insert(1, (CHANGED, self.tr("Differences"), len(entries)))
        checks = book.checks
        self.checks.show_checks(checks)
        names.append((CHECKS, self.tr("Checks"), sum(one.is_on for one in checks)))
        if self._faults:
            names.append((FAULTS, self.tr("Template"), len(self._faults)))
        self.side.show_choices([Choice(key, text, str(count)) for key, text, count in names])
        told = self.tr("Bound: {bound}   Undecided: {open}   Left empty: {empty}")
        self.told.setText(
            told.format(
                bound=book.count(Sign.SURE) + book.count(Sign.TOLD),
                open=len(book.open),
                empty=book.count(Sign.EMPTY),
            )
        )

    def _show_side(self, key: str) -> None:
        self.side.choose(key)
        self.stack.setCurrentWidget(self.checks if key == CHECKS else self.lists[key])
        self.below.setVisible(key != CHECKS)

    def _show_place(self, place: str) -> None:
        book = self.book
        if book is None:
            return
        one = book.find(place)
        if one is None:
            self.panel.show_other(place, words=self.sheet.words, text=book.lines.get(place))
        else:
            rows = rows_in(book.work, one.slot.sheet, one.slot.row) if one.slot.is_column else None
            self.panel.show_place(one, book.sign(one), rows=rows)
        for each in self.lists.values():
            each.choose(place)

    def _go_to(self, place: str) -> None:
        self.sheet.go_to(place)

    def _open(self, place: str) -> None:
        if place:
            self.sheet.go_to(place)
            self.panel.pick()

    def _pick(self, place: str, at: QPoint) -> None:
        self._show_place(place)
        self.panel.pick(at)

    # -------------------------------------------------------------------------------------- what is decided

    def _decide(self, place: str, text: str) -> None:
        changes: dict[str, str | None] = {place: text}
        one = None if self.book is None else self.book.find(place)
        if one is not None and self.book is not None and not text.startswith(TEXT):
            changes |= dict.fromkeys(self.book.rest_of_row(one), without_basis(text))
            changes |= {
                other.place: in_group(other, text) for other in self.book.same_group(one) if "group=" in text
            }
        self._change(self.tr("Bind {place}").format(place=place), changes)

    def _decide_rows(self, sheet: str, row: int, text: str) -> None:
        """What a register lists; what was decided about its columns is of no use where that is another kind."""
        if self.book is None:
            return
        title = self.tr("Rows of {place}").format(place=f"{sheet}!{row}")
        self._change(title, {**self.book.without_columns(sheet, row, text), f"{sheet}!{row}": text})

    def _switch(self, key: str, is_on: bool) -> None:
        """A check is on or off."""
        title = self.tr("Enable a check") if is_on else self.tr("Disable a check")
        own = None if self.book is None else self.book.own_check(key)
        if own is not None:
            place, text = replace(own, is_on=is_on).told
            self._change(title, {place: text})
        else:
            self._change(title, {f"{CHECK}{key}": ON if is_on else OFF})

    def ask_check(self, key: str) -> None:
        """Write a check, or change the one called *key*."""
        book = self.book
        if book is None:
            return
        given = book.own_check(key) if key else None
        sheet = CheckSheet(self._context, book.work, given, taken=book.own_codes)
        question = Question(
            self.tr("Change a check") if given else self.tr("New check"),
            self.tr("It is saved with the form and run whenever the form is filed."),
            self.tr("OK"),
        )

        def taken() -> None:
            place, text = sheet.answer().told
            self._change(self.tr("Check {code}").format(code=sheet.answer().code), {place: text})

        self._context.ask.facts(question, sheet, taken=taken)

    def ask_matrix(self) -> None:
        """What the rows and columns of the selection stand for, of the matrix under the cursor where one cell is."""
        book = self.book
        if book is None:
            return
        place = self.sheet.place
        area = self.sheet.area or book.matrix_at(place)
        if not area:
            text = self.tr("Select only the cells for figures first, without their labels.")
            self._context.say(Notice(text, tone="info"))
            return
        sheet = MatrixSheet(self._context, self.texts, book, area)
        question = Question(
            self.tr("Rows and columns"), self.tr("Meaning of {area}").format(area=area), self.tr("OK")
        )
        title = self.tr("Matrix {area}").format(area=area)
        self._context.ask.facts(question, sheet, taken=lambda: self._change(title, {area: sheet.answer()}))

    def _name_rows(self, place: str) -> None:
        """The row of *place* repeats: a register that the words of the form do not tell."""
        if self.book is None:
            return
        sheet, _, address = place.rpartition("!")
        row = place_of(address)[0] + 1
        try:
            text = str(rows_proposed(self.book.blank, sheet, row))
        except CrmError as error:
            self._refuse(error)
        else:
            self._decide_rows(sheet, row, text)

    def _change(self, title: str, changes: Mapping[str, str | None]) -> None:
        book = self.book
        if book is None:
            return
        try:
            book.change(title, changes)
        except CrmError as error:
            self._refuse(error)
        self.refresh()

    def _refuse(self, error: CrmError) -> None:
        sentence = self._context.word_error(error)
        self._context.say(Notice(sentence.text, sentence.remedy, tone="danger"))

    def _accept(self, places: tuple[str, ...]) -> None:
        book = self.book
        if book is None:
            return
        taken = [one for one in book.open if one.place in places]
        known = [one for one in taken if book.sign(one) is Sign.UNCLEAR]
        if not known:
            text = self.tr("None of these places has a suggestion; choose a figure for each.")
            self._context.say(Notice(text, tone="info"))
            return
        book.accept(
            counted(self.tr("Accept {count} {count|suggestion|suggestions}"), count=len(known)), known
        )
        self.refresh()
        self.next_open()

    def accept_all(self) -> None:
        """Take the proposals of the lines selected in the list; where fewer than two are, of all that may be."""
        chosen = self.lists[OPEN].chosen()
        self._accept(chosen if len(chosen) > 1 or self.book is None else self.book.takeable)

    def next_open(self) -> None:
        """Go to the next place that is left to decide, from the cursor on."""
        book = self.book
        if book is None or not book.open:
            return
        order = [one.place for one in book.places]
        here = order.index(self.sheet.place) if self.sheet.place in order else -1
        waiting = [order.index(one.place) for one in book.open]
        self.sheet.go_to(order[next((one for one in waiting if one > here), waiting[0])])

    def undo(self) -> None:
        """Undo the last decision, and show where."""
        if self.book is not None:
            self.refresh(self.book.undo())

    def redo(self) -> None:
        """Decide it again."""
        if self.book is not None:
            self.refresh(self.book.redo())
