"""What several filings say of the same thing: sums of parts, cumulative figures, other authorities' forms."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import DataFormatError
from crm.domain.finding import Severity
from crm.domain.measures import Contribution
from crm.domain.period import Period, PeriodKind
from crm.domain.reports import UnequalReports
from crm.filings.consistency import FrozenFiling, Natures, consistency_findings
from crm.filings.consistency_rules import rules_from_tables, wanted
from tests.filings.samples import FORM, QUARTER, Tenant, little_filing, little_form

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.domain.finding import Finding
    from crm.filings.built import Built
    from crm.filings.consistency_rules import ConsistencyRule

MONTHLY_WORDS = tomllib.loads(FORM)["words"] | {"period_names": [f"{index}月" for index in range(1, 13)]}
MONTHLY = little_form(period="month", words=MONTHLY_WORDS)
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
    return consistency_findings(rules, built, frozen, natures=Natures(STOCKS))


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
    assert disagreements(built, months((1, 1, 1)), whole="half") == []
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
    assert (finding.values["difference"], finding.values["who"]) == ("+0.004", "")


def with_nobodys(filing: Built, amount: int) -> Built:
    """*filing* with a share of its income that is no tenant's."""
    request = next(one for one in filing.figures if one.indicator == "total_income" and one.period == QUARTER)
    share = Contribution("site", 1, "孵化器", amount)
    figure = filing.figures[request]
    figure = replace(figure, contributions=(*figure.contributions, share))
    return replace(filing, figures={**filing.figures, request: figure})


def test_a_month_filed_again_is_held_against_the_frozen_quarter() -> None:
    frozen = [
        *months((1_000_000, 2_000_000, 3_000_000))[::2],
        FrozenFiling(7, 1, little_filing([tenant(1, 6_000_000)])),
    ]
    again = {"part_code": "consistency-whole"}
    february = Period.parse("2025-02")
    for income in (2_000_000, None):
        built = little_filing([tenant(1, income)], form=MONTHLY, period=february)
        assert disagreements(built, frozen, **again) == []
    built = little_filing([tenant(1, 1_500_000)], form=MONTHLY, period=february)
    assert disagreements(built, frozen) == []  # the rule does not ask
    (finding,) = disagreements(built, frozen, **again)
    assert (finding.code, finding.where) == ("consistency-whole", "明细!H5")
    values = finding.values
    assert (values["value"], values["filed"], values["difference"]) == ("5.5", "6", "-0.5")
    assert (values["others_en"], values["other_filing"]) == ("2025-01, 2025-03", 7)
    assert disagreements(built, frozen[1:], **again) == []  # January was not filed
    assert disagreements(built, [], **again) == []
    cell = {"sheet": "综合", "address": "H1", "indicator": "total_income", "population": "graduated"}
    cell["name"] = "of_graduates"
    two = little_form(period="month", words=MONTHLY_WORDS, cell=[cell], block=[])
    built = little_filing([tenant(1, 1_500_000)], form=two, period=february)
    assert [one.where for one in disagreements(built, frozen, **again)] == ["综合!B5"]  # of one circle alone


def test_the_year_to_date_is_the_sum_of_what_was_filed_and_of_the_filing_itself() -> None:
    frozen = months((1_000_000, 2_000_000, 0), (500_000, 500_000, 0))[:2]
    march = Period.parse("2025-03")

    def found(first: int, second: int, **rule: object) -> list[Finding]:
        tenants = [tenant(1, 3_000_000, earlier=first), tenant(2, 0, earlier=second)]
        built = little_filing(tenants, form=MONTHLY, period=march)
        return disagreements(built, frozen, **{"whole": "year", **rule})

    assert found(6_000_000, 1_000_000) == []
    (finding,) = found(6_500_000, 1_000_000)
    assert (finding.where, finding.values["label"], finding.values["who"]) == (
        "综合!E5",
        "总收入 · 累计",
        "（企业1）",
    )
    assert (finding.values["value"], finding.values["filed"]) == ("6.5", "6")
    assert finding.values["other_filing"] == 2  # the last that is frozen
    assert found(6_500_000, 1_000_000, whole="half") == []
    january = little_filing([tenant(1, 1, earlier=2)], form=MONTHLY, period=Period.parse("2025-01"))
    assert disagreements(january, frozen, whole="year") == []


