"""Builds the demo: one operation that fills an empty database with the life of an invented site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.db.models import Tenant
from crm.services.demo.achievements import build_achievements, known_tenants
from crm.services.demo.engagement import (
    build_cooperations,
    build_organisations,
    build_projects,
    build_services,
)
from crm.services.demo.events import build_events
from crm.services.demo.figures import Sources, build_figures
from crm.services.demo.hires import build_hires
from crm.services.demo.ledger import Ledger, require_empty
from crm.services.demo.lives import tell_lives
from crm.services.demo.operator import build_operator
from crm.services.demo.premises import build_premises
from crm.services.demo.register import build_register
from crm.services.demo.script_file import read_script
from crm.services.operation import operation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from crm.domain.changes import Changes
    from crm.domain.period import Period
    from crm.services.library import Library
    from crm.services.operation import Workplace


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What was built: the site, how many tenants and rows, the quarters with figures, the last day told.

    ``roles`` leads from a part in the story (``media``, ``animation``, ``big_data_team`` …) to the tenant's id.
    """

    changes: Changes
    site: str
    tenants: int
    rows: int
    quarters: tuple[Period, ...]
    as_of: date
    roles: Mapping[str, int]


def build_demo(workplace: Workplace, library: Library) -> DemoResult:
    """Fill the empty database of *workplace* with demo data; always the same rows, whatever the day.

    Raises CrmError ``demo-not-empty`` where the database holds anything but its journal.
    """
    script = read_script()
    with operation(workplace, "demo-built") as running:
        require_empty(running.recorder.connection)
        ledger = Ledger(running.recorder)
        lives = tell_lives(script, ledger.ids_ahead(Tenant, len(script.tenants)))
        known = known_tenants(lives)
        organisations = build_organisations(ledger, script)
        house = build_premises(ledger, script, lives)
        deeds = build_achievements(ledger, script, lives, organisations)
        build_register(ledger, library, script, lives, house, deeds)
        hires = build_hires(ledger, script, lives, organisations)
        build_figures(ledger, lives, Sources(script, house, deeds, hires))
        build_cooperations(ledger, script, known, organisations)
        meetings = build_events(ledger, script)
        build_projects(ledger, script, known, organisations, meetings)
        build_services(ledger, script, lives, organisations)
        build_operator(ledger, script, site_id=house.site_id)
        ledger.write()
    return DemoResult(
        changes=running.changes,
        site=script.own.name,
        tenants=len(lives),
        rows=ledger.rows,
        quarters=script.quarters,
        as_of=script.as_of,
        roles={life.cast.role: life.tenant_id for life in lives if life.cast.role},
    )
