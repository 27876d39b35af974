"""Rule set files: read with variants and rules kept elsewhere, refused by place, laid over by the user's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from crm.domain.errors import DataFormatError, NotFoundError, RuleError
from crm.domain.measures import Population
from crm.domain.rules import rules_from_tables
from crm.filings.rehearsal.book import book_of
from crm.filings.rehearsal.facts import facts_from_tables
from crm.filings.rehearsal.overlay import lay_over
from crm.filings.rehearsal.ruleset import Edit, SourceKind
from crm.filings.rehearsal.ruleset_file import rule_sets_from_table
from tests.filings.rehearsal.samples import FACTS, KNOWN, WORDS, criterion_table, figure_rules, rule_table

if TYPE_CHECKING:
    from crm.filings.rehearsal.ruleset import RuleSet

SIZES = {
    "unit": "yuan",
    "large": 300,
    "medium": 200,
    "small": 100,
    "unverified": ["medium"],
}


def read(table: dict[str, Any]) -> RuleSet:
    (one,) = rule_sets_from_table(table, where="little.toml", known=KNOWN)
    return one


def test_a_rule_set_is_read_with_its_source_and_its_criteria() -> None:
    one = read(
        rule_table(
            until=date(2026, 12, 31),
            population="resident",
            note="说明",
            needs_update=True,
            stay="little",
            graduation="little",
            criteria={
                "income": criterion_table(source="https://example.org/other", note=WORDS, group="g"),
                "unknown": {**WORDS, "operator": ">", "limit": True, "unit": "yes_no", "verified": False},
            },
        )
    )
    assert one.holds_on(date(2026, 12, 31))
    assert not one.holds_on(date(2027, 1, 1))
    assert not one.holds_on(date(2025, 12, 31))
    first, second = one.criteria
    assert (first.lines[0].limit, first.verified, first.is_kept) == (Fraction(100), True, True)
    assert (first.source.address, first.source.kind) == (
        "https://example.org/other",
        SourceKind.REPUBLICATION,
    )
    assert (second.unit, second.lines[0].limit, second.is_kept, second.verified) == (
        None,
        Fraction(1),
        False,
        False,
    )
    assert one.population is Population.RESIDENT


def test_variants_have_numbers_and_criteria_of_their_own() -> None:
    table = rule_table(
        variants={"wide": {"zh": "综合", "en": "wide"}, "deep": {"zh": "专业", "en": "deep"}},
        criteria={
            "income": criterion_table(limit={"wide": 50, "deep": 30}),
            "rights": criterion_table(fact="rights", unit="item", variants="deep"),
        },
    )
    wide, deep = rule_sets_from_table(table, where="little.toml", known=KNOWN)
    assert (wide.code, wide.name.zh, wide.name.en) == ("little-wide", "名称（综合）", "Name, wide")
    assert [len(wide.criteria), len(deep.criteria)] == [1, 2]
    assert [wide.criteria[0].lines[0].limit, deep.criteria[0].lines[0].limit] == [50, 30]


def test_a_number_that_was_never_read_stays_missing() -> None:
    table = criterion_table(verified=False)
    del table["limit"]
    assert read(rule_table(criteria={"income": table})).criteria[0].lines[0].limit is None
    with pytest.raises(DataFormatError) as refused:
        read(rule_table(criteria={"income": {**table, "verified": True}}))
    assert refused.value.values["where"] == "little.toml.criteria.income.verified"


def test_the_numbers_of_rules_kept_elsewhere_are_taken_in_the_criterion_s_unit() -> None:
    lines = [{"rule": "months_longer"}, {"rule": "months"}]
    table = criterion_table(fact="stay", case="field", unit="month", lines=lines, operator="<=")
    longer, usual = read(rule_table(criteria={"stay": table})).criteria[0].lines
    assert (longer.limit, longer.codes, longer.verified) == (Fraction(60), ("biomedicine",), False)
    assert (usual.limit, usual.codes, usual.verified) == (Fraction(48), (), True)


def test_figures_are_read_and_named_by_the_criteria() -> None:
    figures = {
        "tenants": {
            "indicator": "tenants",
            "population": "incubating",
            "candidates": "resident",
            "lacking": "x",
        },
        "growing": {
            "where": [{"fact": "growth", "operator": ">", "limit": 20, "verified": True}],
            "any_of": True,
        },
        "field": {"largest": "field", "gains": "tenants"},
        "open": {"months_open": True},
        "income": {"indicator": "total_income", "unit": "ten_thousand_yuan", "in_year": True},
    }
    one = read(figure_rules(figures, value="growing", of="tenants", unit="percent"))
    assert (one.criteria[0].per, one.criteria[0].value, one.criteria[0].of) == (
        100,
        ("growing",),
        ("tenants",),
    )
    units = {name: figure.unit.code for name, figure in one.figures.items()}
    assert units == {
        "tenants": "enterprise",
        "growing": "enterprise",
        "field": "enterprise",
        "open": "month",
        "income": "ten_thousand_yuan",
    }
    (condition,) = one.figures["growing"].where
    assert (condition.code, condition.unit, condition.lines[0].limit) == (
        "growth",
        FACTS["growth"].unit,
        Fraction(20),
    )
    assert (
        read(figure_rules({"a": {"indicator": "tenants"}}, value="a", of="a", unit="enterprise", per=10))
        .criteria[0]
        .per
        == 10
    )


TENANTS = {"a": {"indicator": "tenants"}}


@pytest.mark.parametrize(
    ("table", "place"),
    [
        (rule_table(since="gestern"), "since"),
        (rule_table(subject="moon"), "subject"),
        (rule_table(criteria={"income": criterion_table(limit="viel")}), "criteria.income.limit"),
        (rule_table(criteria={"income": criterion_table(limit=float("nan"))}), "criteria.income.limit"),
        (rule_table(criteria={"income": criterion_table(unit="parsec")}), "criteria.income.unit"),
        (rule_table(criteria={"income": criterion_table(unit="thousand_yuan")}), "criteria.income.unit"),
        (rule_table(criteria={"income": criterion_table(unit="yes_no")}), "criteria.income.unit"),
        (rule_table(criteria={"income": criterion_table(fact="weather")}), "criteria.income.fact"),
        (rule_table(criteria={"income": criterion_table(operator="~")}), "criteria.income.operator"),
        (rule_table(criteria={"income": criterion_table(rule="months")}), "criteria.income.rule"),
        (
            rule_table(
                criteria={"income": criterion_table(lines=[{"upto": 5, "limit": 1, "verified": True}])}
            ),
            "lines",
        ),
        (
            rule_table(criteria={"income": criterion_table(lines=[{"limit": 1, "verified": True}] * 2)}),
            "criteria.income.lines",
        ),
        (
            rule_table(
                criteria={
                    "income": criterion_table(
                        lines=[{"upto": 5, "limit": 1, "verified": True}, {"limit": 2, "verified": True}]
                    )
                }
            ),
            "criteria.income.lines",
        ),
        (rule_table(criteria={"income": criterion_table(value="a")}), "criteria.income"),
        (rule_table(criteria={"income": criterion_table(limit={"big": 5})}), "criteria.income.limit"),
        (figure_rules(TENANTS, value="a", of="a", unit="enterprise", per=0), "criteria.one.per"),
        (figure_rules(TENANTS, value="b", unit="enterprise"), "criteria.one.value"),
        (figure_rules(TENANTS, value="a", of="b", unit="percent"), "criteria.one.value"),
        (figure_rules(TENANTS, value="a", unit="square_metre"), "criteria.one.value"),
        (figure_rules(TENANTS, value="a", unit="yes_no"), "criteria.one.value"),
        (
            rule_table(subject="incubator", figures=TENANTS, criteria={"one": criterion_table()}),
            "criteria.one",
        ),
        (figure_rules({"a": {}}), "figures.a.indicator, where, largest, months_open"),
        (figure_rules({"a": {"indicator": "weather"}}), "figures.a.indicator"),
        (figure_rules({"a": {"indicator": "tenants", "unit": "yuan"}}), "figures.a.unit"),
        (figure_rules({"a": {"indicator": "tenants", "gains": "b"}}), "figures.a.gains"),
        (
            rule_table(
                subject="size", criteria={}, industries={"a": {**WORDS, "prefixes": "6", "verified": True}}
            ),
            "a.measures",
        ),
        (
            rule_table(
                subject="size",
                criteria={},
                industries={"a": {**WORDS, "prefixes": "6", "verified": True, "measures": {"x": SIZES}}},
            ),
            "industries.a.measures.x",
        ),
        (
            rule_table(
                subject="size",
                criteria={},
                industries={"a": {**WORDS, "prefixes": "6", "verified": True, "measures": {"field": SIZES}}},
            ),
            "industries.a.measures.field",
        ),
        (
            rule_table(
                subject="size",
                criteria={},
                industries={
                    "a": {
                        **WORDS,
                        "prefixes": "6",
                        "verified": True,
                        "measures": {"income": {**SIZES, "unit": "person"}},
                    }
                },
            ),
            "industries.a.measures.income.unit",
        ),
        (
            rule_table(
                subject="size",
                criteria={},
                industries={
                    "a": {
                        **WORDS,
                        "prefixes": "6",
                        "verified": True,
                        "measures": {"income": {"unit": "yuan", "large": 5, "small": 50}},
                    }
                },
            ),
            "industries.a.measures.income",
        ),
    ],
)
def test_what_is_wrong_is_named_with_file_and_place(table: dict[str, Any], place: str) -> None:
    with pytest.raises(DataFormatError) as refused:
        read(table)
    where = str(refused.value.values["where"])
    assert where.startswith("little.toml")
    assert where.endswith(place)


def test_size_limits_are_taken_in_the_unit_of_their_fact() -> None:
    measures = {"income": {**SIZES, "unit": "ten_thousand_yuan"}, "assets": {"unit": "yuan", "large": 5}}
    one = read(
        rule_table(
            subject="size",
            criteria={},
            industries={"a": {**WORDS, "prefixes": ["6", "72"], "verified": True, "measures": measures}},
        )
    )
    income, assets = one.industries[0].measures
    assert (income.large.limit, income.large.verified, income.medium.verified) == (
        Fraction(3_000_000),
        True,
        False,
    )
    assert (assets.large.limit, assets.small.limit, assets.small.verified) == (Fraction(5), None, False)


# ------------------------------------------------------------------------------------------------ the user's own


def test_the_user_s_number_keeps_its_source_and_is_to_be_checked_until_it_says_otherwise() -> None:
    own = {"criteria": {"income": {"limit": 80, "edited_by": "林晓", "edited_on": date(2026, 4, 1)}}}
    edited = read(lay_over(rule_table(), own)).criteria[0]
    assert (edited.lines[0].limit, edited.verified, edited.source.address) == (
        Fraction(80),
        False,
        "https://example.org/rule",
    )
    assert edited.edit is not None
    assert (edited.edit.shipped, edited.edit.by, edited.edit.on) == (Fraction(100), "林晓", date(2026, 4, 1))
    checked = {"criteria": {"income": {"limit": 80, "verified": True}}}
    one = read(lay_over(rule_table(), checked)).criteria[0]
    assert one.verified
    assert one.edit is not None
    assert (one.edit.by, one.edit.on) == ("", None)


def test_a_number_typed_in_where_there_was_none_is_seen_to_be_the_user_s() -> None:
    empty = criterion_table(verified=False)
    del empty["limit"]
    edited = read(
        lay_over(rule_table(criteria={"income": empty}), {"criteria": {"income": {"limit": 5}}})
    ).criteria[0]
    assert edited.lines[0].limit == 5
    assert edited.edit is not None
    assert edited.edit.shipped is None


def test_the_same_number_written_again_changes_nothing() -> None:
    own = {"criteria": {"income": {"limit": 100, "zh": "新名"}}, "edition": "2026b"}
    one = read(lay_over(rule_table(), own))
    assert (one.edition, one.criteria[0].name.zh, one.criteria[0].verified) == ("2026b", "新名", True)
    assert one.criteria[0].edit is None


def test_an_edited_variant_leaves_the_other_verified() -> None:
    table = rule_table(
        variants={"wide": WORDS, "deep": WORDS},
        criteria={"income": criterion_table(limit={"wide": 50, "deep": 30})},
    )
    own = {"criteria": {"income": {"limit": {"wide": 40}}}}
    wide, deep = rule_sets_from_table(lay_over(table, own), where="little.toml", known=KNOWN)
    assert (wide.criteria[0].verified, deep.criteria[0].verified) == (False, True)
    assert wide.criteria[0].edit is not None
    assert wide.criteria[0].edit.shipped == 50
    assert deep.criteria[0].edit is None


def test_a_limit_that_the_user_changed_elsewhere_is_an_edit_of_the_criteria_that_take_it() -> None:
    shipped = {"months": {**WORDS, "limit": 48, "unit": "month", "origin": "原文", "verified": True}}
    own = {"months": {**shipped["months"], "limit": 36, "edited_by": "王芳", "edited_on": date(2026, 3, 2)}}
    known = replace(KNOWN, rules=rules_from_tables(own, shipped=shipped))
    lines = {"unit": "month", "fact": "stay", "operator": "<=", "rule": "months"}
    table = criterion_table(**lines)
    del table["limit"]
    (one,) = rule_sets_from_table(rule_table(criteria={"stay": table}), where="little.toml", known=known)
    assert one.criteria[0].lines[0].limit == 36
    assert one.criteria[0].edit == Edit(Fraction(48), "王芳", date(2026, 3, 2))


def test_lines_that_the_user_replaces_are_edits_too() -> None:
    lines = [{"limit": 7, "verified": True}]
    one = read(lay_over(rule_table(), {"criteria": {"income": {"lines": lines}}})).criteria[0]
    assert one.lines[0].limit == 7
    assert one.edit is not None


# ------------------------------------------------------------------------------------------------------ the book


def test_the_edition_of_the_day_is_chosen_unless_one_is_named() -> None:
    old = read(rule_table(edition="2022", since=date(2022, 6, 1), until=date(2026, 3, 31)))
    new = read(rule_table(edition="2026", since=date(2026, 4, 1)))
    book = book_of([old, new])
    assert book.in_force("little", date(2026, 3, 31)) is old
    assert book.in_force("little", date(2026, 4, 1)) is new
    assert book.in_force("little@2022", date(2026, 4, 1)) is old
    with pytest.raises(RuleError) as refused:
        book.in_force("little", date(2020, 1, 1))
    assert refused.value.values["since"] == "2022-06-01"
    assert book.beside("little", date(2020, 1, 1)) is old
    assert book.beside("little", date(2025, 1, 1)) is old
    assert book.beside("little", date(2026, 4, 1)) is new
    for unknown in ("great", "little@1999"):
        with pytest.raises(NotFoundError) as missing:
            book.in_force(unknown, date(2026, 4, 1))
        assert missing.value.values["known"] == "little"


def test_a_book_has_each_edition_once_and_knows_every_name() -> None:
    one = read(rule_table(stay="little"))
    assert book_of([one]).rule_sets == (one,)
    with pytest.raises(DataFormatError) as twice:
        book_of([one, one])
    assert twice.value.code == "data-code-twice"
    for table in (
        rule_table(stay="nowhere"),
        figure_rules({"a": {"indicator": "tenants", "lacking": "nowhere"}}),
    ):
        with pytest.raises(DataFormatError) as unknown:
            book_of([read(table)])
        assert unknown.value.values["value"] == "nowhere"
    incubator = read(figure_rules({"a": {"indicator": "tenants"}}, value="a", unit="enterprise"))
    with pytest.raises(DataFormatError, match="data-value-unknown"):
        book_of([replace(incubator, graduation=incubator.code)])


@pytest.mark.parametrize(
    "wrong",
    [
        7,
        {**WORDS},
        {**WORDS, "field": "name", "indicator": "x"},
        {**WORDS, "ratio": ["income"]},
        {**WORDS, "ratio": ["income", "weather"]},
        {**WORDS, "field": ["a", "b"]},
        {**WORDS, "field": "name", "unit": "parsec"},
        {**WORDS, "indicator": "total_income", "years": 0},
        {**WORDS, "indicator": "total_income", "back": -1},
        {**WORDS, "indicator": "total_income", "back": 3000},
    ],
)
def test_a_fact_that_is_wrong_is_named(wrong: object) -> None:
    with pytest.raises(DataFormatError) as refused:
        facts_from_tables(
            {"income": {**WORDS, "indicator": "total_income"}, "wrong": wrong}, where="facts.toml"
        )
    assert str(refused.value.values["where"]).startswith("facts.toml.wrong")
