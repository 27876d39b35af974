"""The workbench: figures that open exactly what they count, charts, what needs doing, in both languages and looks."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from crm.domain.period import Period
from crm.domain.wording import Language
from crm.filings.approval import FilingState, Step, StepKind
from crm.services.approval import submit_filing
from crm.services.duties import DutyKind, Urgency, Waiting
from crm.services.figures import Figure, put_figures
from crm.services.filings import build_filing
from crm.services.freezing import freeze_filing
from crm.services.notes import NoteText, add_note
from crm.services.tenants import TenantQuery, list_tenant_ids
from crm.services.workbench import read_workbench
from crm.ui.ask import ReportDialog
from crm.ui.filing_place import FilingPlace
from crm.ui.pages.workbench.book import make_book
from crm.ui.pages.workbench.duty_list import shortened
from crm.ui.pages.workbench.paper import make_document
from crm.ui.pages.workbench.waiting_words import waiting_text
from crm.ui.printing.documents import FiguresSection, PicturesSection, TableSection
from crm.ui.theme.tokens import Look

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from crm.services.workbench import Workbench
    from crm.ui.pages.workbench.page import WorkbenchPage
    from crm.ui.theme.theme import Theme
    from tests.ui.stage import Stage

Q3, MONTH = Period.parse("2026Q3"), Period.parse("2026-10")
SUBMITTED, CHECKED, APPROVED, RETURNED = (
    Step(place, kind, name, "somebody", "2026-11-19T08:00:00Z", note="漏一家")
    for place, (kind, name) in enumerate(zip(StepKind, ("柳填表", "许审核", "沈负责", "沈负责"), strict=True))
)


class Shown:
    """What the page asked the window to show."""

    def __init__(self, scene: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
        self.scene = scene
        self.queries: list[TenantQuery] = []
        self.records: list[tuple[str, int | None]] = []
        self.filings: list[FilingPlace] = []
        monkeypatch.setattr(scene.context, "show", self._show)
        monkeypatch.setattr(scene.context, "go", lambda page, record: self.records.append((page, record)))

    def _show(self, page: str, query: object) -> None:
        if isinstance(query, FilingPlace):
            assert page == "filings"
            self.filings.append(query)
            return
        assert page == "tenants"
        assert isinstance(query, TenantQuery)
        self.queries.append(query)

    @property
    def count(self) -> int:
        """How many tenants the list shown last has."""
        return len(list_tenant_ids(self.scene.workplace, self.queries[-1]))

    @property
    def label(self) -> str:
        return self.queries[-1].label


@pytest.fixture
def scene(stage: Callable[..., Stage]) -> Stage:
    return stage(demo=True)


@pytest.fixture
def page(scene: Stage) -> WorkbenchPage:
    return scene.workbench


def test_every_card_opens_the_list_it_counts(
    scene: Stage, page: WorkbenchPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = Shown(scene, monkeypatch)
    assert page.board is not None
    for card, figure in zip(page.cards, page.board.figures, strict=True):
        scene.click(card)
        assert shown.count == figure.tenants
        assert shown.label.endswith("2026Q3")
        if figure.unit.code == "enterprise":
            assert card.says.figure == str(shown.count)
    income = page.cards[2]
    assert income.missing.text() == "3 missing"
    scene.click(income.missing)
    assert shown.count == 3
    assert "not reported" in shown.label


def test_the_list_that_opens_has_exactly_that_many_rows(scene: Stage, page: WorkbenchPage) -> None:
    assert page.board is not None
    for place, figure in enumerate(page.board.figures):
        scene.shell.go("workbench")
        scene.settle()
        scene.click(page.cards[place])
        assert scene.tenants.model.rowCount() == figure.tenants, figure.code


def test_leaving_does_not_keep_the_readers_and_coming_back_reads_again(
    scene: Stage, page: WorkbenchPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.refresh()
    scene.shell.go("tenants")
    scene.settle()
    read: list[Period] = []

    def count(*given: Any, **named: Any) -> Workbench:  # noqa: ANN401 - handed on
        read.append(given[2])
        return read_workbench(*given, **named)

    monkeypatch.setattr("crm.ui.pages.workbench.page.read_workbench", count)
    scene.shell.go("workbench")
    scene.settle()
    assert read == [Q3]
    scene.shell.go("tenants")
    scene.shell.go("workbench")
    scene.settle()
    assert read == [Q3], "nothing was written meanwhile"


def test_cards_can_be_opened_with_the_keyboard_and_are_told(
    scene: Stage, page: WorkbenchPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = Shown(scene, monkeypatch)
    page.focus_content()
    assert scene.window.focusWidget() is page.cards[0]
    scene.press(page.cards[0], Qt.Key.Key_Space)
    assert shown.count == 64
    assert page.cards[0].accessibleName() == "Incubating tenants: 64 tenants"
    assert page.cards[0].accessibleDescription() == "▲ +3. was 61. To be checked"
    assert "235,269,000 yuan" in page.cards[2].toolTip()


def test_the_money_of_a_card_is_the_years_income_in_ten_thousand_yuan(page: WorkbenchPage) -> None:
    assert page.board is not None
    income = page.board.figures[2]
    assert income.value == 23_526_902_305
    assert (page.cards[2].says.figure, page.cards[2].says.unit) == ("235.27", "million yuan")


def test_the_figures_of_charts_open_their_lists(
    scene: Stage, page: WorkbenchPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = Shown(scene, monkeypatch)
    assert page.board is not None
    for series, reported in ((0, 61), (1, 61)):
        page.income.picked.emit(7, series)
        scene.settle()
        assert shown.count == reported
    page.stages.picked.emit(2, 0)
    assert shown.count == page.board.slices[2].count == 57
    page.fields.picked.emit(0, 0)
    scene.settle()
    assert shown.count == page.board.fields[0].count
    page.buildings.picked.emit(2, 0)
    scene.settle()
    assert shown.count > 10
    assert shown.label == "C座 · 2026-09-30"


def test_another_period_can_be_picked_and_stepped_to(scene: Stage, page: WorkbenchPage) -> None:
    assert page.bar.period == Q3
    scene.click(page.bar.earlier)
    assert page.bar.period.code == "2026Q2"
    assert page.cards[0].says.figure == "64"
    scene.click(page.bar.later)
    scene.click(page.bar.later)
    assert page.bar.period.code == "2026Q4"
    assert not page.bar.later.isEnabled()
    assert "to date" in page.bar.picker.text()
    assert page.cards[3].says.figure == "—", "nobody has reported yet"
    scene.click(page.bar.picker)
    (menu,) = [one for one in page.findChildren(QMenu) if one.isVisible()]
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert len(texts) == 15
    menu.actions()[-1].trigger()
    menu.close()
    scene.settle()
    assert page.bar.period.code == "2023"
    assert not page.bar.earlier.isEnabled()
    assert page.board is not None
    assert page.board.periods[-1].code == "2023"


def test_duties_stand_in_groups_and_open_what_they_are_about(
    scene: Stage, page: WorkbenchPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = Shown(scene, monkeypatch)
    duties = page.duties.duties
    by_kind = {duty.kind: duty for duty in duties}
    assert {DutyKind.LEASE, DutyKind.STAY, DutyKind.FILING, DutyKind.CHECKS} <= set(by_kind)
    first = page.duties.list.rows[0]
    assert "overdue" in first.line.day
    assert first.line.tone == "danger"
    for row in page.duties.list.rows:
        assert row.accessibleName()
    scene.click(page.duties.lease_buttons[2])
    leases = [duty for duty in duties if duty.kind is DutyKind.LEASE]
    assert shown.count == len({duty.tenant_id for duty in leases})
    page.duties.opened.emit(by_kind[DutyKind.LEASE])
    filing, checks = by_kind[DutyKind.FILING], by_kind[DutyKind.CHECKS]
    page.duties.opened.emit(filing)
    page.duties.opened.emit(checks)
    assert shown.records == [("tenants", by_kind[DutyKind.LEASE].tenant_id)]
    assert [(one.form, one.period, one.side) for one in shown.filings] == [
        (filing.form, filing.period, ""),
        (checks.form, checks.period, "checks"),
    ]
    graduation = by_kind[DutyKind.GRADUATION]
    page.duties.opened.emit(graduation)
    assert shown.count == graduation.count
    assert shown.label == "May graduate"


def test_a_group_that_is_long_is_shown_in_full_on_demand(scene: Stage, page: WorkbenchPage) -> None:
    before = len(page.duties.list.rows)
    (more,) = [row for row in page.duties.list.rows if row.line.text.startswith("Show ")]
    scene.click(more)
    assert len(page.duties.list.rows) > before
    assert not [row for row in page.duties.list.rows if row.line.text.startswith("Show ")]


def test_the_list_of_duties_is_one_stop_and_walked_with_the_arrow_keys(
    scene: Stage, page: WorkbenchPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = Shown(scene, monkeypatch)
    rows = page.duties.list.rows
    scene.window.activateWindow()
    assert [row.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus for row in rows].count(
        True
    ) == 1
    rows[0].setFocus()
    for key, place in (
        (Qt.Key.Key_Down, 1),
        (Qt.Key.Key_Down, 2),
        (Qt.Key.Key_Up, 1),
        (Qt.Key.Key_End, len(rows) - 1),
        (Qt.Key.Key_Home, 0),
    ):
        QTest.keyClick(scene.window.focusWidget(), key)
        assert scene.window.focusWidget() is rows[place]
    QTest.keyClick(rows[0], Qt.Key.Key_Down)
    QTest.keyClick(rows[1], Qt.Key.Key_Return)
    assert len(shown.records) + len(shown.filings) == 1


def test_a_note_is_checked_off_and_can_be_taken_back(scene: Stage, page: WorkbenchPage) -> None:
    changes = add_note(
        scene.workplace, 97, NoteText("visit", date(2026, 11, 1), "送达续租通知", due_on=date(2026, 11, 20))
    )
    scene.hub.tell(changes)
    scene.settle()
    today = [duty for duty in page.duties.duties if duty.urgency(scene.workplace.today) is Urgency.TODAY]
    assert [duty.text for duty in today] == ["送达续租通知"]
    (row,) = [row for row in page.duties.list.rows if row.line.finish is not None]
    assert row.line.sub == "送达续租通知"
    scene.press(row, Qt.Key.Key_Space)
    assert scene.notice.startswith("Done: 送达续租通知")
    assert not [row for row in page.duties.list.rows if row.line.finish is not None]
    scene.click(scene.shell.notice_bar.action)
    scene.settle()
    (row,) = [row for row in page.duties.list.rows if row.line.finish is not None]
    QTest.mouseMove(row, row.check_room.center())
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=row.check_room.center())
    scene.settle()


def test_what_waits_for_this_user_stands_first_and_opens_the_filing_at_its_approval(
    scene: Stage, page: WorkbenchPage
) -> None:
    library, clerk = scene.context.library, replace(scene.workplace, user="clerk")
    filing = build_filing(clerk, library, "zone-quarterly", Q3)
    scene.hub.tell(submit_filing(clerk, library, filing, name="柳填表", reason="均已核实"))
    own = build_filing(scene.workplace, library, "zone-monthly", MONTH)
    scene.hub.tell(submit_filing(scene.workplace, library, own, name="许填表", reason="均已核实"))
    long_ago = Period.parse("2025Q1")
    frozen = build_filing(clerk, library, "zone-quarterly", long_ago)
    scene.hub.tell(freeze_filing(clerk, library, frozen, reason="上报"))
    tenant = next(one.tenant_id for one in frozen.built.cells() if one.tenant_id)
    figure = Figure(tenant, "total_income", long_ago, 7)
    scene.hub.tell(put_figures(clerk, library, [figure], reason="更正"))
    scene.settle()
    rows = page.duties.list.rows
    first, second = rows[:2]
    assert first.line.text.endswith("2026Q3")
    assert first.line.sub.startswith("Submitted by 柳填表 on ")
    assert first.line.sub.endswith("; to be checked or approved")
    assert (first.line.tone, first.line.day) == ("danger", "36 days overdue")
    assert second.line.sub.startswith("Version 1 is out of date: ")
    (others,) = [row for row in rows if row.line.sub.endswith("needs approval by someone else")]
    assert rows.index(others) > 4
    scene.click(first)
    filings = scene.filings
    assert (filings.form.key, filings.period.key) == ("zone-quarterly", "2026Q3")
    assert filings.pane.panels.currentWidget() is filings.pane.approval
    assert filings.pane.approval.progress is not None
    assert filings.pane.approval.progress.standing.steps[0].name == "柳填表"
    scene.shell.go("workbench")
    scene.settle()
    scene.click(page.duties.list.rows[1])
    assert filings.period.key == "2025Q1"
    assert filings.pane.panels.currentWidget() is filings.pane.frozen
    assert filings.pane.frozen.changes.model.rowCount() > 0
    gone = FilingPlace("gone", Q3, "checks")
    scene.shell.show_query("filings", gone)
    scene.settle()
    assert filings.pane.panels.currentWidget() is filings.pane.checks


@pytest.mark.parametrize(
    ("waiting", "told"),
    [
        (Waiting(FilingState.DRAFT, 1, is_yours=True, steps=(SUBMITTED,), fell=True), "it has changed since"),
        (
            Waiting(FilingState.DRAFT, 1, is_yours=True, steps=(SUBMITTED, RETURNED)),
            "Returned by 沈负责 on 2026-11-19: 漏一家",
        ),
        (Waiting(FilingState.CHECKED, 1, is_yours=True, steps=(SUBMITTED, CHECKED)), "checked by 许审核"),
        (
            Waiting(FilingState.APPROVED, 1, is_yours=True, steps=(SUBMITTED, APPROVED), own=True),
            "to be frozen",
        ),
    ],
)
def test_what_is_to_be_done_next_with_a_filing_is_said(waiting: Waiting, told: str) -> None:
    assert told in waiting_text(waiting)


def test_an_empty_house_is_told_to_import_first(
    stage: Callable[..., Stage], monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = stage()
    page = scene.workbench
    shown = Shown(scene, monkeypatch)
    assert page.stack.currentWidget() is page.state.widget
    assert not scene.shell.actions_table["workbench.export"].isEnabled()
    scene.click(page.state.button)
    assert shown.records == [("imports", None)]


def test_what_cannot_be_read_is_said_with_a_way_to_try_again(
    scene: Stage, page: WorkbenchPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> None:
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr("crm.ui.pages.workbench.page.read_workbench", fail)
        page.refresh()
        scene.settle()
        assert page.stack.currentWidget() is page.state.widget
        assert len(scene.failures) == 1
        for dialog in scene.shell.findChildren(ReportDialog):
            dialog.close()
    scene.click(page.state.button)
    assert page.stack.currentWidget() is page.canvas


@pytest.mark.parametrize(
    ("size", "beside", "columns"), [((1093, 582), 3, 3), ((1366, 728), 6, 3), ((1920, 1040), 6, 4)]
)
@pytest.mark.parametrize("language", list(Language))
def test_everything_fits_by_scrolling_down_only(
    stage: Callable[..., Stage], size: tuple[int, int], beside: int, columns: int, language: Language
) -> None:
    scene = stage(demo=True, size=size, language=language)
    page = scene.workbench
    body = page.canvas.widget()
    assert body is not None
    assert body.width() <= page.canvas.viewport().width()
    assert len({card.y() for card in page.cards}) == 6 // beside
    frames = page.canvas.frames
    lefts = {frame.x() for frame in frames.values()}
    assert len(lefts) == columns if columns == 3 else len(lefts) >= 4
    for card in page.cards:
        assert card.width() >= 150
    for frame in (page.income, page.stages, page.buildings, page.fields):
        assert frame.chart.height() >= frame.chart.minimumSizeHint().height()
    last = [frames[name].sizeHint().height() for name in ("buildings", "fields")]
    assert frames["fields"].height() == max(last), "many duties stretch no chart"


def test_both_languages_name_everything(stage: Callable[..., Stage]) -> None:
    scene = stage(demo=True, language=Language.EN)
    texts = [text for card in scene.workbench.cards for text in card.says]
    texts += [row.line.sub for row in scene.workbench.duties.list.rows]
    assert not [text for text in texts if any("一" <= character <= "鿿" for character in text)]


def test_the_dark_look_has_no_light_card(scene: Stage, page: WorkbenchPage, theme: Theme) -> None:
    theme.set_look(Look.DARK)
    try:
        image = page.grab().toImage()
        light = sum(
            image.pixelColor(x, y).lightness() > 250
            for x in range(0, image.width(), 5)
            for y in range(0, image.height(), 5)
        )
        assert light < 40
    finally:
        theme.set_look(Look.LIGHT)
    assert scene.failures == []


def test_every_stop_of_the_page_has_a_name_and_shows_where_the_keyboard_is(
    scene: Stage, page: WorkbenchPage
) -> None:
    stops = [
        part
        for part in page.findChildren(QWidget)
        if part.isVisible() and part.isEnabled() and part.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert len(stops) > 15
    scene.window.activateWindow()
    for part in stops:
        assert QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name), part
        part.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        seen = page.grab().toImage()
        stops[part is stops[0]].setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        assert page.grab().toImage() != seen, (type(part).__name__, part.accessibleName())


def test_the_export_has_the_figures_of_the_page(
    scene: Stage, page: WorkbenchPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed: list[str] = []

    def choose(**given: object) -> None:
        proposed.append(str(given["proposed"]))
        chosen = given["chosen"]
        assert callable(chosen)
        chosen(tmp_path / "out.xlsx")

    monkeypatch.setattr(scene.context.ask, "save_file", choose)
    scene.trigger("workbench.export")
    scene.settle()
    assert proposed == ["Workbench_2026Q3_20261120.xlsx"]
    book = load_workbook(io.BytesIO((tmp_path / "out.xlsx").read_bytes()))
    front, data = book.worksheets
    values = [front.cell(row, 2).value for row in range(5, 11)]
    assert values == [64, 4, 23526.9, 871, 44.45, 44]
    assert data["B9"].value == 9021.11
    assert scene.notice == "Saved as out.xlsx"
    assert front.title == "Workbench"
    assert page.board is not None
    made = make_book(scene.context, page.words, page.board)
    assert len(made.charts) == 4


def test_the_printed_page_has_figures_charts_and_duties(scene: Stage, page: WorkbenchPage) -> None:
    assert page.board is not None
    frames = (page.income, page.stages, page.buildings, page.fields)
    document = make_document(scene.context, page.words, page.board, frames, page.duties.duties)
    figures, pictures, duties = document.sections
    assert isinstance(figures, FiguresSection)
    assert isinstance(pictures, PicturesSection)
    assert isinstance(duties, TableSection)
    assert (figures.figures[0].value, figures.figures[0].unit) == ("64", "tenants")
    assert len(pictures.pictures) == 4
    assert len(duties.rows) == len(page.duties.duties)


def test_a_change_anywhere_is_shown_when_the_page_is_seen_again(scene: Stage, page: WorkbenchPage) -> None:
    before = page.duties.count
    scene.shell.go("imports")
    changes = add_note(
        scene.workplace, 97, NoteText("call", date(2026, 11, 1), "回电", due_on=date(2026, 11, 25))
    )
    scene.hub.tell(changes)
    scene.settle()
    assert page.duties.count == before
    scene.shell.go("workbench")
    scene.settle()
    assert page.duties.count == before + 1


def test_a_form_gives_way_to_its_period_where_there_is_little_room(qapp: QApplication) -> None:
    metrics = QFontMetrics(qapp.font())
    text = "Torch incubator summary form · 2025"
    assert shortened(text, metrics, metrics.horizontalAdvance(text)) == text
    cut = shortened(text, metrics, metrics.horizontalAdvance("Torch incubator · 2025"))
    assert cut.startswith("Torch incub")
    assert cut.endswith("… · 2025")
    assert shortened("晋汾寰度创意设计有限公司", metrics, 60).endswith("…")
