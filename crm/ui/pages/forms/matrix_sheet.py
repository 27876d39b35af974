"""What the rows and columns of a rectangle stand for, and what is known of their labels if it is so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from crm.domain.errors import CrmError
from crm.services.form_binding import MatrixDecision, matrix_told
from crm.ui.ask import Sheet
from crm.ui.widgets.button import Button
from crm.ui.widgets.form import ChoiceBox, FormField
from crm.ui.widgets.picker import FieldPicker
from crm.ui.widgets.text import label, retone

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from crm.services.form_binding import Proposal
    from crm.ui.context import Context
    from crm.ui.pages.forms.book import Book
    from crm.ui.pages.forms.words import FormTexts

_MOST_NAMED = 8


class MatrixSheet(Sheet):
    """Asks for it; below stands at once what the form's labels are then taken for."""

    def __init__(self, context: Context, texts: FormTexts, book: Book, area: str) -> None:
        super().__init__()
        self._context, self._texts, self._book, self._area = context, texts, book, area
        theme = context.theme
        said = matrix_told(book.blank, area)
        if said.is_nothing:
            said = _as_found(book, area)
        self._indicator = said.indicator
        self.rows = ChoiceBox(theme, name=self.tr("Rows represent"))
        self.columns = ChoiceBox(theme, name=self.tr("Columns represent"))
        for box, key in ((self.rows, said.rows), (self.columns, said.columns)):
            box.show_choices([("", self.tr("As their labels say")), *self._choices()])
            box.choose(key)
            box.picked.connect(lambda _key: self._try())
        self.indicator = Button(theme, " ", icon="search")
        self.indicator.clicked.connect(self._pick)
        self.told = label(size="small", tone="text2", wrap=True)
        self.told.setMinimumHeight(64)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(FormField(self.tr("Rows represent"), self.rows), 1)
        row.addWidget(FormField(self.tr("Columns represent"), self.columns), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(row)
        caption = label(self.tr("Every cell contains"), size="small", tone="text2")
        column.addWidget(caption)
        column.addWidget(self.indicator)
        column.addWidget(self.told)
        self._take(self._indicator)

    def _choices(self) -> list[tuple[str, str]]:
        groupings = self._context.library.form_words.groupings
        return [(code, self._texts.grouping(code)) for code in groupings.codes]

    def first_entry(self) -> QWidget:
        """Where the cursor goes at first."""
        return self.rows

    def answer(self) -> str:
        """What was said, as it is decided."""
        return str(MatrixDecision(self.rows.key, self.columns.key, self._indicator))

    def check(self) -> bool:
        """Whether a matrix can be made of it; below stands why not."""
        return self._try()

    def _pick(self) -> None:
        picker = FieldPicker(
            self.indicator,
            self._texts.indicator_offers(self.tr("As its labels say")),
            title=self.tr("Every cell contains"),
            current=self._indicator,
        )
        picker.picked.connect(self._take)
        picker.open_at(self.indicator.mapToGlobal(QPoint(0, self.indicator.height() + 2)))

    def _take(self, code: str) -> None:
        self._indicator = code
        text = self._texts.name(code) if code else self.tr("As its labels say")
        self.indicator.setText(text)
        self.indicator.setAccessibleName(self.tr("Every cell contains: {what}").format(what=text))
        self._try()

    def _try(self) -> bool:
        """Say what the labels are taken for; whether the rectangle can be so."""
        try:
            places = self._book.try_matrix(self._area, self.answer())
        except CrmError as error:
            sentence = self._context.word_error(error)
            self.told.setText(f"{sentence.text}\n{sentence.remedy}")
            retone(self.told, "danger")
            return False
        known = list(
            dict.fromkeys(one.slot.among for one in places if one.slot.among and not one.slot.unclear)
        )
        unknown = list(dict.fromkeys(one.slot.among for one in places if one.slot.unclear))
        lines = [self.tr("Cells to be filled: {count}").format(count=len(places))]
        if known:
            lines.append(self.tr("Known: {names}").format(names=self._named(known)))
        if unknown:
            lines.append(self.tr("To be assigned: {names}").format(names=self._named(unknown)))
        self.told.setText("\n".join(lines))
        retone(self.told, "text2")
        return True

    def _named(self, names: list[str]) -> str:
        more = self.tr(" …") if len(names) > _MOST_NAMED else ""
        return self.tr(", ").join(names[:_MOST_NAMED]) + more


def _as_found(book: Book, area: str) -> MatrixDecision:
    """What the form's own words say a rectangle is: groupings that differ down its first column, or across."""
    places = book.try_matrix(area, "") if area in book.told else book.places_in(area)
    groupings = tuple(dict.fromkeys(name for one in places for name, _ in one.within))
    return MatrixDecision(
        rows=next((name for name in groupings if _differs(places, name, down=True)), ""),
        columns=next((name for name in groupings if _differs(places, name, down=False)), ""),
    )


def _differs(places: tuple[Proposal, ...], grouping: str, *, down: bool) -> bool:
    """Whether the groups of a grouping differ from row to row, or from column to column."""
    found: dict[tuple[str, ...], set[str]] = {}
    for one in places:
        for name, codes in one.within:
            if name == grouping:
                found.setdefault(codes, set()).add(str(one.slot.row) if down else one.slot.letters)
    return len(found) > 1 and all(len(where) == 1 for where in found.values())
