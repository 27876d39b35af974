"""Measures over little worlds that were counted by hand, and over random ones by a second way of counting."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from crm.db.models import (
    Attendance,
    Building,
    Cooperation,
    Event,
    Financing,
    Floor,
    GraduateHire,
    IntellectualProperty,
    Lease,
    LeaseLine,
    Organisation,
    Project,
    Qualification,
    Room,
    ServiceRecord,
    Site,
    Talent,
    TechnologyContract,
    TenantName,
)
from crm.db.queries.measures import (
    Question,
    dimensions_of,
    measure,
    measure_groups,
    measure_many,
    measure_value,
)
from crm.db.queries.records import record_names
from crm.db.queries.rosters import read_roster
from crm.domain.errors import NotFoundError
from crm.domain.indicators import Counted, Source, catalogue_from_tables
from crm.domain.lifecycle import IN_HOUSE, MOVES, SUCCEEDED, Stage, StageChange, stage_on
from crm.domain.measures import MeasureRequest, Population
from crm.domain.period import Period, PeriodKind
from crm.paths import resources
from crm.services.operation import operation
from tests.db.world import add_tenant, add_tenants, add_way, at, put_figures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.db.engine import Database
    from crm.db.journal import Recorder
    from crm.db.queries.measures import Group
    from crm.domain.measures import Measured

INDICATORS = catalogue_from_tables(tomllib.loads((resources() / "indicators.toml").read_text("utf-8")))
HOUSE = date(2024, 1, 1)


def question(
    indicator: str,
    period: str,
    *,
    where: Mapping[str, str] | None = None,
    source: Source | None = None,
    **request: Any,  # noqa: ANN401 - a part of the request
) -> Question:
    chosen = INDICATORS[indicator]
    if source is not None:
        chosen = replace(chosen, source=source)
    return Question(MeasureRequest(indicator, Period.parse(period), **request), chosen, where or {})


def ask(database: Database, indicator: str, period: str, **options: Any) -> Measured:  # noqa: ANN401 - see question
    """The figure; the engine's other ways of answering must agree with it."""
    asked = question(indicator, period, **options)
    with database.reading() as connection:
        measured = measure(connection, asked)
        assert measure_value(connection, asked) == (measured.value, len(measured.contributions))
        for dimension in dimensions_of(asked):
            groups = measure_groups(connection, asked, by=dimension)
            assert sum(group.value or 0 for group in groups) == sum(
                one.amount for one in measured.contributions
            )
            assert sum(group.contributions for group in groups) == len(measured.contributions)
    return measured


def value(database: Database, indicator: str, period: str, **options: Any) -> int | None:  # noqa: ANN401 - the same
    return ask(database, indicator, period, **options).value


def groups(database: Database, asked: Question, *, by: str) -> list[tuple[str | None, int | None, int]]:
    with database.reading() as connection:
        found: tuple[Group, ...] = measure_groups(connection, asked, by=by)
    return [(group.key, group.value, group.contributions) for group in found]


def in_house(database: Database, *names: str, since: date = HOUSE, **values: Any) -> list[int]:  # noqa: ANN401
    """Tenants incubating since a day."""
    with operation(at(database), "tenants-added") as running:
        ids = [add_tenant(running.recorder, name, **values) for name in names]
        for tenant in ids:
            add_way(running.recorder, tenant, (Stage.INCUBATING, since))
    return ids


# ------------------------------------------------------------------------------------------ reported figures


def test_a_flow_adds_up_over_the_parts_that_were_reported(database: Database) -> None:
    one, two = in_house(database, "甲", "乙")
    put_figures(
        database,
        *((one, "total_income", f"2025Q{quarter}", 10**quarter) for quarter in (1, 2, 3, 4)),
        *((two, "total_income", f"2025-{month:02d}", 1) for month in range(1, 13)),
        (one, "total_income", "2024Q4", 7),
        (one, "exports", "2025Q1", 9),
    )
    assert value(database, "total_income", "2025") == 11_110 + 12
    assert value(database, "total_income", "2025H1") == 110 + 6
    assert value(database, "total_income", "2025H2") == 11_000 + 6
    assert value(database, "total_income", "2025Q2") == 100 + 3
    assert value(database, "total_income", "2025-02") == 1
    assert value(database, "total_income", "2025Q2", to_date=True) == 110 + 6
    assert value(database, "total_income", "2025Q4", to_date=True) == 11_110 + 12
    assert value(database, "total_income", "2025-02", to_date=True) == 2
    assert value(database, "total_income", "2025H1", to_date=True) == 110 + 6
    assert value(database, "total_income", "2025", to_date=True) == 11_110 + 12
    assert value(database, "total_income", "2024Q4") == 7
    assert value(database, "total_income", "2024") == 7


