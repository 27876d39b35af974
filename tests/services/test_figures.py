"""Figures: asked with their rows, by groups, from the cache, and put in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import NotFoundError
from crm.domain.lifecycle import Stage
from crm.domain.measures import MeasureRequest, Population
from crm.domain.period import Period
from crm.services.figures import Figure, FigureCache, answer, answer_groups, put_figures
from crm.services.operation import undo
from crm.services.tenants import add_tenant

if TYPE_CHECKING:
    from crm.services.library import Library
    from crm.services.operation import Workplace

Q1, Q2 = Period.parse("2025Q1"), Period.parse("2025Q2")
INCOME = MeasureRequest("total_income", Q1)


def three_tenants(workplace: Workplace, library: Library) -> list[int]:
    """Three incubating tenants, two of one field and one of another."""
    ids: list[int] = []
    for name, field in (("甲", "new_materials"), ("乙", "new_materials"), ("丙", "electronic_information")):
        changes = add_tenant(
            workplace,
            library,
            {"name": name, "technology_field": field},
            stage=Stage.INCUBATING,
            on=date(2024, 1, 1),
        )
        ids += changes.tenants
    return ids


def income(tenant_id: int, value: int | None, period: Period = Q1) -> Figure:
    return Figure(tenant_id, "total_income", period, value)


def test_a_figure_comes_with_its_rows_and_with_who_has_not_reported(
    workplace: Workplace, library: Library
) -> None:
    one, two, three = three_tenants(workplace, library)
    put_figures(workplace, library, [income(one, 100), income(three, 50)])
    measured = answer(workplace, library, INCOME)
    assert measured.value == 150
    assert [(row.label, row.amount) for row in measured.contributions] == [("甲", 100), ("丙", 50)]
    assert [one.id for one in measured.missing] == [two]
    narrowed = answer(workplace, library, INCOME, where={"technology_field": "new_materials"})
    assert narrowed.value == 100


def test_groups_add_up_to_the_figure(workplace: Workplace, library: Library) -> None:
    one, two, three = three_tenants(workplace, library)
    put_figures(workplace, library, [income(one, 100), income(two, 20), income(three, 50)])
    groups = answer_groups(workplace, library, INCOME, by="technology_field")
    assert {group.key: (group.value, group.contributions) for group in groups} == {
        "new_materials": (120, 2),
        "electronic_information": (50, 1),
    }
    with pytest.raises(NotFoundError, match="dimension-unknown"):
        answer_groups(workplace, library, INCOME, by="colour")


def test_a_blank_takes_a_figure_away_and_is_not_zero(workplace: Workplace, library: Library) -> None:
    one, two, _ = three_tenants(workplace, library)
    put_figures(workplace, library, [income(one, 100), income(two, 0)])
    put_figures(workplace, library, [income(one, None), income(two, None, Q2)])
    measured = answer(workplace, library, INCOME)
    assert [row.id for row in measured.contributions] == [two]
    assert measured.value == 0
    undo(workplace)
    assert answer(workplace, library, INCOME).value == 100


def test_a_figure_of_an_unknown_indicator_is_not_put_in(workplace: Workplace, library: Library) -> None:
    (one, *_) = three_tenants(workplace, library)
    with pytest.raises(NotFoundError, match="indicator-unknown"):
        put_figures(workplace, library, [Figure(one, "nonsense", Q1, 1)])


def test_the_cache_never_answers_with_yesterday(workplace: Workplace, library: Library) -> None:
    one, two, _ = three_tenants(workplace, library)
    cache = FigureCache(workplace, library)
    counted = MeasureRequest("incubating_tenants", Q1, population=Population.ANYBODY)
    assert cache.value(INCOME) == (None, 0)
    assert cache.value(counted) == (3, 3)
    put_figures(workplace, library, [income(one, 100)])
    assert cache.value(INCOME) == (100, 1)
    assert cache.value(INCOME) == (100, 1)
    assert cache.value(INCOME, where={"technology_field": "electronic_information"}) == (None, 0)
    put_figures(workplace, library, [income(two, 11)])
    groups = cache.groups([INCOME], by="technology_field")
    assert [(group.key, group.value) for group in groups[INCOME]] == [("new_materials", 111)]
    assert cache.groups([INCOME], by="technology_field") == groups
    undo(workplace)
    assert cache.value(INCOME) == (100, 1)
