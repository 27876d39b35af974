"""Filings: built from the records, checked, explained to the last row, exported, frozen, and watched since."""

from __future__ import annotations

import errno
import hashlib
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from crm.domain.errors import DataFormatError, NotFoundError, RuleError, StaleError
from crm.domain.finding import Finding, Severity
from crm.domain.period import Period, PeriodKind
from crm.excel.reader import open_workbook
from crm.excel.saving import SaveRefused
from crm.filings.built import Particulars
from crm.filings.compare import DifferenceKind
from crm.filings.form import FilingRefused
from crm.services import filings
from crm.services.approval import StepKind, sign_filing, submit_filing
from crm.services.demo import build_demo
from crm.services.figures import Figure, put_figures
from crm.services.filings import BuiltFiling, build_filing, explain_cell, export_filing, form_in, list_forms
from crm.services.freezing import export_and_freeze, freeze_filing
from crm.services.frozen_filings import (
    changes_since_frozen,
    export_frozen,
    frozen_findings,
    list_filings,
    read_frozen,
)
from crm.services.operation import undo

if TYPE_CHECKING:
    from pathlib import Path

    from crm.services.library import Library
    from crm.services.operation import Workplace

QUARTER = Period.parse("2026Q3")
ZONE = "zone-quarterly"


@pytest.fixture
def filing(demo: Workplace, library: Library) -> BuiltFiling:
    """The demo's quarterly report."""
    return build_filing(demo, library, ZONE, QUARTER)


def first_reported(filing: BuiltFiling, indicator: str) -> tuple[int, int]:
    """A tenant that contributes to an indicator of the quarter, and its amount."""
    cell = next(
        cell
        for cell in filing.built.cells()
        if cell.indicator == indicator and cell.block and cell.tenant_id and cell.amount
    )
    assert cell.tenant_id is not None
    assert cell.amount is not None
    return cell.tenant_id, cell.amount


def test_every_shipped_form_says_that_we_designed_it(library: Library) -> None:
    forms = {form.code: form for form in list_forms(library)}
    assert set(forms) > {ZONE, "torch-tenant"}
    assert all(form.own_layout for form in forms.values())


def test_a_form_is_read_anew_when_its_file_or_a_check_it_includes_changes(
    library: Library, tmp_path: Path
) -> None:
    folder = replace(library.form_folder("torch-summary"), folder=tmp_path)
    text = (library.form_folder("torch-summary").folder / "form.toml").read_text("utf-8")
    file = tmp_path / "form.toml"
    file.write_text(text, "utf-8")
    form = form_in(folder, library)
    assert form_in(folder, library) is form
    file.write_text(text.replace("year = 2018", "year = 2019"), "utf-8")
    assert (form.year, form_in(folder, library).year) == (2018, 2019)
    with pytest.raises(DataFormatError):
        form_in(folder, replace(library, relations={}))


def test_every_figure_is_the_sum_of_its_rows(filing: BuiltFiling) -> None:
    explained = 0
    for cell in filing.built.cells():
        if cell.indicator is None or cell.amount is None:
            continue
        trace = explain_cell(filing, sheet=cell.sheet, address=cell.address)
        assert sum(row.amount or 0 for row in trace.rows) == cell.amount, cell.place
        explained += 1
    assert explained > 500


def test_every_live_total_of_the_workbook_is_our_figure(filing: BuiltFiling) -> None:
    live = [cell for cell in filing.built.cells() if cell.live]
    assert live
    assert filing.workbook.uncomputed == ()
    for cell in live:
        formula = filing.workbook.formulas[cell.sheet, cell.address]
        assert Decimal(str(formula.value)) == Decimal(str(cell.value)), cell.place


def test_a_template_whose_total_misses_rows_is_never_exported(filing: BuiltFiling, tmp_path: Path) -> None:
    cell = next(cell for cell in filing.built.cells() if cell.live and cell.value)
    block = filing.built.block(cell.block)
    column = block.column(cell.column)
    faulty = replace(column, total=Decimal(str(column.total)) + 1)
    columns = tuple(faulty if one is column else one for one in block.columns)
    blocks = tuple(replace(block, columns=columns) if one is block else one for one in filing.built.blocks)
    wrong = BuiltFiling(filing.form, replace(filing.built, blocks=blocks), filing.findings, filing.template)
    with pytest.raises(FilingRefused, match="filing-total-differs"):
        export_filing(wrong, tmp_path / "out.xlsx")
    assert not (tmp_path / "out.xlsx").exists()


