"""The parts of an OpenXML package: their names, kinds and relations.

Reads what Excel, WPS, LibreOffice and scripts write: absolute and relative targets, transitional and strict namespaces,
backslashes in names.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lxml import etree

from crm.excel.safety import ARCHIVE_FAILURES, swollen_part

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_blank_text=False
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise PackageBroken(part) from error


def local_name(node: etree._Element) -> str:
    """The name of an element without its namespace; empty for a comment or an instruction."""
    tag: object = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def drop_attributes(element: etree._Element, *names: str) -> None:
    """Take attributes off *element*, where it has them."""
    for name in names:
        if name in element.attrib:
            del element.attrib[name]


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


def normal_name(name: str) -> str:
    """The name of a part however the archive spells it."""
    return unquote(name.replace("\\", "/").lstrip("/"))


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet of a workbook: its name, the part that holds it, and the kind of the relation that leads there."""

    name: str
    part: str
    kind: str


def worksheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Names in *archive* of the sheets' parts by sheet name; empty for a binary workbook. Raises PackageBroken."""
    names = {normal_name(name): name for name in archive.namelist()}
    sheets = read_sheets(lambda part: archive.read(names[part]) if part in names else None)
    return {sheet.name: names[sheet.part] for sheet in sheets if sheet.part in names}


def find_workbook(read: Callable[[str], bytes | None]) -> str:
    """The name of the workbook's part; *read* gives a part's bytes or None. Raises PackageBroken."""
    data = read(relations_name(""))
    for relation in read_relations(data, "") if data else ():
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
    listed = read(relations_name(workbook))
    relations = (
        {relation.identifier: relation for relation in read_relations(listed, workbook)} if listed else {}
    )
    found = []
    for element in parse_xml(data, workbook).iter("{*}sheet"):
        identifier = next(
            (str(value) for key, value in element.attrib.items() if str(key).endswith("}id")), ""
        )
        relation = relations.get(identifier)
        if relation:
            found.append(SheetPart(element.get("name", ""), relation.target, relation.kind))
    return found


class Package:
    """A package in memory: its parts by name, in their order. Parts may be replaced, added and dropped."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts
        self.workbook = find_workbook(parts.get)
        self.sheets = read_sheets(parts.get)

    @classmethod
    def read(cls, data: bytes) -> Package:
        """The package in *data*. Raises PackageBroken where it is none, or no workbook."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                swollen = swollen_part(archive)
                if swollen is not None:
                    raise PackageBroken(swollen)
                parts = {
                    normal_name(name): archive.read(name) for name in archive.namelist() if name[-1] != "/"
                }
        except ARCHIVE_FAILURES as error:
            raise PackageBroken("zip") from error
        return cls(parts)

    def relations(self, part: str) -> list[Relation]:
        """The relations of *part*."""
        data = self.parts.get(relations_name(part))
        return read_relations(data, part) if data else []

    def related(self, part: str, *kinds: str) -> list[str]:
        """Parts that exist and that *part* is related to by one of *kinds*."""
        return [
            relation.target
            for relation in self.relations(part)
            if relation.kind in kinds and not relation.external and relation.target in self.parts
        ]

    def xml(self, part: str) -> etree._Element:
        """The root of *part*. Raises PackageBroken."""
        return parse_xml(self.parts[part], part)

    def put(self, part: str, root: etree._Element) -> None:
        """Replace *part* by the tree under *root*."""
        self.parts[part] = serialise_xml(root)

    def drop(self, part: str) -> None:
        """Take *part* out, and with it its content type and every relation to it."""
        if self.parts.pop(part, None) is None:
            return
        types = self.xml(CONTENT_TYPES)
        for override in types.findall(f"{_CT}Override"):
            if normal_name(override.get("PartName", "")) == part:
                types.remove(override)
        self.put(CONTENT_TYPES, types)
        for name in [name for name in self.parts if name.endswith(".rels")]:
            self._drop_relations(name, part)

    def _drop_relations(self, name: str, part: str) -> None:
        folder, file = posixpath.split(name)
        owner = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
        gone = {
            relation.identifier
            for relation in read_relations(self.parts[name], owner)
            if relation.target == part
        }
        if gone:
            root = self.xml(name)
            for element in [element for element in root if element.get("Id") in gone]:
                root.remove(element)
            self.put(name, root)

    def add(self, part: str, data: bytes, *, content_type: str, relation_type: str) -> None:
        """Add *part*, of *content_type*, and relate the package itself to it."""
        self.parts[part] = data
        types = self.xml(CONTENT_TYPES)
        etree.SubElement(types, f"{_CT}Override", PartName=f"/{part}", ContentType=content_type)
        self.put(CONTENT_TYPES, types)
        root = self.xml(relations_name(""))
        taken = {element.get("Id") for element in root}
        identifier = next(
            name for number in range(1, len(taken) + 2) if (name := f"rId{number}") not in taken
        )
        etree.SubElement(
            root, f"{{{_RELATIONS}}}Relationship", Id=identifier, Type=relation_type, Target=part
        )
        self.put(relations_name(""), root)

    def change_content_type(self, part: str, change: Mapping[str, str]) -> None:
        """Give *part* the content type that *change* has for its present one, if it has any."""
        types = self.xml(CONTENT_TYPES)
        for override in types.findall(f"{_CT}Override"):
            present = override.get("ContentType", "")
            if normal_name(override.get("PartName", "")) == part and present in change:
                override.set("ContentType", change[present])
                self.put(CONTENT_TYPES, types)
