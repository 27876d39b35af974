"""Settings: every choice holds at once, the data can be kept and brought back, and every rule names its source."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from crm import __version__, paths
from crm.domain.wording import Language
from crm.services.upkeep import CheckResult, open_workplace
from crm.ui.forms.sheet import FormSheet
from crm.ui.pages.settings.database import size_text
from crm.ui.pages.settings.page import SECTIONS, SettingsPage
from crm.ui.pages.settings.rule_lines import list_rules
from crm.ui.tasks import Failure
from crm.ui.theme.tokens import Density, Look

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QUrl

    from crm.ui.notice import Notice
    from crm.ui.theme.theme import Theme
    from tests.ui.stage import Stage


def open_settings(scene: Stage, section: str = "look") -> SettingsPage:
    scene.shell.show_query("settings", section)
    scene.settle()
    page = scene.shell.page
    assert isinstance(page, SettingsPage)
    return page


def words(part: QWidget) -> str:
    return " ".join(one.text() for one in part.findChildren(QLabel) if one.isVisible())


@pytest.fixture
def scene(stage: Callable[..., Stage]) -> Stage:
    return stage(demo=True)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect what the system was asked to open."""
    asked: list[str] = []

    def take(url: QUrl) -> bool:
        asked.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", take)
    return asked


def pick(scene: Stage, path: Path) -> None:
    (dialog,) = [one for one in scene.shell.findChildren(QFileDialog) if one.isVisible()]
    dialog.fileSelected.emit(str(path))
    dialog.close()
    scene.settle()


def test_the_look_changes_at_once_and_is_kept(scene: Stage, theme: Theme) -> None:
    section = open_settings(scene).look
    section.look.chosen.emit("dark")
    assert theme.is_dark
    assert scene.settings.look is Look.DARK
    section.density.chosen.emit("roomy")
    assert theme.row_height == 40
    assert scene.settings.density is Density.ROOMY
    section.type_size.chosen.emit("125")
    assert QGuiApplication.font().pixelSize() == 18
    assert scene.settings.font_percent == 125
    section.type_size.chosen.emit("100")


def test_the_language_is_changed_after_the_click(scene: Stage) -> None:
    chosen: list[str] = []
    scene.context.choose_language = chosen.append
    open_settings(scene).look.language.chosen.emit("zh")
    scene.settle()
    assert chosen == ["zh"]


def test_the_sections_are_walked_by_arrows_and_remembered(scene: Stage) -> None:
    page = open_settings(scene, SECTIONS[0])
    button = page.button(SECTIONS[0])
    button.setFocus()
    for section in SECTIONS[1:]:
        scene.press(page.button(page.section), Qt.Key.Key_Down)
        assert page.section == section
    scene.press(page.button(page.section), Qt.Key.Key_Down)
    assert page.section == "about"
    scene.press(page.button(page.section), Qt.Key.Key_Up)
    assert page.section == "rules"
    assert scene.settings.text("settings/section") == "rules"
    scene.press(page.list, Qt.Key.Key_X)
    page.show_query("nowhere")
    assert page.section == "rules"


def test_where_the_data_lies_is_told(scene: Stage, opened: list[str]) -> None:
    section = open_settings(scene, "database").database
    path = scene.workplace.database.path
    assert path is not None
    told = words(section.facts)
    assert path in told
    assert "MB" in told
    scene.click(section.folder)
    assert opened == [str(Path(path).parent)]
    assert section.own.isVisible()


def test_a_backup_is_made_and_brought_back(scene: Stage, tmp_path: Path, opened: list[str]) -> None:
    section = open_settings(scene, "database").database
    scene.click(section.backup)
    target = tmp_path / "backup.db"
    pick(scene, target)
    assert target.exists()
    assert scene.notice.startswith("Backed up to backup.db (")
    scene.click(scene.shell.notice_bar.action)
    assert opened == [str(tmp_path)]
    told: list[Notice] = []
    scene.context.reopen = told.append
    scene.click(section.restore)
    pick(scene, target)
    assert "The current contents are backed up" in words(scene.dialog.sheet)
    assert scene.dialog.verb.text() == "Restore"
    scene.click(scene.dialog.verb)
    assert told[0].text == "The backup has been restored."
    assert told[0].remedy.startswith("The previous contents are kept in ")


