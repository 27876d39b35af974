"""The achievements brief over the demo: every row of the story comes out, with the records behind it."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest

from crm.domain.errors import NotFoundError
from crm.domain.period import Period
from crm.excel.saving import SaveRefused
from crm.services.brief import brief_workbook, build_brief, export_brief

if TYPE_CHECKING:
    from pathlib import Path

    from crm.services.library import Library
    from crm.services.operation import Workplace

CASES = {"growth": "绛川动漫", "space": "鹿汀传媒", "team": "汾泊静态交通"}
PRINTED = date(2022, 6, 2)


def test_every_row_of_the_story_is_told_as_it_was_printed(demo: Workplace, library: Library) -> None:
    brief = build_brief(demo, library, Period.parse("2022-06"), as_of=PRINTED, cases=CASES)
    values = {row.number: row.value for row in brief.rows}
    assert len(brief.told) == 25
    assert values[1] == 100_000
    assert values[2] == date(2020, 6, 18)
    exact = {3: 71, 5: 72, 9: 5_532, 11: 2, 14: Decimal("40.0"), 16: 1, 17: 4, 18: 1, 24: 15}
    assert {number: values[number] for number in exact} == exact
    at_least = {
        4: 9,
        6: 51,
        7: 801,
        8: 61,
        10: 11,
        12: 3,
        13: 190,
        15: 1_000,
        19: 261,
        20: 1,
        21: 1,
        22: 1,
        23: 1,
    }
    for number, least in at_least.items():
        value = values[number]
        assert isinstance(value, int | Decimal)
        assert value >= least, number
    assert isinstance(values[13], int)
    assert values[13] <= 199
    assert all(row.rows for row in brief.rows if row.number not in {2, 25})


def test_another_day_gives_another_brief_and_what_was_not_chosen_stays_blank(
    demo: Workplace, library: Library
) -> None:
    early = build_brief(demo, library, Period.parse("2020"))
    late = build_brief(demo, library, Period.parse("2025"))
    assert [row.value for row in early.rows if row.number == 5] < [
        row.value for row in late.rows if row.number == 5
    ]
    assert {row.number for row in late.rows if row.value is None} == {14, 15, 16, 17, 18, 19}
    assert early.setting.as_of == date(2020, 12, 31)


def test_it_is_written_as_a_document_and_as_a_workbook(
    demo: Workplace, library: Library, tmp_path: Path
) -> None:
    brief = build_brief(demo, library, Period.parse("2022-06"), as_of=PRINTED, cases=CASES)
    export_brief(demo, brief, tmp_path / "简报.docx")
    with zipfile.ZipFile(tmp_path / "简报.docx") as archive:
        text = archive.read("word/document.xml").decode()
    assert "累计引入企业72家" in text
    assert "不是人数" in text
    export_brief(demo, brief, tmp_path / "简报.xlsx")
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "简报.xlsx").read_bytes()))
    assert book.sheetnames == ["运营成效简报", "构成记录"]
    records = list(book["构成记录"].iter_rows(min_row=3, values_only=True))
    came = sum(row[3] for row in records if row[0] == 9 and isinstance(row[3], int | float))
    assert came == 5_532
    with pytest.raises(SaveRefused, match="save-ending"):
        export_brief(demo, brief, tmp_path / "简报.pdf")


def test_an_empty_database_says_that_there_is_nothing_instead_of_zeros(
    workplace: Workplace, library: Library, tmp_path: Path
) -> None:
    brief = build_brief(workplace, library, Period.parse("2026Q3"))
    assert brief.told == ()
    export_brief(workplace, brief, tmp_path / "简报.docx")
    with zipfile.ZipFile(tmp_path / "简报.docx") as archive:
        text = archive.read("word/document.xml").decode()
    assert "截至统计日，尚无可供叙述的登记记录。" in text
    assert ">无<" in text
    assert "平方米" not in text
    assert not re.search(r">0(\.0+)?<|[^0-9.]0(家|所|项|个|名|场次|人次)", text)
    book = openpyxl.load_workbook(io.BytesIO(brief_workbook(workplace, brief)))
    values = [cell.value for (cell,) in book["运营成效简报"].iter_rows(min_row=3, min_col=3, max_col=3)]
    assert "无" in values
    assert set(values) <= {"无", None}


def test_a_tenant_that_is_not_there_is_refused(demo: Workplace, library: Library) -> None:
    with pytest.raises(NotFoundError, match="brief-case-unknown"):
        build_brief(demo, library, Period.parse("2022"), cases={"team": "没有这家"})
    by_number = build_brief(demo, library, Period.parse("2022"), cases={"team": "1"})
    assert by_number.setting.cases["team"].tenant_id == 1
