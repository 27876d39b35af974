"""Schemas: made, brought up to date, refused; all of it or nothing."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import inspect, text

from crm.db import dump, migrate, schema
from crm.db.base import Base
from crm.db.engine import DatabaseError, open_database
from crm.db.migrate import REVISIONS, ensure_schema
from tests.db.world import add_tenants, dump_of, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.db.engine import Database

ROOT = Path(__file__).parents[2]
HEAD, NEXT = schema.HEAD, f"{int(schema.HEAD) + 1:04}"
SECOND = '''"""A column for tests, and a table rebuilt around it."""
import sqlalchemy as sa
from alembic import op
revision = "NEXT"
down_revision = "HEAD"
def upgrade():
    with op.batch_alter_table("tenants") as batch:
        batch.add_column(sa.Column("mood", sa.String(), server_default="calm", nullable=False))
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("tenants", recreate="always") as batch:
            batch.create_check_constraint("mood", "mood <> ''")
'''
FAILING = '''"""Fails half way."""
import sqlalchemy as sa
from alembic import op
revision = "NEXT"
down_revision = "HEAD"
def upgrade():
    op.create_table("halfway", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("UPDATE tenants SET name = 'lost'")
    op.execute("ALTER TABLE nowhere ADD COLUMN x INTEGER")
'''
ORPHANING = '''"""Leaves a name without its tenant."""
from alembic import op
revision = "NEXT"
down_revision = "HEAD"
def upgrade():
    op.execute("DELETE FROM tenants")
'''


@pytest.fixture
def empty(database_url: str) -> Iterator[Database]:
    database = open_database(database_url)
    yield database
    database.close()


def write_revision(revisions: Path, second: str) -> None:
    """Put *second* among the revisions, after the last one of this program."""
    content = second.replace('"HEAD"', f'"{HEAD}"').replace('"NEXT"', f'"{NEXT}"')
    (revisions / "versions" / f"{NEXT}_second.py").write_text(content, encoding="utf-8")


def later_program(monkeypatch: pytest.MonkeyPatch, folder: Path, second: str) -> Path:
    """Make this the program with a second schema, whose revision is *second*; the revisions' folder."""
    monkeypatch.setattr(schema, "KNOWN", (*schema.KNOWN, NEXT))
    monkeypatch.setattr(schema, "HEAD", NEXT)
    revisions = folder / "revisions"
    shutil.copytree(REVISIONS, revisions, ignore=shutil.ignore_patterns("__pycache__"))
    write_revision(revisions, second)
    return revisions


def shape_of(database: Database) -> object:
    """The tables as the database describes them."""
    with database.reading() as connection:
        inspector = inspect(connection)
        clustered: list[str] = []
        if database.is_sqlite:
            clustered += connection.scalars(
                text("SELECT name FROM sqlite_master WHERE sql LIKE '%WITHOUT ROWID' ORDER BY name")
            )
        return clustered, {
            table: (
                [{**column, "type": str(column["type"])} for column in inspector.get_columns(table)],
                inspector.get_pk_constraint(table),
                sorted(inspector.get_foreign_keys(table), key=str),
                sorted(inspector.get_indexes(table), key=str),
                sorted(inspector.get_unique_constraints(table), key=str),
                inspector.get_check_constraints(table),
            )
            for table in sorted(inspector.get_table_names())
        }


def test_the_revisions_lead_to_the_same_schema_as_the_models(empty: Database) -> None:
    """If this fails the models have changed: write a new revision (or, before a release, the first one anew)."""
    with empty.migrating() as connection:
        migrate.upgrade(connection)
        connection.commit()
    migrated = shape_of(empty)
    with empty.migrating() as connection:
        Base.metadata.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
        connection.commit()
    assert ensure_schema(empty).before is None
    assert migrated == shape_of(empty)


def test_the_known_schemas_are_those_that_there_are_revisions_for() -> None:
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(migrate.configured(REVISIONS))
    found = [script.revision for script in scripts.walk_revisions()]
    assert tuple(reversed(found)) == schema.KNOWN
    assert scripts.get_heads() == [schema.HEAD]


