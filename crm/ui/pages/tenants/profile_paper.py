"""A tenant's profile on paper: what its page shows, in the order in which it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.domain.fields import FieldKind
from crm.ui.charts.plot import PlotChart
from crm.ui.labels import measured
from crm.ui.pages.tenants.detail_overview import figure_chart
from crm.ui.pages.tenants.edit_jobs import tenant_sections
from crm.ui.pages.tenants.key_figures import key_figures
from crm.ui.pages.tenants.record_list import record_text
from crm.ui.printing.documents import (
    Fact,
    FactsSection,
    FiguresSection,
    KeyFigure,
    Picture,
    PicturesSection,
    PrintColumn,
    ProfileDocument,
    TableSection,
)

if TYPE_CHECKING:
    from crm.services.record_kinds import RecordKind
    from crm.services.tenant_file import TenantFile
    from crm.ui.context import Context
    from crm.ui.printing.documents import Section

_NUMBERS = frozenset({FieldKind.MONEY, FieldKind.AREA, FieldKind.COUNT})
_LONG = frozenset({"description", "note", "address", "founders"})


def profile_document(context: Context, file: TenantFile) -> ProfileDocument:
    """The document; blanks are left out, personal data are marked for masking."""
    line = file.profile.line
    labels = context.labels
    parts = (labels.stage(line.stage), line.external_id, labels.rooms(line.room))
    sections: list[Section] = [
        FiguresSection(
            "",
            tuple(
                KeyFigure(one.caption, one.value, f"{one.change} {one.of}".strip())
                for one in key_figures(context, file)
            ),
        )
    ]
    for title, codes in tenant_sections(context):
        facts = tuple(fact for code in codes if (fact := _fact(context, file, code)).value)
        if facts:
            sections.append(FactsSection(title, facts))
    data = figure_chart(context, file.profile)
    if not data.is_blank:
        chart = PlotChart(context.theme)
        chart.show_data(data)
        sections.append(PicturesSection("", (Picture(data.title, chart.paint_on_paper, 60, wide=True),)))
    kinds = context.library.records.values()
    sections += [_records(context, file, kind) for kind in kinds if file.records.get(kind.code)]
    if file.notes:
        sections.append(_notes(context, file))
    return ProfileDocument(line.name, " · ".join(part for part in parts if part), tuple(sections))


def _fact(context: Context, file: TenantFile, code: str) -> Fact:
    field = context.library.fields[code]
    caption = field.label.in_language(context.language)
    if field.unit is not None:
        caption = measured(caption, context.labels.unit(field.unit))
    value = context.labels.field_value(code, file.profile.fields.get(code))
    return Fact(caption, value, personal=field.personal, wide=code in _LONG)


def _records(context: Context, file: TenantFile, kind: RecordKind) -> TableSection:
    columns = []
    for code in kind.columns:
        field = kind.fields[code].field
        title = field.label.in_language(context.language)
        if field.unit is not None and field.kind in _NUMBERS:
            title = measured(title, context.labels.unit(field.unit))
        columns.append(PrintColumn(title, is_number=field.kind in _NUMBERS, personal=field.personal))
    rows = [
        [record_text(context, kind.fields[code], line, code) for code in kind.columns]
        for line in file.records[kind.code]
    ]
    return TableSection(kind.listed.in_language(context.language), tuple(columns), rows)


def _notes(context: Context, file: TenantFile) -> TableSection:
    translate = QCoreApplication.translate
    heads = (
        translate("ProfilePaper", "Day"),
        translate("ProfilePaper", "Kind"),
        translate("ProfilePaper", "Text"),
        translate("ProfilePaper", "By"),
    )
    rows = [
        [note.on.isoformat(), context.labels.term("note_kind", note.kind), note.text, note.by]
        for note in file.notes
    ]
    return TableSection(translate("ProfilePaper", "Notes"), tuple(PrintColumn(head) for head in heads), rows)
