"""A register that no known words head: the user says which row repeats, the heads over it say what its columns are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crm.domain.errors import ParseError
from crm.intake.form_decisions import row_of
from crm.intake.form_sheet import Register, SheetOutline
from crm.intake.form_slot import Slot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.intake.form_outline import FormOutline
    from crm.intake.form_words import FormWords
    from crm.intake.lexicon import Lexicon

_FEWEST = 2
"""Columns that make a register."""
_TALLEST = 6
"""Rows that its heads may take."""


def with_told_registers(
    outline: FormOutline, told: Mapping[str, str], lexicon: Lexicon, words: FormWords
) -> FormOutline:
    """*outline* and the registers in rows that are *told* beyond it.

    ParseError ``bind-no-register`` where fewer than two blank cells of such a row have a head over them.
    """
    known = {(register.sheet, register.row) for register in outline.registers}
    rows = [row for place in told if (row := row_of(place)) is not None and row not in known]
    made = [_register(outline, sheet, row, lexicon, words) for sheet, row in rows]
    if not made:
        return outline
    taken = {(register.sheet, register.row) for register in made}
    cells = tuple(slot for slot in outline.cells if (slot.sheet, slot.row) not in taken)
    return replace(outline, cells=cells, registers=(*outline.registers, *made))


def _register(outline: FormOutline, name: str, row: int, lexicon: Lexicon, words: FormWords) -> Register:
    sheet = next((one for one in outline.sheets if one.name == name), None)
    reader = None if sheet is None else SheetOutline(sheet, lexicon, words)
    slots = () if reader is None else tuple(_columns(reader, name, row))
    if reader is None or len(slots) < _FEWEST:
        raise ParseError("bind-no-register", place=f"{name}!{row}")
    below = range(row, len(reader.grid.rows))
    total = next((reader.grid.row_number(other) for other in below if reader.is_total(other)), 0)
    return Register(name, row, total, reader.title_over(row - 1), slots)


def _columns(reader: SheetOutline, name: str, row: int) -> list[Slot]:
    slots: list[Slot] = []
    if row > len(reader.grid.rows) + 1:
        return slots
    for column in range(reader.grid.width):
        heads = _heads(reader, row - 1, column)
        if heads and reader.may_hold(row - 1, column, blank=True):
            label, group = heads[0], heads[1] if len(heads) > 1 else ""
            unit = reader.lexicon.read_header(label).unit
            letters = reader.grid.letters(column)
            slots.append(Slot(name, letters, row, label, group=group, unit=unit, is_column=True))
    return slots


def _heads(reader: SheetOutline, row: int, column: int) -> list[str]:
    """What stands over a cell, the nearest first, a head over several columns after it; no numbering of columns."""
    heads: list[str] = []
    for up in range(row - 1, max(row - 1 - _TALLEST, -1), -1):
        texts = [text for other in range(reader.grid.width) if (text := reader.text(up, other))]
        text = reader.text(up, column)
        if reader.words.is_numbering(texts) or text in heads or (not text and not heads):
            continue
        merge = reader.merge_at(up, column)
        is_group = merge is not None and merge[3] > merge[1]
        if len(set(texts)) < _FEWEST or (heads and not is_group):
            break
        heads.append(text)
    return heads
