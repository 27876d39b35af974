"""The explanation of a cell for a person: as text to be pasted into a letter, or its rows as a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from crm.db.queries.names import present_names
from crm.domain.quantity import Dimension, round_half_up
from crm.excel.register import ColumnKind, RegisterColumn, RegisterSheet, write_register
from crm.excel.saving import save_atomically
from crm.filings.built import TOTAL_OF_ROUNDED
from crm.services.filings import explain_cell
from crm.services.frozen_filings import explain_previous
from crm.services.spoken import Spoken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crm.domain.measures import NotReported
    from crm.domain.period import Period
    from crm.domain.wording import Language
    from crm.filings.built import Built
    from crm.filings.trace import Trace, TracePart, TraceRow
    from crm.services.filings import BuiltFiling
    from crm.services.library import Library
    from crm.services.operation import Workplace

_WORKBOOK = ".xlsx"
AT_FIRST = 3
"""How many of the facts say what the cell is and shows: place, meaning, value."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A cell's trace, and that of the same cell when the form was last filed for an earlier period (None: not)."""

    trace: Trace
    before: Trace | None = None
    before_period: Period | None = None

    @property
    def change(self) -> Decimal | None:
        """How far the cell is from what was last filed; None where either holds no number."""
        now, then = self.trace.value, None if self.before is None else self.before.value
        if not isinstance(now, (Decimal, int)) or not isinstance(then, (Decimal, int)):
            return None
        return Decimal(now) - Decimal(then)

    @property
    def in_points(self) -> bool:
        """Whether the cell holds a percentage: it changes by percentage points."""
        return self.trace.unit is not None and self.trace.unit.dimension is Dimension.PERCENT

    @property
    def rate(self) -> Decimal | None:
        """The change in percent of what was last filed; None where that is nothing, zero, or a percentage itself."""
        if self.in_points:
            return None
        change, then = self.change, None if self.before is None else self.before.value
        if change is None or not isinstance(then, (Decimal, int)) or not then:
            return None
        return round_half_up(change * 100 / abs(Decimal(then)), 1)

    @property
    def is_of_rounded(self) -> bool:
        """Whether it is a total of rows that were rounded each for itself, and so off the rounded sum."""
        return self.trace.formula.code == TOTAL_OF_ROUNDED

    @property
    def adds_up(self) -> bool | None:
        """Whether the rows come to the value filed, rounded once and balanced; None where no rows do that.

        A total of rows of which each was rounded for itself is what they show (`is_of_rounded`): its rows come to it.
        """
        trace = self.trace
        value = trace.value
        if len(trace.parts) != 1 or trace.parts[0].shown is None or not isinstance(value, (Decimal, int)):
            return None
        if self.is_of_rounded:
            return True
        exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
        places = -exponent if isinstance(exponent, int) else 0
        return round_half_up(trace.parts[0].shown, places) + (trace.nudge or 0) == value


def explain_fully(filing: BuiltFiling, previous: Built | None, *, sheet: str, address: str) -> Explanation:
    """The explanation of a cell beside what was filed before (`previous_filing`). NotFoundError ``cell-not-filed``."""
    trace = explain_cell(filing, sheet=sheet, address=address)
    if previous is None:
        return Explanation(trace)
    before = explain_previous(filing, previous, sheet=sheet, address=address)
    return Explanation(trace, before, previous.period if before else None)


