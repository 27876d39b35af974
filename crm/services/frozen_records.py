"""Frozen filings as they were filed, read once: what is frozen never changes, and every filing is held against it."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, TypeAlias

from crm.db.queries.filings import filing_lines
from crm.filings.record import read_record

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from crm.db.queries.filings import FilingInfo
    from crm.filings.built import Built

MOST = 400_000
"""How many contributions are kept in memory, some hundred bytes each; what was asked for longest ago goes first."""

_Key: TypeAlias = "tuple[int, str, str]"


class FrozenRecords:
    """Records that have been read, by their fingerprints: two databases never mix. Read by several threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[_Key, tuple[Built, int]] = OrderedDict()
        self._held = 0
        self._lock = Lock()

    def read(self, connection: Connection, info: FilingInfo) -> Built:
        """What the filing said."""
        key = (info.id, info.sha256, info.record_sha256)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][0]
        built = read_record(filing_lines(connection, info.id))
        self._keep(key, built)
        return built

    def _keep(self, key: _Key, built: Built) -> None:
        weight = sum(len(figure.contributions) for figure in built.figures.values())
        with self._lock:
            if key not in self._kept and weight <= self._most:
                self._kept[key] = (built, weight)
                self._held += weight
            while self._held > self._most:
                _, (_, gone) = self._kept.popitem(last=False)
                self._held -= gone


_RECORDS = FrozenRecords()


def read_filed(connection: Connection, info: FilingInfo) -> Built:
    """What a frozen filing said: kept from the last time where it was read before."""
    return _RECORDS.read(connection, info)
