"""The forms there are: whose, which edition, how often, and whether each is fit to be filed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.table.small import Fit, SmallTable
from crm.ui.theme import tokens as sizes
from crm.ui.trouble import show_trouble
from crm.ui.widgets.button import Button
from crm.ui.widgets.skeleton import Skeleton
from crm.ui.widgets.state import StatePanel
from crm.ui.widgets.table import TagDelegate, inset
from crm.ui.widgets.text import ground, label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QMenu

    from crm.services.own_forms import KeptForm
    from crm.ui.context import Context
    from crm.ui.pages.forms.words import FormTexts
    from crm.ui.tasks import Failure

_STATE = 5
_IN_MENU = ("template.edit", "template.align", "template.pack", "template.remove")
_TONES = {
    "broken": ("danger", "danger_soft"),
    "unverified": ("warn", "warn_soft"),
    "fit": ("ok", "ok_soft"),
}


class FormList(QWidget):
    """The list, and below it what is wrong with the chosen form."""

    opened = Signal()
    """The chosen form is to be looked at."""
    chosen_changed = Signal()

    def __init__(self, context: Context, texts: FormTexts) -> None:
        super().__init__()
        self._context = context
        self._texts = texts
        self._forms: tuple[KeptForm, ...] = ()
        heads = (
            Head(self.tr("Form"), key="form"),
            Head(self.tr("Authority"), key="authority"),
            Head(self.tr("Edition"), is_number=True, key="edition", adds_up=False),
            Head(self.tr("Frequency"), key="filed_every"),
            Head(self.tr("Origin"), key="comes_from"),
            Head(self.tr("State"), key="state"),
        )
        self.model = RecordTable(context.theme, heads)
        self.table = SmallTable(context, self.model, key="forms", name=self.tr("Forms"))
        self.table.setItemDelegateForColumn(
            _STATE, TagDelegate(context.theme, lambda state: _TONES[str(state)], self.table)
        )
        self.table.deeds = self._add_deeds
        self.table.opened.connect(lambda _row: self.opened.emit())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._tell())
        self.hint = label(size="small", tone="text2", wrap=True)
        self.hint.setText(
            self.tr(
                "Drop an authority's blank workbook here to create a form, or to align a form with "
                "its new edition."
            )
        )
        self.detail = label(size="small", tone="text2", wrap=True, selectable=True)
        self.pack = self._button("template.pack")
        self.remove = self._button("template.remove")
        self.state = StatePanel(context.theme)
        self.stack = QStackedWidget()
        for layer in (Skeleton(context.theme), inset(self.table), self.state.widget):
            self.stack.addWidget(layer)
        self._lay_out()

    def _button(self, name: str) -> Button:
        actions = self._context.actions
        button = Button(self._context.theme, actions[name].text(), icon=actions.icon_of(name))
        button.setToolTip(actions.hint_of(name))
        button.follow(actions[name])
        return button

    def _add_deeds(self, menu: QMenu) -> None:
        for name in _IN_MENU:
            menu.addAction(self._context.actions[name])

    def _lay_out(self) -> None:
        foot = ground("foot")
        inside = QHBoxLayout(foot)
        inside.setContentsMargins(sizes.MARGIN, 10, sizes.MARGIN, 10)
        inside.setSpacing(sizes.GAP)
        inside.addWidget(self.detail, 1)
        for button in (self.pack, self.remove):
            inside.addWidget(button)
        middle = QVBoxLayout()
        middle.setContentsMargins(sizes.MARGIN, sizes.MARGIN, sizes.MARGIN, sizes.MARGIN)
        middle.setSpacing(sizes.GAP)
        middle.addWidget(self.hint)
        middle.addWidget(self.stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(middle, 1)
        column.addWidget(foot)

    @property
    def chosen(self) -> KeptForm | None:
        """The form under the cursor."""
        row = self.table.currentIndex().row()
        return self._forms[row] if 0 <= row < len(self._forms) else None

    @property
    def forms(self) -> tuple[KeptForm, ...]:
        """All forms."""
        return self._forms

    def show_forms(self, forms: Sequence[KeptForm], *, choose: tuple[str, int] | None = None) -> None:
        """Show *forms*, the cursor on the one of a code and year, else where it was."""
        row = max(self.table.currentIndex().row(), 0)
        self._forms = tuple(forms)
        self.model.show([self._cells(one) for one in forms])
        samples = {2: "2026", 3: "Half-yearly", 4: "Shipped", 5: "Template differs"}
        self.table.fit_columns(Fit(room=310, mosts={1: 360}, samples=samples, yields=(4, 3, 1)))
        keys = [(one.form.code, one.form.year) for one in forms]
        row = keys.index(choose) if choose in keys else min(row, len(keys) - 1)
        self.table.setCurrentIndex(self.model.index(row, 0))
        self.stack.setCurrentIndex(1)
        self._tell()

    def show_failure(self, failure: Failure, *, again: Callable[[], None]) -> None:
        """The forms could not be read."""
        otherwise = self.tr("The forms could not be read")
        show_trouble(self.state, failure, context=self._context, otherwise=otherwise, again=again)
        self.stack.setCurrentIndex(2)

    def _cells(self, one: KeptForm) -> tuple[Cell, ...]:
        form, language = one.form, self._context.language
        state, text = self._state(one)
        return (
            Cell(form.name.in_language(language)),
            Cell(form.authority.in_language(language)),
            Cell(str(form.year)),
            Cell(self._texts.rhythms[form.period_kind]),
            Cell(self.tr("Your own") if one.is_own else self.tr("Built-in")),
            Cell(text, extra=state),
        )

    def _state(self, one: KeptForm) -> tuple[str, str]:
        if one.is_broken:
            return "broken", self.tr("Template differs")
        if not one.form.verified:
            return "unverified", self.tr("Unverified")
        return "fit", self.tr("Verified")

    def _tell(self) -> None:
        one = self.chosen
        if one is None:
            self.detail.setText("")
        else:
            wrong = [self._context.word_finding(finding) for finding in one.findings]
            said = [f"{each.text}  {each.remedy}".strip() for each in wrong[:3]]
            origin = one.form.origin.in_language(self._context.language)
            self.detail.setText("\n".join([origin, *said]))
            self.detail.setToolTip(one.form.code)
        self.chosen_changed.emit()
