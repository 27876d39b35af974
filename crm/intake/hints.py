"""What the lines above a table say about it: the units of its figures and the period they belong to."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from crm.domain.parsing import unit_from_text
from crm.domain.period import Period

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.domain.quantity import Dimension, Unit

_UNIT_LINE = re.compile(r"单位[:\s]\s*([^:\s()]+)")
_PARTS = re.compile(r"[、,;/和及]")
_PERIODS = (
    re.compile(r"\d{4}年?第?[1-4一二三四]季度?"),
    re.compile(r"\d{4}-?Q[1-4](?!\d)", re.IGNORECASE),
    re.compile(r"\d{4}年?[上下]半年"),
    re.compile(r"\d{4}-?H[12](?!\d)", re.IGNORECASE),
    re.compile(r"\d{4}年(?:0?[1-9]|1[0-2])月份?(?!\d{1,2}日)"),
    re.compile(r"(?<!\d)\d{4}年度?(?!\d{1,2}月)"),
)


def units_in(texts: Iterable[str]) -> dict[Dimension, Unit]:
    """The units that lines such as 单位：万元、人 name, one for each dimension; two of one dimension cancel out."""
    found: dict[Dimension, Unit] = {}
    twice: set[Dimension] = set()
    for text in texts:
        for line in _UNIT_LINE.findall(unicodedata.normalize("NFKC", text)):
            for unit in filter(None, map(unit_from_text, _PARTS.split(line))):
                if found.setdefault(unit.dimension, unit) != unit:
                    twice.add(unit.dimension)
    return {dimension: unit for dimension, unit in found.items() if dimension not in twice}


def without_period(text: str) -> str:
    """*text* without the periods it speaks of: 2024年总收入 is 总收入."""
    rest = "".join(unicodedata.normalize("NFKC", text).split())
    for pattern in _PERIODS:
        rest = pattern.sub("", rest)
    return rest


def period_in(texts: Iterable[str]) -> Period | None:
    """The one period that titles or a file's name speak of; None where there is none, or more than one.

    The day on which a table was filled in is none.
    """
    found: set[Period] = set()
    for text in texts:
        rest = "".join(unicodedata.normalize("NFKC", text).split())
        for pattern in _PERIODS:
            found.update(map(Period.parse, pattern.findall(rest)))
            rest = pattern.sub(" ", rest)
    return found.pop() if len(found) == 1 else None
