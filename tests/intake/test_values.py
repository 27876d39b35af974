"""Columns of raw cells become columns of values."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from crm.domain.quantity import UNITS
from crm.intake.lexicon import SheetKind
from crm.intake.values import column_reader, kept_texts, without_booleans
from tests.intake.samples import lexicon

if TYPE_CHECKING:
    from crm.intake.values import ColumnReader


def reader(field: str, kind: SheetKind = SheetKind.TENANTS, unit: str | None = None) -> ColumnReader:
    target = lexicon().targets[kind][field]
    return column_reader(target, unit=UNITS[unit] if unit else target.unit, lexicon=lexicon())


@pytest.mark.parametrize(
    ("field", "cells", "values"),
    [
        ("name", [" 甲 公司\n（集团） ", "已经是干净的名称"], ["甲 公司 （集团）", "已经是干净的名称"]),
        ("founded_on", ["2024年3月", 45352], [date(2024, 3, 1), date(2024, 3, 1)]),
        ("registered_capital", [100, "50万元", "3亿"], [100_000_000, 50_000_000, 30_000_000_000]),
        ("area", ["120.5㎡", 80], [12_050, 8_000]),
        ("employees", ["12人", 3.0], [12, 3]),
        ("high_tech", ["是", "无"], [True, False]),
        ("stage", ["在孵", "Inactive"], ["incubating", "exited"]),
        ("technology_field", ["新材料"], ["new_materials"]),
        ("industry", ["I6513", 6513, 65], ["6513", "6513", "65"]),
        (
            "external_id",
            ["QY000001", "000001.SZ", 28425, "qy０１"],
            ["QY000001", "000001.SZ", "28425", "qy01"],
        ),
        ("uscc", ["91350100m000100y43", "9135 0100 M000100Y43"], ["91350100M000100Y43"] * 2),
        ("registration_number", ["12345678-9", "370304600096508"], ["123456789", "370304600096508"]),
        ("phone", [13812345678], ["13812345678"]),
        ("note", ["x" * 300, True, date(2024, 3, 1)], ["x" * 300, "TRUE", "2024-03-01"]),
    ],
)
def test_cells_become_values_of_their_kind(field: str, cells: list[object], values: list[object]) -> None:
    found = reader(field)
    assert found.read(without_booleans(cells)) == values
    assert not found.problems


@pytest.mark.parametrize("field", ["name", "founded_on", "area", "high_tech", "phone", "uscc", "stage"])
@pytest.mark.parametrize("blank", [None, "", " ", "-", "—", "/", "N/A", "null"])
def test_blanks_and_dashes_are_no_value(field: str, blank: object) -> None:
    found = reader(field)
    assert found.read([blank]) == [None]
    assert not found.problems


def test_a_word_for_nothing_is_blank_in_a_text_and_unclear_in_a_number() -> None:
    assert reader("former_names").read(["无"]) == [None]
    area = reader("area")
    assert area.read(["无"]) == [None]
    assert area.problems["无"].code == "amount-unknown"


@pytest.mark.parametrize(
    ("field", "cell", "code"),
    [
        ("founded_on", "去年", "date-unknown"),
        ("registered_capital", "100万美元", "amount-currency"),
        ("area", "(120)", "area-negative"),
        ("employees", 1.5, "count-not-whole"),
        ("high_tech", "不清楚", "yes-no-unknown"),
        ("stage", "正常", "stage-unknown"),
        ("technology_field", "人工智能", "choice-unknown"),
        ("industry", "人工智能", "industry-unknown"),
        ("industry", 111, "industry-unknown"),
        ("external_id", "9.14E+17", "code-damaged"),
        ("uscc", 9.1440300192185e17, "code-damaged"),
        ("uscc", "1" * 33, "text-too-long"),
        ("external_id", "x" * 65, "text-too-long"),
        ("registration_number", "1" * 33, "text-too-long"),
        ("name", "名" * 256, "text-too-long"),
        ("contact", "名" * 256, "text-too-long"),
        ("phone", "1" * 256, "text-too-long"),
    ],
)
def test_what_is_not_understood_is_named_and_is_no_value(field: str, cell: object, code: str) -> None:
    found = reader(field)
    assert found.read([cell, cell]) == [None, None]
    assert [problem.code for problem in found.problems.values()] == [code]


def test_true_and_one_are_not_the_same_cell() -> None:
    cells = without_booleans([True, 1, False, 0])
    assert cells == ["TRUE", 1, "FALSE", 0]
    assert reader("founders").read(cells) == ["TRUE", "1", "FALSE", "0"]
    unchanged: list[object] = [1, "x"]
    assert without_booleans(unchanged) is unchanged


def test_a_figure_is_read_in_the_unit_of_its_column() -> None:
    assert reader("total_income", SheetKind.FIGURES, "ten_thousand_yuan").read([1.5]) == [1_500_000]
    assert reader("total_income", SheetKind.FIGURES).read([1.5]) == [150]


def test_texts_without_a_field_are_kept_as_they_are() -> None:
    assert kept_texts([None, " x ", 985.0, "-", "一\r\n二", "  "]) == [None, "x", "985", "-", "一\n二", None]
