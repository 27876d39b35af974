"""A blank form as its cells stand: values, formulas and merged cells of every sheet, hidden ones too; who saved it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.excel.package import Package
from crm.excel.scalar import CellError
from crm.excel.workbookxml import counts_from_1904
from crm.excel.worksheet import Worksheet, text_in

if TYPE_CHECKING:
    from crm.excel.address import Range
    from crm.excel.scalar import Scalar


@dataclass(frozen=True, slots=True)
class BlankSheet:
    """A sheet from A1 on: ``rows[0][0]`` is A1. ``formulas`` are the cells that compute themselves, counted from 1.

    ``is_protected`` says that Excel refuses to change it without its password; filling does not. ``lost`` are formulas
    that look at cells that somebody has deleted.
    """

    name: str
    rows: tuple[tuple[Scalar, ...], ...]
    merges: tuple[Range, ...]
    formulas: frozenset[tuple[int, int]]
    is_hidden: bool = False
    is_protected: bool = False
    epoch_1904: bool = False
    lost: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class BlankMarks:
    """What a whole workbook shows: names that point nowhere any more, and the WPS that saved it (empty: none)."""

    lost_names: tuple[str, ...]
    wps: str


_LOST = "#REF!"
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


def read_blank(data: bytes) -> tuple[BlankSheet, ...]:
    """The sheets of the workbook in *data*, in order. Raises PackageBroken where it is none."""
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
    return tuple(
        _read_sheet(
            Worksheet(sheet.name, sheet.part, package.parts[sheet.part]),
            shared,
            is_hidden=sheet.name in hidden,
            epoch_1904=epoch_1904,
        )
        for sheet in package.sheets
        if sheet.kind == "worksheet" and sheet.part in package.parts
    )


def _read_sheet(sheet: Worksheet, shared: list[str], *, is_hidden: bool, epoch_1904: bool) -> BlankSheet:
    values: dict[int, dict[int, Scalar]] = {}
    for row, column, cell in sheet.cells():
        value = sheet.value(cell, shared)
        if value is not None and not isinstance(value, CellError):
            values.setdefault(row, {})[column] = value
    merges = tuple(merge for _, merge in sheet.merges())
    height = max([*values, *(merge.last_row for merge in merges)], default=0)
    width = max(
        [*(max(cells) for cells in values.values()), *(merge.last_column for merge in merges)], default=0
    )
    formulas = sheet.formulas()
    return BlankSheet(
        name=sheet.name,
        rows=tuple(
            tuple(values.get(row, {}).get(column) for column in range(1, width + 1))
            for row in range(1, height + 1)
        ),
        merges=merges,
        formulas=frozenset((site.row, site.column) for site in formulas),
        is_hidden=is_hidden,
        is_protected=sheet.root.find(sheet.tag("sheetProtection")) is not None,
        epoch_1904=epoch_1904,
        lost=tuple((site.row, site.column) for site in formulas if _LOST in site.text),
    )
