"""The columns of a table as they were left: their order, width and choice, changed by hand, kept by their keys."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from crm.ui.ask import Question
from crm.ui.notice import Notice
from crm.ui.table.chooser import ColumnSheet
from crm.ui.table.layout import first_layout, forget_layout, keep_layout, load_layout, with_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QMenu

    from crm.ui.context import Context
    from crm.ui.table.layout import Layout
    from crm.ui.table.source import Column
    from crm.ui.widgets.table import Header, Table

_KEPT_AFTER = 300
"""Milliseconds after which a width is kept: the hand may still draw."""


class ColumnKeeper(QObject):
    """Arranges the columns of a table, and keeps what is changed of them. The first one stays first and shown."""

    changed = Signal()
    """Other columns are shown, or others are as wide as they like: they need their widths anew."""

    def __init__(self, context: Context, table: Table, *others: Header) -> None:
        super().__init__(table)
        self._context = context
        self._table = table
        self._heads = (table.head, *others)
        self._is_arranging = False
        self._name = ""
        self.columns: tuple[Column, ...] = ()
        self.now: Layout = first_layout(())
        self._timer = QTimer(self, singleShot=True, interval=_KEPT_AFTER)
        self._timer.timeout.connect(self._keep_widths)
        table.head.setSectionsMovable(True)
        table.head.setFirstSectionMovable(False)
        table.head.sectionMoved.connect(lambda *_: self._keep_order())
        table.head.sectionResized.connect(lambda *_: self._timer.start())

    def take(self, name: str, columns: Sequence[Column]) -> None:
        """The table is called *name* from now on and has these *columns*: lay them out as they were left."""
        self._keep_widths()  # those drawn a moment ago
        self._name, self.columns = name, tuple(columns)
        self.now = load_layout(self._context.settings, name, columns)
        self.arrange()

    # ---------------------------------------------------------------- what is shown

    def places(self) -> dict[str, int]:
        """Where each column stands in the model."""
        return {column.key: place for place, column in enumerate(self.columns)}

    def shown(self) -> list[Column]:
        """The columns that are shown, in order."""
        places = self.places()
        return [
            self.columns[places[key]] for key in self.now.order if not self._table.isColumnHidden(places[key])
        ]

    def drawn(self) -> dict[str, int]:
        """The widths that were drawn by hand, a moment ago too, as wide as type of the present size makes them."""
        self._keep_widths()
        return self._drawn()

    def _drawn(self) -> dict[str, int]:
        percent = self._context.theme.font_percent
        return {key: width * percent // self.now.percent for key, width in self.now.widths.items()}

    def arrange(self) -> None:
        """Columns as the layout has them."""
        places, head = self.places(), self._table.head
        self._is_arranging = True
        for goal, key in enumerate(self.now.order):
            head.moveSection(head.visualIndex(places[key]), goal)
            self._table.setColumnHidden(places[key], key in self.now.hidden)
        self._is_arranging = False
        for key, width in self._drawn().items():
            if key in places:
                self._table.setColumnWidth(places[key], width)
        self.mark_sorted(self.now.sort, descending=self.now.descending)

    # ---------------------------------------------------------------- what is kept

    def keep(self, layout: Layout) -> None:
        """Keep *layout* from now on."""
        self.now = layout
        keep_layout(self._context.settings, self._name, layout)

    def keep_sort(self, sort: str, *, descending: bool) -> None:
        """Keep by what the rows are sorted, and mark it."""
        self.mark_sorted(sort, descending=descending)
        self.keep(replace(self.now, sort=sort, descending=descending))

    def mark_sorted(self, sort: str, *, descending: bool) -> None:
        """Mark the title of the column that sorts by *sort*."""
        section = next((place for place, one in enumerate(self.columns) if sort and one.sort == sort), -1)
        for head in self._heads:
            head.mark_sorted(section, descending=descending)

    def take_layout(self, layout: Layout) -> None:
        """Lay the columns out as *layout* has them, and keep that."""
        self.keep(replace(layout, is_own=True))
        self.arrange()
        self.changed.emit()

    def _keep_order(self) -> None:
        if self._is_arranging:
            return
        head = self._table.head
        keys = [self.columns[head.logicalIndex(place)].key for place in range(head.count())]
        self.keep(replace(self.as_seen(), order=tuple(keys)))

    def _keep_widths(self) -> None:
        """Keep the widths that were drawn by hand."""
        if not self._table.head.was_drawn:
            return
        widths = {
            self.columns[place].key: self._table.columnWidth(place)
            for place in self._table.head.take_drawn()
            if place < min(len(self.columns), self._table.head.count())
        }
        percent = self._context.theme.font_percent
        self.keep(replace(self.as_seen(), widths=self._drawn() | widths, percent=percent))
        self._table.leave_filling(self.places()[key] for key in widths)

    def as_seen(self) -> Layout:
        """The layout with what is shown now: a column that gave way stays away once its neighbours are arranged."""
        hidden = {
            column.key for place, column in enumerate(self.columns) if self._table.isColumnHidden(place)
        }
        return replace(self.now, hidden=self.now.hidden | hidden, is_own=True)

    # ---------------------------------------------------------------- what is asked

    def show(self, keys: Sequence[str]) -> None:
        """Show the columns *keys* in this order, and hide all others."""
        self._keep_widths()
        first = self.now.order[0]
        shown = [first, *(key for key in keys if key in self.now.order and key != first)]
        others = [key for key in self.now.order if key not in shown]
        self.take_layout(replace(self.now, order=(*shown, *others), hidden=frozenset(others)))

    def hide(self, key: str) -> None:
        """Hide a column."""
        self._keep_widths()
        self.take_layout(with_column(self.as_seen(), key, shown=False))

    def choose(self) -> None:
        """Ask which columns to show, and in which order."""
        self._keep_widths()
        titles = {column.key: column.title.replace("\n", " ") for column in self.columns}
        sheet = ColumnSheet(self._context.theme, self.as_seen(), titles)
        translate = QCoreApplication.translate
        question = Question(translate("Columns", "List columns"), "", translate("Columns", "Show"))
        self._context.ask.facts(question, sheet, taken=lambda: self.take_layout(sheet.answer()))

    def reset(self) -> None:
        """Columns as in a fresh list, and a way back to those before."""
        self._keep_widths()
        before = self.now
        forget_layout(self._context.settings, self._name)
        self.now = replace(first_layout(self.columns), sort=before.sort, descending=before.descending)
        self.arrange()
        self.changed.emit()
        translate = QCoreApplication.translate
        told, undo = translate("Columns", "The columns have been reset."), translate("Columns", "Undo")
        self._context.say(Notice(told, action=undo, act=lambda: self.take_layout(before)))

    def add_to(self, menu: QMenu, section: int) -> None:
        """Add to *menu* what can be done to the columns, *section* being the one that is meant."""
        translate = QCoreApplication.translate
        if section >= 0 and self.columns[section].sort:
            sort = self._table.head.sort_by
            menu.addAction(translate("Columns", "Sort ascending"), lambda: sort(section, descending=False))
            menu.addAction(translate("Columns", "Sort descending"), lambda: sort(section, descending=True))
            menu.addAction(translate("Columns", "Clear sorting"), lambda: sort(-1, descending=False))
            menu.addSeparator()
        if section > 0:
            key = self.columns[section].key
            menu.addAction(translate("Columns", "Hide this column"), lambda: self.hide(key))
        menu.addAction(translate("Columns", "Columns…"), self.choose)
        menu.addAction(translate("Columns", "Reset columns"), self.reset)
