"""Tabs with records: the whole record of a tenant, and the lists of what it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm.ui.pages.tenants.detail_overview import FactGrid, card, facts_of
from crm.ui.pages.tenants.edit_jobs import tenant_sections
from crm.ui.pages.tenants.record_list import RecordList
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.scroll import scrolled
from crm.ui.widgets.text import ground

if TYPE_CHECKING:
    from crm.services.tenant_file import TenantFile
    from crm.ui.context import Context


def count_records(context: Context, file: TenantFile, tab: str) -> int:
    """How many records the lists of a tab show; the tab need not have been built."""
    kinds = (code for code, kind in context.library.records.items() if kind.tab == tab)
    return sum(len(file.records.get(code, ())) for code in kinds)


class RecordsTab(QWidget):
    """Lists of records, one below the other; the classes below put more above them."""

    add_asked = Signal(str)
    edit_asked = Signal(str, int)
    remove_asked = Signal(str, int)

    def __init__(self, context: Context, tab: str) -> None:
        super().__init__()
        self.context = context
        body = ground("bg")
        self.body = QVBoxLayout(body)
        self.body.setContentsMargins(sizes.MARGIN, sizes.MARGIN, sizes.MARGIN, sizes.MARGIN)
        self.body.setSpacing(12)
        self.lists: dict[str, RecordList] = {}
        self.fill_top()
        for kind in context.library.records.values():
            if kind.tab == tab:
                part = RecordList(context, kind)
                code = kind.code
                part.add_asked.connect(lambda code=code: self.add_asked.emit(code))
                part.edit_asked.connect(lambda number, code=code: self.edit_asked.emit(code, number))
                part.remove_asked.connect(lambda number, code=code: self.remove_asked.emit(code, number))
                self.lists[code] = part
                self.body.addWidget(part)
        self.body.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(body))

    def fill_top(self) -> None:
        """What stands above the lists."""

    def show_file(self, file: TenantFile) -> None:
        """Show a tenant's records."""
        for code, part in self.lists.items():
            part.show_lines(file.records.get(code, ()))


class ProfileTab(RecordsTab):
    """Everything that is known of a tenant itself, and its people."""

    def __init__(self, context: Context) -> None:
        self.sections: list[FactGrid] = []
        self.extra = FactGrid()
        super().__init__(context, "people")

    def fill_top(self) -> None:
        """The fields under their headings."""
        for title, _ in tenant_sections(self.context):
            frame, inner = card(title)
            grid = FactGrid()
            inner.addWidget(grid)
            self.sections.append(grid)
            self.body.addWidget(frame)
        self.extra_card, inner = card(self.tr("Former names and other register entries"))
        inner.addWidget(self.extra)
        self.body.addWidget(self.extra_card)

    def show_file(self, file: TenantFile) -> None:
        """Show a tenant."""
        profile = file.profile
        for grid, (_, codes) in zip(self.sections, tenant_sections(self.context), strict=True):
            grid.show_facts(facts_of(self.context, profile, codes))
        facts = [
            (self.tr("Former name, until {day}").format(day=name.until_on.isoformat()), name.name)
            for name in profile.names
        ]
        facts += [(header, text) for header, text in profile.extra.items() if text]
        self.extra_card.setVisible(bool(facts))
        self.extra.show_facts(facts)
        super().show_file(file)
