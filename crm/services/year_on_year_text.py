"""The explanation of changes as a document beside the filing: text, Word, or a workbook with all who moved them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crm.domain.quantity import from_smallest, unit_named
from crm.domain.wording import Language
from crm.excel.register import ColumnKind, RegisterColumn, RegisterSheet, write_register
from crm.excel.saving import save_atomically
from crm.excel.word import Heading, Paragraph, Table, write_document
from crm.filings.shown import growth_of
from crm.services.change_draft import DraftWords
from crm.services.filed_reasons import filed_reasons
from crm.services.frozen_filings import read_frozen
from crm.services.spoken import Spoken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal
    from pathlib import Path

    from crm.db.queries.filings import FilingInfo
    from crm.domain.period import Period
    from crm.domain.quantity import Unit
    from crm.excel.word import Part
    from crm.filings.movement import Change
    from crm.services.filings import BuiltFiling
    from crm.services.library import Library
    from crm.services.operation import Workplace
    from crm.services.year_on_year import YearOnYear

SHEET, WORD, PLAIN = ".xlsx", ".docx", ".txt"
_LISTED = 10
"""So many stand in a table of the document, the rest in one row below."""
_WIDTHS = (34, 15, 17, 17, 17)
_NUMBERS, _MOVER_NUMBERS = frozenset({1, 2, 3, 4}), frozenset({2, 3, 4})


def export_changes(
    workplace: Workplace, library: Library, found: YearOnYear, path: Path, language: Language
) -> Path:
    """Write the explanation of changes to *path*: Word, a workbook (``.xlsx``) with all who moved them, or plain text.

    What nobody has written yet stands as a draft and is marked so. SaveRefused says why it cannot be written.
    """
    words = DraftWords(library, found, language)
    ending = path.suffix.lower()
    if ending == SHEET:
        save_atomically(path, _workbook(workplace, words, found), ending=SHEET)
    elif ending == PLAIN:
        save_atomically(path, _plain_text(words, found).encode("utf-8-sig"), ending=PLAIN)
    else:
        save_atomically(path, write_document(_document(words, found)), ending=WORD)
    return path


def export_changes_beside(
    workplace: Workplace,
    library: Library,
    filing: BuiltFiling,
    path: Path,
    language: Language = Language.ZH,
) -> Path | None:
    """Write what was written about changes of *filing* beside its workbook *path*; None where nothing was written."""
    from crm.services.year_on_year import explain_changes

    found = explain_changes(workplace, library, filing)
    if not found.written:
        return None
    return export_changes(workplace, library, found, _beside(library, path, language), language)


def export_filed_changes_beside(
    workplace: Workplace, library: Library, info: FilingInfo, path: Path, language: Language = Language.ZH
) -> Path | None:
    """Write what was frozen about changes with a filing beside its workbook *path*; None where nothing was."""
    reasons = filed_reasons(workplace, library, info.id, language)
    if not reasons:
        return None
    built = read_frozen(workplace, info.id)
    spoken = Spoken(library, language)
    about = spoken.word(
        "change-frozen-about",
        form=spoken.of(built.name),
        period=built.period.code,
        version=info.version,
        by=info.frozen_by,
        at=info.frozen_at,
    )
    parts: list[Part] = [Heading(spoken.word("change-title"), 0), Paragraph(about, small=True)]
    for reason in reasons:
        parts += [Heading(reason.name), Paragraph(reason.text)]
    target = _beside(library, path, language)
    save_atomically(target, write_document(parts), ending=WORD)
    return target


def _beside(library: Library, path: Path, language: Language) -> Path:
    return path.with_name(f"{path.stem}_{Spoken(library, language).word('change-title')}{WORD}")


def _about(words: DraftWords, found: YearOnYear) -> str:
    checked = "" if found.limit.verified else words.word("change-limit-unverified")
    about = words.word(
        "change-about",
        form=words.of(found.built.name),
        period=_period_name(words, found),
        limit=found.limit.percent,
        checked=checked,
    )
    if found.filed_version is None:
        return about + words.word("change-against-records")
    return about + words.word("change-against-filed", version=found.filed_version)


def _period_name(words: DraftWords, found: YearOnYear) -> str:
    period: Period = found.built.period
    return found.form.words.of_period(period) if words.language is Language.ZH else period.code


def _told(words: DraftWords, found: YearOnYear) -> Iterator[tuple[Change, str, bool]]:
    """The changes that are explained or have to be, each with its text and whether that is a draft still."""
    for change in found.changes:
        written = found.written.get(change.subject)
        if written is not None:
            yield change, written.text, False
        elif change.is_beyond:
            yield change, words.draft(change), True


def _plain_text(words: DraftWords, found: YearOnYear) -> str:
    lines = [words.word("change-title"), _about(words, found), ""]
    for change, text, is_draft in _told(words, found):
        mark = words.word("change-draft-mark") if is_draft else ""
        lines += [f"{words.name(change)}{mark}", text, ""]
    if len(lines) == 3:
        lines.append(words.word("change-none"))
    return "\n".join(lines)


def _document(words: DraftWords, found: YearOnYear) -> list[Part]:
    parts: list[Part] = [Heading(words.word("change-title"), 0), Paragraph(_about(words, found), small=True)]
    told = list(_told(words, found))
    if not told:
        return [*parts, Paragraph(words.word("change-none"))]
    heads = tuple(
        words.word(f"change-column-{name}") for name in ("indicator", "now", "then", "change", "rate")
    )
    parts.append(
        Table(heads, tuple(_line(words, change) for change, _, _ in told), (34, 19, 19, 17, 11), _NUMBERS)
    )
    for change, text, is_draft in told:
        mark = words.word("change-draft-mark") if is_draft else ""
        parts += [Heading(words.name(change) + mark), Paragraph(text), _movers_table(words, change)]
    return parts


def _line(words: DraftWords, change: Change) -> tuple[str, ...]:
    unit, amount = change.unit, change.change
    rate = growth_of(change.after, change.before)
    return (
        words.name(change),
        words.amount(change.after, unit),
        words.amount(change.before, unit),
        "" if amount is None else words.amount(amount, unit),
        "" if rate is None else f"{rate:+}",
    )


def _movers_table(words: DraftWords, change: Change) -> Table:
    """Who moved it most, the rest in one row, and the sum: exact, with all digits."""
    unit = change.unit or unit_named("piece")
    rows = [
        (words.who(mover), words.how(mover), *_exact(unit, mover.before, mover.after, mover.amount))
        for mover in change.movers[:_LISTED]
    ]
    rest = change.movers[_LISTED:]
    if rest:
        before, after = sum(mover.before for mover in rest), sum(mover.after for mover in rest)
        more = words.word("change-rest", count=len(rest))
        rows.append((more, "", *_exact(unit, before, after, after - before)))
    moved = sum(mover.amount for mover in change.movers)
    rows.append((words.word("change-sum"), "", "", "", *_exact(unit, moved)))
    heads = tuple(words.word(f"change-column-{name}") for name in ("who", "how", "then", "now", "change"))
    return Table(heads, tuple(rows), _WIDTHS, _MOVER_NUMBERS)


def _exact(unit: Unit, *amounts: int) -> tuple[str, ...]:
    return tuple(f"{from_smallest(amount, unit).normalize():,f}" for amount in amounts)


def _workbook(workplace: Workplace, words: DraftWords, found: YearOnYear) -> bytes:
    """A sheet of the figures that are explained, and one of all who moved them, exactly."""
    number = ColumnKind.NUMBER
    columns = (
        *(RegisterColumn(words.word(f"change-column-{name}")) for name in ("indicator", "unit")),
        *(
            RegisterColumn(words.word(f"change-column-{name}"), number)
            for name in ("now", "then", "change", "rate")
        ),
        *(RegisterColumn(words.word(f"change-column-{name}")) for name in ("state", "text")),
    )
    told = list(_told(words, found))
    rows = [
        (
            words.name(change),
            words.unit(change.unit),
            *(_number(change, amount) for amount in (change.after, change.before, change.change)),
            growth_of(change.after, change.before),
            words.word("change-state-draft" if is_draft else "change-state-written"),
            text,
        )
        for change, text, is_draft in told
    ]
    behind = (
        *(RegisterColumn(words.word(f"change-column-{name}")) for name in ("indicator", "who", "how")),
        *(RegisterColumn(words.word(f"change-column-{name}"), number) for name in ("then", "now", "change")),
    )
    day = workplace.today
    sheets = [
        RegisterSheet(words.word("change-title"), columns, rows, heading=_about(words, found)),
        RegisterSheet(
            words.word("change-sheet-movers"),
            behind,
            [line for change, _, _ in told for line in _mover_lines(words, change)],
        ),
    ]
    created = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return write_register(sheets, created=created, title=words.word("change-title"), creator=workplace.user)


def _mover_lines(words: DraftWords, change: Change) -> Iterator[tuple[str | Decimal | None, ...]]:
    name = words.name(change)
    for mover in change.movers:
        yield (
            name,
            words.who(mover),
            words.how(mover),
            *(_number(change, amount) for amount in (mover.before, mover.after, mover.amount)),
        )
    total = sum(mover.amount for mover in change.movers)
    yield name, words.word("change-sum"), None, None, None, _number(change, total)


def _number(change: Change, amount: int | None) -> Decimal | None:
    return None if amount is None or change.unit is None else from_smallest(amount, change.unit)
