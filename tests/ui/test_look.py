"""The choices of appearance: type size, row height and high contrast hold at once, wherever they are used."""

from __future__ import annotations

import ctypes
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPalette

from crm import paths
from crm.ui.pages.workbench.duty_list import DutyLine, DutyRow
from crm.ui.settings import Settings
from crm.ui.shell.foot import ProgressLine
from crm.ui.theme import tokens as sizes
from crm.ui.theme.contrast import contrast_tokens, wants_high_contrast
from crm.ui.theme.fonts import base_font, in_pixels, sized
from crm.ui.theme.icons import IconEngine
from crm.ui.theme.motion import wants_calm
from crm.ui.theme.sheet import style_sheet
from crm.ui.theme.theme import Theme
from crm.ui.theme.tokens import DARK, FONT_PERCENTS, LIGHT, Density
from crm.ui.widgets.button import Button, Kind

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.usefixtures("qapp")


def high_contrast_palette() -> QPalette:
    made = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, "#000000"),
        (QPalette.ColorRole.WindowText, "#FFFFFF"),
        (QPalette.ColorRole.Highlight, "#1AEBFF"),
        (QPalette.ColorRole.HighlightedText, "#000000"),
    ):
        made.setColor(role, QColor(colour))
    return made


@pytest.mark.parametrize("percent", FONT_PERCENTS)
def test_type_is_as_large_as_the_user_wants_it(theme: Theme, qapp: QApplication, percent: int) -> None:
    theme.set_font_percent(percent)
    assert qapp.font().pixelSize() == round(14 * percent / 100)
    assert in_pixels(sizes.TITLE) == pytest.approx(20 * percent / 100, abs=1)
    assert sized(qapp.font(), sizes.CAPTION).pixelSize() == pytest.approx(12 * percent / 100, abs=1)
    assert f"font-size: {round(16 * percent / 100)}px" in style_sheet(LIGHT, percent=percent)
    theme.set_font_percent(100)
    assert base_font().pixelSize() == 14


def test_a_button_grows_with_its_type(theme: Theme) -> None:
    button = Button(theme, "Enterprises", kind=Kind.PRIMARY)
    before = button.sizeHint().width()
    theme.set_font_percent(125)
    assert button.sizeHint().width() > before
    theme.set_font_percent(100)
    assert button.sizeHint().width() == before


def test_the_row_height_is_told_and_changes_at_once(theme: Theme) -> None:
    told: list[int] = []
    theme.changed.connect(lambda: told.append(theme.row_height))
    for density in Density:
        theme.set_density(density)
    assert told == [28, 34, 40]


def test_in_high_contrast_every_colour_is_the_users_own(qapp: QApplication) -> None:
    before = qapp.palette()
    qapp.setPalette(high_contrast_palette())
    theme = Theme(qapp, icons=paths.resources() / "icons", high_contrast=True)
    assert theme.tokens.surface == "#000000"
    assert theme.tokens.text == "#FFFFFF"
    assert theme.tokens.row_sel == "#1AEBFF"
    assert theme.is_dark
    for text, ground in sizes.TEXT_PAIRS:
        if "row_sel" not in {text, ground}:
            assert sizes.contrast(getattr(theme.tokens, text), getattr(theme.tokens, ground)) >= 4.5, text
    theme.deleteLater()
    qapp.setPalette(before)
    qapp.setStyleSheet("")


def test_only_windows_is_asked_for_high_contrast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(ctypes, "windll", raising=False)
    assert not wants_high_contrast()
    assert contrast_tokens(high_contrast_palette()).on_accent == "#000000"


@pytest.mark.parametrize(("flags", "wanted"), [(0, False), (1, True), (126, False), (127, True)])
def test_windows_says_whether_contrast_is_high(
    monkeypatch: pytest.MonkeyPatch, flags: int, wanted: bool
) -> None:
    def answer(_what: int, _size: int, place: object, _changes: int) -> int:
        getattr(place, "_obj").dwFlags = flags  # noqa: B009 - what ctypes.byref keeps has no type
        return 1

    windows = SimpleNamespace(user32=SimpleNamespace(SystemParametersInfoW=answer))
    monkeypatch.setattr(ctypes, "windll", windows, raising=False)
    assert wants_high_contrast() is wanted