def test_what_cannot_be_taken_back_is_not_done_by_enter(
    scene: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = open_settings(scene, "database").database
    restored: list[Path] = []
    monkeypatch.setattr(section, "_restore", restored.append)
    backup = tmp_path / "backup.db"
    backup.write_bytes(b"kept")
    section.ask_whether_to_restore(backup)
    dialog = scene.dialog
    assert dialog.focusWidget() is dialog.out
    assert dialog.out.isDefault()
    scene.press(dialog, Qt.Key.Key_Return)
    assert not scene.dialogs()
    assert restored == []


def test_what_is_no_backup_is_refused(scene: Stage, tmp_path: Path) -> None:
    section = open_settings(scene, "database").database
    wrong = tmp_path / "notes.db"
    wrong.write_text("no database")
    section.ask_whether_to_restore(wrong)
    scene.click(scene.dialog.verb)
    assert scene.failures[0].refusal is not None


def test_another_database_is_opened_and_a_new_one_made(scene: Stage, tmp_path: Path) -> None:
    section = open_settings(scene, "database").database
    chosen: list[str] = []
    scene.context.open_database = chosen.append
    scene.click(section.other)
    pick(scene, tmp_path / "other.db")
    scene.click(section.new)
    pick(scene, tmp_path / "new.db")
    scene.until(lambda: len(chosen) == 2)
    assert chosen == [str(tmp_path / "other.db"), str(tmp_path / "new.db")]
    open_workplace(tmp_path / "new.db", backup=False).database.close()
    scene.click(section.own)
    assert chosen[-1] == ""


def test_the_self_test_shows_what_it_looked_at(scene: Stage) -> None:
    section = open_settings(scene, "database").database
    scene.click(section.test)
    scene.until(section.test.isEnabled)
    assert len(section.checks.findChildren(QLabel)) >= 8
    wrong = CheckResult("self-test-schema", passed=False, values={"why": "broken"})
    section.checks.show_results((wrong,))
    scene.settle()
    (line,) = [one for one in section.checks.findChildren(QLabel) if one.isVisible()]
    assert line.property("tone") == "danger"
    section._fail_test(Failure("Self-test", ValueError("x"), ""))
    assert section.test.isEnabled()
    assert len(scene.failures) == 1


@pytest.mark.parametrize("language", list(Language))
def test_every_rule_says_where_it_comes_from(stage: Callable[..., Stage], language: Language) -> None:
    scene = stage(language=language)
    rules = list_rules(scene.context)
    assert {group: len(lines) > 0 for group, lines in rules.items()} == dict.fromkeys(rules, True)
    for group, lines in rules.items():
        for one in lines:
            assert one.name
            assert one.kind
            if group != "fields":
                assert one.origin, one.code
                assert one.verified in {True, False}


def test_rules_are_searched_in_all_kinds(scene: Stage) -> None:
    page = open_settings(scene, "rules")
    assert scene.shell.head.search.isVisible()
    section = page.rules
    section.table.selectRow(0)
    assert "Definition" in words(section.facts)
    scene.shell.head.search.setText("two years in a row above")
    scene.until(lambda: section.groups.key == "limits")
    assert section.model.rowCount() >= 1
    assert scene.shell.foot.count.text() == "1 rule"
    scene.shell.head.search.setText("qqqq")
    scene.until(section.none.widget.isVisible)
    assert section.title.text() == ""
    scene.press(scene.shell.head.search, Qt.Key.Key_Escape)
    scene.until(section.table.isVisible)
    scene.press(scene.shell.head.search, Qt.Key.Key_Escape)
    assert section.table.hasFocus()
    section.groups.chosen.emit("forms")
    page.focus_content()
    assert section.table.hasFocus()


def test_a_rule_to_be_checked_is_marked(scene: Stage) -> None:
    section = open_settings(scene, "rules").rules
    marks = {section.model.cell(row, 2).text for row in range(section.model.rowCount())}
    section.groups.choose("limits")
    section.groups.chosen.emit("limits")
    marks |= {section.model.cell(row, 2).text for row in range(section.model.rowCount())}
    assert marks == {"Checked", "To be checked"}


def test_a_limit_is_changed_marked_taken_back_and_restored(scene: Stage) -> None:
    section = open_settings(scene, "rules").rules
    assert not section.change.isVisible()
    section.groups._choose("limits")
    codes = [section.model.cell(row, 4).text for row in range(section.model.rowCount())]
    row = codes.index("filing_days")
    section.table.selectRow(row)
    assert not section.restore.isVisible()

    def change(days: str) -> None:
        scene.click(section.change)
        sheet = scene.dialog.sheet
        assert isinstance(sheet, FormSheet)
        sheet.form.rows["filing_days.limit"].entry.put_text(days)
        scene.click(scene.dialog.verb)

    def shown() -> str:
        return section.model.cell(row, 1).text

    change("20")
    assert scene.notice.startswith("Changed: ")
    assert shown() == "20 days (changed)"
    assert "originally 15 days  tester  2026-11-20" in words(section.facts)
    assert section.table.currentIndex().row() == row
    scene.click(scene.shell.notice_bar.action)
    assert scene.notice.startswith("Undone: ")
    assert shown() == "15 days"
    change("15")
    assert scene.notice == "Nothing has changed."
    change("20")
    scene.click(section.restore)
    assert scene.notice.endswith("has been reset to the built-in value")
    assert shown() == "15 days"
    assert not section.restore.isVisible()


def test_the_users_own_rules_have_a_place(
    scene: Stage, opened: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "user_resources", lambda: tmp_path / "own")
    section = open_settings(scene, "rules").rules
    scene.click(section.folder)
    assert opened == [str(tmp_path / "own")]
    assert "indicators.toml" in section.file.text()
    (tmp_path / "own" / "codes.toml").write_text("")
    section.groups.choose("codes")
    section.groups.chosen.emit("codes")
    assert section.file.text().startswith("Your own rules:")


def test_about_names_version_licence_and_the_work_of_others(
    scene: Stage, opened: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "user_logs", lambda: tmp_path / "logs")
    page = open_settings(scene, "about")
    told = words(page.about)
    for expected in (__version__, "Apache-2.0", "PySide6-Essentials", "SQLAlchemy", "LGPL-3.0"):
        assert expected in told
    scene.click(page.about.copy)
    assert f"Version\t{__version__}" in QGuiApplication.clipboard().text()
    scene.click(page.about.logs)
    assert opened == [str(tmp_path / "logs")]
    page.refresh()
    page.focus_content()
    assert page.button("about").hasFocus()


@pytest.mark.parametrize(
    ("size", "text"), [(12_345, "12 kB"), (4_600_000, "4.6 MB"), (2_000_000_000, "2,000.0 MB")]
)
def test_a_size_is_said_as_people_say_it(size: int, text: str) -> None:
    assert size_text(size) == text
