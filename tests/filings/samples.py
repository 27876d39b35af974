"""A small form, its rosters and its figures: what the tests of filings build from."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from crm import paths
from crm.domain.indicators import IndicatorCatalogue, catalogue_from_tables
from crm.domain.measures import (
    Contribution,
    Measured,
    MeasureRequest,
    NotReported,
    Population,
    RosterRow,
)
from crm.domain.period import Period
from crm.filings.build import build
from crm.filings.built import Built, Particulars
from crm.filings.form_file import form_from_table
from crm.filings.questions import Sources, requests_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.filings.form import Form

QUARTER = Period.parse("2025Q1")

FORM = """
code = "little"
year = 2025
zh = "小表"
en = "Little form"
authority = { zh = "示例机关", en = "An authority" }
period = "quarter"
money_unit = "ten_thousand_yuan"
own_layout = true
origin = "made for tests"
verified = false

[words]
unit = "万元"
period = "{year}年{name}"
period_names = ["第一季度", "第二季度", "第三季度", "第四季度"]
day = "{year}年{month}月{day}日"
yes = "是"
no = "否"
verified = "已核实"
unverified = "待核实"
units = { ten_thousand_yuan = "万元", person = "人" }

[bases]
period = { zh = "本期", en = "this period" }
year_to_date = { zh = "累计", en = "to date" }
last_year = { zh = "上年", en = "last year" }
last_year_to_date = { zh = "上年累计", en = "last year to date" }
previous = { zh = "上期", en = "previous" }
growth = { zh = "同比", en = "growth" }
growth_to_date = { zh = "累计同比", en = "growth to date" }

[[text]]
sheet = "综合"
address = "A2"
value = "{reporting_unit}，{period}，{period_end}，{unit}，{filled_on}，{preparer}{reviewer}{responsible}{phone}"

[[grid]]
sheet = "综合"
columns = { period = "B", last_year = "C", growth = "D", year_to_date = "E" }

[[grid.row]]
row = 5
indicator = "total_income"
population = "incubating"

[[grid.row]]
row = 6
indicator = "employees"
population = "incubating"
bases = ["period"]

[[cell]]
sheet = "明细"
address = "C9"
indicator = "incubating_tenants"
label = { zh = "户数", en = "Tenants" }

[[fact]]
name = "before"
indicator = "total_income"
basis = "previous"

[[block]]
id = "tenants"
sheet = "明细"
row = 5
total_row = 6
population = "incubating"
order = ["moved_in_on", "name"]

[[block.column]]
column = "A"
ordinal = true
label = { zh = "序号", en = "No." }

[[block.column]]
column = "B"
field = "name"
label = { zh = "名称", en = "Name" }

[[block.column]]
column = "C"
field = ["uscc", "registration_number"]
label = { zh = "代码", en = "Code" }

[[block.column]]
column = "D"
field = "moved_in_on"
show = "date"
label = { zh = "入驻", en = "Moved in" }

[[block.column]]
column = "E"
field = "high_tech"
show = "yes_no"
label = { zh = "高企", en = "High-tech" }

[[block.column]]
column = "F"
field = "technology_field"
show = "choice"
choices = "technology_field"
label = { zh = "领域", en = "Technology field" }

[[block.column]]
column = "G"
field = "registered_capital"
show = "amount"
unit = "ten_thousand_yuan"
label = { zh = "注册资本", en = "Capital" }

[[block.column]]
column = "H"
indicator = "total_income"

[[block.column]]
column = "I"
indicator = "employees"

[[block.column]]
field = "founded_on"
show = "date"
label = { zh = "成立", en = "Founded" }

[[block]]
id = "left"
sheet = "明细"
row = 12
population = "left"
order = ["name"]

[[block.column]]
column = "B"
field = "name"
label = { zh = "名称", en = "Name" }

[definitions]
sheet = "说明"
row = 3
columns = { number = "A", name = "B", unit = "C", definition = "D", verified = "E" }
"""

INDICATORS = """
[total_income]
zh = "总收入"
en = "Total income"
unit = "yuan"
nature = "flow"
definition = { zh = "全部收入", en = "All income" }
origin = "made for tests"
verified = true

[employees]
zh = "从业人员"
en = "Employees"
unit = "person"
nature = "stock"
definition = { zh = "期末人员", en = "Staff at the end" }
origin = "made for tests"
verified = false

