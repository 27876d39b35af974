"""``crm rehearse``: read by a manager in either language, and by a program."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said

_HAN = re.compile(r"[\u3400-\u9fff]")


def test_a_rehearsal_of_the_incubator_says_what_lacks_and_who_must_leave(
    say: Callable[..., Said], demo: Path
) -> None:
    said = say("rehearse", "standard-level", "--period", "2026Q3", "--database", demo)
    assert said.status == 0
    for part in (
        "不是官方评分",
        "需要更新",
        "缺数",
        "待核实",
        "应离孵",
        "还差",
        "（分母不变时）",
        "* ",
        "满足其一即可",
    ):
        assert part in said.out, part
    document = say("rehearse", "standard-level", "--period", "2026Q3", "--json", "--database", demo).document
    assert document["official"] is False
    assert document["ruleset"]["missing"] == 7
    readiness = document["readiness"]
    assert readiness["unknown"] == 8
    by_code = {one["now"]["criterion"]: one for one in document["criteria"]}
    share = by_code["financed_share"]
    assert share["now"]["verdict"] == "fails"
    assert len(share["lift"]["smallest"]) == int(share["lift"]["amount"])
    assert {one["tenant"] for one in share["lift"]["candidates"]}.isdisjoint(
        one["tenant"] for one in document["departures"]
    )
    assert [len(figure["rows"]) for figure in share["figures"]] == [
        int(figure["value"]) for figure in share["figures"]
    ]


def test_missing_reports_are_named(say: Callable[..., Said], demo: Path) -> None:
    said = say("rehearse", "shanxi-comprehensive", "--period", "2026Q3", "--lang", "en", "--database", demo)
    assert "not fully reported: Of which: with a college degree or above" in said.out or "lacks" in said.out
    assert "Criteria that cannot be judged" in said.out


def test_a_rehearsal_of_tenants_names_who_is_one_condition_short(
    say: Callable[..., Said], demo: Path
) -> None:
    said = say("rehearse", "specialised-sme", "--period", "2025", "--database", demo)
    assert "只差一项的企业" in said.out
    document = say("rehearse", "specialised-sme", "--period", "2025", "--json", "--database", demo).document
    assert document["ruleset"]["edition"] == "2022"
    short = [one for one in document["tenants"] if one["is_one_short"]]
    assert short
    failing = [one for one in short[0]["criteria"] if one["verdict"] == "fails"]
    assert failing[0]["margin"].startswith("-")
    after = say("rehearse", "specialised-sme", "--period", "2026Q3", "--json", "--database", demo).document
    assert after["ruleset"]["needs_update"]
    assert {one["verdict"] for one in after["tenants"]} == {"unknown"}


def test_a_rule_set_that_some_meet_names_them(say: Callable[..., Said], demo: Path) -> None:
    said = say("rehearse", "residence", "--period", "2026Q3", "--lang", "en", "--database", demo)
    assert "Meet it (" in said.out
    assert "Incubation period" in said.out


def test_size_classes_are_listed_with_what_keeps_a_tenant_out_of_the_next(
    say: Callable[..., Said], demo: Path
) -> None:
    said = say("rehearse", "size", "--period", "2025", "--database", demo)
    for part in ("大型 0", "小型", "从业人员差", "资产总额", "行业代码"):
        assert part in said.out, part
    document = say("rehearse", "size", "--period", "2025", "--json", "--database", demo).document
    assert {one["size"] for one in document["sizes"]} >= {"small", "micro", None}
    assert any(one["next"] for one in document["sizes"])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_a_rule_set_those_in_force_are_listed(
    say: Callable[..., Said], demo: Path, language: str
) -> None:
    said = say("rehearse", "--period", "2026Q3", "--lang", language, "--database", demo)
    assert "standard-level" in said.out
    listed = say("rehearse", "--period", "2026Q3", "--json", "--database", demo).document
    editions = {(one["ruleset"], one["edition"]) for one in listed["rulesets"]}
    assert ("specialised-sme", "2026") in editions
    assert ("specialised-sme", "2022") not in editions
    old = say("rehearse", "--period", "2025", "--json", "--database", demo).document
    until = {one["ruleset"]: one["until"] for one in old["rulesets"]}
    assert until["specialised-sme"] == "2026-03-31"


def test_an_edited_number_is_seen_to_be_edited(say: Callable[..., Said], demo: Path, home: Path) -> None:
    folder = home / "data" / "incubator-crm" / "resources" / "rulesets"
    folder.mkdir(parents=True)
    (folder / "shanxi-2024.toml").write_text("[criteria.area]\nlimit = 8000\n", "utf-8")
    said = say("rehearse", "shanxi-comprehensive", "--period", "2025", "--database", demo)
    assert "待核实，本单位修改（原 5000 平方米）" in said.out
    document = say(
        "rehearse", "shanxi-comprehensive", "--period", "2025", "--json", "--database", demo
    ).document
    area = next(one["now"] for one in document["criteria"] if one["now"]["criterion"] == "area")
    assert (area["limit"], area["shipped"], area["verified"]) == ("8000", "5000", False)


def test_a_rule_set_that_is_not_there_is_refused(say: Callable[..., Said], demo: Path) -> None:
    said = say("rehearse", "moon", "--period", "2025", "--database", demo)
    assert said.status == 1
    assert "shanxi-comprehensive" in said.err
    early = say("rehearse", "standard-level", "--period", "2024", "--lang", "en", "--database", demo)
    assert early.status == 1
    assert "2025-06-01" in early.err
    assert not _HAN.search(early.err)


def test_the_day_may_be_another_than_the_periods_last(say: Callable[..., Said], demo: Path) -> None:
    asked = ("rehearse", "shanxi-comprehensive", "--period", "2026Q3", "--as-of", "2026-11-20")
    assert "2026Q3，截至 2026-11-20" in say(*asked, "--database", demo).out
    listed = say("rehearse", "--period", "2026Q3", "--as-of", "2019-06-30", "--json", "--database", demo)
    assert {one["ruleset"] for one in listed.document["rulesets"]}.isdisjoint({"standard-level"})
