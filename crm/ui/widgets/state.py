"""What stands where rows would be: nothing yet, nothing found, or something that went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout

from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.mark import Mark
from crm.ui.widgets.text import ground

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QFrame

    from crm.ui.theme.theme import Theme

_WIDTHS, _NARROW_WIDTHS = (640, 460), (280, 280)
"""How wide a sentence and its hint may become."""
_STEP = 8


class _Sentence(QLabel):
    """Centred lines, all about equally long."""

    def __init__(self, theme: Theme, width: int, *, size: str, tone: str) -> None:
        super().__init__()
        self._width = width
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("rank", size)
        self.setProperty("tone", tone)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        theme.changed.connect(self._fit)

    def say(self, text: str) -> None:
        """Show *text*."""
        self.setText(text)
        self._fit()

    def _fit(self) -> None:
        """Be as large as the lines need; what is centred is not asked for a height."""
        self.ensurePolished()
        self.setMinimumSize(0, 0)  # else no answer is lower than what was shown before
        width = min(self.fontMetrics().horizontalAdvance(self.text()) + 4, self._width)
        height = self.heightForWidth(width)
        while width > _STEP and self.heightForWidth(width - _STEP) <= height:
            width -= _STEP
        self.setFixedSize(width, max(height, 0))


class StatePanel:
    """An icon, a sentence, a hint, and one thing to do."""

    def __init__(self, theme: Theme, *, narrow: bool = False) -> None:
        self.widget: QFrame = ground("surface")
        self._mark = Mark(theme, "empty", tone="text3", size=48)
        widths = _NARROW_WIDTHS if narrow else _WIDTHS
        self.text = _Sentence(theme, widths[0], size="section", tone="text")
        self.hint = _Sentence(theme, widths[1], size="body", tone="text2")
        self.button = Button(theme, " ", kind=Kind.PRIMARY)
        self._act: Callable[[], None] | None = None
        self.button.clicked.connect(self._press)
        middle = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self.widget)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(self._mark, 0, middle)
        column.addWidget(self.text, 0, middle)
        column.addWidget(self.hint, 0, middle)
        column.addSpacing(4)
        column.addWidget(self.button, 0, middle)
        column.addStretch(3)

    def show(
        self,
        text: str,
        hint: str = "",
        *,
        drawing: str = "empty",
        tone: str = "text3",
        verb: str = "",
        act: Callable[[], None] | None = None,
    ) -> None:
        """Say *text* and *hint*, and offer *verb*."""
        self._mark.show_drawing(drawing, tone=tone)
        self.text.say(text)
        self.hint.say(hint)
        self.hint.setVisible(bool(hint))
        self.button.setText(verb)
        self.button.setAccessibleName(verb)
        self.button.setVisible(bool(verb))
        self.button.updateGeometry()
        self._act = act

    def take_cursor(self) -> None:
        """Put the cursor onto what can be done, where something can."""
        if not self.button.isHidden():
            self.button.setFocus()

    def _press(self) -> None:
        if self._act is not None:
            self._act()
