"""A database that can no longer be read: every page says so and how it is mended, and none makes up a number."""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from crm.domain.errors import RuleError
from crm.ui.pages.operator import page as operator_page
from crm.ui.pages.operator.page import OperatorPage
from crm.ui.pages.settings.directory import DirectorySection
from crm.ui.pages.settings.page import SettingsPage
from crm.ui.pages.settings.site import SiteSection
from crm.ui.widgets.button import Button
from crm.ui.widgets.chips import ChipBar
from tests.ui.every_page import is_met

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.ui.stage import Stage

LISTED = ("tenants", "board", "figures", "operator", "people", "events", "rehearsal", "brief", "history")
_PAGE = 4096


def damage(path: Path) -> None:
    """Overwrite all of a database but its beginning."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(_PAGE)
        file.write(b"Z" * (size - _PAGE))


@pytest.fixture
def scene(stage: Callable[..., Stage], tmp_path: Path) -> Stage:
    made = stage(demo=True)
    damage(tmp_path / "stage0.db")
    return made


def offers(scene: Stage) -> list[str]:
    return [one.text() for one in scene.shell.findChildren(QAbstractButton) if is_met(one)]


def test_every_page_says_that_it_could_not_be_read_and_tells_no_number(scene: Stage) -> None:
    for page in LISTED:
        scene.shell.go(page)
        scene.settle()
        assert "Try again" in offers(scene), page
        assert not re.search(r"\d", scene.shell.foot.count.text()), page
        bars = [one for one in scene.shell.findChildren(ChipBar) if one.isVisible()]
        numbers = [chip.count for bar in bars for chip in bar.findChildren(Button)]
        assert not any(numbers), page
        assert not scene.failures, f"{page} says it twice"


def test_the_settings_do_not_say_that_nothing_was_entered(scene: Stage) -> None:
    scene.shell.go("settings")
    page = scene.shell.page
    assert isinstance(page, SettingsPage)
    page.show_section("directory")
    scene.settle()
    (directory,) = page.findChildren(DirectorySection)
    for kind in ("organisation", "room"):
        directory.kinds.choose(kind)
        directory.kinds.chosen.emit(kind)
        assert directory.none.text.text().endswith("is damaged and cannot be read")
        assert directory.none.hint.height() >= directory.none.hint.heightForWidth(directory.none.hint.width())
    page.show_section("site")
    scene.settle()
    (site,) = page.findChildren(SiteSection)
    assert not site.card.isVisible(), "an empty form would look like a record without anything in it"
    assert site.state.text.text().endswith("is damaged and cannot be read")
    site._show(None)
    assert site.card.isVisible()
    assert not site.state.widget.isVisible()


def test_what_was_entered_stays_in_sight_where_it_cannot_be_read_again(
    stage: Callable[..., Stage], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise RuleError("database-damaged", database="incubator.db")

    scene = stage(demo=True)
    scene.shell.go("operator")
    scene.settle()
    page = scene.shell.page
    assert isinstance(page, OperatorPage)
    entry = page.form.rows["incubator_income"].entry
    entry.setFocus()
    QTest.keyClicks(scene.window.focusWidget(), "7")
    assert page.form.unsaved == 1
    monkeypatch.setattr(operator_page, "list_stated", refuse)
    scene.trigger("refresh")
    assert entry.isVisible()
    assert page.form.unsaved == 1
    assert [one.refusal.code for one in scene.failures if one.refusal] == ["database-damaged"]
    page.undo_own()
