"""Blocks whose rows are records: each row is a record, each figure the sum of the rows shown, nothing else."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from crm.domain.errors import DataFormatError, RuleError
from crm.domain.indicators import Counted, IndicatorCatalogue, catalogue_from_tables
from crm.domain.measures import (
    Contribution,
    Measured,
    MeasureRequest,
    NotReported,
    Population,
    RecordRow,
    RecordsRequest,
)
from crm.domain.period import Period
from crm.filings.build import build
from crm.filings.checks import run_checks
from crm.filings.compare import DifferenceKind, compare
from crm.filings.form import FilingRefused
from crm.filings.form_file import form_from_table
from crm.filings.questions import Sources, records_of, requests_of, rosters_of
from crm.filings.record import read_record, write_record
from crm.filings.trace import explain, trace_of
from tests.filings.samples import INDICATORS, PARTICULARS, QUARTER, label_of, little_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.filings.built import Built
    from crm.filings.form import Form

BLOCK = """
[[block]]
id = "events"
sheet = "活动"
row = 5
total_row = 6
records = "events"
counted = "in_period"
filters = { kind = ["salon"] }
order = ["held_on"]

[[block.column]]
column = "A"
ordinal = true
label = { zh = "序号", en = "No." }

[[block.column]]
column = "B"
field = "title"
label = { zh = "名称", en = "Title" }

[[block.column]]
column = "C"
field = "phone"
show = "phone"
label = { zh = "电话", en = "Phone" }