def test_no_day_is_counted_twice_and_none_is_left_out(database: Database) -> None:
    """Each tenant reports in its own way; a longer report takes the place of those within it."""
    year, half, mixed, both = in_house(database, "年", "半", "混", "都")
    put_figures(
        database,
        (year, "total_income", "2025", 1_000),
        (year, "total_income", "2025Q1", 999),
        (half, "total_income", "2025H1", 40),
        (half, "total_income", "2025Q3", 5),
        (half, "total_income", "2025Q4", 6),
        (mixed, "total_income", "2025Q1", 1),
        (mixed, "total_income", "2025-04", 2),
        (mixed, "total_income", "2025-05", 2),
        (mixed, "total_income", "2025-06", 2),
        (mixed, "total_income", "2025H2", 30),
        (mixed, "total_income", "2025Q3", 29),
        (both, "total_income", "2025Q1", 100),
        (both, "total_income", "2025-01", 33),
    )
    amounts = {one.label: one.amount for one in ask(database, "total_income", "2025").contributions}
    assert amounts == {"年": 1_000, "半": 51, "混": 37, "都": 100}
    amounts = {one.label: one.amount for one in ask(database, "total_income", "2025H1").contributions}
    assert amounts == {"年": 999, "半": 40, "混": 7, "都": 100}
    amounts = {
        one.label: one.amount for one in ask(database, "total_income", "2025Q3", to_date=True).contributions
    }
    assert amounts == {"年": 999, "半": 45, "混": 36, "都": 100}
    amounts = {one.label: one.amount for one in ask(database, "total_income", "2025Q1").contributions}
    assert amounts == {"年": 999, "混": 1, "都": 100}


def test_of_a_stock_the_last_one_counts(database: Database) -> None:
    one, two, three = in_house(database, "甲", "乙", "丙")
    put_figures(
        database,
        (one, "employees", "2025Q1", 5),
        (one, "employees", "2025Q4", 8),
        (two, "employees", "2025-12", 20),
        (two, "employees", "2025-11", 19),
        (three, "employees", "2025", 100),
        (three, "employees", "2025Q4", 101),
    )
    assert value(database, "employees", "2025") == 8 + 20 + 100
    assert value(database, "employees", "2025Q4") == 8 + 20 + 101
    assert value(database, "employees", "2025Q4", to_date=True) == 8 + 20 + 101
    assert value(database, "employees", "2025Q1") == 5
    assert value(database, "employees", "2025H1") is None
    assert [one.lacking for one in ask(database, "employees", "2025Q4").missing] == []


def test_blank_is_not_zero(database: Database) -> None:
    one, two = in_house(database, "甲", "乙")
    assert value(database, "total_income", "2025Q1") is None
    put_figures(database, (one, "total_income", "2025Q1", 0))
    measured = ask(database, "total_income", "2025Q1")
    assert measured.value == 0
    assert [(one.id, one.label, one.kind, one.lacking) for one in measured.missing] == [
        (two, "乙", "tenant", ())
    ]
    assert value(database, "total_income", "2025Q2") is None


def test_where_nobody_is_asked_nothing_is_missing(database: Database) -> None:
    add_tenants(database, "甲")
    assert value(database, "total_income", "2025Q1") == 0
    assert value(database, "total_income", "2025Q1", population=Population.GRADUATED) == 0


def test_who_reported_only_part_of_a_flow_is_named_with_what_is_lacking(database: Database) -> None:
    full, quarters, halves, months, early = in_house(database, "全", "季", "半", "月", "早")
    (late,) = in_house(database, "晚", since=date(2025, 8, 15))
    put_figures(
        database,
        *((full, "total_income", f"2025Q{quarter}", 1) for quarter in (1, 2, 3, 4)),
        (quarters, "total_income", "2025Q1", 1),
        (quarters, "total_income", "2025Q3", 1),
        (halves, "total_income", "2025H2", 1),
        *((months, "total_income", f"2025-{month:02d}", 1) for month in (1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12)),
        (late, "total_income", "2025Q4", 1),
        (early, "total_income", "2025H1", 1),
        (early, "total_income", "2025Q3", 1),
    )
    lacking = {one.label: one.lacking for one in ask(database, "total_income", "2025").missing}
    assert lacking == {
        "季": ("2025Q2", "2025Q4"),
        "半": ("2025H1",),
        "月": ("2025-03",),
        "晚": ("2025Q3",),
        "早": ("2025Q4",),
    }
    lacking = {
        one.label: one.lacking for one in ask(database, "total_income", "2025Q2", to_date=True).missing
    }
    assert lacking == {"季": ("2025Q2",), "半": (), "月": ("2025-03",)}


def test_a_part_before_a_tenant_came_or_after_it_left_is_not_asked_for(database: Database) -> None:
    with operation(at(database), "tenants-added") as running:
        gone = add_tenant(running.recorder, "走")
        add_way(
            running.recorder,
            gone,
            (Stage.RESIDENT, date(2025, 4, 1)),
            (Stage.EXITED, date(2025, 10, 1)),
        )
    put_figures(database, (gone, "total_income", "2025Q2", 1))
    measured = ask(database, "total_income", "2025", population=Population.INTRODUCED)
    assert {one.label: one.lacking for one in measured.missing} == {"走": ("2025Q3",)}


def test_figures_are_taken_over_the_population_asked_for(database: Database) -> None:
    inside, outside = in_house(database, "内")[0], add_tenants(database, "外")[0]
    put_figures(database, (inside, "total_income", "2025", 5), (outside, "total_income", "2025", 70))
    assert value(database, "total_income", "2025") == 75
    assert value(database, "total_income", "2025", population=Population.RESIDENT) == 5


