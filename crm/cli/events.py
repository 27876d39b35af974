"""``crm events`` and ``crm events import``: the events of the incubator, and those of a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crm.cli.desk import Answer, WordedFinding
from crm.cli.finding_lines import finding_lines
from crm.cli.table import table_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.cli.desk import Desk
    from crm.cli.verbs import Given


@dataclass(frozen=True, slots=True)
class EventEntry:
    """An event; ``persons`` is None where nobody counted who came."""

    id: int
    title: str
    kind: str
    role: str
    place: str
    held_on: str
    tenants: int
    persons: int | None


@dataclass(frozen=True, slots=True)
class EventsDocument:
    """The events, the latest first."""

    events: tuple[EventEntry, ...]


@dataclass(frozen=True, slots=True)
class EventImportDocument:
    """What a workbook brought, or would bring; ``columns`` are its headers by what they were taken for."""

    file: str
    sheets: tuple[str, ...]
    new: int
    filled: int
    known: int
    left_out: int
    matched: int
    applied: bool
    operation: int | None
    columns: Mapping[str, str]
    unused: tuple[str, ...]
    findings: tuple[WordedFinding, ...]


def answer(desk: Desk, given: Given) -> Answer:
    """List the events, or take those of a workbook."""
    if given.verb is not None and given.verb.name == "events import":
        return _import(desk, given)
    return _list(desk, given["year"])


def _list(desk: Desk, year: int | None) -> Answer:
    from crm.services.events import list_events

    entries = tuple(
        EventEntry(
            id=one.id,
            title=one.title,
            kind=str(one.values["kind"]),
            role=str(one.values["role"]),
            place=str(one.values["place"]),
            held_on=one.held_on.isoformat(),
            tenants=one.tenants,
            persons=one.persons,
        )
        for one in list_events(desk.workplace(), desk.library)
        if year in {None, one.held_on.year}
    )
    if not entries:
        return Answer(EventsDocument(()), [desk.texts.word("words.nothing")])
    library, texts = desk.library, desk.texts
    rows = [
        (
            str(one.id),
            one.held_on,
            one.title,
            texts.of(library.vocabulary["event_kind"].words(one.kind)),
            texts.of(library.vocabulary["event_role"].words(one.role)),
            one.place,
            str(one.tenants or ""),
            "" if one.persons is None else str(one.persons),
        )
        for one in entries
    ]
    fields = library.records["event"].fields
    named = [texts.of(fields[code].field.label) for code in ("held_on", "title", "kind", "role", "place")]
    headings = [
        texts.word("words.id"),
        *named,
        texts.word("words.tenants_came"),
        texts.word("words.persons_came"),
    ]
    return Answer(EventsDocument(entries), table_lines(rows, headings=headings, right=(0, 6, 7)))


def _import(desk: Desk, given: Given) -> Answer:
    from crm.services.event_import import plan_events, take_events

    path, workplace = Path(given["file"]), desk.workplace(creates=True)
    plan = plan_events(workplace, desk.library, path)
    changes = None if given["dry_run"] else take_events(workplace, plan)
    document = EventImportDocument(
        file=given["file"],
        sheets=plan.sheets,
        new=plan.new,
        filled=plan.filled,
        known=plan.known,
        left_out=plan.left_out,
        matched=plan.matched,
        applied=not given["dry_run"],
        operation=changes.operation if changes and changes.tables else None,
        columns=plan.columns,
        unused=plan.unused,
        findings=tuple(map(desk.word, plan.findings)),
    )
    texts = desk.texts
    counts = texts.word(
        "words.events_counted",
        new=plan.new,
        filled=plan.filled,
        known=plan.known,
        left_out=plan.left_out,
        matched=plan.matched,
    )
    unused = [texts.word("words.events_unused", columns="、".join(plan.unused))] if plan.unused else []
    if changes is None:
        outcome = texts.word("words.dry_run")
    elif document.operation is None:
        outcome = texts.word("words.unchanged")
    else:
        outcome = texts.word("words.applied", operation=document.operation)
    return Answer(document, [counts, *unused, *finding_lines(desk, plan.findings), "", outcome])
