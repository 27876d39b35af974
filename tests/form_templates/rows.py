"""The tables of blocks: headings, the row that is repeated, the total below it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_col_to_name

from crm.filings.form import Show
from tests.form_templates.canvas import AMBER, BODY, TITLE, letters_between, number_format, number_of

if TYPE_CHECKING:
    from crm.filings.form import BlockSpec, ColumnSpec
    from tests.form_templates.canvas import Canvas
    from tests.form_templates.layout import BlockLayout

CODES = frozenset({"uscc", "registration_type", "industry", "number"})
_FIRST_DAY, _LAST_DAY = datetime(1990, 1, 1), datetime(2199, 12, 31)  # noqa: DTZ001 - workbooks know no zones
WIDTH_OF = {"name": 30.7, "tenant_name": 28.7, "uscc": 21.7, "tenant_uscc": 21.7, "title": 34.7}


def draw_block(canvas: Canvas, block: BlockSpec, layout: BlockLayout) -> None:
    shown = [column for column in block.columns if column.letter]
    top = block.row - layout.header_rows
    if layout.section:
        at = top - 1
        look = canvas.looks.of(font_name=TITLE, align="left")
        canvas.merge(f"A{at}:{canvas.last}{at}", layout.section, look)
        canvas.sheet.set_row_pixels(at - 1, 29)
    _draw_headings(canvas, block, shown, layout)
    for column in shown:
        canvas.sheet.write_blank(f"{column.letter}{block.row}", None, _look_of(canvas, column))
    canvas.sheet.set_row_pixels(block.row - 1, 33)
    canvas.reach(block.row)
    if block.total_row or layout.count:
        _draw_total(canvas, block, shown, layout)
    _draw_remarks(canvas, block, shown, layout)
    _validate(canvas, block, shown)


def _draw_remarks(canvas: Canvas, block: BlockSpec, shown: list[ColumnSpec], layout: BlockLayout) -> None:
    """An empty column for remarks where the sheet is wider than the block's columns."""
    begin = number_of(shown[-1].letter) + 1
    if begin > number_of(canvas.last):
        return
    first = xl_col_to_name(begin)
    top = block.row - layout.header_rows
    canvas.merge(f"{first}{top}:{canvas.last}{block.row - 1}", "备注", canvas.looks.head)
    canvas.merge(f"{first}{block.row}:{canvas.last}{block.row}", "", canvas.looks.cell(text_wrap=True))
    if block.total_row or layout.count:
        row = block.total_row or block.row + 1
        canvas.merge(f"{first}{row}:{canvas.last}{row}", "", canvas.looks.total())


def _draw_headings(canvas: Canvas, block: BlockSpec, shown: list[ColumnSpec], layout: BlockLayout) -> None:
    top = block.row - layout.header_rows
    grouped: set[str] = set()
    for letters, text in layout.groups:
        first, _, last = letters.partition(":")
        last = last or first
        canvas.merge(f"{first}{top}:{last}{top}", text, canvas.looks.head)
        grouped |= set(letters_between(first, last))
    for column in shown:
        text = layout.labels.get(column.letter) or _heading(canvas, column, grouped=column.letter in grouped)
        begin = top + 1 if column.letter in grouped else top
        canvas.merge(f"{column.letter}{begin}:{column.letter}{block.row - 1}", text, canvas.looks.head)
        if column.figure:
            definition = canvas.indicators[column.figure.indicator].definition.zh
            size = {"width": 220, "height": 90, "author": "", "font_name": BODY, "font_size": 9}
            canvas.sheet.write_comment(f"{column.letter}{begin}", f"口径：{definition}", size)
    canvas.sheet.set_row_pixels(top - 1, 27 if layout.groups else 50)
    if layout.groups:
        canvas.sheet.set_row_pixels(top, 50)


def _heading(canvas: Canvas, column: ColumnSpec, *, grouped: bool) -> str:
    label = column.label
    if label is None:
        assert column.figure is not None
        label = canvas.indicators[column.figure.indicator].name
    unit = canvas.unit(column.figure) if column.figure else column.unit
    if unit is None or grouped:
        return label.zh
    return f"{label.zh}\n（{canvas.unit_name(unit)}）"


