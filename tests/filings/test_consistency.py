"""What several filings say of the same thing: sums of parts, cumulative figures, other authorities' forms."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import DataFormatError
from crm.domain.finding import Severity
from crm.domain.measures import Contribution
from crm.domain.period import Period
from crm.filings.consistency import FrozenFiling, consistency_findings
from crm.filings.consistency_rules import rules_from_tables, wanted
from tests.filings.samples import FORM, QUARTER, Tenant, little_filing, little_form

if TYPE_CHECKING:
    from crm.domain.finding import Finding
    from crm.filings.built import Built

MONTHLY = little_form(
    period="month",
    words=tomllib.loads(FORM)["words"] | {"period_names": [f"{index}月" for index in range(1, 13)]},
)
YEARLY = tomllib.loads(FORM)["words"] | {"period_names": ["全年"]}
STOCKS = frozenset({"employees", "incubating_tenants"})
PARTS = {
    "code": "consistency-parts",
    "severity": "warning",
    "relation": "parts",
    "forms": ["*"],
    "others": ["little"],
    "whole": "quarter",
    "part": "month",
}
SAME = {
    "code": "consistency-authorities",
    "severity": "error",
    "relation": "same",
    "forms": ["torch-*"],
    "others": ["little"],
}


def tenant(number: int, income: int | None, employees: int | None = 5, earlier: int | None = None) -> Tenant:
    return Tenant(
        number,
        f"企业{number}",
        figures={"total_income": income, "employees": employees},
        earlier={"total_income": earlier},
    )


def month(index: int, tenants: list[Tenant]) -> FrozenFiling:
    period = Period.parse(f"2025-{index:02}")
    return FrozenFiling(index, 1, little_filing(tenants, form=MONTHLY, period=period))


def torch(tenants: list[Tenant]) -> FrozenFiling:
    return FrozenFiling(9, 2, little_filing(tenants, form=little_form(code="torch-tenant")))


def disagreements(built: Built, frozen: list[FrozenFiling], **rule: object) -> list[Finding]:
    rules = rules_from_tables({"rule": {**PARTS, **rule}})
    return consistency_findings(rules, built, frozen, stocks=STOCKS)


def months(*incomes: tuple[int | None, int | None, int | None]) -> list[FrozenFiling]:
    """Three months in which each tenant had an income."""
    return [
        month(index + 1, [tenant(1 + n, one[index]) for n, one in enumerate(incomes)]) for index in range(3)
    ]


def test_a_quarter_that_is_the_sum_of_its_months_is_no_finding() -> None:
    built = little_filing([tenant(1, 6_000_000), tenant(2, 3_000_000)])
    frozen = months((1_000_000, 2_000_000, 3_000_000), (1_000_000, 1_000_000, 1_000_000))
    assert disagreements(built, frozen) == []


def test_a_quarter_that_is_not_names_tenant_and_both_places() -> None:
    built = little_filing([tenant(1, 6_500_000), tenant(2, 3_000_000)])
    frozen = months((1_000_000, 2_000_000, 3_000_000), (1_000_000, 1_000_000, 1_000_000))
    (finding,) = disagreements(built, frozen)
    assert (finding.code, finding.severity, finding.where) == (
        "consistency-parts",
        Severity.WARNING,
        "明细!H5",
    )
    values = finding.values
    assert (values["value"], values["filed"], values["difference"]) == ("6.5", "6", "+0.5")
    assert (values["other_filing"], values["other_place"]) == (3, "明细!H5")
    assert values["others_en"] == "2025-01, 2025-02, 2025-03"
    assert "企业1" in str(values["who"])


def test_who_was_blank_in_a_month_or_counted_elsewhere_is_not_compared() -> None:
    built = little_filing([tenant(1, 6_500_000), tenant(3, 1_000_000), tenant(4, None)])
    assert disagreements(built, months((1_000_000, None, 3_000_000))) == []


def test_a_month_that_was_not_filed_leaves_nothing_to_compare() -> None:
    built = little_filing([tenant(1, 6_500_000)])
    assert disagreements(built, months((1, 1, 1))[:2]) == []
    assert disagreements(built, months((1, 1, 1)), whole="year") == []
    assert disagreements(built, months((1, 1, 1)), forms=["zone-*"]) == []
    assert disagreements(built, months((1, 1, 1)), indicators=["employees"]) == []


def test_two_authorities_are_told_the_same_stock_and_flow() -> None:
    built = little_filing([tenant(1, 6_000_000), tenant(2, 0, employees=9)])
    assert disagreements(built, [torch([tenant(1, 6_000_000), tenant(2, 0, employees=9)])], **SAME) == []
    found = disagreements(built, [torch([tenant(1, 6_000_000), tenant(2, 0, employees=7)])], **SAME)
    (finding,) = found
    assert (finding.where, finding.severity) == ("明细!I6", Severity.ERROR)
    assert (finding.values["value"], finding.values["filed"], finding.values["version"]) == ("9", "7", 2)


def test_over_the_same_circle_a_tenant_that_only_one_counts_is_a_difference() -> None:
    """Both count who incubates at the end of March: one has two tenants, the other one."""
    built = little_filing([tenant(1, 6_000_000), tenant(2, 40_000)])
    found = disagreements(built, [torch([tenant(1, 6_000_000)])], **SAME)
    assert {finding.where for finding in found} == {"明细!H6", "明细!I6", "明细!C10"}
    gone = little_filing([tenant(1, 6_000_000)])
    places = {
        one.where for one in disagreements(gone, [torch([tenant(1, 6_000_000), tenant(2, 40_000)])], **SAME)
    }
    assert places == {"明细!H5", "明细!I5", "明细!C9"}


def test_of_two_populations_only_who_is_in_both_is_compared() -> None:
    cell = {"sheet": "综合", "address": "H1", "indicator": "total_income", "population": "graduated"}
    others = little_form(code="torch-tenant", grid=[], block=[], cell=[cell], fact=[])
    built = little_filing([tenant(1, 6_000_000), tenant(2, 40_000)])
    frozen = FrozenFiling(1, 1, little_filing([tenant(1, 6_000_000), tenant(3, 5_000)], form=others))
    unlike = FrozenFiling(2, 1, little_filing([tenant(1, 1)], form=little_form(code="zone-x")))
    assert disagreements(built, [unlike, frozen], **SAME) == []
    frozen = FrozenFiling(1, 1, little_filing([tenant(1, 7_000_000)], form=others))
    (finding,) = disagreements(built, [frozen], **SAME)
    assert (finding.where, finding.values["other_place"]) == ("明细!H5", "综合!H1")


def test_the_cumulative_figure_is_compared_with_what_another_form_shows_as_cumulative() -> None:
    built = little_filing([tenant(1, 6_000_000, earlier=7_000_000)])
    frozen = [torch([tenant(1, 6_000_000, earlier=7_500_000)])]
    assert disagreements(built, frozen, **SAME) == []  # one question over the same days is asked once
    whole = QUARTER.year_period
    year = little_form(code="torch-tenant", period="year", words=YEARLY)
    filed = FrozenFiling(3, 1, little_filing([tenant(1, 9_000_000)], form=year, period=whole))
    last = Period.parse("2025Q4")
    fourth = little_filing([tenant(1, 1_000_000, earlier=8_000_000)], period=last)
    (finding,) = disagreements(fourth, [filed], **SAME)
    assert (finding.where, finding.values["filed"]) == ("综合!E5", "9")


def test_what_is_nobodys_is_compared_as_one() -> None:
    built, frozen = little_filing([tenant(1, 6_000_000)]), torch([tenant(1, 6_000_000)])
    there = with_nobodys(frozen.built, 5_000)
    (finding,) = disagreements(with_nobodys(built, 9_000), [replace(frozen, built=there)], **SAME)
    assert finding.values["difference"] == "+0.004"


def with_nobodys(filing: Built, amount: int) -> Built:
    """*filing* with a share of its income that is no tenant's."""
    request = next(one for one in filing.figures if one.indicator == "total_income" and one.period == QUARTER)
    share = Contribution("site", 1, "孵化器", amount)
    figure = filing.figures[request]
    figure = replace(figure, contributions=(*figure.contributions, share))
    return replace(filing, figures={**filing.figures, request: figure})


def test_only_filings_that_a_rule_is_about_are_wanted() -> None:
    built = little_filing([])
    rules = rules_from_tables({"parts": PARTS, "same": SAME})
    assert wanted(rules, built, "little", Period.parse("2025-02"))
    assert wanted(rules, built, "torch-tenant", QUARTER)
    assert not wanted(rules, built, "torch-tenant", Period.parse("2025"))
    assert not wanted(rules, built, "other", Period.parse("2025-02"))
    assert not wanted(rules, built, built.form, QUARTER)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"relation": "alike"}, "data-relation-unknown"),
        ({"whole": "decade"}, "data-value-unknown"),
        ({"severity": "grave"}, "data-value-unknown"),
    ],
)
def test_a_rule_that_says_nothing_known_is_refused(change: dict[str, object], code: str) -> None:
    with pytest.raises(DataFormatError, match=code):
        rules_from_tables({"rule": {**PARTS, **change}})
    with pytest.raises(DataFormatError, match="data-not-a-table"):
        rules_from_tables({"rule": 1})
