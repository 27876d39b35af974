"""Pages put out: as an image for the screen, as a PDF with its fonts in it, on a printer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPdfWriter

from crm.domain.errors import CrmError
from crm.ui.printing.paper import UNITS_AN_INCH, print_font
from crm.ui.printing.selectable import mend_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtPrintSupport import QPrinter

    from crm.ui.printing.paper import Pages

SCREEN_INCH = 96
"""Logical pixels an inch at a zoom of 100 %."""


class PrintRefused(CrmError):
    """A printer that does not take what is printed: ``print-failed``."""


def page_size(pages: Pages, page: int, *, zoom: float) -> QSize:
    """How large a page is on the screen, in logical pixels."""
    paper = pages.paper_of(page)
    scale = zoom * SCREEN_INCH / UNITS_AN_INCH
    return QSize(round(paper.width * scale), round(paper.height * scale))


def page_image(pages: Pages, page: int, *, zoom: float, ratio: float = 1.0) -> QImage:
    """A page as an image; *ratio* is the screen's device pixels a logical pixel."""
    image = QImage(page_size(pages, page, zoom=zoom) * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(zoom * SCREEN_INCH / UNITS_AN_INCH, zoom * SCREEN_INCH / UNITS_AN_INCH)
    pages.paint(painter, page)
    painter.end()
    return image


def write_pdf(pages: Pages, *, title: str, report: Callable[[int, int], None]) -> bytes:
    """All pages as a PDF whose text can be searched; *report* is told after each page and may raise."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("incubator-crm")
    writer.setResolution(UNITS_AN_INCH)
    writer.setPageLayout(pages.paper_of(0).layout())
    painter = QPainter(writer)
    try:
        for page in range(pages.count):
            if page:
                writer.setPageLayout(pages.paper_of(page).layout())
                writer.newPage()
            painter.save()
            pages.paint(painter, page)
            painter.restore()
            report(page + 1, pages.count)
    finally:
        painter.end()
        buffer.close()
    return mend_text(bytes(data.data()), print_font(9))


def put_on_printer(
    pages: Pages, printer: QPrinter, wanted: Sequence[int], report: Callable[[int, int], None]
) -> None:
    """Print the *wanted* pages. Raises PrintRefused where the printer takes none."""
    if not wanted:
        return
    printer.setFullPage(True)
    printer.setPageLayout(pages.paper_of(wanted[0]).layout())
    painter = QPainter()
    if not painter.begin(printer):
        raise PrintRefused("print-failed", printer=printer.printerName() or printer.outputFileName())
    try:
        for done, page in enumerate(wanted):
            if done:
                printer.setPageLayout(pages.paper_of(page).layout())
                printer.newPage()
            painter.save()
            scale = printer.resolution() / UNITS_AN_INCH
            painter.scale(scale, scale)
            pages.paint(painter, page)
            painter.restore()
            report(done + 1, len(wanted))
    finally:
        painter.end()
