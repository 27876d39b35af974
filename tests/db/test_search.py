"""Search as you type: by any part of any name, in any script, always over what stands in the database."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from crm.db import search
from crm.db.models import Observation, Tenant, TenantName
from crm.db.search import NameIndex
from crm.domain.text import name_key, search_needle
from crm.services.operation import operation, undo
from tests.db.world import TODAY, add_tenant, add_tenants, at, put_figures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.db.engine import Database


class Searcher:
    """One index over one database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.index = NameIndex()

    def __call__(self, words: str, limit: int | None = None) -> list[int]:
        with self.database.reading() as connection:
            return list(self.index.find(connection, words, limit=limit))


@pytest.fixture
def find(database: Database) -> Searcher:
    return Searcher(database)


@pytest.fixture
def four(database: Database) -> list[int]:
    """Four tenants; by name they come in the order 4, 1, 3, 2: as their pinyin goes."""
    with operation(at(database), "tenants-added") as running:
        recorder = running.recorder
        ids = [
            add_tenant(recorder, "青禾科技有限公司", short_name="青禾", phone="13900000001"),
            add_tenant(recorder, "云杉智能科技有限公司", uscc="91140700MA0K00001X", room="Ａ座1001室"),
            add_tenant(recorder, "青禾新材料股份有限公司", external_id="QY-003", contact="曾云"),
            add_tenant(recorder, "ABC Software 软件", contact="王小雨"),
        ]
        recorder.add(TenantName, tenant_id=ids[1], name="松石动力", name_key="松石动力", until_on=TODAY)
    return ids


FOUND: tuple[tuple[str, list[int]], ...] = (
    ("", [4, 1, 3, 2]),
    ("   ", [4, 1, 3, 2]),
    ("青", [1, 3]),
    ("青禾", [1, 3]),
    ("科技有限公司", [1, 2]),
    ("有限公司", [1, 3, 2]),
    ("司", [1, 3, 2]),
    ("禾科", [1]),
    ("司青", []),
    ("饕", []),
    ("qh", [1, 3]),
    ("QHKJ", [1]),
    ("yszn", [2]),
    ("松石", [2]),
    ("ssdl", [2]),
    ("abc s", [4]),
    ("ABC", [4]),
    ("software 软", [4]),
    ("青禾 股份", [3]),
    ("股份  青禾", [3]),
    ("青禾 云杉", []),
    ("青禾 饕", []),
    ("公司 青禾 科技", [1]),
    ("139", [1]),
    ("QY-003", [3]),
    ("91140700ma", [2]),
    ("a座1001", [2]),
    ("Ａ座", [2]),
    ("曾云", [3]),
    ("zy", [3]),
    ("王 abc", [4]),
)


def test_a_tenant_is_found_by_any_part_of_what_it_is_called(find: Searcher, four: list[int]) -> None:
    assert four == [1, 2, 3, 4]
    for words, found in FOUND:
        assert find(words) == found, words


def test_no_more_are_found_than_are_asked_for(find: Searcher, four: list[int]) -> None:
    assert find("公司", 2) == [1, 3]
    assert find("公司", 0) == []
    assert find("", 3) == [4, 1, 3]
    assert find("青禾 公司", 1) == [1]
    assert find("公司", len(four)) == [1, 3, 2]


def test_what_is_written_is_found_at_once(find: Searcher, database: Database) -> None:
    assert find("青") == []
    one, two = add_tenants(database, "青禾科技", "云杉智能")
    assert find("青") == [one]
    with operation(at(database), "tenant-changed") as running:
        running.recorder.change_one(Tenant, two, name="青山智能", name_key="青山智能")
    assert find("青") == [one, two]
    assert find("云") == []
    with operation(at(database), "name-added") as running:
        name = running.recorder.add(TenantName, tenant_id=two, name="云杉", name_key="云杉", until_on=TODAY)
    assert find("云") == [two]
    with operation(at(database), "name-changed") as running:
        running.recorder.change_one(TenantName, name, name="海棠")
    assert (find("云"), find("海棠")) == ([], [two])
    undo(at(database))
    assert (find("云"), find("海棠")) == ([two], [])
    with operation(at(database), "tenant-removed") as running:
        running.recorder.remove(Tenant, [(one,)])
    assert find("青") == [two]
    undo(at(database))
    assert find("青") == [one, two]


def test_what_somebody_else_writes_is_found_too(find: Searcher, database: Database) -> None:
    add_tenants(database, "青禾科技")
    assert find("青") == [1]
    other = Searcher(database)
    add_tenants(database, "青山智能")
    assert other("青") == find("青") == [1, 2]


def test_figures_do_not_make_the_texts_be_read_again(find: Searcher, database: Database) -> None:
    add_tenants(database, "青禾科技")
    assert find("青") == [1]
    put_figures(database, (1, "total_income", "2025", 5))
    seen: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    assert find("青") == [1]
    event.remove(database.engine, "before_cursor_execute", note)
    assert not any("tenant_overview" in statement for statement in seen)


def test_many_changes_make_all_be_read_again(
    find: Searcher, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_PATCHED_AT_MOST", 2)
    assert find("") == []
    add_tenants(database, "青禾科技", "云杉智能", "北辰生物")
    assert len(find("")) == 3
    for name in ("海棠", "松石", "石榴"):
        add_tenants(database, name)
    assert len(find("")) == 6
    with operation(at(database), "import-tenants") as running:
        ids = running.recorder.new_ids(Tenant, 3)
        rows = [{"id": new, "name": f"新{new}", "name_key": f"新{new}"} for new in ids]
        running.recorder.insert(Tenant, rows)
    assert len(find("新")) == 3


def words_of(random: Random) -> Iterator[str]:
    letters = "青禾云杉科技有限公司abq1 "
    while True:
        yield "".join(random.choices(letters, k=random.randint(1, 4)))


@pytest.mark.parametrize("seed", range(3))
def test_the_index_finds_what_a_look_at_every_text_finds(
    find: Searcher, database: Database, seed: int
) -> None:
    random = Random(seed)
    words = words_of(random)
    with operation(at(database), "import-tenants") as running:
        recorder = running.recorder
        names = [next(words) + next(words) + random.choice(("科技", "有限公司")) for _ in range(400)]
        ids = recorder.new_ids(Tenant, len(names))
        recorder.insert(
            Tenant,
            [
                {"id": new, "name": name, "name_key": name_key(name), "room": next(words)}
                for new, name in zip(ids, names, strict=True)
            ],
        )
        recorder.insert(Observation, [])
    find("")
    texts = find.index._texts
    assert texts is not None
    for _ in range(300):
        typed = next(words) + next(words) if random.random() < 0.3 else next(words)
        needles = search_needle(typed).split()
        right = [
            tenant
            for tenant, text in zip(texts.ids, texts.texts, strict=True)
            if all(needle in text for needle in needles)
        ]
        assert find(typed) == right, typed
        limit = random.choice((1, 3, 50))
        assert find(typed, limit) == right[:limit], (typed, limit)
