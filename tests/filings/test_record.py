"""A frozen filing is read again exactly as it was."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.domain.errors import DataFormatError
from crm.filings.compare import compare
from crm.filings.record import (
    FIGURE_LINE,
    fingerprint,
    read_record,
    read_request,
    record_hash,
    write_record,
)
from tests.filings.samples import Tenant, little_filing

TENANTS = [
    Tenant(
        number,
        f"企业“{number}”\n=1+1",
        figures={"total_income": number * 5_000, "employees": number},
        earlier={"total_income": 3_000},
        fields={
            "high_tech": number % 2 == 0,
            "technology_field": "new_energy",
            "registered_capital": 1_234_567,
        },
    )
    for number in range(1, 6)
]


def test_a_record_reads_back_equal() -> None:
    built = little_filing(TENANTS, left=TENANTS[:1])
    again = read_record(write_record(built))
    assert again == built
    assert list(again.cells()) == list(built.cells())
    assert list(again.fill_blocks()) == list(built.fill_blocks())


def test_the_same_filing_gives_the_same_lines() -> None:
    lines = write_record(little_filing(TENANTS))
    assert lines == write_record(little_filing(TENANTS))
    assert lines == write_record(read_record(lines))
    assert all("\n" not in line for line in lines)


def test_exact_values_survive_as_they_were_shown() -> None:
    built = little_filing([Tenant(1, "甲", figures={"total_income": 10**17 + 1, "employees": 0})])
    value = read_record(write_record(built)).cell_at("综合", "B5").value
    assert isinstance(value, Decimal)
    assert str(value) == "100000000000.00"


def test_the_written_form_is_kept() -> None:
    version, head, figure, *_ = write_record(little_filing(TENANTS[:1]))
    assert version == '{"version":2}'
    assert list(json.loads(head)) == ["Built"]
    assert json.loads(figure)["figure"]["kinds"] == ["tenant"]


def test_a_filing_frozen_by_the_first_version_is_read_and_says_the_same_today() -> None:
    lines = Path(__file__).with_name("record_version_1.jsonl").read_text("utf-8").splitlines()
    frozen = read_record(lines)
    today = little_filing(TENANTS, left=TENANTS[:1])
    assert compare(frozen, today) == ()
    assert compare(today, frozen) == ()
    definitions = {code: replace(one, counted=False) for code, one in today.definitions.items()}
    assert frozen == replace(today, definitions=definitions)
    assert [one.nudge for one in frozen.nudged()] == [one.nudge for one in today.nudged()]


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ['{"version":1}'],
        ['{"version":1}', "nonsense"],
        ['{"version":1}', '"text"'],
        ['{"version":1}', '{"Spy":{}}'],
        ['{"version":1}', '{"Words":{"zh":"a"}}'],
        ['{"version":1}', '{"Words":{"zh":"a","en":"b"}}'],
        ['{"version":1}', '{"day":"2025-13-01"}'],
        ['{"version":1}', '{"decimal":"one"}'],
        ['{"version":1}', '{"unit":["mile",2]}'],
        ['{"version":1}', '{"period":1}'],
        ['{"version":1}', '{"a":1,"b":2}'],
    ],
)
def test_a_damaged_record_is_refused(lines: list[str]) -> None:
    with pytest.raises(DataFormatError, match="record-damaged"):
        read_record(lines)


def test_the_question_of_a_figure_is_read_from_the_beginning_of_its_line() -> None:
    built = little_filing(TENANTS)
    lines = [line for line in write_record(built) if line.startswith(FIGURE_LINE)]
    assert [read_request(line[: line.index(',"kinds"')]) for line in lines] == list(built.figures)


@pytest.mark.parametrize("rest", ["", "{", '"text"', '{"Spy":{}}', '{"Words":{"zh":"a","en":"b"}}'])
def test_a_damaged_line_of_a_figure_is_refused(rest: str) -> None:
    with pytest.raises(DataFormatError, match="record-damaged"):
        read_request(FIGURE_LINE + rest)


def test_a_part_in_the_wrong_place_is_refused() -> None:
    lines = list(write_record(little_filing(TENANTS)))
    column = next(line for line in lines if line.startswith('{"BuiltColumn"'))
    for spoilt in ([*lines[:2], column], [*lines, '{"Words":{"zh":"a","en":"b"}}']):
        with pytest.raises(DataFormatError, match="record-damaged"):
            read_record(spoilt)


def test_a_record_of_another_version_is_refused() -> None:
    lines = write_record(little_filing(TENANTS))
    with pytest.raises(DataFormatError, match="record-version"):
        read_record(['{"version":3}', *lines[1:]])


@settings(max_examples=60, deadline=None)
@given(
    figures=st.lists(
        st.tuples(st.text(max_size=8), st.one_of(st.none(), st.integers(-(10**18), 10**18)), st.booleans()),
        max_size=12,
    )
)
def test_any_filing_reads_back_equal(figures: list[tuple[str, int | None, bool]]) -> None:
    tenants = [
        Tenant(
            number,
            name,
            figures={"total_income": amount, "employees": 3},
            fields={"high_tech": flag, "uscc": name},
        )
        for number, (name, amount, flag) in enumerate(figures, start=1)
    ]
    built = little_filing(tenants)
    assert read_record(write_record(built)) == built


def test_the_fingerprint_is_of_the_figures_and_not_of_the_day() -> None:
    built = little_filing([Tenant(1, "企业1", figures={"total_income": 5_000_000, "employees": 5})])
    later = replace(
        built,
        texts=(),
        particulars=replace(built.particulars, filled_on=built.particulars.filled_on.replace(day=9)),
    )
    assert fingerprint(later) == fingerprint(built)
    assert fingerprint(
        replace(later, particulars=replace(later.particulars, preparer="别人"))
    ) != fingerprint(built)
    more = little_filing([Tenant(1, "企业1", figures={"total_income": 5_000_001, "employees": 5})])
    assert more.singles[0].value == built.singles[0].value  # the same on paper, another record
    assert fingerprint(more) != fingerprint(built)
    assert fingerprint(built) == record_hash(write_record(read_record(write_record(built))))
