"""The facts of a new tenant: its name, its code if it has one, and where it stands at first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QLineEdit, QVBoxLayout, QWidget

from crm.domain.identifiers import clean_code, uscc_problem
from crm.domain.lifecycle import Stage
from crm.ui.ask import Sheet
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.chips import FlowLayout
from crm.ui.widgets.form import FormField
from crm.ui.widgets.text import label

if TYPE_CHECKING:
    from crm.services.tenants import FieldValue
    from crm.ui.labels import Labels
    from crm.ui.theme.theme import Theme

FIRST_STAGES = (Stage.LEAD, Stage.PROSPECT, Stage.REVIEW)
"""Whoever moves in has been reviewed: later stages are reached by moves."""


class NewTenantSheet(Sheet):
    """Asks for a tenant that is not known yet."""

    def __init__(self, theme: Theme, labels: Labels) -> None:
        super().__init__()
        self.name = FormField(self.tr("Name"), QLineEdit(), required=True)
        self.code = FormField(self.tr("Unified social credit code"), QLineEdit())
        self._group = QButtonGroup(self)
        self.stages: dict[Stage, Button] = {}
        row = QWidget()
        flow = FlowLayout()
        row.setLayout(flow)
        for stage in FIRST_STAGES:
            chip = Button(theme, labels.stage(stage), kind=Kind.CHIP)
            chip.setCheckable(True)
            self._group.addButton(chip)
            self.stages[stage] = chip
            flow.addWidget(chip)
        self.stages[Stage.LEAD].setChecked(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.name)
        column.addWidget(self.code)
        column.addWidget(label(self.tr("Stage"), size="small", tone="text2"))
        column.addWidget(row)

    def first_entry(self) -> QWidget:
        """The name."""
        return self.name.entry

    def check(self) -> bool:
        """Whether there is a name; a code that breaks its own rules is refused here, where it has just been typed."""
        code = clean_code(self._text(self.code))
        nameless = not self._text(self.name)
        wrong = bool(code) and uscc_problem(code) is not None
        self.name.refuse(self.tr("Enter the name of the tenant.") if nameless else "")
        self.code.refuse(self.tr("This is not a valid 18-character code.") if wrong else "")
        return not (nameless or wrong)

    @property
    def stage(self) -> Stage:
        """Where it stands at first."""
        return next(stage for stage, chip in self.stages.items() if chip.isChecked())

    def values(self) -> dict[str, FieldValue]:
        """The fields that were given."""
        code = clean_code(self._text(self.code))
        return {"name": self._text(self.name), **({"uscc": code} if code else {})}

    def _text(self, field: FormField) -> str:
        entry = field.entry
        return entry.text().strip() if isinstance(entry, QLineEdit) else ""
