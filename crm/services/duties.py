"""What needs doing: leases that end, stays that grow too long, figures and filings that are due, notes to follow up."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Lock
from typing import TYPE_CHECKING

from crm.db.queries.filings import last_version
from crm.db.queries.history import journal_stamp, stamp_of, tables_written_since
from crm.db.queries.measures import Question, measure
from crm.db.queries.workbench import certified_tenants, financed_tenants, lease_ends, stays_since
from crm.domain.measures import MeasureRequest, Population
from crm.domain.period import Period, PeriodKind
from crm.services.duty import Duty, DutyKind, Urgency, Waiting
from crm.services.filings import build_form, list_forms
from crm.services.notes import list_due_notes
from crm.services.rule_facts import last_full_year
from crm.services.tenants import TenantQuery
from crm.services.waiting_filings import AmendmentWatch, due_day, list_fallen, list_signing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy import Connection

    from crm.db.queries.history import JournalStamp
    from crm.domain.indicators import IndicatorCatalogue
    from crm.domain.rules import RuleCatalogue
    from crm.filings.form import Form
    from crm.services.library import Library
    from crm.services.operation import Workplace

__all__ = ["Duty", "DutyKind", "FilingChecks", "Urgency", "Waiting"]

SOON_DAYS = 90
"""How long before its day something is told."""
_REPORTED = "total_income"
"""The figure by which a tenant counts as having reported."""
_HIGH_TECH = "high_tech"
_SHOWN_IN_NO_FILING = frozenset({"notes"})
"""Tables that no form counts or shows."""


def list_duties(workplace: Workplace, library: Library) -> tuple[Duty, ...]:
    """Everything that needs doing as of today: first the filings that wait for this user, then what is longest overdue.

    What waits for others and hints come last.
    """
    today = workplace.today
    until = today + timedelta(days=SOON_DAYS)
    forms = _newest_forms(library)
    signing = list_signing(workplace, library, forms)
    on_the_way = {(one.form, one.period) for one in signing}
    with workplace.database.reading() as connection:
        found = [
            *signing,
            *_leases(connection, today=today, until=until),
            *_stays(connection, library.rules, today=today, until=until),
            *_unreported(connection, library.indicators, today=today),
            *_graduates(connection, library, today=today),
            *_filings(connection, library, forms, today=today, on_the_way=on_the_way),
        ]
    found += [
        Duty(DutyKind.NOTE, note.due_on, note.tenant_id, note.tenant, text=note.text, note_id=note.id)
        for note in list_due_notes(workplace, until=until)
    ]
    return _in_order(found, today)


def with_checks(duties: Iterable[Duty], found: Iterable[Duty], today: date) -> tuple[Duty, ...]:
    """*duties* with what building the filings has *found*, which takes the place of what their steps alone said."""
    known = tuple(found)
    built = {(duty.form, duty.period) for duty in known if duty.kind is DutyKind.SIGNING}
    kept = (
        duty for duty in duties if duty.kind is not DutyKind.SIGNING or (duty.form, duty.period) not in built
    )
    return _in_order([*kept, *known], today)


def _in_order(duties: Iterable[Duty], today: date) -> tuple[Duty, ...]:
    order = {urgency: place for place, urgency in enumerate(Urgency)}
    return tuple(
        sorted(
            duties,
            key=lambda one: (order[one.urgency(today)], one.due is None, one.due or today, one.kind.value),
        )
    )


def check_filings(workplace: Workplace, library: Library) -> tuple[Duty, ...]:
    """What only shows when filings are built, so slower.

    Those of the last period that are not frozen and whose checks find something, as far as they are not on their way;
    those on their way whose figures have changed.
    """
    forms = _newest_forms(library)
    fallen = list_fallen(workplace, library, forms)
    on_the_way = {(one.form, one.period) for one in list_signing(workplace, library, forms)}
    with workplace.database.reading() as connection:
        due = [
            (form, period)
            for form, period in _due_forms(connection, forms, today=workplace.today)
            if (form.code, period) not in on_the_way
        ]
    found = []
    for form, period in due:
        filing = build_form(workplace, library, form, period)
        by_severity = Counter(finding.severity.code for finding in filing.findings)
        errors, warnings = by_severity["error"], by_severity["warning"]
        if errors or warnings:
            found.append(
                Duty(
                    DutyKind.CHECKS,
                    form=form.code,
                    period=period,
                    form_name=form.name,
                    errors=errors,
                    warnings=warnings,
                )
            )
    return (*fallen, *found)


@dataclass(slots=True)
class FilingChecks:
    """What `check_filings` finds, and which frozen filings no longer hold.

    Built again only where something has been written that a filing could show.
    """

    workplace: Workplace
    library: Library
    _as_of: JournalStamp | None = None
    _found: tuple[Duty, ...] = ()
    _lock: Lock = field(default_factory=Lock)
    _amendments: AmendmentWatch = field(default_factory=AmendmentWatch)

    def list(self) -> tuple[Duty, ...]:
        """The filings whose checks find something, as of now."""
        with self._lock:
            with self.workplace.database.reading() as connection:
                now = journal_stamp(connection)
                is_current = self._is_current(connection)
            if not is_current:
                self._as_of = None
                self._found = (
                    *check_filings(self.workplace, self.library),
                    *self._amendments.list(self.workplace, self.library, _newest_forms(self.library)),
                )
            self._as_of = now
            return self._found

    def _is_current(self, connection: Connection) -> bool:
        """Whether only such tables were written to since then as no filing shows."""
        before = self._as_of
        if before is None or stamp_of(connection, before.operation) != before:
            return False
        return tables_written_since(connection, before.operation) <= _SHOWN_IN_NO_FILING


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last day of a month that is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _leases(connection: Connection, *, today: date, until: date) -> Iterator[Duty]:
    for end in lease_ends(connection, today=today, until=until):
        yield Duty(DutyKind.LEASE, end.on, end.tenant_id, end.name)


def _stays(connection: Connection, rules: RuleCatalogue, *, today: date, until: date) -> Iterator[Duty]:
    shortest = min(rules["incubation_months"].limit, rules["incubation_months_longer"].limit)
    before = add_months(until, -shortest)
    for stay in stays_since(connection, today=today, before=before):
        rule = rules.residence_rule(stay.technology_field)
        due = add_months(stay.moved_in_on, rule.limit)
        if due <= until:
            yield Duty(
                DutyKind.STAY,
                due,
                stay.tenant_id,
                stay.name,
                limit=rule.limit,
                is_verified=rule.verified,
            )


def _unreported(connection: Connection, indicators: IndicatorCatalogue, *, today: date) -> Iterator[Duty]:
    period = Period.containing(today, PeriodKind.QUARTER).previous()
    request = MeasureRequest(_REPORTED, period, population=Population.RESIDENT)
    missing = measure(connection, Question(request, indicators[_REPORTED])).missing
    if missing:
        query = TenantQuery(among=frozenset(row.id for row in missing))
        yield Duty(DutyKind.UNREPORTED, query=query, period=period)


def _graduates(connection: Connection, library: Library, *, today: date) -> Iterator[Duty]:
    """Incubating tenants that meet a condition of graduation."""
    rules = library.rules
    financing = rules["graduation_financing"].limit
    income = rules["graduation_two_year_income"].limit
    grounds = {
        "graduation_high_tech": certified_tenants(connection, kind=_HIGH_TECH, day=today),
        "graduation_two_year_income": _earned(connection, library, above=income, today=today),
        "graduation_financing": financed_tenants(connection, above=financing, day=today),
    }
    ids = frozenset().union(*grounds.values())
    if ids:
        yield Duty(
            DutyKind.GRADUATION,
            query=TenantQuery(among=ids),
            is_verified=all(rules[code].verified for code in grounds),
            grounds=tuple((code, len(found)) for code, found in grounds.items() if found),
        )


def _earned(connection: Connection, library: Library, *, above: int, today: date) -> frozenset[int]:
    """Incubating tenants whose income of the last two full years, both reported, is together above a sum in fen."""
    sums: Counter[int] = Counter()
    years: Counter[int] = Counter()
    for back in (0, 1):
        year = Period(PeriodKind.YEAR, last_full_year(today) - back)
        request = MeasureRequest(_REPORTED, year, population=Population.INCUBATING, as_of=today)
        for row in measure(connection, Question(request, library.indicators[_REPORTED])).contributions:
            sums[row.id] += row.amount
            years[row.id] += 1
    return frozenset(tenant for tenant, total in sums.items() if total > above and years[tenant] == 2)


def _filings(
    connection: Connection,
    library: Library,
    forms: Mapping[str, Form],
    *,
    today: date,
    on_the_way: set[tuple[str, Period | None]],
) -> Iterator[Duty]:
    """The filings of the last period that is over, of every form, as far as none was frozen or is on its way."""
    for form, period in _due_forms(connection, forms, today=today):
        if (form.code, period) not in on_the_way:
            yield Duty(
                DutyKind.FILING,
                due_day(library, form, period),
                form=form.code,
                period=period,
                form_name=form.name,
                is_verified=library.rules["filing_days"].verified,
            )


def _due_forms(
    connection: Connection, forms: Mapping[str, Form], *, today: date
) -> Iterator[tuple[Form, Period]]:
    """Every form that is due by itself, with its last period, as far as none was frozen."""
    for form in forms.values():
        if not form.due:
            continue
        period = Period.containing(today, form.period_kind).previous()
        if last_version(connection, form.code, period) is None:
            yield form, period


def _newest_forms(library: Library) -> Mapping[str, Form]:
    """The newest layout of every form, by its code."""
    newest: dict[str, Form] = {}
    for form in list_forms(library):
        if form.code not in newest or newest[form.code].year < form.year:
            newest[form.code] = form
    return newest
