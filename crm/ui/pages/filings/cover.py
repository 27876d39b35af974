"""The cover of a printed filing: version and fingerprint, who signs, how complete it is; a page of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.domain.wording import counted
from crm.services.approval import FilingState, StepKind
from crm.services.moment import local_time
from crm.ui.printing.documents import Fact, FactsSection, ProfileDocument, TextSection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.services.approval import Readiness, Step
    from crm.services.filed_reasons import FiledReason
    from crm.services.filings import Built
    from crm.ui.context import Context

_SHORT = 12
_NAMES = 40


def make_cover(
    context: Context,
    built: Built,
    *,
    version: int,
    state: FilingState,
    fingerprint: str,
    steps: Sequence[Step],
    ready: Readiness,
    reason: str = "",
) -> ProfileDocument:
    """The cover of *built*; where nobody has signed yet, lines to be signed on."""
    translate = QCoreApplication.translate
    labels = context.labels
    about = [
        Fact(translate("FilingCover", "Reporting unit"), built.particulars.reporting_unit, wide=True),
        Fact(translate("FilingCover", "State"), labels.term("filing_state", state.value)),
        Fact(translate("FilingCover", "Record fingerprint"), fingerprint[:_SHORT]),
    ]
    if reason:
        about.append(Fact(translate("FilingCover", "Reason"), reason, wide=True))
    complete = counted(
        translate("FilingCover", "{percent}%: {reported} of {asked} {asked|figure|figures}"),
        percent=ready.percent,
        reported=f"{ready.reported:,}",
        asked=f"{ready.asked:,}",
    )
    reported = [Fact(translate("FilingCover", "Reported"), complete, wide=True)]
    if ready.lacking:
        names = labels.join(one.name for one in ready.lacking[:_NAMES])
        more = " …" if len(ready.lacking) > _NAMES else ""
        caption = translate("FilingCover", "Incomplete reports ({count})").format(count=len(ready.lacking))
        reported.append(Fact(caption, names + more, wide=True))
    explained = translate(
        "FilingCover",
        "The fingerprint is computed from the exact value of every cell, the records behind each "
        "figure and the missing reports, not from the date or the layout. The same data has the same "
        "fingerprint.",
    )
    return ProfileDocument(
        title=built.name.in_language(context.language),
        subtitle=translate("FilingCover", "{period}, version {version}").format(
            period=labels.period(built.period), version=version
        ),
        sections=(
            FactsSection("", tuple(about)),
            FactsSection(translate("FilingCover", "Signatures"), _signatures(built, steps)),
            FactsSection(translate("FilingCover", "Completeness"), tuple(reported)),
            TextSection("", explained),
        ),
    )


def with_reasons(cover: ProfileDocument, reasons: Sequence[FiledReason]) -> ProfileDocument:
    """*cover*, and after it what was frozen about changes against last year, figure by figure."""
    if not reasons:
        return cover
    title = QCoreApplication.translate("FilingCover", "Explanations of changes against last year")
    section = FactsSection(title, tuple(Fact(one.name, one.text, wide=True) for one in reasons))
    return replace(cover, sections=(*cover.sections, section))


def _signatures(built: Built, steps: Sequence[Step]) -> tuple[Fact, ...]:
    """Who fills in, checks and answers, with the day where they have signed, else room to sign; room for the stamp."""
    translate = QCoreApplication.translate
    people = built.particulars
    lines = (
        (StepKind.SUBMITTED, translate("FilingCover", "Prepared by"), people.preparer),
        (StepKind.CHECKED, translate("FilingCover", "Checked by"), people.reviewer),
        (StepKind.APPROVED, translate("FilingCover", "Responsible person"), people.responsible),
    )
    facts = []
    for kind, caption, proposed in lines:
        step = next((one for one in reversed(steps) if one.kind is kind), None)
        if step is None or step.on_paper:
            text = proposed if step is None else step.name
        else:
            text = f"{step.name}  {local_time(step.at)}"
        facts.append(Fact(caption, text, signed=True))
    left = (translate("FilingCover", "Date"), translate("FilingCover", "Stamp"))
    return (*facts, *(Fact(caption, "", signed=True) for caption in left))
