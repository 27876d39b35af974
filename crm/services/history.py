"""History: what was done, when and by whom, and exactly what each operation changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.db.queries.history import OperationLine, operation_images, operation_lines

if TYPE_CHECKING:
    from crm.db.images import Image
    from crm.services.operation import Workplace

__all__ = ["OperationLine", "get_operation", "list_operations"]


def list_operations(workplace: Workplace, *, limit: int | None = 200) -> tuple[OperationLine, ...]:
    """The latest operations, the newest first."""
    with workplace.database.reading() as connection:
        return operation_lines(connection, limit=limit)


def get_operation(workplace: Workplace, operation_id: int, *, limit: int = 1_000) -> tuple[Image, ...]:
    """What an operation changed: table, key, before and after of each row, the first *limit* of them."""
    with workplace.database.reading() as connection:
        return operation_images(connection, operation_id, limit=limit)
