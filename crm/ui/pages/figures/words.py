"""What the cells of the grid say beside their figures: titles, last period, what is wrong and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.domain.finding import Finding, Severity
from crm.domain.quantity import UNITS, Dimension, from_smallest
from crm.domain.wording import with_unit
from crm.ui.labels import amount
from crm.ui.pages.figures.book import Filled

if TYPE_CHECKING:
    from crm.domain.entry import Fault
    from crm.domain.indicators import Indicator
    from crm.domain.quantity import Unit
    from crm.services.messages import Sentence
    from crm.ui.context import Context
    from crm.ui.pages.figures.book import Book

MONEY_UNITS = ("ten_thousand_yuan", "yuan")
"""The units in which money may be entered, the usual one first."""


class CellWords:
    """The words of one grid; money is shown in the unit that is chosen."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.money = UNITS[MONEY_UNITS[0]]

    def unit(self, indicator: Indicator) -> Unit:
        """The unit in which figures of *indicator* are shown and typed."""
        return self.money if indicator.unit.dimension is Dimension.MONEY else indicator.unit

    def name(self, indicator: Indicator) -> str:
        """What *indicator* is called."""
        return indicator.name.in_language(self._context.language)

    def unit_name(self, indicator: Indicator) -> str:
        """What its unit is called."""
        return self._context.labels.unit(self.unit(indicator))

    def exactly(self, value: int, indicator: Indicator) -> str:
        """A figure with its unit and every decimal it has."""
        exact = from_smallest(value, self.unit(indicator))
        whole = exact.to_integral_value()
        text = f"{whole:,f}" if whole == exact else f"{exact.normalize():,f}"
        return with_unit(text, self.unit_name(indicator))

    def fault(self, book: Book, fault: Fault, *, indicator: Indicator, typed: str) -> Sentence:
        """What is wrong with a cell, and what to do."""
        other = book.indicators.get(fault.other, indicator)
        known = QCoreApplication.translate("FigureCells", "blank")
        shown = known if fault.amount is None else self.exactly(fault.amount, other)
        part, whole = indicator.code, fault.other
        if fault.code == "figure-whole-below":
            part, whole = whole, part
        values = {
            "value": typed,
            "part": part,
            "whole": whole,
            "amount": shown,
            "by": fault.by,
            "at": fault.at,
        }
        return self._context.word_finding(Finding(fault.code, Severity.ERROR, values=values))

    def change(self, percent: int, before: int, indicator: Indicator) -> Sentence:
        """That a figure differs much from the last period."""
        values = {"percent": f"{percent:+,}", "amount": self.exactly(before, indicator)}
        return self._context.word_finding(Finding("figure-changed-much", Severity.WARNING, values=values))

    def remarks(self, book: Book, tenant: int, indicator: Indicator) -> list[str]:
        """What is wrong or remarkable about a cell: causes and remedies, one a line."""
        code = indicator.code
        fault, percent, before = (
            book.fault(tenant, code),
            book.change(tenant, code),
            book.before(tenant, code),
        )
        entry = book.entry(tenant, code)
        if fault is not None:
            typed = "" if entry is None else entry.text
            said = self.fault(book, fault, indicator=indicator, typed=typed)
        elif percent is not None and before is not None:
            said = self.change(percent, before, indicator)
        else:
            return []
        return [said.text, said.remedy]

    def standing(self, book: Book, tenant: int, indicator: Indicator) -> str:
        """What a cell holds, what it held before, and the last period's figure, in one line."""
        code, translate = indicator.code, QCoreApplication.translate
        value, saved, before = book.value(tenant, code), book.saved(tenant, code), book.before(tenant, code)
        blank = translate("FigureCells", "not reported")
        parts = [blank if value is None else self.exactly(value, indicator)]
        if book.entry(tenant, code) is not None:
            was = blank if saved is None else self.exactly(saved, indicator)
            parts.append(translate("FigureCells", "not saved yet, was {value}").format(value=was))
        told = blank if before is None else self.exactly(before, indicator)
        parts.append(translate("FigureCells", "last period {value}").format(value=told))
        return " · ".join(parts)

    def shown(self, value: int | None, indicator: Indicator) -> str:
        """A figure as its cell shows it; nothing where there is none."""
        return "" if value is None else amount(value, self.unit(indicator))


def filled_words() -> dict[Filled, str]:
    """What the states of a row are called."""
    translate = QCoreApplication.translate
    return {
        Filled.NOTHING: translate("FigureCells", "Not reported"),
        Filled.PARTLY: translate("FigureCells", "Partial"),
        Filled.FAULTY: translate("FigureCells", "With errors"),
        Filled.ALL: translate("FigureCells", "Complete"),
    }
