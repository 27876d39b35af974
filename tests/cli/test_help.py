from __future__ import annotations

import re
import string

import pytest

from crm.cli import main
from crm.cli.texts import Texts
from crm.cli.verbs import GLOBAL_OPTIONS, VERBS
from crm.domain.wording import Language, choose_forms

_HAN = re.compile(r"[\u3400-\u9fff，。、；：（）“”]")
_ENGLISH_WORDS = re.compile(
    r"\b(usage|options|arguments|positional|optional|show this|required|default)\b", re.IGNORECASE
)
HELPS = [[], *(name.split() for name in VERBS)]


@pytest.mark.parametrize("words", HELPS, ids=" ".join)
def test_english_help_has_no_chinese_in_it(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--help", "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert "Incubator CRM" in shown or "Usage" in shown
    assert not _HAN.search(shown), shown


@pytest.mark.parametrize("words", HELPS, ids=" ".join)
def test_chinese_help_has_none_of_argparse_s_english(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--help"]) == 0
    shown = capsys.readouterr().out
    assert _HAN.search(shown)
    assert not _ENGLISH_WORDS.search(shown), shown


@pytest.mark.parametrize("verb", VERBS.values(), ids=lambda verb: str(verb.name))
@pytest.mark.parametrize("language", Language)
def test_help_names_every_argument_and_option(
    verb: object, language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    spoken = next(each for each in VERBS.values() if each is verb)
    main([*spoken.name.split(), "--help", "--lang", language.value])
    shown = capsys.readouterr().out
    for argument in spoken.arguments:
        assert argument.name in shown
    for option in (*spoken.options, *GLOBAL_OPTIONS):
        assert option.flag in shown


def test_the_whole_help_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--help"])
    shown = capsys.readouterr().out
    for name in VERBS:
        assert f"\n  {name}" in shown


def test_both_languages_say_the_same_things_with_the_same_values() -> None:
    zh, en = Texts.load(Language.ZH).by_name, Texts.load(Language.EN).by_name
    assert set(zh) == set(en)
    for name, text in zh.items():
        assert _places(text) == _places(choose_forms(en[name], {})), name


def test_no_text_is_left_over_for_a_verb_or_option_that_is_gone() -> None:
    known = {
        f"verbs.{verb.name}.{part}" for verb in VERBS.values() for part in ("summary", "details", "example")
    }
    for verb in VERBS.values():
        known |= {f"verbs.{verb.name}.arguments.{argument.name.lower()}" for argument in verb.arguments}
        known |= {f"verbs.{verb.name}.options.{option.name}" for option in verb.options}
    assert {name for name in Texts.load(Language.ZH).by_name if name.startswith("verbs.")} == known


def test_help_fits_a_narrow_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from crm.cli.table import width_of

    monkeypatch.setenv("COLUMNS", "72")
    main(["--help"])
    lines = capsys.readouterr().out.splitlines()
    assert max(map(width_of, lines)) <= 72


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
