"""Which columns a list shows, in which order, how wide, and by what it is sorted: remembered by the columns' keys."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.ui.settings import Settings
    from crm.ui.table.source import Column


@dataclass(frozen=True, slots=True)
class Layout:
    """The look of a list. ``is_own`` where the user has arranged its columns.

    ``widths`` in logical pixels, of those that were drawn by hand, for type of the size ``percent``.
    """

    order: tuple[str, ...]
    hidden: frozenset[str]
    widths: Mapping[str, int]
    sort: str = ""
    descending: bool = False
    is_own: bool = False
    percent: int = 100

    @property
    def shown(self) -> tuple[str, ...]:
        """The columns that are shown, in order."""
        return tuple(key for key in self.order if key not in self.hidden)


def first_layout(columns: Sequence[Column]) -> Layout:
    """The layout of a list that nobody has changed yet."""
    return Layout(
        order=tuple(column.key for column in columns),
        hidden=frozenset(column.key for column in columns if column.is_optional),
        widths={},
    )


def load_layout(settings: Settings, name: str, columns: Sequence[Column]) -> Layout:
    """The layout kept for the list called *name*.

    Columns that are gone since are left out, new ones stand where they stand in a fresh list; what is damaged is as in
    a fresh list.
    """
    fresh = first_layout(columns)
    try:
        kept = json.loads(settings.text(f"list/{name}") or "null")
        known = [str(key) for key in kept["order"] if key in fresh.order]
        hidden = {str(key) for key in kept["hidden"]}
        widths = {str(key): int(width) for key, width in kept["widths"].items()}
        sort, descending = str(kept["sort"]), bool(kept["descending"])
        is_own, percent = bool(kept.get("own", True)), max(int(kept.get("percent", 100)), 1)
    except (ValueError, TypeError, KeyError, AttributeError):
        return fresh
    order = [*fresh.order[:1], *(key for key in known if key not in fresh.order[:1])]
    for place, key in enumerate(fresh.order):
        if key not in order:
            order.insert(place, key)
            if key in fresh.hidden:
                hidden.add(key)
    hidden.difference_update(fresh.order[:1])
    hidden &= set(order)
    return Layout(tuple(order), frozenset(hidden), widths, sort, descending, is_own=is_own, percent=percent)


def keep_layout(settings: Settings, name: str, layout: Layout) -> None:
    """Keep *layout* for the list called *name*."""
    kept = {
        "order": list(layout.order),
        "hidden": sorted(layout.hidden),
        "widths": dict(layout.widths),
        "sort": layout.sort,
        "descending": layout.descending,
        "own": layout.is_own,
        "percent": layout.percent,
    }
    settings.keep_text(f"list/{name}", json.dumps(kept))


def forget_layout(settings: Settings, name: str) -> None:
    """Let the list called *name* be as a fresh one."""
    settings.keep_text(f"list/{name}", "")


def with_column(layout: Layout, key: str, *, shown: bool) -> Layout:
    """*layout* with a column shown or hidden."""
    hidden = layout.hidden - {key} if shown else layout.hidden | {key}
    return replace(layout, hidden=frozenset(hidden), is_own=True)
