"""W5: a detail sheet of T × 30 and a summary, formatted: ours fills a template, the limit is XlsxWriter."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

import xlsxwriter

from bench import memory, report
from bench.plan import SMALL
from bench.timing import Work, measure_in_turns
from crm.excel.address import column_letters
from crm.excel.fill import Block, Fill
from crm.excel.template import fill_template

if TYPE_CHECKING:
    from pathlib import Path

    from xlsxwriter.worksheet import Worksheet

    from bench.plan import Plan
    from bench.report import Result

COLUMNS = 30
_TEXTS, _DAYS, _COUNTS = 8, 2, 6  # the rest are amounts with two decimals
_DETAIL, _SUMMARY = "明细", "汇总"
_GROUPS = 12


@dataclass(frozen=True, slots=True)
class Cells:
    """The same cells for both programs: rows of the detail sheet, and per group the sums of the summary.

    ``plain`` are the rows with floats for decimals, as XlsxWriter likes them best.
    """

    rows: list[tuple[str | int | Decimal | date, ...]]
    plain: list[tuple[str | int | float | date, ...]]
    sums: list[tuple[str, int, Decimal]]


def make_cells(size: int) -> Cells:
    chance = random.Random(44)
    rows: list[tuple[str | int | Decimal | date, ...]] = []
    for number in range(1, size + 1):
        texts = [f"{'东湾云台青屿'[number % 5]}{number % 97}号企业{column}" for column in range(_TEXTS)]
        days = [date(2018, 1, 1) + timedelta(days=chance.randrange(2_500)) for _ in range(_DAYS)]
        counts = [chance.randrange(400) for _ in range(_COUNTS)]
        amounts = [
            Decimal(chance.randrange(10**8)).scaleb(-2) for _ in range(COLUMNS - _TEXTS - _DAYS - _COUNTS)
        ]
        rows.append((*texts, *days, *counts, *amounts))
    sums = [(f"领域{group}", 0, Decimal(0)) for group in range(_GROUPS)]
    for number, row in enumerate(rows):
        name, count, amount = sums[number % _GROUPS]
        sums[number % _GROUPS] = (name, count + 1, amount + Decimal(str(row[-1])))
    plain = [tuple(float(value) if isinstance(value, Decimal) else value for value in row) for row in rows]
    return Cells(rows, plain, sums)


def make_template() -> bytes:
    """A template as an authority would send it: heading, one bordered row to repeat, a total, a summary sheet."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    detail, summary = _head(book, 1)
    formats = _formats(book)
    for column in range(COLUMNS):
        detail.write_blank(1, column, None, formats[_kind(column)])
        if column >= _TEXTS + _DAYS:
            letter = column_letters(column + 1)
            detail.write_formula(2, column, f"=SUM({letter}2:{letter}2)", formats[_kind(column)])
    for group in range(_GROUPS):
        summary.write_blank(group + 1, 0, None, formats["text"])
        summary.write_blank(group + 1, 1, None, formats["count"])
        summary.write_blank(group + 1, 2, None, formats["amount"])
    book.close()
    return buffer.getvalue()


