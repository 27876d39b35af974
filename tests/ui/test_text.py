"""Texts in little room: labels of one line or two, and what a choice needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QComboBox

from crm.ui.widgets.form import ChoiceBox
from crm.ui.widgets.text import ElidedLabel
from crm.ui.widgets.wrapping import lines_of

if TYPE_CHECKING:
    from crm.ui.theme.theme import Theme

pytestmark = pytest.mark.usefixtures("qapp")
SENTENCE = "Only the ratios of the list are known; area, counts and staff were not read and stay empty."


def test_a_label_takes_a_second_line_where_its_bar_is_high_enough() -> None:
    label = ElidedLabel(SENTENCE, two=True)
    line = label.fontMetrics().lineSpacing()
    wide = label.fontMetrics().horizontalAdvance(SENTENCE)
    label.resize(wide * 2 // 3, line * 2)
    assert label.shown().replace("\n", " ") == SENTENCE
    label.grab()
    assert label.toolTip() == "", "nothing is missing"
    for width, height in ((wide // 3, line * 2), (wide * 2 // 3, line)):
        label.resize(width, height)
        label.grab()
        assert label.shown().endswith("…")
        assert label.toolTip() == SENTENCE
    label.resize(wide + 1, line * 2)
    assert label.shown() == SENTENCE


def test_a_text_is_broken_at_words_into_as_many_lines_as_it_may_have() -> None:
    metrics = QFontMetrics(QApplication.font())
    assert lines_of("short", metrics, 500) == ["short"]
    text = "one two three four five six seven eight nine ten " * 3
    first, second, third = lines_of(text, metrics, 200, most=3)
    assert text.startswith(f"{first} {second} ")
    assert all(metrics.horizontalAdvance(line) <= 200 for line in (first, second, third))
    assert third.endswith("…")
    assert lines_of(text, metrics, 200, most=1) == [
        metrics.elidedText(text, Qt.TextElideMode.ElideRight, 200)
    ]
    assert len(lines_of("x" * 60, metrics, metrics.horizontalAdvance("x" * 40))) == 2, "no word is so long"


def test_a_name_in_chinese_is_not_broken_before_its_last_characters() -> None:
    metrics = QFontMetrics(QApplication.font())
    width = metrics.horizontalAdvance("汾川云图软件有限")
    assert lines_of("汾川云图", metrics, width, fewest=4) == ["汾川云图"]
    assert lines_of("汾川云图软件有限公司", metrics, width, fewest=4) == ["汾川云图软件", "有限公司"]
    assert lines_of("汾川云图软件有限公司", metrics, width) == ["汾川云图软件有限", "公司"]


def test_a_choice_asks_for_the_room_of_its_longest_text(theme: Theme) -> None:
    box = ChoiceBox(theme, name="Rule set")
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    text = "Technology-based enterprise incubator, standard level"
    box.show_choices([("a", "Short"), ("b", text)])
    assert box.sizeHint().width() >= box.fontMetrics().horizontalAdvance(text) + 40
