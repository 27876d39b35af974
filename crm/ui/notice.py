"""What the window tells in passing: a sentence, what can be done about it, and at most one thing to do at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Notice(NamedTuple):
    """One message. *tone* is ok, info, warn or danger; an *action* is offered as a button, a *second* beside it."""

    text: str
    remedy: str = ""
    tone: str = "ok"
    action: str = ""
    act: Callable[[], None] | None = None
    second: str = ""
    act_second: Callable[[], None] | None = None

    @property
    def stays(self) -> bool:
        """Whether it stays until it is closed: what went wrong does, what was done goes by itself."""
        return self.tone in {"warn", "danger"}
