"""Figures reported by tenants: one narrow row a period, indicator and tenant."""

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.db.base import Base


class Observation(Base):
    """A reported figure in the smallest unit, clustered by period and indicator so that one figure is one scan.

    ``operation_id`` leads to who brought it and from which file, ``source_row`` to the row of that file; what it
    replaced stands in the journal of the same operation.
    """

    __tablename__ = "observations"
    __table_args__ = (
        Index("ix_observations_tenant", "tenant_id", "indicator", "period"),
        {"sqlite_with_rowid": False},
    )

    period: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    indicator: Mapped[str] = mapped_column(String, primary_key=True)
    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenants.id"), primary_key=True, autoincrement=False)
    value: Mapped[int] = mapped_column(BigInteger)
    operation_id: Mapped[int] = mapped_column(Integer)
    source_row: Mapped[int | None] = mapped_column(Integer)
