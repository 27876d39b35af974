"""Every page with as much in it as it can show, and what to look at there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollBar,
    QWidget,
)

from crm.ui import main_window
from crm.ui.pages.figures.grid import EntryGrid
from crm.ui.pages.figures.page import FiguresPage
from crm.ui.pages.forms.page import FormsPage
from crm.ui.pages.tenants.detail_tabs import DetailTabs
from crm.ui.widgets.form import ChoiceBox
from crm.ui.widgets.text import ElidedLabel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QImage

    from tests.ui.stage import Stage

PAGES = (*main_window.PAGES, "forms", "welcome")
SMALL = (1093, 614)


def set_out(scene: Stage, page: str) -> None:
    """Open a page with as much in it as it can show."""
    scene.window.activateWindow()
    if isinstance(scene.shell.page, FiguresPage):
        scene.shell.page.undo_own()  # what was pasted there would be asked about
        scene.settle()
    scene.shell.go(page)
    scene.settle()
    assert scene.shell.open_name == page
    if page == "tenants":
        scene.tenants.table.selectRow(3)
        scene.tenants.drawer.set_open(True)
    elif page == "figures":
        grid = scene.shell.findChildren(EntryGrid)[0]
        grid.go_to(1, 3)
        QGuiApplication.clipboard().setText("1\tx\n")
        grid.paste_asked.emit()
    elif page == "filings" and scene.filings.desk.view.look is None:
        scene.filings.form.choose("zone-quarterly")
        scene.filings.form.picked.emit("zone-quarterly")
        scene.trigger("filing.build")
        scene.filings.pane.checks.table.selectRow(0)
    elif isinstance(scene.shell.page, FormsPage) and not scene.shell.page.is_binding:
        bind_a_blank(scene, scene.shell.page)
    scene.settle()


def views_of(scene: Stage, page: str) -> Iterator[str]:
    """The page as it is set out; after that what opens in it: a tenant's own page, a question."""
    set_out(scene, page)
    yield page
    if page == "tenants":
        scene.tenants.open_detail(next(iter(scene.tenants.model.ids)))
        tabs = scene.tenants.detail.tabs
        for tab in range(tabs.count()):
            tabs.setCurrentIndex(tab)
            scene.settle()
            yield f"{page}: {tabs.tabText(tab)}"
        scene.tenants.show_list()
    elif isinstance(scene.shell.page, FormsPage):
        scene.shell.page.binder.ask_check("")
        scene.settle()
        yield f"{page}: {scene.dialog.windowTitle()}"
        scene.dialog.reject()


def bind_a_blank(scene: Stage, page: FormsPage) -> None:
    """A blank in the binder, at a place about which there is most to say."""
    page.deeds.open_blank(scene.context.library.form_folder("zone-quarterly").folder / "template.xlsx")
    scene.settle()
    page.binder.sheet.go_to("综合情况!E19")
    page.binder.panel.decided.emit("综合情况!E19", "net_profit")
    page.binder.sheet.go_to("综合情况!E20")


def activate(scene: Stage) -> None:
    """Make the window the active one; that takes a moment, and nothing has the focus before."""
    scene.window.activateWindow()
    scene.until(scene.window.isActiveWindow)


def is_met(part: QWidget) -> bool:
    """Whether a user meets the widget: visible, and for more than scrolling."""
    inner = isinstance(part, QScrollBar | QHeaderView) or part.objectName().startswith("qt_")
    return part.isVisible() and not inner and not isinstance(part.parent(), QLineEdit)


def lies_in_a_scroll_area(part: QWidget) -> bool:
    parent = part.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def is_cut(part: QWidget) -> bool:
    """Whether a text has less room than it needs; some may be shortened, and show the rest as a tool-tip."""
    if isinstance(part, ElidedLabel):
        return False
    if isinstance(part, ChoiceBox):
        is_widest = part.minimumWidth() < part.maximumWidth() == part.width()
        return part.is_shortened and not is_widest  # no wider box may become, and it tells the rest
    if isinstance(part, DetailTabs):  # no arrows lead to what is beyond its edge
        return part.tabRect(part.count() - 1).right() > part.width()
    if isinstance(part, QLabel):
        wraps = part.wordWrap()
        needed = part.heightForWidth(part.width()) if wraps else part.sizeHint().height()
        return part.height() < needed or (not wraps and part.width() < part.sizeHint().width())
    if isinstance(part, QAbstractButton):
        return bool(part.text()) and part.width() < part.sizeHint().width()
    return False


def picture(scene: Stage, part: QWidget) -> QImage:
    """How *part* and what is right beside it look."""
    focused = QApplication.focusWidget()
    if isinstance(focused, QLineEdit):
        focused.deselect()
    place = QRect(part.mapTo(scene.shell, QPoint()), part.size())
    return scene.shell.grab(place.adjusted(-8, -8, 8, 8)).toImage()
