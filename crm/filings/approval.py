"""How a filing comes to be approved: handed over, checked, approved, frozen, amended; and who may take which step.

Three people sign: who filled it in (填表人), who checked it (审核人), who answers for it (负责人). Nobody checks or
approves what they filled in themselves. Where one person alone works at the computer, the others sign the print, and
that is entered as such. A step holds for the figures it was taken on: where one changes, the filing is a draft again.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from crm.domain.errors import RuleError
from crm.domain.text import name_key, normalise

if TYPE_CHECKING:
    from collections.abc import Sequence


class FilingState(Enum):
    """How far a version of a filing is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"  # handed over by who filled it in
    CHECKED = "checked"
    APPROVED = "approved"
    FROZEN = "frozen"
    AMENDED = "amended"  # a later version has taken its place


class StepKind(Enum):
    """What was done to a filing before it was frozen."""

    SUBMITTED = "submitted"
    CHECKED = "checked"
    APPROVED = "approved"
    RETURNED = "returned"


_LEADS_TO = {
    StepKind.SUBMITTED: FilingState.SUBMITTED,
    StepKind.CHECKED: FilingState.CHECKED,
    StepKind.APPROVED: FilingState.APPROVED,
    StepKind.RETURNED: FilingState.DRAFT,
}
_FROM = {
    StepKind.SUBMITTED: (FilingState.DRAFT,),
    StepKind.CHECKED: (FilingState.SUBMITTED,),
    StepKind.APPROVED: (FilingState.SUBMITTED, FilingState.CHECKED),
    StepKind.RETURNED: (FilingState.SUBMITTED, FilingState.CHECKED, FilingState.APPROVED),
}
"""The states in which a step can be taken. A responsible person may approve what nobody else has checked."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step: who signs (``name``), the user at the computer, when (UTC), and the fingerprint of what it was taken on.

    ``on_paper``: the signature is on the print, ``by`` has entered it.
    """

    id: int
    kind: StepKind
    name: str
    by: str
    at: str
    on_paper: bool = False
    note: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a filing is: its state, the steps that hold, and where it fell back to a draft, the state it had."""

    state: FilingState
    steps: tuple[Step, ...] = ()
    fell_from: FilingState | None = None

    def step(self, kind: StepKind) -> Step | None:
        """The step of a *kind* that holds."""
        return next((one for one in reversed(self.steps) if one.kind is kind), None)


def standing_of(steps: Sequence[Step], fingerprint: str) -> Standing:
    """How far a filing is by its *steps*, oldest first, if its record has this *fingerprint* now."""
    begun = [place for place, one in enumerate(steps) if one.kind is StepKind.SUBMITTED]
    held = tuple(steps[begun[-1] :]) if begun else ()
    if not held or held[-1].kind is StepKind.RETURNED:
        return Standing(FilingState.DRAFT, held)
    reached = _LEADS_TO[held[-1].kind]
    if any(one.fingerprint != fingerprint for one in held):
        return Standing(FilingState.DRAFT, held, fell_from=reached)
    return Standing(reached, held)


def require_step(standing: Standing, kind: StepKind, *, name: str, by: str, on_paper: bool) -> None:
    """Refuse a step that cannot be taken now, or not by this person.

    RuleError ``filing-step-name`` without a name, ``filing-step-order`` out of turn, ``filing-own-approval`` where who
    filled it in would check or approve it: by name always, by user unless it was signed on paper.
    """
    if not name.strip():
        raise RuleError("filing-step-name")
    if standing.state not in _FROM[kind]:
        raise RuleError("filing-step-order", state=standing.state.value, step=kind.value)
    filled = standing.step(StepKind.SUBMITTED)
    if kind not in {StepKind.CHECKED, StepKind.APPROVED} or filled is None:
        return
    if is_same_person(name, filled.name) or (is_same_user(by, filled.by) and not on_paper):
        raise RuleError("filing-own-approval", name=filled.name, user=filled.by)


def is_same_user(user: str, other: str) -> bool:
    """Whether two users at the computer are one: blanks around a name, width and case do not make another of it."""
    return normalise(user).casefold() == normalise(other).casefold()


def is_same_person(name: str, other: str) -> bool:
    """Whether two signatures are of one person: blanks, width and case do not make another of them."""
    return name_key(name) == name_key(other)
