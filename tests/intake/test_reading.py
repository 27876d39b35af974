"""The whole way, and what kind of sheet it is; every code that intake uses has its sentence."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from crm import paths
from crm.domain.errors import ParseError
from crm.domain.period import Period
from crm.intake.lexicon import SheetKind
from crm.intake.mapping import ColumnChoice
from crm.intake.reading import field_named, guess_kind, read_sheet
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
