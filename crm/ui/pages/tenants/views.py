"""Views of the list that the user has named: what they keep, and how they are remembered."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from crm.domain.lifecycle import Stage
from crm.services.tenants import TenantQuery

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crm.ui.settings import Settings

_KEPT_AS = "views/tenants"


@dataclass(frozen=True, slots=True)
class SavedView:
    """A name for a filter, an order and the columns shown (in order; empty: those that stand there anyway)."""

    name: str
    query: TenantQuery
    columns: tuple[str, ...] = ()


def load_views(settings: Settings) -> list[SavedView]:
    """The views that were kept; one that cannot be read is left out."""
    try:
        kept = json.loads(settings.text(_KEPT_AS) or "[]")
    except ValueError:
        return []
    views: list[SavedView] = []
    for one in kept if isinstance(kept, list) else []:
        try:
            views.append(SavedView(str(one["name"]), _query_of(one), tuple(map(str, one["columns"]))))
        except (ValueError, TypeError, KeyError):
            continue
    return views


def keep_views(settings: Settings, views: Iterable[SavedView]) -> None:
    """Keep *views* in place of those kept before."""
    kept = [{"name": view.name, "columns": view.columns, **_facts_of(view.query)} for view in views]
    settings.keep_text(_KEPT_AS, json.dumps(kept))


def put_view(views: Sequence[SavedView], view: SavedView) -> list[SavedView]:
    """*views* with *view*, in the place of the one of its name."""
    if any(one.name == view.name for one in views):
        return [view if one.name == view.name else one for one in views]
    return [*views, view]


def rename_view(views: Sequence[SavedView], name: str, new: str) -> list[SavedView]:
    """*views* with the one called *name* called *new*; another of that name gives way."""
    left = [one for one in views if one.name == name or one.name != new]
    return [replace(one, name=new) if one.name == name else one for one in left]


def keep_filter(settings: Settings, query: TenantQuery) -> None:
    """Keep the filter of today for tomorrow: stages and fields, not what was searched for."""
    settings.keep_text("filter/tenants", json.dumps(_facts_of(replace(query, text=""))))


def load_filter(settings: Settings) -> TenantQuery:
    """The filter of the last time; none where it cannot be read."""
    try:
        return _query_of(json.loads(settings.text("filter/tenants")))
    except (ValueError, TypeError, KeyError):
        return TenantQuery()


def _facts_of(query: TenantQuery) -> dict[str, Any]:
    """What is kept of *query*: not the tenants that a figure counted, for they are others tomorrow."""
    return {
        "text": query.text,
        "stages": sorted(stage.value for stage in query.stages),
        "technology_fields": sorted(query.technology_fields),
        "industries": sorted(query.industries),
        "moved_in_from": None if query.moved_in_from is None else query.moved_in_from.isoformat(),
        "moved_in_to": None if query.moved_in_to is None else query.moved_in_to.isoformat(),
        "has_figures": query.has_figures,
        "sort": query.sort,
        "descending": query.descending,
    }


def _query_of(kept: Any) -> TenantQuery:  # noqa: ANN401 - whatever stands in the file
    """The query of what was kept. ValueError, TypeError or KeyError where it is damaged."""
    figures = kept["has_figures"]
    return TenantQuery(
        text=str(kept["text"]),
        stages=frozenset(Stage(one) for one in kept["stages"]),
        technology_fields=frozenset(map(str, kept["technology_fields"])),
        industries=frozenset(map(str, kept["industries"])),
        moved_in_from=_day(kept["moved_in_from"]),
        moved_in_to=_day(kept["moved_in_to"]),
        has_figures=None if figures is None else bool(figures),
        sort=str(kept["sort"]),
        descending=bool(kept["descending"]),
    )


def _day(kept: Any) -> date | None:  # noqa: ANN401 - the same
    return None if kept is None else date.fromisoformat(kept)