def test_a_figure_is_grouped_and_narrowed_by_what_its_tenants_are(database: Database) -> None:
    one, two = in_house(database, "甲", "乙", technology_field="ai", industry_letter="I")
    (three,) = in_house(database, "丙", technology_field="new_energy", industry="I65")
    (four,) = in_house(database, "丁")
    with operation(at(database), "tenant-added") as running:
        five = add_tenant(running.recorder, "戊", technology_field="ai")
        add_way(running.recorder, five, (Stage.INCUBATING, HOUSE), (Stage.GRADUATED, date(2025, 6, 1)))
    put_figures(
        database,
        (one, "total_income", "2025Q1", 1),
        (three, "total_income", "2025Q1", 20),
        (four, "total_income", "2025Q1", 300),
        (five, "total_income", "2025Q1", 4_000),
    )
    asked = question("total_income", "2025Q1")
    assert groups(database, asked, by="technology_field") == [
        (None, 300, 1),
        ("ai", 4_001, 2),
        ("new_energy", 20, 1),
    ]
    assert groups(database, asked, by="stage") == [("incubating", 4_321, 4)]
    later = question("total_income", "2025Q1", as_of=date(2025, 12, 31))
    assert groups(database, later, by="stage") == [("graduated", 4_000, 1), ("incubating", 321, 3)]
    assert groups(database, asked, by="tenant")[0] == (str(one), 1, 1)
    for where, right, missing in (
        ({"technology_field": "ai"}, 4_001, [two]),
        ({"technology_field": "ai", "industry_letter": "I"}, 1, [two]),
        ({"industry": "I65"}, 20, []),
        ({"stage": "incubating"}, 4_321, [two]),
        ({"tenant": str(four)}, 300, []),
        ({"tenant": str(two)}, None, [two]),
        ({"tenant": "nobody"}, 0, []),
        ({"registration_type": "none"}, 0, []),
    ):
        measured = ask(database, "total_income", "2025Q1", where=where)
        assert (measured.value, [one.id for one in measured.missing]) == (right, missing), where
    graduated = ask(
        database, "total_income", "2025Q1", as_of=date(2025, 12, 31), where={"stage": "graduated"}
    )
    assert graduated.value == 4_000
    for within, right, missing in (
        ((("technology_field", ("ai",)),), 4_001, [two]),
        ((("technology_field", ("new_energy", "")),), 320, []),
        ((("technology_field", ("ai", "new_energy")), ("industry_letter", ("I",))), 1, [two]),
        ((("stage", ("resident", "incubating")), ("technology_field", ("",))), 300, []),
        ((("tenant", (str(one), str(four))),), 301, []),
    ):
        measured = ask(database, "total_income", "2025Q1", within=within)
        assert (measured.value, [one.id for one in measured.missing]) == (right, missing), within


@pytest.mark.parametrize("indicator", ["total_income", "events_held"])
def test_an_unknown_dimension_is_refused_and_the_known_ones_are_named(
    database: Database, indicator: str
) -> None:
    asked = question(indicator, "2025")
    with database.reading() as connection, pytest.raises(NotFoundError) as refused:
        measure_groups(connection, asked, by="colour")
    assert refused.value.code == "dimension-unknown"
    assert refused.value.values == {"dimension": "colour", "known": ", ".join(dimensions_of(asked))}
    with database.reading() as connection, pytest.raises(NotFoundError):
        measure(connection, replace(asked, where={"colour": "red"}))


def test_what_the_operator_states_has_no_groups(database: Database) -> None:
    grouped = question("incubator_income", "2025", within=(("technology_field", ("ai",)),))
    with database.reading() as connection, pytest.raises(NotFoundError) as refused:
        measure(connection, grouped)
    assert refused.value.code == "dimension-unknown"


def test_many_figures_of_groups_are_what_each_is_alone(database: Database, estate: dict[str, int]) -> None:
    assert estate
    withins = (
        (),
        (("kind", ("high_tech",)),),
        (("kind", ("technology_sme", "")), ("technology_field", ("ai",))),
    )
    asked = [question("qualifications_valid", "2025", within=within) for within in withins]
    asked += [
        question("employees", "2025", within=within) for within in ((), (("technology_field", ("ai",)),))
    ]
    with database.reading() as connection:
        together = measure_many(connection, asked)
        assert together == {one.request: measure(connection, one) for one in asked}
    assert [together[one.request].value for one in asked[:3]] == [2, 1, 1]


def test_unknown_records_are_refused(database: Database) -> None:
    with database.reading() as connection, pytest.raises(NotFoundError, match="records-unknown"):
        measure(connection, question("events_held", "2025", source=Source("miracles")))


def test_a_name_is_the_one_borne_on_the_last_day(database: Database) -> None:
    (tenant,) = in_house(database, "今名")
    with operation(at(database), "names") as running:
        for name, since, until in (
            ("初名", None, date(2024, 7, 1)),
            ("旧名", date(2024, 7, 1), date(2025, 4, 1)),
        ):
            running.recorder.add(
                TenantName, tenant_id=tenant, name=name, name_key=name, from_on=since, until_on=until
            )
    put_figures(database, *((tenant, "total_income", period, 1) for period in ("2024Q2", "2025Q1", "2025Q2")))
    for period, name in (("2024Q2", "初名"), ("2025Q1", "旧名"), ("2025Q2", "今名")):
        assert [one.label for one in ask(database, "total_income", period).contributions] == [name]
        assert [one.label for one in ask(database, "resident_tenants", period).contributions] == [name]
    assert [one.label for one in ask(database, "total_income", "2024Q3").missing] == ["旧名"]


# ------------------------------------------------------------------------------------------------ populations

