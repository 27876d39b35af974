"""Raw cells → typed values, a whole column at a time: each different value is read once, however often it stands."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, TypeAlias

from crm.domain.errors import ParseError
from crm.domain.fields import FieldKind
from crm.domain.identifiers import clean_code
from crm.domain.parsing import parse_amount, parse_count, parse_date, parse_yes_no
from crm.domain.text import clean_cell_text
from crm.intake.grid import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from crm.domain.quantity import Unit
    from crm.domain.vocabulary import Vocabulary
    from crm.intake.lexicon import Lexicon, Target

Value: TypeAlias = str | int | bool | date
"""Dates as they are, quantities in smallest units, counts, yes and no, stages and choices as codes, texts."""

_LINE = 255
_SHORT = 5
"""Longer texts are no dashes and no words for "nothing"."""
_LONGEST = {
    FieldKind.NAME: _LINE,
    FieldKind.PHONE: _LINE,
    FieldKind.EMAIL: _LINE,
    FieldKind.CODE: 64,
    FieldKind.USCC: 32,
}
_PROSE = frozenset({"address", "website", "founders", "description", "note", "former_names"})
"""Texts that may be of any length; the database keeps every other in a line."""
_NUMBERED_NAME = re.compile(
    r"\s*(?:\d{1,4}\s*[\u3001.\uff0e,\uff0c)\uff09]|[(\uff08]\d{1,4}[)\uff09]|[\u2460-\u2473])\s*(?=[^\d\s])"
)
_MARKS = r"[*\uff0a\u2605\u2606\u203b\u25b2\u25b3\u25cf\u25c6\u2460-\u2473\u2776-\u277f]+"
_MARKED = re.compile(rf"^\s*{_MARKS}\s*(?!ST)|\s*{_MARKS}\s*$")
_BROKEN_LINE = re.compile(r"(?<=[\u3400-\u9fff])\s*\n\s*(?=[\u3400-\u9fff])")
"""A line that ends within a Chinese name was broken to fit its cell."""
_IN_POWERS = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
_MOST_DIGITS = 10**15


class ColumnReader(dict[object, "Value | None"]):
    """Reads the cells of one column, remembering each value it has met; ``problems`` are those not understood."""

    __slots__ = ("_blanks", "_read", "problems")

    def __init__(self, read: Callable[[object], Value], blanks: frozenset[str]) -> None:
        super().__init__()
        self._read = read
        self._blanks = blanks
        self.problems: dict[object, ParseError] = {}

    def __missing__(self, raw: object) -> Value | None:
        """Read a value met for the first time."""
        value: Value | None = None
        if not (raw is None or (isinstance(raw, str) and raw.strip().casefold() in self._blanks)):
            try:
                value = self._read(raw)
            except ParseError as error:
                self.problems[raw] = error
        self[raw] = value
        return value

    def read(self, cells: Iterable[object]) -> list[Value | None]:
        """The values of *cells*; None for a blank one and one that is not understood."""
        return list(map(self.__getitem__, cells))


class TextReader(ColumnReader):
    """Reads texts: one that is clean as it stands is its own value, and most are."""

    __slots__ = ()

    def read(self, cells: Iterable[object]) -> list[Value | None]:
        """The values of *cells*, see :meth:`ColumnReader.read`."""
        return [
            cell
            if type(cell) is str
            and _SHORT < len(cell) <= _LINE
            and cell.isprintable()
            and cell == cell.strip()
            and "  " not in cell
            else self[cell]
            for cell in cells
        ]


class CodeReader(ColumnReader):
    """Reads codes: one of capital letters and digits alone is its own value."""

    __slots__ = ()

    def read(self, cells: Iterable[object]) -> list[Value | None]:
        """The values of *cells*, see :meth:`ColumnReader.read`."""
        return [
            cell
            if type(cell) is str
            and _SHORT < len(cell) <= _LONGEST[FieldKind.USCC]
            and cell.isascii()
            and cell.isalnum()
            and cell == cell.upper()
            else self[cell]
            for cell in cells
        ]


def column_reader(
    target: Target, *, unit: Unit | None, lexicon: Lexicon, epoch_1904: bool = False
) -> ColumnReader:
    """The reader for a column that holds *target*, its amounts in *unit*; *epoch_1904* is how days are numbered."""
    blanks = lexicon.synonyms.blanks
    kind = target.kind
    if kind not in {FieldKind.YES_NO, FieldKind.MONEY, FieldKind.AREA, FieldKind.COUNT}:
        blanks |= lexicon.synonyms.nothing
    reader = _READERS.get(kind, ColumnReader)
    if kind is FieldKind.DATE and epoch_1904:
        return reader(lambda raw: parse_date(raw, epoch_1904=True), blanks)
    return reader(_function(target, unit, lexicon), blanks)


def kept_texts(cells: Iterable[object]) -> list[str | None]:
    """Cells as they are kept where no field takes them: cleaned text, None where blank."""
    texts = TextReader(lambda raw: clean_cell_text(text_of(raw)), frozenset({""})).read(cells)
    return [None if text is None else str(text) for text in texts]


def without_numbering(cells: list[object]) -> list[object]:
    """Names without the numbers before them, where every one of several has one: 1.甲公司, 2.乙公司."""
    texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
    if len(texts) < 2 or not all(map(_NUMBERED_NAME.match, texts)):
        return cells
    return [_NUMBERED_NAME.sub("", cell, count=1) if isinstance(cell, str) else cell for cell in cells]


def without_marks(cells: list[object]) -> list[object]:
    """Names without the marks of notes at their ends: ★甲公司, 甲公司①; that of a listed company (*ST) stays."""
    return [_MARKED.sub("", cell) or cell if isinstance(cell, str) else cell for cell in cells]


def without_booleans(cells: list[object]) -> list[object]:
    """*cells* with TRUE and FALSE as texts: as keys of a mapping they would be taken for 1 and 0."""
    if bool in set(map(type, cells)):
        return [text_of(cell) if isinstance(cell, bool) else cell for cell in cells]
    return cells


def _function(target: Target, unit: Unit | None, lexicon: Lexicon) -> Callable[[object], Value]:
    kind = target.kind
    if kind is FieldKind.AREA and unit is not None:
        return lambda raw: _area(raw, unit)
    if kind is FieldKind.MONEY and unit is not None:
        return lambda raw: parse_amount(raw, unit)
    if kind is FieldKind.CHOICE:
        return _term_of(lexicon.vocabularies[target.choices], "choice-unknown")
    if kind in _TERMS:
        return _term_of(lexicon.vocabularies[kind.value], _TERMS[kind])
    if target.code == "registration_number":  # written with a dash or without, like a USCC
        return _uscc
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    longest = None if target.code in _PROSE else _LONGEST.get(kind, _LINE)
    return lambda raw: _text(raw, longest)


def _term_of(vocabulary: Vocabulary, problem: str) -> Callable[[object], Value]:
    def find(raw: object) -> Value:
        code = vocabulary.find(text_of(raw)) if _keeps_its_zeros(raw) else None
        if code is None:
            raise ParseError(problem, value=text_of(raw))
        return code

    return find


def _keeps_its_zeros(raw: object) -> bool:
    """Whether a code is whole: as a number, 0111 has become 111, which is another industry."""
    return not isinstance(raw, (int, float)) or not 100 <= raw < 1000


def _text(raw: object, longest: int | None) -> str:
    text = clean_cell_text(text_of(raw))
    if longest is not None and len(text) > longest:
        raise ParseError("text-too-long", value=f"{text[:40]}…", longest=longest)
    return text


def _name(raw: object) -> str:
    return " ".join(_BROKEN_LINE.sub("", _text(raw, _LINE)).split())


def _code(raw: object) -> str:
    text = unicodedata.normalize("NFKC", _text(raw, _LONGEST[FieldKind.CODE]))
    if (isinstance(raw, float) and abs(raw) >= _MOST_DIGITS) or _IN_POWERS.fullmatch(text):
        raise ParseError("code-damaged", value=text)
    return text


def _date(raw: object) -> date:
    """The day in a cell; a number below one in the format of a date is read as a time of day, and is none."""
    if isinstance(raw, (time, timedelta)):
        raise ParseError("date-none", value=text_of(raw))
    return parse_date(raw)


def _area(raw: object, unit: Unit) -> int:
    area = parse_amount(raw, unit)
    if area < 0:
        raise ParseError("area-negative", value=text_of(raw))
    return area


def _uscc(raw: object) -> str:
    code = clean_code(_code(raw))
    return _text(code, _LONGEST[FieldKind.USCC])


_READERS = {
    FieldKind.NAME: TextReader,
    FieldKind.TEXT: TextReader,
    FieldKind.PHONE: TextReader,
    FieldKind.EMAIL: TextReader,
    FieldKind.CODE: CodeReader,
    FieldKind.USCC: CodeReader,
}
_TERMS = {FieldKind.STAGE: "stage-unknown", FieldKind.INDUSTRY: "industry-unknown"}
_SIMPLE: dict[FieldKind, Callable[[object], Value]] = {
    FieldKind.DATE: _date,
    FieldKind.COUNT: parse_count,
    FieldKind.YES_NO: parse_yes_no,
    FieldKind.NAME: _name,
    FieldKind.CODE: _code,
    FieldKind.USCC: _uscc,
}
