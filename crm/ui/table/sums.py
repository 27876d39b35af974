"""What a selection comes to, in words: how much it is, and count, sum and average as a spreadsheet tells them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.domain.quantity import round_half_up
from crm.domain.wording import counted
from crm.ui.table.source import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.ui.table.source import Column

    Sums = Mapping[str, tuple[int, Decimal]]
    """By column key: how many values are known, and their sum."""


def say_selected(rows: int, columns: int = 0) -> str:
    """How many rows are selected; with *columns* where it is a block of cells."""
    translate = QCoreApplication.translate
    if columns:
        return translate("Sums", "Selected: {rows} × {columns}").format(rows=f"{rows:,}", columns=columns)
    return translate("Sums", "Selected: {count}").format(count=f"{rows:,}")


def say_sums(told: Sequence[Column], sums: Sums) -> list[str]:
    """What each column comes to; of a single one the average too."""
    translate = QCoreApplication.translate
    parts = []
    for column in told:
        known, total = sums.get(column.key, (0, Decimal()))
        if not known:
            continue
        said = counted(
            translate("Sums", "{title}: {count} {count|value|values}, sum {total}"),
            title=column.title.replace("\n", " "),
            count=f"{known:,}",
            total=_shown(total, column.kind),
        )
        if len(told) == 1:
            mean = _shown(total / known, Kind.AMOUNT)
            said += translate("Sums", ", average {mean}").format(mean=mean)
        parts.append(said)
    return parts


def say_together(told: Sequence[Column], sums: Sums) -> list[str]:
    """What all numbers of a block come to."""
    found = [sums.get(column.key, (0, Decimal())) for column in told]
    known = sum(count for count, _ in found)
    total = sum((part for _, part in found), Decimal())
    if not known:
        return []
    kind = Kind.AMOUNT if any(column.kind is Kind.AMOUNT for column in told) else Kind.WHOLE
    text = QCoreApplication.translate("Sums", "{count} {count|value|values}, sum {total}, average {mean}")
    mean = _shown(total / known, Kind.AMOUNT)
    return [counted(text, count=f"{known:,}", total=_shown(total, kind), mean=mean)]


def _shown(value: Decimal, kind: Kind) -> str:
    """A sum or an average with as many decimals as its column has."""
    return f"{round_half_up(value, 2 if kind is Kind.AMOUNT else 0):,}"
