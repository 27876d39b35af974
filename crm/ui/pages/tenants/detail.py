"""The page of one tenant. It stands beside the list in the page of tenants, which opens it by Enter or a double click.

To whoever owns that page: stack ``[list, TenantDetail(context)]``; call ``open_tenant(id)`` and show it, go back on
``closed``; a ``Draft`` as the page's query goes to ``go_on``; call ``enter`` when it comes to the front and ``leave``
when it goes; while it is in front forward ``tenant.stage`` to ``ask_stage``, ``print`` to ``print_profile`` and
``refresh`` to ``refresh``, and let the page's head list the action ``print`` alone. The actions ``tenant.edit``,
``tenant.note``, ``tenant.back`` and ``form.save`` are served here.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from crm.services.evidence import list_evidence
from crm.services.tenant_file import get_figure_origins, get_tenant_file, list_tenant_journal
from crm.ui.deeds.tenants import TenantDeeds
from crm.ui.drafts import Drafts
from crm.ui.forms.editor import Editor
from crm.ui.made import is_made, made
from crm.ui.pages.tenants.detail_deeds import DetailDeeds
from crm.ui.pages.tenants.detail_evidence import EvidenceTab
from crm.ui.pages.tenants.detail_figures import FiguresTab
from crm.ui.pages.tenants.detail_head import DetailHead
from crm.ui.pages.tenants.detail_journal import JournalTab
from crm.ui.pages.tenants.detail_notes import NotesTab
from crm.ui.pages.tenants.detail_overview import Overview
from crm.ui.pages.tenants.detail_record import ProfileTab, RecordsTab, count_records
from crm.ui.pages.tenants.edit_jobs import add_record_job, change_record_job, edit_tenant, note_job
from crm.ui.trouble import show_trouble
from crm.ui.widgets.skeleton import Skeleton
from crm.ui.widgets.state import StatePanel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from crm.domain.changes import Changes
    from crm.services.evidence import HeldFile
    from crm.services.notes import NoteLine, NoteText
    from crm.services.tenant_file import JournalStep, Origin, TenantFile
    from crm.ui.context import Context
    from crm.ui.drafts import Draft
    from crm.ui.forms.editor import EditJob
    from crm.ui.pages.tenants.detail_figures import FigurePlace
    from crm.ui.pages.tenants.quick_note import QuickNote
    from crm.ui.tasks import Failure

_ROOM_FOR_FIGURES = 520
"""Below this height the key figures stand above the overview alone."""
_OVERVIEW, _NOTES, _JOURNAL, _EVIDENCE = 0, 5, 6, 7
_CONTRACTS, _RIGHTS = "contracts", "rights"
_CONCERNED = ("organisations", "events", "policies", "rooms", "lease_lines")

_Tab = TypeVar("_Tab", bound=RecordsTab)


class TenantDetail(QWidget):
    """One tenant: head, tabs, and the editor that takes their place while something is edited."""

    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._id: int | None = None
        self._file: TenantFile | None = None
        self._journal_read = False
        self.drafts = Drafts(str(context.workplace.database.url))
        self.moves = TenantDeeds(context)
        self.deeds = DetailDeeds(context)
        self.editor = Editor(context, self.drafts)
        self.head = DetailHead(context)
        self.tabs = self.head.tabs
        self.overview = Overview(context)
        self._origins: Mapping[int, Origin] = {}
        self._files: tuple[HeldFile, ...] = ()
        self.pages = QStackedWidget()
        self.state = StatePanel(context.theme)
        self.stack = QStackedWidget()
        self._lay_out()
        self._connect()
        context.hub.changed.connect(self._hear)

    def _lay_out(self) -> None:
        titles = {
            "overview": self.tr("Overview"),
            "profile": self.tr("Profile"),
            "figures": self.tr("Figures"),
            _CONTRACTS: self.tr("Contracts and leases"),
            _RIGHTS: self.tr("Qualifications and IP"),
            "notes": self.tr("Notes"),
            "journal": self.tr("Journal"),
            "evidence": self.tr("Evidence"),
        }
        self._names = tuple(titles)
        for title in titles.values():
            self.tabs.addTab(title)
        self.pages.addWidget(self.overview)
        self.body = QWidget()
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.pages, 1)
        for widget in (Skeleton(self._context.theme), self.body, self.editor, self.state.widget):
            self.stack.addWidget(widget)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)

    def _connect(self) -> None:
        actions = self._context.actions
        actions.serve("tenant.edit", self.edit)
        actions.serve("tenant.note", self.new_note)
        actions.serve("tenant.back", self.go_back)
        self._enable(False)
        self.moves.refused.connect(self.refresh)
        self.editor.closed.connect(self._close_editor)
        self.head.back.clicked.connect(self.go_back)
        self.head.edit.clicked.connect(self.edit)
        self.head.note.clicked.connect(self.new_note)
        self.head.stage.clicked.connect(self.ask_stage)
        self.tabs.currentChanged.connect(self._show_tab)
        self.overview.quick.added.connect(lambda note: self._add_note(note, self.overview.quick))
        self.overview.due.done.connect(lambda number: self.deeds.finish_note(number, True))

    # ---- the tabs: each is built when it is first opened, for a whole page takes longer than a click may

    @cached_property
    def profile(self) -> ProfileTab:
        """Everything that is known of the tenant itself."""
        return self._adopt(ProfileTab(self._context))

    @cached_property
    def figures(self) -> FiguresTab:
        """What it reported."""
        tab = FiguresTab(self._context)
        tab.edit_asked.connect(self._ask_figure)
        self.pages.addWidget(tab)
        if self._file is not None:
            tab.show_profile(self._file.profile, self._origins)
        return tab

    @cached_property
    def contracts(self) -> RecordsTab:
        """Contracts and leases."""
        return self._adopt(RecordsTab(self._context, _CONTRACTS))

    @cached_property
    def rights(self) -> RecordsTab:
        """Titles and intellectual property."""
        return self._adopt(RecordsTab(self._context, _RIGHTS))

    @cached_property
    def notes(self) -> NotesTab:
        """Notes, services and events."""
        tab = self._adopt(NotesTab(self._context))
        tab.quick.added.connect(lambda note: self._add_note(note, tab.quick))
        if self._id is not None:
            tab.quick.follow(self._id)
        tab.note_done_asked.connect(self.deeds.finish_note)
        tab.note_edit_asked.connect(self.edit_note)
        tab.note_remove_asked.connect(self.deeds.remove_note)
        return tab

    @cached_property
    def journal(self) -> JournalTab:
        """What was done to the tenant."""
        tab = JournalTab(self._context)
        tab.undo_asked.connect(lambda operation: self._context.undo((operation,)))
        self.pages.addWidget(tab)
        return tab

    @cached_property
    def evidence(self) -> EvidenceTab:
        """The files that prove its records."""
        tab = EvidenceTab(self._context)
        self.pages.addWidget(tab)
        if self._file is not None:
            tab.show_file(self._file, self._files)
        return tab

    def _adopt(self, tab: _Tab) -> _Tab:
        """Take a tab with records in, and show the tenant in it."""
        tab.add_asked.connect(self.add_record)
        tab.edit_asked.connect(self.edit_record)
        tab.remove_asked.connect(self.deeds.remove_record)
        self.pages.addWidget(tab)
        if self._file is not None:
            tab.show_file(self._file)
        return tab

    def _tab(self, place: int) -> QWidget:
        """The tab at a place, built where it has not been."""
        tab: QWidget = getattr(self, self._names[place])
        return tab

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's own
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        roomy = self.height() >= _ROOM_FOR_FIGURES
        self.head.figures_box.setVisible(roomy or self.tabs.currentIndex() == _OVERVIEW)

    # ---- opening and reading

    @property
    def tenant_id(self) -> int | None:
        """Whose page it is."""
        return self._id

    @property
    def is_editing(self) -> bool:
        """Whether the editor is open."""
        return self.stack.currentWidget() is self.editor

    def open_tenant(self, tenant_id: int) -> None:
        """Show a tenant; while something of another is edited and not saved, that comes first."""
        if self.is_editing and tenant_id != self._id:
            self.editor.leave()
            if self.is_editing:
                return
        if tenant_id != self._id:
            self._id, self._file = tenant_id, None
            self.tabs.setCurrentIndex(_OVERVIEW)
            self.stack.setCurrentIndex(0)
            self._follow_notes(tenant_id)
        self.refresh()

    def _follow_notes(self, tenant_id: int) -> None:
        self.overview.quick.follow(tenant_id)
        if is_made(self, "notes"):
            self.notes.quick.follow(tenant_id)

    def refresh(self) -> None:
        """Read everything again."""
        workplace, library, tenant_id = self._context.workplace, self._context.library, self._id
        if tenant_id is None:
            return

        def work(_job: object) -> tuple[TenantFile, dict[int, Origin]]:
            file = get_tenant_file(workplace, library, tenant_id)
            numbers = {figure.operation_id for figure in file.profile.figures}
            return file, get_figure_origins(workplace, sorted(numbers))

        self._context.tasks.read(work, done=self._show, failed=self._fail, key="tenant.file")

    def enter(self) -> None:
        """It is shown."""
        self._enable(True)

    def leave(self) -> None:
        """Something else is shown, or the window is closed: what is typed is kept."""
        self.editor.flush()
        self.overview.quick.flush()
        if is_made(self, "notes"):
            self.notes.quick.flush()
        self._enable(False)

    def focus_content(self) -> None:
        """Put the cursor where work begins."""
        if self.is_editing and self.editor.form is not None:
            self.editor.form.focus_first()
        elif self.overview.quick.text.isVisible():
            self.overview.quick.text.setFocus()
        elif self.tabs.isVisible():
            self.tabs.setFocus()
        else:
            self.setFocus()

    def _enable(self, here: bool) -> None:
        actions = self._context.actions
        shown = here and self._file is not None and not self.is_editing
        for name in ("tenant.edit", "tenant.note"):
            actions[name].setEnabled(shown)
        actions["tenant.back"].setEnabled(here)
        actions["form.save"].setEnabled(here and self.is_editing)

    def _show(self, answer: tuple[TenantFile, Mapping[int, Origin]]) -> None:
        file, origins = answer
        if file.profile.line.id != self._id:
            return
        self._file, self._origins = file, origins
        self.head.show_file(file)
        self._make_room()
        self.overview.show_file(file)
        for tab in made(self, "figures"):
            tab.show_profile(file.profile, origins)
        for tab in made(self, "profile", "contracts", "rights", "notes"):
            tab.show_file(file)
        for name in (_CONTRACTS, _RIGHTS):
            self.tabs.show_count(self._names.index(name), count_records(self._context, file, name))
        self.tabs.show_count(_NOTES, len(file.notes))
        self._read_evidence(file)
        self._journal_read = False
        if self.tabs.currentIndex() == _JOURNAL:
            self._read_journal()
        if not self.is_editing:
            self.stack.setCurrentWidget(self.body)
        self._enable(self.isVisible())

    def _read_evidence(self, file: TenantFile) -> None:
        workplace, tenant_id = self._context.workplace, file.profile.line.id

        def show(files: tuple[HeldFile, ...]) -> None:
            self._files = files
            self.tabs.show_count(_EVIDENCE, len(files))
            if is_made(self, "evidence"):
                self.evidence.show_file(file, files)

        self._context.tasks.read(
            lambda _job: list_evidence(workplace, tenant_id), done=show, key="tenant.evidence"
        )

    def _fail(self, failure: Failure) -> None:
        otherwise = self.tr("The tenant could not be read")
        show_trouble(self.state, failure, context=self._context, otherwise=otherwise, again=self.refresh)
        self._file = None
        self.stack.setCurrentWidget(self.state.widget)
        self._enable(self.isVisible())

    def _show_tab(self, place: int) -> None:
        self.pages.setCurrentWidget(self._tab(place))
        self._make_room()
        if place == _JOURNAL and not self._journal_read:
            self._read_journal()

    def _read_journal(self) -> None:
        workplace, library, tenant_id = self._context.workplace, self._context.library, self._id
        if tenant_id is None:
            return

        def show(steps: tuple[JournalStep, ...]) -> None:
            self._journal_read = True
            self.journal.show_steps(steps)

        self._context.tasks.read(
            lambda job: list_tenant_journal(workplace, library, tenant_id, check=job.check),
            done=show,
            failed=self._fail_journal,
            key="tenant.journal",
            title=self.tr("Reading the journal"),
        )

    def _fail_journal(self, failure: Failure) -> None:
        self.journal.show_failure(failure, again=self._read_journal)

    def _hear(self, changes: Changes) -> None:
        if self._id is not None and (self._id in changes.tenants or changes.concern(*_CONCERNED)):
            self.refresh()

    # ---- working

    def _open_editor(self, job: EditJob) -> None:
        self.stack.setCurrentWidget(self.editor)
        self.editor.open(job)
        self._enable(True)

    def _close_editor(self) -> None:
        self.stack.setCurrentWidget(self.body if self._file is not None else self.state.widget)
        self._enable(self.isVisible())
        self.tabs.setFocus()

    def edit(self) -> None:
        """Edit the tenant's own record."""
        if self._file is not None and not self.is_editing:
            self._open_editor(edit_tenant(self._context, self._file.profile))

    def new_note(self) -> None:
        """Write a note: in the line of the overview, or in that of the notes where their tab is open."""
        if self._file is None or self.is_editing:
            return
        if self.tabs.currentIndex() != _NOTES:
            self.tabs.setCurrentIndex(_OVERVIEW)
        quick = self.notes.quick if self.tabs.currentIndex() == _NOTES else self.overview.quick
        quick.text.setFocus()

    def edit_note(self, note: NoteLine) -> None:
        """Edit a note."""
        if self._file is not None:
            self._open_editor(note_job(self._context, self._file.profile, note))

    def add_record(self, kind: str) -> None:
        """Add a record of a kind."""
        if self._file is not None:
            spec = self._context.library.records[kind]
            self._open_editor(add_record_job(self._context, self._file.profile, spec))

    def edit_record(self, kind: str, number: int) -> None:
        """Edit a record."""
        file = self._file
        lines = () if file is None else file.records.get(kind, ())
        line = next((line for line in lines if line.id == number), None)
        if file is not None and line is not None:
            spec = self._context.library.records[kind]
            self._open_editor(change_record_job(self._context, file.profile, spec, line))

    def ask_stage(self) -> None:
        """Move the tenant to another stage."""
        if self._file is not None and not self.is_editing:
            self.moves.ask_moves(self._file.profile)

    def _add_note(self, note: NoteText, quick: QuickNote) -> None:
        if self._id is not None:
            self.deeds.add_note(self._id, note, after=quick.clear)

    def _ask_figure(self, place: FigurePlace) -> None:
        if self._id is not None:
            self.deeds.ask_figure(self._id, self.head.name.text(), place)

    # ---- going back, drafts, printing

    def go_back(self) -> None:
        """Back to the list, or from the editor to the tenant."""
        if self.is_editing:
            self.editor.leave()
        else:
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's own
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)

    def go_on(self, draft: Draft) -> None:
        """Go on with what was not saved: open its tenant and its editor, where the draft is offered."""
        workplace, library = self._context.workplace, self._context.library
        self._id = draft.tenant
        self._follow_notes(draft.tenant)

        def show(file: TenantFile) -> None:
            self._show((file, {}))
            self._reopen(draft.record)
            self.refresh()

        self._context.tasks.read(
            lambda _job: get_tenant_file(workplace, library, draft.tenant), done=show, failed=self._fail
        )

    def _reopen(self, record: str) -> None:
        """Open the editor that a draft's key names, where its record is still there."""
        kind, _, number = record.partition(":")
        is_new = number.startswith("new")
        if kind == "tenant":
            self.edit()
        elif kind != "note":
            self.add_record(kind) if is_new else self.edit_record(kind, int(number))
        elif self._file is not None:
            notes = [note for note in self._file.notes if not is_new and note.id == int(number)]
            if notes:
                self.edit_note(notes[0])

    def print_profile(self) -> None:
        """Preview the tenant's profile on paper."""
        from crm.ui.pages.tenants.profile_paper import profile_document
        from crm.ui.printing.printing import print_profile

        if self._file is not None:
            print_profile(self._context, profile_document(self._context, self._file))
