"""Tenants as a list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.domain.quantity import UNITS, from_smallest
from crm.services.tenants import get_tenant_lines, get_tenant_page, list_tenant_ids, sum_tenants
from crm.ui.labels import NOTHING, amount
from crm.ui.table.source import Beginning, Cells, Column, Kind, Nothing

if TYPE_CHECKING:
    from array import array
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from crm.services.board import TenantLine
    from crm.services.tenants import TenantQuery
    from crm.ui.context import Context
    from crm.ui.table.source import Raw

_AREA, _MONEY = UNITS["square_metre"], UNITS["ten_thousand_yuan"]


class TenantSource:
    """The tenants that a `TenantQuery` asks for; a line's record is its `TenantLine`."""

    name = "tenants"

    def __init__(self, context: Context) -> None:
        self._context = context
        translate = QCoreApplication.translate
        self.title = translate("TenantSource", "Tenants")
        self._columns = (
            Column("name", translate("TenantSource", "Name"), "name", most=320),
            Column(
                "external_id", translate("TenantSource", "Number"), "external_id", is_quiet=True, most=130
            ),
            Column("stage", translate("TenantSource", "Stage"), "stage_since", most=120),
            Column(
                "technology_field",
                translate("TenantSource", "Technology field"),
                "technology_field",
                most=170,
            ),
            Column("room", translate("TenantSource", "Room"), "room", is_quiet=True, most=110),
            Column("area", translate("TenantSource", "Area (m²)"), "area", Kind.AMOUNT),
            Column("employees", translate("TenantSource", "Employees"), "employees", Kind.WHOLE),
            Column("revenue", translate("TenantSource", "Income (10k yuan)"), "revenue", Kind.AMOUNT),
            Column("period", translate("TenantSource", "Period"), is_quiet=True),
            Column(
                "moved_in_on",
                translate("TenantSource", "Moved in on"),
                "moved_in_on",
                Kind.DATE,
                is_quiet=True,
            ),
            Column(
                "stage_since",
                translate("TenantSource", "In this stage since"),
                "stage_since",
                Kind.DATE,
                is_quiet=True,
                is_optional=True,
            ),
            Column("industry", translate("TenantSource", "Industry"), is_optional=True, most=200),
            Column("uscc", translate("TenantSource", "Credit code"), is_quiet=True, is_optional=True),
            Column("contact", translate("TenantSource", "Contact"), is_personal=True, is_optional=True),
        )

    @property
    def columns(self) -> Sequence[Column]:
        """The name stands first; what is seldom wanted is shown on demand."""
        return self._columns

    def begin(self, query: TenantQuery, size: int) -> Beginning:
        """How many tenants fit, and the first of them."""
        page = get_tenant_page(self._context.workplace, query, size)
        return Beginning(page.count, [(line.id, self._cells(line)) for line in page.lines])

    def list_ids(self, query: TenantQuery) -> array[int]:
        """All tenants that fit."""
        return list_tenant_ids(self._context.workplace, query)

    def get_lines(self, ids: Sequence[int]) -> Mapping[int, Cells]:
        """Some tenants as lines."""
        lines = get_tenant_lines(self._context.workplace, ids)
        return {one: self._cells(line) for one, line in lines.items()}

    def sort_query(self, query: TenantQuery, sort: str, *, descending: bool) -> TenantQuery:
        """By name where nothing else is asked for."""
        return replace(query, sort=sort or "name", descending=descending)

    def sum_lines(self, ids: Sequence[int]) -> Mapping[str, tuple[int, Decimal]]:
        """Area in m², income in 10k yuan, heads."""
        sums = sum_tenants(self._context.workplace, ids)
        units = {
            "area": (sums.area, _AREA),
            "revenue": (sums.revenue, _MONEY),
            "employees": (sums.employees, UNITS["person"]),
        }
        return {
            key: (known, from_smallest(total or 0, unit)) for key, ((known, total), unit) in units.items()
        }

    def nothing(self, query: TenantQuery) -> Nothing:
        """Nobody is there yet, or nobody fits."""
        translate = QCoreApplication.translate
        if is_filtered(query):
            return Nothing(
                translate("TenantSource", "No matching tenants"),
                translate("TenantSource", "No results for: {filter}").format(
                    filter=name_filter(self._context, query)
                ),
                drawing="search",
                action="tenant.clear",
            )
        return Nothing(
            translate("TenantSource", "No tenants yet"),
            translate(
                "TenantSource",
                "Import your register from Excel; you see the result before anything is written.",
            ),
            action="tenant.import",
        )

    def _cells(self, line: TenantLine) -> Cells:
        labels = self._context.labels
        stage = labels.stage(line.stage)
        field = labels.term("technology_field", line.technology_field)
        industry = labels.field_value("industry", line.industry)
        period = None if line.figures_period is None else labels.period(line.figures_period)
        return Cells(
            texts=(
                line.name,
                line.external_id or NOTHING,
                stage,
                field or NOTHING,
                labels.rooms(line.room) or NOTHING,
                amount(line.area, _AREA),
                NOTHING if line.employees is None else f"{line.employees:,}",
                amount(line.revenue, _MONEY),
                period or NOTHING,
                _day(line.moved_in_on),
                _day(line.stage_since),
                industry or NOTHING,
                line.uscc or NOTHING,
                line.contact or NOTHING,
            ),
            values=(
                line.name,
                line.external_id or None,
                None if line.stage is None else stage,
                field or None,
                line.room or None,
                _exact(line.area, area=True),
                line.employees,
                _exact(line.revenue, area=False),
                period,
                line.moved_in_on,
                line.stage_since,
                industry or None,
                line.uscc or None,
                line.contact or None,
            ),
            record=line,
        )


