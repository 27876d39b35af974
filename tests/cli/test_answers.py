from __future__ import annotations

import re
import shutil
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from crm.domain.finding import Finding, Severity
from crm.services.filings import BuiltFiling

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said

_HAN = re.compile(r"[\u3400-\u9fff]")
CELL = "综合情况!E19"


def test_a_figure_is_exact_and_its_groups_add_up_to_it(say: Callable[..., Said], demo: Path) -> None:
    words = ("measure", "total_income", "--period", "2026Q3", "--by", "stage", "--database", demo, "--json")
    found = say(*words).document
    assert tuple(found) == ("measure", "period", "unit", "value", "contributions", "missing", "groups")
    assert (found["measure"], found["period"], found["unit"]) == ("total_income", "2026Q3", "yuan")
    assert re.fullmatch(r"\d+\.\d{1,2}", found["value"])
    assert sum(Decimal(group["value"]) for group in found["groups"]) == Decimal(found["value"])
    assert sum(group["contributions"] for group in found["groups"]) == found["contributions"] > 0
    assert found["missing"] > 0


def test_numbers_of_tenants_are_figures_too_and_can_be_asked_as_of_a_day(
    say: Callable[..., Said], demo: Path
) -> None:
    def resident(day: str) -> int:
        words = ("--period", "2022Q2", "--as-of", day, "--database", demo, "--json")
        return int(say("measure", "resident_tenants", *words).document["value"])

    assert 0 < resident("2020-12-31") < resident("2022-06-02")


def test_a_figure_can_be_narrowed(say: Callable[..., Said], demo: Path) -> None:
    words = ("measure", "employees", "--period", "2026Q3", "--database", demo, "--json")
    whole = say(*words).document
    part = say(*words, "--where", "technology_field=biomedicine").document
    assert 0 < int(part["value"]) < int(whole["value"])
    assert part["groups"] == []


def test_a_figure_nobody_reported_is_blank_and_not_zero(say: Callable[..., Said], demo: Path) -> None:
    words = ("measure", "total_income", "--period", "2031Q1", "--database", demo)
    assert say(*words, "--json").document["value"] is None
    assert "未上报" in say(*words).out


def test_groups_are_named_to_a_reader(say: Callable[..., Said], demo: Path) -> None:
    words = ("measure", "employees", "--period", "2026Q3", "--database", demo)
    assert "在孵 (incubating)" in say(*words, "--by", "stage").out
    assert (
        "Biomedicine and medical devices (biomedicine)"
        in say(*words, "--by", "technology_field", "--lang", "en").out
    )
    assert re.search(r"^1\d* +\d+ +1$", say(*words, "--by", "tenant").out, re.MULTILINE)


def test_forms_are_listed(say: Callable[..., Said]) -> None:
    forms = {one["form"]: one for one in say("forms", "--json").document["forms"]}
    assert forms["zone-quarterly"]["period_kind"] == "quarter"
    assert forms["torch-tenant"]["year"] == 2018
    assert "通用版式" in say("forms").out


def test_a_filing_is_saved_with_its_fingerprint(say: Callable[..., Said], demo: Path, tmp_path: Path) -> None:
    out = tmp_path / "zone.xlsx"
    words = ("file", "zone-quarterly", "--period", "2026Q3", "--out", out, "--database", demo)
    said = say(*words, "--today", "2026-10-08", "--json")
    found = said.document
    assert said.status == 0
    assert tuple(found) == (
        *("form", "year", "period", "out", "sha256", "cells", "errors", "warnings", "findings"),
        *("version", "state", "fingerprint", "readiness", "seconds"),
    )
    assert (found["form"], found["year"], found["period"], found["out"]) == (
        *("zone-quarterly", 2025, "2026Q3", str(out)),
    )
    severities = [finding["severity"] for finding in found["findings"]]
    assert found["errors"] == severities.count("error")
    assert found["warnings"] == severities.count("warning") > 0
    before = out.read_bytes()
    again = say(*words, "--today", "2026-10-08", "--json").document
    assert again["sha256"] == found["sha256"]
    assert out.read_bytes() == before


