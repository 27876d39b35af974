"""What the cells of a small table hold: texts as numbers and days for other programs, and their order."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from crm.domain.identifiers import mask_phone
from crm.domain.text import name_order
from crm.ui.labels import NOTHING
from crm.ui.table.source import Column, Kind, distinct_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from crm.ui.models.records import Head, RecordTable
    from crm.ui.table.source import Raw

    Leaves = Callable[[int, int, str], str]
    """By row, column and text: what of a cell may leave the program."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"[+\-]?[\d,]*\.?\d+")
_DIGITS = re.compile(r"(\d+)")


def whole_text(_row: int, _column: int, text: str) -> str:
    """Nothing is masked."""
    return text


def mask_where(is_personal: Callable[[int, int], bool]) -> Leaves:
    """Personal data are masked, everything else leaves as it is."""

    def leave(row: int, column: int, text: str) -> str:
        return mask_phone(text) if is_personal(row, column) else text

    return leave


def columns_of(heads: Sequence[Head], *, can_sort: bool) -> tuple[Column, ...]:
    """The columns under *heads*, each with a key of its own."""
    keys = distinct_keys(head.key or head.title for head in heads)
    return tuple(
        Column(
            key, head.title, sort=key if can_sort else "", kind=Kind.AMOUNT if head.is_number else Kind.TEXT
        )
        for key, head in zip(keys, heads, strict=True)
    )


def kind_of(model: RecordTable, column: int, rows: Iterable[int]) -> Kind:
    """What a column holds in *rows*: numbers under the head of numbers, days where all texts are days."""
    texts = [text for row in rows if (text := model.cell(row, column).text) not in {"", NOTHING}]
    if model.heads[column].is_number:
        return Kind.AMOUNT if any("." in text for text in texts) else Kind.WHOLE
    return Kind.DATE if texts and all(map(_DAY.fullmatch, texts)) else Kind.TEXT


def value_of(model: RecordTable, row: int, column: int, kind: Kind, *, leaves: Leaves = whole_text) -> Raw:
    """A cell for another program: a number, a day or a text as *leaves* lets it go; None where it is blank.

    A number that is shown rounded goes out with all the digits it has.
    """
    text, _, exact = model.cell(row, column)
    if text in {"", NOTHING}:
        return None
    if kind is Kind.DATE:
        return date.fromisoformat(text)
    if kind.is_number:
        if isinstance(exact, Decimal):
            return exact
        try:
            return Decimal(text.replace(",", "").replace("−", "-"))
        except InvalidOperation:
            return text  # a number with its unit, such as a share
    return leaves(row, column, text)


def order_rows(model: RecordTable, column: int, *, descending: bool) -> list[int]:
    """The rows of *model* by what stands in *column*; words among numbers, then blanks, last either way."""
    kind = Kind.AMOUNT if model.heads[column].is_number else Kind.TEXT
    texts = [model.cell(row, column).text for row in range(model.rowCount())]
    known = [row for row, text in enumerate(texts) if text not in {"", NOTHING}]
    if kind.is_number:
        numbers = {row: number for row in known if (number := _number_in(texts[row])) is not None}
        ordered = sorted(numbers, key=numbers.__getitem__, reverse=descending)
    else:
        keys = {row: _text_key(texts[row]) for row in known}
        ordered = sorted(known, key=keys.__getitem__, reverse=descending)
    placed, held = set(ordered), set(known)
    words = [row for row in known if row not in placed]
    return [*ordered, *words, *(row for row in range(len(texts)) if row not in held)]


def _number_in(text: str) -> Decimal | None:
    """The number of a text such as ``10 个月``; None where it has none."""
    found = _NUMBER.search(text.replace("−", "-"))
    return Decimal(found.group().replace(",", "")) if found else None


def _text_key(text: str) -> tuple[list[tuple[int, int, str]], str]:
    """Chinese by its pinyin; numbers within a text by their value."""
    parts = [part for part in _DIGITS.split(text) if part]
    return ([(0, int(part), "") if part.isdecimal() else (1, 0, name_order(part)) for part in parts], text)
