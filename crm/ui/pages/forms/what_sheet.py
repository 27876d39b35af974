"""What a blank that was dropped is: a new form, or next year's of one there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm.ui.ask import Sheet
from crm.ui.widgets.form import ChoiceBox, FormField

if TYPE_CHECKING:
    from crm.services.own_forms import KeptForm
    from crm.ui.context import Context

NEW = "new"


class WhatSheet(Sheet):
    """Asks for it; the form under the cursor stands first."""

    def __init__(self, context: Context, forms: tuple[KeptForm, ...], chosen: KeptForm | None) -> None:
        super().__init__()
        translate = QCoreApplication.translate
        newest: dict[str, KeptForm] = {}
        for one in forms:
            newest.setdefault(one.form.code, one)
        self._forms = {f"form:{code}": one for code, one in newest.items()}
        pattern = translate("WhatSheet", "New edition of: {form} ({year})")
        self.box = ChoiceBox(context.theme, name=translate("WhatSheet", "This is"))
        choices = [(NEW, translate("WhatSheet", "A new form"))]
        for key, one in self._forms.items():
            name = one.form.name.in_language(context.language)
            choices.append((key, pattern.format(form=name, year=one.form.year)))
        self.box.show_choices(choices)
        if chosen is not None and chosen.is_own:
            self.box.choose(f"form:{chosen.form.code}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(FormField(translate("WhatSheet", "This is"), self.box))

    def first_entry(self) -> QWidget:
        """Where the cursor goes at first."""
        return self.box

    def answer(self) -> KeptForm | None:
        """The form whose next year it is; None for a new one."""
        return self._forms.get(self.box.key)