def test_freezing_needs_a_reason_where_there_are_warnings(
    say: Callable[..., Said], demo: Path, tmp_path: Path
) -> None:
    words = ("file", "zone-quarterly", "--period", "2026Q3", "--out", tmp_path / "z.xlsx", "--database", demo)
    refused = say(*words, "--freeze", "--json")
    assert refused.status == 1
    assert refused.document["error"]["code"] == "filing-warnings-unexplained"
    frozen = say(*words, "--freeze", "--reason", "已与企业核对")
    assert frozen.status == 0
    assert "已封存" in frozen.out
    latest = say("history", "--database", demo, "--json").document["operations"][0]
    assert latest["kind"] == "filing-frozen"


def test_an_explained_cell_is_the_sum_of_its_rows(say: Callable[..., Said], demo: Path) -> None:
    words = ("explain", "zone-quarterly", "--period", "2026Q3", "--cell", CELL, "--database", demo)
    found = say(*words, "--json").document
    assert tuple(found)[:8] == ("cell", "label", "value", "unit", "indicator", "formula", "rows", "missing")
    assert (found["cell"], found["indicator"], found["unit"]) == (CELL, "total_income", "ten_thousand_yuan")
    assert set(found["rows"][0]) == {"kind", "id", "label", "amount"}
    total = sum(Decimal(row["amount"]) for row in found["rows"])
    assert round(total, 2) == Decimal(found["value"])
    assert [one["label"] for one in found["missing"]]
    assert (found["sum"], found["adds_up"], found["previous"]) == (str(total), True, None)
    assert (found["period"], found["population"], found["as_of"]) == ("2026Q3", "incubating", "2026-09-30")
    assert isinstance(found["verified"], bool)
    assert found["definition"]
    book = demo.parent / "E19.xlsx"
    shown = say(*words, "--out", book).out
    assert book.read_bytes().startswith(b"PK")
    assert str(book) in shown
    assert found["value"] in shown
    assert found["source"] in shown
    assert "统计范围" in shown
    assert f"未上报（{len(found['missing'])}）" in shown


def test_a_growth_is_explained_with_what_it_is_compared_with(say: Callable[..., Said], demo: Path) -> None:
    words = ("explain", "zone-quarterly", "--period", "2026Q3", "--cell", "综合情况!G19", "--database", demo)
    assert re.search(r"^Compared with \(2025Q3\): \d", say(*words, "--lang", "en").out, re.MULTILINE)


def test_a_text_of_a_row_leads_to_its_record(say: Callable[..., Said], demo: Path) -> None:
    words = (
        "explain",
        "zone-quarterly",
        "--period",
        "2026Q3",
        "--cell",
        "在孵企业明细!B7",
        "--database",
        demo,
    )
    found = say(*words, "--json").document
    assert [row["amount"] for row in found["rows"]] == [None]
    assert found["value"] in say(*words).out
    blank = (
        "explain",
        "zone-quarterly",
        "--period",
        "2026Q3",
        "--cell",
        "在孵企业明细!H35",
        "--database",
        demo,
    )
    assert say(*blank, "--json").document["value"] is None
    assert "未填" in say(*blank).out


def test_every_form_of_the_period_is_checked(say: Callable[..., Said], demo: Path) -> None:
    said = say("check", "--period", "2026Q3", "--database", demo, "--json")
    assert said.status == 1
    assert [form["form"] for form in said.document["forms"]] == ["zone-quarterly"]
    assert said.document["warnings"] == said.document["forms"][0]["warnings"] > 0
    every = say("check", "--period", "2026Q3", "--all", "--database", demo, "--json").document["forms"]
    assert [form["form"] for form in every] == [
        "zone-events", "zone-financings", "zone-graduates", "zone-movements",
        "zone-quarterly", "zone-rights", "zone-tenants", "zone-titles",
    ]  # fmt: skip
    shown = say("check", "--period", "2026Q3", "--database", demo).out
    assert f"警告 {said.document['warnings']}" in shown
    assert "加 --json 可看全部" in shown


