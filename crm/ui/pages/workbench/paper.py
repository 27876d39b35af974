"""The workbench on paper: its figures, its charts in their light colours, and what needs doing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.ui.charts.chart import paper_height
from crm.ui.printing.documents import (
    FiguresSection,
    KeyFigure,
    Picture,
    PicturesSection,
    PrintColumn,
    ProfileDocument,
    TableSection,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.services.duties import Duty
    from crm.services.workbench import Workbench
    from crm.ui.charts.frame import ChartFrame
    from crm.ui.context import Context
    from crm.ui.pages.workbench.words import WorkbenchWords


_WIDE = (0, 3)
_PICTURE = 54
"""Millimetres."""


def make_document(
    context: Context,
    words: WorkbenchWords,
    board: Workbench,
    frames: Sequence[ChartFrame],
    duties: Sequence[Duty],
) -> ProfileDocument:
    """What is shown, as a report of one or two pages."""
    translate = QCoreApplication.translate
    figures = []
    for figure in board.figures:
        says = words.card(figure)
        note = " · ".join(part for part in (says.change, says.missing, says.mark) if part)
        figures.append(KeyFigure(says.label, says.figure, note, says.unit))
    pictures = tuple(
        Picture(
            frame.data.title,
            frame.chart.paint_on_paper,
            height=max(_PICTURE, paper_height(frame.chart.minimumSizeHint().height())),
            wide=place in _WIDE,
        )
        for place, frame in enumerate(frame for frame in frames if frame.data.categories)
    )
    columns = (
        PrintColumn(translate("Workbench", "When")),
        PrintColumn(translate("Workbench", "What")),
        PrintColumn(translate("Workbench", "Why")),
        PrintColumn(translate("Workbench", "Left")),
    )
    today = context.workplace.today
    rows = [
        (
            words.heading(duty.urgency(today)),
            words.duty_text(duty),
            words.duty_sub(duty),
            words.days_left(duty, today),
        )
        for duty in duties
    ]
    as_of = translate("Workbench", "As of {day}").format(day=board.as_of.isoformat())
    return ProfileDocument(
        title=translate("Workbench", "Key figures of {period}").format(
            period=context.labels.period(board.period)
        ),
        subtitle=as_of,
        sections=(
            FiguresSection("", tuple(figures)),
            PicturesSection("", pictures),
            TableSection(
                translate("Workbench", "To do"),
                columns,
                rows,
                empty=translate("Workbench", "Nothing is due in the next 90 days."),
            ),
        ),
    )
