"""The achievements brief (运营成效简报) of any period: rows with their records, a Word document, a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from crm.db.models import Tenant
from crm.db.queries import measures
from crm.db.queries.names import name_on
from crm.db.queries.populations import entries
from crm.db.queries.premises import own_site
from crm.domain.errors import NotFoundError
from crm.domain.quantity import from_smallest, unit_named
from crm.domain.wording import Language
from crm.excel.register import ColumnKind, RegisterColumn, RegisterSheet, write_register
from crm.excel.saving import save_atomically
from crm.excel.word import Heading, Paragraph, Table, write_document
from crm.filings.brief import Answer, BriefRow, Case, Setting, compose, questions_of
from crm.services.spoken import Spoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal
    from pathlib import Path

    from sqlalchemy import Connection

    from crm.domain.period import Period
    from crm.excel.word import Part
    from crm.filings.brief import Question
    from crm.services.library import Library
    from crm.services.operation import Workplace

__all__ = [
    "SHEET",
    "TITLE",
    "WORD",
    "Brief",
    "BriefRow",
    "brief_parts",
    "brief_workbook",
    "build_brief",
    "export_brief",
]

TITLE = "运营成效简报"
WORD, SHEET = ".docx", ".xlsx"
_NONE = "无"
"""In place of a figure to which no record has come."""
_NOTHING_TOLD = "截至统计日，尚无可供叙述的登记记录。"
_SHORT = 12
"""Characters of a text that still go into a column of numbers."""
_WIDTHS = (7, 33, 16, 9, 23, 12)
_HEADER = ("序号", "指标", "数值", "单位", "期间", "核实情况")


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief: what it is about and all its rows; those that have no value say so by it."""

    setting: Setting
    rows: tuple[BriefRow, ...]

    @property
    def told(self) -> tuple[BriefRow, ...]:
        """The rows that have something to tell."""
        return tuple(row for row in self.rows if row.sentence)


def build_brief(
    workplace: Workplace,
    library: Library,
    period: Period,
    *,
    as_of: date | None = None,
    cases: Mapping[str, str] | None = None,
) -> Brief:
    """The brief of *period*, counted up to *as_of* (its last day by default), from one state of the database.

    *cases* says which tenant the rows about a single one tell of, by id, name, code or number. NotFoundError
    ``brief-case-unknown`` for a tenant that is not there.
    """
    day = as_of or period.end
    with workplace.database.reading() as connection:
        site = own_site(connection)
        chosen = {kind: _case(connection, text, day) for kind, text in (cases or {}).items()}
        setting = Setting(
            period=period,
            as_of=day,
            site=site.name if site else "",
            opened_on=site.opened_on if site else None,
            note=site.note if site else "",
            cases=chosen,
        )
        rows, spoken = [], Spoken(library, Language.ZH)
        for spec in library.brief:
            answers = [_answer(connection, library, question) for question in questions_of(spec, setting)]
            rows.append(
                compose(
                    spec,
                    setting,
                    answers,
                    indicators=library.indicators,
                    labels=lambda name, code: library.vocabulary[name].words(code).in_language(Language.ZH),
                    units=lambda code: spoken.unit(unit_named(code)),
                )
            )
    return Brief(setting, tuple(rows))


def _case(connection: Connection, text: str, day: date) -> Case:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
    entered = entries()
    query = (
        select(Tenant.id, name_on(day), entered.c.on_date)
        .outerjoin(entered, entered.c.tenant_id == Tenant.id)
        .where(
            or_(
                Tenant.id == number,
                Tenant.name == text,
                Tenant.short_name == text,
                Tenant.uscc == text,
                Tenant.external_id == text,
            )
        )
    )
    row = connection.execute(query.order_by(Tenant.id).limit(1)).first()
    if row is None:
        raise NotFoundError("brief-case-unknown", tenant=text)
    return Case(*row)


def _answer(connection: Connection, library: Library, question: Question) -> Answer:
    request = question.request
    asked = measures.Question(request, library.indicators[request.indicator], dict(question.where))
    measured = measures.measure(connection, asked)
    if not question.by:
        return Answer(measured)
    groups = measures.measure_groups(connection, asked, by=question.by)
    return Answer(measured, tuple(group.key for group in groups if group.key and group.value))


