"""``crm changes``: who moved a figure, what was written about it, and the document beside the workbook."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said

WORDS = ("changes", "zone-quarterly", "--period", "2026Q3")


def test_changes_are_told_with_all_who_moved_them(say: Callable[..., Said], demo: Path) -> None:
    found = say(*WORDS, "--database", demo, "--json").document
    assert (found["limit"], found["verified"], found["last"]) == (30, False, "2025Q3")
    for change in found["changes"]:
        moved = sum(Decimal(one["change"]) for one in change["movers"])
        assert change["change"] is None or moved == Decimal(change["change"])
    beyond = [one for one in found["changes"] if one["beyond"]]
    shown = say(*WORDS, "--database", demo).out
    assert f"{len(beyond)} 项超过界限（30%），已写说明 0 项" in shown
    assert all(one["text"] in shown for one in beyond)
    assert "还有" in shown


def test_what_is_written_goes_beside_the_workbook(
    say: Callable[..., Said], demo: Path, tmp_path: Path
) -> None:
    at = ("--database", demo)
    document = tmp_path / "说明.docx"
    said = say(*WORDS, "--set", "exports=新增企业出口较多", "--keep-drafts", "--out", document, *at)
    assert said.status == 0
    assert "已写：新增企业出口较多" in said.out
    assert str(document) in said.out
    assert document.exists()
    found = say(*WORDS, "--above", "30", *at, "--json").document
    assert all(one["written"] for one in found["changes"] if one["beyond"])
    book = tmp_path / "季报.xlsx"
    file = ("file", "zone-quarterly", "--period", "2026Q3", "--out", book)
    filed = say(*file, "--freeze", "--reason", "已核对", *at, "--json").document
    assert filed["changes"] == str(tmp_path / "季报_同比变动说明.docx")
    again = say(*file[:-1], tmp_path / "v1.xlsx", "--version", "1", *at)
    assert str(tmp_path / "v1_同比变动说明.docx") in again.out
    assert "同比变动说明“出口总额”" in say("filings", "1", *at).out
    held = say("filings", "1", "--json", *at).document["reasons"]
    assert [one["text"] for one in held if one["name"] == "出口总额"] == ["新增企业出口较多"]
    assert say("diff", "1", "1", *at).status == 0
    assert say(*WORDS, "--set", "exports=两家企业签了新单", *at).status == 0
    assert say(*file[:-1], book, "--freeze", "--reason", "说明改写", *at).status == 0
    told = say("diff", "1", "2", *at)
    assert told.status == 1, "the cells are the same, what was written about them is not"
    assert "新增企业出口较多 → 两家企业签了新单" in told.out
    (reason,) = say("diff", "1", "2", "--json", *at).document["reasons"]
    assert (reason["before"], reason["after"]) == ("新增企业出口较多", "两家企业签了新单")


def test_a_figure_the_form_does_not_show_is_refused(say: Callable[..., Said], demo: Path) -> None:
    said = say(*WORDS, "--set", "nothing=x", "--database", demo, "--json")
    assert said.document["error"]["code"] == "change-subject-unknown"
