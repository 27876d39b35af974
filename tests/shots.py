"""Draws every page in both languages, light and dark, at the sizes of real screens: `python -m tests.shots [FOLDER]`.

Over the demo's data, at its own day, without a display; each scale is a process of its own, as Qt reads it at start.
`python -m tests.shots --manual` draws those of the manual, see `tests/manual_pictures.py`, and `--golden` those that a
test compares, see `tests/golden_pictures.py`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from unittest.mock import patch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication, QWidget

    from crm.app import Program
    from crm.domain.wording import Language
    from crm.services.library import Library
    from crm.services.operation import Workplace
    from crm.ui.main_window import MainWindow
    from crm.ui.page import Page
    from crm.ui.pages.tenants.page import TenantsPage
    from crm.ui.tasks import Failure
    from crm.ui.theme.tokens import Look
    from crm.ui.window import Window

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "shots"
MANUAL = ROOT / "docs" / "manual" / "pictures"
_Page = TypeVar("_Page")
USER = "林静"
DAY = date(2026, 11, 20)
MOMENT = datetime(2026, 11, 20, 9, 5, tzinfo=timezone(timedelta(hours=8)))
"""When the first thing in the demo was done: no picture shows the time at which it was drawn."""
DATA_HOME = "/home/linjing/.local/share"
"""Only shown, never there: a picture tells nothing of the machine that drew it."""
TENANT = 78
"""Whose page is drawn: one in incubation with figures, a lease, titles and rights of its own."""
FORM, PERIOD, TOTAL, DETAIL = "zone-quarterly", "2026Q3", "E19", "在孵企业明细!O31"
PASTED = (
    "118.20\t13.1\t0\t15.2\t4.6\n61.4\t-3.3\t0\t8.9\t2.2\n95\t6.1\t0\t待核\t2.9\n388\t45\t52.8\t35.1\t10.5\n"
)
REGISTER = (
    ("序号", "企业编号", "企业名称", "统一社会信用代码", "孵化状态", "入驻日期", "技术领域", "电话", "面积", "备注"),
    (1, "ZC4-2020007", "山西云矩信息工程有限公司", "", "跟踪", "2020-06-25", "电子信息", "0354-5550107", "", ""),
    (2, "ZC4-2026002", "山西凌砚氢能科技有限公司", "", "加速", "2026-02-25", "新能源", "5550108", "218.2", ""),
    (3, "ZC4-2026099", "晋汾新月测控有限公司", "91140799MA0000000X", "在孵", "2026-03-01", "先进制造", "", "120", ""),
    (4, "", "", "", "", "", "", "", "", ""),
    (5, "ZC4-2026101", "晋汾青禾数据有限公司", "", "意向", "", "电子信息", "0354-5550109", "88.5", "待评审"),
    (6, "", "", "", "在孵", "", "", "", "64", "缺名称"),
    ("合计", "", "", "", "", "", "", "", "490.7", ""),
)  # fmt: skip


class Screen(NamedTuple):
    """A screen: its name, logical size, and pixels a logical pixel."""

    name: str
    width: int
    height: int
    scale: str


SCREENS = (
    Screen("1366x768", 1366, 728, "1"),
    Screen("1366x768@1.25", 1093, 582, "1.25"),
    Screen("1920x1080", 1920, 1040, "1"),
    Screen("2732x1456@2", 1366, 728, "2"),
)


def main(arguments: list[str]) -> int:
    """Build the demo, draw every screen, say where the pictures are."""
    if arguments[:1] == ["--golden"]:
        from tests.golden_pictures import redraw

        return redraw()
    if arguments[:1] == ["--draw"]:
        return draw(Path(arguments[1]), Path(arguments[2]), arguments[3])
    is_manual = arguments[:1] == ["--manual"]
    given = arguments[1:] if is_manual else arguments
    if given and given[0].startswith("-"):
        print("usage: tasks.py shots [FOLDER | --manual [FOLDER] | --golden]")
        return 2
    folder = Path(given[0]) if given else (MANUAL if is_manual else FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        database = Path(scratch) / "demo.db"
        build(database)
        numbers = ("manual",) if is_manual else tuple(map(str, range(len(SCREENS))))
        with ThreadPoolExecutor(os.cpu_count()) as pool:  # each only waits for a process of its own
            statuses = list(pool.map(lambda number: order(database, folder, number), numbers))
    if any(statuses):
        return 1
    print(f"{len(list(folder.rglob('*.png')))} pictures in {folder}")
    return 0


def order(database: Path, folder: Path, number: str) -> int:
    """Have a process draw the screen with this *number*, or the manual; its exit code."""
    screen = SCREENS[0 if number == "manual" else int(number)]
    own = database.parent / number
    own.mkdir()
    shutil.copy(database, own)  # what one screen leaves in it is not in the pictures of another
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "QT_SCALE_FACTOR": screen.scale,
        "QT_LOGGING_RULES": "qt.qpa.*=false",
        "XDG_CONFIG_HOME": str(own),
        "XDG_DATA_HOME": DATA_HOME,
        "TZ": "Asia/Shanghai",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "tests.shots", "--draw", str(own / database.name), str(folder), number]
    return subprocess.run(command, check=False, env=environment).returncode


def build(database: Path) -> None:
    """The demo in a database of its own, one filing frozen in it, and a morning's work done after that."""
    from crm.domain.period import Period
    from crm.services.demo import build_demo
    from crm.services.filings import build_filing
    from crm.services.freezing import freeze_filing
    from crm.services.library import Library
    from crm.services.upkeep import open_workplace

    library = Library.load()
    minutes = count(step=7)
    workplace = open_workplace(
        database, today=DAY, user=USER, clock=lambda: MOMENT + timedelta(minutes=next(minutes))
    )
    build_demo(workplace, library)
    filing = build_filing(workplace, library, FORM, Period.parse("2026Q2"))
    freeze_filing(workplace, library, filing, reason="已逐项核对")
    work_on(workplace, library)
    workplace.database.close()