def export_brief(workplace: Workplace, brief: Brief, path: Path) -> None:
    """Write the brief to *path*: a Word document, or a workbook where the name ends in ``.xlsx``.

    SaveRefused (``save-…``) says why it cannot be written.
    """
    if path.suffix.lower() == SHEET:
        save_atomically(path, brief_workbook(workplace, brief), ending=SHEET)
    else:
        save_atomically(path, write_document(brief_parts(brief)), ending=WORD)


def brief_parts(brief: Brief) -> tuple[Part, ...]:
    """The brief as a document: its sentences, the table of all figures, and what a careful reader must know."""
    setting = brief.setting
    day = setting.as_of
    cautions = [row.caution for row in brief.told if row.caution]
    about = f"统计截至{day.year}年{day.month}月{day.day}日，各项数据由登记记录汇总得出。"
    return (
        Heading(TITLE, 0),
        Paragraph(f"{setting.site}　{about}" if setting.site else about, small=True),
        Heading("一、运营成效"),
        *([Paragraph(row.sentence) for row in brief.told] or [Paragraph(_NOTHING_TOLD)]),
        Heading("二、指标一览"),
        Table(
            _HEADER, tuple(_line(row) for row in brief.rows), _WIDTHS, frozenset({2}), frozenset({0, 3, 5})
        ),
        Heading("三、说明"),
        *(Paragraph(caution, small=True) for caution in cautions),
        Paragraph(
            "“无”表示截至统计日没有相应的登记记录；空白表示企业尚未报送或未选定典型企业，不等于零；"
            "“待核实”表示口径来源尚未与原文核对。",
            small=True,
        ),
    )


def _line(row: BriefRow) -> tuple[str, ...]:
    value, unit = row.value, row.unit
    if not row.recorded:
        shown, unit = _NONE, ""
    elif isinstance(value, date):
        shown = f"{value.year}年{value.month}月"
    elif isinstance(value, str):
        shown = value if len(value) <= _SHORT else "见上文"
    elif value is None:
        shown = ""
    else:
        shown = f"{value:,}"
    checked = "已核实" if row.verified else "待核实"
    return str(row.number), row.label.zh, shown, unit, row.period, checked


def brief_workbook(workplace: Workplace, brief: Brief) -> bytes:
    """The brief as a workbook: a sheet of its rows, and one of the records behind each figure."""
    made = datetime(workplace.today.year, workplace.today.month, workplace.today.day, tzinfo=UTC)
    text, number = ColumnKind.TEXT, ColumnKind.NUMBER
    columns = (
        RegisterColumn("序号", ColumnKind.WHOLE),
        RegisterColumn("指标"),
        RegisterColumn("数值", number),
        RegisterColumn("单位"),
        RegisterColumn("期间"),
        RegisterColumn("叙述"),
        RegisterColumn("核实情况"),
        RegisterColumn("说明"),
    )
    rows = [
        (
            row.number,
            row.label.zh,
            _in_sheet(row),
            row.unit if row.recorded else "",
            row.period,
            row.sentence,
            "已核实" if row.verified else "待核实",
            row.caution,
        )
        for row in brief.rows
    ]
    behind = (
        RegisterColumn("序号", ColumnKind.WHOLE),
        RegisterColumn("指标"),
        RegisterColumn("记录", text),
        RegisterColumn("数值", number),
    )
    heading = f"{brief.setting.site}{TITLE}（{brief.setting.period.code}）"
    sheets = [
        RegisterSheet(TITLE, columns, rows, heading=heading),
        RegisterSheet("构成记录", behind, list(_records(brief)), heading="每项数据由哪些记录得出"),
    ]
    return write_register(sheets, created=made, title=TITLE, creator=workplace.user)


def _in_sheet(row: BriefRow) -> Decimal | int | str | None:
    if not row.recorded:
        return _NONE
    return f"{row.value.year}年{row.value.month}月" if isinstance(row.value, date) else row.value


def _records(brief: Brief) -> Iterator[tuple[int, str, str, Decimal]]:
    for row in brief.rows:
        if row.rows_unit is not None:
            for share in row.rows:
                yield row.number, row.label.zh, share.label, from_smallest(share.amount, row.rows_unit)
