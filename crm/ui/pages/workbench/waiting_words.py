"""What the workbench says of a filing that waits: for what, since when, through whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.domain.wording import counted
from crm.services.approval import FilingState, StepKind
from crm.services.moment import local_time

if TYPE_CHECKING:
    from crm.services.approval import Step
    from crm.services.duties import Waiting


def waiting_text(waiting: Waiting) -> str:
    """Where a filing stands, and what is to be done with it next."""
    translate = QCoreApplication.translate
    if waiting.filing_id is not None:
        text = translate(
            "Workbench",
            "Version {version} is out of date: {cells} {cells|cell|cells}; correct or carry forward",
        )
        return counted(text, version=waiting.version, cells=f"{waiting.cells:,}")
    last = waiting.steps[-1]
    filled = next(one for one in reversed(waiting.steps) if one.kind is StepKind.SUBMITTED)
    if waiting.fell:
        text = translate("Workbench", "Submitted by {name} on {day}; it has changed since, submit it again")
        return counted(text, name=filled.name, day=_day(filled))
    if last.kind is StepKind.RETURNED:
        text = translate("Workbench", "Returned by {name} on {day}: {note}")
        return counted(text, name=last.name, day=_day(last), note=last.note)
    texts = {
        FilingState.SUBMITTED: translate(
            "Workbench", "Submitted by {name} on {day}; to be checked or approved"
        ),
        FilingState.CHECKED: translate(
            "Workbench", "Submitted by {name}, checked by {other} on {day}; to be approved"
        ),
        FilingState.APPROVED: translate(
            "Workbench", "Submitted by {name}, approved by {other} on {day}; to be frozen"
        ),
    }
    told = texts[waiting.state].format(name=filled.name, other=last.name, day=_day(last))
    if waiting.own and not waiting.is_yours:
        told += " · " + translate("Workbench", "needs approval by someone else")
    return told


def _day(step: Step) -> str:
    """The day of a step on the clock at the wall."""
    return local_time(step.at)[:10]
