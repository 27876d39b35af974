"""What happens around a frozen filing: who signed for it, the stamped scan, and differences carried to a later one."""

from sqlalchemy import JSON, Boolean, ForeignKey, Index, LargeBinary, String, false
from sqlalchemy.orm import Mapped, mapped_column

from crm.db.base import Base, Code, Key, Line, Prose


class FilingStep(Base):
    """A step of a filing on its way to be frozen: submitted, checked, approved or returned.

    ``name`` is who signs, ``by`` the user at the computer. ``record`` is what was handed over, compressed, with a
    submission alone; ``filing_id`` is the filing it came to be, from when on the step cannot be undone.
    """

    __tablename__ = "filing_steps"
    __table_args__ = (Index("ix_filing_steps_form", "form", "period", "version"),)

    id: Mapped[Key]
    form: Mapped[Code]
    period: Mapped[int]
    version: Mapped[int]
    kind: Mapped[Code]
    name: Mapped[Line]
    by: Mapped[Line]
    at: Mapped[str] = mapped_column(String)
    on_paper: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    note: Mapped[Prose]
    record_sha256: Mapped[Line]
    explanations: Mapped[dict[str, str] | None] = mapped_column(JSON)
    record: Mapped[bytes | None] = mapped_column(LargeBinary)
    filing_id: Mapped[int | None] = mapped_column(ForeignKey("filings.id"))


class FilingScan(Base):
    """The signed and stamped page of a version as a file; the last one of a filing holds, earlier ones are kept."""

    __tablename__ = "filing_scans"

    id: Mapped[Key]
    filing_id: Mapped[int] = mapped_column(ForeignKey("filings.id"), index=True)
    name: Mapped[Line]
    kind: Mapped[Code]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[str] = mapped_column(String)
    by: Mapped[Line]
    reason: Mapped[Prose]


class FilingCarry(Base):
    """A cell whose difference is not corrected but carried to a later period: filed value, value then, and why."""

    __tablename__ = "filing_carries"

    id: Mapped[Key]
    filing_id: Mapped[int] = mapped_column(ForeignKey("filings.id"), index=True)
    cell: Mapped[str] = mapped_column(String)
    label: Mapped[Line]
    label_en: Mapped[Line]
    filed: Mapped[Line]
    now: Mapped[Line]
    to_period: Mapped[int]
    at: Mapped[str] = mapped_column(String)
    by: Mapped[Line]
    reason: Mapped[Prose]