def work_on(workplace: Workplace, library: Library) -> None:
    """What somebody does with a tenant: a filed figure corrected, its record changed, two notes."""
    from crm.domain.period import Period
    from crm.services.figures import Figure
    from crm.services.notes import NoteText, add_note
    from crm.services.tenant_file import change_figure
    from crm.services.tenants import change_tenant, get_tenant

    profile, period = get_tenant(workplace, library, TENANT), Period.parse("2026Q2")
    seen = next(
        one.value for one in profile.figures if (one.indicator, one.period) == ("total_income", period)
    )
    figure = Figure(TENANT, "total_income", period, seen + 1_234_500)
    change_figure(workplace, library, figure, seen=seen, reason="企业来函更正")
    changed = {"contact": "樊予宁", "phone": "13800000078", "website": "www.lindu.example"}
    known = {code: profile.fields.get(code) for code in changed}
    change_tenant(workplace, library, TENANT, changed, seen=known)
    meeting = NoteText("visit", date(2026, 11, 12), "走访车间，新增一条菌包生产线，四季度预计新招 6 人")
    add_note(workplace, TENANT, meeting)
    call = NoteText("call", date(2026, 11, 18), "联系续租事宜，企业希望增加半层", date(2026, 11, 23))
    add_note(workplace, TENANT, call)


def draw(database: Path, folder: Path, number: str) -> int:
    """Draw all pages on the screen with this *number*, or those of the manual on the first."""
    from PySide6.QtWidgets import QApplication

    from crm.domain.wording import Language
    from crm.ui.theme.tokens import Look
    from tests.manual_pictures import Album

    album = Album(folder) if number == "manual" else None
    screen = SCREENS[0 if album else int(number)]
    application = QApplication([])
    for language in Language:
        for look in (Look.LIGHT,) if album else (Look.LIGHT, Look.DARK):
            failures: list[Failure] = []
            with opened(application, database, screen, (language, look), failures) as program:
                for name, picture in scenes(program):
                    if picture.focusWidget() is not None:  # a closed dialog leaves no window active here
                        picture.activateWindow()
                        application.processEvents()
                    if album:
                        album.take(name, picture, language=language.value)
                        continue
                    file = folder / f"{name}-{language.value}-{look.value}-{screen.name}.png"
                    picture.grab().save(str(file))
            if failures:
                return 1
    return album.tell_missing() if album else 0