WAYS = {
    "线索": ((Stage.LEAD, date(2025, 1, 1)),),
    "入驻": ((Stage.REVIEW, date(2024, 12, 1)), (Stage.RESIDENT, date(2025, 2, 1))),
    "在孵": ((Stage.RESIDENT, date(2024, 3, 1)), (Stage.INCUBATING, date(2024, 4, 1))),
    "加速": ((Stage.INCUBATING, date(2023, 3, 1)), (Stage.ACCELERATING, date(2025, 4, 1))),
    "毕业": ((Stage.INCUBATING, date(2022, 1, 1)), (Stage.GRADUATED, date(2025, 6, 30))),
    "早毕业": (
        (Stage.INCUBATING, date(2020, 1, 1)),
        (Stage.GRADUATED, date(2023, 1, 1)),
        (Stage.FOLLOW_UP, date(2024, 1, 1)),
    ),
    "上市": ((Stage.INCUBATING, date(2021, 1, 1)), (Stage.LISTED, date(2025, 7, 1))),
    "退出": ((Stage.RESIDENT, date(2023, 1, 1)), (Stage.EXITED, date(2025, 3, 1))),
    "清退": ((Stage.INCUBATING, date(2023, 1, 1)), (Stage.EVICTED, date(2024, 5, 1))),
    "回来": (
        (Stage.INCUBATING, date(2022, 1, 1)),
        (Stage.EXITED, date(2023, 1, 1)),
        (Stage.REVIEW, date(2025, 1, 1)),
        (Stage.RESIDENT, date(2025, 5, 1)),
    ),
    "未入": ((Stage.LEAD, date(2025, 1, 1)), (Stage.EXITED, date(2025, 2, 1))),
    "毕业后走": (
        (Stage.INCUBATING, date(2021, 1, 1)),
        (Stage.GRADUATED, date(2022, 1, 1)),
        (Stage.RELOCATED, date(2025, 5, 5)),
    ),
    "当日走": ((Stage.RESIDENT, date(2025, 9, 9)), (Stage.EXITED, date(2025, 9, 9))),
    "外来上市": ((Stage.LISTED, date(2019, 1, 1)),),
}


@pytest.fixture
def ways(database: Database) -> dict[str, int]:
    with operation(at(database), "tenants-added") as running:
        ids = {name: add_tenant(running.recorder, name) for name in WAYS}
        for name, steps in WAYS.items():
            add_way(running.recorder, ids[name], *steps)
    return ids


POPULATIONS = (
    (Population.INTRODUCED, "2025", None, "入驻 在孵 加速 毕业 早毕业 上市 退出 清退 回来 毕业后走 当日走"),
    (Population.INTRODUCED, "2022", None, "毕业 早毕业 上市 回来 毕业后走"),
    (Population.RESIDENT, "2025", None, "入驻 在孵 加速 回来"),
    (Population.RESIDENT, "2025Q1", None, "入驻 在孵 加速 毕业 上市"),
    (Population.RESIDENT, "2025", date(2025, 2, 28), "入驻 在孵 加速 毕业 上市 退出"),
    (Population.INCUBATING, "2025", None, "在孵 加速"),
    (Population.GRADUATED, "2025", None, "毕业 早毕业 上市 毕业后走"),
    (Population.GRADUATED, "2024", None, "早毕业 毕业后走"),
    (Population.INCUBATING_OR_GRADUATED, "2025", None, "在孵 加速 毕业 上市"),
    (Population.INCUBATING_OR_GRADUATED, "2025H2", None, "在孵 加速 上市"),
    (Population.ENTERED, "2025", None, "入驻 当日走"),
    (Population.ENTERED, "2025Q2", None, ""),
    (Population.LEFT, "2025", None, "毕业 上市 退出 当日走"),
    (Population.LEFT, "2025H1", None, "毕业 退出"),
    (Population.LEFT, "2023", None, "早毕业 回来"),
)


def test_a_population_is_who_it_says(database: Database, ways: dict[str, int]) -> None:
    for key in {row[1] for row in POPULATIONS}:
        put_figures(database, *((tenant, "total_income", key, 1) for tenant in ways.values()))
    for population, period, day, names in POPULATIONS:
        measured = ask(database, "total_income", period, population=population, as_of=day)
        assert [one.label for one in measured.contributions] == names.split(), (population, period, day)
        with database.reading() as connection:
            start, end = Period.parse(period).start, day or Period.parse(period).end
            roster = read_roster(connection, population=population, start=start, day=end, fields=["name"])
        assert [row.tenant_id for row in roster] == [ways[name] for name in names.split()]


def test_a_year_to_date_takes_in_who_came_and_left_since_january(
    database: Database, ways: dict[str, int]
) -> None:
    put_figures(database, *((tenant, "total_income", "2025Q2", 1) for tenant in ways.values()))
    for population, names in ((Population.ENTERED, "入驻"), (Population.LEFT, "毕业 退出")):
        measured = ask(database, "total_income", "2025Q2", to_date=True, population=population)
        assert [one.label for one in measured.contributions] == names.split()


COUNTS = (
    ("resident_tenants", "2025", 4),
    ("resident_tenants", "2025Q1", 5),
    ("incubating_tenants", "2025", 2),
    ("introduced_tenants", "2025", 11),
    ("new_tenants", "2025", 2),
    ("graduates_in_period", "2025", 2),
    ("graduates_total", "2025", 4),
    ("exits_in_period", "2025", 2),
    ("exits_in_period", "2023", 1),
    ("exits_total", "2025", 3),
    ("exits_total", "2024", 2),
    ("listings_total", "2025", 2),
    ("listings_total", "2024", 1),
)


