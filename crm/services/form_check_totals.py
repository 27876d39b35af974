"""The totals that a bound form asks for: of the groups of a figure, and of the rows over one called 合计."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from crm.domain.wording import Words
from crm.services.form_check import CheckKind
from crm.services.form_check_cells import fits, groups_of, without

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.filings.form import FigureSpec
    from crm.intake.form_slot import Slot
    from crm.services.form_check import FormCheck
    from crm.services.form_check_cells import CheckedCells


def propose_totals(cells: CheckedCells) -> Iterator[FormCheck]:
    """A total for each grouping by which a figure is parted that the form shows as a whole as well."""
    yield from _totals_of_groups(cells)
    yield from _totals_of_rows(cells)


def _totals_of_groups(cells: CheckedCells) -> Iterator[FormCheck]:
    parted: dict[tuple[FigureSpec, str], list[str]] = defaultdict(list)
    for name, cell in cells.by_name.items():
        for grouping, _ in groups_of(cell.figure):
            parted[without(cell.figure, grouping), grouping].append(name)
    for (figure, grouping), parts in parted.items():
        whole = cells.shown(figure)
        if whole is not None and len(parts) > 1 and cells.is_one_unit([whole, *parts]):
            says = _sum_words(cells, whole, parts)
            key = f"total:{whole}@{grouping}"
            is_complete = cells.is_complete(grouping, parts)
            if is_complete or cells.is_within(figure, grouping):
                yield from _sum_check(cells, key, whole, parts, says=says, is_complete=is_complete)


def _totals_of_rows(cells: CheckedCells) -> Iterator[FormCheck]:
    """The bound rows called 合计 or 小计 in a table: the sum of the rows over them, up to the last such."""
    columns: dict[tuple[str, str], list[Slot]] = defaultdict(list)
    for place, slot in cells.slots.items():
        if place in cells.bound and not slot.among:
            columns[slot.sheet, slot.letters].append(slot)
    for slots in columns.values():
        parts: list[str] = []
        for slot in sorted(slots, key=lambda one: one.row):
            name = cells.bound[f"{slot.sheet}!{slot.address}"]
            if not cells.trade.words.groupings.is_whole(slot.label):
                parts += [] if slot.above else [name]
                continue
            if len(parts) > 1 and cells.is_one_unit([name, *parts]):
                says = _sum_words(cells, name, parts)
                yield from _sum_check(cells, f"total:{name}", name, parts, says=says, is_complete=True)
            parts = []


def _sum_words(cells: CheckedCells, whole: str, parts: Sequence[str]) -> Words:
    total, shares = cells.label(whole), [cells.short(name) for name in parts]
    return Words(
        f"{total.zh} = {' + '.join(one.zh for one in shares)}",
        f"{total.en} = {' + '.join(one.en for one in shares)}",
    )


def _sum_check(
    cells: CheckedCells, key: str, whole: str, parts: Sequence[str], *, says: Words, is_complete: bool
) -> Iterator[FormCheck]:
    if is_complete:
        expression = f"adds_up({whole}, {', '.join(parts)})"
    else:
        expression = f"{' + '.join(parts)} <= {whole}"
        says = Words(says.zh.replace(" = ", " ≥ ", 1), says.en.replace(" = ", " ≥ ", 1))
    if not fits(expression, parts):
        return
    severity = "error" if is_complete else "warning"
    yield cells.check(CheckKind.TOTAL, key, expression, [whole, *parts], says=says, severity=severity)
