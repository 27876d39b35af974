"""Checks that the user writes: read live with the place of what is wrong, tried, kept, carried, run with the filing."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import ParseError, RuleError
from crm.domain.period import Period, PeriodKind
from crm.domain.wording import Language, Words
from crm.services.filings import build_filing
from crm.services.form_alignment import align_form, decide_aligned
from crm.services.form_binding import (
    CHECK,
    CheckKind,
    FormName,
    checks_of,
    decide,
    open_blank,
    plain_form,
    save_form,
)
from crm.services.form_check_trying import checked_form, periods_to_try, try_check
from crm.services.form_own_checks import OwnCheck, fault_in, in_words, names_of, read_own, written_in

if TYPE_CHECKING:
    from pathlib import Path

    from crm.services.form_binding import BlankForm
    from crm.services.library import Library
    from crm.services.operation import Workplace

QUARTER = Period.parse("2026Q3")
NAME = FormName(
    "own-form", 2026, Words("自有季报", "Own quarterly"), Words("开发区", "Zone"), PeriodKind.QUARTER
)
WRITTEN = OwnCheck(
    "profit", "net_profit ≤ total_income", Words("净利润不大于总收入", ""), Words("核对两项", "")
)
BROKEN = replace(WRITTEN, code="odd", expression="total_income = employees", says=Words("对照", "Odd"))


@pytest.fixture
def blank(library: Library) -> BlankForm:
    return open_blank(library, library.form_folder("zone-quarterly").folder / "template.xlsx")


def with_checks(blank: BlankForm, *checks: OwnCheck) -> BlankForm:
    return decide(blank, dict(one.told for one in checks))


@pytest.mark.parametrize(
    ("expression", "code", "at", "near"),
    [
        ("", "check-text-empty", 1, ""),
        ("total_income >= (net_profit", "check-text-unread", 17, "(net_profit"),
        ("total_income >= foo(net_profit)", "check-text-not-allowed", 17, "foo(net_profit)"),
        ("total_income >= 2 ** 3", "check-text-not-allowed", 17, "2 ** 3"),
        ("total_income", "check-text-no-relation", 1, "total_income"),
        ("total_income > nett_profit", "check-text-name", 16, "nett_profit"),
        ("total_income > 1" + " + 1" * 150, "check-text-long", 1, "total_income"),
        ("total_income >= net_profit", "", 0, ""),
        ("总收入 > 0", "check-text-name", 1, "总收入"),
        ("sum(rows_1.total_income) = total_income and not (employees < 0)", "", 0, ""),
    ],
)
def test_what_is_wrong_is_told_by_its_place(
    blank: BlankForm, expression: str, code: str, at: int, near: str
) -> None:
    form = plain_form(blank)
    assert form is not None
    fault = fault_in(replace(WRITTEN, expression=expression), form)
    assert (fault.code, fault.at, fault.near) == (code, at, near) if fault else code == ""
    assert fault is None or set(fault.values) == {"at", "near"}


def test_signs_and_tolerance_are_those_of_the_language(blank: BlankForm) -> None:
    form = plain_form(blank)
    assert form is not None
    texts = {
        ("a ＝ b × 2", "1"): "near(a, b * 2, 1)",
        ("a ≤ b", "0.5"): "a <= b + 0.5",
        ("a < b", "1"): "a < b + 1",
        ("a ≥ b", "1"): "a + 1 >= b",
        ("a > b", "1"): "a + 1 > b",
        ("a ≠ b", ""): "a != b",
    }
    for (expression, tolerance), text in texts.items():
        assert replace(WRITTEN, expression=expression, tolerance=tolerance).text == text
    for expression, tolerance in (("a != b", "1"), ("a = b", "-1"), ("a = b", "x"), ("a = b = c", "1")):
        with pytest.raises(ParseError):
            _ = replace(WRITTEN, expression=expression, tolerance=tolerance).text
    fault = fault_in(replace(WRITTEN, tolerance="x"), form)
    assert fault is not None
    assert fault.code == "check-text-tolerance"
    assert in_words(WRITTEN, form).zh == "净利润 ≤ 总收入"


def test_a_check_is_listed_kept_and_run_with_the_filing(
    demo: Workplace, library: Library, blank: BlankForm, tmp_path: Path
) -> None:
    rows = replace(
        WRITTEN, code="rows", scope="row:rows_1", expression="total_income >= 0", place="total_income"
    )
    gone = replace(WRITTEN, code="gone", expression="nothing > 0")
    off = replace(WRITTEN, code="off", is_on=False)
    decided = with_checks(blank, WRITTEN, BROKEN, rows, gone, off)
    listed = {one.key: one for one in checks_of(decided) if one.kind is CheckKind.OWN}
    assert [key for key, one in listed.items() if one.is_on] == ["own:profit", "own:odd", "own:rows"]
    assert listed["own:profit"].place == "综合情况!E20"
    assert (listed["own:rows"].place.split("!")[0], listed["own:gone"].place) == ("在孵企业明细", "")
    form = save_form(decided, NAME, tmp_path / "own")
    assert {one.name for one in form.checks if one.code == "check-own-written"} == {
        "own:profit",
        "own:odd",
        "own:rows",
    }
    with_own, code = library.with_form(tmp_path / "own")
    filing = build_filing(demo, with_own, code, QUARTER)
    (finding,) = [one for one in filing.findings if one.code == "check-own-written"]
    assert (finding.values["check"], finding.values["remedy"], finding.values["remedy_en"]) == (
        "own:odd",
        "核对两项",
        "核对两项",
    )
    assert "对照" in library.messages.word_finding(finding, Language.ZH).text


def test_a_check_is_carried_to_next_year_and_changed_there(
    library: Library, blank: BlankForm, tmp_path: Path
) -> None:
    save_form(with_checks(blank, WRITTEN), NAME, tmp_path)
    aligned = align_form(library, tmp_path, library.form_folder("zone-quarterly").folder / "template.xlsx")
    (carried,) = [one for one in aligned.checks if one.key == "own:profit"]
    own = written_in(carried.check)
    assert own == WRITTEN
    assert written_in({"code": "check-own-total"}) is None
    changed = replace(WRITTEN, severity="warning", tolerance="1")
    again = decide_aligned(library, aligned, dict([changed.told]))
    (check,) = [one for one in tomllib.loads(again.text)["check"] if one["name"] == "own:profit"]
    assert (check["severity"], check["expression"]) == ("warning", "net_profit <= total_income + 1")
    off = decide_aligned(library, aligned, {f"{CHECK}own:profit": "off"})
    assert "own:profit" not in off.text
    assert checked_form(again) is again.form


def test_a_check_is_tried_over_a_period(
    demo: Workplace, library: Library, blank: BlankForm, tmp_path: Path
) -> None:
    assert try_check(demo, library, blank, WRITTEN, QUARTER).holds is True
    broken = try_check(demo, library, blank, BROKEN, QUARTER)
    assert (broken.holds, broken.findings[0].where) == (False, "综合情况!E19")
    assert try_check(demo, library, blank, WRITTEN, Period.parse("2026Q4")).holds is None
    rows = replace(WRITTEN, scope="row:rows_1", expression="employees < 0")
    assert try_check(demo, library, blank, rows, QUARTER).findings
    with pytest.raises(RuleError):
        try_check(demo, library, blank, replace(WRITTEN, expression="("), QUARTER)
    form = plain_form(blank)
    assert form is not None
    assert [one.code for one in periods_to_try(form, demo.today)][:2] == ["2026Q3", "2026Q2"]
    assert dict(names_of(form, "row:rows_1"))["employees"].zh == "从业人员"
    save_form(with_checks(blank, WRITTEN), NAME, tmp_path)
    aligned = align_form(library, tmp_path, library.form_folder("zone-quarterly").folder / "template.xlsx")
    assert try_check(demo, library, aligned, WRITTEN, QUARTER).holds is True


def test_what_is_no_check_is_refused(blank: BlankForm) -> None:
    place, text = WRITTEN.told
    said = json.loads(text)
    for wrong in ({**said, "code": "ä b"}, {**said, "severity": "grave"}, {**said, "more": 1}, {"says": 1}):
        with pytest.raises(ParseError):
            read_own(json.dumps(wrong), place=place)
        with pytest.raises(ParseError):
            decide(blank, {place: json.dumps(wrong)})
