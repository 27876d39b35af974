"""Events from a workbook: what it would bring is shown, then taken in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout

from crm.domain.wording import counted
from crm.services.event_import import plan_events, take_events
from crm.ui.ask import Question, Sheet
from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.notice import Notice
from crm.ui.table.small import Fit, SmallTable
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.facts import Facts
from crm.ui.widgets.table import inset
from crm.ui.widgets.text import label

if TYPE_CHECKING:
    from pathlib import Path

    from crm.services.event_import import EventPlan
    from crm.ui.context import Context

_WIDTH = 720
_LINES = 7


class PlanSheet(Sheet):
    """How many events there are, by which columns they were read, and what was noticed row by row."""

    width_wanted = _WIDTH

    def __init__(self, context: Context, plan: EventPlan) -> None:
        super().__init__()
        self.counts = label(self._count_text(plan), wrap=True)
        listed = context.labels.join
        columns = listed(plan.columns.values())
        facts = Facts()
        facts.show_facts(
            [
                fact
                for fact in (
                    (self.tr("Sheets"), listed(plan.sheets)),
                    (self.tr("Columns read"), columns),
                    (self.tr("Columns not used"), listed(plan.unused)),
                )
                if fact[1]
            ]
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.GAP)
        column.addWidget(self.counts)
        column.addWidget(facts)
        self.model = RecordTable(context.theme, (Head(self.tr("To review"), key="finding"),))
        self.model.show([(Cell(context.word_finding(one).text),) for one in plan.findings])
        if plan.findings:
            self.table = SmallTable(
                context, self.model, key="events.findings", name=self.tr("To review"), row_height=0
            )
            self.table.fit_columns(Fit(room=200))
            self.table.fit_rows(_LINES)
            column.addWidget(inset(self.table))

    def _count_text(self, plan: EventPlan) -> str:
        text = self.tr(
            "{new} {new|new event|new events}, {filled} completed, {known} already entered. Tenants "
            "matched: {matched}. Rows skipped: {left_out}."
        )
        return counted(
            text,
            new=plan.new,
            filled=plan.filled,
            known=plan.known,
            matched=plan.matched,
            left_out=plan.left_out,
        )


class EventsImport(QObject):
    """Asks for a workbook, shows what it would bring, and takes it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context

    def ask(self) -> None:
        """Ask for the workbook."""
        self._context.ask.open_file(
            title=self.tr("Import events"),
            filters=self.tr("Workbooks (*.xlsx *.xlsm *.xls *.et *.csv)"),
            folder=self._context.settings.text("imports/folder"),
            chosen=self.take_file,
        )

    def take_file(self, path: Path) -> None:
        """Show what the workbook would bring."""
        context = self._context
        context.tasks.read(
            lambda _job: plan_events(context.workplace, context.library, path),
            done=self._show,
            key="events.import",
            title=self.tr("Reading the workbook"),
        )

    def _show(self, plan: EventPlan) -> None:
        context = self._context
        if not plan.brings_something:
            findings = [context.word_finding(one).text for one in plan.findings]
            told = self.tr('"{file}" contains no new events.').format(file=plan.file)
            tone = "warn" if findings else "ok"
            context.say(Notice(told, findings[0] if findings else "", tone=tone))
            return
        question = Question(self.tr('Events in "{file}"').format(file=plan.file), "", self.tr("Import"))
        context.ask.facts(question, PlanSheet(context, plan), taken=lambda: self._take(plan))

    def _take(self, plan: EventPlan) -> None:
        context = self._context
        context.write(
            lambda _job: (take_events(context.workplace, plan),),
            title=self.tr("Importing events"),
            told=counted(
                self.tr("Imported {count} {count|event|events} from {file}"), count=plan.new, file=plan.file
            ),
        )
