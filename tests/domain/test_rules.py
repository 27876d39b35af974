"""Rules with limits: read from data, refused where they are wrong."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from crm.domain.errors import DataFormatError, NotFoundError
from crm.domain.rules import RuleEdit, rules_from_tables

WORDS = {"zh": "规则", "en": "Rule", "origin": "原文"}


def table(**values: Any) -> dict[str, Any]:  # noqa: ANN401 - a value of a data file
    return {**WORDS, "limit": 48, "unit": "month", **values}


def test_a_rule_has_its_limit_in_the_smallest_unit_and_its_origin() -> None:
    rules = rules_from_tables({"income": table(limit=10_000_000, unit="yuan", verified=True)})
    rule = rules["income"]
    assert (rule.limit, rule.verified, rule.origin.en) == (1_000_000_000, True, "原文")
    assert [one.code for one in rules] == ["income"]
    with pytest.raises(NotFoundError) as refused:
        rules["other"]
    assert refused.value.code == "rule-unknown"


def test_some_fields_may_stay_longer() -> None:
    rules = rules_from_tables(
        {
            "incubation_months": table(),
            "incubation_months_longer": table(limit=60, technology_fields=["biomedicine"]),
        }
    )
    assert rules.residence_rule("biomedicine").limit == 60
    assert rules.residence_rule("new_materials").limit == 48
    assert rules.residence_rule("").limit == 48


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (7, "data-not-a-table"),
        (table(limit="viele"), "data-value-unknown"),
        (table(limit=True), "data-value-unknown"),
        (table(unit="parsec"), "data-value-unknown"),
        (table(technology_fields="biomedicine"), "data-value-unknown"),
        (table(zh=""), "data-words-missing"),
        (table(origin=3), "data-text-missing"),
    ],
)
def test_a_rule_that_is_wrong_is_named(wrong: object, code: str) -> None:
    with pytest.raises(DataFormatError) as refused:
        rules_from_tables({"stay": wrong})
    assert refused.value.code == code


def test_a_limit_that_the_user_changed_remembers_the_shipped_one() -> None:
    shipped = {"stay": table(verified=True), "fee": table(limit=3, unit="yuan")}
    own = {"stay": table(limit=36, edited_by="王芳", edited_on=date(2026, 3, 2)), "fee": shipped["fee"]}
    rules = rules_from_tables(own, shipped=shipped)
    assert rules["stay"].limit == 36
    assert rules["stay"].edit == RuleEdit(48, "王芳", date(2026, 3, 2))
    assert rules["fee"].edit is None


def test_who_changed_a_limit_need_not_be_told() -> None:
    rules = rules_from_tables({"stay": table(limit=36, edited_on="gestern")}, shipped={"stay": table()})
    assert rules["stay"].edit == RuleEdit(48)
