"""The watch: after any number of edits it lists every cell that would be filed otherwise, who did it, and no other."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

import pytest

from crm.domain.errors import NotFoundError, RuleError
from crm.domain.lifecycle import Stage
from crm.domain.period import Period
from crm.filings.compare import DifferenceKind
from crm.services.figures import Figure, put_figures
from crm.services.filings import build_filing
from crm.services.freezing import freeze_filing
from crm.services.frozen_filings import compare_frozen, export_frozen, list_filings, read_frozen
from crm.services.history import get_operation, list_operations
from crm.services.library import Library
from crm.services.operation import undo
from crm.services.records import add_record, add_reference, change_record, remove_record
from crm.services.tenants import TenantQuery, add_tenant, change_stage, list_tenant_ids
from crm.services.watch import carry_differences, cell_of, watch_filing, watch_filings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crm.filings.built import Built, BuiltCell
    from crm.services.operation import Workplace
    from crm.services.tenants import FieldValue
    from crm.services.watch import Watched

Values: TypeAlias = "dict[str, FieldValue]"

FORM, QUARTER = "zone-quarterly", Period.parse("2026Q3")
IN_FORM = ("total_income", "employees", "taxes_paid", "rd_expenditure", "net_profit")
ELSEWHERE = ("total_income", "employees")
EDITS = 500
VALUES = (DifferenceKind.VALUE, DifferenceKind.ROUNDING)


@dataclass
class House:
    """Twenty-four tenants with figures, the quarter frozen, and a chance that can be repeated."""

    workplace: Workplace
    library: Library
    tenants: list[int]
    chance: random.Random = field(default_factory=lambda: random.Random(20261130))
    edits: int = 0

    @property
    def built(self) -> Built:
        return build_filing(self.workplace, self.library, FORM, QUARTER).built

    def freeze(self) -> None:
        filing = build_filing(self.workplace, self.library, FORM, QUARTER)
        freeze_filing(self.workplace, self.library, filing, reason="上报")

    def watched(self) -> Watched:
        (watched,) = watch_filings(self.workplace, self.library)
        return watched

    def put(self, period: Period, indicators: tuple[str, ...], *, user: str) -> None:
        """Put up to six figures in, or take them away, as one operation."""
        chosen = {
            (self.chance.choice(self.tenants), self.chance.choice(indicators))
            for _ in range(self.chance.randint(1, 6))
        }
        values = [self.chance.randrange(1, 10**9) if self.chance.random() < 0.8 else None for _ in chosen]
        figures = [Figure(*key, period, value) for key, value in zip(sorted(chosen), values, strict=True)]
        put_figures(replace(self.workplace, user=user), self.library, figures, reason="更正")
        self.edits += len(figures)

    def edit(self) -> None:
        """Do something that a user does."""
        user = self.chance.choice(("甲", "乙"))
        deed = self.chance.random()
        if deed < 0.6:
            self.put(QUARTER, IN_FORM, user=user)
        elif deed < 0.75:
            self.put(
                self.chance.choice((Period.parse("2024Q1"), Period.parse("2026Q4"))), ELSEWHERE, user=user
            )
        elif deed < 0.85:
            add_record(
                self.workplace,
                self.library,
                "ip_right",
                self.chance.choice(self.tenants),
                {"kind": "software", "title": f"软件{self.edits}", "granted_on": date(2026, 8, 3)},
            )
            self.edits += 1
        elif deed < 0.9:
            name = {"name": f"汾川新来{self.edits}号科技有限公司"}
            came = add_tenant(self.workplace, self.library, name, stage=Stage.INCUBATING, on=date(2026, 8, 1))
            self.tenants += came.tenants
            self.edits += 1
        else:
            undo(self.workplace, reason="撤销")
            self.tenants = list(list_tenant_ids(self.workplace, TenantQuery()))  # one may have gone
            self.edits += 1


@pytest.fixture
def house(workplace: Workplace, library: Library) -> House:
    tenants: list[int] = []
    for number in range(24):
        name = {"name": f"汾川第{number + 1:02}号科技有限公司"}
        tenants += add_tenant(workplace, library, name, stage=Stage.INCUBATING, on=date(2024, 1, 1)).tenants
    chance = random.Random(7)
    put_figures(
        workplace,
        library,
        [
            Figure(tenant, indicator, QUARTER, chance.randrange(1, 10**9))
            for tenant in tenants[:20]
            for indicator in IN_FORM
        ],
    )
    house = House(workplace, library, tenants)
    house.freeze()
    return house


def cells_of(built: Built) -> Iterator[tuple[tuple[str, str, str, int | None], BuiltCell]]:
    """Every cell that is filed under what makes it the same cell in another filing, texts that follow left out."""
    for cell in built.cells():
        if cell.formula.code != "formula-ordinal":
            yield (cell.sheet, cell.block or cell.anchor, cell.column, cell.tenant_id), cell


def filed_otherwise(before: Built, now: Built) -> set[str]:
    """The places of now whose value is another, found without what the watch is made of."""
    old = {key: cell.value for key, cell in cells_of(before)}
    return {cell.place for key, cell in cells_of(now) if key in old and old[key] != cell.value}


def test_five_hundred_edits_show_every_changed_figure_and_no_other(house: House) -> None:
    before = read_frozen(house.workplace, list_filings(house.workplace)[0].id)
    while house.edits < EDITS:
        house.edit()
    watched = house.watched()
    now = house.built
    values = [one for one in watched.changes if one.difference.kind in VALUES]
    assert {cell_of(one.difference) for one in values} == filed_otherwise(before, now)
    assert len(values) > 80
    for change in watched.changes:
        assert change.causes or change.difference.kind is DifferenceKind.ROUNDING, change.difference
    came = {
        one.difference.tenant_id for one in watched.changes if one.difference.kind is DifferenceKind.ROW_ADDED
    }
    assert came == {tenant for tenant in house.tenants if tenant > 24}
    writers = writers_of(house)
    own = {key: one.amount for key, one in cells_of(before) if one.tenant_id and one.indicator in IN_FORM}
    changed = [cell for key, cell in cells_of(now) if key in own and own[key] != cell.amount]
    causes = {cell_of(one.difference): {line.id for line in one.causes} for one in values}
    assert len(changed) > 50
    for cell in changed:
        assert causes[cell.place] == writers[cell.indicator, cell.tenant_id]


def writers_of(house: House) -> dict[tuple[object, object], set[int]]:
    """Which operations since the freezing wrote a figure of the quarter, read row by row from the journal."""
    writers: dict[tuple[object, object], set[int]] = {}
    for line in list_operations(house.workplace, limit=None):
        if line.kind == "filing-frozen":
            return writers
        for image in get_operation(house.workplace, line.id):
            if image.table == "observations" and image.key[0] == QUARTER.key:
                writers.setdefault(image.key[1:], set()).add(line.id)
    raise AssertionError


def test_a_correction_filing_leaves_nothing_to_watch(house: House) -> None:
    house.put(QUARTER, IN_FORM, user="甲")
    assert house.watched().changes
    house.freeze()
    assert house.watched().changes == ()


def test_a_carried_difference_is_told_in_the_next_period_and_watched_again_when_it_moves(
    house: House,
) -> None:
    tenant = house.tenants[0]
    put_figures(
        house.workplace, house.library, [Figure(tenant, "employees", QUARTER, 770_000_000)], reason="更正"
    )
    filing = list_filings(house.workplace)[0]
    cells = {cell_of(one) for one in house.watched().differences}
    with pytest.raises(RuleError, match="carry-reason"):
        carry_differences(house.workplace, house.library, filing.id, reason=" ")
    with pytest.raises(RuleError, match="carry-nothing"):
        carry_differences(house.workplace, house.library, filing.id, reason="下季说明", cells={"综合情况!A1"})
    with pytest.raises(NotFoundError, match="filing-unknown"):
        carry_differences(house.workplace, house.library, 99, reason="下季说明")
    carry_differences(house.workplace, house.library, filing.id, reason="下季说明")
    watched = watch_filing(house.workplace, house.library, filing)
    assert watched.changes == ()
    assert {cell_of(one.difference) for one in watched.carried} == cells
    following = build_filing(house.workplace, house.library, FORM, Period.parse("2026Q4"))
    told = [one.values["cell"] for one in following.findings if one.code == "filing-carried-over"]
    assert set(told) == {cell_of(one.difference) for one in watched.carried if one.difference.kind in VALUES}
    put_figures(house.workplace, house.library, [Figure(tenant, "employees", QUARTER, 9_000)], reason="更正")
    again = {cell_of(one) for one in house.watched().differences if one.kind in VALUES}
    assert again == {cell_of(one.difference) for one in watched.carried if one.difference.kind in VALUES}


def told(house: House) -> dict[object, object]:
    """The cells that are carried to the next quarter, and what they are said to be now."""
    following = build_filing(house.workplace, house.library, FORM, Period.parse("2026Q4"))
    found = [one.values for one in following.findings if one.code == "filing-carried-over"]
    assert len({one["cell"] for one in found}) == len(found)
    return {one["cell"]: one["now"] for one in found}


def test_the_next_period_is_told_a_difference_once_and_only_while_it_stands(house: House) -> None:
    place, tenant = (house.workplace, house.library), house.tenants[0]
    (filing,) = list_filings(house.workplace)

    def put(value: int) -> None:
        put_figures(*place, [Figure(tenant, "employees", QUARTER, value)], reason="更正")

    before = next(
        cell.amount
        for cell in house.built.cells()
        if cell.indicator == "employees" and cell.tenant_id == tenant and cell.block
    )
    assert before is not None
    put(770_000_000)
    carry_differences(*place, filing.id, reason="下季说明")
    once = told(house)
    put(before)  # as it was filed
    assert told(house) == {}
    put(880_000_000)
    carry_differences(*place, filing.id, reason="又改")
    again = told(house)
    assert again.keys() == once.keys()
    assert set(again.values()).isdisjoint(once.values())
    assert "" not in once.values()
    house.freeze()  # the second version files what was carried
    assert told(house) == {}
    put(770_000_000)
    with pytest.raises(RuleError, match="carry-amended"):
        carry_differences(*place, filing.id, reason="还想结转")


def test_a_row_that_came_where_another_went_is_carried_as_well(house: House) -> None:
    (filing,) = list_filings(house.workplace)
    first = house.built.blocks[0].tenants[0]
    assert first is not None
    change_stage(house.workplace, first, Stage.EXITED, on=date(2026, 7, 2), reason="搬走", detail="外省")
    add_tenant(
        house.workplace, house.library, {"name": "阿新科技"}, stage=Stage.INCUBATING, on=date(2020, 1, 1)
    )
    watched = house.watched()
    rows = [one for one in watched.differences if one.kind not in VALUES]
    assert {one.kind for one in rows} >= {DifferenceKind.ROW_ADDED, DifferenceKind.ROW_REMOVED}
    carry_differences(house.workplace, house.library, filing.id, reason="下季说明")
    assert house.watched().changes == ()
    above = {"name": "阿旧科技"}
    add_tenant(house.workplace, house.library, above, stage=Stage.INCUBATING, on=date(2019, 1, 1))
    moved = [one for one in house.watched().carried if one.difference.tenant_id]
    assert len(moved) == len([one for one in rows if one.tenant_id])


def test_a_tenant_that_leaves_the_population_names_the_move(house: House) -> None:
    changes = change_stage(
        house.workplace, house.tenants[3], Stage.EXITED, on=date(2026, 9, 1), reason="搬走", detail="外省"
    )
    watched = house.watched()
    gone = [one for one in watched.changes if one.difference.kind is DifferenceKind.ROW_REMOVED]
    assert {line.id for one in gone for line in one.causes} == {changes.operation}
    total = next(
        one for one in watched.changes if one.difference.tenant_id is None and one.difference.records
    )
    assert changes.operation in {line.id for line in total.causes}


def freeze(workplace: Workplace, library: Library, form: str, period: str) -> None:
    filing = build_filing(workplace, library, form, Period.parse(period))
    freeze_filing(workplace, library, filing, reason="上报")


def causes_of(workplace: Workplace, library: Library, form: str) -> dict[DifferenceKind, set[int]]:
    (watched,) = (one for one in watch_filings(workplace, library) if one.filing.form == form)
    found: dict[DifferenceKind, set[int]] = {}
    for change in watched.changes:
        found.setdefault(change.difference.kind, set()).update(line.id for line in change.causes)
        assert change.causes, change.difference
    return found


def test_a_row_that_is_a_record_and_a_count_kept_below_it_name_who_wrote_them(
    workplace: Workplace, library: Library
) -> None:
    (tenant,) = add_tenant(
        workplace, library, {"name": "汾川甲科技有限公司"}, stage=Stage.INCUBATING, on=date(2025, 1, 1)
    ).tenants
    room: Values = {"building": "A座", "floor": "1", "number": "101", "use": "tenant", "area": 9_000}
    add_reference(workplace, library, "room", room)
    event: Values = {"title": "沙龙", "kind": "salon", "role": "host", "held_on": date(2025, 5, 6)}
    add_reference(workplace, library, "event", event)
    let: Values = {"number": "1", "room_id": 1, "area": 4_000, "start_on": date(2025, 1, 1)}
    add_record(workplace, library, "lease", tenant, let)
    add_record(workplace, library, "lease", tenant, let)
    for form in ("zone-events", "tax-property"):
        freeze(workplace, library, form, "2025")
    came = add_record(workplace, library, "attendance", tenant, {"event_id": 1, "persons": 30}).operation
    added = add_reference(workplace, library, "event", event).operation
    gone = remove_record(workplace, library, "lease", 2).operation
    changed = change_record(
        workplace, library, "lease", 1, {"until_on": date(2025, 6, 30)}, seen={"until_on": None}
    ).operation
    events, leases = (causes_of(workplace, library, form) for form in ("zone-events", "tax-property"))
    assert events[DifferenceKind.VALUE] == {came}
    assert events[DifferenceKind.ROW_ADDED] == {added}
    assert leases[DifferenceKind.ROW_REMOVED] == {gone}
    assert leases[DifferenceKind.VALUE] == {gone, changed}


def test_what_an_older_form_listed_is_told_as_asked_otherwise_and_can_be_read_and_corrected(
    workplace: Workplace, library: Library, tmp_path: Path
) -> None:
    tenants: list[int] = []
    for name in ("汾川甲科技有限公司", "汾川乙科技有限公司"):
        came = add_tenant(workplace, library, {"name": name}, stage=Stage.INCUBATING, on=date(2025, 1, 1))
        tenants += came.tenants
    for tenant in tenants:
        right: Values = {"kind": "software", "title": f"软件{tenant}", "granted_on": date(2025, 5, 6)}
        add_record(workplace, library, "ip_right", tenant, right)
    change_stage(workplace, tenants[0], Stage.EXITED, on=date(2025, 8, 1), reason="退租", detail="到期")
    freeze(workplace, older_library(library, tmp_path), "zone-rights", "2025Q3")
    (info,) = list_filings(workplace)
    filed = read_frozen(workplace, info.id)
    watched = watch_filing(workplace, library, info)
    told = [(one.difference.kind, one.difference.asked_anew, one.causes) for one in watched.changes]
    assert told == [(DifferenceKind.ROW_REMOVED, True, ()), (DifferenceKind.VALUE, True, ())]
    exported = export_frozen(workplace, info.id, tmp_path / "again.xlsx")
    assert exported.sha256 == info.sha256
    freeze(workplace, library, "zone-rights", "2025Q3")
    newer, older = list_filings(workplace)
    assert (read_frozen(workplace, older.id), newer.version) == (filed, 2)
    assert all(one.asked_anew for one in compare_frozen(workplace, older.id, newer.id)[2])
    assert watch_filing(workplace, library, newer).changes == ()


def test_a_figure_that_the_same_indicator_counts_otherwise_is_nobodys_doing(
    workplace: Workplace, library: Library
) -> None:
    came = add_tenant(
        workplace, library, {"name": "汾川甲科技有限公司"}, stage=Stage.INCUBATING, on=date(2025, 1, 1)
    )
    for tenant in came.tenants:
        right: Values = {"kind": "software", "title": "软件", "granted_on": date(2025, 5, 6)}
        add_record(workplace, library, "ip_right", tenant, right)
    freeze(workplace, library, "zone-rights", "2025Q3")
    (info,) = list_filings(workplace)
    indicator = library.indicators["ip_rights_valid"]
    fewer = replace(indicator, source=replace(indicator.source, filters={"kind": ("invention",)}))
    catalogue = replace(library.indicators, by_code={**library.indicators.by_code, indicator.code: fewer})
    otherwise = replace(library, indicators=catalogue)
    changes = watch_filing(workplace, otherwise, info).changes
    assert {(one.causes, one.is_nobodys) for one in changes} == {((), True)}
    change_record(
        workplace, library, "ip_right", 1, {"lapsed_on": date(2025, 9, 1)}, seen={"lapsed_on": None}
    )
    assert {one.is_nobodys for one in watch_filing(workplace, library, info).changes} == {False}


def older_library(library: Library, folder: Path) -> Library:
    """The library of a version whose register of rights listed those of enterprises that had left too."""
    of_now = library.form_folder("zone-rights").folder
    shutil.copytree(of_now, folder / "forms/zone/rights/2025")
    form = folder / "forms/zone/rights/2025/form.toml"
    form.write_text(form.read_text("utf-8").replace('population = "resident"\n', ""), "utf-8")
    return Library.load(user_folder=folder)
