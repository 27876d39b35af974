"""By what the list of tenants is filtered, apart from search and stage."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm.domain.vocabulary import INDUSTRY
from crm.ui.ask import Sheet
from crm.ui.forms.day_picker import DayPicker
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.chips import FlowLayout
from crm.ui.widgets.form import ChoiceBox, DateBox, FormField
from crm.ui.widgets.text import label

if TYPE_CHECKING:
    from datetime import date

    from crm.services.tenants import TenantQuery
    from crm.ui.context import Context

_REPORTED, _NEVER = "reported", "never"


class FilterSheet(Sheet):
    """Asks for technology fields, an industry, the days of moving in, and whether figures were reported."""

    def __init__(self, context: Context, query: TenantQuery) -> None:
        super().__init__()
        self._context = context
        self._query = query
        self.fields: dict[str, Button] = {}
        row = QWidget()
        flow = FlowLayout(gap=6)
        row.setLayout(flow)
        for term in context.library.vocabulary["technology_field"]:
            chip = Button(context.theme, context.labels.term("technology_field", term.code), kind=Kind.CHIP)
            chip.setCheckable(True)
            chip.setChecked(term.code in query.technology_fields)
            self.fields[term.code] = chip
            flow.addWidget(chip)
        self.industry = self._industry_box()
        self.figures = ChoiceBox(context.theme, name=self.tr("Reported figures"))
        self.figures.show_choices(
            [("", self.tr("All")), (_REPORTED, self.tr("Has reported")), (_NEVER, self.tr("Never reported"))]
        )
        self.figures.choose({None: "", True: _REPORTED, False: _NEVER}[query.has_figures])
        self.moved_in_from = FormField(self.tr("Moved in from"), DateBox(query.moved_in_from))
        self.moved_in_to = FormField(self.tr("Moved in until"), DateBox(query.moved_in_to))
        today = context.workplace.today
        self.pickers = [
            DayPicker(field.entry, context.theme, today=today, language=context.language)
            for field in (self.moved_in_from, self.moved_in_to)
            if isinstance(field.entry, DateBox)
        ]
        days = QHBoxLayout()
        days.setSpacing(12)
        days.addWidget(self.moved_in_from)
        days.addWidget(self.moved_in_to)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(label(self.tr("Technology field"), size="small", tone="text2"))
        column.addWidget(row)
        column.addSpacing(6)
        boxes = QHBoxLayout()
        boxes.setSpacing(12)
        for caption, box in (
            (self.tr("Industry"), self.industry),
            (self.tr("Reported figures"), self.figures),
        ):
            beside = QVBoxLayout()
            beside.setSpacing(6)
            beside.addWidget(label(caption, size="small", tone="text2"))
            beside.addWidget(box)
            boxes.addLayout(beside, 1)
        column.addLayout(boxes)
        column.addSpacing(6)
        column.addLayout(days)

    def _industry_box(self) -> ChoiceBox:
        labels = self._context.labels
        letters = [term.code for term in self._context.library.vocabulary[INDUSTRY] if not term.group]
        box = ChoiceBox(self._context.theme, name=self.tr("Industry"))
        box.setMinimumContentsLength(8)  # else it would be as wide as its longest name
        box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.show_choices(
            [("", self.tr("All")), *((one, labels.field_value("industry", one)) for one in letters)]
        )
        box.choose(next((one for one in sorted(self._query.industries) if one in letters), ""))
        return box

    def first_entry(self) -> QWidget:
        """The first technology field."""
        return next(iter(self.fields.values()))

    def check(self) -> bool:
        """Whether the days can be read, and stand in order."""
        faults = [self._refuse(self.moved_in_from), self._refuse(self.moved_in_to)]
        if any(faults):
            return False
        begin, end = self._day(self.moved_in_from), self._day(self.moved_in_to)
        turned = begin is not None and end is not None and end < begin
        self.moved_in_to.refuse(self.tr("The end date is before the start date.") if turned else "")
        return not turned

    def answer(self) -> TenantQuery:
        """The query with this filter."""
        letter = self.industry.key
        industries = self._context.library.vocabulary[INDUSTRY]
        below = {term.code[:2] for term in industries if letter and term.group == letter}
        return replace(
            self._query,
            technology_fields=frozenset(code for code, chip in self.fields.items() if chip.isChecked()),
            industries=frozenset({letter, *below}) if letter else frozenset(),
            has_figures={"": None, _REPORTED: True, _NEVER: False}[self.figures.key],
            moved_in_from=self._day(self.moved_in_from),
            moved_in_to=self._day(self.moved_in_to),
        )

    def _refuse(self, field: FormField) -> bool:
        """Whether what stands in *field* is no day, which is said there."""
        entry = field.entry
        typed = isinstance(entry, QLineEdit) and bool(entry.text().strip())
        wrong = typed and self._day(field) is None
        field.refuse(self.tr("This is not a date.") if wrong else "")
        return wrong

    def _day(self, field: FormField) -> date | None:
        return field.entry.day if isinstance(field.entry, DateBox) else None


class NameSheet(Sheet):
    """Asks for the name of a view."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = FormField(self.tr("Name of the view"), QLineEdit(name), required=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.name)

    def first_entry(self) -> QWidget:
        """The name."""
        return self.name.entry

    def check(self) -> bool:
        """Whether there is one."""
        self.name.refuse("" if self.answer() else self.tr("Enter a name for the view."))
        return bool(self.answer())

    def answer(self) -> str:
        """The name."""
        entry = self.name.entry
        return entry.text().strip() if isinstance(entry, QLineEdit) else ""