def is_filtered(query: TenantQuery) -> bool:
    """Whether *query* leaves any tenant out."""
    return bool(query.text or query.stages) or is_narrowed(query)


def is_narrowed(query: TenantQuery) -> bool:
    """Whether *query* leaves a tenant out by more than what is searched for and its stage."""
    return (
        bool(query.technology_fields or query.industries)
        or query.moved_in_from is not None
        or query.moved_in_to is not None
        or query.has_figures is not None
        or query.among is not None
    )


def name_filter(context: Context, query: TenantQuery) -> str:
    """By what a list is filtered, in words; empty where it is not."""
    labels = context.labels
    parts = [labels.quoted(query.text)] if query.text else []
    parts += [labels.stage(stage) for stage in sorted(query.stages, key=lambda stage: stage.value)]
    parts += [name_narrowing(context, query)]
    return " · ".join(part for part in parts if part)


def name_narrowing(context: Context, query: TenantQuery) -> str:
    """The part of the filter that is neither search nor stage, in words."""
    translate, labels = QCoreApplication.translate, context.labels
    parts = [query.label]
    fields = context.library.vocabulary["technology_field"]
    parts += [
        labels.term("technology_field", one.code) for one in fields if one.code in query.technology_fields
    ]
    letters = sorted(one for one in query.industries if one.isalpha())
    parts += [labels.field_value("industry", letter) for letter in letters]
    if query.moved_in_from is not None:
        parts.append(translate("TenantSource", "moved in from {day}").format(day=query.moved_in_from))
    if query.moved_in_to is not None:
        parts.append(translate("TenantSource", "moved in until {day}").format(day=query.moved_in_to))
    if query.has_figures is not None:
        parts.append(
            translate("TenantSource", "has reported figures")
            if query.has_figures
            else translate("TenantSource", "has never reported figures")
        )
    return " · ".join(part for part in parts if part)


def _day(day: date | None) -> str:
    return NOTHING if day is None else day.isoformat()


def _exact(value: int | None, *, area: bool) -> Raw:
    return None if value is None else from_smallest(value, _AREA if area else _MONEY)
