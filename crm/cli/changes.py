"""``crm changes``: why figures of a filing changed against last year, written down and as a document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crm.cli.amounts import exact
from crm.cli.desk import Answer
from crm.cli.table import table_lines
from crm.domain.quantity import unit_named

if TYPE_CHECKING:
    from crm.cli.desk import Desk
    from crm.cli.verbs import Given
    from crm.filings.movement import Change
    from crm.services.change_draft import DraftWords
    from crm.services.year_on_year import YearOnYear

_MOST_MOVERS = 8


@dataclass(frozen=True, slots=True)
class MoverEntry:
    """Who moved a figure: amounts exactly, in the figure's unit."""

    tenant: int | None
    label: str
    movement: str
    before: str | None
    after: str | None
    change: str | None


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """A figure and how it changed: its movers add up to that. ``text`` is what was written, else a draft."""

    subject: str
    indicator: str
    name: str
    cell: str
    unit: str | None
    before: str | None
    after: str | None
    change: str | None
    beyond: bool
    filed: bool
    text: str
    written: bool
    movers: tuple[MoverEntry, ...]


@dataclass(frozen=True, slots=True)
class ChangesDocument:
    """The changes of a filing; ``limit`` in percent, ``filed_version`` that of last year's filing (None: none)."""

    form: str
    period: str
    last: str
    limit: int
    verified: bool
    filed_version: int | None
    out: str | None
    changes: tuple[ChangeEntry, ...]


def answer(desk: Desk, given: Given) -> Answer:
    """Write what is to be written, then tell every change, and write the document where asked."""
    from crm.services.change_draft import DraftWords
    from crm.services.filings import build_filing
    from crm.services.year_on_year import explain_changes
    from crm.services.year_on_year_text import export_changes

    workplace = desk.workplace()
    library, code = desk.form(given["form"])
    desk.tell("words.filing", form=code, period=given["period"].code)
    filing = build_filing(workplace, library, code, given["period"])
    found = explain_changes(workplace, library, filing, above=given["above"])
    words = DraftWords(library, found, desk.language)
    if _write(desk, given, found, words):
        found = explain_changes(workplace, library, filing, above=given["above"])
    if given["out"]:
        export_changes(workplace, library, found, Path(given["out"]), desk.language)
    document = ChangesDocument(
        form=code,
        period=given["period"].code,
        last=found.period.code,
        limit=found.limit.percent,
        verified=found.limit.verified,
        filed_version=found.filed_version,
        out=given["out"],
        changes=tuple(_entry(found, words, change) for change in found.changes),
    )
    return Answer(document, _lines(desk, document))


def _write(desk: Desk, given: Given, found: YearOnYear, words: DraftWords) -> bool:
    """Keep what was given on the command line, and the drafts of the rest where asked; whether anything was."""
    from crm.services.change_reasons import write_reason

    texts = [(found.change_of(name), text) for name, text in given["set"]]
    if given["keep_drafts"]:
        set_now = {change.subject for change, _ in texts}
        texts += [(one, words.draft(one)) for one in found.unwritten if one.subject not in set_now]
    for change, text in texts:
        held = found.written.get(change.subject)
        write_reason(
            desk.workplace(),
            change.subject,
            text,
            form=found.form.code,
            period=found.built.period,
            seen=held.text if held else "",
        )
    return bool(texts)


def _entry(found: YearOnYear, words: DraftWords, change: Change) -> ChangeEntry:
    written = found.written.get(change.subject)
    unit = change.unit or unit_named("piece")
    return ChangeEntry(
        subject=change.subject,
        indicator=change.request.indicator,
        name=words.name(change),
        cell=change.cell.place,
        unit=change.unit.code if change.unit else None,
        before=exact(change.before, unit),
        after=exact(change.after, unit),
        change=exact(change.change, unit),
        beyond=change.is_beyond,
        filed=change.was_filed,
        text=words.draft(change) if written is None else written.text,
        written=written is not None,
        movers=tuple(
            MoverEntry(
                mover.id or None,
                words.who(mover),
                mover.movement.value,
                exact(mover.before, unit),
                exact(mover.after, unit),
                exact(mover.amount, unit),
            )
            for mover in change.movers
        ),
    )


def _lines(desk: Desk, document: ChangesDocument) -> list[str]:
    texts = desk.texts
    told = [one for one in document.changes if one.beyond or one.written]
    lines = [
        texts.word(
            "words.change_head",
            form=document.form,
            period=document.period,
            last=document.last,
            count=sum(one.beyond for one in told),
            limit=document.limit,
            written=sum(one.written for one in told),
        )
    ]
    for one in told:
        code = "words.change_written" if one.written else "words.change_draft"
        lines += [
            "",
            f"{one.name}  {one.before} → {one.after}  ({one.change})",
            texts.word(code, text=one.text),
            *_mover_lines(desk, one),
        ]
    if document.out:
        lines += ["", texts.word("words.filed", path=document.out)]
    return lines


def _mover_lines(desk: Desk, change: ChangeEntry) -> list[str]:
    headings = [desk.texts.word(f"words.{name}") for name in ("mover", "movement", "then", "now", "change")]
    rows = [
        (
            mover.label,
            desk.messages.word(f"movement-{mover.movement}", {}, desk.language).text,
            mover.before or "",
            mover.after or "",
            mover.change or "",
        )
        for mover in change.movers[:_MOST_MOVERS]
    ]
    lines = table_lines(rows, headings=headings, right=(2, 3, 4), indent="  ")
    rest = len(change.movers) - len(rows)
    return [*lines, "  " + desk.texts.word("words.more_movers", count=rest)] if rest > 0 else lines
