"""What a filing says otherwise where none of its cells does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from crm.domain.quantity import unit_named
from crm.domain.wording import Words
from crm.filings.beside_cells import Beside, differs_beside
from crm.filings.built import Elsewhere
from crm.filings.compare import compare
from crm.filings.record import fingerprint
from tests.filings.samples import PARTICULARS, Tenant, little_filing, little_form, little_table

if TYPE_CHECKING:
    from crm.filings.built import Built

TENANTS = [
    Tenant(
        1,
        "甲企业",
        figures={"total_income": 10_000_00, "employees": 5},
        fields={"moved_in_on": date(2024, 5, 1)},
    ),
    Tenant(2, "乙企业", figures={"total_income": 20_000_00, "employees": None}),
]
FILED = little_filing(TENANTS)


def beside(now: Built) -> tuple[Beside, ...]:
    """What is otherwise beside the cells; that no cell is, and that the fingerprint sees it."""
    assert compare(FILED, now) == ()
    assert fingerprint(FILED) != fingerprint(now)
    return differs_beside(FILED, now)


def test_the_same_rows_in_another_order_are_another_sheet() -> None:
    table = little_table()
    for block in table["block"]:  # type: ignore[attr-defined]
        block["order"] = ["name"]
    now = little_filing(TENANTS, form=little_form(block=table["block"]))
    assert now.block("tenants").tenants == FILED.block("tenants").tenants[::-1]
    assert beside(now) == (Beside.ORDER,)


def test_who_signs_is_told_and_the_day_is_not() -> None:
    later = replace(PARTICULARS, filled_on=date(2027, 1, 1))
    assert fingerprint(little_filing(TENANTS, particulars=later)) == fingerprint(FILED)
    assert beside(little_filing(TENANTS, particulars=replace(later, phone="0350"))) == (Beside.TEXTS,)


def test_a_record_of_another_name_is_told_where_no_cell_shows_it() -> None:
    figures = {
        request: replace(
            figure,
            contributions=tuple(share._replace(label=f"{share.label}一") for share in figure.contributions),
        )
        for request, figure in FILED.figures.items()
    }
    assert beside(replace(FILED, figures=figures)) == (Beside.NAMES,)


def test_who_has_not_reported_is_told_where_the_figure_is_the_same() -> None:
    figures = {request: replace(figure, missing=()) for request, figure in FILED.figures.items()}
    assert beside(replace(FILED, figures=figures)) == (Beside.MISSING,)


def test_what_an_indicator_means_and_what_others_filed_is_told() -> None:
    reworded = {
        code: replace(one, origin=Words("新文件", "A new rule")) for code, one in FILED.definitions.items()
    }
    filed = Elsewhere("other", 2026, "表!A1", Decimal(3), unit_named("person"))
    now = replace(FILED, definitions=reworded, elsewhere={"before": filed})
    assert beside(now) == (Beside.DEFINITIONS, Beside.OTHERS)


def test_what_is_left_is_the_form() -> None:
    assert beside(replace(FILED, facts={})) == (Beside.FORM,)
