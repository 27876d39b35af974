"""A form as the sheet of a question: what is entered is checked there, and by whoever asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm.domain.errors import CrmError
from crm.ui.ask import Sheet
from crm.ui.forms.form import Form

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from crm.services.tenants import FieldValue
    from crm.ui.context import Context
    from crm.ui.forms.form import Section

_MOST_BELOW_ONE_ANOTHER = 5
_TWO_COLUMNS = 720
"""More fields than a small screen is high for stand in two columns."""


class FormSheet(Sheet):
    """A form; *judge* raises a CrmError for values that cannot be taken, *place* says under which field it is told."""

    def __init__(
        self,
        context: Context,
        sections: Sequence[Section],
        values: Mapping[str, FieldValue],
        *,
        judge: Callable[[Mapping[str, FieldValue]], object] = lambda _values: None,
        place: Callable[[CrmError], str] | None = None,
    ) -> None:
        super().__init__()
        self._context = context
        self._judge = judge
        self._place = place
        self.form = Form(context, sections)
        if len(self.form.rows) > _MOST_BELOW_ONE_ANOTHER:
            self.width_wanted = _TWO_COLUMNS
        self.form.show_values(values)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)

    def first_entry(self) -> QWidget | None:
        """The first field."""
        return next((row.entry for row in self.form.rows.values()), None)

    def check(self) -> bool:
        """Whether every field can be read and the whole is accepted."""
        if not self.form.check():
            return False
        try:
            self._judge(self.form.values())
        except CrmError as error:
            code = next(iter(self.form.rows)) if self._place is None else self._place(error)
            sentence = self._context.word_error(error)
            told = self.tr("{fault}. {remedy}").format(fault=sentence.text, remedy=sentence.remedy)
            self.form.refuse(code, told if sentence.remedy else sentence.text)
            return False
        return True
