"""Printing: lists, reports and workbooks on A4, previewed, saved as PDF whose text can be found again."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QDesktopServices, QFont, QImage, QPainter, QWheelEvent
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from crm import paths
from crm.excel.appearance import read_appearance
from crm.excel.fill import Block, Fill
from crm.excel.template import fill_template
from crm.ui.ask import PanelDialog
from crm.ui.printing import preview as module
from crm.ui.printing.documents import (
    Fact,
    FactsSection,
    FiguresSection,
    KeyFigure,
    ListDocument,
    Picture,
    PicturesSection,
    PrintColumn,
    ProfileDocument,
    TableSection,
    TextSection,
    WorkbookDocument,
)
from crm.ui.printing.flow import Flow, Imprint, wants_landscape
from crm.ui.printing.lines import Type
from crm.ui.printing.output import PrintRefused, page_image, put_on_printer, write_pdf
from crm.ui.printing.paper import Paper, margin_named
from crm.ui.printing.personal import has_personal
from crm.ui.printing.preview import Preview
from crm.ui.printing.printing import print_list, print_profile, print_workbook
from crm.ui.printing.tables import PaperTable
from crm.ui.printing.workbook_pages import WorkbookPages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from crm.ui.printing.paper import Pages
    from tests.ui.stage import Stage

pytestmark = pytest.mark.usefixtures("qapp")
IMPRINT = Imprint("2026-11-20 tester", "第 {page} 页 共 {count} 页")
COLUMNS = (
    PrintColumn("企业编号"),
    PrintColumn("企业名称"),
    PrintColumn("入驻日期"),
    PrintColumn("电话", personal=True),
    PrintColumn("营业收入（万元）", is_number=True),
)


def rows(count: int) -> list[tuple[str, ...]]:
    return [
        (
            f"ZC4-{place:04}",
            f"晋汾第{place}号长风科技有限公司",
            "2026-02-25",
            "13812345678",
            f"{place * 1234.5:,.2f}",
        )
        for place in range(count)
    ]


def listed(count: int = 100, **values: object) -> ListDocument:
    return ListDocument("企业列表", f"在孵 · {count} 家", COLUMNS, rows(count), **values)  # type: ignore[arg-type]


def texts_of(pdf: bytes, folder: Path) -> list[str]:
    """The text of each page, as another program reads it."""
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("poppler-utils is not installed: nothing else here reads the text of a PDF")
    file = folder / "pages.pdf"
    file.write_bytes(pdf)
    done = subprocess.run([reader, "-layout", str(file), "-"], capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def pdf_of(pages: Pages) -> bytes:
    return write_pdf(pages, title="t", report=lambda _done, _total: None)


def test_a_list_repeats_its_headings_and_numbers_its_pages(tmp_path: Path) -> None:
    flow = Flow(listed(), paper=Paper(), imprint=IMPRINT)
    pages = texts_of(pdf_of(flow), tmp_path)
    assert len(pages) == flow.count > 1
    for number, text in enumerate(pages, start=1):
        assert "企业编号" in text
        assert "营业收入（万元）" in text
        assert f"第{number}页共{flow.count}页" in text.replace(" ", "")
        assert "2026-11-20 tester" in text
        assert "企业列表" in text
    whole = "".join(pages)
    assert [f"ZC4-{place:04}" in whole for place in range(100)] == [True] * 100
    assert "在孵 · 100 家" in pages[0]
    assert "入驻日期" in whole  # not the radical that is drawn like 入


def test_the_fonts_are_in_the_pdf(tmp_path: Path) -> None:
    reader = shutil.which("pdffonts")
    if reader is None:
        pytest.skip("poppler-utils is not installed: nothing else here lists the fonts of a PDF")
    file = tmp_path / "fonts.pdf"
    file.write_bytes(pdf_of(Flow(listed(3), paper=Paper(), imprint=IMPRINT)))
    done = subprocess.run([reader, str(file)], capture_output=True, check=True)
    lines = done.stdout.decode().splitlines()[2:]
    assert lines
    for line in lines:
        embedded, subset, unicode = line.split()[-5:-2]
        assert (embedded, unicode) == ("yes", "yes")
        assert subset in {"yes", "no"}


def test_personal_data_are_masked_unless_asked_for(tmp_path: Path) -> None:
    masked = "".join(texts_of(pdf_of(Flow(listed(3), paper=Paper(), imprint=IMPRINT)), tmp_path))
    assert "138****5678" in masked
    assert "13812345678" not in masked
    shown = Flow(listed(3), paper=Paper(), imprint=IMPRINT, shows_personal=True)
    assert "13812345678" in "".join(texts_of(pdf_of(shown), tmp_path))
    assert has_personal(listed(1))
    assert not has_personal(ListDocument("t", "", COLUMNS[:3], []))


def test_totals_stand_under_the_last_row(tmp_path: Path) -> None:
    document = listed(3, totals=("合计", "", "", "", "3,703.50"))
    (text,) = texts_of(pdf_of(Flow(document, paper=Paper(), imprint=IMPRINT)), tmp_path)
    assert re.search(r"合计\s+3,703\.50", text)


def test_a_list_without_rows_is_one_page_with_its_headings(tmp_path: Path) -> None:
    (text,) = texts_of(pdf_of(Flow(listed(0), paper=Paper(), imprint=IMPRINT)), tmp_path)
    assert "企业编号" in text


def test_wide_lists_lie_across_and_the_widest_go_on_over_further_pages(
    tmp_path: Path,
) -> None:
    assert not wants_landscape(listed(5), Paper())
    many = ListDocument("宽", "", COLUMNS * 3, [row * 3 for row in rows(5)])
    assert wants_landscape(many, Paper())
    widest = ListDocument("宽", "", COLUMNS * 8, [row * 8 for row in rows(5)])
    flow = Flow(widest, paper=Paper(landscape=True), imprint=IMPRINT)
    assert flow.count > 1
    pages = texts_of(pdf_of(flow), tmp_path)
    assert all("ZC4-0000" in page for page in pages)


def test_numbers_are_never_broken_or_shortened() -> None:
    table = PaperTable(COLUMNS * 3, [row * 3 for row in rows(50)], width=Paper().inside.width())
    for band in table.bands:
        for column, width in zip(band.columns, band.widths, strict=True):
            if table.columns[column].is_number:
                widest = max(table._body.width(table._text(row, column)) for row in range(50))
                assert width >= widest
        assert sum(band.widths) <= Paper().inside.width() + 1


def test_titles_are_broken_between_words_before_names_are_squeezed() -> None:
    texts = ("Name", "Number", "Stage", "Technology field", "Room", "Period", "Moved in on")
    figures = ("Area (m²)", "Employees", "Income (10k yuan)")
    columns = [PrintColumn(title) for title in texts] + [
        PrintColumn(title, is_number=True) for title in figures
    ]
    row = [
        "雁度（山西）医疗影像信息技术有限公司",
        "ZC4-2022017",
        "Deregistered",
        "Biomedicine and medical devices",
    ]
    row += ["A-407, A-408, A-409, A-410", "2026Q3", "2022-10-21", "568.00", "1,234", "1,234.56"]
    table = PaperTable(columns, [row] * 30, width=Paper().inside.width())
    (band,) = table.bands
    heads = table._head_lines(band)
    for lines, column in zip(heads, columns, strict=True):
        assert " ".join(lines).split() == column.title.split()
    assert len(heads[-1]) > 1


def test_long_texts_are_broken_into_lines(tmp_path: Path) -> None:
    long = "软件开发、信息系统集成、物联网技术服务" * 8
    document = ListDocument("t", "", (PrintColumn("甲"), PrintColumn("乙")), [("a", long), ("b", "短\n两行")])
    flow = Flow(document, paper=Paper(margin=margin_named("wide")), imprint=IMPRINT)
    (text,) = texts_of(pdf_of(flow), tmp_path)
    assert text.count("软件开发") >= 6
    assert "两行" in text


def report() -> ProfileDocument:
    def paint(painter: QPainter, rect: QRectF) -> None:
        painter.fillRect(rect, QColor("#0F62C9"))

    return ProfileDocument(
        "晋汾新月测控有限公司",
        "在孵",
        (
            FiguresSection(
                "", tuple(KeyFigure(f"指标{place}", "235.28", "↑ 1 %", "million yuan") for place in range(5))
            ),
            FactsSection(
                "基本情况",
                (
                    Fact("电话", "13812345678", personal=True),
                    Fact("编号", "ZC4-1"),
                    Fact("地址", "一号楼"),
                    Fact("经营范围", "软件；" * 80, wide=True),
                    Fact("备注", "甲"),
                    Fact("网址", "http://example.com", wide=True),
                    Fact("末", "乙"),
                ),
            ),
            TableSection("知识产权", COLUMNS, rows(60), totals=("合计", "", "", "", "9")),
            TableSection("融资", COLUMNS, (), empty="没有记录"),
            TableSection("项目", COLUMNS[:1], ()),
            TextSection("说明", "一段文字。" * 200),
            PicturesSection(
                "图表",
                (
                    Picture("收入", paint),
                    Picture("人数", paint, wide=True),
                    Picture("甲", paint),
                    Picture("乙", paint),
                    Picture("", paint, height=20),
                ),
            ),
        ),
    )


def test_a_report_shows_every_section(tmp_path: Path) -> None:
    flow = Flow(report(), paper=Paper(), imprint=IMPRINT)
    text = "".join(texts_of(pdf_of(flow), tmp_path))
    for word in (
        "指标4",
        "235.28",
        "million yuan",
        "基本情况",
        "138****5678",
        "经营范围",
        "知识产权",
        "没有记录",
        "项目",
        "说明",
        "图表",
        "人数",
    ):
        assert word in text
    assert has_personal(report())
    image = page_image(flow, flow.count - 1, zoom=0.5)
    colours = {
        image.pixelColor(x, y).name() for x in range(0, image.width(), 9) for y in range(0, image.height(), 9)
    }
    assert "#0f62c9" in colours


def quarterly(count: int) -> WorkbookPages:
    template = (paths.resources() / "forms/zone/quarterly/2025/template.xlsx").read_bytes()
    lines = [(place + 1, f"晋汾第{place}号科技有限公司", 12, 8) for place in range(count)]
    block = Block(sheet="在孵企业明细", first_row=6, columns=tuple("ABHI"), rows=lines)
    return WorkbookPages(read_appearance(fill_template(template, Fill(blocks=(block,))).data))


def test_a_workbook_is_printed_with_its_titles_and_footers(tmp_path: Path) -> None:
    pages = quarterly(100)
    texts = texts_of(pdf_of(pages), tmp_path)
    assert len(texts) == pages.count
    detail = [text for text in texts if re.search(r"晋汾第\d+号", text)]
    assert len(detail) > 1
    for text in detail:
        assert "企业名称" in text
    for number, text in enumerate(texts, start=1):
        assert f"第{number}页共{pages.count}页" in text.replace(" ", "")
    assert pages.paper_of(0).landscape
    whole = "".join(texts)
    assert all(f"晋汾第{place}号" in whole for place in range(100))


def test_a_sheet_that_fits_its_page_is_one_page() -> None:
    pages = quarterly(1)
    assert [sheet.scale <= 1 for sheet in pages._sheets] == [True] * 4
    assert len(pages._sheets[0].pages) == 1


def test_breaks_and_titles_of_columns_are_kept(tmp_path: Path) -> None:
    template = (paths.resources() / "forms/torch/tenant/2018/template.xlsx").read_bytes()
    pages = WorkbookPages(read_appearance(template))
    first = pages._sheets[0]
    assert [page.columns.start for page in first.pages] == [0, 17, 31]
    texts = texts_of(pdf_of(pages), tmp_path)
    assert all("企业名称" in text for text in texts[:3])


def test_headers_and_footers_tell_what_they_ask_for_and_a_large_sheet_keeps_its_paper(tmp_path: Path) -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("Form")
    sheet.write("A1", "x")
    sheet.set_paper(8)
    sheet.set_footer("&L&F &A&R&D &T &Z")
    book.close()
    facts = {"D": "2026/11/20", "T": "09:30", "F": "Report"}
    pages = WorkbookPages(read_appearance(file.getvalue()), facts=facts)
    (text,) = texts_of(pdf_of(pages), tmp_path)
    assert re.sub(r"\s+", " ", text).strip() == "x Report Form 2026/11/20 09:30"
    assert round(pages.paper_of(0).width / 720 * 25.4) == 297
    assert pages.paper_of(0).layout().pageSize().key() == "A3"


def test_a_text_of_two_lines_fits_the_row_that_a_spreadsheet_program_gives_it() -> None:
    font = QFont()
    font.setPixelSize(100)
    cell = Type(font, leading=1.2)
    assert 2 * cell.line == 240
    assert cell.baseline((240 - cell.line) / 2) == pytest.approx(Type(font).baseline((240 - 128) / 2))


# ---------------------------------------------------------------- the preview


@pytest.fixture
def scene(stage: Callable[..., Stage]) -> Stage:
    return stage()


def preview_of(scene: Stage) -> Preview:
    (dialog,) = [one for one in scene.shell.findChildren(PanelDialog) if one.isVisible()]
    assert isinstance(dialog.panel, Preview)
    scene.until(lambda: dialog.panel.pages is not None)  # type: ignore[attr-defined]
    scene.settle()
    return dialog.panel


def test_the_preview_lays_out_anew_for_paper_margins_and_personal_data(scene: Stage) -> None:
    print_list(scene.context, listed(200))
    preview = preview_of(scene)
    assert preview.turn.currentText() == "A4 portrait"
    upright = preview.pages
    preview.turn.choose("landscape")
    preview.turn.picked.emit("landscape")
    scene.settle()
    assert preview.pages is not upright
    assert preview.pages is not None
    assert preview.pages.paper_of(0).landscape
    preview.margin.choose("narrow")
    preview.margin.picked.emit("narrow")
    scene.settle()
    assert preview.personal.isVisible()
    preview.personal.setChecked(True)
    scene.settle()
    assert preview.pages._shows_personal  # type: ignore[attr-defined]


def test_pages_are_turned_by_button_key_and_number(scene: Stage) -> None:
    print_list(scene.context, lambda _job: listed(300))
    scene.settle()
    preview = preview_of(scene)
    view = preview.view
    assert not preview.back.isEnabled()
    scene.click(preview.on)
    assert (view.page, preview.number.text()) == (1, "2")
    scene.press(view, Qt.Key.Key_PageDown)
    assert view.page == 2
    scene.press(view, Qt.Key.Key_PageUp)
    scene.press(view, Qt.Key.Key_End)
    assert not preview.on.isEnabled()
    scene.press(view, Qt.Key.Key_Home)
    scene.press(view, Qt.Key.Key_Down)
    scene.press(view, Qt.Key.Key_Up)
    assert view.page == 0
    preview.number.setText("3")
    QTest.keyClick(preview.number, Qt.Key.Key_Return)
    assert view.page == 2
    preview.number.setText("three")
    QTest.keyClick(preview.number, Qt.Key.Key_Return)
    assert preview.number.text() == "3"


def test_the_preview_zooms(scene: Stage) -> None:
    print_profile(scene.context, report())
    preview = preview_of(scene)
    view = preview.view
    fitting = view.zoom
    scene.click(preview.larger)
    assert view.zoom > fitting
    scene.click(preview.smaller)
    scene.click(preview.smaller)
    assert view.zoom < fitting
    scene.press(view, Qt.Key.Key_Plus)
    scene.press(view, Qt.Key.Key_Minus)
    scene.click(preview.fit)
    assert view.zoom == fitting
    wheel = QWheelEvent(
        QPoint(5, 5),
        view.mapToGlobal(QPoint(5, 5)),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    view.wheelEvent(wheel)
    assert view.zoom > fitting
    view.set_zoom(99)
    assert view.zoom == 3.0
    image: QImage = view.grab().toImage()
    assert image.pixelColor(image.width() // 2, image.height() // 2).isValid()


def test_a_pdf_is_saved_and_can_be_opened(
    scene: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    print_list(scene.context, listed(40))
    preview = preview_of(scene)
    scene.click(preview.save_button)
    (dialog,) = [one for one in scene.shell.window().findChildren(QFileDialog) if one.isVisible()]
    assert dialog.selectedFiles()[0].endswith("企业列表_20261120.pdf")
    target = tmp_path / "企业列表.pdf"
    dialog.fileSelected.emit(str(target))
    dialog.done(0)
    scene.settle()
    assert target.read_bytes().startswith(b"%PDF")
    assert preview.told.text() == "Saved: 企业列表.pdf"
    scene.click(preview.open_file)
    scene.click(preview.open_folder)
    assert opened == [str(target), str(tmp_path)]


def test_a_pdf_that_cannot_be_written_says_why(scene: Stage, tmp_path: Path) -> None:
    print_list(scene.context, listed(3))
    preview = preview_of(scene)
    preview.save(tmp_path / "missing" / "x.pdf")
    scene.settle()
    assert "missing" in preview.told.text()
    assert preview.told.property("tone") == "danger"
    assert not preview.open_file.isVisible()


def test_without_a_printer_the_preview_says_so(scene: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    print_list(scene.context, listed(3))
    preview = preview_of(scene)
    scene.click(preview.print_button)
    assert preview.told.text().startswith("No printer is installed")
    assert preview.save_button.isEnabled()


def test_a_printer_is_asked_for_and_gets_the_pages(
    scene: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(lambda: ["office"]))
    monkeypatch.setattr(scene.context.ask, "printer", lambda *, pages, **_: asked.append(pages))
    print_list(scene.context, listed(100))
    preview = preview_of(scene)
    scene.click(preview.print_button)
    assert preview.pages is not None
    assert asked == [preview.pages.count]
    target = tmp_path / "printed.pdf"
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    preview.print_on(printer)
    scene.settle()
    assert preview.told.text() == f"Sent to the printer: {preview.pages.count} pages"
    assert target.read_bytes().startswith(b"%PDF")


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_nothing_is_named(tmp_path: Path) -> None:
    flow = Flow(listed(3), paper=Paper(), imprint=IMPRINT)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no" / "such" / "folder.pdf"))
    with pytest.raises(PrintRefused) as refusal:
        put_on_printer(flow, printer, range(1), lambda _done, _total: None)
    assert refusal.value.code == "print-failed"
    put_on_printer(flow, printer, range(0), lambda _done, _total: None)


def test_a_fault_in_the_preview_is_reported(scene: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object, **__: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr(module, "Flow", fault)
    print_list(scene.context, listed(3))
    scene.settle()
    (dialog,) = [one for one in scene.shell.findChildren(PanelDialog) if one.isVisible()]
    assert isinstance(dialog.panel, Preview)
    assert dialog.panel.told.text() == "The operation failed."
    assert len(scene.failures) == 1


def test_a_workbook_is_previewed_on_its_own_paper(scene: Stage) -> None:
    template = (paths.resources() / "forms/zone/quarterly/2025/template.xlsx").read_bytes()
    print_workbook(scene.context, WorkbookDocument("a/b:c", read_appearance(template)))
    preview = preview_of(scene)
    assert not preview.turn.isVisible()
    assert not preview.personal.isVisible()
    assert preview._file_name == "a_b_c_20261120"
