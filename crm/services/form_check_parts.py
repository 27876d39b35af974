"""The checks that a blank's words state of single cells: no part exceeds its whole, what is compulsory is filled."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crm.domain.text import name_key
from crm.domain.wording import Words
from crm.filings.form import Basis
from crm.intake.form_slot import is_compulsory
from crm.services.form_check import CheckKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.filings.form import CellSpec
    from crm.services.form_check import FormCheck
    from crm.services.form_check_cells import CheckedCells

_NOW = frozenset({Basis.PERIOD, Basis.YEAR_TO_DATE})
"""What a filing says of its own time: what it repeats of last year has been checked then."""


def propose_parts(cells: CheckedCells) -> Iterator[FormCheck]:
    """What stands under 其中, or is a part by its definition, does not exceed its whole."""
    for name, cell in cells.by_name.items():
        for whole in _wholes(cells, name, cell) if cell.figure.basis in _NOW else ():
            signed = cells.trade.indicators[cell.figure.indicator].is_signed
            if whole != name and cells.is_one_unit([name, whole]) and not signed:
                zh = f"{cells.label(name).zh} ≤ {cells.label(whole).zh}"
                says = Words(zh, f"{cells.label(name).en} ≤ {cells.label(whole).en}")
                key = f"part:{name}<{whole}"
                yield cells.check(
                    CheckKind.PART, key, f"{name} <= {whole}", (name, whole), says=says, missing="any"
                )


def _wholes(cells: CheckedCells, name: str, cell: CellSpec) -> Iterator[str]:
    for code in cells.trade.indicators[cell.figure.indicator].part_of:
        whole = cells.shown(replace(cell.figure, indicator=code))
        if whole is not None:
            yield whole
    slot = cells.slots.get(cells.place(name))
    if slot is None or not slot.above:
        return
    over = [
        other
        for place, other in cells.slots.items()
        if place in cells.bound
        and (other.sheet, other.letters) == (slot.sheet, slot.letters)
        and other.row < slot.row
        and name_key(other.label) == name_key(slot.above)
    ]
    if over:
        nearest = max(over, key=lambda one: one.row)
        yield cells.bound[f"{nearest.sheet}!{nearest.address}"]


def propose_compulsory(cells: CheckedCells) -> Iterator[FormCheck]:
    """What the blank marks as compulsory must have a value."""
    for place, name in cells.bound.items():
        slot = cells.slots.get(place)
        if slot is not None and any(map(is_compulsory, (slot.label, slot.group, *slot.heads))):
            label = cells.label(name)
            yield cells.check(
                CheckKind.COMPULSORY,
                f"compulsory:{name}",
                f"present({name})",
                (name,),
                says=Words(f"{label.zh} 必填", f"{label.en} must be filled in"),
                missing="never",
                place=place,
            )
