"""Evidence (佐证材料): files attached to records, and what of a filing they prove."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.db.base import Base
from crm.db.evidence import evidence_of, evidence_rows, read_file
from crm.db.models import Evidence, Lease, LeaseLine
from crm.db.queries.countable_tenants import records_counted_for
from crm.db.queries.measures import measure
from crm.domain.errors import NotFoundError, RuleError
from crm.domain.period import Period
from crm.excel.saving import save_atomically
from crm.filings.evidence import Binder, HeldFile, Need, Proof, bind, proofs_from_tables
from crm.services.library import read_tables
from crm.services.operation import operation
from crm.services.size_bands import Asking

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sqlalchemy import Connection

    from crm.domain.changes import Changes
    from crm.domain.measures import Contribution, MeasureRequest
    from crm.filings.built import Built
    from crm.filings.evidence import Behind
    from crm.services.library import Library
    from crm.services.operation import Operation, Workplace

__all__ = ["Binder", "HeldFile", "Need", "Proof"]

MOST_BYTES = 64 * 1024 * 1024
"""A scan of a hundred pages has less; a video is no evidence."""
_PROOFS = "evidence.toml"
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
TABLES: Mapping[str, str] = {
    "tenant": "tenants",
    "qualification": "qualifications",
    "ip_right": "ip_rights",
    "financing": "financings",
    "graduate_hire": "graduate_hires",
    "talent": "talents",
    "technology_contract": "technology_contracts",
    "cooperation": "cooperations",
    "project": "projects",
    "lease_line": "lease_lines",
    "service": "service_records",
    "event": "events",
}
"""The records to which files may be attached, as contributions name their kinds, and where they are kept."""


@dataclass(frozen=True, slots=True)
class RecordKey:
    """A record that a file proves."""

    kind: str
    id: int


@dataclass(frozen=True, slots=True)
class Attachment:
    """What is said of a file that is attached: what it proves, of which period, a note."""

    proof: str
    period: Period | None = None
    note: str = ""


def read_proofs(library: Library) -> dict[str, Proof]:
    """What proves which records, the user's own file laid over the shipped one. DataFormatError names what is wrong."""
    return proofs_from_tables(read_tables(_PROOFS, library.folders))


def proofs_for(library: Library, kind: str) -> tuple[Proof, ...]:
    """The proofs that records of *kind* may have, those that are needed first."""
    fitting = [proof for proof in read_proofs(library).values() if proof.kind == kind]
    return tuple(sorted(fitting, key=lambda proof: proof.optional))


def attach_file(
    workplace: Workplace, library: Library, record: RecordKey, path: Path, said: Attachment
) -> Changes:
    """Attach the file at *path* to a record; its bytes are kept in the database.

    RuleError ``evidence-proof-kind``, ``evidence-period-missing``, ``evidence-file-empty``, ``evidence-file-large``,
    ``evidence-file-same``, ``evidence-file-unreadable``; NotFoundError ``evidence-proof-unknown``,
    ``evidence-record-unknown``.
    """
    proofs = read_proofs(library)
    if said.proof not in proofs:
        raise NotFoundError("evidence-proof-unknown", proof=said.proof, known=", ".join(proofs))
    if record.kind in TABLES and proofs[said.proof].kind != record.kind:
        fitting = ", ".join(proof.code for proof in proofs.values() if proof.kind == record.kind)
        raise RuleError("evidence-proof-kind", proof=said.proof, table=TABLES[record.kind], known=fitting)
    if proofs[said.proof].periodic and said.period is None:
        raise RuleError("evidence-period-missing", proof=said.proof)
    content = _content(path)
    with operation(workplace, "evidence-attached", file=path.name) as running:
        connection = running.recorder.connection
        owner = _owner(connection, record)
        sha256 = running.recorder.keep_content(content)
        _require_new(connection, record, said, sha256=sha256)
        running.recorder.add(
            Evidence,
            kind=record.kind,
            record_id=record.id,
            tenant_id=owner,
            proof=said.proof,
            period=said.period.key if said.period else None,
            name=path.name,
            sha256=sha256,
            size=len(content),
            note=said.note.strip(),
            added_on=workplace.today,
            added_by=workplace.user,
        )
    return running.changes


def _require_new(connection: Connection, record: RecordKey, said: Attachment, *, sha256: str) -> None:
    """RuleError ``evidence-file-same`` where the same file proves the same of the record already."""
    same = select(Evidence.name).where(
        Evidence.kind == record.kind,
        Evidence.record_id == record.id,
        Evidence.proof == said.proof,
        Evidence.period == said.period.key if said.period else Evidence.period.is_(None),
        Evidence.sha256 == sha256,
    )
    name = connection.scalar(same)
    if name is not None:
        raise RuleError("evidence-file-same", name=name)


def remove_file(workplace: Workplace, evidence_id: int) -> Changes:
    """Take a file off its record; undoing brings it back. NotFoundError ``evidence-unknown``."""
    with operation(workplace, "evidence-removed") as running:
        connection = running.recorder.connection
        running.describe(file=str(_row(connection, evidence_id)["name"]))
        running.recorder.remove(Evidence, [(evidence_id,)])
    return running.changes


