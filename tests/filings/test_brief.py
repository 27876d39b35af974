"""The achievements brief: what each row asks, which days it is about, and what it says of the answers."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal

import pytest

from crm import paths
from crm.domain.errors import DataFormatError
from crm.domain.measures import Contribution, Measured, MeasureRequest, NotReported, Population
from crm.domain.period import Period
from crm.filings.brief import (
    Answer,
    BriefRow,
    Case,
    Question,
    RowSpec,
    Setting,
    compose,
    period_words,
    questions_of,
    read_rows,
)
from tests.filings.samples import little_indicators, shipped_indicators

JUNE = Period.parse("2022-06")
DAY = date(2022, 6, 2)
MEDIA = Case(7, "某传媒", date(2021, 2, 3))
SETTING = Setting(JUNE, DAY, "某园区", date(2020, 6, 18), "背景", {"space": MEDIA})


def row(**table: object) -> RowSpec:
    given: dict[str, object] = {
        "number": 1,
        "indicator": "total_income",
        "sentence": "{value}{unit}",
        **table,
    }
    (spec,) = read_rows({"row": {name: value for name, value in given.items() if value is not None}})
    return spec


def asked(
    period: str, *, as_of: date | None = None, population: Population = Population.ANYBODY
) -> MeasureRequest:
    return MeasureRequest("total_income", Period.parse(period), as_of=as_of, population=population)


def told(
    spec: RowSpec, *amounts: int | None, setting: Setting = SETTING, groups: tuple[str, ...] = ()
) -> BriefRow:
    answers = []
    for question, amount in zip(questions_of(spec, setting), amounts, strict=True):
        share = () if amount is None else (Contribution("tenant", 1, "甲", amount, 1),)
        missing = (NotReported("tenant", 2, "乙"),) if amount is None else ()
        answers.append(Answer(Measured(question.request, share, missing), groups))
    return compose(
        spec,
        setting,
        answers,
        indicators=little_indicators(),
        labels=lambda name, code: f"{name}:{code}",
        units=lambda code: {"yuan": "元"}.get(code, code),
    )


@pytest.mark.parametrize(
    ("when", "day", "request_"),
    [
        ("end", DAY, asked("2022-06", as_of=DAY)),
        ("year", DAY, asked("2021")),
        ("year", date(2022, 12, 31), asked("2022")),
        ("quarter", DAY, asked("2022Q1", as_of=DAY)),
        ("quarter", date(2022, 6, 30), asked("2022Q2", as_of=date(2022, 6, 30))),
        ("launch", DAY, asked("2020-06", as_of=date(2020, 6, 30))),
    ],
)
def test_a_row_asks_for_its_own_days(when: str, day: date, request_: MeasureRequest) -> None:
    setting = Setting(JUNE, day, opened_on=date(2020, 6, 18))
    assert questions_of(row(when=when), setting) == (Question(request_),)


def test_a_row_whose_days_are_unknown_or_yet_to_come_asks_nothing() -> None:
    assert questions_of(row(when="launch"), Setting(JUNE, DAY)) == ()
    assert questions_of(row(when="launch"), Setting(JUNE, DAY, opened_on=date(2023, 1, 1))) == ()
    assert questions_of(row(when="entry"), Setting(JUNE, DAY)) == ()
    gone = Setting(JUNE, DAY, cases={"space": Case(7, "某", None)})
    assert questions_of(row(when="entry", case="space"), gone) == ()
    assert questions_of(row(shows="growth", case="space"), gone) == ()


def test_a_row_about_a_tenant_asks_of_it_alone_and_nothing_where_none_was_chosen() -> None:
    spec = row(case="space", when="entry", where={"level": "provincial"}, population="resident")
    (question,) = questions_of(spec, SETTING)
    assert question.where == (("level", "provincial"), ("tenant", "7"))
    assert question.request == asked("2021-02", as_of=date(2021, 2, 28), population=Population.RESIDENT)
    assert questions_of(row(case="team"), SETTING) == ()
    blank = told(row(case="team", caution="小心"))
    assert (blank.value, blank.sentence, blank.caution, blank.rows) == (None, "", "小心", ())


def test_growth_compares_the_quarter_before_the_entry_with_that_of_a_year_later() -> None:
    spec = row(shows="growth", case="space", sentence="{tenant}增长{value}{unit}（{period}）")
    assert [question.request for question in questions_of(spec, SETTING)] == [
        asked("2021Q4"),
        asked("2020Q4"),
    ]
    early = Setting(JUNE, date(2021, 12, 30), cases={"space": MEDIA})
    assert questions_of(spec, early) == ()
    grown = told(spec, 140, 100)
    assert grown.sentence == "某传媒增长40%（2020年第四季度至2021年第四季度）"
    assert (grown.value, grown.unit, len(grown.rows)) == (Decimal("40.0"), "%", 2)
    assert told(spec, 140, None).sentence == ""


def test_a_figure_is_told_in_its_unit_with_its_records() -> None:
    money = told(row(sentence="{period}收入{value}{unit}，{names}"), 123_456_70)
    assert money.sentence == "2022年6月2日收入123,456.7元，甲"
    assert (money.value, money.unit, len(money.rows)) == (Decimal("123456.70"), "元", 1)
    people = told(row(indicator="employees", label={"zh": "就业", "en": "Jobs"}), 12)
    assert (people.value, people.label.zh, people.verified) == (12, "就业", False)
    blank = told(row(), None)
    assert (blank.value, blank.sentence, [one.label for one in blank.missing]) == (None, "", ["乙"])


def test_a_figure_without_a_record_is_not_told_as_a_zero_but_one_that_was_reported_is() -> None:
    (question,) = questions_of(row(), SETTING)
    none = compose(
        row(),
        SETTING,
        [Answer(Measured(question.request, ()))],
        indicators=little_indicators(),
        labels=str.join,
        units=str,
    )
    assert (none.value, none.sentence, none.recorded) == (0, "", False)
    groups = told(
        row(shows="groups", by="technology_field", choices="fields", sentence="{value}个：{names}"), 5
    )
    assert (groups.value, groups.sentence, groups.recorded) == (0, "", False)
    zero = told(row(sentence="收入{value}{unit}"), 0)
    assert (zero.sentence, zero.recorded) == ("收入0元", True)


def test_groups_are_counted_and_named() -> None:
    spec = row(shows="groups", by="technology_field", choices="fields", sentence="{value}个：{names}")
    assert questions_of(spec, SETTING)[0].by == "technology_field"
    many = tuple(f"f{number}" for number in range(13))
    found = told(spec, 5, groups=many)
    assert found.value == 13
    assert found.sentence.startswith("13个：fields:f0、fields:f1")
    assert found.sentence.endswith("fields:f11等")


def test_the_opening_and_the_note_are_told_without_a_figure() -> None:
    opened = row(shows="opened", indicator=None, label={"zh": "运营", "en": "Open"}, sentence="{value}运营。")
    assert told(opened).sentence == "2020年6月运营。"
    assert told(opened, setting=Setting(JUNE, DAY)).sentence == ""
    note = row(shows="note", indicator=None, sentence="{value}")
    assert (told(note).sentence, told(note).label.zh) == ("背景", "row")
    assert told(note, setting=Setting(JUNE, DAY)).value is None


def test_periods_are_written_as_chinese_texts_write_them() -> None:
    worded = [period_words(Period.parse(code)) for code in ("2022", "2022H1", "2022H2", "2022Q3", "2022-11")]
    assert worded == ["2022年", "2022年上半年", "2022年下半年", "2022年第三季度", "2022年11月"]


@pytest.mark.parametrize(
    ("table", "where"),
    [
        ({"sentence": "{surprise}"}, "row.row.sentence"),
        ({"number": "一"}, "row.row.number"),
        ({"shows": "film"}, "row.row.shows"),
        ({"shows": "groups"}, "row.row.by"),
        ({"when": "some day"}, "row.row.when"),
    ],
)
def test_a_row_that_makes_no_sense_is_refused_by_place(table: dict[str, object], where: str) -> None:
    with pytest.raises(DataFormatError) as refused:
        row(**table)
    assert refused.value.values["where"] == where


def test_the_shipped_brief_has_the_25_rows_of_the_story_and_known_indicators() -> None:
    table = tomllib.loads((paths.resources() / "brief.toml").read_text("utf-8"))
    rows = read_rows(table)
    assert [spec.number for spec in rows] == list(range(1, 26))
    assert all(spec.indicator in shipped_indicators() for spec in rows if spec.indicator)
