"""A filing on its way by command: signed, frozen, its scan, what has changed since, and what was carried on."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from crm import paths
from crm.db.engine import open_database
from crm.services.operation import Workplace
from crm.services.site import change_site, get_site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said

WHY = ("--reason", "已与企业核对")


@pytest.fixture
def file(say: Callable[..., Said], demo: Path, tmp_path: Path) -> Callable[..., Said]:
    """``crm file`` over the third quarter."""

    def run(*words: str) -> Said:
        filed = ("file", "zone-quarterly", "--period", "2026Q3", "--out", tmp_path / "z.xlsx")
        return say(*filed, "--database", demo, *words)

    return run


def test_one_clerk_files_what_the_leader_signed_on_the_print(
    file: Callable[..., Said], say: Callable[..., Said], demo: Path
) -> None:
    said = file("--by", "柳填表", "--approve", "沈负责", "--on-paper", "--freeze", *WHY, "--json")
    found = said.document
    assert (found["version"], found["state"]) == (1, "frozen")
    assert 0 < found["readiness"]["reported"] < found["readiness"]["asked"]
    assert {one["name"] for one in found["readiness"]["lacking"]}
    listed = say("filings", "--database", demo, "--json").document
    (chain,) = listed["filings"]
    assert listed["open"] == []
    assert (chain["state"], chain["fingerprint"]) == ("frozen", found["fingerprint"])
    steps = [(one["step"], one["name"], one["on_paper"]) for one in chain["steps"]]
    assert steps == [("submitted", "柳填表", False), ("approved", "沈负责", True)]
    told = say("filings", "1", "--database", demo)
    assert "沈负责，纸面签字" in told.out
    assert "没有报齐的企业" in told.out
    alone = say("filings", "1", "--database", demo, "--json").document
    assert alone["filing"] == chain
    assert alone["readiness"]["lacking"] == found["readiness"]["lacking"]


def test_a_filing_on_its_way_is_listed_and_nobody_approves_their_own(
    file: Callable[..., Said], say: Callable[..., Said], demo: Path
) -> None:
    assert "第 1 版，待审核" in file("--by", "柳填表", *WHY).out
    refused = file("--approve", "沈负责", "--json")
    assert (refused.status, refused.document["error"]["code"]) == (1, "filing-own-approval")
    assert file("--check", "沈负责", "--on-paper", "--json").document["state"] == "checked"
    (still_open,) = say("filings", "--database", demo, "--json").document["open"]
    assert (still_open["form"], still_open["period"], still_open["state"]) == (
        *("zone-quarterly", "2026Q3", "checked"),
    )
    assert "审核" in say("filings", "--database", demo).out
    assert file("--return", "沈负责", "--reason", "人数有误", "--json").document["state"] == "draft"


def test_what_says_nothing_together_is_a_misuse(file: Callable[..., Said]) -> None:
    assert file("--on-paper").status == 2
    assert file(*WHY).status == 2


def test_a_filing_frozen_without_approval_says_so(
    file: Callable[..., Said], say: Callable[..., Said], demo: Path
) -> None:
    file("--freeze", *WHY)
    assert "已封存（未经批准）" in say("filings", "--database", demo).out


def test_a_filing_frozen_over_a_return_is_not_called_approved(
    file: Callable[..., Said], say: Callable[..., Said], demo: Path
) -> None:
    file("--by", "柳填表", "--approve", "沈负责", "--on-paper", *WHY)
    file("--return", "沈负责", "--reason", "人数有误")
    assert "已封存，未经批准。" in file("--freeze", *WHY).out
    where = ("--database", demo)
    assert "已封存（未经批准）" in say("filings", *where).out
    assert "以上签字不算数" in say("filings", "1", *where).out
    (chain,) = say("filings", *where, "--json").document["filings"]
    assert (chain["approved"], [one["step"] for one in chain["steps"]]) == (
        False,
        ["submitted", "approved", "returned"],
    )


def test_a_restore_names_the_frozen_filings_that_the_backup_has_not(
    file: Callable[..., Said], say: Callable[..., Said], demo: Path, tmp_path: Path
) -> None:
    before, after, where = tmp_path / "before.bak", tmp_path / "after.bak", ("--database", demo)
    say("backup", before, *where)
    file("--freeze", *WHY)
    say("backup", after, *where)
    assert say("restore", after, *where, "--json").document["lost"] == []
    said = say("restore", before, *where)
    assert "备份里没有已封存的 zone-quarterly 2026Q3 第 1 版" in said.out
    say("restore", after, *where)
    assert say("restore", before, *where, "--json").document["lost"] == [
        {"form": "zone-quarterly", "period": "2026Q3", "version": 1}
    ]


def test_a_scan_is_attached_listed_and_written_out(
    file: Callable[..., Said], say: Callable[..., Said], demo: Path, tmp_path: Path
) -> None:
    file("--freeze", *WHY)
    where = ("--database", demo)
    out = tmp_path / "out.pdf"
    assert say("scan", "1", *where).out.strip() == "（无）"
    assert say("scan", "1", "--out", out, *where, "--json").document["error"]["code"] == "scan-none"
    scan = tmp_path / "盖章.pdf"
    scan.write_bytes(b"%PDF-1.7 scan")
    assert "盖章.pdf" in say("scan", "1", scan, *where).out
    said = say("scan", "1", "--out", out, *where)
    assert out.read_bytes() == scan.read_bytes()
    assert str(out) in said.out
    (chain,) = say("filings", *where, "--json").document["filings"]
    assert [one["name"] for one in chain["scans"]] == ["盖章.pdf"]
    assert "盖章扫描件" in say("filings", "1", *where).out


def test_a_difference_names_its_operation_and_is_carried_to_the_next_quarter(
    file: Callable[..., Said], say: Callable[..., Said], demo: Path, tmp_path: Path
) -> None:
    file("--freeze", *WHY)
    where = ("--database", demo)
    stated = say("operator", "--period", "2026Q3", *where, "--json").document
    assert stated
    figures = tmp_path / "figures.csv"
    rows = say("explain", "zone-quarterly", "--period", "2026Q3", "--cell", "综合情况!E19", *where, "--json")
    name = rows.document["rows"][0]["label"]
    figures.write_text(f"企业名称,营业收入(万元)\n{name},98765\n", encoding="utf-8")
    say("import", figures, "--kind", "figures", "--period", "2026Q3", *where, "--reason", "企业更正")
    watched = say("watch", *where, "--json").document
    assert watched["changed"] > 0
    (filing,) = watched["filings"]
    causes = {cause["operation"] for one in filing["differences"] for cause in one["causes"]}
    assert len(causes) == 1
    assert f"操作 {causes.pop()}" in say("watch", *where).out
    cell = filing["differences"][0]["cell"]
    carried = say("carry", "1", "--cell", cell, "--reason", "下季说明", *where, "--json").document
    assert carried["changed"] == watched["changed"] - 1
    assert carried["filings"][0]["carried"][0]["carry"]["period"] == "2026Q4"
    said = say("carry", "1", "--reason", "下季说明", *where)
    assert said.status == 0
    assert "已结转 2026Q4" in said.out
    words = ("file", "zone-quarterly", "--period", "2026Q4", "--out", tmp_path / "q4.xlsx", *where, "--json")
    codes = [one["code"] for one in say(*words).document["findings"]]
    assert codes.count("filing-carried-over") == watched["changed"]


def test_a_filing_that_fell_back_says_for_how_many_cells_or_for_what_else(
    file: Callable[..., Said], say: Callable[..., Said], demo: Path, tmp_path: Path
) -> None:
    where = ("--database", demo)
    file("--by", "柳填表", *WHY)
    database = open_database(demo)
    workplace = Workplace.of(database, today=date(2026, 11, 24), user="tester")
    site = get_site(workplace)
    assert site is not None
    change_site(workplace, {"phone": "0350-0000000"}, seen={"phone": site.phone})
    database.close()
    assert "数字没变，但已不是签字时的那张表，变了的是：填报单位、签字人等文字" in file().out
    rows = say("explain", "zone-quarterly", "--period", "2026Q3", "--cell", "综合情况!E19", *where, "--json")
    figures = tmp_path / "figures.csv"
    figures.write_text(
        f"企业名称,营业收入(万元)\n{rows.document['rows'][0]['label']},98765\n", encoding="utf-8"
    )
    say("import", figures, "--kind", "figures", "--period", "2026Q3", *where, "--reason", "企业更正")
    assert "又回到草稿：送审以后有" in file().out


def test_the_watch_says_where_the_form_asks_otherwise_than_it_did(
    say: Callable[..., Said], demo: Path, tmp_path: Path
) -> None:
    own = paths.user_resources() / "forms/zone/titles/2025"
    shutil.copytree(paths.resources() / "forms/zone/titles/2025", own)
    form = own / "form.toml"
    form.write_text(form.read_text("utf-8").replace('population = "resident"\n', ""), "utf-8")
    filed = ("file", "zone-titles", "--period", "2026Q3", "--out", tmp_path / "z.xlsx", "--database", demo)
    assert say(*filed, "--freeze", *WHY, "--json").document["state"] == "frozen"
    shutil.rmtree(own)
    (watched,) = say("watch", "--database", demo, "--json").document["filings"]
    assert {(one["asked_anew"], len(one["causes"])) for one in watched["differences"]} == {(True, 0)}
    assert "表式的取数口径与报送时不同" in say("watch", "--database", demo).out
    own_indicators = paths.user_resources() / "indicators.toml"
    assert say(*filed, "--freeze", *WHY, "--json").document["version"] == 2
    text = (paths.resources() / "indicators.toml").read_text("utf-8")
    begin = text.index("[qualifications_valid]")
    table = text[begin : text.index("\n[", begin + 1)]
    own_indicators.write_text(table.replace('counted = "valid_at"', 'counted = "in_period"'), "utf-8")
    assert "封存以后没有人改过有关记录" in say("watch", "--database", demo).out
