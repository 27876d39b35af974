"""The tenant's record, its names over time, its people and its way through the stages."""

from sqlalchemy import JSON, Boolean, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.db.base import Base, Code, Day, Key, Line, MaybeAmount, MaybeDay, OfTenant, Prose


class Tenant(Base):
    """A company, from its first lead on. Columns are named as in ``resources/fields.toml``."""

    __tablename__ = "tenants"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String)
    name_key: Mapped[str] = mapped_column(String, index=True)
    external_id: Mapped[str | None] = mapped_column(String, index=True)
    uscc: Mapped[str | None] = mapped_column(String, index=True)
    registration_number: Mapped[str | None] = mapped_column(String)
    short_name: Mapped[Line]
    founded_on: Mapped[MaybeDay]
    registration_type: Mapped[str | None] = mapped_column(String)
    industry: Mapped[str | None] = mapped_column(String)
    industry_letter: Mapped[str | None] = mapped_column(String)
    technology_field: Mapped[str | None] = mapped_column(String)
    taxpayer_type: Mapped[str | None] = mapped_column(String)
    registered_capital: Mapped[MaybeAmount]
    legal_representative: Mapped[Line]
    contact: Mapped[Line]
    phone: Mapped[Line]
    email: Mapped[Line]
    address: Mapped[Prose]
    website: Mapped[Prose]
    room: Mapped[Line]
    area: Mapped[MaybeAmount]
    founders: Mapped[Prose]
    founder_kind: Mapped[str | None] = mapped_column(String)
    founder_serial: Mapped[bool | None] = mapped_column(Boolean)
    founder_gender: Mapped[str | None] = mapped_column(String)
    founder_education: Mapped[str | None] = mapped_column(String)
    has_mentor: Mapped[bool | None] = mapped_column(Boolean)
    high_tech: Mapped[bool | None] = mapped_column(Boolean)
    technology_sme: Mapped[bool | None] = mapped_column(Boolean)
    employees: Mapped[MaybeAmount]
    description: Mapped[Prose]
    note: Mapped[Prose]
    origin: Mapped[Line]
    extra: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))


class TenantName(Base):
    """A name and the days on which it was the registered one; ``until_on`` is the day it ceased to be."""

    __tablename__ = "tenant_names"

    id: Mapped[Key]
    tenant_id: Mapped[OfTenant]
    name: Mapped[str] = mapped_column(String)
    name_key: Mapped[str] = mapped_column(String, index=True)
    from_on: Mapped[MaybeDay]
    until_on: Mapped[Day]


class Contact(Base):
    """A further contact person of a tenant."""

    __tablename__ = "contacts"

    id: Mapped[Key]
    tenant_id: Mapped[OfTenant]
    name: Mapped[Line]
    role: Mapped[Line]
    phone: Mapped[Line]
    email: Mapped[Line]


class Founder(Base):
    """A founder: where from, how educated; the ID number only where a form demands it."""

    __tablename__ = "founders"

    id: Mapped[Key]
    tenant_id: Mapped[OfTenant]
    name: Mapped[Line]
    gender: Mapped[str | None] = mapped_column(String)
    education: Mapped[str | None] = mapped_column(String)
    id_number: Mapped[Line]
    years_abroad: Mapped[int | None]
    note: Mapped[Prose]


class StageRecord(Base):
    """A dated change of stage: it holds from ``on_date`` up to, not including, ``until_date``."""

    __tablename__ = "stage_records"
    __table_args__ = (
        Index("ix_stage_records_tenant_id_on_date", "tenant_id", "on_date"),
        Index("ix_stage_records_stage_on_date", "stage", "on_date", "until_date", "tenant_id"),
    )

    id: Mapped[Key]
    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenants.id"))
    position: Mapped[int]
    stage: Mapped[Code]
    on_date: Mapped[Day]
    until_date: Mapped[MaybeDay]
    reason: Mapped[Prose]
    allowed_by: Mapped[Line]
    detail: Mapped[Prose]