def test_sums_and_what_stands_for_the_same_days_in_one_filing_are_both_told() -> None:
    """The last month shows the year to date too: it may differ though the months add up, and where they do not."""
    frozen = months((1_000_000, 2_000_000, 3_000_000))
    march = little_filing(
        [tenant(1, 3_000_000, earlier=7_000_000)], form=MONTHLY, period=Period.parse("2025-03")
    )
    frozen[2] = replace(frozen[2], built=march)
    rules = rules_from_tables(
        {"parts": PARTS, "same": {**SAME, "forms": ["*"], "others": ["*"]}, "again": PARTS}
    )
    built = little_filing([tenant(1, 6_500_000)])
    found = consistency_findings(rules, built, frozen, natures=Natures(STOCKS))
    assert [(one.code, one.values["filed"]) for one in found] == [
        ("consistency-parts", "6"),
        ("consistency-authorities", "7"),
    ]


def test_a_part_of_the_year_in_a_yearly_form_is_not_the_sum_of_its_quarters() -> None:
    cell = {
        "sheet": "综合",
        "address": "H1",
        "indicator": "total_income",
        "population": "incubating",
        "month": 3,
    }
    form = little_form(code="yearly", period="year", words=YEARLY, grid=[], block=[], cell=[cell], fact=[])
    built = little_filing([tenant(1, 0, earlier=3_000_000)], form=form, period=QUARTER.year_period)
    quarters = [
        FrozenFiling(index, 1, little_filing([tenant(1, 5_000_000)], period=Period.parse(f"2025Q{index}")))
        for index in range(1, 5)
    ]
    assert disagreements(built, quarters, whole="year", part="quarter") == []
    (march,) = months((0, 0, 4_000_000))[2:]
    (finding,) = disagreements(built, [march], **{**SAME, "forms": ["yearly"]})
    assert (finding.where, finding.values["value"], finding.values["filed"]) == ("综合!H1", "3", "4")
    rules = rules_from_tables({"same": {**SAME, "forms": ["yearly"]}})
    assert filings_wanted(rules, built, ("little", "2025-03")) == {("little", "2025-03")}
    assert filings_wanted(rules, march.built, ("yearly", "2025")) == {("yearly", "2025")}


def test_what_counts_a_tenant_once_a_period_does_not_add_up() -> None:
    built = little_filing([tenant(1, 6_500_000)])
    rules = rules_from_tables({"rule": PARTS})
    natures = Natures(STOCKS, once=frozenset({"total_income"}))
    frozen = months((1_000_000, 2_000_000, 3_000_000))
    assert consistency_findings(rules, built, frozen, natures=natures) == []
    assert consistency_findings(rules, built, frozen, natures=Natures(STOCKS)) != []


def test_a_tenant_is_called_by_its_name_and_not_by_its_last_record() -> None:
    built, frozen = little_filing([tenant(1, 6_000_000)]), torch([tenant(1, 6_000_000)])
    cell = next(cell for cell in built.singles if cell.address == "B5")
    figure = built.figures[cell.requests[0]]
    share = Contribution("financing", 3, "A轮", 5_000, 1)
    spoilt = replace(figure, contributions=(*figure.contributions, share))
    records = replace(built.blocks[1], kind="financings")
    built = replace(built, blocks=(records,), figures={**built.figures, figure.request: spoilt})
    found = disagreements(built, [frozen], **SAME)
    assert [one.values["who"] for one in found] == ["（企业1）"]
    assert [one.values["unit"] for one in found] == ["万元"]


def test_of_two_figures_over_the_same_days_that_of_the_same_day_is_compared() -> None:
    built = little_filing([tenant(1, 6_000_000)])
    there = torch([tenant(1, 6_000_000)]).built
    request = next(one for one in there.figures if one.indicator == "total_income" and one.period == QUARTER)
    early = replace(request, as_of=date(2025, 1, 1))
    cell = next(cell for cell in there.singles if cell.requests == (request,))
    wrong = replace(there.figures[request], request=early, contributions=())
    there = replace(
        there,
        singles=(replace(cell, requests=(early,)), *there.singles),
        blocks=(),
        figures={early: wrong, **there.figures},
    )
    assert disagreements(built, [FrozenFiling(9, 2, there)], **SAME) == []


