"""A blank form as its cells stand: values, formulas and merged cells of every sheet, hidden ones too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.excel.package import Package
from crm.excel.scalar import CellError
from crm.excel.workbookxml import counts_from_1904
from crm.excel.worksheet import Worksheet, text_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from crm.excel.address import Range
    from crm.excel.scalar import Scalar

_PROPERTIES = "docProps/app.xml"


@dataclass(frozen=True, slots=True)
class BlankSheet:
    """A sheet from A1 on: ``rows[0][0]`` is A1. ``computed`` are the cells that compute themselves, counted from 1.

    What those compute that belong to an array is left out.

    ``is_protected`` says that Excel refuses to change it without its password; filling does not.
    """

    name: str
    rows: tuple[tuple[Scalar, ...], ...]
    merges: tuple[Range, ...]
    computed: Mapping[tuple[int, int], str]
    is_hidden: bool = False
    is_protected: bool = False
    epoch_1904: bool = False

    @property
    def formulas(self) -> AbstractSet[tuple[int, int]]:
        """The places of its formulas."""
        return self.computed.keys()


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


def saved_by(data: bytes) -> str:
    """The program that saved a workbook, as it says itself; nothing where it says none. Raises PackageBroken."""
    package = Package.read(data)
    if _PROPERTIES not in package.parts:
        return ""
    found = package.xml(_PROPERTIES).find("{*}Application")
    return "" if found is None or not found.text else found.text.strip()


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
    return BlankSheet(
        name=sheet.name,
        rows=tuple(
            tuple(values.get(row, {}).get(column) for column in range(1, width + 1))
            for row in range(1, height + 1)
        ),
        merges=merges,
        computed={(site.row, site.column): "" if site.is_array else site.text for site in sheet.formulas()},
        is_hidden=is_hidden,
        is_protected=sheet.root.find(sheet.tag("sheetProtection")) is not None,
        epoch_1904=epoch_1904,
    )
