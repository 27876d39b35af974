"""Messages: every code has a sentence in both languages, and a missing one loses nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import DataFormatError, RuleError
from crm.domain.finding import Finding, Severity
from crm.domain.wording import Language, Words
from crm.services.library import load_messages
from crm.services.messages import catalogue_from_tables

_PLACES = re.compile(r"\{(\w+(?::\w+)?)\}")

if TYPE_CHECKING:
    from crm.services.library import Library


def test_a_sentence_is_worded_in_the_language_asked_for() -> None:
    catalogue = catalogue_from_tables(
        {
            "too-big": {
                "severity": "warning",
                "zh": "“{value}”太大",
                "en": '"{value}" is too big',
                "remedy": {"zh": "改小", "en": "Make {value} smaller"},
            }
        }
    )
    chinese = catalogue.word("too-big", {"value": 3}, Language.ZH)
    assert (chinese.text, chinese.remedy) == ("“3”太大", "改小")
    english = catalogue.word_error(RuleError("too-big", value="3"), Language.EN)
    assert (english.text, english.remedy) == ('"3" is too big', "Make 3 smaller")
    (message,) = catalogue
    assert message.severity is Severity.WARNING


def test_a_finding_may_name_its_place() -> None:
    catalogue = catalogue_from_tables({"bad": {"zh": "{where}有误", "en": "{where} is wrong"}})
    assert catalogue.word_finding(Finding("bad", Severity.ERROR, "B7"), Language.EN).text == "B7 is wrong"


def test_codes_among_the_values_are_called_by_their_words() -> None:
    catalogue = catalogue_from_tables(
        {
            "no": {
                "zh": "不能转为{target:stage}，缺{needs:need}{other}",
                "en": "no {target:stage}: {needs:need}",
            }
        },
        terms={
            "stage": {"lead": Words("线索", "Lead")},
            "need": {"a": Words("甲", "A"), "b": Words("乙", "B")},
        },
    )
    values = {"target": "lead", "needs": "a, b"}
    assert catalogue.word("no", values, Language.ZH).text == "不能转为线索，缺甲、乙{other}"
    assert catalogue.word("no", {"target": "x", "needs": "b, c"}, Language.EN).text == "no x: B, c"


def test_a_moment_of_the_journal_is_told_by_the_clock_at_the_wall() -> None:
    catalogue = catalogue_from_tables({"done": {"zh": "{at:moment} 完成", "en": "done at {at:moment}"}})
    values = {"at": "2026-11-19T17:05:00Z"}
    assert catalogue.word("done", values, Language.ZH).text == "2026-11-20 01:05 完成"  # in Shanghai
    assert catalogue.word("done", {"at": ""}, Language.EN).text == "done at "


def test_a_code_without_a_message_is_shown_with_its_values() -> None:
    catalogue = catalogue_from_tables({})
    assert catalogue.word("mystery", {"x": 1}, Language.ZH).text == "mystery (x=1)"
    assert catalogue.word("mystery", {}, Language.ZH).text == "mystery"


@pytest.mark.parametrize(
    ("table", "code"),
    [
        (3, "data-not-a-table"),
        ({"zh": "一"}, "data-words-missing"),
        ({"zh": "一", "en": "one", "severity": "loud"}, "data-value-unknown"),
        ({"zh": "一", "en": "one", "remedy": {"zh": "一"}}, "data-words-missing"),
    ],
)
def test_a_faulty_message_is_refused(table: object, code: str) -> None:
    with pytest.raises(DataFormatError, match=code):
        catalogue_from_tables({"x": table})


def places(text: str) -> set[str]:
    """The values a sentence names; one with words of its own has twins called ``zh``, ``en``."""
    return {re.sub(r"(^|_)(zh|en)$", "", name) for name in _PLACES.findall(text)}


def test_the_shipped_messages_name_the_same_values_in_both_languages() -> None:
    for message in load_messages():
        assert places(message.text.zh) == places(message.text.en), message.code
        if message.remedy is not None:
            assert places(message.remedy.zh) == places(message.remedy.en), message.code


def test_no_remedy_sends_to_a_correction_of_stages_that_is_not_there() -> None:
    """A stage that is recorded keeps its day: it is undone and recorded anew."""
    for message in load_messages():
        remedy = message.remedy
        told = "" if remedy is None else remedy.in_language(Language.ZH)
        assert not re.search(r"企业详情里(更正|补记)|阶段记录中更正", told), message.code


def test_tables_and_proofs_are_told_by_their_words_wherever_a_sentence_names_them(library: Library) -> None:
    listed, known = re.compile(r"\{(\w+):(\w+)\}"), {*library.messages.terms, "moment"}
    for message in library.messages:
        texts = (message.text.zh, message.text.en)
        assert all("{table}" not in text for text in texts), message.code
        assert {name for text in texts for _, name in listed.findall(text)} <= known
    values: dict[str, str | int] = {"operation": 9, "table": "observations", "record": 3, "later": 12}
    assert (
        "：数据记录 3 后来被操作 12 改过"
        in library.messages.word("undo-later-change", values, Language.ZH).text
    )
    asked = library.messages.word("evidence-period-missing", {"proof": "event_record"}, Language.ZH)
    assert asked.text == "“活动通知、签到表与照片”这种材料要写明所属的期间"
