"""A blank that was opened to be bound, ready to be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crm.services.appearance import look_of_template
from crm.services.form_alignment import AlignedForm, align_blank
from crm.services.form_binding import blank_of, read_template
from crm.services.form_diagnosis import diagnose_form, diagnose_template, held_figures
from crm.ui.pages.forms.book import Book

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from crm.domain.finding import Finding
    from crm.services.appearance import WorkbookLook
    from crm.services.library import Library


class Opened(NamedTuple):
    """A book, how its blank looks, what it is called; for last year's form over it, its folder and the new year."""

    book: Book
    look: WorkbookLook
    title: str
    folder: str = ""
    year: int = 0
    findings: tuple[Finding, ...] = ()
    """What is to be known of the template, and where it does not fit the form that is changed over it."""


class Wanted(NamedTuple):
    """What to open: a blank's file name and bytes; the *folder* of the form that is held against it, for *year*."""

    file: str
    template: bytes
    folder: str = ""
    year: int = 0


def open_wanted(
    library: Library, wanted: Wanted, *, title: str, told: Mapping[str, str] | None = None
) -> Opened:
    """Read a blank, and align last year's form with it where one is named. Raises what those raise. For a reader."""
    from pathlib import Path

    is_form = bool(wanted.folder)  # what its registers list, which decisions speak of, is known with the form
    blank = blank_of(library, wanted.file, wanted.template, told={} if is_form else told or {}, known=is_form)
    work = (
        align_blank(library, Path(wanted.folder), blank, year=wanted.year, told=told or {})
        if is_form
        else blank
    )
    book = Book(library, work, kept=not told)
    is_own = isinstance(work, AlignedForm) and wanted.year == work.old.year
    findings = (
        diagnose_form(library, work.old, wanted.template)
        if isinstance(work, AlignedForm) and is_own
        else (*held_figures(blank.outline), *diagnose_template(wanted.template))
    )
    return Opened(book, look_of_template(wanted.template), title, wanted.folder, wanted.year, findings)


def read_wanted(path: Path, *, folder: str = "", year: int = 0) -> Wanted:
    """A blank from its file. Raises what `read_template` raises."""
    return Wanted(path.name, read_template(path), folder, year)
