"""One sheet of a blank as it is read: its labels and heads, the cells that wait, its tables, registers and lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from crm.domain.errors import ParseError
from crm.domain.parsing import unit_from_text
from crm.intake.form_slot import Slot, clean, without_marks
from crm.intake.grid import Grid, is_blank, text_of
from crm.intake.header import find_header
from crm.intake.synonyms import row_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from crm.intake.form_words import FormWords
    from crm.intake.grid import Merge
    from crm.intake.header import ColumnHead, HeaderGuess
    from crm.intake.lexicon import Lexicon

_CODE = re.compile(r"[A-Za-z]{0,6}\d{1,4}(?:[A-Za-z.]?\d{0,3})?")
_TALLEST_HEAD = 5
_FEWEST = 2
"""Known heads that make a register."""
_LONGEST_LABEL = 40
_LONGEST_TEXT = 200
LABELLED = re.compile(r"(?:[^:：\u3000\s_(（]|[(（][^)）:：]*[)）]){2,14}[:：]")
"""A word and its colon; a title with its unit in brackets, 情况表（单位：万元）, is none."""


@dataclass(frozen=True, slots=True)
class Register:
    """Rows that repeat: ``row`` is the template's row, ``total_row`` the one of the totals or 0."""

    sheet: str
    row: int
    total_row: int
    title: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A cell that says ``word:`` and waits for something behind it, in itself or in the blank cell beside it."""

    sheet: str
    address: str
    text: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class BlankGrid:
    """A sheet of a blank: its grid from A1 on and the cells that hold formulas, by row and column from 1.

    ``computed`` is what they say, where that is known.
    """

    name: str
    grid: Grid
    formulas: Collection[tuple[int, int]] = ()
    computed: Mapping[tuple[int, int], str] = field(default_factory=dict)


@dataclass
class SheetOutline:
    """One sheet on its way into the outline; the rows that a table takes are no registers."""

    sheet: BlankGrid
    lexicon: Lexicon
    words: FormWords
    taken: set[int] = field(default_factory=set)
    held: dict[str, None] = field(default_factory=dict)
    """The addresses of figures that stand already where its tables and registers want one."""

    @property
    def grid(self) -> Grid:
        """The sheet's cells."""
        return self.sheet.grid

    def merge_at(self, row: int, column: int) -> Merge | None:
        """The merged cell that a cell is a part of."""
        return next(
            (
                merge
                for merge in self.merges
                if merge[0] <= row <= merge[2] and merge[1] <= column <= merge[3]
            ),
            None,
        )

    @cached_property
    def merges(self) -> list[Merge]:
        """The merged cells by index, put together once: every cell of the sheet asks for them."""
        return self.grid.merges_by_index()

    def text(self, row: int, column: int) -> str:
        """The text of a cell, that of its merged cell included."""
        value = self.grid.cell(row, column)
        merge = self.merge_at(row, column) if is_blank(value) else None
        return clean(value if merge is None else self.grid.cell(merge[0], merge[1]))

    def is_open(self, row: int, column: int) -> bool:
        """Whether a cell waits for a value: blank, without a formula, and not inside somebody else's merged cell."""
        if (row + 1, column + 1) in self.sheet.formulas or not is_blank(self.grid.cell(row, column)):
            return False
        merge = self.merge_at(row, column)
        return merge is None or (row, column) == merge[:2]

    def is_figure_label(self, text: str) -> bool:
        """Whether *text* names an indicator, alone or as a part."""
        if not text:
            return False
        plain = without_marks(self.words.part_of(text) or text)
        read, known = self.lexicon.read_header, self.lexicon.figures
        return read(plain).key in known or read(self.words.without_population(plain)).key in known

    def may_hold(self, row: int, column: int, *, blank: bool) -> bool:
        """Whether something can be written into a cell, also below the last row; with *blank* over nothing else."""
        if row >= len(self.grid.rows):
            return True
        if blank:
            return self.is_open(row, column)
        merge = self.merge_at(row, column)
        is_hidden = merge is not None and (row, column) != merge[:2]
        return (row + 1, column + 1) not in self.sheet.formulas and not is_hidden

    def words_beside(self, row: int, column: int) -> str:
        """The nearest words before a cell, else the nearest over it; empty where there are none."""
        before = ((row, other) for other in range(column - 1, -1, -1))
        over = ((other, column) for other in range(min(row, len(self.grid.rows)) - 1, -1, -1))
        for place in (*before, *over):
            text = self.text(*place) if place[0] < len(self.grid.rows) else ""
            if len(text) > 1:
                return text.rstrip(":：")
        return ""

    # ------------------------------------------------------------------------------------------ tables

    def label_rows(self, column: int, known: Sequence[int]) -> list[int]:
        """The rows of a table: from its first known label to the last, and the unknown ones that follow at once."""
        first, last = known[0], known[-1]
        heads = set(self.words.columns)
        while first and self.is_label(first - 1, column, heads):
            first -= 1
        usual = min(map(self.filled, known))
        while last + 1 < len(self.grid.rows) and self.is_label(last + 1, column, heads):
            if self.filled(last + 1) < usual or self.filled(last + 2) > max(usual, self.filled(last + 1)):
                break  # the title of what follows
            last += 1
        return [row for row in range(first, last + 1) if clean(self.grid.cell(row, column))]

    def filled(self, row: int) -> int:
        """How many cells of a row hold something; none beyond the last."""
        cells = self.grid.rows[row] if row < len(self.grid.rows) else ()
        return sum(not is_blank(value) for value in cells)

    def is_label(self, row: int, column: int, heads: Collection[str]) -> bool:
        """Whether a cell goes on with the labels of a table: a text that is no head, no footer and no numbering."""
        text = clean(self.grid.cell(row, column))
        key = self.lexicon.read_header(text).key
        part = self.words.part_of(text)
        if not text or key in heads or LABELLED.search(part or text) or text in self.words.marks:
            return False
        if self.lexicon.synonyms.footer.match(row_text(text)) or len(text) > _LONGEST_LABEL:
            return False
        return any(
            self.is_open(row, other) or (row + 1, other + 1) in self.sheet.formulas
            for other in range(column + 1, self.grid.width)
        )

    def table(self, column: int, rows: Sequence[int], end: int, *, top: int | None = None) -> list[Slot]:
        """The open cells of a table whose labels stand in *column*; its figures end before column *end*.

        Its head ends over row *top*, by default over its first.
        """
        self.taken.update(rows)
        head_rows = self.head_rows(rows[0] if top is None else top)
        heads = {other: self.heads(head_rows, other) for other in range(column + 1, end)}
        codes, units, figures = self.roles(rows, heads)
        if len(figures) == 1 and self.words.basis_of(heads[figures[0]]) is None:
            heads[figures[0]] = ()  # the only column of figures is the period's, whatever it is called
        asked = {*figures, *(other for other in heads if self.words.basis_of(heads[other]) is not None)}
        slots: list[Slot] = []
        above = ""
        for row in rows:
            label = clean(self.grid.cell(row, column))
            raw = text_of(self.grid.cell(row, column))
            part = self.words.part_of(raw)
            is_part = part is not None or raw[:1] in " \u3000└├"
            above = above if is_part else label
            unit = next((unit_from_text(self.text(row, other)) for other in units), None)
            self.note_held(row, asked)
            slots += [
                Slot(
                    sheet=self.sheet.name,
                    letters=self.grid.letters(other),
                    row=self.grid.row_number(row),
                    label=part or label,
                    above=above if is_part else "",
                    group=self.text(row, column - 1) if column else "",
                    heads=heads[other],
                    code=next((self.text(row, one) for one in codes), ""),
                    unit=unit or self.lexicon.read_header(label).unit,
                )
                for other in figures
                if self.is_open(row, other)
            ]
        return slots

    def head_rows(self, first: int) -> list[int]:
        """The rows over a table's first label that are its head, from the top; a row that numbers columns is none."""
        rows: list[int] = []
        for row in range(first - 1, max(first - 1 - _TALLEST_HEAD, -1), -1):
            texts = [text for column in range(self.grid.width) if (text := self.text(row, column))]
            if len(set(texts)) < 2 or any(map(LABELLED.match, texts)):
                break
            if not self.words.is_numbering(texts):
                rows.insert(0, row)
            self.taken.add(row)
        return rows

    def heads(self, rows: Sequence[int], column: int) -> tuple[str, ...]:
        """What stands over a column, from the top, each once."""
        return tuple(dict.fromkeys(text for row in rows if (text := self.text(row, column))))

    def roles(
        self, rows: Sequence[int], heads: Mapping[int, tuple[str, ...]]
    ) -> tuple[list[int], list[int], list[int]]:
        """Which columns print codes, which units, and which wait for figures."""
        codes, units, figures = [], [], []
        for column, texts in heads.items():
            said = {self.words.columns.get(self.lexicon.read_header(text).key) for text in texts}
            filled = [text for row in rows if (text := self.text(row, column))]
            if "note" in said:
                continue
            if "unit" in said or (filled and sum(map(bool, map(unit_from_text, filled))) * 2 > len(filled)):
                units.append(column)
            elif filled and ("code" in said or self.are_codes(filled, texts)):
                codes.append(column)
            elif any(self.is_open(row, column) for row in rows) and (texts or len(heads) == 1):
                figures.append(column)
        return codes, units, figures

    def are_codes(self, filled: Sequence[str], heads: tuple[str, ...]) -> bool:
        """Whether what stands in a column are codes: under the words of a period they are figures of some filing."""
        return all(map(_CODE.fullmatch, filled)) and self.words.basis_of(heads) is None

    def note_held(self, row: int, columns: Collection[int]) -> None:
        """Remember the figures that stand in *columns* of a row that is to be filled in."""
        for column in columns:
            value, place = self.grid.cell(row, column), (row + 1, column + 1)
            is_figure = isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
            if is_figure and place not in self.sheet.formulas:
                self.held[self.grid.address(row, column)] = None

    # --------------------------------------------------------------------------------------- registers

    def registers(self) -> list[Register]:
        """The registers of the sheet, one below the other, outside of its tables."""
        found: list[Register] = []
        start = 0
        while start < len(self.grid.rows):
            below = Grid(
                self.grid.rows[start:], self.grid.merges, self.grid.first_row + start, self.grid.first_column
            )
            guess = self.header_in(below)
            if guess is None:
                break
            stop = start + guess.first_data_row
            heads = range(start + guess.header_rows.start, stop)
            if not self.taken.intersection(heads) and self.is_register(guess, heads.start):
                register = self.register(guess.columns, heads)
                found.append(register)
                stop = max(register.row, register.total_row, stop)
            start = max(stop, start + 1)
        return found

    def header_in(self, below: Grid) -> HeaderGuess | None:
        """The next head of a register, by the words of enterprises, else by those of records; None where none is."""
        for lexicon in (
            self.lexicon,
            replace(self.lexicon, known=self.lexicon.known | self.words.lists.heads),
        ):
            try:
                return find_header(below, lexicon)
            except ParseError:
                continue
        return None

    def is_register(self, guess: HeaderGuess, top: int) -> bool:
        """Whether two columns or more are known words, one under a title that says what records are listed.

        Words that only a record has count where one kind of record has most of the columns.
        """
        known = [
            head for head in guess.columns if head.levels and self.lexicon.read_header(head.levels[-1]).key
        ]
        words = sum(self.lexicon.read_header(head.text).key in self.lexicon.known for head in known)
        if words >= _FEWEST or (
            words == 1 and self.words.is_of_records(self.title_over(top), self.sheet.name)
        ):
            return True
        keys = [self.lexicon.read_header(head.levels[-1]).key for head in known]
        of_one_kind = self.words.lists.most_heads(keys)
        return of_one_kind > _FEWEST and of_one_kind * 2 > len(keys)

    def register(self, columns: Sequence[ColumnHead], heads: range) -> Register:
        """The register under a head: its first open row repeats, a row of totals ends it."""
        row = heads.stop
        codes: tuple[str, ...] = ()
        if row < len(self.grid.rows):
            texts = [clean(value) for value in self.grid.rows[row]]
            if self.words.is_numbering(filter(None, texts)):
                codes, row = tuple(texts), row + 1
        total = next((other for other in range(row, len(self.grid.rows)) if self.is_total(other)), None)
        if total == row:  # 合计 before the rows
            row += 1
        self.note_rows(columns, range(row, len(self.grid.rows) if total is None else max(total, row)))
        return Register(
            sheet=self.sheet.name,
            row=self.grid.row_number(row),
            total_row=0 if total is None else self.grid.row_number(total),
            title=self.title_over(heads.start),
            slots=tuple(self.columns(columns, self.grid.row_number(row), codes)),
        )

    def note_rows(self, columns: Sequence[ColumnHead], rows: range) -> None:
        """Remember the figures of records that a register lists already, down to its first blank row."""
        wanted = [
            head.index
            for head in columns
            if head.levels
            and self.lexicon.read_header(head.levels[-1]).key not in self.lexicon.synonyms.ignored
        ]
        for row in rows:
            if not self.filled(row):
                break
            self.note_held(row, wanted)

    def columns(self, columns: Sequence[ColumnHead], row: int, codes: Sequence[str]) -> Iterator[Slot]:
        """The columns of a register, *codes* their numbers; a part belongs to the last of its group that is none."""
        group = above = ""
        for head in columns:
            if not head.levels:
                continue
            label = head.levels[-1]
            upper = "_".join(head.levels[:-1])
            part = self.words.part_of(label)
            if upper != group:
                group, above = upper, ""
            above = above if part is not None else label
            units = (self.lexicon.read_header(level).unit for level in reversed(head.levels))
            yield Slot(
                sheet=self.sheet.name,
                letters=head.letters,
                row=row,
                label=part or label,
                above=above if part is not None else "",
                group=upper,
                code=codes[head.index] if head.index < len(codes) else "",
                unit=next(filter(None, units), None),
                is_column=True,
            )

    def is_total(self, row: int) -> bool:
        """Whether a row begins with 合计 or the like."""
        texts = [text for value in self.grid.rows[row] if (text := text_of(value).strip())]
        return bool(texts) and any(self.lexicon.synonyms.total.match(row_text(text)) for text in texts[:2])

    def title_over(self, row: int) -> str:
        """The nearest line over a register that says what it lists."""
        for upper in range(row - 1, -1, -1):
            texts = [text for text in map(clean, self.grid.rows[upper]) if text]
            if len(texts) == 1 and not LABELLED.match(texts[0]):
                return texts[0]
        return self.sheet.name

    # ------------------------------------------------------------------------------------------- texts

    def texts(self) -> list[TextPlace]:
        """The cells that wait for a text behind a word and a colon."""
        found = []
        for row in range(len(self.grid.rows)):
            for column in range(len(self.grid.rows[row])):
                text = text_of(self.grid.cell(row, column))
                if len(text) > _LONGEST_TEXT or not any(self.words.text_words(text)):
                    continue
                beside = column + 1
                free = text.rstrip().endswith((":", "：")) and beside < self.grid.width
                open_beside = free and self.is_open(row, beside)
                found.append(
                    TextPlace(
                        self.sheet.name,
                        self.grid.address(row, column),
                        text,
                        self.grid.address(row, beside) if open_beside else "",
                    )
                )
        return found
