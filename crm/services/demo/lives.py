"""The tenants' lives: every dated stage from the first lead on, and the quarters in which each reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from crm.domain.lifecycle import IN_HOUSE, LEFT, SUCCEEDED, Stage, StageChange, require_move
from crm.domain.period import Period, PeriodKind
from crm.services.demo.dice import Dice
from crm.services.demo.workdays import working_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.services.demo.script import CastTenant, Phrases, Script, Turn

_QUARTERS_FOLLOWED = 8
"""How long a graduate goes on reporting."""
_OLDEST_AT_ENTRY = 700
"""Days: companies are at most two years old when they move in."""


@dataclass(frozen=True, slots=True)
class Life:
    """One tenant's life. ``steps`` in order; ``quarters`` are those it reports, silent ones left out."""

    number: int
    tenant_id: int
    cast: CastTenant
    founded_on: date | None
    steps: tuple[StageChange, ...]
    quarters: tuple[Period, ...]

    @property
    def entered_on(self) -> date | None:
        """The day of moving in."""
        return self._first(frozenset({Stage.RESIDENT}))

    @property
    def graduated_on(self) -> date | None:
        """The day of graduation."""
        return self._first(SUCCEEDED)

    @property
    def left_on(self) -> date | None:
        """The day on which the company was no longer in the house."""
        return self._first(SUCCEEDED | LEFT) if self.entered_on else None

    @property
    def stage(self) -> Stage:
        """The stage in which the company stands at last."""
        return self.steps[-1].stage

    @property
    def in_house(self) -> bool:
        """Whether the company is in the house at last."""
        return self.stage in IN_HOUSE

    def dice(self, subject: str) -> Dice:
        """The tenant's own choices about *subject*: what one subject draws does not move another."""
        return Dice(f"{subject}/{self.number}")

    def age_in(self, quarter: Period) -> int:
        """Whole quarters since the one of entry; negative before it."""
        entered = Period.containing(self.entered_on or quarter.start, PeriodKind.QUARTER)
        return (quarter.year - entered.year) * 4 + quarter.index - entered.index

    def _first(self, stages: frozenset[Stage]) -> date | None:
        return next((step.on for step in self.steps if step.stage in stages), None)


def tell_lives(script: Script, tenant_ids: Sequence[int]) -> tuple[Life, ...]:
    """The lives of the whole cast, in its order."""
    return tuple(
        _tell_life(script, number, tenant_id, cast)
        for number, (tenant_id, cast) in enumerate(zip(tenant_ids, script.tenants, strict=True), start=1)
    )


def _tell_life(script: Script, number: int, tenant_id: int, cast: CastTenant) -> Life:
    dice = Dice(f"life/{number}")
    if cast.entered is None:
        steps = tuple(_waiting_steps(cast, dice, script.phrases))
        founded = None if cast.unregistered else steps[0].on - timedelta(days=dice.between(20, 500))
    else:
        steps = tuple(_steps(cast, cast.entered, dice, script))
        oldest = _OLDEST_AT_ENTRY * 3 if cast.service else _OLDEST_AT_ENTRY
        # One company in three is founded while it moves in: from registration on.
        age = dice.between(4, 45) if dice.chance(330) else dice.between(60, oldest)
        founded = cast.founded or cast.entered - timedelta(days=age)
    for before, after in pairwise(steps):
        require_move(before.stage, after.stage)
    life = Life(number, tenant_id, cast, founded, steps, ())
    return Life(number, tenant_id, cast, founded, steps, tuple(_reported_quarters(life, script.quarters)))


