"""What stands below a sheet: the tabs of the workbook's sheets, and how large the sheet is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout

from crm.ui.sheets.tabs import SheetTabs
from crm.ui.sheets.view import LARGEST, SMALLEST
from crm.ui.widgets.button import Button, Kind

if TYPE_CHECKING:
    from crm.ui.sheets.view import SheetView
    from crm.ui.theme.theme import Theme

_STEP = 0.1


class SheetFoot(QFrame):
    """Tabs and zoom of a view."""

    def __init__(self, theme: Theme, view: SheetView) -> None:
        super().__init__()
        self.setProperty("ground", "surface2")
        self._theme = theme
        self._view = view
        self.tabs = SheetTabs(theme, name=self.tr("Sheets"))
        view.sheet_asked.connect(self.tabs.step)
        view.zoom_changed.connect(self._tell_zoom)
        self.smaller = self._tool("minus", self.tr("Zoom out"), -_STEP)
        self.larger = self._tool("plus", self.tr("Zoom in"), _STEP)
        self.zoom = Button(theme, "100%", kind=Kind.QUIET, name=self.tr("Actual size"))
        self.zoom.clicked.connect(lambda: view.set_zoom(1.0))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(0)
        row.addWidget(self.tabs, 1)
        for part in (self.smaller, self.zoom, self.larger):
            row.addWidget(part)

    def _tool(self, icon: str, name: str, by: float) -> Button:
        button = Button(self._theme, icon=icon, kind=Kind.QUIET, name=name)
        button.clicked.connect(lambda: self._view.set_zoom(self._view.zoom + by))
        return button

    def _tell_zoom(self, zoom: float) -> None:
        self.zoom.setText(f"{round(zoom * 100)}%")
        self.zoom.updateGeometry()
        self.smaller.setEnabled(zoom > SMALLEST)
        self.larger.setEnabled(zoom < LARGEST)
