"""Filings: build one from the records, check and explain it, export it, freeze it, and see what has changed since."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from crm.db.models import Filing, FilingCell, FilingFinding
from crm.db.queries import filings as rows
from crm.db.queries.approval import carry_rows
from crm.db.queries.filings import FiledFinding, FilingInfo
from crm.db.queries.measures import measure_many
from crm.db.queries.premises import buildings_overlet, own_site, rooms_let_twice
from crm.db.queries.record_lists import read_records
from crm.db.queries.rosters import read_roster
from crm.domain.errors import NotFoundError, RuleError, StaleError
from crm.domain.finding import Finding, Severity
from crm.domain.indicators import Nature
from crm.domain.wording import Language
from crm.excel.conversion import OLD, convert_workbook
from crm.excel.fill import Block, Fill
from crm.excel.saving import save_atomically
from crm.excel.template import fill_template
from crm.filings.balancing import filed_figures
from crm.filings.build import Sources, build, filings_of, records_of, requests_of, rosters_of
from crm.filings.built import Built, BuiltCell, Particulars
from crm.filings.checks import run_checks
from crm.filings.compare import CellDifference, DifferenceKind, compare
from crm.filings.consistency import FrozenFiling, consistency_findings
from crm.filings.consistency_rules import wanted
from crm.filings.form import FilingRefused, choose_form
from crm.filings.form_file import form_from_table
from crm.filings.letting import Let, LetBuilding, LetTwice, days_counted, letting_findings
from crm.filings.record import read_record, record_hash, write_record
from crm.filings.trace import Trace, explain, trace_of
from crm.services.change_reasons import keep_reasons, reasons_differ
from crm.services.frozen_records import read_filed
from crm.services.library import read_toml
from crm.services.operation import operation
from crm.services.size_bands import Asking
from crm.services.standing import close_steps, explanations_of, read_standing, require_approved

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO

    from sqlalchemy import Connection

    from crm.domain.changes import Changes
    from crm.domain.period import Period
    from crm.excel.fill import Filled
    from crm.filings.built import Filed
    from crm.filings.form import Form
    from crm.services.library import FormFolder, Library
    from crm.services.operation import Operation, Workplace

__all__ = ["Built", "BuiltCell", "CellDifference", "DifferenceKind", "FiledFinding", "FilingInfo", "Trace"]

_WORKBOOK = ".xlsx"
_NO_EXPLANATIONS: Mapping[str, str] = {}


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
    return tuple(_form_in(folder, library) for folder in library.forms)


def _form_in(folder: FormFolder, library: Library) -> Form:
    return form_from_table(read_toml(folder.folder / "form.toml"), library.relations)


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
    layouts = [_form_in(folder, library) for folder in library.forms if folder.code == code]
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
    data, ending = _as_named(filing.workbook.data, path)
    save_atomically(path, data, ending=ending)
    return Exported(path, hashlib.sha256(data).hexdigest(), filing.built.cell_count)


def _as_named(workbook: bytes, path: Path) -> tuple[bytes, str]:
    """A workbook in the format that its name's ending asks for, and the ending that is demanded."""
    if path.suffix.lower() != OLD:
        return workbook, _WORKBOOK
    return convert_workbook(workbook, name=path.name, source=_WORKBOOK, to=OLD), OLD


def export_and_freeze(
    workplace: Workplace, library: Library, filing: BuiltFiling, path: Path, *, reason: str = ""
) -> tuple[Exported, Changes]:
    """Write the workbook and freeze the filing, both or neither: the file takes its place once the filing is frozen.

    Raises what `export_filing` and `freeze_filing` raise.
    """
    frozen: list[Changes] = []
    data, ending = _as_named(filing.workbook.data, path)

    def write(file: BinaryIO) -> None:
        file.write(data)
        file.flush()
        frozen.append(freeze_filing(workplace, library, filing, reason=reason))

    save_atomically(path, write, ending=ending)
    return Exported(path, hashlib.sha256(data).hexdigest(), filing.built.cell_count), frozen[0]


