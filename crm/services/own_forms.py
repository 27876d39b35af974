"""The forms there are, and the user's own among them: kept in the data folder, taken in from elsewhere, put away."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.errors import RuleError
from crm.domain.finding import Finding, Severity
from crm.excel.blank_form import read_blank
from crm.excel.package import PackageBroken
from crm.excel.safety import refusal, refusal_of_opening
from crm.filings.form_file import form_from_table
from crm.services.filings import list_forms
from crm.services.form_alignment import read_form_table
from crm.services.form_binding import keep_form
from crm.services.form_diagnosis import diagnose_form
from crm.services.frozen_filings import list_filings
from crm.services.library import Library

if TYPE_CHECKING:
    from pathlib import Path

    from crm.filings.form import Form
    from crm.services.operation import Workplace

_OWN = "own"
_BEFORE = "forms-before"
"""Beside the forms: those that were replaced or put away, nothing of which is read."""
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form and where it lies; ``findings`` is what does not fit between it and its template."""

    form: Form
    folder: Path
    is_own: bool
    findings: tuple[Finding, ...]

    @property
    def is_broken(self) -> bool:
        """Whether figures would come into wrong places."""
        return any(one.severity is Severity.ERROR for one in self.findings)


def list_kept(library: Library) -> tuple[KeptForm, ...]:
    """Every form with its state, by code, the newest layout first."""
    kept = []
    own = library.folders[-1]
    for form in list_forms(library):
        where = library.form_folder(form.code, form.year)
        try:
            findings = diagnose_form(library, form, where.template)
        except PackageBroken:
            findings = (Finding("form-template-broken", Severity.ERROR, form.code),)
        kept.append(KeptForm(form, where.folder, where.folder.is_relative_to(own), findings))
    return tuple(sorted(kept, key=lambda one: (one.form.code, -one.form.year)))


def own_folder(library: Library, code: str, year: int) -> Path:
    """Where a form of the user's own lies. RuleError ``form-code-wrong`` where *code* is none."""
    if not _CODE.fullmatch(code):
        raise RuleError("form-code-wrong", value=code)
    return library.folders[-1] / "forms" / _OWN / code / str(year)


def keep_own(library: Library, form: Form, text: str, template: bytes, *, replace: bool = False) -> Library:
    """Keep a form among the user's own, and return the library with it.

    One of the same code and year is put away where *replace* says so, else RuleError ``form-already-there``. Raises
    what `own_folder` and `keep_form` raise.
    """
    folder = own_folder(library, form.code, form.year)
    there = [one for one in library.forms if (one.code, one.year) == (form.code, form.year)]
    if there and not replace:
        raise RuleError("form-already-there", form=form.code, year=form.year, folder=str(there[0].folder))
    for one in there:
        if one.folder.is_relative_to(library.folders[-1]):
            _put_away(library, one.folder, form.code, form.year)
    keep_form(form, text, template, folder)
    return reread(library)


def install_form(library: Library, folder: Path, *, replace: bool = False) -> tuple[Library, Form]:
    """Copy the form in *folder*, wherever it lies, among the user's own. Raises what `keep_own` raises.

    RuleError ``form-folder-missing``, DataFormatError where its form.toml is none, ReadRefused where its template is no
    workbook, RuleError ``form-indicators-unknown``.
    """
    form, text, template = read_form(library, folder)
    return keep_own(library, form, text, template, replace=replace), form


def read_form(library: Library, folder: Path) -> tuple[Form, str, bytes]:
    """A form folder from anywhere: the form, its text and its template. Raises what `install_form` raises."""
    form = form_from_table(read_form_table(folder), library.relations)
    path = folder / "template.xlsx"
    try:
        template = path.read_bytes()
        read_blank(template, file=path.name)
    except OSError as error:
        raise refusal_of_opening(error, path) from error
    except PackageBroken as error:
        raise refusal("workbook-damaged", path) from error
    require_known(library, form)
    return form, (folder / "form.toml").read_text("utf-8"), template


def require_known(library: Library, form: Form) -> None:
    """RuleError ``form-indicators-unknown`` where *form* asks for indicators that this program does not know."""
    asked = {figure.indicator for figure in form.figures()}
    unknown = sorted(asked - library.indicators.by_code.keys())
    if unknown:
        raise RuleError("form-indicators-unknown", form=form.code, unknown=", ".join(unknown))


def put_away(workplace: Workplace, library: Library, code: str, year: int) -> tuple[Library, Path]:
    """Take a form of the user's own out of use; where it lies now is where `bring_back` finds it.

    RuleError ``form-is-shipped`` for one that came with the program, ``form-was-filed`` where a filing stands on it.
    """
    where = library.form_folder(code, year)
    if not where.folder.is_relative_to(library.folders[-1]):
        raise RuleError("form-is-shipped", form=code, year=year)
    filed = [info for info in list_filings(workplace) if (info.form, info.form_year) == (code, year)]
    if filed:
        raise RuleError("form-was-filed", form=code, year=year, period=filed[0].period.code)
    put = _put_away(library, where.folder, code, year)
    return reread(library), put


def bring_back(library: Library, put: Path, code: str, year: int) -> Library:
    """Take a form that was put away into use again."""
    folder = own_folder(library, code, year)
    folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(put, folder)
    return reread(library)


def reread(library: Library) -> Library:
    """The library as its folders are now."""
    return Library.load(user_folder=library.folders[-1])


def _put_away(library: Library, folder: Path, code: str, year: int) -> Path:
    aside = library.folders[-1] / _BEFORE
    aside.mkdir(parents=True, exist_ok=True)
    taken = {path.name for path in aside.iterdir()}
    number = next(n for n in range(1, len(taken) + 2) if f"{code}-{year}-{n}" not in taken)
    to = aside / f"{code}-{year}-{number}"
    shutil.move(folder, to)
    return to
