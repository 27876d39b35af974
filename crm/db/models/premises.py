"""Space: sites, buildings, floors and rooms, and the leases on them."""

from sqlalchemy import Boolean, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.db.base import Amount, Base, Code, Day, Key, Line, MaybeAmount, MaybeDay, OfTenant, Prose


class Site(Base):
    """An incubator site: our own or a sister site that files beside us."""

    __tablename__ = "sites"

    id: Mapped[Key]
    name: Mapped[Line]
    is_own: Mapped[bool] = mapped_column(Boolean)
    operator: Mapped[Line]
    authority: Mapped[Line]
    address: Mapped[Prose]
    opened_on: Mapped[MaybeDay]
    note: Mapped[Prose]
    responsible: Mapped[Line]
    reviewer: Mapped[Line]
    preparer: Mapped[Line]
    phone: Mapped[Line]
    """Who signs what is filed, and whom the authority calls."""


class Building(Base):
    """A building of a site."""

    __tablename__ = "buildings"

    id: Mapped[Key]
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), index=True)
    name: Mapped[Line]


class Floor(Base):
    """A floor of a building."""

    __tablename__ = "floors"

    id: Mapped[Key]
    building_id: Mapped[int] = mapped_column(ForeignKey("buildings.id"), index=True)
    name: Mapped[Line]


class Room(Base):
    """A room with its planned area (0.01 m²) and use: ``tenant``, ``office``, ``public`` or ``other``."""

    __tablename__ = "rooms"

    id: Mapped[Key]
    floor_id: Mapped[int] = mapped_column(ForeignKey("floors.id"), index=True)
    number: Mapped[str] = mapped_column(String)
    use: Mapped[Code]
    area: Mapped[Amount]


class Lease(Base):
    """A contract on rooms."""

    __tablename__ = "leases"

    id: Mapped[Key]
    tenant_id: Mapped[OfTenant]
    number: Mapped[Line]
    signed_on: Mapped[MaybeDay]


class LeaseLine(Base):
    """A room let under a lease from ``start_on`` up to and on ``until_on``; rent in fen a month."""

    __tablename__ = "lease_lines"

    id: Mapped[Key]
    lease_id: Mapped[int] = mapped_column(ForeignKey("leases.id"), index=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id"), index=True)
    area: Mapped[Amount]
    start_on: Mapped[Day]
    until_on: Mapped[MaybeDay]
    monthly_rent: Mapped[MaybeAmount]