def _look_of(canvas: Canvas, column: ColumnSpec) -> Any:  # noqa: ANN401
    if column.figure or column.show is Show.AMOUNT:
        return canvas.looks.cell(align="right", indent=1, num_format=_column_format(canvas, column))
    if column.show is Show.DATE:
        return canvas.looks.cell(num_format="yyyy-mm-dd")
    if column.ordinal:
        return canvas.looks.cell()
    if column.id in CODES or column.id.endswith("uscc"):
        return canvas.looks.cell(num_format="@")
    left = column.show is Show.TEXT and column.id in WIDTH_OF
    return canvas.looks.cell(text_wrap=True, **({"align": "left", "indent": 1} if left else {}))


def _draw_total(canvas: Canvas, block: BlockSpec, shown: list[ColumnSpec], layout: BlockLayout) -> None:
    row = block.total_row or block.row + 1
    totals = [column for column in shown if column.total and block.total_row]
    canvas.sheet.write(f"A{row}", "合计", canvas.looks.total())
    for column in shown[1:]:
        at = f"{column.letter}{row}"
        if column in totals:
            look = canvas.looks.total(align="right", indent=1, num_format=_column_format(canvas, column))
            summed = f"{column.letter}{block.row}:{column.letter}{block.row}"
            canvas.sheet.write_formula(at, f"=SUM({summed})", look, 0)
            _hide_nothing(canvas, block, column, row)
        elif column is shown[1] and layout.count:
            look = canvas.looks.total(align="left", indent=1, num_format=f'0" {layout.count}"')
            canvas.sheet.write_formula(at, f"=COUNT(A{block.row}:A{block.row})", look, 0)
        else:
            canvas.sheet.write_blank(at, None, canvas.looks.total())
    for column in totals:
        name = f"合计_{column.id}" if len(canvas.blocks) == 1 else f"合计_{block.id}_{column.id}"
        canvas.book.define_name(name, f"='{canvas.layout.name}'!${column.letter}${row}")
    canvas.sheet.set_row_pixels(row - 1, 29)
    canvas.reach(row)


def _hide_nothing(canvas: Canvas, block: BlockSpec, column: ColumnSpec, row: int) -> None:
    """The sum of a column that nobody reported shows as nothing and not as 0."""
    letter, first = column.letter, block.row
    hidden = canvas.book.add_format({"num_format": ";;;"})
    rule = f"=AND(COUNT({letter}{first}:{letter}{first})=0,COUNTA($B{first}:$B{first})>0)"
    canvas.sheet.conditional_format(f"{letter}{row}", {"type": "formula", "criteria": rule, "format": hidden})


def _validate(canvas: Canvas, block: BlockSpec, shown: list[ColumnSpec]) -> None:
    amber = canvas.book.add_format({"bg_color": AMBER})
    wrong = {"ignore_blank": True, "error_title": "数据有误"}
    for column in shown:
        at = f"{column.letter}{block.row}"
        if column.figure:
            rule = f'=AND($B{block.row}<>"",ISBLANK({at}))'
            canvas.sheet.conditional_format(at, {"type": "formula", "criteria": rule, "format": amber})
            if "profit" not in column.figure.indicator:
                whole = canvas.unit(column.figure).places == 0
                told: dict[str, object] = {"validate": "integer" if whole else "decimal"}
                told |= {"criteria": ">=", "value": 0}
                error = "应为不小于 0 的整数" if whole else "应为不小于 0 的数"
                canvas.sheet.data_validation(at, {**told, **wrong, "error_message": error})
        elif column.show is Show.DATE:
            told = {"validate": "date", "criteria": "between", "minimum": _FIRST_DAY, "maximum": _LAST_DAY}
            canvas.sheet.data_validation(at, {**told, **wrong, "error_message": "应为日期，如 2025-03-31"})
        elif column.show is Show.YES_NO:
            words = [canvas.form.words.yes, canvas.form.words.no]
            canvas.sheet.data_validation(at, {"validate": "list", "source": words})


def _column_format(canvas: Canvas, column: ColumnSpec) -> str:
    if column.figure:
        return number_format(canvas.unit(column.figure).places)
    assert column.unit is not None
    return number_format(column.unit.places if column.places is None else column.places)
