"""The signed and stamped page of a frozen version, as a file beside it in the database, so that backups carry it.

It is replaced only as a step of its own with a reason, and the earlier one stays.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from crm.db.models import FilingScan
from crm.db.queries.approval import Scan, scan_content, scan_rows
from crm.db.queries.filings import filing_info
from crm.domain.errors import NotFoundError, RuleError
from crm.excel.saving import save_atomically
from crm.services.operation import operation

if TYPE_CHECKING:
    from pathlib import Path

    from crm.domain.changes import Changes
    from crm.services.operation import Workplace

__all__ = ["LARGEST_SCAN", "Scan", "attach_scan", "export_scan", "list_scans", "read_scan"]

LARGEST_SCAN = 20
"""Megabytes (of 1024 × 1024 bytes): thirty pages at 200 dpi."""
_MEGABYTE = 1 << 20
_KINDS = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
"""What the files begin with: the ending of a name says nothing."""


def attach_scan(workplace: Workplace, filing_id: int, path: Path, *, reason: str = "") -> Changes:
    """Keep the file at *path* as the stamped scan of a frozen filing; in place of an earlier one with a *reason*.

    RuleError ``scan-unreadable``, ``scan-empty``, ``scan-too-large``, ``scan-kind``, ``scan-same``, ``scan-reason``;
    NotFoundError ``filing-unknown``.
    """
    content, kind = _read(path)
    sha256 = hashlib.sha256(content).hexdigest()
    with workplace.database.reading() as connection:
        held = scan_rows(connection, filing_id)
    if held and held[0].sha256 == sha256:
        raise RuleError("scan-same", name=held[0].name)
    if held and not reason.strip():
        raise RuleError("scan-reason", name=held[0].name)
    title = "filing-scan-replaced" if held else "filing-scan-attached"
    with operation(workplace, title, reason=reason, name=path.name) as running:
        info = filing_info(running.recorder.connection, filing_id)
        if info is None:
            raise NotFoundError("filing-unknown", filing=filing_id)
        running.describe(form=info.form, period=info.period.code, version=info.version)
        running.recorder.add(
            FilingScan,
            filing_id=filing_id,
            name=path.name,
            kind=kind,
            size=len(content),
            sha256=sha256,
            content=content,
            at=workplace.moment("seconds"),
            by=workplace.user,
            reason=reason.strip(),
        )
    return running.changes


def list_scans(workplace: Workplace, filing_id: int | None = None) -> tuple[Scan, ...]:
    """The scans (of a filing), the latest first: that one holds."""
    with workplace.database.reading() as connection:
        return scan_rows(connection, filing_id)


def read_scan(workplace: Workplace, scan: Scan) -> bytes:
    """The file of a scan. RuleError ``scan-damaged`` where it is no longer what was attached."""
    with workplace.database.reading() as connection:
        content = scan_content(connection, scan.id)
    if hashlib.sha256(content).hexdigest() != scan.sha256:
        raise RuleError("scan-damaged", name=scan.name)
    return content


def export_scan(workplace: Workplace, scan: Scan, path: Path) -> Path:
    """Write a scan to *path*, whole or not at all. SaveRefused says why it cannot be written."""
    save_atomically(path, read_scan(workplace, scan))
    return path


def _read(path: Path) -> tuple[bytes, str]:
    """The file's bytes and kind."""
    try:
        size = path.stat().st_size
        if size > LARGEST_SCAN * _MEGABYTE:
            megabytes = -(-size // _MEGABYTE)
            raise RuleError("scan-too-large", name=path.name, size=megabytes, most=LARGEST_SCAN)
        content = path.read_bytes()
    except OSError as error:
        raise RuleError("scan-unreadable", name=path.name, why=error.strerror or "") from error
    if not content:
        raise RuleError("scan-empty", name=path.name)
    for beginning, kind in _KINDS.items():
        if content.startswith(beginning):
            return content, kind
    raise RuleError("scan-kind", name=path.name)
