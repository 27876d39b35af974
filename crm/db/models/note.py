"""What is noted about a tenant: visits, calls, meetings, and what is still to be done about them."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from crm.db.base import Base, Code, Day, Key, Line, MaybeDay, OfTenant, Prose


class Note(Base):
    """A note of a kind (visit, call, meeting, memo); with ``due_on`` it is to be followed up until ``done_on``."""

    __tablename__ = "notes"
    __table_args__ = (Index("ix_notes_due_on", "due_on", "done_on", "tenant_id"),)

    id: Mapped[Key]
    tenant_id: Mapped[OfTenant]
    kind: Mapped[Code]
    on_date: Mapped[Day]
    text: Mapped[Prose]
    by: Mapped[Line]
    due_on: Mapped[MaybeDay]
    done_on: Mapped[MaybeDay]
