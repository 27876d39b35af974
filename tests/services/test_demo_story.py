"""The acceptance table of the demo, row by row, by the product's own measures; its facts; its consistency checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from crm.db.models import (
    Attendance,
    Cooperation,
    Event,
    Founder,
    GraduateHire,
    IntellectualProperty,
    LeaseLine,
    Observation,
    Organisation,
    Policy,
    Project,
    Qualification,
    Room,
    ServiceRecord,
    Site,
    StageRecord,
    Talent,
    TechnologyContract,
    Tenant,
)
from crm.domain.lifecycle import IN_HOUSE, LEFT, SUCCEEDED, Stage
from crm.domain.measures import MeasureRequest, Population
from crm.domain.period import Period
from crm.services.figures import answer_groups
from tests.conftest import BACKENDS
from tests.support.demo import Demo, built_demo, fresh_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import ColumnElement

PRINTED = date(2022, 6, 2)
"""The day of the article."""
YEAR_ENDS = (("2020Q4", date(2020, 12, 31)), ("2021Q4", date(2021, 12, 31)), ("2022-06", PRINTED))
"""The three readings: a period whose end lies near, and the day on which states are read."""


@pytest.fixture(scope="module", params=BACKENDS)
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with (
        fresh_address(request.param, request, tmp_path_factory) as url,
        built_demo(url, tmp_path_factory.mktemp("user")) as demo,
    ):
        yield demo


# ------------------------------------------------------------------------------------ the table of figures


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A row of the table: what is asked, and the bounds (included, in smallest units) of the answer."""

    number: int
    indicator: str
    period: str
    at_least: int
    at_most: int | None
    as_of: date | None = PRINTED
    population: Population = Population.ANYBODY
    role: str = ""
    where: Mapping[str, str] = field(default_factory=dict)


STORY = (
    StoryRow(1, "planned_area", "2022-06", 10_000_000, 10_000_000),
    StoryRow(3, "projects_brought_in", "2020-06", 71, 71, as_of=date(2020, 6, 30)),
    StoryRow(5, "introduced_tenants", "2022-06", 72, 72),
    StoryRow(6, "resident_tenants", "2022-06", 51, 72),
    StoryRow(7, "employees", "2022Q1", 801, 899, population=Population.INTRODUCED),
    StoryRow(8, "events_held", "2021", 61, 69, as_of=None),
    StoryRow(9, "event_attendances", "2021", 5_532, 5_532, as_of=None),
    StoryRow(10, "universities_served", "2022-06", 11, 19),
    StoryRow(11, "deep_cooperation_universities", "2022-06", 2, 2),
    StoryRow(12, "established_cooperation_universities", "2022-06", 3, None),
    StoryRow(13, "student_starters", "2022-06", 190, 199),
    StoryRow(15, "let_area", "2020-06", 100_000, None, as_of=date(2020, 6, 30), role="media"),
    StoryRow(
        16,
        "qualifications_valid",
        "2022-06",
        1,
        1,
        role="media",
        where={"kind": "livestream_base", "level": "provincial"},
    ),
    StoryRow(17, "software_copyrights", "2022-06", 4, 4, role="big_data_team"),
    StoryRow(18, "patents_valid", "2022-06", 1, 1, role="big_data_team"),
    StoryRow(19, "jobs_expected", "2022-06", 261, 269, role="big_data_team"),
    StoryRow(20, "transfer_contracts", "2022-06", 1, None),
    StoryRow(21, "joint_research", "2022-06", 1, None),
    StoryRow(22, "projects_landed", "2022-06", 1, None),
    StoryRow(23, "industry_education_projects", "2022-06", 1, None),
    StoryRow(24, "sites", "2022-06", 15, 15),
)


@pytest.mark.parametrize("row", STORY, ids=lambda row: f"row {row.number} {row.indicator}")
def test_a_row_of_the_story_comes_out_of_the_records(demo: Demo, row: StoryRow) -> None:
    value = demo.value(
        row.indicator,
        row.period,
        as_of=row.as_of,
        population=row.population,
        role=row.role,
        **row.where,
    )

    assert row.at_least <= value
    assert row.at_most is None or value <= row.at_most


def test_row_2_formal_operation_starts_in_june_2020_and_nobody_moved_in_before(demo: Demo) -> None:
    ((opened_on,),) = demo.rows(select(Site.opened_on).where(Site.is_own))
    entries = [stage.value for stage in IN_HOUSE]
    ((first,),) = demo.rows(select(func.min(StageRecord.on_date)).where(StageRecord.stage.in_(entries)))
    ((let,),) = demo.rows(select(func.min(LeaseLine.start_on)))

    assert isinstance(opened_on, date)
    assert (opened_on.year, opened_on.month) == (2020, 6)
    assert first == let
    assert first >= opened_on


