"""Evidence: files that prove records, and the written reasons why figures changed."""

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.db.base import Base, Code, Day, Key, Line, MaybeTenant, Prose


class EvidenceFile(Base):
    """A file's bytes under their own fingerprint: the same file is kept once, and it never changes.

    Not journaled, and never taken away: undoing brings back a row of :class:`Evidence`, and the file is still there.
    """

    __tablename__ = "evidence_files"

    sha256: Mapped[str] = mapped_column(String, primary_key=True)
    size: Mapped[int] = mapped_column(Integer)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Evidence(Base):
    """A file that proves a record: which record, what it proves (``proof``), for which period where it is of one."""

    __tablename__ = "evidence"
    __table_args__ = (Index("ix_evidence_record", "kind", "record_id"),)

    id: Mapped[Key]
    kind: Mapped[Code]
    record_id: Mapped[int]
    tenant_id: Mapped[MaybeTenant]
    proof: Mapped[Code]
    period: Mapped[int | None]
    name: Mapped[Line]
    sha256: Mapped[str] = mapped_column(ForeignKey("evidence_files.sha256"))
    size: Mapped[int]
    note: Mapped[Prose]
    added_on: Mapped[Day]
    added_by: Mapped[Line]


class ChangeNote(Base):
    """Why a figure of a filing changed against last year (说明): a draft, or as frozen with the filing it names."""

    __tablename__ = "change_notes"
    __table_args__ = (Index("ix_change_notes_filing", "form", "period", "filing_id"),)

    id: Mapped[Key]
    form: Mapped[Code]
    period: Mapped[int]
    subject: Mapped[Code]
    filing_id: Mapped[int | None] = mapped_column(ForeignKey("filings.id"))
    text: Mapped[Prose]
    written_by: Mapped[Line]
