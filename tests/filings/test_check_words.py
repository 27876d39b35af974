"""A relation in words: labels in the place of names, signs as people write them."""

from __future__ import annotations

import pytest

from crm.filings.check_words import relation_in_words

LABELS = {"a": "甲", "b": "乙", "c": "丙", "rows.a": "各行甲"}


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
    assert relation_in_words(expression, LABELS.__getitem__) == said
