"""A register whose heads are no known words is one where the user names its row."""

from __future__ import annotations

import pytest

from crm.domain.errors import ParseError
from crm.intake.form_proposals import Means, propose
from crm.intake.form_registers import with_told_registers
from tests.intake.samples import form_words, lexicon, outline, trade

LINES = (
    "入园单位清单||||",
    "指标|本期|||",
    "总收入（万元）||||",
    "净利润（万元）||||",
    "从业人员||||",
    "清单||||",
    "单位|经营情况（万元）||=|备注",
    "|产值|利税|=|",
    "1|2|3|4|5",
    "甲|1|2|3|4",
    "|||=|",
    "合计||||",
)
HEAD = [(7, 2, 7, 3)]


def told(*lines: str, row: str = "表!11", merges: list[tuple[int, int, int, int]] = HEAD) -> dict[str, str]:
    """The columns of the register in *row*: letters → group and label."""
    found = with_told_registers(
        outline(*lines, merges=merges), {row: "population=resident"}, lexicon(), form_words()
    )
    register = found.registers[-1]
    return {slot.letters: f"{slot.group}/{slot.label}" for slot in register.slots}


def test_its_columns_are_the_blank_cells_under_heads() -> None:
    assert told(*LINES) == {
        "A": "/单位",
        "B": "经营情况（万元）/产值",
        "C": "经营情况（万元）/利税",
        "E": "/备注",
    }
    plain = outline(*LINES, merges=HEAD)
    assert with_told_registers(plain, {"表!A3": "employees"}, lexicon(), form_words()) is plain
    found = with_told_registers(plain, {"表!11": "population=resident"}, lexicon(), form_words())
    assert [(one.row, one.total_row, one.title) for one in found.registers] == [(11, 12, "清单")]
    assert {slot.row for slot in found.cells} == {3, 4, 5}


def test_its_columns_are_bound_like_those_of_any_register() -> None:
    found = with_told_registers(
        outline(*LINES, merges=HEAD), {"表!11": "population=resident"}, lexicon(), form_words()
    )
    proposals = propose(
        found, trade(), told={"表!11": "population=resident", "表!A11": "name", "表!B11": "total_income"}
    )
    bound = {one.slot.address: one for one in proposals if one.slot.row == 11}
    assert (bound["A11"].means, bound["B11"].code) == (Means.FIELD, "total_income")


@pytest.mark.parametrize("row", ["表!2", "表!1", "表!40", "无!11"])
def test_a_row_without_heads_is_none(row: str) -> None:
    with pytest.raises(ParseError) as refused:
        told(*LINES, row=row)
    assert refused.value.code == "bind-no-register"
