"""The demo, built once for a whole module of tests, and questions put to it in few words."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from crm.domain.measures import MeasureRequest, Population
from crm.domain.period import Period
from crm.services.demo import DemoResult, build_demo
from crm.services.figures import FigureCache, answer
from crm.services.library import Library
from crm.services.operation import Workplace
from tests.db.world import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest
    from sqlalchemy import Select

    from crm.domain.measures import Measured
    from tests.support.postgres import Server

TODAY = date(2026, 11, 24)


@dataclass(frozen=True, slots=True)
class Demo:
    """A built demo."""

    workplace: Workplace
    library: Library
    result: DemoResult

    def rows(self, query: Select[*tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """What a query finds."""
        with self.workplace.database.reading() as connection:
            return [tuple(row) for row in connection.execute(query)]

    def measured(
        self,
        indicator: str,
        period: str,
        *,
        as_of: date | None = None,
        population: Population = Population.ANYBODY,
        role: str = "",
        **where: str,
    ) -> Measured:
        """A figure; with *role*, that of the tenant who plays it. Its trace must add up to it, whoever asks."""
        request = MeasureRequest(indicator, Period.parse(period), population=population, as_of=as_of)
        if role:
            where["tenant"] = str(self.result.roles[role])
        figure = answer(self.workplace, self.library, request, where=where)
        alone, rows = FigureCache(self.workplace, self.library).value(request, where=where)
        assert figure.value == alone
        assert len(figure.contributions) == rows
        assert sum(row.amount for row in figure.contributions) == (figure.value or 0)
        return figure

    def value(
        self,
        indicator: str,
        period: str,
        *,
        as_of: date | None = None,
        population: Population = Population.ANYBODY,
        role: str = "",
        **where: str,
    ) -> int:
        """The figure alone, in smallest units; it must have been reported."""
        figure = self.measured(
            indicator, period, as_of=as_of, population=population, role=role, **where
        ).value
        assert figure is not None
        return figure


@contextmanager
def built_demo(url: str, user_folder: Path) -> Iterator[Demo]:
    """The demo in the empty database at *url*."""
    library = Library.load(user_folder=user_folder)
    with opened(url) as database:
        workplace = Workplace.of(database, today=TODAY, user="周沐禾")
        yield Demo(workplace, library, build_demo(workplace, library))


@contextmanager
def fresh_address(
    backend: str, request: pytest.FixtureRequest, factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of an empty database that lives as long as the caller wants."""
    if backend == "sqlite":
        yield f"sqlite:///{factory.mktemp('demo') / 'demo.sqlite'}"
        return
    server: Server = request.getfixturevalue("postgres_server")
    name = server.create_database()
    yield server.url(name)
    server.drop_database(name)
