"""What can be edited on a tenant's page: its own record, a record of its, a note; each with how it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.services.notes import NOTE_KINDS, NoteText, add_note, change_note, list_notes
from crm.services.records import add_record, change_record, get_record
from crm.services.tenants import change_tenant, get_tenant
from crm.ui.forms.editor import EditJob
from crm.ui.forms.form import Section
from crm.ui.forms.spec import EntryKind, EntrySpec, record_specs, tenant_specs, vocabulary_options

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from crm.services.notes import NoteLine
    from crm.services.record_kinds import RecordKind
    from crm.services.records import RecordLine
    from crm.services.tenants import FieldValue, TenantProfile
    from crm.ui.context import Context

_NOT_EDITED = frozenset({"former_names", "stage", "moved_in_on", "left_on"})
_LEVELS = {"contacts": ("contact", "phone", "email", "address", "website")}


def tenant_sections(context: Context) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The fields of a tenant under headings; fields that are added to the data file come at the end."""
    translate = QCoreApplication.translate
    named = (
        (
            translate("TenantSections", "Registration"),
            (
                "name",
                "short_name",
                "external_id",
                "uscc",
                "registration_number",
                "founded_on",
                "registration_type",
                "registered_capital",
                "taxpayer_type",
                "legal_representative",
            ),
        ),
        (
            translate("TenantSections", "Business"),
            ("industry", "technology_field", "high_tech", "technology_sme", "employees", "has_mentor"),
        ),
        (translate("TenantSections", "Premises and contact"), ("room", "area", *_LEVELS["contacts"])),
        (
            translate("TenantSections", "Founders"),
            ("founders", "founder_kind", "founder_serial", "founder_gender", "founder_education"),
        ),
        (translate("TenantSections", "More"), ("description", "note")),
    )
    known = {code for _, codes in named for code in codes} | _NOT_EDITED
    title, last = named[-1]
    rest = tuple(code for code in context.library.fields if code not in known)
    return (*named[:-1], (title, (*rest, *last)))


def edit_tenant(context: Context, profile: TenantProfile) -> EditJob:
    """The tenant's own record."""
    workplace, library, tenant_id = context.workplace, context.library, profile.line.id
    sections = tuple(
        Section(
            title, tenant_specs(library, context.labels, [code for code in codes if code in library.fields])
        )
        for title, codes in tenant_sections(context)
    )
    title = QCoreApplication.translate("EditJobs", "Edit: {name}").format(name=profile.line.name)
    told = QCoreApplication.translate("EditJobs", 'Saved "{name}".').format(name=profile.line.name)
    return EditJob(
        record=f"tenant:{tenant_id}",
        tenant=tenant_id,
        title=title,
        sections=sections,
        values=profile.fields,
        save=lambda changes, seen: [change_tenant(workplace, library, tenant_id, changes, seen=seen)],
        told=told,
        reload=lambda: get_tenant(workplace, library, tenant_id).fields,
    )


def add_record_job(context: Context, profile: TenantProfile, kind: RecordKind) -> EditJob:
    """A new record of a kind; a contract's second party and a flag that must be said are proposed."""
    workplace, library, tenant_id = context.workplace, context.library, profile.line.id
    name = kind.label.in_language(context.language)
    title = QCoreApplication.translate("EditJobs", "New: {kind} · {name}")
    told = QCoreApplication.translate("EditJobs", "Added: {kind}.").format(kind=name)
    proposed: dict[str, FieldValue] = {}
    if "party_b" in kind.fields:
        proposed["party_b"] = profile.line.name
    proposed |= {code: False for code in kind.required if kind.fields[code].field.kind.value == "yes_no"}
    return EditJob(
        record=f"{kind.code}:new:{tenant_id}",
        tenant=tenant_id,
        title=title.format(kind=name, name=profile.line.name),
        sections=(Section("", record_specs(library, context.labels, kind)),),
        values=proposed,
        save=lambda changes, _seen: [add_record(workplace, library, kind.code, tenant_id, changes)],
        told=told,
    )


def change_record_job(
    context: Context, profile: TenantProfile, kind: RecordKind, line: RecordLine
) -> EditJob:
    """A record that is there."""
    workplace, library = context.workplace, context.library
    name = kind.label.in_language(context.language)
    title = QCoreApplication.translate("EditJobs", "Edit: {kind} · {name}")
    told = QCoreApplication.translate("EditJobs", "Saved: {kind}.").format(kind=name)
    return EditJob(
        record=f"{kind.code}:{line.id}",
        tenant=profile.line.id,
        title=title.format(kind=name, name=profile.line.name),
        sections=(Section("", record_specs(library, context.labels, kind)),),
        values=line.values,
        save=lambda changes, seen: [
            change_record(workplace, library, kind.code, line.id, changes, seen=seen)
        ],
        told=told,
        reload=lambda: get_record(workplace, library, kind.code, line.id).values,
    )


def note_job(context: Context, profile: TenantProfile, note: NoteLine | None) -> EditJob:
    """A note: a new one, or one that is there."""
    workplace, tenant_id = context.workplace, profile.line.id
    translate = QCoreApplication.translate
    if note is None:
        title, told = translate("EditJobs", "New note · {name}"), translate("EditJobs", "Added a note.")
        values: dict[str, FieldValue] = {"kind": NOTE_KINDS[0], "on": workplace.today}
    else:
        title, told = translate("EditJobs", "Edit note · {name}"), translate("EditJobs", "Saved the note.")
        values = _note_values(note)

    def save(changes: Mapping[str, FieldValue], seen: Mapping[str, FieldValue]) -> list[object]:
        if note is None:
            return [add_note(workplace, tenant_id, _note_text(changes))]
        before = _note_text({**values, **seen})
        return [change_note(workplace, note.id, _note_text({**values, **changes}), seen=before)]

    def reload() -> Mapping[str, FieldValue]:
        found = [one for one in list_notes(workplace, tenant_id) if note is not None and one.id == note.id]
        return _note_values(found[0]) if found else values

    return EditJob(
        record=f"note:new:{tenant_id}" if note is None else f"note:{note.id}",
        tenant=tenant_id,
        title=title.format(name=profile.line.name),
        sections=(Section("", _note_specs(context)),),
        values=values,
        save=save,  # type: ignore[arg-type]
        told=told,
        reload=None if note is None else reload,
    )


def _note_values(note: NoteLine) -> dict[str, FieldValue]:
    return {"kind": note.kind, "on": note.on, "text": note.text, "due_on": note.due_on}


def _note_text(values: Mapping[str, FieldValue]) -> NoteText:
    on: date = values["on"]  # type: ignore[assignment]
    due: date | None = values.get("due_on")  # type: ignore[assignment]
    return NoteText(str(values["kind"]), on, str(values["text"]), due)


def _note_specs(context: Context) -> tuple[EntrySpec, ...]:
    translate = QCoreApplication.translate
    kinds = context.library.vocabulary["note_kind"]
    return (
        EntrySpec(
            "kind",
            translate("EditJobs", "Kind"),
            EntryKind.CHOICE,
            required=True,
            options=vocabulary_options(kinds, context.labels),
            find=kinds.find,
        ),
        EntrySpec("on", translate("EditJobs", "Day"), EntryKind.DATE, required=True),
        EntrySpec("due_on", translate("EditJobs", "Follow up on"), EntryKind.DATE),
        EntrySpec("text", translate("EditJobs", "Text"), EntryKind.PROSE, required=True),
    )
