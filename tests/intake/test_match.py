"""Which tenant each record is; a doubt is refused, never decided by chance."""

from __future__ import annotations

import pytest

from crm.domain.errors import ParseError
from crm.domain.finding import Severity
from crm.domain.period import Period
from crm.intake.draft import Drafts
from crm.intake.lexicon import SheetKind
from crm.intake.match import By, KnownTenants, Matches, match_tenants
from tests.intake.samples import codes, drafts, read, sheet

A, B, C = "91350100M000100Y43", "91512081MA62K0260E", "11320000MB151840XJ"


def known(
    *rows: tuple[int, str, str | None, str | None, str | None], former: tuple[tuple[int, str], ...] = ()
) -> KnownTenants:
    return KnownTenants.from_rows(rows, former)


def refusals(matches: Matches) -> dict[int, str]:
    return {index: finding.code for index, finding in matches.refused.items()}


def test_a_uscc_decides_before_a_name() -> None:
    matches = match_tenants(
        drafts(name=["新甲公司", "甲公司"], uscc=[A, None]),
        known((1, "甲公司", None, A, None), (2, "乙公司", None, B, None)),
    )
    assert matches.tenants == [1, None]
    assert matches.by == [By.USCC, None]
    assert refusals(matches) == {1: "row-duplicate"}  # the second is tenant 1 too, by its name


def test_keys_are_asked_in_order_then_names_then_former_names() -> None:
    matches = match_tenants(
        drafts(
            name=["一", "二", "三", " 四（集团）", "旧五", "六"],
            external_id=["X1", None, None, None, None, None],
            uscc=[None, A, None, None, None, None],
            registration_number=[None, None, "370304600096508", None, None, None],
        ),
        known(
            (1, "甲", "X1", None, None),
            (2, "乙", None, A, None),
            (3, "丙", None, None, "370304600096508"),
            (4, "四(集团)", None, None, None),
            (5, "新五", None, None, None),
            former=((5, "旧五"), (5, "旧五")),
        ),
    )
    assert matches.key == "external_id"
    assert matches.tenants == [1, 2, 3, 4, 5, None]
    assert matches.by == [By.EXTERNAL_ID, By.USCC, By.REGISTRATION_NUMBER, By.NAME, By.FORMER_NAME, None]
    assert matches.name_keys == ["一", "二", "三", "四集团", "旧五", "六"]
    assert not matches.refused
    assert [(finding.code, finding.severity, finding.where) for finding in matches.findings] == [
        ("matched-by-former-name", Severity.INFO, "A6")
    ]


def test_companies_of_one_name_with_different_keys_are_different() -> None:
    matches = match_tenants(
        drafts(name=["星辰", "星辰", "星辰"], external_id=["1", "2", "3"]),
        known((7, "星辰", "9", None, None), (8, "星辰", "3", None, None)),
    )
    assert matches.tenants == [None, None, 8]
    assert not matches.refused


def test_a_name_joins_a_tenant_that_has_no_other_key() -> None:
    matches = match_tenants(
        drafts(name=["甲", "乙"], external_id=["1", "2"], uscc=[A, B]),
        known((1, "甲", None, A, None), (2, "乙", None, C, None)),
    )
    assert matches.tenants == [1, None]
    matches = match_tenants(drafts(name=["甲"], external_id=["1"]), known((1, "甲", None, None, None)))
    assert (matches.tenants, matches.by) == ([1], [By.NAME])


def test_a_name_that_several_tenants_have_is_refused_with_the_candidates() -> None:
    tenants = known((1, "甲", None, None, None), (2, "甲", None, None, None), (3, "甲", None, A, None))
    matches = match_tenants(drafts(name=["甲"], uscc=[B]), tenants)
    assert refusals(matches) == {0: "name-ambiguous"}
    assert matches.refused[0].values["named"] == "甲 (#1), 甲 (#2)"
    assert matches.refused[0].severity is Severity.ERROR
    assert matches.refused[0].where == "A2"
    matches = match_tenants(drafts(name=["甲"], uscc=[A]), tenants)
    assert matches.tenants == [3]


