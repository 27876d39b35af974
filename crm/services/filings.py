"""Filings: build one from the records, check and explain it, export it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from crm.bulk import collection_paused
from crm.db.overview import place_of_name
from crm.db.queries import filings as rows
from crm.db.queries.approval import carry_rows
from crm.db.queries.measures import measure_many
from crm.db.queries.premises import buildings_overlet, own_site, rooms_let_twice
from crm.db.queries.record_lists import read_records
from crm.db.queries.rosters import read_roster
from crm.db.queries.unequal import unequal_reports
from crm.domain.finding import Finding, Severity
from crm.domain.indicators import Nature
from crm.domain.wording import Language
from crm.excel.conversion import OLD, convert_workbook
from crm.excel.fill import Block, Fill
from crm.excel.saving import save_atomically
from crm.excel.template import fill_template
from crm.filings.balancing import filed_figures
from crm.filings.build import build
from crm.filings.built import Built, BuiltCell, Particulars
from crm.filings.checks import run_checks
from crm.filings.compare import compare
from crm.filings.consistency import FrozenFiling, Natures, consistency_findings
from crm.filings.consistency_rules import wanted
from crm.filings.form import FilingRefused, choose_form
from crm.filings.form_file import form_from_table
from crm.filings.letting import Let, LetBuilding, LetTwice, days_counted, letting_findings
from crm.filings.questions import Sources, filings_of, records_of, requests_of, rosters_of
from crm.filings.trace import Trace, explain
from crm.services.carries import carries_held
from crm.services.frozen_records import read_filed
from crm.services.library import read_toml
from crm.services.size_bands import Asking

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sqlalchemy import Connection

    from crm.db.queries.approval import Carry
    from crm.db.queries.filings import FilingInfo
    from crm.domain.period import Period
    from crm.excel.fill import Filled
    from crm.filings.built import Filed
    from crm.filings.compare import CellDifference
    from crm.filings.form import Form
    from crm.services.library import FormFolder, Library
    from crm.services.operation import Workplace

__all__ = ["Built", "BuiltCell", "Trace"]

_WORKBOOK = ".xlsx"
_NONE = "—"
"""What a finding says for a cell that was or is blank, and for a row that was or is not there."""
_READ: dict[Path, tuple[bytes, Mapping[str, object], Form]] = {}
"""The forms as they were read last, each with its file and the checks it may include: reading all takes a while."""


@dataclass(frozen=True)
class BuiltFiling:
    """A filing built from the records of one moment, with its findings; the workbook is made when asked for."""

    form: Form
    built: Built
    findings: tuple[Finding, ...]
    template: bytes

    @cached_property
    def workbook(self) -> Filled:
        """The template filled. FilingRefused ``filing-total-differs`` where a live formula does not come to our figure.

        This holds for every total: what the sheet adds up itself is what the records add up to.
        """
        filled = fill_template(self.template, _fill_of(self.built))
        for cell in self.built.figures_shown():
            if not cell.live:
                continue
            formula = filled.formulas.get((cell.sheet, cell.address))
            if formula is not None and formula.value is not None and not _same(formula.value, cell.value):
                raise FilingRefused(
                    "filing-total-differs",
                    place=cell.place,
                    sheet=str(formula.value),
                    records=str(cell.value),
                )
        return filled

    @property
    def sha256(self) -> str:
        """The fingerprint of the workbook."""
        return hashlib.sha256(self.workbook.data).hexdigest()

    def of_severity(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings of one severity."""
        return tuple(finding for finding in self.findings if finding.severity is severity)


@dataclass(frozen=True, slots=True)
class Exported:
    """A written workbook: where it is, its fingerprint and how many cells were filed."""

    path: Path
    sha256: str
    cells: int


def list_forms(library: Library) -> tuple[Form, ...]:
    """All forms there are, every layout year of each."""
    return tuple(form_in(folder, library) for folder in library.forms)


def form_in(folder: FormFolder, library: Library) -> Form:
    """The form of *folder*, read anew only where its file or the checks it may include are others than before."""
    path = folder.folder / "form.toml"
    sources = (path.read_bytes(), library.relations)
    known = _READ.get(path)
    if known is not None and known[:2] == sources:
        return known[2]
    form = form_from_table(read_toml(path), library.relations)
    _READ[path] = (*sources, form)
    return form


