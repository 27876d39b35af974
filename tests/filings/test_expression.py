"""The language of checks: what it says, what it refuses, and that nothing else ever runs."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.domain.errors import DataFormatError
from crm.filings.expression import Expression, Reference, parse_expression
from crm.filings.values import Rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.filings.values import Value


@dataclass
class Values:
    """Names with values; every column is the same one."""

    values: dict[str, Value] = field(default_factory=dict)
    filed_values: dict[str, Value] = field(default_factory=dict)
    rows: tuple[Value, ...] = ()
    blank: Value = None

    def at(self, basis: str, name: str) -> Value:
        return self.values.get(f"{name}.{basis}")

    def of_form(self, name: str) -> Value:
        return self.values.get(name)

    def value(self, name: str) -> Value:
        return self.values.get(name)

    def filed(self, name: str) -> Value:
        return self.filed_values.get(name)

    def column(self, name: str) -> Sequence[Value]:
        if name == "tenants.kind":
            return ("a", "b", "a")
        return self.rows if name == "tenants.x" else (None,) * 3

    def filed_column(self, name: str) -> Sequence[Value]:
        shown = self.column(name)
        return [value.quantize(Decimal(1)) if isinstance(value, Decimal) else value for value in shown]

    def is_complete(self, name: str) -> bool:
        return name != "lacking"

    def is_repeated(self, name: str) -> bool:
        return name == "twice"


DAYS: dict[str, Value] = {
    "a": Decimal(2),
    "b": Decimal(3),
    "zero": Decimal(0),
    "none": None,
    "yes": True,
    "no": False,
    "word": "new_energy",
    "empty": "",
    "start": date(2023, 1, 31),
    "end": date(2025, 1, 30),
    "cell.last_year": Decimal(7),
}


def value_of(text: str, **more: Value) -> Value:
    rows = (Decimal("1.4"), None, Decimal("1.4"))
    facts = Values({**DAYS, **more}, {"a": Decimal("2.0")}, rows, more.get("blank"))
    return parse_expression(text, where="test").evaluate(facts)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", Decimal(7)),
        ("(1 + 2) * 3 - 4 / 8", Decimal("8.5")),
        ("-a + 0.1 + 0.2", Decimal("-1.7")),
        ("a / zero", None),
        ("a + none", None),
        ("a + word", None),
        ("yes + 1", None),
        ("a < b", True),
        ("a <= 2 < b", True),
        ("a < 2", False),
        ("a > b", False),
        ("a >= 2", True),
        ("a == 2.0", True),
        ("a != 2", False),
        ("1 < none < 0", None),
        ("5 < a < none", False),
        ("word == 'new_energy'", True),
        ("word != 'other'", True),
        ("word == 1", None),
        ("yes == no", False),
        ("yes == True", True),
        ("yes == 1", None),
        ("start < end", True),
        ("start == 'x'", None),
        ("cell.last_year", Decimal(7)),
        ("abs(0 - a)", Decimal(2)),
        ("abs(word)", None),
        ("min(a, b, 1)", Decimal(1)),
        ("max(a, b)", Decimal(3)),
        ("min(a, none)", None),
        ("max(a, none)", None),
        ("present(a)", True),
        ("present(zero)", True),
        ("present(none)", False),
        ("present(empty)", False),
        ("months(start, end)", Decimal(23)),
        ("months(end, start)", Decimal(-24)),
        ("months(start, none)", None),
        ("months(none, end)", None),
        ("sum(tenants.x)", Decimal("2.8")),
        ("filed_sum(tenants.x)", Decimal(2)),
        ("sum(tenants.y)", None),
        ("count(tenants.x)", Decimal(2)),
        ("count(tenants.y)", Decimal(0)),
        ("filed(a)", Decimal("2.0")),
        ("complete(a)", True),
        ("complete(lacking)", False),
        ("not repeated(twice)", False),
        ("repeated(a)", False),
        ("sum(tenants.x, tenants.kind == 'a')", Decimal("2.8")),
        ("sum(tenants.x, tenants.kind == 'b')", None),
        ("sum(tenants.x, tenants.x > 1 and tenants.kind == word)", None),
        ("filed_sum(tenants.x, tenants.kind == 'a')", Decimal(2)),
        ("count(tenants.x, a < b)", Decimal(2)),
        ("count(tenants.kind, tenants.kind != 'a')", Decimal(1)),
        ("count(tenants.kind, not present(tenants.x))", Decimal(1)),
        ("count(tenants.kind, none > 1)", Decimal(0)),
        ("previous(cell)", None),
        ("last_year(cell)", Decimal(7)),
        ("year_to_date(cell)", None),
        ("last_year_to_date(cell)", None),
        ("of_form(a)", Decimal(2)),
        ("adds_up(5, a, b)", True),
        ("adds_up(4.99, a, b)", False),
        ("adds_up(5, a, none)", None),
        ("adds_up(5, a, word)", None),
        ("near(a, b, 1)", True),
        ("near(b, a, 0.99)", False),
        ("near(a, none, 1)", None),
        ("near_percent(103, 100, 3)", True),
        ("near_percent(96.9, 100, 3)", False),
        ("near_percent(0 - 103, 0 - 100, 3)", True),
        ("both_or_neither(a, b)", True),
        ("both_or_neither(a, none)", False),
        ("both_or_neither(none, empty)", True),
        ("not_both(a, none)", True),
        ("not_both(a, zero)", False),
        ("not_both(none, empty)", True),
        ("percent(a, 4)", Decimal(50)),
        ("percent(a, zero)", None),
    ],
)
def test_an_expression_means_what_it_says(text: str, value: Value) -> None:
    assert value_of(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes and yes", True),
        ("yes and none", None),
        ("none and yes", None),
        ("no and none", False),
        ("none and no", False),
        ("yes or none", True),
        ("none or yes", True),
        ("none or no", None),
        ("no or no", False),
        ("not none", None),
        ("not yes", False),
        ("not a", None),
        ("a and yes", None),
        ("a or no", None),
    ],
)
def test_logic_has_three_values(text: str, value: Value) -> None:
    assert value_of(text) is value


@pytest.mark.parametrize(
    "text",
    [
        "a ** b",
        "a % b",
        "a // b",
        "a | b",
        "~a",
        "+a",
        "a is b",
        "a in (1, 2)",
        "a not in b",
        "[1, 2]",
        "{1: 2}",
        "(a, b)",
        "lambda: 1",
        "[x for x in a]",
        "a if b else c",
        "a[0]",
        "a.b.c",
        "'x'.join",
        "f'{a}'",
        "(a := 1)",
        "None",
        "...",
        "b'x'",
        "2j",
        "1e999",
        "abs()",
        "abs(a, b)",
        "abs(x=1)",
        "abs(*a)",
        "abs(**a)",
        "min(a)",
        "sum(1)",
        "value(a)",
        "count(abs(a))",
        "eval('1')",
        "__import__('os')",
        "open('x')",
        "a.upper()",
        "print(a)",
        "months(start)",
        "sum(a, b)",
        "sum(tenants.x, sum(tenants.x) > 1)",
        "sum(tenants.x, filed(tenants.x) > 1)",
        "count(tenants.x, a, b)",
        "previous(a, b)",
        "previous(1)",
        "near(a, b)",
        "not_both(a)",
    ],
)
def test_anything_else_is_not_allowed(text: str) -> None:
    with pytest.raises(DataFormatError, match="expression-not-allowed") as caught:
        parse_expression(text, where="some-check")
    assert caught.value.values["where"] == "some-check"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a + none == 2", True),
        ("none == 0", True),
        ("none < 1 and none <= none", True),
        ("adds_up(a, none, 2)", True),
        ("max(a, none)", Decimal(2)),
        ("present(none)", False),
        ("both_or_neither(a, none)", False),
        ("word == none", None),
    ],
)
def test_where_a_missing_value_counts_as_zero_it_is_one_to_arithmetic_alone(text: str, value: Value) -> None:
    assert value_of(text, blank=Decimal(0)) == value


def test_conditions_over_one_column_are_told_apart() -> None:
    text = "sum(t.x, t.y > 1) == sum(t.x, t.y > 2) + sum(t.x)"
    assert parse_expression(text, where="test").references == (
        Reference("each", "t.y"),
        Reference("sum", "t.x", 1),
        Reference("sum", "t.x", 2),
        Reference("sum", "t.x"),
    )


@pytest.mark.parametrize("text", ["", "a <", "a = 1", "import os", "(a", "a b", "\x00", "1 +"])
def test_what_is_no_expression_is_not_understood(text: str) -> None:
    with pytest.raises(DataFormatError, match="expression-not-understood"):
        parse_expression(text, where="test")


@pytest.mark.parametrize("text", ["-" * 60 + "a", "not " * 40 + "a", "abs(" * 35 + "a" + ")" * 35])
def test_a_deep_expression_is_refused_before_it_can_exhaust_anything(text: str) -> None:
    with pytest.raises(DataFormatError, match="expression-not-allowed"):
        parse_expression(text, where="test")


def test_a_long_expression_is_refused() -> None:
    with pytest.raises(DataFormatError, match="expression-too-long"):
        parse_expression("a + " * 200 + "a", where="test")


def test_references_say_which_names_are_used_and_how() -> None:
    expression = parse_expression("sum(t.x) <= a and filed(a) > a and complete(b.c)", where="test")
    assert expression.references == (
        Reference("sum", "t.x"),
        Reference("value", "a"),
        Reference("filed", "a"),
        Reference("complete", "b.c"),
    )
    assert expression.read(expression.references[1], Values({"a": Decimal(4)})) == 4


def test_expressions_of_the_same_text_are_equal() -> None:
    one, same = parse_expression("a < b", where="x"), parse_expression("a < b", where="y")
    assert one == same
    assert hash(one) == hash(same)
    assert one != parse_expression("a > b", where="x")
    assert one != "a < b"


NAMES = st.sampled_from([*DAYS, "tenants.x", "unknown", "a.b.c", "__class__", "__import__"])
ATOMS = st.one_of(
    NAMES,
    st.integers(-(10**6), 10**6).map(str),
    st.sampled_from(["0.5", "1e308", "'x'", "True", "None", "2j", "()", "[]", "b'x'"]),
)
CALLS = st.sampled_from(
    [
        "abs",
        "min",
        "max",
        "present",
        "months",
        "sum",
        "count",
        "filed",
        "complete",
        "repeated",
        "previous",
        "of_form",
        "adds_up",
        "near",
        "near_percent",
        "both_or_neither",
        "not_both",
        "percent",
        "filed_sum",
        "eval",
        "exec",
    ]
)
OPERATORS = ["+", "-", "*", "/", "**", "%", "<", "<=", "==", "!=", "and", "or", "in", "is"]
TREES = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(OPERATORS), inner).map(lambda parts: f"({' '.join(parts)})"),
        st.tuples(CALLS, st.lists(inner, max_size=3)).map(lambda parts: f"{parts[0]}({', '.join(parts[1])})"),
        inner.map(lambda text: f"(not {text})"),
        inner.map(lambda text: f"(-{text})"),
        inner.map(lambda text: f"{text}.upper()"),
        inner.map(lambda text: f"(lambda: {text})()"),
    ),
    max_leaves=12,
)


@settings(max_examples=400, deadline=None)
@given(text=TREES)
def test_an_expression_is_refused_or_gives_a_value_and_never_crashes(text: str) -> None:
    try:
        expression = parse_expression(text, where="test")
    except DataFormatError:
        return
    value = expression.evaluate(Values(DAYS, {}, (Decimal(1), None)))
    assert value is None or isinstance(value, Decimal | Rounded | str | date | bool)
    assert isinstance(expression, Expression)
    allowed = ast.Expression | ast.Constant | ast.Name | ast.Attribute | ast.UnaryOp | ast.BinOp | ast.BoolOp
    for node in ast.walk(ast.parse(text, mode="eval")):
        assert isinstance(
            node,
            allowed | ast.Compare | ast.Call | ast.operator | ast.unaryop | ast.boolop | ast.cmpop | ast.Load,
        )


@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=80))
def test_no_text_at_all_makes_the_parser_crash(text: str) -> None:
    try:
        expression = parse_expression(text, where="test")
    except DataFormatError:
        return
    assert expression.text == text
