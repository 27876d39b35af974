"""Code lists: what a text means, what a code is called, and what the shipped lists hold."""

from __future__ import annotations

import tomllib

import pytest

from crm import paths
from crm.domain.errors import DataFormatError, NotFoundError
from crm.domain.lifecycle import Stage
from crm.domain.vocabulary import Vocabulary, vocabularies_from_tables


@pytest.fixture(scope="module")
def lists() -> dict[str, Vocabulary]:
    tables = tomllib.loads((paths.resources() / "codes.toml").read_text(encoding="utf-8"))
    return vocabularies_from_tables(tables)


def test_the_stages_of_the_list_are_those_of_the_lifecycle(lists: dict[str, Vocabulary]) -> None:
    assert [term.code for term in lists["stage"]] == [stage.value for stage in Stage]


def test_the_torch_lists_have_all_their_codes(lists: dict[str, Vocabulary]) -> None:
    assert len(lists["technology_field"].terms) == 12
    assert len(lists["founder_kind"].terms) == 6
    assert len(lists["registration_type"].terms) == 25
    assert all(vocabulary.origin for vocabulary in lists.values())


def test_the_industries_are_20_letters_and_97_divisions_each_below_its_letter(
    lists: dict[str, Vocabulary],
) -> None:
    industry = lists["industry"]
    letters = [term.code for term in industry if not term.group]
    divisions = [term.code for term in industry if term.group]
    assert letters == list("ABCDEFGHIJKLMNOPQRST")
    assert divisions == [f"{number:02d}" for number in range(1, 98)]
    assert [term.group for term in industry if term.group] == sorted(
        term.group for term in industry if term.group
    )
    assert not industry.verified


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("在孵", "incubating"),
        ("孵化中", "incubating"),
        ("Active", "incubating"),
        ("Inactive", "exited"),
        ("Acquired", "acquired"),
        ("Public", "listed"),
        ("挂牌", "listed"),
        (" 已毕业 ", "graduated"),
        ("清退", "evicted"),
        ("incubating", "incubating"),
        ("正常", None),
        ("", None),
    ],
)
def test_registers_words_for_a_stage_are_known(
    lists: dict[str, Vocabulary], text: str, code: str | None
) -> None:
    assert lists["stage"].find(text) == code


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("registration_type", "173", "173"),
        ("registration_type", "私营有限责任公司", "173"),
        ("registration_type", "173-私营有限责任公司", "173"),
        ("technology_field", "地球空间与海洋", "earth_space_ocean"),
        ("education", "硕士研究生", "master"),
        ("gender", "女", "female"),
    ],
)
def test_choices_are_known_by_code_name_or_both(
    lists: dict[str, Vocabulary], name: str, text: str, code: str
) -> None:
    assert lists[name].find(text) == code


@pytest.mark.parametrize(
    ("text", "code", "letter"),
    [
        ("I", "I", "I"),
        ("65", "65", "I"),
        ("I65", "65", "I"),
        ("6513", "6513", "I"),
        ("651", "651", "I"),
        ("I6513 应用软件开发", "6513", "I"),
        ("软件和信息技术服务业", "65", "I"),
        ("信息传输、软件和信息技术服务业", "I", "I"),
        ("0111", "0111", "A"),
        ("教育", "P", "P"),
        ("83", "83", "P"),
        ("C65", None, ""),
        ("9999", None, ""),
        ("人工智能", None, ""),
    ],
)
def test_an_industry_is_known_by_letter_division_or_class(
    lists: dict[str, Vocabulary], text: str, code: str | None, letter: str
) -> None:
    industry = lists["industry"]
    assert industry.find(text) == code
    assert industry.group(code or "") == letter


def test_a_finer_industry_is_called_as_its_division(lists: dict[str, Vocabulary]) -> None:
    assert lists["industry"].words("6513").zh == "软件和信息技术服务业"
    assert "6513" in lists["industry"]
    assert "9913" not in lists["industry"]
    assert "incubating" in lists["stage"]
    assert lists["stage"].group("incubating") == ""
    assert lists["stage"].words("incubating").zh == "在孵"


def test_a_code_that_is_in_no_list_is_refused_by_name(lists: dict[str, Vocabulary]) -> None:
    with pytest.raises(NotFoundError, match="term-unknown"):
        lists["stage"].words("nonsense")


def listed(**terms: object) -> dict[str, object]:
    return {"colour": {"origin": "a test", "terms": terms}}


def term(zh: str, en: str, **more: object) -> dict[str, object]:
    return {"zh": zh, "en": en, **more}


def test_a_text_of_two_codes_means_the_upper_one_or_is_refused() -> None:
    lists = vocabularies_from_tables(listed(a=term("红", "red"), a1=term("红", "crimson", group="a")))
    assert lists["colour"].find("红") == "a"
    with pytest.raises(DataFormatError, match="data-value-twice"):
        vocabularies_from_tables(listed(a=term("红", "red"), b=term("蓝", "blue", synonyms=["RED"])))


@pytest.mark.parametrize(
    ("tables", "code"),
    [
        ({"colour": 1}, "data-not-a-table"),
        ({"colour": {"terms": {}}}, "data-text-missing"),
        ({"colour": {"origin": "a test"}}, "data-not-a-table"),
        (listed(a=1), "data-not-a-table"),
        (listed(a=term("红", "")), "data-words-missing"),
        (listed(a=term("红", "red", synonyms="x")), "data-list-of-texts-missing"),
        (listed(a=term("红", "red", synonyms=[1])), "data-list-of-texts-missing"),
    ],
)
def test_a_faulty_list_is_refused(tables: dict[str, object], code: str) -> None:
    with pytest.raises(DataFormatError, match=code):
        vocabularies_from_tables(tables)
