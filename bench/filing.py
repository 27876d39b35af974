"""W10: all forms of the zone over T tenants: built from the records, checked, held against what is frozen, and saved.

The limit of building is the reported figures alone, tenant by tenant with the names, as SQL by hand over the same
tables; that of saving is XlsxWriter with the same cells. Together they are what W4 and W5 measure one by one.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import xlsxwriter

from bench import report, store
from bench.house import make_house
from bench.plan import SMALL
from bench.timing import Work, measure_in_turns
from crm.domain.indicators import Nature
from crm.domain.measures import Population
from crm.domain.period import Period, PeriodKind
from crm.filings.questions import requests_of
from crm.services.filings import build_form, export_filing, list_forms
from crm.services.freezing import freeze_filing
from crm.services.library import Library
from crm.services.upkeep import open_workplace

if TYPE_CHECKING:
    from pathlib import Path

    from bench.plan import Plan
    from bench.report import Result
    from bench.timing import Times
    from crm.domain.measures import MeasureRequest
    from crm.filings.form import Form
    from crm.services.filings import BuiltFiling
    from crm.services.operation import Workplace

DUE = {PeriodKind.MONTH: Period.parse("2025-12"), PeriodKind.QUARTER: Period.parse("2025Q4")}
_EARLIER = {PeriodKind.MONTH: Period.parse("2025-11"), PeriodKind.QUARTER: Period.parse("2025Q3")}
_STAGES = {
    Population.INCUBATING: "'incubating', 'accelerating'",
    Population.RESIDENT: "'resident', 'incubating', 'accelerating'",
}
_SQL = """
SELECT o.tenant_id, t.name, sum(o.value) FROM observations o JOIN tenants t ON t.id = o.tenant_id
WHERE o.indicator = ? AND o.period IN ({periods}) {members} GROUP BY o.tenant_id ORDER BY o.tenant_id
"""
_MEMBERS = """
AND o.tenant_id IN (SELECT tenant_id FROM stage_records
WHERE stage IN ({stages}) AND on_date <= ? AND (until_date IS NULL OR until_date > ?))
"""


def zone_forms(library: Library) -> list[Form]:
    """The forms of the zone."""
    return [form for form in list_forms(library) if form.code.startswith("zone-")]


def build_all(workplace: Workplace, library: Library, forms: list[Form]) -> list[BuiltFiling]:
    return [build_form(workplace, library, form, DUE[form.period_kind]) for form in forms]


def save_all(filings: list[BuiltFiling], folder: Path) -> None:
    for filing in filings:
        export_filing(
            replace(filing), folder / f"{filing.form.code}.xlsx"
        )  # a copy, whose workbook is not made yet


def reported(library: Library, forms: list[Form]) -> list[MeasureRequest]:
    """The figures of *forms* that tenants report, over populations that hand-written SQL knows."""
    asked = dict.fromkeys(request for form in forms for request in requests_of(form, DUE[form.period_kind]))
    return [
        request
        for request in asked
        if library.indicators[request.indicator].is_reported
        and (request.population in _STAGES or request.population is Population.ANYBODY)
    ]


def sum_plainly(
    raw: sqlite3.Connection, library: Library, requests: list[MeasureRequest]
) -> dict[MeasureRequest, int | None]:
    """The limit of building: every tenant's share with its name, and their sum; None where nobody reported."""
    sums: dict[MeasureRequest, int | None] = {}
    for request in requests:
        stages = _STAGES.get(request.population)
        members = "" if stages is None else _MEMBERS.format(stages=stages)
        periods = _periods(request, library.indicators[request.indicator].nature)
        query = _SQL.format(periods=", ".join("?" * len(periods)), members=members)
        day = request.population_date.isoformat()
        given = (request.indicator, *(one.key for one in periods), *(() if stages is None else (day, day)))
        rows = raw.execute(query, given).fetchall()
        sums[request] = sum(row[2] for row in rows) if rows else None
    return sums


