"""What a form is called before it is kept: its name, who asks for it, its code, its year, how often it is filed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm.domain.period import PeriodKind
from crm.domain.text import pinyin_initials
from crm.domain.wording import Words
from crm.services.form_binding import FormName
from crm.ui.ask import Sheet
from crm.ui.widgets.form import ChoiceBox, FormField

if TYPE_CHECKING:
    from crm.ui.theme.theme import Theme

_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


class NameSheet(Sheet):
    """Asks for a form's name; where *fixed*, only its year may be another."""

    def __init__(
        self, theme: Theme, given: FormName, *, fixed: bool = False, rhythms: dict[PeriodKind, str]
    ) -> None:
        super().__init__()
        self._given = given
        self.name = QLineEdit(given.name.zh)
        self.authority = QLineEdit(given.authority.zh)
        self.code = QLineEdit(given.code)
        self.year = QLineEdit(str(given.year))
        self.rhythm = ChoiceBox(theme, name=self.tr("Frequency"))
        self.rhythm.show_choices([(kind.value, text) for kind, text in rhythms.items()])
        self.rhythm.choose((given.rhythm or PeriodKind.QUARTER).value)
        self.name_field = FormField(self.tr("Name of the form"), self.name, required=True)
        self.authority_field = FormField(self.tr("Authority"), self.authority)
        self.code_field = FormField(self.tr("Code"), self.code, required=True)
        self.year_field = FormField(self.tr("Edition (year)"), self.year, required=True)
        self.rhythm_field = FormField(self.tr("Frequency"), self.rhythm)
        for entry in (self.name, self.authority, self.code, self.rhythm):
            entry.setEnabled(not fixed)
        self.year.setFixedWidth(112)
        row = QHBoxLayout()
        row.setSpacing(12)
        for field in (self.code_field, self.year_field, self.rhythm_field):
            row.addWidget(field, 1 if field is self.year_field else 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.name_field)
        column.addWidget(self.authority_field)
        column.addLayout(row)
        self._fixed = fixed

    def first_entry(self) -> QWidget:
        """Where the cursor goes at first."""
        return self.year if self._fixed else self.name

    def check(self) -> bool:
        """A name, a code that can be a folder's name, a year."""
        name, code = self.name.text().strip(), self.code.text().strip()
        year = self.year.text().strip()
        is_year = year.isascii() and year.isdigit() and _FIRST_YEAR <= int(year[:5]) <= _LAST_YEAR
        self.name_field.refuse("" if name else self.tr("Enter the name of the form."))
        self.code_field.refuse(
            ""
            if _CODE.fullmatch(code)
            else self.tr("Lower-case letters, digits and hyphens, such as zone-monthly.")
        )
        self.year_field.refuse("" if is_year else self.tr("A year, such as 2026."))
        return bool(name and _CODE.fullmatch(code) and is_year)

    def answer(self) -> FormName:
        """What was said. A name that was not touched keeps its English."""
        given = self._given
        name, authority = self.name.text().strip(), self.authority.text().strip()
        asks = given.authority if authority == given.authority.zh else Words(authority, authority)
        return FormName(
            code=self.code.text().strip(),
            year=int(self.year.text()),
            name=given.name if name == given.name.zh else Words(name, name),
            authority=asks if asks.zh else Words(name, name),
            rhythm=PeriodKind(self.rhythm.key),
        )


def propose_code(title: str, *, taken: set[str]) -> str:
    """A code for a form called *title*: the initials of its pinyin, as few of them as tell it apart."""
    letters = re.sub(r"[^a-z0-9]+", "", pinyin_initials(title).casefold())[:12] or "form"
    code, number = letters, 2
    while code in taken:
        code, number = f"{letters}-{number}", number + 1
    return code