def test_tenants_are_counted_as_they_stand_and_move(database: Database, ways: dict[str, int]) -> None:
    assert len(ways) == len(WAYS)
    for indicator, period, count in COUNTS:
        assert value(database, indicator, period) == count, (indicator, period)


def random_way(random: Random) -> list[StageChange]:
    """A way that the rules allow."""
    stage = random.choice((Stage.LEAD, Stage.PROSPECT, Stage.REVIEW, Stage.RESIDENT, Stage.INCUBATING))
    day = date(2018, 1, 1) + timedelta(days=random.randint(0, 900))
    steps = [StageChange(stage, day)]
    while random.random() < 0.8 and MOVES[stage]:
        stage = random.choice(sorted(MOVES[stage], key=lambda one: one.value))
        day += timedelta(days=random.choice((0, 1, 90, 400)))
        steps.append(StageChange(stage, day))
    return steps


@pytest.mark.uncounted
@pytest.mark.parametrize("seed", range(2))
def test_who_is_in_the_house_is_who_came_without_who_graduated_and_who_left(
    database: Database, seed: int
) -> None:
    """On every date. A company that graduated and moved in again is both, and is counted on both sides."""
    random = Random(seed)
    ways = [random_way(random) for _ in range(60)]
    with operation(at(database), "tenants-added") as running:
        for number, way in enumerate(ways):
            tenant = add_tenant(running.recorder, f"企业{number}")
            add_way(running.recorder, tenant, *((step.stage, step.on) for step in way))
    for _ in range(25):
        day = date(2018, 1, 1) + timedelta(days=random.randint(0, 3_000))
        counted = {
            name: value(database, name, str(day.year), as_of=day)
            for name in ("resident_tenants", "introduced_tenants", "graduates_total", "exits_total")
        }
        right = count_by_hand(ways, day)
        assert counted == {name: right[name] for name in counted}
        assert counted["resident_tenants"] == (
            right["introduced_tenants"] - right["graduates_total"] - right["exits_total"] + right["returned"]
        )


def count_by_hand(ways: list[list[StageChange]], day: date) -> dict[str, int]:
    counts = dict.fromkeys(
        ("resident_tenants", "introduced_tenants", "graduates_total", "exits_total", "returned"), 0
    )
    for way in ways:
        came = next((step.on for step in way if step.stage in IN_HOUSE), None)
        if came is None or came > day:
            continue
        inside = stage_on(way, day) in IN_HOUSE
        graduated = first_graduation(way)
        succeeded = graduated is not None and graduated <= day
        counts["introduced_tenants"] += 1
        counts["resident_tenants"] += inside
        counts["graduates_total"] += succeeded
        counts["exits_total"] += not inside and not succeeded
        counts["returned"] += inside and succeeded
    return counts


def first_graduation(way: list[StageChange]) -> date | None:
    """The day a company first left the house graduated, listed or acquired."""
    steps = pairwise(way)
    days = (later.on for earlier, later in steps if earlier.stage in IN_HOUSE and later.stage in SUCCEEDED)
    return next(days, None)


@pytest.mark.parametrize("seed", range(2))
def test_moves_in_a_period_are_those_between_its_days(database: Database, seed: int) -> None:
    random = Random(seed + 50)
    ways = [random_way(random) for _ in range(60)]
    with operation(at(database), "tenants-added") as running:
        for number, way in enumerate(ways):
            tenant = add_tenant(running.recorder, f"企业{number}")
            add_way(running.recorder, tenant, *((step.stage, step.on) for step in way))
    for year in range(2018, 2027):
        period = Period(PeriodKind.YEAR, year)
        came = [next((step.on for step in way if step.stage in IN_HOUSE), date.max) for way in ways]
        left = sum(is_exit(way, period) for way in ways)
        assert value(database, "new_tenants", str(year)) == sum(period.contains(day) for day in came)
        assert value(database, "exits_in_period", str(year)) == left


def is_exit(way: list[StageChange], period: Period) -> bool:
    """Whether a company left in *period*, is not back at its end and did not graduate in it."""
    graduated = first_graduation(way)
    return (
        any(
            period.contains(later.on) and earlier.stage in IN_HOUSE and later.stage not in IN_HOUSE
            for earlier, later in pairwise(way)
        )
        and stage_on(way, period.end) not in IN_HOUSE
        and not (graduated is not None and period.contains(graduated))
    )


FLOWS = ("new_tenants", "returns_in_period", "graduates_in_period", "exits_in_period")


@pytest.mark.uncounted
@pytest.mark.parametrize("seed", range(2))
def test_the_house_changes_by_who_comes_and_who_goes_in_every_period(database: Database, seed: int) -> None:
    """Whoever leaves, comes back and leaves again: each company once, in the list of who left too."""
    random = Random(seed + 90)
    ways = [random_way(random) for _ in range(80)]
    with operation(at(database), "tenants-added") as running:
        for number, way in enumerate(ways):
            tenant = add_tenant(running.recorder, f"企业{number}")
            add_way(running.recorder, tenant, *((step.stage, step.on) for step in way))
    periods = [Period(PeriodKind.YEAR, year) for year in range(2018, 2026)]
    periods += [Period(PeriodKind.QUARTER, year, index) for year in (2019, 2020) for index in range(1, 5)]
    for period in periods:
        new, returned, graduates, exits = (value(database, name, period.code) or 0 for name in FLOWS)
        before, after = (
            value(database, "resident_tenants", one.code) or 0 for one in (period.previous(), period)
        )
        assert after == before + new + returned - graduates - exits, period
        with database.reading() as connection:
            left = read_roster(
                connection, population=Population.LEFT, start=period.start, day=period.end, fields=["left_on"]
            )
        assert len(left) == graduates + exits
        days = [row.fields["left_on"] for row in left]
        assert all(isinstance(day, date) and period.contains(day) for day in days)


