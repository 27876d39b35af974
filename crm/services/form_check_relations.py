"""The relations that forms share, as far as a bound form shows what they are about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm.domain.quantity import Dimension
from crm.domain.wording import Words
from crm.filings.check_words import relation_in_words
from crm.filings.expression import parse_expression
from crm.filings.form import Basis
from crm.services.form_check import CheckKind, FormCheck

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crm.services.form_check_cells import CheckedCells


@dataclass(frozen=True, slots=True)
class Shared:
    """What forms share: sets of relations as they were read, and what the forms are called."""

    relations: Mapping[str, object]
    forms: Mapping[str, Words]


def propose_relations(cells: CheckedCells, shared: Shared) -> Iterator[FormCheck]:
    """The shared relations all of whose names this form shows, or that bring what it does not; those are off."""
    for name, content in shared.relations.items():
        if not isinstance(content, dict):
            continue
        facts = {str(fact["name"]): fact for fact in content.get("fact", ())}
        for check in content.get("check", ()):
            yield from _relation(cells, name, check, facts=facts, forms=shared.forms)


def _relation(
    cells: CheckedCells,
    name: str,
    check: Mapping[str, Any],
    *,
    facts: Mapping[str, Any],
    forms: Mapping[str, Words],
) -> Iterator[FormCheck]:
    code, text = str(check["code"]), str(check["expression"])
    limits = set(check.get("limits", {}))
    uses = [one for one in parse_expression(text, where=code).references if one.name not in limits]
    if check["scope"] != "form" or any(one.use not in {"value", "filed"} for one in uses):
        return
    names = {one.name for one in uses} | set(check.get("mark", ()))
    shown = [one for one in names if one in cells.by_name]
    money = [one for one in shown if cells.trade.indicators[cells.by_name[one].figure.indicator].unit.dimension
             is Dimension.MONEY]  # fmt: skip
    if not names <= {*cells.by_name, *facts} or not shown or (money and not cells.is_one_unit(money)):
        return

    def label(name: str) -> Words:
        is_brought = name in facts and name not in cells.by_name
        return _fact_label(cells, facts[name], forms) if is_brought else cells.label(name)

    first = next((one for one in check.get("mark", ()) if one in cells.by_name), shown[0])
    yield FormCheck(
        f"relation:{name}:{code}",
        CheckKind.RELATION,
        cells.place(first),
        relation_in_words(text, label),
        is_on=names <= cells.by_name.keys(),
        include=(name, code),
    )


def _fact_label(cells: CheckedCells, fact: Mapping[str, Any], forms: Mapping[str, Words]) -> Words:
    """What a figure that no cell shows is called: its indicator, the basis, and the form it was filed in."""
    name = cells.trade.indicators[str(fact["indicator"])].name
    basis = Basis(fact.get("basis", Basis.PERIOD.value))
    label = Words("", "") if basis is Basis.PERIOD else cells.form.basis_labels[basis]
    zh, en = (" · ".join(filter(None, both)) for both in ((name.zh, label.zh), (name.en, label.en)))
    if "form" not in fact:
        return Words(zh, en)
    form = forms.get(fact["form"], Words(fact["form"], fact["form"]))
    return Words(f"{zh}（{form.zh}）", f"{en} ({form.en})")
