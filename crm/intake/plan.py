"""What an import of tenants would do, told before anything is written: new, updated, same, refused and skipped rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from crm.domain.errors import RuleError
from crm.domain.finding import Finding, Severity
from crm.domain.lifecycle import ENTRY, LEFT, SUCCEEDED, Stage, require_move
from crm.domain.text import name_key
from crm.intake.counts import CountedRows
from crm.intake.draft import counted_places, used_extra
from crm.intake.lexicon import NAME
from crm.intake.match import By
from crm.intake.progress import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from crm.intake.draft import Drafts
    from crm.intake.match import Matches
    from crm.intake.progress import Progress
    from crm.intake.rows import SkippedRow
    from crm.intake.values import Value

STAGE = "stage"
MOVED_IN_ON = "moved_in_on"
LEFT_ON = "left_on"
FORMER_NAMES = "former_names"
NOT_FIELDS = frozenset({STAGE, MOVED_IN_ON, LEFT_ON, FORMER_NAMES})
"""Columns that say something about stages and names over time, which are dated records of their own."""
_IN_THE_HOUSE = frozenset(stage.value for stage in ENTRY)
_AFTERWARDS = frozenset(stage.value for stage in SUCCEEDED | LEFT)
_GRADUATED = frozenset({Stage.GRADUATED.value, Stage.FOLLOW_UP.value})
_LEFT_NOW = frozenset(stage.value for stage in LEFT | {Stage.GRADUATED})
"""Stages that begin with the day of leaving; a listing, or being followed up, begins later."""
_BETWEEN_NAMES = re.compile(r"[\u3001,\uff0c;\uff1b/\n]+")


@dataclass(frozen=True, slots=True)
class TenantState:
    """A tenant as it is now: its fields, what it keeps beside them, and its stage with the day it began.

    ``values`` may hold ``moved_in_on``, the day on which it first moved in.
    """

    values: Mapping[str, Value | None]
    extra: Mapping[str, str] = field(default_factory=dict)
    former_names: Sequence[str] = ()
    stage: str | None = None
    stage_since: date | None = None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field with its value before and after; never from something to nothing."""

    field: str
    old: Value | None
    new: Value


@dataclass(frozen=True, slots=True)
class StageMove:
    """A move into a stage on a day; ``old`` is None for a new tenant."""

    stage: str
    on: date
    old: str | None = None


@dataclass(frozen=True, slots=True)
class RowChanges:
    """What a record changes in a tenant; ``extra`` are the texts beside the fields that are new or different.

    ``former_names`` are those that nobody knew; the name given up by a rename is not among them.
    """

    tenant_id: int
    fields: tuple[FieldChange, ...] = ()
    stages: tuple[StageMove, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)
    former_names: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not (self.fields or self.stages or self.extra or self.former_names)

    @property
    def given_up_name(self) -> str | None:
        """The name that the tenant gives up, if it is renamed."""
        return next((str(change.old) for change in self.fields if change.field == NAME), None)


@dataclass(frozen=True, slots=True)
class Plan(CountedRows):
    """What would happen. Numbers are indexes of the drafts' records; ``stages`` are those of new tenants."""

    drafts: Drafts
    new: tuple[int, ...]
    updated: Mapping[int, RowChanges]
    same: tuple[int, ...]
    refused: Mapping[int, Finding]
    skipped: Sequence[SkippedRow]
    stages: Mapping[int, tuple[StageMove, ...]]
    findings: tuple[Finding, ...]

    @property
    def renames(self) -> int:
        """How many known tenants get another name."""
        return sum(changes.given_up_name is not None for changes in self.updated.values())

    @property
    def stage_changes(self) -> int:
        """How many known tenants get another stage."""
        return sum(bool(changes.stages) for changes in self.updated.values())

    def values_of_new(self, index: int) -> dict[str, Value]:
        """The fields of a new tenant that are not blank, without its stages, their days and former names."""
        columns = self.drafts.columns.items()
        found = ((code, column[index]) for code, column in columns if code not in NOT_FIELDS)
        return {code: value for code, value in found if value is not None}

    def former_names_of_new(self, index: int) -> tuple[str, ...]:
        """The former names of a new tenant."""
        return former_names(self.drafts, index)

    def extra_of_new(self, index: int) -> dict[str, str]:
        """What a new tenant keeps beside its fields."""
        return dict(used_extra(self.drafts, index))


