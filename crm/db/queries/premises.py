"""Sites and space read back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.db.models import Site

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class SiteInfo:
    """Our own site and who runs it."""

    id: int
    name: str
    operator: str
    authority: str
    address: str
    opened_on: date | None


def own_site(connection: Connection) -> SiteInfo | None:
    """The site this database is kept for; None where it has not been entered."""
    query = select(Site.id, Site.name, Site.operator, Site.authority, Site.address, Site.opened_on).where(
        Site.is_own
    )
    row = connection.execute(query.order_by(Site.id).limit(1)).first()
    return None if row is None else SiteInfo(*row)
