"""Leases that a filing counts and that cannot all be right: two of one room on a day, more than a building has.

Asked are the days on which the filing counts leases, so that nothing is told that moves none of its figures. What is
asked is data, ``resources/checks/letting.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from crm.domain.errors import DataFormatError
from crm.domain.finding import Finding, Severity
from crm.domain.quantity import from_smallest, unit_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from crm.domain.indicators import IndicatorCatalogue
    from crm.filings.built import Built

LEASES = "lease_lines"
"""The records that figures of let space count."""
_KIND = "lease_line"
_RELATIONS = ("meet", "overlap", "building")


@dataclass(frozen=True, slots=True)
class LettingRule:
    """A rule: leases of a room that ``meet`` on a day or ``overlap``, or a ``building`` of which too much is let."""

    code: str
    relation: str
    severity: Severity
    forms: tuple[str, ...]
    source: str
    verified: bool

    def is_for(self, form: str) -> bool:
        """Whether filings of *form* are asked."""
        return any(fnmatchcase(form, pattern) for pattern in self.forms)


@dataclass(frozen=True, slots=True)
class Let:
    """A room let to a tenant from a day up to and on another; areas in 0.01 m²."""

    id: int
    room: str
    room_area: int
    lease: str
    tenant_id: int
    tenant: str
    area: int
    start_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class LetTwice:
    """Two leases of one room that hold on a day together; *earlier* is the one that began first."""

    earlier: Let
    later: Let

    @property
    def end(self) -> date | None:
        """The last day on which both hold; None where neither has an end."""
        ends = [let.until_on for let in (self.earlier, self.later) if let.until_on is not None]
        return min(ends, default=None)

    @property
    def area(self) -> int:
        """What both have together."""
        return self.earlier.area + self.later.area

    @property
    def only_meet(self) -> bool:
        """Whether the later one begins on the last day of the earlier one."""
        return self.earlier.until_on == self.later.start_on

    @property
    def is_shared(self) -> bool:
        """Whether both find room in it; one tenant that takes the same room on is no sharing."""
        goes_on = self.only_meet and self.earlier.tenant_id == self.later.tenant_id
        return self.area <= self.later.room_area and not goes_on

    def holds_on(self, day: date) -> bool:
        """Whether both hold on *day*."""
        return self.later.start_on <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class LetBuilding:
    """What is let of a building, and what its rooms have, in 0.01 m²."""

    name: str
    area: int
    room_area: int


def letting_rules(tables: Mapping[str, object]) -> tuple[LettingRule, ...]:
    """The rules of the data file. DataFormatError names what is wrong."""
    return tuple(_rule(name, table) for name, table in tables.items())


def _rule(name: str, table: object) -> LettingRule:
    if not isinstance(table, dict):
        raise DataFormatError("data-not-a-table", where=name)
    relation = str(table.get("relation", ""))
    if relation not in _RELATIONS:
        raise DataFormatError("data-value-unknown", where=name, value=relation)
    try:
        return LettingRule(
            str(table["code"]),
            relation,
            Severity.from_code(str(table["severity"])),
            tuple(map(str, table["forms"])),
            str(table["source"]),
            bool(table["verified"]),
        )
    except (KeyError, ValueError) as error:
        raise DataFormatError("data-value-unknown", where=name, value=str(error)) from error


def days_counted(built: Built, indicators: IndicatorCatalogue) -> tuple[date, ...]:
    """The days of its own period on which a filing counts leases, in order; none where it does not."""
    return tuple(
        sorted(
            {
                request.population_date
                for request in built.figures
                if _counts_leases(indicators, request.indicator)
                and built.period.start <= request.population_date <= built.period.end
            }
        )
    )


def _counts_leases(indicators: IndicatorCatalogue, code: str) -> bool:
    return code in indicators and indicators[code].source.records == LEASES


def letting_findings(
    rules: Iterable[LettingRule],
    built: Built,
    indicators: IndicatorCatalogue,
    *,
    days: Sequence[date],
    twice: Sequence[LetTwice],
    overlet: Sequence[LetBuilding],
) -> Iterator[Finding]:
    """What cannot be right of the leases that *built* counts.

    *days* are those it counts them on, *twice* the rooms let twice on some day of its period, *overlet* the buildings
    of which too much is let at its end.
    """
    counted = [pair for pair in twice if not pair.is_shared and any(map(pair.holds_on, days))]
    places = _places(built, indicators)
    for rule in (one for one in rules if one.is_for(built.form)):
        if rule.relation == "building":
            yield from (_overlet(rule, house, built.period.end, places) for house in overlet)
            continue
        for pair in counted:
            if pair.only_meet is (rule.relation == "meet"):
                yield _let_twice(rule, pair, places)


def _places(built: Built, indicators: IndicatorCatalogue) -> Mapping[int, str]:
    """Where leases stand in the filing: by id in their own row, under 0 the first figure that counts them."""
    found: dict[int, str] = {}
    for block in built.blocks:
        if block.kind == _KIND:
            found |= {line: built.row_cell(block, row).place for row, line in enumerate(block.records)}
    for cell in built.figures_shown():
        if cell.indicator and _counts_leases(indicators, cell.indicator):
            found.setdefault(0, cell.place)
    return found


def _let_twice(rule: LettingRule, pair: LetTwice, places: Mapping[int, str]) -> Finding:
    earlier, later, end = pair.earlier, pair.later, pair.end
    values: dict[str, str | int] = {
        "room": later.room,
        "tenant": earlier.tenant,
        "lease": earlier.lease,
        "other_tenant": later.tenant,
        "other_lease": later.lease,
        "start": later.start_on.isoformat(),
        "end": "今" if end is None else f" {end.isoformat()} ",
        "end_en": "onward" if end is None else f"to {end.isoformat()}",
        "day": later.start_on.isoformat(),
        "area": _area(pair.area),
        "room_area": _area(later.room_area),
        "check": f"{earlier.id}+{later.id}",
    }
    where = places.get(later.id) or places.get(earlier.id) or places.get(0, "")
    return Finding(rule.code, rule.severity, where, values | _origin(rule))


def _overlet(rule: LettingRule, house: LetBuilding, day: date, places: Mapping[int, str]) -> Finding:
    values: dict[str, str | int] = {
        "building": house.name,
        "day": day.isoformat(),
        "area": _area(house.area),
        "building_area": _area(house.room_area),
        "more": _area(house.area - house.room_area),
        "check": house.name,
    }
    return Finding(rule.code, rule.severity, places.get(0, ""), values | _origin(rule))


def _origin(rule: LettingRule) -> dict[str, str | int]:
    return {"source": rule.source, "verified": "yes" if rule.verified else "no"}


def _area(amount: int) -> str:
    return f"{from_smallest(amount, unit_named('square_metre')).normalize() + 0:f}"
