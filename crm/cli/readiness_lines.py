"""How complete a filing is, for a program and for a reader: who has not reported, in all and figure by figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.cli.desk import Desk
    from crm.services.approval import Missed, Readiness

_NAMED = 8


@dataclass(frozen=True, slots=True)
class LackingEntry:
    """A tenant with figures to report still; ``partly`` are those it reported a part of."""

    tenant: int
    name: str
    figures: int
    partly: int


@dataclass(frozen=True, slots=True)
class MissedEntry:
    """A figure that is not there in full, with who has not reported it."""

    cell: str
    label: str
    absent: tuple[str, ...]
    partly: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadinessEntry:
    """How many figures were asked for and are there, what is open, and who has not reported."""

    asked: int
    reported: int
    percent: int
    errors: int
    unexplained: int
    unsigned: tuple[str, ...]
    lacking: tuple[LackingEntry, ...]
    figures: tuple[MissedEntry, ...]


def readiness_entry(desk: Desk, ready: Readiness, missed: Sequence[Missed]) -> ReadinessEntry:
    """A filing's readiness as it is told."""
    return ReadinessEntry(
        asked=ready.asked,
        reported=ready.reported,
        percent=ready.percent,
        errors=ready.errors,
        unexplained=ready.unexplained,
        unsigned=ready.unsigned,
        lacking=tuple(
            LackingEntry(one.tenant_id, one.name, one.figures, one.partly) for one in ready.lacking
        ),
        figures=tuple(
            MissedEntry(one.place, desk.texts.of(one.label), one.absent, one.partly) for one in missed
        ),
    )


def readiness_lines(desk: Desk, ready: Readiness) -> list[str]:
    """Lines on who has not reported; none where everybody has."""
    if not ready.asked:
        return []
    texts = desk.texts
    lines = [texts.word("words.complete", percent=ready.percent, reported=ready.reported, asked=ready.asked)]
    if ready.lacking:
        names = texts.word("words.comma").join(one.name for one in ready.lacking[:_NAMED])
        word = "words.lacking_more" if len(ready.lacking) > _NAMED else "words.lacking"
        lines.append(texts.word(word, count=len(ready.lacking), names=names))
    return lines
