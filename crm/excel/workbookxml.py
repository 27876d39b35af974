"""What the workbook's own parts say once its sheets are filled.

Compute everything on opening, follow no old chain of computation; and fixed document properties.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lxml import etree

from crm.excel.package import CONTENT_TYPES, local_name

if TYPE_CHECKING:
    from crm.excel.fill import Fill
    from crm.excel.package import Package

# What may stand before <calcPr> in a workbook.
_BEFORE_CALCULATION = frozenset(
    {
        "fileVersion",
        "fileSharing",
        "workbookPr",
        "workbookProtection",
        "bookViews",
        "sheets",
        "functionGroups",
        "externalReferences",
        "definedNames",
        "absPath",
        "AlternateContent",
        "revisionPtr",
    }
)
# A template saved as a template would be refused by Excel under the name of a workbook.
_AS_WORKBOOK = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    ),
}
_MACROS = ("vbaProject", "xlMacrosheet", "xlIntlMacrosheet")
"""Relations of a workbook to what runs in it."""

_CORE = "docProps/core.xml"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_EMPTY_CORE = (
    f'<cp:coreProperties xmlns:cp="{_CP}" xmlns:dc="{_DC}" xmlns:dcterms="{_TERMS}" xmlns:xsi="{_XSI}"/>'
)


def counts_from_1904(workbook: etree._Element) -> bool:
    """Whether the workbook counts its days from 1904, as old Macintosh files do."""
    properties = workbook.find("{*}workbookPr")
    return properties is not None and properties.get("date1904") in {"1", "true"}


def compute_on_opening(workbook: etree._Element) -> None:
    """Have Excel, WPS and LibreOffice compute every formula when they open the file."""
    calculation = workbook.find("{*}calcPr")
    if calculation is None:
        namespace = etree.QName(workbook).namespace
        position = 0
        for index, element in enumerate(workbook):
            if local_name(element) in _BEFORE_CALCULATION:
                position = index + 1
        calculation = etree.SubElement(workbook, f"{{{namespace}}}calcPr" if namespace else "calcPr")
        workbook.insert(position, calculation)
    calculation.set("fullCalcOnLoad", "1")


def drop_calculation_chain(package: Package) -> None:
    """Take out the order in which Excel last computed; it names cells that have moved. Excel makes a new one."""
    for part in package.related(package.workbook, "calcChain"):
        package.drop(part)


def holds_macros(package: Package) -> bool:
    """Whether programs are in the workbook: Excel opens such a one under the name .xlsm alone."""
    return bool(package.related(package.workbook, *_MACROS)) or b"macroEnabled" in package.parts.get(
        CONTENT_TYPES, b""
    )


def save_as_workbook(package: Package) -> None:
    """What was saved as a template becomes a workbook."""
    package.change_content_type(package.workbook, _AS_WORKBOOK)


def set_properties(package: Package, fill: Fill) -> None:
    """Give the file its fixed time, and title and author where they are stated."""
    found = package.related("", "core-properties")
    part = found[0] if found else _CORE
    if not found:
        package.add(part, _EMPTY_CORE.encode(), content_type=_CORE_TYPE, relation_type=_CORE_RELATION)
    root = package.xml(part)
    if fill.title is not None:
        _element(root, f"{{{_DC}}}title").text = fill.title
    if fill.creator is not None:
        _element(root, f"{{{_DC}}}creator").text = fill.creator
        _element(root, f"{{{_CP}}}lastModifiedBy").text = fill.creator
    for name in ("created", "modified"):
        element = _element(root, f"{{{_TERMS}}}{name}")
        element.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
        element.text = _written(fill.made_at)
    package.put(part, root)


def _element(root: etree._Element, tag: str) -> etree._Element:
    found = root.find(tag)
    return etree.SubElement(root, tag) if found is None else found


def _written(moment: datetime) -> str:
    """UTC to the second; a time without a zone is taken as UTC, so that no machine's zone gets into the file."""
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return zoned.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
