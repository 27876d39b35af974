"""A rehearsal on its way out: to paper, and as a workbook with a sheet of each list and one of the records counted."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.domain.quantity import round_half_up
from crm.services.lists import ListColumn, ListKind, ListSheet, export_lists
from crm.ui.pages.rehearsal.lines import ALL, LEAVING, listings_of
from crm.ui.pages.rehearsal.strip import told_of
from crm.ui.printing.documents import (
    Fact,
    FactsSection,
    PrintColumn,
    ProfileDocument,
    TableSection,
    TextSection,
)
from crm.ui.saved import dated_name, tell_saved

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction
    from pathlib import Path

    from crm.services.judgements import IncubatorOutcome
    from crm.services.rehearsal import Rehearsal
    from crm.ui.context import Context
    from crm.ui.pages.rehearsal.lines import Listing
    from crm.ui.pages.rehearsal.words import RehearsalWords
    from crm.ui.printing.documents import Section
    from crm.ui.tasks import Job

_PLACES = 6
"""Of shares and of money in a large unit; counts and yuan come out exact."""


def no_score() -> str:
    """What stands on every copy."""
    return QCoreApplication.translate(
        "Rehearsal",
        "Calculated from the incubator's own records for internal use; not an official score or decision.",
    )


def rehearsal_document(context: Context, words: RehearsalWords, rehearsal: Rehearsal) -> ProfileDocument:
    """The rehearsal on paper: how far it is, where it is from, and its lists."""
    translate = QCoreApplication.translate
    rule_set = rehearsal.rule_set
    note = "" if rule_set.note is None else words.of(rule_set.note)
    facts = (
        Fact(translate("Rehearsal", "Document"), words.of(rule_set.document)),
        Fact(translate("Rehearsal", "Edition"), rule_set.edition),
        Fact(translate("Rehearsal", "As of"), rehearsal.day.isoformat()),
        Fact(translate("Rehearsal", "Figures of"), context.labels.period(rehearsal.period)),
        Fact(translate("Rehearsal", "Yearly figures of"), str(rehearsal.year)),
        Fact(translate("Rehearsal", "Source checked on"), rule_set.checked_on.isoformat()),
        Fact(translate("Rehearsal", "Source"), rule_set.source.address, wide=True),
        Fact(translate("Rehearsal", "Note"), note, wide=True),
    )
    sections: list[Section] = [
        TextSection("", told_of(rehearsal)),
        FactsSection("", tuple(fact for fact in facts if fact.value)),
        *(_table(one) for one in _leaving(words, rehearsal)),
    ]
    return ProfileDocument(words.of(rule_set.name), no_score(), tuple(sections), landscape=True)


def _leaving(words: RehearsalWords, rehearsal: Rehearsal) -> Iterator[Listing]:
    """The lists that go out; others are parts of them."""
    return (one for one in listings_of(words, rehearsal) if one.key in {ALL, LEAVING})


def _table(listing: Listing) -> TableSection:
    shown = [column for column in range(len(listing.heads)) if column != listing.bar]
    return TableSection(
        listing.name,
        tuple(PrintColumn(listing.heads[column].title, listing.heads[column].is_number) for column in shown),
        [[row[column].text for column in shown] for row in listing.rows],
        empty=listing.none,
    )


def export_rehearsal(context: Context, words: RehearsalWords, rehearsal: Rehearsal) -> None:
    """Ask for a file and write the rehearsal into it as a workbook."""
    title = words.of(rehearsal.rule_set.name)

    def write(path: Path) -> None:
        def work(_job: Job) -> Path:
            export_lists(context.workplace, path, title=title, lists=sheets_of(context, words, rehearsal))
            return path

        context.tasks.read(
            work,
            done=lambda written: tell_saved(context, written),
            key="rehearsal.export",
            title=QCoreApplication.translate("Rehearsal", "Exporting"),
        )

    context.ask.save_file(
        title=QCoreApplication.translate("Rehearsal", "Export the rehearsal"),
        filters=QCoreApplication.translate("Lists", "Excel workbook (*.xlsx)"),
        proposed=dated_name(context, title, ".xlsx"),
        chosen=write,
    )


def sheets_of(context: Context, words: RehearsalWords, rehearsal: Rehearsal) -> list[ListSheet]:
    """The sheets of the workbook; the figures of records are numbers."""
    rule_set = rehearsal.rule_set
    period = context.labels.period(rehearsal.period)
    about = "  ·  ".join((words.of(rule_set.document), rehearsal.day.isoformat(), period))
    heading = "\n".join((words.of(rule_set.name), about, told_of(rehearsal), no_score()))
    sheets = []
    for listing in _leaving(words, rehearsal):
        shown = [column for column in range(len(listing.heads)) if column != listing.bar]
        columns = [ListColumn(listing.heads[column].title) for column in shown]
        rows = [[row[column].text for column in shown] for row in listing.rows]
        sheets.append(ListSheet(listing.name, columns, rows, heading))
    if rehearsal.incubator is not None:
        sheets.append(_records(words, rehearsal.incubator))
        sheets.append(_candidates(words, rehearsal.incubator))
    return sheets


def _records(words: RehearsalWords, found: IncubatorOutcome) -> ListSheet:
    translate = QCoreApplication.translate
    columns = [
        ListColumn(translate("Rehearsal", "Figure")),
        ListColumn(translate("Rehearsal", "Record")),
        ListColumn(translate("Rehearsal", "Amount"), ListKind.AMOUNT),
        ListColumn(translate("Rehearsal", "Unit")),
    ]
    figures = {figure.spec.name: figure for one in found.outcomes for figure in one.figures}
    rows = [
        (words.figure(figure.spec), share.label, _decimal(share.amount), words.unit(figure.spec.unit))
        for figure in figures.values()
        for share in figure.shares
    ]
    return ListSheet(translate("Rehearsal", "Records counted"), columns, rows)


def _candidates(words: RehearsalWords, found: IncubatorOutcome) -> ListSheet:
    translate = QCoreApplication.translate
    columns = [
        ListColumn(translate("Rehearsal", "Criterion")),
        ListColumn(translate("Rehearsal", "Tenant")),
        ListColumn(translate("Rehearsal", "Missing conditions")),
        ListColumn(translate("Rehearsal", "Facts missing")),
        ListColumn(translate("Rehearsal", "Among the closest")),
    ]
    yes = translate("Rehearsal", "yes")
    rows = [
        (
            words.of(one.judged.criterion.name),
            candidate.name,
            words.requirements(candidate.lacks),
            words.not_reported(candidate.unknown),
            yes if candidate.tenant_id in one.lift.smallest else "",
        )
        for one in found.outcomes
        if one.lift is not None
        for candidate in one.lift.candidates
    ]
    return ListSheet(translate("Rehearsal", "Candidates"), columns, rows)


def _decimal(value: Fraction) -> Decimal:
    return round_half_up(Decimal(value.numerator) / Decimal(value.denominator), _PLACES).normalize()
