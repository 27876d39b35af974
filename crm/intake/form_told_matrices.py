"""A matrix that no words tell, or tell wrongly: the user names its corners and what its rows and columns stand for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crm.domain.errors import ParseError
from crm.intake.form_decisions import MatrixDecision, area_of, read_matrix
from crm.intake.form_matrices import Matrix, cells_of, head_end, part_across
from crm.intake.form_sheet import SheetOutline
from crm.intake.form_slot import clean
from crm.intake.grid import column_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.intake.form_decisions import Area
    from crm.intake.form_outline import FormOutline
    from crm.intake.form_slot import Slot
    from crm.intake.form_words import FormWords
    from crm.intake.lexicon import Lexicon


def with_told_matrices(
    outline: FormOutline, told: Mapping[str, str], lexicon: Lexicon, words: FormWords
) -> FormOutline:
    """*outline* with the matrices that are *told*, in place of what its words say of those cells.

    ParseError ``bind-place-unknown`` for a sheet there is not, ``bind-no-matrix`` where no cell of the rectangle waits
    for a figure or none of its labels is a value of the grouping.
    """
    for place, text in told.items():
        area = area_of(place)
        if area is not None:
            said = read_matrix(text, place=place, groupings=words.groupings.codes)
            outline = _with_one(outline, area, said, place=place, lexicon=lexicon, words=words)
    return outline


def _with_one(
    outline: FormOutline, area: Area, said: MatrixDecision, *, place: str, lexicon: Lexicon, words: FormWords
) -> FormOutline:
    sheet = next((one for one in outline.sheets if one.name == area.sheet), None)
    if sheet is None:
        raise ParseError("bind-place-unknown", place=place)
    reader = SheetOutline(sheet, lexicon, words)
    if said.is_nothing:
        return replace(
            outline, cells=tuple(_whole(slot) if _is_in(slot, area) else slot for slot in outline.cells)
        )
    made = _slots(reader, area, said)
    parted = bool(said.rows or said.columns)
    if not made or (parted and not any(slot.within for slot in made)):
        raise ParseError("bind-no-matrix", place=place)
    at = next((at for at, slot in enumerate(outline.cells) if _is_in(slot, area)), len(outline.cells))
    before = [slot for slot in outline.cells[:at] if not _is_in(slot, area)]
    after = [slot for slot in outline.cells[at:] if not _is_in(slot, area)]
    registers = tuple(one for one in outline.registers if one.sheet != area.sheet or one.row not in area.rows)
    return replace(outline, cells=(*before, *made, *after), registers=registers)


def _is_in(slot: Slot, area: Area) -> bool:
    columns = range(column_number(area.left), column_number(area.right) + 1)
    return slot.sheet == area.sheet and slot.row in area.rows and column_number(slot.letters) in columns


def _whole(slot: Slot) -> Slot:
    """A place of a matrix that is none: of no group."""
    return replace(slot, within=(), among="", unclear="", basis="")


def _slots(reader: SheetOutline, area: Area, said: MatrixDecision) -> list[Slot]:
    height, width = len(reader.grid.rows), reader.grid.width
    rows = tuple(row - 1 for row in area.rows if row <= height)
    columns = tuple(
        at - 1 for at in range(column_number(area.left), column_number(area.right) + 1) if at <= width
    )
    if not rows or not columns:
        return []
    labels = _labels(reader, rows, columns[0], grouping=said.rows)
    if said.rows or labels is None:
        return cells_of(reader, Matrix(rows, columns, labels or 0, said.rows, said.columns))
    named = [row for row in rows if clean(reader.grid.cell(row, labels))]
    table = reader.table(labels, named, columns[-1] + 1, top=head_end(reader, rows[0], columns))
    table = [slot for slot in table if _is_in(slot, area)]
    return part_across(reader, table, across=said.columns)


def _labels(reader: SheetOutline, rows: tuple[int, ...], first: int, *, grouping: str) -> int | None:
    """The column before a rectangle that names most of its rows, the nearest of several; None where none does."""
    groupings, lists = reader.words.groupings, reader.lexicon.vocabularies

    def score(column: int) -> tuple[int, int]:
        texts = [text for row in rows if (text := clean(reader.grid.cell(row, column)))]
        if grouping:
            known = sum(groupings.value(grouping, text, lists) is not None for text in texts)
        else:
            known = sum(map(reader.is_figure_label, texts))
        return known, len(texts)

    before = range(first - 1, -1, -1)
    best = max(before, key=score, default=None)
    return best if best is not None and any(score(best)) else None
