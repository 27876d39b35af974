"""The figures of the incubator itself on their way out: to a workbook, or to paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.domain.quantity import in_unit
from crm.services.lists import ListColumn, ListKind, export_list
from crm.ui.labels import shown_unit
from crm.ui.printing.documents import ListDocument, PrintColumn
from crm.ui.printing.printing import print_list
from crm.ui.saved import dated_name, tell_saved

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from pathlib import Path

    from crm.domain.period import Period
    from crm.domain.quantity import Unit
    from crm.services.operator import StatedLine
    from crm.ui.context import Context
    from crm.ui.tasks import Job


def _heads(context: Context, period: Period) -> tuple[str, str, str, str]:
    translate = QCoreApplication.translate
    earlier = period.same_period_last_year()
    return (
        translate("Operator", "Figure"),
        translate("Operator", "Unit"),
        context.labels.period(period),
        context.labels.period(earlier),
    )


def _rows(
    context: Context, lines: Sequence[StatedLine]
) -> list[tuple[str, str, Decimal | int | None, Decimal | int | None]]:
    rows = []
    for one in lines:
        unit = shown_unit(one.indicator.unit)
        now, before = (_worth(value, unit) for value in (one.whole, one.before))
        rows.append(
            (one.indicator.name.in_language(context.language), context.labels.unit(unit), now, before)
        )
    return rows


def _worth(value: int | None, unit: Unit) -> Decimal | int | None:
    """A figure in *unit*; what is counted stays a whole number."""
    shown = None if value is None else in_unit(value, unit)
    return int(shown) if shown is not None and not unit.places else shown


def export_stated(context: Context, period: Period, lines: Sequence[StatedLine]) -> None:
    """Ask for a file and write the figures of *period* into it, beside those of a year ago."""
    name, unit, now, before = _heads(context, period)
    title = QCoreApplication.translate("Operator", "Figures of the incubator")
    columns = [
        ListColumn(name),
        ListColumn(unit),
        ListColumn(now, ListKind.EITHER),
        ListColumn(before, ListKind.EITHER),
    ]
    rows = _rows(context, lines)

    def write(path: Path) -> None:
        def work(_job: Job) -> Path:
            heading = f"{title}  ·  {now}"
            export_list(context.workplace, path, title=title, columns=columns, rows=rows, heading=heading)
            return path

        context.tasks.read(work, done=lambda written: tell_saved(context, written), key="operator.export")

    context.ask.save_file(
        title=QCoreApplication.translate("Operator", "Export the figures"),
        filters=QCoreApplication.translate("Lists", "Excel workbook (*.xlsx)"),
        proposed=dated_name(context, title, ".xlsx"),
        chosen=write,
    )


def print_stated(context: Context, period: Period, lines: Sequence[StatedLine]) -> None:
    """Open the print preview of the figures."""
    name, unit, now, before = _heads(context, period)
    columns = (
        PrintColumn(name),
        PrintColumn(unit),
        PrintColumn(now, is_number=True),
        PrintColumn(before, is_number=True),
    )
    rows = [
        (label, named, *("" if value is None else f"{value:,}" for value in values))
        for label, named, *values in _rows(context, lines)
    ]
    title = QCoreApplication.translate("Operator", "Figures of the incubator")
    print_list(context, ListDocument(title, now, columns, rows))