def build_filing(
    workplace: Workplace,
    library: Library,
    code: str,
    period: Period,
    *,
    particulars: Particulars | None = None,
) -> BuiltFiling:
    """The filing of the form *code* for *period*, from one consistent state of the database, checked.

    Raises NotFoundError ``form-unknown``, RuleError ``form-period-kind``.
    """
    # Only its own layouts are read; all of them where there are none, to name those there are.
    layouts = [form_in(folder, library) for folder in library.forms if folder.code == code]
    form = choose_form(layouts or list_forms(library), code=code, period=period)
    return build_form(workplace, library, form, period, particulars=particulars)


def build_form(
    workplace: Workplace,
    library: Library,
    form: Form,
    period: Period,
    *,
    particulars: Particulars | None = None,
) -> BuiltFiling:
    """The filing of *form*, one of `list_forms`, for *period*: as `build_filing`, without reading the form again."""
    with workplace.database.reading() as connection:
        return _build(connection, workplace, library, form=form, period=period, particulars=particulars)


def explain_cell(filing: BuiltFiling, *, sheet: str, address: str) -> Trace:
    """How a cell came about: indicator, population, formula, the rows whose sum it is, and who has not reported."""
    return explain(filing.built, sheet=sheet, address=address)


def export_filing(filing: BuiltFiling, path: Path) -> Exported:
    """Write the filled template to *path*, whole or not at all, as .xls where its name says so.

    SaveRefused says why it cannot be written, ConversionRefused why not as .xls.
    """
    data, ending = as_named(filing.workbook.data, path)
    save_atomically(path, data, ending=ending)
    return Exported(path, hashlib.sha256(data).hexdigest(), filing.built.cell_count)


def as_named(workbook: bytes, path: Path) -> tuple[bytes, str]:
    """A workbook in the format that its name's ending asks for, and the ending that is demanded."""
    if path.suffix.lower() != OLD:
        return workbook, _WORKBOOK
    return convert_workbook(workbook, name=path.name, source=_WORKBOOK, to=OLD), OLD


@collection_paused()
def _build(
    connection: Connection,
    workplace: Workplace,
    library: Library,
    *,
    form: Form,
    period: Period,
    particulars: Particulars | None,
) -> BuiltFiling:
    """The filing as of now, judged by its checks and by what is frozen."""
    built = measure_form(
        connection,
        library,
        form=form,
        period=period,
        particulars=particulars or _particulars(connection, workplace),
        others=others_filed(connection, form, period),
    )
    template = library.form_folder(form.code, form.year).template
    findings = run_checks(form, built)
    findings += _carried_over(connection, library, form, period)
    findings += _disagreements(connection, library, built)
    findings += _let_twice(connection, library, built)
    return BuiltFiling(form, built, tuple(findings), template)


def measure_form(
    connection: Connection,
    library: Library,
    *,
    form: Form,
    period: Period,
    particulars: Particulars,
    others: Mapping[tuple[str, Period], Built],
) -> Built:
    """The figures of a filing as of now, beside what was filed of *others*."""
    start = period.start
    sources = Sources(
        measured=measure_many(
            connection,
            map(Asking(connection, library).question, requests_of(form, period)),
        ),
        rosters={
            (population, day): read_roster(
                connection, population=population, start=start, day=day, fields=tuple(library.fields)
            )
            for population, day in rosters_of(form, period)
        },
        records={request: read_records(connection, request) for request in records_of(form, period)},
        indicators=library.indicators,
        labels=lambda name, code: library.vocabulary[name].words(code).in_language(Language.ZH),
        filed=filed_figures(others.values()) if form.sums else {},
        filings={code: others[code, day] for code, day in filings_of(form, period) if (code, day) in others},
        place=place_of_name,
    )
    return build(form, period, sources=sources, particulars=particulars)


def _disagreements(connection: Connection, library: Library, built: Built) -> list[Finding]:
    """Where *built* does not agree with what is frozen of other forms and periods, or reports with each other."""
    infos = rows.latest_infos(connection)
    asked = wanted(library.consistency, built, {(info.form, info.period) for info in infos})
    frozen = [
        FrozenFiling(info.id, info.version, read_filed(connection, info))
        for info in infos
        if (info.form, info.period) in asked
    ]
    natures = Natures(
        stocks=frozenset(one.code for one in library.indicators if one.nature is Nature.STOCK),
        once=frozenset(one.code for one in library.indicators if one.is_once),
    )
    shown = (library.indicators[code] for code in built.definitions)
    return consistency_findings(
        library.consistency,
        built,
        frozen,
        natures=natures,
        unequal=unequal_reports(connection, shown, built.period),
    )


