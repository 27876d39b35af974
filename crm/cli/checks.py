"""``crm check``: the checks of all forms of a period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.cli.desk import DONE, REFUSED, Answer, WordedFinding, count_severity
from crm.cli.finding_lines import finding_lines
from crm.cli.watching import WatchedEntry, watched_entry, watched_lines
from crm.domain.errors import NotFoundError
from crm.domain.finding import Severity

if TYPE_CHECKING:
    from crm.cli.desk import Desk
    from crm.cli.verbs import Given


@dataclass(frozen=True, slots=True)
class CheckedForm:
    """What the checks of one form found."""

    form: str
    year: int
    errors: int
    warnings: int
    findings: tuple[WordedFinding, ...]
    frozen: WatchedEntry | None
    """The version that was filed last, and what the records say otherwise by now."""


@dataclass(frozen=True, slots=True)
class CheckDocument:
    """What the checks of all forms found, and both counts over all."""

    period: str
    errors: int
    warnings: int
    forms: tuple[CheckedForm, ...]


def answer(desk: Desk, given: Given) -> Answer:
    """Build each form due in the period's rhythm, or all of it, and run its checks.

    NotFoundError where there is no such form.
    """
    from crm.services.filings import build_filing, list_forms
    from crm.services.watch import watch_filings

    period = given["period"]
    codes = dict.fromkeys(
        form.code
        for form in list_forms(desk.library)
        if (form.due or given["all"]) and form.period_kind is period.kind
    )
    if not codes:
        raise NotFoundError("cli-no-form-for-period", period=period.code)
    workplace = desk.workplace()
    watched = {one.filing.form: one for one in watch_filings(workplace, desk.library, period)}
    forms, lines = [], []
    for code in codes:
        desk.tell("words.filing", form=code, period=period.code)
        filing = build_filing(workplace, desk.library, code, period)
        checked = CheckedForm(
            form=code,
            year=filing.built.form_year,
            errors=count_severity(filing.findings, Severity.ERROR),
            warnings=count_severity(filing.findings, Severity.WARNING),
            findings=tuple(map(desk.word, filing.findings)),
            frozen=None if code not in watched else watched_entry(desk, watched[code]),
        )
        forms.append(checked)
        frozen = watched_lines(desk, watched[code]) if code in watched else []
        lines += [_heading(desk, checked), *frozen, *finding_lines(desk, filing.findings), ""]
    document = CheckDocument(
        period=period.code,
        errors=sum(form.errors for form in forms),
        warnings=sum(form.warnings for form in forms),
        forms=tuple(forms),
    )
    if not document.errors and not document.warnings:
        return Answer(document, [*lines, desk.texts.word("words.clean")], DONE)
    return Answer(document, lines[:-1], REFUSED)


def _heading(desk: Desk, form: CheckedForm) -> str:
    return desk.texts.word(
        "words.checked", form=form.form, year=form.year, errors=form.errors, warnings=form.warnings
    )
