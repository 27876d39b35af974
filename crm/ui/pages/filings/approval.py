"""How far a filing is: complete, checked and approved beside each other; who signed; who has not reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from crm.domain.wording import counted
from crm.services.approval import FilingState, StepKind, read_progress
from crm.services.moment import local_time
from crm.ui.labels import NOTHING
from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.models.sheet import filed_text
from crm.ui.table.small import Fit, SmallTable
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button
from crm.ui.widgets.chips import ChipBar, Choice
from crm.ui.widgets.facts import Facts
from crm.ui.widgets.scroll import scrolled
from crm.ui.widgets.state import StatePanel
from crm.ui.widgets.table import inset
from crm.ui.widgets.tag import Tag
from crm.ui.widgets.text import label
from crm.ui.widgets.timeline import Step as Line
from crm.ui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from crm.services.approval import Progress, Step
    from crm.services.filings import BuiltFiling
    from crm.ui.context import Context

_ROW = 28
_MOST_ROWS = 8
_SHORT = 12
_WHO, _WHAT = "who", "what"
_FIT = Fit(room=120, least=64, most=110)
TONES = {
    FilingState.DRAFT: ("accent", "accent_soft"),
    FilingState.SUBMITTED: ("warn", "warn_soft"),
    FilingState.CHECKED: ("warn", "warn_soft"),
    FilingState.APPROVED: ("ok", "ok_soft"),
    FilingState.FROZEN: ("ok", "ok_soft"),
    FilingState.AMENDED: ("text2", "mute_soft"),
}


class ApprovalPanel(QWidget):
    """The state of the filing that is built."""

    read_done = Signal(object)
    """How far the filing is, once it has been read."""
    tenant_chosen = Signal(int)
    place_chosen = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._filing: BuiltFiling | None = None
        self.progress: Progress | None = None
        theme = context.theme
        self.tag = Tag(theme)
        self.version = label(size="strong")
        self.fell = label(size="small", tone="warn", wrap=True)
        self.facts = Facts()
        self.chain = Timeline(theme, name=self.tr("Signatures"))
        self.chain_title = label(self.tr("Signatures"), size="strong")
        self.submit = self._button("filing.submit")
        self.sign = self._button("filing.approve")
        self.changed = RecordTable(theme, self._heads())
        name = self.tr("Changes since submission")
        self.changed_table = SmallTable(
            context, self.changed, key="filings.submitted", name=name, row_height=_ROW
        )
        self.by = ChipBar(theme, name=self.tr("Incomplete reports"))
        self.by.show_choices([Choice(_WHO, self.tr("By tenant")), Choice(_WHAT, self.tr("By figure"))])
        self.by.choose(_WHO)
        self.by.chosen.connect(lambda _key: self._show_missing())
        self.missing_title = label(size="strong", wrap=True)
        self.missing = RecordTable(
            theme,
            (
                Head(self.tr("Tenant"), key="enterprise"),
                Head(self.tr("Missing"), is_number=True, key="missing"),
            ),
        )
        name = self.tr("Incomplete reports")
        self.missing_table = SmallTable(
            context, self.missing, key="filings.missing", name=name, row_height=_ROW
        )
        self.missing_table.opened.connect(self._open)
        self._targets: list[int | str] = []
        self.state = StatePanel(theme, narrow=True)
        self.body = self._lay_out()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.state.widget)
        column.addWidget(self.body)
        self.show_nothing()

    def _button(self, action: str) -> Button:
        spec = self._context.actions[action]
        button = Button(self._context.theme, spec.text())
        button.follow(spec)
        return button

    def _heads(self) -> tuple[Head, ...]:
        return (
            Head(self.tr("Place"), key="place"),
            Head(self.tr("Submitted"), is_number=True, key="submitted"),
            Head(self.tr("Now"), is_number=True, key="now"),
        )

    def _lay_out(self) -> QWidget:
        inside = QFrame()
        inside.setProperty("ground", "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(sizes.MARGIN, 12, sizes.MARGIN, sizes.MARGIN)
        column.setSpacing(10)
        top = QHBoxLayout()
        top.setSpacing(sizes.GAP)
        top.addWidget(self.version)
        top.addWidget(self.tag)
        top.addStretch(1)
        column.addLayout(top)
        column.addWidget(self.fell)
        self.changed_box = inset(self.changed_table)
        column.addWidget(self.changed_box)
        column.addWidget(self.facts)
        buttons = QHBoxLayout()
        buttons.setSpacing(sizes.GAP)
        buttons.addWidget(self.submit)
        buttons.addWidget(self.sign)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addWidget(self.chain_title)
        column.addWidget(self.chain)
        column.addWidget(self.missing_title)
        column.addWidget(self.by)
        self.missing_box = inset(self.missing_table)
        column.addWidget(self.missing_box)
        column.addStretch(1)
        return scrolled(inside)

    def show_nothing(self) -> None:
        """No filing is built."""
        self._filing = self.progress = None
        self.state.show(
            self.tr("Nothing built yet"),
            self.tr("Complete, checked and approved are separate states, shown here side by side."),
            drawing="passed",
        )
        self.state.widget.show()
        self.body.hide()

    def take(self, filing: BuiltFiling) -> None:
        """Tell of another filing from now on."""
        self._filing = filing
        self.read()

    def read(self) -> None:
        """Read again how far the filing is."""
        filing, workplace = self._filing, self._context.workplace
        if filing is not None:
            self._context.tasks.read(
                lambda _job: read_progress(workplace, filing), done=self._show, key="filings.progress"
            )

    def _show(self, progress: Progress) -> None:
        if self._filing is None:
            return
        self.progress = progress
        standing, labels = progress.standing, self._context.labels
        self.state.widget.hide()
        self.body.show()
        self.version.setText(self.tr("Version {version}").format(version=progress.version))
        self.tag.show_text(labels.term("filing_state", standing.state.value), tones=TONES[standing.state])
        self._tell_fall(progress)
        self.facts.show_facts(self._facts(progress))
        lines = [self._line(step) for step in reversed(standing.steps)]
        self.chain_title.setVisible(bool(lines))
        self.chain.setVisible(bool(lines))
        self.chain.show_steps(lines)
        self._show_missing()
        self.read_done.emit(progress)

    def _tell_fall(self, progress: Progress) -> None:
        """That a change has made it a draft again, and which cells it was, or what else."""
        fell = progress.standing.fell_from
        self.fell.setVisible(fell is not None)
        self.changed_box.setVisible(bool(progress.changes))
        if fell is None:
            return
        labels = self._context.labels
        state = labels.term("filing_state", fell.value)
        if progress.changes:
            text = self.tr(
                'It was "{state}" and is a draft again: {count} {count|cell has|cells have} changed '
                "since submission."
            )
            self.fell.setText(counted(text, state=state, count=len(progress.changes)))
        else:
            text = self.tr(
                'It was "{state}" and is a draft again: its figures are the same, but it is not the sheet that was '
                "signed. Changed: {what}."
            )
            what = labels.join(labels.term("filing_beside", one.value) for one in progress.beside)
            self.fell.setText(text.format(state=state, what=what))
        language = self._context.language
        rows = [
            (
                Cell(f"{one.label.in_language(language)}  {one.sheet}!{one.address}"),
                Cell(filed_text(one.filed) or NOTHING, "text2"),
                Cell(filed_text(one.now) or NOTHING),
            )
            for one in progress.changes
        ]
        self.changed.show(rows)
        self.changed_table.fit_columns(_FIT)
        self.changed_table.fit_rows(_MOST_ROWS)

    def _facts(self, progress: Progress) -> list[tuple[str, str]]:
        ready = progress.readiness
        complete = counted(
            self.tr("{percent}% ({reported} of {asked} {asked|figure|figures})"),
            percent=ready.percent,
            reported=f"{ready.reported:,}",
            asked=f"{ready.asked:,}",
        )
        checked = counted(
            self.tr("{errors} {errors|error|errors}, {warnings} to explain"),
            errors=ready.errors,
            warnings=ready.unexplained,
        )
        facts = [(self.tr("Complete"), complete), (self.tr("Checked"), checked)]
        facts.append((self.tr("Approved"), self._approval(progress)))
        amends = progress.amends
        if amends is not None:
            text = self.tr("version {version}: {count} {count|cell|cells} would be filed differently now")
            facts.append(
                (self.tr("Amends"), counted(text, version=amends.version, count=len(progress.amended)))
            )
        facts.append((self.tr("Fingerprint"), progress.fingerprint[:_SHORT]))
        return facts

    def _approval(self, progress: Progress) -> str:
        step = progress.standing.step(StepKind.APPROVED)
        if step is None or progress.standing.state is not FilingState.APPROVED:
            return self.tr("not yet")
        return (
            self.tr("by {name}, on paper").format(name=step.name)
            if step.on_paper
            else self.tr("by {name}").format(name=step.name)
        )

    def _line(self, step: Step) -> Line:
        what = self._context.labels.term("filing_step", step.kind.value)
        who = step.name if step.name == step.by else f"{step.name} · {step.by}"
        parts = [who]
        if step.on_paper:
            parts = [self.tr("{name} on paper, entered by {user}").format(name=step.name, user=step.by)]
        if step.note:
            parts.append(step.note)
        bad = step.kind is StepKind.RETURNED
        tones = ("danger", "danger_soft") if bad else ("accent", "accent_soft")
        return Line(local_time(step.at)[5:], what, "\n".join(parts), tones)

    def _show_missing(self) -> None:
        progress = self.progress
        if progress is None:
            return
        ready, language = progress.readiness, self._context.language
        title = counted(self.tr("Incomplete: {count} {count|tenant|tenants}"), count=len(ready.lacking))
        self.missing_title.setText(
            title if ready.lacking else self.tr("All required figures have been reported.")
        )
        for part in (self.by, self.missing_box):
            part.setVisible(bool(ready.lacking))
        if self.by.key == _WHO:
            first = self.tr("Tenant")
            self._targets = [one.tenant_id for one in ready.lacking]
            rows = [(one.name, one.figures + one.partly) for one in ready.lacking]
        else:
            first = self.tr("Figure")
            self._targets = [one.place for one in progress.missed]
            rows = [
                (one.label.in_language(language), len(one.absent) + len(one.partly))
                for one in progress.missed
            ]
        self.missing.show(
            [(Cell(text, "accent"), Cell(f"{count:,}")) for text, count in rows],
            (Head(first, key="enterprise"), Head(self.tr("Missing"), is_number=True, key="missing")),
        )
        self.missing_table.fit_columns(_FIT)
        self.missing_table.fit_rows(_MOST_ROWS)

    def _open(self, row: int) -> None:
        """Open the enterprise, or the figure's place."""
        if 0 <= row < len(self._targets):
            target = self._targets[row]
            if isinstance(target, int):
                self.tenant_chosen.emit(target)
            else:
                self.place_chosen.emit(target)
