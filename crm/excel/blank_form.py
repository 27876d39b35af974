"""A blank form as its cells stand: values, formulas and merged cells of every sheet, hidden ones too; who saved it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from crm.excel.fitting_formats import read_formats
from crm.excel.number_format import GENERAL, scales
from crm.excel.package import Package
from crm.excel.safety import MOST_CELLS, refusal
from crm.excel.scalar import CellError
from crm.excel.workbookxml import counts_from_1904
from crm.excel.worksheet import Worksheet, text_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from crm.excel.address import Range
    from crm.excel.fitting_formats import Formats
    from crm.excel.scalar import Scalar


@dataclass(frozen=True, slots=True)
class BlankSheet:
    """A sheet from A1 on: ``rows[0][0]`` is A1. ``computed`` are the cells that compute themselves, counted from 1.

    What those compute that belong to an array is left out.

    ``is_protected`` says that Excel refuses to change it without its password; filling does not. ``lost`` are formulas
    that look at cells that somebody has deleted.
    """

    name: str
    rows: tuple[tuple[Scalar, ...], ...]
    merges: tuple[Range, ...]
    computed: Mapping[tuple[int, int], str]
    is_hidden: bool = False
    is_protected: bool = False
    epoch_1904: bool = False
    lost: tuple[tuple[int, int], ...] = ()
    far: tuple[tuple[int, int], ...] = ()
    """The cells behind a gap that no form has, somebody's slip at the end of the sheet: ``rows`` end before them."""
    scaled: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """The blank cells whose format shows another number than is put there, percent too, with the format."""

    @property
    def formulas(self) -> AbstractSet[tuple[int, int]]:
        """The places of its formulas."""
        return self.computed.keys()


@dataclass(frozen=True, slots=True)
class BlankMarks:
    """What a whole workbook shows: names that point nowhere any more, and the WPS that saved it (empty: none)."""

    lost_names: tuple[str, ...]
    wps: str


_LOST = "#REF!"
_LONGEST_GAP = 1_000
"""Blank rows in the middle of a form."""
_WPS_BUILD = re.compile(r'name="KSOProductBuildVer"[^>]*>\s*<vt:lpwstr>([^<]*)<')


def read_marks(data: bytes) -> BlankMarks:
    """The marks of the workbook in *data*. Raises PackageBroken where it is none."""
    package = Package.read(data)
    names = [
        name.get("name", "").removeprefix("_xlnm.")
        for name in package.xml(package.workbook).iter("{*}definedName")
        if _LOST in (name.text or "")
    ]
    build = _WPS_BUILD.search(package.parts.get("docProps/custom.xml", b"").decode("utf-8", "replace"))
    return BlankMarks(tuple(dict.fromkeys(names)), build[1] if build else "")


def read_blank(data: bytes, *, file: str = "") -> tuple[BlankSheet, ...]:
    """The sheets of the workbook in *data*, in order.

    Raises PackageBroken where it is none, ReadRefused ``workbook-too-large``, which names *file*, where a cell far away
    makes a sheet larger than can be looked through.
    """
    package = Package.read(data)
    workbook = package.xml(package.workbook)
    shared = [
        text_in(item)
        for part in package.related(package.workbook, "sharedStrings")
        for item in package.xml(part).iterchildren("{*}si")
    ]
    hidden = {
        element.get("name", "")
        for element in workbook.iter("{*}sheet")
        if element.get("state", "visible") != "visible"
    }
    epoch_1904 = counts_from_1904(workbook)
    formats = read_formats(package)
    return tuple(
        _read_sheet(
            Worksheet(sheet.name, sheet.part, package.parts[sheet.part]),
            shared,
            formats,
            file=file,
            is_hidden=sheet.name in hidden,
            epoch_1904=epoch_1904,
        )
        for sheet in package.sheets
        if sheet.kind == "worksheet" and sheet.part in package.parts
    )


def _read_sheet(
    sheet: Worksheet,
    shared: list[str],
    formats: Formats | None,
    *,
    file: str,
    is_hidden: bool,
    epoch_1904: bool,
) -> BlankSheet:
    formulas = sheet.formulas()
    computed = {(site.row, site.column): "" if site.is_array else site.text for site in formulas}
    values: dict[int, dict[int, Scalar]] = {}
    scaled: dict[tuple[int, int], str] = {}
    for row, column, cell in sheet.cells():
        value = sheet.value(cell, shared)
        code = formats.code(cell) if formats and value is None else GENERAL
        if scales(code) and (row, column) not in computed:
            scaled[row, column] = code
        if value is not None and not isinstance(value, CellError):
            values.setdefault(row, {})[column] = value
    merges = tuple(merge for _, merge in sheet.merges())
    used = {*values, *(site.row for site in formulas), *(merge.last_row for merge in merges)}
    height = _reach(sorted(used))
    merges = tuple(
        replace(merge, last_row=min(merge.last_row, height)) for merge in merges if merge.first_row <= height
    )
    near = [max(cells) for row, cells in values.items() if row <= height]
    width = max([*near, *(merge.last_column for merge in merges)], default=0)
    if height * width > MOST_CELLS:
        raise refusal("workbook-too-large", Path(file), where=sheet.name)
    return BlankSheet(
        name=sheet.name,
        rows=tuple(
            tuple(values.get(row, {}).get(column) for column in range(1, width + 1))
            for row in range(1, height + 1)
        ),
        merges=merges,
        computed={place: text for place, text in computed.items() if place[0] <= height},
        is_hidden=is_hidden,
        is_protected=sheet.root.find(sheet.tag("sheetProtection")) is not None,
        epoch_1904=epoch_1904,
        lost=tuple((site.row, site.column) for site in formulas if _LOST in site.text),
        far=tuple((row, min(values[row])) for row in sorted(values) if row > height),
        scaled=scaled,
    )


def _reach(used: list[int]) -> int:
    """The last of the *used* rows before a gap that is too long for a form."""
    last = 0
    for row in used:
        if last and row - last > _LONGEST_GAP:
            break
        last = row
    return last
