"""Events from the workbook in which an office keeps them: read, looked at, and taken in one step."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crm.db.models import Event
from crm.db.queries.events import event_rows
from crm.domain.errors import DataFormatError, RuleError
from crm.domain.finding import Finding, Severity
from crm.domain.text import name_key
from crm.excel.address import column_number
from crm.excel.reader import open_workbook
from crm.intake.event_sheet import COLUMNS, header_key, read_events
from crm.services.events import Came, add_came, tenant_names
from crm.services.import_looks import (
    notice_far_rows,
    notice_hidden_columns,
    notice_hidden_rows,
    notice_scaled,
    notice_struck_rows,
    notice_unreadable,
    placed,
)
from crm.services.import_sheets import grid_of
from crm.services.library import read_tables
from crm.services.operation import operation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path
    from typing import Any

    from sqlalchemy import Connection

    from crm.domain.changes import Changes
    from crm.excel.sheet import Sheet
    from crm.intake.event_sheet import EventRow, EventSheet
    from crm.services.library import Library
    from crm.services.operation import Workplace

_OTHER, _HOST = "other", "host"
"""What an event is where no word says its kind, and what we were where no column says it."""
_SHORTEST = 2
"""Characters of a short name that may be looked for within full names."""


@dataclass(frozen=True, slots=True)
class EventPlan:
    """What a workbook would bring: ``new`` events, ``filled`` ones that get what they lacked, ``known`` ones unchanged.

    ``left_out`` counts rows that cannot be taken; ``columns`` are the headers by what they were taken for.
    """

    file: str
    sheets: tuple[str, ...]
    rows: tuple[EventRow, ...]
    new: int
    filled: int
    known: int
    left_out: int
    matched: int
    columns: Mapping[str, str]
    unused: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def brings_something(self) -> bool:
        """Whether anything would be written."""
        return bool(self.new or self.filled)


def plan_events(workplace: Workplace, library: Library, path: Path) -> EventPlan:
    """What the workbook at *path* would bring, of all its visible sheets; nothing is written.

    RuleError ``events-none`` where no sheet heads a title and a day; and what opening a workbook raises.
    """
    words = _words(library)
    sheets: dict[str, EventSheet] = {}
    looks: list[Finding] = []
    with open_workbook(path) as book:
        for place, one in enumerate(book.sheets):
            read = book.read(place) if one.visible else None
            found = read and read_events(
                grid_of(read),
                words,
                library.vocabulary,
                synonyms=library.synonyms,
                sheet=one.name,
                file=path.stem,
            )
            if read and found:
                sheets[one.name] = found
                looks += placed(_notice_looks(read, found), read)
    if not sheets:
        raise RuleError("events-none", file=path.name)
    rows = tuple(row for sheet in sheets.values() for row in sheet.rows)
    with workplace.database.reading() as connection:
        judged = _Judged(connection, rows)
    noticed = [finding for sheet in sheets.values() for finding in sheet.findings]
    return EventPlan(
        file=path.name,
        sheets=tuple(sheets),
        rows=rows,
        new=len(judged.new),
        filled=len(judged.filled),
        known=judged.known,
        left_out=judged.twice + sum(sheet.left_out for sheet in sheets.values()),
        matched=judged.matched,
        columns=next(iter(sheets.values())).columns,
        unused=tuple(dict.fromkeys(text for sheet in sheets.values() for text in sheet.unused)),
        findings=(*looks, *noticed, *judged.findings),
    )


def _notice_looks(sheet: Sheet, read: EventSheet) -> Iterator[Finding]:
    """What the sheet shows otherwise than it was read, of the events that were."""
    rows = [one.row for one in read.rows]
    yield from notice_unreadable(sheet)
    yield from notice_far_rows(sheet)
    yield from notice_hidden_rows(sheet, rows)
    yield from notice_struck_rows(sheet, rows)
    columns = [(column_number(letters), read.columns[target]) for target, letters in read.letters.items()]
    yield from notice_hidden_columns(sheet, columns)
    persons = read.letters.get("persons")
    if persons is not None:
        yield from notice_scaled(sheet, [f"{persons}{row}" for row in rows], read.columns["persons"])


def take_events(workplace: Workplace, plan: EventPlan) -> Changes:
    """Write what *plan* brings, judged anew against what is there now: new events, and what known ones lacked."""
    with operation(workplace, "events-taken", file=plan.file) as running:
        recorder = running.recorder
        judged = _Judged(recorder.connection, plan.rows)
        for one in judged.new:
            add_came(running, recorder.add(Event, **one.values), one.came)
        for one in judged.filled:
            recorder.change_one(Event, one.event_id, **one.values)
            add_came(running, one.event_id, one.came)
        running.describe(count=len(judged.new), filled=len(judged.filled))
    return running.changes


def _words(library: Library) -> Mapping[str, frozenset[str]]:
    """How columns are headed, by what they hold; the labels of the program's own list are such words too."""
    tables = read_tables("event_columns.toml", library.folders)
    own = library.records["event"].fields
    words: dict[str, frozenset[str]] = {}
    for target in COLUMNS:
        table = tables.get(target)
        listed = table.get("words") if isinstance(table, dict) else None
        if not isinstance(listed, list):
            raise DataFormatError("data-list-of-texts-missing", where=f"event_columns.toml: {target}")
        label = own[target].field.label if target in own else None
        labels = () if label is None else (label.zh, label.en)
        words[target] = frozenset(header_key(str(word)) for word in (*listed, *labels))
    return words


