"""Above the list of tenants: stages and saved views as chips, the filter and what it says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from crm.domain.lifecycle import Stage
from crm.services.tenants import TenantQuery
from crm.ui.ask import Question
from crm.ui.notice import Notice
from crm.ui.pages.tenants.filter_sheet import FilterSheet, NameSheet
from crm.ui.pages.tenants.source import is_narrowed, name_narrowing
from crm.ui.pages.tenants.views import SavedView, keep_views, load_views, put_view, rename_view
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.chips import ChipBar, Choice
from crm.ui.widgets.text import ElidedLabel, ground

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.ui.context import Context

_ALL, _SEVERAL, _VIEW = "all", "several", "view:"


class FilterBar(QWidget):
    """Chips, the filter's button, the views' button, and a line that says what else the list is narrowed by."""

    asked = Signal(object)
    """A TenantQuery."""
    view_asked = Signal(object)
    """A SavedView."""
    columns_asked = Signal()
    columns_reset = Signal()
    save_asked = Signal()
    """What is shown is to be kept as a view."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._query = TenantQuery()
        self._stages: Mapping[Stage, int] | None = None
        self.views = load_views(context.settings)
        self.chips = ChipBar(context.theme, name=self.tr("Stages and views"))
        self.chips.chosen.connect(self._choose)
        actions = context.actions
        self.filter_button = self._button("tenant.filter", self.tr("Filter"), "filter")
        self.filter_button.clicked.connect(actions["tenant.filter"].trigger)
        self.view_button = Button(
            context.theme, icon="more", kind=Kind.QUIET, name=self.tr("Views and columns")
        )
        self.view_button.clicked.connect(self._open_menu)
        self.pane_button = Button(
            context.theme, icon="pane", kind=Kind.QUIET, name=actions.hint_of("tenant.pane")
        )
        self.pane_button.setCheckable(True)
        self.pane_button.clicked.connect(actions["tenant.pane"].trigger)
        self.told = ElidedLabel(size="small", tone="text2")
        self.clear_button = Button(
            context.theme, actions["tenant.clear"].text(), icon="close", kind=Kind.QUIET
        )
        self.clear_button.clicked.connect(actions["tenant.clear"].trigger)
        self._lay_out()

    def _button(self, action: str, text: str, icon: str) -> Button:
        made = Button(self._context.theme, text, icon=icon, kind=Kind.QUIET)
        made.setToolTip(self._context.actions.hint_of(action))
        return made

    def _lay_out(self) -> None:
        top = ground("surface")
        top.setFixedHeight(48)
        row = QHBoxLayout(top)
        row.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, 0)
        row.setSpacing(4)
        row.addWidget(self.chips, 1)
        row.addSpacing(sizes.GAP)
        for button in (self.filter_button, self.view_button, self.pane_button):
            row.addWidget(button)
        self.line = ground("surface2")
        self.line.setFixedHeight(36)
        line = QHBoxLayout(self.line)
        line.setContentsMargins(sizes.MARGIN, 0, sizes.MARGIN, 0)
        line.addWidget(self.told, 1)
        line.addWidget(self.clear_button)
        self.line.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self.line)

    # ------------------------------------------------------------------------------------------ showing

    def show_stages(self, stages: Mapping[Stage, int] | None) -> None:
        """Show how many tenants stand in each stage; None where that could not be read."""
        self._stages = stages
        self._show_chips()

    def show_query(self, query: TenantQuery) -> None:
        """Show by what the list is filtered."""
        self._query = query
        self._show_chips()
        self.told.setText(name_narrowing(self._context, query))
        self.line.setVisible(is_narrowed(query))

    def _show_chips(self) -> None:
        labels, query, stages = self._context.labels, self._query, self._stages
        choices = [Choice(_ALL, self.tr("All"), "" if stages is None else f"{sum(stages.values()):,}")]
        choices += [
            Choice(stage.value, labels.stage(stage), "" if stages is None else f"{stages.get(stage, 0):,}")
            for stage in Stage
            if (stages and stages.get(stage)) or query.stages == {stage}
        ]
        if len(query.stages) > 1:
            choices.append(Choice(_SEVERAL, self.tr("Several stages")))
        choices += [Choice(_VIEW + view.name, view.name) for view in self.views]
        self.chips.show_choices(choices)
        self.chips.choose(self._chosen_key())

    def _chosen_key(self) -> str:
        view = self.current_view
        if view is not None:
            return _VIEW + view.name
        if len(self._query.stages) > 1:
            return _SEVERAL
        return next((stage.value for stage in self._query.stages), _ALL)

    @property
    def current_view(self) -> SavedView | None:
        """The view whose filter and order are shown."""
        return next((view for view in self.views if view.query == self._query), None)

    # ----------------------------------------------------------------------------------------- choosing

    def _choose(self, key: str) -> None:
        if key.startswith(_VIEW):
            self.view_asked.emit(next(view for view in self.views if _VIEW + view.name == key))
        elif key != _SEVERAL:
            stages = frozenset() if key == _ALL else frozenset({Stage(key)})
            query = TenantQuery() if self.current_view is not None else self._query
            order = self._query
            self.asked.emit(replace(query, stages=stages, sort=order.sort, descending=order.descending))

    def ask_filter(self) -> None:
        """Ask by what else to filter."""
        sheet = FilterSheet(self._context, self._query)
        question = Question(self.tr("Filter list"), "", self.tr("Show"))
        self._context.ask.facts(question, sheet, taken=lambda: self.asked.emit(sheet.answer()))

    def _open_menu(self) -> None:
        menu = self.menu()
        at = QPoint(self.view_button.width() - menu.sizeHint().width(), self.view_button.height() + 2)
        menu.popup(self.view_button.mapToGlobal(at))

    def menu(self) -> QMenu:
        """What can be done with views and columns."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        view = self.current_view
        menu.addAction(self.tr("Save as a view…"), self.save_asked.emit)
        rename = menu.addAction(self.tr("Rename this view…"), self.ask_new_name)
        remove = menu.addAction(self.tr("Remove this view"), self.remove_view)
        for action in (rename, remove):
            action.setEnabled(view is not None)
        menu.addSeparator()
        menu.addAction(self.tr("Columns…"), self.columns_asked.emit)
        menu.addAction(self.tr("Reset columns"), self.columns_reset.emit)
        return menu

    # -------------------------------------------------------------------------------------------- views

    def ask_name(self, query: TenantQuery, columns: Sequence[str]) -> None:
        """Keep *query* and *columns* under a name that is asked for."""
        sheet = NameSheet(self.current_view.name if self.current_view else "")
        kept = replace(query, among=None, label="")

        def take() -> None:
            before, view = self.views, SavedView(sheet.answer(), kept, tuple(columns))
            self._keep(put_view(before, view))
            if any(one.name == view.name for one in before):
                told = self.tr('The view "{name}" has been replaced.').format(name=view.name)
                undo = self.tr("Undo")
                self._context.say(Notice(told, action=undo, act=lambda: self._keep(before)))

        question = Question(
            self.tr("Save as a view"),
            self.tr("Search, filter, sort order and columns are saved under this name."),
            self.tr("Save"),
        )
        self._context.ask.facts(question, sheet, taken=take)

    def ask_new_name(self) -> None:
        """Ask for another name of the view that is shown."""
        view = self.current_view
        if view is not None:
            sheet = NameSheet(view.name)
            question = Question(self.tr("Rename the view"), "", self.tr("Rename"))
            self._context.ask.facts(
                question,
                sheet,
                taken=lambda: self._keep(rename_view(self.views, view.name, sheet.answer())),
            )

    def remove_view(self) -> None:
        """Forget the view that is shown, and say how to have it back."""
        view = self.current_view
        if view is not None:
            before = self.views
            self._keep([one for one in before if one is not view])
            self._context.say(
                Notice(
                    self.tr('The view "{name}" has been removed.').format(name=view.name),
                    action=self.tr("Undo"),
                    act=lambda: self._keep(before),
                )
            )

    def _keep(self, views: list[SavedView]) -> None:
        self.views = views
        keep_views(self._context.settings, views)
        self._show_chips()
