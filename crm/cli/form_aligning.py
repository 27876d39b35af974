"""``crm form align``: this year's blank held against last year's form; what differs, and the new form."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crm.cli.desk import Answer
from crm.cli.form_binding import (
    CheckEntry,
    PlaceEntry,
    RegisterEntry,
    check_entries,
    held_lines,
    place_entry,
    place_lines,
    register_entries,
)
from crm.cli.table import table_lines
from crm.domain.parsing import unit_words
from crm.domain.quantity import UNITS

if TYPE_CHECKING:
    from crm.cli.desk import Desk
    from crm.cli.verbs import Given
    from crm.intake.form_slot import Slot
    from crm.services.form_alignment import AlignedForm, Pair


@dataclass(frozen=True, slots=True)
class ChangedPlace:
    """A place that was found again and is not as it was."""

    old: str
    new: str
    old_label: str
    new_label: str
    old_unit: str
    new_unit: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GonePlace:
    """A place of last year's form that this year's blank does not have."""

    place: str
    label: str


@dataclass(frozen=True, slots=True)
class AlignmentDocument:
    """Two years of a form; ``dropped`` are checks that speak of something that is gone."""

    form: str
    old_year: int
    year: int
    out: str
    carried: int
    changed: tuple[ChangedPlace, ...]
    gone: tuple[GonePlace, ...]
    new: tuple[PlaceEntry, ...]
    registers: tuple[RegisterEntry, ...]
    lost: tuple[str, ...]
    dropped: tuple[str, ...]
    checks: tuple[CheckEntry, ...]


def answer(desk: Desk, given: Given) -> Answer:
    """Compare, and keep the new form where a folder is named."""
    from crm.services.form_alignment import align_form, save_aligned

    aligned = align_form(
        desk.library,
        Path(given["old"]),
        Path(given["new"]),
        year=given["year"],
        told=dict(given["bind"]),
    )
    out = given["out"] or ""
    if out:
        save_aligned(aligned, Path(out))
    alignment = aligned.alignment
    document = AlignmentDocument(
        form=aligned.form.code,
        old_year=aligned.old.year,
        year=aligned.form.year,
        out=out,
        carried=len(alignment.pairs),
        changed=tuple(map(_changed, (pair for pair in alignment.pairs if pair.changes))),
        gone=tuple(GonePlace(_place(slot), _label(slot)) for slot in alignment.gone),
        new=tuple(map(place_entry, aligned.new)),
        registers=register_entries(aligned.blank),
        lost=aligned.lost,
        dropped=aligned.dropped,
        checks=check_entries(desk, aligned.checks),
    )
    return Answer(document, _lines(desk, aligned, document))


def _place(slot: Slot) -> str:
    return f"{slot.sheet}!{slot.address}"


def _label(slot: Slot) -> str:
    return " / ".join(filter(None, (slot.among, slot.above, slot.label)))


def _changed(pair: Pair) -> ChangedPlace:
    old, new = pair.old, pair.new
    return ChangedPlace(
        old=_place(old),
        new=_place(new),
        old_label=_label(old),
        new_label=_label(new),
        old_unit="" if old.unit is None else old.unit.code,
        new_unit="" if new.unit is None else new.unit.code,
        changes=tuple(change.value for change in pair.changes),
    )


def _lines(desk: Desk, aligned: AlignedForm, document: AlignmentDocument) -> list[str]:
    texts = desk.texts
    lines = [
        texts.word(
            "words.aligned",
            form=document.form,
            old=document.old_year,
            year=document.year,
            carried=document.carried,
            gone=len(document.gone),
            new=len(document.new),
        )
    ]
    telling = [one for one in document.changed if one.changes != ("moved",)]
    if telling:
        names = ("last_year_place", "last_year_label", "place", "form_label", "what_changed")
        headings = [texts.word(f"words.{name}") for name in names]
        lines += table_lines([_row(desk, one) for one in telling], headings=headings)
    if document.gone:
        lines.append(texts.word("words.gone"))
        lines += table_lines([(gone.place, gone.label) for gone in document.gone], indent="  ")
    if aligned.new:
        lines.append(texts.word("words.new_places"))
        lines += place_lines(desk, aligned.new)
    if document.dropped:
        lines.append(texts.word("words.checks_dropped", codes=", ".join(document.dropped)))
    lines += held_lines(desk, aligned.blank)
    if document.out:
        lines.append(texts.word("words.form_kept", path=document.out))
    return lines


def _row(desk: Desk, one: ChangedPlace) -> tuple[str, ...]:
    """A changed place for a reader; a new unit is named."""
    texts = desk.texts
    said = [texts.word(f"change.{change}") for change in one.changes]
    if "unit" in one.changes and one.old_unit and one.new_unit:
        old, new = (texts.of(unit_words(UNITS[code])) for code in (one.old_unit, one.new_unit))
        said[-1] = f"{said[-1]} {old} → {new}"
    return one.old, one.old_label, one.new, one.new_label, texts.word("words.comma").join(said)