[incubating_tenants]
zh = "在孵企业数"
en = "Incubating tenants"
unit = "enterprise"
nature = "stock"
definition = { zh = "期末在孵", en = "In incubation at the end" }
source = { records = "tenants", counted = "valid_at" }
origin = "made for tests"
verified = true
"""

PARTICULARS = Particulars(date(2025, 4, 8), "示例孵化器", "甲", "乙", "丙", "0354-1234567")


def little_table() -> dict[str, object]:
    """The little form as a parsed file, to be spoilt."""
    return tomllib.loads(FORM)


def little_form(**changes: object) -> Form:
    """The little form, some of its top-level keys replaced."""
    return form_from_table({**little_table(), **deepcopy(changes)})


def little_indicators() -> IndicatorCatalogue:
    """The indicators of the little form."""
    return catalogue_from_tables(tomllib.loads(INDICATORS))


def label_of(name: str, code: str) -> str:
    """The label of a code, as a vocabulary would give it."""
    return f"{name}:{code}"


@dataclass(frozen=True)
class Tenant:
    """A tenant and its figures of the period by indicator; None is not reported. ``earlier``: any other period."""

    id: int
    name: str
    figures: Mapping[str, int | None] = field(default_factory=dict)
    earlier: Mapping[str, int | None] = field(default_factory=dict)
    fields: Mapping[str, str | int | bool | date | None] = field(default_factory=dict)

    def row(self) -> RosterRow:
        return RosterRow(self.id, {"name": self.name, "moved_in_on": date(2024, 1, 1), **self.fields})


def measure_tenants(request: MeasureRequest, tenants: Sequence[Tenant], period: Period) -> Measured:
    """A reported figure over *tenants*, one observation each."""
    shares, missing = [], []
    for tenant in tenants:
        own = request.period == period and not request.to_date
        amount = (tenant.figures if own else tenant.earlier).get(request.indicator)
        if amount is None:
            missing.append(NotReported("tenant", tenant.id, tenant.name))
        else:
            shares.append(Contribution("observation", tenant.id, tenant.name, amount, tenant.id))
    return Measured(request, tuple(shares), tuple(missing))


def count_tenants(request: MeasureRequest, tenants: Sequence[Tenant]) -> Measured:
    """A count of *tenants*."""
    return Measured(request, tuple(Contribution("tenant", one.id, one.name, 1, one.id) for one in tenants))


def little_sources(
    tenants: Sequence[Tenant],
    *,
    left: Sequence[Tenant] = (),
    form: Form | None = None,
    period: Period = QUARTER,
) -> Sources:
    """Everything the little form asks for."""
    indicators = little_indicators()
    measured = {
        request: measure_tenants(request, tenants, period)
        if indicators[request.indicator].is_reported
        else count_tenants(request, tenants)
        for request in requests_of(form or little_form(), period)
    }
    rosters = {
        (Population.INCUBATING, period.end): [tenant.row() for tenant in tenants],
        (Population.LEFT, period.end): [tenant.row() for tenant in left],
    }
    return Sources(measured, rosters, indicators, label_of)


def little_filing(
    tenants: Sequence[Tenant],
    *,
    left: Sequence[Tenant] = (),
    form: Form | None = None,
    period: Period = QUARTER,
    particulars: Particulars = PARTICULARS,
) -> Built:
    """The little form built from *tenants*."""
    form = form or little_form()
    sources = little_sources(tenants, left=left, form=form, period=period)
    return build(form, period, sources=sources, particulars=particulars)


def shipped_folders() -> list[str]:
    """The folders of all forms of the program."""
    forms = paths.resources() / "forms"
    return sorted(path.parent.relative_to(forms).as_posix() for path in forms.glob("*/*/*/form.toml"))


def shipped_form(folder: str) -> Form:
    """A form of the program, ``zone/quarterly/2025``."""
    path = paths.resources() / "forms" / folder / "form.toml"
    relations = paths.resources() / "checks" / "relations.toml"
    return form_from_table(
        tomllib.loads(path.read_text("utf-8")), tomllib.loads(relations.read_text("utf-8"))
    )


def shipped_indicators() -> IndicatorCatalogue:
    """The indicators of the program."""
    path = paths.resources() / "indicators.toml"
    return catalogue_from_tables(tomllib.loads(path.read_text(encoding="utf-8")))


ZONE, TORCH = "zone/quarterly/2025", "torch/tenant/2018"

HEALTHY_FIGURES: Mapping[str, int | None] = {
    "employees": 20,
    "doctors": 1,
    "college": 15,
    "returnees": 1,
    "thousand_talents": 0,
    "fresh_graduates": 2,
    "occupied_area": 120_00,
    "total_income": 2_000_000_00,
    "net_profit": -100_000_00,
    "taxes_paid": 90_000_00,
    "rd_expenditure": 300_000_00,
    "exports": 0,
    "venture_investment": 0,
    "registered_capital_at_founding": 1_000_000_00,
    "ip_applied": 4,
    "ip_granted": 3,
    "ip_granted_invention": 1,
    "ip_valid": 9,
    "ip_valid_invention": 2,
    "ip_valid_software": 5,
    "ip_valid_plant": 0,
    "ip_valid_layout": 1,
    "foreign_patents_bought": 0,
    "tech_contracts": 1,
    "tech_contract_amount": 50_000_00,
    "national_projects": 0,
    "provincial_awards": 0,
}
"""Figures of a tenant that break no relation."""

HEALTHY_FIELDS: Mapping[str, str | int | bool | date | None] = {
    "founded_on": date(2016, 6, 1),
    "moved_in_on": date(2016, 12, 1),
    "graduated": False,
    "graduated_on": None,
    "registration_type": "173",
    "industry": "6513",
    "technology_field": "new_energy",
    "taxpayer_type": "general",
    "has_mentor": True,
    "high_tech": False,
    "technology_sme": True,
    "founder_kind": "student",
    "founder_serial": False,
    "founder_gender": "female",
    "stage": "graduated",
    "left_on": date(2018, 2, 1),
}
"""Fields of a tenant that break no relation in 2018."""

HEALTHY_COUNTS: Mapping[str, int] = {
    "incubating_tenants": 3,
    "high_tech_enterprises": 1,
    "technology_smes": 1,
    "resident_tenants": 5,
    "residents_before": 5,
    "new_tenants": 1,
    "returns_in_period": 0,
    "graduates_in_period": 1,
    "exits_in_period": 0,
    "graduates_total": 4,
    "graduates_before": 3,
    "introduced_tenants": 10,
    "events_held": 3,
    "event_attendances": 90,
}
"""Counts of the zone's report over three tenants, one entered and one left, that break no relation."""


