"""Parts that may be taller than their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from crm.ui.widgets.scroll import Readable

if TYPE_CHECKING:
    from PySide6.QtGui import QColor
    from pytestqt.qtbot import QtBot

    from crm.ui.theme.theme import Theme


def test_words_that_have_no_room_are_scrolled_by_key_inside_a_ring(qtbot: QtBot, theme: Theme) -> None:
    host = QWidget()
    area = Readable(theme, QLabel("\n".join(f"第 {number} 行" for number in range(30))), name="说明")
    other = QLineEdit()
    column = QVBoxLayout(host)
    column.addWidget(area)
    column.addWidget(other)
    qtbot.addWidget(host)
    host.resize(200, 160)
    host.show()
    host.activateWindow()
    qtbot.waitExposed(host)

    def edge() -> QColor:
        return area.grab().toImage().pixelColor(0, 40)

    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    before = edge()
    area.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(area.hasFocus)
    assert edge() != before
    QTest.keyClick(area, Qt.Key.Key_PageDown)
    assert area.verticalScrollBar().value() > 0
    other.setFocus()
    assert edge() == before
    host.resize(200, 2000)
    qtbot.waitUntil(lambda: area.focusPolicy() is Qt.FocusPolicy.NoFocus)
