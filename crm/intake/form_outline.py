"""What a blank form asks: the places to be filled in, cell by cell and column by column, each with the words about it.

A form has tables (indicators down, bases across), registers (a head over rows that repeat) and lines of text. Nothing
is said here about what a place means: see :mod:`crm.intake.form_proposals`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crm.domain.errors import ParseError
from crm.intake.form_matrices import cells_of, find_matrices, has_groups_across, part_across
from crm.intake.form_sheet import LABELLED, BlankGrid, Register, SheetOutline, TextPlace
from crm.intake.form_slot import Slot, clean
from crm.intake.grid import Grid, column_number
from crm.intake.hints import units_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from crm.domain.period import PeriodKind
    from crm.domain.quantity import Dimension, Unit
    from crm.intake.form_words import FormWords
    from crm.intake.lexicon import Lexicon

_LEAST_LABELS = 3
_TITLE_ROWS = 3
_SHORTEST_TITLE = 5
_BEYOND = 3
"""Rows and columns outside of what a sheet holds in which something may be written."""
_ADDRESS = re.compile(r"(?P<letters>[A-Z]{1,3})(?P<row>[1-9]\d{0,6})")


@dataclass(frozen=True, slots=True)
class FormOutline:
    """All that a blank asks. ``cells`` are the places of tables; ``live`` counts the cells that compute themselves."""

    title: str
    rhythm: PeriodKind | None
    cells: tuple[Slot, ...]
    registers: tuple[Register, ...]
    texts: tuple[TextPlace, ...]
    units: Mapping[str, Mapping[Dimension, Unit]]
    """What a sheet says of its units, by sheet."""
    live: int = 0
    titles: Mapping[str, str] = field(default_factory=dict)
    """What stands over each sheet."""
    held: tuple[str, ...] = ()
    """Places that wait for a figure and hold one, ``sheet!B7``: somebody's filing, which would be filed again."""
    sheets: tuple[BlankGrid, ...] = field(default=(), compare=False, repr=False)
    """The sheets it was read from: a place may be told that no words point to."""

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Every place, cells first."""
        return self.cells + tuple(slot for register in self.registers for slot in register.slots)


def outline_form(
    sheets: Sequence[BlankGrid], lexicon: Lexicon, words: FormWords, *, known: bool = False
) -> FormOutline:
    """What the sheets of a blank ask.

    Raises ParseError ``form-blank-empty`` where nothing is to be filled in, unless it is *known* what that is.
    """
    cells: list[Slot] = []
    registers: list[Register] = []
    texts: list[TextPlace] = []
    held: list[str] = []
    for sheet in sheets:
        reader = SheetOutline(sheet, lexicon, words)
        cells += _tables(reader)
        registers += reader.registers()
        texts += reader.texts()
        held += (f"{sheet.name}!{address}" for address in reader.held)
    if not cells and not registers and not known:
        raise ParseError("form-blank-empty", sheets="、".join(sheet.name for sheet in sheets))
    asking = {slot.sheet for slot in cells} | {register.sheet for register in registers}
    names = {sheet.name for sheet in sheets}
    titles = [title for sheet in sheets if sheet.name in (asking or names) and (title := _title(sheet.grid))]
    title = titles[0] if titles else sheets[0].name
    rhythms = (words.rhythm_in(text) for text in (*titles, *(sheet.name for sheet in sheets)))
    return FormOutline(
        title=title,
        rhythm=next(filter(None, rhythms), None),
        cells=tuple(cells),
        registers=tuple(registers),
        texts=tuple(texts),
        units={sheet.name: units_in(_all_texts(sheet.grid)) for sheet in sheets},
        live=sum(len(sheet.formulas) for sheet in sheets),
        titles={sheet.name: _title(sheet.grid) for sheet in sheets},
        held=tuple(held),
        sheets=tuple(sheets),
    )


def find_slot(
    outline: FormOutline, place: str, lexicon: Lexicon, words: FormWords, *, blank: bool = True
) -> Slot | None:
    """The place ``sheet!B7`` that no words point to, labelled by what stands beside it, else over it.

    None where there is no such sheet, where it is far outside of it, where the cell computes itself, is hidden under a
    merged one, or, with *blank*, holds words of the form.
    """
    name, _, address = place.rpartition("!")
    sheet = next((one for one in outline.sheets if one.name == name), None)
    found = _ADDRESS.fullmatch(address)
    if sheet is None or found is None:
        return None
    reader = SheetOutline(sheet, lexicon, words)
    row, column = int(found["row"]) - 1, column_number(found["letters"]) - 1
    if row >= len(sheet.grid.rows) + _BEYOND or column >= sheet.grid.width + _BEYOND:
        return None
    if not reader.may_hold(row, column, blank=blank):
        return None
    label = reader.words_beside(row, column)
    return Slot(name, found["letters"], row + 1, label, unit=lexicon.read_header(label).unit)


def _title(grid: Grid) -> str:
    """The first text of the first rows that is longer than a word and says nothing behind a colon."""
    texts = (text for row in grid.rows[:_TITLE_ROWS] for text in map(clean, row))
    return next((text for text in texts if len(text) >= _SHORTEST_TITLE and not LABELLED.match(text)), "")


def _all_texts(grid: Grid) -> Iterator[str]:
    return (value for row in grid.rows for value in row if isinstance(value, str))


def _tables(reader: SheetOutline) -> list[Slot]:
    """The cells of a sheet's tables: matrices, and wherever a column names three indicators or more below each other.

    Under heads that are groups, one indicator is enough.
    """
    slots: list[Slot] = []
    for matrix in find_matrices(reader):
        slots += cells_of(reader, matrix)
        reader.taken.update(matrix.rows)
    columns = {column: rows for column in range(reader.grid.width) if (rows := _figure_rows(reader, column))}
    starts = sorted(columns)
    for place, column in enumerate(starts):
        end = starts[place + 1] if place + 1 < len(starts) else reader.grid.width
        slots += part_across(reader, reader.table(column, reader.label_rows(column, columns[column]), end))
    return slots


def _figure_rows(reader: SheetOutline, column: int) -> list[int]:
    """The rows outside of matrices in which *column* names an indicator, where that makes a table."""
    rows = [
        row
        for row in range(len(reader.grid.rows))
        if row not in reader.taken and reader.is_figure_label(clean(reader.grid.cell(row, column)))
    ]
    is_table = len(rows) >= _LEAST_LABELS or (rows and has_groups_across(reader, rows[0], column))
    return rows if is_table else []
