"""Whether a form and its template still fit each other: what somebody who edited the template has broken, by place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.finding import Finding, Severity
from crm.domain.text import name_key
from crm.domain.wording import Language
from crm.excel.address import column_letters, parse_address
from crm.excel.blank_form import read_blank, read_marks
from crm.intake.form_alignment import likeness
from crm.intake.grid import text_of
from crm.services.filings import list_forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crm.excel.blank_form import BlankMarks, BlankSheet
    from crm.filings.form import BlockSpec, CellSpec, Form
    from crm.services.library import Library

_SAME = 0.5
"""Likeness from which a label of the template is taken for the one that is bound."""


def diagnose_form(library: Library, form: Form, template: bytes) -> tuple[Finding, ...]:
    """What is wrong between *form* and its template, an error where filling would put a figure in a wrong place.

    Codes: ``form-sheet-missing``, ``form-cell-taken``, ``form-cell-computes``, ``form-cell-merged``,
    ``form-label-moved``, ``form-row-missing``, ``form-total-missing``, ``form-sheet-protected``, ``form-formula-lost``,
    ``form-name-lost``, ``form-saved-by-wps``. Raises PackageBroken where the template is no workbook.
    """
    sheets = {sheet.name: sheet for sheet in read_blank(template)}
    bound = [cell.sheet for cell in form.cells] + [block.sheet for block in form.blocks]
    wanted = list(dict.fromkeys([*bound, *(text.sheet for text in form.texts)]))
    findings = [
        Finding("form-sheet-missing", Severity.ERROR, name, {"sheets": "、".join(sheets)})
        for name in wanted
        if name not in sheets
    ]
    findings += [
        Finding("form-sheet-protected", Severity.INFO, name)
        for name in wanted
        if name in sheets and sheets[name].is_protected
    ]
    for cell in form.cells:
        if cell.sheet in sheets:
            findings += _cell(library, sheets[cell.sheet], cell)
    for block in form.blocks:
        if block.sheet in sheets:
            findings += _block(sheets[block.sheet], block)
    return (*findings, *_lost(sheets.values(), read_marks(template)))


def _lost(sheets: Iterable[BlankSheet], marks: BlankMarks) -> Iterator[Finding]:
    """What points at cells that are gone, and that WPS has saved the workbook."""
    for sheet in sheets:
        for row, column in sheet.lost:
            where = f"{sheet.name}!{column_letters(column)}{row}"
            yield Finding("form-formula-lost", Severity.ERROR, where)
    for name in marks.lost_names:
        yield Finding("form-name-lost", Severity.WARNING, name)
    if marks.wps:
        yield Finding("form-saved-by-wps", Severity.INFO, values={"build": marks.wps})


def broken_forms(library: Library) -> tuple[str, ...]:
    """For each form that does not fit its template: its code, its year and the first thing wrong, in Chinese."""
    broken = []
    for form in list_forms(library):
        template = library.form_folder(form.code, form.year).template
        wrong = (one for one in diagnose_form(library, form, template) if one.severity is Severity.ERROR)
        first = next(wrong, None)
        if first is not None:
            sentence = library.messages.word_finding(first, Language.ZH).text
            broken.append(f"{form.code} {form.year}: {sentence}")
    return tuple(broken)


def _cell(library: Library, sheet: BlankSheet, cell: CellSpec) -> Iterator[Finding]:
    row, column = parse_address(cell.address)
    where = f"{sheet.name}!{cell.address}"
    label = cell.label or library.indicators[cell.figure.indicator].name
    if (row, column) in sheet.formulas:
        yield Finding("form-cell-computes", Severity.ERROR, where, {"label": label.zh, "label_en": label.en})
        return
    merge = next(
        (
            one
            for one in sheet.merges
            if one.first_row <= row <= one.last_row and one.first_column <= column <= one.last_column
        ),
        None,
    )
    if merge is not None and (merge.first_row, merge.first_column) != (row, column):
        yield Finding("form-cell-merged", Severity.ERROR, where, {"range": str(merge)})
        return
    shown = _texts_of_row(sheet, row, before=column)
    held = _value(sheet, row, column)
    if held is not None and held != "":
        yield Finding("form-cell-taken", Severity.ERROR, where, {"value": text_of(held)})
    elif shown and not any(_is_like(text, label.zh) for text in shown):
        yield Finding(
            "form-label-moved",
            Severity.WARNING,
            where,
            {"label": label.zh, "label_en": label.en, "shown": "、".join(shown[:3])},
        )


def _block(sheet: BlankSheet, block: BlockSpec) -> Iterator[Finding]:
    where = f"{sheet.name}!A{block.row}"
    if block.row > len(sheet.rows) and not sheet.merges:
        yield Finding("form-row-missing", Severity.ERROR, where)
    summed = [column for column in block.columns if column.total and column.letter]
    if block.total_row and summed:
        columns = [parse_address(f"{column.letter}1")[1] for column in summed]
        if not any((block.total_row, column) in sheet.formulas for column in columns):
            yield Finding("form-total-missing", Severity.ERROR, f"{sheet.name}!A{block.total_row}")


def _value(sheet: BlankSheet, row: int, column: int) -> object:
    cells = sheet.rows[row - 1] if row <= len(sheet.rows) else ()
    return cells[column - 1] if column <= len(cells) else None


def _texts_of_row(sheet: BlankSheet, row: int, *, before: int) -> list[str]:
    """The words beside a cell, the nearest first: one character or a number alone says nothing."""
    values = [_value(sheet, row, column) for column in range(before - 1, 0, -1)]
    return [value.strip() for value in values if isinstance(value, str) and len(value.strip()) > 1]


def _is_like(text: str, label: str) -> bool:
    one, other = name_key(text), name_key(label)
    return one in other or other in one or likeness(text, label) >= _SAME
