"""Reads the demo's script from ``resources/demo/*.toml``. It is shipped data: a slip in it is a bug."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from crm import paths
from crm.domain.lifecycle import Stage
from crm.domain.period import Period, PeriodKind
from crm.services.demo.script import (
    BuildingPlan,
    Business,
    CastTenant,
    ContractPlan,
    CooperationPlan,
    DealPlan,
    EventKind,
    EventPlan,
    EventYear,
    FloorPlan,
    FormerName,
    MatchedProjects,
    MentorPlan,
    NamedEvent,
    OperatorPlan,
    OwnSite,
    Partner,
    People,
    Phrases,
    PolicyPlan,
    ProjectPlan,
    RightPlan,
    Script,
    SisterSite,
    StaffPlan,
    TalentPlan,
    Turn,
    University,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_Record = TypeVar("_Record")


def read_script(folder: Path | None = None) -> Script:
    """The script in *folder*, the shipped one by default."""
    folder = folder or paths.resources() / "demo"
    site, partners, plan = _read(folder, "site"), _read(folder, "partners"), _read(folder, "plan")
    projects = _read(folder, "projects")
    return Script(
        as_of=site["as_of"],
        quarters=_quarters(Period.parse(site["first_quarter"]), Period.parse(site["last_quarter"])),
        own=OwnSite(**site["own"]),
        sisters=_records(SisterSite, site["sister"]),
        buildings=tuple(_building(table) for table in site["building"]),
        tenants=_tenants(_read(folder, "tenants")["tenant"], _read(folder, "businesses")),
        universities=_records(University, partners["university"]),
        organisations=_records(Partner, partners["organisation"]),
        cooperations=_records(CooperationPlan, partners["cooperation"]),
        contracts=_records(ContractPlan, partners["contract"]),
        talents=_records(TalentPlan, partners["talent"]),
        rights=_records(RightPlan, partners["ip"]),
        deals=_records(DealPlan, plan["deal"]),
        projects=_records(ProjectPlan, partners["project"]),
        matched=_matched(projects),
        moved_in=projects["moved_in"],
        policies=_records(PolicyPlan, _read(folder, "policies")["policy"]),
        events=_events(_read(folder, "events")),
        hires=plan["hires"],
        operator=_operator(_read(folder, "operator")),
        people=_record(People, _read(folder, "people")),
        phrases=Phrases(_read(folder, "phrases")),
    )


def _read(folder: Path, name: str) -> dict[str, Any]:
    return tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))


def _record(kind: type[_Record], table: Mapping[str, Any]) -> _Record:
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in table.items()})


def _records(kind: type[_Record], tables: Iterable[Mapping[str, Any]]) -> tuple[_Record, ...]:
    return tuple(_record(kind, table) for table in tables)


def _quarters(first: Period, last: Period) -> tuple[Period, ...]:
    return tuple(
        Period(PeriodKind.QUARTER, year, index)
        for year in range(first.year, last.year + 1)
        for index in (1, 2, 3, 4)
        if first.key <= year * 100 + 20 + index <= last.key
    )


def _building(table: Mapping[str, Any]) -> BuildingPlan:
    return BuildingPlan(
        table["name"], table["letter"], tuple(table["spaces"]), _records(FloorPlan, table["floors"])
    )


def _tenants(tables: Iterable[Mapping[str, Any]], businesses: Mapping[str, Any]) -> tuple[CastTenant, ...]:
    known = {code: _record(Business, table) for code, table in businesses.items()}
    return tuple(_tenant(dict(table), known) for table in tables)


def _tenant(table: dict[str, Any], businesses: Mapping[str, Business]) -> CastTenant:
    waiting = [
        Turn(stage, table.pop(word))
        for word, stage in (
            ("lead", Stage.LEAD),
            ("prospect", Stage.PROSPECT),
            ("review", Stage.REVIEW),
            ("lost", Stage.EXITED),
        )
        if word in table
    ]
    return CastTenant(
        business=businesses[table.pop("business")],
        staff=tuple(table.pop("staff")),
        path=tuple(
            Turn(Stage(turn["to"]), turn["on"], turn.get("why", ""), turn.get("detail", ""))
            for turn in table.pop("path", ())
        ),
        former=_records(FormerName, table.pop("former", ())),
        waiting=waiting[0] if waiting else None,
        silent=frozenset(table.pop("silent", ())),
        blank=frozenset(table.pop("blank", ())),
        **table,
    )


def _matched(tables: Mapping[str, Any]) -> tuple[MatchedProjects, ...]:
    launch = {"on": tables["launched_on"], **tables["launch"]}
    return tuple(
        MatchedProjects(
            group["on"],
            tuple((name, title) for name, titles in group.items() if name != "on" for title in titles),
        )
        for group in (launch, *tables["later"])
    )


def _operator(tables: Mapping[str, Any]) -> OperatorPlan:
    return OperatorPlan(
        tables["figures"], _records(StaffPlan, tables["staff"]), _records(MentorPlan, tables["mentor"])
    )


def _events(tables: Mapping[str, Any]) -> EventPlan:
    return EventPlan(
        places=tuple(tables["places"]),
        groups=tuple(tables["groups"]),
        silent=frozenset(tables["silent"]),
        kinds={code: _record(EventKind, table) for code, table in tables["kind"].items()},
        named=_records(NamedEvent, tables["named"]),
        years=tuple(
            EventYear(
                table["events"],
                table["attendances"],
                table.get("from", date(table["year"], 1, 8)),
                table.get("until", date(table["year"], 12, 24)),
            )
            for table in tables["year"]
        ),
    )
