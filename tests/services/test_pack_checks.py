"""The checks of the registers and of the incubator's own forms: each is broken by a filing that is not true."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from crm import paths
from crm.domain.measures import Contribution
from crm.filings.checks import run_checks

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.domain.finding import Finding
    from crm.filings.built import Built, BuiltColumn
    from crm.services.filings import BuiltFiling

MUCH = 9_000_000_000
FIGURES = [
    ("zone-tenants", "resident_tenants", "check-8b-residents"),
    ("zone-events", "events_held", "check-8b-events"),
    ("zone-events", "event_attendances", "check-8b-events"),
    ("zone-graduates", "graduate_hires", "check-8b-hires"),
    ("zone-rights", "ip_rights_valid", "check-8b-rights"),
    ("zone-financings", "financings", "check-8b-deals"),
    ("zone-titles", "qualifications_granted", "check-8b-titles"),
    ("shanxi-incubator", "planned_area", "check-8b-annexes"),
    ("shanxi-incubator", "staff_college", "check-part-staff"),
    ("torch-makerspace", "makerspace_income", "check-makerspace-income"),
    ("tax-property", "own_area", "check-tax-area"),
    ("tax-property", "subject_area", "check-tax-subjects"),
    ("tax-property", "others_area", "check-tax-others"),
]
"""A figure that is more than its records, and the check that says so."""
ROWS = [
    ("zone-rights", "granted", "applied_on", date(2030, 1, 1), "check-7b-right"),
    ("zone-financings", "deals", "financing_paid_in", MUCH, "check-paid-in"),
    ("zone-titles", "valid", "until_on", date(1999, 1, 1), "check-title-dates"),
]


def raised(built: Built, indicator: str) -> Built:
    """The filing with more of *indicator* than there are records."""
    more = Contribution("nothing", 1, "多出来的", MUCH)
    figures = {
        request: replace(one, contributions=(*one.contributions, more))
        if request.indicator == indicator
        else one
        for request, one in built.figures.items()
    }
    singles = tuple(
        replace(cell, amount=(cell.amount or 0) + MUCH) if cell.indicator == indicator else cell
        for cell in built.singles
    )
    return replace(built, figures=figures, singles=singles)


def with_value(built: Built, block_id: str, column_id: str, value: date | int) -> Built:
    """The filing with another value in every row of a column."""

    def changed(column: BuiltColumn) -> BuiltColumn:
        count = len(column.values)
        if isinstance(value, int):
            return replace(column, values=(Decimal(value),) * count, amounts=(value,) * count)
        return replace(column, values=(value,) * count)

    blocks = tuple(
        replace(
            block,
            columns=tuple(changed(one) if one.id == column_id else one for one in block.columns),
        )
        if block.id == block_id
        else block
        for block in built.blocks
    )
    return replace(built, blocks=blocks)


def require_worded(finding: Finding) -> None:
    path = paths.resources() / "messages" / "checks.toml"
    message = tomllib.loads(path.read_text("utf-8"))[finding.code]
    named = set(re.findall(r"\{(\w+)\}", f"{message['zh']} {message['en']}"))
    assert named <= set(finding.values)


@pytest.mark.parametrize(("form", "indicator", "code"), FIGURES)
def test_a_figure_that_is_not_the_sum_of_its_rows_is_found(
    golden_filing: Callable[[str], BuiltFiling], form: str, indicator: str, code: str
) -> None:
    filing = golden_filing(form)
    found = {finding.code: finding for finding in run_checks(filing.form, raised(filing.built, indicator))}
    require_worded(found[code])
    assert code not in {finding.code for finding in filing.findings}


@pytest.mark.parametrize(("form", "block", "column", "value", "code"), ROWS)
def test_a_record_that_contradicts_itself_is_found(
    golden_filing: Callable[[str], BuiltFiling],
    form: str,
    block: str,
    column: str,
    value: date | int,
    code: str,
) -> None:
    filing = golden_filing(form)
    found = {
        finding.code: finding
        for finding in run_checks(filing.form, with_value(filing.built, block, column, value))
    }
    require_worded(found[code])
    assert found[code].values["tenant"] in filing.built.block(block).names
