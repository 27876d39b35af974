"""预演: a rule set over the records, down to the record; its numbers changed, taken back and restored; ways out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crm.domain.changes import Changes
from crm.domain.period import Period
from crm.domain.wording import Language
from crm.excel.reader import open_workbook
from crm.filings.rehearsal.book import RuleBook
from crm.services.duties import DutyKind
from crm.services.rehearsal import rehearse
from crm.services.upkeep import open_workplace
from crm.ui.forms.sheet import FormSheet
from crm.ui.pages.rehearsal import paper
from crm.ui.pages.rehearsal.page import RehearsalPage
from crm.ui.pages.rehearsal.strip import told_of
from crm.ui.pages.settings.page import SettingsPage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from crm.services.library import Library
    from tests.ui.stage import Stage

SHANXI = "shanxi-comprehensive"
TOLD = Changes(1, "tenant-changed", frozenset({"tenants"}))


@pytest.fixture(autouse=True)
def _own(library: Library) -> Iterator[None]:
    yield
    for path in (*library.folders[-1].glob("rulesets/*"), *library.folders[-1].glob("rules.toml")):
        path.unlink()


def rehearsal(scene: Stage, name: str = SHANXI) -> RehearsalPage:
    scene.shell.show_query("rehearsal", name)
    scene.settle()
    page = scene.shell.page
    assert isinstance(page, RehearsalPage)
    return page


def column(page: RehearsalPage, number: int) -> list[str]:
    return [page.model.cell(row, number).text for row in range(page.model.rowCount())]


def choose(page: RehearsalPage, text: str) -> None:
    page.table.selectRow(next(row for row, one in enumerate(column(page, 0)) if one.startswith(text)))


def behind(page: RehearsalPage) -> list[list[str]]:
    model = page.panel.model
    return [
        [model.cell(row, place).text for place in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_where_nothing_can_be_assessed_yet_it_says_so(library: Library, tmp_path: Path) -> None:
    workplace = open_workplace(tmp_path / "empty.db")
    found = rehearse(workplace, library, "standard-level", Period.parse("2026Q3"))
    workplace.database.close()
    assert told_of(found) == "11 criteria cannot be assessed yet"


def test_the_note_stands_below_and_nothing_is_begun_that_cannot_be_ended_where_there_is_little_room(
    stage: Callable[..., Stage],
) -> None:
    scene = stage(demo=True)
    page = rehearsal(scene)
    strip = page.strip
    assert page.note.y() < page.chips.geometry().bottom(), "beside the lists"
    scene.context.theme.set_font_percent(125)
    scene.window.resize(1093, 614)
    scene.settle()
    assert page.note.y() > page.chips.geometry().bottom()
    assert page.note.height() <= 3 * page.note.fontMetrics().lineSpacing()
    for width in (1093, 2400):
        scene.window.resize(width, 614)
        scene.settle()
        assert strip.no_score.isHidden() or strip.no_score.shown() == strip.no_score.text()
    assert strip.no_score.isVisible()
    assert strip.bar.toolTip() == strip.no_score.text()
    scene.context.theme.set_font_percent(100)


def test_each_criterion_is_told_with_the_records_that_add_up_to_it_and_leads_to_its_tenants(
    stage: Callable[..., Stage],
) -> None:
    scene = stage(demo=True)
    page = rehearsal(scene)
    assert page.strip.told.text().startswith("10 of the 11 criteria")
    assert page.strip.after.text() == "13 must leave; then 10 of 11 are met"
    choose(page, "Incubating tenants")
    assert page.panel.value.text() == f"{len(behind(page))} tenants"
    assert page.panel.sum.text() == page.panel.value.text()
    choose(page, "Share of area")
    assert page.panel.verdict.text == "Not met"
    facts = page.panel.facts.findChildren(type(page.panel.sum))
    assert "99 m², with an unchanged denominator" in [one.text() for one in facts]
    choose(page, "Jobs at incubating")
    page.panel.parts._choose("1")
    assert page.panel.parts.keys == ("0", "1")
    choose(page, "Incubating tenants")
    scene.press(page.table, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.panel.table
    scene.press(page.panel.table, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is page.table
    page.panel.table.opened.emit(0)
    scene.settle()
    assert scene.shell.open_name == "tenants"
    scene.trigger("go.back")
    assert page.chips.key == "all"
    assert scene.shell.rail.button("filings").isChecked()


def test_who_could_be_counted_stands_first_behind_a_criterion_that_fails(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True)
    page = rehearsal(scene, "standard-level")
    assert page.chooser.state.isVisible()
    page.table.selectRow(0)
    assert column(page, 0)[0].startswith("Either: ")
    assert page.table.rowHeight(0) > page.table.rowHeight(5)  # a long name takes a second line
    assert "−3.94 points" in column(page, 5)
    needed, each = page.panel.hint.text().splitlines()
    assert needed == "3 more are needed; those marked ★ are closest."
    assert each.startswith("Each of them lacks: ")  # what all lack alike is said once
    marked = [one for one in behind(page) if one[0].startswith("★ ")]
    assert [len(one) for one in marked] == [1, 1, 1]
    unread = next(row for row, text in enumerate(column(page, 2)) if text == "to be checked")
    page.table.selectRow(unread)
    assert page.panel.unverified.isVisible()
    assert page.panel.verdict.text == "Not assessed"


def test_who_must_leave_is_named_with_the_reasons(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True)
    page = rehearsal(scene)
    page.chips._choose("leaving")
    assert page.model.rowCount() == 13
    assert set(column(page, 1)) <= {"Graduates", "Overstayed"}
    assert all("required)" in why or "enterprise" in why for why in column(page, 2))
    assert page.panel.tenant.isVisible()
    scene.click(page.panel.tenant)
    assert scene.shell.open_name == "tenants"


def test_tenants_are_listed_by_what_they_lack_and_sizes_by_class(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True)
    page = rehearsal(scene, "graduation")
    page.chips._choose("short")
    assert page.strip.after.text() == f"{page.model.rowCount()} are one condition short"
    assert len(behind(page)) == 4
    page.panel.table.opened.emit(0)  # a criterion leads nowhere
    scene.press(page.table, Qt.Key.Key_Return)
    assert scene.shell.open_name == "tenants"
    page = rehearsal(scene, "size")
    assert page.chips.keys == ("all", "large", "medium", "small", "micro", "unknown", "rules")
    page.chips._choose("large")
    assert page.state.text.text() == "No tenants in this group"
    scene.trigger("rehearsal.rules")
    assert page.chips.key == "rules"
    page.chips._choose("all")
    assert page.panel.tenant.isVisible()
    page = rehearsal(scene, "incubating")
    page.chips._choose("rules")
    assert any("; " in text for text in column(page, 1))
    page.table.selectRow(page.model.rowCount() - 1)


def test_another_day_is_rehearsed_and_a_change_of_the_records_is_seen(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True)
    page = rehearsal(scene)
    scene.trigger("rehearsal.earlier")
    assert page.chooser.about.text().endswith(" · as of 2026-09-30, annual figures for 2025")
    scene.trigger("rehearsal.later")
    assert page.chooser.about.text().endswith(" · figures for 2026Q3, annual figures for 2025")
    assert not scene.shell.actions_table["rehearsal.later"].isEnabled()
    page.chooser.step(-1)
    page.chooser.rule_set.choose("graduation")
    page.chooser.rule_set.picked.emit("graduation")
    scene.settle()
    assert "tenants meet it" in page.strip.told.text()
    scene.shell.go("tenants")
    scene.context.hub.tell(TOLD)
    scene.shell.go("rehearsal")
    scene.settle()
    scene.context.hub.tell(TOLD)
    scene.trigger("refresh")
    assert page.table.hasFocus()


def test_a_number_is_changed_with_its_source_taken_back_and_restored(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True)
    page = rehearsal(scene)
    scene.trigger("rehearsal.rules")
    choose(page, "Incubating tenants")
    scene.press(page.table, Qt.Key.Key_Return)
    sheet = scene.dialog.sheet
    assert isinstance(sheet, FormSheet)
    rows = sheet.form.rows
    rows["limit"].entry.put_text("viele")
    scene.click(scene.dialog.verb)
    assert rows["limit"].note.text().startswith('"viele" is not a number')
    rows["limit"].entry.put_text("70")
    rows["source"].entry.put_text("")
    scene.click(scene.dialog.verb)
    assert rows["source"].note.text().startswith("A number that is marked as checked needs its source")
    rows["source"].entry.put_text("Notice No. 1")
    scene.click(scene.dialog.verb)
    assert scene.notice == 'Changed "Incubating tenants" in the rule set'
    assert column(page, 3)[4].startswith("originally 30 tenants  tester  2026-11-20")
    assert "9 of the 11" in page.strip.told.text()
    scene.click(scene.shell.notice_bar.action)
    assert scene.notice.startswith("Undone")
    assert column(page, 3)[4] == ""
    scene.click(page.panel.change)
    sheet = scene.dialog.sheet
    assert isinstance(sheet, FormSheet)
    sheet.form.rows["limit"].entry.put_text("70")
    scene.click(scene.dialog.verb)
    assert sheet.form.rows["source"].note.text().startswith("The value has changed but the source has not")
    sheet.form.rows["verified"].entry.show_value(value=False)
    scene.click(scene.dialog.verb)
    scene.click(page.panel.restore)
    assert scene.notice == '"Incubating tenants" has been reset to the built-in value'
    assert column(page, 3)[4] == ""


def test_what_is_only_yes_or_no_has_no_number_and_the_whole_rule_set_is_restored(
    stage: Callable[..., Stage],
) -> None:
    scene = stage(demo=True)
    page = rehearsal(scene)
    scene.trigger("rehearsal.rules")
    choose(page, "Statistics supplied")
    scene.click(page.panel.change)
    sheet = scene.dialog.sheet
    assert isinstance(sheet, FormSheet)
    assert "limit" not in sheet.form.rows
    sheet.form.rows["verified"].entry.show_value(value=False)
    scene.click(scene.dialog.verb)
    scene.click(page.panel.restore_all)
    assert scene.notice == '"Shanxi provincial incubator, comprehensive" has been reset to the built-in value'
    assert not page.panel.restore_all.isVisible()


def test_a_number_that_is_one_of_the_limits_is_changed_there_for_the_whole_program(
    stage: Callable[..., Stage],
) -> None:
    scene = stage(demo=True)
    page = rehearsal(scene, "residence")
    scene.trigger("rehearsal.rules")
    page.table.selectRow(0)
    scene.click(page.panel.change)
    sheet = scene.dialog.sheet
    assert isinstance(sheet, FormSheet)
    rows = sheet.form.rows
    months = rows["incubation_months.limit"].entry
    months.put_text("3.5")
    scene.click(scene.dialog.verb)
    assert rows["incubation_months.limit"].note.text().startswith('"3.5" cannot be a limit')
    months.put_text("36")
    rows["incubation_months.source"].entry.put_text("")
    scene.click(scene.dialog.verb)
    assert rows["incubation_months.source"].note.text().startswith("A number that is marked as checked")
    rows["incubation_months.source"].entry.put_text("Agreement, clause 7")
    scene.click(scene.dialog.verb)
    assert scene.notice == "Changed: Limits"
    assert column(page, 1) == ["≤ 60 months; ≤ 36 months"]
    assert column(page, 3)[0].startswith("originally 48 months  tester  2026-11-20")
    assert {one.code for one in scene.context.library.rules if one.edit is not None} == {"incubation_months"}
    stays = [one for one in scene.workbench.duties.duties if one.kind is DutyKind.STAY]
    assert {one.limit for one in stays} >= {36}, "the workbench reads again by the limit that holds now"
    page = rehearsal(scene, "residence")
    scene.click(page.panel.restore)
    assert column(page, 3) == [""]
    assert scene.context.library.rules["incubation_months"].limit == 48


def test_the_numbers_of_cases_and_of_sizes_are_changed_as_a_table(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True)
    page = rehearsal(scene, "size")
    page.chips._choose("rules")
    choose(page, "Retail")
    assert column(page, 1)[page.table.currentIndex().row()].startswith("Employees ≥ 300 / 50 / 10 persons")
    scene.press(page.table, Qt.Key.Key_Return)
    sheet = scene.dialog.sheet
    assert isinstance(sheet, FormSheet)
    rows = sheet.form.rows
    assert rows["number0"].caption.text() == "Employees, large from (persons)"
    rows["number0"].entry.put_text("40")
    rows["verified"].entry.show_value(value=False)
    scene.click(scene.dialog.verb)
    assert rows["number0"].note.text().startswith("The limits are out of order")
    rows["number0"].entry.put_text("350")
    scene.click(scene.dialog.verb)
    assert scene.notice == 'Changed "Retail" in the rule set'
    row = page.table.currentIndex().row()
    assert column(page, 1)[row].startswith("Employees ≥ 350 / 50 / 10 persons")
    assert column(page, 3)[row] == "tester  2026-11-20"
    scene.click(page.panel.restore)
    assert column(page, 3)[row] == ""
    page = rehearsal(scene, "high-tech")
    page.chips._choose("rules")
    choose(page, "R&D share of sales")
    scene.click(page.panel.change)
    sheet = scene.dialog.sheet
    assert isinstance(sheet, FormSheet)
    rows = sheet.form.rows
    assert rows["number2"].caption.text() == "All others: ≥ (%)"
    rows["number2"].entry.put_text("3.5")
    scene.click(scene.dialog.verb)
    row = page.table.currentIndex().row()
    assert column(page, 1)[row] == "≥ 5%; ≥ 4%; ≥ 3.5%"
    scene.click(page.panel.restore)
    assert column(page, 1)[row] == "≥ 5%; ≥ 4%; ≥ 3%"


def test_the_days_of_a_rule_set_are_asked_and_a_rule_set_out_of_force_is_no_longer_offered(
    stage: Callable[..., Stage],
) -> None:
    scene = stage(demo=True)
    page = rehearsal(scene)
    scene.trigger("rehearsal.rules")
    scene.click(page.panel.days)
    sheet = scene.dialog.sheet
    assert isinstance(sheet, FormSheet)
    sheet.form.rows["until"].entry.put_text("2020-01-01")
    scene.click(scene.dialog.verb)
    assert "is before the first" in sheet.form.rows["until"].note.text()
    sheet.form.rows["until"].entry.put_text("2026-06-30")
    scene.click(scene.dialog.verb)
    assert page.chooser.rule_set.key != SHANXI
    assert page.chooser.rule_set.findData(SHANXI) == -1


def test_a_rule_file_that_cannot_be_read_is_told_and_nothing_is_shown(
    stage: Callable[..., Stage], library: Library
) -> None:
    scene = stage(demo=True)
    page = rehearsal(scene)
    own = library.folders[-1] / "rulesets" / "shanxi-2024.toml"
    own.parent.mkdir(exist_ok=True)
    own.write_text("[criteria.area]\noperator = 'about'\n", encoding="utf-8")
    scene.trigger("refresh")
    assert "shanxi-2024.toml" in page.state.text.text()
    assert not scene.shell.actions_table["rehearsal.export"].isEnabled()
    page.print_page()
    page._tell(0)
    own.unlink()
    scene.click(page.state.button)
    assert page.model.rowCount() == 14
    page._show((RuleBook(()), None))
    assert page.state.text.text() == "No rule set is in force on this date"


def test_a_rehearsal_goes_out_as_a_workbook_and_on_paper(
    stage: Callable[..., Stage], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = stage(demo=True, language=Language.ZH)
    page = rehearsal(scene)
    path = tmp_path / "预演.xlsx"
    monkeypatch.setattr(scene.context.ask, "save_file", lambda **given: given["chosen"](path))
    scene.trigger("rehearsal.export")
    with open_workbook(path) as book:
        names = [book.read(place).name for place in range(4)]
        records = book.read(2).rows
        candidates = book.read(3).rows
    assert len(set(names)) == 4
    assert len([row for row in records if row[3] is not None]) > 100
    assert len(candidates) >= 1
    assert page._words is not None
    assert page._rehearsal is not None
    document = paper.rehearsal_document(scene.context, page._words, page._rehearsal)
    told = str(document)
    assert paper.no_score() in told
    assert told.count("TableSection") == 2
    page.print_page()
    scene.settle()


def test_the_settings_list_the_rule_sets_and_lead_to_one(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True)
    scene.shell.show_query("settings", "rules")
    scene.settle()
    settings = scene.shell.page
    assert isinstance(settings, SettingsPage)
    settings.rules.groups._choose("rulesets")
    scene.settle()
    row = next(
        row
        for row in range(settings.rules.model.rowCount())
        if settings.rules.model.cell(row, 4).text.startswith("national-professional")
    )
    settings.rules.table.selectRow(row)
    scene.click(settings.rules.rehearse)
    page = scene.shell.page
    assert isinstance(page, RehearsalPage)
    assert page.chooser.rule_set.key == "national-professional"


def test_every_rule_set_in_force_can_be_looked_at_down_to_each_line(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True)
    page = rehearsal(scene)
    offered = [str(page.chooser.rule_set.itemData(place)) for place in range(page.chooser.rule_set.count())]
    assert len(offered) == 12
    for name in offered:
        rehearsal(scene, name)
        assert page.chooser.rule_set.key == name
        for key in page.chips.keys:
            page.chips._choose(key)
            for row in range(min(page.model.rowCount(), 6)):
                page.table.selectRow(row)
                assert page.panel.title.text(), (name, key, row)
