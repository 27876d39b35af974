"""The files of evidence: kept once under their own fingerprint, read back only where they still match it.

They lie in the database, not in a folder beside it: several computers share a database on a server, and whatever backs
up, restores or moves the database must carry them.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.db.models import Evidence, EvidenceFile
from crm.domain.errors import CrmError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Select


class EvidenceError(CrmError):
    """A file of evidence that is gone or is no longer what was attached."""


def read_file(connection: Connection, sha256: str, *, name: str) -> bytes:
    """A file as it was attached; EvidenceError ``evidence-file-missing`` or ``evidence-file-changed`` names it."""
    content = connection.scalar(select(EvidenceFile.content).where(EvidenceFile.sha256 == sha256))
    if content is None:
        raise EvidenceError("evidence-file-missing", name=name)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise EvidenceError("evidence-file-changed", name=name)
    return bytes(content)


def evidence_rows(connection: Connection, *, tenant_id: int | None = None) -> Iterator[dict[str, Any]]:
    """Everything that is attached, or what is attached to a tenant and its records; the oldest first."""
    query: Select[Any] = select(Evidence.__table__).order_by(Evidence.id)
    if tenant_id is not None:
        query = query.where(Evidence.tenant_id == tenant_id)
    for row in connection.execute(query).mappings():
        yield dict(row)


def evidence_of(connection: Connection, kind: str, record_id: int) -> tuple[int, ...]:
    """The ids of what is attached to one record."""
    query = select(Evidence.id).where(Evidence.kind == kind, Evidence.record_id == record_id)
    return tuple(connection.scalars(query.order_by(Evidence.id)))
