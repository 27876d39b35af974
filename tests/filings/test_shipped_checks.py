"""Each relation of the shipped forms: a filing that keeps them all, and for each one that breaks it."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest

import crm.filings
from crm import paths
from crm.domain.finding import Finding, Severity
from crm.filings.checks import run_checks
from tests.filings.samples import (
    TORCH,
    ZONE,
    healthy_tenants,
    shipped_filing,
    shipped_folders,
    shipped_form,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

Figures: TypeAlias = "Mapping[str, int | None]"
Fields: TypeAlias = "Mapping[str, str | bool | date | None]"

THOUSAND = 1_000_00
RELATIONS = {
    check["code"]
    for relation in tomllib.loads((paths.resources() / "checks/relations.toml").read_text("utf-8")).values()
    for check in relation["check"]
}
"""Relations for forms to include; `test_relations` breaks each."""
OWN = {"check-own-total", "check-own-part", "check-own-formula", "check-own-compulsory", "check-own-written"}
"""Those of forms that are bound from a blank; `services/test_form_checks` breaks them."""
SAME_CODE = "91140700MA0K000002"


def broken(
    folder: str,
    *,
    figures: Figures | None = None,
    fields: Fields | None = None,
    earlier: Figures | None = None,
    counts: Mapping[str, int] | None = None,
    tenants: int = 3,
) -> list[Finding]:
    rows = healthy_tenants(tenants, figures=figures, fields=fields, earlier=earlier)
    return run_checks(*shipped_filing(folder, rows, counts=counts))


def codes(findings: list[Finding]) -> set[str]:
    return {finding.code for finding in findings if finding.code.startswith("check-")}


@pytest.mark.parametrize("folder", [ZONE, TORCH])
def test_a_sound_filing_breaks_no_relation(folder: str) -> None:
    assert codes(broken(folder)) == set()


ROWS_OF_TORCH: list[tuple[str, Figures, Fields]] = [
    ("check-5a-doctors", {"doctors": 21, "college": None}, {}),
    ("check-5a-college", {"college": 21}, {}),
    ("check-5a-returnees", {"returnees": 21}, {}),
    ("check-5a-thousand-talents", {"thousand_talents": 21}, {}),
    ("check-5b", {"doctors": 16}, {}),
    ("check-5c", {"fresh_graduates": 4, "college": 3}, {}),
    ("check-6a", {"ip_granted_invention": 4}, {}),
    ("check-6b", {"ip_valid": 7}, {}),
    ("check-7a", {}, {"graduated": True}),
    ("check-7a", {}, {"graduated_on": date(2018, 5, 1)}),
    ("check-7b", {}, {"moved_in_on": date(2016, 5, 31)}),
    ("check-7b", {}, {"graduated": True, "graduated_on": date(2019, 1, 1)}),
    (
        "check-10d-tenant",
        {"employees": 0, "college": 0, "doctors": 0, "returnees": 0, "fresh_graduates": 0},
        {},
    ),
    ("check-s2", {"rd_expenditure": 2_000_001_00}, {}),
    ("check-s3", {"taxes_paid": 2_000_001_00}, {}),
    ("check-s4", {"total_income": 100_001 * THOUSAND}, {}),
    ("check-s5", {"fresh_graduates": 11}, {}),
    ("check-s6", {}, {"founded_on": date(2014, 11, 1)}),
    ("check-s7", {}, {"moved_in_on": date(2014, 11, 30), "founded_on": date(2014, 1, 1)}),
    (
        "check-s7",
        {},
        {"moved_in_on": date(2013, 11, 30), "founded_on": None, "technology_field": "biomedicine"},
    ),
    ("check-s8", {}, {"uscc": SAME_CODE}),
    ("check-s9", {"registered_capital_at_founding": 9_999_00}, {}),
]


@pytest.mark.parametrize(("code", "figures", "fields"), ROWS_OF_TORCH)
def test_a_row_of_the_torch_form_breaks_its_relation_and_no_other(
    code: str, figures: Figures, fields: Fields
) -> None:
    earlier = {name: amount for name, amount in figures.items() if name in {"total_income", "employees"}}
    findings = broken(TORCH, figures=figures, fields=fields, earlier=earlier)
    assert codes(findings) == {code}


@pytest.mark.parametrize(
    ("figures", "fields"),
    [
        ({"fresh_graduates": 10}, {}),
        ({"rd_expenditure": 2_000_000_00, "taxes_paid": 2_000_000_00}, {}),
        ({"doctors": 15, "ip_valid": 8, "ip_granted_invention": 3}, {}),
        ({"total_income": 100_000 * THOUSAND}, {}),
        ({"registered_capital_at_founding": 10_000_00}, {}),
        ({}, {"moved_in_on": date(2014, 12, 1), "founded_on": date(2012, 12, 1)}),
        (
            {},
            {"moved_in_on": date(2013, 12, 1), "founded_on": None, "technology_field": "modern_agriculture"},
        ),
        (
            {},
            {
                "graduated": True,
                "graduated_on": date(2018, 12, 31),
                "moved_in_on": date(2011, 1, 1),
                "founded_on": None,
            },
        ),
        ({"total_income": None, "employees": None, "college": None}, {"moved_in_on": None}),
    ],
)
def test_a_row_at_the_very_limit_is_no_finding(figures: Figures, fields: Fields) -> None:
    earlier = {name: amount for name, amount in figures.items() if name in {"total_income", "employees"}}
    assert codes(broken(TORCH, figures=figures, fields=fields, earlier=earlier)) == set()


@pytest.mark.parametrize(
    ("earlier", "code"),
    [
        ({"total_income": 1_333_333_00}, "check-s1-income"),
        ({"total_income": 4_000_001_00}, "check-s1-income"),
        ({"employees": 41}, "check-s1-employees"),
        ({"total_income": 1_333_334_00, "employees": 40}, ""),
        ({"total_income": 0, "employees": None}, ""),
    ],
)
def test_a_large_change_on_last_year_needs_a_reason(earlier: Figures, code: str) -> None:
    assert codes(broken(TORCH, earlier=earlier)) == ({code} if code else set())


def test_a_tenant_that_moved_in_last_year_is_not_asked_why_it_grew() -> None:
    earlier = {"total_income": 1_000_00, "employees": 1}
    moved_in = {"moved_in_on": date(2017, 3, 1)}
    assert codes(broken(TORCH, earlier=earlier, fields=moved_in)) == set()


ROWS_OF_ZONE: list[tuple[str, Figures, Fields]] = [
    ("check-5a-college", {"college": 21}, {}),
    ("check-5a-fresh-graduates", {"fresh_graduates": 21, "college": None}, {}),
    ("check-5c", {"fresh_graduates": 4, "college": 3}, {}),
    ("check-6b-invention", {"ip_valid_invention": 10}, {}),
    ("check-7b-entry", {}, {"moved_in_on": date(2018, 4, 1), "founded_on": None}),
    ("check-s2", {"rd_expenditure": 2_000_001_00}, {}),
    ("check-s3", {"taxes_paid": 2_000_001_00}, {}),
    ("check-s4", {"total_income": 10_001 * 10 * THOUSAND}, {}),
    ("check-s5", {"fresh_graduates": 11}, {}),
    ("check-s6", {}, {"founded_on": date(2014, 11, 1)}),
    ("check-s7", {}, {"moved_in_on": date(2014, 2, 28), "founded_on": None}),
    ("check-s8", {}, {"uscc": SAME_CODE}),
]


@pytest.mark.parametrize(("code", "figures", "fields"), ROWS_OF_ZONE)
def test_a_row_of_the_zones_report_breaks_its_relation(code: str, figures: Figures, fields: Fields) -> None:
    findings = broken(ZONE, figures=figures, fields=fields, earlier=figures)
    others = codes(findings) - {code}
    assert code in codes(findings)
    assert others <= {"check-s5"}
    (finding,) = [one for one in findings if one.code == code][:1]
    assert finding.where.startswith("在孵企业明细!")
    assert finding.values["tenant"] == "示例企业1"


def test_nobody_employed_is_an_error_of_the_form_and_a_warning_of_the_row() -> None:
    none = {"employees": 0, "college": 0, "fresh_graduates": 0}
    findings = broken(ZONE, figures=none, earlier=none, tenants=1, counts={"incubating_tenants": 1})
    assert codes(findings) == {"check-10d", "check-10d-tenant"}
    unreported = {"employees": None, "college": None, "fresh_graduates": None}
    findings = broken(ZONE, figures=unreported, earlier=unreported, counts={"incubating_tenants": 3})
    assert codes(findings) == set()


@pytest.mark.parametrize(
    ("code", "counts"),
    [
        ("check-8a-high-tech", {"high_tech_enterprises": 4}),
        ("check-8a-sme", {"technology_smes": 4}),
        ("check-8b-tenants", {"incubating_tenants": 2}),
        ("check-8b-entered", {"new_tenants": 2, "residents_before": 4}),
        ("check-8b-left", {"exits_in_period": 1, "residents_before": 6}),
        ("check-10a", {"residents_before": 4}),
        ("check-10b", {"graduates_before": 4}),
    ],
)
def test_counts_that_do_not_agree_are_found(code: str, counts: Mapping[str, int]) -> None:
    assert codes(broken(ZONE, counts=counts)) == {code}


def test_more_entries_than_residents_and_leavers_are_found() -> None:
    counts = {"new_tenants": 7, "residents_before": 0}
    assert codes(broken(ZONE, counts=counts)) == {"check-8b-entered", "check-10c", "check-10a"}


def test_a_change_of_more_than_half_on_last_year_is_found_in_the_growth_cell() -> None:
    earlier = {"total_income": 8_000_001_00}
    findings = broken(ZONE, earlier=earlier, tenants=1, counts={"incubating_tenants": 1})
    (finding,) = [one for one in findings if one.code.startswith("check-")]
    assert (finding.code, finding.where) == ("check-s1", "综合情况!G19")
    assert finding.values["growth"] == "-75"


# ------------------------------------------------------------------------------------------- sentences


def messages(name: str) -> dict[str, dict[str, object]]:
    path = paths.resources() / "messages" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def sentences(message: Mapping[str, object]) -> str:
    remedy = message.get("remedy", {})
    assert isinstance(remedy, dict)
    return " ".join(map(str, (message["zh"], message["en"], *remedy.values())))


def test_every_check_has_its_sentences_and_every_sentence_its_check() -> None:
    worded = messages("checks")
    checks = [check for folder in shipped_folders() for check in shipped_form(folder).checks]
    assert {check.code for check in checks} | RELATIONS | OWN == set(worded)
    for check in checks:
        assert worded[check.code]["severity"] == check.severity.code
        assert worded[check.code]["remedy"]
        assert check.severity is not Severity.INFO


def all_broken() -> list[list[Finding]]:
    return [
        *(broken(TORCH, figures=figures, fields=fields) for _, figures, fields in ROWS_OF_TORCH),
        *(broken(ZONE, figures=figures, fields=fields) for _, figures, fields in ROWS_OF_ZONE),
        broken(TORCH, earlier={"total_income": 1, "employees": 1}),
        broken(TORCH, figures={"fresh_graduates": 21, "college": 25}),
        broken(ZONE, counts={"high_tech_enterprises": 9, "technology_smes": 9, "incubating_tenants": 2}),
        broken(ZONE, counts={"new_tenants": 70, "exits_in_period": 9, "graduates_before": 9}),
        broken(ZONE, figures=dict.fromkeys(("employees", "college", "fresh_graduates"), 0), tenants=1),
    ]


def test_sentences_name_only_values_that_their_findings_carry() -> None:
    worded = {**messages("checks"), **messages("filing")}
    seen = set()
    for findings in all_broken():
        for finding in findings:
            seen.add(finding.code)
            named = set(re.findall(r"\{(\w+)\}", sentences(worded[finding.code])))
            assert named <= {"where", *finding.values}, finding.code
    shipped = {check.code for folder in (TORCH, ZONE) for check in shipped_form(folder).checks}
    assert seen >= shipped - {"check-8b"}


def test_every_code_of_the_package_has_its_sentences() -> None:
    folder = Path(crm.filings.__file__).parent
    code = r'"((?:filing|formula|record|expression|data|form|cell|column|block)-[a-z-]+)"'
    written = {found for path in folder.glob("*.py") for found in re.findall(code, path.read_text("utf-8"))}
    worded: set[str] = set()
    for path in (paths.resources() / "messages").glob("*.toml"):
        worded |= set(tomllib.loads(path.read_text(encoding="utf-8")))
    assert len(written) > 40
    assert written <= worded
