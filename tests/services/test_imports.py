"""Imports: planned before they are written, one operation with one undo, and every row accounted for."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crm.db.queries.tenants import stage_entries
from crm.domain.errors import NotFoundError, ParseError, StaleError
from crm.domain.lifecycle import Stage
from crm.domain.measures import MeasureRequest
from crm.domain.period import Period
from crm.excel.safety import ReadRefused
from crm.intake.lexicon import SheetKind
from crm.services.figures import answer
from crm.services.import_sheets import list_sheets
from crm.services.imports import ImportRequest, PreparedImport, apply_import, prepare_import
from crm.services.operation import undo
from crm.services.tenants import TenantQuery, add_tenant, get_tenant, list_tenant_ids
from tests.db.world import dump

if TYPE_CHECKING:
    from crm.services.library import Library
    from crm.services.operation import Workplace

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
real_registers = pytest.mark.skipif(
    not SHARED.is_dir(),
    reason="the real registers lie beside the checkout on some machines only",
)


def bring_in(workplace: Workplace, library: Library, path: Path, **choices: object) -> PreparedImport:
    prepared = prepare_import(workplace, library, ImportRequest(path, **choices))  # type: ignore[arg-type]
    apply_import(workplace, library, prepared)
    return prepared


def tenant_named(workplace: Workplace, text: str) -> int:
    (found,) = list_tenant_ids(workplace, TenantQuery(text=text))
    return found


def test_nothing_is_written_before_the_plan_is_applied(
    workplace: Workplace, library: Library, register: Path
) -> None:
    prepared = prepare_import(workplace, library, ImportRequest(register))
    assert list_tenant_ids(workplace, TenantQuery()).tolist() == []
    assert prepared.writes
    assert prepared.kind is SheetKind.TENANTS
    counts = prepared.counts
    assert (counts.rows, counts.new, counts.refused, counts.skipped) == (6, 4, 1, 1)
    assert counts.adds_up
    assert "row-duplicate" in {finding.code for finding in prepared.findings}


def test_a_register_comes_in_with_stages_amounts_and_what_has_no_field(
    workplace: Workplace, library: Library, register: Path
) -> None:
    bring_in(workplace, library, register)
    profile = get_tenant(workplace, library, tenant_named(workplace, "云图"))
    assert profile.fields["registered_capital"] == 100_000_000
    assert profile.fields["industry"] == "6513"
    assert profile.extra == {"荣誉称号": "瞪羚"}
    assert profile.line.stage is Stage.INCUBATING
    assert profile.line.moved_in_on == date(2024, 3, 1)
    graduate = get_tenant(workplace, library, tenant_named(workplace, "石火"))
    assert [(entry.stage, entry.on) for entry in graduate.stages] == [
        (Stage.INCUBATING, date(2021, 7, 1)),
        (Stage.GRADUATED, workplace.today),
    ]
    lead = get_tenant(workplace, library, tenant_named(workplace, "半亩"))
    assert lead.line.stage is Stage.PROSPECT
    assert lead.fields["registered_capital"] is None


def test_the_same_file_again_changes_nothing(workplace: Workplace, library: Library, register: Path) -> None:
    bring_in(workplace, library, register)
    again = prepare_import(workplace, library, ImportRequest(register))
    assert (again.counts.new, again.counts.updated, again.counts.same) == (0, 0, 4)
    assert not again.writes
    assert apply_import(workplace, library, again) is None


def test_an_update_keeps_former_names_dates_stages_and_never_blanks(
    workplace: Workplace, library: Library, tmp_path: Path
) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text(
        "企业编号,企业名称,孵化阶段,备注,曾用名\nA1,晋阳一品有限公司,在孵,老客户,晋阳旧名有限公司\n",
        "utf-8",
    )
    second.write_text(
        "企业编号,企业名称,孵化阶段,备注,行业分类,特色\nA1,晋阳新名有限公司,退出,,6513,好\n", "utf-8"
    )
    bring_in(workplace, library, first, on=date(2024, 1, 1))
    prepared = bring_in(workplace, library, second, on=date(2025, 6, 30))
    assert prepared.counts.updated == 1
    profile = get_tenant(workplace, library, tenant_named(workplace, "晋阳"))
    assert profile.line.name == "晋阳新名有限公司"
    assert {entry.name for entry in profile.names} == {"晋阳旧名有限公司", "晋阳一品有限公司"}
    assert profile.fields["note"] == "老客户"
    assert profile.extra == {"特色": "好"}
    assert [(entry.stage, entry.on, entry.until) for entry in profile.stages] == [
        (Stage.INCUBATING, date(2024, 1, 1), date(2025, 6, 30)),
        (Stage.EXITED, date(2025, 6, 30), None),
    ]
    assert tenant_named(workplace, "旧名") == profile.line.id


def test_undoing_an_import_restores_what_stood_before(
    workplace: Workplace, library: Library, tmp_path: Path, register: Path
) -> None:
    bring_in(workplace, library, register)
    with workplace.database.reading() as connection:
        before = dump(connection)
    changed = tmp_path / "changed.csv"
    changed.write_text(
        "企业名称,孵化阶段,备注\n汾川云图软件有限公司,毕业,好\n汾川新来有限公司,意向,\n", "utf-8"
    )
    assert bring_in(workplace, library, changed).counts.updated == 1
    undo(workplace)
    with workplace.database.reading() as connection:
        assert dump(connection) == before


def test_a_plan_that_others_have_overtaken_is_refused(
    workplace: Workplace, library: Library, register: Path
) -> None:
    prepared = prepare_import(workplace, library, ImportRequest(register))
    add_tenant(workplace, library, {"name": "汾川云图软件有限公司"})
    with pytest.raises(StaleError, match="import-outdated"):
        apply_import(workplace, library, prepared)


def test_a_plan_still_holds_when_what_others_did_does_not_concern_it(
    workplace: Workplace, library: Library, register: Path
) -> None:
    prepared = prepare_import(workplace, library, ImportRequest(register))
    add_tenant(workplace, library, {"name": "别的有限公司"})
    assert apply_import(workplace, library, prepared) is not None


def test_figures_come_in_by_period_with_the_row_they_came_from(
    workplace: Workplace, library: Library, register: Path, tmp_path: Path
) -> None:
    bring_in(workplace, library, register)
    path = tmp_path / "2025年第一季度数据.csv"
    path.write_text(
        "企业名称,总收入(万元),从业人员\n汾川云图软件有限公司,12.34,8\n汾川听雨文化有限公司,,3\n无此企业,1,1\n",
        "utf-8",
    )
    prepared = bring_in(workplace, library, path)
    assert prepared.kind is SheetKind.FIGURES
    assert (prepared.counts.new, prepared.counts.refused) == (2, 1)
    quarter = Period.parse("2025Q1")
    assert answer(workplace, library, MeasureRequest("total_income", quarter)).value == 12_340_000
    assert answer(workplace, library, MeasureRequest("employees", quarter)).value == 11
    profile = get_tenant(workplace, library, tenant_named(workplace, "云图"))
    assert {figure.source_row for figure in profile.figures} == {2}
    again = prepare_import(workplace, library, ImportRequest(path))
    assert (again.counts.same, again.counts.updated) == (2, 0)


def test_figures_without_a_period_are_refused_in_words(
    workplace: Workplace, library: Library, register: Path, tmp_path: Path
) -> None:
    bring_in(workplace, library, register)
    path = tmp_path / "figures.csv"
    path.write_text("企业名称,总收入(万元),从业人员\n汾川云图软件有限公司,12.34,8\n", "utf-8")
    with pytest.raises(ParseError, match="period-missing"):
        prepare_import(workplace, library, ImportRequest(path))
    prepared = prepare_import(workplace, library, ImportRequest(path, period=Period.parse("2025Q2")))
    assert prepared.counts.new == 1


def test_a_sheet_that_does_not_exist_is_named(workplace: Workplace, library: Library, register: Path) -> None:
    assert len(list_sheets(register)) == 1
    with pytest.raises(NotFoundError, match="sheet-unknown"):
        prepare_import(workplace, library, ImportRequest(register, sheet="没有"))
    prepared = prepare_import(workplace, library, ImportRequest(register, sheet=list_sheets(register)[0]))
    assert prepared.sheet == prepared.sheets[0]


def test_a_file_that_is_not_there_is_refused(workplace: Workplace, library: Library, tmp_path: Path) -> None:
    with pytest.raises(ReadRefused, match="workbook-missing"):
        prepare_import(workplace, library, ImportRequest(tmp_path / "none.xlsx"))


@real_registers
def test_two_snapshots_of_a_real_directory_come_in_by_their_company_id(
    workplace: Workplace, library: Library
) -> None:
    folder = SHARED / "registers" / "yc_directory"
    first = bring_in(workplace, library, folder / "2023-02-27-yc-companies.csv", on=date(2023, 2, 27))
    assert (first.counts.rows, first.counts.new) == (4128, 4128)
    with workplace.database.reading() as connection:
        before = dump(connection)
    path = folder / "2024-05-11-yc-companies.csv"
    second = bring_in(workplace, library, path, key="external_id", on=date(2024, 5, 11))
    counts = second.counts
    assert (counts.rows, counts.new, counts.updated + counts.same) == (4663, 553, 4110)
    assert second.plan.renames == 267  # type: ignore[union-attr]
    assert second.plan.stage_changes == 149 + 81 + 4 + 3  # type: ignore[union-attr]
    assert len(list_tenant_ids(workplace, TenantQuery())) == 4128 + 553
    moves = _last_moves(workplace)
    assert moves == {
        (Stage.INCUBATING, Stage.EXITED): 149,
        (Stage.INCUBATING, Stage.ACQUIRED): 81,
        (Stage.EXITED, Stage.ACQUIRED): 4,
        (Stage.INCUBATING, Stage.LISTED): 3,
    }
    with path.open(encoding="utf-8", newline="") as file:
        shared = Counter(row["company_name"] for row in csv.DictReader(file))
    name = next(name for name, times in shared.items() if times > 1)
    with workplace.database.reading() as connection:
        names = Counter(row[1] for row in connection.exec_driver_sql("SELECT id, name FROM tenants"))
    assert names[name] >= shared[name]
    undo(workplace)
    with workplace.database.reading() as connection:
        assert dump(connection) == before


def _last_moves(workplace: Workplace) -> Counter[tuple[Stage, Stage]]:
    moves: Counter[tuple[Stage, Stage]] = Counter()
    with workplace.database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT tenant_id FROM stage_records WHERE position = 2").all()
        for (tenant_id,) in rows:
            one, two = stage_entries(connection, tenant_id)
            moves[one.stage, two.stage] += 1
    return moves


@real_registers
def test_a_real_xls_register_and_a_university_list_come_in_whole(
    workplace: Workplace, library: Library
) -> None:
    listed = bring_in(workplace, library, next((SHARED / "registers" / "shenzhen_listed").glob("*.xls")))
    assert (listed.counts.new, listed.counts.skipped) == (426, 1)
    assert not any(finding.code.startswith("import-uscc") for finding in listed.findings)
    assert [row.reason for row in listed.reading.drafts.skipped] == ["row-footer"]
    schools = bring_in(workplace, library, next((SHARED / "messy" / "moe_universities").glob("moe2017*.xls")))
    assert (schools.counts.new, schools.counts.skipped) == (2631, 31)
    assert {row.reason for row in schools.reading.drafts.skipped} == {"row-group"}
