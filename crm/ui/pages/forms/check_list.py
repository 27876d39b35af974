"""The checks that the form will have: what each says and where, whether it is on; one is switched by Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm.services.form_binding import OWN
from crm.ui.models.records import Cell, Head
from crm.ui.pages.forms.lists import CHECKS, Entry, PlaceList
from crm.ui.table.small import Fit
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button
from crm.ui.widgets.text import label, line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from crm.services.form_binding import FormCheck
    from crm.ui.context import Context
    from crm.ui.pages.forms.words import FormTexts


class CheckList(QWidget):
    """The list, and below it the whole of the chosen check with its switch."""

    place_chosen = Signal(str)
    switched = Signal(str, bool)
    """A check is to be on or off, by its key."""
    wanted = Signal(str)
    """A check is to be written, or changed, by its key; a new one has none."""

    def __init__(self, context: Context, texts: FormTexts) -> None:
        super().__init__()
        self._context = context
        self._texts = texts
        self._checks: dict[str, FormCheck] = {}
        heads = (
            Head(self.tr("Place"), key="place"),
            Head(self.tr("Relation"), key="what_it_says"),
            Head(self.tr("Check"), key="check"),
        )
        self.list = PlaceList(
            context,
            CHECKS,
            self.tr("Checks"),
            heads,
            empty=self.tr("No checks can be derived from the form"),
            fit=Fit(1, room=90, samples={0: "E24:J24"}),
        )
        self.list.place_chosen.connect(self.place_chosen)
        self.list.key_chosen.connect(self._show)
        self.list.opened.connect(self._switch)
        self.kind = label(size="caption", tone="text2")
        self.says = label(size="small", wrap=True)
        self.switch = Button(context.theme, self.tr("Disable"), icon="minus")
        self.switch.clicked.connect(lambda: self._switch(self.list.key))
        self.new = Button(context.theme, self.tr("New check"), icon="plus")
        self.new.clicked.connect(lambda: self.wanted.emit(""))
        self.change = Button(context.theme, self.tr("Change"), icon="edit")
        self.change.clicked.connect(lambda: self.wanted.emit(self.list.key))
        row = QHBoxLayout()
        row.addWidget(self.switch)
        row.addWidget(self.change)
        row.addStretch(1)
        row.addWidget(self.new)
        below = QVBoxLayout()
        below.setContentsMargins(sizes.MARGIN, 10, sizes.MARGIN, 12)
        below.setSpacing(6)
        below.addWidget(self.kind)
        below.addWidget(self.says)
        below.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addWidget(line())
        column.addLayout(below)
        self._show("")

    def show_checks(self, checks: Sequence[FormCheck]) -> None:
        """Show other checks; the cursor stays near where it was."""
        self._checks = {one.key: one for one in checks}
        self.list.show_entries([self._entry(one) for one in checks])
        self._show(self.list.key)

    def _entry(self, one: FormCheck) -> Entry:
        on = Cell(self.tr("On"), "ok") if one.is_on else Cell(self.tr("Off"), "text2")
        says = one.says.in_language(self._context.language)
        address = one.place.rpartition("!")[2]
        return Entry(one.place, (Cell(address), Cell(says, "" if one.is_on else "text2"), on), one.key)

    def _show(self, key: str) -> None:
        one = self._checks.get(key)
        self.kind.setVisible(one is not None)
        self.says.setVisible(one is not None)
        self.switch.setVisible(one is not None)
        self.change.setVisible(key.startswith(OWN))
        if one is None:
            return
        place = f"{one.place} · " if one.place else ""
        self.kind.setText(place + self._texts.kinds[one.kind])
        self.says.setText(one.says.in_language(self._context.language))
        self.switch.setText(self.tr("Disable") if one.is_on else self.tr("Enable"))
        self.switch.set_drawing("minus" if one.is_on else "check")
        self._fit()

    def _fit(self) -> None:
        """Give what is said the height it needs: Qt keeps that of before its typeface was known."""
        self.says.ensurePolished()
        self.says.setFixedHeight(max(self.says.heightForWidth(self.width() - 2 * sizes.MARGIN), 0))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's own
        super().resizeEvent(event)
        self._fit()

    def _switch(self, key: str) -> None:
        one = self._checks.get(key)
        if one is not None:
            self.switched.emit(key, not one.is_on)
