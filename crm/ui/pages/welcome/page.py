"""The first run: see the demo, import a workbook, or start empty; each is one click from something useful."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout

from crm import paths
from crm.ui.page import HeadParts, Page
from crm.ui.theme import tokens as sizes
from crm.ui.theme.fonts import sized
from crm.ui.theme.style import draw_focus_ring
from crm.ui.widgets.text import label

if TYPE_CHECKING:
    from crm.ui.context import Context
    from crm.ui.tasks import Job
    from crm.ui.theme.theme import Theme

_CARD = QSize(280, 220)
_LEAST = 220
_PADDING = 20
_ICON = 32


class ChoiceCard(QAbstractButton):
    """A large button: a drawing, a name, and what comes of it in two or three lines."""

    def __init__(self, theme: Theme, text: str, hint: str, *, icon: str) -> None:
        super().__init__()
        self._theme = theme
        self._hint = hint
        self._drawing = icon
        self.setText(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(hint)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(_CARD.width() + 60)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self._dress)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        return QSize(_LEAST, max(_CARD.height(), self.heightForWidth(_LEAST)))

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's own
        return QSize(_LEAST, self.heightForWidth(_LEAST))

    def hasHeightForWidth(self) -> bool:  # noqa: D102 - Qt's own
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: D102 - Qt's own
        hint = QFontMetrics(sized(self.font(), sizes.SMALL)).boundingRect(
            0, 0, width - 2 * _PADDING, 1000, Qt.TextFlag.TextWordWrap, self._hint
        )
        title = QFontMetrics(sized(self.font(), sizes.SECTION, strong=True)).height()
        return 2 * _PADDING + _ICON + sizes.MARGIN + title + sizes.GAP + hint.height() + 8

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, D102 - Qt's own
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lifted = self.underMouse() or self.isDown()
        painter.setBrush(QColor(tokens.row_hover if lifted else tokens.surface))
        painter.setPen(QPen(QColor(tokens.accent if lifted else tokens.border_strong), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        inner = self.rect().adjusted(_PADDING, _PADDING, -_PADDING, -_PADDING)
        place = inner.adjusted(0, 0, 0, 0)
        place.setSize(QSize(_ICON, _ICON))
        self._theme.icons.get(self._drawing, tone="accent").paint(painter, place)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.setFont(sized(self.font(), sizes.SECTION, strong=True))
        painter.setPen(QColor(tokens.text))
        line = painter.fontMetrics().height()
        title = inner.adjusted(0, _ICON + sizes.MARGIN, 0, 0)
        painter.drawText(title, left | Qt.TextFlag.TextSingleLine, self.text())
        painter.setFont(sized(self.font(), sizes.SMALL))
        painter.setPen(QColor(tokens.text2))
        painter.drawText(
            title.adjusted(0, line + sizes.GAP, 0, 0), left | Qt.TextFlag.TextWordWrap, self._hint
        )
        if self.hasFocus():
            draw_focus_ring(painter, QRectF(self.rect()), tokens.accent, radius=8)

    def _dress(self) -> None:
        self.updateGeometry()
        self.update()


class WelcomePage(Page):
    """Three ways to begin."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        theme = context.theme
        self.demo = ChoiceCard(
            theme,
            self.tr("Open the demo"),
            self.tr(
                "A fictitious incubator with tenants, figures and filings. It opens in a separate database."
            ),
            icon="tenants",
        )
        self.workbook = ChoiceCard(
            theme,
            self.tr("Import my workbook"),
            self.tr(
                "Excel, WPS or CSV as it is. You see what would be imported first, and can undo it later."
            ),
            icon="import",
        )
        self.blank = ChoiceCard(
            theme,
            self.tr("Start empty"),
            self.tr("Enter the first tenant by hand; a name is enough to start with."),
            icon="plus",
        )
        self.demo.clicked.connect(self._open_demo)
        self.workbook.clicked.connect(self._import)
        self.blank.clicked.connect(self._start)
        cards = QHBoxLayout()
        cards.setSpacing(sizes.MARGIN)
        cards.addStretch(1)
        for card in (self.demo, self.workbook, self.blank):
            cards.addWidget(card, 4)
        cards.addStretch(1)
        middle = Qt.AlignmentFlag.AlignHCenter
        title = label(self.tr("How would you like to start?"), size="title")
        where = label(
            self.tr("Your data stays on this computer. All three can still be done later."), tone="text2"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(sizes.GAP)
        column.addStretch(2)
        column.addWidget(title, 0, middle)
        column.addWidget(where, 0, middle)
        column.addSpacing(sizes.MARGIN)
        column.addLayout(cards)
        column.addStretch(3)

    def head(self) -> HeadParts:
        """What the head shows."""
        return HeadParts(self.tr("Welcome"))

    def focus_content(self) -> None:
        """Put the cursor on the first way."""
        self.demo.setFocus()

    def _open_demo(self) -> None:
        def work(job: Job) -> str:
            from crm.services.demo import build_demo
            from crm.services.history import list_operations
            from crm.services.upkeep import open_workplace

            job.check()
            path = paths.demo_database()
            path.parent.mkdir(parents=True, exist_ok=True)
            workplace = open_workplace(path)
            try:
                if not list_operations(workplace, limit=1):
                    build_demo(workplace, self._context.library)
            finally:
                workplace.database.close()
            return str(path)

        self.demo.setEnabled(False)
        title = self.tr("Preparing the demo")
        self._context.tasks.read(
            work, done=self._context.open_database, failed=self._fail, key="demo", title=title
        )

    def _fail(self, failure: object) -> None:
        self.demo.setEnabled(True)
        self._context.tasks.failed.emit(failure)

    def _import(self) -> None:
        self._context.go("imports", None)
        self._context.actions["import.open"].trigger()

    def _start(self) -> None:
        self._context.go("tenants", None)
        self._context.actions["tenant.add"].trigger()
