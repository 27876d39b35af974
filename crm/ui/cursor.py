"""The cursor of the keyboard: whoever opens a page has it in what the page shows, and it is never nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication, QWidget

    from crm.ui.page import Page


def bring_cursor(page: Page) -> None:
    """Put the cursor into what *page* shows; while there is nothing yet, the page holds it: see `Page.take_cursor`."""
    page.setFocus(Qt.FocusReason.OtherFocusReason)
    page.focus_content()


def has_cursor(page: Page) -> bool:
    """Whether something that *page* shows has the cursor."""
    stood: QWidget | None = page.window().focusWidget()
    if stood is None or not stood.isVisible() or not page.isAncestorOf(stood):
        return False
    return (
        stood.focusPolicy() is not Qt.FocusPolicy.NoFocus
    )  # what is no stop only holds it for something else


class CursorWatch(QObject):
    """Catches the cursor where what it stood on has gone: hidden, switched off, or closed while a dialog was open.

    Qt would leave it nowhere, and put it onto the first item of the rail when the window comes to the front again.
    """

    def __init__(self, application: QApplication, shell: QWidget, page: Callable[[], Page | None]) -> None:
        super().__init__(shell)
        self._shell = shell
        self._page = page
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._catch)
        shell.installEventFilter(self)
        application.focusChanged.connect(self._hear)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's own
        # Qt tells the window of its coming to the front first, and looks then for who had the cursor.
        if event.type() == QEvent.Type.WindowActivate:
            self._catch()
        return super().eventFilter(watched, event)

    def _hear(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is None:
            self._soon.start()

    def _catch(self) -> None:
        window, page = self._shell.window(), self._page()
        last: QWidget | None = window.focusWidget()
        if page is not None and window.isActiveWindow() and (last is None or not last.isVisible()):
            bring_cursor(page)