def _steps(cast: CastTenant, entered: date, dice: Dice, script: Script) -> Iterator[StageChange]:
    """From the first lead to the last turn."""
    phrases = script.phrases
    review = working_day(entered - timedelta(days=dice.between(6, 16)), backwards=True)
    prospect = working_day(review - timedelta(days=dice.between(12, 40)), backwards=True)
    lead = working_day(prospect - timedelta(days=dice.between(8, 45)), backwards=True)
    yield _step(Stage.LEAD, lead, dice, phrases)
    yield _step(Stage.PROSPECT, prospect, dice, phrases)
    yield _step(Stage.REVIEW, review, dice, phrases)
    yield _step(Stage.RESIDENT, entered, dice, phrases)
    if not cast.service:
        # The incubation agreement follows within days, and in the quarter of the entry.
        quarter_end = Period.containing(entered, PeriodKind.QUARTER).end
        agreed = min(working_day(entered + timedelta(days=dice.between(3, 13))), quarter_end)
        if agreed <= script.as_of:
            yield _step(Stage.INCUBATING, agreed, dice, phrases)
    for turn in cast.path:
        yield _step(turn.to, turn.on, dice, phrases, why=turn.why, detail=turn.detail)
        if turn.to is Stage.GRADUATED:
            yield from _following(turn, cast, dice, script)


def _following(turn: Turn, cast: CastTenant, dice: Dice, script: Script) -> Iterator[StageChange]:
    """A graduate is followed up from the next half-year on, unless something else comes first."""
    day = Period.containing(turn.on + timedelta(days=60), PeriodKind.HALF).end + timedelta(days=1)
    later = [other.on for other in cast.path if other.on > turn.on]
    if day <= script.as_of and all(day < other for other in later):
        yield _step(Stage.FOLLOW_UP, day, dice, script.phrases)


def _waiting_steps(cast: CastTenant, dice: Dice, phrases: Phrases) -> Iterator[StageChange]:
    """The way of a company that has not moved in, or has been lost on the way."""
    waiting = cast.waiting
    if waiting is None:
        raise LookupError(cast.name)
    day = waiting.on
    first = working_day(day - timedelta(days=dice.between(35, 60)), backwards=True)
    second = working_day(day - timedelta(days=dice.between(12, 30)), backwards=True)
    if waiting.to is Stage.LEAD:
        yield _step(Stage.LEAD, day, dice, phrases)
    elif waiting.to is Stage.PROSPECT:
        yield _step(Stage.LEAD, second, dice, phrases)
        yield _step(Stage.PROSPECT, day, dice, phrases)
    elif waiting.to is Stage.REVIEW:
        yield _step(Stage.LEAD, first, dice, phrases)
        yield _step(Stage.PROSPECT, second, dice, phrases)
        yield _step(Stage.REVIEW, day, dice, phrases)
    else:
        yield _step(Stage.LEAD, first, dice, phrases)
        yield _step(Stage.PROSPECT, second, dice, phrases)
        yield StageChange(Stage.EXITED, day, reason=dice.pick(phrases.some("stage", "lost")))


def _step(
    stage: Stage, on: date, dice: Dice, phrases: Phrases, *, why: str = "", detail: str = ""
) -> StageChange:
    return StageChange(
        stage,
        on,
        reason=dice.pick(phrases.some("stage", why or stage.value)),
        allowed_by=dice.pick(phrases.some("allowed_by", stage.value)),
        detail=detail or dice.pick(phrases.some("detail", stage.value)),
    )


def _reported_quarters(life: Life, quarters: Sequence[Period]) -> Iterator[Period]:
    """The quarters at whose end the company is in the house, and two years more for a graduate."""
    entered, left, cast = life.entered_on, life.left_on, life.cast
    if entered is None:
        return
    for quarter in quarters:
        started = entered <= quarter.end or bool(cast.reports_from and quarter.code >= cast.reports_from)
        if not started or quarter.code in cast.silent:
            continue
        if left is None or left > quarter.end or _is_followed(life, quarter):
            yield quarter


def _is_followed(life: Life, quarter: Period) -> bool:
    graduated = life.graduated_on
    if graduated is None:
        return False
    since = (quarter.year - graduated.year) * 4 + quarter.index - ((graduated.month - 1) // 3 + 1)
    return since <= _QUARTERS_FOLLOWED


def last_day(life: Life, script: Script) -> date:
    """The day up to which a tenant's deeds are known: that of leaving, the last one reported, or the last of all."""
    left = life.left_on
    if left is None:
        return script.as_of
    if life.graduated_on == left and life.quarters:
        return min(life.quarters[-1].end, script.as_of)
    return left - timedelta(days=1)
