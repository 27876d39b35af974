"""What this program is: its version, its licence, and whose work it uses."""

from __future__ import annotations

import platform
from importlib import metadata
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication

from crm import __version__, paths
from crm.ui.pages.settings.parts import SectionColumn
from crm.ui.widgets.button import Button
from crm.ui.widgets.facts import Facts

if TYPE_CHECKING:
    from crm.ui.context import Context


_LICENCE = "Apache-2.0"


class Component(NamedTuple):
    """Somebody else's work in this program: its name as it is installed, and its licence."""

    name: str
    licence: str


COMPONENTS = (
    Component("PySide6-Essentials", "LGPL-3.0"),
    Component("SQLAlchemy", "MIT"),
    Component("alembic", "MIT"),
    Component("psycopg", "LGPL-3.0"),
    Component("lxml", "BSD-3-Clause"),
    Component("python-calamine", "MIT"),
    Component("XlsxWriter", "BSD-2-Clause"),
    Component("isal", "PSF-2.0"),
    Component("rapidfuzz", "MIT"),
    Component("pypinyin", "MIT"),
    Component("python-stdnum", "LGPL-2.1-or-later"),
    Component("platformdirs", "MIT"),
)


class AboutSection(SectionColumn):
    """Version, licence, components, and where the log lies."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.facts = Facts()
        card = self.add_card(
            self.tr("Incubator CRM"),
            hint=self.tr(
                "Tracks an incubator's tenants from registration to listing and produces the "
                "required filings."
            ),
        )
        card.lines.addWidget(self.facts)
        self.facts.show_facts(self._list_facts())
        self.copy = Button(context.theme, self.tr("Copy"), icon="copy")
        self.copy.clicked.connect(self._copy)
        self.logs = Button(context.theme, self.tr("Open log folder"), icon="folder")
        self.logs.clicked.connect(self._open_logs)
        card.add_buttons(self.copy, self.logs)
        others = self.add_card(self.tr("Third-party software"), hint=self.tr("Each under its own licence."))
        self.components = Facts()
        others.lines.addWidget(self.components)
        self.components.show_facts(list_components())

    def _list_facts(self) -> list[tuple[str, str]]:
        return [
            (self.tr("Version"), __version__),
            (self.tr("Licence"), _LICENCE),
            ("Python", platform.python_version()),
            ("Qt", qVersion()),
            (self.tr("System"), platform.platform(terse=True)),
        ]

    def _copy(self) -> None:
        lines = [f"{caption}\t{text}" for caption, text in self._list_facts()]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _open_logs(self) -> None:
        folder = paths.user_logs()
        folder.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def list_components() -> list[tuple[str, str]]:
    """What is installed of the components: name, version and licence."""
    found = []
    for component in COMPONENTS:
        try:
            version = metadata.version(component.name)
        except metadata.PackageNotFoundError:
            continue
        found.append((component.name, f"{version}  ·  {component.licence}"))
    return found
