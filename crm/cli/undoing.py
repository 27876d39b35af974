"""``crm undo``: an operation taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.cli.desk import Answer
from crm.domain.errors import UndoRefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.cli.desk import Desk
    from crm.cli.verbs import Given
    from crm.services.history import OperationLine


@dataclass(frozen=True, slots=True)
class UndoDocument:
    """``operation`` took ``undone`` back; ``tenants`` is how many enterprises it concerned."""

    operation: int
    undone: int
    kind: str
    title: str
    tables: tuple[str, ...]
    tenants: int


def answer(desk: Desk, given: Given) -> Answer:
    """Undo the operation, or the last one. UndoRefusedError where later work would be lost."""
    from crm.services.history import list_operations, title_of
    from crm.services.operation import undo

    workplace = desk.workplace()
    if given["operation"] is None:
        _refuse_to_go_on(desk, list_operations(workplace, limit=None))
    changes = undo(workplace, given["operation"], reason=given["reason"] or "")
    lines = {line.id: line for line in list_operations(workplace, limit=None)}
    undone = lines[changes.operation].undoes or 0
    title = title_of(desk.library, lines[undone], desk.language)
    document = UndoDocument(
        operation=changes.operation,
        undone=undone,
        kind=lines[undone].kind,
        title=title,
        tables=tuple(sorted(changes.tables)),
        tenants=len(changes.tenants),
    )
    line = desk.texts.word("words.undo_done", undone=undone, title=title, operation=changes.operation)
    return Answer(document, [line])


def _refuse_to_go_on(desk: Desk, lines: Sequence[OperationLine]) -> None:
    """Refuse a second undo without a number: whoever repeats the line may want back what it took away."""
    from crm.services.history import title_of

    if not lines or lines[0].undoes is None:
        return
    last = lines[0].id
    before = next((line for line in lines if line.undoes is None and line.undone_by is None), None)
    if before is None:
        raise UndoRefusedError("undo-after-the-only", undo=last)
    title = title_of(desk.library, before, desk.language)
    raise UndoRefusedError("undo-after-undo", undo=last, operation=before.id, title=title)
