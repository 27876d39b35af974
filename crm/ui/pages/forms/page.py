"""Form templates: the forms there are, a blank bound to figures, next year's blank aligned, forms handed on."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from crm.services.own_forms import list_kept
from crm.ui.drafts import Draft
from crm.ui.dropping import dropped_workbook
from crm.ui.page import HeadParts, Page
from crm.ui.pages.forms.binder import Binder
from crm.ui.pages.forms.deeds import FormDeeds, dropped_form
from crm.ui.pages.forms.form_list import FormList
from crm.ui.pages.forms.unsaved import Unsaved
from crm.ui.pages.forms.words import FormTexts

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from crm.services.own_forms import KeptForm
    from crm.ui.context import Context
    from crm.ui.pages.forms.opened import Opened
    from crm.ui.tasks import Failure

_OF_LIST = (
    "template.new",
    "template.edit",
    "template.align",
    "template.pack",
    "template.take",
    "template.remove",
)
_OF_BINDER = ("template.save", "template.accept", "template.next", "template.matrix", "template.back")


class FormsPage(Page):
    """The list of forms, or one blank in the binder."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._is_here = False
        self._texts = FormTexts(context)
        self.list = FormList(context, self._texts)
        self.list.opened.connect(self._edit)
        self.list.chosen_changed.connect(self._enable)
        self.deeds = FormDeeds(context, self._texts)
        self.deeds.opened.connect(self._show_opened)
        self.deeds.kept.connect(self._take_kept)
        self.unsaved = Unsaved(context)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.setAcceptDrops(True)
        self._serve()

    @cached_property
    def binder(self) -> Binder:
        """Where a blank is bound; made when the first one is opened."""
        binder = Binder(self._context, self._texts)
        binder.changed.connect(self._note_change)
        serve = self._context.actions.serve
        serve("template.accept", binder.accept_all)
        serve("template.next", binder.next_open)
        serve("template.matrix", binder.ask_matrix)
        self.stack.addWidget(binder)
        return binder

    # ---------------------------------------------------------------------------------------- actions

    def _serve(self) -> None:
        serve = self._context.actions.serve
        serve("template.new", self.deeds.ask_blank)
        serve("template.edit", self._edit)
        serve("template.align", lambda: self._with_chosen(self.deeds.ask_next_blank))
        serve("template.pack", lambda: self._with_chosen(self.deeds.ask_pack))
        serve("template.take", self.deeds.ask_take_in)
        serve("template.remove", lambda: self._with_chosen(self.deeds.put_away))
        serve("template.save", self._save)
        serve("template.back", self._close_binder)
        self._enable()

    @property
    def is_binding(self) -> bool:
        """Whether the binder is open."""
        return self.stack.currentWidget() is not self.list

    def _enable(self) -> None:
        actions, chosen = self._context.actions, self.list.chosen
        for name in _OF_LIST:
            needs_form = name not in {"template.new", "template.take"}
            ready = not needs_form or chosen is not None
            actions[name].setEnabled(self._is_here and not self.is_binding and ready)
        if chosen is not None and not chosen.is_own:
            actions["template.remove"].setEnabled(False)
        for name in _OF_BINDER:
            actions[name].setEnabled(self._is_here and self.is_binding)
        book = self.binder.book if self.is_binding else None
        if book is not None and not book.open:
            actions["template.accept"].setEnabled(False)
            actions["template.next"].setEnabled(False)
        self.head_changed.emit()

    def head(self) -> HeadParts:
        """Title and actions."""
        title = self.tr("Form templates")
        if self.is_binding:
            binding = (
                "template.back",
                "template.matrix",
                "template.next",
                "template.accept",
                "template.save",
            )
            return HeadParts(title, actions=binding, primary="template.save")
        names = (
            "template.take",
            "template.align",
            "template.edit",
            "template.new",
        )
        return HeadParts(title, actions=names, primary="template.new")

    def enter(self) -> None:
        """The page is shown."""
        self._is_here = True
        self._enable()
        if self.list.forms:
            self._tell_counts()
        else:
            self._read()

    def leave(self) -> None:
        """Another page is shown; what is decided stays in the binder."""
        self._is_here = False
        self.unsaved.keep_now()
        self._enable()

    def may_leave(self, then: Callable[[], object]) -> bool:
        """What is decided stays here and in its draft: nothing is asked."""
        del then
        self.unsaved.keep_now()
        return True

    def focus_content(self) -> None:
        """Put the cursor into the sheet, or the list."""
        if self.is_binding:
            self.binder.sheet.view.setFocus()
        elif self.list.forms:
            self.list.table.setFocus()

    def refresh(self) -> None:
        """Read the forms again."""
        self._read()

    def show_query(self, query: object) -> None:
        """Go on with a draft, or open a file that was dropped on the window."""
        if isinstance(query, Draft):
            self.deeds.go_on(query)
        elif isinstance(query, Path):
            self.deeds.take_file(query, self.list.forms, self.list.chosen)

    # ------------------------------------------------------------------------------------------ steps

    def own_steps(self) -> tuple[str, str]:
        """What has been decided and is not kept."""
        book = self.binder.book if self.is_binding else None
        return (book.next_undo, book.next_redo) if book is not None else ("", "")

    def undo_own(self) -> None:
        """Undo the last decision."""
        self.binder.undo()

    def redo_own(self) -> None:
        """Decide it again."""
        self.binder.redo()

    # ---------------------------------------------------------------------------------------- the list

    def _read(self, choose: tuple[str, int] | None = None) -> None:
        library = self._context.library

        def done(forms: tuple[KeptForm, ...]) -> None:
            self.list.show_forms(forms, choose=choose)
            self.take_cursor()
            self._tell_counts()

        self._context.tasks.read(
            lambda _job: list_kept(library), done=done, failed=self._fail, key="forms.list"
        )

    def _fail(self, failure: Failure) -> None:
        self.list.show_failure(failure, again=self._read)

    def _with_chosen(self, act: Callable[[KeptForm], None]) -> None:
        if self.list.chosen is not None:
            act(self.list.chosen)

    def _edit(self) -> None:
        self._with_chosen(self.deeds.open_form)

    def _tell_counts(self) -> None:
        if self.is_binding or not self.list.forms:
            self.counts_changed.emit("", "")
            return
        own = sum(one.is_own for one in self.list.forms)
        text = self.tr("Forms: {count}   Your own: {own}")
        self.counts_changed.emit(text.format(count=len(self.list.forms), own=own), "")

    # -------------------------------------------------------------------------------------- the binder

    def _show_opened(self, opened: Opened) -> None:
        self.binder.show_book(opened.book, opened.look, title=opened.title, findings=opened.findings)
        self.unsaved.follow(opened)
        self.stack.setCurrentWidget(self.binder)
        self._after_change()
        self.binder.sheet.view.setFocus()

    def _note_change(self) -> None:
        self.unsaved.note_change()
        self._after_change()

    def _after_change(self) -> None:
        self._enable()
        self._tell_counts()
        self.steps_changed.emit()

    def _save(self) -> None:
        if self.unsaved.opened is not None:
            self.deeds.ask_save(self.unsaved.opened, taken={one.form.code for one in self.list.forms})

    def _take_kept(self, code: str, year: int) -> None:
        """A form has been kept, taken in or put away: it is in the list, and the filings know it."""
        if self.is_binding:
            self.unsaved.forget()
            self._show_list()
        self._read((code, year))

    def _close_binder(self) -> None:
        """Back to the list; what has been decided is asked about."""
        book = self.binder.book
        if book is None or book.kept:
            self._give_up()
            return
        text = self.tr("Your bindings for {file} have not been saved as a form.").format(file=book.blank.file)
        self._context.ask.leave(text, save=self._save, discard=self._give_up)

    def _give_up(self) -> None:
        self.unsaved.forget()
        self._show_list()

    def _show_list(self) -> None:
        self.stack.setCurrentWidget(self.list)
        self._after_change()
        self.list.table.setFocus()

    # ------------------------------------------------------------------------------------------ drops

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: D102 - Qt's own
        if not self.is_binding and (dropped_workbook(event) or dropped_form(event)) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: D102 - Qt's own
        path = dropped_workbook(event) or dropped_form(event)
        if path is not None:
            event.acceptProposedAction()
            self.deeds.take_file(path, self.list.forms, self.list.chosen)