def test_figures_of_the_incubator_itself_are_stated_and_shown(
    say: Callable[..., Said], demo: Path, tmp_path: Path
) -> None:
    shown = say("operator", "--period", "2025", "--database", demo, "--json").document["figures"]
    income = {one["indicator"]: one["value"] for one in shown}["incubator_income"]
    assert Decimal(income) > 3_000_000
    set_ = (
        "operator",
        "--period",
        "2026",
        "--database",
        demo,
        "--set",
        "desks=120",
        "--set",
        "fixed_assets=50万元",
    )
    stated = say(*set_, "--json").document
    assert stated["operation"]
    values = {one["indicator"]: one["value"] for one in stated["figures"]}
    assert (values["desks"], values["fixed_assets"], values["incubator_income"]) == ("120", "500000", None)
    gone = say("operator", "--period", "2026", "--database", demo, "--set", "desks=", "--json").document
    assert {one["indicator"]: one["value"] for one in gone["figures"]}["desks"] is None
    book = tmp_path / "自身数据.csv"
    book.write_text(
        "指标,单位,2026年\n孵化器总收入,万元,12\n提供工位数,个,约十\n孵化基金总额,万元,5\n", "utf-8"
    )
    taken = ("operator", "--period", "2026", "--database", demo, "--from", book, "--set", "incubation_fund=1")
    told = say(*taken, "--json").document
    stands = {one["indicator"]: one["value"] for one in told["figures"] if one["value"] is not None}
    assert (stands["incubator_income"], stands["incubation_fund"]) == ("120000", "1")
    assert [one["code"] for one in told["findings"]] == ["own-figure-unread"]
    assert "提供工位数" in say(*taken).out
    empty = tmp_path / "空.csv"
    empty.write_text("企业名称,总收入\n甲,5\n", "utf-8")
    nothing = say("operator", "--period", "2026", "--database", demo, "--from", empty, "--json")
    assert "own-figures-none" in nothing.out
    refused = say("operator", "--period", "2026", "--database", demo, "--set", "total_income=1", "--json")
    assert refused.document["error"]["code"] == "indicator-not-stated"
    assert "未上报" in say("operator", "--period", "2026", "--database", demo).out


def test_people_are_taken_from_a_list(say: Callable[..., Said], demo: Path, tmp_path: Path) -> None:
    path = tmp_path / "导师.csv"
    path.write_text("姓名,工作单位,聘任日期\n新导师,某院,2026-01-05\n", "utf-8")
    said = say("people", path, "--kind", "mentors", "--database", demo, "--json").document
    assert (said["new"], said["known"]) == (1, 0)
    assert "已有 1 人" in say("people", path, "--kind", "mentors", "--database", demo).out
    assert say("people", path, "--kind", "cats", "--database", demo, "--json").status == 2


def test_the_brief_is_shown_and_written(say: Callable[..., Said], demo: Path, tmp_path: Path) -> None:
    words = ("brief", "--period", "2022-06", "--as-of", "2022-06-02", "--database", demo)
    document = say(*words, "--json").document
    rows = {one["number"]: one for one in document["rows"]}
    assert (rows[5]["value"], rows[9]["value"], rows[9]["records"]) == ("72", "5532", 64)
    assert rows[15]["value"] is None
    out = tmp_path / "brief.docx"
    said = say(*words, "--case", "space=鹿汀传媒", "--out", out)
    assert said.status == 0
    assert out.exists()
    assert "5532" in said.out
    assert str(out) in said.out
    assert len(rows[25]["value"]) > 60
    assert max(map(len, said.out.splitlines()[:26])) < 120, (
        "a long text does not push the figures off the screen"
    )


def test_a_period_no_form_has_is_refused(say: Callable[..., Said], demo: Path) -> None:
    said = say("check", "--period", "2026H1", "--database", demo, "--json")
    assert said.status == 1
    assert said.document["error"]["code"] == "cli-no-form-for-period"


