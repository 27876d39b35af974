"""What a list needs to know of its records: columns, how a query is answered, and what a line says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterable, Mapping, Sequence

Raw = str | int | Decimal | date | None
"""A value as another program is given it: numbers in the unit of the column's title, a blank as None."""


class Kind(Enum):
    """What a column holds, and so how it is aligned, copied and written."""

    TEXT = "text"
    WHOLE = "whole"
    AMOUNT = "amount"
    """With two decimals."""
    DATE = "date"

    @property
    def is_number(self) -> bool:
        """Whether its values are added up."""
        return self in {Kind.WHOLE, Kind.AMOUNT}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list.

    ``sort`` is what the query sorts by (empty: it cannot be sorted), ``most`` the width it has at most at first,
    ``is_personal`` that its values are masked wherever they leave the program.
    """

    key: str
    title: str
    sort: str = ""
    kind: Kind = Kind.TEXT
    is_quiet: bool = False
    is_optional: bool = False
    is_personal: bool = False
    most: int = 220


def distinct_keys(names: Iterable[str]) -> list[str]:
    """*names* as the keys of columns: one that stands there already gets its place behind it."""
    keys: list[str] = []
    for name in names:
        keys.append(name if name not in keys else f"{name} {len(keys)}")
    return keys


@dataclass(frozen=True, slots=True)
class Cells:
    """A line of the list: the texts of all columns, their values, and what delegates and the page need of it."""

    texts: tuple[str, ...]
    values: tuple[Raw, ...]
    record: Any


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first answer to a query: how many records fit, and the first of them in order."""

    count: int
    lines: Sequence[tuple[int, Cells]]


@dataclass(frozen=True, slots=True)
class Nothing:
    """What is said where no record is there: a sentence, a hint, and one thing to do (an action's name)."""

    text: str
    hint: str = ""
    drawing: str = "empty"
    action: str = ""


class Source(Protocol):
    """A kind of record as a list. All but ``columns`` and ``nothing`` is called on a reader thread."""

    name: str
    """Under which the list is remembered; the same in every language."""
    title: str
    """What the list is called."""

    @property
    def columns(self) -> Sequence[Column]:
        """All columns, in the order of a fresh list; the first one is frozen."""

    def begin(self, query: Any, size: int) -> Beginning:  # noqa: ANN401 - a query of the page's own kind
        """How many records fit *query*, and the first *size* of them."""

    def list_ids(self, query: Any) -> array[int]:  # noqa: ANN401 - the same
        """All records that fit *query*, in order."""

    def get_lines(self, ids: Sequence[int]) -> Mapping[int, Cells]:
        """The lines of some records; one that is gone is left out."""

    def sort_query(self, query: Any, sort: str, *, descending: bool) -> Any:  # noqa: ANN401 - the same
        """*query* in another order; where *sort* is empty, in the list's own."""

    def sum_lines(self, ids: Sequence[int]) -> Mapping[str, tuple[int, Decimal]]:
        """By column key, of the columns that are added up: how many of *ids* have a value, and their sum."""

    def nothing(self, query: Any) -> Nothing:  # noqa: ANN401 - the same
        """What to say where no record fits *query*."""