def test_row_4_the_launch_projects_cover_the_nine_named_fields_and_others(demo: Demo) -> None:
    request = MeasureRequest("projects_brought_in", Period.parse("2020-06"))

    groups = answer_groups(demo.workplace, demo.library, request, by="technology_field")

    assert {
        "information",
        "finance",
        "medicine",
        "new_energy",
        "new_materials",
        "intelligent_manufacturing",
        "artificial_intelligence",
        "cultural_creativity",
        "e_commerce",
    } < {group.key for group in groups}
    assert all((group.value or 0) >= 1 for group in groups)
    assert sum(group.value or 0 for group in groups) == 71
    sources = select(Project.id).join(Organisation).where(Project.kind == "matched")
    institutions = Organisation.kind.in_(["university", "institute"])
    assert len(demo.rows(sources.where(institutions, Project.event_id.is_not(None)))) == len(
        demo.rows(sources)
    )


def test_row_14_the_animation_tenants_turnover_grew_by_40_percent_within_a_year_of_moving_in(
    demo: Demo,
) -> None:
    before = demo.value("total_income", "2020Q4", role="animation")
    after = demo.value("total_income", "2021Q4", role="animation")
    tenant = demo.result.roles["animation"]
    ((entered,),) = demo.rows(
        select(func.min(StageRecord.on_date)).where(StageRecord.tenant_id == tenant, in_the_house())
    )

    assert after * 100 == before * 140
    assert isinstance(entered, date)
    assert date(2020, 12, 31) < entered
    assert date(2021, 12, 31) < date(entered.year + 1, entered.month, entered.day)


def in_the_house() -> ColumnElement[bool]:
    return StageRecord.stage.in_([stage.value for stage in IN_HOUSE])


def test_row_19_the_forecast_is_never_part_of_the_jobs(demo: Demo) -> None:
    forecast = demo.measured("jobs_expected", "2022-06", as_of=PRINTED, role="big_data_team")
    jobs = demo.measured("employees", "2022Q1", as_of=PRINTED, population=Population.INTRODUCED)

    assert {row.kind for row in forecast.contributions} == {"project"}
    assert {row.kind for row in jobs.contributions} == {"tenant"}
    unit = demo.library.indicators["jobs_expected"]
    assert unit.definition.zh.find("预测") >= 0


def test_row_20_the_transfer_is_between_the_zone_and_an_institute_of_the_academy(demo: Demo) -> None:
    query = (
        select(TechnologyContract.party_a, Organisation.network)
        .join(Organisation)
        .where(TechnologyContract.kind == "transfer", TechnologyContract.status == "signed")
    )
    parties = demo.rows(query.where(TechnologyContract.signed_on <= PRINTED))

    assert ("晋汾经济技术开发区管理委员会", "华原科学院孵化体系") in parties


def test_row_21_a_technology_company_and_a_local_enterprise_do_joint_research(demo: Demo) -> None:
    query = (
        select(Cooperation.title, Organisation.kind)
        .join(Organisation)
        .where(Cooperation.kind == "joint_research", Cooperation.tenant_id == demo.result.roles["water"])
    )

    assert ("车载超导水处理装备联合研发", "company") in demo.rows(query)


def test_row_24_fourteen_of_the_fifteen_sites_are_sisters(demo: Demo) -> None:
    assert len(demo.rows(select(Site.id).where(Site.is_own))) == 1
    assert len(demo.rows(select(Site.id).where(~Site.is_own))) == 14


def test_row_25_the_valleys_area_is_a_note_and_no_figure(demo: Demo) -> None:
    ((note,),) = demo.rows(select(Site.note).where(Site.is_own))

    assert "66平方公里" in str(note)
    assert demo.value("planned_area", "2022-06") < 6_600_000_000


# ------------------------------------------------------------------------------- facts without a number


def test_the_zone_has_commissioned_a_professional_operator(demo: Demo) -> None:
    ((name, operator, authority, address),) = demo.rows(
        select(Site.name, Site.operator, Site.authority, Site.address).where(Site.is_own)
    )
    query = (
        select(Cooperation.partner, Organisation.name)
        .join(Organisation)
        .where(Cooperation.kind == "commission")
    )

    assert "NO.4" in str(name)
    assert "大学城产业园区" in str(address)
    assert {(operator, authority)} == set(demo.rows(query))


