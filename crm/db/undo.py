"""Undoing an operation: its before-images come back, unless that would lose later work."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, func, select

from crm.db.base import Base
from crm.db.images import default_of, unpack
from crm.db.journal import read_batches
from crm.db.models import JournalBatch, OperationRecord
from crm.db.rows import key_names, read_rows, value_conditions
from crm.domain.errors import NotFoundError, UndoRefusedError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sqlalchemy import Column, Connection

    from crm.db.images import Batch, RowKey, Values
    from crm.db.journal import Recorder


@dataclass(frozen=True, slots=True)
class UndoneOperation:
    """An operation about to be undone, as the journal has it."""

    id: int
    kind: str
    undoes: int | None
    unlocked: frozenset[int] = frozenset()
    """The frozen filings on whose figures it wrote."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What an operation did to one row in all; no ``before``: it made the row; no ``after``: it removed it.

    The columns are shared by all rows that were written alike.
    """

    columns: tuple[str, ...]
    before: Values | None
    after: Values | None

    def then(self, later: Effect, *, table: Table) -> Effect:
        """This effect followed by *later* on the same row."""
        if self.before is None and self.after is None:
            return later
        old, new = _named(self.columns, self.before), _named(self.columns, self.after)
        later_old, later_new = _named(later.columns, later.before), _named(later.columns, later.after)
        if self.before is not None and later.before is not None:
            old = later_old | old
        new = later_new if later.before is None else new | later_new
        columns = tuple(column.name for column in table.columns if column.name in old.keys() | new.keys())
        return Effect(
            columns,
            None if self.before is None else [old.get(name, default_of(table, name)) for name in columns],
            None if later.after is None else [new.get(name, default_of(table, name)) for name in columns],
        )


def _changed(effect: Effect) -> bool:
    return effect.before is not None and effect.after is not None


def _named(columns: tuple[str, ...], values: Values | None) -> dict[str, Any]:
    return {} if values is None else dict(zip(columns, values, strict=True))


def operation_to_undo(connection: Connection, operation_id: int | None) -> UndoneOperation:
    """The operation called for, or the last one that is neither undone nor itself an undo.

    Raises NotFoundError ``undo-nothing`` or ``operation-unknown``, UndoRefusedError ``undo-already-undone``.
    """
    record = OperationRecord
    query = select(record.id, record.kind, record.undoes, record.undone_by, record.details)
    if operation_id is None:
        standing = query.where(record.undone_by.is_(None), record.undoes.is_(None))
        row = connection.execute(standing.order_by(record.id.desc()).limit(1)).first()
        if row is None:
            raise NotFoundError("undo-nothing")
    else:
        row = connection.execute(query.where(record.id == operation_id)).first()
        if row is None:
            raise NotFoundError("operation-unknown", operation=operation_id)
        if row.undone_by is not None:
            raise UndoRefusedError("undo-already-undone", operation=operation_id, by=row.undone_by)
    unlocked = str(row.details.get("unlocked_filings", ""))
    return UndoneOperation(
        row.id, row.kind, row.undoes, frozenset(map(int, filter(None, unlocked.split(", "))))
    )


def undo_images(recorder: Recorder, operation_id: int) -> None:
    """Bring back what stood before operation *operation_id*, through *recorder*, which makes the undo undoable.

    Raises UndoRefusedError: ``undo-later-change`` where a row was written again by a later operation,
    ``undo-depended-on`` where later records refer to it, ``undo-parent-gone`` where what a row refers to is there
    no more, ``undo-schema-changed`` where an update of the program changed what the rows look like.
    """
    effects = _Effects.of(recorder.connection, operation_id)
    undoing = _Undoing(recorder, operation_id)
    for table in effects.tables:
        for part in effects.parts(table):
            undoing.require_unchanged(table, part)
    for table in effects.tables:
        for part in effects.parts(table, "removed"):
            undoing.bring_back(table, {key: one for key, one in part.items() if one.after is None})
    for table in effects.tables:
        for part in effects.parts(table, "changed"):
            undoing.change_back(table, {key: one for key, one in part.items() if _changed(one)})
    for table in reversed(effects.tables):
        for part in effects.parts(table, "made"):
            undoing.take_away(table, [key for key, one in part.items() if one.before is None])


@dataclass(frozen=True, slots=True)
class _Effects:
    """What an operation did in all, by table, in parts that are read again each time: an import is not kept whole.

    ``batches`` are the positions of a table's batches in the journal with what each did: ``made``, ``changed`` or
    ``removed`` rows. Where a row was written twice, the table's effects are put together and ``merged``.
    """

    connection: Connection
    operation_id: int
    batches: dict[Table, dict[int, str]]
    merged: dict[Table, dict[RowKey, Effect]]

    @classmethod
    def of(cls, connection: Connection, operation_id: int) -> _Effects:
        """Look through an operation's batches. UndoRefusedError ``undo-schema-changed``."""
        batches: defaultdict[Table, dict[int, str]] = defaultdict(dict)
        seen: defaultdict[Table, set[RowKey]] = defaultdict(set)
        twice: set[Table] = set()
        for position, batch in read_batches(connection, operation_id):
            table = Base.metadata.tables[batch.table]
            if not set(batch.columns) <= set(table.c.keys()):
                raise UndoRefusedError("undo-schema-changed", operation=operation_id, table=table.name)
            batches[table][position] = _deed_of(batch)
            if not seen[table].isdisjoint(batch.keys):
                twice.add(table)
            seen[table].update(batch.keys)
        effects = cls(connection, operation_id, dict(batches), {})
        for table in twice:
            effects.merged[table] = effects.put_together(table)
        return effects

    @property
    def tables(self) -> list[Table]:
        """The tables written, those that others refer to first."""
        return [table for table in Base.metadata.sorted_tables if table in self.batches]

    def parts(self, table: Table, deed: str = "") -> Iterator[Mapping[RowKey, Effect]]:
        """The effects on a table's rows, part by part, of which there may be some that did what *deed* says.

        Rows that came and went within the operation are left out.
        """
        if table in self.merged:
            yield self.merged[table]
            return
        positions = [position for position, done in self.batches[table].items() if deed in {"", done}]
        for _, batch in read_batches(self.connection, self.operation_id, only=positions):
            yield _effects_of(batch)

    def put_together(self, table: Table) -> dict[RowKey, Effect]:
        """The effects on a table of which some rows were written several times."""
        held: dict[RowKey, Effect] = {}
        positions = list(self.batches[table])
        for _, batch in read_batches(self.connection, self.operation_id, only=positions):
            for key, effect in _effects_of(batch).items():
                earlier = held.get(key)
                held[key] = effect if earlier is None else earlier.then(effect, table=table)
        return {key: one for key, one in held.items() if one.before is not None or one.after is not None}


