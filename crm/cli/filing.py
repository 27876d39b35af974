"""``crm file``: a filing built, saved as a workbook, signed step by step, and frozen if asked."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm import paths
from crm.cli.desk import DONE, REFUSED, Answer, WordedFinding, count_severity
from crm.cli.finding_lines import finding_lines
from crm.cli.readiness_lines import readiness_entry, readiness_lines
from crm.cli.signing import require_sense, sign
from crm.cli.verbs import UsageError
from crm.domain.errors import RuleError
from crm.domain.finding import Severity
from crm.domain.wording import in_a_list

if TYPE_CHECKING:
    from crm.cli.desk import Desk
    from crm.cli.readiness_lines import ReadinessEntry
    from crm.cli.verbs import Given
    from crm.services.approval import Progress
    from crm.services.library import Library


@dataclass(frozen=True, slots=True)
class FilingDocument:
    """A saved filing; ``year`` is the edition of the form, ``version`` what it is frozen as, or would be.

    ``fingerprint`` is that of its record; ``readiness`` is None for a version saved again.
    """

    form: str
    year: int
    period: str
    out: str
    sha256: str
    cells: int
    errors: int
    warnings: int
    findings: tuple[WordedFinding, ...]
    version: int
    state: str
    fingerprint: str
    readiness: ReadinessEntry | None
    seconds: float


@dataclass(frozen=True, slots=True)
class ExplainedFilingDocument(FilingDocument):
    """A saved filing beside which stands what was written about year-on-year changes, in the file ``changes``."""

    changes: str


def answer(desk: Desk, given: Given) -> Answer:
    """Build, sign, save and freeze what was asked for; or save a version again that was frozen before."""
    from crm.services.approval import read_progress
    from crm.services.filings import build_filing, export_filing
    from crm.services.freezing import export_and_freeze
    from crm.services.year_on_year_text import export_changes_beside

    if given["version"] is not None:
        return _answer_frozen(desk, given)
    require_sense(given)
    began = time.monotonic()
    workplace = desk.workplace()
    period = given["period"]
    library, code = desk.form(given["form"])
    if given["install"] and library is not desk.library:
        library = _install(desk, Path(given["form"]))
    elif given["freeze"] and library is not desk.library:  # what was filed must be read again years later
        raise RuleError("form-not-installed", form=code, folder=str(paths.user_resources() / "forms"))
    desk.tell("words.filing", form=code, period=period.code)
    filing = build_filing(workplace, library, code, period)
    path = Path(given["out"])
    sign(workplace, library, filing, given)
    progress = read_progress(workplace, filing)
    if given["freeze"]:
        exported, _ = export_and_freeze(workplace, library, filing, path, reason=given["reason"] or "")
    else:
        exported = export_filing(filing, path)
    beside = export_changes_beside(workplace, library, filing, path)
    document = _beside(
        beside,
        form=filing.built.form,
        year=filing.built.form_year,
        period=period.code,
        out=str(exported.path),
        sha256=exported.sha256,
        cells=exported.cells,
        errors=count_severity(filing.findings, Severity.ERROR),
        warnings=count_severity(filing.findings, Severity.WARNING),
        findings=tuple(map(desk.word, filing.findings)),
        version=progress.version,
        state="frozen" if given["freeze"] else progress.standing.state.value,
        fingerprint=progress.fingerprint,
        readiness=readiness_entry(desk, progress.readiness, progress.missed),
        seconds=round(time.monotonic() - began, 3),
    )
    lines = [
        *_lines(desk, document, frozen=given["freeze"], approved=progress.standing.state.value == "approved"),
        *([_fall_line(desk, progress)] if progress.standing.fell_from and not given["freeze"] else []),
        *readiness_lines(desk, progress.readiness),
        *finding_lines(desk, filing.findings),
    ]
    return Answer(document, lines, REFUSED if document.errors else DONE)


def _fall_line(desk: Desk, progress: Progress) -> str:
    """That it was signed and is a draft again, and for how many cells or for what else."""
    if progress.changes:
        return desk.texts.word("words.fell_by_cells", count=len(progress.changes))
    terms = desk.library.vocabulary["filing_beside"]
    what = (desk.texts.of(terms.words(one.value)) for one in progress.beside)
    return desk.texts.word("words.fell_beside", what=in_a_list(what, desk.language))


def _install(desk: Desk, folder: Path) -> Library:
    """The library with the form in *folder* among the user's own."""
    from crm.services.own_forms import install_form

    library, form = install_form(desk.library, folder)
    kept = library.form_folder(form.code, form.year).folder
    desk.tell("words.form_installed", form=desk.texts.of(form.name), year=form.year, path=str(kept))
    return library


def _answer_frozen(desk: Desk, given: Given) -> Answer:
    """A frozen version, byte for byte as it was filed, with what was found in it then."""
    from crm.services.approval import read_chain
    from crm.services.frozen_filings import export_frozen, find_filing
    from crm.services.year_on_year_text import export_filed_changes_beside

    if given["freeze"]:
        raise UsageError("cli-version-with-freeze")
    began = time.monotonic()
    workplace = desk.workplace()
    info = find_filing(workplace, given["form"], given["period"], version=given["version"])
    exported = export_frozen(workplace, info.id, Path(given["out"]))
    chain = read_chain(workplace, info.id)
    beside = export_filed_changes_beside(workplace, desk.library, info, exported.path)
    document = _beside(
        beside,
        form=info.form,
        year=info.form_year,
        period=info.period.code,
        out=str(exported.path),
        sha256=exported.sha256,
        cells=exported.cells,
        errors=0,
        warnings=0,
        findings=(),
        version=info.version,
        state=chain.state.value,
        fingerprint=chain.fingerprint,
        readiness=None,
        seconds=round(time.monotonic() - began, 3),
    )
    told = desk.texts.word(
        "words.exported_version",
        version=info.version,
        at=info.frozen_at,
        by=info.frozen_by,
        path=document.out,
    )
    lines = [told, desk.texts.word("words.sha256", sha256=document.sha256), *_beside_lines(desk, document)]
    return Answer(document, lines)


def _beside(beside: Path | None, **told: Any) -> FilingDocument:  # noqa: ANN401 - the document's own fields
    """The document of a filing, and of what was written *beside* it."""
    if beside is None:
        return FilingDocument(**told)
    return ExplainedFilingDocument(**told, changes=str(beside))


def _beside_lines(desk: Desk, document: FilingDocument) -> list[str]:
    if not isinstance(document, ExplainedFilingDocument):
        return []
    return [desk.texts.word("words.changes_beside", path=document.changes)]


def _lines(desk: Desk, document: FilingDocument, *, frozen: bool, approved: bool) -> list[str]:
    texts = desk.texts
    lines = [
        texts.word(
            "words.cells",
            form=document.form,
            year=document.year,
            period=document.period,
            cells=document.cells,
        ),
        texts.word("words.filed", path=document.out),
        texts.word("words.sha256", sha256=document.sha256),
        texts.word("words.frozen" if approved else "words.frozen_unapproved")
        if frozen
        else texts.word(
            "words.state_of_version", version=document.version, state=texts.word(f"state.{document.state}")
        ),
        *_beside_lines(desk, document),
    ]
    if not document.errors and not document.warnings:
        lines.append(texts.word("words.clean"))
    return lines
