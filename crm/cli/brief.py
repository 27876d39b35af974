"""``crm brief``: the achievements brief of a period, shown or written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crm.cli.amounts import filed_text
from crm.cli.desk import Answer
from crm.cli.table import table_lines

if TYPE_CHECKING:
    from crm.cli.desk import Desk
    from crm.cli.verbs import Given


_LONGEST = 24
"""Characters of a value in the table; a text of its own would push all figures off the screen."""


@dataclass(frozen=True, slots=True)
class BriefEntry:
    """A row: ``value`` is None where there is nothing to tell; ``records`` is how many stand behind it."""

    number: int
    name: str
    value: str | None
    unit: str
    period: str
    sentence: str
    records: int
    missing: int
    verified: bool


@dataclass(frozen=True, slots=True)
class BriefDocument:
    """The brief; ``out`` is the file that was written."""

    period: str
    as_of: str
    out: str | None
    rows: tuple[BriefEntry, ...]


def answer(desk: Desk, given: Given) -> Answer:
    """Make it, write it where asked, tell it."""
    from crm.services.brief import build_brief, export_brief

    workplace = desk.workplace()
    brief = build_brief(
        workplace, desk.library, given["period"], as_of=given["as_of"], cases=dict(given["case"])
    )
    if given["out"]:
        export_brief(workplace, brief, Path(given["out"]))
    texts = desk.texts
    entries = tuple(
        BriefEntry(
            number=row.number,
            name=texts.of(row.label),
            value=filed_text(row.value),
            unit=row.unit,
            period=row.period,
            sentence=row.sentence,
            records=len(row.rows),
            missing=len(row.missing),
            verified=row.verified,
        )
        for row in brief.rows
    )
    document = BriefDocument(given["period"].code, brief.setting.as_of.isoformat(), given["out"], entries)
    none = texts.word("words.no_record")
    rows = [
        (
            str(one.number),
            one.name,
            *((_shortened(one.value or ""), one.unit) if row.recorded else (none, "")),
            one.period,
        )
        for one, row in zip(entries, brief.rows, strict=True)
    ]
    headings = [
        texts.word(f"words.{name}") for name in ("number", "indicator_name", "amount", "unit", "of_period")
    ]
    lines = table_lines(rows, headings=headings, right=(2,))
    if given["out"]:
        lines.append(texts.word("words.filed", path=given["out"]))
    return Answer(document, lines)


def _shortened(value: str) -> str:
    return value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…"