def test_a_former_name_of_two_tenants_is_refused() -> None:
    tenants = known((1, "甲", None, None, None), (2, "乙", None, None, None), former=((1, "旧"), (2, "旧")))
    assert refusals(match_tenants(drafts(name=["旧"]), tenants)) == {0: "name-ambiguous"}


def test_a_code_that_several_tenants_have_is_refused() -> None:
    tenants = known((1, "甲", None, A, None), (2, "乙", None, A, None), (3, "丙", None, A, None))
    matches = match_tenants(drafts(name=["甲"], uscc=[A]), tenants)
    assert refusals(matches) == {0: "key-ambiguous"}


def test_a_uscc_of_a_tenant_with_another_number_is_refused_not_made_a_twin() -> None:
    matches = match_tenants(drafts(name=["甲"], external_id=["2"], uscc=[A]), known((1, "甲", "1", A, None)))
    assert refusals(matches) == {0: "key-conflict"}
    assert matches.refused[0].values["column"] == "external_id"
    matches = match_tenants(
        drafts(name=["甲"], external_id=["2"], uscc=[A]), known((1, "甲", "1", A, None)), "uscc"
    )
    assert matches.tenants == [1]
    assert codes(matches.findings) == ["key-differs"]


def test_the_chosen_key_decides_and_a_different_code_is_named() -> None:
    matches = match_tenants(drafts(name=["甲"], external_id=["1"], uscc=[B]), known((1, "甲", "1", A, None)))
    assert matches.tenants == [1]
    assert [(finding.code, finding.severity) for finding in matches.findings] == [
        ("key-differs", Severity.WARNING)
    ]


def test_by_name_alone_different_codes_do_not_matter() -> None:
    matches = match_tenants(drafts(name=["甲"], uscc=[B]), known((1, "甲", None, A, None)), "name")
    assert (matches.tenants, matches.by) == ([1], [By.NAME])
    assert match_tenants(drafts(name=["甲"], uscc=[B]), known((1, "甲", None, A, None))).tenants == [None]


def test_a_number_that_stands_twice_is_no_key_unless_it_is_chosen() -> None:
    twice = drafts(name=["甲", "乙"], external_id=["1", "1"])
    assert match_tenants(twice, known()).key is None
    assert match_tenants(twice, known()).tenants == [None, None]
    assert not match_tenants(twice, known()).refused
    chosen = match_tenants(twice, known(), "external_id")
    assert refusals(chosen) == {1: "row-duplicate"}


@pytest.mark.parametrize(
    "columns",
    [
        {"name": ["甲", "甲"]},
        {"name": ["甲（北京）", "甲(北京)"], "uscc": [None, A]},
        {"name": ["甲", "乙"], "uscc": [A, A]},
        {"name": ["甲", "乙"], "registration_number": ["370304600096508", "370304600096508"]},
    ],
)
def test_the_same_company_twice_in_a_sheet_is_refused_the_second_time(
    columns: dict[str, list[str | None]],
) -> None:
    matches = match_tenants(drafts(**columns), known())
    assert refusals(matches) == {1: "row-duplicate"}
    assert matches.refused[1].values == {"row": 3, "first": 2}


def test_one_name_three_times_with_two_codes_is_two_companies() -> None:
    matches = match_tenants(drafts(name=["甲", "甲", "甲"], uscc=[A, B, B]), known())
    assert refusals(matches) == {2: "row-duplicate"}


def test_a_new_tenant_needs_a_name_a_known_one_does_not() -> None:
    matches = match_tenants(drafts(uscc=[A, B]), known((1, "甲", None, A, None)))
    assert matches.tenants == [1, None]
    assert refusals(matches) == {1: "row-new-without-name"}
    assert matches.name_keys == [None, None]


