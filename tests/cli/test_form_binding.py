"""`crm form bind` and `crm form align`, and filing with a form folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.styles import Border, Side

from crm import paths

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said

ZONE = paths.resources() / "forms/zone/quarterly/2025"


def test_the_places_of_a_blank_are_told(say: Callable[..., Said]) -> None:
    said = say("form", "bind", ZONE / "template.xlsx", "--json")
    assert said.status == 0
    document = said.document
    assert (document["rhythm"], document["out"]) == ("quarter", "")
    assert document["bound"] > 130
    income = next(one for one in document["places"] if one["place"] == "综合情况!F19")
    assert (income["target"], income["basis"], income["unit"]) == (
        "total_income",
        "last_year",
        "ten_thousand_yuan",
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_reader_sees_the_places_as_a_table_with_what_has_to_be_decided(
    say: Callable[..., Said], language: str
) -> None:
    said = say("form", "bind", ZONE / "template.xlsx", "--lang", language)
    assert said.status == 0
    assert "综合情况!E19" in said.out
    assert ("总收入" if language == "zh" else "Total income") in said.out
    assert "--bind" in said.out.splitlines()[-1]


def test_a_form_is_kept_and_filed_with(say: Callable[..., Said], demo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "own" / "2026"
    said = say("form", "bind", ZONE / "template.xlsx", "--out", folder, "--year", "2026", "--code", "own", "--name",
               "自有季报", "--bind", "在孵企业明细!T6=ip_valid", "--json")  # fmt: skip
    assert said.status == 0
    assert said.document["out"] == str(folder)
    out = tmp_path / "own.xlsx"
    filed = say("file", folder, "--period", "2026Q3", "--out", out, "--database", demo, "--json")
    assert filed.document["form"] == "own"
    assert openpyxl.load_workbook(out)["综合情况"]["E7"].value == 64
    explained = say(
        "explain", folder, "--period", "2026Q3", "--cell", "综合情况!E19", "--database", demo, "--json"
    )
    assert explained.document["indicator"] == "total_income"
    refused = say(
        "file", folder, "--period", "2026Q3", "--out", out, "--freeze", "--database", demo, "--json"
    )
    assert (refused.status, refused.document["error"]["code"]) == (1, "form-not-installed")


def test_a_form_needs_its_year(say: Callable[..., Said], tmp_path: Path) -> None:
    said = say("form", "bind", ZONE / "template.xlsx", "--out", tmp_path / "own", "--json")
    assert (said.status, said.document["error"]["code"]) == (2, "cli-option-missing")
    odd = say("form", "bind", ZONE / "template.xlsx", "--rhythm", "weekly", "--json")
    assert (odd.status, odd.document["error"]["code"]) == (2, "cli-rhythm-unknown")


def test_form_alone_is_no_verb(say: Callable[..., Said]) -> None:
    said = say("form", "--json")
    assert (said.status, said.document["error"]["code"]) == (2, "cli-verb-unknown")


def test_two_years_of_a_form_are_compared(say: Callable[..., Said], tmp_path: Path) -> None:
    book = openpyxl.load_workbook(ZONE / "template.xlsx")
    sheet = book["综合情况"]
    sheet["B19"], sheet["C19"] = "营业总收入", "千元"
    sheet["B12"] = "迁出备注"
    new = tmp_path / "new.xlsx"
    book.save(new)
    folder = tmp_path / "2026"
    said = say("form", "align", ZONE, new, "--out", folder, "--json")
    document = said.document
    assert (said.status, document["old_year"], document["year"]) == (0, 2025, 2026)
    changed = {one["new_label"]: one for one in document["changed"]}
    assert changed["营业总收入"]["new_unit"] == "thousand_yuan"
    assert "综合情况!E12" in document["lost"]
    assert document["dropped"]
    assert (folder / "form.toml").exists()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_reader_sees_what_differs(say: Callable[..., Said], tmp_path: Path, language: str) -> None:
    book = openpyxl.load_workbook(ZONE / "template.xlsx")
    sheet = book["综合情况"]
    sheet["B19"], sheet["B12"] = "营业总收入", "迁出备注"
    new = tmp_path / "new.xlsx"
    book.save(new)
    said = say("form", "align", ZONE, new, "--out", tmp_path / "2026", "--lang", language)
    assert said.status == 0
    for text in ("营业总收入", "迁出备注", "综合情况!E12", str(tmp_path / "2026")):
        assert text in said.out
    same = say("form", "align", ZONE, ZONE / "template.xlsx", "--lang", language)
    assert len(same.out.splitlines()) == 1


def test_a_form_is_handed_on_taken_in_and_frozen(
    say: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "user_data", lambda: tmp_path / "data")
    folder, packed = tmp_path / "own" / "2026", tmp_path / "own.crmform"
    say(
        "form",
        "bind",
        ZONE / "template.xlsx",
        "--out",
        folder,
        "--year",
        "2026",
        "--code",
        "own",
        "--name",
        "自有季报",
    )
    assert say("form", "pack", folder, "--out", packed, "--json").document["form"] == "own"
    taken = say("form", "unpack", packed, "--json")
    assert (taken.document["name"], taken.document["year"]) == ("自有季报", 2026)
    assert (tmp_path / "data/resources/forms/own/own/2026/template.xlsx").is_file()
    twice = say("form", "install", folder, "--json")
    assert (twice.status, twice.document["error"]["code"]) == (1, "form-already-there")
    assert "自有季报" in say("form", "install", folder, "--replace", "--lang", "zh").out
    assert say("form", "pack", "own", "--out", packed, "--year", "2026", "--json").document["path"] == str(
        packed
    )


def test_freezing_with_a_folder_may_install_it_on_the_way(
    say: Callable[..., Said], demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "user_data", lambda: tmp_path / "data")
    folder = tmp_path / "own" / "2026"
    say(
        "form",
        "bind",
        ZONE / "template.xlsx",
        "--out",
        folder,
        "--year",
        "2026",
        "--code",
        "own",
        "--name",
        "自有季报",
    )
    frozen = say("file", folder, "--period", "2026Q3", "--out", tmp_path / "own.xlsx", "--freeze", "--install",
                 "--reason", "核对", "--database", demo, "--json")  # fmt: skip
    assert frozen.document["form"] == "own"
    again = say("file", "own", "--period", "2026Q3", "--version", "1", "--out", tmp_path / "again.xlsx", "--database",
                demo, "--json")  # fmt: skip
    assert again.document["sha256"] == frozen.document["sha256"]


def test_a_matrix_is_told_found_and_filed_by_its_groups(
    say: Callable[..., Said], demo: Path, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "分类"
    for row in (
        ["在孵企业分类情况季报表（单位：万元）"],
        ["类别", "总收入", "从业人员"],
        ["信息类"],
        ["生物医药"],
    ):
        sheet.append(row)
    sheet["C4"].border = Border(bottom=Side("thin"))
    book.save(tmp_path / "blank.xlsx")
    folder = tmp_path / "own" / "2026"
    said = say("form", "bind", tmp_path / "blank.xlsx", "--out", folder, "--year", "2026", "--code", "own",
               "--bind", "分类!B3:C4=rows=technology_field",
               "--bind", "分类!B3=total_income;group=technology_field:electronic_information", "--json")  # fmt: skip
    places = {one["place"]: one for one in said.document["places"]}
    assert places["分类!B4"]["within"] == {"technology_field": ["biomedicine"]}
    assert (places["分类!C3"]["among"], places["分类!C3"]["doubts"]) == ("信息类", ["bind-group-unknown"])
    explained = say(
        "explain", folder, "--period", "2026Q3", "--cell", "分类!B3", "--database", demo, "--json"
    )
    assert explained.document["within"] == {"technology_field": ["electronic_information"]}
    measured = say("measure", "total_income", "--period", "2026Q3", "--by", "technology_field", "--where",
                   "stage=incubating", "--database", demo, "--json")  # fmt: skip
    assert measured.status == 0
    assert float(explained.document["sum"]) > 0
    refused = say("form", "bind", tmp_path / "blank.xlsx", "--bind", "分类!B3:C4=rows=quarter", "--json")
    assert refused.document["error"]["code"] == "bind-no-matrix"


def test_checks_are_listed_and_switched(say: Callable[..., Said]) -> None:
    key = "part:college<employees"
    said = say("form", "bind", ZONE / "template.xlsx", "--bind", f"check:{key}=off", "--json")
    checks = {one["key"]: one for one in said.document["checks"]}
    assert (checks[key]["on"], checks[key]["kind"], checks[key]["place"]) == (False, "part", "综合情况!E17")
    told = say("form", "bind", ZONE / "template.xlsx", "--lang", "zh")
    assert any(line.startswith("启用") and key in line for line in told.out.splitlines())
    aligned = say("form", "align", ZONE, ZONE / "template.xlsx", "--json")
    assert {one["kind"] for one in aligned.document["checks"]} >= {"carried", "part"}


def test_a_check_of_one_s_own_is_written(say: Callable[..., Said]) -> None:
    words = '"says": {"zh": "不大于", "en": ""}, "remedy": {"zh": "", "en": ""}'
    own = f'check:own:a={{"code": "a", "expression": "net_profit <= total_income", {words}}}'
    said = say("form", "bind", ZONE / "template.xlsx", "--bind", own, "--json")
    (check,) = [one for one in said.document["checks"] if one["kind"] == "own"]
    assert (check["key"], check["on"], check["expression"]) == ("own:a", True, "net_profit <= total_income")
    assert say("form", "bind", ZONE / "template.xlsx", "--bind", "check:own:a={}").status != 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_the_registers_list_is_told_and_may_be_said(say: Callable[..., Said], language: str) -> None:
    rights = paths.resources() / "forms/zone/rights/2025/template.xlsx"
    said = say("form", "bind", rights, "--json")
    first = said.document["registers"][0]
    assert (first["place"], first["rows"], first["bound"]) == (
        "本期申请!5",
        "records=ip_rights.applied",
        True,
    )
    assert {one["records"] for one in said.document["places"] if one["target"]} == {"ip_rights"}
    told = say("form", "bind", rights, "--bind", "本期申请!5=records=financings", "--lang", language)
    assert told.status == 0
    assert ("本期发生的融资" if language == "zh" else "Closed in the period") in told.out
    plain = say("form", "bind", ZONE / "template.xlsx", "--lang", language)
    assert ("当日在孵企业" if language == "zh" else "Incubating tenants on the day") in plain.out
    wrong = say("form", "bind", rights, "--bind", "本期申请!5=records=dreams", "--lang", language)
    assert wrong.status != 0
