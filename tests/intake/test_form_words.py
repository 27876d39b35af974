"""The words of blank forms, and what a faulty file of them is refused for."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from crm.domain.errors import DataFormatError
from crm.domain.measures import Population
from crm.domain.period import PeriodKind
from crm.intake.form_words import FormWords
from tests.intake.samples import form_words, tables


@pytest.mark.parametrize(
    ("heads", "basis"),
    [
        (("本季度", "本期"), "period"),
        (("本季度", "上年同期"), "last_year"),
        (("本季度", "同比（%）"), "growth"),
        (("本年累计", "累计"), "year_to_date"),
        (("本年累计", "上年同期累计"), "last_year_to_date"),
        (("本年累计", "累计同比(%)"), "growth_to_date"),
        (("1—本月累计",), "year_to_date"),
        (("备注",), None),
        ((), None),
    ],
)
def test_the_heads_of_a_column_name_its_basis(heads: tuple[str, ...], basis: str | None) -> None:
    assert form_words().basis_of(heads) == basis


def test_a_title_says_whose_figures_and_in_which_rhythm() -> None:
    words = form_words()
    assert words.population_in("科技企业孵化器在孵（毕业）企业情况表") is Population.INCUBATING_OR_GRADUATED
    assert words.population_in("产值", "毕业企业情况表") is Population.GRADUATED
    assert words.population_in("产值") is None
    assert words.rhythm_in("孵化器季度情况表") is PeriodKind.QUARTER
    assert words.rhythm_in("情况表") is None


def test_a_mark_makes_a_label_a_part() -> None:
    words = form_words()
    assert words.part_of("　　其中：大专以上") == "大专以上"
    assert words.part_of("of which: doctors") == "doctors"
    assert words.part_of("从业人员") is None


@pytest.mark.parametrize(
    ("texts", "is_numbering"),
    [
        (("甲", "乙", "1", "2"), True),
        (("项号", "1", "25.1"), True),
        (("项号", "1"), False),
        (("甲", "总收入", "2"), False),
    ],
)
def test_a_row_that_only_numbers_the_columns_is_known(texts: tuple[str, ...], is_numbering: bool) -> None:
    assert form_words().is_numbering(texts) is is_numbering


def test_a_line_of_signatures_waits_behind_each_word() -> None:
    line = "单位负责人：　　　统计负责人：李明　　填表人：____ 联系电话：　　报出日期："
    waiting = [code for _, code in form_words().text_words(line)]
    assert waiting == ["responsible", "preparer", "phone", "filled_on"]


def broken(*path: str, value: object) -> dict[str, Any]:
    """The shipped words with one value put in another's place."""
    found: dict[str, Any] = copy.deepcopy(tables("form_words"))
    table = found
    for name in path[:-1]:
        table = table[name]
    table[path[-1]] = value
    return found


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("bases",), [], "data-not-a-table"),
        (("bases", "growth"), "同比", "data-list-of-texts-missing"),
        (("bases", "growth"), ["上年同期"], "data-value-twice"),
        (("populations", "dwarfs"), ["x"], "data-value-unknown"),
        (("rhythms", "week"), ["周报"], "data-value-unknown"),
    ],
)
def test_a_faulty_file_is_named(path: tuple[str, ...], value: object, code: str) -> None:
    with pytest.raises(DataFormatError) as refused:
        FormWords.from_tables(broken(*path, value=value), {})
    assert refused.value.code == code
