"""The explanation of changes in words: a draft for each figure, and all of them as a document beside the filing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crm.domain.indicators import Nature
from crm.domain.quantity import from_smallest, unit_named
from crm.domain.wording import Language
from crm.excel.register import ColumnKind, RegisterColumn, RegisterSheet, write_register
from crm.excel.saving import save_atomically
from crm.excel.word import Heading, Paragraph, Table, write_document
from crm.filings.build import growth_of, shown
from crm.filings.movement import Movement, groups_of
from crm.services.change_reasons import reasons_filed
from crm.services.filings import read_frozen
from crm.services.spoken import Spoken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal
    from pathlib import Path

    from crm.domain.period import Period
    from crm.domain.quantity import Unit
    from crm.excel.word import Part
    from crm.filings.built import Built
    from crm.filings.movement import Change, MovedGroup, Mover
    from crm.services.filings import BuiltFiling, FilingInfo
    from crm.services.library import Library
    from crm.services.operation import Workplace
    from crm.services.year_on_year import YearOnYear

SHEET, WORD, PLAIN = ".xlsx", ".docx", ".txt"
_NAMED = 3
"""Of each group those are named that moved the figure most."""
_LISTED = 10
"""So many stand in a table of the document, the rest in one row below."""
_TENANTS = "enterprise"
_WIDTHS = (34, 15, 17, 17, 17)
_NUMBERS, _MOVER_NUMBERS = frozenset({1, 2, 3, 4}), frozenset({2, 3, 4})


class ChangeWords(Spoken):
    """The words of changes in one language."""

    def __init__(self, library: Library, found: YearOnYear, language: Language) -> None:
        super().__init__(library, language)
        self._found = found

    def name(self, change: Change) -> str:
        """What a figure is called: its indicator's name when the filing was built, and whether it is to date."""
        name = self.of(self._found.built.definitions[change.request.indicator].name)
        return self.word("change-to-date", period=name) if change.request.to_date else name

    def amount(self, amount: int | None, unit: Unit | None) -> str:
        """An amount with its unit, rounded as the filing rounds it."""
        if amount is None or unit is None:
            return self.word("explained-nothing")
        return self.word("change-amount", amount=f"{shown(amount, unit):,}", unit=self.unit(unit))

    def rate(self, change: Change) -> str:
        """The change in percent with its sign; nothing where there is no such rate."""
        rate = growth_of(change.after, change.before)
        return "" if rate is None else f"{rate:+}%"

    def signed(self, amount: int, unit: Unit | None) -> str:
        """An amount with its sign, rounded as the filing rounds it; without its unit."""
        return "" if unit is None else f"{shown(amount, unit):+,}"

    def moved(self, amount: int, unit: Unit | None) -> str:
        """Up or down, and by how much; unchanged where it is nothing."""
        if not amount:
            return self.word("change-same")
        return self.word(
            "change-more" if amount > 0 else "change-less", amount=self.amount(abs(amount), unit)
        )

    def who(self, mover: Mover) -> str:
        """Who moved a figure; of records that are nobody's, what they are."""
        return self._found.names.get(mover.id, "") if mover.id else self.kind(mover.kind)

    def how(self, mover: Mover) -> str:
        """What a mover did."""
        return self.word(f"movement-{mover.movement.value}")

    def period(self, change: Change) -> str:
        """The period of a figure as the form writes it, and whether it is the year to its end."""
        period = change.request.period
        zh = self.language is Language.ZH
        name = self._found.form.words.of_period(period) if zh else period.code
        return self.word("change-to-date", period=name) if change.request.to_date else name

    def draft(self, change: Change) -> str:
        """A draft of why a figure changed, to be edited: what it was and is, and who moved it by how much."""
        amount, unit = change.change, change.unit
        if amount is None:
            return ""
        rate = growth_of(change.after, change.before)
        values = {
            "name": self._name(change),
            "period": self.period(change),
            "after": self.amount(change.after, unit),
            "before": self.amount(change.before, unit),
            "moved": self.moved(amount, unit),
            "rate": "" if rate is None else f"{rate:+}",
        }
        code = "change-opening-without-rate" if rate is None else "change-opening"
        groups = groups_of(self._as_counted(change))
        if not groups:
            return self.word(code, **values)
        reasons = [self._reason(change, group) for group in groups]
        if len(reasons) > 1:
            ordinals = self.word("change-ordinals").split(",")
            reasons = [
                self.word("change-reason", ordinal=ordinal, reason=reason)
                for ordinal, reason in zip(ordinals, reasons, strict=False)
            ]
        told = self.word("change-semicolon").join(reasons)
        return self.word(code, **values) + self.word("change-reasons", reasons=told)

    def _name(self, change: Change) -> str:
        """What the figure is called in a sentence: a part of another (其中) by its own name."""
        name = self.of(self._found.built.definitions[change.request.indicator].name)
        own = name.removeprefix(self.word("change-part"))
        return own[:1].upper() + own[1:]

    def _as_counted(self, change: Change) -> tuple[Mover, ...]:
        """The movers; of tenants that did something in a period, last year's are others than this year's, no more."""
        unit = change.unit
        indicator = self.library.indicators[change.request.indicator]
        if unit is None or unit.code != _TENANTS or indicator.nature is not Nature.FLOW:
            return change.movers
        return tuple(
            replace(mover, movement=Movement.GREW if mover.amount > 0 else Movement.SHRANK)
            for mover in change.movers
        )

    def _count_word(self, change: Change, group: MovedGroup) -> str:
        """The message for a group of tenants that only count."""
        flow = self.library.indicators[change.request.indicator].nature is Nature.FLOW
        codes = {
            Movement.GREW: "change-counted-now" if flow else "change-counted-grew",
            Movement.SHRANK: "change-counted-then" if flow else "change-counted-shrank",
        }
        return codes.get(group.movement, f"change-group-{group.movement.value}")

    def _reason(self, change: Change, group: MovedGroup) -> str:
        """What a group did, and by how much; whoever only counts is not told one by one."""
        unit, count = change.unit, len(group.movers)
        if unit is not None and unit.code == _TENANTS and abs(group.amount) == count:
            what = self.word(self._count_word(change, group), count=count)
            return what + self._names(group, [self.who(mover) for mover in group.movers[:_NAMED]])
        what = self.word(f"change-group-{group.movement.value}", count=count)
        what += self.word("change-comma") + self.moved(group.amount, unit)
        if group.movement is Movement.OWN:
            return what + self._names(group, [self._of_records(change, one) for one in group.movers])
        named = group.movers[:_NAMED]
        if count == 1:
            return what + self._names(group, [self.who(named[0])])
        return what + self._names(
            group, [f"{self.who(mover)}{self._joint}{self.moved(mover.amount, unit)}" for mover in named]
        )

    @property
    def _joint(self) -> str:
        return "" if self.language is Language.ZH else " "

    def _of_records(self, change: Change, mover: Mover) -> str:
        before, after = (self.amount(one, change.unit) for one in (mover.before, mover.after))
        return f"{self.who(mover)} {before} → {after}"

    def _names(self, group: MovedGroup, names: list[str]) -> str:
        code = "change-names" if len(names) == len(group.movers) else "change-names-of-more"
        return self.word(code, names=self.word("change-list-comma").join(names))


