"""Ctrl+F finds words, codes and figures on all sheets of a filing; F3 and Shift+F3 go from one place to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from tests.ui.test_filings_page import DETAILS, SUMMARY, build

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.ui.pages.filings.page import FilingsPage
    from tests.ui.stage import Stage


@pytest.fixture
def scene(stage: Callable[..., Stage]) -> Stage:
    return stage(demo=True)


def look_for(scene: Stage, text: str) -> None:
    box = scene.shell.head.search
    scene.trigger("search")
    box.selectAll()
    box.insert(text)
    scene.settle()


def here(page: FilingsPage) -> str:
    return f"{page.desk.sheet}!{page.desk.address}"


def test_words_are_found_on_every_sheet_and_f3_goes_round(scene: Stage) -> None:
    page = build(scene)
    built = page.told.text()
    tenant = page.desk._sheets[DETAILS].value(8, 1)
    assert isinstance(tenant, str)
    look_for(scene, tenant[2:6])
    first = here(page)
    assert first.startswith(DETAILS)
    count = int(page.told.text().rpartition(" ")[2])
    assert page.told.text() == f'"{tenant[2:6]}": 1 of {count}'
    places = [first]
    for _ in range(count - 1):
        scene.press(page.sheet, Qt.Key.Key_F3)
        places.append(here(page))
    assert len(set(places)) == count
    scene.press(page.sheet, Qt.Key.Key_F3)
    assert here(page) == first
    scene.press(page.sheet, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert here(page) == places[-1]
    look_for(scene, "")
    assert page.told.text() == built
    assert here(page) == places[-1]


def test_a_figure_is_found_as_it_is_typed(scene: Stage) -> None:
    page = build(scene)
    sheet = page.desk._sheets[SUMMARY]
    place, value = next(
        ((row, column), value)
        for row in sorted(sheet.rows)
        for column, value in enumerate(sheet.rows[row].values)
        if not isinstance(value, (str, type(None))) and str(value).isdigit() and len(str(value)) > 3
    )
    look_for(scene, f"{value:,}")
    assert page.sheet.current == place
    assert scene.shell.head.search.hasFocus()


def test_what_is_not_there_is_said_and_the_cursor_stays(scene: Stage) -> None:
    page = build(scene)
    before = here(page)
    look_for(scene, "zzz")
    assert page.told.text() == '"zzz" is not in this filing'
    scene.press(page.sheet, Qt.Key.Key_F3)
    assert here(page) == before


def test_another_filing_is_searched_for_the_same_and_nothing_is_found_where_none_is_built(
    scene: Stage,
) -> None:
    page = build(scene)
    look_for(scene, "zzz")
    scene.trigger("filing.earlier")
    assert page.told.text() == '"zzz" is not in this filing'
    page.form.choose("zone-monthly")
    page.form.picked.emit("zone-monthly")
    scene.settle()
    assert page.told.text() == ""
    assert not scene.shell.actions_table["filing.find_next"].isEnabled()
