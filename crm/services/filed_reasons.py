"""The explanations of changes (说明) as they were frozen with a version, and what a later one says otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.filings.movement import figures_compared, subject_of
from crm.services.change_reasons import reasons_filed
from crm.services.frozen_filings import read_frozen
from crm.services.spoken import Spoken

if TYPE_CHECKING:
    from crm.domain.wording import Language
    from crm.filings.built import Built
    from crm.services.library import Library
    from crm.services.operation import Workplace


@dataclass(frozen=True, slots=True)
class FiledReason:
    """What was frozen about a figure: its subject, what the figure was called then, the text and who wrote it."""

    subject: str
    name: str
    text: str
    written_by: str


@dataclass(frozen=True, slots=True)
class ReasonDifference:
    """An explanation that two versions word differently; empty where one of them has none."""

    subject: str
    name: str
    before: str
    after: str


def filed_reasons(
    workplace: Workplace, library: Library, filing_id: int, language: Language
) -> tuple[FiledReason, ...]:
    """What was frozen about changes with a filing, in the order of its figures. NotFoundError ``filing-unknown``."""
    held = reasons_filed(workplace, filing_id)
    if not held:
        return ()
    built, spoken = read_frozen(workplace, filing_id), Spoken(library, language)
    return tuple(
        FiledReason(one.subject, subject_name(spoken, built, one.subject), one.text, one.written_by)
        for one in held
    )


def compare_reasons(
    workplace: Workplace, library: Library, filing_id: int, other_id: int, language: Language
) -> tuple[ReasonDifference, ...]:
    """The explanations that another version words differently, has not, or has in addition."""
    before, after = (
        {one.subject: one for one in filed_reasons(workplace, library, number, language)}
        for number in (filing_id, other_id)
    )
    return tuple(
        ReasonDifference(
            subject,
            (after.get(subject) or before[subject]).name,
            before[subject].text if subject in before else "",
            after[subject].text if subject in after else "",
        )
        for subject in {**before, **after}
        if subject not in before or subject not in after or before[subject].text != after[subject].text
    )


def subject_name(spoken: Spoken, built: Built, subject: str) -> str:
    """What a figure of a frozen filing was called then; of one it does not show, what its indicator is called."""
    for request in figures_compared(built):
        if subject_of(request, built.period) == subject:
            return spoken.figure(built, request)
    definition = built.definitions.get(subject.partition(".")[0])
    return subject if definition is None else spoken.of(definition.name)
