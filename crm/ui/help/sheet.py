"""The help about a page: a sheet over the right side of the window, closed by Esc or F1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import in_pixels
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.shade import Shade
from crm.ui.widgets.text import ElidedLabel

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QTextDocument

    from crm.ui.theme.theme import Theme

_WIDTH = 400
_OVER_HEADING = 16
_SHEET = """
body {{ color: {text}; font-size: {body}px; }}
h1, h2, h3 {{ color: {text}; font-weight: 600; font-size: {section}px; }}
h3 {{ margin-top: 16px; margin-bottom: 4px; }}
p, li {{ line-height: 115%; margin-top: 0; margin-bottom: 8px; }}
a {{ color: {accent}; }}
code {{ color: {text2}; font-family: inherit; font-weight: 600; }}
"""


class HelpSheet(QFrame):
    """Shows the text of one page at a time; Markdown files by language and page."""

    shortcuts_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget, *, folder: Path) -> None:
        super().__init__(parent)
        self.setProperty("ground", "pane")
        self._theme = theme
        self._folder = folder
        self._over = parent
        self._page = ""
        self._before: QWidget | None = None
        self.title = ElidedLabel(size="section")
        self.close_button = Button(theme, icon="close", kind=Kind.QUIET, name=self.tr("Close the help"))
        self.close_button.clicked.connect(self.dismiss)
        self.text = QTextBrowser()
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(QDesktopServices.openUrl)
        self.text.setAccessibleName(self.tr("Help"))
        self.keys = Button(theme, self.tr("All shortcuts"), icon="keyboard")
        self.keys.clicked.connect(self.shortcuts_asked)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.MARGIN + 1, 12, 12, sizes.MARGIN)
        column.setSpacing(sizes.GAP)
        column.addLayout(head)
        column.addWidget(self.text, 1)
        column.addWidget(self.keys)
        self.shade = Shade(self)
        parent.installEventFilter(self)
        theme.changed.connect(self._show_text)
        self.hide()

    @property
    def page(self) -> str:
        """The page whose help is shown or was shown last."""
        return self._page

    def show_page(self, page: str, *, title: str) -> None:
        """Show the help about *page*, and put the cursor into it."""
        self._page = page
        self.title.setText(title)
        self._show_text()
        if not self.isVisible():
            self._before = self._over.window().focusWidget()
            self._place()
            self.show()
            self.raise_()
        self.text.setFocus()

    def dismiss(self) -> None:
        """Take the help away, and the cursor back to where it was."""
        self.hide()
        before, self._before = self._before, None
        if before is not None and before.isVisible():
            before.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's own
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's own
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _show_text(self) -> None:
        if not self._page:
            return
        tokens = self._theme.tokens
        kinds = {"body": in_pixels(sizes.BODY), "section": in_pixels(sizes.SECTION)}
        self.text.document().setDefaultStyleSheet(_SHEET.format(**tokens._asdict(), **kinds))
        file = self._folder / f"{self._page}.md"
        self.text.document().setMarkdown(file.read_text(encoding="utf-8") if file.exists() else "")
        # Markdown makes its own formats, which know nothing of the style sheet: by way of HTML they do.
        self.text.setHtml(self.text.document().toHtml())
        self.text.document().setDocumentMargin(0)
        _set_apart(self.text.document())

    def _place(self) -> None:
        width = min(max(_WIDTH, in_pixels(_WIDTH)), self._over.width())
        self.setGeometry(QRect(self._over.width() - width, 0, width, self._over.height() - sizes.STATUS))


def _set_apart(document: QTextDocument) -> None:
    """Room over each heading: Markdown's own is written into the HTML, where the style sheet cannot reach it."""
    block = document.begin()
    while block.isValid():
        form = block.blockFormat()
        if form.headingLevel():
            form.setTopMargin(in_pixels(_OVER_HEADING) if block.blockNumber() else 0)
            form.setBottomMargin(in_pixels(4))
            QTextCursor(block).setBlockFormat(form)
        block = block.next()
