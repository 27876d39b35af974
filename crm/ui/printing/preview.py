"""The print preview: the pages, how they are laid out, and the ways out: a printer or a PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from crm.domain.wording import counted
from crm.services.files import save_file
from crm.ui.printing.covered import CoveredPages
from crm.ui.printing.documents import ListDocument, ProfileDocument, WorkbookDocument
from crm.ui.printing.flow import Flow, Imprint, wants_landscape
from crm.ui.printing.output import put_on_printer, write_pdf
from crm.ui.printing.page_view import PageView
from crm.ui.printing.paper import Paper, margin_named
from crm.ui.printing.personal import has_personal
from crm.ui.printing.workbook_pages import WorkbookPages
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.form import ChoiceBox
from crm.ui.widgets.skeleton import Skeleton
from crm.ui.widgets.text import ElidedLabel, ground, label, retone

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtPrintSupport import QPrinter

    from crm.ui.context import Context
    from crm.ui.printing.documents import Document
    from crm.ui.printing.paper import Pages
    from crm.ui.tasks import Failure, Job

_UPRIGHT, _ACROSS = "portrait", "landscape"
_STEP = 1.25


class Preview(QWidget):
    """Shows *document* as pages. It is laid out on a reader; a page is painted when it is seen."""

    def __init__(self, context: Context, document: Document, *, imprint: Imprint, file_name: str) -> None:
        super().__init__()
        self._context = context
        self._document = document
        self._imprint = imprint
        self._file_name = file_name
        self.pages: Pages | None = None
        theme = context.theme
        self.turn = ChoiceBox(theme, name=self.tr("Orientation"))
        self.turn.show_choices([(_UPRIGHT, self.tr("A4 portrait")), (_ACROSS, self.tr("A4 landscape"))])
        self.turn.picked.connect(lambda _key: self._lay_out_pages())
        self.margin = ChoiceBox(theme, name=self.tr("Margins"))
        self.margin.show_choices(
            [
                ("normal", self.tr("Normal margins")),
                ("narrow", self.tr("Narrow margins")),
                ("wide", self.tr("Wide margins")),
            ]
        )
        self.margin.picked.connect(lambda _key: self._lay_out_pages())
        self.turn.setMinimumWidth(136)
        self.margin.setMinimumWidth(160)
        self.personal = Button(theme, self.tr("Show personal data"), icon="people")
        self.personal.setCheckable(True)
        self.personal.toggled.connect(lambda _on: self._lay_out_pages())
        self.cover = Button(theme, self.tr("Cover"), icon="file")
        self.cover.setCheckable(True)
        self.cover.setChecked(True)
        self.cover.toggled.connect(lambda _on: self._lay_out_pages())
        self.view = PageView(theme)
        self.view.page_changed.connect(lambda _page: self._tell_page())
        self.view.zoom_changed.connect(self._tell_page)
        self._make_tools()
        self._lay_out()
        self._choose_first()
        self._lay_out_pages()

    def _make_tools(self) -> None:
        theme = self._context.theme
        self.back = self._tool("left", self.tr("Previous page"), lambda: self.view.go_to(self.view.page - 1))
        self.on = self._tool("right", self.tr("Next page"), lambda: self.view.go_to(self.view.page + 1))
        self.smaller = self._tool("minus", self.tr("Zoom out"), lambda: self._zoom(1 / _STEP))
        self.larger = self._tool("plus", self.tr("Zoom in"), lambda: self._zoom(_STEP))
        self.fit = Button(theme, "100%", kind=Kind.QUIET, name=self.tr("Fit to width"))
        self.fit.clicked.connect(self.view.fit)
        self.number = QLineEdit()
        self.number.setFixedWidth(56)
        self.number.setAccessibleName(self.tr("Page"))
        self.number.returnPressed.connect(self._go_to_number)
        self.count = label(size="small", tone="text2")
        self.told = ElidedLabel(size="small", tone="text2")
        self.open_file = Button(theme, self.tr("Open file"), kind=Kind.QUIET)
        self.open_folder = Button(theme, self.tr("Open folder"), kind=Kind.QUIET)
        self.print_button = Button(theme, self.tr("Print…"), icon="print")
        self.print_button.clicked.connect(self._ask_printer)
        self.save_button = Button(theme, self.tr("Save PDF…"), icon="export", kind=Kind.PRIMARY)
        self.save_button.clicked.connect(self._ask_file)
        self._saved: Path | None = None
        self.open_file.clicked.connect(lambda: self._open(folder=False))
        self.open_folder.clicked.connect(lambda: self._open(folder=True))

    def _tool(self, icon: str, name: str, act: Callable[[], None]) -> Button:
        button = Button(self._context.theme, icon=icon, kind=Kind.QUIET, name=name)
        button.clicked.connect(act)
        return button

    def _lay_out(self) -> None:
        top = ground("bar")
        row = QHBoxLayout(top)
        row.setContentsMargins(sizes.MARGIN, 8, sizes.MARGIN, 8)
        row.setSpacing(sizes.GAP)
        row.addWidget(self.turn)
        row.addWidget(self.margin)
        row.addWidget(self.personal)
        row.addWidget(self.cover)
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.number)
        row.addWidget(self.count)
        row.addWidget(self.on)
        row.addSpacing(sizes.GAP)
        for tool in (self.smaller, self.fit, self.larger):
            row.addWidget(tool)
        foot = ground("foot")
        below = QHBoxLayout(foot)
        below.setContentsMargins(sizes.MARGIN, 10, sizes.MARGIN, 10)
        below.setSpacing(sizes.GAP)
        below.addWidget(self.told, 1)
        for way in (self.open_file, self.open_folder, self.print_button, self.save_button):
            below.addWidget(way)
        self.open_file.hide()
        self.open_folder.hide()
        self.stack = QStackedWidget()
        self.stack.addWidget(Skeleton(self._context.theme))
        self.stack.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self.stack, 1)
        column.addWidget(foot)

    def _choose_first(self) -> None:
        document = self._document
        is_workbook = isinstance(document, WorkbookDocument)
        self.turn.setVisible(not is_workbook)
        self.margin.setVisible(not is_workbook)
        self.personal.setVisible(has_personal(document))
        self.cover.setVisible(isinstance(document, WorkbookDocument) and document.cover is not None)
        across = False
        if isinstance(document, ListDocument):
            across = wants_landscape(document, Paper())
        elif isinstance(document, ProfileDocument):
            across = document.landscape
        self.turn.choose(_ACROSS if across else _UPRIGHT)

    def _lay_out_pages(self) -> None:
        document, imprint = self._document, self._imprint
        paper = Paper(landscape=self.turn.key == _ACROSS, margin=margin_named(self.margin.key))
        shows, covered = self.personal.isChecked(), self.cover.isChecked()
        self.save_button.setEnabled(False)
        self.print_button.setEnabled(False)
        workplace = self._context.workplace
        now = workplace.clock().astimezone()
        facts = {"D": f"{workplace.today:%Y/%m/%d}", "T": f"{now:%H:%M}", "F": self._file_name}

        def work(job: Job) -> Pages:
            if isinstance(document, WorkbookDocument):
                sheets = WorkbookPages(document.look, facts=facts, check=job.check)
                if document.cover is None or not covered:
                    return sheets
                return CoveredPages(Flow(document.cover, paper=Paper(), imprint=imprint), sheets)
            return Flow(document, paper=paper, imprint=imprint, shows_personal=shows, check=job.check)

        self._context.tasks.read(work, done=self._show, failed=self._tell_failure, key="print.pages")

    def _show(self, pages: Pages) -> None:
        self.pages = pages
        self.view.show_pages(pages)
        self.stack.setCurrentIndex(1)
        self.save_button.setEnabled(True)
        self.print_button.setEnabled(True)
        self._tell_page()
        if self.focusWidget() in {None, self}:
            self.view.setFocus()

    def _tell_page(self) -> None:
        if self.pages is None:
            return
        count = self.pages.count
        self.number.setText(str(self.view.page + 1))
        self.count.setText(f"/ {count:,}")
        self.back.setEnabled(self.view.page > 0)
        self.on.setEnabled(self.view.page < count - 1)
        self.fit.setText(f"{self.view.zoom:.0%}")

    def _go_to_number(self) -> None:
        text = self.number.text().strip()
        if text.isdecimal():
            self.view.go_to(int(text) - 1)
        self._tell_page()

    def _zoom(self, by: float) -> None:
        self.view.set_zoom(self.view.zoom * by)

    # ---------------------------------------------------------------- the ways out

    def _ask_file(self) -> None:
        self._context.ask.save_file(
            title=self.tr("Save as PDF"),
            filters=self.tr("PDF document (*.pdf)"),
            proposed=f"{self._file_name}.pdf",
            chosen=self.save,
        )

    def save(self, path: Path) -> None:
        """Write all pages to *path* as a PDF."""
        pages, title = self.pages, self._document.title
        if pages is None:
            return
        self._tell(self.tr("Writing the PDF…"))

        def work(job: Job) -> Path:
            return save_file(path, write_pdf(pages, title=title, report=job.report))

        self._context.tasks.read(
            work, done=self._tell_saved, failed=self._tell_failure, title=self.tr("Writing the PDF")
        )

    def _tell_saved(self, path: Path) -> None:
        self._saved = path
        self._tell(self.tr("Saved: {file}").format(file=path.name), tone="ok")
        self.open_file.show()
        self.open_folder.show()

    def _open(self, *, folder: bool) -> None:
        if self._saved is not None:
            place = self._saved.parent if folder else self._saved
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(place)))

    def _ask_printer(self) -> None:
        from PySide6.QtPrintSupport import QPrinterInfo

        if self.pages is None:
            return
        if not QPrinterInfo.availablePrinterNames():
            text = self.tr("No printer is installed on this computer. Save a PDF and print it elsewhere.")
            self._tell(text, tone="warn")
            return
        self._context.ask.printer(pages=self.pages.count, over=self.window(), chosen=self.print_on)

    def print_on(self, printer: QPrinter) -> None:
        """Print on *printer* the pages it was told to."""
        pages = self.pages
        if pages is None:
            return
        first, last = printer.fromPage() or 1, printer.toPage() or pages.count
        wanted = range(first - 1, min(last, pages.count))
        self._tell(self.tr("Printing…"))

        def work(job: Job) -> int:
            put_on_printer(pages, printer, wanted, job.report)
            return len(wanted)

        self._context.tasks.read(
            work, done=self._tell_printed, failed=self._tell_failure, title=self.tr("Printing")
        )

    def _tell_printed(self, count: int) -> None:
        self._tell(
            counted(self.tr("Sent to the printer: {count} {count|page|pages}"), count=count), tone="ok"
        )

    def _tell(self, text: str, *, tone: str = "text2") -> None:
        self.told.setText(text)
        retone(self.told, tone)
        self.open_file.hide()
        self.open_folder.hide()

    def _tell_failure(self, failure: Failure) -> None:
        if failure.refusal is None:
            self._tell(self.tr("The operation failed."), tone="danger")
            self._context.tasks.failed.emit(failure)
            return
        sentence = self._context.word_error(failure.refusal)
        self._tell(f"{sentence.text}  {sentence.remedy}", tone="danger")
