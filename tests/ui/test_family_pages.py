"""Pages that share an item of the rail: the head leads from one to the other; all of them fit a small screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from crm.domain.wording import Language
from crm.ui.main_window import ALL_PAGES, FAMILIES, PAGES
from tests.ui.every_page import activate, is_cut, is_met, lies_in_a_scroll_area

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.ui.theme.theme import Theme
    from tests.ui.stage import Stage

SHARING = [page for page in ALL_PAGES if page not in PAGES]


def test_the_head_leads_from_page_to_page_and_the_rail_shows_where_they_belong(
    stage: Callable[..., Stage],
) -> None:
    scene = stage(demo=True)
    assert scene.shell.head.title.isVisible()
    assert not scene.shell.head.family.isVisible()
    for item, family in FAMILIES.items():
        scene.click(scene.shell.rail.button(item))
        for page in family:
            scene.click(scene.shell.head.family.tab(page))
            assert scene.shell.open_name == page
            assert scene.shell.head.family.tab(page).isChecked()
            assert not scene.shell.head.title.isVisible()
            assert scene.shell.rail.button(item).isChecked()
        scene.click(scene.shell.head.family.tab(family[-1]))  # once more: it stays
        assert scene.shell.head.family.tab(family[-1]).isChecked()
    scene.trigger("go.back")
    assert scene.shell.open_name == FAMILIES["filings"][-2]
    assert scene.settings.text("page") == FAMILIES["filings"][-2]
    scene.shell.go("people")  # from one family to the other: its names have their room at once
    scene.settle()
    assert not [page for page in FAMILIES["figures"] if is_cut(scene.shell.head.family.tab(page))]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("percent", [100, 125])
def test_nothing_on_them_is_cut_or_nameless_on_a_small_screen(
    stage: Callable[..., Stage], theme: Theme, percent: int, language: Language
) -> None:
    theme.set_font_percent(percent)
    scene = stage(demo=True, language=language, size=(1093, 582))
    for page in SHARING:
        scene.shell.go(page)
        scene.settle()
        assert scene.window.size().toTuple() == (1093, 582), page
        parts = [part for part in scene.shell.findChildren(QWidget) if is_met(part)]
        for part in parts:
            if part.focusPolicy() != Qt.FocusPolicy.NoFocus:
                interface = QAccessible.queryAccessibleInterface(part)
                assert interface.text(QAccessible.Text.Name), (page, type(part).__name__)
            assert not is_cut(part), (page, type(part).__name__, getattr(part, "text", str)())
            if lies_in_a_scroll_area(part):
                continue
            place = part.mapTo(scene.shell, part.rect().topLeft())
            assert place.x() + part.width() <= scene.shell.width(), (page, type(part).__name__)
            assert place.y() + part.height() <= scene.shell.height(), (page, type(part).__name__)
    theme.set_font_percent(100)


def test_the_keyboard_leads_through_them_and_out_again(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True)
    for page in SHARING:
        scene.shell.go(page)
        scene.settle()
        activate(scene)
        first = scene.shell.rail.help
        first.setFocus()
        seen = []
        for _ in range(120):
            QTest.keyClick(QApplication.focusWidget() or scene.window, Qt.Key.Key_Tab)
            if QApplication.focusWidget() is first:
                break
            seen.append(QApplication.focusWidget())
        assert QApplication.focusWidget() is first, page
        assert len(seen) >= 8, page
