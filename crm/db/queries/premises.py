"""Sites and space read back."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.db.models import Site

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class SiteInfo:
    """Our own site, who runs it, and who signs what it files."""

    id: int
    name: str
    operator: str
    authority: str
    address: str
    opened_on: date | None
    note: str
    responsible: str
    reviewer: str
    preparer: str
    phone: str


def own_site(connection: Connection) -> SiteInfo | None:
    """The site this database is kept for; None where it has not been entered."""
    columns = [Site.__table__.c[field.name] for field in fields(SiteInfo)]
    query = select(*columns).where(Site.is_own).order_by(Site.id).limit(1)
    row = connection.execute(query).first()
    return None if row is None else SiteInfo(*row)
