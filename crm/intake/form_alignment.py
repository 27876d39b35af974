"""Last year's form held against this year's blank: what is where now, renamed, in another unit, gone, or new.

Rows of tables and columns of registers are paired by the form's own code and by their labels; a place keeps its binding
where its row and its basis are found again.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from crm.domain.text import name_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from crm.intake.form_outline import FormOutline
    from crm.intake.form_sheet import Register
    from crm.intake.form_slot import Slot
    from crm.intake.form_words import FormWords

_NEAR = 0.75
"""Likeness of two labels from which one may be the other renamed."""
_NEAR_WITH_CODE = 0.35
"""The same where the form's own code is the same."""

_Row: TypeAlias = tuple[str, str, str, str, str]
"""Sheet, section, label above, label and code of a row of a table; of a register's column the register's sheet."""


class Change(Enum):
    """What is other than last year about a place that was found again."""

    MOVED = "moved"
    RENAMED = "renamed"
    RECODED = "recoded"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Pair:
    """A place of last year's form and the same place of this year's."""

    old: Slot
    new: Slot
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """All places of both forms: found again, gone, new; and the registers, by the index of the old one."""

    pairs: tuple[Pair, ...]
    gone: tuple[Slot, ...]
    new: tuple[Slot, ...]
    registers: Mapping[int, Register]

    def changed(self, change: Change) -> tuple[Pair, ...]:
        """The places of which *change* is true."""
        return tuple(pair for pair in self.pairs if change in pair.changes)


def align(
    old: FormOutline, new: FormOutline, words: FormWords, *, qualifiers: Collection[str] = ()
) -> Alignment:
    """Find the places of *old* again in *new*; with one of the *qualifiers* a label is another figure than without."""
    aligner = _Aligner(old, new, words, qualifiers)
    pairs = [*aligner.cells(), *aligner.columns()]
    found_old = {pair.old for pair in pairs}
    found_new = {pair.new for pair in pairs}
    return Alignment(
        pairs=tuple(pairs),
        gone=tuple(slot for slot in old.slots if slot not in found_old),
        new=tuple(slot for slot in new.slots if slot not in found_new),
        registers=aligner.register_pairs(),
    )


def likeness(one: str, other: str) -> float:
    """How alike two labels are, 0 to 1."""
    from rapidfuzz import fuzz  # 35 ms of import: only where something was renamed

    return float(fuzz.ratio(name_key(one), name_key(other))) / 100


