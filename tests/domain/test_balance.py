"""Rounding that adds up: a thousand random tables, and the small ones that show how it is done."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.domain.balance import Balanced, Sum, balance
from crm.domain.balance_network import independent
from crm.domain.quantity import round_plainly

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

QUANTUM = 10_000


class Table:
    """A table in the making: amounts, and the sums among them."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.amounts: list[int] = []
        self.sums: list[Sum] = []

    def part(self, amount: int | None = None) -> int:
        """A figure of its own: often zero, often just at a half, sometimes negative."""
        kind = self.dice.random()
        drawn = int(self.dice.choice((1, 1, 1, -1)) * 10 ** self.dice.uniform(1, 7))
        if kind < 0.3:
            drawn = self.dice.choice((0, 0, 5_000, 15_000, -5_000))
        self.amounts.append(drawn if amount is None else amount)
        return len(self.amounts) - 1

    def total(self, parts: Sequence[int]) -> int:
        """The total of *parts*."""
        self.amounts.append(sum(self.amounts[part] for part in parts))
        self.sums.append(Sum(len(self.amounts) - 1, tuple(parts)))
        return len(self.amounts) - 1

    def tree(self, depth: int) -> int:
        """Totals within totals."""
        if not depth or self.dice.random() < 0.2:
            return self.part()
        return self.total([self.tree(depth - 1) for _ in range(self.dice.randint(1, 5))])

    def matrix(self, height: int, width: int) -> int:
        """Rows and columns with both margins and their total."""
        cells = [[self.part() for _ in range(width)] for _ in range(height)]
        rows = [self.total(row) for row in cells]
        columns = [self.total([row[index] for row in cells]) for index in range(width)]
        corner = self.total(rows)
        self.sums.append(Sum(corner, tuple(columns)))
        return corner

    def blocks(self, number: int, width: int) -> None:
        """Blocks whose rows have a total, and a summary sheet that adds up the blocks."""
        totals = []
        for _ in range(number):
            rows = [[self.part() for _ in range(width)] for _ in range(self.dice.randint(0, 7))]
            full = [[*row, self.total(row)] for row in rows]
            totals.append([self.total([row[index] for row in full]) for index in range(width + 1)])
        summary = [self.total([of_block[index] for of_block in totals]) for index in range(width + 1)]
        self.sums.append(Sum(summary[-1], tuple(summary[:-1])))

    def deep(self, height: int) -> None:
        """Rows in which the first two items make a third, that and a fourth the whole; every column with its total."""
        rows = [[self.part() for _ in range(3)] for _ in range(height)]
        full = []
        for row in rows:
            third = self.total(row[:2])
            full.append([*row, third, self.total([third, row[2]])])
        totals = [self.total([row[index] for row in full]) for index in range(5)]
        self.sums += [Sum(totals[3], tuple(totals[:2])), Sum(totals[4], (totals[3], totals[2]))]


def random_table(seed: int) -> Table:
    dice = Random(seed)
    table = Table(dice)
    match seed % 4:
        case 0:
            table.tree(4)
        case 1:
            table.matrix(dice.randint(1, 8), dice.randint(1, 8))
        case 2:
            table.blocks(dice.randint(1, 4), dice.randint(1, 5))
        case _:
            table.deep(dice.randint(1, 9))
    return table


def balanced(table: Table, fixed: Mapping[int, int] | None = None) -> Balanced:
    return balance(table.amounts, QUANTUM, table.sums, fixed=fixed or {})


def assert_sound(table: Table, done: Balanced, fixed: Mapping[int, int]) -> None:
    assert done.broken == ()
    for one in table.sums:
        assert sum(done.values[part] for part in one.parts) == done.values[one.total]
    for index, (value, amount) in enumerate(zip(done.values, table.amounts, strict=True)):
        assert abs(value - round_plainly(amount, QUANTUM)) <= 1
        assert value * amount >= 0, "no figure changes its sign"
        assert amount or not value, "zero stays zero"
        assert index not in fixed or value == fixed[index]


@pytest.mark.parametrize("first", range(0, 1_000, 100))
def test_a_thousand_random_tables_add_up_and_no_cell_is_off_by_more_than_one(first: int) -> None:
    for seed in range(first, first + 100):
        table = random_table(seed)
        assert_sound(table, balanced(table), {})


def test_cells_that_are_fixed_stay_where_they_are() -> None:
    for seed in range(0, 400, 2):
        table = random_table(seed)
        totals = {one.total for one in table.sums}
        leaves = [index for index in range(len(table.amounts)) if index not in totals]
        fixed = {leaves[seed % len(leaves)]: 0} if leaves else {}
        fixed = {index: round_plainly(table.amounts[index], QUANTUM) for index in fixed}
        assert_sound(table, balanced(table, fixed), fixed)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(-(10**9), 10**9), max_size=30))
def test_parts_of_one_total_are_nudged_by_largest_remainder(amounts: list[int]) -> None:
    total = sum(amounts)
    done = balance([*amounts, total], QUANTUM, [Sum(len(amounts), tuple(range(len(amounts))))], fixed={})
    assert done.values[-1] == round_plainly(total, QUANTUM), "the total is never nudged for its parts"
    moved = [
        (done.values[index] - round_plainly(amount, QUANTUM), done.values[index] * QUANTUM - amount)
        for index, amount in enumerate(amounts)
    ]
    stayed = [off for step, off in moved if not step]
    for step, off in moved:
        assert not step or max((step * other for other in stayed), default=-QUANTUM) <= step * off + QUANTUM
    assert len({step for step, _ in moved if step}) <= 1


def test_ties_go_to_the_earlier_row() -> None:
    one = Sum(3, (0, 1, 2))
    assert balance([14_000] * 3 + [42_000], QUANTUM, [one], fixed={}).values == [2, 1, 1, 4]
    assert balance([16_000, 15_500, 11_000, 42_500], QUANTUM, [one], fixed={}).values == [2, 1, 1, 4]


