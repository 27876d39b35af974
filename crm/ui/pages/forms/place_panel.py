"""One place of a blank: what it is filled with, on which basis, in which unit, over whom; and why one has to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm.domain.measures import Population
from crm.domain.quantity import UNITS
from crm.services.form_binding import Decision, Means, Rows, decision_of
from crm.ui.pages.forms.book import Sign
from crm.ui.pages.forms.words import LOOKS, OWN_TEXT
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.chips import FlowLayout
from crm.ui.widgets.form import ChoiceBox
from crm.ui.widgets.mark import Mark
from crm.ui.widgets.picker import FieldPicker
from crm.ui.widgets.text import ElidedLabel, ground, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from crm.services.form_binding import Proposal, Within
    from crm.ui.context import Context
    from crm.ui.pages.forms.words import FormTexts

_WIDEST = 250
_MOST_GROUPS = 2
_WHOLE = "*"


class PlacePanel(QWidget):
    """Shows a place and asks what fills it. Nothing is decided here: it only says what was chosen."""

    decided = Signal(str, str)
    """Place and decision, as `Decision` is written."""
    accepted = Signal(str)
    """The proposal for a place is taken as it is."""
    rows_named = Signal(str)
    """The row of a place is to repeat."""
    rows_chosen = Signal(str, int, str)
    """Sheet and row of a register, and what it lists, as `Rows` is written."""

    def __init__(self, context: Context, texts: FormTexts) -> None:
        super().__init__()
        self._context = context
        self._texts = texts
        self._place = ""
        self._one: Proposal | None = None
        self._groupings: list[str] = []
        self._rows: Rows | None = None
        theme = context.theme
        self.mark = Mark(theme, "help", tone="text2", size=20)
        self.title = ElidedLabel(size="strong")
        self.state = ElidedLabel(size="caption", tone="text2")
        self.target = Button(theme, " ", icon="search")
        self.target.clicked.connect(self._open_picker)
        self.own = QLineEdit()
        self.own.setAccessibleName(self.tr("Text to write"))
        self.own.setPlaceholderText(self.tr("Text; placeholders such as {period} are filled in"))
        self.own.returnPressed.connect(self._take_text)
        self.basis = ChoiceBox(theme, name=self.tr("Basis"))
        self.unit = ChoiceBox(theme, name=self.tr("Unit"))
        self.whose = ChoiceBox(theme, name=self.tr("Scope"))
        self.groups = [ChoiceBox(theme, name=self.tr("Group")) for _ in range(_MOST_GROUPS)]
        for box in (self.basis, self.unit, *self.groups):
            box.picked.connect(lambda _key: self._say())
        self.kind = ChoiceBox(theme, name=self.tr("Each row is"))
        self.which = ChoiceBox(theme, name=self.tr("Which records"))
        self.whose.picked.connect(lambda _key: self._say_whose())
        self.kind.picked.connect(lambda _key: self._say_kind())
        self.which.picked.connect(lambda _key: self._say_which())
        self.why = label(size="caption", tone="text2", wrap=True)
        self.accept = Button(theme, self.tr("Accept suggestion"), icon="check", kind=Kind.PRIMARY)
        self.accept.clicked.connect(lambda: self.accepted.emit(self._place))
        self.leave = Button(theme, self.tr("Leave empty"), icon="minus")
        self.leave.clicked.connect(lambda: self.decided.emit(self._place, ""))
        self.rows = Button(theme, self.tr("Rows repeat from here"), icon="people")
        self.rows.clicked.connect(lambda: self.rows_named.emit(self._place))
        self.foot = ground("foot")
        """What can be done about the place: under the panel, in sight however the panel is scrolled."""
        self._lay_out()
        self.show_nothing()

    def _lay_out(self) -> None:
        frame = ground("foot")
        column = QVBoxLayout(frame)
        column.setContentsMargins(sizes.MARGIN, 10, sizes.MARGIN, 4)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(sizes.GAP)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.title)
        names.addWidget(self.state)
        head.addWidget(self.mark)
        head.addLayout(names, 1)
        column.addLayout(head)
        column.addWidget(self.target)
        column.addWidget(self.own)
        kinds = QHBoxLayout()
        kinds.setSpacing(sizes.GAP)
        kinds.addWidget(self.basis, 3)
        kinds.addWidget(self.unit, 2)
        column.addLayout(kinds)
        for box in self.groups:
            column.addWidget(box)
        for box in (self.kind, self.which, self.whose):
            column.addWidget(box)
        column.addWidget(self.why)
        under = QVBoxLayout(self.foot)
        under.setContentsMargins(sizes.MARGIN, 4, sizes.MARGIN, 12)
        buttons = FlowLayout()
        for button in (self.accept, self.leave, self.rows):
            buttons.addWidget(button)
        under.addLayout(buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)

    @property
    def place(self) -> str:
        """``sheet!address`` of what is shown."""
        return self._place

    # ------------------------------------------------------------------------------------ what is shown

    def show_nothing(self) -> None:
        """No place is chosen."""
        self._place, self._one, self._rows = "", None, None
        self.title.setText(self.tr("Click a cell in the form"))
        self.state.setText("")
        self.mark.show_drawing("info", tone="text2")
        choices = (
            self.target,
            self.own,
            self.basis,
            self.unit,
            *self.groups,
            self.kind,
            self.which,
            self.whose,
        )
        for part in (*choices, self.why, self.accept, self.leave, self.rows, self.foot):
            part.hide()

    def show_other(self, place: str, *, words: str, text: str | None) -> None:
        """A cell that no words point to: *words* of the form stand in it, or a *text* will be written."""
        self.show_nothing()
        self._place = place
        self.title.setText(f"{place}  {words}".strip())
        said = self.tr("Text on the form") if words else self.tr("A blank cell without a label")
        self.state.setText(self.tr("Filled by its label") if text else said)
        self._name_target(self._texts.text(text) if text else self.tr("Choose what goes here"))
        self.leave.setVisible(text is not None)
        self.rows.setVisible(not words and not text)
        self._fit()

    def _fit(self) -> None:
        """Give what is said the height it needs: Qt keeps that of before its typeface was known."""
        self.foot.setHidden(all(button.isHidden() for button in (self.accept, self.leave, self.rows)))
        self.why.ensurePolished()
        self.why.setFixedHeight(max(self.why.heightForWidth(self.width() - 2 * sizes.MARGIN), 0))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's own
        super().resizeEvent(event)
        self._fit()

    def show_place(self, one: Proposal, sign: Sign, *, rows: Rows | None) -> None:
        """A place, what it is taken for and how far that is; *rows* are what its register lists."""
        self.show_nothing()
        self._place, self._one, self._rows = one.place, one, rows
        drawing, tone, _ = LOOKS[sign]
        self.mark.show_drawing(drawing, tone=tone)
        code = f"  {one.slot.code}" if one.slot.code else ""
        self.title.setText(f"{one.slot.address}{code}  {self._texts.label(one.slot)}")
        self.title.setToolTip(one.place)
        heads = " / ".join(one.slot.heads)
        self.state.setText(" · ".join(filter(None, (self._texts.signs[sign], heads))))
        self._name_target(
            self.tr("Choose what goes here") if one.means is Means.NOTHING else self._texts.target(one)
        )
        is_figure = one.means is Means.FIGURE
        self._show_basis(one, offered=is_figure and not one.slot.is_column)
        self._show_unit(one)
        self._show_groups(one)
        self._show_rows(rows)
        self._show_whose(one, rows)
        is_text = one.means is Means.TEXT
        self.own.setText(one.text if is_text else "")
        self.own.setVisible(is_text)
        why, remedy = self._texts.why(one)
        self.why.setText(why)
        self.why.setToolTip(remedy)
        self.why.setVisible(bool(why))
        self.accept.setVisible(sign is Sign.UNCLEAR)
        self.leave.setVisible(one.means is not Means.NOTHING or not one.is_sure)
        self._fit()

    def _name_target(self, text: str) -> None:
        self.target.setText(self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, _WIDEST))
        self.target.setToolTip(text)
        self.target.setAccessibleName(self.tr("Filled with: {what}").format(what=text))
        self.target.updateGeometry()
        self.target.show()

    def _show_basis(self, one: Proposal, *, offered: bool) -> None:
        labels = self._context.labels
        codes = self._context.library.form_words.own["basis_labels"]
        self.basis.show_choices([(code, labels.basis(code)) for code in codes])
        self.basis.choose(one.basis)
        self.basis.setVisible(offered)

    def _show_unit(self, one: Proposal) -> None:
        usual = one.unit
        fitting = (
            [] if usual is None else [unit for unit in UNITS.values() if unit.dimension is usual.dimension]
        )
        self.unit.show_choices([(unit.code, self._context.labels.unit(unit)) for unit in fitting])
        self.unit.choose("" if usual is None else usual.code)
        self.unit.setVisible(len(fitting) > 1 and one.means in {Means.FIGURE, Means.FIELD})

    def _show_groups(self, one: Proposal) -> None:
        """Of which group a figure is; where the form's words are no value, that is left to choose."""
        self._groupings = [name for name, _ in one.within]
        if one.slot.unclear and one.slot.unclear not in self._groupings:
            self._groupings.append(one.slot.unclear)
        if one.means is not Means.FIGURE:
            self._groupings = []
        for box, grouping in zip(self.groups, self._groupings, strict=False):
            codes: list[tuple[str, ...]] = [(code,) for code in self._texts.codes(grouping)]
            codes += [own for name, own in one.within if name == grouping and own not in codes]
            name, said = self._texts.grouping(grouping), self.tr("{grouping}: {group}")
            box.show_choices(
                [
                    ("", self.tr("{grouping}: choose …").format(grouping=name)),
                    *(
                        (_key(each), said.format(grouping=name, group=self._texts.group(grouping, each)))
                        for each in codes
                    ),
                    (_WHOLE, self.tr("{grouping}: all").format(grouping=name)),
                ]
            )
            box.choose(next((_key(own) for name, own in one.within if name == grouping), ""))
            box.show()

    def _within(self) -> Within | None:
        """The group that the boxes name; None where there is nothing to choose."""
        if not self._groupings:
            return None
        chosen = [(grouping, box.key) for grouping, box in zip(self._groupings, self.groups, strict=False)]
        return tuple(
            (grouping, tuple("" if code == "-" else code for code in key.split("+")))
            for grouping, key in chosen
            if key not in {"", _WHOLE}
        )

    def _show_rows(self, rows: Rows | None) -> None:
        """What the rows of a register are, and which of those records it lists."""
        if rows is None:
            return
        texts = self._texts
        said = self.tr("Rows are: {what}")
        first = said.format(what=self.tr("tenants"))
        likely = [code for code in dict.fromkeys((rows.records, *rows.others)) if code]
        kinds = [*likely, *(code for code in texts.lists if code not in likely)]
        self.kind.show_choices(
            [("", first), *((code, said.format(what=texts.record_kind(code))) for code in kinds)]
        )
        self.kind.choose(rows.records)
        self.kind.show()
        if rows.records:
            self.which.show_choices(texts.choices_of(rows))
            self.which.choose(rows.which)
            self.which.show()

    def _show_whose(self, one: Proposal, rows: Rows | None) -> None:
        labels = self._context.labels
        of_rows = self.tr("Rows: {whose}")
        plain = self.tr("Of: {whose}")
        pattern = of_rows if one.slot.is_column and not (rows and rows.records) else plain
        self.whose.show_choices(
            [(member.value, pattern.format(whose=labels.population(member))) for member in Population]
        )
        if not one.slot.is_column:
            self.whose.choose(one.population.value)
            self.whose.setVisible(one.means is Means.FIGURE)
            return
        self.whose.choose((rows.population if rows else Population.ANYBODY).value)
        self.whose.setVisible(rows is not None and self._texts.are_of_tenants(rows))

    # ----------------------------------------------------------------------------------- what is chosen

    def pick(self, at: QPoint | None = None, *, typed: str = "") -> None:
        """Open the list of what may stand here, at a place of the screen."""
        if not self._place:
            return
        current = self._one.code if self._one is not None else ""
        picker = FieldPicker(
            self.target,
            self._texts.offers(self._one, self._rows),
            title=self.tr("Content of {place}").format(place=self._place),
            current=current,
        )
        picker.picked.connect(self._take)
        picker.open_at(at or self.target.mapToGlobal(QPoint(0, self.target.height() + 2)), typed=typed)

    def _open_picker(self) -> None:
        self.pick()

    def _take(self, code: str) -> None:
        if code == OWN_TEXT:
            self.own.setVisible(True)
            self.own.setFocus()
        else:
            self.decided.emit(self._place, code)

    def _take_text(self) -> None:
        text = self.own.text().strip()
        self.decided.emit(self._place, str(Decision(text=text)) if text else "")

    def _say(self) -> None:
        """Basis, unit or population was chosen: decide about all of it."""
        one = self._one
        if one is None:
            return
        said = decision_of(one)
        basis = self.basis.key if one.means is Means.FIGURE and not one.slot.is_column else said.basis
        whose = self.whose.key if one.means is Means.FIGURE and not one.slot.is_column else said.population
        within = self._within()
        if within is not None and any(not box.key for box in self.groups[: len(self._groupings)]):
            return  # a group is still to be chosen
        self.decided.emit(self._place, str(Decision(said.code, basis, self.unit.key, whose, within=within)))

    def _say_whose(self) -> None:
        if self._one is not None and self._one.slot.is_column:
            self._say_rows()
        else:
            self._say()

    def _say_kind(self) -> None:
        """Another kind of thing stands in the rows: which of them is meant is what is usual for it."""
        kind = self.kind.key
        if kind:
            whose = self._context.library.form_words.lists.usual_population(kind)
            self._tell(str(Rows(whose, kind)))
        else:
            whose = self._rows.population if self._rows is not None else Population.ANYBODY
            self._tell(str(Rows(whose)))

    def _say_which(self) -> None:
        """Others of these records stand in the rows; whose they are follows, unless somebody has said it."""
        usual = self._context.library.form_words.lists.usual_population
        whose, rows = Population(self.whose.key), self._rows
        if rows is not None and whose is usual(f"{rows.records}.{rows.which}"):
            whose = usual(f"{self.kind.key}.{self.which.key}")
        self._tell(str(Rows(whose, self.kind.key, self.which.key)))

    def _say_rows(self) -> None:
        self._tell(str(Rows(Population(self.whose.key), self.kind.key, self.which.key)))

    def _tell(self, text: str) -> None:
        if self._one is not None:
            self.rows_chosen.emit(self._one.slot.sheet, self._one.slot.row, text)


def _key(codes: Sequence[str]) -> str:
    """A group as the key of a choice."""
    return "+".join(code or "-" for code in codes)
