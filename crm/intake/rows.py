"""Which rows below the header are records, and what the others are: headings, totals, footers, hints, blanks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from typing import TYPE_CHECKING

from crm.domain.finding import Finding, Severity
from crm.domain.text import clean_cell_text
from crm.intake.grid import is_blank, text_of
from crm.intake.hints import is_unit_label
from crm.intake.lexicon import IDENTITY, KEYS
from crm.intake.synonyms import row_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.intake.grid import Grid, Merge
    from crm.intake.header import HeaderGuess
    from crm.intake.lexicon import Lexicon
    from crm.intake.mapping import MappedColumns
    from crm.intake.synonyms import Synonyms

_LONGEST_EXCERPT = 80
_NUMBERED_HEADING = re.compile(
    r"[一二三四五六七八九十]+[、.]|第[一二三四五六七八九十\d]+[类批部]|[(][一二三四五六七八九十]+[)]"
)
_HEADING_WITH_COUNT = re.compile(r".*\(\d+[所家个户人项件]\)$")
_AMONG = re.compile(r"其中[:：]")
_COLUMN_NUMBER = re.compile(r"[(\[]?(\d{1,2})[)\]]?")
_COLUMN_LETTERS = ("甲乙丙丁戊己庚辛壬癸", "abcdefghijklmnopqrstuvwxyz")
_NUMBERS_OF_COLUMNS = frozenset({"栏次", "列次", "行次", "栏目", "列号", "代码", "编号"})
_KEY = re.compile(r"[0-9A-Za-z\uff10-\uff5a](?:[-\s]?[0-9A-Za-z\uff10-\uff5a]){3}")
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_FEW = 3
_MANY = 8


class RowKind(Enum):
    """What a row below the header is; all but a record are skipped, the value is the reason."""

    RECORD = "row-record"
    BLANK = "row-blank"
    GROUP = "row-group"
    TOTAL = "row-total"
    FOOTER = "row-footer"
    HINT = "row-hint"
    REPEATED_HEADER = "row-repeated-header"
    OTHER_TABLE = "row-other-table"


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that is no record: its number in the sheet, the reason (a code of the catalogue), what it says."""

    row: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class ClassifiedRows:
    """The rows from the header down to the last one that is not blank: indexes of records, and the rest."""

    records: tuple[int, ...]
    skipped: tuple[SkippedRow, ...]


def classify_rows(
    grid: Grid, header: HeaderGuess, mapped: MappedColumns, *, lexicon: Lexicon
) -> ClassifiedRows:
    """Tell records from other rows. What has the values of a record is one, whatever its first word."""
    last = len(grid.rows)
    while last > header.first_data_row and all(map(is_blank, grid.rows[last - 1])):
        last -= 1
    sorter = _Sorter.of(grid, header, mapped, lexicon=lexicon)
    records: list[int] = []
    skipped: list[SkippedRow] = []
    after_footer = elsewhere = False
    for row in range(header.first_data_row, last):
        cells = grid.rows[row]
        kind = (
            RowKind.RECORD
            if sorter.is_plain(row, cells)
            else sorter.kind(row, cells, after_footer=after_footer)
        )
        elsewhere = kind is not RowKind.REPEATED_HEADER and (elsewhere or kind is RowKind.OTHER_TABLE)
        if elsewhere and kind is not RowKind.BLANK:
            kind = RowKind.OTHER_TABLE
        if kind is RowKind.RECORD:
            records.append(row)
        else:
            after_footer = after_footer or kind is RowKind.FOOTER
            skipped.append(SkippedRow(grid.row_number(row), kind.value, _excerpt(cells)))
    return ClassifiedRows(tuple(records), tuple(skipped))


def tell_below_footer(
    grid: Grid, rows: ClassifiedRows, mapped: MappedColumns, *, lexicon: Lexicon
) -> Iterator[Finding]:
    """A warning for each row below a footer that was taken for a part of it, and has a name and an amount."""
    identity = mapped.indexes(IDENTITY)
    amounts = [column for column in mapped.columns if column.unit is not None]
    for line in rows.skipped:
        cells = grid.rows[line.row - grid.first_row]
        if line.reason != RowKind.FOOTER.value or lexicon.synonyms.footer.match(row_text(line.text)):
            continue
        named = any(not is_blank(cells[column]) for column in identity if column < len(cells))
        if named and any(
            _NUMBER.fullmatch(text_of(grid.cell(line.row - grid.first_row, one.index))) for one in amounts
        ):
            yield Finding(
                "record-below-footer", Severity.WARNING, f"A{line.row}", {"row": line.row, "text": line.text}
            )