def test_the_same_records_give_the_same_bytes(demo: Workplace, library: Library, tmp_path: Path) -> None:
    exported = [
        export_filing(build_filing(demo, library, ZONE, QUARTER), tmp_path / name)
        for name in ("a.xlsx", "b.xlsx")
    ]
    assert exported[0].sha256 == exported[1].sha256
    data = exported[0].path.read_bytes()
    assert data == exported[1].path.read_bytes()
    assert hashlib.sha256(data).hexdigest() == exported[0].sha256


def test_the_reporting_unit_is_the_operator_unless_another_is_given(
    demo: Workplace, library: Library, filing: BuiltFiling
) -> None:
    assert filing.built.particulars.reporting_unit
    assert filing.built.particulars.filled_on == demo.today
    given = Particulars(filled_on=demo.today, reporting_unit="某单位", preparer="某人")
    other = build_filing(demo, library, ZONE, QUARTER, particulars=given)
    assert other.built.particulars == given


def test_without_a_site_the_reporting_unit_stays_blank(workplace: Workplace, library: Library) -> None:
    empty = build_filing(workplace, library, ZONE, Period.parse("2026Q1"))
    assert empty.built.particulars.reporting_unit == ""
    assert empty.workbook.data


def test_the_torch_form_has_one_row_a_tenant(demo: Workplace, library: Library, tmp_path: Path) -> None:
    filing = build_filing(demo, library, "torch-tenant", Period.parse("2025"))
    (block,) = filing.built.blocks
    assert len(block.tenants) > 50
    export_filing(filing, tmp_path / "torch.xlsx")
    with open_workbook(tmp_path / "torch.xlsx") as book:
        cells = {str(value) for row in book.read(0).rows for value in row if value is not None}
    assert set(block.names) <= cells


def test_a_form_of_another_rhythm_or_no_form_is_refused(demo: Workplace, library: Library) -> None:
    with pytest.raises(RuleError, match="form-period-kind"):
        build_filing(demo, library, ZONE, Period.parse("2026"))
    with pytest.raises(NotFoundError, match="form-unknown"):
        build_filing(demo, library, "nonsense", QUARTER)


def test_a_target_that_cannot_be_written_is_a_clear_refusal(filing: BuiltFiling, tmp_path: Path) -> None:
    with pytest.raises(SaveRefused):
        export_filing(filing, tmp_path / "no such folder" / "out.xlsx")


