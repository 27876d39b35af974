"""Help: each page has one in both languages, F1 opens and closes it, and the list of shortcuts is the table's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from crm import paths
from crm.domain.wording import Language
from crm.ui.actions import keys_named, list_actions
from crm.ui.ask import PanelDialog
from crm.ui.help.shortcuts import ShortcutsPanel, list_groups
from crm.ui.main_window import ALL_PAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ui.stage import Stage

FOLDER = paths.resources() / "help"
KEY = re.compile(r"(?:Ctrl|Alt|Shift)(?:\+[\w/→,.]+)+|F\d+")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", [*ALL_PAGES, "welcome"])
def test_each_page_has_a_help_short_enough_to_be_read(page: str, language: str) -> None:
    text = (FOLDER / language / f"{page}.md").read_text("utf-8")
    assert 60 < len(text) < (1000 if language == "zh" else 2000)
    chinese = re.search(r"[\u4e00-\u9fff]", text)
    assert bool(chinese) is (language == "zh")
    if language == "zh":
        assert not re.search(r"租户|客户|公司", text)


def test_both_languages_have_the_same_headings_and_keys() -> None:
    for page in (*ALL_PAGES, "welcome"):
        zh, en = ((FOLDER / code / f"{page}.md").read_text("utf-8") for code in ("zh", "en"))
        assert zh.count("###") == en.count("###"), page
        assert set(KEY.findall(zh)) == set(KEY.findall(en)), page


def test_the_keys_that_a_help_names_are_those_of_the_program() -> None:
    known = {key for spec in list_actions() for key in spec.shortcuts}
    known |= {"Ctrl+C", "Ctrl+Shift+C", "Ctrl+Shift+→", "Shift+→", "Ctrl+Enter", "F2", "Shift+Enter"}
    for file in FOLDER.rglob("*.md"):
        for key in KEY.findall(file.read_text("utf-8")):
            assert key in known, (file.name, key)


def test_f1_opens_the_help_of_the_page_and_closes_it_again(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True)
    table = scene.tenants
    scene.press(scene.window, Qt.Key.Key_F1)
    sheet = scene.shell.help
    assert sheet.isVisible()
    assert sheet.page == "tenants"
    assert "pinyin" in sheet.text.toPlainText()
    assert sheet.text.hasFocus()
    assert sheet.geometry().right() == scene.shell.rect().right()
    assert sheet.shade.isVisible()
    assert sheet.shade.geometry().right() + 1 == sheet.x()
    scene.press(scene.window, Qt.Key.Key_F1)
    assert not sheet.isVisible()
    assert not sheet.shade.isVisible()
    scene.trigger("help")
    scene.filings.focus_content()
    assert sheet.page == "filings"
    scene.press(sheet.text, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert table is not None


def test_the_help_fits_a_small_window_and_a_larger_type(stage: Callable[..., Stage]) -> None:
    scene = stage(size=(1093, 614))
    scene.trigger("help")
    scene.window.resize(880, 540)
    scene.settle()
    scene.context.theme.set_font_percent(125)
    scene.settle()
    assert scene.shell.rect().contains(scene.shell.help.geometry())
    scene.context.theme.set_font_percent(100)


def test_all_shortcuts_stand_in_one_sheet(stage: Callable[..., Stage]) -> None:
    scene = stage(language=Language.ZH)
    scene.trigger("shortcuts")
    (dialog,) = [one for one in scene.shell.findChildren(PanelDialog) if one.isVisible()]
    panel = dialog.panel
    assert isinstance(panel, ShortcutsPanel)
    listed = {keys for group in panel.groups for shortcut in group.shortcuts for keys in shortcut.keys}
    for spec in list_actions():
        for keys in spec.shortcuts:
            assert keys_named(QKeySequence(keys)) in listed
    assert {"Ctrl+Enter", "Alt+←", "Ctrl+/"} <= listed, "as they stand on the keys, in any language"
    dialog.close()
    assert list_groups(scene.shell.actions_table)[0].shortcuts


def test_the_help_leads_to_the_shortcuts(stage: Callable[..., Stage]) -> None:
    scene = stage()
    scene.trigger("help")
    scene.click(scene.shell.help.keys)
    (dialog,) = [one for one in scene.shell.findChildren(PanelDialog) if one.isVisible()]
    dialog.close()
