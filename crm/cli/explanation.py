"""``crm explain``: where the figure in a cell comes from, down to the records whose sum it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.cli.amounts import decimal_text, filed_text
from crm.cli.desk import Answer
from crm.cli.table import table_lines

if TYPE_CHECKING:
    from crm.cli.desk import Desk
    from crm.cli.verbs import Given
    from crm.filings.trace import Trace


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
class ExplanationDocument:
    """Why a cell holds what it holds."""

    cell: str
    label: str
    value: str | None
    unit: str | None
    indicator: str | None
    formula: str
    rows: tuple[RowEntry, ...]
    missing: tuple[MissingEntry, ...]


def answer(desk: Desk, given: Given) -> Answer:
    """Build the filing and explain one of its cells."""
    from crm.services.filings import build_filing, explain_cell

    sheet, address = given["cell"]
    workplace = desk.workplace()
    library, code = desk.form(given["form"])
    desk.tell("words.filing", form=code, period=given["period"].code)
    filing = build_filing(workplace, library, code, given["period"])
    trace = explain_cell(filing, sheet=sheet, address=address)
    document = ExplanationDocument(
        cell=f"{trace.sheet}!{trace.address}",
        label=desk.texts.of(trace.label),
        value=filed_text(trace.value),
        unit=trace.unit.code if trace.unit else None,
        indicator=trace.definition.code if trace.definition else None,
        formula=desk.messages.word(trace.formula.code, trace.formula.values, desk.language).text,
        rows=tuple(
            RowEntry(row.kind, row.id, row.label, None if row.shown is None else decimal_text(row.shown))
            for row in trace.rows
        ),
        missing=tuple(MissingEntry(one.kind, one.id, one.label) for one in trace.missing),
    )
    return Answer(document, _lines(desk, document, trace))


def _lines(desk: Desk, document: ExplanationDocument, trace: Trace) -> list[str]:
    texts = desk.texts
    unit = f" {texts.or_code('units', document.unit)}" if document.unit else ""
    value = texts.word("words.none") if document.value is None else document.value + unit
    lines = [
        texts.word("words.cell", cell=document.cell),
        texts.word("words.label", label=document.label),
        texts.word("words.shown", value=value),
    ]
    if trace.definition:
        name = f"{texts.of(trace.definition.name)} ({trace.definition.code})"
        lines.append(texts.word("words.indicator", indicator=name))
        lines.append(texts.word("words.definition", definition=texts.of(trace.definition.definition)))
    lines.append(texts.word("words.formula", formula=document.formula))
    for part in trace.parts[1:]:
        shown = texts.word("words.not_reported_value") if part.shown is None else decimal_text(part.shown)
        lines.append(texts.word("words.compared", period=part.period.code, value=shown))
    return [*lines, *_row_lines(desk, document), *_missing_lines(desk, document)]


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