def detach_all(running: Operation, kind: str, record_id: int) -> None:
    """Take all files off a record that is being removed, in the same operation: undoing brings back both."""
    ids = evidence_of(running.recorder.connection, kind, record_id)
    if ids:
        running.recorder.remove(Evidence, [(one,) for one in ids])


def list_evidence(workplace: Workplace, tenant_id: int | None = None) -> tuple[HeldFile, ...]:
    """What is attached to a tenant and its records; everything where none is named."""
    with workplace.database.reading() as connection:
        return held_files(connection, tenant_id=tenant_id)


def open_evidence(workplace: Workplace, evidence_id: int) -> tuple[str, bytes]:
    """A file as it was attached, and its name.

    NotFoundError ``evidence-unknown``; EvidenceError ``evidence-file-missing``, ``evidence-file-changed``.
    """
    with workplace.database.reading() as connection:
        row = _row(connection, evidence_id)
        return str(row["name"]), read_file(connection, row["sha256"], name=row["name"])


def bind_evidence(workplace: Workplace, library: Library, built: Built) -> Binder:
    """The evidence of a filing as it is now: what each cell needs, what is there, what is missing."""
    with workplace.database.reading() as connection:
        held = held_files(connection)
        behind = _records_behind(connection, library, built)
    return bind(built, read_proofs(library).values(), held, behind=behind)


def _records_behind(connection: Connection, library: Library, built: Built) -> Behind:
    """The records for which figures count tenants, by figure and tenant."""
    asking = Asking(connection, library)
    behind: dict[MeasureRequest, dict[int, tuple[Contribution, ...]]] = {}
    for request in built.figures:
        indicator = library.indicators.by_code.get(request.indicator)
        source = None if indicator is None else records_counted_for(indicator.source)
        if indicator is None or source is None:
            continue
        question = replace(asking.question(request), indicator=replace(indicator, source=source))
        records = behind.setdefault(request, {})
        for one in measure(connection, question).contributions:
            owner = one.tenant_id or 0
            records[owner] = (*records.get(owner, ()), one)
    return behind


def held_files(connection: Connection, *, tenant_id: int | None = None) -> tuple[HeldFile, ...]:
    """The attached files, without their content."""
    return tuple(_held(row) for row in evidence_rows(connection, tenant_id=tenant_id))


def _held(row: Mapping[str, Any]) -> HeldFile:
    period = row["period"]
    return HeldFile(
        id=row["id"],
        kind=row["kind"],
        record_id=row["record_id"],
        tenant_id=row["tenant_id"],
        proof=row["proof"],
        period=None if period is None else Period.from_key(period),
        name=row["name"],
        sha256=row["sha256"],
        size=row["size"],
        note=row["note"],
        added_on=row["added_on"].isoformat(),
    )


def _row(connection: Connection, evidence_id: int) -> Mapping[str, Any]:
    query = select(Evidence.__table__).where(Evidence.id == evidence_id)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise NotFoundError("evidence-unknown", evidence=evidence_id)
    return dict(row)


def _content(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise RuleError(
                "evidence-file-large",
                name=path.name,
                size=size // 1024 // 1024,
                most=MOST_BYTES // 1024 // 1024,
            )
        content = path.read_bytes()
    except OSError as error:
        raise RuleError("evidence-file-unreadable", path=str(path), why=error.strerror or "") from error
    if not content:
        raise RuleError("evidence-file-empty", name=path.name)
    return content


def _owner(connection: Connection, record: RecordKey) -> int | None:
    """Whose record it is; None where it is nobody's. NotFoundError ``evidence-record-unknown``."""
    table = Base.metadata.tables.get(TABLES.get(record.kind, ""))
    if table is None:
        raise NotFoundError(
            "evidence-record-unknown", table=TABLES.get(record.kind, record.kind), id=record.id
        )
    if record.kind == "lease_line":
        query = select(Lease.tenant_id).join(LeaseLine, LeaseLine.lease_id == Lease.id)
        row: Any = connection.execute(query.where(LeaseLine.id == record.id)).first()
    else:
        column = table.c.id if record.kind == "tenant" else table.c.get("tenant_id", table.c.id)
        row = connection.execute(select(column).where(table.c.id == record.id)).first()
    if row is None:
        raise NotFoundError(
            "evidence-record-unknown", table=TABLES.get(record.kind, record.kind), id=record.id
        )
    return None if record.kind == "event" else row[0]


def write_evidence(workplace: Workplace, evidence_id: int, folder: Path) -> Path:
    """Write a file into *folder* under its own name, to be opened with whatever opens such files; its path.

    Raises what `open_evidence` raises, and SaveRefused.
    """
    name, content = open_evidence(workplace, evidence_id)
    path = folder / (_NOT_IN_NAMES.sub("_", name).strip(". ") or "evidence")
    save_atomically(path, content)
    return path
