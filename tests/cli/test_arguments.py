from __future__ import annotations

from datetime import date

import pytest

from crm.cli.arguments import peek_language, read_arguments
from crm.cli.verbs import VERBS, UsageError
from crm.domain.errors import CrmError, ParseError
from crm.domain.period import Period
from crm.domain.wording import Language


def test_nothing_said_is_the_window() -> None:
    given = read_arguments([])
    assert given.verb is None
    assert given["database"] is None


def test_general_options_may_stand_before_and_after_the_verb() -> None:
    before = read_arguments(["--database", "a.db", "--today", "2026-09-30", "--lang", "en", "history"])
    after = read_arguments(["history", "--database=a.db", "--today=2026-09-30", "--lang=en"])
    assert before.values == after.values
    assert before.verb is after.verb is VERBS["history"]
    assert after["database"] == "a.db"
    assert after["today"] == date(2026, 9, 30)
    assert after["lang"] is Language.EN


def test_an_import_is_read_whole() -> None:
    given = read_arguments(
        [
            *(
                "import",
                "--sheet",
                "表 1",
                "名册.xlsx",
                "--map",
                "A=name",
                "--map",
                "法人= legal_representative",
            ),
            *(
                "--unit",
                "收入=yuan",
                "--kind",
                "figures",
                "--period",
                "2026年三季度",
                "--key",
                "uscc",
                "--dry-run",
            ),
        ]
    )
    assert given.verb is VERBS["import"]
    assert given["file"] == "名册.xlsx"
    assert given["sheet"] == "表 1"
    assert given["map"] == [("A", "name"), ("法人", "legal_representative")]
    assert given["unit"] == [("收入", "yuan")]
    assert given["kind"] == "figures"
    assert given["period"] == Period.parse("2026Q3")
    assert given["key"] == "uscc"
    assert given["dry_run"] is True
    assert given["json"] is False


def test_options_that_repeat_do_not_leak_from_one_command_to_the_next() -> None:
    read_arguments(["import", "a.xlsx", "--map", "A=name"])
    assert read_arguments(["import", "a.xlsx"])["map"] == []


def test_an_empty_right_side_leaves_a_column_out() -> None:
    assert read_arguments(["import", "a.xlsx", "--map", "备注="])["map"] == [("备注", "")]


def test_a_value_that_is_called_like_a_verb_is_a_value() -> None:
    given = read_arguments(["--database", "history", "undo", "3"])
    assert given.verb is VERBS["undo"]
    assert given["database"] == "history"
    assert given["operation"] == 3


def test_what_follows_two_dashes_is_never_an_option() -> None:
    assert read_arguments(["backup", "--", "--odd name.db"])["file"] == "--odd name.db"


def test_an_undo_without_a_number_means_the_last_operation() -> None:
    assert read_arguments(["undo"])["operation"] is None


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("综合情况!C8", ("综合情况", "C8")),
        ("'a!b'!$c$8", ("a!b", "C8")),
        ("'it''s'!A1", ("it's", "A1")),
    ],
)
def test_a_cell_is_a_sheet_and_an_address(text: str, cell: tuple[str, str]) -> None:
    assert read_arguments(["explain", "zone-quarterly", "--period", "2026Q3", "--cell", text])["cell"] == cell


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["impot"], "cli-verb-unknown"),
        (["history", "--jsn"], "cli-option-unknown"),
        (["import", "a.xlsx", "--peri", "2026"], "cli-option-unknown"),
        (["check"], "cli-option-missing"),
        (["file", "zone-quarterly", "--period", "2026Q3"], "cli-option-missing"),
        (["check", "--period"], "cli-option-needs-value"),
        (["import", "a.xlsx", "--map"], "cli-option-needs-value"),
        (["history", "--json=1"], "cli-option-takes-no-value"),
        (["history", "--help=1"], "cli-option-takes-no-value"),
        (["import"], "cli-argument-missing"),
        (["undo", "1", "2"], "cli-too-many"),
        (["history", "--today", "30.9.2026"], "cli-day-unknown"),
        (["history", "--lang", "de"], "cli-language-unknown"),
        (["import", "a.xlsx", "--kind", "rooms"], "cli-kind-unknown"),
        (["import", "a.xlsx", "--map", "A:name"], "cli-pair-form"),
        (["import", "a.xlsx", "--unit", "=yuan"], "cli-pair-form"),
        (["undo", "zero"], "cli-number-unknown"),
        (["undo", "0"], "cli-number-unknown"),
        (["explain", "f", "--period", "2026Q3", "--cell", "C8"], "cli-cell-form"),
        (["explain", "f", "--period", "2026Q3", "--cell", "!C8"], "cli-cell-form"),
    ],
)
def test_what_is_not_understood_has_its_own_code(words: list[str], code: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_arguments(words)
    assert refused.value.code == code


def test_an_odd_period_is_refused_by_the_domain() -> None:
    with pytest.raises(ParseError) as refused:
        read_arguments(["check", "--period", "soon"])
    assert refused.value.code == "period-unknown"


def test_the_likeliest_word_comes_first_in_the_remedy() -> None:
    with pytest.raises(UsageError) as refused:
        read_arguments(["bakup", "a.db"])
    assert str(refused.value.values["known"]).startswith("backup, ")


def test_help_needs_nothing_else() -> None:
    given = read_arguments(["file", "-h"])
    assert given["help"] is True
    assert given.verb is VERBS["file"]


@pytest.mark.parametrize(
    ("words", "language"),
    [
        (["history"], Language.ZH),
        (["history", "--lang", "en"], Language.EN),
        (["--lang=EN", "history"], Language.EN),
        (["--lang", "de"], Language.ZH),
        (["history", "--lang"], Language.ZH),
    ],
)
def test_the_language_is_known_before_anything_can_go_wrong(words: list[str], language: Language) -> None:
    assert peek_language(words) is language


def test_a_reader_s_error_is_never_swallowed_by_argparse() -> None:
    for words in (["undo", "x"], ["check", "--period", "x"]):
        with pytest.raises(CrmError):
            read_arguments(words)
