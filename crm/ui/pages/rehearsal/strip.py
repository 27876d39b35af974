"""How far one is: requirements that hold, fail and cannot be said, now and once those who must leave have left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm.domain.wording import counted
from crm.services.judgements import Readiness, Verdict
from crm.ui.pages.rehearsal.bar import ReadinessBar
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.text import ElidedLabel, ground

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from crm.services.rehearsal import Rehearsal
    from crm.ui.context import Context
    from crm.ui.pages.rehearsal.words import RehearsalWords

_BAR = 240


class ReadinessStrip(QWidget):
    """A bar, what it says in words, and that it is no official score."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.bar = ReadinessBar(context.theme)
        self.bar.setFixedWidth(_BAR)
        self.told = ElidedLabel(size="strong")
        self.after = ElidedLabel(size="small", tone="text2")
        self.no_score = ElidedLabel(
            self.tr("Calculated from your own records for internal use; not an official score or decision."),
            size="small",
            tone="text2",
        )
        frame = ground("surface", self)
        frame.setFixedHeight(64)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addStretch(1)
        texts.addWidget(self.told)
        second = QHBoxLayout()
        second.setSpacing(sizes.MARGIN)
        self.after.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        second.addWidget(self.after)
        second.addWidget(self.no_score, 1)
        texts.addLayout(second)
        texts.addStretch(1)
        row = QHBoxLayout(frame)
        row.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, 0)
        row.setSpacing(sizes.MARGIN)
        row.addWidget(self.bar)
        row.addLayout(texts, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        context.theme.changed.connect(self._share_line)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt's own
        super().resizeEvent(event)
        self._share_line()

    def _share_line(self) -> None:
        """Say that it is no official score where there is room for all of it; over the bar it can always be read."""
        room = self.width() - _BAR - 3 * sizes.MARGIN
        if self.after.text():
            room -= self.after.sizeHint().width() + sizes.MARGIN
        self.no_score.setVisible(bool(self.told.text()) and room >= self.no_score.sizeHint().width())
        self.bar.setToolTip(self.no_score.text())

    def show_nothing(self) -> None:
        """Nothing has been rehearsed."""
        self.bar.show_readiness(Readiness(0, 0, 0), told="")
        self.told.setText("")
        self.after.setText("")
        self._share_line()

    def show_rehearsal(self, words: RehearsalWords, rehearsal: Rehearsal) -> None:
        """Say how far the rule set is met."""
        self.told.setText(told_of(rehearsal))
        self.after.setText(self._after(words, rehearsal))
        self.after.setVisible(bool(self.after.text()))
        self._share_line()
        self.bar.show_readiness(readiness_of(rehearsal), told=self.told.text())

    def _after(self, words: RehearsalWords, rehearsal: Rehearsal) -> str:
        found = rehearsal.incubator
        if found is None:
            short = sum(one.is_one_short for one in rehearsal.tenants)
            return (
                counted(self.tr("{count} {count|is|are} one condition short"), count=short)
                if rehearsal.tenants
                else ""
            )
        if not found.departures:
            return ""
        after = found.readiness_after
        lost = [
            words.of(one.judged.criterion.name)
            for one in found.outcomes
            if one.judged.verdict is Verdict.HOLDS and one.after.verdict is not Verdict.HOLDS
        ]
        text = self.tr("{count} must leave; then {holds} of {known} are met")
        told = text.format(count=len(found.departures), holds=after.holds, known=after.known)
        if not lost:
            return told
        return self.tr("{told}; no longer met: {names}").format(told=told, names=words.join(lost))


def readiness_of(rehearsal: Rehearsal) -> Readiness:
    """Requirements counted; of a rule set of tenants, the tenants; of sizes, those whose size is known."""
    if rehearsal.incubator is not None:
        return rehearsal.incubator.readiness
    if rehearsal.rule_set.industries:
        known = sum(one.size is not None for one in rehearsal.sizes)
        return Readiness(known, 0, len(rehearsal.sizes) - known)
    verdicts = [one.verdict for one in rehearsal.tenants]
    return Readiness(*(verdicts.count(verdict) for verdict in Verdict))


def told_of(rehearsal: Rehearsal) -> str:
    """The same in words."""
    translate = QCoreApplication.translate
    counts = readiness_of(rehearsal)
    if rehearsal.incubator is not None and not counts.known:
        text = translate("Rehearsal", "{unknown} {unknown|criterion|criteria} cannot be assessed yet")
    elif rehearsal.incubator is not None:
        text = translate(
            "Rehearsal",
            "{holds} of the {known} {known|criterion|criteria} that can be assessed are met; "
            "{unknown} cannot be assessed",
        )
    elif rehearsal.rule_set.industries:
        text = translate(
            "Rehearsal", "The size of {holds} {holds|tenant|tenants} is known; {unknown} cannot be assessed"
        )
    else:
        text = translate(
            "Rehearsal",
            "{holds} {holds|tenant|tenants} meet it, {fails} do not; {unknown} cannot be assessed",
        )
    return counted(text, known=counts.known, holds=counts.holds, fails=counts.fails, unknown=counts.unknown)
