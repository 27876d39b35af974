"""Every page in each dress: dark, and in the largest type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QWidget,
)

from crm.domain.lifecycle import Stage as Step
from crm.domain.wording import Language
from crm.services.tenants import TenantQuery, list_tenant_ids
from crm.ui import main_window
from crm.ui.theme.tokens import Look
from tests.ui.conftest import speaking
from tests.ui.every_page import (
    PAGES,
    SMALL,
    is_cut,
    is_met,
    lies_in_a_scroll_area,
    picture,
    set_out,
    views_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication

    from crm.ui.theme.theme import Theme
    from tests.ui.stage import Stage

pytestmark = pytest.mark.uncounted  # walks every page, whose own tests count its lines


def test_no_light_surface_is_left_in_the_dark_window(stage: Callable[..., Stage], theme: Theme) -> None:
    scene = stage(demo=True)
    theme.set_look(Look.DARK)
    for page in PAGES:
        set_out(scene, page)
        white = count_white(scene.window.grab().toImage())
        assert white < 40
    theme.set_look(Look.LIGHT)


def count_white(image: QImage) -> int:
    """How many of every seventh pixel each way are all but white."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    bits, line = bytes(image.constBits()), image.bytesPerLine()
    rows = (bits[y * line : (y + 1) * line] for y in range(0, image.height(), 7))
    return sum(
        max(pixel) + min(pixel) > 2 * 250
        for row in rows
        for pixel in zip(row[::28], row[1::28], row[2::28], strict=True)
    )


def test_questions_fit_a_small_screen(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True, size=(1093, 614))
    (tenant, *_) = list_tenant_ids(scene.workplace, TenantQuery(stages=frozenset({Step.INCUBATING})))
    scene.tenants.table.selectRow(scene.tenants.model.ids.index(tenant))
    scene.settle()
    scene.trigger("tenant.stage")
    for chip in scene.dialog.sheet.findChildren(QAbstractButton):
        scene.click(chip)
        scene.click(scene.dialog.verb)
        assert scene.dialog.height() <= 614
        assert scene.dialog.width() <= 1093


@pytest.mark.parametrize("language", list(Language))
def test_nothing_is_cut_in_the_largest_type_on_a_small_screen(
    stage: Callable[..., Stage], theme: Theme, qapp: QApplication, language: Language
) -> None:
    theme.set_font_percent(125)
    with speaking(qapp, language):
        scene = stage(demo=True, language=language, size=SMALL)
        for page in PAGES:
            for view in views_of(scene, page):
                look_for_cuts(scene, view)
            assert scene.window.size().toTuple() == SMALL
        scene.strike()
    theme.set_font_percent(100)


def look_for_cuts(scene: Stage, view: str) -> None:
    shell = scene.shell
    for part in shell.findChildren(QWidget):
        if is_met(part):
            said = part.text() if isinstance(part, QLabel | QAbstractButton) else part.accessibleName()
            told = (view, type(part).__name__, said)
            assert not is_cut(part), told
            right = part.mapTo(shell, part.rect().topLeft()).x() + part.width()
            assert right <= shell.width() or lies_in_a_scroll_area(part), told


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