def test_a_record_that_is_refused_already_is_left_alone() -> None:
    found = read(sheet("企业名称|统一社会信用代码|联系人|联系电话", "|  |张三|13812345678", "甲|||")).drafts
    matches = match_tenants(found, known())
    assert matches.tenants == [None, None]
    assert not matches.refused
    assert set(found.refused) == {0}


def test_figures_are_only_for_tenants_that_are_known() -> None:
    matches = match_tenants(
        drafts(SheetKind.FIGURES, name=["甲", "丁"], employees=[1, 2]), known((1, "甲", None, None, None))
    )
    assert matches.tenants == [1, None]
    assert refusals(matches) == {1: "row-tenant-unknown"}


def test_a_tenant_may_have_a_row_of_figures_for_each_period() -> None:
    first, second = Period.parse("2025Q1"), Period.parse("2025Q2")
    sheet_of_figures = Drafts(
        SheetKind.FIGURES,
        rows=(2, 3, 4),
        columns={"external_id": ["1", "1", "1"], "employees": [1, 2, 3]},
        periods=[first, second, second],
    )
    matches = match_tenants(sheet_of_figures, known((1, "甲", "1", None, None)))
    assert matches.key == "external_id"
    assert matches.tenants == [1, 1, None]
    assert refusals(matches) == {2: "row-duplicate"}


@pytest.mark.parametrize(("key", "code"), [("phone", "key-unknown"), ("uscc", "key-not-mapped")])
def test_a_key_must_be_one_and_be_in_the_sheet(key: str, code: str) -> None:
    with pytest.raises(ParseError, match=code):
        match_tenants(drafts(name=["甲"]), known(), key)


@pytest.mark.parametrize("kind", list(SheetKind))
def test_a_row_with_one_company_s_name_and_another_s_code_is_refused_naming_both(kind: SheetKind) -> None:
    there = known((1, "甲公司", "E1", A, None), (2, "乙公司", "E2", B, None), former=((2, "旧乙公司"),))
    for columns in (
        {"name": ["乙公司"], "uscc": [A]},
        {"name": ["旧乙公司"], "uscc": [A]},
        {"name": ["甲公司"], "uscc": [B], "external_id": ["E1"]},
        {"name": ["乙公司"], "uscc": [B], "external_id": ["E1"]},
    ):
        matches = match_tenants(drafts(kind, **columns), there)
        assert refusals(matches) == {0: "row-contradicts-itself"}, columns
        assert matches.tenants == [None]
        values = matches.refused[0].values
        assert {values["name"], values["other"]} == {"甲公司", "乙公司"}
    by_name = match_tenants(drafts(kind, name=["甲公司"], uscc=[B]), there, "name")
    assert refusals(by_name) == {0: "row-contradicts-itself"}


def test_a_new_name_that_nobody_else_has_is_a_rename_and_a_former_one_of_its_own_no_contradiction() -> None:
    there = known((1, "甲公司", None, A, None), (2, "乙公司", None, B, None), former=((1, "旧甲公司"),))
    matches = match_tenants(drafts(name=["新甲公司", "乙公司"], uscc=[A, B]), there)
    assert (matches.tenants, matches.refused, matches.findings) == ([1, 2], {}, [])
    assert match_tenants(drafts(name=["旧甲公司"], uscc=[A]), there).tenants == [1]


def test_two_companies_of_one_name_may_be_in_a_register_each_by_its_own_key() -> None:
    there = known((1, "甲公司", "E1", None, None), (2, "乙公司", "E2", None, None))
    columns = {"name": ["乙公司", "乙公司"], "external_id": ["E1", "E2"]}
    register = match_tenants(drafts(**columns), there)
    assert register.tenants == [1, 2]
    assert codes(register.findings) == ["name-of-another"]
    figures = match_tenants(drafts(SheetKind.FIGURES, **columns), there)
    assert refusals(figures) == {0: "row-contradicts-itself"}
