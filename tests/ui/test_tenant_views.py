"""Views that were named: kept by codes, read again whatever has happened to the file."""

from __future__ import annotations

from datetime import date

import pytest

from crm.domain.lifecycle import Stage
from crm.services.tenants import TenantQuery
from crm.ui.pages.tenants.views import (
    SavedView,
    keep_filter,
    keep_views,
    load_filter,
    load_views,
    put_view,
    rename_view,
)
from crm.ui.settings import Settings

QUERY = TenantQuery(
    text="晋汾",
    stages=frozenset({Stage.INCUBATING, Stage.ACCELERATING}),
    technology_fields=frozenset({"new_energy"}),
    industries=frozenset({"C", "39"}),
    moved_in_from=date(2020, 1, 1),
    moved_in_to=date(2024, 12, 31),
    has_figures=True,
    sort="revenue",
    descending=True,
)


@pytest.fixture
def settings() -> Settings:
    return Settings()


def test_a_view_is_read_as_it_was_kept(settings: Settings) -> None:
    views = [SavedView("在孵新能源", QUERY, ("name", "revenue")), SavedView("all", TenantQuery())]
    keep_views(settings, views)
    assert load_views(settings) == views


def test_the_tenants_a_figure_counted_are_not_kept(settings: Settings) -> None:
    keep_views(settings, [SavedView("figure", TenantQuery(among=frozenset({1}), label="figure"))])
    assert load_views(settings)[0].query == TenantQuery()


def test_the_filter_of_the_day_is_kept_without_what_was_searched_for(settings: Settings) -> None:
    keep_filter(settings, QUERY)
    kept = load_filter(settings)
    assert (kept.text, kept.stages, kept.sort) == ("", QUERY.stages, "revenue")


@pytest.mark.parametrize("damaged", ["", "{", "3", "null", '[3, {"name": "a"}]', '{"stages": ["gone"]}'])
def test_what_is_damaged_is_left_out(settings: Settings, damaged: str) -> None:
    settings.keep_text("views/tenants", damaged)
    settings.keep_text("filter/tenants", damaged)
    assert load_views(settings) == []
    assert load_filter(settings) == TenantQuery()


def test_a_view_of_the_same_name_gives_way() -> None:
    views = [SavedView("a", TenantQuery()), SavedView("b", QUERY)]
    assert put_view(views, SavedView("a", QUERY)) == [SavedView("a", QUERY), SavedView("b", QUERY)]
    assert put_view(views, SavedView("c", QUERY))[-1].name == "c"
    assert rename_view(views, "b", "a") == [SavedView("a", QUERY)]
    assert rename_view(views, "b", "b") == views
