"""What is done on a tenant's page besides editing forms: notes, removals and corrected figures; each can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crm.services.figures import Figure
from crm.services.notes import add_note, finish_note, remove_note
from crm.services.records import remove_record
from crm.services.tenant_file import change_figure
from crm.ui.ask import Question
from crm.ui.pages.tenants.detail_figures import FigureSheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.services.notes import NoteText
    from crm.ui.context import Context
    from crm.ui.pages.tenants.detail_figures import FigurePlace


class DetailDeeds(QObject):
    """Writes; the page hears of it like everybody else."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context

    def add_note(self, tenant_id: int, note: NoteText, *, after: Callable[[], None]) -> None:
        """Add a note."""
        workplace = self._context.workplace
        self._context.write(
            lambda _job: [add_note(workplace, tenant_id, note)],
            title=self.tr("Adding a note"),
            told=self.tr("Added a note."),
            after=after,
        )

    def finish_note(self, number: int, finished: bool) -> None:
        """Say that a follow-up is done, or that it is not."""
        workplace = self._context.workplace
        on = workplace.today if finished else None
        self._context.write(
            lambda _job: [finish_note(workplace, number, on=on)],
            title=self.tr("Changing a note"),
            told=self.tr("The follow-up is done.") if finished else self.tr("The follow-up is open again."),
        )

    def remove_note(self, number: int) -> None:
        """Remove a note."""
        workplace = self._context.workplace
        self._context.write(
            lambda _job: [remove_note(workplace, number)],
            title=self.tr("Removing a note"),
            told=self.tr("Removed a note."),
        )

    def remove_record(self, kind: str, number: int) -> None:
        """Remove a record."""
        context = self._context
        name = context.library.records[kind].label.in_language(context.language)
        context.write(
            lambda _job: [remove_record(context.workplace, context.library, kind, number)],
            title=self.tr("Removing a record"),
            told=self.tr("Removed: {kind}.").format(kind=name),
        )

    def ask_figure(self, tenant_id: int, name: str, place: FigurePlace) -> None:
        """Ask for a corrected figure and the reason, and put it in."""
        context = self._context
        sheet = FigureSheet(context, place)
        text = self.tr("{name} · {period}; leave it blank to remove the figure.")
        question = Question(
            self.tr("Correct figure"),
            text.format(name=name, period=context.labels.period(place.period)),
            self.tr("Correct"),
            names=(name,),
        )

        def take() -> None:
            value, reason = sheet.answer()
            figure = Figure(tenant_id, place.indicator, place.period, value)
            context.write(
                lambda _job: [
                    change_figure(context.workplace, context.library, figure, seen=place.value, reason=reason)
                ],
                title=question.title,
                told=self.tr("The figure has been corrected."),
            )

        context.ask.facts(question, sheet, taken=take)
