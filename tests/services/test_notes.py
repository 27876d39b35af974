"""Notes: what was said about a tenant, and what is to be followed up."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import NotFoundError, RuleError, StaleError
from crm.domain.wording import Language
from crm.services.history import list_operations
from crm.services.notes import (
    NOTE_KINDS,
    NoteText,
    add_note,
    change_note,
    finish_note,
    list_due_notes,
    list_notes,
    remove_note,
)
from crm.services.operation import Workplace, undo
from crm.services.tenants import add_tenant

if TYPE_CHECKING:
    from crm.services.library import Library

VISIT = NoteText("visit", date(2025, 3, 1), "看了新的中试线")


@pytest.fixture
def tenant(workplace: Workplace, library: Library) -> int:
    return next(iter(add_tenant(workplace, library, {"name": "云图软件有限公司"}).tenants))


def test_a_note_is_signed_and_the_latest_stands_first(workplace: Workplace, tenant: int) -> None:
    changes = add_note(workplace, tenant, VISIT)
    assert changes.tenants == {tenant}
    add_note(workplace, tenant, NoteText("call", date(2025, 3, 2), " 约下次 ", due_on=date(2025, 3, 9)))
    later, earlier = list_notes(workplace, tenant)
    assert (later.kind, later.text, later.by, later.tenant) == (
        "call",
        "约下次",
        "tester",
        "云图软件有限公司",
    )
    assert (later.is_open, earlier.is_open) == (True, False)


def test_what_is_due_is_listed_until_it_is_done(workplace: Workplace, tenant: int) -> None:
    add_note(workplace, tenant, NoteText("call", date(2025, 3, 2), "催报", due_on=date(2025, 3, 9)))
    add_note(workplace, tenant, NoteText("call", date(2025, 3, 2), "回访", due_on=date(2025, 3, 5)))
    add_note(workplace, tenant, VISIT)

    def due(until: date) -> list[str]:
        return [note.text for note in list_due_notes(workplace, until=until)]

    assert due(date(2025, 3, 4)) == []
    assert due(date(2025, 3, 5)) == ["回访"]
    assert due(date(2025, 3, 31)) == ["回访", "催报"]
    first = list_due_notes(workplace, until=date(2025, 3, 31))[0]
    finish_note(workplace, first.id, on=date(2025, 3, 6))
    assert due(date(2025, 3, 31)) == ["催报"]
    finish_note(workplace, first.id, on=None)
    assert due(date(2025, 3, 31)) == ["回访", "催报"]


def test_a_note_is_changed_removed_and_brought_back(workplace: Workplace, tenant: int) -> None:
    add_note(workplace, tenant, VISIT)
    (note,) = list_notes(workplace, tenant)
    better = NoteText("meeting", VISIT.on, "座谈", due_on=date(2025, 4, 1))
    change_note(workplace, note.id, better, seen=VISIT)
    (changed,) = list_notes(workplace, tenant)
    assert (changed.kind, changed.text, changed.due_on) == ("meeting", "座谈", date(2025, 4, 1))
    with pytest.raises(StaleError, match="stale-record-value"):
        change_note(workplace, note.id, VISIT, seen=VISIT)
    remove_note(workplace, note.id)
    assert list_notes(workplace, tenant) == ()
    undo(workplace)
    assert list_notes(workplace, tenant) == (changed,)


@pytest.mark.parametrize(
    ("note", "code"),
    [
        (NoteText("visit", VISIT.on, "  "), "note-text-missing"),
        (NoteText("dream", VISIT.on, "x"), "note-kind-unknown"),
        (NoteText("visit", VISIT.on, "x", due_on=date(2025, 2, 1)), "note-due-too-early"),
    ],
)
def test_a_faulty_note_is_refused(workplace: Workplace, tenant: int, note: NoteText, code: str) -> None:
    with pytest.raises(RuleError, match=code):
        add_note(workplace, tenant, note)
    assert list_notes(workplace, tenant) == ()


def test_a_note_of_nobody_and_no_note_are_refused(workplace: Workplace) -> None:
    with pytest.raises(NotFoundError, match="tenant-unknown"):
        add_note(workplace, 5, VISIT)
    with pytest.raises(NotFoundError, match="note-unknown"):
        finish_note(workplace, 5, on=None)


def test_the_kinds_of_notes_and_what_was_done_have_words(
    workplace: Workplace, library: Library, tenant: int
) -> None:
    assert set(NOTE_KINDS) == set(library.vocabulary["note_kind"].terms)
    add_note(workplace, tenant, VISIT)
    last = list_operations(workplace)[0]
    assert (
        library.messages.word(last.kind, last.details, Language.ZH).text
        == "为“云图软件有限公司”新增跟进（走访）"
    )
