"""The journal: operations, the images of what they changed, and the counters that hand out ids."""

from sqlalchemy import JSON, ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.db.base import Base, Code, Key, Line


class OperationRecord(Base):
    """One write: what it was called, when and by whom, from which file; and whether it has been undone."""

    __tablename__ = "operations"

    id: Mapped[Key]
    kind: Mapped[Code]
    details: Mapped[dict[str, str | int]] = mapped_column(JSON)
    at: Mapped[str] = mapped_column(String)
    by: Mapped[Line]
    undoes: Mapped[int | None] = mapped_column(Integer)
    undone_by: Mapped[int | None] = mapped_column(Integer)


class JournalBatch(Base):
    """What an operation did to one table in one step: compressed before and after images of the rows."""

    __tablename__ = "journal_batches"

    operation_id: Mapped[int] = mapped_column(ForeignKey("operations.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    table: Mapped[Code]
    rows: Mapped[int]
    images: Mapped[bytes] = mapped_column(LargeBinary)


class IdCounter(Base):
    """The last id handed out for a table."""

    __tablename__ = "id_counters"

    table: Mapped[str] = mapped_column(String, primary_key=True)
    last_id: Mapped[int]
