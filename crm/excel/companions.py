"""The parts around the worksheets that point into them, and the workbook's defined names.

Tables, drawings, charts, comments, controls, pivot tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from crm.excel.address import Range
from crm.excel.package import local_name, parse_xml
from crm.excel.relocate import part_of_record
from crm.excel.shift import Home, ReferenceAmbiguous, place_formula
from crm.excel.tokens import cut_formula

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from crm.excel.package import Package
    from crm.excel.relocate import Relocation
    from crm.excel.shift import Moves, PlacedFormula

_TREES = ("table", "comments", "threadedComment", "drawing", "ctrlProp", "pivotTable", "tableSingleCells")
_CHARTS = ("chart", "chartEx")
_CACHES = frozenset({"numCache", "strCache", "multiLvlStrCache"})


def move_companions(package: Package, part: str, relocation: Relocation) -> None:
    """Move what the parts related to the worksheet *part* say of it."""
    for name in package.related(part, *_TREES):
        root = package.xml(name)
        before = etree.tostring(root)
        relocation.move_tree(root)
        if etree.tostring(root) != before:
            package.put(name, root)
    for name in package.related(part, "vmlDrawing"):
        text = package.parts[name].decode("utf-8", "surrogateescape")
        package.parts[name] = relocation.move_vml(text).encode("utf-8", "surrogateescape")


def move_charts(package: Package, parts: Sequence[str], *, moves: Moves, touched: Collection[str]) -> None:
    """Move the references of every chart on the worksheets *parts*; what it remembers of *touched* sheets is dropped.

    A chart keeps copies of its values; a copy of the template's would be a wrong figure to whoever reads only that.
    """
    drawings = {drawing for part in parts for drawing in package.related(part, "drawing")}
    for name in sorted({chart for drawing in drawings for chart in package.related(drawing, *_CHARTS)}):
        root = package.xml(name)
        changed = False
        for element in list(root.iter("{*}f", "{*}sqref")):
            if element.text:
                changed |= _move_series(element, element.text, moves=moves, touched=touched)
        if changed:
            package.put(name, root)


def _move_series(element: etree._Element, text: str, *, moves: Moves, touched: Collection[str]) -> bool:
    moved = move_range_name(text, moves=moves, home=Home(""))
    element.text = moved
    sheets = {token.area.sheet.casefold() for token in cut_formula(text) if token.area and token.area.sheet}
    stale = []
    if sheets & set(touched):
        parent = element.getparent()
        stale = [child for child in parent if local_name(child) in _CACHES] if parent is not None else []
        for child in stale:
            element.getparent().remove(child)  # type: ignore[union-attr]
    return moved != text or bool(stale)


def move_range_name(text: str, *, moves: Moves, home: Home) -> str:
    """Where a reference of a defined name or chart goes.

    A cell of a repeated row stands for all records, if each record has only one such row.
    """
    return place_range_name(text, moves=moves, home=home).text()


def place_range_name(text: str, *, moves: Moves, home: Home) -> PlacedFormula:
    """As ``move_range_name``, with the references understood."""
    try:
        return place_formula(text, moves=moves, home=home, expand_all=True)
    except ReferenceAmbiguous:
        pass
    try:
        return place_formula(text, moves=moves, home=home)
    except ReferenceAmbiguous as error:
        raise part_of_record(home.sheet, text, error) from error


def move_defined_names(
    workbook: etree._Element, sheets: Sequence[str], *, moves: Moves
) -> dict[tuple[str, str], PlacedFormula]:
    """Move the defined names in the *workbook* tree; what each means, by case-folded sheet ('' for all) and name."""
    meanings = {}
    for element in workbook.iterfind("{*}definedNames/{*}definedName"):
        local = element.get("localSheetId")
        sheet = sheets[int(local)] if local and local.isdecimal() and int(local) < len(sheets) else ""
        placed = place_range_name(element.text or "", moves=moves, home=Home(sheet))
        element.text = placed.text()
        meanings[sheet.casefold(), element.get("name", "").casefold()] = placed
    return meanings


def move_pivot_sources(package: Package, *, moves: Moves, touched: Collection[str]) -> None:
    """Move the source ranges of pivot tables and have Excel read the sources again."""
    for name in package.related(package.workbook, "pivotCacheDefinition"):
        root = parse_xml(package.parts[name], name)
        source = root.find(".//{*}worksheetSource")
        sheet = "" if source is None else source.get("sheet", "")
        if source is None or sheet.casefold() not in touched:
            continue
        reference = source.get("ref")
        if reference:
            source.set("ref", str(moves.of_sheet(sheet).range(Range.parse(reference))))
        root.set("refreshOnLoad", "1")
        package.put(name, root)
