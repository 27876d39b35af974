"""What needs doing: what is due when, for whom, by which rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import event

from crm.db.models import Building, Financing, Floor, Lease, LeaseLine, Qualification, Room, Site
from crm.db.queries.measures import Question, measure, measure_many
from crm.domain.lifecycle import Stage
from crm.domain.period import Period
from crm.filings.approval import FilingState
from crm.filings.questions import requests_of
from crm.services import duties, waiting_filings
from crm.services.approval import StepKind, return_filing, sign_filing, submit_filing
from crm.services.duties import (
    Duty,
    DutyKind,
    FilingChecks,
    Urgency,
    Waiting,
    add_months,
    check_filings,
    list_duties,
    with_checks,
)
from crm.services.figures import Figure, put_figures
from crm.services.filings import BuiltFiling, build_filing, list_forms
from crm.services.freezing import freeze_filing
from crm.services.history import list_operations
from crm.services.notes import NoteText, add_note, finish_note
from crm.services.operation import operation, undo
from crm.services.tenants import add_tenant, change_stage
from crm.services.watch import carry_differences, watch_filing

if TYPE_CHECKING:
    import pytest

    from crm.services.frozen_filings import FilingInfo
    from crm.services.library import Library
    from crm.services.operation import Workplace
    from crm.services.watch import Watched

TODAY = date(2026, 4, 15)


def incubate(
    workplace: Workplace, library: Library, name: str, *, since: date, field: str | None = None
) -> int:
    """An incubating tenant."""
    changes = add_tenant(
        workplace, library, {"name": name, "technology_field": field}, stage=Stage.INCUBATING, on=since
    )
    (tenant,) = changes.tenants
    return tenant


def of_kind(workplace: Workplace, library: Library, kind: DutyKind) -> list[Duty]:
    return [duty for duty in list_duties(workplace, library) if duty.kind is kind]


def let_rooms(workplace: Workplace, *lines: tuple[int, int, date, date | None]) -> None:
    """Leases: tenant, number of the room, from when, until when."""
    with operation(workplace, "tenants-added") as running:
        recorder = running.recorder
        site = recorder.add(Site, name="园区", is_own=True, operator="", authority="", address="", note="")
        floor = recorder.add(Floor, building_id=recorder.add(Building, site_id=site, name="A座"), name="1")
        rooms: dict[int, int] = {}
        for tenant, number, start, until in lines:
            if number not in rooms:
                rooms[number] = recorder.add(
                    Room, floor_id=floor, number=str(number), use="tenant", area=10_000
                )
            lease = recorder.add(Lease, tenant_id=tenant, number="", signed_on=None)
            recorder.add(
                LeaseLine,
                lease_id=lease,
                room_id=rooms[number],
                area=10_000,
                start_on=start,
                until_on=until,
                monthly_rent=None,
            )


def test_a_lease_is_told_before_it_ends_and_until_it_is_renewed(
    workplace: Workplace, library: Library
) -> None:
    start = date(2024, 5, 1)
    ending, renewed, ended, open_end, later, gone = (
        incubate(workplace, library, name, since=start) for name in "甲乙丙丁戊己"
    )
    change_stage(workplace, gone, Stage.EXITED, on=date(2026, 1, 5), reason="搬走")
    soon, far = TODAY + timedelta(days=20), TODAY + timedelta(days=300)
    let_rooms(
        workplace,
        (ending, 1, start, soon),
        (ending, 2, start, far),
        (renewed, 3, start, soon),
        (renewed, 3, soon, far),
        (ended, 4, start, TODAY - timedelta(days=3)),
        (open_end, 5, start, TODAY - timedelta(days=9)),
        (open_end, 6, start, None),
        (later, 7, start, TODAY + timedelta(days=91)),
        (gone, 8, start, date(2026, 1, 5)),
    )
    told = [(duty.tenant, duty.due) for duty in of_kind(workplace, library, DutyKind.LEASE)]
    assert told == [("丙", TODAY - timedelta(days=3)), ("甲", soon)]


def test_a_stay_is_measured_by_the_rule_of_its_field(workplace: Workplace, library: Library) -> None:
    over = incubate(workplace, library, "甲", since=date(2022, 3, 31), field="new_materials")
    incubate(workplace, library, "乙", since=date(2022, 3, 31), field="biomedicine")
    near = incubate(workplace, library, "丙", since=date(2021, 6, 1), field="biomedicine")
    incubate(workplace, library, "丁", since=date(2025, 1, 1))
    duties = of_kind(workplace, library, DutyKind.STAY)
    assert [(duty.tenant_id, duty.due, duty.limit) for duty in duties] == [
        (over, date(2026, 3, 31), 48),
        (near, date(2026, 6, 1), 60),
    ]
    assert [duty.is_verified for duty in duties] == [True, False], "60 months were not read in the rule"
    assert [duty.urgency(TODAY) for duty in duties] == [Urgency.OVERDUE, Urgency.LATER]


def test_who_has_not_reported_the_last_quarter_is_told(workplace: Workplace, library: Library) -> None:
    one = incubate(workplace, library, "甲", since=date(2025, 1, 1))
    two = incubate(workplace, library, "乙", since=date(2025, 1, 1))
    quarter = Period.parse("2026Q1")
    put_figures(workplace, library, [Figure(one, "total_income", quarter, 1)])
    (duty,) = of_kind(workplace, library, DutyKind.UNREPORTED)
    assert duty.query is not None
    assert duty.query.among == frozenset({two})
    assert (duty.count, duty.period) == (1, quarter)
    put_figures(workplace, library, [Figure(two, "total_income", quarter, 0)])
    assert of_kind(workplace, library, DutyKind.UNREPORTED) == []


def test_each_ground_of_graduation_is_seen(workplace: Workplace, library: Library) -> None:
    certified, earning, financed, none, one_year = (
        incubate(workplace, library, name, since=date(2023, 1, 1)) for name in "甲乙丙丁戊"
    )
    million = 100_000_000
    put_figures(
        workplace,
        library,
        [
            Figure(earning, "total_income", Period.parse("2024"), 4 * million),
            Figure(earning, "total_income", Period.parse("2025"), 6 * million + 1),
            Figure(none, "total_income", Period.parse("2024"), 4 * million),
            Figure(none, "total_income", Period.parse("2025"), 6 * million),
            Figure(one_year, "total_income", Period.parse("2025"), 20 * million),
        ],
    )
    with operation(workplace, "tenants-added") as running:
        for tenant, until in ((certified, TODAY), (none, TODAY - timedelta(days=1))):
            running.recorder.add(
                Qualification,
                tenant_id=tenant,
                kind="high_tech",
                title="高新技术企业",
                level="national",
                issuer="",
                number="",
                granted_on=date(2024, 1, 1),
                until_on=until,
                evidence="",
            )
        for tenant, amount in ((financed, 3 * million), (financed, 3 * million), (none, 5 * million)):
            running.recorder.add(
                Financing,
                tenant_id=tenant,
                round="A",
                investor="",
                amount=amount,
                on_date=date(2025, 5, 1),
                paid_in=None,
                registered_on=None,
                is_own_fund=False,
            )
    (duty,) = of_kind(workplace, library, DutyKind.GRADUATION)
    assert duty.query is not None
    assert duty.query.among == frozenset({certified, earning, financed})
    assert duty.grounds == (
        ("graduation_high_tech", 1),
        ("graduation_two_year_income", 1),
        ("graduation_financing", 1),
    )


def test_a_filing_is_due_until_it_is_frozen(demo: Workplace, library: Library) -> None:
    due = {(duty.form, duty.period) for duty in of_kind(demo, library, DutyKind.FILING)}
    period = Period.parse("2026Q3")
    assert due >= {("torch-tenant", Period.parse("2025")), ("zone-quarterly", period)}
    assert ("zone-monthly", Period.parse("2026-10")) in due
    assert "zone-events" not in {form for form, _ in due}
    checks = {duty.form: duty for duty in check_filings(demo, library)}
    built = build_filing(demo, library, "zone-quarterly", period)
    found = len(built.findings)
    assert checks["zone-quarterly"].errors + checks["zone-quarterly"].warnings <= found
    assert checks["zone-quarterly"].urgency(demo.today) is Urgency.HINT
    freeze_filing(demo, library, built, reason="核对")
    still = {duty.form for duty in of_kind(demo, library, DutyKind.FILING)}
    assert still == {form for form, _ in due} - {"zone-quarterly"}
    assert "zone-quarterly" not in {duty.form for duty in check_filings(demo, library)}


def test_filings_are_checked_again_only_where_something_was_written_that_they_could_show(
    demo: Workplace, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = []

    def check(workplace: Workplace, known: Library) -> tuple[Duty, ...]:
        built.append(workplace)
        return check_filings(workplace, known)

    monkeypatch.setattr(duties, "check_filings", check)
    checks = FilingChecks(demo, library)
    found = checks.list()
    assert found == check_filings(demo, library) == checks.list()
    add_note(demo, 1, NoteText("visit", date(2026, 4, 1), "回访"))
    assert checks.list() == found
    assert len(built) == 1
    period = Period.parse("2026Q3")
    filing = build_filing(demo, library, "zone-quarterly", period)
    freeze_filing(demo, library, filing, reason="核对")
    assert "zone-quarterly" not in {duty.form for duty in checks.list()}
    assert len(built) == 2
    undo(demo, list_operations(demo, limit=1)[0].id)
    assert checks.list() == found
    assert len(built) == 3


def test_figures_that_are_read_together_are_those_that_are_read_one_by_one(
    demo: Workplace, library: Library
) -> None:
    requests = {
        request
        for form in list_forms(library)
        for request in requests_of(form, Period.containing(TODAY, form.period_kind).previous())
    }
    questions = [Question(request, library.indicators[request.indicator]) for request in requests]
    statements: list[int] = []
    with demo.database.reading() as connection:
        event.listen(connection, "before_cursor_execute", lambda *_: statements.append(1))
        one_by_one = {question.request: measure(connection, question) for question in questions}
        before = len(statements)
        assert measure_many(connection, questions) == one_by_one
    assert len(questions) > 400
    assert len(statements) - before < 0.7 * before


def test_a_note_is_to_do_until_it_is_checked_off(workplace: Workplace, library: Library) -> None:
    tenant = incubate(workplace, library, "甲", since=date(2025, 1, 1))
    add_note(workplace, tenant, NoteText("visit", date(2026, 4, 1), "回访", due_on=date(2026, 4, 17)))
    (duty,) = of_kind(workplace, library, DutyKind.NOTE)
    assert (duty.tenant, duty.text, duty.urgency(TODAY)) == ("甲", "回访", Urgency.WEEK)
    assert duty.note_id is not None
    finish_note(workplace, duty.note_id, on=TODAY)
    assert of_kind(workplace, library, DutyKind.NOTE) == []


def test_what_is_longest_overdue_comes_first_and_hints_come_last(demo: Workplace, library: Library) -> None:
    duties = list_duties(demo, library)
    days = [duty.due for duty in duties if duty.due is not None]
    assert days == sorted(days)
    assert [duty.due is None for duty in duties] == sorted(duty.due is None for duty in duties)
    order = list(Urgency)
    urgencies = [order.index(duty.urgency(demo.today)) for duty in duties]
    assert urgencies == sorted(urgencies)


def test_a_week_ends_on_sunday() -> None:
    duty = Duty(DutyKind.LEASE, TODAY)
    wednesday = {days: duty_in(duty, days).urgency(TODAY) for days in (-1, 0, 1, 4, 5)}
    assert wednesday == {
        -1: Urgency.OVERDUE,
        0: Urgency.TODAY,
        1: Urgency.WEEK,
        4: Urgency.WEEK,
        5: Urgency.LATER,
    }


def duty_in(duty: Duty, days: int) -> Duty:
    return replace(duty, due=TODAY + timedelta(days=days))


def test_months_end_with_the_month() -> None:
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2022, 10, 21), 48) == date(2026, 10, 21)
    assert add_months(date(2026, 2, 28), -12) == date(2025, 2, 28)


QUARTERLY, QUARTER = "zone-quarterly", Period.parse("2026Q1")


class Way:
    """A filing of a house of two tenants on its way between a clerk and a leader."""

    def __init__(self, workplace: Workplace, library: Library) -> None:
        self.clerk, self.leader = workplace, replace(workplace, user="leader")
        self.library = library
        self.tenants = [incubate(workplace, library, name, since=date(2025, 1, 1)) for name in "甲乙"]
        self.checks = FilingChecks(self.leader, library)
        self.report(1_000_000)

    def report(self, amount: int, *, reason: str = "") -> None:
        figures = [Figure(tenant, "total_income", QUARTER, amount) for tenant in self.tenants]
        put_figures(self.clerk, self.library, figures, reason=reason)

    @property
    def built(self) -> BuiltFiling:
        return build_filing(self.clerk, self.library, QUARTERLY, QUARTER)

    def submit(self) -> None:
        submit_filing(self.clerk, self.library, self.built, name="柳填表", reason="均已核实")

    def waits(self, workplace: Workplace) -> Waiting | None:
        """For whom it waits, as the steps alone say."""
        duties = [one for one in list_duties(workplace, self.library) if one.form == QUARTERLY]
        if [one.kind for one in duties] == [DutyKind.FILING]:
            return None
        (duty,) = duties
        assert duty.kind is DutyKind.SIGNING
        assert duty.due == QUARTER.end + timedelta(days=15)
        assert duty.waiting is not None
        expected = Urgency.YOURS if duty.waiting.is_yours else Urgency.OTHERS
        assert duty.urgency(TODAY) is expected
        return duty.waiting

    def told(self, workplace: Workplace) -> tuple[FilingState, bool, bool]:
        waiting = self.waits(workplace)
        assert waiting is not None
        return waiting.state, waiting.is_yours, waiting.own

    def found(self, kind: DutyKind) -> list[Duty]:
        """What only building shows."""
        return [one for one in self.checks.list() if one.kind is kind]


def test_a_filing_on_its_way_waits_for_whoever_may_take_the_next_step(
    workplace: Workplace, library: Library
) -> None:
    way = Way(workplace, library)
    assert way.waits(way.clerk) is None
    way.submit()
    assert way.told(way.leader) == (FilingState.SUBMITTED, True, False)
    assert way.told(way.clerk) == (FilingState.SUBMITTED, False, True)
    return_filing(way.leader, way.built, name="沈负责", reason="漏了一家")
    assert way.told(way.leader) == (FilingState.DRAFT, False, False)
    assert way.told(way.clerk) == (FilingState.DRAFT, True, True)
    way.submit()
    sign_filing(way.leader, way.library, way.built, StepKind.CHECKED, name="许审核")
    assert way.told(way.leader) == (FilingState.CHECKED, True, False)
    sign_filing(way.leader, way.library, way.built, StepKind.APPROVED, name="沈负责")
    assert way.told(way.clerk) == (FilingState.APPROVED, True, True)
    waiting = way.waits(way.clerk)
    assert waiting is not None
    assert [step.name for step in waiting.steps] == ["柳填表", "沈负责", "柳填表", "许审核", "沈负责"]
    assert QUARTERLY not in {duty.form for duty in way.found(DutyKind.CHECKS)}, "they were explained"
    freeze_filing(way.clerk, library, way.built)
    assert [one for one in list_duties(way.clerk, library) if one.form == QUARTERLY] == []


def test_a_filing_whose_figures_have_changed_on_its_way_is_with_who_filled_it_in_again(
    workplace: Workplace, library: Library
) -> None:
    way = Way(workplace, library)
    way.submit()
    assert way.found(DutyKind.SIGNING) == []
    way.report(2_000_000)
    (fell,) = way.found(DutyKind.SIGNING)
    assert fell.waiting is not None
    assert (fell.waiting.state, fell.waiting.fell, fell.waiting.is_yours) == (FilingState.DRAFT, True, False)
    before = list_duties(way.leader, library)
    after = with_checks(before, [fell], TODAY)
    assert len(after) == len(before)
    assert [one.urgency(TODAY) for one in before].count(Urgency.YOURS) == 1
    assert [one.urgency(TODAY) for one in after].count(Urgency.YOURS) == 0
    assert fell in after


def test_a_frozen_filing_that_no_longer_holds_is_told_until_it_is_carried_or_its_correction_is_on_its_way(
    workplace: Workplace, library: Library
) -> None:
    way = Way(workplace, library)
    freeze_filing(way.clerk, library, way.built, reason="上报")
    assert way.found(DutyKind.AMENDMENT) == []
    way.report(2_000_000, reason="企业更正")
    (duty,) = way.found(DutyKind.AMENDMENT)
    assert duty.waiting is not None
    assert duty.urgency(TODAY) is Urgency.YOURS
    assert duty.waiting.cells > 2
    assert duty.waiting.version == 1
    assert duty.waiting.filing_id is not None
    way.submit()
    assert way.found(DutyKind.AMENDMENT) == []
    (signing,) = [one for one in list_duties(way.leader, library) if one.kind is DutyKind.SIGNING]
    assert signing.waiting is not None
    assert (signing.waiting.version, signing.due) == (2, None), "a correction has no day of its own"
    undo(workplace)
    assert len(way.found(DutyKind.AMENDMENT)) == 1
    carry_differences(workplace, library, duty.waiting.filing_id, reason="金额小")
    assert way.found(DutyKind.AMENDMENT) == []


def test_only_those_frozen_filings_are_watched_again_that_what_was_written_could_change(
    workplace: Workplace, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = Way(workplace, library)
    looked: list[str] = []

    def watch(desk: Workplace, known: Library, info: FilingInfo) -> Watched:
        looked.append(info.period.code)
        return watch_filing(desk, known, info)

    monkeypatch.setattr(waiting_filings, "watch_filing", watch)
    for code in ("2024Q1", "2025Q3", "2026Q1"):
        built = build_filing(workplace, library, QUARTERLY, Period.parse(code))
        freeze_filing(workplace, library, built, reason="上报")
    watching = waiting_filings.AmendmentWatch()

    def cells() -> dict[str, int]:
        looked.clear()
        duties = watching.list(workplace, library, {})
        assert all(duty.waiting is not None for duty in duties)
        return {duty.period.code: duty.waiting.cells for duty in duties if duty.period and duty.waiting}

    assert cells() == {}
    assert looked == ["2026Q1", "2025Q3"], "two years back, no further"
    add_note(workplace, way.tenants[0], NoteText("visit", TODAY, "回访"))
    assert (cells(), looked) == ({}, [])
    way.report(2_000_000, reason="更正")
    assert list(cells()) == looked == ["2026Q1"]
    change_stage(workplace, way.tenants[0], Stage.EXITED, on=date(2025, 9, 1), reason="搬走")
    assert set(cells()) == {"2026Q1", "2025Q3"}
    assert len(looked) == 2
    (last,) = list_operations(workplace, limit=1)
    undo(workplace, last.id)
    carry_differences(workplace, library, 3, reason="金额小")
    assert cells() == {}
    way.report(3_000_000, reason="更正")
    assert list(cells()) == ["2026Q1"]
    carry_differences(workplace, library, 3, reason="金额小")
    assert (cells(), looked) == ({}, ["2026Q1"])