def _periods(request: MeasureRequest, nature: Nature) -> list[Period]:
    """The quarters that were reported: figures of the register are by quarters, none by months."""
    period = request.period
    if nature is Nature.STOCK or not request.to_date:
        return [period]
    return [one for one in period.year_period.parts(PeriodKind.QUARTER) if one.end <= period.end]


def write_limit(filings: list[BuiltFiling], folder: Path) -> None:
    """The limit of saving: XlsxWriter in constant memory, the rows and cells of each filing, bordered."""
    for filing in filings:
        book = xlsxwriter.Workbook(folder / f"{filing.form.code}_limit.xlsx", {"constant_memory": True})
        formats = {
            kind: book.add_format({"border": 1, "num_format": kind}) for kind in ("@", "0.00", "yyyy-mm-dd")
        }
        sheet = book.add_worksheet("汇总")
        for number, cell in enumerate(filing.built.singles):
            if cell.value is not None:
                sheet.write(number, 1, cell.value, formats["0.00"])
        for block in filing.built.blocks:
            sheet = book.add_worksheet()
            for number, row in enumerate(block.rows()[1]):
                for column, value in enumerate(row):
                    if value is None:
                        sheet.write_blank(number, column, None, formats["@"])
                    elif isinstance(value, str):
                        sheet.write_string(number, column, value, formats["@"])
                    elif isinstance(value, date):
                        sheet.write_datetime(number, column, value, formats["yyyy-mm-dd"])  # type: ignore[call-overload]  # it takes days too
                    else:
                        sheet.write_number(number, column, float(value), formats["0.00"])
        book.close()


def _open(path: Path, library: Library) -> Workplace:
    """The house with an earlier month and quarter frozen, so that there is something to agree with."""
    workplace = open_workplace(path, today=store.TODAY, user="bench", backup=False)
    for form in zone_forms(library):
        if form.due:
            filing = build_form(workplace, library, form, _EARLIER[form.period_kind])
            freeze_filing(workplace, library, filing, reason="上报")
    return workplace


def run(plan: Plan) -> list[Result]:
    size = plan.sizes[0]
    library = Library.load(user_folder=plan.folder / "nobody")
    path = make_house(plan.folder, size)
    workplace, raw = _open(path, library), sqlite3.connect(path)
    forms = zone_forms(library)
    requests, filings = reported(library, forms), build_all(workplace, library, forms)
    ours = {request: found.value for one in filings for request, found in one.built.figures.items()}
    plain = sum_plainly(raw, library, requests)
    assert {request: ours[request] for request in requests} == plain
    built, summed, saved, written = measure_in_turns(
        (
            Work(partial(build_all, workplace, library, forms), once=True),
            Work(partial(sum_plainly, raw, library, requests), once=True),
            Work(partial(save_all, filings, plan.folder), once=True),
            Work(partial(write_limit, filings, plan.folder), once=True),
        ),
        rounds=min(3, plan.rounds),
    )
    raw.close()
    workplace.database.close()
    cells = sum(filing.built.cell_count for filing in filings)
    judged = 2 if size == SMALL else None
    return [
        report.timed("W10", "all zone forms: build, check, agree", size, ours=built, limit=summed,
                     note=f"{len(forms)} forms, {cells:,} cells"),
        report.timed("W10", "all zone forms: save", size, ours=saved, limit=written,
                     target=0.5 if size == SMALL else None),
        report.timed("W10", "all zone forms: everything", size, ours=_together(built, saved),
                     limit=_together(summed, written), target=judged),
    ]  # fmt: skip


def _together(one: Times, other: Times) -> Times:
    return replace(
        one,
        cpu=tuple(map(sum, zip(one.cpu, other.cpu, strict=True))),
        wall=tuple(map(sum, zip(one.wall, other.wall, strict=True))),
    )