[[block.column]]
column = "D"
indicator = "attendances"
"""
ATTENDANCES = """
[attendances]
zh = "人次"
en = "Attendances"
unit = "attendance"
nature = "flow"
definition = { zh = "参加人次", en = "Attendances" }
source = { records = "events", counted = "in_period", amount = "persons" }
origin = "made for tests"
verified = true
"""
ASKED = RecordsRequest("events", QUARTER, Counted.IN_PERIOD, filters=(("kind", ("salon",)),))
CAME = MeasureRequest("attendances", QUARTER)


def a_table(**changes: object) -> dict[str, Any]:
    """The little form with the block alone, keys of the block changed."""
    table: dict[str, Any] = deepcopy(little_table())
    for name in ("grid", "cell", "fact", "block", "definitions", "check"):
        table.pop(name, None)
    table |= tomllib.loads(BLOCK)
    table["block"][0] |= changes
    return table


def a_form(**changes: object) -> Form:
    return form_from_table(a_table(**changes))


def indicators() -> IndicatorCatalogue:
    return catalogue_from_tables(tomllib.loads(INDICATORS + ATTENDANCES))


def event(number: int, day: date, tenant_id: int | None = None) -> RecordRow:
    fields: dict[str, str | int | bool | date | None] = {
        "title": f"沙龙{number}",
        "held_on": day,
        "phone": "0354-5550107",
    }
    return RecordRow("event", number, f"沙龙{number}", tenant_id, fields)


EVENTS = (event(7, date(2025, 2, 1)), event(3, date(2025, 3, 1), 9), event(5, date(2025, 1, 1)))


def came(*shares: tuple[int, int], missing: Sequence[int] = ()) -> Measured:
    return Measured(
        CAME,
        tuple(Contribution("event", number, f"沙龙{number}", persons) for number, persons in shares),
        tuple(NotReported("event", number, f"沙龙{number}") for number in missing),
    )


def filed(
    events: Sequence[RecordRow] = EVENTS, measured: Measured | None = None, form: Form | None = None
) -> Built:
    form = form or a_form()
    answers = measured or came((7, 40), (3, 2), missing=(5,))
    sources = Sources({CAME: answers}, {}, indicators(), label_of, records={ASKED: events})
    return build(form, QUARTER, sources=sources, particulars=PARTICULARS)


def test_a_form_asks_for_its_records_and_for_no_roster_of_tenants() -> None:
    form = a_form()
    assert records_of(form, QUARTER) == (ASKED,)
    assert rosters_of(form, QUARTER) == ()
    assert requests_of(form, QUARTER) == (CAME,)
    assert records_of(a_form(basis="year_to_date"), QUARTER)[0].to_date
    to_date = requests_of(a_form(basis="year_to_date"), QUARTER)
    assert to_date == (replace(CAME, to_date=True),)
    assert records_of(a_form(population="resident", amount="applications"), QUARTER) == (
        replace(ASKED, population=Population.RESIDENT, amount="applications"),
    )


def test_each_row_is_a_record_in_the_order_asked_with_its_own_share() -> None:
    block = filed().block("events")
    assert (block.kind, block.records, block.tenants) == ("event", (5, 7, 3), (None, None, 9))
    assert block.rows()[1] == [
        (1, "沙龙5", block.column("phone").values[0], None),
        (2, "沙龙7", block.column("phone").values[1], 40),
        (3, "沙龙3", block.column("phone").values[2], 2),
    ]
    assert "*" in str(block.column("phone").values[0])
    assert block.column("attendances").total == 42


def test_a_record_without_the_amount_is_blank_and_one_that_counts_otherwise_is_zero() -> None:
    block = filed(measured=came((7, 40), missing=(5, 11))).block("events")
    assert block.column("attendances").values == (None, 40, 0)


def test_a_figure_that_comes_from_no_row_is_refused() -> None:
    with pytest.raises(FilingRefused, match="filing-roster-mismatch"):
        filed(measured=came((8, 1)))
    strange = Measured(CAME, (Contribution("tenant", 7, "甲", 1),))
    with pytest.raises(FilingRefused, match="filing-roster-mismatch"):
        filed(measured=strange)


def test_records_that_were_not_read_or_stand_twice_are_refused() -> None:
    sources = Sources({CAME: came()}, {}, indicators(), label_of)
    with pytest.raises(FilingRefused, match="filing-roster-lacking"):
        build(a_form(), QUARTER, sources=sources, particulars=PARTICULARS)
    with pytest.raises(FilingRefused, match="filing-roster-twice"):
        filed(events=(EVENTS[0], EVENTS[0]))


def test_a_cell_of_a_record_is_explained_by_that_record() -> None:
    built = filed()
    share = explain(built, sheet="活动", address="D6")
    assert share.formula.code == "formula-record"
    assert explain(built, sheet="活动", address="B6").formula.code == "formula-record-field"
    assert [(row.kind, row.id, row.amount) for row in share.rows] == [("event", 7, 40)]
    blank = explain(built, sheet="活动", address="D5")
    assert blank.amount is None
    assert [(one.kind, one.id) for one in blank.missing] == [("event", 5)]
    title = explain(built, sheet="活动", address="B7")
    assert [(row.kind, row.id, row.tenant_id) for row in title.rows] == [("event", 3, 9)]
    total = explain(built, sheet="活动", address="D8")
    assert (total.amount, len(total.rows)) == (42, 2)


def test_a_cell_that_stands_on_no_figure_and_no_record_has_no_rows() -> None:
    built = filed()
    total = built.total_cell(built.block("events"), built.block("events").column("attendances"))
    assert trace_of(built, replace(total, requests=())).rows == ()


def test_two_filings_are_compared_record_by_record() -> None:
    before = filed()
    now = filed(
        events=(EVENTS[0], EVENTS[1], event(9, date(2025, 3, 9))), measured=came((7, 41), (3, 2), (9, 1))
    )
    found = [(one.kind, one.label.zh.split(" · ")[0], one.now) for one in compare(before, now)]
    assert found == [
        (DifferenceKind.ROW_ADDED, "沙龙9", "沙龙9"),
        (DifferenceKind.ROW_REMOVED, "沙龙5", None),
        (DifferenceKind.VALUE, "沙龙7", 41),
        (DifferenceKind.VALUE, "人次", 44),
    ]


def test_a_record_of_a_filing_is_read_again_as_it_was() -> None:
    built = filed()
    assert read_record(write_record(built)) == built


def test_a_list_says_what_it_lacks() -> None:
    codes = {finding.code: finding for finding in run_checks(a_form(), filed())}
    assert codes["filing-record-blank"].values["record"] == "沙龙5"
    none = run_checks(a_form(), filed(measured=came(missing=(3, 5, 7))))
    assert {finding.code for finding in none} >= {"filing-none-recorded"}
    empty = run_checks(a_form(), filed(events=(), measured=came()))
    assert {finding.code for finding in empty} >= {"filing-no-records"}
    assert filed(events=(), measured=came()).block("events").kind == "events"


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"basis": "growth"}, "form.block[0].basis"),
        ({"counted": "sometimes"}, "form.block[0].counted"),
        ({"population": "nobody"}, "form.block[0].population"),
    ],
)
def test_a_block_that_makes_no_sense_is_refused_by_place(changes: dict[str, object], where: str) -> None:
    with pytest.raises(DataFormatError) as refused:
        a_form(**changes)
    assert refused.value.values["where"] == where


def test_a_block_is_of_a_population_where_it_lists_no_records() -> None:
    table = a_table()
    del table["block"][0]["records"]
    with pytest.raises(DataFormatError) as refused:
        form_from_table(table)
    assert refused.value.values["where"] == "form.block[0].population"


def test_a_form_is_filed_for_the_other_kinds_of_periods_it_has_words_for() -> None:
    table = a_table()
    table["words"]["month"] = {"period": "{year}年{name}", "names": [f"{month}月" for month in range(1, 13)]}
    form = form_from_table(table)
    form.require_period(Period.parse("2025-03"))
    assert form.words.of_period(Period.parse("2025-03")) == "2025年3月"
    assert form.words.of_period(QUARTER) == "2025年第一季度"
    with pytest.raises(RuleError, match="form-period-kind"):
        form.require_period(Period.parse("2025"))
    table["words"]["month"]["names"] = ["一月"]
    with pytest.raises(DataFormatError) as refused:
        form_from_table(table)
    assert refused.value.values["where"] == "form.words.month.names"


def test_a_form_that_is_filed_when_asked_is_not_due() -> None:
    assert a_form().due
    assert not form_from_table({**a_table(), "due": False}).due


def test_a_column_may_show_a_month_of_the_year() -> None:
    table = a_table()
    table["block"][0]["column"][3]["month"] = 2
    form = form_from_table(table)
    assert requests_of(form, QUARTER) == (MeasureRequest("attendances", Period.parse("2025-02")),)
    assert form.block("events").columns[3].id == "attendances_2"
    table["block"][0]["column"][3]["month"] = 13
    with pytest.raises(DataFormatError) as refused:
        form_from_table(table)
    assert refused.value.values["where"] == "form.block[0].column[3].month"
