"""The sizes of enterprises, which no column holds: what the classification in force on a day makes of their figures.

A question within a size is asked of the tenants that have it on the day of its population, so that a figure by size
has its records as any other. Of whom the size cannot be said is of none, not of the smallest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from crm.db.models import Tenant
from crm.db.queries.measures import Question
from crm.domain.measures import SIZE
from crm.services.rehearsal import sizes_on

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy import Connection

    from crm.domain.measures import MeasureRequest
    from crm.services.library import Library

_NOWHERE: Mapping[str, str] = {}


@dataclass(slots=True)
class Asking:
    """Makes requests precise over one connection; the sizes of a day are worked out once, and only where asked for."""

    connection: Connection
    library: Library
    _sizes: dict[date, Mapping[str, frozenset[int]]] = field(default_factory=dict)

    def question(self, request: MeasureRequest, where: Mapping[str, str] = _NOWHERE) -> Question:
        """The question that *request* is, with the tenants of the sizes it names.

        Raises RuleError ``ruleset-not-in-force`` where there was no classification on its day.
        """
        indicator = self.library.indicators[request.indicator]
        if SIZE not in {name for name, _ in request.within}:
            return Question(request, indicator, where)
        return Question(request, indicator, where, {SIZE: self._on(request.population_date)})

    def _on(self, day: date) -> Mapping[str, frozenset[int]]:
        """Size class → its tenants, with those of none under an empty code."""
        if day not in self._sizes:
            found: dict[str, set[int]] = {}
            for one in sizes_on(self.connection, self.library, day):
                if one.size is not None:
                    found.setdefault(one.size.value, set()).add(one.tenant_id)
            everybody = set(self.connection.execute(select(Tenant.id)).scalars())
            found[""] = everybody.difference(*found.values())
            self._sizes[day] = {code: frozenset(tenants) for code, tenants in found.items()}
        return self._sizes[day]
