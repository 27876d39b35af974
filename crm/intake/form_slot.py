"""A place of a blank that is to be filled in, with the words about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.text import clean_cell_text
from crm.intake.grid import text_of

if TYPE_CHECKING:
    from crm.domain.measures import Within
    from crm.domain.quantity import Unit

_MARKS = re.compile(r"[*＊★]|[(（]?必填项?[)）]?|[(（]required[)）]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place to be filled in: a cell, or the column of a register (``is_column``), ``row`` its template row.

    ``label`` names it, ``above`` is the label it is a part of, ``group`` the section beside it, ``heads`` what stands
    over its column in a table. ``code`` and ``unit`` are printed beside it. Rows count from 1.

    In a matrix ``within`` are the groupings that its row and column stand for, each with its codes, and ``among`` the
    words that say so; ``unclear`` is the grouping of which they are no value. ``basis`` is what its place says alone.
    """

    sheet: str
    letters: str
    row: int
    label: str
    above: str = ""
    group: str = ""
    heads: tuple[str, ...] = ()
    code: str = ""
    unit: Unit | None = None
    is_column: bool = False
    within: Within = ()
    among: str = ""
    unclear: str = ""
    basis: str = ""

    @property
    def address(self) -> str:
        """Its place in the sheet."""
        return f"{self.letters}{self.row}"


def clean(value: object) -> str:
    """The text of a cell without line breaks and what no one sees."""
    return " ".join(clean_cell_text(text_of(value)).split())


def without_marks(label: str) -> str:
    """A label without the stars that say it must be filled in."""
    return _MARKS.sub("", label).strip()


def is_compulsory(label: str) -> bool:
    """Whether a label says that it must be filled in."""
    return bool(_MARKS.search(label))
