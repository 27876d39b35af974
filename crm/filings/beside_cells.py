"""What a filing says otherwise where no cell of it does: who signs it must see the sheet as it will be filed.

A signature is given on a sheet and on the records behind it. Where the same figures stand in other rows, it is another
sheet than the one that was signed, and where a figure stands on records of another name, another proof: neither is
signed yet.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.filings.built import Built


class Beside(Enum):
    """What may be otherwise beside the cells of a filing."""

    ORDER = "order"  # the same rows in another order
    TEXTS = "texts"  # the lines of text: who files, who signs
    NAMES = "names"  # the names of the records behind the figures
    MISSING = "missing"  # who has not reported
    DEFINITIONS = "definitions"  # what an indicator means
    OTHERS = "others"  # what other filings say, with which it is compared
    FORM = "form"  # how the form itself words or asks it


def differs_beside(filed: Built, now: Built) -> tuple[Beside, ...]:
    """What *now* says otherwise beside its cells than *filed*, which has another fingerprint.

    Where none of the parts of a filing is otherwise, it is the form. The day of filing is no difference.
    """
    return tuple(_found(filed, now)) or (Beside.FORM,)


def _found(filed: Built, now: Built) -> Iterator[Beside]:
    if [block.rows_of for block in filed.blocks] != [block.rows_of for block in now.blocks]:
        yield Beside.ORDER
    if filed.particulars != replace(now.particulars, filled_on=filed.particulars.filled_on):
        yield Beside.TEXTS
    if _names(filed) != _names(now):
        yield Beside.NAMES
    if _missing(filed) != _missing(now):
        yield Beside.MISSING
    if filed.definitions != now.definitions:
        yield Beside.DEFINITIONS
    if filed.elsewhere != now.elsewhere:
        yield Beside.OTHERS


def _names(built: Built) -> dict[tuple[str, int], str]:
    """What the records behind figures are called."""
    return {
        (share.kind, share.id): share.label
        for figure in built.figures.values()
        for share in figure.contributions
    }


def _missing(built: Built) -> list[set[tuple[str, int]]]:
    """Who has not reported, figure by figure."""
    return [{(one.kind, one.id) for one in figure.missing} for figure in built.figures.values()]