def freeze_filing(
    workplace: Workplace,
    library: Library,
    filing: BuiltFiling,
    *,
    reason: str = "",
    explanations: Mapping[str, str] = _NO_EXPLANATIONS,
) -> Changes:
    """Keep a filing for good: its cells with their traces, its workbook and its findings with their explanations.

    Everything is computed again first, and refused where the records have moved since *filing* was built
    (StaleError ``filing-outdated``). RuleError ``filing-has-errors`` without a *reason* for errors,
    ``filing-warnings-unexplained`` for warnings without an explanation, ``filing-not-approved`` before it is approved
    (a reason covers all), ``filing-amendment-reason`` for a further version without one, and ``filing-unchanged`` where
    the last version filed exactly the same. *explanations* stand under a finding's own `finding_key`, or under its code
    alone for all findings of that code; those written when it was handed over hold where none is given here.
    """
    built = filing.built
    with operation(workplace, "filing-frozen", form=filing.form.code, period=built.period.code) as running:
        connection = running.recorder.connection
        standing = read_standing(connection, built)
        explained = {**explanations_of(connection, standing), **explanations}
        require_explained(filing, reason=reason, explanations=explained)
        require_current(connection, library, filing)
        require_different(connection, filing)
        require_approved(standing, reason=reason)
        filing_id = _keep(running, workplace, filing, reason=reason, explanations=explained)
        close_steps(running.recorder, standing, filing_id)
    return running.changes


def require_current(connection: Connection, library: Library, filing: BuiltFiling) -> None:
    """StaleError ``filing-outdated`` where the records have moved since *filing* was built."""
    built, form = filing.built, filing.form
    again = _measured(
        connection,
        library,
        form=form,
        period=built.period,
        particulars=built.particulars,
        others=_others_filed(connection, form, built.period),
    )
    if again != built:
        raise StaleError("filing-outdated", form=form.code, period=built.period.code)


def finding_key(finding: Finding) -> str:
    """What an explanation of *finding* alone stands under: its code and its place, and which of a form's own it is."""
    return f"{finding.code} {finding.where} {finding.values.get('check', '')}".rstrip()


def find_filing(workplace: Workplace, code: str, period: Period, *, version: int | None = None) -> FilingInfo:
    """A frozen filing by form, period and version, the latest where none is named. NotFoundError ``filing-none``."""
    for info in list_filings(workplace):
        if info.form == code and info.period == period and version in {None, info.version}:
            return info
    raise NotFoundError("filing-none", form=code, period=period.code, version=version or 1)


def list_filings(workplace: Workplace) -> tuple[FilingInfo, ...]:
    """All frozen filings, the latest first."""
    with workplace.database.reading() as connection:
        return rows.filing_infos(connection)


def export_frozen(workplace: Workplace, filing_id: int, path: Path) -> Exported:
    """Write a frozen filing's workbook again, byte for byte as it was filed. NotFoundError ``filing-unknown``.

    As .xls, where its name says so, it is that workbook converted.
    """
    with workplace.database.reading() as connection:
        _, lines, workbook = _frozen(connection, filing_id)
    data, ending = _as_named(workbook, path)
    save_atomically(path, data, ending=ending)
    return Exported(path, hashlib.sha256(data).hexdigest(), read_record(lines).cell_count)


def frozen_workbook(workplace: Workplace, filing_id: int) -> bytes:
    """A frozen filing's workbook, byte for byte as it was filed. NotFoundError ``filing-unknown``."""
    with workplace.database.reading() as connection:
        return _frozen(connection, filing_id)[2]


def read_frozen(workplace: Workplace, filing_id: int) -> Built:
    """A frozen filing's cells and traces as they were filed. NotFoundError ``filing-unknown``."""
    with workplace.database.reading() as connection:
        _, lines, _ = _frozen(connection, filing_id)
    return read_record(lines)


def previous_filing(workplace: Workplace, filing: BuiltFiling) -> Built | None:
    """What was last frozen of the same form for an earlier period of the same kind; None where nothing was."""
    built = filing.built
    with workplace.database.reading() as connection:
        earlier = [
            info
            for info in rows.filing_infos(connection)
            if info.form == built.form
            and info.period.kind is built.period.kind
            and info.period.start < built.period.start
        ]
        if not earlier:
            return None
        last = max(earlier, key=lambda info: (info.period.start, info.version))
        return read_filed(connection, last)


def explain_previous(filing: BuiltFiling, previous: Built, *, sheet: str, address: str) -> Trace | None:
    """How the same cell came about in the *previous* filing; None where it had none such.

    Single cells are the same by their place in the template, those of a block by their tenant and column.
    """
    cell = filing.built.cell_at(sheet, address)
    for other in previous.singles if not cell.block else ():
        if (other.sheet, other.anchor) == (cell.sheet, cell.anchor):
            return trace_of(previous, other)
    for block in previous.blocks:
        column = next((one for one in block.columns if one.id == cell.column and one.letter), None)
        if block.id != cell.block or column is None:
            continue
        if cell.live:
            return trace_of(previous, previous.total_cell(block, column)) if column.has_total else None
        row = cell.record_id if cell.record_kind else cell.tenant_id
        if row in block.rows_of and block.kind == cell.record_kind:
            return trace_of(previous, previous.block_cell(block, column, block.rows_of.index(row)))
    return None


