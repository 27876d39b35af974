"""A check that is being written, tried at once over a period: whether it holds on what is recorded now."""

from __future__ import annotations

import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli_w

from crm.domain.errors import RuleError
from crm.domain.period import Period
from crm.filings.facts import World
from crm.filings.form import ScopeKind
from crm.filings.form_file import form_from_table
from crm.services.filings import build_filing
from crm.services.form_alignment import AlignedForm
from crm.services.form_binding import form_tables, keep_form, plain_form
from crm.services.form_own_checks import OwnCheck, fault_in, in_words, is_code, names_of

if TYPE_CHECKING:
    from datetime import date

    from crm.domain.finding import Finding
    from crm.filings.form import Form
    from crm.services.form_binding import BlankForm
    from crm.services.library import Library
    from crm.services.operation import Workplace

__all__ = [
    "OwnCheck",
    "Tried",
    "checked_form",
    "fault_in",
    "in_words",
    "is_code",
    "names_of",
    "periods_to_try",
    "try_check",
]

_CODE = "check-being-tried"
_LATEST = 6


@dataclass(frozen=True, slots=True)
class Tried:
    """What a check comes to: whether it ``holds``, None where values are missing; the findings where it does not."""

    holds: bool | None
    findings: tuple[Finding, ...]


def checked_form(work: BlankForm | AlignedForm) -> Form | None:
    """The form that a check is written for; None while nothing of it is bound."""
    return work.form if isinstance(work, AlignedForm) else plain_form(work)


def periods_to_try(form: Form, today: date) -> tuple[Period, ...]:
    """The last periods of a form that are over, the newest first."""
    found = []
    period = Period.containing(today, form.period_kind).previous()
    for _ in range(_LATEST):
        found.append(period)
        period = period.previous()
    return tuple(found)


def try_check(
    workplace: Workplace, library: Library, work: BlankForm | AlignedForm, own: OwnCheck, period: Period
) -> Tried:
    """*own* over the figures of *period*, as the form of *work* would show them. For a reader.

    RuleError ``check-nothing-to-try`` where nothing is bound or the check cannot be read.
    """
    form = checked_form(work)
    if form is None or fault_in(own, form) is not None:
        raise RuleError("check-nothing-to-try")
    table: dict[str, Any] = tomllib.loads(work.text) if isinstance(work, AlignedForm) else form_tables(work)
    table |= {"code": _CODE, "check": [own.table(form)], "include": []}
    text = tomli_w.dumps(table)
    blank = work.blank if isinstance(work, AlignedForm) else work
    with tempfile.TemporaryDirectory() as folder:
        keep_form(form_from_table(tomllib.loads(text)), text, blank.template, Path(folder) / "form")
        tried, code = library.with_form(Path(folder) / "form")
        filing = build_filing(workplace, tried, code, period)
    findings = tuple(one for one in filing.findings if one.values.get("check") == own.key)
    (check,) = filing.form.checks
    if findings or check.scope is not ScopeKind.FORM:
        return Tried(not findings, findings)
    held = check.expression.evaluate(World(filing.form, filing.built).of_form(check))
    return Tried(held if isinstance(held, bool) else None, ())