BACK_AND_FORTH = (
    # leaves, comes back, leaves again within a quarter; and the same way round from outside
    ((Stage.RESIDENT, "2024-05-01"), (Stage.EXITED, "2025-01-05"), (Stage.REVIEW, "2025-02-01"),
     (Stage.RESIDENT, "2025-02-10"), (Stage.EXITED, "2025-03-20"), (0, 1, 0, 0, 1)),
    ((Stage.RESIDENT, "2024-05-01"), (Stage.EXITED, "2024-08-01"), (Stage.REVIEW, "2025-01-02"),
     (Stage.RESIDENT, "2025-01-10"), (Stage.EXITED, "2025-02-01"), (Stage.REVIEW, "2025-02-03"),
     (Stage.RESIDENT, "2025-03-01"), (1, 0, 0, 1, 0)),
    # only away for a while
    ((Stage.RESIDENT, "2024-05-01"), (Stage.EXITED, "2025-01-05"), (Stage.REVIEW, "2025-02-01"),
     (Stage.RESIDENT, "2025-02-10"), (1, 1, 0, 0, 0)),
    # a graduate that comes back, and leaves without graduating twice
    ((Stage.INCUBATING, "2021-05-01"), (Stage.GRADUATED, "2023-01-05"), (Stage.RELOCATED, "2023-02-01"),
     (Stage.REVIEW, "2024-12-01"), (Stage.INCUBATING, "2025-01-10"), (1, 0, 0, 1, 0)),
    ((Stage.INCUBATING, "2021-05-01"), (Stage.GRADUATED, "2023-01-05"), (Stage.RELOCATED, "2023-02-01"),
     (Stage.REVIEW, "2024-01-01"), (Stage.INCUBATING, "2024-01-10"), (Stage.LISTED, "2025-02-01"),
     (0, 1, 0, 0, 1)),
    # graduates and is back within the quarter
    ((Stage.INCUBATING, "2021-05-01"), (Stage.GRADUATED, "2025-01-05"), (Stage.RELOCATED, "2025-01-08"),
     (Stage.REVIEW, "2025-02-01"), (Stage.INCUBATING, "2025-02-10"), (1, 1, 1, 1, 0)),
    # listed long after it had left: that is no graduation
    ((Stage.RESIDENT, "2022-05-01"), (Stage.EXITED, "2023-01-05"), (Stage.LISTED, "2025-02-01"),
     (0, 0, 0, 0, 0)),
)  # fmt: skip


@pytest.mark.parametrize("case", BACK_AND_FORTH)
def test_going_and_coming_back_is_counted_once(database: Database, case: tuple[Any, ...]) -> None:
    *steps, (after, before, graduated, returned, exits) = case
    with operation(at(database), "tenants-added") as running:
        tenant = add_tenant(running.recorder, "青禾科技")
        add_way(running.recorder, tenant, *((stage, date.fromisoformat(day)) for stage, day in steps))
    assert [
        value(database, name, "2025Q1")
        for name in ("resident_tenants", "graduates_in_period", "returns_in_period", "exits_in_period")
    ] == [after, graduated, returned, exits]
    assert value(database, "resident_tenants", "2024Q4") == before
    assert value(database, "new_tenants", "2025Q1") == 0


# ---------------------------------------------------------------------------------------------------- records


@pytest.fixture
def estate(database: Database) -> dict[str, int]:
    """One of everything that can be counted, and some that cannot."""
    ids: dict[str, int] = {}
    with operation(at(database), "estate") as running:
        add = running.recorder.add
        ids["甲"] = tenant = add_tenant(running.recorder, "甲", technology_field="ai")
        add_way(running.recorder, tenant, (Stage.INCUBATING, HOUSE))
        ids["乙"] = other = add_tenant(running.recorder, "乙")
        own = add(Site, name="四号园", is_own=True, opened_on=date(2020, 6, 1))
        sister = add(Site, name="五号园", is_own=False)
        for site, area in ((own, 6_000), (sister, 9_000)):
            building = add(Building, site_id=site, name=f"A{site}")
            floor = add(Floor, building_id=building, name="1")
            ids[f"room{site}"] = add(Room, floor_id=floor, number="101", use="tenant", area=area)
        lease = add(Lease, tenant_id=tenant)
        room = ids[f"room{own}"]
        add(
            LeaseLine,
            lease_id=lease,
            room_id=room,
            area=4_000,
            start_on=date(2024, 1, 1),
            until_on=date(2025, 6, 30),
            monthly_rent=100,
        )
        add(LeaseLine, lease_id=lease, room_id=room, area=1_500, start_on=date(2025, 7, 1))
        add(
            Qualification,
            tenant_id=tenant,
            kind="high_tech",
            title="高企",
            level="national",
            granted_on=date(2024, 1, 1),
            until_on=date(2027, 1, 1),
        )
        add(
            Qualification,
            tenant_id=other,
            kind="high_tech",
            title="旧",
            level="national",
            granted_on=date(2020, 1, 1),
            until_on=date(2022, 12, 31),
        )
        add(
            Qualification,
            tenant_id=tenant,
            kind="technology_sme",
            title="科小",
            level="national",
            granted_on=date(2025, 2, 1),
        )
        add(
            IntellectualProperty, tenant_id=tenant, kind="software", title="软著", granted_on=date(2025, 3, 1)
        )
        add(
            IntellectualProperty,
            tenant_id=tenant,
            kind="invention",
            title="专利",
            applied_on=date(2024, 3, 1),
            granted_on=date(2025, 4, 1),
        )
        add(
            IntellectualProperty,
            tenant_id=tenant,
            kind="design",
            title="失效",
            granted_on=date(2022, 4, 1),
            lapsed_on=date(2024, 4, 1),
        )
        add(
            IntellectualProperty,
            tenant_id=tenant,
            kind="invention",
            title="申请中",
            applied_on=date(2025, 5, 1),
        )
        add(Financing, tenant_id=tenant, round="A", amount=5_000, on_date=date(2025, 5, 5))
        add(Financing, tenant_id=tenant, round="B", amount=7_000, paid_in=6_000, on_date=date(2024, 5, 5))
        add_partners(running.recorder, tenant)
    return ids


