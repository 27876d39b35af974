"""The widths of a list's columns at first: a matter of numbers, looked at without a window."""

from __future__ import annotations

from crm.ui.table.source import Column
from crm.ui.table.widths import spread_columns

COLUMNS = (Column("name", "Name", most=300), Column("kind", "Kind", most=100), Column("at", "When", most=80))
ALL = (0, 1, 2)


def test_each_column_gets_what_it_holds_and_the_name_takes_the_rest() -> None:
    spread = spread_columns(COLUMNS, wide=(250, 90, 70), drawn={}, shown=ALL, room=800)
    assert spread.widths[1:] == (90, 70)
    assert (spread.filler, spread.least) == (0, 216)


def test_a_column_goes_beyond_its_most_only_where_there_is_room() -> None:
    narrow = spread_columns(COLUMNS, wide=(250, 180, 70), drawn={}, shown=ALL, room=420)
    roomy = spread_columns(COLUMNS, wide=(250, 180, 70), drawn={}, shown=ALL, room=900)
    larger = spread_columns(COLUMNS, wide=(250, 180, 70), drawn={}, shown=ALL, room=420, percent=125)
    assert (narrow.widths[1], larger.widths[1], roomy.widths[1]) == (100, 125, 180)


def test_names_of_people_leave_the_width_to_all() -> None:
    spread = spread_columns(COLUMNS, wide=(60, 90, 70), drawn={}, shown=ALL, room=600)
    assert spread.widths == (128 + 100, 90 + 100, 70 + 100)
    assert sum(spread.widths) == 600 - 12
    assert (spread.filler, spread.least) == (2, 170)


def test_what_was_drawn_stays_and_what_is_hidden_takes_nothing() -> None:
    drawn = spread_columns(COLUMNS, wide=(60, 90, 70), drawn={"name": 90, "at": 40}, shown=ALL, room=600)
    assert (drawn.widths, drawn.filler) == ((90, 90, 40), -1)
    hidden = spread_columns(COLUMNS, wide=(60, 90, 70), drawn={}, shown=(0, 2), room=410)
    assert (hidden.widths[0], hidden.widths[2]) == (128 + 100, 70 + 100)
