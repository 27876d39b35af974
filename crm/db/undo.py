"""Undoing an operation: its before-images come back, unless that would lose later work."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Table, func, select

from crm.db.journal import Image, Recorder, Row, RowKey, read_images, unpack_images
from crm.db.models import JournalBatch, OperationRecord
from crm.domain.errors import NotFoundError, UndoRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from crm.db.base import Base

_KEYS_A_QUERY = 900


@dataclass(frozen=True, slots=True)
class UndoneOperation:
    """An operation about to be undone, as the journal has it."""

    id: int
    kind: str
    undoes: int | None


def operation_to_undo(connection: Connection, operation_id: int | None) -> UndoneOperation:
    """The operation called for, or the last one that is neither undone nor itself an undo.

    Raises NotFoundError ``undo-nothing`` or ``operation-unknown``, UndoRefusedError ``undo-already-undone``.
    """
    record = OperationRecord
    query = select(record.id, record.kind, record.undoes, record.undone_by)
    if operation_id is None:
        query = query.where(record.undone_by.is_(None), record.undoes.is_(None)).order_by(record.id.desc()).limit(1)
        row = connection.execute(query).first()
        if row is None:
            raise NotFoundError("undo-nothing")
    else:
        row = connection.execute(query.where(record.id == operation_id)).first()
        if row is None:
            raise NotFoundError("operation-unknown", operation=operation_id)
        if row.undone_by is not None:
            raise UndoRefusedError("undo-already-undone", operation=operation_id, by=row.undone_by)
    return UndoneOperation(row.id, row.kind, row.undoes)


def undo_images(recorder: Recorder, operation_id: int) -> None:
    """Bring back what stood before operation *operation_id*, through *recorder*, which makes the undo undoable.

    Raises UndoRefusedError ``undo-later-change`` or ``undo-depended-on``, naming the later operation or record.
    """
    images = read_images(recorder.connection, operation_id, newest_first=True)
    for (table_name, shape), batch in groupby(images, key=_shape):
        model, held = _model_named(table_name), list(batch)
        _require_unchanged(recorder.connection, model, held, operation_id)
        keys = [image.key for image in held]
        if shape == "inserted":
            _require_no_dependents(recorder.connection, model, keys)
            recorder.remove(model, keys)
        elif shape == "removed":
            recorder.insert(model, [cast("Row", image.before) for image in held])
        else:
            names = {column.name for column in model.__table__.primary_key}
            recorder.change(
                model,
                {
                    image.key: {name: value for name, value in cast("Row", image.before).items() if name not in names}
                    for image in held
                },
            )


def _shape(image: Image) -> tuple[str, str]:
    if image.before is None:
        return image.table, "inserted"
    return image.table, "removed" if image.after is None else "changed"


def _require_unchanged(
    connection: Connection, model: type[Base], images: Sequence[Image], operation_id: int
) -> None:
    """Every row must still be as the operation left it."""
    for columns, alike in groupby(images, key=lambda image: tuple(image.after or ())):
        part = list(alike)
        current = _current_rows(connection, model, [image.key for image in part], columns)
        for image in part:
            if current.get(image.key) != image.after:
                raise UndoRefusedError(
                    "undo-later-change",
                    operation=operation_id,
                    table=image.table,
                    record=_written(image.key),
                    later=_later_operation(connection, image, operation_id) or 0,
                )


def _current_rows(
    connection: Connection, model: type[Base], keys: Sequence[RowKey], columns: tuple[str, ...]
) -> dict[RowKey, Row]:
    table = cast("Table", model.__table__)
    names = [column.name for column in table.primary_key]
    wanted = columns or tuple(names)
    rows: dict[RowKey, Row] = {}
    first = table.c[names[0]]
    for start in range(0, len(keys), _KEYS_A_QUERY):
        part = keys[start : start + _KEYS_A_QUERY]
        chosen = [table.c[name] for name in (*names, *wanted)]
        sought = set(part)
        for row in connection.execute(select(*chosen).where(first.in_({key[0] for key in part}), *_rest(table, part))):
            key = tuple(row[: len(names)])
            if key in sought:
                rows[key] = dict(zip(wanted, row[len(names) :], strict=True))
    return rows


def _rest(table: Table, keys: Sequence[RowKey]) -> list[Any]:
    """Conditions on the further columns of a composite key, so that only rows near the keys are read."""
    names = [column.name for column in table.primary_key][1:]
    return [table.c[name].in_({key[place] for key in keys}) for place, name in enumerate(names, start=1)]


def _later_operation(connection: Connection, image: Image, operation_id: int) -> int | None:
    """The latest operation after *operation_id* that wrote the row of *image*."""
    query = (
        select(JournalBatch.operation_id, JournalBatch.images)
        .where(JournalBatch.table == image.table, JournalBatch.operation_id > operation_id)
        .order_by(JournalBatch.operation_id.desc(), JournalBatch.position.desc())
    )
    for later, packed in connection.execute(query):
        if any(other.key == image.key for other in unpack_images(image.table, packed)):
            return int(later)
    return None


def _require_no_dependents(connection: Connection, model: type[Base], keys: Sequence[RowKey]) -> None:
    """Rows that are to go must not be referred to by rows that stay."""
    table = cast("Table", model.__table__)
    ids = [key[0] for key in keys]
    for other in model.metadata.sorted_tables:
        for foreign_key in other.foreign_keys:
            if foreign_key.column.table is not table:
                continue
            for start in range(0, len(ids), _KEYS_A_QUERY):
                part = ids[start : start + _KEYS_A_QUERY]
                found = connection.execute(
                    select(foreign_key.parent, func.count()).where(foreign_key.parent.in_(part)).group_by(foreign_key.parent).limit(1)
                ).first()
                if found is not None:
                    raise UndoRefusedError(
                        "undo-depended-on", table=table.name, record=str(found[0]), by=other.name, count=found[1]
                    )


def _model_named(name: str) -> type[Base]:
    for mapper in OperationRecord.registry.mappers:
        if mapper.local_table is not None and getattr(mapper.local_table, "name", "") == name:
            return cast("type[Base]", mapper.class_)
    raise KeyError(name)


def _written(key: Iterable[object]) -> str:
    return "/".join(str(part) for part in key)
