"""What an import would do, planned against the tenants and figures that are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.db.queries import matching
from crm.intake.figures import FiguresPlan, make_figures_plan, periods_of
from crm.intake.lexicon import SheetKind
from crm.intake.match import KnownTenants, match_tenants
from crm.intake.part_periods import compared_periods, related_periods
from crm.intake.plan import Plan, TenantState, make_plan
from crm.services.tenants import NOT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy import Connection

    from crm.domain.period import Period
    from crm.intake.match import Matches
    from crm.intake.progress import Progress
    from crm.intake.reading import Reading
    from crm.services.library import Library


def plan_import(
    connection: Connection,
    library: Library,
    reading: Reading,
    *,
    key: str | None,
    on: date,
    progress: Progress = None,
) -> Plan | FiguresPlan:
    """What the records of a sheet would change: of tenants, or of their figures.

    *key* is the field that identifies a tenant, *on* the day of a change of stage that names none.
    """
    known = KnownTenants.from_rows(matching.tenant_keys(connection), matching.former_names(connection))
    matches = match_tenants(reading.drafts, known, key, progress=progress)
    if reading.drafts.kind is SheetKind.FIGURES:
        return _figures_plan(connection, library, reading, matches, progress=progress)
    states = _states(connection, reading, matches)
    return make_plan(reading.drafts, matches, states, on=on, progress=progress)


def _states(connection: Connection, reading: Reading, matches: Matches) -> dict[int, TenantState]:
    """The present state of the matched tenants, as far as the sheet speaks of it."""
    columns = [code for code in reading.drafts.columns if code not in NOT_COLUMNS]
    ids = [tenant_id for tenant_id in matches.tenants if tenant_id is not None]
    former: dict[int, list[str]] = {}
    for tenant_id, name in matching.former_names(connection):
        former.setdefault(tenant_id, []).append(name)
    states = {}
    for tenant_id, held in matching.held_tenants(connection, ids, columns).items():
        values = {name: None if value == "" else value for name, value in held.values.items()}
        values["moved_in_on"] = held.moved_in_on
        states[tenant_id] = TenantState(
            values, held.extra, former.get(tenant_id, ()), held.stage, held.stage_since
        )
    return states


def _figures_plan(
    connection: Connection,
    library: Library,
    reading: Reading,
    matches: Matches,
    *,
    progress: Progress,
) -> FiguresPlan:
    indicators = {
        code: library.indicators[code] for code in reading.drafts.columns if code in library.indicators
    }
    periods = periods_of(reading.drafts, reading.period, reading.unclear)
    before = {near for period in periods for near in (period.previous(), period.same_period_last_year())}

    near = [period.key for period in related_periods(periods)] if indicators else []
    present = matching.periods_with_figures(connection, near)

    def held(of: Iterable[Period]) -> dict[tuple[int, str, int], int]:
        keys = [period.key for period in of]
        return matching.held_figures(connection, periods=keys, indicators=list(indicators))

    return make_figures_plan(
        reading.drafts,
        matches,
        indicators=indicators,
        period=reading.period,
        current=held(periods),
        previous=held(before | compared_periods(periods, present)),
        progress=progress,
    )
