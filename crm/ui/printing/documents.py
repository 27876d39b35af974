"""What can be printed, as records: a list as it is shown, a report of sections, a workbook's sheets.

Whoever has a page fills one of these and hands it to `crm.ui.printing.printing`; paper, pages and fonts are no business
of the caller. All texts are in the window's language and formatted as on the screen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QPainter

    from crm.services.appearance import WorkbookLook

Paint: TypeAlias = Callable[["QPainter", "QRectF"], None]
"""Paints a picture, such as a chart in its light colours, into a rectangle; one unit is a tenth of a point."""


@dataclass(frozen=True, slots=True)
class PrintColumn:
    """A column: its heading with its unit, numbers at the right; *personal* data are masked unless asked for."""

    title: str
    is_number: bool = False
    personal: bool = False


@dataclass(frozen=True, slots=True)
class ListDocument:
    """A list as it is shown: the columns chosen in their order, the rows in theirs, each as long as the columns.

    *subtitle* says what the list was filtered by and how many there are; *totals*, where given, is a last row in bold,
    as long as the columns. Portrait or landscape is chosen by the columns' widths. A hundred thousand rows are fine.
    """

    title: str
    subtitle: str
    columns: tuple[PrintColumn, ...]
    rows: Sequence[Sequence[str]]
    totals: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value; *wide* takes the whole width of the page, for long texts, *signed* has room for a hand."""

    label: str
    value: str
    personal: bool = False
    wide: bool = False
    signed: bool = False


@dataclass(frozen=True, slots=True)
class FactsSection:
    """Labels and values in two columns."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class TableSection:
    """A table, its headings repeated where it goes on over a page; *empty* is said where it has no rows."""

    title: str
    columns: tuple[PrintColumn, ...]
    rows: Sequence[Sequence[str]]
    totals: Sequence[str] = ()
    empty: str = ""


@dataclass(frozen=True, slots=True)
class TextSection:
    """Running text."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure in large type: what it is, its unit in small type, and a note, such as its change."""

    label: str
    value: str
    note: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class FiguresSection:
    """Key figures, up to four beside each other."""

    title: str
    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: *paint* is called with a painter and the rectangle to fill; *height* is in millimetres.

    *wide* takes the page's whole width, others stand two beside each other.
    """

    title: str
    paint: Paint
    height: int = 60
    wide: bool = False


@dataclass(frozen=True, slots=True)
class PicturesSection:
    """Charts and other pictures."""

    title: str
    pictures: tuple[Picture, ...]


Section: TypeAlias = FactsSection | TableSection | TextSection | FiguresSection | PicturesSection


@dataclass(frozen=True, slots=True)
class ProfileDocument:
    """Sections under a title: a tenant's profile, the workbench. A section without a title has no heading."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class WorkbookDocument:
    """The sheets of a workbook as a spreadsheet program prints them: print areas, titles, headers and footers.

    *cover*, where given, is printed before them on pages of its own.
    """

    title: str
    look: WorkbookLook
    cover: ProfileDocument | None = None


Document: TypeAlias = ListDocument | ProfileDocument | WorkbookDocument
