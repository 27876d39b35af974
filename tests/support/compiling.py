"""One statement is compiled once for all SQLite databases of a run, though each test opens one of its own.

SQLAlchemy keeps what it compiled for as long as an engine lives, which is a whole sitting for a user and one test here:
a sixth of what the tests of services and of the window cost was compiling the same statements again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.util import LRUCache

from crm.db import engine

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.engine.interfaces import Dialect

_KEPT = 4_000


def compile_once() -> None:
    """Let all engines for SQLite share what has been compiled, and the dialect by which it is found again."""
    create, compiled = engine.create_engine, LRUCache[Any, Any](_KEPT)  # type: ignore[attr-defined]
    dialects: dict[str, Dialect] = {}

    def shared(*arguments: Any, **options: Any) -> Engine:  # noqa: ANN401 - SQLAlchemy's own
        made: Engine = create(*arguments, **options)
        if made.dialect.name == "sqlite":
            made.dialect = dialects.setdefault(made.dialect.name, made.dialect)
            made.update_execution_options(compiled_cache=compiled)
        return made

    engine.create_engine = shared  # type: ignore[attr-defined]
