"""What tenants achieve: qualifications, intellectual property, financing, hires, talents, technology contracts."""

from sqlalchemy import Boolean, ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column

from crm.db.base import (
    Amount,
    Base,
    Code,
    Day,
    Key,
    Line,
    MaybeAmount,
    MaybeDay,
    MaybeTenant,
    OfTenant,
    Prose,
)


class Qualification(Base):
    """A title with its issuer, level and validity."""

    __tablename__ = "qualifications"

    id: Mapped[Key]
    tenant_id: Mapped[OfTenant]
    kind: Mapped[Code]
    title: Mapped[Line]
    level: Mapped[Code]
    issuer: Mapped[Line]
    number: Mapped[Line]
    granted_on: Mapped[Day]
    until_on: Mapped[MaybeDay]
    evidence: Mapped[Line]


class IntellectualProperty(Base):
    """A right: applied for, granted, lapsed. Kinds: invention, utility_model, design, software, plant, layout."""

    __tablename__ = "ip_rights"

    id: Mapped[Key]
    tenant_id: Mapped[OfTenant]
    kind: Mapped[Code]
    title: Mapped[Line]
    number: Mapped[Line]
    applied_on: Mapped[MaybeDay]
    granted_on: Mapped[MaybeDay]
    lapsed_on: Mapped[MaybeDay]


class Financing(Base):
    """An equity deal of a tenant, in fen; own fund and paid-in amount as the 2025 rule asks."""

    __tablename__ = "financings"

    id: Mapped[Key]
    tenant_id: Mapped[OfTenant]
    round: Mapped[Line]
    investor: Mapped[Line]
    is_own_fund: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    amount: Mapped[Amount]
    paid_in: Mapped[MaybeAmount]
    on_date: Mapped[Day]
    registered_on: Mapped[MaybeDay]


class GraduateHire(Base):
    """University students hired into their first job by a tenant."""

    __tablename__ = "graduate_hires"

    id: Mapped[Key]
    tenant_id: Mapped[OfTenant]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    hired_on: Mapped[Day]
    persons: Mapped[Amount]


class Talent(Base):
    """A high-level talent, the title held, and the tenant founded or joined."""

    __tablename__ = "talents"

    id: Mapped[Key]
    tenant_id: Mapped[MaybeTenant]
    name: Mapped[Line]
    title: Mapped[Line]
    title_level: Mapped[Code]
    education: Mapped[str | None] = mapped_column(String)
    years_abroad: Mapped[int | None]
    is_founder: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    arrived_on: Mapped[Day]
    note: Mapped[Prose]


class TechnologyContract(Base):
    """A contract of technology development, transfer, consulting or service, with its parties."""

    __tablename__ = "technology_contracts"

    id: Mapped[Key]
    tenant_id: Mapped[MaybeTenant]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    kind: Mapped[Code]
    status: Mapped[Code]
    title: Mapped[Line]
    party_a: Mapped[Line]
    party_b: Mapped[Line]
    amount: Mapped[MaybeAmount]
    signed_on: Mapped[MaybeDay]
