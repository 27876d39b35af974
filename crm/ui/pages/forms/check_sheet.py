"""A check that the user writes: its relation, read as it is typed, what it says, how grave it is, what it comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm.domain.finding import Finding, Severity
from crm.domain.period import Period
from crm.domain.wording import Words
from crm.services.form_check_trying import (
    OwnCheck,
    checked_form,
    fault_in,
    in_words,
    is_code,
    names_of,
    periods_to_try,
    try_check,
)
from crm.ui.ask import Sheet
from crm.ui.theme.fonts import in_pixels
from crm.ui.widgets.button import Button
from crm.ui.widgets.form import ChoiceBox, FormField
from crm.ui.widgets.picker import FieldPicker, Offer
from crm.ui.widgets.text import label, retone

if TYPE_CHECKING:
    from collections.abc import Collection

    from crm.services.form_check_trying import Tried
    from crm.ui.context import Context
    from crm.ui.pages.forms.book import Work
    from crm.ui.tasks import Failure

_WIDTH = 640
_EMPTY = OwnCheck("", "", Words("", ""), Words("", ""))


class CheckSheet(Sheet):
    """Asks for a check over what is bound; *given* is one that is changed, *taken* are the codes of the others."""

    def __init__(
        self, context: Context, work: Work, given: OwnCheck | None = None, *, taken: Collection[str] = ()
    ) -> None:
        super().__init__()
        self.width_wanted = in_pixels(_WIDTH)
        self._context, self._work, self._taken = context, work, frozenset(taken)
        self._form = checked_form(work)
        self._given = given or _EMPTY
        self._make_entries()
        self._lay_out()
        self._show_places()
        self._try()

    def _make_entries(self) -> None:
        theme, given = self._context.theme, self._given
        self.code = QLineEdit(given.code)
        self.code.setEnabled(not given.code)
        self.expression = QLineEdit(given.expression)
        self.expression.setPlaceholderText("net_profit <= total_income")
        self.says, self.says_en = QLineEdit(given.says.zh), QLineEdit(given.says.en)
        self.remedy, self.remedy_en = QLineEdit(given.remedy.zh), QLineEdit(given.remedy.en)
        self.tolerance = QLineEdit(given.tolerance)
        self.severity = ChoiceBox(theme, name=self.tr("Severity"))
        self.severity.show_choices(
            [
                ("error", self.tr("Error")),
                ("warning", self.tr("Warning")),
                ("info", self.tr("Hint")),
            ]
        )
        self.severity.choose(given.severity)
        self.missing = ChoiceBox(theme, name=self.tr("If values are missing"))
        self.missing.show_choices(
            [
                ("any", self.tr("Skip if any value is missing")),
                ("all", self.tr("Skip if all values are missing")),
                ("never", self.tr("Treat missing as zero")),
            ]
        )
        self.missing.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        self.missing.choose(given.missing)
        self.scope = ChoiceBox(theme, name=self.tr("Scope"))
        blocks = () if self._form is None else self._form.blocks
        rows = self.tr("each row of {place}")
        self.scope.show_choices(
            [
                ("form", self.tr("the form as a whole")),
                *((f"row:{one.id}", rows.format(place=f"{one.sheet}!{one.row}")) for one in blocks),
            ]
        )
        self.scope.choose(given.scope)
        self.place = ChoiceBox(theme, name=self.tr("Marks"))
        self.insert = Button(theme, self.tr("Insert"), icon="search")
        self.insert.clicked.connect(self._pick)
        self.period = ChoiceBox(theme, name=self.tr("Period"))
        periods = () if self._form is None else periods_to_try(self._form, self._context.workplace.today)
        self.period.show_choices([(one.code, self._context.labels.period(one)) for one in periods])
        self.period.setMinimumWidth(160)
        self.run = Button(theme, self.tr("Test"), icon="passed")
        self.run.clicked.connect(self._run)
        self.told = label(size="small", tone="text2", wrap=True)
        self.told.setMinimumHeight(36)
        self.result = label(size="small", tone="text2", wrap=True)
        for entry in (self.expression, self.tolerance):
            entry.textChanged.connect(lambda _text: self._try())
        self.scope.picked.connect(lambda _key: self._show_places())

    def _lay_out(self) -> None:
        self.code_field = FormField(self.tr("Code"), self.code, required=True)
        self.says_field = FormField(self.tr("Message"), self.says, required=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(
            _row(
                self.code_field,
                FormField(self.tr("Severity"), self.severity),
                FormField(self.tr("Scope"), self.scope),
            )
        )
        relation = QHBoxLayout()
        relation.setSpacing(8)
        relation.addWidget(FormField(self.tr("Relation"), self.expression, required=True), 1)
        below = QVBoxLayout()
        below.addStretch(1)
        below.addWidget(self.insert)
        relation.addLayout(below)
        column.addLayout(relation)
        column.addWidget(self.told)
        column.addLayout(
            _row(
                FormField(self.tr("Tolerance"), self.tolerance),
                FormField(self.tr("If values are missing"), self.missing),
                FormField(self.tr("Marks"), self.place),
            )
        )
        column.addLayout(
            _row(self.says_field, FormField(self.tr("Message in English (optional)"), self.says_en))
        )
        column.addLayout(
            _row(
                FormField(self.tr("What to do"), self.remedy),
                FormField(self.tr("What to do, in English (optional)"), self.remedy_en),
            )
        )
        tried = QHBoxLayout()
        tried.setSpacing(8)
        tried.addWidget(self.period)
        tried.addWidget(self.run)
        tried.addWidget(self.result, 1)
        column.addLayout(tried)

    def first_entry(self) -> QWidget:
        """Where the cursor goes at first."""
        return self.expression if self._given.code else self.code

    def answer(self) -> OwnCheck:
        """The check as it stands."""
        return OwnCheck(
            code=self.code.text().strip(),
            expression=self.expression.text().strip(),
            says=Words(self.says.text().strip(), self.says_en.text().strip()),
            remedy=Words(self.remedy.text().strip(), self.remedy_en.text().strip()),
            severity=self.severity.key,
            scope=self.scope.key,
            place=self.place.key,
            tolerance=self.tolerance.text().strip(),
            missing=self.missing.key,
        )

    def check(self) -> bool:
        """A code of its own, a relation that can be read, what it says."""
        own = self.answer()
        why = "" if is_code(own.code) else self.tr("Letters, digits and hyphens, such as income-1.")
        if own.code in self._taken and own.code != self._given.code:
            why = self.tr("A check with this code already exists.")
        self.code_field.refuse(why)
        self.says_field.refuse("" if own.says.zh else self.tr("Enter a message."))
        return self._try() and not why and bool(own.says.zh)

    # ------------------------------------------------------------------------------------- as it is typed

    def _show_places(self) -> None:
        """What a check that runs there may name, and point at."""
        names = self._names()
        language = self._context.language
        first = self.tr("the first figure in the relation")
        own = [
            (name, words.in_language(language))
            for name, words in names
            if "." not in name or not self._is_rows
        ]
        self.place.setMinimumWidth(self.place.width_for(first))
        self.place.show_choices([("", first), *own])
        self.place.choose(self._given.place)
        self._try()

    @property
    def _is_rows(self) -> bool:
        return self.scope.key != "form"

    def _names(self) -> tuple[tuple[str, Words], ...]:
        return () if self._form is None else names_of(self._form, self.scope.key)

    def _pick(self) -> None:
        language = self._context.language
        offers = [
            Offer(name, f"{words.in_language(language)}  {name}", words.zh) for name, words in self._names()
        ]
        picker = FieldPicker(
            self.insert, offers, title=self.tr("Indicators and columns of the form"), current=""
        )
        picker.picked.connect(self._insert)
        picker.open_at(self.insert.mapToGlobal(QPoint(0, self.insert.height() + 2)))

    def _insert(self, name: str) -> None:
        """Put a name where the cursor is."""
        before = self.expression.text()[: self.expression.cursorPosition()]
        self.expression.insert(name if not before or before[-1] in " (" else f" {name}")
        self.expression.setFocus()

    def _try(self) -> bool:
        """Say the relation in words, or what is wrong with it and where; whether it can be read."""
        own, form = self.answer(), self._form
        if form is None:
            self.told.setText(self.tr("Bind the form's figures first."))
            return False
        fault = fault_in(own, form)
        if fault is None:
            self.told.setText(in_words(own, form).in_language(self._context.language))
            retone(self.told, "ok")
        else:
            sentence = self._context.word_finding(Finding(fault.code, Severity.WARNING, values=fault.values))
            self.told.setText(f"{sentence.text}\n{sentence.remedy}")
            retone(self.told, "text2" if fault.code == "check-text-empty" else "danger")
        self.run.setEnabled(fault is None)
        self.result.setText("")
        return fault is None

    # ----------------------------------------------------------------------------------------- what it comes to

    def _run(self) -> None:
        """Try it over the chosen period, off the window's thread."""
        context, work, own = self._context, self._work, self.answer()
        period = Period.parse(self.period.key)
        self.result.setText(self.tr("Calculating…"))
        retone(self.result, "text2")
        context.tasks.read(
            lambda _job: try_check(context.workplace, context.library, work, own, period),
            done=self._show_tried,
            failed=self._show_failed,
            key="forms.check",
        )

    def _show_tried(self, tried: Tried) -> None:
        if tried.findings:
            sentence = self._context.word_finding(tried.findings[0])
            more = len(tried.findings) - 1
            text = self.tr("Fails: {text}").format(text=sentence.text)
            self.result.setText(text + (self.tr(" ({count} more)").format(count=more) if more else ""))
            retone(self.result, "danger")
        else:
            holds = tried.holds is not None
            self.result.setText(self.tr("Passes.") if holds else self.tr("Values are missing: not checked."))
            retone(self.result, "ok" if holds else "warn")

    def _show_failed(self, failure: Failure) -> None:
        if failure.refusal is None:
            self._context.tasks.failed.emit(failure)
            return
        self.result.setText(self._context.word_error(failure.refusal).text)
        retone(self.result, "danger")


def _row(*fields: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    for field in fields:
        row.addWidget(field, 1)
    return row
