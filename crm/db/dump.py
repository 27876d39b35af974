"""Dumps of a PostgreSQL database, made and read by PostgreSQL's own programs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from crm.db import schema as schemas
from crm.db.engine import DatabaseError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy.engine import URL

_MAGIC = b"PGDMP"
_VERSION = re.compile(r"COPY [\w.\"]*alembic_version .*?;\n(?P<version>[^\n\\]+)\n", re.DOTALL)


def find_tool(name: str) -> str | None:
    """The path of PostgreSQL's program *name*; None where it is not installed here."""
    return shutil.which(name)


def write_dump(url: URL, target: Path) -> None:
    """Dump the database at *url* into the file *target*, in PostgreSQL's own compressed format.

    Raises DatabaseError ``backup-tool-missing`` or ``backup-tool-failed``.
    """
    arguments = ["--format=custom", "--no-owner", "--no-privileges", f"--file={target}"]
    _run("pg_dump", [*arguments, f"--dbname={_address(url)}"], environment=_secrets(url))


def read_version(source: Path) -> str:
    """The schema's version in a dump.

    Raises DatabaseError ``database-not-a-database`` where it is none, ``database-not-ours``, ``database-newer``.
    """
    with source.open("rb") as file:
        is_dump = file.read(len(_MAGIC)) == _MAGIC
    if not is_dump:
        raise DatabaseError("database-not-a-database", database=str(source), why="")
    arguments = ["--data-only", f"--table={schemas.VERSION_TABLE}", "--file=-", str(source)]
    found = _VERSION.search(_run("pg_restore", arguments, environment={}))
    if found is None:
        raise DatabaseError("database-not-ours", database=str(source))
    return schemas.known_version(found["version"], database=str(source))


def restore_dump(url: URL, source: Path, *, replacing: Collection[str]) -> None:
    """Put the content of a dump in the place of the tables *replacing*, in one transaction.

    Raises DatabaseError ``backup-tool-missing`` or ``backup-tool-failed``; nothing has changed then.
    """
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "restore.sql"
        _run("pg_restore", ["--no-owner", "--no-privileges", f"--file={script}", str(source)], environment={})
        names = ", ".join('"' + name.replace('"', '""') + '"' for name in sorted(replacing))
        arguments = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
        drop = [f"--command=DROP TABLE {names} CASCADE"] if names else []
        _run(
            "psql",
            [*arguments, f"--dbname={_address(url)}", *drop, f"--file={script}"],
            environment=_secrets(url),
        )


def _run(tool: str, arguments: Sequence[str], *, environment: Mapping[str, str]) -> str:
    """What *tool* printed. The password goes through the environment: a command line can be seen by others."""
    program = find_tool(tool)
    if program is None:
        raise DatabaseError("backup-tool-missing", tool=tool)
    done = subprocess.run(  # noqa: S603 - our own list, never a shell
        [program, *arguments],
        check=False,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, **environment, "LC_ALL": "C.UTF-8", "PGCONNECT_TIMEOUT": "10"},
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        raise DatabaseError("backup-tool-failed", tool=tool, why=done.stderr.strip().partition("\n")[0])
    return done.stdout


def _address(url: URL) -> str:
    """The connection string that libpq's programs take, without the password."""
    from psycopg.conninfo import make_conninfo

    _, arguments = url.get_dialect()().create_connect_args(url.set(password=None))
    return make_conninfo("", **arguments)


def _secrets(url: URL) -> dict[str, str]:
    return {} if url.password is None else {"PGPASSWORD": str(url.password)}
