"""Shipped rule sets: their numbers as they were read, their page, and the user's own laid over them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import DataFormatError
from crm.filings.rehearsal.ruleset import SourceKind
from crm.services.library import Library
from crm.services.rule_sets import read_facts, read_rule_book
from tests.form_templates import RULES
from tests.form_templates.rule_pages import page_of_rules

if TYPE_CHECKING:
    from pathlib import Path

    from crm.filings.rehearsal.ruleset import RuleSet

DAY = date(2026, 3, 31)

# Rule set, criterion, operator, number (None: never read), unit.
NUMBERS = """
national-comprehensive legal_person >= 36 month
national-comprehensive statistics >= 24 month
national-comprehensive area >= 10000 square_metre
national-comprehensive area_share >= 75 percent
national-comprehensive fund >= 500 ten_thousand_yuan
national-comprehensive financed_share >= 10 percent
national-comprehensive fund_cases >= 3 item
national-comprehensive professional_share >= 80 percent
national-comprehensive professionals_per_ten >= 1 person
national-comprehensive mentors_per_ten >= 1 person
national-comprehensive applicant_share >= 50 percent
national-comprehensive owner_share >= 30 percent
national-comprehensive incubating >= 50 enterprise
national-comprehensive density >= 3 enterprise
national-comprehensive graduates >= 20 enterprise
national-professional area >= 10000 square_metre
national-professional incubating >= 30 enterprise
national-professional density >= 2 enterprise
national-professional graduates >= 15 enterprise
national-professional one_field >= 75 percent
incubating age_at_entry <= 24 month
graduation financing > 500 ten_thousand_yuan
graduation income > 1000 ten_thousand_yuan
standard-level fund_invested_share >= 10 percent
standard-level financed_share >= 20 percent
standard-level growing_share >= 30 percent
standard-level other_income_share >= 30 percent
standard-level area >= - square_metre
standard-level incubating >= - enterprise
standard-level graduates >= - enterprise
standard-level professional_share >= - percent
standard-level mentors_per_ten >= - person
standard-level owner_share >= - percent
standard-level fund >= - ten_thousand_yuan
shanxi-comprehensive staff_college >= 80 percent
shanxi-comprehensive staff_trained >= 30 percent
shanxi-comprehensive area >= 5000 square_metre
shanxi-comprehensive area_share >= 75 percent
shanxi-comprehensive incubating >= 30 enterprise
shanxi-comprehensive graduates >= 10 enterprise
shanxi-comprehensive jobs > 500 person
shanxi-comprehensive ip_share >= 30 percent
shanxi-comprehensive college_share >= 60 percent
shanxi-comprehensive fund >= 300 ten_thousand_yuan
shanxi-comprehensive fund_cases >= 2 item
shanxi-comprehensive operating >= 12 month
shanxi-professional area >= 3000 square_metre
shanxi-professional incubating >= 20 enterprise
shanxi-professional graduates >= 10 enterprise
shanxi-professional jobs > 300 person
high-tech age >= 12 month
high-tech core_ip >= 1 item
high-tech rd_in_china >= 60 percent
high-tech rd_staff >= 10 percent
high-tech product_income >= 60 percent
high-tech score > 70 piece
technology-sme employees <= 500 person
technology-sme income <= 20000 ten_thousand_yuan
technology-sme assets <= 20000 ten_thousand_yuan
technology-sme score >= 60 piece
specialised-sme@2022 niche >= 24 month
specialised-sme@2022 rd >= 100 ten_thousand_yuan
specialised-sme@2022 rd_share >= 3 percent
specialised-sme@2022 income >= 1000 ten_thousand_yuan
specialised-sme@2022 financing >= 2000 ten_thousand_yuan
specialised-sme@2022 rd_two_years >= 2000 ten_thousand_yuan
specialised-sme@2022 equity >= 6000 ten_thousand_yuan
specialised-sme@2022 score >= 60 piece
specialised-sme@2026 rd >= - ten_thousand_yuan
specialised-sme@2026 rd_share >= - percent
specialised-sme@2026 income >= - ten_thousand_yuan
specialised-sme@2026 ip >= - item
specialised-sme@2026 score >= - piece
"""

# Industry and measure, lower limits of large, medium and small; * was not read.
SIZES = """
agriculture income 20000 500 50
industry employees 1000 300 20
industry income 40000 2000 300
construction income 80000 6000 300
construction assets 80000 5000 300
wholesale employees 200 20 5
wholesale income 40000 5000 1000
retail employees 300 50 10
retail income 20000 500 100
transport employees 1000 300 20
transport income 30000 3000 200
storage employees 200 100 20
storage income 30000 1000 100
post employees 1000 300 20
post income 30000 2000 100
lodging employees 300 100 10
lodging income 10000 2000 100
catering employees 300 100 10
catering income 10000 2000 100
information employees 2000 100 10
information income 100000 1000 100
software employees 300 100 10
software income 10000 1000 50
real_estate income 200000 1000 100
real_estate assets 10000 5000 2000
property employees 1000 300* 100
property income 5000 1000* 500
leasing employees 300 100* 10
leasing assets 120000 8000* 100
others employees 300 100* 10
"""


def rule_set(library: Library, name: str) -> RuleSet:
    return read_rule_book(library).in_force(name, DAY)


@pytest.mark.parametrize("written", NUMBERS.strip().splitlines())
def test_a_number_is_the_one_that_was_read(library: Library, written: str) -> None:
    name, code, operator, number, unit = written.split()
    criterion = next(one for one in rule_set(library, name).criteria if one.code == code)
    assert criterion.operator.value == operator
    assert criterion.unit is not None
    assert criterion.unit.code == unit
    (line,) = criterion.lines
    assert line.limit == (None if number == "-" else Fraction(number))
    assert line.verified is (number != "-")


def test_every_number_of_a_rule_set_stands_in_the_list_above(library: Library) -> None:
    listed = {tuple(written.split()[:2]) for written in NUMBERS.strip().splitlines()}
    names = {name for name, _ in listed} - {"national-professional", "shanxi-professional"}
    numbers = {
        (name, one.code)
        for name in names
        for one in rule_set(library, name).criteria
        if one.unit is not None and len(one.lines) == 1
    }
    assert numbers <= listed


def test_lines_by_case_are_those_that_were_read(library: Library) -> None:
    def lines(name: str, code: str) -> list[tuple[object, ...]]:
        one = next(one for one in rule_set(library, name).criteria if one.code == code)
        return [(line.upto, line.codes, line.limit, line.verified) for line in one.lines]

    assert lines("high-tech", "rd_share") == [(5000, (), 5, True), (20000, (), 4, True), (None, (), 3, True)]
    stays = [(None, ("biomedicine", "modern_agriculture"), 60, False), (None, (), 48, True)]
    assert lines("residence", "stay") == stays
    assert lines("incubating", "stay") == stays


def test_size_limits_are_those_that_were_read(library: Library) -> None:
    found = []
    for industry in rule_set(library, "size").industries:
        for measure in industry.measures:
            limits = [
                f"{one.limit}" + ("" if one.verified else "*")
                for one in (measure.large, measure.medium, measure.small)
            ]
            found.append(" ".join([industry.code, measure.fact, *limits]))
    assert found == SIZES.strip().splitlines()


def test_the_numbers_of_2022_end_on_the_last_day_of_march_2026_and_the_next_edition_needs_update(
    library: Library,
) -> None:
    book = read_rule_book(library)
    before = book.in_force("specialised-sme", date(2026, 3, 31))
    after = book.in_force("specialised-sme", date(2026, 4, 1))
    assert (before.edition, before.needs_update) == ("2022", False)
    assert (after.edition, after.needs_update) == ("2026", True)
    assert rule_set(library, "standard-level").needs_update


def test_what_is_verified_has_an_address_and_was_not_written_from_memory(library: Library) -> None:
    for one in read_rule_book(library).rule_sets:
        for criterion in one.criteria:
            if criterion.verified:
                assert criterion.source.address.startswith("http"), (one.code, criterion.code)
                assert criterion.source.kind is SourceKind.REPUBLICATION


def test_every_fact_of_an_indicator_is_in_its_dimension(library: Library) -> None:
    for fact in read_facts(library).values():
        if fact.working.value == "indicator":
            assert fact.unit is not None
            assert fact.unit.dimension is library.indicators[fact.of[0]].unit.dimension, fact.code


def test_the_page_of_the_rule_sets_is_current(library: Library) -> None:
    assert RULES.read_text("utf-8") == page_of_rules(library), "run tasks.py templates"


def test_the_user_s_own_file_changes_a_number_and_adds_a_rule_set(tmp_path: Path) -> None:
    folder = tmp_path / "rulesets"
    folder.mkdir()
    (folder / "shanxi-2024.toml").write_text(
        '[criteria.area]\nlimit = { comprehensive = 8000 }\nedited_by = "林晓"\n', "utf-8"
    )
    (folder / "city.toml").write_text(
        'code = "city"\nedition = "2026"\nzh = "市级"\nen = "City"\ndocument = "市文"\nsubject = "tenant"\n'
        "since = 2026-01-01\ndates_verified = true\nchecked_on = 2026-01-01\nsource_kind = 'own'\n"
        '[criteria.income]\nzh = "收入"\nen = "Income"\nfact = "income"\noperator = ">="\nlimit = 5\n'
        'unit = "ten_thousand_yuan"\nverified = false\n',
        "utf-8",
    )
    book = read_rule_book(Library.load(user_folder=tmp_path))
    area = next(one for one in book.in_force("shanxi-comprehensive", DAY).criteria if one.code == "area")
    assert (area.lines[0].limit, area.verified) == (Fraction(8000), False)
    assert area.source.address.startswith("https://163.com/")
    assert area.edit is not None
    assert (area.edit.shipped, area.edit.by) == (Fraction(5000), "林晓")
    other = next(one for one in book.in_force("shanxi-professional", DAY).criteria if one.code == "area")
    assert (other.lines[0].limit, other.verified) == (Fraction(3000), True)
    assert book.in_force("city", DAY).source.kind is SourceKind.OWN


@pytest.mark.parametrize("wrong", ['indicator = "weather"', 'indicator = "employees"'])
def test_a_fact_of_no_indicator_or_of_another_dimension_is_refused(tmp_path: Path, wrong: str) -> None:
    own = 'zh = "收入"\nen = "Income"\nunit = "ten_thousand_yuan"\n'
    (tmp_path / "rule_facts.toml").write_text(f"[income]\n{own}{wrong}\n", encoding="utf-8")
    with pytest.raises(DataFormatError) as refused:
        read_facts(Library.load(user_folder=tmp_path))
    assert refused.value.values["where"] == "rule_facts.toml.income"


def test_a_fault_of_the_user_s_own_file_is_named_with_file_and_place(tmp_path: Path) -> None:
    folder = tmp_path / "rulesets"
    folder.mkdir()
    (folder / "shanxi-2024.toml").write_text('[criteria.area]\nlimit = "gross"\n', "utf-8")
    with pytest.raises(DataFormatError) as refused:
        read_rule_book(Library.load(user_folder=tmp_path))
    assert refused.value.values["where"] == "shanxi-2024.toml.criteria.area.limit"
