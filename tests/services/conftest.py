"""A workplace on each kind of database, and the shipped library."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from crm.db.engine import open_database
from crm.db.migrate import ensure_schema
from crm.domain.period import Period
from crm.services.demo import build_demo
from crm.services.filings import build_filing
from crm.services.library import Library
from crm.services.operation import Workplace
from tests.golden_filings import DEMO_DAY, FILINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from crm.services.filings import BuiltFiling
    from tests.support.postgres import Server


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The shipped data, without anybody's own files."""
    return Library.load(user_folder=tmp_path_factory.mktemp("none"))


@pytest.fixture
def workplace(ready_url: str, today: date) -> Iterator[Workplace]:
    """An empty database in which somebody called tester works."""
    database = open_database(ready_url)
    yield Workplace.of(database, today=today, user="tester")
    database.close()


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A small register as a text file, with a title, a header, five enterprises and a footer."""
    path = tmp_path / "register.csv"
    path.write_text(
        "在孵企业台账,,,,,,\n"
        "企业名称,统一社会信用代码,孵化阶段,入驻时间,注册资本(万元),行业分类,荣誉称号\n"
        "汾川云图软件有限公司,,在孵,2024-03-01,100,6513,瞪羚\n"
        "汾川听雨文化有限公司,,在孵,2023年5月,50.5,8810,\n"
        "汾川石火新材料有限公司,,毕业,2021.7.1,300,C26,\n"
        "汾川半亩农业有限公司,,意向,,,,\n"
        "汾川听雨文化有限公司,,在孵,2023年5月,50.5,8810,\n"
        "填表人：某某,,,,,,\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture(scope="session")
def _demo_file(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    database = open_database(path)
    ensure_schema(database, backup=False)
    build_demo(Workplace.of(database, today=DEMO_DAY, user="tester"), library)
    database.close()
    return path


@pytest.fixture
def demo(_demo_file: Path, tmp_path: Path) -> Iterator[Workplace]:
    """A copy of the demo database, as it is a few days after its last record."""
    path = tmp_path / "demo.db"
    shutil.copy(_demo_file, path)
    database = open_database(path)
    yield Workplace.of(database, today=DEMO_DAY, user="tester")
    database.close()


@pytest.fixture(scope="session")
def golden_filing(
    _demo_file: Path, library: Library, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], BuiltFiling]]:
    """The golden filing of a form, built anew from the demo, once for all tests that only look at it."""
    path = tmp_path_factory.mktemp("filed") / "demo.db"
    shutil.copy(_demo_file, path)
    database = open_database(path)
    workplace = Workplace.of(database, today=DEMO_DAY, user="tester")
    built: dict[str, BuiltFiling] = {}

    def filing_of(form: str) -> BuiltFiling:
        if form not in built:
            built[form] = build_filing(workplace, library, form, Period.parse(FILINGS[form]))
        return built[form]

    yield filing_of
    database.close()


@pytest.fixture(scope="session")
def _demo_database(postgres_server: Server, library: Library) -> str:
    """A PostgreSQL database with the demo in it, which tests take copies of; nobody stays connected to it."""
    name = postgres_server.create_database()
    database = open_database(postgres_server.url(name))
    ensure_schema(database, backup=False)
    build_demo(Workplace.of(database, today=DEMO_DAY, user="tester"), library)
    database.close()
    return name


@pytest.fixture
def demo_on_each(backend: str, request: pytest.FixtureRequest) -> Iterator[Workplace]:
    """Like `demo`, once on each kind of database: for tests that go through a whole use case with all its figures."""
    if backend == "sqlite":
        yield request.getfixturevalue("demo")
        return
    template: str = request.getfixturevalue("_demo_database")
    server: Server = request.getfixturevalue("postgres_server")
    name = server.create_database(template=template)
    database = open_database(server.url(name))
    yield Workplace.of(database, today=DEMO_DAY, user="tester")
    database.close()
    server.drop_database(name)
