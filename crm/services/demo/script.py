"""What the demo is told from: site, cast, partners, events and words, as records (see ``resources/demo``)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from crm.domain.lifecycle import Stage
    from crm.domain.period import Period


@dataclass(frozen=True, slots=True)
class Business:
    """A line of business: what its companies make and how they develop; see ``businesses.toml`` for units."""

    field: str
    industry: str
    line: str
    products: tuple[str, ...]
    space: str
    income: int
    rd: int
    soft: int
    patent: int
    export: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """A later turn in a tenant's life: the stage entered, the day, and for a graduate the condition met."""

    to: Stage
    on: date
    why: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class FormerName:
    """An earlier name and the day on which it ceased to be the registered one."""

    name: str
    until: date


@dataclass(frozen=True, slots=True)
class CastTenant:
    """A tenant of the cast: who it is and how its life goes."""

    name: str
    short: str
    business: Business
    staff: tuple[int, int]
    role: str = ""
    entered: date | None = None
    founded: date | None = None
    area: int = 0
    service: bool = False
    unregistered: bool = False
    path: tuple[Turn, ...] = ()
    former: tuple[FormerName, ...] = ()
    waiting: Turn | None = None
    """Where a company stands that has not moved in, or since when it is lost."""
    reports_from: str = ""
    silent: frozenset[str] = frozenset()
    blank: frozenset[str] = frozenset()
    swing: Mapping[str, int] = field(default_factory=dict)
    incomes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SisterSite:
    """A site of the same family."""

    name: str
    operator: str
    address: str
    opened_on: date | None = None


@dataclass(frozen=True, slots=True)
class OwnSite:
    """The demo's own site."""

    name: str
    operator: str
    authority: str
    address: str
    opened_on: date
    note: str


@dataclass(frozen=True, slots=True)
class FloorPlan:
    """Floors that are alike: their levels, the areas (0.01 m²) of the rooms of each, and what the rooms are for."""

    levels: tuple[int, ...]
    rooms: tuple[int, ...]
    use: str


@dataclass(frozen=True, slots=True)
class BuildingPlan:
    """A building: the letter of its room numbers, which spaces it offers, its floors."""

    name: str
    letter: str
    spaces: tuple[str, ...]
    floors: tuple[FloorPlan, ...]


@dataclass(frozen=True, slots=True)
class University:
    """A university and the day of the first service on its campus."""

    name: str
    region: str
    network: str
    served_on: date


@dataclass(frozen=True, slots=True)
class Partner:
    """Another organisation."""

    name: str
    kind: str
    region: str
    network: str


@dataclass(frozen=True, slots=True)
class CooperationPlan:
    """A cooperation; ``tenant`` is a role or short name."""

    organisation: str
    kind: str
    level: str
    title: str
    signed_on: date
    tenant: str = ""
    partner: str = ""
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class ContractPlan:
    """A contract of technology transfer; without ``party_a`` the tenant is the first party."""

    title: str
    organisation: str
    kind: str
    status: str
    party_b: str
    party_a: str = ""
    tenant: str = ""
    amount: int | None = None
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class TalentPlan:
    """A talent who comes to a tenant."""

    name: str
    tenant: str
    title: str
    level: str
    education: str
    years_abroad: int
    arrived_on: date
    founder: bool
    gender: str
    note: str


@dataclass(frozen=True, slots=True)
class DealPlan:
    """An investment in a tenant, in fen."""

    tenant: str
    round: str
    amount: int
    on: date


@dataclass(frozen=True, slots=True)
class RightPlan:
    """A right of intellectual property that the story names."""

    tenant: str
    kind: str
    title: str
    number: str
    applied_on: date
    granted_on: date


@dataclass(frozen=True, slots=True)
class ProjectPlan:
    """A project with a story of its own."""

    title: str
    kind: str
    stage: str
    field: str
    organisation: str
    brought_in_on: date
    description: str
    evidence: str
    tenant: str = ""
    expected_jobs: int | None = None


@dataclass(frozen=True, slots=True)
class MatchedProjects:
    """Projects matched on one day: pairs of field and title."""

    on: date
    projects: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PolicyPlan:
    """A policy of the library."""

    title: str
    issuer: str
    region: str
    published_on: date


@dataclass(frozen=True, slots=True)
class EventKind:
    """How events of a kind are called, how many come, and their share of a hundred events."""

    title: str
    size: tuple[int, int]
    share: int
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedEvent:
    """An event that the story names."""

    title: str
    kind: str
    role: str
    place: str
    held_on: date
    weight: int


@dataclass(frozen=True, slots=True)
class EventYear:
    """A year's events and how many came to them all."""

    events: int
    attendances: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class EventPlan:
    """All events."""

    places: tuple[str, ...]
    groups: tuple[str, ...]
    silent: frozenset[date]
    kinds: Mapping[str, EventKind]
    named: tuple[NamedEvent, ...]
    years: tuple[EventYear, ...]


@dataclass(frozen=True, slots=True)
class People:
    """Words that people and investors are named with."""

    surnames: tuple[str, ...]
    male: tuple[str, ...]
    female: tuple[str, ...]
    roles: tuple[str, ...]
    investors: tuple[str, ...]
    own_fund: str


@dataclass(frozen=True, slots=True)
class Title:
    """A qualification as it is worded."""

    title: str
    level: str
    issuer: str


@dataclass(frozen=True, slots=True)
class Phrases:
    """Sentences of the records, by table and name."""

    tables: Mapping[str, Mapping[str, Any]]

    def some(self, table: str, name: str) -> tuple[str, ...]:
        """The ways something is said; one empty way where it is not said at all."""
        return tuple(self.tables[table].get(name, ("",)))

    def one(self, table: str, name: str) -> str:
        """The one way something is said."""
        return str(self.tables[table][name])

    def qualification(self, kind: str) -> Title:
        """The wording of a qualification."""
        return Title(**self.tables["qualification"][kind])


@dataclass(frozen=True, slots=True)
class StaffPlan:
    """Somebody who works for the operator."""

    name: str
    position: str
    education: str
    since_on: date
    until_on: date | None = None
    is_professional: bool = False
    is_trained: bool = False
    is_returnee: bool = False


@dataclass(frozen=True, slots=True)
class MentorPlan:
    """Somebody who advises the tenants."""

    name: str
    organisation: str
    title: str
    expertise: str
    since_on: date


@dataclass(frozen=True, slots=True)
class OperatorPlan:
    """The incubator itself: figures (fen, counts) by year and indicator, staff and mentors."""

    figures: Mapping[str, Mapping[str, int]]
    staff: tuple[StaffPlan, ...]
    mentors: tuple[MentorPlan, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """Everything the demo is told from."""

    as_of: date
    quarters: tuple[Period, ...]
    own: OwnSite
    sisters: tuple[SisterSite, ...]
    buildings: tuple[BuildingPlan, ...]
    tenants: tuple[CastTenant, ...]
    universities: tuple[University, ...]
    organisations: tuple[Partner, ...]
    cooperations: tuple[CooperationPlan, ...]
    contracts: tuple[ContractPlan, ...]
    talents: tuple[TalentPlan, ...]
    rights: tuple[RightPlan, ...]
    deals: tuple[DealPlan, ...]
    projects: tuple[ProjectPlan, ...]
    matched: tuple[MatchedProjects, ...]
    moved_in: Mapping[str, str]
    """Matched projects that became tenants: title → role or short name."""
    policies: tuple[PolicyPlan, ...]
    events: EventPlan
    hires: Mapping[str, int]
    operator: OperatorPlan
    people: People
    phrases: Phrases