@dataclass(frozen=True, slots=True)
class _Taken:
    """An event to be written: what of it, and who came."""

    values: dict[str, Any]
    came: tuple[Came, ...]
    event_id: int = 0


@dataclass
class _Judged:
    """What rows would bring to the events that are there."""

    connection: Connection
    rows: tuple[EventRow, ...]
    new: list[_Taken] = field(default_factory=list)
    filled: list[_Taken] = field(default_factory=list)
    known: int = 0
    twice: int = 0
    matched: int = 0
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Judge each row once."""
        held = {_key(str(row["title"]), row["held_on"]): row for row in event_rows(self.connection)}
        self._names = tenant_names(self.connection)
        seen: set[tuple[str, date]] = set()
        for row in self.rows:
            key = _key(row.title, row.held_on)
            if key in seen:
                self.twice += 1
                self._notice("event-twice", row)
                continue
            seen.add(key)
            self._judge(row, held.get(key))

    def _judge(self, row: EventRow, held: Mapping[str, Any] | None) -> None:
        if held is None:
            known = {"title": row.title, "held_on": row.held_on, "place": row.place}
            terms = {"kind": row.kind or _OTHER, "role": row.role or _HOST}
            self.new.append(_Taken({**known, **terms}, tuple(self._came(row))))
            return
        lacking = {"place": row.place} if row.place and not held["place"] else {}
        came = tuple(self._came(row)) if held["persons"] is None else ()
        if lacking or came:
            self.filled.append(_Taken(lacking, came, held["id"]))
        else:
            self.known += 1
        differing = [name for name in ("kind", "role", "place", "persons") if _differs(row, held, name)]
        if differing:
            fields = ", ".join(f"event.{name}" for name in differing if name != "persons")
            code = "event-differs" if fields else "event-persons-differ"
            there = {"fields": fields, "held": held["persons"] or 0, "persons": row.persons or 0}
            self._notice(code, row, **there)

    def _came(self, row: EventRow) -> Iterator[Came]:
        """Who came: those named, whoever has no number as one person, and the rest of those counted."""
        counted = assumed = 0
        seen: set[tuple[int | None, str]] = set()
        for named in row.named:
            found = self._find(named.name)
            if len(found) == 1:
                who: tuple[int | None, str] = (next(iter(found)), "")
            else:
                who = (None, named.name)
                self._notice("event-tenant-several" if found else "event-tenant-none", row, name=named.name)
            if who not in seen:
                seen.add(who)
                self.matched += who[0] is not None
                counted += named.persons or 1
                assumed += named.persons is None
                yield Came(who[0], named.persons or 1, who[1])
        if assumed and row.persons is None:
            self._notice("event-persons-assumed", row, named=assumed)
        rest = (row.persons or 0) - counted
        if rest > 0:
            yield Came(None, rest)
        elif rest < 0 and row.persons is not None:
            self._notice("event-persons-fewer", row, named=counted, persons=row.persons)

    def _find(self, name: str) -> frozenset[int]:
        """The tenants called so, or whose name has it within."""
        key = name_key(name)
        found = self._names.get(key)
        if found or len(key) < _SHORTEST:
            return found or frozenset()
        return frozenset(tenant for full, ids in self._names.items() if key in full for tenant in ids)

    def _notice(self, code: str, row: EventRow, **values: str | int) -> None:
        self.findings.append(Finding(code, Severity.WARNING, row.where, {"title": row.title, **values}))


def _key(title: str, held_on: date) -> tuple[str, date]:
    return name_key(title), held_on


def _differs(row: EventRow, held: Mapping[str, Any], name: str) -> bool:
    """Whether the row says otherwise than what is held; what one of them leaves out is no difference."""
    said, there = getattr(row, name), held[name]
    return said not in (None, "") and there not in (None, "") and said != there