@pytest.mark.parametrize(("moves", "calm"), [(1, False), (0, True)])
def test_windows_says_whether_anything_may_move(
    monkeypatch: pytest.MonkeyPatch, moves: int, calm: bool
) -> None:
    def answer(_what: int, _size: int, place: object, _changes: int) -> int:
        getattr(place, "_obj").value = moves  # noqa: B009 - what ctypes.byref keeps has no type
        return 1

    monkeypatch.delattr(ctypes, "windll", raising=False)
    assert not wants_calm()
    windows = SimpleNamespace(user32=SimpleNamespace(SystemParametersInfoW=answer))
    monkeypatch.setattr(ctypes, "windll", windows, raising=False)
    assert wants_calm() is calm


def test_where_all_is_calm_nothing_moves(theme: Theme) -> None:
    for calm in (False, True):
        theme.is_calm = calm
        line = ProgressLine(theme)
        line.show_progress(0, 0)
        before = line.grab().toImage()
        for _ in range(5):
            if line._timer.isActive():
                line._step()
        assert (line.grab().toImage() == before) is calm
        line.rest()


def opaque(image: QImage) -> set[str]:
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name().upper() for pixel in pixels if pixel.alpha() == 255}


@pytest.mark.parametrize(
    ("mode", "state", "tone"),
    [
        (QIcon.Mode.Normal, QIcon.State.Off, "text2"),
        (QIcon.Mode.Active, QIcon.State.Off, "text2"),
        (QIcon.Mode.Disabled, QIcon.State.Off, "border_strong"),
        (QIcon.Mode.Selected, QIcon.State.Off, "sel_text"),
        (QIcon.Mode.Normal, QIcon.State.On, "accent"),
    ],
)
def test_an_icon_takes_the_colour_of_its_state_in_each_look(
    mode: QIcon.Mode, state: QIcon.State, tone: str
) -> None:
    drawing = (paths.resources() / "icons" / "table.svg").read_text("utf-8")
    for look in (LIGHT, DARK):
        engine = IconEngine(drawing, lambda look=look: look, tone="text2", checked_tone="accent")  # type: ignore[misc]  # mypy wants no default
        wanted = getattr(look, tone)
        assert engine.colour(mode, state) == wanted
        assert wanted in opaque(engine.pixmap(QSize(64, 64), mode, state).toImage())


def test_on_a_screen_of_two_pixels_to_one_an_icon_has_lines_twice_as_wide() -> None:
    drawing = (paths.resources() / "icons" / "minus.svg").read_text("utf-8")
    engine = IconEngine(drawing, lambda: LIGHT, tone="text", checked_tone="accent")
    dark = []
    for scale in (1.0, 2.0):
        size = QSize(int(20 * scale), int(20 * scale))
        image = engine.scaledPixmap(size, QIcon.Mode.Normal, QIcon.State.Off, scale).toImage()
        dark.append(sum(image.pixelColor(image.width() // 2, y).alpha() for y in range(image.height())) / 255)
    assert dark[1] == pytest.approx(2 * dark[0], rel=0.2)


def test_what_is_damaged_in_the_settings_is_as_at_the_first_start() -> None:
    settings = Settings()
    settings._kept.setValue("density", "huge")
    settings._kept.setValue("font_percent", "300")
    assert settings.density is Density.NORMAL
    assert settings.font_percent == 100
    settings.density, settings.font_percent, settings.database = Density.ROOMY, 125, "/srv/crm.db"
    assert (settings.density, settings.font_percent) == (Density.ROOMY, 125)
    assert settings.database == "/srv/crm.db"


def test_a_disabled_button_is_quieter_and_a_checked_one_stands_out(theme: Theme) -> None:
    button = Button(theme, icon="table", kind=Kind.QUIET, name="Table")
    button.resize(button.sizeHint())
    pictures = []
    for enabled, checked in ((True, False), (False, False), (True, True)):
        button.setCheckable(True)
        button.setEnabled(enabled)
        button.setChecked(checked)
        pictures.append(button.grab().toImage())
    assert pictures[0] != pictures[1]
    assert pictures[0] != pictures[2]
    assert button.focusPolicy() == Qt.FocusPolicy.TabFocus


def test_in_larger_type_the_lines_of_a_duty_are_higher(theme: Theme, qtbot: QtBot) -> None:
    row = DutyRow(theme, DutyLine("file", "danger", "Report", "Ends soon", "", print), finish_text="")
    qtbot.addWidget(row)
    usual = row.sizeHint().height()
    theme.set_font_percent(125)
    assert row.sizeHint().height() >= usual * 5 // 4
    theme.set_font_percent(100)
