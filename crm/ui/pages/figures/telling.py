"""What the page of figures tells around its grid: the cell with the cursor, sums, filings, drafts, conflicts."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.domain.quantity import Dimension, from_smallest, round_half_up
from crm.domain.wording import counted, one_after_another
from crm.services.filings import list_forms
from crm.services.moment import local_time

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.domain.pasting import Box
    from crm.services.entry import EntrySheet
    from crm.ui.context import Context
    from crm.ui.drafts import Draft
    from crm.ui.pages.figures.book import Book
    from crm.ui.pages.figures.model import EntryModel


def frozen_text(context: Context, sheet: EntrySheet | None) -> str:
    """That a period is frozen, and in which filings; empty where it is not."""
    if sheet is None or not sheet.filings:
        return ""
    translate, language = QCoreApplication.translate, context.language
    names = {form.code: form.name.in_language(language) for form in list_forms(context.library)}
    said = translate("FiguresPage", "{form} of {period} is frozen (version {version}, {day}).")
    told = [
        said.format(
            form=names.get(info.form, info.form),
            period=context.labels.period(info.period),
            version=info.version,
            day=local_time(info.frozen_at)[:10],
        )
        for info in sheet.filings
    ]
    hint = translate(
        "FiguresPage", "Changing its figures requires a reason; the filing lists what has changed since."
    )
    return one_after_another(*told, hint)


def draft_text(draft: Draft | None) -> str:
    """That something was not saved the last time; empty where nothing was."""
    if draft is None:
        return ""
    text = QCoreApplication.translate(
        "FiguresPage", "Unsaved from last time ({at}): {count} {count|cell|cells}."
    )
    return counted(text, at=local_time(draft.at), count=f"{len(draft.texts):,}")


def conflict_text(book: Book) -> str:
    """That somebody else changed cells meanwhile, who and when; empty where nobody did."""
    conflicts = book.conflicts
    fault = book.fault(*conflicts[0]) if conflicts else None
    if fault is None:
        return ""
    text = QCoreApplication.translate(
        "FiguresPage",
        "{count} {count|cell was|cells were} changed by {by} meanwhile ({at}); nothing was overwritten.",
    )
    return counted(text, count=f"{len(conflicts):,}", by=fault.by, at=local_time(fault.at))


def cell_text(model: EntryModel, row: int, column: int) -> tuple[str, str]:
    """What the cell with the cursor holds, or what is wrong with it, and the tone of that."""
    if column < 1 or not 0 <= row < len(model.rows):
        return "", "text2"
    tenant, indicator = model.rows[row].id, model.columns[column - 1]
    remarks = model.words.remarks(model.book, tenant, indicator)
    if remarks:
        tone = "danger" if model.book.fault(tenant, indicator.code) is not None else "warn"
        text = QCoreApplication.translate("FiguresPage", "{cause}. {remedy}.")
        return text.format(cause=remarks[0], remedy=remarks[1]), tone
    standing = model.words.standing(model.book, tenant, indicator)
    text = QCoreApplication.translate("FiguresPage", "{indicator}: {figures}")
    return text.format(indicator=model.words.name(indicator), figures=standing), "text2"


def filled_text(model: EntryModel) -> str:
    """How many of the cells shown have a figure."""
    ids = {one.id for one in model.rows}
    text = QCoreApplication.translate("FiguresPage", "Filled {count} of {all} {all|cell|cells}")
    filled = model.book.filled(ids, model.codes)
    return counted(text, count=f"{filled:,}", all=f"{len(ids) * len(model.columns):,}")


def selection_text(model: EntryModel, blocks: Iterable[Box]) -> str:
    """What the figures of selected blocks come to, as a spreadsheet tells it; sums only of what can be added up."""
    translate, units = QCoreApplication.translate, set()
    found: list[int] = []
    for top, left, bottom, right in blocks:
        ids = [row.id for row in model.rows[top : bottom + 1]]
        for indicator in model.columns[left - 1 : right]:
            values = model.book.values(ids, indicator.code)
            if values:
                found.extend(values)
                units.add(model.words.unit(indicator))
    if len(found) < 2:
        return ""
    text = translate("FiguresPage", "Count {count}").format(count=f"{len(found):,}")
    if len(units) > 1 and {unit.dimension for unit in units} != {Dimension.COUNT}:
        return text
    total = from_smallest(sum(found), next(iter(units)))
    mean = round_half_up(total / Decimal(len(found)), 2)
    shown = f"{total.normalize():,f}" if total != total.to_integral_value() else f"{total:,.0f}"
    more = translate("FiguresPage", "Sum {sum}   Average {mean}").format(sum=shown, mean=f"{mean:,}")
    return f"{text}   {more}"
