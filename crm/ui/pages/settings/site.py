"""The incubator itself: its name, who runs it, whom it reports to, and who signs what it files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from crm.domain.errors import StaleError
from crm.domain.wording import counted
from crm.ui.actions import keys_named
from crm.ui.forms.form import Form, Section
from crm.ui.forms.spec import EntryKind, EntrySpec
from crm.ui.pages.settings.parts import SectionColumn
from crm.ui.trouble import show_trouble
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.state import StatePanel

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.domain.changes import Changes
    from crm.services.site import SiteInfo
    from crm.ui.context import Context
    from crm.ui.tasks import Failure, Job

_LEAST_STATE = 260


class SiteSection(SectionColumn):
    """A form over the incubator's own record."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.form = Form(context, self._sections())
        self.save = Button(context.theme, self.tr("Save"), icon="check", kind=Kind.PRIMARY)
        self.keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self)
        self.keys.activated.connect(self.keep)
        self.save.setToolTip(keys_named(self.keys.key()))
        self.save.clicked.connect(lambda _checked=False: self.keep())
        self.form.edited.connect(self._tell)
        card = self.add_card(
            self.tr("Incubator"),
            hint=self.tr(
                "Printed on every filing: the reporting unit at the top, the signers at the bottom."
            ),
        )
        self.card, self.state = card, StatePanel(context.theme)
        self.state.widget.setMinimumHeight(_LEAST_STATE)
        self.state.widget.hide()
        self._cards.addWidget(self.state.widget)
        card.lines.addWidget(self.form)
        card.lines.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        context.hub.changed.connect(self._hear)
        self._tell()

    def _hear(self, changes: Changes) -> None:
        """Somebody, or an undo, has changed the record."""
        if "sites" in changes.tables:
            self.refresh()

    def _sections(self) -> tuple[Section, ...]:
        text, phone = EntryKind.TEXT, EntryKind.PHONE
        about = (
            EntrySpec("name", self.tr("Name of the incubator"), text, required=True),
            EntrySpec("operator", self.tr("Operator (reporting unit)"), text),
            EntrySpec("authority", self.tr("Authority"), text),
            EntrySpec("address", self.tr("Address"), text),
            EntrySpec("opened_on", self.tr("Opened on"), EntryKind.DATE),
        )
        signers = (
            EntrySpec("responsible", self.tr("Responsible person"), text),
            EntrySpec("reviewer", self.tr("Reviewer"), text),
            EntrySpec("preparer", self.tr("Preparer"), text),
            EntrySpec("phone", self.tr("Telephone"), phone),
        )
        return Section("", about), Section(self.tr("Signers"), signers)

    def refresh(self) -> None:
        """Read the record; what has been typed and not saved stays."""
        if not self.form.unsaved:
            from crm.services.site import get_site

            self._context.tasks.read(
                lambda _job: get_site(self._context.workplace),
                done=self._show,
                failed=self._tell_unread,
                key="settings-site",
            )

    def _tell_unread(self, failure: Failure) -> None:
        """Say why nothing is shown: an empty form could be taken for the record, and filled in over it."""
        otherwise = self.tr("The incubator's record could not be read")
        show_trouble(self.state, failure, context=self._context, otherwise=otherwise, again=self.refresh)
        self._show_card(is_read=False)

    def _show_card(self, *, is_read: bool) -> None:
        self.card.setVisible(is_read)
        self.state.widget.setVisible(not is_read)

    def _show(self, site: SiteInfo | None) -> None:
        self._show_card(is_read=True)
        if not self.form.unsaved:
            self.form.show_values({code: getattr(site, code, None) for code in self.form.rows})
            self._tell()

    def may_leave(self, then: Callable[[], object]) -> bool:
        """Ask where something is not saved; *then* follows where that is settled."""
        if not self.form.unsaved:
            return True

        def discard() -> None:
            self.form.show_values(self.form.saved)
            self._tell()
            then()

        text = self.tr("The incubator record has {count} unsaved {count|field|fields}.")
        self._context.ask.leave(
            counted(text, count=self.form.unsaved), save=lambda: self.keep(then), discard=discard
        )
        return False

    def keep(self, then: Callable[[], object] = lambda: None) -> None:
        """Save what differs; *then* follows where nothing is left unsaved."""
        if not self.form.check():
            return
        from crm.services.site import change_site

        changes, seen = self.form.changes(), dict(self.form.saved)

        def failed(failure: Failure) -> None:
            if isinstance(failure.refusal, StaleError):
                field = str(failure.refusal.values["field"])
                self.form.refuse(field, self._context.word_error(failure.refusal).text)
            else:
                self._context.tasks.failed.emit(failure)

        def work(_job: Job) -> tuple[Changes, ...]:
            return (change_site(self._context.workplace, changes, seen=seen),)

        def kept() -> None:
            self.form.rebase(changes)  # what was typed meanwhile is not saved
            self._tell()
            if not self.form.unsaved:
                then()

        self._context.write(
            work,
            title=self.tr("Saving"),
            told=self.tr("The incubator's record was saved."),
            after=kept,
            failed=failed,
        )

    def _tell(self) -> None:
        self.save.setEnabled(bool(self.form.unsaved))
        self.keys.setEnabled(bool(self.form.unsaved))
