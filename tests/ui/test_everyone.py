"""Everyone: names for screen readers, a way through by keyboard with a visible ring, no cut text on small screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
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

from crm.domain.wording import Language
from crm.ui import main_window
from crm.ui.pages.figures.grid import EntryGrid
from crm.ui.pages.figures.page import FiguresPage
from crm.ui.pages.forms.page import FormsPage
from crm.ui.pages.settings.page import SettingsPage
from crm.ui.theme.tokens import Look
from crm.ui.widgets.button import Button
from crm.ui.widgets.text import ElidedLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QImage

    from crm.ui.theme.theme import Theme
    from tests.ui.stage import Stage

pytestmark = pytest.mark.uncounted  # walks every page, whose own tests count its lines

PAGES = (*main_window.PAGES, "forms", "welcome")
SECTIONS = ("look", "site", "database", "rules", "about")
SMALL = (1093, 614)
SIZES = (SMALL, (1366, 728), (1920, 1040))


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
        scene.filings.checks.table.selectRow(0)
    elif isinstance(scene.shell.page, FormsPage) and not scene.shell.page.is_binding:
        bind_a_blank(scene, scene.shell.page)
    scene.settle()


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


@pytest.mark.parametrize("page", PAGES)
def test_everything_that_can_be_used_has_a_name(standing: Callable[..., Stage], page: str) -> None:
    scene = standing()
    set_out(scene, page)
    unnamed = []
    for part in scene.window.findChildren(QWidget):
        if is_met(part) and part.focusPolicy() != Qt.FocusPolicy.NoFocus:
            interface = QAccessible.queryAccessibleInterface(part)
            if not interface.text(QAccessible.Text.Name):
                unnamed.append((type(part).__name__, part.objectName()))
    assert unnamed == []


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", list(Language))
def test_nothing_is_cut_or_sticks_out(
    standing: Callable[..., Stage], page: str, size: tuple[int, int], language: Language
) -> None:
    scene = standing(language, size)
    set_out(scene, page)
    assert scene.window.size().toTuple() == size
    assert scene.window.minimumSizeHint().width() <= 1093
    assert scene.window.minimumSizeHint().height() <= 614
    for part in scene.shell.findChildren(QWidget):
        if not is_met(part):
            continue
        assert not is_cut(part), (type(part).__name__, getattr(part, "text", str)())
        if lies_in_a_scroll_area(part):
            continue
        place = part.mapTo(scene.shell, part.rect().topLeft())
        assert place.x() >= 0, part
        assert place.x() + part.width() <= scene.shell.width(), (type(part).__name__, part.objectName())
        assert place.y() + part.height() <= scene.shell.height(), (type(part).__name__, part.objectName())


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
    if isinstance(part, QLabel):
        wraps = part.wordWrap()
        needed = part.heightForWidth(part.width()) if wraps else part.sizeHint().height()
        return part.height() < needed or (not wraps and part.width() < part.sizeHint().width())
    if isinstance(part, QAbstractButton):
        return bool(part.text()) and part.width() < part.sizeHint().width()
    return False


@pytest.mark.parametrize("page", PAGES)
def test_the_keyboard_leads_through_the_page_and_out_again(standing: Callable[..., Stage], page: str) -> None:
    scene = standing()
    set_out(scene, page)
    activate(scene)
    first = scene.shell.rail.help
    first.setFocus()
    seen: list[QWidget] = []
    for _ in range(80):
        QTest.keyClick(QApplication.focusWidget() or scene.window, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None
        if now is first:
            break
        assert now.isVisible()
        assert now not in seen, (type(now).__name__, now.accessibleName())
        seen.append(now)
    assert QApplication.focusWidget() is first
    assert len(seen) >= 2


@pytest.mark.parametrize("page", PAGES)
def test_where_the_keyboard_is_can_be_seen(standing: Callable[..., Stage], page: str) -> None:
    scene = standing()
    set_out(scene, page)
    activate(scene)
    stops = [
        part
        for part in scene.shell.findChildren(QWidget)
        if is_met(part) and part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isEnabled()
    ]
    assert len(stops) >= 3
    for part in stops:
        scene.shell.setFocus()
        QApplication.processEvents()
        before = picture(scene, part)
        part.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        assert picture(scene, part) != before, (type(part).__name__, part.accessibleName())


def picture(scene: Stage, part: QWidget) -> QImage:
    """How *part* and what is right beside it look."""
    focused = QApplication.focusWidget()
    if isinstance(focused, QLineEdit):
        focused.deselect()
    place = QRect(part.mapTo(scene.shell, QPoint()), part.size())
    return scene.shell.grab(place.adjusted(-8, -8, 8, 8)).toImage()


def test_no_light_surface_is_left_in_the_dark_window(stage: Callable[..., Stage], theme: Theme) -> None:
    scene = stage(demo=True)
    theme.set_look(Look.DARK)
    for page in PAGES:
        set_out(scene, page)
        image = scene.window.grab().toImage()
        white = sum(
            image.pixelColor(x, y).lightness() > 250
            for x in range(0, image.width(), 7)
            for y in range(0, image.height(), 7)
        )
        assert white < 40
    theme.set_look(Look.LIGHT)


def test_questions_fit_a_small_screen(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True, size=(1093, 614))
    scene.tenants.table.selectRow(2)
    scene.settle()
    scene.trigger("tenant.stage")
    for chip in scene.dialog.sheet.findChildren(QAbstractButton):
        scene.click(chip)
        scene.click(scene.dialog.verb)
        assert scene.dialog.height() <= 614
        assert scene.dialog.width() <= 1093


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("language", list(Language))
def test_every_section_of_the_settings_fits_a_small_screen(
    standing: Callable[..., Stage], section: str, language: Language
) -> None:
    scene = standing(language, SMALL)
    set_out(scene, "settings")
    scene.shell.show_query("settings", section)
    scene.settle()
    page = scene.shell.page
    assert isinstance(page, SettingsPage)
    for part in page.findChildren(QWidget):
        if is_met(part):
            assert not is_cut(part), (type(part).__name__, getattr(part, "text", str)())
            place = part.mapTo(scene.shell, part.rect().topLeft())
            assert place.x() + part.width() <= scene.shell.width(), type(part).__name__
            if part.focusPolicy() != Qt.FocusPolicy.NoFocus:
                interface = QAccessible.queryAccessibleInterface(part)
                assert interface.text(QAccessible.Text.Name), type(part).__name__


@pytest.mark.parametrize("language", list(Language))
def test_nothing_is_cut_in_the_largest_type_on_a_small_screen(
    stage: Callable[..., Stage], theme: Theme, language: Language
) -> None:
    theme.set_font_percent(125)
    scene = stage(demo=True, language=language, size=SMALL)
    shell = scene.shell
    for page in PAGES:
        set_out(scene, page)
        for part in shell.findChildren(QWidget):
            if is_met(part):
                assert not is_cut(part), (page, type(part).__name__, getattr(part, "text", str)())
                place = part.mapTo(shell, part.rect().topLeft())
                assert place.x() + part.width() <= shell.width() or lies_in_a_scroll_area(part), (
                    page,
                    type(part).__name__,
                )
        assert scene.window.size().toTuple() == SMALL
    theme.set_font_percent(100)


@pytest.mark.parametrize("look", [Look.LIGHT, Look.DARK])
def test_the_keyboard_is_seen_on_every_item_of_the_shell_in_each_look(
    stage: Callable[..., Stage], theme: Theme, look: Look
) -> None:
    scene = stage(demo=True)
    theme.set_look(look)
    scene.settle()
    stops = [part for part in scene.shell.rail.findChildren(QAbstractButton) if is_met(part)]
    assert len(stops) == len(main_window.PAGES) + 2
    for part in stops:
        scene.shell.setFocus()
        before = picture(scene, part)
        part.setFocus(Qt.FocusReason.TabFocusReason)
        assert picture(scene, part) != before, part.accessibleName()
    theme.set_look(Look.LIGHT)


@pytest.mark.parametrize("page", PAGES)
def test_an_icon_alone_has_a_tool_tip_with_its_keys(standing: Callable[..., Stage], page: str) -> None:
    scene = standing(Language.EN, SMALL)
    set_out(scene, page)
    alone = [
        one for one in scene.shell.findChildren(Button) if is_met(one) and (not one.text() or one.is_compact)
    ]
    assert alone
    for one in alone:
        assert one.toolTip(), one.accessibleName()
        if one._action is not None:
            assert one.toolTip() == scene.shell.actions_table.hint_of(one._action.objectName())


@pytest.mark.parametrize("page", PAGES)
def test_a_window_made_small_and_large_again_is_as_it_was(standing: Callable[..., Stage], page: str) -> None:
    scene = standing(Language.EN, (1920, 1040))
    set_out(scene, page)
    QTest.mouseMove(scene.window, QPoint(2, 2))  # out of the way: what comes to lie under it looks otherwise
    before = scene.still()
    for size in ((1093, 614), (1366, 728), (1920, 1040)):
        scene.window.resize(*size)
        scene.settle()
    assert differing(scene, before, scene.still()) == []


def differing(scene: Stage, before: QImage, now: QImage) -> list[str]:
    """The widgets shown in whose places two pictures of the window differ."""
    if now == before:
        return []
    parts = [part for part in scene.shell.findChildren(QWidget) if part.isVisible()]
    places = [(part, QRect(part.mapTo(scene.window, QPoint()), part.size())) for part in parts]
    return [
        f"{type(part).__name__} {part.accessibleName()} {place.getRect()}"
        for part, place in places
        if before.copy(place) != now.copy(place)
    ] or ["the window itself"]


def test_what_comes_in_and_what_goes_out_stand_in_one_order_on_every_page(
    stage: Callable[..., Stage],
) -> None:
    scene = stage(demo=True)
    order = ("import", "export", "print")
    for page in PAGES:
        set_out(scene, page)
        shown = scene.shell.page
        assert shown is not None
        head = shown.head()
        ways = [name.rpartition(".")[2] for name in head.actions]
        places = [ways.index(way) for way in order if way in ways]
        assert places == sorted(places), page
        assert not places or places == list(range(places[0], places[0] + len(places))), page
        if head.primary:
            assert head.actions[-1] == head.primary, page
    assert scene.tenants.head().actions[:3] == ("tenant.import", "tenant.export", "print")
