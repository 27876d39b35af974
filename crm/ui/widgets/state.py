"""What stands where rows would be: nothing yet, nothing found, or something that went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.mark import Mark
from crm.ui.widgets.text import ground, label

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QFrame

    from crm.ui.theme.theme import Theme

_HINT_WIDTH = 460
_NARROW_HINT_WIDTH = 280


class StatePanel:
    """An icon, a sentence, a hint, and one thing to do."""

    def __init__(self, theme: Theme, *, narrow: bool = False) -> None:
        self.widget: QFrame = ground("surface")
        self._mark = Mark(theme, "empty", tone="text3", size=48)
        self.text = label(size="section")
        self.hint = label(tone="text2", wrap=True)
        self.button = Button(theme, " ", kind=Kind.PRIMARY)
        self._act: Callable[[], None] | None = None
        self.button.clicked.connect(self._press)
        middle = Qt.AlignmentFlag.AlignHCenter
        self.text.setAlignment(middle)
        self.hint.setAlignment(middle)
        self._hint_width = _NARROW_HINT_WIDTH if narrow else _HINT_WIDTH
        self.hint.setFixedWidth(self._hint_width)
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
        self.text.setText(text)
        self.hint.setText(hint)
        self.hint.setFixedHeight(
            max(self.hint.heightForWidth(self._hint_width), 0)
        )  # centred, it would not be asked
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
