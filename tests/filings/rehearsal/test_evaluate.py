"""Rule sets of the incubator: what is sure while reports are missing, who would lift it over, who must leave."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crm.domain.measures import Population
from crm.domain.quantity import UNITS
from crm.filings.rehearsal.evaluate import departures_of, evaluate
from crm.filings.rehearsal.figures import (
    Absent,
    RuleFigure,
    Share,
    count_largest,
    count_members,
    judge_figures,
)
from crm.filings.rehearsal.judge import Between, Verdict, Why
from crm.filings.rehearsal.ruleset import Criterion, Operator, RuleSet
from crm.filings.rehearsal.ruleset_file import rule_sets_from_table
from crm.filings.rehearsal.tenants import judge_members
from tests.filings.rehearsal.samples import (
    FACTS,
    KNOWN,
    criterion,
    figure,
    figure_rules,
    member,
    spec,
)

COUNT = criterion("count", 3, value=("tenants",), unit=UNITS["enterprise"])
SHARE = criterion("share", 50, value=("owners",), of=("tenants",), per=100, unit=UNITS["percent"])


def rules(*criteria: Criterion) -> RuleSet:
    (empty,) = rule_sets_from_table(
        figure_rules({"a": {"indicator": "tenants"}}, value="a", unit="enterprise"),
        where="little.toml",
        known=KNOWN,
    )
    return RuleSet(**{name: getattr(empty, name) for name in empty.__slots__} | {"criteria": criteria})


def amount(name: str, value: int, *, missing: bool = False, **parts: Any) -> RuleFigure:  # noqa: ANN401
    shares = (Share("site", 1, "本园", Fraction(value)),) if value else ()
    absent = (Absent("site", 1, "本园"),) if missing else ()
    return RuleFigure(spec(name, **parts), shares, absent)


def test_a_count_holds_for_sure_or_fails_for_sure_only_where_who_is_missing_cannot_change_it() -> None:
    for known, absent, verdict in ((3, 5, "holds"), (2, 0, "fails"), (2, 1, "unknown"), (1, 1, "fails")):
        judged = judge_figures(COUNT, {"tenants": figure("tenants", known, absent=absent)})
        assert (judged.verdict.value, judged.value) == (verdict, Fraction(known))
        assert judged.why is (Why.NOT_REPORTED if verdict == "unknown" else None)


def test_an_amount_with_somebody_missing_may_hold_but_never_fails() -> None:
    for value, missing, verdict in ((3, True, "holds"), (2, True, "unknown"), (2, False, "fails")):
        assert (
            judge_figures(COUNT, {"tenants": amount("tenants", value, missing=missing)}).verdict.value
            == verdict
        )
    unstated = judge_figures(COUNT, {"tenants": amount("tenants", 0, missing=True)})
    assert (unstated.value, unstated.verdict, unstated.lacking) == (None, Verdict.UNKNOWN, ("tenants",))
    ceiling = criterion("most", 3, value=("tenants",), operator=Operator.AT_MOST)
    for value, missing, verdict in ((4, True, "fails"), (2, True, "unknown"), (2, False, "holds")):
        found = judge_figures(ceiling, {"tenants": amount("tenants", value, missing=missing)})
        assert found.verdict.value == verdict


def test_a_share_is_bounded_by_what_is_missing_above_and_below() -> None:
    owners, tenants = figure("owners", 4, absent=2), figure("tenants", 10)
    judged = judge_figures(SHARE, {"owners": owners, "tenants": tenants})
    assert (judged.value, judged.verdict, judged.lacking) == (Fraction(40), Verdict.UNKNOWN, ("owners",))
    sure = judge_figures(SHARE, {"owners": figure("owners", 4), "tenants": tenants})
    assert (sure.verdict, sure.margin) == (Verdict.FAILS, Fraction(-10))
    below = judge_figures(
        SHARE, {"owners": figure("owners", 9), "tenants": amount("tenants", 10, missing=True)}
    )
    assert below.verdict is Verdict.UNKNOWN
    above = judge_figures(SHARE, {"owners": amount("owners", 9, missing=True), "tenants": tenants})
    assert above.verdict is Verdict.HOLDS


def test_nothing_is_said_without_a_base_a_number_or_a_figure() -> None:
    nobody = judge_figures(SHARE, {"owners": figure("owners", 0), "tenants": figure("tenants", 0)})
    assert (nobody.value, nobody.why) == (None, Why.NO_BASE)
    unreported = judge_figures(
        SHARE, {"owners": figure("owners", 0), "tenants": amount("tenants", 0, missing=True)}
    )
    assert unreported.why is Why.NOT_REPORTED
    figures = {"tenants": figure("tenants", 7)}
    no_number = judge_figures(criterion("count", None, value=("tenants",)), figures)
    assert (no_number.value, no_number.verdict, no_number.why) == (
        Fraction(7),
        Verdict.UNKNOWN,
        Why.NUMBER_MISSING,
    )
    assert judge_figures(criterion("x", 1, value=()), figures).why is Why.NOT_KEPT


def test_bounds_are_exact_where_nothing_is_missing() -> None:
    assert figure("a", 2).between == Between(Fraction(2), Fraction(2))
    assert figure("a", 2).between.is_exact
    assert not figure("a", 2, absent=1).between.is_exact
    assert figure("a", 2, absent=1, counts=False).between.high is None


def test_tenants_are_counted_by_their_conditions() -> None:
    where = (criterion("income"), criterion("rights", 1))
    members = [
        member(1, {"income": 100, "rights": 1}),
        member(2, {"income": 100, "rights": 0}),
        member(3, {"income": 100}),
        member(4, {"rights": 0}),
    ]
    both = count_members(spec(where=where), members, FACTS)
    assert (set(both.tenants), [one.id for one in both.absent]) == ({1}, [3])
    either = count_members(spec(where=where, any_of=True), members, FACTS)
    assert (set(either.tenants), [(one.id, one.lacking) for one in either.absent]) == (
        {1, 2, 3},
        [(4, ("income",))],
    )


def test_the_largest_group_is_counted_and_who_has_none_could_be_of_it() -> None:
    members = [member(1, {"field": "a"}), member(2, {"field": "b"}), member(3, {"field": "b"}), member(4)]
    found = count_largest(spec(largest="field"), members)
    assert (set(found.tenants), [one.id for one in found.absent]) == ({2, 3}, [4])
    assert count_largest(spec(largest="field"), [member(4)]).shares == ()


def test_who_leaves_may_leave_another_group_the_largest() -> None:
    fields = "aaabb"
    members = [member(number, {"field": field}) for number, field in enumerate(fields, start=1)]
    members += [member(6, {"field": "c"})]
    members = [
        replace(one, facts={**one.facts, "stay": Fraction(50 if one.id < 3 else 1)}) for one in members
    ]
    largest = spec("one_field", largest="field")
    share = criterion("share", 50, value=("one_field",), of=("tenants",), per=100, unit=UNITS["percent"])
    figures = {"one_field": count_largest(largest, members), "tenants": figure("tenants", 6)}
    leaving = departures_of(judge_members([STAY], members, FACTS), [])
    found = evaluate(rules(share), figures, departures=leaving).outcomes[0]
    assert (found.judged.value, found.after.value) == (Fraction(50), Fraction(50))


def lifted(one: Criterion, figures: dict[str, RuleFigure], **nearest: Any) -> Any:  # noqa: ANN401
    return evaluate(rules(one), figures, **nearest).outcomes[0].lift


def test_the_nearest_tenants_are_named_and_the_fewest_that_suffice() -> None:
    members = [member(number, {"rights": number % 2, "income": number}) for number in range(1, 11)]
    near = {"owners": judge_members([criterion("rights", 1), criterion("income", 100)], members, FACTS)}
    figures = {"owners": figure("owners", 3), "tenants": figure("tenants", 10)}
    lift = lifted(SHARE, figures, nearest=near)
    assert lift.amount == 2
    assert [one.tenant_id for one in lift.candidates] == [9, 7, 5, 10, 8, 6, 4]
    assert lift.smallest == (9, 7)
    assert [len(one.lacks) for one in lift.candidates] == [1, 1, 1, 2, 2, 2, 2]
    above = criterion("share", 50, value=("owners",), of=("tenants",), per=100, operator=Operator.ABOVE)
    assert lifted(above, figures, nearest=near).amount == 3
    far = criterion("share", 500, value=("owners",), of=("tenants",), per=100)
    assert lifted(far, figures, nearest=near).smallest == ()


def test_nothing_lifts_what_holds_what_has_no_line_or_must_be_low() -> None:
    figures = {"tenants": figure("tenants", 3)}
    assert lifted(COUNT, figures) is None
    assert lifted(criterion("count", None, value=("tenants",)), figures) is None
    assert lifted(criterion("count", 1, value=("tenants",), operator=Operator.AT_MOST), figures) is None
    unsure = {"owners": amount("owners", 9, missing=True), "tenants": amount("tenants", 10, missing=True)}
    assert lifted(SHARE, unsure) is None
    assert lifted(COUNT, {"tenants": amount("tenants", 1)}).amount == 2
    two = criterion("count", 9, value=("tenants", "owners"))
    assert lifted(two, {"tenants": figure("tenants", 1), "owners": figure("owners", 2)}).amount == 6


def test_nobody_is_named_who_has_been_there_too_long_already() -> None:
    members = [member(number, {"stay": 44 + number, "rights": 0}) for number in range(1, 8)]
    near = {"owners": judge_members([STAY, criterion("rights", 1)], members, FACTS)}
    figures = {"owners": figure("owners", 0), "tenants": figure("tenants", 10)}
    lift = lifted(SHARE, figures, nearest=near)
    assert [one.tenant_id for one in lift.candidates] == [1, 2, 3, 4]
    assert lift.smallest == ()


def test_what_is_counted_lacks_whole_ones() -> None:
    staff = {"owners": amount("owners", 5), "tenants": amount("tenants", 9)}
    share = criterion("share", 80, value=("owners",), of=("tenants",), per=100, unit=UNITS["percent"])
    assert lifted(share, staff).amount == 3  # 7.2 of 9 would do
    shortly = RuleFigure(spec("open", unit=UNITS["month"]), (Share("site", 1, "本园", Fraction(7, 2)),))
    months = criterion("open", 4, value=("open",), unit=UNITS["month"])
    assert lifted(months, {"open": shortly}).amount == Fraction(1, 2)


STAY = criterion("stay", 48, operator=Operator.AT_MOST, unit=UNITS["month"])
GROUNDS = criterion("high_tech", 1, unit=None)


def test_who_must_leave_is_named_with_reasons_and_changes_the_counts() -> None:
    members = [
        member(1, {"stay": 50, "high_tech": 1}),
        member(2, {"stay": 50, "high_tech": 0}),
        member(3, {"stay": 10, "high_tech": 1}),
        member(4, {"stay": 10, "high_tech": 0}),
    ]
    leaving = departures_of(judge_members([STAY], members, FACTS), judge_members([GROUNDS], members, FACTS))
    assert [(one.tenant_id, one.graduates, len(one.overstays)) for one in leaving] == [
        (1, True, 1),
        (2, False, 1),
        (3, True, 0),
    ]
    graduates = RuleFigure(
        spec("graduates", population=Population.ANYBODY, gains="tenants"),
        (Share("tenant", 1, "企业1", Fraction(1), 1), Share("tenant", 77, "企业77", Fraction(1), 77)),
    )
    figures = {"tenants": figure("tenants", 4, absent=1), "graduates": graduates, "area": amount("area", 9)}
    enough = criterion("graduates", 3, value=("graduates",))
    found = evaluate(rules(COUNT, enough), figures, departures=leaving)
    count, grown = found.outcomes
    assert (count.judged.value, count.after.value, count.after.verdict) == (
        Fraction(4),
        Fraction(1),
        Verdict.FAILS,
    )
    assert (grown.judged.value, grown.after.value) == (Fraction(2), Fraction(3))
    assert (found.readiness.holds, found.readiness.fails, found.readiness.known) == (1, 1, 2)
    assert (found.readiness_after.holds, found.readiness_after.unknown) == (1, 0)


def test_who_must_leave_lifts_no_share_of_incubating_tenants_but_may_be_a_graduate() -> None:
    members = [
        member(number, {"stay": 50 if number == 1 else 10, "income": number}) for number in range(1, 4)
    ]
    leaving = departures_of(judge_members([STAY], members, FACTS), [])
    near = judge_members([criterion("income", 100)], members, FACTS)
    figures = {"owners": figure("owners", 0), "tenants": figure("tenants", 3)}
    lift = lifted(SHARE, figures, departures=leaving, nearest={"owners": near})
    assert [one.tenant_id for one in lift.candidates] == [3, 2]
    grown = figure("grown", 0, population=Population.ANYBODY)
    one = criterion("grown", 1, value=("grown",))
    lift = lifted(one, {"grown": grown}, departures=leaving, nearest={"grown": near})
    assert [one.tenant_id for one in lift.candidates] == [3, 2, 1]


ORDER = [Verdict.FAILS, Verdict.UNKNOWN, Verdict.HOLDS]


@given(
    tenants=st.integers(1, 40),
    owners=st.integers(0, 40),
    absent=st.integers(0, 5),
    limit=st.integers(0, 100),
)
def test_a_tenant_more_that_satisfies_never_makes_a_floor_worse(
    tenants: int, owners: int, absent: int, limit: int
) -> None:
    owners = min(owners, tenants)
    share = criterion("share", limit, value=("owners",), of=("tenants",), per=100)
    count = criterion("count", limit, value=("owners",))
    now = {"owners": figure("owners", owners, absent=absent), "tenants": figure("tenants", tenants)}
    then = {"owners": figure("owners", owners + 1, absent=absent), "tenants": figure("tenants", tenants + 1)}
    for one in (share, count):
        before, after = judge_figures(one, now), judge_figures(one, then)
        assert before.value is not None
        assert after.value is not None
        assert after.value >= before.value
        if one is count or not absent:
            assert ORDER.index(after.verdict) >= ORDER.index(before.verdict)


@given(tenants=st.integers(1, 40), owners=st.integers(0, 40), limit=st.integers(1, 100))
def test_the_fewest_that_suffice_do_suffice_and_one_less_does_not(
    tenants: int, owners: int, limit: int
) -> None:
    owners = min(owners, tenants)
    members = [member(number, {"income": 0}) for number in range(1, tenants + 1)]
    near = {"owners": judge_members([criterion("income", 1)], members, FACTS)}
    share = criterion("share", limit, value=("owners",), of=("tenants",), per=100)
    figures = {"owners": figure("owners", owners), "tenants": figure("tenants", tenants)}
    lift = lifted(share, figures, nearest=near)
    if lift is None:
        assert judge_figures(share, figures).verdict is Verdict.HOLDS
        return
    for added, verdict in ((len(lift.smallest), Verdict.HOLDS), (len(lift.smallest) - 1, Verdict.FAILS)):
        more = {**figures, "owners": figure("owners", owners + added)}
        assert judge_figures(share, more).verdict is verdict
