"""A list for tests: numbers from one on, in memory, so that the engine alone is looked at."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from crm.ui.table.source import Beginning, Cells, Column, Kind, Nothing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_FIRST = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Which numbers: up to ``most``, those that ``step`` divides."""

    most: int = 1_000
    step: int = 1
    sort: str = "number"
    descending: bool = False


class NumberSource:
    """Numbers as a list; every seventh has no amount."""

    name = "numbers"
    title = "Numbers"

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.gone: set[int] = set()
        self.fault: Exception | None = None

    @property
    def columns(self) -> Sequence[Column]:
        return (
            Column("name", "Name", "name"),
            Column("number", "Number", "number", Kind.WHOLE),
            Column("amount", "Amount (10k yuan)", "amount", Kind.AMOUNT),
            Column("day", "Day", "day", Kind.DATE, is_quiet=True),
            Column("phone", "Phone", is_personal=True),
            Column("note", "Note", is_optional=True),
        )

    def begin(self, query: Numbers, size: int) -> Beginning:
        if self.fault is not None:
            raise self.fault
        ids = self.list_ids(query)
        lines = self.get_lines(ids[:size])
        return Beginning(len(ids), [(one, lines[one]) for one in ids[:size]])

    def list_ids(self, query: Numbers) -> array[int]:
        found = [one for one in range(query.step, query.most + 1, query.step) if one not in self.gone]
        return array("q", reversed(found) if query.descending else found)

    def get_lines(self, ids: Sequence[int]) -> Mapping[int, Cells]:
        self.asked.append(list(ids))
        return {one: self._cells(one) for one in ids if one not in self.gone}

    def sort_query(self, query: Numbers, sort: str, *, descending: bool) -> Numbers:
        return replace(query, sort=sort or "number", descending=descending)

    def sum_lines(self, ids: Sequence[int]) -> Mapping[str, tuple[int, Decimal]]:
        known = [one for one in ids if one % 7]
        amounts = sum((Decimal(one) / 4 for one in known), Decimal())
        return {"number": (len(ids), Decimal(sum(ids))), "amount": (len(known), amounts)}

    def nothing(self, query: Numbers) -> Nothing:
        if query.most:
            return Nothing("No number fits", "Nothing was found.", action="tenant.clear")
        return Nothing("No numbers yet")

    def _cells(self, one: int) -> Cells:
        amount = Decimal(one) / 4 if one % 7 else None
        day = _FIRST + timedelta(days=one)
        return Cells(
            texts=(
                f"n{one}",
                f"{one:,}",
                "—" if amount is None else f"{amount:,.2f}",
                day.isoformat(),
                "13812345678",
                "=1+1",
            ),
            values=(f"n{one}", one, amount, day, "13812345678", "=1+1"),
            record=one,
        )
