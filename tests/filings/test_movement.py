"""Why a figure changed: the parts of all who moved it add up to the change, whatever happened."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.measures import Contribution, Measured, MeasureRequest, NotReported, Population
from crm.domain.period import Period
from crm.filings.form import Basis
from crm.filings.movement import (
    Change,
    Compared,
    Movement,
    Mover,
    figures_compared,
    groups_of,
    movers_of,
    subject_of,
)
from tests.filings.samples import Tenant, little_filing

if TYPE_CHECKING:
    from collections.abc import Mapping

REQUEST = MeasureRequest("total_income", Period.parse("2026Q3"), population=Population.INCUBATING)
BUILT = little_filing([Tenant(1, "甲", figures={"total_income": 100, "employees": 1})])
THEN = replace(REQUEST, period=Period.parse("2025Q3"))


def measured(
    request: MeasureRequest, amounts: Mapping[int, int], *, missing: tuple[int, ...] = (), lacking: str = ""
) -> Measured:
    """A figure to which tenants (ids) contribute; tenant 0 stands for a record that is nobody's."""
    return Measured(
        request,
        tuple(
            Contribution("tenant" if one else "event", one or 77, str(one), amount, one or None)
            for one, amount in amounts.items()
        ),
        tuple(NotReported("tenant", one, str(one), (lacking,) if lacking else (), one) for one in missing),
    )


def moves(compared: Compared) -> dict[int, tuple[Movement, int]]:
    return {mover.id: (mover.movement, mover.amount) for mover in movers_of(compared)}


def test_each_way_to_move_a_figure_has_its_name() -> None:
    compared = Compared(
        measured(REQUEST, {1: 10, 3: 7, 4: 2, 5: 9, 8: 4}, missing=(6,)),
        measured(THEN, {2: 20, 3: 5, 4: 6, 6: 3, 7: 8, 8: 4}, missing=(5,)),
        present=frozenset({1, 3, 4, 5, 6, 7, 8}),
        present_before=frozenset({2, 3, 4, 5, 6, 7, 8}),
    )
    assert moves(compared) == {
        1: (Movement.ENTERED, 10),
        2: (Movement.LEFT, -20),
        3: (Movement.GREW, 2),
        4: (Movement.SHRANK, -4),
        5: (Movement.FIRST_REPORTED, 9),
        6: (Movement.NOT_REPORTED, -3),
        7: (Movement.SHRANK, -8),
    }
    assert [mover.id for mover in movers_of(compared)][:3] == [2, 1, 5]


def test_who_was_there_with_nothing_has_grown_and_who_reported_in_part_is_not_missing() -> None:
    compared = Compared(
        measured(REQUEST, {1: 10}),
        measured(THEN, {}, missing=(1,), lacking="202507"),
        present=frozenset({1}),
        present_before=frozenset({1}),
    )
    assert moves(compared) == {1: (Movement.GREW, 10)}


def test_records_of_nobody_stand_together() -> None:
    compared = Compared(measured(REQUEST, {0: 5}), measured(THEN, {0: 2}))
    assert movers_of(compared) == (Mover("event", 0, Movement.OWN, 2, 5),)


def test_what_was_corrected_since_last_year_was_filed_stands_apart() -> None:
    compared = Compared(
        measured(REQUEST, {1: 150}),
        measured(THEN, {1: 120}),
        measured(THEN, {1: 100}),
        present=frozenset({1}),
        present_before=frozenset({1}),
    )
    assert compared.before == 100
    assert compared.change == 50
    assert [(one.movement, one.amount) for one in movers_of(compared)] == [
        (Movement.GREW, 30),
        (Movement.CORRECTED, 20),
    ]


AMOUNTS = st.dictionaries(st.integers(0, 8), st.integers(-(10**6), 10**6), max_size=9)
TENANTS = st.frozensets(st.integers(1, 8))


@given(AMOUNTS, AMOUNTS, st.none() | AMOUNTS, TENANTS, TENANTS)
def test_the_parts_always_add_up_to_the_change(
    now: dict[int, int],
    then: dict[int, int],
    filed: dict[int, int] | None,
    present: frozenset[int],
    present_before: frozenset[int],
) -> None:
    compared = Compared(
        measured(REQUEST, now, missing=(1, 2)),
        measured(THEN, then, missing=(2, 3)),
        None if filed is None else measured(THEN, filed),
        present,
        present_before,
    )
    movers = movers_of(compared)
    parts = sum(mover.amount for mover in movers)
    assert parts == (compared.now.value or 0) - (compared.before or 0)
    assert compared.change in {None, parts}
    assert all(mover.amount for mover in movers)
    assert sum(group.amount for group in groups_of(movers)) == parts


def test_movers_are_grouped_by_what_they_did_and_in_which_direction() -> None:
    movers = (
        Mover("tenant", 1, Movement.CORRECTED, 0, 9),
        Mover("tenant", 2, Movement.GREW, 0, 5),
        Mover("tenant", 3, Movement.CORRECTED, 4, 0),
        Mover("tenant", 4, Movement.GREW, 1, 7),
    )
    groups = groups_of(movers)
    assert [(group.movement, group.amount) for group in groups] == [
        (Movement.GREW, 11),
        (Movement.CORRECTED, 9),
        (Movement.CORRECTED, -4),
    ]
    assert [mover.id for mover in groups[0].movers] == [2, 4]


@pytest.mark.parametrize(
    ("before", "after", "beyond"),
    [
        (100, 130, False),
        (100, 131, True),
        (100, 69, True),
        (100, 70, False),
        (0, 1, True),
        (-5, 5, True),
        (0, 0, False),
        (None, 5, False),
        (5, None, False),
    ],
)
def test_a_change_beyond_the_limit_is_to_be_explained(
    before: int | None, after: int | None, beyond: bool
) -> None:
    cell = BUILT.singles[0]
    change = Change("x", REQUEST, (cell,), before, after, (), limit=30)
    assert change.is_beyond is beyond
    assert (change.change is None) is (before is None or after is None)
    assert change.unit == cell.unit


def test_figures_of_the_period_and_the_year_are_compared_and_nothing_else() -> None:
    found = figures_compared(BUILT)
    assert {cell.basis for cells in found.values() for cell in cells} == {Basis.PERIOD, Basis.YEAR_TO_DATE}
    income = next(cells for request, cells in found.items() if request.indicator == "total_income")
    assert [cell.live for cell in income] == [False, True]  # the single cell, and the total of the rows


def test_a_total_of_rows_over_another_population_is_left_out() -> None:
    block, *others = BUILT.blocks
    columns = tuple(
        replace(column, basis=Basis.YEAR_TO_DATE) if column.has_total else column for column in block.columns
    )
    spoilt = replace(BUILT, blocks=(replace(block, columns=columns), *others))
    assert not any(cell.live for cells in figures_compared(spoilt).values() for cell in cells)


def test_the_subject_of_an_explanation_says_whose_figure_and_whether_to_date() -> None:
    period = REQUEST.period
    assert subject_of(REQUEST, period) == "total_income.incubating"
    assert subject_of(replace(REQUEST, to_date=True), period) == "total_income.incubating.to_date"
    month = replace(REQUEST, period=Period.parse("2026-08"))
    assert subject_of(month, period) == "total_income.incubating.month8"
