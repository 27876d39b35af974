"""The events of the incubator and who came to them: listed, added, changed and removed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from crm.db.models import Attendance, Event
from crm.db.queries.events import came_rows, count_projects, event_rows
from crm.db.queries.history import last_changes_of_rows
from crm.db.queries.matching import former_names, short_names, tenant_keys
from crm.domain.errors import RuleError, StaleError
from crm.domain.text import name_key
from crm.services.evidence import detach_all
from crm.services.operation import operation
from crm.services.records import checked_values, held_row, kind_named, require_seen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from crm.domain.changes import Changes
    from crm.services.library import Library
    from crm.services.operation import Operation, Workplace
    from crm.services.tenants import FieldValue

EVENT = "event"
"""The kind of record that an event is."""


class Came(NamedTuple):
    """How many came to an event, of a tenant or (None) of others, and who they are."""

    tenant_id: int | None
    persons: int
    group: str = ""


class HeldCame(NamedTuple):
    """The same as it is kept."""

    id: int
    came: Came
    name: str
    """The tenant's; empty where they are of none."""


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event by field code; ``persons`` is None where nobody counted, which is not zero."""

    id: int
    held_on: date
    values: Mapping[str, FieldValue]
    persons: int | None
    tenants: int

    @property
    def title(self) -> str:
        """What it is called."""
        return str(self.values["title"])


def list_events(workplace: Workplace, library: Library) -> tuple[EventLine, ...]:
    """Every event, the latest first."""
    codes = list(kind_named(library, EVENT).fields)
    with workplace.database.reading() as connection:
        return tuple(
            EventLine(
                row["id"],
                row["held_on"],
                {code: row[code] for code in codes},
                _whole(row["persons"]),
                row["tenants"],
            )
            for row in event_rows(connection)
        )


def list_came(workplace: Workplace, event_id: int) -> tuple[HeldCame, ...]:
    """Who came to an event, as it was entered."""
    with workplace.database.reading() as connection:
        return _held_came(connection, event_id)


def list_tenant_names(workplace: Workplace) -> Mapping[str, frozenset[int]]:
    """Which tenants bear a name, bore it, or are called so in short where nobody bears it; by `name_key`."""
    with workplace.database.reading() as connection:
        return tenant_names(connection)


def tenant_names(connection: Connection) -> Mapping[str, frozenset[int]]:
    """The same, read with *connection*."""
    known: dict[str, frozenset[int]] = {}
    present = ((tenant_id, name) for tenant_id, name, *_ in tenant_keys(connection))
    for called in (short_names(connection), former_names(connection), present):
        found: dict[str, set[int]] = defaultdict(set)
        for tenant_id, name in called:
            found[name_key(name)].add(tenant_id)
        known |= {key: frozenset(ids) for key, ids in found.items()}
    return known


def add_event(
    workplace: Workplace, library: Library, values: Mapping[str, FieldValue], came: Sequence[Came] = ()
) -> Changes:
    """Put an event down, and who came. RuleError ``record-value-missing``, ``record-value``."""
    spec = kind_named(library, EVENT)
    with operation(workplace, "reference-added", record=EVENT) as running:
        columns = checked_values(running.recorder.connection, library, spec, values)
        running.describe(title=columns["title"])
        event_id = running.recorder.add(Event, **columns)
        add_came(running, event_id, came)
    return running.changes


def change_event(
    workplace: Workplace,
    library: Library,
    event_id: int,
    changes: Mapping[str, FieldValue],
    *,
    seen: Mapping[str, FieldValue],
    came: Sequence[Came] | None = None,
    seen_came: Sequence[HeldCame] = (),
) -> Changes:
    """Change an event, and who *came* where that is given; *seen* and *seen_came* are what the user saw.

    NotFoundError ``record-unknown``; StaleError ``stale-record-value``; RuleError as `add_event`.
    """
    spec = kind_named(library, EVENT)
    with operation(workplace, "reference-changed", record=EVENT) as running:
        connection = running.recorder.connection
        held = held_row(connection, spec, event_id)
        require_seen(connection, spec, held, {code: seen.get(code) for code in changes})
        own = {code: held[code] for code in spec.fields}
        columns = checked_values(connection, library, spec, {**own, **changes})
        running.describe(title=columns["title"])
        running.recorder.change_one(Event, event_id, **columns)
        if came is not None:
            _change_came(running, event_id, came, seen_came)
    return running.changes


def remove_events(workplace: Workplace, library: Library, events: Sequence[int]) -> Changes:
    """Remove events, with who else came to them and the files attached to them; the journal keeps all of it.

    RuleError ``event-attended`` where tenants came: what stands on a tenant's page is not taken away from here;
    ``event-has-projects``. NotFoundError ``record-unknown``.
    """
    spec = kind_named(library, EVENT)
    deed = "events-removed" if len(events) > 1 else "reference-removed"
    with operation(workplace, deed, record=EVENT) as running:
        connection = running.recorder.connection
        running.describe(count=len(events))
        for event_id in events:
            title = held_row(connection, spec, event_id)["title"]
            running.describe(title=title)
            others = _held_came(connection, event_id)
            tenants = {one.came.tenant_id for one in others} - {None}
            if tenants:
                raise RuleError("event-attended", title=title, count=len(tenants))
            projects = count_projects(connection, [event_id])
            if projects:
                raise RuleError("event-has-projects", title=title, count=projects)
            detach_all(running, EVENT, event_id)
            running.recorder.remove(Attendance, [(one.id,) for one in others])
        running.recorder.remove(Event, [(event_id,) for event_id in events])
    return running.changes


def _held_came(connection: Connection, event_id: int) -> tuple[HeldCame, ...]:
    return tuple(
        HeldCame(row_id, Came(tenant_id, persons, group), name)
        for row_id, tenant_id, name, group, persons in came_rows(connection, event_id)
    )


def add_came(running: Operation, event_id: int, came: Sequence[Came]) -> None:
    """Put down who came to an event, within an operation."""
    for one in came:
        running.recorder.add(
            Attendance, event_id=event_id, tenant_id=one.tenant_id, group=one.group, persons=one.persons
        )


def _change_came(running: Operation, event_id: int, came: Sequence[Came], seen: Sequence[HeldCame]) -> None:
    """Who came, written over who was seen: rows of the same tenant and group stay and take the new number."""
    recorder = running.recorder
    held = _held_came(recorder.connection, event_id)
    other = sorted({one[:2] for one in held} ^ {one[:2] for one in seen}, key=lambda one: one[0])
    if other:
        key = (other[0][0],)
        by, at = last_changes_of_rows(recorder.connection, Attendance.__tablename__, [key]).get(key, ("", ""))
        now = sum(one.came.persons for one in held)
        raise StaleError("stale-record-value", field="attendances", by=by, at=at, now=str(now))
    kept: dict[tuple[int | None, str], list[HeldCame]] = defaultdict(list)
    for one in held:
        kept[one.came.tenant_id, one.came.group].append(one)
    new = []
    for wanted in came:
        same = kept[wanted.tenant_id, wanted.group]
        if same:
            recorder.change_one(Attendance, same.pop(0).id, persons=wanted.persons)
        else:
            new.append(wanted)
    recorder.remove(Attendance, [(one.id,) for rest in kept.values() for one in rest])
    add_came(running, event_id, new)


def _whole(value: object) -> int | None:
    return None if value is None else int(str(value))
