"""The overview: one row a tenant with what lists show, filter, sort and search. Rebuildable, never journaled."""

from sqlalchemy import BigInteger, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from crm.db.base import BY_CODE_POINT, Base, Line, MaybeAmount, MaybeDay


class TenantOverview(Base):
    """What is true of a tenant now, taken from its records."""

    __tablename__ = "tenant_overview"
    __table_args__ = (
        Index("ix_tenant_overview_page", "stage", "technology_field", "revenue", "tenant_id"),
        Index("ix_tenant_overview_name", "name_order", "tenant_id"),
        Index("ix_tenant_overview_revenue", "revenue", "tenant_id"),
        Index("ix_tenant_overview_moved_in_on", "moved_in_on", "tenant_id"),
    )

    tenant_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String)
    external_id: Mapped[Line]
    uscc: Mapped[Line]
    stage: Mapped[str] = mapped_column(String)
    stage_since: Mapped[MaybeDay]
    moved_in_on: Mapped[MaybeDay]
    industry: Mapped[Line]
    technology_field: Mapped[str] = mapped_column(String)
    room: Mapped[Line]
    area: Mapped[MaybeAmount]
    contact: Mapped[Line]
    figures_period: Mapped[int | None] = mapped_column(Integer)
    revenue: Mapped[int | None] = mapped_column(BigInteger)
    employees: Mapped[int | None] = mapped_column(BigInteger)
    search_text: Mapped[str] = mapped_column(Text)
    name_order: Mapped[str] = mapped_column(BY_CODE_POINT, default="", server_default="")
    """Sorts the names as people expect it; the database's own order would be that of its server."""
