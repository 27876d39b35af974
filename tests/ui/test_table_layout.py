"""How a list is arranged is remembered by the columns' keys, in every language and across versions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm.ui.settings import Settings
from crm.ui.table.layout import first_layout, forget_layout, keep_layout, load_layout, with_column
from crm.ui.table.source import Column

COLUMNS = (Column("name", "Name"), Column("a", "A"), Column("b", "B"), Column("c", "C", is_optional=True))


@pytest.fixture
def settings() -> Settings:
    return Settings()


def test_a_fresh_list_hides_what_is_seldom_wanted() -> None:
    assert first_layout(COLUMNS).shown == ("name", "a", "b")


def test_what_was_kept_comes_back(settings: Settings) -> None:
    layout = replace(
        with_column(first_layout(COLUMNS), "c", shown=True),
        order=("name", "c", "b", "a"),
        widths={"b": 90},
        sort="a",
        descending=True,
    )
    keep_layout(settings, "test", layout)
    loaded = load_layout(settings, "test", COLUMNS)
    assert loaded.shown == ("name", "c", "b", "a")
    assert (loaded.widths, loaded.sort, loaded.descending) == ({"b": 90}, "a", True)
    assert loaded.is_own
    forget_layout(settings, "test")
    assert load_layout(settings, "test", COLUMNS) == first_layout(COLUMNS)


def test_the_first_column_stays_first_and_shown(settings: Settings) -> None:
    layout = replace(first_layout(COLUMNS), order=("a", "name", "b", "c"), hidden=frozenset({"name"}))
    keep_layout(settings, "test", layout)
    assert load_layout(settings, "test", COLUMNS).shown[0] == "name"


def test_columns_come_and_go_with_the_program(settings: Settings) -> None:
    keep_layout(settings, "test", replace(first_layout(COLUMNS), order=("name", "c", "b", "a")))
    later = (COLUMNS[0], Column("new", "New"), *COLUMNS[2:])
    loaded = load_layout(settings, "test", later)
    assert loaded.order == ("name", "new", "c", "b")
    assert "a" not in loaded.order


@pytest.mark.parametrize("damaged", ["{", "[]", '{"order": 3}', "null", '{"order": ["name"]}'])
def test_what_is_damaged_is_as_in_a_fresh_list(settings: Settings, damaged: str) -> None:
    settings.keep_text("list/test", damaged)
    assert load_layout(settings, "test", COLUMNS) == first_layout(COLUMNS)