@contextmanager
def opened(
    application: QApplication,
    database: Path,
    screen: Screen,
    manner: tuple[Language, Look],
    failures: list[Failure],
) -> Iterator[Program]:
    """The program on a screen, in a language and a look; what fails in it is told and noted in *failures*."""
    from crm.app import Program, Wishes

    begun: list[Program] = []
    program = Program(application, Wishes(database, DAY, USER, *manner), ready=begun.append)
    program.open_window()
    while not begun:
        application.processEvents()
    assert program._tasks is not None
    program._tasks.failed.connect(failures.append)
    window = program.window
    assert window is not None
    window.resize(screen.width, screen.height)
    yield program
    for failure in failures:
        print(failure.report, file=sys.stderr)
    window.hide()
    program.close()
    window.deleteLater()


def scenes(program: Program) -> Iterator[tuple[str, QWidget]]:
    """The pages one after the other, each as it looks in use."""
    yield from workbench_scenes(program)
    yield from tenants_scenes(program)
    yield from board_scenes(program)
    yield from figures_scenes(program)
    yield from filings_scenes(program)
    yield from forms_scenes(program)
    yield from family_scenes(program)
    yield from imports_scenes(program)
    yield from history_scenes(program)
    yield from settings_scenes(program)
    yield from refused_scenes(program)
    yield from help_scenes(program)


def rest(program: Program) -> None:
    """Wait for the answers of what was just asked for."""
    from tests.support.quiet import come_to_rest

    assert program._tasks is not None
    come_to_rest(window_of(program), program._tasks)


def shell_of(program: Program) -> MainWindow:
    """The shell, which is there once the program is open."""
    assert program.shell is not None
    return program.shell


def window_of(program: Program) -> Window:
    """The window, which is there once the program is open."""
    assert program.window is not None
    return program.window


def visit(program: Program, name: str, kind: type[_Page]) -> _Page:
    """Go to a page, and wait until it is there."""
    shell = shell_of(program)
    shell.go(name)
    rest(program)
    page: Page | None = shell.page
    assert isinstance(page, kind)
    return page


def workbench_scenes(program: Program) -> Iterator[tuple[str, QWidget]]:
    """The workbench, its lower half, and a chart shown as a table."""
    from crm.ui.pages.workbench.page import WorkbenchPage

    page = visit(program, "workbench", WorkbenchPage)
    window = window_of(program)
    yield "workbench", window
    page.income.toggle.setChecked(True)
    yield "workbench-table", window
    page.income.toggle.setChecked(False)
    bar = page.canvas.verticalScrollBar()
    bar.setValue(bar.maximum())
    rest(program)
    yield "workbench-below", window
    bar.setValue(0)


def tenants_scenes(program: Program) -> Iterator[tuple[str, QWidget]]:
    """The list, a tenant in detail, a stage to be changed, and a search without hits."""
    from crm.ui.ask import AskDialog
    from crm.ui.pages.tenants.page import TenantsPage

    page = visit(program, "tenants", TenantsPage)
    shell, window = shell_of(program), window_of(program)
    page.table.selectRow(2)
    page.table.setFocus()
    rest(program)
    yield "tenants", window
    page.drawer.set_open(True)
    rest(program)
    yield "tenant", window
    page.pane.area.verticalScrollBar().setValue(520)
    yield "tenant-below", window
    shell.actions_table["tenant.stage"].trigger()
    rest(program)
    (dialog,) = [one for one in shell.findChildren(AskDialog) if one.isVisible()]
    yield "change-stage", dialog
    dialog.reject()
    page.drawer.set_open(False)
    yield from tenant_page_scenes(program, page)
    shell.head.search.setText("zzzz")
    rest(program)
    yield "tenants-no-hits", window
    shell.head.search.setText("")
    rest(program)


