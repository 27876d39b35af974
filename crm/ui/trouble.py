"""What a page says in the place of what it could not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.ui.context import Context
    from crm.ui.tasks import Failure
    from crm.ui.widgets.state import StatePanel


def show_trouble(
    state: StatePanel, failure: Failure, *, context: Context, otherwise: str, again: Callable[[], None]
) -> None:
    """Say on *state* why something could not be read, and offer to try *again*.

    A refusal says itself what is wrong and how to mend it. Of any other failure the user reads *otherwise*, and it is
    told to the window, which keeps the report of it.
    """
    sentence = context.word_error(failure.refusal) if failure.refusal else None
    state.show(
        sentence.text if sentence else otherwise,
        sentence.remedy if sentence else "",
        drawing="error",
        tone="danger",
        verb=QCoreApplication.translate("Trouble", "Try again"),
        act=again,
    )
    if sentence is None:
        context.tasks.failed.emit(failure)
