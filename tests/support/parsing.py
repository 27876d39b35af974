"""The same TOML text is parsed once a run: the data files of the project are read again with nearly every command.

Each caller gets tables of its own, as from the parser itself; they come out of a pickle ten times as fast.
"""

from __future__ import annotations

import pickle
import tomllib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_parse = tomllib.loads


@lru_cache(maxsize=512)
def _packed(text: str) -> bytes:
    return pickle.dumps(_parse(text))


def _loads(text: str, /, *, parse_float: Callable[[str], Any] = float) -> dict[str, Any]:
    if parse_float is not float:
        return _parse(text, parse_float=parse_float)
    tables: dict[str, Any] = pickle.loads(_packed(text))  # noqa: S301 - packed above
    return tables


def parse_once() -> None:
    """Let `tomllib.loads` remember what it has parsed, for the rest of this process."""
    tomllib.loads = _loads