@dataclass(frozen=True, slots=True)
class _Aligner:
    old: FormOutline
    new: FormOutline
    words: FormWords
    qualifiers: Collection[str]

    # ------------------------------------------------------------------------------------------- tables

    def cells(self) -> list[Pair]:
        """The cells of tables: rows are paired first, then in each the columns by their basis."""
        old, new = self.by_row(self.old.cells), self.by_row(self.new.cells)
        pairs = []
        for row, other in self.pair_rows(list(old), list(new)):
            columns = {self.column_key(slot): slot for slot in new[other]}
            for slot in old[row]:
                match = columns.get(self.column_key(slot))
                if match is not None:
                    pairs.append(Pair(slot, match, tuple(self.changes(slot, match))))
        return pairs

    def by_row(self, slots: Iterable[Slot]) -> dict[_Row, list[Slot]]:
        """The slots of each row."""
        rows: dict[_Row, list[Slot]] = defaultdict(list)
        for slot in slots:
            rows[slot.sheet, slot.group, slot.above, slot.label, slot.code].append(slot)
        return rows

    def column_key(self, slot: Slot) -> str:
        """What tells the columns of a row apart: the basis its heads name, else the heads themselves; and its group."""
        heads = slot.heads
        basis = (self.words.basis_of(heads) or "/".join(map(name_key, heads))) if heads else "period"
        return f"{basis} {self.group_key(slot)}"

    @staticmethod
    def group_key(slot: Slot) -> str:
        """What a place of a matrix is among, whatever it is called; what the others leave may be other codes."""
        if slot.unclear or not slot.within:
            return name_key(slot.among)
        return " ".join(
            f"{grouping}:{'rest' if '' in codes else '+'.join(codes)}" for grouping, codes in slot.within
        )

    def pair_rows(self, old: Sequence[_Row], new: Sequence[_Row]) -> list[tuple[_Row, _Row]]:
        """Which row became which: the likest pairs first, each row once."""
        scored = [
            (score, -abs(i - j), row, other)
            for i, row in enumerate(old)
            for j, other in enumerate(new)
            if (score := self.row_score(row, other)) > 0
        ]
        scored.sort(key=lambda each: (-each[0], -each[1]))
        pairs, taken_old, taken_new = [], set(), set()
        for _, _, row, other in scored:
            if row not in taken_old and other not in taken_new:
                taken_old.add(row)
                taken_new.add(other)
                pairs.append((row, other))
        return pairs

    def row_score(self, row: _Row, other: _Row) -> float:
        """How surely two rows are the same: label and code alike, then either of them with a like label."""
        sheet, group, above, label, code = row
        new_sheet, new_group, new_above, new_label, new_code = other
        same_label = (name_key(above), name_key(label)) == (name_key(new_above), name_key(new_label))
        same_code = bool(code) and code.casefold() == new_code.casefold()
        near_place = 0.1 * (sheet == new_sheet) + 0.1 * (name_key(group) == name_key(new_group))
        if same_label:
            return 2.0 + same_code + near_place
        if self.qualified(label) != self.qualified(new_label):
            return 0.0
        like = likeness(f"{above}{label}", f"{new_above}{new_label}")
        if same_code and not code.isdigit() and like >= _NEAR_WITH_CODE:
            return 1.5 + like + near_place
        return like + 0.2 * same_code + near_place if like >= _NEAR else 0.0

    def qualified(self, label: str) -> set[str]:
        """The words of a label that make another figure of it, such as 上年."""
        key = name_key(label)
        return {word for word in self.qualifiers if word in key}

    def changes(self, old: Slot, new: Slot) -> Iterable[Change]:
        """What is other about a place."""
        if (old.sheet, old.address) != (new.sheet, new.address):
            yield Change.MOVED
        if name_key(old.label) != name_key(new.label):
            yield Change.RENAMED
        if old.code.casefold() != new.code.casefold():
            yield Change.RECODED
        if self.printed_unit(self.old, old) != self.printed_unit(self.new, new):
            yield Change.UNIT

    @staticmethod
    def printed_unit(outline: FormOutline, slot: Slot) -> object:
        """The unit that stands beside the place, or in the sheet's line of units."""
        return slot.unit or tuple(
            sorted((dimension.value, unit.code) for dimension, unit in outline.units[slot.sheet].items())
        )

    # --------------------------------------------------------------------------------------- registers

    def register_pairs(self) -> dict[int, Register]:
        """The register of this year for each of last year's: the one that shares most of its columns."""
        pairs: dict[int, Register] = {}
        taken: set[int] = set()
        scored = sorted(
            (
                (-self.shared(register, other), abs(i - j), i, j)
                for i, register in enumerate(self.old.registers)
                for j, other in enumerate(self.new.registers)
            ),
        )
        for negative, _, i, j in scored:
            if negative < 0 and i not in pairs and j not in taken:
                pairs[i] = self.new.registers[j]
                taken.add(j)
        return pairs

    @staticmethod
    def shared(register: Register, other: Register) -> int:
        """How much two registers have in common: columns, then sheet and title."""
        labels = {name_key(slot.group + slot.label) for slot in register.slots}
        common = len(labels & {name_key(slot.group + slot.label) for slot in other.slots})
        return 4 * common + (register.sheet == other.sheet) + (register.title == other.title) if common else 0

    def columns(self) -> list[Pair]:
        """The columns of registers."""
        pairs = []
        for index, register in self.register_pairs().items():
            old, new = self.by_row(self.old.registers[index].slots), self.by_row(register.slots)
            for row, other in self.pair_rows(list(old), list(new)):
                before, after = old[row][0], new[other][0]
                pairs.append(Pair(before, after, tuple(self.changes(before, after))))
        return pairs
