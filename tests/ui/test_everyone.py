"""Everyone: names for screen readers, a way through by keyboard with a visible ring, no cut text on small screens."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QWidget,
)

from crm.domain.wording import Language
from crm.ui.pages.settings.page import SettingsPage
from crm.ui.widgets.button import Button
from tests.ui.every_page import (
    PAGES,
    SMALL,
    activate,
    is_cut,
    is_met,
    lies_in_a_scroll_area,
    picture,
    set_out,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from tests.ui.stage import Stage

pytestmark = pytest.mark.uncounted  # walks every page, whose own tests count its lines

SECTIONS = ("look", "site", "database", "rules", "about")
USUAL = (1366, 728)
WIDE = (1920, 1040)


def in_windows(*windows: tuple[Language, tuple[int, int]]) -> pytest.MarkDecorator:
    """Let a test look at a window that stands, of each language and size, after the others that look at the same."""
    return pytest.mark.parametrize("standing", windows, indirect=True, scope="module")


@pytest.mark.parametrize("page", PAGES)
@in_windows((Language.EN, USUAL))
def test_everything_that_can_be_used_has_a_name(standing: Stage, page: str) -> None:
    set_out(standing, page)
    unnamed = []
    for part in standing.window.findChildren(QWidget):
        if is_met(part) and part.focusPolicy() != Qt.FocusPolicy.NoFocus:
            interface = QAccessible.queryAccessibleInterface(part)
            if not interface.text(QAccessible.Text.Name):
                unnamed.append((type(part).__name__, part.objectName()))
    assert unnamed == []


@pytest.mark.parametrize("page", PAGES)
@in_windows(*product(Language, (SMALL, USUAL, WIDE)))
def test_nothing_is_cut_or_sticks_out(standing: Stage, page: str) -> None:
    set_out(standing, page)
    assert standing.window.size().toTuple() == standing.size
    assert standing.window.minimumSizeHint().width() <= 1093
    assert standing.window.minimumSizeHint().height() <= 614
    for part in standing.shell.findChildren(QWidget):
        if not is_met(part):
            continue
        assert not is_cut(part), (type(part).__name__, getattr(part, "text", str)())
        if lies_in_a_scroll_area(part):
            continue
        place = part.mapTo(standing.shell, part.rect().topLeft())
        assert place.x() >= 0, part
        assert place.x() + part.width() <= standing.shell.width(), (type(part).__name__, part.objectName())
        assert place.y() + part.height() <= standing.shell.height(), (type(part).__name__, part.objectName())


@pytest.mark.parametrize("page", PAGES)
@in_windows((Language.EN, USUAL))
def test_the_keyboard_leads_through_the_page_and_out_again(standing: Stage, page: str) -> None:
    set_out(standing, page)
    activate(standing)
    first = standing.shell.rail.help
    first.setFocus()
    seen: list[QWidget] = []
    for _ in range(80):
        QTest.keyClick(QApplication.focusWidget() or standing.window, Qt.Key.Key_Tab)
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
@in_windows((Language.EN, USUAL))
def test_where_the_keyboard_is_can_be_seen(standing: Stage, page: str) -> None:
    set_out(standing, page)
    for section in SECTIONS if page == "settings" else ("",):
        if section:
            standing.shell.show_query("settings", section)
            standing.settle()
        look_at_each_stop(standing)


def look_at_each_stop(standing: Stage) -> None:
    activate(standing)
    stops = [
        part
        for part in standing.shell.findChildren(QWidget)
        if is_met(part) and part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isEnabled()
    ]
    assert len(stops) >= 3
    for part in stops:
        standing.shell.setFocus()
        QApplication.processEvents()
        before = picture(standing, part)
        part.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        assert picture(standing, part) != before, (type(part).__name__, part.accessibleName())


@pytest.mark.parametrize("section", SECTIONS)
@in_windows(*product(Language, (SMALL,)))
def test_every_section_of_the_settings_fits_a_small_screen(standing: Stage, section: str) -> None:
    set_out(standing, "settings")
    standing.shell.show_query("settings", section)
    standing.settle()
    page = standing.shell.page
    assert isinstance(page, SettingsPage)
    for part in page.findChildren(QWidget):
        if is_met(part):
            assert not is_cut(part), (type(part).__name__, getattr(part, "text", str)())
            place = part.mapTo(standing.shell, part.rect().topLeft())
            assert place.x() + part.width() <= standing.shell.width(), type(part).__name__
            if part.focusPolicy() != Qt.FocusPolicy.NoFocus:
                interface = QAccessible.queryAccessibleInterface(part)
                assert interface.text(QAccessible.Text.Name), type(part).__name__


@pytest.mark.parametrize("page", PAGES)
@in_windows((Language.EN, SMALL))
def test_an_icon_alone_has_a_tool_tip_with_its_keys(standing: Stage, page: str) -> None:
    set_out(standing, page)
    alone = [
        one
        for one in standing.shell.findChildren(Button)
        if is_met(one) and (not one.text() or one.is_compact)
    ]
    assert alone
    for one in alone:
        assert one.toolTip(), one.accessibleName()
        if one._action is not None:
            assert one.toolTip() == standing.shell.actions_table.hint_of(one._action.objectName())


@pytest.mark.parametrize("page", PAGES)
@in_windows((Language.EN, WIDE))
def test_a_window_made_small_and_large_again_is_as_it_was(standing: Stage, page: str) -> None:
    set_out(standing, page)
    QTest.mouseMove(
        standing.window, QPoint(2, 2)
    )  # out of the way: what comes to lie under it looks otherwise
    before = standing.still()
    for size in ((1093, 614), (1366, 728), (1920, 1040)):
        standing.window.resize(*size)
        standing.settle()
    assert differing(standing, before, standing.still()) == []


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


@pytest.mark.parametrize("page", PAGES)
@in_windows((Language.EN, USUAL))
def test_what_comes_in_and_what_goes_out_stand_in_one_order_on_every_page(standing: Stage, page: str) -> None:
    set_out(standing, page)
    shown = standing.shell.page
    assert shown is not None
    head = shown.head()
    ways = [name.rpartition(".")[2] for name in head.actions]
    places = [ways.index(way) for way in ("import", "export", "print") if way in ways]
    assert not places or places == list(range(places[0], places[0] + len(places)))
    if head.primary:
        assert head.actions[-1] == head.primary
    if page == "tenants":
        assert head.actions[:3] == ("tenant.import", "tenant.export", "print")