def test_two_resource_networks_stand_behind_partners_projects_and_tenants(demo: Demo) -> None:
    networks = {row[0] for row in demo.rows(select(Organisation.network).distinct()) if row[0]}
    origins = {row[0] for row in demo.rows(select(Tenant.origin).distinct()) if row[0]}
    query = select(Organisation.network).join(Project, Project.organisation_id == Organisation.id).distinct()

    assert networks == {"华原科学院孵化体系", "清嘉大学科技服务体系"}
    assert origins == networks
    assert networks <= {row[0] for row in demo.rows(query)}


def test_four_top_universities_and_institutes_from_outside_the_province_were_there_at_the_launch(
    demo: Demo,
) -> None:
    query = (
        select(Organisation.name)
        .join(Cooperation)
        .where(
            Cooperation.kind == "launch",
            Organisation.kind.in_(["university", "institute"]),
            Organisation.region == "省外",
        )
    )

    assert len(demo.rows(query)) == 4


def test_a_tenant_is_accompanied_from_registration_to_listing(demo: Demo) -> None:
    tenant = demo.result.roles["listed"]
    query = select(StageRecord.stage, StageRecord.on_date).where(StageRecord.tenant_id == tenant)
    steps = demo.rows(query.order_by(StageRecord.position))

    assert [row[0] for row in steps] == [
        "lead",
        "prospect",
        "review",
        "resident",
        "incubating",
        "graduated",
        "follow_up",
        "listed",
    ]
    assert [row[1] for row in steps] == sorted(row[1] for row in steps)


def test_a_founder_went_from_student_to_project_leader(demo: Demo) -> None:
    tenant = demo.result.roles["student_founder"]
    query = select(Tenant.founder_kind, Founder.note).join(Founder).where(Tenant.id == tenant)

    assert demo.rows(query) == [("student", "在校期间组队参赛，毕业后成为项目负责人")]


def test_two_high_level_talents_came_and_founded_companies(demo: Demo) -> None:
    def talent_of(role: str) -> tuple[object, ...]:
        query = select(Talent.education, Talent.years_abroad, Talent.title_level, Talent.is_founder)
        (talent,) = demo.rows(query.where(Talent.tenant_id == demo.result.roles[role]))
        return talent

    assert talent_of("returnee_founder") == ("doctor", 15, "provincial", True)
    assert talent_of("master_founder") == ("master", 0, "provincial", True)


def test_a_talent_leads_to_the_tenant_its_staff_and_its_figures(demo: Demo) -> None:
    talents = demo.measured("talents", "2022-06", as_of=PRINTED)
    tenants = {row.tenant_id for row in talents.contributions}
    jobs = demo.measured("employees", "2022Q1", as_of=PRINTED, population=Population.INTRODUCED)

    assert None not in tenants
    assert len(tenants & {row.tenant_id for row in jobs.contributions}) >= 5


def test_six_events_of_2021_are_named_with_their_kinds(demo: Demo) -> None:
    query = select(Event.kind, func.count()).where(
        Event.title.in_(
            [
                "晋汾市首届创新创业大赛决赛",
                "高校科技成果转化创新挑战赛",
                "重点项目落地对接会",
                "优质项目遴选沙龙",
                "清嘉大学校友企业家园区行",
                "互联网营销师职业技能培训",
            ]
        )
    )
    dated = query.where(Event.held_on.between(date(2021, 1, 1), date(2021, 12, 31)))

    assert set(demo.rows(dated.group_by(Event.kind))) == {
        ("contest", 2),
        ("matchmaking", 1),
        ("salon", 1),
        ("visit", 1),
        ("training", 1),
    }


def test_policies_from_all_over_the_province_reach_tenants_as_services(demo: Demo) -> None:
    regions = {row[0] for row in demo.rows(select(Policy.region).distinct())}
    query = select(ServiceRecord.id).where(
        ServiceRecord.policy_id.is_not(None), ServiceRecord.tenant_id.is_not(None)
    )

    assert len(regions) >= 5
    assert len(demo.rows(query.where(ServiceRecord.kind == "policy_match"))) > 100
    assert len(demo.rows(query.where(ServiceRecord.kind == "policy_payout"))) > 30


def test_platforms_and_joint_research_with_outside_institutes_are_records(demo: Demo) -> None:
    platforms = select(Cooperation.id).where(Cooperation.kind == "platform", Cooperation.signed_on <= PRINTED)
    research = (
        select(Cooperation.id)
        .join(Organisation)
        .where(Cooperation.kind == "joint_research", Organisation.kind == "institute")
    )

    assert len(demo.rows(platforms)) >= 2
    assert len(demo.rows(research)) >= 1