def write_limit(path: Path, cells: Cells) -> None:
    """The limit: XlsxWriter in constant memory, the same cells, formats and totals."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    detail, summary = _head(book, len(cells.rows))
    formats = _formats(book)
    kinds = [formats[_kind(column)] for column in range(COLUMNS)]
    for number, row in enumerate(cells.plain, start=1):
        for column, value in enumerate(row):
            if isinstance(value, str):
                detail.write_string(number, column, value, kinds[column])
            elif isinstance(value, date):
                detail.write_datetime(number, column, value, kinds[column])  # type: ignore[call-overload]  # it takes days too
            else:
                detail.write_number(number, column, value, kinds[column])
    last = len(cells.rows) + 1
    for column in range(_TEXTS + _DAYS, COLUMNS):
        letter = column_letters(column + 1)
        detail.write_formula(last, column, f"=SUM({letter}2:{letter}{last})", kinds[column])
    for number, (name, count, amount) in enumerate(cells.sums, start=1):
        summary.write_string(number, 0, name, formats["text"])
        summary.write_number(number, 1, count, formats["count"])
        summary.write_number(number, 2, float(amount), formats["amount"])
    book.close()


def _head(book: xlsxwriter.Workbook, rows: int) -> tuple[Worksheet, Worksheet]:
    detail, summary = book.add_worksheet(_DETAIL), book.add_worksheet(_SUMMARY)
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#D9E1F2", "text_wrap": True})
    for column in range(COLUMNS):
        detail.write_string(0, column, f"指标{column + 1}", head)
    detail.set_column(0, COLUMNS - 1, 14)
    detail.freeze_panes(1, 2)
    detail.autofilter(0, 0, rows, COLUMNS - 1)
    for column, title in enumerate(("技术领域", "企业数", "合计")):
        summary.write_string(0, column, title, head)
    return detail, summary


def _formats(book: xlsxwriter.Workbook) -> dict[str, xlsxwriter.format.Format]:
    return {
        "text": book.add_format({"border": 1}),
        "day": book.add_format({"border": 1, "num_format": "yyyy-mm-dd"}),
        "count": book.add_format({"border": 1, "num_format": "#,##0"}),
        "amount": book.add_format({"border": 1, "num_format": "#,##0.00"}),
    }


def _kind(column: int) -> str:
    if column < _TEXTS:
        return "text"
    if column < _TEXTS + _DAYS:
        return "day"
    return "count" if column < _TEXTS + _DAYS + _COUNTS else "amount"


def write_ours(path: Path, template: bytes, cells: Cells) -> None:
    """Ours: the template filled in its own XML."""
    summary: dict[tuple[str, str], Decimal | int | str | date | None] = {}
    for number, sums in enumerate(cells.sums, start=2):
        name, count, amount = sums
        summary |= {
            (_SUMMARY, f"A{number}"): name,
            (_SUMMARY, f"B{number}"): count,
            (_SUMMARY, f"C{number}"): amount,
        }
    letters = tuple(column_letters(column + 1) for column in range(COLUMNS))
    block = Block(sheet=_DETAIL, first_row=2, columns=letters, rows=cells.rows)
    filled = fill_template(template, Fill(cells=summary, blocks=(block,)))
    path.write_bytes(filled.data)


def run(plan: Plan) -> list[Result]:
    results = []
    template = make_template()
    for size in plan.sizes:
        cells = make_cells(size)
        ours_path, limit_path = plan.folder / "w5_ours.xlsx", plan.folder / "w5_limit.xlsx"
        ours, limit = measure_in_turns(
            (
                Work(partial(write_ours, ours_path, template, cells)),
                Work(partial(write_limit, limit_path, cells)),
            ),
            rounds=plan.rounds_for(size),
        )
        _require_same(ours_path, limit_path, size)
        results.append(
            report.timed(
                "W5",
                f"detail sheet x {COLUMNS} and summary",
                size,
                ours=ours,
                limit=limit,
                target=0.5 if size == SMALL else None,
            )
        )
        base, ours_peak, limit_peak = (
            memory.peak_of(["W5", who, str(size), str(plan.folder)]) for who in ("nothing", "ours", "limit")
        )
        results.append(
            report.memory(
                "W5",
                "peak memory",
                size,
                ours=ours_peak,
                limit=limit_peak,
                target=80 if size == SMALL else None,
                note=f"of it {base:.0f} MB for the cells themselves and the imports",
            )
        )
    return results


def child(who: str, size: int, folder: Path) -> None:
    """One run in a process of its own, for its peak memory."""
    cells = make_cells(size)
    if who == "ours":
        write_ours(folder / "w5_child.xlsx", make_template(), cells)
    elif who == "limit":
        write_limit(folder / "w5_child.xlsx", cells)


def _require_same(ours: Path, limit: Path, size: int) -> None:
    """Both files hold the same cells, or the comparison is worth nothing."""
    from python_calamine import CalamineWorkbook

    for sheet in (_DETAIL, _SUMMARY):
        one, other = (
            CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python() for path in (ours, limit)
        )
        assert len(one) == len(other), (sheet, len(one), len(other))
        assert one[:-1] == other[:-1], sheet
    assert size + 2 == len(CalamineWorkbook.from_path(ours).get_sheet_by_name(_DETAIL).to_python())