def test_checks_that_find_nothing_end_with_zero(
    say: Callable[..., Said], demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crm.services import filings

    build = filings.build_filing

    def build_clean(*args: object, **kwargs: object) -> BuiltFiling:
        made = build(*args, **kwargs)  # type: ignore[arg-type]
        return BuiltFiling(made.form, made.built, (), made.template)

    monkeypatch.setattr(filings, "build_filing", build_clean)
    said = say("check", "--period", "2026Q3", "--database", demo)
    assert said.status == 0
    assert "审核通过" in said.out
    words = ("file", "zone-quarterly", "--period", "2026Q3", "--out", tmp_path / "a.xlsx", "--database", demo)
    assert "审核通过" in say(*words).out


def test_a_filing_with_errors_is_saved_but_ends_with_one(
    say: Callable[..., Said], demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crm.services import filings

    build = filings.build_filing

    def build_wrong(*args: object, **kwargs: object) -> BuiltFiling:
        made = build(*args, **kwargs)  # type: ignore[arg-type]
        return BuiltFiling(made.form, made.built, (Finding("x-y", Severity.ERROR, "A1"),), made.template)

    monkeypatch.setattr(filings, "build_filing", build_wrong)
    words = ("file", "zone-quarterly", "--period", "2026Q3", "--out", tmp_path / "a.xlsx", "--database", demo)
    said = say(*words, "--json")
    assert (said.status, said.document["errors"]) == (1, 1)
    assert (tmp_path / "a.xlsx").exists()
    assert "错误  A1  x-y" in say(*words).out


def test_history_names_operations_in_words(say: Callable[..., Said], demo: Path, tmp_path: Path) -> None:
    assert "生成演示数据" in say("history", "--database", demo).out
    empty = tmp_path / "empty.db"
    say("restore", demo, "--database", empty)
    assert "Built the demo data" in say("history", "--database", empty, "--lang", "en").out


def test_an_empty_history_says_so(say: Callable[..., Said], tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("企业名称\n云岭测绘有限公司\n", "utf-8")
    say("import", tmp_path / "a.csv", "--database", tmp_path / "a.db", "--dry-run")
    assert "（无）" in say("history", "--database", tmp_path / "a.db").out


def test_a_backup_comes_back(say: Callable[..., Said], demo: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    made = say("backup", backup, "--database", demo, "--json").document
    assert made["file"] == str(backup)
    assert made["size"] == backup.stat().st_size
    say("undo", "--database", demo)
    done = say("restore", backup, "--database", demo, "--json").document
    assert done["database"] == str(demo)
    assert done["kept"]
    assert len(say("history", "--database", demo, "--json").document["operations"]) == 1
    assert "已备份到" in say("backup", tmp_path / "again.db", "--database", demo).out
    assert "原来的数据库另存为" in say("restore", backup, "--database", demo).out
    assert "原来" not in say("restore", backup, "--database", tmp_path / "new.db").out


def test_the_self_test_looks_at_everything(say: Callable[..., Said], demo: Path) -> None:
    said = say("self-test", "--database", demo, "--json")
    assert said.status == 0, said.out
    assert said.document["passed"] is True
    assert len(said.document["checks"]) > 3
    shown = say("self-test", "--database", demo, "--lang", "en").out
    assert "sound" in shown
    assert not _HAN.search(shown)


def test_the_self_test_ends_with_one_where_something_is_wrong(
    say: Callable[..., Said], demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crm.services import upkeep

    wrong = upkeep.CheckResult("self-test-library", passed=False, values={"why": "x"})
    monkeypatch.setattr(upkeep, "self_test", lambda *_: (wrong,))
    said = say("self-test", "--database", demo)
    assert said.status == 1
    assert "有问题" in said.out
    assert "处理" in said.out


@pytest.mark.parametrize(
    "words",
    [
        ("forms",),
        ("history",),
        ("measure", "total_income", "--period", "2026Q3", "--by", "stage"),
        ("measure", "nothing", "--period", "2026Q3"),
        ("check", "--period", "2026H1"),
        ("undo", "99"),
        ("impot",),
        ("check",),
    ],
    ids=" ".join,
)
def test_english_answers_have_no_chinese_in_them(
    words: tuple[str, ...], say: Callable[..., Said], demo: Path
) -> None:
    said = say(*words, "--database", demo, "--lang", "en")
    assert not _HAN.search(said.out + said.err), said.out + said.err


def test_a_filing_is_never_written_over_a_database_or_under_another_ending(
    say: Callable[..., Said], demo: Path, tmp_path: Path
) -> None:
    before = demo.read_bytes()
    for out in (demo, tmp_path / "report.csv"):
        said = say("file", "zone-quarterly", "--period", "2026Q3", "--out", out, "--database", demo)
        assert said.status == 1
        assert not (tmp_path / "report.csv").exists()
    trap = tmp_path / "trap.xlsx"
    shutil.copy(demo, trap)
    said = say("file", "zone-quarterly", "--period", "2026Q3", "--out", trap, "--database", demo)
    assert said.status == 1
    assert "数据库" in said.err
    assert trap.read_bytes() == before


def test_what_is_refused_to_be_frozen_is_not_written_either(
    say: Callable[..., Said], demo: Path, tmp_path: Path
) -> None:
    out = tmp_path / "report.xlsx"
    out.write_bytes(b"what was there")
    said = say("file", "zone-quarterly", "--period", "2026Q3", "--out", out, "--freeze", "--database", demo)
    assert said.status == 1
    assert out.read_bytes() == b"what was there"
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_a_frozen_version_is_listed_watched_and_exported_again(
    say: Callable[..., Said], demo: Path, tmp_path: Path
) -> None:
    first, again = tmp_path / "first.xlsx", tmp_path / "again.xlsx"
    file = ("file", "zone-quarterly", "--period", "2026Q3", "--database", demo)
    done = say(*file, "--out", first, "--freeze", "--reason", "已核对")
    assert done.status in {0, 1}
    listed = say("filings", "--json", "--database", demo).document
    newest = listed["filings"][0]
    assert (newest["form"], newest["period"], newest["version"]) == ("zone-quarterly", "2026Q3", 1)
    assert say(*file, "--out", again, "--version", "1", "--today", "2026-12-24").status == 0
    assert again.read_bytes() == first.read_bytes()
    assert say("watch", "--database", demo).status == 0
    (tmp_path / "fix.csv").write_text("企业编号,总收入（元）\nZC4-2026003,123456\n", "utf-8")
    mend = ("import", tmp_path / "fix.csv", "--period", "2026Q3", "--database", demo)
    assert "figures-locked" in say(*mend, "--dry-run", "--json").out
    assert "period-locked" in say(*mend, "--json").out
    assert say("watch", "--database", demo).status == 0
    assert say(*mend, "--reason", "企业来函更正").status == 0
    assert "企业来函更正" in say("history", "--database", demo).out
    watched = say("watch", "--json", "--database", demo)
    assert watched.status == 1
    assert watched.document["changed"] > 0
    assert any(one["records"] for each in watched.document["filings"] for one in each["differences"])
    checked = say("check", "--period", "2026Q3", "--database", demo)
    assert "第 1 版" in checked.out
    assert say(*file, "--out", again, "--version", "9").status == 1
    assert say(*file, "--out", again, "--version", "1", "--freeze").status == 2
    assert say(*file, "--out", again, "--reason", "x").status == 2


def test_two_frozen_filings_are_compared_cell_by_cell(
    say: Callable[..., Said], demo: Path, tmp_path: Path
) -> None:
    file = ("file", "zone-quarterly", "--period", "2026Q3", "--database", demo, "--out", tmp_path / "a.xlsx")
    say(*file, "--freeze", "--reason", "已核对")
    names = say("explain", *file[1:6], "--cell", "综合情况!E19", "--json").document["rows"]
    lines = "".join(f"{name},123456\n" for name in [one["label"] for one in names[:7]])
    (tmp_path / "fix.csv").write_text("企业名称,总收入（元）\n" + lines, "utf-8")
    mend = ("import", tmp_path / "fix.csv", "--period", "2026Q3", "--database", demo)
    assert say(*mend, "--reason", "更正").status == 0
    watched = say("watch", "--database", demo).out
    assert " → 12.3456" in watched, "records are told in the unit of the cell"
    assert "还有 2 项" in watched, "of seven records five are told"
    say(*file, "--freeze", "--reason", "更正")
    say("file", "zone-monthly", "--period", "2026-09", *file[4:], "--freeze", "--reason", "已核对")
    same = say("diff", "1", "1", "--database", demo)
    assert same.status == 0
    assert "完全相同" in same.out
    told = say("diff", "1", "2", "--database", demo)
    assert told.status == 1
    assert "第 1 版与" in told.out
    assert " → " in told.out
    found = say("diff", "1", "2", "--json", "--database", demo).document
    assert (found["filing"]["version"], found["other"]["version"]) == (1, 2)
    assert any(one["records"] for one in found["differences"])
    assert "filings-of-two-forms" in say("diff", "1", "3", "--json", "--database", demo).out
    assert "filing-unknown" in say("diff", "1", "9", "--json", "--database", demo).out
    undone = say("undo", "--database", demo)
    assert undone.status == 0


def test_what_was_filed_since_is_undone_with_a_reason(
    say: Callable[..., Said], demo: Path, tmp_path: Path
) -> None:
    (tmp_path / "late.csv").write_text("企业编号,总收入（元）\nZC4-2026003,123456\n", "utf-8")
    brought = say(
        "import", tmp_path / "late.csv", "--period", "2026Q3", "--json", "--database", demo
    ).document
    file = ("file", "zone-quarterly", "--period", "2026Q3", "--database", demo, "--out", tmp_path / "a.xlsx")
    say(*file, "--freeze", "--reason", "已核对")
    back = ("undo", str(brought["operation"]), "--database", demo)
    assert "period-locked" in say(*back, "--json").out
    assert say(*back, "--reason", "录错企业").status == 0


def test_nothing_filed_is_nothing_to_watch(say: Callable[..., Said], tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("企业名称\n云岭测绘有限公司\n", "utf-8")
    say("import", tmp_path / "a.csv", "--database", tmp_path / "a.db")
    assert "（无）" in say("filings", "--database", tmp_path / "a.db").out
    assert "还没有封存" in say("watch", "--database", tmp_path / "a.db").out


def test_a_condition_may_be_a_name_and_a_typo_does_not_read_as_nothing(
    say: Callable[..., Said], demo: Path
) -> None:
    ask = ("measure", "total_income", "--period", "2026Q3", "--json", "--database", demo)
    by_code = say(*ask, "--where", "stage=incubating").document
    assert by_code["contributions"] > 0
    assert say(*ask, "--where", "stage=在孵").document == by_code
    for wrong in ("stage=在付", "stage="):
        refused = say(*ask, "--where", wrong)
        assert refused.status == 1
        assert "where-value-unknown" in refused.out
    assert say(*ask, "--where", "stage=在孵", "--where", "stage=毕业").status == 2
    assert say(*ask, "--by", "stage", "--by", "industry").status == 2


def test_a_number_that_no_operation_can_have_is_a_slip_of_the_hand(
    say: Callable[..., Said], demo: Path
) -> None:
    said = say("undo", "9" * 23, "--database", demo)
    assert said.status == 2
    assert "Traceback" not in said.err


def test_a_backup_is_not_written_over_another_file(
    say: Callable[..., Said], demo: Path, tmp_path: Path
) -> None:
    target = tmp_path / "kept.db"
    target.write_bytes(b"somebody else's")
    assert say("backup", target, "--database", demo).status == 1
    assert target.read_bytes() == b"somebody else's"


def test_an_unknown_form_names_those_there_are(say: Callable[..., Said], demo: Path, tmp_path: Path) -> None:
    said = say("file", "nosuch", "--period", "2026Q3", "--out", tmp_path / "x.xlsx", "--database", demo)
    assert "zone-quarterly" in said.err
    assert "{known}" not in said.err


def test_the_rhythm_of_a_form_is_told_in_words(say: Callable[..., Said], demo: Path, tmp_path: Path) -> None:
    said = say("file", "zone-quarterly", "--period", "2026", "--out", tmp_path / "x.xlsx", "--database", demo)
    assert "季报" in said.err
    assert "应为quarter" not in said.err
