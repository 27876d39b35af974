"""Whether a form and its template still fit each other: what somebody who edited the template has broken, by place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.finding import Finding, Severity
from crm.domain.text import name_key
from crm.domain.wording import Language
from crm.excel.address import column_letters, parse_address
from crm.excel.blank_form import read_blank, read_marks
from crm.excel.number_format import shows_percent
from crm.intake.form_alignment import likeness
from crm.intake.grid import text_of
from crm.services.filings import list_forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crm.excel.blank_form import BlankMarks, BlankSheet
    from crm.filings.form import BlockSpec, CellSpec, Form
    from crm.intake.form_outline import FormOutline
    from crm.services.library import Library

_TALLEST_HEAD = 6
"""Rows over a register in which its heads may stand."""
_OF_OTHERS = frozenset({"form-sheet-protected", "form-sheet-hidden", "form-format-scales"})
"""What is told of a template only where a form fills in that sheet, or as another thing of the cells that it fills."""
_PLACES_NAMED = 10
_SAME = 0.5
"""Likeness from which a label of the template is taken for the one that is bound."""


def diagnose_form(library: Library, form: Form, template: bytes) -> tuple[Finding, ...]:
    """What is wrong between *form* and its template, an error where filling would put a figure in a wrong place.

    Codes: ``form-sheet-missing``, ``form-cell-taken``, ``form-cell-computes``, ``form-cell-merged``,
    ``form-cell-scales``, ``form-label-moved``, ``form-head-moved``, ``form-row-missing``, ``form-total-missing``,
    ``form-text-computes``, and those of `diagnose_template` on its sheets. Raises PackageBroken where the template is
    no workbook.
    """
    sheets = {sheet.name: sheet for sheet in read_blank(template)}
    bound = [cell.sheet for cell in form.cells] + [block.sheet for block in form.blocks]
    wanted = list(dict.fromkeys([*bound, *(text.sheet for text in form.texts)]))
    findings = [
        Finding("form-sheet-missing", Severity.ERROR, name, {"sheets": "、".join(sheets)})
        for name in wanted
        if name not in sheets
    ]
    told = diagnose_template(template)
    findings += [one for one in told if one.code not in _OF_OTHERS or one.where in wanted]
    for text in form.texts:
        if text.sheet in sheets and parse_address(text.address) in sheets[text.sheet].formulas:
            findings.append(Finding("form-text-computes", Severity.ERROR, f"{text.sheet}!{text.address}"))
    for cell in form.cells:
        if cell.sheet in sheets:
            findings += _cell(library, sheets[cell.sheet], cell)
    for block in form.blocks:
        if block.sheet in sheets:
            findings += _block(sheets[block.sheet], block)
    return tuple(findings)


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


def diagnose_template(template: bytes) -> tuple[Finding, ...]:
    """What is to be known of a template whatever is bound: how its sheets are, what is lost, whether WPS saved it.

    Codes: ``form-sheet-protected``, ``form-sheet-hidden``, ``form-cells-far``, ``form-formula-lost``,
    ``form-format-scales``, ``form-name-lost``, ``form-saved-by-wps``. Raises PackageBroken where it is no workbook.
    """
    sheets = read_blank(template)
    findings = []
    for sheet in sheets:
        if sheet.is_protected:
            findings.append(Finding("form-sheet-protected", Severity.INFO, sheet.name))
        if sheet.is_hidden:
            findings.append(Finding("form-sheet-hidden", Severity.INFO, sheet.name))
        if sheet.far:
            row, column = sheet.far[0]
            where = f"{sheet.name}!{column_letters(column)}{row}"
            findings.append(Finding("form-cells-far", Severity.WARNING, where, {"count": len(sheet.far)}))
        scaled = [place for place, code in sheet.scaled.items() if not shows_percent(code)]
        if scaled and not sheet.is_hidden:
            findings.append(_scales(sheet, *min(scaled), code="form-format-scales", count=len(scaled)))
    return (*findings, *_lost(sheets, read_marks(template)))


def held_figures(outline: FormOutline) -> tuple[Finding, ...]:
    """That a blank holds figures where some are to be filled in, ``form-holds-figures``: they would be filed as new."""
    if not outline.held:
        return ()
    values: dict[str, str | int] = {
        "count": len(outline.held),
        "cells": "、".join(outline.held[:_PLACES_NAMED]),
    }
    return (Finding("form-holds-figures", Severity.WARNING, outline.held[0], values),)


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


def _scales(sheet: BlankSheet, row: int, column: int, *, code: str, count: int = 1) -> Finding:
    """That a cell would show another number than is put there."""
    severity = Severity.ERROR if code == "form-cell-scales" else Severity.WARNING
    where = f"{sheet.name}!{column_letters(column)}{row}"
    return Finding(code, severity, where, {"format": sheet.scaled[row, column], "count": count})


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
    if (row, column) in sheet.scaled:
        is_growth = cell.figure.basis.compared is not None
        if not (is_growth and shows_percent(sheet.scaled[row, column])):
            yield _scales(sheet, row, column, code="form-cell-scales")
    shown = _texts_of_row(sheet, row, before=column)
    held = _value(sheet, row, column)
    if held is not None and held != "":
        yield Finding("form-cell-taken", Severity.ERROR, where, {"value": text_of(held)})
    elif shown and not any(_is_like(text, label.zh) for text in (*shown, *_texts_over(sheet, row, column))):
        yield Finding(
            "form-label-moved",
            Severity.WARNING,
            where,
            {
                "label": label.zh,
                "label_en": label.en,
                "shown": "、".join(shown[:3]),
                **_now(sheet, label.zh),
            },
        )


def _now(sheet: BlankSheet, label: str) -> dict[str, str]:
    """Where the words of a label stand now, to be said behind the rest; nothing where they are gone."""
    key = name_key(label.rpartition("其中：")[2])
    for row, values in enumerate(sheet.rows, start=1):
        for column, value in enumerate(values, start=1):
            if isinstance(value, str) and name_key(value) == key:
                address = f"{column_letters(column)}{row}"
                return {"now": f"；“{value.strip()}”现在在 {address}", "now_en": f"; it is in {address} now"}
    return {"now": "", "now_en": ""}


def _block(sheet: BlankSheet, block: BlockSpec) -> Iterator[Finding]:
    where = f"{sheet.name}!A{block.row}"
    if block.row > len(sheet.rows) and not sheet.merges:
        yield Finding("form-row-missing", Severity.ERROR, where)
    yield from _heads(sheet, block)
    for column in block.columns:
        if column.letter and (column.figure is not None or column.unit is not None):
            place = block.row, parse_address(f"{column.letter}1")[1]
            if place in sheet.scaled:
                yield _scales(sheet, *place, code="form-cell-scales")
    summed = [column for column in block.columns if column.total and column.letter]
    if block.total_row and summed:
        columns = [parse_address(f"{column.letter}1")[1] for column in summed]
        if not any((block.total_row, column) in sheet.formulas for column in columns):
            yield Finding("form-total-missing", Severity.ERROR, f"{sheet.name}!A{block.total_row}")


def _heads(sheet: BlankSheet, block: BlockSpec) -> Iterator[Finding]:
    """The columns over which stands something else than what they are bound to."""
    for column in block.columns:
        if not column.letter or column.label is None or column.ordinal:
            continue
        at = parse_address(f"{column.letter}1")[1]
        over = _texts_over(sheet, block.row, at, most=_TALLEST_HEAD)
        if over and not any(_is_like(text, column.label.zh) for text in over):
            yield Finding(
                "form-head-moved",
                Severity.WARNING,
                f"{sheet.name}!{column.letter}{block.row}",
                {
                    "label": column.label.zh,
                    "label_en": column.label.en,
                    "shown": over[-2] if len(over) > 1 else over[0],
                },
            )


def _value(sheet: BlankSheet, row: int, column: int) -> object:
    cells = sheet.rows[row - 1] if row <= len(sheet.rows) else ()
    return cells[column - 1] if column <= len(cells) else None


def _texts_of_row(sheet: BlankSheet, row: int, *, before: int) -> list[str]:
    """The words beside a cell, the nearest first: one character or a number alone says nothing."""
    values = [_value(sheet, row, column) for column in range(before - 1, 0, -1)]
    return [value.strip() for value in values if isinstance(value, str) and len(value.strip()) > 1]


def _texts_over(sheet: BlankSheet, row: int, column: int, *, most: int = 1 << 20) -> list[str]:
    """The words over a cell from the top, in no more than so many rows, and behind them the lowest two together.

    Months have their heads far above; a head may lie over several columns.
    """
    values = [_head(sheet, over, column) for over in range(max(row - most, 1), row)]
    texts = [value.strip() for value in values if isinstance(value, str) and len(value.strip()) > 1]
    return [*texts, "".join(reversed(texts[-2:]))] if len(texts) > 1 else texts


def _head(sheet: BlankSheet, row: int, column: int) -> object:
    """The value of a cell, that of the merged cell it is a part of included."""
    own = _value(sheet, row, column)
    if own is not None:
        return own
    merged = (
        (one.first_row, one.first_column)
        for one in sheet.merges
        if one.first_row <= row <= one.last_row and one.first_column <= column <= one.last_column
    )
    found = next(merged, None)
    return None if found is None else _value(sheet, *found)


def _is_like(text: str, label: str) -> bool:
    one, other = name_key(text), name_key(label)
    return one in other or other in one or likeness(text, label) >= _SAME
