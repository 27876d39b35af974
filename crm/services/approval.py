"""The way of a filing to its freezing: handed over, checked, approved or returned, each step journaled and undoable.

A step holds for the figures it was taken on. Once the filing is frozen its steps belong to it and stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.db.models import FilingStep
from crm.db.queries.approval import step_rows
from crm.db.queries.filings import filing_infos, filing_lines, last_version
from crm.domain.errors import NotFoundError, RuleError
from crm.filings.approval import (
    FilingState,
    Standing,
    Step,
    StepKind,
    is_same_person,
    require_step,
    standing_of,
)
from crm.filings.beside_cells import Beside, differs_beside
from crm.filings.compare import compare
from crm.filings.readiness import Lacking, Missed, Readiness, Reported, missed_figures, readiness
from crm.filings.record import fingerprint, read_record, record_hash
from crm.services.freezing import finding_key, require_current, require_different, require_explained
from crm.services.operation import operation
from crm.services.standing import (
    explanations_of,
    handed_over,
    next_version,
    packed_record,
    read_standing,
    step_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.db.queries.filings import FilingInfo
    from crm.domain.changes import Changes
    from crm.filings.compare import CellDifference
    from crm.services.filings import Built, BuiltFiling
    from crm.services.library import Library
    from crm.services.operation import Workplace

__all__ = [
    "Beside",
    "FilingState",
    "Lacking",
    "Missed",
    "Readiness",
    "Reported",
    "Standing",
    "Step",
    "StepKind",
    "is_same_person",
]

_NO_EXPLANATIONS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Progress:
    """A built filing on its way: which version it will be, how far it is, and what each step needs to know.

    ``changes`` is what its figures say otherwise than those that were handed over, where it fell back to a draft;
    ``beside`` what else it says otherwise where no figure is another. ``amends`` is the frozen version before it, and
    ``amended`` what it says otherwise than that one.
    """

    version: int
    fingerprint: str
    standing: Standing
    explanations: Mapping[str, str]
    readiness: Readiness
    missed: tuple[Missed, ...]
    changes: tuple[CellDifference, ...] = ()
    beside: tuple[Beside, ...] = ()
    amends: FilingInfo | None = None
    amended: tuple[CellDifference, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionChain:
    """A frozen version: its state, the fingerprint of its record, and the steps taken before it, the oldest first."""

    filing: FilingInfo
    state: FilingState
    fingerprint: str
    steps: tuple[Step, ...]

    @property
    def signed(self) -> tuple[Step, ...]:
        """The steps that hold for what was frozen: none where it was returned, or its figures moved afterwards."""
        standing = standing_of(self.steps, self.fingerprint)
        return () if standing.state is FilingState.DRAFT else standing.steps

    @property
    def is_approved(self) -> bool:
        """Whether what was frozen had been approved."""
        return any(step.kind is StepKind.APPROVED for step in self.signed)


def read_progress(workplace: Workplace, filing: BuiltFiling) -> Progress:
    """How far *filing* is, against the steps that were taken and what was frozen before."""
    built = filing.built
    with workplace.database.reading() as connection:
        standing = read_standing(connection, built)
        explanations = explanations_of(connection, standing)
        before = handed_over(connection, standing) if standing.fell_from else None
        last = last_version(connection, built.form, built.period)
        amended = () if last is None else compare(read_record(filing_lines(connection, last.id)), built)
        version = next_version(connection, built.form, built.period)
    changes = () if before is None else compare(before, built)
    return Progress(
        version=version,
        fingerprint=fingerprint(built),
        standing=standing,
        explanations=explanations,
        readiness=readiness(
            built,
            filing.findings,
            is_explained=lambda one: finding_key(one) in explanations or one.code in explanations,
        ),
        missed=missed_figures(built),
        changes=changes,
        beside=() if before is None or changes else differs_beside(before, built),
        amends=last,
        amended=amended,
    )


def submit_filing(
    workplace: Workplace,
    library: Library,
    filing: BuiltFiling,
    *,
    name: str,
    reason: str = "",
    explanations: Mapping[str, str] = _NO_EXPLANATIONS,
) -> Changes:
    """Hand *filing* over, signed by who filled it in (*name*), with what was written about its findings.

    Raises what `freeze_filing` raises but ``filing-not-approved``, and what `require_step` raises.
    """
    built = filing.built
    with operation(
        workplace, "filing-submitted", form=filing.form.code, period=built.period.code, signer=name.strip()
    ) as running:
        connection = running.recorder.connection
        standing = read_standing(connection, built)
        require_step(standing, StepKind.SUBMITTED, name=name, by=workplace.user, on_paper=False)
        require_explained(filing, reason=reason, explanations=explanations)
        require_current(connection, library, filing)
        require_different(connection, filing)
        written = {**explanations}
        if reason.strip():
            for finding in filing.findings:
                written.setdefault(finding_key(finding), reason.strip())
        running.recorder.add(
            FilingStep,
            **_step(workplace, filing, StepKind.SUBMITTED, name=name, note=reason),
            version=next_version(connection, built.form, built.period),
            explanations=written,
            record=packed_record(built),
        )
    return running.changes


def sign_filing(
    workplace: Workplace,
    library: Library,
    filing: BuiltFiling,
    kind: StepKind,
    *,
    name: str,
    on_paper: bool = False,
    note: str = "",
) -> Changes:
    """Say that *name* has checked *filing*, or has approved it and answers for it: as *kind* says. See `require_step`.

    *on_paper* where the signature stands on the print. StaleError ``filing-outdated`` where the records have moved
    since it was built: nobody signs what is no longer so.
    """
    return _take(workplace, filing, kind, name=name, on_paper=on_paper, note=note, current_by=library)


def return_filing(workplace: Workplace, filing: BuiltFiling, *, name: str, reason: str) -> Changes:
    """Give *filing* back to who filled it in. RuleError ``filing-not-returned`` without a *reason*."""
    if not reason.strip():
        raise RuleError("filing-not-returned")
    return _take(workplace, filing, StepKind.RETURNED, name=name, on_paper=False, note=reason)


def _take(
    workplace: Workplace,
    filing: BuiltFiling,
    kind: StepKind,
    *,
    name: str,
    on_paper: bool,
    note: str,
    current_by: Library | None = None,
) -> Changes:
    built = filing.built
    title = f"filing-{kind.value}{'-on-paper' if on_paper else ''}"
    with operation(
        workplace, title, form=filing.form.code, period=built.period.code, signer=name.strip()
    ) as running:
        connection = running.recorder.connection
        standing = read_standing(connection, built)
        require_step(standing, kind, name=name, by=workplace.user, on_paper=on_paper)
        if current_by is not None:
            require_current(connection, current_by, filing)
        running.recorder.add(
            FilingStep,
            **_step(workplace, filing, kind, name=name, note=note),
            version=next_version(connection, built.form, built.period),
            on_paper=on_paper,
        )
    return running.changes


def _step(
    workplace: Workplace, filing: BuiltFiling, kind: StepKind, *, name: str, note: str
) -> dict[str, str | int]:
    """The columns that every step has."""
    built = filing.built
    return {
        "form": built.form,
        "period": built.period.key,
        "kind": kind.value,
        "name": name.strip(),
        "by": workplace.user,
        "at": workplace.moment("seconds"),
        "note": note.strip(),
        "record_sha256": fingerprint(built),
    }


def list_chains(workplace: Workplace) -> tuple[VersionChain, ...]:
    """Every frozen version with its state and steps, the latest first."""
    with workplace.database.reading() as connection:
        infos = filing_infos(connection)
        steps: dict[int, list[Step]] = {}
        for row in step_rows(connection):
            if row.filing_id is not None:
                steps.setdefault(row.filing_id, []).append(step_of(row))
        newest: dict[tuple[str, int], int] = {}
        for info in infos:
            key = (info.form, info.period.key)
            newest[key] = max(info.version, newest.get(key, 0))
        return tuple(
            VersionChain(
                info,
                FilingState.FROZEN
                if info.version == newest[info.form, info.period.key]
                else FilingState.AMENDED,
                info.record_sha256 or record_hash(filing_lines(connection, info.id)),
                tuple(steps.get(info.id, ())),
            )
            for info in infos
        )


def read_chain(workplace: Workplace, filing_id: int) -> VersionChain:
    """One frozen version with its state and steps. NotFoundError ``filing-unknown``."""
    for chain in list_chains(workplace):
        if chain.filing.id == filing_id:
            return chain
    raise NotFoundError("filing-unknown", filing=filing_id)


def list_open(workplace: Workplace) -> dict[tuple[str, int], tuple[Step, ...]]:
    """The steps of filings in work, by form and key of the period, the oldest first."""
    found: dict[tuple[str, int], list[Step]] = {}
    with workplace.database.reading() as connection:
        newest: dict[tuple[str, int], int] = {}
        for info in filing_infos(connection):
            key = (info.form, info.period.key)
            newest[key] = max(info.version, newest.get(key, 0))
        for row in step_rows(connection):
            key = (row.form, row.period.key)
            if row.version == newest.get(key, 0) + 1:
                found.setdefault(key, []).append(step_of(row))
    return {key: tuple(steps) for key, steps in found.items()}


def frozen_readiness(built: Built) -> tuple[Readiness, tuple[Missed, ...]]:
    """Who had not reported when a frozen filing was built, in all and figure by figure."""
    return readiness(built, ()), missed_figures(built)
