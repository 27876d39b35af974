"""Filings as they were sent: the workbook, every cell with its trace, and the findings with their explanations."""

from sqlalchemy import JSON, ForeignKey, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.db.base import Base, Code, Key, Line, Prose


class Filing(Base):
    """A frozen filing; ``version`` counts the filings of the same form and period.

    ``record_sha256`` is empty in filings from before there was one; ``changed_cells`` says how many cells an amended
    version files otherwise than the one before, None in a first version.
    """

    __tablename__ = "filings"
    __table_args__ = (UniqueConstraint("form", "form_year", "period", "version"),)

    id: Mapped[Key]
    form: Mapped[Code]
    form_year: Mapped[int]
    period: Mapped[int]
    version: Mapped[int]
    frozen_at: Mapped[str] = mapped_column(String)
    frozen_by: Mapped[Line]
    reason: Mapped[Prose]
    sha256: Mapped[str] = mapped_column(String)
    template_sha256: Mapped[str] = mapped_column(String)
    workbook: Mapped[bytes] = mapped_column(LargeBinary)
    record_sha256: Mapped[Line]
    changed_cells: Mapped[int | None]


class FilingCell(Base):
    """One cell of a frozen filing's record: cells, figures and their contributions, as JSON lines, exact."""

    __tablename__ = "filing_cells"

    filing_id: Mapped[int] = mapped_column(ForeignKey("filings.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    content: Mapped[str] = mapped_column(Text)


class FilingFinding(Base):
    """A finding of a frozen filing and the written explanation given for it."""

    __tablename__ = "filing_findings"

    filing_id: Mapped[int] = mapped_column(ForeignKey("filings.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[Code]
    severity: Mapped[Code]
    place: Mapped[Line]
    content: Mapped[dict[str, str | int]] = mapped_column(JSON)
    explanation: Mapped[Prose]
