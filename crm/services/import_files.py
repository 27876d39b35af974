"""Workbooks around an import: a blank register to fill in, the rows that need mending, and a table that was pasted."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from crm.domain.fields import FieldKind
from crm.domain.parsing import unit_words
from crm.excel.blank_register import BlankColumn, BlankWords, write_blank_register
from crm.excel.register import ColumnKind, RegisterColumn, RegisterSheet, write_register
from crm.excel.saving import save_atomically
from crm.intake.grid import text_of
from crm.intake.lexicon import NAME, PERIOD, SheetKind, Target
from crm.services.lexicon import lexicon_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from crm.domain.wording import Language
    from crm.services.import_preview import ImportPreview
    from crm.services.library import Library

__all__ = ["Target", "export_doubtful_rows", "keep_pasted", "list_targets", "save_blank_register"]

_KINDS = {
    FieldKind.DATE: ColumnKind.DATE,
    FieldKind.MONEY: ColumnKind.AMOUNT,
    FieldKind.AREA: ColumnKind.AMOUNT,
    FieldKind.COUNT: ColumnKind.WHOLE,
}
_HINTS = {
    FieldKind.NAME: "blank-hint-name",
    FieldKind.USCC: "blank-hint-uscc",
    FieldKind.CODE: "blank-hint-code",
    FieldKind.DATE: "blank-hint-date",
    FieldKind.CHOICE: "blank-hint-choice",
    FieldKind.STAGE: "blank-hint-choice",
    FieldKind.YES_NO: "blank-hint-choice",
    FieldKind.COUNT: "blank-hint-count",
    FieldKind.MONEY: "blank-hint-amount",
    FieldKind.AREA: "blank-hint-amount",
    FieldKind.INDUSTRY: "blank-hint-industry",
}
_EXAMPLES = {
    "uscc": "91140700MA0EXAMPLE",
    "external_id": "FH-2026-001",
    "industry": "I65",
    "phone": "0354-5550100",
    "email": "office@example.com",
    "website": "https://example.com",
    "room": "A-301",
}
_EXAMPLES_BY_KIND = {
    FieldKind.DATE: "2025-03-01",
    FieldKind.MONEY: "120.50",
    FieldKind.AREA: "86.5",
    FieldKind.COUNT: "12",
}
_YES_NO = {"zh": ("是", "否"), "en": ("yes", "no")}
_OWN_TEXTS = {NAME: ("晋汾示例科技有限公司", "Example Technology Ltd"), PERIOD: ("2026Q3", "2026Q3")}


def list_targets(library: Library, kind: SheetKind) -> tuple[Target, ...]:
    """What a column of such a sheet may hold, in the order of the data files."""
    return tuple(lexicon_of(library).targets[kind].values())


def save_blank_register(
    library: Library, kind: SheetKind, path: Path, *, language: Language, today: date
) -> Path:
    """Write a workbook to fill in: headings, an example under each, validations, and a sheet that explains them.

    Raises SaveRefused.
    """
    word = _Words(library, language)
    columns = [_blank_column(target, word) for target in list_targets(library, kind)]
    words = BlankWords(
        sheet=word(f"blank-{kind.value}"),
        notes_sheet=word("blank-notes"),
        choices_sheet=word("blank-choices"),
        notes_heads=tuple(word(f"blank-head-{part}") for part in ("column", "must", "how", "example")),
        required=word("blank-required"),
        optional=word("blank-optional"),
        wrong=word("blank-wrong"),
    )
    made = datetime.combine(today, time())
    save_atomically(path, write_blank_register(columns, words, created=made))
    return path


class _Words:
    """The catalogue in one language."""

    def __init__(self, library: Library, language: Language) -> None:
        self.library = library
        self.language = language

    def __call__(self, code: str, **values: str | int) -> str:
        """The sentence of *code*."""
        return self.library.messages.word(code, values, self.language).text


def _blank_column(target: Target, word: _Words) -> BlankColumn:
    language = word.language
    header = target.label.in_language(language)
    if target.unit is not None and target.kind is not FieldKind.COUNT:
        unit = unit_words(target.unit).in_language(language)
        header = header if unit in header or "m²" in header else f"{header}({unit})"
    choices = _choices(target, word)
    own = _OWN_TEXTS.get(target.code, ("", ""))[0 if language.value == "zh" else 1]
    example = own or _EXAMPLES.get(target.code) or _EXAMPLES_BY_KIND.get(target.kind)
    example = example or (choices[0] if choices else "…")
    hint = "blank-hint-period" if target.code == PERIOD else _HINTS.get(target.kind, "blank-hint-text")
    return BlankColumn(
        header=header,
        kind=_KINDS.get(target.kind, ColumnKind.TEXT),
        example=word("blank-example", text=example),
        hint=word(hint),
        choices=choices,
        required=target.code in {NAME, PERIOD},
    )


def _choices(target: Target, word: _Words) -> tuple[str, ...]:
    if target.kind is FieldKind.YES_NO:
        return _YES_NO[word.language.value]
    name = {FieldKind.CHOICE: target.choices, FieldKind.STAGE: "stage"}.get(target.kind)
    if not name:
        return ()
    return tuple(term.words.in_language(word.language) for term in word.library.vocabulary[name])


def export_doubtful_rows(
    library: Library, preview: ImportPreview, path: Path, *, language: Language, made: datetime
) -> int:
    """Write the rows that are refused or doubtful as they stand, with what is wrong and how to mend it; how many.

    The file can be mended and imported again: the columns that it adds are known and passed over. Raises SaveRefused.
    """
    word = _Words(library, language)
    places = preview.doubtful_places()
    added = ("bad-rows-row", "bad-rows-problem", "bad-rows-remedy")
    heads = [RegisterColumn(word(code), ColumnKind.NUMBER) for code in added]
    samples = [preview.line(place).cells for place in places[:200]]
    for column_place, column in enumerate(preview.columns):
        has_days = any(isinstance(cells[column_place], date) for cells in samples)
        kind = ColumnKind.DATE if has_days else ColumnKind.NUMBER
        heads.append(RegisterColumn(column.header or column.letters, kind))
    rows = _doubtful_lines(word, preview, places)
    sheet = RegisterSheet(word("bad-rows-sheet"), tuple(heads), rows)
    save_atomically(path, write_register([sheet], created=made, title=path.stem))
    return len(places)


def _doubtful_lines(
    word: _Words, preview: ImportPreview, places: Sequence[int]
) -> Iterator[list[str | int | float | bool | date | datetime | None]]:
    for place in places:
        line = preview.line(place)
        worded = [word.library.messages.word_finding(finding, word.language) for finding in line.all_findings]
        problems = "\n".join(sentence.text for sentence in worded)
        remedies = "\n".join(dict.fromkeys(sentence.remedy for sentence in worded if sentence.remedy))
        yield [line.row, problems, remedies, *map(_written, line.cells)]


def _written(cell: object) -> str | int | float | bool | date | datetime | None:
    """A raw cell as it can be written again: times of day and durations as texts."""
    if cell is None or isinstance(cell, (str, int, float, bool, date, datetime)):
        return cell
    return text_of(cell)


def keep_pasted(text: str, folder: Path, *, name: str) -> Path:
    """Keep a table from the clipboard as a file that an import can read; its path."""
    path = folder / f"{name}.csv"
    path.write_text(text.lstrip("\n"), encoding="utf-8-sig", newline="")
    return path
