"""Limits of the user's own: laid over the shipped ones, with their source, taken back and restored."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from crm import paths
from crm.domain.errors import NotFoundError, RuleError
from crm.domain.lifecycle import Stage
from crm.services.duties import DutyKind, list_duties
from crm.services.library import Library
from crm.services.own_files import take_back
from crm.services.own_limits import OwnLimit, change_limits, reload_limits, restore_limits
from crm.services.rule_sets import read_rule_book
from crm.services.tenants import add_tenant

if TYPE_CHECKING:
    from pathlib import Path

    from crm.filings.rehearsal.ruleset import Criterion
    from crm.services.operation import Workplace

IN_A_LOCAL_RULE = "生物医药、现代农业、集成电路不超过60个月；见于地方规定，未见国家文件原文"
MONTHS, LONGER = "incubation_months", "incubation_months_longer"


@pytest.fixture
def own(library: Library, tmp_path: Path) -> Library:
    return replace(library, folders=(paths.resources(), tmp_path / "own"))


def stay(library: Library) -> Criterion:
    (criterion,) = read_rule_book(library).in_force("residence", date(2026, 3, 31)).criteria
    return criterion


def test_a_limit_of_the_users_own_holds_for_what_needs_doing_and_for_the_rehearsal(
    workplace: Workplace, own: Library
) -> None:
    (tenant,) = add_tenant(
        workplace, own, {"name": "甲"}, stage=Stage.INCUBATING, on=date(2023, 5, 1)
    ).tenants
    assert not [one for one in list_duties(workplace, own) if one.kind is DutyKind.STAY]
    mended, change = change_limits(
        workplace, own, {MONTHS: OwnLimit(36, verified=True, source="本园入园协议第七条")}
    )
    rule = mended.rules[MONTHS]
    assert (rule.limit, rule.verified, rule.origin.zh) == (36, True, "本园入园协议第七条")
    assert rule.edit is not None
    assert (rule.edit.shipped, rule.edit.by, rule.edit.on) == (48, workplace.user, workplace.today)
    assert mended.rules[LONGER].edit is None
    (duty,) = [one for one in list_duties(workplace, mended) if one.kind is DutyKind.STAY]
    assert (duty.tenant_id, duty.due, duty.limit) == (tenant, date(2026, 5, 1), 36)
    criterion = stay(mended)
    assert [line.limit for line in criterion.lines] == [60, 36]
    assert [line.rule for line in criterion.lines] == [LONGER, MONTHS]
    assert criterion.edit is not None
    assert criterion.edit.shipped == 48
    assert criterion.edit.by == workplace.user
    assert Library.load(user_folder=own.folders[-1]).rules[MONTHS] == rule, "it is so after a start as well"
    take_back(change)
    assert reload_limits(mended).rules[MONTHS].limit == 48
    assert stay(reload_limits(mended)).edit is None


def test_limits_are_restored_one_by_one_and_the_file_goes_with_the_last(
    workplace: Workplace, own: Library
) -> None:
    both = {code: OwnLimit(number, verified=False) for code, number in ((MONTHS, 36), (LONGER, 72))}
    mended, change = change_limits(workplace, own, both)
    assert mended.rules[LONGER].technology_fields == own.rules[LONGER].technology_fields
    assert mended.rules[MONTHS].origin == own.rules[MONTHS].origin, "no other source was named"
    mended, _ = restore_limits(mended, [MONTHS])
    assert mended.rules[MONTHS] == own.rules[MONTHS]
    assert mended.rules[LONGER].edit is not None
    mended, _ = restore_limits(mended, [LONGER])
    assert not change.path.exists()
    assert mended.rules == own.rules


def test_a_limit_that_is_looked_up_and_is_right_is_marked_as_checked(
    workplace: Workplace, own: Library
) -> None:
    mended, _ = change_limits(
        workplace, own, {LONGER: OwnLimit(60, verified=True, source="晋科发〔2026〕1号")}
    )
    assert mended.rules[LONGER].verified
    assert mended.rules[LONGER].edit is not None


@pytest.mark.parametrize(
    ("code", "limit", "refusal"),
    [
        (MONTHS, OwnLimit(0, verified=False), "limit-wrong"),
        (MONTHS, OwnLimit(36, verified=True, source=" "), "ruleset-source-missing"),
        (LONGER, OwnLimit(72, verified=True, source=IN_A_LOCAL_RULE), "limit-source-same"),
        ("nothing", OwnLimit(36, verified=False), "rule-unknown"),
    ],
)
def test_a_limit_that_cannot_be_is_refused_and_nothing_is_written(
    workplace: Workplace, own: Library, code: str, limit: OwnLimit, refusal: str
) -> None:
    with pytest.raises((RuleError, NotFoundError), match=refusal):
        change_limits(workplace, own, {MONTHS: OwnLimit(40, verified=False), code: limit})
    assert not own.folders[-1].exists()
