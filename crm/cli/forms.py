"""``crm forms``: the report forms there are."""

from __future__ import annotations

from dataclasses import dataclass

from crm.cli.desk import Answer, Desk
from crm.cli.table import table_lines
from crm.cli.verbs import Given  # noqa: TC001 - the signature every verb has
from crm.services.filings import list_forms


@dataclass(frozen=True, slots=True)
class FormEntry:
    """A form: ``own_layout`` says we designed it, ``verified`` that its rules were checked against the source."""

    form: str
    year: int
    name: str
    authority: str
    period_kind: str
    own_layout: bool
    verified: bool
    origin: str


@dataclass(frozen=True, slots=True)
class FormsDocument:
    """All forms."""

    forms: tuple[FormEntry, ...]


def answer(desk: Desk, _: Given) -> Answer:
    """List them."""
    texts = desk.texts
    entries = tuple(
        FormEntry(
            form=form.code,
            year=form.year,
            name=texts.of(form.name),
            authority=texts.of(form.authority),
            period_kind=form.period_kind.value,
            own_layout=form.own_layout,
            verified=form.verified,
            origin=texts.of(form.origin),
        )
        for form in list_forms(desk.library)
    )
    rows = [
        (
            entry.form,
            str(entry.year),
            entry.name,
            entry.authority,
            texts.word(f"period_kind.{entry.period_kind}"),
            texts.word("words.own_layout" if entry.own_layout else "words.authority_layout"),
        )
        for entry in entries
    ]
    names = ("form", "form_year", "form_name", "authority", "rhythm", "layout")
    headings = [texts.word(f"words.{name}") for name in names]
    return Answer(FormsDocument(entries), table_lines(rows, headings=headings))
