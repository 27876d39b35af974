"""The way of a filing to its freezing: who signs, in which order, what a change does to it, and what can be undone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import RuleError, StaleError, UndoRefusedError
from crm.domain.period import Period
from crm.domain.wording import Language
from crm.filings.record import fingerprint
from crm.services.approval import (
    Beside,
    FilingState,
    StepKind,
    frozen_readiness,
    list_chains,
    list_open,
    read_chain,
    read_progress,
    return_filing,
    sign_filing,
    submit_filing,
)
from crm.services.demo import build_demo
from crm.services.figures import Figure, put_figures
from crm.services.filings import BuiltFiling, build_filing
from crm.services.freezing import freeze_filing
from crm.services.frozen_filings import frozen_findings, list_filings, read_frozen
from crm.services.history import list_operations, title_of
from crm.services.operation import undo

if TYPE_CHECKING:
    from crm.filings.built import Built
    from crm.services.library import Library
    from crm.services.operation import Workplace

ZONE = "zone-quarterly"
QUARTER = Period.parse("2026Q3")
CLERK, LEADER = "柳填表", "沈负责"


@pytest.fixture
def filing(demo: Workplace, library: Library) -> BuiltFiling:
    return build_filing(demo, library, ZONE, QUARTER)


def other_user(workplace: Workplace, user: str = "leader") -> Workplace:
    return replace(workplace, user=user)


def state(workplace: Workplace, filing: BuiltFiling) -> FilingState:
    return read_progress(workplace, filing).standing.state


def change_a_figure(
    workplace: Workplace, library: Library, filing: BuiltFiling, *, by: int = 1_000_000
) -> None:
    cell = next(
        cell
        for cell in filing.built.cells()
        if cell.indicator == "total_income" and cell.block and cell.tenant_id and cell.amount
    )
    assert cell.tenant_id is not None
    assert cell.amount is not None
    figure = Figure(cell.tenant_id, "total_income", QUARTER, cell.amount + by)
    put_figures(workplace, library, [figure], reason="企业更正")


def test_two_people_take_a_filing_from_draft_to_frozen(demo_on_each: Workplace, library: Library) -> None:
    demo, leader = demo_on_each, other_user(demo_on_each)
    filing = build_filing(demo, library, ZONE, QUARTER)
    assert state(demo, filing) is FilingState.DRAFT
    submit_filing(demo, library, filing, name=CLERK, reason="均已核实")
    assert state(demo, filing) is FilingState.SUBMITTED
    sign_filing(leader, library, filing, StepKind.CHECKED, name="许审核")
    assert state(demo, filing) is FilingState.CHECKED
    sign_filing(leader, library, filing, StepKind.APPROVED, name=LEADER)
    progress = read_progress(demo, filing)
    assert progress.standing.state is FilingState.APPROVED
    assert [(step.kind, step.name, step.by) for step in progress.standing.steps] == [
        (StepKind.SUBMITTED, CLERK, "tester"),
        (StepKind.CHECKED, "许审核", "leader"),
        (StepKind.APPROVED, LEADER, "leader"),
    ]
    freeze_filing(demo, library, filing)  # what was written at the submission explains every finding
    (chain,) = list_chains(demo)
    assert (chain.state, chain.fingerprint) == (FilingState.FROZEN, progress.fingerprint)
    assert chain.steps == progress.standing.steps
    assert read_chain(demo, chain.filing.id) == chain
    assert list_open(demo) == {}


def test_nobody_approves_what_they_filled_in_unless_another_signed_the_print(
    demo: Workplace, library: Library, filing: BuiltFiling
) -> None:
    submit_filing(demo, library, filing, name=CLERK, reason="均已核实")
    with pytest.raises(RuleError, match="filing-own-approval"):
        sign_filing(demo, library, filing, StepKind.APPROVED, name=LEADER)
    with pytest.raises(RuleError, match="filing-own-approval"):
        sign_filing(demo, library, filing, StepKind.APPROVED, name=CLERK, on_paper=True)
    with pytest.raises(RuleError, match="filing-own-approval"):
        sign_filing(other_user(demo), library, filing, StepKind.CHECKED, name=CLERK)
    sign_filing(demo, library, filing, StepKind.APPROVED, name=LEADER, on_paper=True)
    (step,) = [one for one in read_progress(demo, filing).standing.steps if one.kind is StepKind.APPROVED]
    assert (step.name, step.by, step.on_paper) == (LEADER, "tester", True)
    title = title_of(library, list_operations(demo)[0], Language.ZH)
    assert "纸面批准" in title
    assert LEADER in title


def test_steps_come_in_their_order_and_with_a_name(
    demo: Workplace, library: Library, filing: BuiltFiling
) -> None:
    leader = other_user(demo)
    with pytest.raises(RuleError, match="filing-step-order"):
        sign_filing(leader, library, filing, StepKind.APPROVED, name=LEADER)
    with pytest.raises(RuleError, match="filing-step-name"):
        submit_filing(demo, library, filing, name=" ", reason="均已核实")
    with pytest.raises(RuleError, match="filing-warnings-unexplained"):
        submit_filing(demo, library, filing, name=CLERK)
    submit_filing(demo, library, filing, name=CLERK, reason="均已核实")
    with pytest.raises(RuleError, match="filing-step-order"):
        submit_filing(demo, library, filing, name=CLERK, reason="均已核实")
    with pytest.raises(RuleError, match="filing-not-returned"):
        return_filing(leader, filing, name=LEADER, reason=" ")
    return_filing(leader, filing, name=LEADER, reason="人数有误")
    standing = read_progress(demo, filing).standing
    assert (standing.state, standing.steps[-1].note) == (FilingState.DRAFT, "人数有误")
    submit_filing(demo, library, filing, name=CLERK, reason="已改")
    assert state(demo, filing) is FilingState.SUBMITTED


def test_a_changed_figure_makes_it_a_draft_again_and_says_which(
    demo: Workplace, library: Library, filing: BuiltFiling
) -> None:
    submit_filing(demo, library, filing, name=CLERK, reason="均已核实")
    sign_filing(other_user(demo), library, filing, StepKind.APPROVED, name=LEADER)
    change_a_figure(demo, library, filing)
    now = build_filing(demo, library, ZONE, QUARTER)
    progress = read_progress(demo, now)
    assert (progress.standing.state, progress.standing.fell_from) == (FilingState.DRAFT, FilingState.APPROVED)
    assert {record.label for one in progress.changes for record in one.records}
    with pytest.raises(RuleError, match="filing-not-approved"):
        freeze_filing(demo, library, now, explanations={finding.code: "属实" for finding in now.findings})
    with pytest.raises(StaleError, match="filing-outdated"):
        freeze_filing(demo, library, filing)
    undo(demo)
    assert state(demo, build_filing(demo, library, ZONE, QUARTER)) is FilingState.APPROVED


def test_nobody_signs_figures_that_are_others_by_now(
    demo: Workplace, library: Library, filing: BuiltFiling
) -> None:
    submit_filing(demo, library, filing, name=CLERK, reason="均已核实")
    change_a_figure(demo, library, filing)
    for kind in (StepKind.CHECKED, StepKind.APPROVED):
        with pytest.raises(StaleError, match="filing-outdated"):
            sign_filing(other_user(demo), library, filing, kind, name=LEADER)
    return_filing(other_user(demo), filing, name=LEADER, reason="数据已变")
    assert state(demo, filing) is FilingState.DRAFT


def test_the_day_of_filing_is_no_change(demo: Workplace, library: Library, filing: BuiltFiling) -> None:
    submit_filing(demo, library, filing, name=CLERK, reason="均已核实")
    later = build_filing(replace(demo, today=demo.today.replace(day=28)), library, ZONE, QUARTER)
    assert later.built != filing.built
    assert state(demo, later) is FilingState.SUBMITTED


def test_rows_in_another_order_are_another_sheet_than_the_one_that_was_signed(
    demo: Workplace, library: Library, filing: BuiltFiling
) -> None:
    submit_filing(demo, library, filing, name=CLERK, reason="均已核实")
    sign_filing(demo, library, filing, StepKind.APPROVED, name=LEADER, on_paper=True)
    turned = replace(filing, built=_turned(filing.built))
    progress = read_progress(demo, turned)
    assert (progress.standing.state, progress.standing.fell_from) == (FilingState.DRAFT, FilingState.APPROVED)
    assert (progress.changes, progress.beside) == ((), (Beside.ORDER,))
    assert read_progress(demo, filing).beside == ()


def _turned(built: Built) -> Built:
    """The same filing with the rows of its first block from the last to the first."""
    first, *others = built.blocks
    columns = tuple(
        replace(
            column,
            values=column.values if column.formula == "formula-ordinal" else column.values[::-1],
            amounts=column.amounts[::-1],
            raw=column.raw[::-1],
            nudges={len(first.names) - 1 - row: nudge for row, nudge in column.nudges.items()},
        )
        for column in first.columns
    )
    turned = replace(first, tenants=first.tenants[::-1], names=first.names[::-1], columns=columns)
    return replace(built, blocks=(turned, *others))


def test_a_step_is_undone_until_the_filing_is_frozen(
    demo: Workplace, library: Library, filing: BuiltFiling
) -> None:
    submit_filing(demo, library, filing, name=CLERK, reason="均已核实")
    approved = sign_filing(demo, library, filing, StepKind.APPROVED, name=LEADER, on_paper=True)
    undone = undo(demo)
    assert state(demo, filing) is FilingState.SUBMITTED
    undo(demo, undone.operation)  # done again
    assert state(demo, filing) is FilingState.APPROVED
    frozen = freeze_filing(demo, library, filing)
    with pytest.raises(UndoRefusedError):
        undo(demo, approved.operation)
    undo(demo, frozen.operation)
    assert state(demo, filing) is FilingState.APPROVED
    assert list_filings(demo) == ()


def test_an_unapproved_filing_is_frozen_with_a_written_reason_only(
    demo: Workplace, library: Library, filing: BuiltFiling
) -> None:
    explained = {finding.code: "属实" for finding in filing.findings}
    with pytest.raises(RuleError, match="filing-not-approved"):
        freeze_filing(demo, library, filing, explanations=explained)
    freeze_filing(demo, library, filing, explanations=explained, reason="领导出差，电话同意")
    (chain,) = list_chains(demo)
    assert (chain.steps, chain.filing.reason) == ((), "领导出差，电话同意")


def test_an_amended_filing_says_why_and_how_much_it_changes(
    demo: Workplace, library: Library, filing: BuiltFiling
) -> None:
    freeze_filing(demo, library, filing, reason="上报")
    with pytest.raises(RuleError, match="filing-unchanged"):
        submit_filing(demo, library, filing, name=CLERK, reason="再报")
    change_a_figure(demo, library, filing)
    now = build_filing(demo, library, ZONE, QUARTER)
    progress = read_progress(demo, now)
    assert progress.amends == list_filings(demo)[0]
    assert (progress.version, bool(progress.amended)) == (2, True)
    submit_filing(demo, library, now, name=CLERK, reason="企业更正")
    sign_filing(other_user(demo), library, now, StepKind.APPROVED, name=LEADER)
    assert list(list_open(demo)) == [(ZONE, QUARTER.key)]
    with pytest.raises(RuleError, match="filing-amendment-reason"):
        freeze_filing(demo, library, now)
    freeze_filing(demo, library, now, reason="企业更正收入")
    second, first = list_chains(demo)
    assert (first.state, second.state) == (FilingState.AMENDED, FilingState.FROZEN)
    assert second.filing.changed_cells == len(progress.amended)
    assert first.filing.changed_cells is None


def test_who_signed_other_figures_has_not_signed_what_is_frozen(
    demo: Workplace, library: Library, filing: BuiltFiling
) -> None:
    submit_filing(demo, library, filing, name=CLERK, reason="均已核实")
    sign_filing(other_user(demo), library, filing, StepKind.APPROVED, name=LEADER)
    change_a_figure(demo, library, filing)
    freeze_filing(demo, library, build_filing(demo, library, ZONE, QUARTER), reason="赶期限")
    (chain,) = list_chains(demo)
    assert [step.name for step in chain.steps] == [CLERK, LEADER]
    assert (chain.signed, chain.is_approved) == ((), False)
    assert {one.explanation for one in frozen_findings(demo, chain.filing.id)} == {"赶期限"}


def test_what_was_returned_after_its_approval_is_not_approved(
    demo: Workplace, library: Library, filing: BuiltFiling
) -> None:
    submit_filing(demo, library, filing, name=CLERK, reason="均已核实")
    sign_filing(other_user(demo), library, filing, StepKind.APPROVED, name=LEADER)
    return_filing(other_user(demo), filing, name=LEADER, reason="人数有误")
    freeze_filing(demo, library, filing, reason="赶期限")
    (chain,) = list_chains(demo)
    assert (len(chain.steps), chain.signed, chain.is_approved) == (3, (), False)


def test_a_version_that_a_later_one_amends_stays(demo_on_each: Workplace, library: Library) -> None:
    demo = demo_on_each
    filing = build_filing(demo, library, ZONE, QUARTER)
    first = freeze_filing(demo, library, filing, reason="上报")
    change_a_figure(demo, library, filing)
    second = freeze_filing(demo, library, build_filing(demo, library, ZONE, QUARTER), reason="企业更正")
    with pytest.raises(UndoRefusedError, match="undo-amended"):
        undo(demo, first.operation)
    undo(demo, second.operation)
    undone = undo(demo, first.operation)
    assert list_filings(demo) == ()
    freeze_filing(demo, library, build_filing(demo, library, ZONE, QUARTER), reason="重新上报")
    with pytest.raises(UndoRefusedError, match="undo-collides"):
        undo(demo, undone.operation)
    assert [info.reason for info in list_filings(demo)] == ["重新上报"]


def test_who_has_not_reported_is_kept_with_the_filing(
    demo: Workplace, library: Library, filing: BuiltFiling
) -> None:
    progress = read_progress(demo, filing)
    assert progress.readiness.reported < progress.readiness.asked
    freeze_filing(demo, library, filing, reason="上报")
    (info,) = list_filings(demo)
    ready, missed = frozen_readiness(read_frozen(demo, info.id))
    assert ready.lacking == progress.readiness.lacking
    assert missed == progress.missed
    named = {name for one in missed for name in (*one.absent, *one.partly)}
    assert named == {one.name for one in ready.lacking}


def test_the_same_records_have_the_same_fingerprint_on_every_database(
    workplace: Workplace, library: Library, filing: BuiltFiling
) -> None:
    build_demo(replace(workplace, today=filing.built.particulars.filled_on), library)
    same = build_filing(workplace, library, ZONE, QUARTER)
    submit_filing(workplace, library, same, name=CLERK, reason="均已核实")
    sign_filing(workplace, library, same, StepKind.APPROVED, name=LEADER, on_paper=True)
    freeze_filing(workplace, library, same)
    (chain,) = list_chains(workplace)
    assert chain.fingerprint == fingerprint(filing.built)
