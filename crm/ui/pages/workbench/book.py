"""The figures of the workbench as a workbook, in the words of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.domain.quantity import in_unit
from crm.services.workbench import BookLine, BookShape, FiguresBook
from crm.ui.charts.book import book_chart
from crm.ui.labels import shown_unit

if TYPE_CHECKING:
    from crm.services.workbench import KeyFigure, Workbench
    from crm.ui.context import Context
    from crm.ui.pages.workbench.words import WorkbenchWords


def make_book(context: Context, words: WorkbenchWords, board: Workbench) -> FiguresBook:
    """The workbook of what is shown."""
    translate = QCoreApplication.translate
    period = context.labels.period(board.period)
    field = translate("Workbench", "Technology field")
    charts = [
        book_chart(words.income_chart(board), BookShape.LINES_OVER_COLUMNS, translate("Workbench", "Period")),
        book_chart(words.stages_chart(board), BookShape.RING, translate("Workbench", "Stage")),
    ]
    if board.buildings:
        charts.append(
            book_chart(words.buildings_chart(board), BookShape.ROWS, translate("Workbench", "Building"))
        )
    if board.fields:
        charts.append(book_chart(words.fields_chart(board), BookShape.ROWS, field))
    as_of = translate("Workbench", "As of {day}; exported {today} by {user}")
    return FiguresBook(
        title=translate("Workbench", "Key figures of {period}").format(period=period),
        subtitle=as_of.format(
            day=board.as_of.isoformat(),
            today=context.workplace.today.isoformat(),
            user=context.workplace.user,
        ),
        sheet=translate("Workbench", "Workbench"),
        data_sheet=translate("Workbench", "Chart figures"),
        headings=(
            translate("Workbench", "Figure"),
            translate("Workbench", "Value"),
            translate("Workbench", "A year before"),
            translate("Workbench", "Unit"),
            translate("Workbench", "Change"),
            translate("Workbench", "Counted"),
        ),
        lines=tuple(_line(context, words, figure) for figure in board.figures),
        charts=tuple(charts),
        created=context.workplace.clock().astimezone(),
    )


def _line(context: Context, words: WorkbenchWords, figure: KeyFigure) -> BookLine:
    unit = shown_unit(figure.unit)
    says = words.card(figure)
    definition = context.library.indicators[figure.listing.request.indicator].definition
    notes = [definition.in_language(context.language), says.missing, says.mark]
    if figure.is_rate:
        notes[0] = words.areas(figure)
    return BookLine(
        name=words.figure_name(figure.code),
        value=None if figure.value is None else in_unit(figure.value, unit),
        last_year=None if figure.last_year is None else in_unit(figure.last_year, unit),
        unit=context.labels.unit(unit),
        change=says.change,
        note=" · ".join(note for note in notes if note),
        places=unit.places,
    )
