"""What a sheet adds up itself against what was read of it: a row that was lost or doubled shows in its total."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crm.domain.finding import Finding, Severity
from crm.domain.parsing import unit_from_text, unit_words
from crm.domain.quantity import Dimension, in_unit, last_digit
from crm.intake.grid import text_of
from crm.intake.rows import RowKind
from crm.intake.synonyms import row_text
from crm.intake.values import column_reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.domain.quantity import Unit
    from crm.intake.draft import Drafts
    from crm.intake.grid import Grid
    from crm.intake.lexicon import Lexicon
    from crm.intake.mapping import ColumnMap, MappedColumns

_OF_ALL = re.compile(r"(?:总?合计|总计|共计|totals?|grandtotal)(?:$|[:(\d])")
"""What begins the total of all rows: 小计, 平均 and the like are of some, or no sums."""


def compare_totals(
    grid: Grid, drafts: Drafts, mapped: MappedColumns, *, lexicon: Lexicon
) -> Iterator[Finding]:
    """A warning for each column of amounts whose total is not the sum of its rows, but for their rounding.

    Where several rows call themselves the total, which is of what cannot be known, and nothing is compared.
    """
    skipped = [one.row for one in drafts.skipped if one.reason == RowKind.TOTAL.value]
    totals = [row for row in skipped if _is_of_all(grid, row)]
    if len(totals) != 1 or len(skipped) != 1:
        return
    for column in mapped.columns:
        if column.unit is not None and column.field in drafts.columns:
            finding = _compare(grid, drafts, column, row=totals[0], lexicon=lexicon)
            if finding is not None:
                yield finding


def _is_of_all(grid: Grid, row: int) -> bool:
    texts = (row_text(text_of(cell)) for cell in grid.rows[row - grid.first_row] if isinstance(cell, str))
    return any(map(_OF_ALL.match, texts))


def _unit_of_total(grid: Grid, column: ColumnMap, row: int) -> Unit | None:
    """The unit of the total: the column's, or the one that its row names."""
    if column.units_at is None:
        return column.unit
    return unit_from_text(text_of(grid.cell(row - grid.first_row, column.units_at)))


def _compare(grid: Grid, drafts: Drafts, column: ColumnMap, *, row: int, lexicon: Lexicon) -> Finding | None:
    code, unit = str(column.field), _unit_of_total(grid, column, row)
    target = lexicon.targets[drafts.kind][code]
    raw = grid.cell(row - grid.first_row, column.index)
    total = column_reader(target, unit=unit, lexicon=lexicon)[raw]
    amounts = [value for value in drafts.columns[code] if isinstance(value, int)]
    if unit is None or not isinstance(total, int) or isinstance(total, bool):
        return None
    slack = 0 if unit.dimension is Dimension.COUNT else last_digit(unit) * (len(amounts) + 1)
    if abs(sum(amounts) - total) * 2 <= slack:
        return None
    words = unit_words(unit)
    where = f"{column.letters}{row}"
    values: dict[str, str | int] = {
        "column": column.header,
        "total": f"{in_unit(total, unit):,f}",
        "sum": f"{in_unit(sum(amounts), unit):,f}",
        "unit_zh": words.zh,
        "unit_en": words.en,
    }
    return Finding("total-differs", Severity.WARNING, where, values)
