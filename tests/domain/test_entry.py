"""Figures entered by hand: exactly what was typed, and what is wrong or remarkable about it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.entry import (
    Entry,
    Fault,
    broken_parts,
    change_percent,
    check_parts,
    draft_of,
    entry_from_draft,
    entry_of,
    exact_text,
    part_pairs,
    read_entry,
)
from crm.domain.indicators import Indicator, catalogue_from_tables
from crm.domain.quantity import UNITS, Unit

YUAN, WAN, PERSON, METRE = (UNITS[code] for code in ("yuan", "ten_thousand_yuan", "person", "square_metre"))
BLANKS = frozenset({"", "-", "—"})
PAIRS = (("doctors", "college"), ("doctors", "employees"), ("college", "employees"))


def indicator(unit: str, part_of: tuple[str, ...] = ()) -> dict[str, object]:
    return {
        "zh": "数",
        "en": "figure",
        "unit": unit,
        "nature": "flow",
        "definition": {"zh": "数", "en": "figure"},
        "origin": "a form",
        "part_of": list(part_of),
    }


CATALOGUE = catalogue_from_tables(
    {
        "income": indicator("yuan"),
        "staff": indicator("person"),
        "area": indicator("square_metre"),
        "college": indicator("person", ("staff",)),
    }
)
INCOME, STAFF, AREA = (CATALOGUE[code] for code in ("income", "staff", "area"))


@pytest.mark.parametrize(
    ("text", "of", "unit", "value"),
    [
        ("1,234.5", INCOME, WAN, 1_234_500_000),
        ("１，２３４", INCOME, YUAN, 123_400),
        ("120万元", INCOME, YUAN, 120_000_000),
        ("120万", INCOME, YUAN, 120_000_000),
        ("35元", INCOME, WAN, 3_500),
        ("0.123456", INCOME, WAN, 123_456),
        ("-5", INCOME, WAN, -5_000_000),
        ("(5)", INCOME, WAN, -5_000_000),
        (" 12 ", STAFF, PERSON, 12),
        ("12人", STAFF, PERSON, 12),
        ("12.0", STAFF, PERSON, 12),
        ("88.25", AREA, METRE, 8_825),
        ("", INCOME, WAN, None),
        ("—", INCOME, WAN, None),
        ("0", INCOME, WAN, 0),
    ],
)
def test_what_is_typed_is_read_exactly(text: str, of: Indicator, unit: Unit, value: int | None) -> None:
    entry = read_entry(text, of, unit, blanks=BLANKS)
    assert (entry.value, entry.fault, entry.unit) == (value, "", unit.code)


@pytest.mark.parametrize(
    ("text", "of", "unit", "fault"),
    [
        ("abc", INCOME, WAN, "amount-unknown"),
        ("12 13", INCOME, WAN, "amount-unknown"),
        ("5美元", INCOME, WAN, "amount-currency"),
        ("0.001", INCOME, YUAN, "amount-too-fine"),
        ("1.5", STAFF, PERSON, "count-not-whole"),
        ("-1", STAFF, PERSON, "count-negative"),
        ("-1", AREA, METRE, "area-negative"),
        ("120万", AREA, METRE, "amount-unknown"),
    ],
)
def test_what_says_nothing_keeps_what_was_typed_and_why(
    text: str, of: Indicator, unit: Unit, fault: str
) -> None:
    assert read_entry(text, of, unit, blanks=BLANKS) == Entry(text, unit.code, None, fault)


@given(st.integers(-(10**15), 10**15), st.sampled_from([YUAN, WAN]))
def test_no_digit_is_lost_between_a_figure_and_its_edited_text(value: int, unit: Unit) -> None:
    assert read_entry(exact_text(value, unit), INCOME, unit, blanks=BLANKS).value == value
    assert entry_of(value, unit).value == value


def test_a_figure_is_edited_with_the_decimals_it_has_and_no_others() -> None:
    assert exact_text(123_456, WAN) == "0.123456"
    assert exact_text(75_000_000, WAN) == "75"
    assert exact_text(10**15, YUAN) == "10000000000000"
    assert exact_text(0, WAN) == "0"
    assert exact_text(None, WAN) == ""
    assert entry_of(123_456, WAN) == Entry("0.123456", "ten_thousand_yuan", 123_456)


def test_a_draft_means_the_same_whatever_unit_is_shown_then() -> None:
    for text in ("1,200", "120万元", "abc", ""):
        entry = read_entry(text, INCOME, YUAN, blanks=BLANKS)
        assert entry_from_draft(draft_of(entry), INCOME, blanks=BLANKS) == entry
    assert entry_from_draft("12\tbushel", INCOME, blanks=BLANKS).value == 1_200
    assert entry_from_draft("12\tperson", INCOME, blanks=BLANKS).value == 1_200


def test_parts_are_paired_with_their_wholes() -> None:
    assert part_pairs(CATALOGUE) == (("college", "staff"),)


def test_a_part_larger_than_its_whole_is_found_over_all_tenants() -> None:
    values = {"college": {1: 5, 2: 3, 3: 9}, "employees": {1: 4, 2: 3}}
    assert broken_parts(values, PAIRS) == {1}


def test_the_fault_stands_at_the_part() -> None:
    row: dict[str, int | None] = {"college": 5, "employees": 4}
    assert check_parts(row.get, PAIRS, entered=()) == {
        "college": Fault("figure-part-exceeds", "employees", 4)
    }
    assert "college" in check_parts(row.get, PAIRS, entered={"college", "employees"})
    row["college"] = 4
    assert check_parts(row.get, PAIRS, entered={"college"}) == {}


def test_the_fault_stands_at_the_whole_where_that_alone_was_entered() -> None:
    row: dict[str, int | None] = {"college": 5, "employees": 4}
    assert check_parts(row.get, PAIRS, entered={"employees"}) == {
        "employees": Fault("figure-whole-below", "college", 5)
    }


@pytest.mark.parametrize(
    ("value", "before", "percent"),
    [
        (150, 100, None),
        (151, 100, 51),
        (50, 100, None),
        (49, 100, -51),
        (0, 100, -100),
        (1, 3, -67),
        (5, 3, 67),
        (-200, -100, -100),
        (100, -100, 200),
        (5, 0, None),
        (5, None, None),
        (None, 5, None),
    ],
)
def test_a_change_is_remarkable_above_the_limit_only(
    value: int | None, before: int | None, percent: int | None
) -> None:
    assert change_percent(value, before, limit=5_000) == percent
