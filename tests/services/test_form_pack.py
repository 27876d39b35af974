"""The shipped forms over the demo: each files what it did, every list adds up, and the templates are as drawn."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from crm.db.engine import open_database
from crm.db.migrate import ensure_schema
from crm.domain.finding import Severity
from crm.domain.measures import RecordsRequest
from crm.domain.period import Period
from crm.filings.functions import BY_NAME, FUNCTIONS
from crm.services.demo import build_demo
from crm.services.filings import build_filing, explain_cell, list_forms
from crm.services.operation import Workplace
from tests import form_templates, golden_filings
from tests.form_templates.indicator_page import page_of_indicators
from tests.form_templates.language import page_of_checks

if TYPE_CHECKING:
    from pathlib import Path

    from crm.services.library import Library

EVERY = pytest.mark.parametrize(("form", "period"), golden_filings.FILINGS.items())


def parts_of(workbook: bytes) -> dict[str, bytes]:
    """The unpacked parts of a workbook: packing may differ from one zlib to the next."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("folder", form_templates.form_folders(), ids=lambda path: "/".join(path.parts[-3:]))
def test_a_template_is_what_its_layout_draws(folder: Path) -> None:
    drawn = form_templates.draw_folder(folder)
    assert parts_of((folder / "template.xlsx").read_bytes()) == parts_of(drawn)
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
def test_a_filing_of_the_demo_is_the_golden_one(
    demo: Workplace, library: Library, form: str, period: str
) -> None:
    built = build_filing(demo, library, form, Period.parse(period)).built
    golden = golden_filings.golden_path(form).read_text("utf-8").splitlines()
    assert golden_filings.golden_lines(built) == golden


@EVERY
def test_a_filing_of_the_demo_breaks_no_relation_and_fills_its_template(
    demo: Workplace, library: Library, form: str, period: str
) -> None:
    filing = build_filing(demo, library, form, Period.parse(period))
    assert filing.of_severity(Severity.ERROR) == ()
    assert filing.workbook.uncomputed == ()
    assert filing.built.cell_count > 10
    for block in filing.built.blocks:
        assert block.tenants, block.id


@EVERY
def test_every_total_is_the_sum_of_the_records_of_its_rows(
    demo: Workplace, library: Library, form: str, period: str
) -> None:
    filing = build_filing(demo, library, form, Period.parse(period))
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


def test_a_record_of_a_list_explains_itself(demo: Workplace, library: Library) -> None:
    filing = build_filing(demo, library, "zone-events", Period.parse("2021"))
    block = filing.built.block("events")
    came = explain_cell(filing, sheet=block.sheet, address="G5")
    assert [(row.kind, row.id) for row in came.rows] == [("event", block.records[0])]
    title = explain_cell(filing, sheet=block.sheet, address="B5")
    assert [(row.kind, row.id, row.label) for row in title.rows] == [
        ("event", block.records[0], block.names[0])
    ]
    deals = build_filing(demo, library, "zone-financings", Period.parse("2026"))
    cell = deals.built.cell_at("融资台账", "I5")
    assert (cell.record_kind, cell.record_id) == ("financing", deals.built.block("deals").records[0])
    assert cell.tenant_id is not None


def test_the_story_s_events_of_2021_stand_in_the_register(demo: Workplace, library: Library) -> None:
    built = build_filing(demo, library, "zone-events", Period.parse("2021")).built
    block = built.block("events")
    assert len(block.records) > 60
    assert block.column("event_attendances").total == 5532


def test_phones_are_masked_in_the_register(demo: Workplace, library: Library) -> None:
    built = build_filing(demo, library, "zone-tenants", Period.parse("2026Q3")).built
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


def test_who_reports_by_quarters_alone_is_missing_from_a_month(demo: Workplace, library: Library) -> None:
    filing = build_filing(demo, library, "zone-monthly", Period.parse("2026-09"))
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
    for form, period in golden_filings.FILINGS.items():
        built = build_filing(workplace, library, form, Period.parse(period)).built
        golden = golden_filings.golden_path(form).read_text("utf-8").splitlines()
        assert golden_filings.golden_lines(built) == golden, form
    database.close()
