"""The sheet of an event: what it was, and who came, a line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.services.came_text import read_others, read_tenants, text_of_came
from crm.services.events import EVENT
from crm.ui.forms.form import Section
from crm.ui.forms.sheet import FormSheet
from crm.ui.forms.spec import EntryKind, EntrySpec, record_specs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.domain.errors import CrmError
    from crm.services.events import Came, HeldCame
    from crm.services.tenants import FieldValue
    from crm.ui.context import Context

TENANTS, OTHERS = "tenants", "others"


class EventSheet(FormSheet):
    """An event with the tenants that took part and others who came; *names* are those of all tenants."""

    def __init__(
        self,
        context: Context,
        values: Mapping[str, FieldValue],
        came: Sequence[HeldCame],
        names: Mapping[str, frozenset[int]],
    ) -> None:
        translate = QCoreApplication.translate
        self._names = names
        self._wrong = TENANTS
        self._codes = tuple(context.library.records[EVENT].fields)
        who = (
            EntrySpec(
                TENANTS, translate("EventSheet", "Participating tenants"), EntryKind.PROSE, shares_line=True
            ),
            EntrySpec(
                OTHERS, translate("EventSheet", "Other participants"), EntryKind.PROSE, shares_line=True
            ),
        )
        title = translate("EventSheet", "Participants: a name and a number on each line")
        sections = [
            Section("", record_specs(context.library, context.labels, context.library.records[EVENT])),
            Section(title, who),
        ]
        texts = {TENANTS: text_of_came(came, tenants=True), OTHERS: text_of_came(came, tenants=False)}
        super().__init__(context, sections, {**values, **texts}, judge=self._read, place=self._place_of)

    def _place_of(self, error: CrmError) -> str:
        del error
        return self._wrong

    def _read(self, values: Mapping[str, FieldValue]) -> tuple[Came, ...]:
        self._wrong = TENANTS
        tenants = read_tenants(str(values[TENANTS] or ""), self._names)
        self._wrong = OTHERS
        return (*tenants, *read_others(str(values[OTHERS] or "")))

    @property
    def fields(self) -> dict[str, FieldValue]:
        """What is entered of the event itself."""
        values = self.form.values()
        return {code: values[code] for code in self._codes}

    @property
    def changes(self) -> dict[str, FieldValue]:
        """What of the event itself is other than it was."""
        return {code: value for code, value in self.form.changes().items() if code in self._codes}

    @property
    def came(self) -> tuple[Came, ...]:
        """Who came, as it is entered."""
        return self._read(self.form.values())

    @property
    def came_changes(self) -> bool:
        """Whether who came is other than it was."""
        return not self.form.changes().keys().isdisjoint({TENANTS, OTHERS})