def _let_twice(connection: Connection, library: Library, built: Built) -> Iterator[Finding]:
    """What cannot be right of the leases that *built* counts."""
    days = days_counted(built, library.indicators)
    if not days:
        return iter(())
    pairs = rooms_let_twice(connection, days[0], days[-1])
    end = built.period.end
    return letting_findings(
        library.letting,
        built,
        library.indicators,
        days=days,
        twice=[LetTwice(*(Let(**line) for line in pair)) for pair in pairs],
        overlet=[LetBuilding(*row) for row in buildings_overlet(connection, end)] if end in days else [],
    )


def _carried_over(connection: Connection, library: Library, form: Form, period: Period) -> Iterator[Finding]:
    """What was carried to this filing from one that stands as it was frozen, and is still so."""
    carrying = {carry.filing_id for carry in carry_rows(connection) if carry.to_period == period}
    for info in rows.latest_infos(connection) if carrying else ():
        if info.id not in carrying or info.form != form.code:
            continue
        for carry in carries_held(connection, info.id, differences_since(connection, library, info)):
            if carry is not None and carry.filed != carry.now:  # the same on other records needs no word
                yield _carried(info, carry)


def _carried(info: FilingInfo, carry: Carry) -> Finding:
    values: dict[str, str | int] = {
        "period": info.period.code,
        "version": info.version,
        "cell": carry.cell,
        "label": carry.label,
        "label_en": carry.label_en,
        "filed": carry.filed or _NONE,
        "now": carry.now or _NONE,
        "reason": carry.reason,
    }
    return Finding("filing-carried-over", Severity.INFO, values=values)


def differences_since(
    connection: Connection, library: Library, info: FilingInfo
) -> tuple[CellDifference, ...]:
    """What a frozen filing would say otherwise today, cell by cell with the records behind each difference."""
    filed = read_filed(connection, info)
    form = form_in(library.form_folder(info.form, info.form_year), library)
    beside = others_filed(connection, form, filed.period, before=info.id)
    now = measure_form(
        connection, library, form=form, period=filed.period, particulars=filed.particulars, others=beside
    )
    return compare(filed, now)


def others_filed(
    connection: Connection, form: Form, period: Period, *, before: int | None = None
) -> dict[tuple[str, Period], Built]:
    """What was last filed of other forms that *form* is compared with, or shares figures with that must add up.

    A frozen filing is compared with the present beside what was filed *before* it: what came later never moved it.
    """
    wanted = set(filings_of(form, period))
    found: dict[tuple[str, Period], Built] = {}
    for info in rows.filing_infos(connection):
        if before is not None and info.id >= before:
            continue
        key = (info.form, info.period)
        shares = bool(form.sums) and info.form != form.code and info.period.end == period.end
        if key not in found and (key in wanted or shares):
            found[key] = read_filed(connection, info)
    return found


def _particulars(connection: Connection, workplace: Workplace) -> Particulars:
    """Who files, as far as the records say: the operator of our own site, today."""
    site = own_site(connection)
    if site is None:
        return Particulars(filled_on=workplace.today)
    return Particulars(
        filled_on=workplace.today,
        reporting_unit=site.operator or site.name,
        site=site.name,
        address=site.address,
        opened_on=site.opened_on,
        responsible=site.responsible,
        reviewer=site.reviewer,
        preparer=site.preparer,
        phone=site.phone,
    )


def _fill_of(built: Built) -> Fill:
    blocks = tuple(
        Block(sheet=block.sheet, first_row=block.row, columns=block.letters, rows=block.rows)
        for block in built.fill_blocks()
    )
    return Fill(
        cells=built.fill_cells(),
        blocks=blocks,
        blanks=built.blank_totals(),
        days=built.day_places(),
        percents=built.percent_places(),
        title=built.name.zh,
    )


def _same(shown: object, ours: Filed) -> bool:
    """Whether what a formula comes to is our figure; of what nobody reported it shows nothing, an array formula 0."""
    if ours is None:
        return shown in {"", 0}
    if isinstance(shown, str) or isinstance(ours, str):
        return shown == ours
    return abs(float(str(shown)) - float(str(ours))) < 1e-9 * max(1.0, abs(float(str(ours))))
