"""The incubator itself: figures its operator reports, its staff, and the mentors it has engaged."""

from sqlalchemy import BigInteger, Boolean, ForeignKey, Integer, String, false
from sqlalchemy.orm import Mapped, mapped_column

from crm.db.base import Base, Day, Key, Line, MaybeDay, Prose


class OperatorFigure(Base):
    """A figure of the incubator and not of a tenant, such as its income by kind, in the smallest unit.

    A row is a statement: what was never stated has no row, which is not zero.
    """

    __tablename__ = "operator_figures"

    period: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    indicator: Mapped[str] = mapped_column(String, primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), primary_key=True, autoincrement=False)
    value: Mapped[int] = mapped_column(BigInteger)
    operation_id: Mapped[int] = mapped_column(Integer)


class StaffMember(Base):
    """Somebody who works for the operator, from ``since_on`` up to, not including, ``until_on``."""

    __tablename__ = "staff_members"

    id: Mapped[Key]
    name: Mapped[Line]
    position: Mapped[Line]
    education: Mapped[str | None] = mapped_column(String)
    is_professional: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    is_trained: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    is_returnee: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    since_on: Mapped[Day]
    until_on: Mapped[MaybeDay]


class Mentor(Base):
    """An adviser engaged by the incubator, from ``since_on`` up to, not including, ``until_on``."""

    __tablename__ = "mentors"

    id: Mapped[Key]
    name: Mapped[Line]
    organisation: Mapped[Line]
    title: Mapped[Line]
    expertise: Mapped[Prose]
    since_on: Mapped[Day]
    until_on: Mapped[MaybeDay]
