"""Random work, undone: whatever was written in whatever order, taking it back restores every earlier state exactly."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from crm.db.models import (
    Contact,
    Lease,
    LeaseLine,
    Observation,
    Organisation,
    Project,
    Tenant,
    TenantName,
)
from crm.db.rows import table_of
from crm.domain.errors import UndoRefusedError
from crm.services.operation import operation, undo
from tests.db.world import add_tenant, at, dump_of, require_right_overview

if TYPE_CHECKING:
    from crm.db.base import Base
    from crm.db.engine import Database
    from crm.db.journal import Recorder
    from tests.db.world import Dump

LETTERS = "青禾云杉北辰海棠松石𠮷é~'\"\\"


@dataclass
class Worker:
    """Does random steps that the schema allows, on what it knows to be there."""

    random: Random
    held: dict[type[Base], set[Any]] = field(default_factory=dict)

    def word(self) -> str:
        return "".join(self.random.choices(LETTERS, k=self.random.randint(0, 6)))

    def day(self) -> date:
        return date(2020, 1, 1) + timedelta(days=self.random.randint(0, 2_000))

    def one_of(self, model: type[Base]) -> Any:  # noqa: ANN401 - a key
        return self.random.choice(sorted(self.held[model]))

    def maybe_one_of(self, model: type[Base]) -> Any:  # noqa: ANN401 - a key
        held = self.held.get(model)
        return self.one_of(model) if held and self.random.random() < 0.7 else None

    def look(self, database: Database) -> None:
        """Know what is there, and what of it is referred to."""
        state = dump_of(database)
        for model in (Tenant, TenantName, Contact, Organisation, Project, Observation, Lease):
            table = table_of(model)
            names = list(table.c.keys())
            keys = [names.index(column.name) for column in table.primary_key]
            self.held[model] = {
                row[keys[0]] if len(keys) == 1 else tuple(row[key] for key in keys)
                for row in state[table.name]
            }

    def step(self, recorder: Recorder) -> None:
        steps = [self.add_tenants, self.add_organisation]
        if self.held[Tenant]:
            steps += [
                self.change_tenants,
                self.add_name,
                self.add_contact,
                self.put_figures,
                self.add_project,
            ]
        if self.held[Organisation] and self.held[Project]:
            steps.append(self.change_project)
        if self.held[Contact] or self.held[TenantName] or self.held[Observation]:
            steps.append(self.remove)
        self.random.choice(steps)(recorder)

    def add_tenants(self, recorder: Recorder) -> None:
        for _ in range(self.random.randint(1, 3)):
            values: dict[str, Any] = {}
            if self.random.random() < 0.5:
                values = {
                    "note": self.word(),
                    "founded_on": self.day(),
                    "high_tech": self.random.choice((True, None)),
                }
            self.held[Tenant].add(add_tenant(recorder, self.word() + "公司", **values))

    def change_tenants(self, recorder: Recorder) -> None:
        columns = self.random.sample(("note", "phone", "founded_on", "area", "extra", "has_mentor"), k=2)
        chosen = self.random.sample(
            sorted(self.held[Tenant]), k=self.random.randint(1, len(self.held[Tenant]))
        )
        recorder.change(Tenant, {(key,): {name: self.value(name) for name in columns} for key in chosen})

    def value(self, column: str) -> Any:  # noqa: ANN401 - a column's value
        match column:
            case "founded_on":
                return self.random.choice((None, self.day()))
            case "area":
                return self.random.choice((None, self.random.randint(-5, 10**15)))
            case "extra":
                return self.random.choice((None, {self.word(): self.word()}))
            case "has_mentor":
                return self.random.choice((None, True, False))
            case _:
                return self.word()

    def add_name(self, recorder: Recorder) -> None:
        tenant, name = self.one_of(Tenant), self.word()
        new = recorder.add(TenantName, tenant_id=tenant, name=name, name_key=name, until_on=self.day())
        self.held[TenantName].add(new)

    def add_contact(self, recorder: Recorder) -> None:
        self.held[Contact].add(recorder.add(Contact, tenant_id=self.one_of(Tenant), name=self.word()))

    def add_organisation(self, recorder: Recorder) -> None:
        self.held[Organisation].add(recorder.add(Organisation, name=self.word(), kind="university"))

    def add_project(self, recorder: Recorder) -> None:
        new = recorder.add(
            Project,
            title=self.word(),
            kind="matched",
            stage="new",
            tenant_id=self.maybe_one_of(Tenant),
            organisation_id=self.maybe_one_of(Organisation),
            brought_in_on=self.day(),
        )
        self.held[Project].add(new)

    def change_project(self, recorder: Recorder) -> None:
        recorder.change_one(
            Project,
            self.one_of(Project),
            organisation_id=self.maybe_one_of(Organisation),
            tenant_id=self.maybe_one_of(Tenant),
        )

    def put_figures(self, recorder: Recorder) -> None:
        keys = {
            (
                self.random.choice((202500, 202521, 202522)),
                self.random.choice(("total_income", "employees")),
                tenant,
            )
            for tenant in self.random.sample(sorted(self.held[Tenant]), k=min(3, len(self.held[Tenant])))
        }
        recorder.put(
            Observation,
            [
                {
                    "period": period,
                    "indicator": indicator,
                    "tenant_id": tenant,
                    "value": self.random.randint(-(10**12), 10**12),
                    "operation_id": recorder.operation_id,
                    "source_row": self.random.choice((None, 5)),
                }
                for period, indicator, tenant in sorted(keys)
            ],
        )
        self.held[Observation] |= keys

    def remove(self, recorder: Recorder) -> None:
        model = self.random.choice([one for one in (Contact, TenantName, Observation) if self.held[one]])
        key = self.one_of(model)
        self.held[model].discard(key)
        recorder.remove(model, [key if isinstance(key, tuple) else (key,)])


def work(database: Database, worker: Worker) -> int:
    """One operation of some steps; its number."""
    worker.look(database)
    with operation(at(database), "random") as running:
        for _ in range(worker.random.randint(1, 4)):
            worker.step(running.recorder)
    return running.id if running.changes.tables else 0


@pytest.mark.uncounted
@pytest.mark.parametrize("seed", range(6))
def test_everything_undone_in_reverse_leaves_nothing_and_passes_every_earlier_state(
    database: Database, seed: int
) -> None:
    worker = Worker(Random(seed))
    states: list[tuple[int, Dump]] = []
    for _ in range(15):
        before = dump_of(database)
        number = work(database, worker)
        if number:
            states.append((number, before))
            require_right_overview(database)
    for number, before in reversed(states):
        undo(at(database), number)
        assert dump_of(database) == before
    require_right_overview(database)
    assert not any(dump_of(database).values())


@pytest.mark.uncounted
@pytest.mark.parametrize("seed", range(100, 106))
def test_an_undo_in_any_order_is_refused_or_can_be_taken_back(database: Database, seed: int) -> None:
    random = Random(seed)
    worker = Worker(random)
    numbers = [number for _ in range(12) if (number := work(database, worker))]
    undone = refused = 0
    for _ in range(12):
        before = dump_of(database)
        try:
            done = undo(at(database), random.choice(numbers))
        except UndoRefusedError:
            refused += 1
            assert dump_of(database) == before
            continue
        undone += 1
        require_right_overview(database)
        undo(at(database), done.operation)
        assert dump_of(database) == before
        require_right_overview(database)
    assert undone
    assert refused


def test_lines_of_a_lease_come_back_with_their_lease(database: Database) -> None:
    """Rows that know no tenant of their own are journaled like all others."""
    from crm.db.models import Building, Floor, Room, Site

    with operation(at(database), "premises") as running:
        recorder = running.recorder
        site = recorder.add(Site, name="四号园", is_own=True)
        building = recorder.add(Building, site_id=site, name="A座")
        floor = recorder.add(Floor, building_id=building, name="1层")
        room = recorder.add(Room, floor_id=floor, number="101", use="tenant", area=5_000)
        tenant = add_tenant(recorder, "青禾科技")
    before = dump_of(database)
    with operation(at(database), "let") as running:
        recorder = running.recorder
        lease = recorder.add(Lease, tenant_id=tenant, number="L1")
        recorder.add(LeaseLine, lease_id=lease, room_id=room, area=5_000, start_on=date(2025, 1, 1))
    assert running.changes.tenants == {tenant}
    undo(at(database))
    assert dump_of(database) == before