def add_partners(recorder: Recorder, tenant: int) -> None:
    """Who works with the tenants, and what came of it."""
    add = recorder.add
    university = add(Organisation, name="甲大学", kind="university", region="晋")
    institute = add(Organisation, name="乙所", kind="institute")
    second = add(Organisation, name="丙大学", kind="university")
    add(GraduateHire, tenant_id=tenant, organisation_id=university, hired_on=date(2025, 7, 1), persons=12)
    add(GraduateHire, tenant_id=tenant, hired_on=date(2024, 7, 1), persons=3)
    add(Talent, tenant_id=tenant, name="海归", title_level="provincial", arrived_on=date(2021, 1, 1))
    add(Talent, name="无企业", title_level="national", arrived_on=date(2025, 1, 1))
    add(
        TechnologyContract,
        tenant_id=tenant,
        kind="transfer",
        status="signed",
        amount=900,
        signed_on=date(2025, 1, 1),
    )
    add(TechnologyContract, kind="transfer", status="draft")
    add(TechnologyContract, kind="service", status="signed", signed_on=date(2025, 1, 1))
    add(
        Project,
        title="对接",
        kind="matched",
        stage="landed",
        organisation_id=institute,
        technology_field="finance",
        brought_in_on=date(2020, 6, 1),
        expected_jobs=260,
    )
    add(Project, title="产教", kind="industry_education", stage="new", brought_in_on=date(2025, 6, 1))
    add(
        Cooperation,
        organisation_id=university,
        tenant_id=tenant,
        kind="joint_research",
        level="deep",
        title="联合",
        signed_on=date(2025, 1, 1),
        until_on=date(2025, 12, 1),
    )
    add(
        Cooperation,
        organisation_id=university,
        kind="agreement",
        level="deep",
        signed_on=date(2025, 2, 1),
    )
    add(
        Cooperation,
        organisation_id=second,
        kind="agreement",
        level="established",
        signed_on=date(2024, 2, 1),
    )
    add(
        Cooperation,
        organisation_id=second,
        kind="platform",
        level="established",
        title="平台",
        signed_on=date(2024, 3, 1),
        until_on=date(2025, 6, 30),
    )
    add(Cooperation, organisation_id=institute, kind="agreement", level="deep", signed_on=date(2024, 2, 1))
    add(ServiceRecord, kind="campus", organisation_id=university, on_date=date(2023, 1, 1))
    add(ServiceRecord, kind="mentoring", tenant_id=tenant, on_date=date(2023, 1, 1))
    event = add(Event, title="大赛", kind="contest", role="host", held_on=date(2025, 6, 6))
    add(Event, title="沙龙", kind="salon", role="organiser", held_on=date(2025, 7, 7))
    add(Event, title="去年", kind="salon", role="host", held_on=date(2024, 7, 7))
    add(Attendance, event_id=event, persons=100)
    add(Attendance, event_id=event, tenant_id=tenant, persons=20)


RECORDS: tuple[tuple[str, str, int, list[str]], ...] = (
    ("planned_area", "2025", 6_000, ["A1 101"]),
    ("planned_area", "2019", 0, []),
    ("let_area", "2025H1", 4_000, ["A1 101 甲"]),
    ("let_area", "2025", 1_500, ["A1 101 甲"]),
    ("qualifications_valid", "2025", 2, ["高企", "科小"]),
    ("high_tech_enterprises", "2025", 1, ["高企"]),
    ("high_tech_enterprises", "2022", 1, ["旧"]),
    ("high_tech_enterprises", "2023", 0, []),
    ("technology_smes", "2025", 1, ["科小"]),
    ("software_copyrights", "2025", 1, ["软著"]),
    ("patents_valid", "2025", 1, ["专利"]),
    ("patents_valid", "2023", 1, ["失效"]),
    ("financings", "2025", 1, ["甲 A"]),
    ("financing_amount", "2025", 5_000, ["甲 A"]),
    ("financing_amount", "2024", 7_000, ["甲 B"]),
    ("student_starters", "2025", 15, ["甲", "甲"]),
    ("student_starters", "2024", 3, ["甲"]),
    ("talents", "2024", 1, ["海归"]),
    ("talents", "2025", 2, ["海归", "无企业"]),
    ("transfer_contracts", "2025", 1, [""]),
    ("projects_brought_in", "2020", 1, ["对接"]),
    ("projects_landed", "2025", 1, ["对接"]),
    ("industry_education_projects", "2025", 1, ["产教"]),
    ("jobs_expected", "2025", 260, ["对接"]),
    ("joint_research", "2025", 1, ["联合"]),
    ("public_platforms", "2025H1", 1, ["平台"]),
    ("public_platforms", "2025", 0, []),
    ("universities_served", "2023", 1, ["甲大学"]),
    ("universities_served", "2025", 2, ["甲大学", "丙大学"]),
    ("deep_cooperation_universities", "2025", 1, ["甲大学"]),
    ("deep_cooperation_universities", "2024", 0, []),
    ("established_cooperation_universities", "2025", 1, ["丙大学"]),
    ("events_held", "2025", 2, ["大赛", "沙龙"]),
    ("event_attendances", "2025", 120, ["大赛"]),
    ("sites", "2025", 2, ["四号园", "五号园"]),
)


