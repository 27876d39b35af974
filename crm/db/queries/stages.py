"""The stage of tenants on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.db.models import StageRecord
from crm.db.queries.populations import holds_on

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Subquery


def stages_on(day: date) -> Subquery:
    """Each tenant's stage on *day* with the day it began: ``tenant_id``, ``stage``, ``on_date``."""
    return (
        select(StageRecord.tenant_id, StageRecord.stage, StageRecord.on_date).where(holds_on(day)).subquery()
    )
