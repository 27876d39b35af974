"""The parts of an OpenXML package: their names, kinds and relations. Reads what Excel, WPS, LibreOffice and scripts
write: absolute and relative targets, transitional and strict namespaces, backslashes in names."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lxml import etree

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Callable

CONTENT_TYPES = "[Content_Types].xml"
_CT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


class PackageBroken(ValueError):
    """A package that has no workbook, or XML in it that is not well-formed; the text names the part."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of one part to another; ``kind`` is the last word of its type, ``target`` a part's name."""

    identifier: str
    kind: str
    target: str
    external: bool


def parse_xml(data: bytes, part: str) -> etree._Element:
    """The root of a part; no entity is expanded and nothing is fetched. Raises PackageBroken."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_blank_text=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise PackageBroken(part) from error


def serialise_xml(root: etree._Element) -> bytes:
    """A part's bytes: UTF-8, with the declaration Excel writes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def relations_name(part: str) -> str:
    """The part that holds the relations of *part*; of the package for an empty name."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def read_relations(data: bytes, part: str) -> list[Relation]:
    """The relations in *data*, whose targets are resolved against *part*."""
    folder = posixpath.dirname(part)
    found = []
    for element in parse_xml(data, relations_name(part)).iter("{*}Relationship"):
        target = element.get("Target", "").replace("\\", "/")
        external = element.get("TargetMode") == "External"
        if not external:
            joined = target if target.startswith("/") else posixpath.join("/", folder, target)
            target = posixpath.normpath(joined).lstrip("/")
        kind = element.get("Type", "").rstrip("/").rsplit("/", 1)[-1]
        found.append(Relation(element.get("Id", ""), kind, target, external))
    return found


def worksheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part names of the worksheets by sheet name; empty for a binary workbook. Raises PackageBroken, KeyError."""
    names = {normal_name(name): name for name in archive.namelist()}
    parts = read_sheets(lambda part: archive.read(names[part]) if part in names else None)
    return {sheet.name: names[sheet.part] for sheet in parts if sheet.part in names}


def normal_name(name: str) -> str:
    """The name of a part however the archive spells it."""
    return unquote(name.replace("\\", "/").lstrip("/"))


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet of a workbook: its name, the part that holds it, and the kind of the relation that leads there."""

    name: str
    part: str
    kind: str


def find_workbook(read: Callable[[str], bytes | None]) -> str:
    """The name of the workbook's part; *read* gives a part's bytes or None. Raises PackageBroken."""
    data = read(relations_name(""))
    relations = read_relations(data, "") if data else []
    for relation in relations:
        if relation.kind == "officeDocument":
            return relation.target
    raise PackageBroken("workbook")


def read_sheets(read: Callable[[str], bytes | None]) -> list[SheetPart]:
    """The sheets of a workbook in their order; none for a binary workbook. Raises PackageBroken."""
    workbook = find_workbook(read)
    data = read(workbook)
    if data is None:
        raise PackageBroken(workbook)
    if workbook.endswith(".bin"):
        return []
    relations = {r.identifier: r for r in read_relations(read(relations_name(workbook)) or b"<r/>", workbook)}
    found = []
    for element in parse_xml(data, workbook).iter("{*}sheet"):
        identifier = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
        relation = relations.get(str(identifier))
        if relation:
            found.append(SheetPart(element.get("name", ""), relation.target, relation.kind))
    return found
