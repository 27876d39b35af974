"""Work with others: organisations, events and who came, projects, cooperation, services and policies."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.db.base import Amount, Base, Code, Day, Key, Line, MaybeAmount, MaybeDay, MaybeTenant, Prose


class Organisation(Base):
    """A university, institute, company, authority or partner; ``network`` names the system it belongs to."""

    __tablename__ = "organisations"

    id: Mapped[Key]
    name: Mapped[Line]
    kind: Mapped[Code]
    region: Mapped[Line]
    network: Mapped[Line]


class Event(Base):
    """An event: its kind (contest, matchmaking, salon, visit, training, roadshow) and our role (host, organiser)."""

    __tablename__ = "events"

    id: Mapped[Key]
    title: Mapped[Line]
    kind: Mapped[Code]
    role: Mapped[Code]
    place: Mapped[Line]
    held_on: Mapped[Day]


class Attendance(Base):
    """How many came to an event, by group or tenant; an event without a row has no figure, which is not zero."""

    __tablename__ = "attendances"

    id: Mapped[Key]
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    tenant_id: Mapped[MaybeTenant]
    group: Mapped[Line]
    persons: Mapped[Amount]


class Project(Base):
    """A project brought together with the site; ``expected_jobs`` is a forecast and never counts as employees."""

    __tablename__ = "projects"

    id: Mapped[Key]
    title: Mapped[Line]
    kind: Mapped[Code]
    stage: Mapped[Code]
    technology_field: Mapped[str | None] = mapped_column(String)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    tenant_id: Mapped[MaybeTenant]
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"), index=True)
    brought_in_on: Mapped[Day]
    expected_jobs: Mapped[MaybeAmount]
    description: Mapped[Prose]
    evidence: Mapped[Line]


class Cooperation(Base):
    """A cooperation of an organisation with an enterprise: kind (agreement, joint_research, platform) and level."""

    __tablename__ = "cooperations"

    id: Mapped[Key]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    tenant_id: Mapped[MaybeTenant]
    partner: Mapped[Line]
    kind: Mapped[Code]
    level: Mapped[Code]
    title: Mapped[Line]
    signed_on: Mapped[Day]
    until_on: Mapped[MaybeDay]


class Policy(Base):
    """A policy collected for tenants."""

    __tablename__ = "policies"

    id: Mapped[Key]
    title: Mapped[Line]
    issuer: Mapped[Line]
    region: Mapped[Line]
    published_on: Mapped[MaybeDay]


class ServiceRecord(Base):
    """A service given to a tenant or organisation: mentoring, policy matching, campus service."""

    __tablename__ = "service_records"

    id: Mapped[Key]
    kind: Mapped[Code]
    tenant_id: Mapped[MaybeTenant]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    policy_id: Mapped[int | None] = mapped_column(ForeignKey("policies.id"), index=True)
    on_date: Mapped[Day]
    description: Mapped[Prose]