def open_frozen(workplace: Workplace, library: Library, filing_id: int) -> BuiltFiling:
    """A frozen filing as it was built, with what was found in it then. NotFoundError ``filing-unknown``.

    Its form and template are those of its year as they are now; its workbook as filed is `frozen_workbook`.
    """
    with workplace.database.reading() as connection:
        info, lines, _ = _frozen(connection, filing_id)
        kept = rows.filing_findings(connection, filing_id)
    folder = library.form_folder(info.form, info.form_year)
    findings = (
        Finding(one.code, Severity.from_code(one.severity), where=one.place, values=one.values)
        for one in kept
    )
    return BuiltFiling(_form_in(folder, library), read_record(lines), tuple(findings), folder.template)


def frozen_findings(workplace: Workplace, filing_id: int) -> tuple[FiledFinding, ...]:
    """What was found in a filing when it was frozen, with the explanations. NotFoundError ``filing-unknown``."""
    with workplace.database.reading() as connection:
        _frozen(connection, filing_id)
        return rows.filing_findings(connection, filing_id)


def changes_since_frozen(
    workplace: Workplace, library: Library, filing_id: int
) -> tuple[CellDifference, ...]:
    """What a frozen filing would say otherwise today, cell by cell with the records behind each difference."""
    with workplace.database.reading() as connection:
        info = _info(connection, filing_id)
        filed = read_filed(connection, info)
        form = _form_in(library.form_folder(info.form, info.form_year), library)
        beside = _others_filed(connection, form, filed.period, before=filing_id)
        now = _measured(
            connection, library, form=form, period=filed.period, particulars=filed.particulars, others=beside
        )
    return compare(filed, now)


def compare_frozen(
    workplace: Workplace, filing_id: int, other_id: int
) -> tuple[FilingInfo, FilingInfo, tuple[CellDifference, ...]]:
    """Two frozen filings, and what the other says otherwise, cell by cell with the records behind each difference.

    NotFoundError ``filing-unknown``; RuleError ``filings-of-two-forms`` where their forms differ.
    """
    with workplace.database.reading() as connection:
        old, old_lines, _ = _frozen(connection, filing_id)
        new, new_lines, _ = _frozen(connection, other_id)
    if old.form != new.form:
        raise RuleError("filings-of-two-forms", form=old.form, other=new.form)
    return old, new, compare(read_record(old_lines), read_record(new_lines))


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
    built = _measured(
        connection,
        library,
        form=form,
        period=period,
        particulars=particulars or _particulars(connection, workplace),
        others=_others_filed(connection, form, period),
    )
    template = library.form_folder(form.code, form.year).template
    findings = run_checks(form, built)
    findings += _carried_over(connection, form, period)
    findings += _disagreements(connection, library, built)
    findings += _let_twice(connection, library, built)
    return BuiltFiling(form, built, tuple(findings), template)


def _measured(
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
    )
    return build(form, period, sources=sources, particulars=particulars)


def _disagreements(connection: Connection, library: Library, built: Built) -> list[Finding]:
    """Where *built* does not agree with what is frozen of other forms and periods."""
    frozen = [
        FrozenFiling(info.id, info.version, read_filed(connection, info))
        for info in rows.latest_infos(connection)
        if wanted(library.consistency, built, info.form, info.period)
    ]
    stocks = frozenset(one.code for one in library.indicators if one.nature is Nature.STOCK)
    return consistency_findings(library.consistency, built, frozen, stocks=stocks)


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
        twice=[LetTwice(*(Let(**line) for line in pair)) for pair in pairs],
        overlet=[LetBuilding(*row) for row in buildings_overlet(connection, end)] if end in days else [],
    )


def _carried_over(connection: Connection, form: Form, period: Period) -> Iterator[Finding]:
    """What was carried to this filing from one that was frozen before."""
    for carry in carry_rows(connection):
        info = rows.filing_info(connection, carry.filing_id)
        if carry.to_period == period and info is not None and info.form == form.code:
            yield Finding(
                "filing-carried-over",
                Severity.INFO,
                values={
                    "period": info.period.code,
                    "version": info.version,
                    "cell": carry.cell,
                    "label": carry.label,
                    "label_en": carry.label_en,
                    "filed": carry.filed,
                    "now": carry.now,
                    "reason": carry.reason,
                },
            )