def make_plan(
    drafts: Drafts,
    matches: Matches,
    states: Mapping[int, TenantState],
    *,
    on: date,
    progress: Progress = None,
) -> Plan:
    """Compare the records with the tenants they are. *states* has every matched tenant; *on* is the import's day.

    A blank never overwrites. A tenant matched by its name keeps its spelling, one matched by a former name its name.
    A stage change takes its day from the record (moving in, leaving), else *on*, which one warning counts.
    """
    planner = _Planner(drafts, matches, on)
    refused = {**drafts.refused, **matches.refused}
    new: list[int] = []
    updated: dict[int, RowChanges] = {}
    same: list[int] = []
    stages: dict[int, tuple[StageMove, ...]] = {}
    for index, tenant in zip(counted(len(drafts.rows), progress), matches.tenants, strict=True):
        if index in refused:
            continue
        if tenant is None:
            new.append(index)
            stages[index] = planner.first_stages(index)
            continue
        changes = planner.changes(index, tenant, states[tenant])
        if changes.is_empty:
            same.append(index)
        else:
            updated[index] = changes
    noticed = (*planner.findings, *planner.summed_up())
    findings = (*drafts.findings, *matches.findings, *noticed, *refused.values())
    return Plan(drafts, tuple(new), updated, tuple(same), refused, drafts.skipped, stages, findings)


