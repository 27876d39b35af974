"""What an operation changed, so that every view can tell whether it is concerned."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    """The outcome of one write: its number, its kind, the tables and tenants it touched."""

    operation: int
    kind: str
    tables: frozenset[str] = frozenset()
    tenants: frozenset[int] = frozenset()

    def concern(self, *tables: str) -> bool:
        """Whether any of *tables* was touched."""
        return not self.tables.isdisjoint(tables)