def explained_facts(
    library: Library, explanation: Explanation, language: Language
) -> tuple[tuple[str, str], ...]:
    """What is said of a cell besides its rows: captions and texts, in the order of reading."""
    spoken, trace = Spoken(library, language), explanation.trace
    word = spoken.word
    facts = [
        (word("explained-cell"), f"{trace.sheet}!{trace.address}"),
        (word("explained-label"), spoken.of(trace.label)),
        (word("explained-value"), spoken.filed(trace.value, trace.unit)),
        *_definition_facts(spoken, trace),
    ]
    for part in trace.parts[:1]:
        who, day = spoken.population(part.population), part.as_of.isoformat()
        facts.append((word("explained-period"), part_name(spoken, part)))
        facts.append((word("explained-population"), word("explained-population-on", population=who, day=day)))
        if part.within and trace.definition is not None:
            facts.append((word("explained-group"), spoken.group(part.within, trace.definition.code)))
    facts.append((word("explained-formula"), word(trace.formula.code, **dict(trace.formula.values))))
    facts += [
        (
            word("explained-compared", period=part_name(spoken, part)),
            spoken.filed(part.shown, trace.part_unit),
        )
        for part in trace.parts[1:]
    ]
    if trace.nudge:
        facts.append((word("explained-rounding"), word("explained-rounded-by", by=f"{trace.nudge:+}")))
    return (*facts, *_sum_facts(spoken, explanation), *_comparison(spoken, explanation))


def _definition_facts(spoken: Spoken, trace: Trace) -> list[tuple[str, str]]:
    definition = trace.definition
    if definition is None:
        return []
    source = spoken.of(definition.origin)
    if not definition.verified:
        source = spoken.word("explained-to-be-checked", source=source)
    return [
        (spoken.word("explained-indicator"), f"{spoken.of(definition.name)} ({definition.code})"),
        (spoken.word("explained-definition"), spoken.of(definition.definition)),
        (spoken.word("explained-source"), source),
    ]


def part_name(spoken: Spoken, part: TracePart) -> str:
    """The period a figure is of, and whether it is the year to its end."""
    code = part.period.code
    return spoken.word("explained-to-date", period=code) if part.to_date else code


def _sum_facts(spoken: Spoken, explanation: Explanation) -> list[tuple[str, str]]:
    if explanation.adds_up is None:
        return []
    part = explanation.trace.parts[0]
    equal = "explained-sum-rounded" if explanation.is_of_rounded else "explained-sum-equal"
    told = spoken.word(equal if explanation.adds_up else "explained-sum-differs")
    return [
        (spoken.word("explained-sum"), f"{spoken.filed(part.shown, explanation.trace.part_unit)} · {told}")
    ]


def _comparison(spoken: Spoken, explanation: Explanation) -> list[tuple[str, str]]:
    before, period = explanation.before, explanation.before_period
    if before is None or period is None:
        return []
    values = {"period": period.code, "value": spoken.filed(before.value, before.unit)}
    code = "explained-last-filed-value"
    if explanation.change is not None:
        change = f"{explanation.change:+,}"
        told = spoken.word("explained-points", change=change) if explanation.in_points else change
        code, values["change"] = "explained-change", told
    if explanation.rate is not None:
        code, values["rate"] = "explained-change-rate", f"{explanation.rate:+}%"
    return [(spoken.word("explained-last-filed"), spoken.word(code, **values))]


def explanation_text(library: Library, explanation: Explanation, language: Language) -> str:
    """The whole explanation as text: the facts, each record with its amount, their sum, and who has not reported."""
    spoken, trace = Spoken(library, language), explanation.trace
    colon = "：" if language.value == "zh" else ": "
    lines = [f"{name}{colon}{text}" for name, text in explained_facts(library, explanation, language)]
    for part in trace.parts:
        if len(trace.parts) > 1:
            lines.append(part_name(spoken, part))
        lines += [f"{row.label}\t{_plain(row.shown)}" for row in part.rows]
        lines.append(f"{spoken.word('explained-sum')}\t{_plain(part.shown)}")
        if part.missing:
            lines.append(spoken.word("explained-missing", count=len(part.missing)))
            lines += [_missing_text(spoken, one) for one in part.missing]
    lines += [row.label for row in trace.records]
    return "\n".join(lines)


