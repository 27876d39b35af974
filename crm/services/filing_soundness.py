"""Whether every frozen filing still is what was frozen: its record, its workbook and its stamped scans."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from crm.db.queries import filings as rows
from crm.db.queries.approval import scan_content, scan_rows
from crm.filings.record import record_hash

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection


def altered_filings(connection: Connection) -> Iterator[str]:
    """What no longer has the fingerprint that was kept with it, by form, period and version."""
    for info in rows.filing_infos(connection):
        named = f"{info.form} {info.period.code} v{info.version}"
        if hashlib.sha256(rows.filing_workbook(connection, info.id)).hexdigest() != info.sha256:
            yield f"{named}.xlsx"
        if info.record_sha256 and record_hash(rows.filing_lines(connection, info.id)) != info.record_sha256:
            yield named
        for scan in scan_rows(connection, info.id):
            if hashlib.sha256(scan_content(connection, scan.id)).hexdigest() != scan.sha256:
                yield f"{named} {scan.name}"
