"""A form of matrices is filled with the figures by group that the engine gives, and each cell has its records."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest

from crm.domain.errors import RuleError
from crm.domain.measures import MeasureRequest, Population
from crm.domain.period import Period, PeriodKind
from crm.domain.quantity import unit_named
from crm.domain.wording import Language, Words
from crm.filings.rehearsal.tenants import Size
from crm.filings.shown import shown
from crm.services.explanation import explain_fully, explanation_text
from crm.services.figures import Figure, answer, answer_groups, put_figures
from crm.services.filings import build_filing
from crm.services.form_alignment import align_form
from crm.services.form_binding import FormName, open_blank, save_form
from crm.services.freezing import freeze_filing
from crm.services.rehearsal import sizes_on
from crm.services.waiting_filings import AmendmentWatch

if TYPE_CHECKING:
    from pathlib import Path

    from crm.filings.built import Built
    from crm.services.filings import BuiltFiling
    from crm.services.library import Library
    from crm.services.operation import Workplace

QUARTER = Period.parse("2026Q3")
LAST_YEAR = Period.parse("2025")
NAME = FormName("own-groups", 2026, Words("分组表", "Groups"), Words("开发区", "Zone"), PeriodKind.QUARTER)
FIELDS = {
    "电子信息": "electronic_information",
    "先进制造": "advanced_manufacturing",
    "生物医药": "biomedicine",
}
SHEETS: dict[str, tuple[tuple[str, ...], ...]] = {
    "分领域": (
        ("在孵企业分技术领域情况表（季报）",),
        ("单位：万元",),
        ("技术领域", "总收入", "从业人员"),
        ("合计",),
        *((name,) for name in FIELDS),
        ("其他",),
    ),
    "分季度": (
        ("园区企业分季度情况",),
        ("单位：万元",),
        ("指标", "一季度", "二季度", "三季度", "四季度"),
        ("总收入",),
        ("从业人员",),
    ),
    "知识产权": (
        ("入驻企业知识产权",),
        ("类别", "知识产权授权件数（登记）"),
        ("发明专利",),
        ("实用新型",),
        ("软件著作权",),
    ),
}


def blank(path: Path, change: dict[str, tuple[tuple[str, ...], ...]] | None = None) -> Path:
    """The workbook of `SHEETS`, with borders of its own where a sheet is *changed*."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in (SHEETS | (change or {})).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet["Z20"] = "。"  # the sheet is wider and longer than its words
    book.save(path)
    return path


SIZES = {"大型": "large", "中型": "medium", "小型": "small", "微型": "micro"}


@pytest.mark.parametrize("is_transposed", [False, True])
def test_a_matrix_by_size_is_filled_with_the_tenants_of_each_size(
    demo: Workplace, library: Library, tmp_path: Path, *, is_transposed: bool
) -> None:
    heads, sizes = ("企业规模", "在孵企业数", "总收入（万元）", "从业人员（人）"), (*SIZES, "其他", "合计")
    table: list[tuple[str, ...]] = [heads, *((name,) for name in sizes)]
    if is_transposed:
        table = [("指标", *sizes), *((name,) for name in heads[1:])]
    sheet = {"分规模": (("在孵企业分规模情况表（季报）",), ("单位：万元",), *table)}
    bound = open_blank(library, blank(tmp_path / "blank.xlsx", sheet))
    places = [one for one in bound.proposals if one.slot.sheet == "分规模"]
    assert len(places) == 18
    assert all(one.is_sure for one in places)
    save_form(bound, NAME, tmp_path / "form")
    own, code = library.with_form(tmp_path / "form")
    filing = build_filing(demo, own, code, QUARTER)
    with demo.database.reading() as connection:
        found = sizes_on(connection, library, QUARTER.end)
    sized = {one.tenant_id: one.size for one in found}
    whole = answer(demo, library, MeasureRequest("total_income", QUARTER, population=Population.INCUBATING))
    filled = {}
    for one in places:
        if one.code == "total_income":
            among = one.slot.among
            wanted = [Size(SIZES[among])] if among in SIZES else [None] if among == "其他" else [None, *Size]
            shares = [
                share.amount for share in whole.contributions if sized.get(share.tenant_id or 0) in wanted
            ]
            filled[among] = filing.built.cell_at("分规模", one.slot.address).amount
            assert (filled[among] or 0) == sum(shares)
    assert all(filled[name] for name in ("小型", "微型", "其他", "合计"))
    small = next(one for one in places if (one.slot.among, one.code) == ("小型", "total_income"))
    explanation = explain_fully(filing, None, sheet="分规模", address=small.slot.address)
    assert "企业规模：小型" in explanation_text(library, explanation, Language.ZH)
    # What an enterprise earned last year is none of the figures, yet it makes its size.
    freeze_filing(demo, own, filing, reason="上报")
    watching = AmendmentWatch()
    assert NAME.code not in {duty.form for duty in watching.list(demo, own, {})}
    incubating = {share.tenant_id for share in whole.contributions}
    shrunk = next(
        one.tenant_id
        for one in found
        if one.size is Size.SMALL and one.tenant_id in incubating and one.industry
        if "income" in {measure.fact for measure in one.industry.measures}
    )
    nothing = [Figure(shrunk, "total_income", quarter, 0) for quarter in LAST_YEAR.parts(PeriodKind.QUARTER)]
    with pytest.raises(RuleError, match="period-locked"):
        put_figures(demo, library, nothing)
    earlier = [replace(one, period=one.period.same_period_last_year()) for one in nothing]
    put_figures(demo, library, earlier)  # of two years ago: it makes no size
    put_figures(demo, library, nothing, reason="来函更正")
    assert NAME.code in {duty.form for duty in watching.list(demo, own, {})}


