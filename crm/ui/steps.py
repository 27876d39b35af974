"""The steps of this session that can be undone and done again, the latest last."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Sequence


class Step(NamedTuple):
    """What the user did at once: its name, and the operations it was, in the order they were done."""

    title: str
    operations: tuple[int, ...]


class Steps(QObject):
    """Two stacks: what can be undone, and what has been undone and nothing else done since."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._done: list[Step] = []
        self._undone: list[Step] = []

    @property
    def next_undo(self) -> Step | None:
        """The step that would be undone."""
        return self._done[-1] if self._done else None

    @property
    def next_redo(self) -> Step | None:
        """The step that would be done again."""
        return self._undone[-1] if self._undone else None

    @property
    def stacks(self) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
        """What can be undone, and what can be done again, each in order."""
        return tuple(self._done), tuple(self._undone)

    def take_over(self, done: Sequence[Step], undone: Sequence[Step]) -> None:
        """Go on with steps of before: they lie below those that are here already."""
        self._done[:0] = done
        self._undone[:0] = undone
        self.changed.emit()

    def add(self, step: Step) -> None:
        """A new step: what had been undone before it can no longer be done again."""
        self._done.append(step)
        self._undone.clear()
        self.changed.emit()

    def find(self, operations: tuple[int, ...]) -> Step | None:
        """The step that was these *operations*, where it can be undone."""
        return next((step for step in reversed(self._done) if step.operations == operations), None)

    def take_back(self, step: Step, by: tuple[int, ...]) -> None:
        """*step* has been undone by the operations *by*: undoing those does it again."""
        if step in self._done:
            self._done.remove(step)
        self._undone.append(Step(step.title, by))
        self.changed.emit()

    def bring_back(self, step: Step, by: tuple[int, ...]) -> None:
        """*step*, which had been undone, has been done again by the operations *by*."""
        if step in self._undone:
            self._undone.remove(step)
        self._done.append(Step(step.title, by))
        self.changed.emit()

    def drop(self, step: Step) -> None:
        """*step* can be undone or done again no longer: somebody has worked on it since."""
        for stack in (self._done, self._undone):
            if step in stack:
                stack.remove(step)
        self.changed.emit()
