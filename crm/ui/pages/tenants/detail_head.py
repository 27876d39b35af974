"""The head of a tenant's page: who it is, where it stands, four figures, what can be done, and the tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from crm.ui.labels import tones
from crm.ui.pages.tenants.detail_tabs import DetailTabs
from crm.ui.pages.tenants.key_figures import key_figures
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.facts import KeyFigures
from crm.ui.widgets.tag import Tag
from crm.ui.widgets.text import ElidedLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from crm.services.tenant_file import TenantFile
    from crm.ui.context import Context

_COMPACT_BELOW = 900
_INDENT = 44
"""What stands below the name begins where the name does."""


class DetailHead(QFrame):
    """Shows a tenant's name, former names, stage and key figures."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("ground", "bar")
        self._context = context
        self._tones = tones()
        actions = context.actions
        self.back = Button(context.theme, icon="left", kind=Kind.QUIET, name=actions.hint_of("tenant.back"))
        self.name = ElidedLabel(size="title")
        self.tag = Tag(context.theme)
        self.sub = ElidedLabel(size="small", tone="text2")
        self.note = Button(context.theme, actions["tenant.note"].text(), icon="note")
        self.stage = Button(context.theme, actions["tenant.stage"].text(), icon="stage")
        self.edit = Button(context.theme, actions["tenant.edit"].text(), icon="edit", kind=Kind.PRIMARY)
        self._buttons = {
            "tenant.note": self.note,
            "tenant.stage": self.stage,
            "tenant.edit": self.edit,
        }
        self.figures = KeyFigures()
        self.tabs = DetailTabs(context.theme, name=self.tr("Parts of the tenant's page"))
        self._lay_out()
        self._name_buttons()

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(sizes.GAP)
        below.addWidget(self.tag)
        below.addWidget(self.sub, 1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addLayout(below)
        first = QHBoxLayout()
        first.setSpacing(sizes.GAP)
        first.addWidget(self.back)
        first.addLayout(words, 1)
        for button in self._buttons.values():
            first.addWidget(button)
        self.figures_box = QWidget()
        figures = QVBoxLayout(self.figures_box)
        figures.setContentsMargins(_INDENT, 4, 0, 0)
        figures.addWidget(self.figures)
        tabs = QHBoxLayout()
        self.tabs.room_changed.connect(lambda room: tabs.setContentsMargins(_INDENT - room, 0, 0, 0))
        tabs.setContentsMargins(_INDENT - self.tabs.room, 0, 0, 0)
        tabs.addWidget(self.tabs)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 10, sizes.MARGIN, 0)
        column.setSpacing(4)
        column.addLayout(first)
        column.addWidget(self.figures_box)
        column.addLayout(tabs)

    def _name_buttons(self) -> None:
        for action, button in self._buttons.items():
            button.setToolTip(self._context.actions.hint_of(action))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's own
        super().resizeEvent(event)
        self.note.set_compact(self.width() < _COMPACT_BELOW)
        self._name_buttons()

    def show_file(self, file: TenantFile) -> None:
        """Show a tenant."""
        line, labels = file.profile.line, self._context.labels
        self.name.setText(line.name)
        self.tag.show_text(labels.stage(line.stage), tones=self._tones[line.stage])
        since = former = ""
        if line.stage_since is not None:
            since = self.tr("since {day}").format(day=line.stage_since.isoformat())
        if file.profile.names:
            names = self.tr(", ").join(one.name for one in file.profile.names)
            former = self.tr("formerly {names}").format(names=names)
        field = labels.term("technology_field", line.technology_field)
        parts = (since, line.external_id, field, labels.rooms(line.room), former)
        self.sub.setText(" · ".join(part for part in parts if part))
        self.figures.show_figures(key_figures(self._context, file))
