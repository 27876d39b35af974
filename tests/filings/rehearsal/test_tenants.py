"""Tenants against rules: what holds, fails and cannot be said; one condition short; size classes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.quantity import UNITS
from crm.domain.wording import Words
from crm.filings.rehearsal.facts import DAY, AtLeast, months_between, unknown_parts, with_worked_out
from crm.filings.rehearsal.judge import Verdict, Why, distance, judge_fact, requirements
from crm.filings.rehearsal.ruleset import Operator, SizeIndustry, SizeMeasure
from crm.filings.rehearsal.tenants import Size, judge_members, size_members
from tests.filings.rehearsal.samples import FACTS, criterion, line, member

if TYPE_CHECKING:
    from crm.filings.rehearsal.facts import Fact


def test_facts_are_worked_out_of_others_and_missing_where_one_is() -> None:
    read: dict[str, Fact] = {
        "income": Fraction(120),
        "income_before": Fraction(100),
        "moved_in_on": date(2022, 4, 15),
        DAY: date(2026, 4, 15),
    }
    facts = with_worked_out(FACTS, read)
    assert [facts[one] for one in ("growth", "stay", "share")] == [20, 48, Fraction(250, 3)]
    facts = with_worked_out(FACTS, {**read, "income_before": None, "moved_in_on": None})
    assert facts["growth"] is None
    assert facts["stay"] is None
    assert list(unknown_parts(FACTS, facts, "growth")) == ["income_before"]
    assert list(unknown_parts(FACTS, facts, "stay")) == ["moved_in_on"]
    assert list(unknown_parts(FACTS, facts, "income")) == []
    assert with_worked_out(FACTS, {**read, "income_before": Fraction(0)})["growth"] is None


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2022, 4, 15), date(2026, 4, 15), Fraction(48)),
        (date(2022, 4, 15), date(2026, 4, 16), 48 + Fraction(1, 31)),
        (date(2026, 1, 31), date(2026, 2, 28), Fraction(28, 31)),
        (date(2024, 2, 29), date(2025, 3, 1), 12 + Fraction(1, 31)),
        (date(2026, 4, 15), date(2026, 3, 15), Fraction(-1)),
    ],
)
def test_the_day_after_a_limit_is_beyond_it(start: date, end: date, months: Fraction) -> None:
    assert months_between(start, end) == months


def test_a_criterion_holds_fails_or_says_why_it_cannot_be_said() -> None:
    rich: dict[str, Fact] = {"income": Fraction(150)}
    poor: dict[str, Fact] = {"income": Fraction(60)}
    unknown: dict[str, Fact] = {}
    holds = judge_fact(criterion(), rich, FACTS)
    assert (holds.verdict, holds.margin, distance(holds)) == (Verdict.HOLDS, Fraction(50), Fraction(0))
    fails = judge_fact(criterion(), poor, FACTS)
    assert (fails.verdict, fails.margin, distance(fails)) == (Verdict.FAILS, Fraction(-40), Fraction(2, 5))
    missing = judge_fact(criterion(), unknown, FACTS)
    assert (missing.why, missing.lacking, missing.margin, distance(missing)) == (
        Why.NOT_REPORTED,
        ("income",),
        None,
        Fraction(1),
    )
    no_number = judge_fact(criterion(limit=None), rich, FACTS)
    assert (no_number.verdict, no_number.why, no_number.value) == (
        Verdict.UNKNOWN,
        Why.NUMBER_MISSING,
        Fraction(150),
    )
    assert judge_fact(criterion(fact=""), rich, FACTS).why is Why.NOT_KEPT
    small = judge_fact(criterion(operator=Operator.AT_MOST), poor, FACTS)
    assert (small.verdict, small.margin) == (Verdict.HOLDS, Fraction(40))


@pytest.mark.parametrize(
    ("operator", "amount", "verdict"),
    [
        (">=", 100, Verdict.HOLDS),
        (">", 100, Verdict.UNKNOWN),
        (">=", 99, Verdict.UNKNOWN),
        ("<=", 101, Verdict.FAILS),
        ("<=", 100, Verdict.UNKNOWN),
        ("<", 100, Verdict.FAILS),
    ],
)
def test_a_part_of_a_figure_says_only_what_the_rest_cannot_change(
    operator: str, amount: int, verdict: Verdict
) -> None:
    facts: dict[str, Fact] = {"income": AtLeast(Fraction(amount))}
    judged = judge_fact(criterion(operator=Operator(operator)), facts, FACTS)
    assert judged.verdict is verdict
    is_unknown = verdict is Verdict.UNKNOWN
    assert judged.value == (None if is_unknown else amount)
    assert judged.lacking == (("income",) if is_unknown else ())


def test_a_part_of_a_figure_is_no_case_no_base_and_no_growth() -> None:
    banded = criterion("rights", case="income", lines=(line(5, upto=Fraction(50)), line(3)))
    facts: dict[str, Fact] = {"rights": Fraction(4), "income": AtLeast(Fraction(60))}
    assert judge_fact(banded, facts, FACTS).lacking == ("income",)
    worked_out = with_worked_out(FACTS, {"income": Fraction(90), "income_before": AtLeast(Fraction(60))})
    assert worked_out["growth"] is None
    assert list(unknown_parts(FACTS, worked_out, "growth")) == ["income_before"]


@pytest.mark.parametrize(
    ("operator", "holding"),
    [("<", [99]), ("<=", [99, 100]), (">=", [100, 101]), (">", [101])],
)
def test_the_line_itself_counts_as_the_operator_says(operator: str, holding: list[int]) -> None:
    one = criterion(operator=Operator(operator))
    found = [
        v for v in (99, 100, 101) if judge_fact(one, {"income": Fraction(v)}, FACTS).verdict is Verdict.HOLDS
    ]
    assert found == holding


def test_the_line_is_that_of_the_tenant_s_case() -> None:
    stay = criterion(
        "stay",
        unit=UNITS["month"],
        operator=Operator.AT_MOST,
        case="field",
        lines=(line(60, codes=("biomedicine",)), line(48)),
    )
    long_stay = {"stay": Fraction(55)}
    assert judge_fact(stay, {**long_stay, "field": "biomedicine"}, FACTS).verdict is Verdict.HOLDS
    assert judge_fact(stay, {**long_stay, "field": "new_materials"}, FACTS).verdict is Verdict.FAILS
    unknown = judge_fact(stay, long_stay, FACTS)
    assert (unknown.line, unknown.limit, unknown.lacking) == (None, None, ("field",))
    banded = criterion("rights", case="income", lines=(line(5, upto=Fraction(50)), line(3)))
    few = {"rights": Fraction(4)}
    assert judge_fact(banded, {**few, "income": Fraction(50)}, FACTS).limit == 5
    assert judge_fact(banded, {**few, "income": Fraction(51)}, FACTS).limit == 3
    no_default = criterion("rights", case="field", lines=(line(5, codes=("a",)), line(3, codes=("b",))))
    assert judge_fact(no_default, {**few, "field": "c"}, FACTS).verdict is Verdict.UNKNOWN


def test_of_a_group_one_is_enough_and_the_nearest_is_told() -> None:
    group = [criterion(group="g"), criterion("rights", 10, group="g"), criterion("growth", 5)]
    judged = [judge_fact(one, {"income": Fraction(90), "rights": Fraction(2)}, FACTS) for one in group]
    either, growth = requirements(judged)
    assert (either.verdict, either.nearest.criterion.code) == (Verdict.FAILS, "income")
    assert growth.verdict is Verdict.UNKNOWN
    judged = [judge_fact(one, {"income": Fraction(90), "rights": Fraction(12)}, FACTS) for one in group]
    assert requirements(judged)[0].verdict is Verdict.HOLDS
    judged = [judge_fact(one, {"income": Fraction(90)}, FACTS) for one in group]
    assert requirements(judged)[0].verdict is Verdict.UNKNOWN


def test_who_misses_by_one_condition_stands_before_who_misses_by_more() -> None:
    criteria = [criterion(), criterion("rights", 10)]
    members = [
        member(1, {"income": 10, "rights": 1}),
        member(2, {"income": 50, "rights": 10}),
        member(3, {"income": 99, "rights": 10}),
        member(4, {"income": 100, "rights": 10}),
        member(5, {"income": 100}),
    ]
    found = judge_members(criteria, members, FACTS)
    assert [one.tenant_id for one in found] == [4, 3, 2, 5, 1]
    assert [one.tenant_id for one in found if one.is_one_short] == [3, 2]
    assert [one.verdict.value for one in found] == ["holds", "fails", "fails", "unknown", "fails"]


@given(st.integers(0, 300), st.integers(0, 100))
def test_more_never_makes_a_floor_worse_nor_less_a_ceiling(value: int, more: int) -> None:
    order = [Verdict.FAILS, Verdict.HOLDS]
    for operator, after in ((Operator.AT_LEAST, value + more), (Operator.AT_MOST, value - more)):
        one = criterion(operator=operator)
        now = judge_fact(one, {"income": Fraction(value)}, FACTS)
        then = judge_fact(one, {"income": Fraction(after)}, FACTS)
        assert order.index(then.verdict) >= order.index(now.verdict)


SOFTWARE = SizeIndustry(
    "software",
    Words("软件", "Software"),
    ("65",),
    (
        SizeMeasure("rights", UNITS["item"], line(300), line(100), line(10)),
        SizeMeasure("income", UNITS["yuan"], line(10000), line(1000), line(50)),
    ),
    verified=True,
)
OTHERS = SizeIndustry(
    "others",
    Words("其他", "Others"),
    ("6", "M"),
    (SizeMeasure("assets", UNITS["yuan"], line(5), line(None), line(1)),),
    verified=False,
)


@pytest.mark.parametrize(
    ("facts", "size", "lacking"),
    [
        ({"rights": 300, "income": 10000}, Size.LARGE, ()),
        ({"rights": 300, "income": 9999}, Size.MEDIUM, ()),
        ({"rights": 99, "income": 10000}, Size.SMALL, ()),
        ({"rights": 300, "income": 49}, Size.MICRO, ()),
        ({"income": 49}, Size.MICRO, ()),
        ({"income": 50}, None, ("rights",)),
        ({}, None, ("rights", "income")),
    ],
)
def test_a_size_needs_all_lower_limits_and_micro_only_one(
    facts: dict[str, int], size: Size | None, lacking: tuple[str, ...]
) -> None:
    (sized,) = size_members([SOFTWARE, OTHERS], [member(1, {"industry": "6513", **facts})])
    assert (sized.size, sized.lacking, sized.industry) == (size, lacking, SOFTWARE)


@pytest.mark.parametrize(("amount", "size"), [(10000, Size.LARGE), (60, None)])
def test_a_size_is_said_of_a_part_only_where_the_rest_cannot_change_it(
    amount: int, size: Size | None
) -> None:
    known = member(1, {"industry": "65", "rights": 300})
    (sized,) = size_members(
        [SOFTWARE], [replace(known, facts={**known.facts, "income": AtLeast(Fraction(amount))})]
    )
    assert (sized.size, sized.lacking) == (size, () if size else ("income",))


def test_what_keeps_a_tenant_out_of_the_next_class_is_told() -> None:
    (sized,) = size_members([SOFTWARE], [member(1, {"industry": "65", "rights": 90, "income": 1200})])
    assert sized.size is Size.SMALL
    assert [(step.fact, step.lacking) for step in sized.steps] == [("rights", Fraction(10))]
    (micro,) = size_members([SOFTWARE], [member(1, {"industry": "65", "income": 20})])
    assert [(step.fact, step.lacking) for step in micro.steps] == [("rights", None), ("income", Fraction(30))]


def test_an_industry_is_that_of_the_longest_beginning() -> None:
    members = [
        member(1, {"industry": "6513"}),
        member(2, {"industry": "6422"}),
        member(3, {"industry": "J"}),
        member(4),
    ]
    found = size_members([OTHERS, SOFTWARE], members)
    assert [one.industry and one.industry.code for one in found] == ["software", "others", None, None]
    assert [one.lacking for one in found[2:]] == [("industry",), ("industry",)]
    assert not found[1].verified


def test_a_limit_that_was_never_read_gives_no_class() -> None:
    (sized,) = size_members([OTHERS], [member(1, {"industry": "M73", "assets": 3})])
    assert (sized.size, sized.lacking) == (None, ("assets",))