def _others_filed(
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
    return Fill(cells=built.fill_cells(), blocks=blocks, title=built.name.zh)


def _same(shown: object, ours: Filed) -> bool:
    """Whether what a formula comes to is our figure; the sum of a column that nobody reported shows as 0."""
    if ours is None:
        return shown == 0
    if isinstance(shown, str) or isinstance(ours, str):
        return shown == ours
    return abs(float(str(shown)) - float(str(ours))) < 1e-9 * max(1.0, abs(float(str(ours))))


def require_explained(filing: BuiltFiling, *, reason: str, explanations: Mapping[str, str]) -> None:
    """RuleError ``filing-has-errors``, ``filing-warnings-unexplained`` without an explanation or a *reason*."""
    errors = filing.of_severity(Severity.ERROR)
    if errors and not reason.strip():
        raise RuleError("filing-has-errors", count=len(errors), places=_places(errors))
    silent = [
        finding
        for finding in filing.of_severity(Severity.WARNING)
        if not (_explanation(finding, explanations) or reason.strip())
    ]
    if silent:
        raise RuleError("filing-warnings-unexplained", count=len(silent), places=_places(silent))


def _explanation(finding: Finding, explanations: Mapping[str, str]) -> str:
    """What was written about *finding* itself, else about all of its code."""
    own = explanations.get(finding_key(finding), "").strip()
    return own or explanations.get(finding.code, "").strip()


def _places(findings: tuple[Finding, ...] | list[Finding], *, most: int = 5) -> str:
    places = list(dict.fromkeys(finding.where for finding in findings))
    return ", ".join(places[:most]) + (" …" if len(places) > most else "")


def require_different(connection: Connection, filing: BuiltFiling) -> None:
    """Refuse what the last version says already, whatever day stands on it: cells, records and template alike."""
    last = rows.last_version(connection, filing.form.code, filing.built.period)
    if last is None or last.template_sha256 != _template_sha256(filing):
        return
    filed, built = read_filed(connection, last), filing.built
    same_words = filed.particulars == replace(built.particulars, filled_on=filed.particulars.filled_on)
    if reasons_differ(connection, form=filing.form.code, period=built.period, filing_id=last.id):
        return
    if same_words and not compare(filed, built):
        raise RuleError("filing-unchanged", version=last.version, at=last.frozen_at, by=last.frozen_by)


def _template_sha256(filing: BuiltFiling) -> str:
    return hashlib.sha256(filing.template).hexdigest()


def _keep(
    running: Operation,
    workplace: Workplace,
    filing: BuiltFiling,
    *,
    reason: str,
    explanations: Mapping[str, str],
) -> int:
    recorder, built = running.recorder, filing.built
    last = rows.last_version(recorder.connection, filing.form.code, built.period)
    if last is not None and not reason.strip():
        raise RuleError("filing-amendment-reason", version=last.version)
    version = 1 if last is None else last.version + 1
    running.describe(version=version)
    lines = write_record(built)
    filing_id = recorder.add(
        Filing,
        form=filing.form.code,
        form_year=filing.form.year,
        period=built.period.key,
        version=version,
        frozen_at=workplace.moment("seconds"),
        frozen_by=workplace.user,
        reason=reason.strip(),
        sha256=filing.sha256,
        template_sha256=_template_sha256(filing),
        workbook=filing.workbook.data,
        record_sha256=record_hash(lines),
        changed_cells=None if last is None else len(_changed_since(recorder.connection, last.id, built)),
    )
    recorder.insert(
        FilingCell,
        [
            {"filing_id": filing_id, "position": position, "content": line}
            for position, line in enumerate(lines, start=1)
        ],
    )
    recorder.insert(
        FilingFinding,
        [
            {
                "filing_id": filing_id,
                "position": position,
                "code": finding.code,
                "severity": finding.severity.code,
                "place": finding.where,
                "content": dict(finding.values),
                "explanation": _explanation(finding, explanations) or reason.strip(),
            }
            for position, finding in enumerate(filing.findings, start=1)
        ],
    )
    keep_reasons(running, form=filing.form.code, period=built.period, filing_id=filing_id)
    return filing_id


def _changed_since(connection: Connection, filing_id: int, built: Built) -> tuple[CellDifference, ...]:
    """What *built* says otherwise than a frozen filing."""
    return compare(read_record(rows.filing_lines(connection, filing_id)), built)


def _info(connection: Connection, filing_id: int) -> FilingInfo:
    info = rows.filing_info(connection, filing_id)
    if info is None:
        raise NotFoundError("filing-unknown", filing=filing_id)
    return info


def _frozen(connection: Connection, filing_id: int) -> tuple[FilingInfo, tuple[str, ...], bytes]:
    info = _info(connection, filing_id)
    return info, rows.filing_lines(connection, filing_id), rows.filing_workbook(connection, filing_id)
