"""What becomes of the rows of a plan, whatever it is of: every row is counted once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sized

    from crm.intake.draft import Drafts


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows there are and what becomes of them; it always adds up."""

    rows: int
    new: int
    updated: int
    same: int
    refused: int
    skipped: int

    @property
    def adds_up(self) -> bool:
        """Whether every row is counted once."""
        return self.rows == self.new + self.updated + self.same + self.refused + self.skipped


class CountedRows:
    """A plan whose rows can be counted."""

    __slots__ = ()

    drafts: Drafts
    new: Sized
    updated: Sized
    same: Sized
    refused: Sized
    skipped: Sized

    @property
    def counts(self) -> Counts:
        """How many rows are new, updated, same, refused and skipped."""
        return Counts(
            rows=self.drafts.total,
            new=len(self.new),
            updated=len(self.updated),
            same=len(self.same),
            refused=len(self.refused),
            skipped=len(self.skipped),
        )
