"""A whole sheet: title and lines of text, its parts, the note, widths and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_cell_to_rowcol, xl_col_to_name

from crm.filings.built import split_address
from tests.form_templates.canvas import AMBER, TITLE, number_of
from tests.form_templates.grid import draw_grid
from tests.form_templates.layout import BlockLayout
from tests.form_templates.rows import WIDTH_OF, draw_block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.form_templates.canvas import Canvas

NOTICE = "通用版式：主管部门正式表样下发后，以正式表样为准"
_ROWS_OF_A_PAGE = 45
_LINE = 21
"""Pixels of a row of plain text, not quite those of a row that states no height."""
FOOTER = "&C&9第 &P 页 共 &N 页"
_DEFINED = {
    "number": "序号",
    "name": "指标名称",
    "unit": "计量单位",
    "definition": "口径",
    "verified": "核实情况",
}
_DEFINED_WIDTHS = {"number": 6.7, "name": 30.7, "unit": 10.7, "definition": 72.7, "verified": 12.7}


def draw_sheet(canvas: Canvas) -> None:
    """Everything on it."""
    _draw_top(canvas)
    if canvas.defined:
        _draw_definitions(canvas)
    else:
        for place, text in canvas.layout.header:
            canvas.merge(place, text, canvas.looks.head)
            _touch(canvas, place)
        draw_grid(canvas)
        for block in canvas.blocks:
            draw_block(canvas, block, canvas.layout.blocks.get(block.id, BlockLayout()))
    _draw_texts(canvas)
    _draw_note(canvas)
    _set_heights(canvas)
    _set_widths(canvas)
    _set_pages(canvas)


# ------------------------------------------------------------------------------------------ top and foot


def _draw_top(canvas: Canvas) -> None:
    title = canvas.looks.of(font_name=TITLE, font_size=18, align="center")
    notice = canvas.looks.of(font_size=9, align="center", font_color="#595959")
    canvas.sheet.set_row_pixels(0, 43)
    canvas.merge(f"A1:{canvas.last}1", canvas.layout.title, title)
    canvas.merge(f"A2:{canvas.last}2", NOTICE, notice)
    canvas.sheet.set_row_pixels(2, 27)


def _draw_texts(canvas: Canvas) -> None:
    """Lines of text: each goes on to the next one in its row, or to the last column."""
    rows: dict[int, list[str]] = {}
    for text in canvas.texts:
        rows.setdefault(split_address(text.address)[1], []).append(split_address(text.address)[0])
    inside = {row for cell in canvas.cells for row in (split_address(cell.address)[1],)} | set(
        canvas.layout.rows
    )
    for row, letters in rows.items():
        if row in inside:
            continue
        letters.sort(key=number_of)
        for place, letter in enumerate(letters):
            end = number_of(letters[place + 1]) - 1 if place + 1 < len(letters) else number_of(canvas.last)
            align = "left" if place == 0 else "right" if place + 1 == len(letters) else "center"
            canvas.merge(f"{letter}{row}:{xl_col_to_name(end)}{row}", "", canvas.looks.of(align=align))
        if row > 3:
            canvas.sheet.set_row_pixels(row - 1, 35)
        canvas.bottom = max(canvas.bottom, row)


def _draw_note(canvas: Canvas) -> None:
    if not canvas.layout.note:
        return
    row = canvas.bottom + 1
    look = canvas.looks.of(font_size=9, align="left", text_wrap=True)
    canvas.merge(f"A{row}:{canvas.last}{row}", canvas.layout.note, look)
    canvas.sheet.set_row_pixels(row - 1, _LINE * (1 + len(canvas.layout.note) // 90))
    canvas.bottom = row


def _draw_definitions(canvas: Canvas) -> None:
    defined = canvas.defined
    assert defined is not None
    section = canvas.looks.of(font_name=TITLE, align="left")
    row = defined.row
    canvas.merge(
        f"A{row - 2}:{canvas.last}{row - 2}",
        "一、指标口径（本表所用指标，随指标库更新；“待核实”表示口径来源尚未与主管部门原文核对）",
        section,
    )
    for shown, letter in defined.columns.items():
        canvas.sheet.write(f"{letter}{row - 1}", _DEFINED[shown], canvas.looks.head)
        align = "left" if shown in {"name", "definition"} else "center"
        canvas.sheet.write_blank(f"{letter}{row}", None, canvas.looks.cell(align=align, text_wrap=True))
        if shown == "verified":
            amber = canvas.book.add_format({"bg_color": AMBER})
            told = {"type": "cell", "criteria": "==", "value": '"待核实"', "format": amber}
            canvas.sheet.conditional_format(f"{letter}{row}", told)
    canvas.sheet.set_row_pixels(row - 1, 27)
    canvas.bottom = row
    if canvas.layout.requirements:
        canvas.merge(f"A{row + 1}:{canvas.last}{row + 1}", "二、填报要求", section)
        canvas.sheet.set_row_pixels(row, 32)
        for place, line in enumerate(canvas.layout.requirements, start=1):
            at = row + 1 + place
            canvas.merge(
                f"A{at}:{canvas.last}{at}",
                f"{place}. {line}",
                canvas.looks.of(align="left", text_wrap=True),
            )
            canvas.sheet.set_row_pixels(at - 1, 24 * (1 + len(line) // 88))
            canvas.bottom = at


def _touch(canvas: Canvas, place: str) -> None:
    for address in place.split(":"):
        row = xl_cell_to_rowcol(address)[0]
        canvas.sheet.set_row_pixels(row, 26)


def _set_heights(canvas: Canvas) -> None:
    """State the height of every row: programs do not agree on that of a row without one, nor then on the pages."""
    for row in range(canvas.bottom):
        if row not in canvas.sheet.row_sizes:
            canvas.sheet.set_row_pixels(row, _LINE)


def _set_widths(canvas: Canvas) -> None:
    for letter, width in _own_widths(canvas):
        canvas.sheet.set_column(f"{letter}:{letter}", width)
    for letters, told in canvas.layout.widths:
        canvas.sheet.set_column(letters if ":" in letters else f"{letters}:{letters}", float(told))


def _own_widths(canvas: Canvas) -> Iterator[tuple[str, float]]:
    if canvas.defined:
        yield from ((letter, _DEFINED_WIDTHS[shown]) for shown, letter in canvas.defined.columns.items())
        return
    if canvas.cells or canvas.layout.rows:
        yield from (("A", 11.7), ("B", 34.7), ("C", 10.7), ("D", 9.7))
        yield from ((xl_col_to_name(one), 14.7) for one in range(4, number_of(canvas.last) + 1))
    for block in canvas.blocks:
        for column in block.columns:
            if column.letter:
                width = 6.7 if column.ordinal else WIDTH_OF.get(column.id, 12.7)
                yield column.letter, width


def _set_pages(canvas: Canvas) -> None:
    sheet = canvas.sheet
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.center_horizontally()
    sheet.set_footer(FOOTER)
    sheet.hide_gridlines(2)
    short = not canvas.blocks and not canvas.defined and canvas.bottom <= _ROWS_OF_A_PAGE
    sheet.fit_to_pages(1, 1 if short else 0)
    sheet.print_area(f"A1:{canvas.last}{canvas.bottom}")
    head, column = _frozen(canvas)
    sheet.repeat_rows(min(3, head - 1) if len(canvas.blocks) == 1 and not canvas.cells else 0, head - 1)
    sheet.freeze_panes(head, column)


def _frozen(canvas: Canvas) -> tuple[int, int]:
    """How many rows and columns stay where they are."""
    if canvas.defined:
        return canvas.defined.row - 1, 0
    if canvas.cells or canvas.layout.rows:
        first = min([split_address(cell.address)[1] for cell in canvas.cells] + list(canvas.layout.rows))
        return (first - 1, 4) if not canvas.blocks else (3, 0)
    if len(canvas.blocks) == 1:
        return canvas.blocks[0].row - 1, 2
    return 3, 0