def test_records_are_counted_by_their_days(database: Database, estate: dict[str, int]) -> None:
    assert estate
    for indicator, period, right, rows in RECORDS:
        measured = ask(database, indicator, period)
        found = [one.label for one in measured.contributions]
        assert (measured.value, found) == (right, rows), (indicator, period)


def test_an_enterprise_with_two_titles_at_once_is_one_enterprise(database: Database) -> None:
    renewed, climbing, lapsed = in_house(database, "甲", "乙", "丙")
    titles = (
        (renewed, "high_tech", "高企", date(2023, 11, 6), date(2026, 11, 5)),
        (renewed, "high_tech", "高企复审", date(2025, 10, 20), date(2028, 10, 19)),
        (lapsed, "high_tech", "高企", date(2022, 12, 1), date(2025, 12, 30)),
        (climbing, "specialised_sme", "专精特新", date(2024, 1, 1), None),
        (climbing, "little_giant", "小巨人", date(2025, 7, 1), date(2025, 12, 31)),
    )
    with operation(at(database), "titles") as running:
        for tenant, kind, title, since, until in titles:
            days = {"granted_on": since, "until_on": until}
            running.recorder.add(
                Qualification, tenant_id=tenant, kind=kind, title=title, level="national", **days
            )

    def counted(indicator: str, period: str) -> list[tuple[int | None, str]]:
        return [(one.tenant_id, one.label) for one in ask(database, indicator, period).contributions]

    assert counted("high_tech_enterprises", "2025") == [(renewed, "高企复审")]
    assert counted("high_tech_enterprises", "2025Q3") == [(renewed, "高企"), (lapsed, "高企")]
    assert counted("specialised_smes", "2025") == [(climbing, "小巨人")]
    assert counted("specialised_smes", "2026") == [(climbing, "专精特新")]
    assert value(database, "qualifications_valid", "2025") == 4
    source = Source("title_holders", Counted.VALID_AT)
    assert value(database, "qualifications_valid", "2025", source=source) == 2


def test_every_kind_of_record_that_an_indicator_names_is_there_and_the_other_way_round() -> None:
    named = {indicator.source.records for indicator in INDICATORS} - {"observations", "operator"}
    assert named == record_names()


@pytest.mark.uncounted
def test_every_shipped_indicator_can_be_asked_in_every_way(
    database: Database, estate: dict[str, int]
) -> None:
    assert estate
    for indicator in INDICATORS:
        for period in ("2025", "2025Q2"):
            ask(database, indicator.code, period)
            ask(database, indicator.code, period, population=Population.RESIDENT, to_date=True)


def test_an_event_without_a_head_count_is_named_and_is_not_zero(
    database: Database, estate: dict[str, int]
) -> None:
    assert estate
    measured = ask(database, "event_attendances", "2025")
    assert [(one.kind, one.label) for one in measured.missing] == [("event", "沙龙")]
    assert value(database, "event_attendances", "2024") is None
    asked = question("event_attendances", "2025")
    assert groups(database, asked, by="kind") == [("contest", 120, 1), ("salon", None, 0)]
    assert value(database, "event_attendances", "2025", where={"kind": "salon"}) is None


def test_records_are_grouped_and_narrowed_by_their_own_dimensions(
    database: Database, estate: dict[str, int]
) -> None:
    asked = question("qualifications_valid", "2025")
    assert groups(database, asked, by="kind") == [("high_tech", 1, 1), ("technology_sme", 1, 1)]
    assert groups(database, asked, by="technology_field") == [("ai", 2, 2)]
    assert groups(database, asked, by="tenant") == [(str(estate["甲"]), 2, 2)]
    assert value(database, "qualifications_valid", "2025", where={"kind": "high_tech"}) == 1
    assert value(database, "qualifications_valid", "2025", where={"tenant": str(estate["乙"])}) == 0
    assert value(database, "qualifications_valid", "2025", where={"tenant": "x"}) == 0
    projects = question("projects_brought_in", "2025")
    assert groups(database, projects, by="technology_field") == [("finance", 1, 1)]


def test_records_of_an_applied_for_right_count_by_the_day_of_the_application(
    database: Database, estate: dict[str, int]
) -> None:
    assert estate
    source = Source("ip_rights", Counted.IN_PERIOD, "applications")
    assert value(database, "patents_valid", "2025", source=source) == 1
    assert value(database, "patents_valid", "2024", source=source) == 1
    source = Source("exits", Counted.UP_TO)
    assert value(database, "exits_total", "2025", source=source) == 0
