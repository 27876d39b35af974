"""``crm scan``: the stamped scan of a frozen filing attached, listed, or written to a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crm.cli.desk import Answer
from crm.cli.table import table_lines
from crm.domain.errors import NotFoundError
from crm.services.moment import local_time

if TYPE_CHECKING:
    from crm.cli.desk import Desk
    from crm.cli.verbs import Given
    from crm.services.scans import Scan


@dataclass(frozen=True, slots=True)
class ScanEntry:
    """A scan of a filing; the first of them holds."""

    name: str
    kind: str
    size: int
    sha256: str
    at: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class ScansDocument:
    """The scans of a filing, the latest first; ``out`` is the file that one was written to."""

    filing: int
    scans: tuple[ScanEntry, ...]
    out: str | None


def answer(desk: Desk, given: Given) -> Answer:
    """Attach a file where one is named, write the scan that holds where that is asked, and list them."""
    from crm.services.scans import attach_scan, export_scan, list_scans

    workplace, filing = desk.workplace(), given["filing"]
    if given["file"] is not None:
        attach_scan(workplace, filing, Path(given["file"]), reason=given["reason"] or "")
    scans = list_scans(workplace, filing)
    out = None
    if given["out"] is not None:
        if not scans:
            raise NotFoundError("scan-none", filing=filing)
        out = str(export_scan(workplace, scans[0], Path(given["out"])))
    entries = tuple(map(scan_entry, scans))
    return Answer(ScansDocument(filing, entries, out), _lines(desk, entries, out))


def scan_entry(scan: Scan) -> ScanEntry:
    """A scan as it is told."""
    return ScanEntry(scan.name, scan.kind, scan.size, scan.sha256, scan.at, scan.by, scan.reason)


def _lines(desk: Desk, entries: tuple[ScanEntry, ...], out: str | None) -> list[str]:
    texts = desk.texts
    if not entries:
        return [texts.word("words.nothing")]
    rows = [
        (one.name, f"{one.size:,}", local_time(one.at), one.by, one.sha256[:12], one.reason)
        for one in entries
    ]
    names = ("name", "bytes", "when", "who", "fingerprint", "reason")
    lines = table_lines(rows, headings=[texts.word(f"words.{name}") for name in names], right=(1,))
    return lines if out is None else [*lines, texts.word("words.filed", path=out)]
