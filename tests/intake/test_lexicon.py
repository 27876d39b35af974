"""The words of workbooks: what the shipped files hold, how a header is taken apart, what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from crm.domain.errors import DataFormatError
from crm.domain.fields import FieldKind, fields_from_tables
from crm.domain.indicators import catalogue_from_tables
from crm.intake.lexicon import IDENTITY, PERIOD, Lexicon, SheetKind
from crm.intake.synonyms import Synonyms, row_text
from tests.intake.samples import indicators, lexicon, tables


def test_every_synonym_belongs_to_a_field_or_an_indicator() -> None:
    synonyms = lexicon().synonyms
    assert set(synonyms.fields) - {PERIOD} <= set(tables("fields"))
    reported = {code for code, indicator in indicators().items() if indicator.is_reported}
    assert set(synonyms.indicators) == reported


def test_a_sheet_of_figures_knows_tenants_by_identity_and_holds_reported_indicators() -> None:
    targets = lexicon().targets[SheetKind.FIGURES]
    assert set(IDENTITY) <= set(targets)
    assert targets["total_income"].is_indicator
    assert targets["total_income"].kind is FieldKind.MONEY
    assert targets["occupied_area"].kind is FieldKind.AREA
    assert targets["employees"].kind is FieldKind.COUNT
    assert "incubating_tenants" not in targets  # counted from records, not reported
    assert "contact" not in targets


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("统一社会信用代码", "uscc"),
        ("统一社会信用代码/\n组织机构代码", "uscc"),
        ("company_id", "external_id"),
        ("证券代码", "external_id"),
        ("公司中文名称", "name"),
        ("*企业名称（必填）", "name"),
        ("2、企业名称", "name"),
        ("学校名称", "name"),
        ("year_founded", "founded_on"),
        ("team_size", "employees"),
        ("status", "stage"),
        ("注册资本（万元）", "registered_capital"),
        ("租用面积(㎡)", "area"),
        ("是否高企", "high_tech"),
    ],
)
def test_the_headers_of_real_registers_are_known(header: str, target: str) -> None:
    known = lexicon()
    assert known.headers[SheetKind.TENANTS][known.read_header(header).key] == target


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("营业收入", "total_income"),
        ("20 总收入（千元）", "total_income"),
        ("上缴税金", "taxes_paid"),
        ("从业人数", "employees"),
        ("研发投入", "rd_expenditure"),
        ("R＆D经费支出", "rd_expenditure"),
        ("25.2 其中：博士", "doctors"),
        ("26.3 授权数中：发明专利", "ip_granted_invention"),
        ("技术合同交易额/千元", "tech_contract_amount"),
        ("报告期", PERIOD),
    ],
)
def test_the_headers_of_figures_are_known(header: str, target: str) -> None:
    known = lexicon()
    assert known.headers[SheetKind.FIGURES][known.read_header(header).key] == target


@pytest.mark.parametrize(
    ("header", "key", "unit"),
    [
        ("总收入（万元）", "总收入", "ten_thousand_yuan"),
        ("总收入_千元", "总收入", "thousand_yuan"),
        ("总收入：元", "总收入", "yuan"),
        ("总收入（必填）（万元）", "总收入", "ten_thousand_yuan"),
        ("总收入（上年）", "总收入上年", None),
        ("26.1 申请数", "申请数", None),
        ("一、名称", "名称", None),
        ("(3)名称", "名称", None),
        ("2024年", "2024年", None),
        ("从业人员", "从业人员", None),
    ],
)
def test_a_header_is_taken_apart_into_its_key_and_its_unit(header: str, key: str, unit: str | None) -> None:
    read = lexicon().read_header(header)
    assert read.key == key
    assert (read.unit and read.unit.code) == unit


@pytest.mark.parametrize("text", ["合 计", "小计：", "总计（72家）", "Total", "共72家", "合计72"])
def test_a_row_of_totals_is_known_by_its_first_word(text: str) -> None:
    assert lexicon().synonyms.total.match(row_text(text))


@pytest.mark.parametrize("text", ["合计科技有限公司", "Total Energies", "小计算机", "共享科技"])
def test_a_name_that_begins_like_a_total_is_none(text: str) -> None:
    assert not lexicon().synonyms.total.match(row_text(text))


@pytest.mark.parametrize("text", ["数据来源: Wind", "填表人：张三", "注：1. 本表", "说明", "注1：口径"])
def test_a_footer_is_known_by_its_first_word(text: str) -> None:
    assert lexicon().synonyms.footer.match(row_text(text))


@pytest.mark.parametrize("text", ["注册科技", "来源生物", "审核通科技"])
def test_a_name_that_begins_like_a_footer_is_none(text: str) -> None:
    assert not lexicon().synonyms.footer.match(row_text(text))


def words(**changes: object) -> dict[str, Any]:
    keys = (
        "totals",
        "footers",
        "hints",
        "examples",
        "placeholders",
        "headings",
        "remarks",
        "blanks",
        "nothing",
    )
    rows = {key: ["x"] for key in keys}
    found: dict[str, Any] = {
        "fields": {},
        "indicators": {},
        "headers": {
            key: []
            for key in (
                "ignored",
                "currency",
                "harmless",
                "qualifiers",
                "itself",
                "now",
                "now_of_month",
                "now_of_quarter",
                "now_of_half",
                "now_of_year",
                "of_the_year",
                "sums_money",
                "sums_count",
                "period_beside",
                "figures_beside",
            )
        },
        "rows": rows,
    }
    found.update(changes)
    return found


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"fields": []}, "data-not-a-table"),
        ({"rows": 1}, "data-not-a-table"),
        ({"fields": {"name": "企业名称"}}, "data-list-of-texts-missing"),
        ({"headers": {"ignored": [1], "harmless": [], "qualifiers": []}}, "data-list-of-texts-missing"),
    ],
)
def test_a_faulty_file_of_synonyms_is_refused(changes: dict[str, object], code: str) -> None:
    with pytest.raises(DataFormatError, match=code):
        Synonyms.from_tables(words(**changes))


def test_a_header_with_two_meanings_is_refused() -> None:
    fields = fields_from_tables(
        {
            "name": {"zh": "名称", "en": "Name", "kind": "name"},
            "note": {"zh": "备注", "en": "Note", "kind": "text"},
        }
    )
    synonyms = Synonyms.from_tables(words(fields={"note": ["名称（必填）", "名 称"]}))
    with pytest.raises(DataFormatError, match="data-value-twice"):
        Lexicon.of(fields, indicators={}, vocabularies={}, synonyms=synonyms)


def test_a_share_of_percent_may_be_an_indicator() -> None:
    catalogue = catalogue_from_tables(
        {
            "occupancy": {
                "zh": "出租率",
                "en": "Occupancy",
                "unit": "percent",
                "nature": "stock",
                "origin": "a test",
                "definition": {"zh": "比例", "en": "Share"},
            }
        }
    )
    synonyms = Synonyms.from_tables(words())
    found = Lexicon.of({}, indicators=catalogue.by_code, vocabularies={}, synonyms=synonyms)
    assert found.targets[SheetKind.FIGURES]["occupancy"].kind is FieldKind.MONEY
    assert found.headers[SheetKind.FIGURES][PERIOD] == PERIOD
