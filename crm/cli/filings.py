"""``crm filings``: what was frozen and how it was signed, and what is on its way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.cli.desk import Answer
from crm.cli.readiness_lines import readiness_entry, readiness_lines
from crm.cli.scanning import scan_entry
from crm.cli.table import table_lines
from crm.domain.period import Period
from crm.services.moment import local_time

if TYPE_CHECKING:
    from crm.cli.desk import Desk
    from crm.cli.readiness_lines import ReadinessEntry
    from crm.cli.scanning import ScanEntry
    from crm.cli.verbs import Given
    from crm.services.approval import Step, VersionChain
    from crm.services.frozen_filings import FilingInfo


@dataclass(frozen=True, slots=True)
class FilingEntry:
    """A frozen filing."""

    filing: int
    form: str
    year: int
    period: str
    version: int
    frozen_at: str
    frozen_by: str
    reason: str
    sha256: str


@dataclass(frozen=True, slots=True)
class StepEntry:
    """A step of a filing: who signed, the user at the computer, when (UTC), and whether on the print."""

    step: str
    name: str
    by: str
    at: str
    on_paper: bool
    note: str


@dataclass(frozen=True, slots=True)
class ChainEntry(FilingEntry):
    """A frozen version with its state, the fingerprint of its record, how it was signed, and its scans.

    ``approved`` says whether somebody approved what was frozen; ``changed_cells`` is how many cells it files otherwise
    than the version before, None in a first version.
    """

    state: str
    approved: bool
    fingerprint: str
    changed_cells: int | None
    steps: tuple[StepEntry, ...]
    scans: tuple[ScanEntry, ...]


@dataclass(frozen=True, slots=True)
class OpenEntry:
    """A filing in work: the last step taken and all of them; whether they still hold shows when it is built."""

    form: str
    period: str
    state: str
    steps: tuple[StepEntry, ...]


@dataclass(frozen=True, slots=True)
class FilingsDocument:
    """All frozen filings, the latest first, and those on their way."""

    filings: tuple[ChainEntry, ...]
    open: tuple[OpenEntry, ...]


@dataclass(frozen=True, slots=True)
class ReasonEntry:
    """An explanation of a change that was frozen with a filing."""

    subject: str
    name: str
    text: str
    written_by: str


@dataclass(frozen=True, slots=True)
class ChainDocument:
    """One frozen filing, who had not reported then, and what was written about its changes."""

    filing: ChainEntry
    readiness: ReadinessEntry
    reasons: tuple[ReasonEntry, ...]


def answer(desk: Desk, given: Given) -> Answer:
    """One frozen filing, or all of them."""
    return _list(desk) if given["filing"] is None else _tell(desk, given["filing"])


def filing_entry(info: FilingInfo) -> FilingEntry:
    """A frozen filing as it is told."""
    return FilingEntry(
        filing=info.id,
        form=info.form,
        year=info.form_year,
        period=info.period.code,
        version=info.version,
        frozen_at=info.frozen_at,
        frozen_by=info.frozen_by,
        reason=info.reason,
        sha256=info.sha256,
    )


def chain_entry(chain: VersionChain, scans: tuple[ScanEntry, ...]) -> ChainEntry:
    """A frozen version as it is told."""
    info = chain.filing
    return ChainEntry(
        filing=info.id,
        form=info.form,
        year=info.form_year,
        period=info.period.code,
        version=info.version,
        frozen_at=info.frozen_at,
        frozen_by=info.frozen_by,
        reason=info.reason,
        sha256=info.sha256,
        state=chain.state.value,
        approved=chain.is_approved,
        fingerprint=chain.fingerprint,
        changed_cells=info.changed_cells,
        steps=tuple(map(step_entry, chain.steps)),
        scans=scans,
    )


def step_entry(step: Step) -> StepEntry:
    """A step as it is told."""
    return StepEntry(step.kind.value, step.name, step.by, step.at, step.on_paper, step.note)


def _list(desk: Desk) -> Answer:
    from crm.services.approval import list_chains, list_open
    from crm.services.scans import list_scans

    workplace, texts = desk.workplace(), desk.texts
    scans: dict[int, list[ScanEntry]] = {}
    for scan in list_scans(workplace):
        scans.setdefault(scan.filing_id, []).append(scan_entry(scan))
    entries = tuple(
        chain_entry(chain, tuple(scans.get(chain.filing.id, ()))) for chain in list_chains(workplace)
    )
    still_open = tuple(
        OpenEntry(form, Period.from_key(key).code, steps[-1].kind.value, tuple(map(step_entry, steps)))
        for (form, key), steps in list_open(workplace).items()
    )
    document = FilingsDocument(entries, still_open)
    if not entries and not still_open:
        return Answer(document, [texts.word("words.nothing")])
    rows = [("", one.form, one.period, "", *_last(desk, one.steps), "", "") for one in still_open]
    rows += [
        (
            str(entry.filing),
            entry.form,
            entry.period,
            str(entry.version),
            _state(desk, entry),
            local_time(entry.frozen_at),
            entry.frozen_by,
            entry.fingerprint[:12],
            entry.reason,
        )
        for entry in entries
    ]
    names = ("filing_number", "form", "period", "version", "state", "when", "who", "fingerprint", "reason")
    headings = [texts.word(f"words.{name}") for name in names]
    return Answer(document, table_lines(rows, headings=headings, right=(0, 3)))


def _state(desk: Desk, entry: ChainEntry) -> str:
    """The state in words, and that nobody has approved it where nobody has."""
    said = desk.texts.word(f"state.{entry.state}")
    return said if entry.approved else said + desk.texts.word("words.not_approved")


def _last(desk: Desk, steps: tuple[StepEntry, ...]) -> tuple[str, str, str]:
    """The last step, when and by whom."""
    last = steps[-1]
    return desk.texts.word(f"step.{last.step}"), local_time(last.at), last.name


def _tell(desk: Desk, filing_id: int) -> Answer:
    """One frozen filing: how it was signed, what it changed, its scans, and who had not reported."""
    from crm.services.approval import frozen_readiness, read_chain
    from crm.services.filed_reasons import filed_reasons
    from crm.services.frozen_filings import read_frozen
    from crm.services.scans import list_scans

    workplace, texts = desk.workplace(), desk.texts
    chain = read_chain(workplace, filing_id)
    entry = chain_entry(chain, tuple(map(scan_entry, list_scans(workplace, filing_id))))
    ready, missed = frozen_readiness(read_frozen(workplace, filing_id))
    head = texts.word(
        "words.version_is",
        form=entry.form,
        period=entry.period,
        version=entry.version,
        state=_state(desk, entry),
        fingerprint=entry.fingerprint,
    )
    lines = [head, *(step_line(desk, one) for one in entry.steps)]
    if chain.steps and not chain.signed:
        lines.append("  " + texts.word("words.steps_void"))
    lines.append(
        texts.word(
            "words.frozen_by", name=entry.frozen_by, at=local_time(entry.frozen_at), reason=entry.reason
        )
    )
    if entry.changed_cells is not None:
        lines.append(texts.word("words.amends", count=entry.changed_cells, version=entry.version - 1))
    lines += [texts.word("words.has_scan", name=one.name, sha256=one.sha256) for one in entry.scans[:1]]
    lines += readiness_lines(desk, ready)
    reasons = tuple(
        ReasonEntry(one.subject, one.name, one.text, one.written_by)
        for one in filed_reasons(workplace, desk.library, filing_id, desk.language)
    )
    lines += [
        texts.word("words.filed_reason", name=one.name, text=one.text, by=one.written_by) for one in reasons
    ]
    return Answer(ChainDocument(entry, readiness_entry(desk, ready, missed), reasons), lines)


def step_line(desk: Desk, step: StepEntry) -> str:
    """A step for a reader."""
    word = "words.step_on_paper" if step.on_paper else "words.step"
    said = desk.texts.word(f"step.{step.step}")
    return "  " + desk.texts.word(
        word, step=said, name=step.name, by=step.by, at=local_time(step.at), note=step.note
    )