def _deed_of(batch: Batch) -> str:
    if batch.before is None:
        return "made"
    return "removed" if batch.after is None else "changed"


def _effects_of(batch: Batch) -> dict[RowKey, Effect]:
    nothing = [None] * len(batch.keys)
    sides = zip(batch.keys, batch.before or nothing, batch.after or nothing, strict=True)
    return {key: Effect(batch.columns, before, after) for key, before, after in sides}


@dataclass(frozen=True, slots=True)
class _Undoing:
    """One undo: the recorder it writes through and the operation whose effects go back."""

    recorder: Recorder
    operation_id: int

    def require_unchanged(self, table: Table, effects: Mapping[RowKey, Effect]) -> None:
        """Every row must still be as the operation left it."""
        for columns, alike in _by_columns(effects).items():
            current = read_rows(self.recorder.connection, table, alike, columns)
            for key, effect in alike.items():
                now = current.get(key)
                if now is None and effect.after is None:
                    continue
                if now is None or effect.after is None or now != tuple(effect.after):
                    raise UndoRefusedError(
                        "undo-later-change",
                        operation=self.operation_id,
                        table=table.name,
                        record=_written(key),
                        later=self._later_operation(table, key),
                    )

    def bring_back(self, table: Table, removed: Mapping[RowKey, Effect]) -> None:
        """Insert rows that the operation removed."""
        for columns, alike in _by_columns(removed).items():
            self._require_parents(table, columns, alike.values())
            self.recorder.insert(
                _model_of(table), [_named(columns, effect.before) for effect in alike.values()]
            )

    def change_back(self, table: Table, changed: Mapping[RowKey, Effect]) -> None:
        """Give rows that the operation changed their earlier values."""
        names = key_names(table)
        for columns, alike in _by_columns(changed).items():
            self._require_parents(table, columns, alike.values())
            changes = {}
            for key, effect in alike.items():
                values = _named(columns, effect.before)
                changes[key] = {name: value for name, value in values.items() if name not in names}
            self.recorder.change(_model_of(table), changes)

    def take_away(self, table: Table, made: Collection[RowKey]) -> None:
        """Remove rows that the operation made."""
        if made:
            self._require_no_dependents(table, [key[0] for key in made])
            self.recorder.remove(_model_of(table), made)

    def _require_parents(self, table: Table, columns: tuple[str, ...], effects: Iterable[Effect]) -> None:
        """What the rows refer to must be there."""
        rows = [effect.before for effect in effects if effect.before is not None]
        for column in table.columns:
            if column.name not in columns:
                continue
            place = columns.index(column.name)
            for foreign_key in column.foreign_keys:
                parent = foreign_key.column.table
                wanted = {(row[place],) for row in rows if row[place] is not None}
                gone = wanted - read_rows(self.recorder.connection, parent, wanted, ()).keys()
                if gone:
                    raise UndoRefusedError(
                        "undo-parent-gone",
                        operation=self.operation_id,
                        table=parent.name,
                        record=_written(min(gone)),
                        later=self._later_operation(parent, min(gone)),
                    )

    def _require_no_dependents(self, table: Table, ids: Collection[int]) -> None:
        """Rows that are to go must not be referred to by rows that stay."""
        for column in _columns_referring_to(table):
            for condition in value_conditions(column, ids, exactly=True):
                query = select(column, func.count()).where(condition).group_by(column).limit(1)
                found = self.recorder.connection.execute(query).first()
                if found is not None:
                    raise UndoRefusedError(
                        "undo-depended-on",
                        operation=self.operation_id,
                        table=table.name,
                        record=str(found[0]),
                        by=column.table.name,
                        count=found[1],
                    )

    def _later_operation(self, table: Table, key: RowKey) -> int:
        """The latest operation after the undone one that wrote the row; 0 where the journal has none."""
        query = (
            select(JournalBatch.operation_id, JournalBatch.images)
            .where(JournalBatch.table == table.name, JournalBatch.operation_id > self.operation_id)
            .order_by(JournalBatch.operation_id.desc(), JournalBatch.position.desc())
        )
        for later, packed in self.recorder.connection.execute(query):
            if later != self.recorder.operation_id and key in unpack(table.name, packed).keys:
                return int(later)
        return 0


def _by_columns(effects: Mapping[RowKey, Effect]) -> dict[tuple[str, ...], dict[RowKey, Effect]]:
    """The effects on rows that were written in the same columns, together."""
    alike: defaultdict[tuple[str, ...], dict[RowKey, Effect]] = defaultdict(dict)
    for key, effect in effects.items():
        alike[effect.columns][key] = effect
    return alike


def _columns_referring_to(table: Table) -> list[Column[Any]]:
    return [
        column
        for other in Base.metadata.sorted_tables
        for column in other.columns
        if any(foreign_key.column.table is table for foreign_key in column.foreign_keys)
    ]


def _model_of(table: Table) -> type[Base]:
    return next(mapper.class_ for mapper in Base.registry.mappers if mapper.local_table is table)


def _written(key: Iterable[object]) -> str:
    return "/".join(str(part) for part in key)
