"""The incubator itself: figures its operator states, blank where nothing was stated; staff and mentors."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from crm.db.models import Site
from crm.domain.errors import NotFoundError, RuleError, StaleError
from crm.domain.measures import MeasureRequest
from crm.domain.period import Period, PeriodKind
from crm.domain.wording import Language
from crm.services.figures import FigureCache, answer
from crm.services.history import get_operation_changes, list_operations, title_of
from crm.services.operation import operation, undo
from crm.services.operator import (
    MentorEntry,
    StaffEntry,
    Statement,
    add_mentor,
    add_staff,
    list_stated,
    read_figures,
    state_figures,
)
from crm.services.people import PeopleKind, import_people

if TYPE_CHECKING:
    from pathlib import Path

    from crm.domain.measures import Measured
    from crm.services.library import Library
    from crm.services.operation import Workplace
    from crm.services.people import PeopleTaken

YEAR = Period.parse("2025")


@pytest.fixture
def site(workplace: Workplace) -> int:
    with operation(workplace, "demo-built") as running:
        return running.recorder.add(
            Site,
            name="示例园区",
            is_own=True,
            operator="示例运营公司",
            authority="",
            address="示例路1号",
            opened_on=date(2020, 1, 1),
            note="",
        )


def figure(
    workplace: Workplace, library: Library, code: str, period: Period = YEAR, *, to_date: bool = False
) -> Measured:
    request = MeasureRequest(code, period, to_date=to_date)
    measured = answer(workplace, library, request)
    alone, rows = FigureCache(workplace, library).value(request)
    assert (measured.value, len(measured.contributions)) == (alone, rows)
    return measured


def state(workplace: Workplace, library: Library, code: str, **values: int | None) -> None:
    state_figures(
        workplace, library, [Statement(code, Period.parse(name[1:]), value) for name, value in values.items()]
    )


def test_what_was_never_stated_is_blank_and_zero_is_a_statement(
    workplace: Workplace, library: Library, site: int
) -> None:
    blank = figure(workplace, library, "fixed_assets")
    assert (blank.value, [(one.kind, one.id) for one in blank.missing]) == (None, [("site", site)])
    state(workplace, library, "fixed_assets", p2025=0)
    stated = figure(workplace, library, "fixed_assets")
    assert (stated.value, stated.missing) == (0, ())
    assert [(row.kind, row.id, row.label, row.amount) for row in stated.contributions] == [
        ("site", site, "示例园区", 0)
    ]
    state(workplace, library, "fixed_assets", p2025=None)
    assert figure(workplace, library, "fixed_assets").value is None
    state(workplace, library, "fixed_assets", p2025=None)


@pytest.mark.usefixtures("site")
def test_a_flow_adds_up_over_its_parts_and_says_which_are_lacking(
    workplace: Workplace, library: Library
) -> None:
    state(workplace, library, "incubator_income", p2025Q1=100, p2025Q2=50, **{"p2025-03": 7, "p2025-07": 3})
    year = figure(workplace, library, "incubator_income")
    assert year.value == 153
    assert year.missing[0].lacking == ("2025-08", "2025-09", "2025-10", "2025-11", "2025-12")
    half = figure(workplace, library, "incubator_income", Period.parse("2025H1"))
    assert (half.value, half.missing) == (150, ())
    to_date = figure(workplace, library, "incubator_income", Period.parse("2025-07"), to_date=True)
    assert (to_date.value, to_date.missing) == (153, ())
    state(workplace, library, "incubator_income", p2025=200)
    assert figure(workplace, library, "incubator_income").value == 200


@pytest.mark.usefixtures("site")
def test_a_stock_is_what_stands_at_the_end(workplace: Workplace, library: Library) -> None:
    state(workplace, library, "incubation_fund", p2025Q3=5, **{"p2025-12": 8})
    assert figure(workplace, library, "incubation_fund").value == 8
    assert figure(workplace, library, "incubation_fund", Period.parse("2025Q3")).value == 5
    assert figure(workplace, library, "incubation_fund", Period.parse("2025Q2")).value is None


@pytest.mark.usefixtures("site")
def test_a_statement_is_journaled_told_in_words_and_undone(workplace: Workplace, library: Library) -> None:
    state(workplace, library, "fixed_assets", p2025=1_000_00)
    line = list_operations(workplace)[0]
    assert "1" in title_of(library, line, Language.ZH)
    told = get_operation_changes(workplace, library, line.id)
    record = told.records[0]
    assert (record.label.zh, record.title) == ("年末固定资产原值", "2025")
    undo(workplace)
    assert figure(workplace, library, "fixed_assets").value is None


@pytest.mark.usefixtures("site")
def test_a_figure_of_tenants_or_of_records_cannot_be_stated(workplace: Workplace, library: Library) -> None:
    for code in ("total_income", "events_held"):
        with pytest.raises(RuleError, match="indicator-not-stated"):
            state(workplace, library, code, p2025=1)


def test_without_a_site_of_our_own_nothing_can_be_stated(workplace: Workplace, library: Library) -> None:
    with pytest.raises(NotFoundError, match="site-none"):
        state(workplace, library, "fixed_assets", p2025=1)
    assert figure(workplace, library, "fixed_assets").value is None


@pytest.mark.usefixtures("site")
def test_all_stated_figures_are_read_together(workplace: Workplace, library: Library) -> None:
    state(workplace, library, "fixed_assets", p2025=1)
    figures = {
        indicator.code: measured.value for indicator, measured in read_figures(workplace, library, YEAR)
    }
    assert figures["fixed_assets"] == 1
    assert figures["incubator_income"] is None
    assert len(figures) == len(library.indicators.stated)


STAFF = """管理人员名单,,,,
姓名,职务,学历,专业孵化服务人员,入职日期
甲,经理,硕士,是,2024-01-01
,,,,
乙,专员,大专,否,2024年5月
"""


def take(workplace: Workplace, library: Library, path: Path, text: str, kind: str = "staff") -> PeopleTaken:
    path.write_text(text, "utf-8")
    return import_people(workplace, library, path, kind=PeopleKind(kind))


def test_people_are_taken_from_a_workbook_and_known_ones_changed(
    workplace: Workplace, library: Library, tmp_path: Path
) -> None:
    path = tmp_path / "名单.csv"
    taken = take(workplace, library, path, STAFF)
    assert (taken.new, taken.known) == (2, 0)
    professional = MeasureRequest("professional_staff", YEAR)
    assert answer(workplace, library, professional).value == 1
    again = take(workplace, library, path, "姓名,专业孵化服务人员,离职日期\n乙,是,\n甲,,2024-12-01\n")
    assert (again.new, again.known) == (0, 2)
    assert [row.label for row in answer(workplace, library, professional).contributions] == ["乙"]
    undo(workplace)
    assert [row.label for row in answer(workplace, library, professional).contributions] == ["甲"]
    mentors = take(workplace, library, path, "Name,Organisation,Since\n丙,某院,2025-03-01\n", "mentors")
    assert mentors.new == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("名字,职务\n甲,经理\n", "people-header-missing"),
        ("姓名,入职日期\n甲,很久\n", "people-value-wrong"),
        ("姓名,学历,入职日期\n甲,童生,2024-01-01\n", "people-value-wrong"),
        ("姓名,职务\n甲,经理\n", "people-value-missing"),
    ],
)
def test_a_list_that_is_not_understood_brings_nobody(
    workplace: Workplace, library: Library, tmp_path: Path, text: str, code: str
) -> None:
    with pytest.raises(RuleError, match=code):
        take(workplace, library, tmp_path / "名单.csv", text)
    assert answer(workplace, library, MeasureRequest("incubator_staff", YEAR)).value == 0


def test_staff_and_mentors_count_while_they_are_there(workplace: Workplace, library: Library) -> None:
    add_staff(
        workplace,
        StaffEntry("甲", "经理", date(2024, 1, 1), "master", is_professional=True, is_trained=True),
    )
    add_staff(workplace, StaffEntry("乙", "专员", date(2024, 1, 1), until_on=date(2025, 6, 1)))
    add_mentor(workplace, MentorEntry("丙", "某院", date(2025, 3, 1), "教授", "材料"))
    values = {
        code: [
            answer(workplace, library, MeasureRequest(code, Period.parse(year))).value
            for year in ("2024", "2025")
        ]
        for code in ("incubator_staff", "professional_staff", "staff_trained", "staff_college", "mentors")
    }
    assert values == {
        "incubator_staff": [2, 1],
        "professional_staff": [1, 1],
        "staff_trained": [1, 1],
        "staff_college": [1, 1],
        "mentors": [0, 1],
    }
    assert {one.kind for one in list_operations(workplace)} == {"staff-added", "mentor-added"}


def test_the_form_shows_what_was_stated_what_is_made_up_and_what_was_a_year_before(
    workplace: Workplace, library: Library
) -> None:
    assert all(one.own is one.whole is one.before is None for one in list_stated(workplace, library, YEAR))
    with operation(workplace, "site-changed") as running:
        running.recorder.add(Site, name="本园", is_own=True, note="")
    quarters = [Statement("service_income", part, 100) for part in YEAR.parts(PeriodKind.QUARTER)]
    state_figures(workplace, library, [*quarters, Statement("desks", YEAR.previous(), 40)])
    lines = {one.indicator.code: one for one in list_stated(workplace, library, YEAR)}
    assert (lines["service_income"].own, lines["service_income"].whole) == (None, 400)
    assert (lines["desks"].own, lines["desks"].before) == (None, 40)


def test_a_figure_that_somebody_else_has_stated_meanwhile_is_not_overwritten(
    workplace: Workplace, library: Library
) -> None:
    with operation(workplace, "site-changed") as running:
        running.recorder.add(Site, name="本园", is_own=True, note="")
    state_figures(workplace, library, [Statement("desks", YEAR, 40)], seen={"desks": None})
    with pytest.raises(StaleError) as stale:
        state_figures(workplace, library, [Statement("desks", YEAR, 41)], seen={"desks": None})
    assert (stale.value.values["now"], stale.value.values["by"]) == ("40", workplace.user)
    with pytest.raises(StaleError):
        state_figures(workplace, library, [Statement("served_teams", YEAR, 1)], seen={"served_teams": 2})
