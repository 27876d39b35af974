"""Writes a plain Word document: a title, headings, paragraphs and tables, pages numbered. Same content, same bytes.

WordprocessingML of a few small parts, without a library: what a brief needs is a page of text and a table.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias
from xml.sax.saxutils import escape

from crm.excel.archive import ArchiveWriter
from crm.excel.cellxml import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``level`` 0 is the title."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, its first line indented by two characters as Chinese prose is."""

    text: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header that repeats on every page; ``widths`` in hundredths of the text's width.

    ``numbers`` are the columns, from 0, that stand at the right, digit under digit; ``middles`` those in the middle.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    numbers: frozenset[int] = frozenset()
    middles: frozenset[int] = frozenset()


Part: TypeAlias = Heading | Paragraph | Table

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/footer1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/></Types>'
)
_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_PARTS_OF_DOCUMENT = (
    f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" '
    'Target="footer1.xml"/></Relationships>'
)
_TEXT_WIDTH = 9070
"""Twentieths of a point between the margins of an A4 page."""
_PAGE = (
    '<w:sectPr xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<w:footerReference w:type="default" r:id="rId1"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1440" w:right="1418" w:bottom="1440" w:left="1418" w:header="709" w:footer="709" '
    'w:gutter="0"/></w:sectPr>'
)


_CELL_MARGINS = (
    '<w:tblCellMar><w:top w:w="45" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
    '<w:bottom w:w="45" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
)


def write_document(parts: Iterable[Part]) -> bytes:
    """The document of *parts* on A4 pages."""
    body = "".join(map(_part, parts))
    document = f"{_HEAD}<w:document {_W}><w:body>{body}{_PAGE}</w:body></w:document>"
    file = io.BytesIO()
    with ArchiveWriter(file) as archive:
        archive.add("[Content_Types].xml", _TYPES.encode())
        archive.add("_rels/.rels", _RELATIONS.encode())
        archive.add("word/_rels/document.xml.rels", _PARTS_OF_DOCUMENT.encode())
        archive.add("word/document.xml", document.encode())
        archive.add("word/footer1.xml", _footer().encode())
    return file.getvalue()


def _part(part: Part) -> str:
    match part:
        case Heading():
            size, align = (36, "center") if part.level == 0 else (28, "left")
            return _paragraph(part.text, font="黑体", size=size, align=align, space=120, level=part.level)
        case Paragraph():
            return _paragraph(part.text, size=18 if part.small else 24, indent=not part.small)
        case Table():
            return _table(part)


def _paragraph(
    text: str,
    *,
    font: str = "宋体",
    size: int = 24,
    align: str = "both",
    indent: bool = False,
    space: int = 0,
    level: int | None = None,
) -> str:
    first = f'<w:ind w:firstLineChars="200" w:firstLine="{size * 20}"/>' if indent else ""
    spacing = f'<w:spacing w:before="{space}" w:after="{space}" w:line="360" w:lineRule="auto"/>'
    stays = "" if level is None else "<w:keepNext/>"  # no heading at the foot of a page without its text
    outline = "" if level is None else f'<w:outlineLvl w:val="{level}"/>'
    look = f'<w:pPr>{stays}{spacing}{first}<w:jc w:val="{align}"/>{outline}</w:pPr>'
    return f"<w:p>{look}{_run(text, font=font, size=size)}</w:p>"


def _footer() -> str:
    """The number of the page between dashes, as official documents have it."""
    field = '<w:fldSimple w:instr=" PAGE ">' + _run("1", font="宋体", size=21) + "</w:fldSimple>"
    dashes = [_run(dash, font="宋体", size=21) for dash in ("— ", " —")]
    number = f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{dashes[0]}{field}{dashes[1]}</w:p>'
    return f"{_HEAD}<w:ftr {_W}>{number}</w:ftr>"


def _run(text: str, *, font: str, size: int) -> str:
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/>'
    shown = escape(clean_text(text))
    return f'<w:r><w:rPr>{fonts}<w:sz w:val="{size}"/></w:rPr><w:t xml:space="preserve">{shown}</w:t></w:r>'


def _table(table: Table) -> str:
    widths = [_TEXT_WIDTH * width // 100 for width in table.widths]
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in sides)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    sides_of = {**dict.fromkeys(table.numbers, "right"), **dict.fromkeys(table.middles, "center")}
    aligned = [sides_of.get(column, "left") for column in range(len(widths))]
    rows = "".join(_row(row, widths, aligned) for row in table.rows)
    header = _row(table.header, widths, ["center"] * len(widths), is_header=True)
    look = f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
    look += f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>{_CELL_MARGINS}'
    return f"<w:tbl><w:tblPr>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{header}{rows}</w:tbl><w:p/>"


def _row(
    cells: Sequence[str], widths: Sequence[int], aligned: Sequence[str], *, is_header: bool = False
) -> str:
    font = "黑体" if is_header else "宋体"
    ground = '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>' if is_header else ""
    shown = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{ground}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:jc w:val="{align}"/></w:pPr>{_run(cell, font=font, size=18)}</w:p></w:tc>'
        for cell, width, align in zip(cells, widths, aligned, strict=True)
    )
    repeated = "<w:tblHeader/>" if is_header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{shown}</w:tr>"
