"""The widths of a list's columns at first: a matter of numbers, looked at without a window."""

from __future__ import annotations

from crm.ui.table.source import Column
from crm.ui.table.widths import spread_columns

COLUMNS = (Column("name", "Name", most=300), Column("kind", "Kind", most=100), Column("at", "When", most=80))
ALL = (0, 1, 2)


def test_each_column_gets_what_it_holds_and_shares_what_is_left_the_name_twice() -> None:
    narrow = spread_columns(COLUMNS, wide=(250, 90, 70), drawn={}, shown=ALL, room=410)
    roomy = spread_columns(COLUMNS, wide=(250, 90, 70), drawn={}, shown=ALL, room=822)
    assert (narrow.widths[1:], narrow.filler, narrow.least) == ((90, 70), 0, 216)
    assert (roomy.widths[1:], roomy.filler) == ((90 + 100, 70 + 100), 0)


def test_a_name_longer_than_its_most_is_not_cut_where_there_is_room() -> None:
    spread = spread_columns(COLUMNS, wide=(600, 90, 70), drawn={}, shown=ALL, room=812)
    assert spread.widths[1:] == (90 + 10, 70 + 10)  # of 40 that are left


def test_a_column_goes_beyond_its_most_only_where_there_is_room() -> None:
    narrow = spread_columns(COLUMNS, wide=(250, 180, 70), drawn={}, shown=ALL, room=420)
    roomy = spread_columns(COLUMNS, wide=(250, 180, 70), drawn={}, shown=ALL, room=512)
    larger = spread_columns(COLUMNS, wide=(250, 180, 70), drawn={}, shown=ALL, room=420, percent=125)
    assert (narrow.widths[1], larger.widths[1], roomy.widths[1]) == (100, 125, 180)
    assert (narrow.least, larger.least) == (216, 250), "of a name there is as much to be read"


def test_no_scroll_bar_comes_for_a_few_pixels() -> None:
    short = spread_columns(COLUMNS, wide=(250, 90, 70), drawn={}, shown=ALL, room=216 + 12 + 90 + 70 - 7)
    assert short.widths[1:] == (90 - 3, 70 - 4)
    wide = spread_columns(COLUMNS, wide=(250, 90, 70), drawn={}, shown=ALL, room=216 + 12 + 90 + 70 - 13)
    assert wide.widths[1:] == (90, 70), "more than is spare beside the texts"
    drawn = spread_columns(
        COLUMNS, wide=(250, 90, 70), drawn={"kind": 90}, shown=ALL, room=216 + 12 + 90 + 70 - 5
    )
    assert drawn.widths[1:] == (90, 65)


def test_what_was_drawn_stays_and_what_is_hidden_takes_nothing() -> None:
    drawn = spread_columns(COLUMNS, wide=(60, 90, 70), drawn={"name": 90, "at": 40}, shown=ALL, room=600)
    assert (drawn.widths, drawn.filler) == ((90, 90, 40), -1)
    hidden = spread_columns(COLUMNS, wide=(60, 90, 70), drawn={}, shown=(0, 2), room=510)
    assert (hidden.widths[2], hidden.filler) == (70 + 100, 0)
