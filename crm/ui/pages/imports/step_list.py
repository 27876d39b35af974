"""The steps of the import at the left: which are done, which one is open, which can be gone to."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QVBoxLayout

from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.text import ElidedLabel, label

if TYPE_CHECKING:
    from crm.ui.theme.theme import Theme

_WIDTH = 188
_INDENT = 12
"""Where the icons of the steps begin."""


class Step(IntEnum):
    """The steps, in order."""

    FILE = 0
    HEADER = 1
    COLUMNS = 2
    CHECK = 3
    DONE = 4


class StepList(QFrame):
    """One line a step; a click goes there, if it can be reached."""

    asked = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.setAccessibleName(self.tr("Steps"))
        self.setMinimumWidth(_WIDTH)  # larger type needs more
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._group = QButtonGroup(self)
        self.buttons: dict[Step, Button] = {}
        self.file = ElidedLabel(size="small")
        self.file_caption = label(self.tr("File being imported"), size="caption", tone="text2")
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.GAP, 12, sizes.GAP, 12)
        column.setSpacing(4)
        for step, text in self._names().items():
            button = Button(theme, text, icon="step", kind=Kind.NAV)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, step=step: self.asked.emit(int(step)))
            self._group.addButton(button)
            self.buttons[step] = button
            column.addWidget(button)
        column.addStretch(1)
        below = QVBoxLayout()
        below.setContentsMargins(_INDENT, 0, 0, 0)
        below.setSpacing(4)
        below.addWidget(self.file_caption)
        below.addWidget(self.file)
        column.addLayout(below)

    def _names(self) -> dict[Step, str]:
        return {
            Step.FILE: self.tr("File"),
            Step.HEADER: self.tr("Sheet and header"),
            Step.COLUMNS: self.tr("Columns"),
            Step.CHECK: self.tr("Check"),
            Step.DONE: self.tr("Done"),
        }

    def show_step(self, step: Step, *, reachable: set[Step], file: str) -> None:
        """Mark *step* as open; only the *reachable* ones can be gone to."""
        for one, button in self.buttons.items():
            button.setChecked(one is step)
            button.setEnabled(one is step or one in reachable)
            done = one < step
            button.set_drawing("passed" if done else "step")
            button.setAccessibleDescription(self.tr("done") if done else "")
            button.updateGeometry()
        self.file.setText(file)
        self.file.setVisible(bool(file))
        self.file_caption.setVisible(bool(file))
