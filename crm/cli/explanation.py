"""``crm explain``: where the figure in a cell comes from, down to the records whose sum it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crm.cli.amounts import decimal_text, filed_text
from crm.cli.desk import Answer
from crm.cli.table import table_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.cli.desk import Desk
    from crm.cli.verbs import Given
    from crm.services.explanation import Explanation


@dataclass(frozen=True, slots=True)
class RowEntry:
    """A record's share, exactly, in the unit of the rows; None where the record shows a text or a date."""

    kind: str
    id: int
    label: str
    amount: str | None


@dataclass(frozen=True, slots=True)
class MissingEntry:
    """A record of the population without the figure."""

    kind: str
    id: int
    label: str


@dataclass(frozen=True, slots=True)
class PreviousEntry:
    """What the same cell said when the form was last filed for an earlier period, and how far it is from that."""

    period: str
    value: str | None
    change: str | None


@dataclass(frozen=True, slots=True)
class ExplanationDocument:
    """Why a cell holds what it holds; ``out`` is the workbook that was written."""

    cell: str
    label: str
    value: str | None
    unit: str | None
    indicator: str | None
    formula: str
    rows: tuple[RowEntry, ...]
    missing: tuple[MissingEntry, ...]
    definition: str | None
    source: str | None
    verified: bool | None
    period: str | None
    population: str | None
    within: Mapping[str, tuple[str, ...]]
    as_of: str | None
    sum: str | None
    adds_up: bool | None
    previous: PreviousEntry | None
    out: str | None


def answer(desk: Desk, given: Given) -> Answer:
    """Build the filing and explain one of its cells; write the explanation as a workbook where asked."""
    from crm.services.explanation import AT_FIRST, explain_fully, explained_facts, export_explanation
    from crm.services.filings import build_filing
    from crm.services.frozen_filings import previous_filing

    sheet, address = given["cell"]
    workplace = desk.workplace()
    library, code = desk.form(given["form"])
    desk.tell("words.filing", form=code, period=given["period"].code)
    filing = build_filing(workplace, library, code, given["period"])
    explanation = explain_fully(filing, previous_filing(workplace, filing), sheet=sheet, address=address)
    if given["out"]:
        export_explanation(workplace, library, explanation, Path(given["out"]), desk.language)
    document = _document(desk, explanation, out=given["out"])
    texts = desk.texts
    unit = f" {texts.or_code('units', document.unit)}" if document.unit else ""
    value = texts.word("words.none") if document.value is None else document.value + unit
    facts = explained_facts(library, explanation, desk.language)[AT_FIRST:]
    lines = [
        texts.word("words.cell", cell=document.cell),
        texts.word("words.label", label=document.label),
        texts.word("words.shown", value=value),
        *(texts.word("words.fact", name=name, text=text) for name, text in facts),
        *_row_lines(desk, document),
        *_missing_lines(desk, document),
    ]
    if given["out"]:
        lines += ["", desk.texts.word("words.filed", path=given["out"])]
    return Answer(document, lines)


def _document(desk: Desk, explanation: Explanation, *, out: str | None) -> ExplanationDocument:
    trace = explanation.trace
    definition, part = trace.definition, trace.parts[0] if trace.parts else None
    return ExplanationDocument(
        cell=f"{trace.sheet}!{trace.address}",
        label=desk.texts.of(trace.label),
        value=filed_text(trace.value),
        unit=trace.unit.code if trace.unit else None,
        indicator=definition.code if definition else None,
        definition=desk.texts.of(definition.definition) if definition else None,
        source=desk.texts.of(definition.origin) if definition else None,
        verified=definition.verified if definition else None,
        period=part.period.code if part else None,
        population=part.population.value if part else None,
        within=dict(part.within) if part else {},
        as_of=part.as_of.isoformat() if part else None,
        formula=desk.messages.word(trace.formula.code, trace.formula.values, desk.language).text,
        sum=decimal_text(part.shown) if part and part.shown is not None else None,
        adds_up=explanation.adds_up,
        previous=_previous(explanation),
        rows=tuple(
            RowEntry(row.kind, row.id, row.label, None if row.shown is None else decimal_text(row.shown))
            for row in trace.rows
        ),
        missing=tuple(MissingEntry(one.kind, one.id, one.label) for one in trace.missing),
        out=out,
    )


def _previous(explanation: Explanation) -> PreviousEntry | None:
    before, period, change = explanation.before, explanation.before_period, explanation.change
    if before is None or period is None:
        return None
    return PreviousEntry(
        period.code, filed_text(before.value), None if change is None else decimal_text(change)
    )


def _row_lines(desk: Desk, document: ExplanationDocument) -> list[str]:
    if not document.rows:
        return []
    headings = [desk.texts.word(f"words.{name}") for name in ("kind", "id", "name", "amount")]
    rows = [
        (desk.texts.or_code("records", row.kind), str(row.id), row.label, row.amount or "")
        for row in document.rows
    ]
    return ["", *table_lines(rows, headings=headings, right=(1, 3))]


def _missing_lines(desk: Desk, document: ExplanationDocument) -> list[str]:
    if not document.missing:
        return []
    rows = [(desk.texts.or_code("records", one.kind), str(one.id), one.label) for one in document.missing]
    heading = desk.texts.word("words.not_reported", count=len(rows))
    return ["", heading, *table_lines(rows, right=(1,), indent="  ")]
