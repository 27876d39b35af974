"""``crm measure``: one figure, exactly, and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.cli.amounts import exact
from crm.cli.desk import Answer
from crm.cli.table import table_lines
from crm.cli.verbs import UsageError
from crm.domain.measures import MeasureRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.cli.desk import Desk
    from crm.cli.verbs import Given
    from crm.domain.indicators import Indicator
    from crm.services.figures import Group


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """A group's figure in the indicator's unit and how many records make it."""

    key: str | None
    value: str | None
    contributions: int


@dataclass(frozen=True, slots=True)
class MeasureDocument:
    """A figure in the indicator's unit; ``value`` is None where nobody has reported."""

    measure: str
    period: str
    unit: str
    value: str | None
    contributions: int
    missing: int
    groups: tuple[GroupEntry, ...]


def answer(desk: Desk, given: Given) -> Answer:
    """Ask the figure engine."""
    from crm.services import figures

    indicator = desk.library.indicators[given["indicator"]]
    request = MeasureRequest(indicator.code, given["period"], as_of=given["as_of"])
    where = _conditions(given["where"])
    workplace = desk.workplace()
    measured = figures.answer(workplace, desk.library, request, where=where)
    groups: Sequence[Group] = ()
    if given["by"]:
        groups = figures.answer_groups(workplace, desk.library, request, by=given["by"], where=where)
    document = MeasureDocument(
        measure=indicator.code,
        period=given["period"].code,
        unit=indicator.unit.code,
        value=exact(measured.value, indicator.unit),
        contributions=len(measured.contributions),
        missing=len(measured.missing),
        groups=tuple(
            GroupEntry(group.key, exact(group.value, indicator.unit), group.contributions) for group in groups
        ),
    )
    return Answer(document, _lines(desk, document, indicator, by=given["by"]))


def _conditions(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The conditions by field; of two for one field the last would win unseen."""
    conditions: dict[str, str] = {}
    for name, value in pairs:
        if name in conditions:
            raise UsageError("cli-pair-twice", option="--where", text=name)
        conditions[name] = value
    return conditions


def _lines(desk: Desk, document: MeasureDocument, indicator: Indicator, *, by: str | None) -> list[str]:
    texts = desk.texts
    name, unit = texts.of(indicator.name), texts.or_code("units", document.unit)
    value = texts.word("words.not_reported_value") if document.value is None else document.value
    lines = [
        texts.word("words.figure", name=name, unit=unit, period=document.period),
        "  " + texts.word("words.value", value=value),
        "  "
        + texts.word("words.contributions", contributions=document.contributions, missing=document.missing),
    ]
    if by is None:
        return lines
    rows = [
        (_key_label(desk, by, group.key), group.value or "", str(group.contributions))
        for group in document.groups
    ]
    headings = (
        texts.word("words.group"),
        f"{texts.word('words.amount')} ({unit})",
        texts.word("words.records"),
    )
    return [*lines, "", *table_lines(rows, headings=headings, right=(1, 2))]


def _key_label(desk: Desk, by: str, key: str | None) -> str:
    if not key:
        return desk.texts.word("words.none")
    terms = desk.library.vocabulary.get(by)
    return f"{desk.texts.of(terms.words(key))} ({key})" if terms and key in terms else key