def healthy_tenants(
    number: int = 3,
    *,
    figures: Mapping[str, int | None] | None = None,
    fields: Mapping[str, str | int | bool | date | None] | None = None,
    earlier: Mapping[str, int | None] | None = None,
) -> list[Tenant]:
    """Tenants that break no relation; the changes are made to the first."""
    return [
        Tenant(
            one,
            f"示例企业{one}",
            figures={**HEALTHY_FIGURES, **((figures or {}) if one == 1 else {})},
            earlier={**HEALTHY_FIGURES, **((earlier or {}) if one == 1 else {})},
            fields={
                **HEALTHY_FIELDS,
                "uscc": f"91140700MA0K0000{one:02d}",
                **((fields or {}) if one == 1 else {}),
            },
        )
        for one in range(1, number + 1)
    ]


def shipped_filing(
    folder: str,
    tenants: Sequence[Tenant],
    *,
    counts: Mapping[str, int] | None = None,
    period: Period | None = None,
) -> tuple[Form, Built]:
    """A shipped form built from *tenants* and *counts*."""
    form = shipped_form(folder)
    period = period or Period.parse("2018Q1" if form.code == "zone-quarterly" else "2018")
    counted = {**HEALTHY_COUNTS, **(counts or {})}
    before = {
        MeasureRequest("resident_tenants", period.previous()): counted["residents_before"],
        MeasureRequest("graduates_total", period.previous()): counted["graduates_before"],
    }
    measured = {}
    indicators = shipped_indicators()
    for request in requests_of(form, period):
        if indicators[request.indicator].is_reported:
            measured[request] = measure_tenants(request, tenants, period)
        else:
            count = before.get(request, counted[request.indicator])
            shares = tuple(Contribution("record", one, f"记录{one}", 1) for one in range(1, count + 1))
            measured[request] = Measured(request, shares)
    rosters = {
        (block.population, period.end): [
            one.row() for one in (tenants if block.id == "tenants" else tenants[:1])
        ]
        for block in form.blocks
    }
    sources = Sources(measured, rosters, indicators, label_of)
    particulars = Particulars(date(2019, 1, 10), "示例孵化器", "甲", "乙", "丙", "0354-1234567")
    return form, build(form, period, sources=sources, particulars=particulars)