def test_the_big_data_team_builds_the_provincial_parking_data_centre(demo: Demo) -> None:
    query = select(Project.description, Project.evidence).where(
        Project.tenant_id == demo.result.roles["big_data_team"], Project.title == "省级静态交通数据中心"
    )
    ((description, evidence),) = demo.rows(query)

    assert "首个静态交通" in str(description)
    assert "可视化" in str(description)
    assert evidence


def test_the_livestream_title_has_issuer_level_date_and_evidence(demo: Demo) -> None:
    title = Qualification
    query = select(title.tenant_id, title.level, title.issuer, title.evidence, title.granted_on)
    ((tenant, level, issuer, evidence, granted_on),) = demo.rows(query.where(title.kind == "livestream_base"))

    assert tenant == demo.result.roles["media"]
    assert (level, issuer) == ("provincial", "省商务主管部门")
    assert evidence
    assert granted_on <= PRINTED


# ------------------------------------------------------------------------------------------ consistency


def test_a_residents_are_those_introduced_less_graduates_and_exits_on_every_date(demo: Demo) -> None:
    days = [
        date(2020, 6, 17),
        *(Period.parse(f"{year}-{month}").end for year in range(2020, 2027) for month in range(1, 13)),
        PRINTED,
    ]
    for day in days:
        period = f"{day.year}-{day.month}"
        introduced, graduates, exits, residents = (
            demo.value(indicator, period, as_of=day)
            for indicator in ("introduced_tenants", "graduates_total", "exits_total", "resident_tenants")
        )
        assert residents == introduced - graduates - exits, day


def test_a_at_most_21_have_left_by_the_day_of_the_article(demo: Demo) -> None:
    gone = demo.value("graduates_total", "2022-06", as_of=PRINTED) + demo.value(
        "exits_total", "2022-06", as_of=PRINTED
    )

    assert 0 < gone <= 21


def test_b_jobs_are_the_sum_of_the_tenants_rows(demo: Demo) -> None:
    jobs = demo.measured("employees", "2022Q1", as_of=PRINTED, population=Population.INTRODUCED)
    query = select(Observation.tenant_id, Observation.value).where(
        Observation.indicator == "employees", Observation.period == Period.parse("2022Q1").key
    )
    introduced = demo.measured("introduced_tenants", "2022-06", as_of=PRINTED)
    members = {row.tenant_id for row in introduced.contributions}
    reported = {row[0]: row[1] for row in demo.rows(query)}

    assert {row.tenant_id: row.amount for row in jobs.contributions} == {
        tenant: value for tenant, value in reported.items() if tenant in members
    }


def test_c_no_tenant_started_more_students_than_it_ever_employed(demo: Demo) -> None:
    jobs = select(Observation.tenant_id, func.max(Observation.value)).where(
        Observation.indicator == "employees"
    )
    peaks = {row[0]: row[1] for row in demo.rows(jobs.group_by(Observation.tenant_id))}
    hires = select(GraduateHire.tenant_id, func.sum(GraduateHire.persons)).group_by(GraduateHire.tenant_id)

    for tenant, persons in demo.rows(hires):
        assert persons <= peaks[tenant]


def test_c_students_hired_and_fresh_graduates_reported_are_the_same_people(demo: Demo) -> None:
    started = demo.value("student_starters", "2026Q3")
    reported = sum(demo.value("fresh_graduates", quarter.code) for quarter in demo.result.quarters)

    assert started == reported


def test_d_events_and_attendances_are_those_of_the_calendar_year(demo: Demo) -> None:
    events = demo.measured("events_held", "2021")
    attendances = demo.measured("event_attendances", "2021")
    query = select(Event.id).where(Event.held_on.between(date(2021, 1, 1), date(2021, 12, 31)))

    assert {row.id for row in events.contributions} == {row[0] for row in demo.rows(query)}
    assert {row.id for row in attendances.contributions} == {row.id for row in events.contributions}


def test_d_an_event_without_a_figure_is_listed_and_not_counted_as_zero(demo: Demo) -> None:
    events = demo.measured("events_held", "2022")
    attendances = demo.measured("event_attendances", "2022")
    ((missing),) = attendances.missing

    assert missing.id in {row.id for row in events.contributions}
    assert missing.id not in {row.id for row in attendances.contributions}
    assert len(attendances.contributions) == len(events.contributions) - 1
    assert len(demo.rows(select(Attendance.id).where(Attendance.event_id == missing.id))) == 0


