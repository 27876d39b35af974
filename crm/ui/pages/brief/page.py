"""The achievements brief: choose a period, read the rows, look behind each, take it away as Word or as a workbook."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from crm.domain.errors import NotFoundError
from crm.domain.period import Period, PeriodKind
from crm.domain.wording import Language, counted
from crm.services.brief import SHEET, TITLE, WORD, build_brief, export_brief
from crm.services.tenants import TenantQuery, get_tenant_lines, list_tenant_ids
from crm.ui.ask import Question
from crm.ui.forms.form import Section
from crm.ui.forms.sheet import FormSheet
from crm.ui.forms.spec import EntryKind, EntrySpec, Option, search_of
from crm.ui.labels import NOTHING, number
from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.page import HeadParts, Page
from crm.ui.pages.brief.records import RowRecords
from crm.ui.printing.documents import PrintColumn, ProfileDocument, TableSection, TextSection
from crm.ui.printing.printing import print_profile
from crm.ui.saved import dated_name, tell_saved
from crm.ui.table.small import Fit, SmallTable
from crm.ui.theme import tokens as sizes
from crm.ui.trouble import show_trouble
from crm.ui.widgets.button import Button
from crm.ui.widgets.form import ChoiceBox
from crm.ui.widgets.skeleton import Skeleton
from crm.ui.widgets.split import keep_widths, split
from crm.ui.widgets.state import StatePanel
from crm.ui.widgets.table import inset
from crm.ui.widgets.text import ElidedLabel, ground, line
from crm.ui.widgets.wrapped import RowHeights

if TYPE_CHECKING:
    from pathlib import Path

    from crm.domain.changes import Changes
    from crm.services.brief import Brief, BriefRow
    from crm.ui.context import Context
    from crm.ui.tasks import Failure, Job

_MONTHS, _QUARTERS, _YEARS = 6, 8, 5
_SIDE, _NARROW_SIDE = 380, 320
_ACTIONS = ("brief.word", "brief.sheet")
_STATE, _SKELETON, _LIST = range(3)
_CASES = ("growth", "space", "team")
_WIDEST = {1: 168, 2: 130, 4: 140, 6: 140}
_SENTENCE, _LEAST_SENTENCE = 7, 160
"""The column that takes the rest, and what it has before another one is hidden."""
_PRINTED, _VALUE, _SHORT = 5, 2, 24
_PERIOD, _CASE = "brief/period", "brief/case/"


class BriefPage(Page):
    """A brief and what stands behind its rows."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._brief: Brief | None = None
        self._stale = True
        theme = context.theme
        self.period = ChoiceBox(theme, name=self.tr("Period"))
        self.period.setMinimumWidth(128)
        self.period.show_choices([(one.code, context.labels.period(one)) for one in self._periods()])
        self.period.choose(context.settings.text(_PERIOD))
        self.period.picked.connect(lambda _key: self._pick())
        self.cases = Button(theme, self.tr("Typical tenants"), icon="tenants")
        self.cases.clicked.connect(self._read_tenants)
        self.about = ElidedLabel(size="small", tone="text2")
        self.model = RecordTable(theme, self._heads())
        self.table = SmallTable(
            context, self.model, key="brief", name=self.tr("Rows of the brief"), row_height=0
        )
        self._heights = RowHeights(theme, self.table, 1, _SENTENCE)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._tell(now.row()))
        self.records = RowRecords(context)
        self.table.opened.connect(lambda _row: self.records.table.setFocus())
        self.records.tenant_chosen.connect(lambda tenant: context.go("tenants", tenant))
        self.records.left.connect(self.table.setFocus)
        self.state = StatePanel(theme)
        self._lay_out()
        actions = context.actions
        actions.serve("brief.word", lambda: self._ask_where(WORD))
        actions.serve("brief.sheet", lambda: self._ask_where(SHEET))
        self._enable(here=False)
        context.hub.changed.connect(self._hear)

    def _heads(self) -> tuple[Head, ...]:
        return (
            Head(self.tr("No."), is_number=True, key="no", adds_up=False),
            Head(self.tr("Indicator"), key="indicator"),
            Head(self.tr("Value"), is_number=True, key="value", adds_up=False),
            Head(self.tr("Unit"), key="unit"),
            Head(self.tr("Period"), key="period"),
            Head(self.tr("Records"), is_number=True, key="records"),
            Head(self.tr("Verification"), key="checked"),
            Head(self.tr("Sentence"), key="sentence"),
        )

    def _periods(self) -> list[Period]:
        today = self._context.workplace.today
        periods: list[Period] = []
        kinds = ((PeriodKind.YEAR, _YEARS), (PeriodKind.QUARTER, _QUARTERS), (PeriodKind.MONTH, _MONTHS))
        for kind, count in kinds:
            one = Period.containing(today, kind).previous()
            for _ in range(count):
                periods.append(one)
                one = one.previous()
        return sorted(periods, key=lambda one: (one.kind.months != 3, one.kind.months, -one.key))

    # ---------------------------------------------------------------- layout

    def _lay_out(self) -> None:
        bar = ground("surface")
        bar.setFixedHeight(48)
        row = QHBoxLayout(bar)
        row.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, 0)
        row.setSpacing(sizes.GAP)
        row.addWidget(self.period)
        row.addWidget(self.cases)
        row.addWidget(self.about, 1)
        self.stack = QStackedWidget()
        for layer in (self.state.widget, Skeleton(self._context.theme), inset(self.table)):
            self.stack.addWidget(layer)
        self.stack.currentChanged.connect(lambda _place: self.take_cursor())
        side = ground("surface")
        side.setMinimumWidth(_NARROW_SIDE)
        inner = QVBoxLayout(side)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.records)
        self.splitter = split([(self.stack, 0), (side, _SIDE)])
        keep_widths(self.splitter, self._context.settings, "brief.splitter")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(line())
        column.addWidget(self.splitter, 1)

    # ---------------------------------------------------------------- what the shell asks

    def _enable(self, *, here: bool) -> None:
        for name in _ACTIONS:
            self._context.actions[name].setEnabled(here and self._brief is not None)
        self.head_changed.emit()

    def head(self) -> HeadParts:
        """Title and actions."""
        printing = ("print",) if self._brief is not None else ()
        return HeadParts(
            self._context.actions.name_of("go.brief"), actions=("brief.sheet", "brief.word", *printing)
        )

    def enter(self) -> None:
        """Read what has become old."""
        self._enable(here=True)
        if self._stale:
            self._read()
        self._tell_count()

    def leave(self) -> None:
        """Put the actions away."""
        self._enable(here=False)

    def focus_content(self) -> None:
        """Put the cursor into the rows."""
        if self.stack.currentIndex() == _LIST:
            self.table.setFocus()

    def refresh(self) -> None:
        """Count again."""
        self._read()

    def print_page(self) -> None:
        """Preview the brief on paper."""
        brief = self._brief
        if brief is None:
            return
        places = range(_PRINTED)
        columns = [self.model.heads[place] for place in places]
        table = TableSection(
            "",
            tuple(PrintColumn(head.title, head.is_number) for head in columns),
            [self._printed(row, places) for row in range(len(brief.rows))],
        )
        text = TextSection("", "\n".join(row.sentence for row in brief.told))
        print_profile(self._context, ProfileDocument(TITLE, self.about.text(), (text, table)))

    def _printed(self, row: int, places: range) -> list[str]:
        """A row on paper; a value that is a long text stands among the sentences above, and would tear the table."""
        texts = [self.model.cell(row, place).text for place in places]
        if len(texts[_VALUE]) > _SHORT:
            texts[_VALUE] = self.tr("see above")
        return texts

    # ---------------------------------------------------------------- reading

    def _pick(self) -> None:
        self._context.settings.keep_text(_PERIOD, self.period.key)
        self._read()

    def _hear(self, changes: Changes) -> None:
        del changes
        self._stale = True
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        context, period = self._context, Period.parse(self.period.key)
        chosen = {kind: context.settings.text(_CASE + kind) for kind in _CASES}
        self._stale = False
        if self._brief is None:
            self.stack.setCurrentIndex(_SKELETON)

        def work(_job: Job) -> Brief:
            cases = {kind: name for kind, name in chosen.items() if name}
            try:
                return build_brief(context.workplace, context.library, period, cases=cases)
            except NotFoundError:  # a typical tenant of another database
                return build_brief(context.workplace, context.library, period)

        context.tasks.read(work, done=self._show, failed=self._fail, key="brief", title=self.tr("Counting"))

    def _fail(self, failure: Failure) -> None:
        self._brief = None
        self.records.show_nothing()
        otherwise = self.tr("The brief could not be created")
        show_trouble(self.state, failure, context=self._context, otherwise=otherwise, again=self._read)
        self.stack.setCurrentIndex(_STATE)
        self._enable(here=self.isVisible())

    def _show(self, brief: Brief) -> None:
        self._brief = brief
        row = max(self.table.currentIndex().row(), 0)
        self.about.setText(
            counted(
                self.tr("{told} of {count} {count|row has|rows have} content; as of {day}"),
                told=len(brief.told),
                count=len(brief.rows),
                day=brief.setting.as_of.isoformat(),
            )
        )
        self.model.show([self._cells(one) for one in brief.rows])
        self.table.fit_columns(
            Fit(_SENTENCE, room=_LEAST_SENTENCE, most=110, mosts=_WIDEST, yields=(6, 5, 4))
        )
        self._heights.fit()
        self.stack.setCurrentIndex(_LIST)
        self.table.selectRow(row)
        self._tell(row)
        self._enable(here=self.isVisible())
        self._tell_count()

    def _cells(self, row: BriefRow) -> tuple[Cell, ...]:
        value, unit = self._amount(row)
        checked = Cell(self.tr("Checked"), "ok") if row.verified else Cell(self.tr("To be checked"), "warn")
        return (
            Cell(str(row.number), "text3"),
            Cell(row.label.in_language(self._context.language)),
            Cell(value, "" if row.value is not None and row.recorded else "text3"),
            Cell(unit, "text2"),
            Cell(self._dated(row), "text2"),
            Cell(str(len(row.rows)) if row.rows else "", "text2"),
            checked,
            Cell(row.sentence or NOTHING, "text2"),
        )

    def _dated(self, row: BriefRow) -> str:
        period = self._context.labels.period
        return " – ".join(period(one) if isinstance(one, Period) else one.isoformat() for one in row.dated)

    def _tell(self, row: int) -> None:
        if self._brief is not None and 0 <= row < len(self._brief.rows):
            one = self._brief.rows[row]
            value = " ".join(filter(None, self._amount(one)))
            self.records.show_row(one, title=one.label.in_language(self._context.language), value=value)

    def _amount(self, row: BriefRow) -> tuple[str, str]:
        """A row's value, and its unit where it has one."""
        value, unit = row.value, row.unit
        if value is None:
            return NOTHING, ""
        if not row.recorded:
            return self.tr("none"), ""
        if isinstance(value, date):
            return f"{value:%Y-%m}", ""
        if not isinstance(value, (int, Decimal)):
            return value, ""
        in_english = self._context.language is Language.EN  # the document itself is Chinese
        if in_english and row.rows_unit is not None and unit not in {"", "%"}:
            unit = self._context.labels.unit(row.rows_unit)
        return number(value), unit

    def _tell_count(self) -> None:
        text = self.tr("{count} {count|row|rows}")
        told = "" if self._brief is None else counted(text, count=len(self._brief.rows))
        self.counts_changed.emit(told, "")

    # ---------------------------------------------------------------- typical tenants

    def _read_tenants(self) -> None:
        """Read whom one can choose, then ask."""
        context = self._context

        def work(_job: Job) -> tuple[Option, ...]:
            ids = list_tenant_ids(context.workplace, TenantQuery())
            lines = get_tenant_lines(context.workplace, ids)
            return tuple(Option(one.name, one.name, search_of(one.name)) for one in lines.values())

        context.tasks.read(work, done=self._ask_cases, key="brief.tenants")

    def _ask_cases(self, options: tuple[Option, ...]) -> None:
        context = self._context
        captions = {
            "growth": self.tr("Tenant whose turnover grew after moving in"),
            "space": self.tr("Tenant with space and a qualification"),
            "team": self.tr("University team with IP rights and expected jobs"),
        }
        specs = tuple(EntrySpec(kind, captions[kind], EntryKind.CHOICE, options=options) for kind in _CASES)
        values = {kind: context.settings.text(_CASE + kind) or None for kind in _CASES}
        sheet = FormSheet(context, [Section("", specs)], values)
        question = Question(
            self.tr("Typical tenants"),
            self.tr("Some rows describe a single tenant; they stay blank until you choose one."),
            self.tr("Choose"),
        )

        def taken() -> None:
            for kind, value in sheet.form.values().items():
                context.settings.keep_text(_CASE + kind, str(value or ""))
            self._read()

        context.ask.facts(question, sheet, taken=taken)

    # ---------------------------------------------------------------- ways out

    def _ask_where(self, ending: str) -> None:
        context, brief = self._context, self._brief
        if brief is None:
            return
        filters = {
            WORD: self.tr("Word document (*.docx)"),
            SHEET: self.tr("Excel workbook (*.xlsx)"),
        }

        def write(path: Path) -> None:
            def work(_job: Job) -> Path:
                export_brief(context.workplace, brief, path)
                return path

            context.tasks.read(
                work,
                done=lambda written: tell_saved(context, written),
                key="brief.export",
                title=self.tr("Exporting"),
            )

        context.ask.save_file(
            title=self.tr("Export the brief"),
            filters=filters[ending],
            proposed=dated_name(context, f"{TITLE}_{brief.setting.period.code}", ending),
            chosen=write,
        )
