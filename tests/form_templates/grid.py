"""Rows of single figures: a name, a unit, a code and a cell for each basis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from crm.domain.quantity import Dimension
from crm.filings.built import split_address
from tests.form_templates.canvas import GREY, RED, TITLE, number_format, number_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.filings.form import CellSpec
    from tests.form_templates.canvas import Canvas

ABSENT = "—"


def draw_grid(canvas: Canvas) -> None:
    """Rows of single figures: name, unit, code and a cell a basis; what is not asked shows a dash."""
    by_row: dict[int, dict[str, CellSpec]] = {}
    for cell in canvas.cells:
        letter, row = split_address(cell.address)
        by_row.setdefault(row, {})[letter] = cell
    rows = sorted({*by_row, *canvas.layout.rows})
    if not rows:
        return
    letters = sorted({letter for cells in by_row.values() for letter in cells}, key=number_of)
    for number, row in enumerate(rows, start=1):
        _draw_grid_row(canvas, row, number, by_row.get(row, {}), letters)
    for place, text in canvas.layout.side:
        canvas.merge(place, text, canvas.looks.of(font_name=TITLE, border=1, align="center", text_wrap=True))
    canvas.bottom = max(canvas.bottom, rows[-1])
    _mark_growth(canvas, by_row)


def _draw_grid_row(
    canvas: Canvas, row: int, number: int, cells: Mapping[str, CellSpec], letters: list[str]
) -> None:
    looks = canvas.looks
    label, unit, code = canvas.layout.rows.get(row) or _told(canvas, next(iter(cells.values())), number)
    code = canvas.layout.codes.get(row, code)
    indented = label.startswith(("其中", "└", "　"))
    canvas.sheet.write(
        f"B{row}",
        label.strip("　"),
        looks.cell(align="left", indent=2 if indented else 1, text_wrap=True),
    )
    canvas.sheet.write(f"C{row}", unit, looks.cell())
    canvas.sheet.write(f"D{row}", code, looks.cell(num_format="@"))
    begin = 4
    has_formula = any(f"{letter}{row}" in canvas.layout.formulas for letter in letters)
    if not cells and not has_formula:
        # A row of text: by the program where the form has one, else by hand.
        begin = number_of(canvas.last)
        place = f"E{row}:{xl_col_to_name(begin - 1)}{row}"
        canvas.merge(place, "", looks.cell(align="left", indent=1, num_format="@", text_wrap=True))
    for column in range(begin, number_of(canvas.last) + 1):
        letter = xl_col_to_name(column)
        at = f"{letter}{row}"
        if letter in cells:
            canvas.sheet.write_blank(
                at, None, looks.cell(align="right", indent=1, num_format=_format_of(canvas, cells[letter]))
            )
        elif at in canvas.layout.formulas:
            look = looks.cell(align="right", indent=1, num_format="#,##0.0")
            canvas.sheet.write_formula(at, canvas.layout.formulas[at], look, "")
        elif at not in canvas.layout.words and letter in letters and cells:
            canvas.sheet.write(at, ABSENT, looks.cell(font_color=GREY))
        else:
            told = canvas.layout.words.get(at, "")
            canvas.sheet.write(at, told, looks.cell(align="left", font_size=9, text_wrap=True))
    canvas.sheet.write_blank(f"A{row}", None, looks.cell())
    canvas.sheet.set_row_pixels(row - 1, 24)


def _told(canvas: Canvas, cell: CellSpec, number: int) -> tuple[str, str, str]:
    indicator = canvas.indicators[cell.figure.indicator]
    label = cell.label.zh if cell.label else indicator.name.zh
    unit = canvas.unit(cell.figure)
    return label, canvas.unit_name(unit), f"{number:02d}"


def _mark_growth(canvas: Canvas, by_row: Mapping[int, Mapping[str, CellSpec]]) -> None:
    red = canvas.book.add_format({"font_color": RED})
    for cells in by_row.values():
        for cell in cells.values():
            if cell.figure.basis.compared:
                told = {
                    "type": "cell",
                    "criteria": "not between",
                    "minimum": -50,
                    "maximum": 50,
                    "format": red,
                }
                canvas.sheet.conditional_format(cell.address, told)
            elif canvas.unit(cell.figure).dimension is Dimension.MONEY:
                told = {"type": "cell", "criteria": "<", "value": 0, "format": red}
                canvas.sheet.conditional_format(cell.address, told)


def _format_of(canvas: Canvas, cell: CellSpec) -> str:
    if cell.figure.basis.compared:
        places = 1 if cell.figure.places is None else cell.figure.places
        return "#,##0." + "0" * places
    return number_format(canvas.unit(cell.figure).places)
