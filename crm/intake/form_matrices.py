"""The matrices of a blank: labels down a block, over it, or both are values of one grouping; the rest names figures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crm.domain.text import name_key
from crm.intake.form_groupings import PERIODS, Groupings
from crm.intake.form_slot import Slot, clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from crm.domain.vocabulary import Vocabulary
    from crm.intake.form_groupings import Member
    from crm.intake.form_sheet import SheetOutline

_TALLEST_HEAD = 5
_TO_DATE = "year_to_date"
"""What stands for all parts of the year."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """A block of cells by index: its rows and columns, where its rows' labels stand, what its rows stand for.

    ``across`` is what its columns stand for where that is told; else their heads say it.
    """

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    labels: int
    down: str
    across: str | None = None


def find_matrices(reader: SheetOutline) -> Iterator[Matrix]:
    """The matrices of a sheet whose rows are groups: their columns are headed by indicators, or by another grouping."""
    for column in range(reader.grid.width):
        for rows in _segments(reader, column):
            found = _down(reader, column, rows)
            if found is not None:
                yield found


def _segments(reader: SheetOutline, column: int) -> Iterator[list[int]]:
    """Rows that follow one another and have words in *column*."""
    rows: list[int] = []
    for row in range(len(reader.grid.rows)):
        if _own(reader, row, column):
            rows.append(row)
        elif rows:
            yield rows
            rows = []
    if rows:
        yield rows


def _own(reader: SheetOutline, row: int, column: int) -> str:
    return clean(reader.grid.cell(row, column))


def _down(reader: SheetOutline, column: int, rows: Sequence[int]) -> Matrix | None:
    """The matrix whose labels are in *rows* of *column*; None where they are no groups, or nothing is asked of them."""
    groupings, lists = reader.words.groupings, reader.lexicon.vocabularies
    texts = {row: _own(reader, row, column) for row in rows}
    known = [row for row in rows if _is_member(groupings, texts[row], lists)]
    if not known:
        return None
    span = [row for row in rows if known[0] <= row <= known[-1]]
    for row in range(known[-1] + 1, rows[-1] + 1):
        if not reader.is_label(row, column, ()):
            break
        span.append(row)
    named = [texts[row] for row in span]
    grouping = groupings.guess(named, lists)
    if not grouping or sum(map(reader.is_figure_label, named)) * 2 > len(named):
        return None
    columns = _figure_columns(reader, column, span)
    over = {each: _heads_over(reader, span[0], each) for each in columns}
    columns = [each for each in columns if over[each]] or columns  # beyond the last head nothing is asked
    over = {each: over[each] for each in columns}
    is_told = any(reader.is_figure_label(text) for texts in over.values() for text in texts)
    if not is_told and not _guess_across(reader, over):
        return None
    return Matrix(tuple(span), tuple(columns), column, grouping)


def _is_member(groupings: Groupings, text: str, lists: Mapping[str, Vocabulary]) -> bool:
    if groupings.is_whole(text) or groupings.is_rest(text):
        return True
    return any(groupings.value(code, text, lists) is not None for code in groupings.codes)


def _figure_columns(reader: SheetOutline, labels: int, rows: Sequence[int]) -> list[int]:
    """The columns behind *labels* that wait for figures, up to the next that holds words after them."""
    columns: list[int] = []
    for column in range(labels + 1, reader.grid.width):
        if any(reader.is_open(row, column) for row in rows):
            columns.append(column)
        elif columns and any(_own(reader, row, column) for row in rows):
            break
    return columns


def _heads_over(reader: SheetOutline, first: int, column: int) -> list[str]:
    """The words over a column, near the first row of a block, without saying that they are its head."""
    upper = range(max(first - _TALLEST_HEAD, 0), first)
    return [text for row in upper if (text := reader.text(row, column))]


def has_groups_across(reader: SheetOutline, first: int, labels: int) -> bool:
    """Whether a grouping is headed over what stands right of *labels*, near row *first*."""
    columns = range(labels + 1, reader.grid.width)
    return bool(_guess_across(reader, {column: _heads_over(reader, first, column) for column in columns}))


def _guess_across(reader: SheetOutline, over: Mapping[int, Sequence[str]]) -> str:
    """The grouping that one level of the heads over some columns is; none where none is."""
    return _level_across(reader, over)[1]


def _level_across(reader: SheetOutline, over: Mapping[int, Sequence[str]]) -> tuple[int, str]:
    groupings, lists = reader.words.groupings, reader.lexicon.vocabularies
    for level in range(max(map(len, over.values()), default=0)):
        texts = [heads[min(level, len(heads) - 1)] for heads in over.values() if heads]
        if sum(map(reader.is_figure_label, texts)) * 2 > len(texts):
            continue
        grouping = groupings.guess(tuple(dict.fromkeys(texts)), lists)
        if grouping:
            return level, grouping
    return 0, ""


def cells_of(reader: SheetOutline, matrix: Matrix) -> list[Slot]:
    """The places of a matrix whose rows are groups."""
    top = head_end(reader, matrix.rows[0], matrix.columns)
    head_rows = reader.head_rows(top)
    heads = {column: reader.heads(head_rows, column) for column in matrix.columns}
    texts = {row: _own(reader, row, matrix.labels) for row in matrix.rows}
    groupings, lists = reader.words.groupings, reader.lexicon.vocabularies
    members = groupings.members(matrix.down, texts, lists) if matrix.down else {}
    slots: list[Slot] = []
    for row in matrix.rows:
        for column in matrix.columns:
            if reader.is_open(row, column):
                place = Slot(
                    reader.sheet.name,
                    reader.grid.letters(column),
                    reader.grid.row_number(row),
                    "",
                    heads=heads[column],
                )
                slots.append(_among(place, matrix.down, members[row]) if members else place)
    parted = part_across(reader, slots, across=matrix.across)
    return [_labelled(reader, slot, top) for slot in parted]


def head_end(reader: SheetOutline, first: int, columns: Sequence[int]) -> int:
    """The row under the heads of a block: its *first*, unless rows without words over its columns lie between."""
    over = (row for row in range(first - 1, -1, -1) if any(reader.text(row, column) for column in columns))
    return next(over, first - 1) + 1


def _labelled(reader: SheetOutline, slot: Slot, top: int) -> Slot:
    """A place labelled by the head that names an indicator, else by its lowest, with the unit that one says.

    Where both rows and columns are groups, the line over the matrix says what is counted.
    """
    named = [head for head in reversed(slot.heads) if reader.is_figure_label(head)]
    label = next(iter(named), slot.heads[-1] if slot.heads else _title_label(reader, top))
    units = (reader.lexicon.read_header(head).unit for head in (label, *reversed(slot.heads)))
    rest = tuple(head for head in slot.heads if head != label)
    return replace(slot, label=label, heads=rest, unit=next(filter(None, units), None))


def _title_label(reader: SheetOutline, row: int) -> str:
    """The one indicator that the line over a block names; nothing where it names none or several."""
    title = name_key(reader.title_over(row))
    found = sorted((key for key in reader.lexicon.figures if len(key) > 1 and key in title), key=len)
    if not found:
        return ""
    rest = title.replace(found[-1], " ")
    return "" if any(key in rest for key in found) else found[-1]


def part_across(reader: SheetOutline, slots: Sequence[Slot], *, across: str | None = None) -> list[Slot]:
    """*slots* of one table, their columns' groups taken out of their heads; *across* where the grouping is told."""
    over = {slot.letters: slot.heads for slot in slots}
    indexed = dict(enumerate(over.values()))
    level, grouping = _level_across(reader, indexed)
    if across is not None:
        level, grouping = (_level_of(reader, indexed, across) if across else 0), across
    if not grouping:
        return list(slots)
    texts = {at: heads[min(level, len(heads) - 1)] if heads else "" for at, heads in indexed.items()}
    members = reader.words.groupings.members(grouping, texts, reader.lexicon.vocabularies)
    of_column = {letters: members[at] for at, letters in enumerate(over)}
    return [
        _among(
            replace(slot, heads=tuple(head for head in slot.heads if head != of_column[slot.letters].text)),
            grouping,
            of_column[slot.letters],
        )
        for slot in slots
    ]


def _level_of(reader: SheetOutline, over: Mapping[int, Sequence[str]], grouping: str) -> int:
    """The level of the heads that holds most values of a grouping that is told."""
    groupings, lists = reader.words.groupings, reader.lexicon.vocabularies
    levels = range(max(map(len, over.values()), default=1))
    return max(
        levels,
        key=lambda level: sum(
            groupings.value(grouping, heads[min(level, len(heads) - 1)], lists) is not None
            for heads in over.values()
            if heads
        ),
        default=0,
    )


def _among(slot: Slot, grouping: str, member: Member) -> Slot:
    """*slot* narrowed to a group, or known to be of no group that anybody knows."""
    among = " · ".join(filter(None, (slot.among, member.text)))
    if member.codes is None:
        return replace(slot, among=among, unclear=grouping)
    if not member.codes:
        return replace(slot, among=among, basis=_TO_DATE if grouping in PERIODS else slot.basis)
    return replace(slot, among=among, within=(*slot.within, (grouping, member.codes)))
