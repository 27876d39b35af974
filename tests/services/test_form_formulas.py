"""Formulas of a blank that are sums, differences or comparisons of bound cells; everything else says nothing."""

from __future__ import annotations

import pytest

from crm.services.form_formulas import Comparison, FormulaReader, Terms

BOUND = {f"表!B{row}": f"b{row}" for row in range(2, 8)} | {"别 表!C1": "other"}


def read(text: str, **more: str) -> Terms | Comparison | None:
    formulas = {"表!B1": text} | {f"表!{place}": formula for place, formula in more.items()}
    return FormulaReader(BOUND, formulas, lambda place: place == "表!A2").read("表!B1")


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("SUM(B2:B4)", "b2 + b3 + b4"),
        ("=SUM($B$2:B3,B5)", "b2 + b3 + b5"),
        ("B2+B3-B4", "b2 + b3 - b4"),
        ("-B2+(B3-B4)", "-b2 + b3 - b4".replace("-b2", "- b2")),
        ("SUM(A2:B3)-B4", None),
        ("SUM(A2:B2)+B3", "b2 + b3"),
        ("'别 表'!C1+B2", "other + b2"),
        ("B1+B2", None),
        ("B2", None),
        ("B2+B2", None),
        ("B2*B3", None),
        ("B2/B3", None),
        ("ROUND(B2,2)+B3", None),
        ("B2+B9", None),
        ("B2+B3)", None),
        ("SUM(B2", None),
        ("SUM(B2:B90)", None),
        ("B2:B4", None),
        ("SUM(B4:B2)", None),
        ("B2+#REF!", None),
        ('"合计"', None),
        ("IF(B2+B3,1,0)", None),
    ],
)
def test_sums_and_differences_are_read(formula: str, said: str | None) -> None:
    found = read(formula)
    assert (found.text if found else None) == said


def test_a_comparison_is_read_alone_and_as_a_condition() -> None:
    for formula in ("B2=SUM(B3:B4)", 'IF(B2=SUM(B3:B4),"√","×")'):
        found = read(formula)
        assert isinstance(found, Comparison)
        assert (found.text, found.names) == ("b2 == b3 + b4", ("b2", "b3", "b4"))
    unequal = read("B2<>B3")
    assert isinstance(unequal, Comparison)
    assert unequal.text == "b2 != b3"


def test_a_formula_stands_for_what_it_computes_itself() -> None:
    found = read("C1-B4", C1="SUM(B2:B3)")
    assert isinstance(found, Terms)
    assert (found.text, found.is_sum) == ("b2 + b3 - b4", False)
    assert read("C1+B2", C1="B2=B3") is None
    assert read("C1+B2", C1="C1+B3") is None
    assert read("C1+B2", C1="") is None
