"""The tab of figures: what a tenant reported, indicators down and periods across, each with where it came from."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm.domain.period import Period, PeriodKind
from crm.services.moment import local_time
from crm.ui.ask import Sheet
from crm.ui.forms.form import Form, Section
from crm.ui.forms.spec import EntryKind, EntrySpec
from crm.ui.labels import NOTHING, amount, measured, shown_unit
from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.table.small import Fit, SmallTable
from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import in_pixels
from crm.ui.widgets.button import Button
from crm.ui.widgets.chips import ChipBar, Choice
from crm.ui.widgets.state import StatePanel
from crm.ui.widgets.table import inset
from crm.ui.widgets.text import ground, label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.domain.indicators import Indicator
    from crm.services.tenant_file import Origin
    from crm.services.tenants import TenantProfile
    from crm.ui.context import Context

AnyIndex = QModelIndex | QPersistentModelIndex
_NAME, _NAME_MOST = 240, 376


class FigurePlace(NamedTuple):
    """A cell of the table: which figure it is, its value, and the operation that brought it."""

    indicator: str
    period: Period
    value: int | None
    operation_id: int = 0
    source_row: int | None = None


class FigureModel(RecordTable):
    """Cells with their figures; the tool-tip tells where a figure came from."""

    tip_of: object = None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: D102 - Qt's own
        if role == Qt.ItemDataRole.ToolTipRole and index.isValid() and callable(self.tip_of):
            place = self.cell(index.row(), index.column()).extra
            if isinstance(place, FigurePlace):
                return self.tip_of(place)
        return super().data(index, role)


class FiguresTab(QWidget):
    """Figures by period."""

    edit_asked = Signal(object)
    """A FigurePlace."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._profile: TenantProfile | None = None
        self._origins: Mapping[int, Origin] = {}
        self.kinds = ChipBar(context.theme, name=self.tr("Period type"))
        self.kinds.chosen.connect(lambda _key: self._fill())
        self.edit = Button(context.theme, self.tr("Correct"), icon="edit")
        self.edit.setToolTip(self.tr("Correct the selected figure (Enter)"))
        self.edit.clicked.connect(self._ask)
        self.origin = label(size="small", tone="text2", wrap=True)
        self.model = FigureModel(context.theme, (Head(""),))
        self.model.tip_of = self._tip
        self.table = SmallTable(
            context, self.model, key="tenant.figures", name=self.tr("Figures"), by_rows=False
        )
        self.table.opened.connect(lambda _row: self._ask())
        self.table.selectionModel().currentChanged.connect(lambda *_: self._tell_origin())
        self.state = StatePanel(context.theme)
        self._lay_out()

    def _lay_out(self) -> None:
        bar = ground("surface")
        row = QHBoxLayout(bar)
        row.setContentsMargins(sizes.MARGIN, 8, sizes.MARGIN, 8)
        row.setSpacing(sizes.MARGIN)
        row.addWidget(self.kinds, 1)
        row.addWidget(self.edit)
        foot = ground("foot")
        below = QHBoxLayout(foot)
        below.setContentsMargins(sizes.MARGIN, 6, sizes.MARGIN, 6)
        below.addWidget(self.origin)
        listed = inset(self.table)
        self.parts = (bar, listed, foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(listed, 1)
        column.addWidget(self.state.widget, 1)
        column.addWidget(foot)

    def show_profile(self, profile: TenantProfile, origins: Mapping[int, Origin]) -> None:
        """Show what a tenant has reported."""
        self._profile, self._origins = profile, origins
        held = Counter(figure.period.kind for figure in profile.figures)
        names = {
            PeriodKind.YEAR: self.tr("Years"),
            PeriodKind.HALF: self.tr("Half-years"),
            PeriodKind.QUARTER: self.tr("Quarters"),
            PeriodKind.MONTH: self.tr("Months"),
        }
        chosen = self.kinds.key
        self.kinds.show_choices(
            [Choice(kind.value, names[kind], f"{held[kind]:,}") for kind in PeriodKind if held[kind]]
        )
        if held and chosen not in {kind.value for kind in held}:
            chosen = held.most_common(1)[0][0].value
        if held:
            self.kinds.choose(chosen)
        for part in self.parts:
            part.setVisible(bool(held))
        self.state.widget.setVisible(not held)
        if not held:
            self.state.show(
                self.tr("No figures yet"),
                self.tr(
                    "Import the workbook in which the tenant reports, and its figures are listed "
                    "here by period."
                ),
                drawing="chart",
            )
        self._fill()

    def _fill(self) -> None:
        profile = self._profile
        if profile is None or not profile.figures:
            return
        here = self.table.currentIndex().row(), self.table.currentIndex().column()
        chosen = self.kinds.key
        figures = [figure for figure in profile.figures if figure.period.kind.value == chosen]
        periods = sorted({figure.period for figure in figures}, key=lambda period: period.key, reverse=True)
        held = {(figure.indicator, figure.period): figure for figure in figures}
        codes = {figure.indicator for figure in figures}
        indicators = [one for one in self._context.library.indicators if one.code in codes]
        heads = (
            Head(self.tr("Indicator"), key="indicator"),
            *(
                Head(self._context.labels.period(period), is_number=True, key=period.code)
                for period in periods
            ),
        )
        rows = []
        for indicator in indicators:
            unit = shown_unit(indicator.unit)
            name = indicator.name.in_language(self._context.language)
            cells = [Cell(measured(name, self._context.labels.unit(unit)), "text2")]
            for period in periods:
                figure = held.get((indicator.code, period))
                if figure is None:
                    cells.append(Cell(NOTHING, "text3", FigurePlace(indicator.code, period, None)))
                    continue
                place = FigurePlace(
                    indicator.code, period, figure.value, figure.operation_id, figure.source_row
                )
                cells.append(Cell(amount(figure.value, unit), "", place))
            rows.append(cells)
        self.model.show(rows, heads)
        names = self.table.sizeHintForColumn(0) + sizes.GAP
        self.table.fit_columns(Fit(room=max(_NAME, min(names, in_pixels(_NAME_MOST))), least=88))
        place_index = self.model.index(max(here[0], 0), max(here[1], 1))
        if place_index.isValid():
            self.table.setCurrentIndex(place_index)
        self._tell_origin()

    @property
    def chosen(self) -> FigurePlace | None:
        """The figure with the cursor."""
        index = self.table.currentIndex()
        place = self.model.cell(index.row(), index.column()).extra if index.isValid() else None
        return place if isinstance(place, FigurePlace) else None

    def _tell_origin(self) -> None:
        place = self.chosen
        self.edit.setEnabled(place is not None)
        self.origin.setText("" if place is None else self._tip(place))

    def _tip(self, place: FigurePlace) -> str:
        """Where a figure came from, in words."""
        indicator = self._context.library.indicators[place.indicator]
        head = f"{indicator.name.in_language(self._context.language)} · {self._context.labels.period(place.period)}"
        origin = self._origins.get(place.operation_id)
        if place.value is None:
            return self.tr("{figure}: not reported").format(figure=head)
        if origin is None:
            return head
        title = self._context.library.messages.word(origin.kind, origin.details, self._context.language).text
        told = self.tr("{figure}: {what}; {by}, {at}").format(
            figure=head, what=title, by=origin.by, at=local_time(origin.at)
        )
        if place.source_row is not None:
            told += self.tr("; row {row} of the file").format(row=place.source_row)
        return told

    def _ask(self) -> None:
        place = self.chosen
        if place is not None:
            self.edit_asked.emit(place)


class FigureSheet(Sheet):
    """Asks for a corrected figure and for the reason."""

    def __init__(self, context: Context, place: FigurePlace) -> None:
        super().__init__()
        indicator: Indicator = context.library.indicators[place.indicator]
        kind = {"money": EntryKind.MONEY, "area": EntryKind.AREA}.get(
            indicator.unit.dimension.value, EntryKind.COUNT
        )
        caption = indicator.name.in_language(context.language)
        specs = (
            EntrySpec("value", caption, kind, unit=shown_unit(indicator.unit)),
            EntrySpec(
                "reason",
                QCoreApplication.translate("FigureSheet", "Reason"),
                EntryKind.TEXT,
                required=True,
            ),
        )
        self.form = Form(context, (Section("", specs),))
        self.form.show_values({"value": place.value})
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)

    def first_entry(self) -> QWidget | None:
        """The figure."""
        return self.form.rows["value"].entry.inner()

    def check(self) -> bool:
        """Whether there is a reason, and a figure or none at all."""
        return self.form.check()

    def answer(self) -> tuple[int | None, str]:
        """The figure, None to take it away, and the reason."""
        values = self.form.values()
        value = values["value"]
        return (value if isinstance(value, int) else None), str(values["reason"])
