"""A form is rounded as a whole: rows, columns, sheets and what is filed elsewhere agree on paper."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import DataFormatError
from crm.domain.indicators import IndicatorCatalogue, catalogue_from_tables
from crm.domain.measures import Population
from crm.filings.balancing import filed_figures
from crm.filings.build import build
from crm.filings.checks import run_checks
from crm.filings.form import SumSpec
from crm.filings.form_file import form_from_table
from crm.filings.questions import Sources, requests_of
from crm.filings.shown import shown
from tests.filings.samples import (
    PARTICULARS,
    QUARTER,
    Tenant,
    label_of,
    little_filing,
    little_form,
    little_table,
    measure_tenants,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.filings.balancing_block import Figure
    from crm.filings.built import Built
    from crm.filings.form import Form

ITEMS = ("a", "b", "c", "d", "e")
TABLE = "在孵"
SUMMARY = "汇总"
LETTERS = "CDEFGHIJ"


def indicators() -> IndicatorCatalogue:
    words = {"zh": "项", "en": "Item"}
    return catalogue_from_tables(
        {
            code: {
                **words,
                "unit": "yuan",
                "nature": "flow",
                "definition": words,
                "origin": "made for tests",
                "verified": True,
            }
            for code in ITEMS
        }
    )


def column(code: str, number: int, **more: object) -> dict[str, object]:
    return {"column": LETTERS[number], "indicator": code, **more}


def cell(code: str, row: int, **more: object) -> dict[str, object]:
    return {"sheet": SUMMARY, "address": f"B{row}", "indicator": code, **more}


def block(
    name: str, population: str, columns: Sequence[Mapping[str, object]], **more: object
) -> dict[str, object]:
    row = {"incubating": 5, "graduated": 20}[population]
    return {
        "id": name,
        "sheet": TABLE,
        "row": row,
        "total_row": row + 1,
        "population": population,
        "order": ["name"],
        "column": [
            {"column": "B", "field": "name", "label": {"zh": "名称", "en": "Name"}},
            *columns,
        ],
        **more,
    }


def form_of(
    *, cells: Sequence[Mapping[str, object]] = (), blocks: Sequence[Mapping[str, object]] = (), **more: object
) -> Form:
    table = little_table()
    for key in ("cell", "grid", "fact", "text", "definitions"):
        table.pop(key)
    return form_from_table({**table, "cell": list(cells), "block": list(blocks), **more})


def tenants_of(rows: Sequence[Sequence[int | None]], first: int = 1) -> list[Tenant]:
    return [
        Tenant(first + number, f"企业{first + number:03d}", dict(zip(ITEMS, row, strict=False)))
        for number, row in enumerate(rows)
    ]


def filing(
    form: Form,
    incubating: Sequence[Tenant],
    graduated: Sequence[Tenant] = (),
    filed: Mapping[Figure, Decimal] | None = None,
) -> Built:
    """*form* built over tenants in incubation and graduates; anybody is both."""
    over = {
        Population.INCUBATING: incubating,
        Population.GRADUATED: graduated,
        Population.ANYBODY: [*incubating, *graduated],
    }
    measured = {
        request: measure_tenants(request, over[request.population], QUARTER)
        for request in requests_of(form, QUARTER)
    }
    rosters = {(name, QUARTER.end): [one.row() for one in of] for name, of in over.items()}
    sources = Sources(measured, rosters, indicators(), label_of, filed or {})
    return build(form, QUARTER, sources=sources, particulars=PARTICULARS)


def value(built: Built, sheet: str, address: str) -> Decimal:
    found = built.cell_at(sheet, address).value
    assert isinstance(found, Decimal)
    return found


def yuan(amount: str) -> int:
    """万元 in fen."""
    return int(Decimal(amount) * 1_000_000)


HALVES = tenants_of([[yuan("0.005"), yuan("0.005")]] * 3)


def test_items_of_a_row_add_up_to_its_total_and_columns_to_theirs() -> None:
    columns = [column("a", 0, adds_up=["b", "c"]), column("b", 1), column("c", 2)]
    form = form_of(blocks=[block("t", "incubating", columns)])
    assert form.sums == (SumSpec("a", ("b", "c"), "t"),)
    rows = [[yuan("0.010"), yuan("0.005"), yuan("0.005")]] * 5
    built = filing(form, tenants_of(rows))
    of = built.block("t")
    for index in range(5):
        whole, *parts = (of.column(name).values[index] for name in ("a", "b", "c"))
        assert whole == sum(parts)  # type: ignore[arg-type]
    for name in ("a", "b", "c"):
        assert of.column(name).total == sum(of.column(name).values)  # type: ignore[arg-type]
    assert [of.column(name).total for name in ("a", "b", "c")] == [
        Decimal("0.05"),
        Decimal("0.02"),
        Decimal("0.03"),
    ]


def test_a_summary_that_adds_up_is_the_total_of_the_rows_on_another_sheet() -> None:
    cells = [
        cell("a", 1, population="incubating", adds_up=["b", "c"]),
        cell("b", 2, population="incubating"),
        cell("c", 3, population="incubating"),
    ]
    columns = [column("a", 0), column("b", 1), column("c", 2)]
    form = form_of(cells=cells, blocks=[block("t", "incubating", columns)])
    rows = [[yuan("0.005") * 2, yuan("0.005"), yuan("0.005")]]
    built = filing(form, tenants_of(rows))
    summary = [value(built, SUMMARY, f"B{row}") for row in (1, 2, 3)]
    assert summary == [Decimal("0.01"), Decimal("0.00"), Decimal("0.01")]
    assert [built.block("t").column(name).total for name in "abc"] == summary
    nudged = [(one.place, one.nudge) for one in built.nudged()]
    assert nudged == [
        (f"{SUMMARY}!B2", Decimal("-0.01")),
        (f"{TABLE}!D5", Decimal("-0.01")),
        (f"{TABLE}!D6", Decimal("-0.01")),
    ]
    notes = [one for one in run_checks(form, built) if one.code == "filing-rounding-balanced"]
    assert [one.where for one in notes] == [place for place, _ in nudged]


def test_several_blocks_feed_one_summary() -> None:
    cells = [cell("a", 1, adds_up=["t.a", "g.a"])]
    blocks = [
        block("t", "incubating", [column("a", 0)]),
        block("g", "graduated", [column("a", 0)]),
    ]
    form = form_of(cells=cells, blocks=blocks)
    assert form.sums == (SumSpec("a", ("t.a", "g.a")),)
    built = filing(form, HALVES[:1], tenants_of([[yuan("0.005")]], 9))
    assert value(built, SUMMARY, "B1") == Decimal("0.01")
    assert [one.column("a").total for one in built.blocks] == [Decimal("0.00"), Decimal("0.01")]
    assert built.total_cell(built.blocks[0], built.blocks[0].column("a")).nudge == Decimal("-0.01")


def test_a_part_is_never_more_than_its_whole() -> None:
    columns = [column("a", 0), column("b", 1, part_of="a")]
    form = form_of(blocks=[block("t", "incubating", columns)])
    assert form.sums == (SumSpec("a", ("b",), "t", complete=False),)
    # Three halves come to 1.5: one of the wholes is rounded down, its part would have been rounded up.
    built = filing(form, HALVES)
    of = built.block("t")
    assert [a - b for a, b in zip(of.column("a").values, of.column("b").values, strict=True)] == [0, 0, 0]  # type: ignore[operator]
    rows = [[yuan("0.014"), yuan("0.005")]] * 2 + [[yuan("0.005"), yuan("0.005")]]
    of = filing(form, tenants_of(rows)).block("t")
    assert all(a >= b for a, b in zip(of.column("a").values, of.column("b").values, strict=True))  # type: ignore[operator]


def test_part_and_whole_in_cells_with_what_is_not_listed() -> None:
    cells = [cell("a", 1, adds_up=["b", "c"]), cell("b", 2), cell("c", 3), cell("d", 4, part_of="a")]
    built = filing(
        form_of(cells=cells), tenants_of([[yuan("0.01"), yuan("0.005"), yuan("0.005"), yuan("0.006")]])
    )
    values = [value(built, SUMMARY, f"B{row}") for row in (1, 2, 3, 4)]
    assert values == [Decimal("0.01"), Decimal("0.00"), Decimal("0.01"), Decimal("0.01")]


def test_a_cell_that_another_filing_shows_is_never_nudged() -> None:
    cells = [cell("a", 1, adds_up=["b", "c"]), cell("b", 2, fixed=True), cell("c", 3)]
    built = filing(
        form_of(cells=cells), HALVES[:1] and tenants_of([[yuan("0.01"), yuan("0.005"), yuan("0.005")]])
    )
    assert [value(built, SUMMARY, f"B{row}") for row in (1, 2, 3)] == [
        Decimal("0.01"),
        Decimal("0.01"),
        Decimal("0.00"),
    ]


def test_what_stands_in_a_frozen_filing_stays() -> None:
    form = form_of(cells=[cell("a", 1, adds_up=["b", "c"]), cell("b", 2), cell("c", 3)])
    tenants = tenants_of([[yuan("0.01"), yuan("0.005"), yuan("0.005")]])
    other = filing(form_of(cells=[cell("b", 9)]), tenants)
    figures = filed_figures([other])
    assert list(figures.values()) == [Decimal("0.01")]
    built = filing(form, tenants, filed=figures)
    assert [value(built, SUMMARY, f"B{row}") for row in (1, 2, 3)] == [
        Decimal("0.01"),
        Decimal("0.01"),
        Decimal("0.00"),
    ]
    moved = dict.fromkeys(figures, Decimal("7.00"))
    assert filing(form, tenants, filed=moved) == filing(form, tenants)


def test_cells_that_show_no_single_amount_are_no_filed_figures() -> None:
    built = little_filing([Tenant(1, "甲", {"total_income": 5_000, "employees": 3}, {"total_income": 4_000})])
    assert built.cell_at("综合", "D5").value == Decimal("25.0")
    assert sorted(filed_figures([built]).values()) == [0, 0, Decimal("0.01"), 1, 3]


def test_a_total_within_a_total_is_rounded_with_both() -> None:
    nested = [column("a", 0, adds_up=["b", "c", "d"]), column("e", 1, adds_up=["b", "c"])]
    columns = [*nested, column("b", 2), column("c", 3), column("d", 4)]
    form = form_of(blocks=[block("t", "incubating", columns)])
    assert form.sums == (SumSpec("a", ("e", "d"), "t"), SumSpec("e", ("b", "c"), "t"))
    rows = [[yuan("0.015"), yuan("0.005"), yuan("0.005"), yuan("0.005"), yuan("0.01")]] * 5
    built = filing(form, tenants_of(rows))
    assert built.unbalanced == ()
    assert_adds_up(form, built)


def test_totals_of_blocks_are_among_the_filed_figures() -> None:
    built = filing(form_of(blocks=[block("t", "incubating", [column("a", 0)])]), HALVES)
    assert list(filed_figures([built]).values()) == [Decimal("0.02")]


def test_what_cannot_be_balanced_is_told_at_its_place_and_the_sheet_still_adds_up() -> None:
    columns = [column("a", 0, fixed=True)]
    cells = [
        cell("a", 1, population="incubating", fixed=True, adds_up=["b", "c"]),
        cell("b", 2, population="incubating", fixed=True),
        cell("c", 3, population="incubating", fixed=True),
    ]
    form = form_of(cells=cells, blocks=[block("t", "incubating", columns)])
    built = filing(form, tenants_of([[yuan("0.01"), yuan("0.005"), yuan("0.005")]]))
    (finding,) = [one for one in run_checks(form, built) if one.code == "filing-rounding-unbalanced"]
    assert finding.where == f"{SUMMARY}!B1"
    assert (finding.values["total"], finding.values["parts"]) == ("0.01", "0.02")
    assert built.block("t").column("a").total == Decimal("0.01")


def test_a_total_filed_elsewhere_that_fixed_rows_do_not_come_to() -> None:
    columns = [column("a", 0, adds_up=["b", "c"]), column("b", 1, fixed=True), column("c", 2, fixed=True)]
    form = form_of(blocks=[block("t", "incubating", columns)])
    rows = [[yuan("0.01"), yuan("0.005"), yuan("0.005")]] * 3
    built = filing(form, tenants_of(rows))
    of = built.block("t")
    assert of.column("b").values == (Decimal("0.01"),) * 3
    assert of.column("b").total == Decimal("0.03")
    assert of.column("b").total_nudge is None, "it follows from rows that may not move"
    assert of.column("a").total == sum(of.column("a").values)  # type: ignore[arg-type]
    places = {one.place: (one.total, one.parts) for one in built.unbalanced}
    assert places
    assert all(total != parts for total, parts in places.values())


def test_totals_filed_elsewhere_that_do_not_agree_are_told_at_the_total() -> None:
    columns = [column("a", 0, adds_up=["b", "c"]), column("b", 1), column("c", 2)]
    form = form_of(blocks=[block("t", "incubating", columns)])
    tenants = tenants_of([[yuan("0.01"), yuan("0.005"), yuan("0.005")]])
    requests = [one.request for one in filing(form, tenants).block("t").columns if one.request]
    filed = {(request, (1_000_000, 2)): Decimal("0.01") for request in requests}
    (first, *_) = filing(form, tenants, filed=filed).unbalanced
    assert (first.place, first.total, first.parts) == (f"{TABLE}!C6", Decimal("0.01"), Decimal("0.02"))


def test_a_column_without_a_total_row_comes_to_its_figure_in_the_summary() -> None:
    of = block("t", "incubating", [column("a", 0)], total_row=None)
    of.pop("total_row")
    cells = [cell("a", 1, population="incubating")]
    built = filing(form_of(cells=cells, blocks=[of]), HALVES)
    assert value(built, SUMMARY, "B1") == Decimal("0.02")
    assert sum(built.block("t").column("a").values) == Decimal("0.02")  # type: ignore[arg-type]
    request = built.singles[0].requests[0]
    twice = {(request, (1_000_000, 2)): Decimal("0.01")}
    built = filing(form_of(cells=cells, blocks=[of]), HALVES, filed=twice)
    assert value(built, SUMMARY, "B1") == Decimal("0.01")
    assert sum(built.block("t").column("a").values) == Decimal("0.01")  # type: ignore[arg-type]


def test_rows_that_cannot_come_to_the_summary_are_told_in_the_rows() -> None:
    of = block("t", "incubating", [column("a", 0), column("b", 1)])
    of.pop("total_row")
    form = form_of(cells=[cell("a", 1, population="incubating")], blocks=[of])
    tenants = tenants_of([[yuan("0.01"), 1], [yuan("-0.006"), 1]])
    request = filing(form, tenants).singles[0].requests[0]
    filed = {(request, (1_000_000, 2)): Decimal("0.01")}
    built = filing(form, tenants, filed=filed)
    assert built.unbalanced == ()
    assert built.block("t").column("a").values == (Decimal("0.01"), Decimal("0.00"))
    (one,) = filing(form, tenants_of([[0], [0]]), filed=filed).unbalanced
    assert (one.place, one.total, one.parts) == (f"{TABLE}!C5", Decimal("0.01"), Decimal("0.00"))


def test_a_relation_that_does_not_hold_in_the_records_is_left_to_the_checks() -> None:
    columns = [column("a", 0, adds_up=["b", "c"]), column("b", 1), column("c", 2)]
    cells = [
        cell("a", 1, population="incubating", adds_up=["b", "c"]),
        cell("b", 2, population="incubating"),
        cell("c", 3, population="incubating"),
    ]
    form = form_of(cells=cells, blocks=[block("t", "incubating", columns)])
    rows: list[list[int | None]] = [
        [yuan("9.004"), yuan("1.004"), yuan("1.004")],
        [None, yuan("1.004"), None],
        [yuan("0.01"), yuan("0.005"), yuan("0.005")],
        [yuan("1"), None, yuan("5")],
    ]
    built = filing(form, tenants_of(rows))
    assert built.unbalanced == ()
    of = built.block("t")
    assert of.column("a").values[:2] == (Decimal("9.00"), None)
    for name in ("a", "b", "c"):
        assert of.column(name).total == sum(one for one in of.column(name).values if one is not None)  # type: ignore[misc]


def test_figures_of_another_grain_or_without_rounding_are_no_matter_of_balance() -> None:
    cells = [
        cell("a", 1, adds_up=["b", "c"]),
        cell("b", 2, unit="thousand_yuan"),
        cell("c", 3),
        cell("d", 4, unit="yuan", adds_up=["e", "c"]),
        cell("e", 5, unit="yuan"),
    ]
    columns = [
        column("a", 0, adds_up=["b", "c"]),
        column("b", 1, unit="thousand_yuan"),
        column("c", 2),
        column("d", 3, unit="yuan", adds_up=["e"]),
        column("e", 4, unit="yuan"),
    ]
    built = filing(
        form_of(cells=cells, blocks=[block("t", "incubating", columns)]),
        tenants_of([[yuan("0.01"), yuan("0.005"), yuan("0.005"), 3, 3]]),
    )
    assert value(built, SUMMARY, "B3") == Decimal("0.01")
    assert list(built.nudged()) == []
    assert built.block("t").column("d").total == Decimal("0.03")


def test_a_form_typed_row_by_row_adds_up_within_its_rows_only() -> None:
    columns = [column("a", 0, adds_up=["b", "c"]), column("b", 1), column("c", 2)]
    form = form_of(blocks=[block("t", "incubating", columns, rounding="plain")])
    built = filing(form, tenants_of([[yuan("0.01"), yuan("0.005"), yuan("0.005")]] * 2))
    of = built.block("t")
    assert [of.column(name).values for name in "abc"] == [
        (Decimal("0.01"),) * 2,
        (Decimal("0.00"),) * 2,
        (Decimal("0.01"),) * 2,
    ]
    assert [of.column(name).total for name in "abc"] == [Decimal("0.02"), Decimal("0.00"), Decimal("0.02")]


def test_checks_that_say_total_is_sum_of_parts_are_sums_and_others_are_not() -> None:
    def sums(expression: str, **more: object) -> tuple[SumSpec, ...]:
        check = {
            "code": "check-x",
            "scope": "form",
            "expression": expression,
            "severity": "error",
            "source": "made for tests",
            "verified": True,
            **more,
        }
        cells = [cell(code, row) for row, code in enumerate("abcd", start=1)]
        blocks = [block("t", "incubating", [column("a", 0), column("b", 1), column("c", 2)])]
        return form_of(cells=cells, blocks=blocks, check=[check]).sums

    assert sums("a == b + c + d") == (SumSpec("a", ("b", "c", "d")),)
    assert sums("adds_up(a, b, filed(c))") == (SumSpec("a", ("b", "c")),)
    assert sums("b + c == a") == (SumSpec("a", ("b", "c")),)
    assert sums("a == sum(t.a) + d") == (SumSpec("a", ("t.a", "d")),)
    assert sums("a == b + c", scope="row:t") == (SumSpec("a", ("b", "c"), "t"),)
    for other in (
        "a == b - c",
        "a <= b + c",
        "a == b",
        "a + b == c + d",
        "a == b + 1",
        "a == b + b",
        "a == previous(b) + c",
        "abs(a) == b + c",
        "adds_up(a, b, 1)",
        "a == b + abs(c)",
        "a < b < c",
        "not a == b",
    ):
        assert sums(other) == (), other
    assert sums("a == b + c", severity="warning") == ()
    assert sums("current == current + growth", scope="cells") == ()
    assert sums("name == a + b", scope="row:t") == ()


@pytest.mark.parametrize(
    ("where", "key", "wrong"),
    [
        ("cell", "adds_up", ["b", "nothing"]),
        ("cell", "adds_up", ["b", "a"]),
        ("cell", "part_of", "t.nothing"),
        ("column", "adds_up", ["name"]),
        ("column", "part_of", "d"),
    ],
)
def test_a_sum_of_what_the_form_does_not_have_is_refused(where: str, key: str, wrong: object) -> None:
    more = {key: wrong}
    cells = [cell("a", 1, **(more if where == "cell" else {})), cell("b", 2)]
    columns = [column("a", 0, **(more if where == "column" else {})), column("b", 1)]
    with pytest.raises(DataFormatError, match="data-name-unknown"):
        form_of(cells=cells, blocks=[block("t", "incubating", columns)])


def test_a_column_that_is_no_figure_has_no_parts() -> None:
    name = {"column": "A", "field": "uscc", "label": {"zh": "代码", "en": "Code"}, "adds_up": ["a"]}
    with pytest.raises(DataFormatError, match="data-name-unknown"):
        form_of(blocks=[block("t", "incubating", [name, column("a", 0)])])


def test_a_grid_adds_up_in_every_basis_its_items_share() -> None:
    grid = {
        "sheet": SUMMARY,
        "columns": {"period": "B", "last_year": "C", "growth": "D"},
        "row": [
            {"row": 1, "indicator": "a", "name": "whole", "adds_up": ["b", "c"]},
            {"row": 2, "indicator": "b"},
            {"row": 3, "indicator": "c", "bases": ["period"]},
            {"row": 4, "indicator": "d", "part_of": ["whole", "b"]},
        ],
    }
    assert form_of(grid=[grid]).sums == (
        SumSpec("whole", ("b", "c")),
        SumSpec("whole", ("d",), complete=False),
        SumSpec("whole.last_year", ("d.last_year",), complete=False),
        SumSpec("b", ("d",), complete=False),
        SumSpec("b.last_year", ("d.last_year",), complete=False),
    )


# ------------------------------------------------------------------------------------- a thousand forms


def random_rows(dice: Random, number: int) -> list[list[int | None]]:
    rows: list[list[int | None]] = []
    for _ in range(number):
        b, c, d = (
            dice.choice((0, 500_000, dice.randint(-(10**7), 10**9), dice.randint(0, 10**5))) // 100
            for _ in range(3)
        )
        rows.append([b + c + d, b + c, b, c, d])
    if rows and dice.random() < 0.3:
        rows[0] = [None] * 5
    return rows


def random_form(dice: Random) -> Form:
    """Rows with a total and a nested total, one or two blocks, a summary that adds up down and across."""
    nested = dice.random() < 0.5
    whole = ["b", "e"] if nested else ["c", "d", "e"]
    order = list("abcde")
    dice.shuffle(order)
    sums = {"a": whole, "b": ["c", "d"]}
    columns = [
        column(code, number, **({"adds_up": sums[code]} if code in sums and dice.random() < 0.8 else {}))
        for number, code in enumerate(order)
    ]
    two = dice.random() < 0.5
    blocks = [block("t", "incubating", columns)] + ([block("g", "graduated", columns)] if two else [])
    over = {} if two else {"population": "incubating"}
    down = dice.random() < 0.8
    cells = []
    for number, code in enumerate("abcde", start=1):
        parts = ["t." + code, "g." + code] if two else sums.get(code, []) if down else []
        cells.append(cell(code, number, **over, **({"adds_up": parts} if parts else {})))
    checks = []
    if two and down:
        checks = [
            {
                "code": "check-x",
                "scope": "form",
                "expression": "a == " + " + ".join(whole),
                "severity": "error",
                "source": "made for tests",
                "verified": True,
            }
        ]
    return form_of(cells=cells, blocks=blocks, check=checks)


@pytest.mark.parametrize("first", range(0, 1_000, 100))
def test_of_a_thousand_random_forms_none_is_broken_and_no_cell_off_by_more_than_one(first: int) -> None:
    step = Decimal("0.01")
    for seed in range(first, first + 100):
        dice = Random(seed)
        form = random_form(dice)
        sizes = [dice.randint(0, 7), dice.randint(0, 4)]
        built = filing(
            form, tenants_of(random_rows(dice, sizes[0])), tenants_of(random_rows(dice, sizes[1]), 100)
        )
        assert built.unbalanced == (), seed
        for one in built.cells():
            if one.amount is None or one.unit is None:
                continue
            assert isinstance(one.value, Decimal)
            plain = shown(one.amount, one.unit)
            assert abs(one.value - plain) <= step, (seed, one.place)
            assert (one.nudge or 0) == one.value - plain
            assert one.amount or not one.value
        assert_adds_up(form, built)


def assert_adds_up(form: Form, built: Built) -> None:
    """All sums of *form* hold for the values as filed."""
    named: dict[str, object] = {
        spec.name: one.value for spec, one in zip(form.cells, built.singles, strict=True)
    }
    for of in built.blocks:
        for one in of.columns:
            if one.has_total:
                named[f"{of.id}.{one.id}"] = one.total
                assert one.total is None or one.total == sum(value or 0 for value in one.values)  # type: ignore[misc]
    for spec in form.sums:
        if not spec.block:
            assert (named[spec.total] or 0) == sum(named[name] or 0 for name in spec.parts)  # type: ignore[misc]
            continue
        of = built.block(spec.block)
        for index in range(len(of.tenants)):
            parts = [of.column(name).values[index] or 0 for name in spec.parts]
            assert (of.column(spec.total).values[index] or 0) == sum(parts)  # type: ignore[arg-type]


def test_an_earlier_programs_balance_of_one_column_is_the_same_today() -> None:
    form = little_form()
    assert form.sums == ()
    built = filing(form_of(blocks=[block("t", "incubating", [column("a", 0)])]), HALVES)
    of = built.block("t").column("a")
    assert of.values == (Decimal("0.00"), Decimal("0.01"), Decimal("0.01"))
    assert of.nudges == {0: Decimal("-0.01")}
    assert of.total_nudge is None
    assert replace(built.singles[0], nudge=None) == built.singles[0] if built.singles else True
