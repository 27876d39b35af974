"""Words in both languages: forms that follow a number, lists, sentences one after another."""

from __future__ import annotations

from crm.domain.wording import Language, counted, in_a_list, one_after_another


def test_what_follows_a_number_is_singular_for_one_alone() -> None:
    said = "{count} {count|row is|rows are} left"
    assert counted(said, count=1) == "1 row is left"
    assert counted(said, count="1,001") == "1,001 rows are left"


def test_things_are_listed_as_the_language_lists_them() -> None:
    assert in_a_list(["甲", "乙"], Language.ZH) == "甲、乙"
    assert in_a_list(["one", "two"], Language.EN) == "one, two"


def test_a_full_width_stop_needs_no_space_behind_it() -> None:
    assert one_after_another("已保存。", "", "共 3 行。") == "已保存。共 3 行。"
    assert one_after_another("Saved.", "3 rows.") == "Saved. 3 rows."
    assert one_after_another() == ""
