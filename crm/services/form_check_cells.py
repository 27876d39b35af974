"""The cells of a form that was bound from a blank, as its checks name, label and group them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crm.domain.indicators import Nature
from crm.domain.measures import SIZE
from crm.domain.quantity import Dimension
from crm.domain.wording import Words
from crm.filings.form import Basis, figure_name
from crm.intake.form_groupings import MONTH, PERIODS, QUARTER
from crm.services.form_check import FormCheck

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.domain.measures import Within
    from crm.filings.form import CellSpec, FigureSpec, Form
    from crm.intake.form_outline import FormOutline
    from crm.intake.form_proposals import Trade
    from crm.services.form_check import CheckKind

_LONGEST = 560
_MOST_PARTS = 28
_MOST_MARKS = 12
_TO_DATE = {Basis.PERIOD: Basis.YEAR_TO_DATE, Basis.LAST_YEAR: Basis.LAST_YEAR_TO_DATE}
_ALL_PARTS = {QUARTER: 4, MONTH: 12}


class CheckedCells:
    """The cells that show figures and compare none, by name; ``bound`` gives the name at a place (``sheet!E7``)."""

    def __init__(self, form: Form, outline: FormOutline, trade: Trade) -> None:
        self.form = form
        self.outline = outline
        self.trade = trade
        self.by_name: dict[str, CellSpec] = {}
        for cell in form.cells:
            if not cell.figure.basis.compared:
                self.by_name.setdefault(cell.name, cell)
        self.bound = {
            f"{cell.sheet}!{cell.address}": cell.name for cell in form.cells if cell.name in self.by_name
        }
        self.slots = {f"{slot.sheet}!{slot.address}": slot for slot in outline.cells}
        self._by_figure = {_bare(cell.figure): name for name, cell in reversed(self.by_name.items())}
        self._others: dict[str, FigureSpec] = {}

    def place(self, name: str) -> str:
        """Where the cell called *name* stands."""
        cell = self.by_name[name]
        return f"{cell.sheet}!{cell.address}"

    def label(self, name: str) -> Words:
        """What the form calls a name: its cell's label, else its indicator."""
        cell = self.by_name.get(name)
        if cell is not None:
            return cell.label or self.trade.indicators[cell.figure.indicator].name
        fact = next((one for one in self.form.facts if one.name == name), None)
        code = name.partition(".")[0] if fact is None else fact.figure.indicator
        known = self.trade.indicators.get(code)
        return Words(name, name) if known is None else known.name

    def label_of(self, figure: FigureSpec) -> Words:
        """What a figure is called that need not be shown: its indicator, and the basis where it is not the period's."""
        name = self.trade.indicators[figure.indicator].name
        label = None if figure.basis is Basis.PERIOD else self.form.basis_labels[figure.basis]
        return name if label is None else Words(f"{name.zh} · {label.zh}", f"{name.en} · {label.en}")

    def short(self, name: str) -> Words:
        """What a part of a matrix is called beside its total: its group alone."""
        slot = self.slots.get(self.place(name))
        label = self.label(name)
        if slot is None or not slot.among:
            return label
        return Words(slot.among, label.en.rpartition(" · ")[2] or label.en)

    def shown(self, figure: FigureSpec) -> str | None:
        """The name of the cell that shows a figure, in whatever unit; None where none does."""
        return self._by_figure.get(_bare(figure))

    def free_name(self, figure: FigureSpec) -> str:
        """What a figure that no cell shows is called: by itself, and over whom where that is another's name."""
        name = figure_name(figure)
        if name in self.by_name or self._others.setdefault(name, _bare(figure)) != _bare(figure):
            name = figure_name(figure, called=f"{figure.indicator}_{figure.population.value}")
            self._others[name] = _bare(figure)
        return name

    def unit(self, figure: FigureSpec) -> str:
        """The code of the unit a figure is shown in."""
        own = self.trade.indicators[figure.indicator].unit
        usual = self.form.money_unit if own.dimension is Dimension.MONEY else own
        return (figure.unit or usual).code

    def is_one_unit(self, names: Sequence[str]) -> bool:
        """Whether all *names* are shown in one unit."""
        return len({self.unit(self.by_name[name].figure) for name in names}) == 1

    def is_complete(self, grouping: str, parts: Sequence[str]) -> bool:
        """Whether *parts* are all groups there are."""
        figures = [self.by_name[name].figure for name in parts]
        if grouping in PERIODS:
            return len(parts) == _ALL_PARTS[grouping] and self.is_flow(figures[0])
        found = {code for one in figures for name, codes in one.within if name == grouping for code in codes}
        if grouping == SIZE and "" not in found:
            return False  # of some nobody can say the size
        listed = self.trade.grouping(figures[0].indicator, grouping)
        terms = set(self.trade.words.groupings.terms(listed, self.trade.lexicon.vocabularies))
        return bool(terms) and terms <= found

    def is_within(self, figure: FigureSpec, grouping: str) -> bool:
        """Whether groups of a figure come to no more than all of it: not where one may be below zero, or a stock."""
        if self.trade.indicators[figure.indicator].is_signed:
            return False
        return grouping not in PERIODS or self.is_flow(figure)

    def is_flow(self, figure: FigureSpec) -> bool:
        """Whether a figure adds up over the parts of a year."""
        return self.trade.indicators[figure.indicator].nature is Nature.FLOW

    def check(
        self,
        kind: CheckKind,
        key: str,
        expression: str,
        mark: Sequence[str],
        *,
        says: Words,
        severity: str = "error",
        missing: str = "all",
        place: str = "",
    ) -> FormCheck:
        """The check of the blank's own that *expression* holds, which marks the cells called *mark*."""
        shown = [name for name in dict.fromkeys(mark) if name in self.by_name]
        table = {
            "code": f"check-own-{kind.value}",
            "name": key,
            "scope": "form",
            "expression": expression,
            "mark": shown[:_MOST_MARKS],
            "missing": missing,
            "severity": severity,
            "source": "the blank's own words and formulas",
            "verified": True,
            "says": {"zh": says.zh, "en": says.en},
        }
        return FormCheck(key, kind, place or self.place(shown[0]), says, check=table)


def fits(expression: str, parts: Sequence[str]) -> bool:
    """Whether a relation with these *parts* is short enough to be a check: a longer one nobody reads."""
    return len(parts) <= _MOST_PARTS and len(expression) <= _LONGEST


def groups_of(figure: FigureSpec) -> Within:
    """The groupings of a figure, the parts of the year among them."""
    parts = ((QUARTER, figure.quarter), (MONTH, figure.month))
    return (*((name, (str(number),)) for name, number in parts if number), *figure.within)


def without(figure: FigureSpec, grouping: str) -> FigureSpec:
    """The figure of which *figure* is one group: without it, or the year to date of all its parts."""
    if grouping not in PERIODS:
        rest = tuple((name, codes) for name, codes in figure.within if name != grouping)
        return replace(figure, within=rest)
    return replace(figure, quarter=0, month=0, basis=_TO_DATE.get(figure.basis, figure.basis))


def _bare(figure: FigureSpec) -> FigureSpec:
    """A figure in whatever unit it is shown."""
    return replace(figure, unit=None, places=None)
