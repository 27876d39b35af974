"""Parts that are made when they are first needed: a cached property each, asked for here without being made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def is_made(whole: object, part: str) -> bool:
    """Whether the cached property called *part* has been made."""
    return part in vars(whole)


def made(whole: object, *parts: str) -> Iterator[Any]:
    """Those of the cached properties called *parts* that have been made."""
    return (getattr(whole, part) for part in parts if is_made(whole, part))
