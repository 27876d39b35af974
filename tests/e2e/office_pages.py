"""The pages of a workbook as LibreOffice breaks them, reckoned by our own rules and by what it does otherwise.

It differs from a spreadsheet program's print, and from ours, in three things, and in nothing else:

* its columns are as wide as a digit of the typeface that stands in for the workbook's own where that is missing;
* the footer takes the room that its line needs, scaled as the sheet is, and leaves the rest to the sheet;
* where a sheet is to be one page wide, and a scale two per cent smaller saves a page, it takes that scale.
"""

from __future__ import annotations

import re
import subprocess
from bisect import bisect_right
from collections import Counter
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import xlsxwriter

from crm.excel.digit import digit_of
from crm.excel.division import Division

if TYPE_CHECKING:
    from pathlib import Path

    from crm.excel.appearance import SheetLook, WorkbookLook

_PROBE_WIDTH = 50
_FOOTER_SIZE = 9
_LINE = 1.45
"""The height of a line of the footer, in sizes."""
_TELLING = 5
"""Letters of a text that is not found by chance."""
_SLACK = 0.6
"""Points by which sums of rounded heights may differ."""


def write_probe(path: Path, family: str, size: float) -> None:
    """A workbook in which what one column is wide can be read off its pages."""
    book = xlsxwriter.Workbook(path, {"default_format_properties": {"font_name": family, "font_size": size}})
    sheet = book.add_worksheet()
    sheet.set_column(
        "A:A", _PROBE_WIDTH - 5 / 7
    )  # what a file states is more by the five pixels beside a text
    sheet.write_row("A1", ["L", "R"])
    book.close()


def digit_in(pdf: Path) -> float:
    """Points of a digit in the pages of a probe."""
    told = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, text=True, check=True).stdout
    left, right = (float(place) for place in re.findall(r'xMin="([\d.]+)"', told))
    return (right - left) / _PROBE_WIDTH


def pages_of(pdf: Path) -> list[str]:
    """The texts of the pages, without blanks."""
    told = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True).stdout
    return [_close(text) for text in told.split("\f")[:-1]]


def office_divisions(look: WorkbookLook, digit: float) -> list[tuple[SheetLook, Division]]:
    """The sheets with their pages as LibreOffice has them where a digit is *digit* points wide."""
    return [(sheet, _divide(_widened(sheet, digit))) for sheet in look.sheets]


def _widened(sheet: SheetLook, digit: float) -> SheetLook:
    own = digit_of(sheet.book.normal).on_paper(1000) / 1000
    return replace(sheet, paper_widths=tuple(width * digit / own for width in sheet.paper_widths))


def _divide(sheet: SheetLook) -> Division:
    scale = round(Division(sheet).scale * 100)
    found = _at_scale(sheet, scale)
    if sheet.setup.fit_width and not sheet.setup.fit_height and len(found.pages) > 1:
        smaller = _at_scale(sheet, scale * 98 // 100)
        return smaller if len(smaller.pages) < len(found.pages) else found
    return found


def _at_scale(sheet: SheetLook, scale: int) -> Division:
    setup = replace(sheet.setup, fit_width=None, fit_height=None, scale=scale)
    if setup.footer:
        footer = setup.bottom - setup.footer_margin + (_LINE - 1) * _FOOTER_SIZE / 72
        setup = replace(setup, bottom=setup.footer_margin + footer * scale / 100)
    return Division(replace(sheet, setup=setup))


def false_breaks(divisions: list[tuple[SheetLook, Division]], pages: list[str]) -> tuple[int, list[str]]:
    """How many rows were found on the pages, and the breaks of *pages* that are not where they would be."""
    found = _rows_by_page([sheet for sheet, _ in divisions], pages)
    false = []
    for sheet, division in divisions:
        rows = found[sheet.name]
        numbers = sorted(rows)
        for number, after in pairwise(numbers):
            start = division.parts[0].rows.start if number == numbers[0] else min(rows[number])
            last, first = max(rows[number]), min(rows[after])
            before = max(rows.get(number - 1, {start - 1}))
            if after == number + 1 and first == last + 1 and before == start - 1:
                false += _judge(sheet, division, start, first)
    return sum(len(there) for rows in found.values() for there in rows.values()), false


def _judge(sheet: SheetLook, division: Division, start: int, first: int) -> list[str]:
    titles = division.title_rows
    repeated = division.tops[titles.stop] - division.tops[titles.start] if start >= titles.stop > 0 else 0.0
    height = (division.tops[first] - division.tops[start] + repeated) * division.scale
    more = sheet.heights[first] * division.scale
    if height <= division.room.height + _SLACK and height + more >= division.room.height - _SLACK:
        return []
    return [f"{sheet.name}, rows {start + 1} to {first}: {height:.1f} of {division.room.height:.1f} points"]


def _rows_by_page(sheets: list[SheetLook], pages: list[str]) -> dict[str, dict[int, set[int]]]:
    """The rows of each sheet that can be told by a text of their own, by the page on which they stand."""
    texts = [(sheet.name, row, text) for sheet in sheets for row, text in _texts(sheet)]
    counted = Counter(text for *_, text in texts)
    joined, ends = "\f".join(pages), list(accumulate(len(page) + 1 for page in pages))
    found: dict[str, dict[int, set[int]]] = {sheet.name: {} for sheet in sheets}
    for name, row, text in texts:
        if len(text) < _TELLING or counted[text] > 1:
            continue
        place = joined.find(text)
        page = bisect_right(ends, place)
        if place >= 0 and joined.find(text, ends[page]) < 0:
            found[name].setdefault(page, set()).add(row)
    return found


def _texts(sheet: SheetLook) -> list[tuple[int, str]]:
    return [
        (row, _close(text))
        for row in range(sheet.row_count)
        for column in range(sheet.column_count)
        if sheet.value(row, column) is not None and (text := sheet.cell(row, column).text)
    ]


def _close(text: str) -> str:
    return re.sub(r"\s", "", text)