def test_an_empty_database_gets_the_schema_and_keeps_it(empty: Database) -> None:
    change = ensure_schema(empty)
    assert (change.before, change.after, change.backup, change.is_nothing) == (None, schema.HEAD, None, False)
    assert ensure_schema(empty).is_nothing


def test_nothing_of_alembic_is_imported_where_nothing_is_to_be_done(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path / 'a.db'}"):
        pass
    look = (
        "import sys; from crm.db.engine import open_database; from crm.db.migrate import ensure_schema;"
        f"ensure_schema(open_database({str(tmp_path / 'a.db')!r})); print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", look], check=True, capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "False"


def test_an_older_schema_is_brought_up_to_date_after_a_backup(
    empty: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure_schema(empty)
    add_tenants(empty, "青禾科技", "云杉智能")
    with empty.writing() as connection:
        connection.execute(text("INSERT INTO tenant_names VALUES (1, 1, '旧', '旧', NULL, '2025-01-01')"))
        connection.commit()
    revisions = later_program(monkeypatch, tmp_path, SECOND)
    change = ensure_schema(empty, revisions=revisions)
    assert (change.before, change.after, change.backup_missing) == (HEAD, NEXT, False)
    with empty.reading() as connection:
        assert connection.scalars(text("SELECT mood FROM tenants")).all() == ["calm", "calm"]
        assert connection.scalar(text("SELECT count(*) FROM tenant_names")) == 1
        assert connection.scalars(text("SELECT version_num FROM alembic_version")).all() == [NEXT]
    assert change.backup is not None
    assert f"v{HEAD}" in change.backup.name
    assert ensure_schema(empty, revisions=revisions).is_nothing
    if empty.is_sqlite:
        assert change.backup.parent == Path(str(empty.path)).parent
        monkeypatch.undo()
        with opened(str(change.backup)) as kept:
            assert [row[1] for row in dump_of(kept)["tenants"]] == ["青禾科技", "云杉智能"]
    else:
        assert change.backup.read_bytes()[:5] == b"PGDMP"


def test_a_backup_may_be_declined(empty: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ensure_schema(empty)
    change = ensure_schema(empty, backup=False, revisions=later_program(monkeypatch, tmp_path, SECOND))
    assert (change.after, change.backup, change.backup_missing) == (NEXT, None, False)


def test_a_server_without_its_tools_here_is_migrated_and_that_is_said(
    empty: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure_schema(empty)
    monkeypatch.setattr(dump, "find_tool", lambda _: None)
    change = ensure_schema(empty, revisions=later_program(monkeypatch, tmp_path, SECOND))
    assert change.after == NEXT
    assert change.backup_missing is not empty.is_sqlite


def test_a_migration_that_fails_half_way_changes_nothing(
    empty: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure_schema(empty)
    add_tenants(empty, "青禾科技")
    before, shape = dump_of(empty), shape_of(empty)
    revisions = later_program(monkeypatch, tmp_path, FAILING)
    for _ in range(2):
        with pytest.raises(DatabaseError) as refused:
            ensure_schema(empty, revisions=revisions)
        assert refused.value.code == "database-migration-failed"
        assert "nowhere" in str(refused.value.values["why"])
        assert dump_of(empty) == before
        assert shape_of(empty) == shape
    write_revision(revisions, SECOND)
    shutil.rmtree(revisions / "versions" / "__pycache__", ignore_errors=True)
    assert ensure_schema(empty, revisions=revisions).after == NEXT


def test_a_migration_that_loses_what_others_refer_to_changes_nothing(
    empty: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure_schema(empty)
    add_tenants(empty, "青禾科技")
    with empty.writing() as connection:
        connection.execute(text("INSERT INTO tenant_names VALUES (1, 1, '旧', '旧', NULL, '2025-01-01')"))
        connection.commit()
    before = dump_of(empty)
    with pytest.raises(DatabaseError, match=r"database-migration-failed.*tenant"):
        ensure_schema(empty, revisions=later_program(monkeypatch, tmp_path, ORPHANING))
    assert dump_of(empty) == before


def test_a_revision_that_is_missing_is_a_failed_migration(
    empty: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure_schema(empty)
    revisions = later_program(monkeypatch, tmp_path, SECOND.replace('"HEAD"', "None"))
    for earlier in (revisions / "versions").glob("*.py"):
        if not earlier.name.startswith(NEXT):
            earlier.unlink()
    with pytest.raises(DatabaseError, match="database-migration-failed"):
        ensure_schema(empty, revisions=revisions)


def test_a_newer_schema_is_refused(empty: Database) -> None:
    ensure_schema(empty)
    with empty.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0999'"))
        connection.commit()
    with pytest.raises(DatabaseError) as refused:
        ensure_schema(empty)
    assert refused.value.code == "database-newer"
    assert refused.value.values["version"] == "0999"


def test_the_tables_of_others_are_left_alone(empty: Database) -> None:
    with empty.writing() as connection:
        connection.execute(text("CREATE TABLE customers (id INTEGER)"))
        connection.commit()
    with pytest.raises(DatabaseError, match="database-not-ours"):
        ensure_schema(empty)
    with empty.writing() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        connection.commit()
    with pytest.raises(DatabaseError, match="database-not-ours"):
        ensure_schema(empty)


PREPARING = """
import sys
from pathlib import Path
from crm.db import schema
from crm.db.engine import open_database
from crm.db.migrate import ensure_schema
if len(sys.argv) > 2:
    later = f"{int(schema.HEAD) + 1:04}"
    schema.HEAD, schema.KNOWN = later, (*schema.KNOWN, later)
change = ensure_schema(open_database(sys.argv[1]), **({"revisions": Path(sys.argv[2])} if len(sys.argv) > 2 else {}))
print(change.before, change.after)
"""


def prepare_at_once(address: str, *revisions: str) -> list[str]:
    """What four programs that open the same database at once say they did."""
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", PREPARING, address, *revisions],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    said = []
    for program in programs:
        out, errors = program.communicate()
        assert program.returncode == 0, errors
        said.append(out.strip())
    return sorted(said)


def test_of_programs_that_come_at_once_one_makes_and_one_migrates_the_schema(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert prepare_at_once(database_url) == [f"{HEAD} {HEAD}"] * 3 + [f"None {HEAD}"]
    revisions = later_program(monkeypatch, tmp_path, SECOND)
    shutil.rmtree(revisions / "versions" / "__pycache__", ignore_errors=True)
    assert prepare_at_once(database_url, str(revisions)) == [f"{HEAD} {NEXT}"] + [f"{NEXT} {NEXT}"] * 3


def test_a_table_is_rebuilt_without_its_children_going_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With foreign keys on, SQLite deletes the rows that refer to a table that is dropped to be rebuilt."""
    path = tmp_path / "a.db"
    with opened(str(path)) as database:
        add_tenants(database, "青禾科技")
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE moods (tenant_id INTEGER REFERENCES tenants(id) ON DELETE CASCADE)")
        raw.execute("INSERT INTO moods VALUES (1)")
        raw.commit()
    database = open_database(path)
    ensure_schema(database, revisions=later_program(monkeypatch, tmp_path, SECOND))
    with database.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM moods")) == 1
    database.close()


def test_a_database_of_the_first_schema_gets_notes_and_keeps_its_records(empty: Database) -> None:
    with empty.migrating() as connection:
        migrate.upgrade(connection, target="0001")
        connection.execute(text("INSERT INTO tenants (id, name, name_key) VALUES (7, '旧友', '旧友')"))
        connection.commit()
    change = ensure_schema(empty)
    assert (change.before, change.after, change.backup_missing) == ("0001", schema.HEAD, False)
    assert change.backup is not None
    assert "v0001" in change.backup.name
    with empty.reading() as connection:
        assert connection.scalar(text("SELECT name FROM tenants")) == "旧友"
        assert connection.scalar(text("SELECT count(*) FROM notes")) == 0
        assert connection.scalar(text("SELECT name FROM tenant_overview")) == "旧友"
        assert connection.scalar(text("SELECT name_order FROM tenant_overview")) == "~jiu4旧~you3友"
