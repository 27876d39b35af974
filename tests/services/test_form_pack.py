"""The shipped forms over the demo: each files what it did, every list adds up, and the templates are as drawn."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

import pytest

from crm.db.engine import open_database
from crm.db.migrate import ensure_schema
from crm.domain.finding import Severity
from crm.domain.measures import RecordsRequest
from crm.domain.period import Period
from crm.filings.functions import BY_NAME, FUNCTIONS
from crm.services.demo import build_demo
from crm.services.filings import BuiltFiling, build_filing, explain_cell, list_forms
from crm.services.operation import Workplace
from tests import form_templates, golden_filings
from tests.excel.templates import opened, read_parts, rewritten
from tests.form_templates.indicator_page import page_of_indicators
from tests.form_templates.language import page_of_checks
from tests.golden_filings import differences

if TYPE_CHECKING:
    from pathlib import Path

    from crm.services.library import Library

EVERY = pytest.mark.parametrize("form", golden_filings.FILINGS)
Filed: TypeAlias = Callable[[str], BuiltFiling]


@pytest.mark.parametrize("folder", form_templates.form_folders(), ids=lambda path: "/".join(path.parts[-3:]))
def test_a_template_is_what_its_layout_draws(folder: Path) -> None:
    drawn = form_templates.draw_folder(folder)
    assert read_parts((folder / "template.xlsx").read_bytes()) == read_parts(drawn)
    assert drawn == form_templates.draw_folder(folder)


def test_the_pages_of_the_forms_are_current(library: Library) -> None:
    pages = form_templates.write_pages(library)
    assert {path.name for path in form_templates.PAGES.iterdir()} == set(pages)
    for name, text in pages.items():
        assert (form_templates.PAGES / name).read_text("utf-8") == text, f"{name}: run tasks.py templates"


def test_the_page_of_the_checks_is_current(library: Library) -> None:
    text = form_templates.CHECKS.read_text("utf-8")
    assert text == page_of_checks(library), "run tasks.py templates"
    for name in (*BY_NAME, *FUNCTIONS):
        assert f"`{name}(" in text or name == "value"
    for form in list_forms(library):
        assert all(f"### {check.code}\n" in text for check in form.checks)


def test_the_page_of_the_indicators_is_current(library: Library) -> None:
    text = form_templates.INDICATORS.read_text("utf-8")
    assert text == page_of_indicators(library), "run tasks.py templates"
    for indicator in library.indicators:
        assert f"（`{indicator.code}`）\n" in text
    assert text.count("，待核实\n") == sum(not indicator.verified for indicator in library.indicators)


def test_every_form_has_a_golden_filing(library: Library) -> None:
    assert {form.code for form in list_forms(library)} == set(golden_filings.FILINGS)


@EVERY
def test_a_filing_of_the_demo_is_the_golden_workbook(golden_filing: Filed, form: str) -> None:
    golden = golden_filings.golden_path(form, golden_filings.FILINGS[form]).read_bytes()
    assert differences(golden_filing(form).workbook.data, golden) == []


def test_what_differs_from_a_golden_workbook_is_named_by_cell(golden_filing: Filed) -> None:
    filing = golden_filing("zone-financings")
    book = opened(filing.workbook.data)
    sheet = book.worksheets[0]
    sheet["B5"] = "另一家企业"
    sheet["I6"].number_format = "0.000"
    sheet["I14"] = "=SUM(I5:I12)"
    changed = io.BytesIO()
    book.save(changed)
    told = differences(changed.getvalue(), filing.workbook.data)
    name = filing.built.cell_at("融资台账", "B5").value
    assert f"融资台账!B5: value '另一家企业', in the golden workbook {name!r}" in told
    assert "融资台账!I6: number format '0.000', in the golden workbook '#,##0.00'" in told
    assert "融资台账!I14: formula '=SUM(I5:I12)', in the golden workbook '=SUM(I5:I13)'" in told
    *_, last = differences(golden_filing("zone-rights").workbook.data, filing.workbook.data)
    assert last.startswith("and ")
    unlike = rewritten(
        filing.workbook.data, lambda name, data: b"<Properties/>" if name == "docProps/app.xml" else data
    )
    assert differences(unlike, filing.workbook.data) == [
        "docProps/app.xml: not as in the golden workbook, though all cells are"
    ]


@pytest.mark.parametrize("form", ["shanxi-incubator", "tax-property", "torch-summary", "zone-monthly"])
def test_the_figures_of_a_filing_do_not_depend_on_the_day_on_which_it_is_built(
    demo: Workplace, library: Library, golden_filing: Filed, form: str
) -> None:
    later = replace(demo, today=date(2028, 2, 29))
    built = build_filing(later, library, form, Period.parse(golden_filings.FILINGS[form])).built
    assert [(cell.place, cell.value) for cell in built.cells()] == [
        (cell.place, cell.value) for cell in golden_filing(form).built.cells()
    ]


@EVERY
def test_a_filing_of_the_demo_breaks_no_relation_and_fills_its_template(
    golden_filing: Filed, form: str
) -> None:
    filing = golden_filing(form)
    assert filing.of_severity(Severity.ERROR) == ()
    assert filing.workbook.uncomputed == ()
    assert filing.built.cell_count > 10
    for block in filing.built.blocks:
        assert block.tenants, block.id


@EVERY
def test_every_total_is_the_sum_of_the_records_of_its_rows(golden_filing: Filed, form: str) -> None:
    filing = golden_filing(form)
    built = filing.built
    for block in built.blocks:
        for column in block.columns:
            if not column.has_total:
                continue
            total = explain_cell(filing, sheet=block.sheet, address=built.total_cell(block, column).address)
            rows = [
                explain_cell(
                    filing, sheet=block.sheet, address=built.block_cell(block, column, index).address
                )
                for index in range(len(block.tenants))
            ]
            assert total.amount == sum(row.amount or 0 for row in rows), column.id
            shares = [share for row in rows for share in row.rows]
            assert sorted(shares, key=repr) == sorted(total.rows, key=repr), column.id


def test_a_record_of_a_list_explains_itself(golden_filing: Filed) -> None:
    filing = golden_filing("zone-events")
    block = filing.built.block("events")
    came = explain_cell(filing, sheet=block.sheet, address="G5")
    assert [(row.kind, row.id) for row in came.rows] == [("event", block.records[0])]
    title = explain_cell(filing, sheet=block.sheet, address="B5")
    assert [(row.kind, row.id, row.label) for row in title.rows] == [
        ("event", block.records[0], block.names[0])
    ]
    deals = golden_filing("zone-financings")
    cell = deals.built.cell_at("融资台账", "I5")
    assert (cell.record_kind, cell.record_id) == ("financing", deals.built.block("deals").records[0])
    assert cell.tenant_id is not None


def test_the_story_s_events_of_2021_stand_in_the_register(golden_filing: Filed) -> None:
    built = golden_filing("zone-events").built
    block = built.block("events")
    assert len(block.records) > 60
    assert block.column("event_attendances").total == 5532


def test_phones_are_masked_in_the_register(golden_filing: Filed) -> None:
    built = golden_filing("zone-tenants").built
    phones = [value for value in built.block("tenants").column("phone").values if value]
    assert phones
    assert all("*" in str(phone) for phone in phones)


def test_a_register_is_filed_for_any_length_of_period(demo: Workplace, library: Library) -> None:
    sizes = {
        code: len(
            build_filing(demo, library, "zone-events", Period.parse(code)).built.block("events").records
        )
        for code in ("2021", "2021H1", "2021Q1", "2021-01")
    }
    assert sizes["2021"] > sizes["2021H1"] > sizes["2021Q1"] > sizes["2021-01"] > 0
    texts = build_filing(demo, library, "zone-events", Period.parse("2021-01")).built.texts
    assert "报告期：2021年1月" in {text.value for text in texts}


def test_who_reports_by_quarters_alone_is_missing_from_a_month(golden_filing: Filed) -> None:
    filing = golden_filing("zone-monthly")
    block = filing.built.block("tenants")
    income = block.column("total_income")
    blank = {name for name, value in zip(block.names, income.values, strict=True) if value is None}
    assert 0 < len(blank) < len(block.names)
    named = {finding.values["tenant"] for finding in filing.findings if finding.code == "filing-not-reported"}
    assert blank <= named
    year = dict(zip(block.names, block.column("total_income_year_to_date").values, strict=True))
    assert any(year[name] for name in blank)


def test_lists_of_unknown_records_are_refused(demo: Workplace) -> None:
    from crm.db.queries.record_lists import read_records
    from crm.domain.errors import NotFoundError

    with demo.database.reading() as connection, pytest.raises(NotFoundError, match="records-unknown"):
        read_records(connection, RecordsRequest("tenants", Period.parse("2025")))


def test_both_databases_file_the_same(database_url: str, library: Library) -> None:
    database = open_database(database_url)
    ensure_schema(database, backup=False)
    workplace = Workplace.of(database, today=golden_filings.DEMO_DAY, user="tester")
    build_demo(workplace, library)
    for form, period in golden_filings.BOOKS:
        filed = build_filing(workplace, library, form, Period.parse(period)).workbook.data
        assert differences(filed, golden_filings.golden_path(form, period).read_bytes()) == [], form
    database.close()
