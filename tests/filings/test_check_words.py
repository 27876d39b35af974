"""A relation in words: labels in the place of names, signs as people write them."""

from __future__ import annotations

import pytest

from crm.domain.wording import Words
from crm.filings.check_words import relation_in_words

LABELS = {
    "a": Words("甲", "A"),
    "b": Words("乙", "B"),
    "c": Words("丙", "C"),
    "rows.a": Words("各行甲", "each A"),
}


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("a == b + c", "甲 = 乙 + 丙"),
        ("a - (b - c) >= 0", "甲 - (乙 - 丙) ≥ 0"),
        ("adds_up(a, b, c)", "甲 = 乙 + 丙"),
        ("sum(rows.a) <= a * 2", "sum(各行甲) ≤ 甲 × 2"),
        ("0 < a / b != c", "0 < 甲 ÷ 乙 ≠ 丙"),
        ("a > b and c", "a > b and c"),
    ],
)
def test_a_relation_is_told_by_the_labels_of_the_form(expression: str, said: str) -> None:
    assert relation_in_words(expression, LABELS.__getitem__).zh == said


def test_a_relation_is_told_in_both_languages() -> None:
    assert relation_in_words("sum(rows.a) <= a", LABELS.__getitem__).en == "sum(each A) ≤ A"
