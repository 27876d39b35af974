"""Each shared relation: a form that includes it and keeps it, and one that breaks it; and figures of other forms."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crm import paths
from crm.domain.errors import DataFormatError
from crm.domain.indicators import IndicatorCatalogue, catalogue_from_tables
from crm.domain.measures import Contribution, Measured, MeasureRequest, NotReported, Population
from crm.domain.period import Period
from crm.filings.build import build
from crm.filings.checks import run_checks
from crm.filings.elsewhere import find_filed
from crm.filings.form import SumSpec
from crm.filings.form_file import form_from_table
from crm.filings.questions import Sources, requests_of
from tests.filings.samples import PARTICULARS, TORCH, healthy_tenants, label_of, little_table, shipped_filing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.domain.finding import Finding
    from crm.filings.built import Built
    from crm.filings.form import Form

YEAR = Period.parse("2018")
RELATIONS = tomllib.loads((paths.resources() / "checks" / "relations.toml").read_text("utf-8"))
MONEY = {
    "incubator_income": 100_000_00,
    "makerspace_income": 108_000_00,
    "service_income": 40_000_00,
    "property_income": 30_000_00,
    "investment_income": 20_000_00,
    "other_income": 10_000_00,
    "grants_received": 8_000_00,
    "national_project_funds": 3_000_00,
    "venture_investment": 5_000_00,
    "venture_investment_total": 5_000_00,
    "fixed_assets": 9_000_00,
    "fixed_assets_net": 9_000_00,
    "total_income": 6_000_000_00,
    "rd_expenditure": 900_000_00,
    "taxes_paid": 270_000_00,
}
AREAS = {
    "site_area": 1_000_00,
    "office_area": 100_00,
    "tenant_area": 600_00,
    "public_area": 200_00,
    "other_area": 100_00,
    "occupied_area": 360_00,
}
COUNTS = {
    "financed_tenants": 2,
    "financed_tenants_total": 2,
    "incubating_tenants": 3,
    "returnee_tenants": 3,
    "student_tenants": 3,
    "high_tech_enterprises": 3,
    "technology_smes": 3,
    "employees": 60,
    "ip_applied": 12,
    "ip_granted": 9,
    "ip_valid": 27,
    "resident_tenants": 5,
    "new_tenants": 2,
    "graduates_in_period": 1,
    "exits_in_period": 1,
    "graduates_total": 4,
    "returns_in_period": 0,
    "incubator_staff": 6,
    "professional_staff": 6,
}
BEFORE = {"resident_tenants": 5, "graduates_total": 3, "total_income": 3_000_000_00, "employees": 30}


def indicators() -> IndicatorCatalogue:
    words = {"zh": "项", "en": "Item"}
    tables: dict[str, object] = {}
    for unit, codes in (("yuan", MONEY), ("square_metre", AREAS), ("person", COUNTS)):
        for code in codes:
            common = {"nature": "stock", "definition": words, "origin": "made for tests", "verified": True}
            source = {"source": {"records": "tenants"}} if unit == "person" else {}
            tables[code] = {**words, "unit": unit, **common, **source}
    return catalogue_from_tables(tables)


def summary_form(
    *include: object,
    names: Mapping[str, str] | None = None,
    without: Sequence[str] = (),
    grown: Sequence[str] = (),
) -> Form:
    """A summary form of a year that shows every item once, of some the growth too, and includes some relations."""
    table = little_table()
    for key in ("grid", "fact", "text", "definitions", "block"):
        table.pop(key)
    items = [code for code in (*MONEY, *AREAS, *COUNTS) if code not in without]
    population = {"employees", "occupied_area", "total_income", "rd_expenditure", "taxes_paid"}
    population |= {"ip_applied", "ip_granted", "ip_valid"}
    cells = [
        {
            "sheet": "综合",
            "address": f"C{row}",
            "indicator": code,
            **({"name": names[code]} if names and code in names else {}),
            **({"population": "incubating"} if code in population else {}),
        }
        for row, code in enumerate(items, start=3)
    ]
    cells += [
        {**cell, "address": f"D{row}", "basis": "growth"}
        for row, code in enumerate(grown, start=3)
        for cell in cells
        if cell["indicator"] == code
    ]
    words = table["words"]
    assert isinstance(words, dict)
    changes = {
        "period": "year",
        "money_unit": "thousand_yuan",
        "words": {**words, "period_names": ["年度"]},
        "cell": cells,
        "include": list(include),
    }
    return form_from_table({**table, **changes}, RELATIONS)


def summary(form: Form, filings: Mapping[str, Built] | None = None, **changes: int) -> Built:
    """The summary form over sound figures with *changes*; ``before_…`` is last year's."""
    amounts = {**MONEY, **AREAS, **COUNTS, **changes}
    before = {code: changes.get(f"before_{code}", amount) for code, amount in BEFORE.items()}
    measured = {}
    for request in requests_of(form, YEAR):
        amount = (amounts if request.period == YEAR else before)[request.indicator]
        shares = tuple(
            Contribution("tenant", one, f"企业{one}", amount // 3 + (one <= amount % 3), one)
            for one in (1, 2, 3)
        )
        if request.indicator == "incubating_tenants":
            shares = tuple(Contribution("tenant", one, f"企业{one}", 1, one) for one in range(1, amount + 1))
        measured[request] = Measured(request, shares)
    sources = Sources(measured, {}, indicators(), label_of, filings=filings or {})
    return build(form, YEAR, sources=sources, particulars=PARTICULARS)


def broken(form: Form, built: Built) -> list[Finding]:
    return [finding for finding in run_checks(form, built) if finding.code.startswith("check-")]


@pytest.mark.parametrize("name", list(RELATIONS))
def test_a_sound_summary_keeps_every_relation(name: str) -> None:
    form = summary_form(name)
    assert form.checks
    assert broken(form, summary(form)) == []


def test_all_relations_together_name_no_figure_twice() -> None:
    form = summary_form(*RELATIONS)
    assert broken(form, summary(form)) == []
    assert form.sums == (
        SumSpec(
            "incubator_income", ("service_income", "property_income", "investment_income", "other_income")
        ),
        SumSpec("site_area", ("office_area", "tenant_area", "public_area", "other_area")),
    )


BREAKS: list[tuple[str, str, dict[str, int]]] = [
    ("torch-income", "check-1", {"incubator_income": 100_000_01}),
    ("torch-income", "check-1", {"other_income": 9_999_99}),
    ("makerspace-income", "check-makerspace-income", {"makerspace_income": 108_000_01}),
    ("makerspace-income", "check-makerspace-income", {"grants_received": 7_999_99}),
    ("torch-premises", "check-2", {"site_area": 999_99}),
    ("torch-grants", "check-3", {"national_project_funds": 8_000_01}),
    ("torch-financing", "check-4a", {"financed_tenants": 3}),
    ("torch-financing", "check-4b", {"venture_investment": 5_000_01}),
    ("torch-tenants", "check-8a-returnees", {"returnee_tenants": 4}),
    ("torch-tenants", "check-8a-students", {"student_tenants": 4}),
    ("torch-tenants", "check-8a-high-tech", {"high_tech_enterprises": 4}),
    ("torch-tenants", "check-8a-sme", {"technology_smes": 4}),
    ("torch-occupied", "check-9", {"occupied_area": 600_01}),
    ("torch-movement", "check-10a", {"before_resident_tenants": 6}),
    ("torch-movement", "check-10a", {"exits_in_period": 2}),
    ("torch-movement", "check-10b", {"before_graduates_total": 4}),
    ("torch-movement", "check-10c", {"new_tenants": 8, "before_resident_tenants": -1}),
    ("torch-jobs", "check-10d", {"employees": 2}),
    ("torch-assets", "check-11a", {"fixed_assets_net": 9_000_01}),
    ("torch-staff", "check-11b", {"professional_staff": 7}),
]


@pytest.mark.parametrize(("name", "code", "changes"), BREAKS)
def test_a_summary_that_breaks_a_relation_is_found(name: str, code: str, changes: dict[str, int]) -> None:
    form = summary_form(name)
    (finding,) = broken(form, summary(form, None, **changes))
    assert finding.code == code
    assert finding.where.startswith("综合!C")
    assert_worded(finding)


def assert_worded(finding: Finding) -> None:
    """The sentence and the remedy name only what the finding carries."""
    path = paths.resources() / "messages" / "checks.toml"
    message = tomllib.loads(path.read_text("utf-8"))[finding.code]
    text = " ".join([message["zh"], message["en"], *message["remedy"].values()])
    assert set(re.findall(r"\{(\w+)\}", text)) <= set(finding.values), finding.code


# ------------------------------------------------------------------------- the summary and the tenants' form


ROWS = {
    "check-8b-rows": {"incubating_tenants": 5},
    "check-8b-employees": {"employees": 61},
    "check-8b-area": {"occupied_area": 360_01},
    "check-8b-income": {"total_income": 6_003_000_00},
    "check-8b-rd": {"rd_expenditure": 903_000_00},
    "check-8b-taxes": {"taxes_paid": 267_000_00},
    "check-8b-ip-applied": {"ip_applied": 13},
    "check-8b-ip-granted": {"ip_granted": 10},
    "check-8b-ip-valid": {"ip_valid": 26},
}


def tenants_form() -> Built:
    """The Torch tenant form of three tenants in incubation and a graduate."""
    return shipped_filing(TORCH, healthy_tenants(4), period=YEAR)[1]


def test_the_summary_agrees_with_the_tenants_form_as_it_was_filed() -> None:
    form = summary_form("torch-rows")
    built = summary(form, {"torch-tenant": tenants_form()})
    assert built.elsewhere["tenants_employees"].place == "企业情况表!Z7"
    assert (built.elsewhere["tenants_income"].value, built.elsewhere["tenants_income"].rows) == (6_000, 3)
    assert broken(form, built) == []
    slight = summary(form, {"torch-tenant": tenants_form()}, total_income=6_001_400_00)
    assert broken(form, slight) == [], "three rows in whole thousands may hide up to 1,500 yuan"


@pytest.mark.parametrize("code", list(ROWS))
def test_a_summary_that_the_filed_rows_do_not_come_to_is_found(code: str) -> None:
    form = summary_form("torch-rows")
    (finding,) = broken(form, summary(form, {"torch-tenant": tenants_form()}, **ROWS[code]))
    assert finding.code == code
    assert_worded(finding)


def test_every_relation_has_a_summary_that_breaks_it() -> None:
    codes = {check["code"] for relation in RELATIONS.values() for check in relation["check"]}
    assert codes == {code for _, code, _ in BREAKS} | set(ROWS) | {"check-s1"}


def test_a_figure_that_changed_by_more_than_half_is_found_in_its_growth_and_no_sum_since_the_beginning() -> (
    None
):
    grown = ("total_income", "employees", "graduates_total")
    form = summary_form("torch-change", grown=grown)
    built = summary(form, total_income=4_530_000_00, graduates_total=9, employees=45)
    (finding,) = broken(form, built)
    assert (finding.code, finding.where, finding.values["growth"]) == ("check-s1", "综合!D3", "51")
    assert_worded(finding)


def test_a_figure_is_found_by_its_question_first() -> None:
    other = tenants_form()
    asked = MeasureRequest("employees", YEAR, population=Population.INCUBATING_OR_GRADUATED)
    found = find_filed(other, Measured(asked, ()))
    assert found is not None
    assert (found.place, found.value, found.rows) == ("企业情况表!Z11", 80, 1)


def test_what_another_form_does_not_show_is_not_found() -> None:
    other = tenants_form()
    nobody = Measured(MeasureRequest("employees", YEAR), (), (NotReported("tenant", 99, "别家"),))
    assert find_filed(other, nobody) is None
    grouped = replace(nobody.request, within=(("technology_field", ("biomedicine",)),))
    assert find_filed(other, Measured(grouped, ())) is None
    events = Measured(MeasureRequest("events_held", YEAR), (Contribution("event", 1, "路演", 1),))
    assert find_filed(other, events) is None
    assert find_filed(replace(other, blocks=()), events) is None
    unreported = shipped_filing(TORCH, healthy_tenants(1, figures={"employees": None}), period=YEAR)[1]
    asked = MeasureRequest("employees", YEAR, population=Population.INCUBATING_OR_GRADUATED)
    assert find_filed(unreported, Measured(asked, ())) is None
    empty = shipped_filing(TORCH, [], period=YEAR)[1]
    count = find_filed(empty, Measured(MeasureRequest("incubating_tenants", YEAR), ()))
    assert count is not None
    assert (count.place, count.value) == ("企业情况表", 0)


# ------------------------------------------------------------------------------------------- including


def test_a_form_that_calls_a_figure_otherwise_says_so_and_the_sentence_is_the_same() -> None:
    own = {"incubator_staff": "people", "graduates_total": "alumni", "resident_tenants": "residents"}
    form = summary_form(
        {"set": "torch-staff", "names": {"incubator_staff": "people"}},
        {
            "set": "torch-movement",
            "names": {
                "graduates_total": "alumni",
                "resident_tenants": "residents",
                "residents_before": "earlier",
            },
        },
        names=own,
    )
    assert {fact.name for fact in form.facts} == {"earlier", "returns_in_period", "graduates_before"} - {
        "returns_in_period"
    }
    (finding,) = broken(form, summary(form, professional_staff=7))
    assert finding.values["incubator_staff"] == "6"
    assert_worded(finding)
    found = broken(form, summary(form, graduates_total=9))
    assert [one.code for one in found] == ["check-10b"]
    assert_worded(found[0])


def test_a_relation_over_what_the_form_does_not_have_is_refused() -> None:
    with pytest.raises(DataFormatError, match="expression-name-unknown") as caught:
        summary_form("torch-assets", without=["fixed_assets_net"])
    assert caught.value.values["where"] == "relations.torch-assets.check[0].expression"
    assert caught.value.values["value"] == "fixed_assets_net"


@pytest.mark.parametrize(
    ("include", "code"),
    [
        (["torch-nothing"], "data-value-unknown"),
        ([3], "data-text-missing"),
        ([{"names": {}}], "data-text-missing"),
        (["torch-income", "torch-income"], "data-twice"),
        ("torch-income", "data-not-a-table"),
    ],
)
def test_an_include_with_a_mistake_is_refused(include: object, code: str) -> None:
    table = {**little_table(), "include": include}
    with pytest.raises(DataFormatError, match=code):
        form_from_table(table, {"torch-income": {"check": [SOUND]}})


SOUND: Mapping[str, object] = {
    "code": "check-x",
    "scope": "form",
    "expression": "employees >= 0",
    "severity": "error",
    "source": "made for tests",
    "verified": True,
}


def test_an_included_relation_without_marks_and_one_that_is_no_expression() -> None:
    form = form_from_table({**little_table(), "include": ["a"]}, {"a": {"check": [SOUND]}})
    assert [check.code for check in form.checks] == ["check-x"]
    with pytest.raises(DataFormatError, match="expression-not-understood"):
        form_from_table(
            {**little_table(), "include": ["a"]}, {"a": {"check": [{**SOUND, "expression": "a <"}]}}
        )
