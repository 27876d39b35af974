"""Every kind of record that an indicator can count, by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.db.queries.countable_of_operator import RECORDS_OF_OPERATOR
from crm.db.queries.countable_of_tenants import RECORDS_OF_TENANTS
from crm.db.queries.countable_tenants import TENANTS

if TYPE_CHECKING:
    from crm.db.queries.countable import Records, Span
    from crm.domain.indicators import Source

_BUILDERS = {**TENANTS, **RECORDS_OF_TENANTS, **RECORDS_OF_OPERATOR}


def records_named(name: str, source: Source, span: Span) -> Records:
    """The records called *name* (an indicator's ``records``); KeyError where there are none."""
    return _BUILDERS[name](source, span)


def record_names() -> frozenset[str]:
    """All kinds of records an indicator may count."""
    return frozenset(_BUILDERS)
