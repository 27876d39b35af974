"""The notice bar: lies over the foot of the page, says what was done or went wrong, and offers to undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.mark import Mark
from crm.ui.widgets.text import label

if TYPE_CHECKING:
    from crm.ui.notice import Notice
    from crm.ui.theme.theme import Theme

GOES_AFTER = 8000
"""Milliseconds that a notice of something done stays."""

_ICONS = {"ok": "passed", "info": "info", "warn": "warning", "danger": "error"}
_WIDEST = 720


class NoticeBar(QFrame):
    """Shows one notice over its parent, above the foot; the next takes its place."""

    def __init__(self, theme: Theme, parent: QWidget, *, above: int) -> None:
        super().__init__(parent)
        self.setProperty("ground", "notice")
        self._above = above
        self._over = parent
        self._notice: Notice | None = None
        self._mark = Mark(theme)
        self.text = label(wrap=True)
        self.remedy = label(size="small", tone="text2", wrap=True)
        self.action = Button(theme, " ", kind=Kind.STANDARD)
        self.action.clicked.connect(self._act)
        self.second = Button(theme, " ", kind=Kind.STANDARD)
        self.second.clicked.connect(self._act_second)
        self.close_button = Button(theme, icon="close", kind=Kind.QUIET, name=self.tr("Close the notice"))
        self.close_button.clicked.connect(self.dismiss)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.text)
        words.addWidget(self.remedy)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(sizes.MARGIN, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addWidget(self.action)
        row.addWidget(self.second)
        row.addWidget(self.close_button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(GOES_AFTER)
        self._timer.timeout.connect(self.dismiss)
        parent.installEventFilter(self)
        theme.changed.connect(self._place_again)  # type may be larger or smaller now
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        """Show *notice* in place of the one before."""
        self._notice = notice
        self._mark.show_drawing(_ICONS[notice.tone], tone="accent" if notice.tone == "info" else notice.tone)
        self.text.setText(notice.text)
        self.remedy.setText(notice.remedy)
        self.remedy.setVisible(bool(notice.remedy))
        for button, verb in ((self.action, notice.action), (self.second, notice.second)):
            button.setText(verb)
            button.setAccessibleName(verb)
            button.setVisible(bool(verb))
            button.updateGeometry()
        self.setAccessibleName(f"{notice.text} {notice.remedy}".strip())
        self._timer.stop()
        if not notice.stays:
            self._timer.start()
        self._place()
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def dismiss(self) -> None:
        """Take the notice away."""
        self._timer.stop()
        self._notice = None
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's own
        if event.type() == QEvent.Type.Resize:
            self._place_again()
        return super().eventFilter(watched, event)

    def _place_again(self) -> None:
        if self.isVisible():
            self._place()

    def _act(self) -> None:
        notice = self._notice
        self.dismiss()
        if notice is not None and notice.act is not None:
            notice.act()

    def _act_second(self) -> None:
        notice = self._notice
        self.dismiss()
        if notice is not None and notice.act_second is not None:
            notice.act_second()

    def _place(self) -> None:
        room = self._over.rect().adjusted(sizes.MARGIN, 0, -sizes.MARGIN, -self._above - 12)
        longest = max(part.fontMetrics().horizontalAdvance(part.text()) for part in (self.text, self.remedy))
        beside = 24 + 20 + 12 + 12 + self.close_button.sizeHint().width() + 16
        for button in (self.action, self.second):
            if button.text():
                beside += button.sizeHint().width() + 12
        width = min(max(320, longest + beside), _WIDEST, room.width())
        self._row.activate()
        height = max(self._row.heightForWidth(width) + 4, 48)
        left = room.left() + (room.width() - width) // 2
        self.setGeometry(QRect(left, room.bottom() - height, width, height))