def test_a_nested_total_is_kept_before_its_own_parts() -> None:
    # 0.5 + 0.5 + 0.5 = 1.5 → 2; the first total, 0.5 + 0.5 = 1.0, stays one.
    sums = [Sum(4, (3, 2)), Sum(3, (0, 1))]
    done = balance([5_000, 5_000, 5_000, 10_000, 15_000], QUANTUM, sums, fixed={})
    assert done.values == [0, 1, 1, 1, 2]


def test_rows_and_columns_that_pull_apart_move_a_margin_rather_than_break() -> None:
    # Each row and each column has one half: by itself each line would round the wrong half up.
    sums = [Sum(2, (0,)), Sum(3, (1,)), Sum(4, (1,)), Sum(5, (0,)), Sum(6, (2, 3)), Sum(6, (4, 5))]
    done = balance([5_000] * 6 + [10_000], QUANTUM, sums, fixed={})
    assert done.broken == ()
    assert done.values[6] == 1
    assert sorted(done.values[:2]) == [0, 1]


def test_what_fixed_cells_leave_without_a_solution_is_named_and_nothing_else_broken() -> None:
    sums = [Sum(2, (0, 1)), Sum(5, (3, 4))]
    done = balance([14_000, 14_000, 28_000, 14_000, 14_000, 28_000], QUANTUM, sums, fixed={0: 1, 1: 1})
    assert done.broken == ()
    assert done.values == [1, 1, 2, 2, 1, 3]
    done = balance([14_000, 14_000, 28_000, 6_000], QUANTUM, sums[:1], fixed={0: 1, 1: 1, 2: 3})
    assert (done.broken, done.values) == ((0,), [1, 1, 3, 1])


def test_a_figure_fixed_the_other_way_is_met_by_one_that_goes_beyond_its_rounding() -> None:
    # 1.4 is filed as 2 elsewhere, the total 1.7 as 2, so 0.3 must go from 0 … and the exact 1.0 from 1 to 0.
    done = balance([14_000, 3_000, 17_000], QUANTUM, [Sum(2, (0, 1))], fixed={0: 2, 2: 2})
    assert done.values == [2, 0, 2]
    done = balance([14_000, 10_000, 24_000], QUANTUM, [Sum(2, (0, 1))], fixed={0: 2, 2: 2})
    assert (done.broken, done.values) == ((), [2, 0, 2])
    done = balance([-14_000, -10_000, -24_000], QUANTUM, [Sum(2, (0, 1))], fixed={0: -2, 2: -2})
    assert (done.broken, done.values) == ((), [-2, 0, -2])


def test_what_is_not_shown_gives_way_first_and_as_far_as_need_be() -> None:
    one = Sum(3, (0, 1, 2))
    done = balance([14_000, 14_000, 14_000, 42_000], QUANTUM, [one], fixed={}, hidden=[2])
    assert done.broken == ()
    done = balance([14_000, 14_000, 54_000, 82_000], QUANTUM, [one], fixed={0: 3, 1: 3, 3: 8}, hidden=[2])
    assert (done.broken, done.values) == ((), [3, 3, 2, 8])
    done = balance([14_000, 4_000, -54_000, -36_000], QUANTUM, [one], fixed={0: 3, 1: 3, 3: -4}, hidden=[2])
    assert (done.broken, done.values) == ((), [3, 3, -10, -4])


def test_sums_that_run_in_a_circle_do_no_harm() -> None:
    # a = b, b = a: only the same amounts can be so.
    done = balance([5_000, 5_000], QUANTUM, [Sum(0, (1,)), Sum(1, (0,))], fixed={})
    assert (done.broken, done.values) == ((), [1, 1])


def test_a_total_with_three_breakdowns_is_more_than_a_network_and_adds_up_all_the_same() -> None:
    for seed in range(60):
        dice = Random(seed)
        table = Table(dice)
        parts = [table.part(dice.randint(1, 9) * 5_000) for _ in range(6)]
        total = table.total(parts)
        for _ in range(3):
            dice.shuffle(parts)
            pairs = [table.total(parts[at : at + 2]) for at in (0, 2, 4)]
            table.sums.append(Sum(total, tuple(pairs)))
        done = balanced(table)
        assert done.broken == (), seed


def test_a_long_table_is_repaired_by_a_part_of_its_rows() -> None:
    dice = Random(3)
    table = Table(dice)
    cells = [[table.part(dice.randint(0, 10**6)) for _ in range(4)] for _ in range(900)]
    rows = [table.total(row) for row in cells]
    columns = [table.total([row[index] for row in cells]) for index in range(4)]
    corner = table.total(rows)
    table.sums.append(Sum(corner, tuple(columns)))
    assert_sound(table, balanced(table), {})


def test_a_long_table_whose_few_fractions_are_far_down_is_looked_at_whole() -> None:
    table = Table(Random(0))
    cells = [[table.part(10_000), table.part(10_000)] for _ in range(1_000)]
    for row in cells[-2:]:
        for figure in row:
            table.amounts[figure] = 5_000
    rows = [table.total(row) for row in cells]
    corner = table.total(rows)
    columns = [table.total([row[index] for row in cells]) for index in range(2)]
    table.sums.append(Sum(corner, tuple(columns)))
    assert_sound(table, balanced(table), {})


def test_sums_that_follow_from_others_are_left_out() -> None:
    sums = [Sum(8, (6, 7)), Sum(8, (4, 5)), Sum(4, (0, 1)), Sum(5, (2, 3)), Sum(6, (0, 2)), Sum(7, (1, 3))]
    assert len(independent(sums)) == 5
