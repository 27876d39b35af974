"""What proves a filing: every record of every figure, what it needs, what is there, what is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm.domain.errors import DataFormatError
from crm.domain.measures import Contribution, Measured, MeasureRequest
from crm.domain.period import Period
from crm.filings.evidence import HeldFile, bind, masked, proofs_from_tables
from tests.filings.samples import QUARTER, Tenant, little_filing

TABLES: dict[str, object] = {
    "statement": {
        "zh": "报表",
        "en": "Statement",
        "kind": "observation",
        "indicators": ["total_income"],
        "periodic": True,
        "origin": "made for tests",
        "verified": False,
    },
    "licence": {
        "zh": "执照",
        "en": "Licence",
        "kind": "tenant",
        "indicators": ["incubating_tenants"],
        "origin": "made for tests",
        "verified": True,
    },
    "photo": {
        "zh": "照片",
        "en": "Photo",
        "kind": "tenant",
        "optional": True,
        "personal": True,
        "origin": "made for tests",
        "verified": True,
    },
}
PROOFS = proofs_from_tables(TABLES)
BUILT = little_filing(
    [
        Tenant(1, "甲", figures={"total_income": 100, "employees": 4}, earlier={"total_income": 70}),
        Tenant(2, "乙", figures={"total_income": 50, "employees": None}),
    ]
)


def held(number: int, record: int, proof: str, *, kind: str = "tenant", period: str = "") -> HeldFile:
    when = Period.parse(period) if period else None
    return HeldFile(number, kind, record, record, proof, when, f"{number}.pdf", "0" * 64, 1)


def test_a_tenant_that_is_counted_for_a_record_is_proved_by_one_of_them() -> None:
    (request,) = [one for one in BUILT.figures if one.indicator == "incubating_tenants"][:1]
    rights = tuple(Contribution("right", number, f"专利{number}", 1, 1) for number in (7, 8))
    table = {"patent": {**TABLES["licence"], "kind": "right"}}  # type: ignore[dict-item]
    patent = proofs_from_tables(table).values()
    behind = {request: {1: rights}}

    def needs(*files: HeldFile) -> list[tuple[str, int, tuple[int, ...]]]:
        found = bind(BUILT, patent, files, behind=behind).needs
        return [
            (one.kind, one.record_id, one.files) for one in found if one.cell.indicator == request.indicator
        ]

    assert needs() == [("right", 7, ())]
    assert needs(held(1, 8, "patent", kind="right")) == [("right", 8, (1,))]


def test_every_record_of_a_figure_needs_its_proof_at_the_cell_that_shows_it() -> None:
    binder = bind(BUILT, PROOFS.values(), [])
    needs = {(need.cell.place, need.label, need.proof.code) for need in binder.needs}
    assert ("综合!B5", "甲", "statement") in needs
    assert ("综合!E5", "甲", "statement") in needs  # the year to date is a figure of its own
    assert ("明细!C10", "乙", "licence") in needs
    assert {(one.record_id, one.proof.code) for one in binder.missing} == {
        (1, "statement"),
        (2, "statement"),
        (1, "licence"),
        (2, "licence"),
    }
    assert (binder.files, binder.proved) == ((), 0)


def test_files_are_numbered_as_the_cells_come_and_serve_every_cell_that_counts_the_record() -> None:
    files = [
        held(7, 2, "licence"),
        held(8, 1, "statement", kind="observation", period="2025Q1"),
        held(9, 99, "licence"),
        held(10, 1, "photo"),
    ]
    binder = bind(BUILT, PROOFS.values(), files)
    assert [one.id for one in binder.files] == [10, 7, 8]
    statement = [
        need.files for need in binder.needs if need.proof.code == "statement" and need.record_id == 1
    ]
    assert set(statement) == {(3,)}
    assert {(one.record_id, one.proof.code) for one in binder.missing} == {(2, "statement"), (1, "licence")}
    assert binder.proved == 3


@pytest.mark.parametrize(
    ("of", "asked", "to_date", "covers"),
    [
        ("2025Q1", "2025Q1", False, True),
        ("2025", "2025Q1", False, True),
        ("2025-02", "2025Q1", False, True),
        ("2025Q1", "2025Q2", False, False),
        ("2025Q1", "2025Q2", True, True),
        ("2024", "2025Q1", True, False),
        ("2025Q2", "2025Q1", False, False),
    ],
)
def test_a_file_of_a_period_proves_figures_of_that_time_alone(
    of: str, asked: str, to_date: bool, covers: bool
) -> None:
    request = MeasureRequest("total_income", Period.parse(asked), to_date=to_date)
    assert held(1, 1, "statement", period=of).covers(request) is covers
    assert held(1, 1, "statement").covers(request)


def test_a_column_without_a_total_points_at_the_records_own_row() -> None:
    block, *others = BUILT.blocks
    request = MeasureRequest("incubating_tenants", QUARTER, population=block.population)
    column = replace(block.column("employees"), request=request, has_total=False)
    columns = tuple(column if one.id == "employees" else one for one in block.columns)
    figure = Measured(request, tuple(Contribution("tenant", one, str(one), 1, one) for one in (1, 2)))
    built = replace(
        BUILT,
        singles=(),
        blocks=(replace(block, columns=columns), *others),
        figures={**BUILT.figures, request: figure},
    )
    needs = bind(built, [PROOFS["licence"]], []).needs
    assert {need.label: need.cell.label.zh for need in needs} == {"1": "甲 · 从业人员", "2": "乙 · 从业人员"}


def test_a_listed_record_needs_its_proof_even_where_no_figure_counts_it() -> None:
    block, *others = BUILT.blocks
    listed = replace(block, kind="event", records=(31, 32), columns=block.columns[:3])
    event = proofs_from_tables({"record": {**TABLES["photo"], "kind": "event"}})  # type: ignore[dict-item]
    built = replace(BUILT, blocks=(listed, *others))
    binder = bind(built, event.values(), [held(3, 32, "record", kind="event")])
    assert [(need.record_id, need.files, need.tenant_id) for need in binder.needs] == [
        (31, (), block.tenants[0]),
        (32, (1,), block.tenants[1]),
    ]
    assert binder.missing == ()  # it is optional
    counted = Measured(
        next(iter(BUILT.figures)), tuple(Contribution("event", one, "x", 1) for one in (31, 32))
    )
    both = replace(built, figures={**BUILT.figures, counted.request: counted})
    places = [need.cell.sheet for need in bind(both, event.values(), []).needs]
    assert len(places) == 2


def test_numbers_of_persons_are_masked_wherever_they_stand_in_a_text() -> None:
    assert masked("张三 140702199001011234 合同.pdf") == "张三 140***********1234 合同.pdf"
    assert masked("签到13800001234名单") == "签到138****1234名单"
    assert masked("91140799MA0000000X 与 20260331") == "91140799MA0000000X 与 20260331"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": ""}, "data-text-missing"),
        ({"verified": "yes"}, "data-flag-missing"),
        ({"periodic": 1}, "data-flag-missing"),
        ({"zh": ""}, "data-words-missing"),
    ],
)
def test_a_proof_that_is_wrong_is_refused(change: dict[str, object], code: str) -> None:
    with pytest.raises(DataFormatError, match=code):
        proofs_from_tables({"x": {**TABLES["licence"], **change}})  # type: ignore[dict-item]
