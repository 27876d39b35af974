from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.cli.conftest import Said

HEADER = ("企业编号", "企业名称", "孵化状态", "备注")
ROWS = (
    ("云岭县（2家）",),
    ("T001", "云岭测绘有限公司", "在孵", "甲"),
    ("T002", "青屿造船有限公司", "毕业", ""),
    ("数据来源：手工整理",),
)
KEYS = (
    *(
        "file",
        "sheet",
        "kind",
        "rows",
        "new",
        "updated",
        "same",
        "refused",
        "skipped",
        "applied",
        "operation",
    ),
    *("seconds", "columns", "findings"),
)


def write_register(path: Path, rows: Sequence[Sequence[str]] = ROWS) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("名册")
    for number, row in enumerate((HEADER, *rows)):
        sheet.write_row(number, 0, row)
    book.close()
    return path


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return write_register(tmp_path / "名册.xlsx")


def test_an_import_answers_with_exactly_the_promised_keys(
    say: Callable[..., Said], register: Path, tmp_path: Path
) -> None:
    said = say("import", register, "--database", tmp_path / "a.db", "--json")
    assert said.status == 0, said.out
    assert tuple(said.document) == KEYS
    assert set(said.document["columns"][0]) == {"column", "header", "field", "confidence"}
    assert set(said.document["findings"][0]) == {"severity", "code", "where", "value", "message", "remedy"}
    assert said.err == ""


def test_the_rows_add_up_and_each_skipped_one_has_its_reason(
    say: Callable[..., Said], register: Path, tmp_path: Path
) -> None:
    found = say("import", register, "--database", tmp_path / "a.db", "--json").document
    counted = [found[name] for name in ("new", "updated", "same", "refused", "skipped")]
    assert counted == [2, 0, 0, 0, 2]
    assert sum(counted) == found["rows"] == 4
    assert found["applied"] is True
    assert found["operation"] == 1
    skipped = [finding for finding in found["findings"] if finding["severity"] == "info"]
    reasons = {finding["where"]: finding["value"] for finding in skipped}
    assert reasons == {"A2": "云岭县（2家）", "A5": "数据来源：手工整理"}


def test_columns_say_where_they_go(say: Callable[..., Said], register: Path, tmp_path: Path) -> None:
    words = (
        "import",
        register,
        "--database",
        tmp_path / "a.db",
        "--map",
        "备注=",
        "--map",
        "C=stage",
        "--json",
    )
    columns = say(*words).document["columns"]
    assert [column["field"] for column in columns] == ["external_id", "name", "stage", None]
    assert [column["column"] for column in columns] == ["A", "B", "C", "D"]


def test_a_dry_run_writes_nothing(say: Callable[..., Said], register: Path, tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    found = say("import", register, "--database", database, "--dry-run", "--json").document
    assert (found["new"], found["applied"], found["operation"]) == (2, False, None)
    assert say("history", "--database", database, "--json").document == {"operations": []}


def test_the_same_file_again_changes_nothing(
    say: Callable[..., Said], register: Path, tmp_path: Path
) -> None:
    words = ("import", register, "--database", tmp_path / "a.db", "--json")
    say(*words)
    again = say(*words).document
    assert (again["same"], again["operation"], again["applied"]) == (2, None, True)


def test_an_undo_takes_an_import_back(say: Callable[..., Said], register: Path, tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    say("import", register, "--database", database)
    undone = say("undo", "--database", database, "--json").document
    assert (undone["operation"], undone["undone"], undone["kind"], undone["tenants"]) == (
        2,
        1,
        "import-tenants",
        2,
    )
    assert "名册.xlsx" in undone["title"]
    assert "crm undo 2" in say("undo", "--database", database).err
    history = say("history", "--database", database, "--json").document["operations"]
    assert [(one["operation"], one["undoes"], one["undone_by"]) for one in history] == [
        (2, 1, None),
        (1, None, 2),
    ]


def test_a_refused_row_is_told_and_ends_with_one(say: Callable[..., Said], tmp_path: Path) -> None:
    rows = (("T001", "云岭测绘有限公司", "在孵", ""), ("T001", "云岭测绘有限公司", "在孵", ""))
    register = write_register(tmp_path / "twice.xlsx", rows)
    said = say("import", register, "--database", tmp_path / "a.db", "--json")
    assert said.status == 1
    assert (said.document["new"], said.document["refused"]) == (1, 1)
    assert [finding["code"] for finding in said.document["findings"]] == [
        "stage-day-missing",
        "row-duplicate",
    ]


def test_a_reader_sees_counts_columns_and_how_to_undo(
    say: Callable[..., Said], register: Path, tmp_path: Path
) -> None:
    said = say("import", register, "--database", tmp_path / "a.db")
    assert "行数 4 = 新增 2 + 更新 0 + 相同 0 + 有误 0 + 跳过 2" in said.out
    assert "企业名称 (name)" in said.out
    assert "crm undo 1" in said.out
    assert "名册.xlsx" in said.err


def test_figures_come_in_by_period_and_unit(say: Callable[..., Said], register: Path, tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    say("import", register, "--database", database)
    book = xlsxwriter.Workbook(tmp_path / "数据.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ("企业名称", "总收入"))
    sheet.write_row(1, 0, ("云岭测绘有限公司", 12.5))
    book.close()
    words = ("--kind", "figures", "--period", "2026Q3", "--unit", "总收入=ten_thousand_yuan")
    said = say("import", tmp_path / "数据.xlsx", "--database", database, *words, "--json")
    assert said.status == 0, said.out
    assert (said.document["kind"], said.document["new"]) == ("figures", 1)
    measured = say("measure", "total_income", "--period", "2026Q3", "--database", database, "--json").document
    assert (measured["value"], measured["unit"]) == ("125000", "yuan")


def test_a_reader_is_told_where_a_column_of_figures_goes(
    say: Callable[..., Said], register: Path, tmp_path: Path
) -> None:
    database = tmp_path / "a.db"
    say("import", register, "--database", database)
    path = tmp_path / "figures.csv"
    path.write_text("企业名称,从业人员\n云岭测绘有限公司,12\n", "utf-8")
    said = say(
        "import", path, "--kind", "figures", "--period", "2026Q3", "--database", database, "--lang", "en"
    )
    assert "Employees (employees)" in said.out
    assert "Written as operation 2" in said.out


def test_a_file_that_is_not_there_is_refused_in_words(say: Callable[..., Said], tmp_path: Path) -> None:
    said = say("import", tmp_path / "no.xlsx", "--database", tmp_path / "a.db")
    assert said.status == 1
    assert said.out == ""
    assert "no.xlsx" in said.err
    assert "没有完成" in said.err


def test_a_second_undo_without_a_number_names_what_it_would_take_back(
    say: Callable[..., Said], register: Path, tmp_path: Path
) -> None:
    database = tmp_path / "a.db"
    say("import", register, "--database", database)
    more = tmp_path / "更多.csv"
    more.write_text("企业名称,入驻时间\n汾川丙土有限公司,2024-01-05\n", encoding="utf-8")
    say("import", more, "--database", database)
    assert say("undo", "--database", database).status == 0
    again = say("undo", "--database", database)
    assert again.status == 1
    assert "操作 1（" in again.err
    assert "接着撤销：crm undo 1；恢复刚撤销的：crm undo 3" in again.err
    assert say("undo", "3", "--database", database).status == 0
    assert "crm undo 4" in say("undo", "--database", database).err
