"""Keeps PySide6 from reading the source of every module that is imported after it.

It looks there for the use of its `__feature__` switch, which this program has none of, and the standard library keeps
what was read: 20 MB for the data layer alone, and a quarter of a second of the start.
"""

from __future__ import annotations

import inspect
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def unread_sources() -> Iterator[None]:
    """While the block runs, `inspect.getsource` finds no source, which PySide6 takes for a module without it."""
    read = inspect.getsource
    inspect.getsource = _find_none
    try:
        yield
    finally:
        inspect.getsource = read


def _find_none(object: object) -> NoReturn:  # noqa: A002, ARG001 - named as what it stands in for
    message = "not read"
    raise OSError(message)
