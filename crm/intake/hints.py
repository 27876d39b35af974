"""What the lines above a table say about the units of its figures."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from crm.domain.parsing import unit_from_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.domain.quantity import Dimension, Unit

_UNIT_LINE = re.compile(r"单位[:\s]\s*([^:\s()]+)")
_PARTS = re.compile(r"[、,;/和及]")


def units_in(texts: Iterable[str]) -> dict[Dimension, Unit]:
    """The units that lines such as 单位：万元、人 name, one for each dimension; two of one dimension cancel out."""
    return {dimension: units[0] for dimension, units in _named_units(texts).items() if len(units) == 1}


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