def tell_other_tables(rows: ClassifiedRows) -> Iterator[Finding]:
    """A warning where another table begins below the one that is read: none of its rows is taken."""
    others = [line for line in rows.skipped if line.reason == RowKind.OTHER_TABLE.value]
    if others:
        first = others[0]
        values: dict[str, str | int] = {"row": first.row, "text": first.text, "count": len(others)}
        yield Finding("table-below", Severity.WARNING, f"A{first.row}", values)


def _excerpt(cells: Sequence[object]) -> str:
    text = " ".join(" ".join(clean_cell_text(text_of(cell)).split()) for cell in cells if not is_blank(cell))
    return text if len(text) <= _LONGEST_EXCERPT else f"{text[:_LONGEST_EXCERPT]}…"


def _is_key(cell: object) -> bool:
    """Whether a cell in the column of a key holds one: not a dash, not a count, not the word of a signature."""
    return bool(_KEY.search(text_of(cell)))


@dataclass(frozen=True, slots=True)
class _Sorter:
    """What decides about a row. Sets of columns are indexes; ``starts`` the first characters of special rows."""

    lexicon: Lexicon
    names: frozenset[str]
    """The keys of headers that identify a tenant."""
    first_row: int
    identity: frozenset[int]
    keys: frozenset[int]
    ignored: frozenset[int]
    heads: dict[int, str]
    across: dict[int, Merge]
    """Row → its cell that is merged over three columns or more."""
    under: frozenset[int]
    """Rows that share a cell of the identity with the row above."""
    starts: frozenset[str]

    @classmethod
    def of(cls, grid: Grid, header: HeaderGuess, mapped: MappedColumns, *, lexicon: Lexicon) -> _Sorter:
        """The sorter for the rows of one sheet."""
        heads = {head.index: head.levels[-1] for head in header.columns if head.levels}
        words = lexicon.synonyms
        names = frozenset(
            key for keys in lexicon.headers.values() for key, code in keys.items() if code in IDENTITY
        )
        merges = grid.merges_by_index()
        identity = mapped.indexes(IDENTITY)
        last = len(grid.rows)
        under = (range(top + 1, min(bottom + 1, last)) for top, left, bottom, _ in merges if left in identity)
        return cls(
            lexicon=lexicon,
            names=names,
            first_row=header.first_data_row,
            identity=identity,
            keys=mapped.indexes(KEYS),
            ignored=frozenset(column.index for column in mapped.columns if column.ignored),
            heads=heads,
            across={merge[0]: merge for merge in merges if merge[0] == merge[2] and merge[3] > merge[1] + 1},
            under=frozenset(chain.from_iterable(under)),
            starts=words.starts | {text[0] for text in heads.values()} | {_AMONG.pattern[0]},
        )

    @property
    def words(self) -> Synonyms:
        """The words of workbooks."""
        return self.lexicon.synonyms

    def is_plain(self, row: int, cells: Sequence[object]) -> bool:
        """Whether a row is a record at first sight: several values, the first ones beginning like no other row's."""
        if row <= self.first_row + 1 or not cells or not cells[0]:
            return False
        # Looking at the first few is enough for most rows, and costs a third.
        if sum(map(bool, cells[:_MANY])) <= _FEW and len(cells) - cells.count(None) - cells.count("") <= _FEW:
            return False
        for cell in cells[:_FEW]:
            if type(cell) is str and cell and (cell[0] in self.starts or cell in self.names):
                return False
        return True

    def kind(self, row: int, cells: Sequence[object], *, after_footer: bool) -> RowKind:
        """What a row is, looked at closely."""
        filled = [column for column, cell in enumerate(cells) if not is_blank(cell)]
        first = next((column for column in filled if isinstance(cells[column], str)), None)
        if not filled or (first is None and self.ignored.issuperset(filled)):
            return RowKind.BLANK
        if self.repeats_header(cells, filled):
            return RowKind.REPEATED_HEADER
        if self.heads_another(cells, filled):
            return RowKind.OTHER_TABLE
        if row <= self.first_row + 1 and self.is_hint(cells, filled):
            return RowKind.HINT
        if first is None or any(
            _is_key(cells[column]) for column in self.keys.intersection(filled) - {first}
        ):
            return RowKind.RECORD
        return self.kind_by_text(row, cells, filled, first=first, after_footer=after_footer)

    def kind_by_text(
        self, row: int, cells: Sequence[object], filled: Sequence[int], *, first: int, after_footer: bool
    ) -> RowKind:
        """What a row is that has no key beside its *first* text."""
        text = row_text(text_of(cells[first]))
        names = [row_text(text_of(cells[column])) for column in filled if column in self.identity]
        if any(map(self.words.total.match, [text, *names])) or any(map(_AMONG.match, names)):
            return RowKind.TOTAL
        few = len(filled) <= 2
        if few and ":" in text and is_unit_label(text.partition(":")[0]):
            return RowKind.FOOTER
        footer = self.words.footer.match(text)
        if (footer and (footer["mark"] or few)) or (after_footer and few):
            return RowKind.FOOTER
        return RowKind.GROUP if self.is_heading(row, filled, first=first, text=text) else RowKind.RECORD

    def is_heading(self, row: int, filled: Sequence[int], *, first: int, text: str) -> bool:
        """Whether a row heads a group: nearly alone, and not just a tenant of which only the name is known."""
        if len(filled) > 2 or row in self.under:
            return False
        alone = len(filled) == 1 and len(self.heads) > 1
        if alone and self.words.heading.fullmatch(_NUMBERED_HEADING.sub("", text, count=1)):
            return True
        if len(self.heads) < _FEW:
            return False
        if _NUMBERED_HEADING.match(text) or _HEADING_WITH_COUNT.fullmatch(text):
            return True
        merge = self.across.get(row)
        spread = merge is not None and merge[1] <= first <= merge[3]
        return len(filled) == 1 and (spread or first not in self.identity)

    def repeats_header(self, cells: Sequence[object], filled: Sequence[int]) -> bool:
        """Whether a row says again what the header says."""
        same = sum(text_of(cells[column]).strip() == self.heads.get(column) for column in filled)
        return same > 1 and same * 2 >= len(filled)

    def heads_another(self, cells: Sequence[object], filled: Sequence[int]) -> bool:
        """Whether a row heads another table: mostly words that head columns, one of them that of the name."""
        texts = [text_of(cells[column]) for column in filled]
        if any(map(str.isdigit, texts)):
            return False
        keys = [self.lexicon.read_header(text).key for text in texts]
        known = sum(key in self.lexicon.known for key in keys)
        return known > 1 and known * 2 >= len(keys) and not self.names.isdisjoint(keys)

    def is_hint(self, cells: Sequence[object], filled: Sequence[int]) -> bool:
        """Whether a row just below the header says how to fill in, is an example, or numbers the columns."""
        texts = [row_text(text_of(cells[column])) for column in filled]
        hints = sum(bool(self.words.hint.search(text)) for text in texts)
        if hints > 1 and hints * 2 >= len(texts):
            return True
        names = [text_of(cells[column]) for column in self.identity.intersection(filled)]
        before = [text_of(cells[column]) for column in filled if column < min(self.identity, default=0)]
        return self.words.is_example(names, before) or _number_columns(texts)


def _number_columns(texts: Sequence[str]) -> bool:
    """Whether *texts* number the columns: 甲 乙 1 2, A B C, or 栏次 1 2 3."""
    is_said = texts[0] in _NUMBERS_OF_COLUMNS
    places = texts[1:] if is_said else texts
    numbers = [int(found[1]) for text in places if (found := _COLUMN_NUMBER.fullmatch(text))]
    letters = "".join(text for text in places if not _COLUMN_NUMBER.fullmatch(text))
    counted = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True
    lettered = len(letters) + len(numbers) == len(places) and any(
        letters == row[: len(letters)] for row in _COLUMN_LETTERS
    )
    return counted and lettered and (is_said or len(places) >= _FEW)
