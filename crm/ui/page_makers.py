"""How each page is made; what it stands on is imported ahead, while nothing is done, or when it is first opened."""

from __future__ import annotations

import sys
from functools import partial
from importlib import import_module
from pkgutil import resolve_name
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.ui.context import Context
    from crm.ui.page import Page
    from crm.ui.tasks import Tasks

PAGE_CLASSES = {
    "welcome": "crm.ui.pages.welcome.page:WelcomePage",
    "workbench": "crm.ui.pages.workbench.page:WorkbenchPage",
    "tenants": "crm.ui.pages.tenants.page:TenantsPage",
    "board": "crm.ui.pages.board.page:BoardPage",
    "figures": "crm.ui.pages.figures.page:FiguresPage",
    "history": "crm.ui.pages.history.page:HistoryPage",
    "filings": "crm.ui.pages.filings.page:FilingsPage",
    "rehearsal": "crm.ui.pages.rehearsal.page:RehearsalPage",
    "brief": "crm.ui.pages.brief.page:BriefPage",
    "forms": "crm.ui.pages.forms.page:FormsPage",
    "operator": "crm.ui.pages.operator.page:OperatorPage",
    "people": "crm.ui.pages.people.page:PeoplePage",
    "events": "crm.ui.pages.events.page:EventsPage",
    "imports": "crm.ui.pages.imports.page:ImportsPage",
    "settings": "crm.ui.pages.settings.page:SettingsPage",
}
"""The class of each page by its name."""
_SERVICES = {
    "workbench": (
        "crm.services.duties",
        "crm.services.workbench",
        "crm.services.appearance",
        "crm.services.lists",
    ),
    "tenants": (
        "crm.services.appearance",
        "crm.services.figures",
        "crm.services.lists",
        "crm.services.tenant_file",
    ),
    "figures": ("crm.services.entry", "crm.services.import_files"),
    "operator": ("crm.services.own_figures",),
    "people": ("crm.services.own_people",),
    "events": ("crm.services.event_import",),
    "filings": ("crm.services.evidence_binder", "crm.services.year_on_year_text"),
    "rehearsal": ("crm.services.own_rule_tables",),
    "brief": ("crm.services.brief",),
    "forms": ("crm.services.own_forms", "crm.services.form_alignment", "crm.services.form_pack"),
    "imports": ("crm.services.imports", "crm.services.import_preview"),
    "settings": ("crm.services.records", "crm.services.own_limits"),
}
"""What a page stands on and what takes long to import. No widget is among it, so a worker imports it."""
_PARTS = (
    "crm.ui.charts.frame",
    "crm.ui.table.list_view",
    "crm.ui.forms.editor",
    "crm.ui.printing.preview",
    "crm.ui.sheets.view",
)
"""What several pages are made of, in parts that are imported in less than a twentieth of a second."""
_PAUSE = 200
"""Milliseconds between two looks whether nothing is under way."""


def page_makers(context: Context) -> dict[str, Callable[[], Page]]:
    """How to make each page, by its name."""
    return {name: partial(_make, address, context) for name, address in PAGE_CLASSES.items()}


def import_services(page: str) -> None:
    """On a worker: import what takes long of what the page called *page* stands on."""
    for name in _SERVICES.get(page, ()):
        import_module(name)


def _make(address: str, context: Context) -> Page:
    page: Page = resolve_name(address)(context)
    return page


class ImportAhead(QObject):
    """Imports what the pages stand on, a part at a time, whenever nothing is under way.

    A page that is opened for the first time then costs its widgets alone: the modules that some pages stand on take
    some tenths of a second to import. Services are imported on a reader. The modules of pages are imported on the
    window's thread, in parts that nobody notices: to define the classes of widgets on a worker ends the program now and
    then, without a word.
    """

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._services = list(_SERVICES)
        pages = (address.partition(":")[0] for address in PAGE_CLASSES.values())
        self._left = [*_PARTS, *pages]
        self._timer = QTimer(self, interval=_PAUSE)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        if not self._tasks.is_idle:
            return
        if self._services:
            page = self._services.pop(0)
            self._tasks.read(lambda _job: import_services(page), done=lambda _none: None)
            return
        self._left = [name for name in self._left if name not in sys.modules]
        if self._left:
            import_module(self._left[0])
        else:
            self._timer.stop()
