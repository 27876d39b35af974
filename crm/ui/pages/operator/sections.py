"""How the figures of the incubator itself are grouped in the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.domain.quantity import Dimension
from crm.ui.forms.form import Section
from crm.ui.forms.spec import EntryKind, EntrySpec

if TYPE_CHECKING:
    from crm.domain.indicators import Indicator
    from crm.ui.context import Context

_INCOME = (
    "incubator_income",
    "makerspace_income",
    "service_income",
    "property_income",
    "investment_income",
    "other_income",
    "operating_costs",
    "incubator_profit",
    "incubator_taxes",
)
_FUNDS = ("grants_received", "national_project_funds", "incubation_fund")
_ASSETS = (
    "fiscal_investment",
    "enterprise_investment",
    "social_investment",
    "other_investment",
    "fixed_assets",
    "fixed_assets_net",
    "platform_investment",
)
_KINDS = {Dimension.MONEY: EntryKind.MONEY, Dimension.AREA: EntryKind.AREA}


def operator_sections(context: Context) -> tuple[Section, ...]:
    """The fields of the form: every figure the operator states, in groups; what is in none of them comes last."""
    translate = QCoreApplication.translate
    groups = (
        (translate("Operator", "Income, costs and taxes"), _INCOME),
        (translate("Operator", "Grants and the incubation fund"), _FUNDS),
        (translate("Operator", "Investment and assets"), _ASSETS),
    )
    stated = {one.code: one for one in context.library.indicators.stated}
    sections = []
    for title, codes in groups:
        known = [stated.pop(code) for code in codes if code in stated]
        sections.append(Section(title, tuple(_spec(context, one) for one in known)))
    rest = tuple(_spec(context, one) for one in stated.values())
    return (*sections, Section(translate("Operator", "Services, teams and cooperation"), rest))


def _spec(context: Context, indicator: Indicator) -> EntrySpec:
    kind = _KINDS.get(indicator.unit.dimension, EntryKind.COUNT)
    return EntrySpec(indicator.code, indicator.name.in_language(context.language), kind, unit=indicator.unit)
