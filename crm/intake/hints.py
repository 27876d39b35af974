"""What the lines above a table say about the units of its figures."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from crm.domain.parsing import unit_from_text
from crm.domain.quantity import Dimension

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.domain.quantity import Unit

_UNIT_LINE = re.compile(r"单\s*位\s*[:\s(为是]\s*[:\s]*([^:\s()。;]+(?:\s+元)?)")
_UNIT_LABEL = re.compile(r"[计量货币金额数]{0,2}单\s*位\s*:?")
_PARTS = re.compile(r"[、,;/和及]")


def units_in(texts: Iterable[str]) -> dict[Dimension, Unit]:
    """The units that lines such as 单位：万元、人 name, one for each dimension; two of one dimension cancel out."""
    return {dimension: units[0] for dimension, units in _named_units(texts).items() if len(units) == 1}


def lines_of(cells: Iterable[str]) -> list[str]:
    """The texts of cells above a table as lines: a unit alone, or in the cell behind its label, is one of its own."""
    lines: list[str] = []
    labelled = False
    for cell in cells:
        text = "".join(unicodedata.normalize("NFKC", cell).split())
        unit = unit_from_text(text)
        if unit is not None and unit.dimension in {Dimension.MONEY, Dimension.AREA}:
            lines.append(f"单位:{unit.code}")
        else:
            lines.append(f"单位:{text}" if labelled else cell)
        labelled = bool(_UNIT_LABEL.fullmatch(text))
    return lines


def is_unit_label(text: str) -> bool:
    """Whether a cell only announces units, as 单位： does."""
    return bool(_UNIT_LABEL.fullmatch("".join(unicodedata.normalize("NFKC", text).split())))


def is_unit_line(text: str) -> bool:
    """Whether a line names the unit of amounts."""
    return any(one.dimension in {Dimension.MONEY, Dimension.AREA} for one in units_in([text]).values())


def contradicting_units(texts: Iterable[str]) -> dict[Dimension, tuple[Unit, ...]]:
    """The units of which those lines name several of one dimension, so that none can be taken."""
    return {dimension: tuple(units) for dimension, units in _named_units(texts).items() if len(units) > 1}


def _named_units(texts: Iterable[str]) -> dict[Dimension, list[Unit]]:
    found: dict[Dimension, list[Unit]] = {}
    for text in texts:
        for line in _UNIT_LINE.findall(unicodedata.normalize("NFKC", text)):
            for unit in filter(None, map(unit_from_text, _PARTS.split(line))):
                units = found.setdefault(unit.dimension, [])
                if unit not in units:
                    units.append(unit)
    return found