def test_reports_that_disagree_are_told_before_anything_is_frozen() -> None:
    built = little_filing([tenant(1, 6_000_000), tenant(2, 3_000_000)])
    parts = Period.parse("2025Q1").parts(PeriodKind.MONTH)
    incomes = [
        UnequalReports("total_income", number, QUARTER, parts, 6_000_000, 5_500_000) for number in (1, 2, 8)
    ]
    staff = UnequalReports("employees", 2, QUARTER, parts[-1:], 5, 4)
    unknown = UnequalReports("rd_expenditure", 2, QUARTER, parts, 5, 4)
    rules = rules_from_tables({"rule": PARTS})
    reports = [*incomes, staff, unknown]
    found = consistency_findings(rules, built, [], natures=Natures(STOCKS), unequal=reports)
    assert [(one.code, one.where, one.values["tenant"]) for one in found] == [
        ("consistency-reports", "明细!H5", "企业1"),
        ("consistency-reports", "明细!H6", "企业2"),
        ("consistency-reports-end", "明细!I6", "企业2"),
    ]
    values = found[0].values
    assert [values[name] for name in ("value", "sum", "difference", "unit")] == ["6", "5.5", "+0.5", "万元"]
    assert [values[name] for name in ("whole", "first", "last")] == ["2025Q1", "2025-01", "2025-03"]
    # What was filed says it already.
    frozen = months((1_000_000, 1_500_000, 3_000_000), (1_000_000, 1_000_000, 1_000_000))
    found = consistency_findings(rules, built, frozen, natures=Natures(STOCKS), unequal=reports)
    assert [(one.code, one.where) for one in found] == [
        ("consistency-parts", "明细!H5"),
        ("consistency-reports", "明细!H6"),
        ("consistency-reports-end", "明细!I6"),
    ]


def test_many_periods_are_named_by_the_first_and_the_last() -> None:
    year = little_form(code="torch-tenant", period="year", words=YEARLY)
    built = little_filing([tenant(1, 11_000_000)], form=year, period=QUARTER.year_period)
    frozen = [month(index, [tenant(1, 1_000_000)]) for index in range(1, 13)]
    (finding,) = disagreements(built, frozen, whole="year")
    assert (finding.values["others"], finding.values["filed"]) == ("2025-01 至 2025-12", "12")


def test_only_filings_that_a_rule_is_about_are_wanted() -> None:
    built = little_filing([])
    rules = rules_from_tables({"parts": PARTS, "same": SAME})
    year = Period.parse("2025")
    first, second, third = ("little", "2025-01"), ("little", "2025-02"), ("little", "2025-03")
    assert filings_wanted(rules, built, first, second, third) == {first, second, third}
    assert filings_wanted(rules, built, first, third) == set()  # February was not filed
    assert filings_wanted(rules, built, *(("other", month) for _, month in (first, second, third))) == set()
    assert filings_wanted(rules, built, ("torch-tenant", "2025Q1"), ("torch-tenant", "2024")) == {
        ("torch-tenant", "2025Q1")
    }
    assert filings_wanted(rules, built, ("little", "2025Q1")) == set()
    assert wanted(rules, built, [("torch-tenant", year)]) == {
        ("torch-tenant", year)
    }  # it may show the quarter
    again = rules_from_tables({"parts": {**PARTS, "forms": ["little"], "part_code": "consistency-whole"}})
    february = little_filing([], form=MONTHLY, period=Period.parse("2025-02"))
    quarter = ("little", "2025Q1")
    assert filings_wanted(again, february, quarter, first, third) == {quarter, first, third}
    assert filings_wanted(again, february, quarter, first) == set()
    assert filings_wanted(again, february, ("other", "2025Q1"), first, third) == set()
    assert filings_wanted(rules_from_tables({"parts": PARTS}), february, quarter, first, third) == set()
    to_date = rules_from_tables({"parts": {**PARTS, "whole": "year"}})
    assert filings_wanted(to_date, february, first, third) == {first}
    other = rules_from_tables({"parts": {**PARTS, "others": ["other"], "part_code": "consistency-whole"}})
    assert filings_wanted(other, february, quarter, first, third) == set()


def filings_wanted(
    rules: Iterable[ConsistencyRule], built: Built, *filed: tuple[str, str]
) -> set[tuple[str, str]]:
    found = wanted(rules, built, [(form, Period.parse(period)) for form, period in filed])
    return {(form, period.code) for form, period in found}


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