def export_changes(
    workplace: Workplace, library: Library, found: YearOnYear, path: Path, language: Language
) -> Path:
    """Write the explanation of changes to *path*: Word, a workbook (``.xlsx``) with all who moved them, or plain text.

    What nobody has written yet stands as a draft and is marked so. SaveRefused says why it cannot be written.
    """
    words = ChangeWords(library, found, language)
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
    reasons = reasons_filed(workplace, info.id)
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
        parts += [Heading(_filed_name(spoken, built, reason.subject)), Paragraph(reason.text)]
    target = _beside(library, path, language)
    save_atomically(target, write_document(parts), ending=WORD)
    return target


def _filed_name(spoken: Spoken, built: Built, subject: str) -> str:
    """What a figure of a frozen filing was called then."""
    indicator, _, rest = subject.partition(".")
    definition = built.definitions.get(indicator)
    name = subject if definition is None else spoken.of(definition.name)
    return spoken.word("change-to-date", period=name) if rest.endswith(".to_date") else name


def _beside(library: Library, path: Path, language: Language) -> Path:
    return path.with_name(f"{path.stem}_{Spoken(library, language).word('change-title')}{WORD}")


def _about(words: ChangeWords, found: YearOnYear) -> str:
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


def _period_name(words: ChangeWords, found: YearOnYear) -> str:
    period: Period = found.built.period
    return found.form.words.of_period(period) if words.language is Language.ZH else period.code


def _told(words: ChangeWords, found: YearOnYear) -> Iterator[tuple[Change, str, bool]]:
    """The changes that are explained or have to be, each with its text and whether that is a draft still."""
    for change in found.changes:
        written = found.written.get(change.subject)
        if written is not None:
            yield change, written.text, False
        elif change.is_beyond:
            yield change, words.draft(change), True


def _plain_text(words: ChangeWords, found: YearOnYear) -> str:
    lines = [words.word("change-title"), _about(words, found), ""]
    for change, text, is_draft in _told(words, found):
        mark = words.word("change-draft-mark") if is_draft else ""
        lines += [f"{words.name(change)}{mark}", text, ""]
    if len(lines) == 3:
        lines.append(words.word("change-none"))
    return "\n".join(lines)


def _document(words: ChangeWords, found: YearOnYear) -> list[Part]:
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


def _line(words: ChangeWords, change: Change) -> tuple[str, ...]:
    unit, amount = change.unit, change.change
    rate = growth_of(change.after, change.before)
    return (
        words.name(change),
        words.amount(change.after, unit),
        words.amount(change.before, unit),
        "" if amount is None else words.amount(amount, unit),
        "" if rate is None else f"{rate:+}",
    )


def _movers_table(words: ChangeWords, change: Change) -> Table:
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


def _workbook(workplace: Workplace, words: ChangeWords, found: YearOnYear) -> bytes:
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


def _mover_lines(words: ChangeWords, change: Change) -> Iterator[tuple[str | Decimal | None, ...]]:
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