class _Planner:
    """Compares records with tenants, noting what cannot be done."""

    def __init__(self, drafts: Drafts, matches: Matches, on: date) -> None:
        self.drafts = drafts
        self.matches = matches
        self.on = on
        self.columns = [(code, column) for code, column in drafts.columns.items() if code not in NOT_FIELDS]
        self.stages = drafts.column(STAGE)
        self.moved_in = drafts.column(MOVED_IN_ON)
        self.left = drafts.column(LEFT_ON)
        self.findings: list[Finding] = []
        self.places: dict[str, list[str]] = {}
        self.undated: list[bool] = []
        """For each status without its day whether it is one of the house."""
        self.graduated = 0

    def changes(self, index: int, tenant: int, state: TenantState) -> RowChanges:
        """What a record changes in the tenant it is."""
        held = state.values
        fields = tuple(
            FieldChange(code, held.get(code), value)
            for code, column in self.columns
            if (value := column[index]) is not None and value != held.get(code)
        )
        if self.matches.by[index] in {By.NAME, By.FORMER_NAME}:
            fields = tuple(change for change in fields if change.field != NAME)
        extra = {key: text for key, text in used_extra(self.drafts, index) if state.extra.get(key) != text}
        former = former_names(self.drafts, index)
        if former:
            known = {name_key(name) for name in (*state.former_names, str(held.get(NAME)))}
            former = tuple(name for name in former if name_key(name) not in known)
        return RowChanges(tenant, fields, self.moves(index, state), extra, former)

    def first_stages(self, index: int) -> tuple[StageMove, ...]:
        """The stages of a tenant that has none yet: moving in, then what the record says it is now."""
        code = self.stages[index]
        moved_in, left = _day(self.moved_in[index]), _day(self.left[index])
        if code is None:
            return self.without_stage(index, moved_in, left)
        stage = str(code)
        if stage in _IN_THE_HOUSE:
            return (StageMove(stage, self.dated(index, stage) or self.on),)
        if stage not in _AFTERWARDS:
            return (StageMove(stage, self.on),)
        day = self.dated(index, stage) or self.on
        # only an incubating tenant graduates; of the others nothing is known but that they moved in
        entry = Stage.INCUBATING.value if stage in _GRADUATED else Stage.RESIDENT.value
        if moved_in is None:
            self.count("moved-in-missing", index, STAGE)
            self.graduated += stage in _GRADUATED
            # a graduate was here, whenever it came: it counts among those introduced and among the graduates
            first = (StageMove(entry, day),) if stage in _GRADUATED else ()
            return (*first, StageMove(stage, day, entry if first else None))
        if moved_in > day:
            self.note(index, "stage-days-out-of-order", STAGE, earlier=f"{moved_in}", later=f"{day}")
            return (StageMove(stage, day),)
        return (StageMove(entry, moved_in), StageMove(stage, day, entry))

    def without_stage(self, index: int, moved_in: date | None, left: date | None) -> tuple[StageMove, ...]:
        """A record that gives days and no stage: who moved in is resident; how somebody left cannot be known."""
        if left is not None:
            self.note(index, "left-without-stage", LEFT_ON, value=f"{left}")
        return () if moved_in is None else (StageMove(Stage.RESIDENT.value, moved_in),)

    def moves(self, index: int, state: TenantState) -> tuple[StageMove, ...]:
        """The move into the stage that the record says, if the tenant is not in it and the rules allow it."""
        stage = self.stages[index]
        if state.stage is None:
            return self.first_stages(index)
        if stage is None or stage == state.stage:
            self.compare_days(index, state)
            return ()
        try:
            require_move(Stage(state.stage), Stage(stage))
        except RuleError as error:
            self.note(index, error.code, STAGE, **error.values)
            return ()
        day, since = self.dated(index, str(stage)) or self.on, state.stage_since
        if since is not None and day < since:
            self.note(index, "stage-day-too-early", STAGE, value=f"{day}", since=f"{since}")
            day = max(self.on, since)
        return (StageMove(str(stage), day, state.stage),)

    def dated(self, index: int, stage: str) -> date | None:
        """The day that a record gives for a stage: when the tenant moved in, or when it left; what is odd is noted."""
        if stage not in _IN_THE_HOUSE and stage not in _AFTERWARDS:
            return None
        moved_in, left = _day(self.moved_in[index]), _day(self.left[index])
        in_the_house = stage in _IN_THE_HOUSE
        day = moved_in if in_the_house else left
        if day is None:
            self.count("stage-day-missing", index, STAGE)
            self.undated.append(in_the_house)
        if in_the_house and left is not None:
            self.count("left-in-house", index, LEFT_ON)
        if day is not None and day > self.on:
            self.count("stage-day-future", index, MOVED_IN_ON if in_the_house else LEFT_ON)
        return day

    def compare_days(self, index: int, state: TenantState) -> None:
        """Note days that are not the recorded ones: history is corrected by hand, not by an import."""
        given, held = _day(self.moved_in[index]), _day(state.values.get(MOVED_IN_ON))
        if given is not None and held is not None and given != held:
            self.note(index, "moved-in-differs", MOVED_IN_ON, value=f"{given}", held=f"{held}")
        left, since = _day(self.left[index]), state.stage_since
        if left is None:
            return
        if state.stage in _IN_THE_HOUSE:
            self.count("left-in-house", index, LEFT_ON)
        elif state.stage in _LEFT_NOW and since is not None and left != since:
            self.note(index, "left-on-differs", LEFT_ON, value=f"{left}", held=f"{since}")

    def count(self, code: str, index: int, column: str) -> None:
        """Count something that many rows may have in common; :meth:`summed_up` tells it once."""
        self.places.setdefault(code, []).append(self.drafts.address(index, column))

    def summed_up(self) -> Iterator[Finding]:
        """One finding for all rows with the same oddity, with the first places."""
        for code, places in self.places.items():
            values = {**counted_places(places), "on": f"{self.on}"}
            if code == "stage-day-missing":
                entered = sum(self.undated)
                values |= {"entered": entered, "left": len(self.undated) - entered}
            if code == "moved-in-missing":
                values |= {"graduated": self.graduated, "others": len(places) - self.graduated}
            yield Finding(code, Severity.WARNING, places[0], values)

    def note(self, index: int, code: str, column: str, **values: str | int) -> None:
        """Note something that the import leaves as it is."""
        where = self.drafts.address(index, column)
        self.findings.append(
            Finding(code, Severity.WARNING, where, {"row": self.drafts.rows[index], **values})
        )


def _day(value: Value | None) -> date | None:
    return value if isinstance(value, date) else None


def former_names(drafts: Drafts, index: int) -> tuple[str, ...]:
    """The former names that a record gives, one by one."""
    column = drafts.columns.get(FORMER_NAMES)
    text = column[index] if column else None
    return () if text is None else tuple(filter(None, map(str.strip, _BETWEEN_NAMES.split(str(text)))))