def test_e_universities_in_deep_cooperation_are_among_those_served(demo: Demo) -> None:
    for period, day in YEAR_ENDS:
        served = demo.measured("universities_served", period, as_of=day)
        for indicator in ("deep_cooperation_universities", "established_cooperation_universities"):
            some = demo.measured(indicator, period, as_of=day)
            assert {row.id for row in some.contributions} <= {row.id for row in served.contributions}


def test_e_universities_with_an_established_cooperation_are_further_ones(demo: Demo) -> None:
    deep = demo.measured("deep_cooperation_universities", "2022-06", as_of=PRINTED)
    established = demo.measured("established_cooperation_universities", "2022-06", as_of=PRINTED)

    assert not {row.id for row in deep.contributions} & {row.id for row in established.contributions}
    assert len(deep.contributions) + len(established.contributions) >= 5


def test_f_the_teams_patent_is_granted_and_valid_and_its_copyrights_are_no_patents(demo: Demo) -> None:
    patents = demo.measured("patents_valid", "2022-06", as_of=PRINTED, role="big_data_team")
    copyrights = demo.measured("software_copyrights", "2022-06", as_of=PRINTED, role="big_data_team")
    ((patent,),) = (patents.contributions,)
    ((granted, lapsed),) = demo.rows(
        select(IntellectualProperty.granted_on, IntellectualProperty.lapsed_on).where(
            IntellectualProperty.id == patent.id
        ),
    )

    assert isinstance(granted, date)
    assert granted <= PRINTED
    assert lapsed is None
    assert patent.id not in {row.id for row in copyrights.contributions}
    # What the team reports itself says the same.
    assert demo.value("ip_valid", "2022Q2", role="big_data_team") == 5
    assert demo.value("ip_valid_invention", "2022Q2", role="big_data_team") == 1
    assert demo.value("ip_valid_software", "2022Q2", role="big_data_team") == 4


@pytest.mark.parametrize(
    "indicator",
    [
        "introduced_tenants",
        "resident_tenants",
        "graduates_total",
        "exits_total",
        "student_starters",
        "universities_served",
        "deep_cooperation_universities",
        "established_cooperation_universities",
        "software_copyrights",
        "patents_valid",
        "talents",
        "transfer_contracts",
        "joint_research",
        "projects_landed",
        "let_area",
        "sites",
    ],
)
def test_g_the_same_question_has_three_answers_on_three_days(demo: Demo, indicator: str) -> None:
    readings = [demo.measured(indicator, period, as_of=day) for period, day in YEAR_ENDS]
    values = [reading.value or 0 for reading in readings]

    assert values == sorted(set(values))


def test_g_jobs_have_three_answers_on_three_days(demo: Demo) -> None:
    quarters = ("2020Q4", "2021Q4", "2022Q1")
    values = [
        demo.value("employees", quarter, as_of=day, population=Population.INTRODUCED)
        for quarter, (_, day) in zip(quarters, YEAR_ENDS, strict=True)
    ]

    assert values == sorted(set(values))


def test_g_what_lies_between_two_readings_are_dated_moves(demo: Demo) -> None:
    """Who is among the residents on one day and not on the other moved in, graduated or left between them."""
    moves = select(StageRecord.tenant_id, StageRecord.stage, StageRecord.on_date)
    history = [(row[0], Stage(row[1]), row[2]) for row in demo.rows(moves)]
    for (before, first), (after, second) in pairwise(YEAR_ENDS):
        old = {row.id for row in demo.measured("resident_tenants", before, as_of=first).contributions}
        new = {row.id for row in demo.measured("resident_tenants", after, as_of=second).contributions}
        between = [(tenant, stage) for tenant, stage, on in history if first < on <= second]
        assert new - old <= {tenant for tenant, stage in between if stage in IN_HOUSE}
        assert old - new == {tenant for tenant, stage in between if stage in SUCCEEDED | LEFT} & old


def test_h_the_media_tenants_space_lies_inside_the_site_and_rooms_are_never_over_let(demo: Demo) -> None:
    planned = demo.value("planned_area", "2022-06")
    lines = demo.rows(
        select(LeaseLine.room_id, LeaseLine.area, LeaseLine.start_on, LeaseLine.until_on, Room.area)
        .join(Room)
        .order_by(LeaseLine.room_id, LeaseLine.start_on),
    )

    assert demo.value("let_area", "2020-06", role="media") < planned
    for former, later in pairwise(lines):
        if former[0] == later[0]:
            assert former[3] <= later[2]
    assert all(line[1] <= line[4] for line in lines)
    for quarter in demo.result.quarters:
        for day in (quarter.start, quarter.start + timedelta(days=45), quarter.end):
            assert demo.value("let_area", f"{day.year}-{day.month}", as_of=day) < planned