def _plain(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")


def _missing_text(spoken: Spoken, one: NotReported) -> str:
    if not one.lacking:
        return one.label
    return spoken.word("explained-missing-part", name=one.label, lacking=", ".join(one.lacking))


def export_explanation(
    workplace: Workplace, library: Library, explanation: Explanation, path: Path, language: Language
) -> Path:
    """Write the explanation to *path* as a workbook: what it says, the rows with their sum, who has not reported.

    SaveRefused says why it cannot be written.
    """
    spoken = Spoken(library, language)
    sheets = [_facts_sheet(spoken, explanation), _rows_sheet(workplace, spoken, explanation)]
    missing = [(part, one) for part in explanation.trace.parts for one in part.missing]
    if missing:
        sheets.append(_missing_sheet(spoken, missing))
    day = workplace.today
    created = datetime(day.year, day.month, day.day, tzinfo=UTC)
    title = f"{explanation.trace.sheet}!{explanation.trace.address}"
    book = write_register(sheets, created=created, title=title, creator=workplace.user)
    save_atomically(path, book, ending=_WORKBOOK)
    return path


def _facts_sheet(spoken: Spoken, explanation: Explanation) -> RegisterSheet:
    columns = tuple(RegisterColumn(spoken.word(f"explained-{name}")) for name in ("item", "content"))
    return RegisterSheet(
        spoken.word("explained-sheet-facts"),
        columns,
        explained_facts(spoken.library, explanation, spoken.language),
    )


def _rows_sheet(workplace: Workplace, spoken: Spoken, explanation: Explanation) -> RegisterSheet:
    """Every record with its amount; of a growth, those of both figures, each with its period."""
    trace = explanation.trace
    heading = (
        spoken.word("explained-amount-in", unit=spoken.unit(trace.part_unit))
        if trace.part_unit
        else spoken.word("explained-amount")
    )
    columns = (
        *(RegisterColumn(spoken.word(f"explained-{name}")) for name in ("period", "kind")),
        RegisterColumn(spoken.word("explained-number"), ColumnKind.WHOLE),
        *(RegisterColumn(spoken.word(f"explained-{name}")) for name in ("record", "tenant")),
        RegisterColumn(heading, ColumnKind.NUMBER),
    )
    shares = [*((part, row) for part in trace.parts for row in part.rows)]
    rows = [*(row for _, row in shares), *trace.records]
    with workplace.database.reading() as connection:
        names = present_names(connection, {row.tenant_id for row in rows if row.tenant_id is not None})

    def lines() -> Iterator[tuple[str | int | Decimal | None, ...]]:
        for part in trace.parts:
            for row in part.rows:
                yield (part_name(spoken, part), *_row_cells(spoken, row, names))
            yield (part_name(spoken, part), None, None, spoken.word("explained-sum"), None, part.shown)
        for row in trace.records:
            yield ("", *_row_cells(spoken, row, names))

    return RegisterSheet(spoken.word("explained-sheet-rows"), columns, lines())


def _row_cells(
    spoken: Spoken, row: TraceRow, names: dict[int, str]
) -> tuple[str | int | Decimal | None, ...]:
    tenant = names.get(row.tenant_id, "") if row.tenant_id is not None else ""
    return spoken.kind(row.kind), row.id, row.label, tenant, row.shown


def _missing_sheet(spoken: Spoken, missing: list[tuple[TracePart, NotReported]]) -> RegisterSheet:
    columns = (
        *(RegisterColumn(spoken.word(f"explained-{name}")) for name in ("period", "kind")),
        RegisterColumn(spoken.word("explained-number"), ColumnKind.WHOLE),
        *(RegisterColumn(spoken.word(f"explained-{name}")) for name in ("record", "lacking")),
    )
    rows = [
        (part_name(spoken, part), spoken.kind(one.kind), one.id, one.label, ", ".join(one.lacking))
        for part, one in missing
    ]
    return RegisterSheet(spoken.word("explained-sheet-missing"), columns, rows)
