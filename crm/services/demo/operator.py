"""The demo's operator: what it states for the incubator itself, who works for it, and who advises its tenants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.db.models import Mentor, OperatorFigure, StaffMember
from crm.domain.period import Period

if TYPE_CHECKING:
    from crm.services.demo.ledger import Ledger
    from crm.services.demo.script import Script


def build_operator(ledger: Ledger, script: Script, *, site_id: int) -> None:
    """Figures of the site, one row a year and indicator; staff and mentors."""
    ledger.put_down(
        OperatorFigure,
        [
            {
                "period": Period.parse(year).key,
                "indicator": indicator,
                "site_id": site_id,
                "value": value,
                "operation_id": ledger.operation_id,
            }
            for year, figures in script.operator.figures.items()
            for indicator, value in figures.items()
        ],
    )
    for who in script.operator.staff:
        ledger.add(
            StaffMember,
            name=who.name,
            position=who.position,
            education=who.education,
            is_professional=who.is_professional,
            is_trained=who.is_trained,
            is_returnee=who.is_returnee,
            since_on=who.since_on,
            until_on=who.until_on,
        )
    for mentor in script.operator.mentors:
        ledger.add(
            Mentor,
            name=mentor.name,
            organisation=mentor.organisation,
            title=mentor.title,
            expertise=mentor.expertise,
            since_on=mentor.since_on,
            until_on=None,
        )