def tenant_page_scenes(program: Program, page: TenantsPage) -> Iterator[tuple[str, QWidget]]:
    """The page of one tenant, tab by tab, and its record in the editor."""
    window = window_of(program)
    page.open_detail(TENANT)
    rest(program)
    for tab, name in (
        (0, "overview"),
        (1, "record"),
        (2, "figures"),
        (3, "contracts"),
        (5, "notes"),
        (6, "journal"),
    ):
        page.detail.tabs.setCurrentIndex(tab)
        rest(program)
        yield f"tenant-page-{name}", window
    page.detail.edit()
    rest(program)
    yield "tenant-edit", window
    page.detail.go_back()
    page.show_list()


def board_scenes(program: Program) -> Iterator[tuple[str, QWidget]]:
    """The stages as a board, a card chosen."""
    shell, window = shell_of(program), window_of(program)
    shell.go("board")
    rest(program)
    assert shell.page is not None
    shell.page.focus_content()
    rest(program)
    yield "board", window


def figures_scenes(program: Program) -> Iterator[tuple[str, QWidget]]:
    """Figures as they are reported, and of the running quarter a pasted block with an error and a warning."""
    from PySide6.QtGui import QGuiApplication

    from crm.ui.ask import LeaveDialog
    from crm.ui.pages.figures.page import FiguresPage

    page = visit(program, "figures", FiguresPage)
    shell, window = shell_of(program), window_of(program)
    page.focus_content()
    rest(program)
    yield "figures", window
    shell.actions_table["figures.later"].trigger()
    rest(program)
    page.grid.go_to(0, page.model.codes.index("total_income") + 1)
    QGuiApplication.clipboard().setText(PASTED)
    page.grid.paste_asked.emit()
    rest(program)
    page.grid.go_to(2, page.model.codes.index("rd_expenditure") + 1)
    rest(program)
    yield "figures-entry", window
    shell.go("board")
    (dialog,) = [one for one in shell.findChildren(LeaveDialog) if one.isVisible()]
    yield "figures-leave", dialog
    dialog.discard.click()
    rest(program)


def filings_scenes(program: Program) -> Iterator[tuple[str, QWidget]]:
    """A filing before and after it is built, a figure explained, a frozen filing, the print preview."""
    from crm.ui.ask import PanelDialog
    from crm.ui.pages.filings.page import FilingsPage

    page = visit(program, "filings", FilingsPage)
    shell, window = shell_of(program), window_of(program)
    page.form.choose(FORM)
    page.form.picked.emit(FORM)
    rest(program)
    yield "filings-start", window
    page.period.choose(PERIOD)
    page.period.picked.emit(PERIOD)
    rest(program)
    page.pane.checks.table.selectRow(1)
    rest(program)
    yield "filings", window
    page.desk.go_to(TOTAL)
    page.sheet.asked.emit(*page.sheet.current)
    rest(program)
    yield "filings-figure", window
    page.desk.go_to(DETAIL)
    rest(program)
    yield "filings-detail", window
    page.pane.side.chosen.emit("frozen")
    rest(program)
    yield "filings-frozen", window
    page.print_page()
    rest(program)
    (dialog,) = [one for one in shell.findChildren(PanelDialog) if one.isVisible()]
    yield "print-preview", dialog
    dialog.close()


def forms_scenes(program: Program) -> Iterator[tuple[str, QWidget]]:
    """The forms; a blank in the binder, at a place that is left to decide; what a new one is called."""
    from crm.ui.ask import AskDialog
    from crm.ui.pages.forms.page import FormsPage

    page = visit(program, "forms", FormsPage)
    shell, window = shell_of(program), window_of(program)
    yield "forms", window
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "2026年季报空白表.xlsx"
        path.write_bytes((ROOT / "resources/forms/zone/quarterly/2025/template.xlsx").read_bytes())
        page.deeds.open_blank(path)
        rest(program)
    page.binder.sheet.go_to(f"综合情况!{TOTAL}")
    page.binder.panel.decided.emit(f"综合情况!{TOTAL}", "net_profit")
    page.binder.sheet.go_to("综合情况!E20")
    rest(program)
    yield "forms-binder", window
    page.binder.ask_check("")
    rest(program)
    (dialog,) = [one for one in shell.findChildren(AskDialog) if one.isVisible()]
    yield "forms-check", dialog
    dialog.reject()
    shell.actions_table["template.save"].trigger()
    rest(program)
    (dialog,) = [one for one in shell.findChildren(AskDialog) if one.isVisible()]
    yield "forms-keep", dialog
    dialog.reject()
    page._give_up()
    rest(program)


