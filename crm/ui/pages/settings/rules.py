"""The rules that hold: indicators, limits, fields, code lists, forms and rule sets, with where each comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm import paths
from crm.domain.text import name_key
from crm.domain.wording import counted
from crm.ui.deeds.limits import LimitDeeds
from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.pages.settings.rule_lines import list_limits, list_rules
from crm.ui.table.small import Fit, SmallTable
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button
from crm.ui.widgets.chips import ChipBar, Choice
from crm.ui.widgets.facts import Facts
from crm.ui.widgets.scroll import Readable
from crm.ui.widgets.state import StatePanel
from crm.ui.widgets.table import inset
from crm.ui.widgets.text import ElidedLabel, ground, line

if TYPE_CHECKING:
    from crm.ui.context import Context
    from crm.ui.pages.settings.rule_lines import RuleLine

GROUPS = ("indicators", "limits", "fields", "codes", "forms", "rulesets")
_FILES = {
    "indicators": "indicators.toml",
    "limits": "rules.toml",
    "fields": "fields.toml",
    "codes": "codes.toml",
    "forms": "forms",
    "rulesets": "rulesets",
}
_DETAIL = 208


class RulesSection(QWidget):
    """The rules as one list, narrowed by kind and by search; the one selected is told in full."""

    counted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._sought = ""
        self._lines: dict[str, tuple[RuleLine, ...]] = {}
        self._shown: list[RuleLine] = []
        theme = context.theme
        self.groups = ChipBar(theme, name=self.tr("Kinds of rules"))
        self.model = RecordTable(theme, self._heads())
        self.table = SmallTable(context, self.model, key="rules", name=self.tr("Rules"), row_height=0)
        self.none = StatePanel(theme)
        self.stack = QStackedWidget()
        self._list = inset(self.table)
        self.stack.addWidget(self._list)
        self.stack.addWidget(self.none.widget)
        self.title = ElidedLabel(size="strong")
        self.facts = Facts()
        self.file = ElidedLabel(size="small", tone="text2")
        self.folder = Button(theme, self.tr("Open folder"), icon="folder")
        self.folder.clicked.connect(self._open_folder)
        self.rehearse = Button(theme, self.tr("Rehearse and edit"), icon="passed")
        self.rehearse.clicked.connect(self._rehearse)
        self.limits = LimitDeeds(context)
        self.limits.done.connect(self._read_limits)
        self.change = Button(theme, self.tr("Change value"), icon="edit")
        self.change.clicked.connect(lambda: self.limits.ask([self._chosen.code]))
        self.restore = Button(theme, self.tr("Restore"), icon="undo")
        self.restore.clicked.connect(lambda: self.limits.restore([self._chosen.code]))
        self._lay_out()
        self.groups.chosen.connect(lambda _key: self._show())
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._tell(now.row()))
        self._listed = False

    def refresh(self) -> None:
        """List the rules as they are now."""
        self._context.tasks.read(
            lambda _job: list_rules(self._context), done=self._take, key="settings-rules"
        )

    def search(self, text: str) -> None:
        """Show the rules that *text* occurs in, of all kinds where it is not empty."""
        self._sought = name_key(text)
        if self._listed:
            self._look()

    def _look(self) -> None:
        self._count()
        if self._sought and not self._found(self.groups.key):
            other = next((group for group in GROUPS if self._found(group)), "")
            if other:
                self.groups.choose(other)
        self._show()

    def tell_count(self) -> None:
        """Say how many rules are shown."""
        if self.isVisible() and self._listed:
            self.counted.emit(counted(self.tr("{count} {count|rule|rules}"), count=len(self._shown)))

    def _heads(self) -> tuple[Head, ...]:
        return (
            Head(self.tr("Name"), key="name"),
            Head(self.tr("Kind"), key="kind"),
            Head(self.tr("Verification"), key="checked"),
            Head(self.tr("Source"), key="source"),
            Head(self.tr("Code"), key="code"),
        )

    def _lay_out(self) -> None:
        top = QWidget()
        chips = QHBoxLayout(top)
        chips.setContentsMargins(sizes.MARGIN, 12, sizes.MARGIN, 12)
        chips.addWidget(self.groups, 1)
        detail = ground("surface2")
        detail.setFixedHeight(_DETAIL)
        inner = QWidget()
        area = Readable(self._context.theme, inner, name=self.tr("Selected rule"))
        area.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        words = QVBoxLayout(inner)
        words.setContentsMargins(0, 0, sizes.GAP, 0)
        words.addWidget(self.facts)
        words.addStretch(1)
        own = QHBoxLayout()
        own.setSpacing(12)
        own.addWidget(self.file, 1)
        own.addWidget(self.rehearse)
        own.addWidget(self.change)
        own.addWidget(self.restore)
        own.addWidget(self.folder)
        column = QVBoxLayout(detail)
        column.setContentsMargins(sizes.MARGIN, 12, sizes.MARGIN, 12)
        column.setSpacing(sizes.GAP)
        column.addWidget(self.title)
        column.addWidget(area, 1)
        column.addLayout(own)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (top, line(), self.stack, line(), detail):
            whole.addWidget(part, 1 if part is self.stack else 0)

    def _take(self, lines: dict[str, tuple[RuleLine, ...]]) -> None:
        row = self.table.currentIndex().row()
        self._lines = lines
        if self._listed:
            self._look()
            self._come_back(row)
            return
        self._listed = True
        self._count()
        self.groups.choose(GROUPS[0])
        self._look()
        samples = {1: "0" * 14, 2: self.tr("To be checked"), 4: "fund_raised_total_of_year"}
        self.table.fit_columns(
            Fit(3, room=180, samples=samples, leasts={0: 180}, mosts={0: 320}, yields=(4,))
        )

    def _read_limits(self) -> None:
        """A limit is another now: list them again, the cursor where it was."""
        row = self.table.currentIndex().row()
        self._lines["limits"] = list_limits(self._context)
        self._show()
        self._come_back(row)

    def _come_back(self, row: int) -> None:
        if 0 <= row < len(self._shown):
            self.table.selectRow(row)

    @property
    def _chosen(self) -> RuleLine:
        return self._shown[max(self.table.currentIndex().row(), 0)]

    def _count(self) -> None:
        names = (
            self.tr("Indicators"),
            self.tr("Limits"),
            self.tr("Fields"),
            self.tr("Code lists"),
            self.tr("Forms"),
            self.tr("Rule sets"),
        )
        self.groups.show_choices(
            [
                Choice(group, name, str(len(self._found(group))))
                for group, name in zip(GROUPS, names, strict=True)
            ]
        )

    def _found(self, group: str) -> list[RuleLine]:
        return [one for one in self._lines.get(group, ()) if self._sought in one.sought]

    def _show(self) -> None:
        self._shown = self._found(self.groups.key)
        words = {
            True: Cell(self.tr("Checked"), "ok"),
            False: Cell(self.tr("To be checked"), "warn"),
            None: Cell("—", "text3"),
        }
        self.model.show(
            [
                (
                    Cell(one.name),
                    Cell(one.kind),
                    words[one.verified],
                    Cell(one.origin, "text2"),
                    Cell(one.code, "text3"),
                )
                for one in self._shown
            ]
        )
        self.none.show(
            self.tr("No matching rules"),
            self.tr("Codes, names, definitions and sources were searched."),
            drawing="search",
        )
        self.stack.setCurrentIndex(0 if self._shown else 1)
        if self._shown:
            self.table.selectRow(0)
        self._tell(0)
        own = paths.user_resources() / _FILES[self.groups.key]
        text = self.tr("Your own rules: {file}") if own.exists() else self.tr("Put your own rules in: {file}")
        self.file.setText(text.format(file=own))
        self.rehearse.setVisible(self.groups.key == "rulesets" and bool(self._shown))
        self.tell_count()

    def _tell(self, row: int) -> None:
        if 0 <= row < len(self._shown):
            one = self._shown[row]
            self.title.setText(one.name)
            self.facts.show_facts([fact for fact in one.facts if fact[1]])
        else:
            self.title.setText("")
            self.facts.show_facts(())
        is_limit = self.groups.key == "limits" and 0 <= row < len(self._shown)
        self.change.setVisible(is_limit)
        self.restore.setVisible(is_limit and self.limits.is_changed([self._shown[row].code]))

    def _rehearse(self) -> None:
        self._context.show("rehearsal", self._chosen.code.partition("@")[0])

    def _open_folder(self) -> None:
        folder = paths.user_resources()
        folder.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
