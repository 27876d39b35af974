"""The pages of a document under each other, as they will lie on paper; each is painted when it is first seen."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from crm.ui.printing.output import page_image, page_size
from crm.ui.theme.style import draw_focus_ring

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QKeyEvent, QPaintEvent, QResizeEvent, QWheelEvent

    from crm.ui.printing.paper import Pages
    from crm.ui.theme.theme import Theme

_GAP = 16
_KEPT = 12
"""Pages kept as images."""
SMALLEST, LARGEST = 0.25, 3.0
_STEP = 1.1


class PageView(QAbstractScrollArea):
    """Shows pages. Page Up and Down go by pages, the wheel with Ctrl zooms."""

    page_changed = Signal(int)
    zoom_changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._pages: Pages | None = None
        self._zoom = 1.0
        self._fits = True
        self._tops: list[int] = []
        self._height = 0
        self._images: OrderedDict[int, QImage] = OrderedDict()
        self._shown = -1
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Pages"))
        self.verticalScrollBar().valueChanged.connect(self._tell_page)
        theme.changed.connect(self.viewport().update)

    @property
    def zoom(self) -> float:
        """The scale; 1 is the paper's own size."""
        return self._zoom

    @property
    def page(self) -> int:
        """The page at the top, counted from 0."""
        return max(self._shown, 0)

    def show_pages(self, pages: Pages) -> None:
        """Show other pages, at the page that was shown before."""
        page = self.page
        self._pages = pages
        self._shown = -1
        self._arrange()
        self.go_to(min(page, pages.count - 1))
        self._tell_page()

    def go_to(self, page: int) -> None:
        """Bring a page to the top."""
        if self._pages is not None and self._tops:
            self.verticalScrollBar().setValue(self._tops[max(0, min(page, len(self._tops) - 1))] - _GAP)

    def set_zoom(self, zoom: float) -> None:
        """Zoom to a scale."""
        self._fits = False
        self._set_zoom(zoom)

    def fit(self) -> None:
        """Make the widest page as wide as there is room, from now on: none is cut, whichever comes first."""
        self._fits = True
        self._set_zoom(self._fitting())

    def _fitting(self) -> float:
        if self._pages is None:
            return 1.0
        width = max(page_size(self._pages, page, zoom=1).width() for page in range(self._pages.count))
        return min((self.viewport().width() - 2 * _GAP) / width, 1.5)

    def _set_zoom(self, zoom: float) -> None:
        page = self.page
        self._zoom = max(SMALLEST, min(zoom, LARGEST))
        self._arrange()
        self.go_to(page)
        self.zoom_changed.emit()

    def _arrange(self) -> None:
        self._images.clear()
        self._tops = []
        if self._pages is None:
            return
        if self._fits:
            self._zoom = max(SMALLEST, self._fitting())
        top, widest = _GAP, 0
        for page in range(self._pages.count):
            size = page_size(self._pages, page, zoom=self._zoom)
            self._tops.append(top)
            top += size.height() + _GAP
            widest = max(widest, size.width())
        self._height = top
        port = self.viewport().size()
        vertical, across = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setRange(0, max(0, top - port.height()))
        vertical.setPageStep(port.height())
        vertical.setSingleStep(40)
        across.setRange(0, max(0, widest + 2 * _GAP - port.width()))
        across.setPageStep(port.width())
        self.viewport().update()

    def _place(self, page: int) -> QRect:
        if self._pages is None:
            return QRect()
        size = page_size(self._pages, page, zoom=self._zoom)
        spare = self.viewport().width() - size.width()
        left = spare // 2 if spare >= 2 * _GAP else _GAP - self.horizontalScrollBar().value()
        return QRect(QPoint(left, self._tops[page] - self.verticalScrollBar().value()), size)

    def _image(self, page: int) -> QImage | None:
        image = self._images.get(page)
        if image is None and self._pages is not None:
            ratio = self.devicePixelRatioF()
            image = self._images[page] = page_image(self._pages, page, zoom=self._zoom, ratio=ratio)
            while len(self._images) > _KEPT:
                self._images.popitem(last=False)
        return image

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, D102 - Qt's own
        tokens = self._theme.tokens
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(tokens.bg))
        first = max(0, bisect_right(self._tops, self.verticalScrollBar().value()) - 1)
        for page in range(first, len(self._tops)):
            place = self._place(page)
            if place.top() > self.viewport().height():
                break
            image = self._image(page)
            if image is not None:
                painter.drawImage(place.topLeft(), image)
            painter.setPen(QPen(QColor(tokens.border_strong), 1))
            painter.drawRect(place.adjusted(-1, -1, 0, 0))
        if self.hasFocus():
            draw_focus_ring(painter, self.viewport().rect().toRectF(), tokens.accent, radius=0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's own
        super().resizeEvent(event)
        self._set_zoom(self._fitting() if self._fits else self._zoom)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: D102 - Qt's own
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self._zoom * (_STEP if event.angleDelta().y() > 0 else 1 / _STEP))
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt's own
        bar = self.verticalScrollBar()
        go = {
            Qt.Key.Key_PageDown: lambda: self.go_to(self.page + 1),
            Qt.Key.Key_PageUp: lambda: self.go_to(self.page - 1),
            Qt.Key.Key_Home: lambda: self.go_to(0),
            Qt.Key.Key_End: lambda: self.go_to(len(self._tops) - 1),
            Qt.Key.Key_Down: lambda: bar.setValue(bar.value() + bar.singleStep()),
            Qt.Key.Key_Up: lambda: bar.setValue(bar.value() - bar.singleStep()),
            Qt.Key.Key_Plus: lambda: self.set_zoom(self._zoom * _STEP),
            Qt.Key.Key_Equal: lambda: self.set_zoom(self._zoom * _STEP),
            Qt.Key.Key_Minus: lambda: self.set_zoom(self._zoom / _STEP),
        }.get(Qt.Key(event.key()))
        if go is None:
            super().keyPressEvent(event)
        else:
            go()

    def _tell_page(self) -> None:
        value = self.verticalScrollBar().value()
        page = max(0, bisect_right(self._tops, value + self.viewport().height() // 3) - 1)
        if page != self._shown:
            self._shown = page
            self.page_changed.emit(page)
        self.viewport().update()
