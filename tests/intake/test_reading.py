"""The whole way, and what kind of sheet it is; every code that intake uses has its sentence."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from crm import paths
from crm.domain.errors import ParseError
from crm.domain.period import Period
from crm.intake.grid import Grid
from crm.intake.lexicon import SheetKind
from crm.intake.mapping import ColumnChoice
from crm.intake.reading import Outline, field_named, guess_kind, outline_sheet, read_sheet
from crm.intake.rows import RowKind
from tests.intake.samples import lexicon, sheet

FIGURES = sheet("企业名称|总收入（千元）|从业人员|净利润（千元）", "甲公司|5|6|1")
TENANTS = sheet("企业名称|联系人|联系电话|从业人员", "甲公司|张三|13812345678|6")


def test_the_kind_of_a_sheet_is_told_by_its_columns() -> None:
    assert guess_kind(FIGURES, lexicon()) is SheetKind.FIGURES
    assert guess_kind(TENANTS, lexicon()) is SheetKind.TENANTS
    assert guess_kind(sheet("课程|教师", "数学|张三"), lexicon()) is SheetKind.TENANTS


@pytest.mark.parametrize(
    ("given", "title", "file_name", "code"),
    [
        ("2025Q3", "2025年第一季度", "2025Q2.xlsx", "2025Q3"),
        ("", "2025年第一季度", "2025Q2.xlsx", "2025Q1"),
        ("", "情况表", "附件2：情况表-2025Q2.xlsx", "2025Q2"),
        ("", "情况表", "情况表.xlsx", None),
    ],
)
def test_the_period_is_the_one_given_else_of_the_title_else_of_the_file(
    given: str, title: str, file_name: str, code: str | None
) -> None:
    reading = read_sheet(
        sheet(f"{title}|", "企业名称|总收入（千元）", "甲公司|5"),
        lexicon(),
        kind=SheetKind.FIGURES,
        period=Period.parse(given) if given else None,
        file_name=file_name,
    )
    assert (reading.period and reading.period.code) == code


def test_a_sheet_is_read_with_what_the_user_says_of_its_columns() -> None:
    choice = ColumnChoice({"B": "taxes_paid"}, {"B": "万元"})
    reading = read_sheet(sheet("企业名称|应税", "甲公司|5"), lexicon(), kind=SheetKind.FIGURES, choice=choice)
    assert reading.drafts.columns["taxes_paid"] == [5_000_000]
    assert [column.field for column in reading.columns] == ["name", "taxes_paid"]


def test_a_sheet_without_a_header_is_refused() -> None:
    with pytest.raises(ParseError, match="header-not-found"):
        read_sheet(sheet("1|2", "3|4"), lexicon(), kind=SheetKind.TENANTS)


def test_a_key_may_be_named_by_its_header() -> None:
    assert field_named("company_id", lexicon()) == "external_id"
    assert field_named("统一社会信用代码", lexicon()) == "uscc"
    assert field_named("nonsense", lexicon()) == "nonsense"


CODE = re.compile(
    r'"((?:row|key|name|stage|left|moved|matched|figure|uscc|phone|email|id|date|amount|count|yes|period'
    r'|unit|column|map|identity|header|choice|industry|text|code|term)-[a-z-]+)"'
)


def test_every_code_of_intake_and_of_values_has_its_sentence() -> None:
    known: dict[str, object] = {}
    for path in sorted((paths.resources() / "messages").glob("*.toml")):
        known.update(tomllib.loads(path.read_text(encoding="utf-8")))
    package = Path(paths.__file__).parent
    sources = [
        *(package / "intake").glob("*.py"),
        *map((package / "domain").joinpath, ("identifiers.py", "parsing.py", "vocabulary.py")),
    ]
    used = {code for source in sources for code in CODE.findall(source.read_text(encoding="utf-8"))}
    used -= {RowKind.RECORD.value, "yes-no"}
    assert len(used) > 50
    assert used - set(known) == set()


def read_figures(
    title: str, *, file_name: str = "", given: str = "", kind: SheetKind | None = None
) -> Outline:
    return outline_sheet(
        sheet(f"{title}|", "企业名称|总收入（千元）", "甲公司|5"),
        lexicon(),
        kind=kind,
        period=Period.parse(given) if given else None,
        file_name=file_name,
    )


@pytest.mark.parametrize(
    ("title", "file_name", "given", "said"),
    [
        ("2026年二季度", "", "2026Q3", "2026Q2"),
        ("2026年1-9月", "", "2026Q3", "2026年1-9月"),
        ("二季度", "", "2026Q3", "4-6月"),
        ("2026年三季度", "2026年二季度.xlsx", "", "2026Q2"),
        ("情况表", "2026年前三季度统计.xlsx", "2026Q3", "2026年前三季度"),
        ("2026年", "", "2026Q3", "2026"),
    ],
)
def test_a_period_that_title_or_file_contradict_is_a_warning_naming_both(
    title: str, file_name: str, given: str, said: str
) -> None:
    outline = read_figures(title, file_name=file_name, given=given)
    (finding,) = outline.mapped.findings
    assert (finding.code, dict(finding.values)) == ("period-contradicted", {"said": said, "period": "2026Q3"})


@pytest.mark.parametrize(
    ("title", "file_name", "given"),
    [("2026年三季度", "2026年.xlsx", ""), ("三季度", "2026Q3.xlsx", "2026Q3"), ("7-9月", "", "2026Q3")],
)
def test_a_period_that_nothing_contradicts_is_not_remarked_on(title: str, file_name: str, given: str) -> None:
    outline = read_figures(title, file_name=file_name, given=given)
    assert outline.mapped.findings == ()
    assert outline.period == Period.parse("2026Q3")


def test_a_title_that_is_no_period_of_ours_leaves_the_period_open_whatever_the_file_is_called() -> None:
    outline = read_figures("2026年1-9月", file_name="2026年三季度.xlsx")
    assert (outline.period, outline.unclear) == (None, "2026年1-9月")


def test_a_period_means_figures_and_without_one_known_column_the_sheet_is_refused() -> None:
    unknown = sheet("企业名称|本期产值合计（万元）|人员情况", "甲公司|5|3")
    assert outline_sheet(unknown, lexicon(), period=Period.parse("2026Q3")).kind is SheetKind.FIGURES
    with pytest.raises(ParseError, match="figures-not-found"):
        read_sheet(unknown, lexicon(), kind=SheetKind.FIGURES, period=Period.parse("2026Q3"))
    doubtful = sheet("2026年二季度|", "企业名称|本年总收入（元）", "甲公司|600")
    reading = read_sheet(doubtful, lexicon(), kind=SheetKind.FIGURES, period=Period.parse("2026Q3"))
    assert [finding.code for finding in reading.drafts.findings] == [
        "period-contradicted",
        "column-of-the-year",
    ]
    told = read_figures("情况表", given="2026Q3", kind=SheetKind.TENANTS)
    assert "period-unused" in {finding.code for finding in told.mapped.findings}
    assert read_figures("情况表", kind=SheetKind.TENANTS).mapped.findings == ()


def test_a_number_counts_its_days_from_1904_in_a_workbook_that_says_so() -> None:
    rows: list[list[object]] = [
        ["企业名称", "成立时间"],
        ["甲公司", 43890],
        ["乙公司", "43890"],
        ["丙公司", date(2024, 3, 1)],
    ]
    for epoch_1904, first in ((True, date(2024, 3, 1)), (False, date(2020, 2, 29))):
        reading = read_sheet(Grid(rows, epoch_1904=epoch_1904), lexicon(), kind=SheetKind.TENANTS)
        assert reading.drafts.columns["founded_on"] == [first, first, date(2024, 3, 1)]


def test_a_total_that_is_not_the_sum_of_the_rows_is_told() -> None:
    def told(*lines: str) -> list[tuple[str, str]]:
        grid = sheet("企业名称|总收入（万元）|从业人员", *lines)
        found = read_sheet(grid, lexicon(), kind=SheetKind.FIGURES).drafts.findings
        return [(one.where, str(one.values["sum"])) for one in found if one.code == "total-differs"]

    rows = ("甲|1.004|3", "乙|2.004|4", "丙|约5|5")
    assert told(*rows, "合计|8.01|12") == [("B5", "3.01")]
    assert told(*rows[:2], "合 计|3.01|7") == [], "each row may have been rounded"
    assert told(*rows[:2], "合计|3.01|8") == [("C4", "7")]
    assert told(*rows[:2], "合计||") == []
    assert told("甲|1|3", "小计|1|3", "乙|2|4", "合计|9|9") == [], "which total is of what is not known"
    assert told(*rows[:2], "平均值|1.5|3") == []
    assert told(*rows[:2], "合计|见附表|7") == []
