"""How cells look: fonts, fills, edges, alignment and number formats of a workbook, resolved to plain values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from crm.excel.number_format import BUILT_IN, GENERAL

if TYPE_CHECKING:
    from lxml import etree

_Item = TypeVar("_Item")
_BLACK, _WHITE = "#000000", "#FFFFFF"
_INDEXED = (
    "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF "
    * 2
    + "800000 008000 000080 808000 800080 008080 C0C0C0 808080 "
    "9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF 000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF "
    "00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 "
    "003366 339966 003300 333300 993300 993366 333399 333333"
).split()
_THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6")


@dataclass(frozen=True, slots=True)
class Edge:
    """A line along a cell: ``thin``, ``medium``, ``thick``, ``double``, ``hair``, ``dashed``, ``dotted``."""

    line: str
    colour: str


@dataclass(frozen=True, slots=True)
class CellStyle:
    """How a cell looks. ``fill`` is empty where nothing is painted; ``size`` is in points.

    ``horizontal`` is ``general`` where the kind of the value decides, else ``left``, ``center``, ``right``, ``fill`` …;
    ``vertical`` is ``top``, ``center`` or ``bottom``.
    """

    family: str = ""
    size: float = 11
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    colour: str = _BLACK
    fill: str = ""
    left: Edge | None = None
    right: Edge | None = None
    top: Edge | None = None
    bottom: Edge | None = None
    horizontal: str = "general"
    vertical: str = "bottom"
    wrap: bool = False
    shrink: bool = False
    indent: int = 0
    number_format: str = GENERAL


_PLAIN = CellStyle(family="Calibri")


@dataclass(frozen=True, slots=True)
class StyleChange:
    """What a conditional format changes; None leaves a thing as it is."""

    colour: str | None = None
    bold: bool | None = None
    italic: bool | None = None
    fill: str | None = None
    number_format: str | None = None

    def apply(self, style: CellStyle) -> CellStyle:
        """*style* with the change."""
        return replace(
            style,
            colour=style.colour if self.colour is None else self.colour,
            bold=style.bold if self.bold is None else self.bold,
            italic=style.italic if self.italic is None else self.italic,
            fill=style.fill if self.fill is None else self.fill,
            number_format=style.number_format if self.number_format is None else self.number_format,
        )


@dataclass(frozen=True, slots=True)
class StyleBook:
    """The styles of a workbook by the number that cells name them by, and those of its conditional formats.

    ``normal`` is that of plain cells, whose typeface the widths of columns are counted in.
    """

    styles: tuple[CellStyle, ...]
    changes: tuple[StyleChange, ...]
    normal: CellStyle = _PLAIN

    def style(self, number: int) -> CellStyle:
        """The style of a number; the plain one where there is none such."""
        return self.styles[number] if 0 <= number < len(self.styles) else CellStyle()


def read_styles(root: etree._Element | None, theme: etree._Element | None) -> StyleBook:
    """The styles in the parts *root* and *theme*; plain ones where there is no such part."""
    if root is None:
        return StyleBook((CellStyle(),), ())
    return _Reader(root, theme).read()


class _Reader:
    """Resolves the tables of one part."""

    def __init__(self, root: etree._Element, theme: etree._Element | None) -> None:
        self._root = root
        self._theme = _theme_colours(theme)
        self._formats = dict(BUILT_IN)
        for element in root.iterfind("{*}numFmts/{*}numFmt"):
            self._formats[_whole(element.get("numFmtId"))] = element.get("formatCode", GENERAL)

    def read(self) -> StyleBook:
        """Everything."""
        fonts = [self._font(element) for element in self._root.iterfind("{*}fonts/{*}font")]
        fills = [self._fill(element) for element in self._root.iterfind("{*}fills/{*}fill")]
        edges = [self._edges(element) for element in self._root.iterfind("{*}borders/{*}border")]
        styles = []
        for element in self._root.iterfind("{*}cellXfs/{*}xf"):
            base = _at(fonts, element.get("fontId"), CellStyle())
            left, right, top, bottom = _at(edges, element.get("borderId"), (None,) * 4)
            style = replace(
                base,
                fill=_at(fills, element.get("fillId"), ""),
                left=left,
                right=right,
                top=top,
                bottom=bottom,
                number_format=self._formats.get(_whole(element.get("numFmtId")), GENERAL),
            )
            styles.append(_aligned(style, element.find("{*}alignment")))
        changes = tuple(self._change(element) for element in self._root.iterfind("{*}dxfs/{*}dxf"))
        return StyleBook(tuple(styles) or (CellStyle(),), changes, self._normal(fonts))

    def _normal(self, fonts: list[CellStyle]) -> CellStyle:
        """The typeface of the style that a spreadsheet program calls Normal."""
        named = self._root.find("{*}cellStyles/{*}cellStyle[@builtinId='0']")
        formats = self._root.findall("{*}cellStyleXfs/{*}xf")
        number = _whole(None if named is None else named.get("xfId"))
        return _at(fonts, formats[number].get("fontId") if number < len(formats) else None, _PLAIN)

    def _font(self, element: etree._Element) -> CellStyle:
        name, size = element.find("{*}name"), element.find("{*}sz")
        return CellStyle(
            family="" if name is None else name.get("val", ""),
            size=11 if size is None else float(size.get("val", "11")),
            bold=_is_on(element.find("{*}b")),
            italic=_is_on(element.find("{*}i")),
            underline=_is_on(element.find("{*}u")),
            strike=_is_on(element.find("{*}strike")),
            colour=self._colour(element.find("{*}color")) or _BLACK,
        )

    def _fill(self, element: etree._Element) -> str:
        pattern = element.find("{*}patternFill")
        if pattern is None or pattern.get("patternType", "none") in {"none", "gray125"}:
            return ""
        return self._colour(pattern.find("{*}fgColor")) or self._colour(pattern.find("{*}bgColor")) or ""

    def _edges(self, element: etree._Element) -> tuple[Edge | None, ...]:
        return tuple(self._edge(element.find(f"{{*}}{side}")) for side in ("left", "right", "top", "bottom"))

    def _edge(self, element: etree._Element | None) -> Edge | None:
        line = None if element is None else element.get("style")
        if element is None or not line or line == "none":
            return None
        return Edge(line, self._colour(element.find("{*}color")) or _BLACK)

    def _change(self, element: etree._Element) -> StyleChange:
        font, pattern = element.find("{*}font"), element.find("{*}fill/{*}patternFill")
        number = element.find("{*}numFmt")
        fill = None
        if pattern is not None:
            # in a conditional format the background is what is seen
            fill = self._colour(pattern.find("{*}bgColor")) or self._colour(pattern.find("{*}fgColor"))
        return StyleChange(
            colour=None if font is None else self._colour(font.find("{*}color")),
            bold=None if font is None or font.find("{*}b") is None else _is_on(font.find("{*}b")),
            italic=None if font is None or font.find("{*}i") is None else _is_on(font.find("{*}i")),
            fill=fill,
            number_format=None if number is None else number.get("formatCode"),
        )

    def _colour(self, element: etree._Element | None) -> str | None:
        """A colour; None where it is left to the program."""
        if element is None or element.get("auto") in {"1", "true"}:
            return None
        if rgb := element.get("rgb"):
            return f"#{rgb[-6:].upper()}"
        if indexed := element.get("indexed"):
            number = _whole(indexed)
            return f"#{_INDEXED[number]}" if number < len(_INDEXED) else None
        if theme := element.get("theme"):
            place = _whole(theme)
            base = self._theme[place] if place < len(self._theme) else _BLACK
            return _tinted(base, float(element.get("tint", "0")))
        return None


def _theme_colours(theme: etree._Element | None) -> tuple[str, ...]:
    scheme = None if theme is None else theme.find(".//{*}clrScheme")
    if scheme is None:
        return (_WHITE, _BLACK)
    found = []
    for name in _THEME_ORDER:
        entry = scheme.find(f"{{*}}{name}")
        colour = None if entry is None or not len(entry) else entry[0]
        given = None if colour is None else colour.get("lastClr") or colour.get("val")
        found.append(f"#{(given or '000000')[-6:].upper()}")
    return tuple(found)


def _tinted(colour: str, tint: float) -> str:
    """*colour* lighter (tint above 0) or darker, as Excel has it."""
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    mixed = (part * (1 + tint) if tint < 0 else part + (255 - part) * tint for part in parts)
    return "#" + "".join(f"{min(255, max(0, round(part))):02X}" for part in mixed)


def _aligned(style: CellStyle, alignment: etree._Element | None) -> CellStyle:
    if alignment is None:
        return style
    return replace(
        style,
        horizontal=alignment.get("horizontal", "general"),
        vertical=alignment.get("vertical", "bottom"),
        wrap=alignment.get("wrapText") in {"1", "true"},
        shrink=alignment.get("shrinkToFit") in {"1", "true"},
        indent=_whole(alignment.get("indent")),
    )


def _is_on(element: etree._Element | None) -> bool:
    return element is not None and element.get("val", "1") not in {"0", "false", "none"}


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _at(items: list[_Item], number: str | None, default: _Item) -> _Item:
    place = _whole(number)
    return items[place] if place < len(items) else default