def imports_scenes(program: Program) -> Iterator[tuple[str, QWidget]]:
    """An import step by step, up to its preview."""
    from crm.ui.pages.imports.page import ImportsPage
    from crm.ui.pages.imports.step_list import Step

    page = visit(program, "imports", ImportsPage)
    window = window_of(program)
    yield "import-start", window
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "2026企业台账.csv"
        path.write_text("\n".join(",".join(map(str, row)) for row in REGISTER), "utf-8-sig")
        page.open_file(path)
        rest(program)
        yield "import-header", window
        page.go_to(Step.COLUMNS)
        rest(program)
        yield "import-columns", window
        page.go_to(Step.CHECK)
        rest(program)
        page.check_step.chips.choose("all")
        page.check_step.show_rows("all")
        page.check_step.table.horizontalScrollBar().setValue(0)
        rest(program)
        yield "import-check", window
        page.check_step.chips.choose("notes")
        page.check_step.show_rows("notes")
        rest(program)
        yield "import-notes", window
    page.start_again()
    rest(program)


def family_scenes(program: Program) -> Iterator[tuple[str, QWidget]]:
    """The pages that share an item of the rail with another."""
    shell, window = shell_of(program), window_of(program)
    for page, scene in (
        ("operator", "own-figures"),
        ("people", "people"),
        ("events", "events"),
        ("rehearsal", "rehearsal"),
        ("brief", "brief"),
    ):
        shell.go(page)
        rest(program)
        rest(program)
        yield scene, window


def history_scenes(program: Program) -> Iterator[tuple[str, QWidget]]:
    """What was done; of one operation, what it changed."""
    from crm.ui.pages.history.page import HistoryPage

    page = visit(program, "history", HistoryPage)
    window = window_of(program)
    page.list.choose_row(min(2, page.list.record_count - 1))
    rest(program)
    rest(program)
    yield "history", window


def settings_scenes(program: Program) -> Iterator[tuple[str, QWidget]]:
    """The sections of the settings whose words do not depend on the machine."""
    from crm.ui.pages.settings.page import SettingsPage

    page = visit(program, "settings", SettingsPage)
    window = window_of(program)
    for section in ("look", "rules", "directory"):
        page.show_section(section)
        rest(program)
        yield f"settings-{section}", window
    page.show_section("look")


def refused_scenes(program: Program) -> Iterator[tuple[str, QWidget]]:
    """What a page says that could not be read, and the import of a file that is none."""
    from crm.domain.errors import RuleError
    from crm.ui.pages.imports.page import ImportsPage

    shell, window = shell_of(program), window_of(program)
    damaged = RuleError("database-damaged", database=f"{DATA_HOME}/incubator-crm/incubator.db")
    shell.go("board")
    with patch("crm.ui.pages.board.page.get_board", side_effect=damaged):
        shell.actions_table["refresh"].trigger()
        rest(program)
        yield "unread", window
    shell.actions_table["refresh"].trigger()
    page = visit(program, "imports", ImportsPage)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "2026企业台账.xlsx"
        path.write_bytes(b"PK\x03\x04" + bytes(200))
        page.open_file(path)
        rest(program)
    yield "import-refused", window
    page.start_again()
    rest(program)


def help_scenes(program: Program) -> Iterator[tuple[str, QWidget]]:
    """The first run, the help of a page, and all shortcuts."""
    from crm.ui.ask import PanelDialog

    shell, window = shell_of(program), window_of(program)
    shell.go("workbench")
    shell.actions_table["help"].trigger()
    rest(program)
    yield "help", window
    shell.actions_table["help"].trigger()
    shell.open_shortcuts()
    rest(program)
    (dialog,) = [one for one in shell.findChildren(PanelDialog) if one.isVisible()]
    yield "shortcuts", dialog
    dialog.close()
    shell.go("welcome")
    rest(program)
    yield "welcome", window


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