@pytest.fixture
def filing(demo: Workplace, library: Library, tmp_path: Path) -> BuiltFiling:
    save_form(open_blank(library, blank(tmp_path / "blank.xlsx")), NAME, tmp_path / "form")
    own, code = library.with_form(tmp_path / "form")
    return build_filing(demo, own, code, QUARTER)


def cells(built: Built) -> dict[str, int | None]:
    return {cell.place: cell.amount for cell in built.singles}


def test_rows_by_field_are_what_the_engine_says_of_each_field(
    filing: BuiltFiling, demo: Workplace, library: Library
) -> None:
    found = cells(filing.built)
    for letter, code in (("B", "total_income"), ("C", "employees")):
        request = MeasureRequest(code, QUARTER, population=Population.INCUBATING)
        groups = {one.key: one.value for one in answer_groups(demo, library, request, by="technology_field")}
        for row, field in enumerate(FIELDS.values(), start=5):
            assert found[f"分领域!{letter}{row}"] == groups.pop(field)
        assert found[f"分领域!{letter}8"] == sum(value or 0 for value in groups.values())
        assert found[f"分领域!{letter}4"] == answer(demo, library, request).value
        assert found[f"分领域!{letter}4"] == sum(found[f"分领域!{letter}{row}"] or 0 for row in range(5, 9))


def test_columns_by_quarter_are_what_the_engine_says_of_each_quarter(
    filing: BuiltFiling, demo: Workplace, library: Library
) -> None:
    found = cells(filing.built)
    for letter, quarter in zip("BCDE", ("2026Q1", "2026Q2", "2026Q3", "2026Q4"), strict=True):
        request = MeasureRequest("total_income", Period.parse(quarter), population=Population.RESIDENT)
        assert found[f"分季度!{letter}4"] == answer(demo, library, request).value
    assert found["分季度!D4"] != found["分季度!B4"]


def test_kinds_of_rights_are_counted_kind_by_kind(
    filing: BuiltFiling, demo: Workplace, library: Library
) -> None:
    request = MeasureRequest("ip_grants", QUARTER, population=Population.RESIDENT)
    groups = {one.key: one.value for one in answer_groups(demo, library, request, by="kind")}
    found = cells(filing.built)
    kinds = ("invention", "utility_model", "software")
    assert [found[f"知识产权!B{row}"] for row in (3, 4, 5)] == [groups.get(kind, 0) for kind in kinds]
    assert any(groups.values())


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (Language.ZH, "分组：技术领域：生物医药与医疗器械"),
        (Language.EN, "Of these: Technology field: Biomedicine and medical devices"),
    ],
)
def test_a_cell_of_a_matrix_is_explained_by_its_own_records(
    filing: BuiltFiling, demo: Workplace, library: Library, language: Language, told: str
) -> None:
    explanation = explain_fully(filing, None, sheet="分领域", address="B7")
    request = MeasureRequest("total_income", QUARTER, population=Population.INCUBATING)
    own = answer(demo, library, request, where={"technology_field": "biomedicine"})
    assert {row.id for row in explanation.trace.rows} == {one.id for one in own.contributions}
    assert {one.id for one in explanation.trace.missing} == {one.id for one in own.missing}
    assert own.value == explanation.trace.amount
    assert explanation.trace.value == shown(own.value or 0, unit_named("ten_thousand_yuan"))
    assert explanation.adds_up
    assert told in explanation_text(library, explanation, language)
    rest = explain_fully(filing, None, sheet="分领域", address="B8")
    assert ("未登记" if language is Language.ZH else "not recorded") in explanation_text(
        library, rest, language
    )


def test_next_year_s_matrix_keeps_its_groups_and_the_rest_shrinks_by_what_is_new(
    library: Library, tmp_path: Path
) -> None:
    save_form(open_blank(library, blank(tmp_path / "old.xlsx")), NAME, tmp_path / "form")
    rows = list(SHEETS["分领域"])
    rows[3:3] = [("说明：按主营业务填写",)]
    rows.insert(7, ("新材料",))
    aligned = align_form(library, tmp_path / "form", blank(tmp_path / "new.xlsx", {"分领域": tuple(rows)}))
    named = {f"{cell.sheet}!{cell.address}": cell.figure.within for cell in aligned.form.cells}
    assert named["分领域!B6"] == (("technology_field", ("electronic_information",)),)
    assert named["分领域!B8"] == (("technology_field", ("new_materials",)),)
    ((_, rest),) = named["分领域!B10"]
    assert "new_materials" not in rest
    assert "" in rest
    assert aligned.lost == ()
    assert named["分季度!D4"] == ()
    (place,) = [one for one in aligned.places if one.place == "分季度!D4"]
    assert place.within == (("quarter", ("3",)),)
    (kind,) = [one for one in aligned.places if one.place == "知识产权!B4"]
    assert kind.within == (("ip_kind", ("utility_model",)),)
