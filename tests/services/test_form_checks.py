"""Checks that a blank asks for itself: proposed, switched, filed with, and found again in next year's form."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl

from crm.domain.finding import Severity
from crm.domain.period import Period, PeriodKind
from crm.domain.wording import Language, Words
from crm.filings.checks import run_checks
from crm.services.filings import build_filing
from crm.services.form_alignment import AlignedForm, align_form, decide_aligned, save_aligned
from crm.services.form_binding import FormName, checks_of, decide, make_form, open_blank, save_form
from crm.services.form_check import CheckKind
from crm.services.freezing import finding_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from crm.domain.finding import Finding
    from crm.filings.form import Form
    from crm.services.filings import BuiltFiling
    from crm.services.form_binding import BlankForm
    from crm.services.library import Library
    from crm.services.operation import Workplace

QUARTER = Period.parse("2026Q3")
NAME = FormName("own-checks", 2026, Words("自查表", "Own"), Words("开发区", "Zone"), PeriodKind.QUARTER)
Cell = str | int | None
FIELDS: tuple[tuple[Cell, ...], ...] = (
    ("在孵企业分技术领域情况",),
    ("单位：万元",),
    ("技术领域", "总收入", "从业人员", "净利润", "核对"),
    ("合计", None, None, "=SUM(D5:D7)", '=IF(B4=SUM(B5:B7),"√","×")'),
    ("电子信息", None, None, None, None),
    ("先进制造", None, None, None, None),
    ("其他", None, None, None, None),
)
SUMMARY: tuple[tuple[Cell, ...], ...] = (
    ("在孵企业综合情况",),
    ("单位：万元",),
    ("指标", "本期", "上年同期"),
    ("从业人员*", None, None),
    ("其中：博士", None, None),
    ("　　大专以上", None, None),
    ("实际上缴税费", None, None),
    ("知识产权申请数", None, None),
    ("净利润", "=B7+B8", None),
)
INCOME: tuple[tuple[Cell, ...], ...] = (
    ("孵化器收入",),
    ("单位：万元",),
    ("指标", "本期"),
    ("孵化器总收入", None),
    ("综合服务收入", None),
    ("物业收入", None),
    ("投资收入", None),
    ("孵化器其他收入", None),
)
TOTAL = "total:total_income@technology_field"


SHEETS: dict[str, Sequence[Sequence[Cell]]] = {"分领域": FIELDS, "综合": SUMMARY, "收入": INCOME}


def blank(
    library: Library,
    path: Path,
    *,
    told: dict[str, str] | None = None,
    sheets: dict[str, Sequence[Sequence[Cell]]] | None = None,
) -> BlankForm:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in (SHEETS | (sheets or {})).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return open_blank(library, path, told=told or {})


def names(form: Form) -> set[str]:
    return {check.name or check.code for check in form.checks}


def test_a_blank_asks_for_its_totals_parts_formulas_and_compulsory_cells(
    library: Library, tmp_path: Path
) -> None:
    found = {one.key: one for one in checks_of(blank(library, tmp_path / "blank.xlsx"))}
    assert found[TOTAL].says.zh == "合计 · 总收入 = 电子信息 + 先进制造 + 其他"
    assert (found[TOTAL].place, found[TOTAL].kind) == ("分领域!B4", CheckKind.TOTAL)
    computed = found["formula:net_profit"]
    assert (computed.place, computed.says.en) == (
        "分领域!D4", "Net profit = Electronic information + Advanced manufacturing + other"
    )  # fmt: skip
    assert computed.facts[0]["population"] == "incubating"
    assert {"part:doctors<employees", "part:doctors<college", "compulsory:employees"} <= found.keys()
    assert found["compulsory:employees"].place == "综合!B4"
    assert not any(key.startswith("part:") and "last_year" in key for key in found)
    assert (
        sum(one.kind is CheckKind.FORMULA for one in found.values()) == 1
    )  # the other says what the total says
    other_unit = found["relation:torch-rows:check-8b-taxes"]
    assert (other_unit.is_on, "在孵（毕业）企业情况表" in other_unit.says.zh) == (False, True)


def test_relations_that_are_known_come_with_the_cells_they_are_about(
    library: Library, tmp_path: Path
) -> None:
    told = {"收入!B8": "other_income"}
    opened = blank(library, tmp_path / "blank.xlsx", told=told)
    found = {one.key: one for one in checks_of(opened)}
    assert found["relation:torch-income:check-1"].is_on
    form, text = make_form(opened, NAME)
    assert "check-1" in names(form)
    assert 'set = "torch-income"' in text
    assert any(one.total == "incubator_income" for one in form.sums)


def test_a_check_that_is_switched_off_is_not_in_the_form(library: Library, tmp_path: Path) -> None:
    opened = blank(library, tmp_path / "blank.xlsx")
    before, _ = make_form(opened, NAME)
    told = {f"check:{TOTAL}": "off", "check:relation:torch-rows:check-8b-taxes": "on"}
    after, _ = make_form(decide(opened, told), NAME)
    assert TOTAL in names(before)
    assert (TOTAL in names(after), "check-8b-taxes" in names(after)) == (False, True)
    switched = {one.key: one.is_on for one in checks_of(decide(opened, told))}
    assert not switched[TOTAL]


def filed(demo: Workplace, library: Library, folder: Path) -> BuiltFiling:
    own, code = library.with_form(folder)
    return build_filing(demo, own, code, QUARTER)


def own(findings: Sequence[Finding]) -> dict[object, Finding]:
    return {one.values.get("check"): one for one in findings if one.code.startswith("check-own-")}


def with_amount(filing: BuiltFiling, place: str, amount: int | None) -> list[Finding]:
    """The findings of a filing with another figure at a place, and wherever else the form shows it."""
    requests = next(cell.requests for cell in filing.built.singles if cell.place == place)
    singles = tuple(
        replace(cell, amount=amount, value=None if amount is None else Decimal(amount) / 1_000_000)
        if cell.requests == requests
        else cell
        for cell in filing.built.singles
    )
    return run_checks(filing.form, replace(filing.built, singles=singles))


def test_what_is_filed_is_held_against_the_form_s_own_checks(
    demo: Workplace, library: Library, tmp_path: Path
) -> None:
    save_form(blank(library, tmp_path / "blank.xlsx"), NAME, tmp_path / "form")
    filing = filed(demo, library, tmp_path / "form")
    assert own(filing.findings) == {}
    shares = [
        cell for cell in filing.built.singles if cell.sheet == "分领域" and cell.address.startswith("B")
    ]
    assert sum(Decimal(str(cell.value)) for cell in shares[1:]) == Decimal(str(shares[0].value))
    broken = own(with_amount(filing, "分领域!B5", 1_000_000))
    finding = broken[TOTAL]
    assert (finding.code, finding.severity, finding.where) == ("check-own-total", Severity.ERROR, "分领域!B4")
    sentence = library.messages.word_finding(finding, Language.ZH).text
    assert sentence.startswith(
        "合计与分项不符：合计 · 总收入 = 电子信息 + 先进制造 + 其他；现为 合计 · 总收入 "
    )
    assert "电子信息 · 总收入 1" in sentence
    assert finding_key(finding).endswith(TOTAL)
    assert "formula:net_profit" in own(with_amount(filing, "分领域!D5", 7_000_000))
    empty = own(with_amount(filing, "综合!B4", None))
    assert str(empty["compulsory:employees"].values["shown"]).endswith("从业人员 —")
    assert own(with_amount(filing, "综合!B5", 9_999_999)).keys() >= {
        "part:doctors<employees", "part:doctors<college"
    }  # fmt: skip


# ------------------------------------------------------------------------------------------ next year


def aligned(library: Library, tmp_path: Path, sheets: dict[str, Sequence[Sequence[Cell]]]) -> AlignedForm:
    told = {"收入!B8": "other_income", "check:part:doctors<college": "off"}
    save_form(blank(library, tmp_path / "old.xlsx", told=told), NAME, tmp_path / "form")
    new = tmp_path / "new.xlsx"
    blank(library, new, sheets=sheets)
    return align_form(library, tmp_path / "form", new)


def test_checks_go_with_their_cells_and_totals_take_what_is_new(
    demo: Workplace, library: Library, tmp_path: Path
) -> None:
    fields = [*FIELDS[:1], ("说明",), *FIELDS[1:5], ("生物医药",), *FIELDS[5:]]
    fields[4] = ("合计", None, None, "=SUM(D6:D9)", None)
    found = aligned(library, tmp_path, {"分领域": fields})
    checks = {check.name or check.code: check for check in found.form.checks}
    assert "total_income_biomedicine" in checks[TOTAL].expression.text
    assert "net_profit_biomedicine" in checks["formula:net_profit"].expression.text
    assert "check-1" in checks
    assert "part:doctors<college" not in checks
    assert found.dropped == ()
    states = {one.key: one.is_on for one in found.checks}
    assert (states["part:doctors<college"], states[TOTAL]) == (False, True)
    save_aligned(found, tmp_path / "2027")
    assert own(filed(demo, library, tmp_path / "2027").findings) == {}
    again = decide_aligned(library, found, {"check:part:doctors<college": "on", f"check:{TOTAL}": "off"})
    assert (TOTAL in names(again.form), "part:doctors<college" in names(again.form)) == (False, True)


def test_checks_that_cannot_be_carried_are_told_in_their_own_words(library: Library, tmp_path: Path) -> None:
    summary = [*SUMMARY[:4], ("其他说明", None, None), *SUMMARY[5:]]
    income = [*INCOME[:4], *INCOME[5:]]
    found = aligned(library, tmp_path, {"综合": summary, "收入": income})
    assert any("博士" in each for each in found.dropped)
    assert any("综合服务收入" in each for each in found.dropped)
    assert not any("博士" in one.says.zh for one in found.checks)


def test_a_formula_that_became_a_cell_needs_no_fact_any_more(library: Library, tmp_path: Path) -> None:
    fields = [*FIELDS[:3], ("合计", None, None, None, None), *FIELDS[4:]]
    found = aligned(library, tmp_path, {"分领域": fields})
    assert "net_profit" in {cell.name for cell in found.form.cells}
    assert "net_profit" not in {fact.name for fact in found.form.facts}
    assert "total:net_profit@technology_field" in names(found.form)


def test_shipped_checks_are_carried_as_they_stand_and_can_be_left_out(library: Library) -> None:
    folder = library.form_folder("zone-quarterly").folder
    found = align_form(library, folder, folder / "template.xlsx")
    carried = [one for one in found.checks if one.kind is CheckKind.CARRIED]
    assert carried
    assert all(one.is_on and one.says.zh for one in carried)
    assert not any(one.is_on for one in found.checks if one.kind is not CheckKind.CARRIED)
    less = decide_aligned(library, found, {f"check:{carried[0].key}": "off"})
    assert len(less.form.checks) == len(found.form.checks) - 1


def test_groups_that_are_not_all_come_to_no_more_than_the_whole(library: Library, tmp_path: Path) -> None:
    rows: list[Sequence[Cell]] = [
        ("在孵企业分季度情况（单位：万元）",),
        ("指标", "一季度", "二季度", "三季度", "四季度", "全年"),
        ("总收入", None, None, None, None, None),
        ("从业人员", None, None, None, None, None),
    ]
    fields: list[Sequence[Cell]] = [*FIELDS[:3], ("合计", None, None, None, None), *FIELDS[4:6]]
    opened = blank(library, tmp_path / "blank.xlsx", sheets={"分领域": fields, "分季度": rows})
    found = {one.key: one for one in checks_of(opened)}
    assert str(found[TOTAL].check["expression"]).endswith("<= total_income")
    assert found[TOTAL].check["severity"] == "warning"
    assert found[TOTAL].says.zh == "合计 · 总收入 ≥ 电子信息 + 先进制造"
    assert "total:net_profit@technology_field" not in found  # it may be below zero
    year = found["total:total_income.year_to_date@quarter"]
    assert year.says.zh == "全年 · 总收入 = 一季度 + 二季度 + 三季度 + 四季度"
    assert "total:employees.year_to_date@quarter" not in found  # what stands at an end does not add up


def test_bound_rows_called_subtotal_are_the_sum_of_those_over_them(library: Library, tmp_path: Path) -> None:
    summary = [
        *SUMMARY[:3],
        ("从业人员", None, None),
        ("博士", None, None),
        ("小计", None, None),
        *SUMMARY[6:],
    ]
    told = {"综合!B6": "college", "综合!C6": ""}
    opened = blank(library, tmp_path / "blank.xlsx", sheets={"综合": summary}, told=told)
    found = {one.key: one for one in checks_of(opened)}
    assert found["total:college"].check["expression"] == "adds_up(college, employees, doctors)"


def test_a_row_that_the_blank_computes_is_held_against_its_own_indicator(
    library: Library, tmp_path: Path
) -> None:
    income = [*INCOME[:3], ("孵化器总收入", "=SUM(B5:B7)"), *INCOME[4:7], ("净利润", "=B5-B6")]
    opened = blank(library, tmp_path / "blank.xlsx", sheets={"收入": income})
    found = {one.key: one for one in checks_of(opened)}
    check = found["formula:incubator_income"]
    assert check.place == "收入!B4"
    assert (
        check.check["expression"]
        == "adds_up(incubator_income, service_income, property_income, investment_income)"
    )
    second = found["formula:net_profit#2"]
    assert second.check["expression"] == "net_profit == service_income - property_income"
    assert (second.check["name"], second.says.zh) == (second.key, "净利润 = 综合服务收入 - 物业收入")
