"""How a sheet is printed: paper, scale, margins, repeated titles, header and footer, breaks."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.excel.address import LAST_COLUMN, LAST_ROW, Range

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

PAPERS = {"A3": (297, 420), "A4": (210, 297), "A5": (148, 210), "B4": (257, 364), "B5": (182, 257)}
"""Millimetres of the papers that an office here has, upright."""
_PAPER_NUMBERS = {"8": "A3", "11": "A5", "12": "B4", "13": "B5"}
"""Any other is A4, also American letter paper, as a spreadsheet program itself prints it here."""
_PRINT_AREA, _PRINT_TITLES = "_xlnm.Print_Area", "_xlnm.Print_Titles"
_SHEET_PREFIX = re.compile(r"(?:'(?:[^']|'')*'|[^'!,]+)!")


@dataclass(frozen=True, slots=True)
class PageSetup:
    """How one sheet is printed. Margins are in inches, ``scale`` in per cent.

    ``fit_width`` and ``fit_height`` are pages, 0 where there is no limit; both are None where the scale holds. Rows and
    columns count from 1; a break is before that row or column.
    """

    paper: str = "A4"
    landscape: bool = False
    scale: int = 100
    fit_width: int | None = None
    fit_height: int | None = None
    left: float = 0.7
    right: float = 0.7
    top: float = 0.75
    bottom: float = 0.75
    header_margin: float = 0.3
    footer_margin: float = 0.3
    centred_across: bool = False
    centred_down: bool = False
    header: str = ""
    footer: str = ""
    areas: tuple[Range, ...] = ()
    title_rows: tuple[int, int] | None = None
    title_columns: tuple[int, int] | None = None
    row_breaks: tuple[int, ...] = ()
    column_breaks: tuple[int, ...] = ()
    down_first: bool = True
    scales_running: bool = True
    """Whether header and footer are scaled as the cells are."""


def read_setup(root: etree._Element, names: dict[str, str]) -> PageSetup:
    """The setup of the worksheet *root*; *names* are its own defined names."""
    page, margins = root.find("{*}pageSetup"), root.find("{*}pageMargins")
    options, fit = root.find("{*}printOptions"), root.find("{*}sheetPr/{*}pageSetUpPr")
    running = root.find("{*}headerFooter")
    given: Mapping[str, str] = {} if page is None else _attributes(page)
    edges: Mapping[str, str] = {} if margins is None else _attributes(margins)
    fits = fit is not None and fit.get("fitToPage") in {"1", "true"}
    rows, columns = _titles(names.get(_PRINT_TITLES, ""))
    return PageSetup(
        paper=_PAPER_NUMBERS.get(given.get("paperSize", ""), "A4"),
        landscape=given.get("orientation") == "landscape",
        scale=_whole(given.get("scale"), 100),
        fit_width=_whole(given.get("fitToWidth"), 1) if fits else None,
        fit_height=_whole(given.get("fitToHeight"), 1) if fits else None,
        left=float(edges.get("left", "0.7")),
        right=float(edges.get("right", "0.7")),
        top=float(edges.get("top", "0.75")),
        bottom=float(edges.get("bottom", "0.75")),
        header_margin=float(edges.get("header", "0.3")),
        footer_margin=float(edges.get("footer", "0.3")),
        centred_across=options is not None and options.get("horizontalCentered") in {"1", "true"},
        centred_down=options is not None and options.get("verticalCentered") in {"1", "true"},
        header=root.findtext("{*}headerFooter/{*}oddHeader") or "",
        footer=root.findtext("{*}headerFooter/{*}oddFooter") or "",
        areas=_ranges(names.get(_PRINT_AREA, "")),
        title_rows=rows,
        title_columns=columns,
        row_breaks=_breaks(root, "rowBreaks"),
        column_breaks=_breaks(root, "colBreaks"),
        down_first=given.get("pageOrder") != "overThenDown",
        scales_running=running is None or running.get("scaleWithDoc", "1") not in {"0", "false"},
    )


def _attributes(element: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.attrib.items()}


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() else default


def _breaks(root: etree._Element, name: str) -> tuple[int, ...]:
    return tuple(
        _whole(element.get("id"), 0) + 1
        for element in root.iterfind(f"{{*}}{name}/{{*}}brk")
        if element.get("man") in {"1", "true"}
    )


def _ranges(text: str) -> tuple[Range, ...]:
    """The ranges that a name stands for, without those that are lost (``#REF!``)."""
    found: list[Range] = []
    for part in _SHEET_PREFIX.sub("", text).split(","):
        with suppress(ValueError):
            found.append(Range.parse(part))
    return tuple(found)


def _titles(text: str) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """Rows and columns that are repeated."""
    rows: tuple[int, int] | None = None
    columns: tuple[int, int] | None = None
    for found in _ranges(text):
        if found.last_column == LAST_COLUMN:
            rows = found.first_row, found.last_row
        elif found.last_row == LAST_ROW:
            columns = found.first_column, found.last_column
    return rows, columns
