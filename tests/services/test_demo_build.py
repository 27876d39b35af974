"""The demo builder: the same rows wherever and whenever, into an empty database only, and rows that make sense."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from crm.db.journal import read_images
from crm.db.models import (
    Contact,
    Event,
    Financing,
    Observation,
    OperationRecord,
    Organisation,
    Qualification,
    StageRecord,
    Tenant,
    TenantName,
)
from crm.domain.errors import CrmError
from crm.domain.finding import Severity
from crm.domain.identifiers import email_problem, phone_problem, uscc_problem
from crm.domain.lifecycle import ENTRY, IN_HOUSE, Need, Stage, missing_needs, require_move
from crm.domain.measures import Population
from crm.domain.period import Period, PeriodKind
from crm.domain.wording import Language
from crm.services.demo import build_demo
from crm.services.demo.dice import Dice, apportion_whole
from crm.services.filings import build_filing
from crm.services.library import Library
from crm.services.operation import Workplace, operation, undo
from tests.conftest import BACKENDS
from tests.db.world import add_tenant, at, dump_of, opened, require_right_overview
from tests.support.demo import Demo, built_demo, fresh_address

if TYPE_CHECKING:
    from collections.abc import Iterator

Reports = dict[tuple[int, int], dict[str, int]]
"""(key of the period, tenant) → indicator → value."""


def is_quarter(key: int) -> bool:
    return Period.from_key(key).kind is PeriodKind.QUARTER


@pytest.fixture(scope="module", params=BACKENDS)
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with (
        fresh_address(request.param, request, tmp_path_factory) as url,
        built_demo(url, tmp_path_factory.mktemp("user")) as demo,
    ):
        yield demo


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return Library.load(user_folder=tmp_path_factory.mktemp("user"))


@pytest.fixture(scope="module")
def reports(demo: Demo) -> Reports:
    query = select(Observation.period, Observation.tenant_id, Observation.indicator, Observation.value)
    held: Reports = {}
    for period, tenant, indicator, value in demo.rows(query):
        held.setdefault((period, tenant), {})[indicator] = value
    return held


# ------------------------------------------------------------------------------------- the builder itself


def test_the_demo_is_the_same_on_any_day_for_anybody_and_on_any_database(
    demo: Demo, tmp_path_factory: pytest.TempPathFactory
) -> None:
    address = f"sqlite:///{tmp_path_factory.mktemp('twin') / 'twin.sqlite'}"
    with opened(address) as database:
        other = Workplace.of(database, today=date(2031, 2, 3), user="申晓岚")
        twin = build_demo(other, demo.library)
        rows = dump_of(database)

    assert rows == dump_of(demo.workplace.database)
    assert (twin.tenants, twin.rows, twin.roles) == (
        demo.result.tenants,
        demo.result.rows,
        demo.result.roles,
    )


def test_the_demo_is_one_operation_and_every_row_is_in_its_journal(demo: Demo) -> None:
    assert demo.rows(select(OperationRecord.id, OperationRecord.kind)) == [
        (demo.result.changes.operation, "demo-built")
    ]
    with demo.workplace.database.reading() as connection:
        images = sum(1 for _ in read_images(connection, demo.result.changes.operation))
    assert images == demo.result.rows == sum(map(len, dump_of(demo.workplace.database).values()))
    require_right_overview(demo.workplace.database)


def test_a_database_that_holds_anything_is_refused_and_left_alone(
    library: Library, database_url: str
) -> None:
    with opened(database_url) as database:
        with operation(at(database), "tenant-added", name="山西岚石试剂有限公司") as running:
            add_tenant(running.recorder, "山西岚石试剂有限公司")
        before = dump_of(database)

        with pytest.raises(CrmError) as refusal:
            build_demo(at(database), library)

        assert refusal.value.code == "demo-not-empty"
        assert refusal.value.values == {"table": "tenants", "rows": 1}
        assert dump_of(database) == before
        sentence = library.messages.word_error(refusal.value, Language.ZH)
        assert "已有企业 1 行" in sentence.text
        assert sentence.remedy


@pytest.mark.uncounted
def test_the_demo_can_be_undone_and_built_again_without_using_an_id_twice(
    library: Library, database_url: str
) -> None:
    with opened(database_url) as database:
        workplace = at(database)
        first = build_demo(workplace, library)
        undo(workplace)
        assert not any(dump_of(database).values())

        second = build_demo(workplace, library)

        assert not set(first.roles.values()) & set(second.roles.values())
        assert min(second.changes.tenants) > max(first.changes.tenants)
        assert second.rows == first.rows


# ---------------------------------------------------------------------------------------------- the register


def test_every_credit_code_is_valid_and_nobodys(demo: Demo) -> None:
    codes = [code for (code,) in demo.rows(select(Tenant.uscc)) if code]

    assert len(codes) == len(set(codes)) > 150
    assert {uscc_problem(code) for code in codes} == {None}
    # A division that was never handed out.
    assert {code[2:8] for code in codes} == {"140799"}


def test_names_numbers_phones_and_addresses_are_well_formed(demo: Demo) -> None:
    names = [name for (name,) in demo.rows(select(Tenant.name))]
    numbers = [number for (number,) in demo.rows(select(Tenant.external_id)) if number]
    people = demo.rows(select(Tenant.phone, Tenant.email)) + demo.rows(select(Contact.phone, Contact.email))

    assert len(names) == len(set(names)) == demo.result.tenants
    assert len(numbers) == len(set(numbers))
    assert {phone_problem(phone) for phone, _ in people} == {None}
    assert {email_problem(email) for _, email in people} == {None}
    assert {phone[:7] for phone, _ in people} == {"1380000"}


def test_every_code_of_the_register_is_in_its_list(demo: Demo) -> None:
    for field in demo.library.fields.values():
        if not field.choices:
            continue
        vocabulary = demo.library.vocabulary[field.choices]
        codes = {code for (code,) in demo.rows(select(getattr(Tenant, field.code)).distinct()) if code}
        assert codes
        assert all(code in vocabulary for code in codes), field.code
    industries = demo.rows(select(Tenant.industry, Tenant.industry_letter))
    assert len({industry for industry, _ in industries}) > 40
    for industry, letter in industries:
        assert demo.library.vocabulary["industry"].group(industry) == letter


def test_every_way_through_the_stages_is_allowed_dated_and_has_what_it_needs(demo: Demo) -> None:
    query = select(
        StageRecord.tenant_id,
        StageRecord.stage,
        StageRecord.on_date,
        StageRecord.until_date,
        StageRecord.reason,
        StageRecord.allowed_by,
        StageRecord.detail,
        Tenant.uscc,
        Tenant.founded_on,
    ).join(Tenant, Tenant.id == StageRecord.tenant_id)
    ways: dict[int, list[tuple[Stage, date, date | None]]] = {}
    for tenant, code, on, until, reason, allowed_by, detail, uscc, founded in demo.rows(
        query.order_by(StageRecord.tenant_id, StageRecord.position)
    ):
        stage = Stage(code)
        given = {
            Need.REASON: reason,
            Need.ALLOWED_BY: allowed_by,
            Need.DETAIL: detail,
            Need.REGISTRATION: uscc,
            Need.FOUNDED_ON: founded,
        }
        assert not missing_needs(stage, [need for need, value in given.items() if value]), (tenant, stage)
        assert stage not in ENTRY or (founded is not None and founded <= on)
        ways.setdefault(tenant, []).append((stage, on, until))
    for way in ways.values():
        require_move(None, way[0][0])
        assert way[-1][2] is None
        assert all(on <= demo.result.as_of for _, on, _ in way)
        for (before, on, until), (after, next_on, _) in pairwise(way):
            require_move(before, after)
            assert on < next_on == until


def test_graduates_met_the_condition_that_is_given_as_their_reason(demo: Demo) -> None:
    query = select(StageRecord.tenant_id, StageRecord.on_date, StageRecord.reason)
    graduates = demo.rows(query.where(StageRecord.stage == "graduated"))
    met = dict.fromkeys(("高新技术", "获得投资", "营业收入"), 0)
    for tenant, on, reason in graduates:
        (kind,) = (words for words in met if words in reason)
        met[kind] += 1
        if kind == "高新技术":
            title = select(Qualification.id).where(
                Qualification.tenant_id == tenant,
                Qualification.kind == "high_tech",
                Qualification.granted_on <= on,
                Qualification.until_on > on,
            )
            assert demo.rows(title), tenant
        elif kind == "获得投资":
            paid = select(func.sum(Financing.amount)).where(
                Financing.tenant_id == tenant, Financing.on_date <= on
            )
            assert demo.rows(paid)[0][0] > 500_000_000, tenant
        else:
            quarters = [quarter for quarter in demo.result.quarters if quarter.end < on][-8:]
            incomes = [
                demo.measured("total_income", quarter.code, tenant=str(tenant)).value or 0
                for quarter in quarters
            ]
            assert sum(incomes) > 1_000_000_000, tenant
    assert len(graduates) == demo.value("graduates_total", "2026Q4", as_of=demo.result.as_of)
    assert all(met.values())


def test_the_pipeline_holds_leads_prospects_and_reviews_and_some_are_not_registered_yet(demo: Demo) -> None:
    query = select(StageRecord.stage, func.count()).where(StageRecord.until_date.is_(None))
    standing = {Stage(stage): count for stage, count in demo.rows(query.group_by(StageRecord.stage))}
    unregistered = select(func.count()).select_from(Tenant).where(Tenant.uscc.is_(None))

    assert standing[Stage.LEAD] == 8
    assert standing[Stage.PROSPECT] == 6
    assert standing[Stage.REVIEW] == 4
    assert standing[Stage.LISTED] == 2
    assert standing[Stage.ACQUIRED] == 1
    assert all(standing[stage] for stage in Stage if stage is not Stage.GRADUATED)
    assert demo.rows(unregistered) == [(3,)]


def test_renamed_tenants_are_found_under_the_name_of_the_day(demo: Demo) -> None:
    assert len(demo.rows(select(TenantName.id))) == 5

    early = demo.measured("employees", "2020Q4", role="media").contributions[0].label
    later = demo.measured("employees", "2021Q4", role="media").contributions[0].label

    assert (early, later) == ("山西鹿汀文化传播有限公司", "山西鹿汀传媒有限公司")


def test_no_organisation_or_tenant_bears_the_name_of_a_real_region_or_academy(demo: Demo) -> None:
    names = " ".join(
        name for query in (select(Organisation.name), select(Tenant.name)) for (name,) in demo.rows(query)
    )

    for real in ("清华", "中国科学院", "中科院", "太原", "晋中", "北京", "上海"):
        assert real not in names


# ----------------------------------------------------------------------------------------------- the figures


def test_every_resident_tenant_reports_every_indicator_of_every_quarter_but_for_the_gaps_told(
    demo: Demo, reports: Reports
) -> None:
    indicators = {indicator.code for indicator in demo.library.indicators.reported}
    assert len(indicators) == 27
    quarters = {key: figures for key, figures in reports.items() if is_quarter(key[0])}
    incomplete = {key for key, figures in quarters.items() if figures.keys() != indicators}
    silent = set()
    for quarter in demo.result.quarters:
        residents = demo.measured("resident_tenants", quarter.code).contributions
        silent |= {(quarter.code, row.id) for row in residents if (quarter.key, row.id) not in reports}

    assert len(demo.result.quarters) == 25
    assert {period for period, _ in quarters} == {quarter.key for quarter in demo.result.quarters}
    assert [quarter for quarter, _ in silent] == ["2026Q3"] * 3
    ((period, tenant),) = incomplete
    assert period == Period.parse("2026Q3").key
    assert indicators - reports[period, tenant].keys() == {"rd_expenditure"}


def test_the_parts_of_a_report_never_exceed_the_whole(reports: Reports) -> None:
    parts = (
        ("employees", ("college", "returnees", "thousand_talents", "fresh_graduates")),
        ("college", ("doctors", "fresh_graduates")),
        ("ip_granted", ("ip_granted_invention",)),
        ("total_income", ("taxes_paid", "exports")),
    )
    for (period, _), figures in reports.items():
        if not is_quarter(period):
            assert 0 <= figures["fresh_graduates"] <= figures["college"] <= figures["employees"]
            continue
        for whole, some in parts:
            assert all(0 <= figures[part] <= figures[whole] for part in some)
        kinds = ("ip_valid_invention", "ip_valid_software", "ip_valid_plant", "ip_valid_layout")
        assert sum(figures[kind] for kind in kinds) <= figures["ip_valid"]
        assert figures["employees"] >= 2
        assert figures["total_income"] > 0


def test_the_months_that_some_report_add_up_to_their_quarter(reports: Reports) -> None:
    added: dict[tuple[int, int, str], int] = {}
    for (key, tenant), figures in reports.items():
        month = Period.from_key(key)
        if month.kind is PeriodKind.MONTH:
            quarter = Period.containing(month.start, PeriodKind.QUARTER).key
            for indicator in ("total_income", "net_profit", "taxes_paid"):
                place = (quarter, tenant, indicator)
                added[place] = added.get(place, 0) + figures[indicator]
            assert figures["employees"] == reports[quarter, tenant]["employees"]
    assert len({tenant for _, tenant, _ in added}) > 30
    assert all(
        reports[quarter, tenant][indicator] == total for (quarter, tenant, indicator), total in added.items()
    )


def test_reports_agree_with_the_records_that_stand_behind_them(demo: Demo, reports: Reports) -> None:
    for code in ("2021Q4", "2024Q2", "2026Q3"):
        quarter = Period.parse(code)
        mine = {tenant: figures for (period, tenant), figures in reports.items() if period == quarter.key}
        for indicator, counted in (
            ("occupied_area", "let_area"),
            ("venture_investment", "financing_amount"),
            ("ip_valid_software", "software_copyrights"),
        ):
            records: dict[int, int] = {}
            for row in demo.measured(counted, code).contributions:
                if row.tenant_id in mine:
                    records[row.tenant_id] = records.get(row.tenant_id, 0) + row.amount
            assert records == {
                tenant: figures[indicator] for tenant, figures in mine.items() if figures[indicator]
            }


def test_money_is_reported_to_the_fen_and_some_companies_lose_money(reports: Reports) -> None:
    assert any(figures["total_income"] % 100 for figures in reports.values())
    assert any(figures["net_profit"] < 0 for figures in reports.values())
    assert any(figures["net_profit"] > 0 for figures in reports.values())
    assert any(
        figures["rd_expenditure"] > figures["total_income"]
        for figures in reports.values()
        if "rd_expenditure" in figures
    )


def test_the_site_lives_on_to_2026(demo: Demo) -> None:
    years = select(Event.held_on)
    by_year: dict[int, int] = {}
    for (held_on,) in demo.rows(years):
        by_year[held_on.year] = by_year.get(held_on.year, 0) + 1
    jobs = demo.measured("employees", "2026Q3", population=Population.RESIDENT)

    assert demo.value("resident_tenants", "2026Q3") == 69
    assert 800 < (jobs.value or 0) < 1_200
    assert all(54 <= by_year[year] <= 66 for year in range(2021, 2027))
    assert demo.value("new_tenants", "2026Q3") > 0
    assert demo.value("graduates_in_period", "2026Q3") > 0
    assert demo.value("exits_in_period", "2026Q3") > 0
    stages = {stage.value for stage in IN_HOUSE}
    standing = select(StageRecord.stage).where(StageRecord.until_date.is_(None)).distinct()
    assert stages <= {stage for (stage,) in demo.rows(standing)}


def test_the_demo_filing_has_no_error_and_the_warnings_that_were_meant(demo: Demo) -> None:
    filing = build_filing(demo.workplace, demo.library, "zone-quarterly", Period.parse("2026Q3"))
    warnings = sorted(finding.code for finding in filing.of_severity(Severity.WARNING))

    assert filing.of_severity(Severity.ERROR) == ()
    assert warnings == [
        "check-s1",  # exports, since a maker of magnesium parts moved in
        "check-s2",  # a biotechnology company before its first sales
        "check-s6",  # older than 24 months at entry
        "check-s7",  # more than 48 months in the house
        *["filing-not-reported"] * 4,  # three silent tenants, one blank figure
    ]


# -------------------------------------------------------------------------------------------------- the dice


def test_shares_are_whole_and_add_up() -> None:
    assert apportion_whole(10, [1, 1, 1]) == [4, 3, 3]
    assert apportion_whole(7, [0, 5, 2]) == [0, 5, 2]
    assert sum(apportion_whole(5_532, list(range(1, 65)))) == 5_532


def test_the_dice_fall_the_same_way_for_the_same_seed() -> None:
    def throws(seed: str) -> list[int]:
        dice = Dice(seed)
        return [dice.below(1_000) for _ in range(20)]

    assert throws("a") == throws("a") != throws("b")
    # Pinned: another Python must not make another demo.
    assert throws("a")[:5] == [272, 67, 599, 644, 175]
