"""The rules of a filing's way: which step from which state, by whom, and what a change of figures does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import RuleError
from crm.filings.approval import FilingState, Standing, Step, StepKind, require_step, standing_of

if TYPE_CHECKING:
    from collections.abc import Sequence

S, C, A, R = StepKind.SUBMITTED, StepKind.CHECKED, StepKind.APPROVED, StepKind.RETURNED


def chain(*kinds: StepKind, fingerprint: str = "a") -> tuple[Step, ...]:
    names = {S: ("填表人", "clerk"), C: ("审核人", "boss"), A: ("负责人", "boss"), R: ("负责人", "boss")}
    return tuple(
        Step(place, kind, *names[kind], "2026-10-08T01:00:00Z", fingerprint=fingerprint)
        for place, kind in enumerate(kinds, start=1)
    )


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ((), FilingState.DRAFT),
        ((S,), FilingState.SUBMITTED),
        ((S, C), FilingState.CHECKED),
        ((S, A), FilingState.APPROVED),
        ((S, C, A), FilingState.APPROVED),
        ((S, C, R), FilingState.DRAFT),
        ((S, A, R, S), FilingState.SUBMITTED),
    ],
)
def test_the_last_steps_say_how_far_it_is(kinds: Sequence[StepKind], state: FilingState) -> None:
    standing = standing_of(chain(*kinds), "a")
    assert (standing.state, standing.fell_from) == (state, None)


def test_the_steps_of_an_earlier_submission_hold_no_longer() -> None:
    standing = standing_of(chain(S, C, R, S), "a")
    assert [step.kind for step in standing.steps] == [S]
    assert standing.step(C) is None


def test_another_fingerprint_makes_it_a_draft_and_tells_from_where_it_fell() -> None:
    standing = standing_of(chain(S, C), "b")
    assert (standing.state, standing.fell_from) == (FilingState.DRAFT, FilingState.CHECKED)
    assert standing.step(S) is not None
    again = standing_of((*chain(S, C), *chain(S, fingerprint="b")), "b")
    assert (again.state, again.fell_from) == (FilingState.SUBMITTED, None)


def refusal(
    standing: Standing, kind: StepKind, *, name: str, by: str = "boss", on_paper: bool = False
) -> str:
    try:
        require_step(standing, kind, name=name, by=by, on_paper=on_paper)
    except RuleError as error:
        return error.code
    return ""


@pytest.mark.parametrize(
    "name", ["Li Ming", "li ming", "\uff2c\uff49 Ming", "Li\u3000Ming", "LiMing", " Li-Ming"]
)
def test_a_name_written_otherwise_is_the_same_person(name: str) -> None:
    standing = standing_of((Step(1, S, "Li Ming", "clerk", "2026-10-08T01:00:00Z"),), "")
    assert refusal(standing, A, name=name, on_paper=True) == "filing-own-approval"
    assert refusal(standing, A, name="Li Min", on_paper=True) == ""


def test_a_login_in_other_letters_is_the_same_user() -> None:
    standing = standing_of(chain(S), "a")
    for user in ("CLERK", " clerk", "ｃlerk"):
        assert refusal(standing, A, name="负责人", by=user) == "filing-own-approval"


def test_each_step_has_its_turn() -> None:
    allowed = {
        (): {S},
        (S,): {C, A, R},
        (S, C): {A, R},
        (S, A): {R},
        (S, R): {S},
    }
    for kinds, steps in allowed.items():
        standing = standing_of(chain(*kinds), "a")
        taken = {kind for kind in StepKind if not refusal(standing, kind, name="另一人")}
        assert taken == steps, kinds
    assert refusal(standing_of(chain(S), "a"), C, name=" ") == "filing-step-name"


def test_nobody_checks_or_approves_their_own() -> None:
    standing = standing_of(chain(S), "a")
    for kind in (C, A):
        assert refusal(standing, kind, name="填表人") == "filing-own-approval"
        assert refusal(standing, kind, name="填表人", on_paper=True) == "filing-own-approval"
        assert refusal(standing, kind, name="负责人", by="clerk") == "filing-own-approval"
        assert refusal(standing, kind, name="负责人", by="clerk", on_paper=True) == ""
    assert refusal(standing, R, name="填表人", by="clerk") == ""
