"""Numbers that are a table, changed by the user: one for each case of a criterion, the limits of each size."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from crm import paths
from crm.domain.errors import RuleError
from crm.services.own_files import take_back
from crm.services.own_rule_tables import change_bounds, change_cases, read_bounds, restore_industry
from crm.services.own_rules import restore_criterion
from crm.services.rule_sets import read_rule_book

if TYPE_CHECKING:
    from pathlib import Path

    from crm.filings.rehearsal.ruleset import Criterion, RuleSet, SizeIndustry
    from crm.services.library import Library
    from crm.services.operation import Workplace

DAY = date(2026, 3, 31)
THREE = [Fraction(6), Fraction(9, 2), Fraction(3)]
OURS = """
code = "our-size"
edition = "2026"
zh = "本园划型"
en = "Our sizes"
document = "园区口径"
subject = "size"
population = "resident"
since = 2026-01-01
dates_verified = true
checked_on = 2026-01-01
source = "园区口径第三条"
source_kind = "own"

[industries.others]
zh = "其他"
en = "Others"
verified = true
prefixes = ["A"]
measures.employees = { unit = "person", large = 300, medium = 100, small = 10 }
"""


@pytest.fixture
def own(library: Library, tmp_path: Path) -> Library:
    return replace(library, folders=(paths.resources(), tmp_path))


def rule_set(own: Library, name: str) -> RuleSet:
    return read_rule_book(own).in_force(name, DAY)


def share(own: Library) -> Criterion:
    return next(one for one in rule_set(own, "high-tech").criteria if one.code == "rd_share")


def industry(own: Library, code: str = "retail", name: str = "size") -> SizeIndustry:
    return next(one for one in rule_set(own, name).industries if one.code == code)


def test_the_number_of_each_case_is_changed_and_restored(workplace: Workplace, own: Library) -> None:
    found = rule_set(own, "high-tech")
    source = share(own).source.address
    change_cases(workplace, own, found, share(own), THREE, verified=False, source=source)
    changed = share(own)
    assert [line.limit for line in changed.lines] == THREE
    assert [line.upto for line in changed.lines] == [5000, 20000, None], "the cases are as they were"
    assert not changed.verified
    assert changed.source == share(own).source
    assert changed.edit is not None
    assert (changed.edit.by, changed.edit.on) == (workplace.user, workplace.today)
    again = change_cases(workplace, own, found, changed, THREE, verified=True, source="国科发火〔2026〕1号")
    assert share(own).verified
    assert share(own).source.address == "国科发火〔2026〕1号"
    take_back(again)
    restore_criterion(own, found, "rd_share")
    assert share(own).edit is None
    assert [line.limit for line in share(own).lines] == [5, 4, 3]


def test_the_sizes_of_an_industry_are_changed_and_restored(workplace: Workplace, own: Library) -> None:
    found = rule_set(own, "size")
    before = read_bounds(own, found, industry(own))
    assert before == {"employees": [300, 50, 10], "income": [20000, 500, 100]}
    bounds = {**before, "employees": [Fraction(250), Fraction(50), None]}
    change_bounds(workplace, own, found, industry(own), bounds, verified=False, source="")
    changed = industry(own)
    employees = changed.measures[0]
    assert [one.limit for one in (employees.large, employees.medium, employees.small)] == [250, 50, None]
    assert not employees.large.verified
    assert not changed.verified
    assert changed.edit is not None
    assert changed.edit.by == workplace.user
    assert read_bounds(own, found, changed) == bounds
    assert industry(own, "wholesale").edit is None
    whole = dict(before)
    whole["employees"] = [Fraction(250), Fraction(50), Fraction(10)]
    change_bounds(workplace, own, found, changed, whole, verified=True, source="统计局答复")
    assert industry(own).source == "统计局答复"
    assert industry(own).measures[0].small.verified
    restore_industry(own, found, "retail")
    assert industry(own).edit is None
    assert read_bounds(own, found, industry(own)) == before


def test_a_table_that_cannot_be_is_refused(workplace: Workplace, own: Library) -> None:
    found = rule_set(own, "high-tech")
    with pytest.raises(RuleError, match="ruleset-source-missing"):
        change_cases(workplace, own, found, share(own), THREE, verified=True, source="")
    with pytest.raises(RuleError, match="ruleset-number-unverified"):
        change_cases(workplace, own, found, share(own), [None, *THREE[1:]], verified=True, source="x")
    sizes = rule_set(own, "size")
    wrong = read_bounds(own, sizes, industry(own))
    wrong["employees"] = [Fraction(5), Fraction(50), None]
    with pytest.raises(RuleError, match="size-bounds-order"):
        change_bounds(workplace, own, sizes, industry(own), wrong, verified=False, source="")
    assert not (own.folders[-1] / "rulesets").exists()


def test_a_classification_of_the_users_own_is_changed_in_place(workplace: Workplace, own: Library) -> None:
    folder = own.folders[-1] / "rulesets"
    folder.mkdir()
    (folder / "our-size.toml").write_text(OURS, encoding="utf-8")
    mine = rule_set(own, "our-size")
    bounds = {"employees": [Fraction(400), Fraction(100), Fraction(10)]}
    others = industry(own, "others", "our-size")
    change_bounds(workplace, own, mine, others, bounds, verified=True, source="园区口径第四条")
    changed = industry(own, "others", "our-size")
    assert changed.measures[0].large.limit == 400
    assert (changed.name, changed.edit) == (others.name, None), (
        "nothing was shipped that it could differ from"
    )
    with pytest.raises(RuleError, match="ruleset-own"):
        restore_industry(own, mine, "others")