def test_a_workbook_that_cannot_take_its_place_leaves_nothing_frozen(
    demo: Workplace, library: Library, filing: BuiltFiling, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.xlsx"
    target.write_bytes(b"open in another program")
    submit_filing(demo, library, filing, name="柳填表", reason="均已核实")
    sign_filing(demo, library, filing, StepKind.APPROVED, name="沈负责", on_paper=True)

    def refuse(_: Path, place: Path) -> None:
        raise OSError(errno.EBUSY, "held", str(place))

    with monkeypatch.context() as held:
        held.setattr(type(target), "replace", refuse)
        with pytest.raises(SaveRefused, match="save-locked"):
            export_and_freeze(demo, library, filing, target)
    assert list_filings(demo) == ()
    assert target.read_bytes() == b"open in another program"
    exported, _ = export_and_freeze(demo, library, filing, target)  # its signatures hold as before
    assert [info.version for info in list_filings(demo)] == [1]
    assert exported.sha256 == list_filings(demo)[0].sha256


def test_warnings_must_be_explained_and_errors_need_a_reason(
    demo: Workplace, library: Library, filing: BuiltFiling
) -> None:
    assert filing.of_severity(Severity.WARNING)
    with pytest.raises(RuleError, match="filing-warnings-unexplained"):
        freeze_filing(demo, library, filing)
    error = Finding("check-made-up", Severity.ERROR, "综合情况!D5")
    faulty = BuiltFiling(filing.form, filing.built, (*filing.findings, error), filing.template)
    explained = {finding.code: "已核实" for finding in filing.findings}
    with pytest.raises(RuleError, match="filing-has-errors"):
        freeze_filing(demo, library, faulty, explanations=explained)
    freeze_filing(demo, library, faulty, reason="经办人核实")
    assert list_filings(demo)[0].reason == "经办人核实"


def test_a_frozen_filing_exports_again_to_the_same_bytes(
    demo: Workplace, library: Library, filing: BuiltFiling, tmp_path: Path
) -> None:
    exported = export_filing(filing, tmp_path / "filed.xlsx")
    explained = {finding.code: f"已核实 {finding.code}" for finding in filing.findings}
    freeze_filing(demo, library, filing, explanations=explained, reason="未经批准")
    (info,) = list_filings(demo)
    kept = frozen_findings(demo, info.id)
    assert [(one.code, one.explanation) for one in kept] == [
        (finding.code, explained[finding.code]) for finding in filing.findings
    ]
    assert (info.form, info.period, info.version, info.frozen_by) == (ZONE, QUARTER, 1, "tester")
    assert info.sha256 == exported.sha256
    tenant, amount = first_reported(filing, "total_income")
    put_figures(
        demo, library, [Figure(tenant, "total_income", QUARTER, amount + 100_000_000)], reason="企业来函"
    )
    again = export_frozen(demo, info.id, tmp_path / "again.xlsx")
    assert again.path.read_bytes() == exported.path.read_bytes()
    assert again.cells == exported.cells
    assert read_frozen(demo, info.id) == filing.built


def test_what_has_changed_since_freezing_is_listed_with_the_record_behind_it(
    demo: Workplace, library: Library, filing: BuiltFiling
) -> None:
    freeze_filing(demo, library, filing, reason="已核实")
    (info,) = list_filings(demo)
    assert changes_since_frozen(demo, library, info.id) == ()
    tenant, amount = first_reported(filing, "total_income")
    put_figures(demo, library, [Figure(tenant, "total_income", QUARTER, amount + 1_000_000)], reason="更正")
    differences = changes_since_frozen(demo, library, info.id)
    assert differences
    assert DifferenceKind.VALUE in {difference.kind for difference in differences}
    assert all(tenant in {record.id for record in difference.records} for difference in differences)
    undo(demo)
    assert changes_since_frozen(demo, library, info.id) == ()


def test_a_filing_overtaken_by_the_records_is_not_frozen(
    demo: Workplace, library: Library, filing: BuiltFiling
) -> None:
    tenant, amount = first_reported(filing, "total_income")
    put_figures(demo, library, [Figure(tenant, "total_income", QUARTER, amount + 1_000_000)])
    with pytest.raises(StaleError, match="filing-outdated"):
        freeze_filing(demo, library, filing, reason="x")
    assert list_filings(demo) == ()


def test_the_same_filing_is_not_frozen_twice_and_a_changed_one_is_the_next_version(
    demo: Workplace, library: Library, filing: BuiltFiling
) -> None:
    freeze_filing(demo, library, filing, reason="x")
    with pytest.raises(RuleError, match="filing-unchanged"):
        freeze_filing(demo, library, filing, reason="x")
    tenant, amount = first_reported(filing, "total_income")
    put_figures(demo, library, [Figure(tenant, "total_income", QUARTER, amount + 1_000_000)], reason="更正")
    freeze_filing(demo, library, build_filing(demo, library, ZONE, QUARTER), reason="更正")
    assert [info.version for info in list_filings(demo)] == [2, 1]


def test_freezing_can_be_undone_while_nothing_builds_on_it(
    demo: Workplace, library: Library, filing: BuiltFiling
) -> None:
    freeze_filing(demo, library, filing, reason="x")
    undo(demo)
    assert list_filings(demo) == ()


def test_a_frozen_filing_that_does_not_exist_is_named(demo: Workplace, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="filing-unknown"):
        export_frozen(demo, 7, tmp_path / "x.xlsx")


def test_a_filing_is_frozen_and_read_back_on_every_kind_of_database(
    workplace: Workplace, library: Library, tmp_path: Path
) -> None:
    build_demo(workplace, library)
    filing = build_filing(workplace, library, ZONE, QUARTER)
    freeze_filing(workplace, library, filing, reason="x")
    (info,) = list_filings(workplace)
    assert read_frozen(workplace, info.id) == filing.built
    assert export_frozen(workplace, info.id, tmp_path / "x.xlsx").sha256 == filing.sha256


def test_a_column_nobody_reported_and_the_definitions_are_exported(
    demo: Workplace, library: Library, tmp_path: Path
) -> None:
    built = build_filing(demo, library, ZONE, QUARTER).built
    cell = next(cell for cell in built.cells() if cell.indicator == "exports")
    parts = {part.key: part for part in (QUARTER, *QUARTER.parts(PeriodKind.MONTH))}
    with demo.database.reading() as connection:
        reports = connection.exec_driver_sql(
            "SELECT tenant_id, period FROM observations WHERE indicator = 'exports' "
            f"AND period IN ({', '.join(map(str, parts))})"
        ).all()
    put_figures(demo, library, [Figure(row[0], "exports", parts[row[1]], None) for row in reports])
    filing = build_filing(demo, library, ZONE, QUARTER)
    export_filing(filing, tmp_path / "out.xlsx")
    assert filing.built.cell_at(cell.sheet, cell.address).value is None
    (total,) = (one for one in filing.built.figures_shown() if one.live and one.indicator == "exports")
    written = load_workbook(tmp_path / "out.xlsx")[total.sheet][total.address].value
    assert str(written).startswith("=IF((SUM("), "it adds up what is typed into the file later"
    shown = load_workbook(tmp_path / "out.xlsx", data_only=True)[total.sheet][total.address].value
    assert not shown, "the form itself says that a blank is not reported and no zero"
    assert shown != 0
    with open_workbook(tmp_path / "out.xlsx") as book:
        notes = " ".join(str(value) for row in book.read("填表说明").rows for value in row if value)
    assert library.indicators["exports"].definition.zh in notes


def test_a_share_of_what_nobody_reported_is_blank_and_not_zero(demo: Workplace, library: Library) -> None:
    year = Period.parse("2025")

    def share() -> object:
        filled = build_filing(demo, library, "shanxi-incubator", year).workbook
        return filled.formulas["申报条件对照", "E20"].value

    assert share() not in {None, "", 0}
    with demo.database.reading() as connection:
        reports = connection.exec_driver_sql(
            "SELECT tenant_id, period FROM observations WHERE indicator = 'college'"
        ).all()
    put_figures(demo, library, [Figure(row[0], "college", Period.from_key(row[1]), None) for row in reports])
    assert share() == ""


def test_texts_and_numbers_of_a_total_are_told_apart() -> None:
    assert filings._same("4 家", "4 家")
    assert not filings._same("4 家", "5 家")
    assert not filings._same(Decimal(4), "4")
    assert filings._same(1.1, Decimal("1.10"))
    assert filings._same("", None)
    assert filings._same(0, None)
    assert not filings._same(5, None)


def test_the_summary_is_checked_against_the_tenants_form_as_it_was_filed(
    demo: Workplace, library: Library
) -> None:
    year = Period.parse("2025")
    tenants = build_filing(demo, library, "torch-tenant", year)
    freeze_filing(demo, library, tenants, reason="年报")

    def broken(code: str) -> list[Finding]:
        summary = build_filing(demo, library, "torch-summary", year)
        assert summary.built.elsewhere["tenants_income"].form == "torch-tenant"
        return [finding for finding in summary.findings if finding.code == code]

    assert broken("check-8b-income") == []
    summary = build_filing(demo, library, "torch-summary", year)
    request = summary.built.facts["tenants_income"]
    share = summary.built.figures[request].contributions[0]
    more = Figure(share.id, "total_income", year, share.amount + 5_000_000_00)
    put_figures(demo, library, [more], reason="企业更正")
    (finding,) = broken("check-8b-income")
    assert finding.values["tenants_income"] != finding.values["total_income"]


def test_what_stands_in_a_frozen_filing_is_never_nudged_and_what_comes_later_moves_nothing(
    demo: Workplace, library: Library
) -> None:
    year = Period.parse("2025")
    summary = build_filing(demo, library, "torch-summary", year)
    freeze_filing(demo, library, summary, reason="年报")
    (first,) = list_filings(demo)
    freeze_filing(demo, library, build_filing(demo, library, "torch-tenant", year), reason="年报")
    freeze_filing(demo, library, build_filing(demo, library, "torch-makerspace", year), reason="年报")
    assert changes_since_frozen(demo, library, first.id) == ()
    beside = build_filing(demo, library, "torch-summary", year)
    assert [cell.place for cell in summary.built.nudged()] == ["综合情况!E26"]
    # The maker spaces' form has filed each part of the income as it rounds, not their sum: it is the sum that moves.
    assert [cell.place for cell in beside.built.nudged()] == ["综合情况!E23"]
    assert "filing-rounding-unbalanced" not in {finding.code for finding in beside.findings}
