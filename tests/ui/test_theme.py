"""The look: every pair of colours can be read, every icon is drawn, and no rule of the style sheet touches a table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPalette, QStyleHints
from PySide6.QtWidgets import QWidget

from crm import paths
from crm.ui.theme import sheet, tokens
from crm.ui.theme.fonts import FAMILIES, base_font, has_chinese, sized
from crm.ui.theme.style import hair
from crm.ui.theme.theme import Theme, palette
from crm.ui.theme.tokens import DARK, LIGHT, Look, Tokens, contrast

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.usefixtures("qapp")


class StyleChanges(QObject):
    """Counts how often a widget is dressed."""

    def __init__(self, part: QWidget) -> None:
        super().__init__(part)
        self.count = 0
        part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.StyleChange
        return super().eventFilter(watched, event)


LOOKS = pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])


@LOOKS
@pytest.mark.parametrize(("text", "ground"), tokens.TEXT_PAIRS)
def test_text_can_be_read_on_its_ground(look: Tokens, text: str, ground: str) -> None:
    assert contrast(getattr(look, text), getattr(look, ground)) >= 4.5


@LOOKS
@pytest.mark.parametrize(("edge", "ground"), tokens.CONTROL_PAIRS)
def test_edges_of_controls_can_be_seen(look: Tokens, edge: str, ground: str) -> None:
    assert contrast(getattr(look, edge), getattr(look, ground)) >= 3


@LOOKS
def test_tags_differ_from_each_other_and_from_the_paper(look: Tokens) -> None:
    tones = [look.danger, look.warn, look.ok, look.violet, look.accent, look.text2]
    softs = [
        look.danger_soft,
        look.warn_soft,
        look.ok_soft,
        look.violet_soft,
        look.accent_soft,
        look.mute_soft,
    ]
    assert len(set(tones)) == len(set(softs)) == 6
    assert look.surface not in softs
    assert contrast(look.on_accent, look.accent) >= 4.5


def test_black_on_white_has_the_greatest_contrast_there_is() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1


def test_the_style_sheet_has_no_rule_for_an_item_view() -> None:
    rules = re.findall(r"^([^{}\n]+)\{", sheet.style_sheet(LIGHT), re.MULTILINE)
    assert rules
    for views in (
        "QTableView",
        "QListView",
        "QTreeView",
        "QAbstractItemView",
        "QHeaderView",
        "QAbstractScrollArea",
    ):
        assert not [rule for rule in rules if views in rule]


@pytest.mark.usefixtures("theme")
def test_the_fonts_asked_for_have_the_character_of_the_trade() -> None:
    font = base_font()
    assert font.families() == list(FAMILIES)
    assert has_chinese(font)
    assert sized(font, 20, strong=True).pixelSize() == 20


def test_changing_the_look_changes_colours_and_tells(theme: Theme, qapp: QApplication) -> None:
    told: list[bool] = []
    theme.changed.connect(lambda: told.append(theme.is_dark))
    theme.set_look(Look.DARK)
    assert told.pop()
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.bg
    theme.set_look(Look.LIGHT)
    assert told.pop() is False
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == LIGHT.bg


def test_changing_the_look_dresses_each_widget_as_often_however_deep_it_lies(
    theme: Theme, qtbot: QtBot
) -> None:
    shallow = QWidget()
    qtbot.addWidget(shallow)
    parts = [shallow]
    for _ in range(12):
        parts.append(QWidget(parts[-1]))
    shallow.show()
    counts = [StyleChanges(part) for part in (parts[0], parts[-1])]
    theme.set_look(Look.DARK)
    theme.set_font_percent(125)
    assert counts[0].count == counts[1].count > 0


def test_following_the_system_is_light_where_the_system_does_not_say(theme: Theme) -> None:
    theme.set_look(Look.SYSTEM)
    assert theme.tokens is LIGHT


def test_the_look_follows_the_system_as_soon_as_that_changes(
    theme: Theme, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    hints, now = qapp.styleHints(), [Qt.ColorScheme.Light]
    monkeypatch.setattr(
        QStyleHints, "colorScheme", lambda _hints: now[0]
    )  # offscreen there is no system to ask
    theme.set_look(Look.SYSTEM)
    told: list[bool] = []
    theme.changed.connect(lambda: told.append(theme.is_dark))
    for scheme, dark in ((Qt.ColorScheme.Dark, True), (Qt.ColorScheme.Light, False)):
        now[0] = scheme
        hints.colorSchemeChanged.emit(scheme)
        assert theme.is_dark is dark
        assert told[-1] is dark
    theme.set_look(Look.LIGHT)
    now[0] = Qt.ColorScheme.Dark
    hints.colorSchemeChanged.emit(now[0])
    assert not theme.is_dark, "who has chosen light stays light"


def test_where_the_system_does_not_say_its_own_palette_tells(qapp: QApplication) -> None:
    dark = QPalette()
    dark.setColor(QPalette.ColorRole.Window, QColor("#202020"))
    qapp.setPalette(dark)
    assert qapp.styleHints().colorScheme() is Qt.ColorScheme.Unknown
    theme = Theme(qapp, icons=paths.resources() / "icons")
    assert theme.tokens is DARK
    theme.deleteLater()
    qapp.setPalette(QPalette())
    qapp.setStyleSheet("")


def test_disabled_text_is_quieter() -> None:
    made = palette(LIGHT)
    faded = made.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert faded.name().upper() == LIGHT.text3


def drawn(image: QImage) -> set[str]:
    """The colours of all opaque pixels."""
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name().upper() for pixel in pixels if pixel.alpha() > 120}


@pytest.mark.parametrize("ratio", [1, 1.25, 1.5, 2])
def test_a_hair_line_is_everywhere_as_wide(ratio: float) -> None:
    rows = 24
    paper = QImage(int(8 * ratio), int(34 * rows * ratio), QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.scale(ratio, ratio)
    painter.setPen(hair("#000000", ratio))
    for row in range(rows):
        painter.drawLine(0, 34 * row + 33, 8, 34 * row + 33)
    painter.end()
    inked = sum(paper.pixelColor(3, down) == QColor("#000000") for down in range(paper.height()))
    assert inked == rows * int(ratio)


def test_every_icon_is_drawn_in_the_tone_asked_for(theme: Theme) -> None:
    names = theme.icons.names()
    assert len(names) > 30
    for name in names:
        icon = theme.icons.get(name, tone="accent")
        for size in (20, 48):
            assert LIGHT.accent in drawn(icon.pixmap(QSize(size, size)).toImage()), (name, size)


def test_an_icon_follows_mode_state_and_look(theme: Theme) -> None:
    icon = theme.icons.get("tenants")
    size = QSize(40, 40)
    assert LIGHT.border_strong in drawn(icon.pixmap(size, QIcon.Mode.Disabled).toImage())
    assert LIGHT.accent in drawn(icon.pixmap(size, QIcon.Mode.Normal, QIcon.State.On).toImage())
    theme.set_look(Look.DARK)
    assert DARK.text in drawn(icon.pixmap(size).toImage())
    assert theme.icons.get("tenants") is icon
    engine = theme.icons._engines[0]
    assert DARK.text in drawn(engine.clone().pixmap(size, QIcon.Mode.Normal, QIcon.State.Off).toImage())
    theme.set_look(Look.LIGHT)


def test_every_drawing_is_of_one_family(theme: Theme) -> None:
    for name in theme.icons.names():
        text = (theme.icons._folder / f"{name}.svg").read_text("utf-8")
        assert 'viewBox="0 0 20 20"' in text
        assert 'stroke-width="1.5"' in text
        assert "currentColor" in text
        assert not re.search(r"#[0-9a-fA-F]{3,6}", text)
