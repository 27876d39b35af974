"""Rule sets of the user's own: kept in a file over the shipped one, checked first, taken back and restored."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from crm import paths
from crm.domain.errors import NotFoundError, RuleError
from crm.services.own_files import take_back
from crm.services.own_rules import (
    OwnNumber,
    change_dates,
    change_number,
    find_rule_file,
    restore_criterion,
    restore_rule_set,
)
from crm.services.rule_sets import read_rule_book

if TYPE_CHECKING:
    from pathlib import Path

    from crm.filings.rehearsal.ruleset import Criterion, RuleSet
    from crm.services.library import Library
    from crm.services.operation import Workplace

DAY = date(2026, 3, 31)
READ = OwnNumber(Fraction(45), verified=True, source="晋科发〔2026〕1号")

OURS = """
code = "our-stay"
edition = "2026"
zh = "本园孵化期"
en = "Our own stay"
document = "入园协议"
subject = "tenant"
since = 2026-01-01
dates_verified = true
checked_on = 2026-01-01
source = "入园协议第七条"
source_kind = "own"

[criteria.stay]
zh = "在孵时间"
en = "Stay"
fact = "stay"
operator = "<="
limit = 36
unit = "month"
verified = true
"""


@pytest.fixture
def own(library: Library, tmp_path: Path) -> Library:
    return replace(library, folders=(paths.resources(), tmp_path))


def rule_set(own: Library, name: str = "shanxi-comprehensive") -> RuleSet:
    return read_rule_book(own).in_force(name, DAY)


def criterion(own: Library, code: str, name: str = "shanxi-comprehensive") -> Criterion:
    return next(one for one in rule_set(own, name).criteria if one.code == code)


def test_a_number_of_a_variant_is_laid_over_the_shipped_one_and_the_other_variant_keeps_its_own(
    workplace: Workplace, own: Library
) -> None:
    change_number(workplace, own, rule_set(own), "incubating", READ)
    found = criterion(own, "incubating")
    assert (found.lines[0].limit, found.verified, found.source.address) == (
        Fraction(45),
        True,
        "晋科发〔2026〕1号",
    )
    assert found.edit is not None
    assert (found.edit.shipped, found.edit.by, found.edit.on) == (
        Fraction(30),
        workplace.user,
        workplace.today,
    )
    other = criterion(own, "incubating", "shanxi-professional")
    assert (other.lines[0].limit, other.edit) == (Fraction(20), None)


def test_a_number_is_taken_back_as_long_as_nobody_has_changed_the_file_since(
    workplace: Workplace, own: Library
) -> None:
    first = change_number(workplace, own, rule_set(own), "incubating", READ)
    second = change_number(workplace, own, rule_set(own), "graduates", replace(READ, limit=Fraction(25, 2)))
    assert criterion(own, "graduates").lines[0].limit == Fraction(25, 2)
    with pytest.raises(RuleError, match="ruleset-file-changed"):
        take_back(first)
    take_back(second)
    take_back(first)
    assert not find_rule_file(own, rule_set(own)).is_changed
    assert criterion(own, "incubating").lines[0].limit == 30


def test_one_criterion_is_restored_or_the_whole_rule_set(workplace: Workplace, own: Library) -> None:
    change_number(workplace, own, rule_set(own), "incubating", READ)
    change_number(workplace, own, rule_set(own), "graduates", replace(READ, note="见附件三"))
    assert criterion(own, "graduates").note is not None
    restore_criterion(own, rule_set(own), "incubating")
    assert criterion(own, "incubating").edit is None
    assert criterion(own, "graduates").edit is not None
    restore_rule_set(own, rule_set(own))
    assert criterion(own, "graduates").edit is None
    assert restore_rule_set(own, rule_set(own)).before is None


def test_a_number_that_was_looked_up_and_is_the_same_is_verified_without_being_changed(
    workplace: Workplace, own: Library
) -> None:
    change_number(workplace, own, rule_set(own), "jobs", OwnNumber(Fraction(500), verified=False))
    found = criterion(own, "jobs")
    assert (found.lines[0].limit, found.verified, found.edit) == (Fraction(500), False, None)
    change_number(workplace, own, rule_set(own), "statistics", OwnNumber(Fraction(1), verified=False))
    assert not criterion(own, "statistics").verified


def test_a_number_that_nobody_knows_any_more_is_not_judged(workplace: Workplace, own: Library) -> None:
    change_number(workplace, own, rule_set(own), "graduates", OwnNumber(None, verified=False))
    assert criterion(own, "graduates").lines[0].limit is None


def test_a_source_and_a_note_that_are_the_shipped_ones_stay_what_they_are(
    workplace: Workplace, own: Library
) -> None:
    before = criterion(own, "operating")
    assert before.note is not None
    for note in (before.note.zh, before.note.en):
        number = OwnNumber(Fraction(24), verified=False, source=before.source.address, note=note)
        change_number(workplace, own, rule_set(own), "operating", number)
        after = criterion(own, "operating")
        assert (after.lines[0].limit, after.source, after.note) == (Fraction(24), before.source, before.note)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (OwnNumber(None, verified=True, source="x"), "ruleset-number-unverified"),
        (OwnNumber(Fraction(1), verified=True), "ruleset-source-missing"),
    ],
)
def test_what_is_said_to_be_verified_has_a_number_and_a_source(
    workplace: Workplace, own: Library, number: OwnNumber, code: str
) -> None:
    with pytest.raises(RuleError, match=code):
        change_number(workplace, own, rule_set(own), "graduates", number)
    assert not find_rule_file(own, rule_set(own)).is_changed


def test_the_days_of_a_rule_set_are_the_users_own(own: Library) -> None:
    change_dates(
        own, rule_set(own), since=date(2025, 1, 1), until=date(2026, 12, 31), checked_on=date(2026, 3, 1)
    )
    found = rule_set(own)
    assert (found.since, found.until, found.dates_verified) == (
        date(2025, 1, 1),
        date(2026, 12, 31),
        True,
    )
    change_dates(own, found, since=date(2025, 1, 1), until=None, checked_on=date(2026, 3, 1))
    assert rule_set(own).until is None
    with pytest.raises(RuleError, match="ruleset-dates-wrong"):
        change_dates(own, found, since=DAY, until=date(2020, 1, 1), checked_on=DAY)


def test_a_rule_set_of_the_users_own_is_changed_in_place_and_cannot_be_restored(
    workplace: Workplace, own: Library
) -> None:
    folder = own.folders[-1] / "rulesets"
    folder.mkdir()
    (folder / "our-stay.toml").write_text(OURS, encoding="utf-8")
    mine = rule_set(own, "our-stay")
    (code,) = (one.code for one in mine.criteria)
    change_number(workplace, own, mine, code, replace(READ, limit=Fraction(40)))
    assert criterion(own, code, "our-stay").lines[0].limit == 40
    with pytest.raises(RuleError, match="ruleset-own"):
        restore_criterion(own, mine, code)
    with pytest.raises(RuleError, match="ruleset-own"):
        restore_rule_set(own, mine)
    with pytest.raises(NotFoundError, match="ruleset-unknown"):
        find_rule_file(own, replace(mine, code="nobody"))


def test_another_number_is_not_verified_by_the_source_of_the_one_that_was_read(
    workplace: Workplace, own: Library
) -> None:
    found = rule_set(own)
    before = criterion(own, "incubating")
    assert before.verified
    with pytest.raises(RuleError, match="limit-source-same"):
        change_number(workplace, own, found, "incubating", replace(READ, source=before.source.address))
    assert not find_rule_file(own, found).is_changed
