"""Codes of firms and people: their kinds, what is wrong with them, how they are masked."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.domain.identifiers import (
    CodeKind,
    clean_code,
    email_problem,
    id_number_problem,
    kind_of_code,
    mask_id_number,
    mask_phone,
    phone_problem,
    uscc_problem,
)

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "data" / "vectors"

VERDICTS = {
    "valid": None,
    "InvalidLength": "uscc-length",
    "InvalidFormat": "uscc-alphabet",
    "InvalidChecksum": "uscc-check",
}
ID_VERDICTS = {
    "valid": None,
    "InvalidLength": "id-length",
    "InvalidFormat": "id-form",
    "InvalidChecksum": "id-check",
    "InvalidComponent": "id-part",
}


def vectors(name: str) -> list[list[str]]:
    path = VECTORS / name
    if not path.exists():
        pytest.skip(f"the test data is not here: {path}")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t"))[1:]


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("91350100M000100Y43", None),  # the worked example of the standard, its check character put right
        ("91350100M000100Y4Z", "uscc-alphabet"),
        ("91350100M000100Y41", "uscc-check"),
        ("91512081MA62K0260E", None),
        ("11320000MB151840XJ", None),
        ("91350211M0000XUF46", "uscc-check"),
        ("9131000063159284XQ", None),
        ("A1350100M000100Y43", "uscc-alphabet"),
        ("9135", "uscc-length"),
    ],
)
def test_the_worked_values_of_the_standard_come_out(code: str, problem: str | None) -> None:
    assert uscc_problem(code) == problem


def test_every_uscc_of_the_vectors_gets_its_verdict() -> None:
    rows = vectors("uscc_vectors.tsv")
    assert [uscc_problem(clean_code(row[0])) for row in rows] == [VERDICTS[row[1]] for row in rows]


def test_every_id_number_of_the_vectors_gets_its_verdict() -> None:
    rows = vectors("id_card_vectors.tsv")
    assert [id_number_problem(row[0]) for row in rows] == [ID_VERDICTS[row[1]] for row in rows]


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("360426199101010071", None),
        ("3604261991010100", "id-length"),
        ("T60426199101010078", "id-form"),
        ("36042619910102009X", "id-check"),
        ("360426199113010079", "id-part"),
    ],
)
def test_an_id_number_is_checked_part_by_part(number: str, problem: str | None) -> None:
    assert id_number_problem(number) == problem


def test_a_code_is_cleaned_of_width_blanks_and_dashes() -> None:
    assert clean_code(" 9135 0100-m000100y43 ") == "91350100M000100Y43"
    assert clean_code("９１３５０１００Ｍ０００１００Ｙ４３") == "91350100M000100Y43"
    assert clean_code("12345678-9") == "123456789"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("91350100M000100Y43", CodeKind.USCC),
        ("370304600096508", CodeKind.REGISTRATION_NUMBER),
        ("12345678X", CodeKind.ORGANISATION_CODE),
        ("000001.SZ", CodeKind.OTHER),
    ],
)
def test_a_code_is_told_by_its_form(code: str, kind: CodeKind) -> None:
    assert kind_of_code(code) is kind


@pytest.mark.parametrize(
    "text",
    [
        "13812345678",
        "138 1234 5678",
        "138-1234-5678",
        "+86 13812345678",
        "０１０－６２３４５６７８",
        "(0354)1234567",
        "021-62345678-801",
        "86-755-25531696,86-852-23288097",
        "86-755-25425020*6330,86-755-25425020*6368",
        "86-4008866338",
        "400-886-6338",
        "0354-1234567 转 12",
        "95588",
        "62345678",
        "+44 20 7946 0958",
        "13812345678 / 0354-1234567",
    ],
)
def test_the_ways_in_which_people_write_phone_numbers_are_known(text: str) -> None:
    assert phone_problem(text) is None


@pytest.mark.parametrize("text", ["12345678901", "张三", "138123", "", "0000", "1381234567x"])
def test_what_is_no_phone_number_is_named(text: str) -> None:
    assert phone_problem(text) == "phone-form"


def test_e_mail_addresses_are_told_from_other_texts() -> None:
    assert email_problem("a.b@example.cn") is None
    assert email_problem("a@example.cn；b@example.cn") is None
    assert email_problem("a＠example.cn") is None
    assert email_problem("example.cn") == "email-form"
    assert email_problem(" ") == "email-form"


def test_phones_and_id_numbers_are_masked_in_the_middle() -> None:
    assert mask_phone("13812345678") == "138****5678"
    assert mask_phone("13812345678,13987654321") == "138****5678,139****4321"
    assert mask_phone("1234567") == "*****67"
    assert mask_phone("12345") == "*****"
    assert mask_id_number("110101199001011234") == "110***********1234"


@given(st.text(alphabet="0123456789X", min_size=8, max_size=30))
def test_a_masked_number_keeps_its_length_and_hides_at_least_four_characters(number: str) -> None:
    masked = mask_id_number(number)
    assert len(masked) == len(number)
    assert masked.count("*") >= 4
