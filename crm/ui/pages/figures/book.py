"""The figures of a period while they are entered: what is saved, what is not yet, what is wrong, what can go back.

Knows nothing of windows. Cells are named by tenant and indicator, so that sorting and searching move none.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from crm.domain.entry import (
    Entry,
    Fault,
    change_percent,
    check_parts,
    draft_of,
    entry_from_draft,
    part_pairs,
)
from crm.services.entry import EnteredFigure

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from crm.domain.entry import FigureKey
    from crm.domain.indicators import Indicator
    from crm.services.entry import EntrySheet


class Filled(Enum):
    """How far a tenant's figures are."""

    NOTHING = "nothing"
    PARTLY = "partly"
    FAULTY = "faulty"
    ALL = "all"


class Change(NamedTuple):
    """What a step did to a cell; None is a cell without anything unsaved."""

    key: FigureKey
    before: Entry | None
    after: Entry | None


@dataclass(frozen=True, slots=True)
class EntryStep:
    """What was done at once, and is undone at once."""

    title: str
    changes: tuple[Change, ...]


class Book:
    """One period's figures and everything entered over them."""

    def __init__(
        self, indicators: Sequence[Indicator], *, change_limit: int, blanks: Collection[str]
    ) -> None:
        self.indicators = {one.code: one for one in indicators}
        self.blanks = blanks
        self._pairs = part_pairs(indicators)
        self._limit = change_limit
        self._sheet: EntrySheet | None = None
        self._entries: dict[int, dict[str, Entry]] = {}
        self._faults: dict[int, dict[str, Fault]] = {}
        self._changed: dict[int, dict[str, int]] = {}
        self._conflicts: dict[FigureKey, Fault] = {}
        self._done: list[EntryStep] = []
        self._undone: list[EntryStep] = []

    # ---------------------------------------------------------------- what stands where

    def show(self, sheet: EntrySheet) -> None:
        """Begin with *sheet*, nothing entered over it."""
        self._entries.clear()
        self._conflicts.clear()
        self._done.clear()
        self._undone.clear()
        self._take(sheet)

    def _take(self, sheet: EntrySheet) -> None:
        self._sheet = sheet
        self._faults.clear()
        self._changed.clear()
        for tenant in sheet.broken | self._entries.keys():
            self._check(tenant)

    def saved(self, tenant: int, code: str) -> int | None:
        """What is saved, None where nothing is."""
        return None if self._sheet is None else self._sheet.values[code].get(tenant)

    def before(self, tenant: int, code: str) -> int | None:
        """What was reported for the period before."""
        return None if self._sheet is None else self._sheet.before[code].get(tenant)

    def entry(self, tenant: int, code: str) -> Entry | None:
        """What is entered and not saved yet; None where nothing is."""
        row = self._entries.get(tenant)
        return None if row is None else row.get(code)

    def value(self, tenant: int, code: str) -> int | None:
        """What the cell says now; None where it is blank or says nothing."""
        entry = self.entry(tenant, code)
        return self.saved(tenant, code) if entry is None else entry.value

    def values(self, tenants: Sequence[int], code: str) -> list[int]:
        """What the cells of *tenants* say now, without the blank ones; far quicker than asking for each."""
        if self._sheet is None:
            return []
        saved, entered = self._sheet.values[code], self._entries
        if not entered:
            return [saved[tenant] for tenant in tenants if tenant in saved]
        values = (self.value(tenant, code) if tenant in entered else saved.get(tenant) for tenant in tenants)
        return [value for value in values if value is not None]

    def fault(self, tenant: int, code: str) -> Fault | None:
        """What is wrong with a cell."""
        return self._faults.get(tenant, {}).get(code)

    def change(self, tenant: int, code: str) -> int | None:
        """By how many per cent an unsaved figure differs from the last period, where that is remarkable."""
        return self._changed.get(tenant, {}).get(code)

    def is_marked(self, tenant: int) -> bool:
        """Whether anything is wrong or remarkable in a row."""
        return tenant in self._faults or tenant in self._changed

    def row_state(self, tenant: int, codes: Sequence[str]) -> tuple[Filled, int]:
        """How far a tenant's figures of *codes* are, and how many of them are there."""
        row = self._entries.get(tenant)
        count = (
            sum(self.value(tenant, code) is not None for code in codes) if row else self._count(tenant, codes)
        )
        if self._faults.get(tenant, {}).keys() & set(codes):
            return Filled.FAULTY, count
        if count == len(codes):
            return Filled.ALL, count
        return (Filled.PARTLY if count else Filled.NOTHING), count

    def _count(self, tenant: int, codes: Sequence[str]) -> int:
        if self._sheet is None:
            return 0
        values = self._sheet.values
        return sum(tenant in values[code] for code in codes)

    def filled(self, tenants: AbstractSet[int], codes: Sequence[str]) -> int:
        """How many cells of *tenants* and *codes* have a figure."""
        if self._sheet is None:
            return 0
        count = sum(len(self._sheet.values[code].keys() & tenants) for code in codes)
        for tenant, row in self._entries.items():
            for code, entry in row.items():
                if tenant in tenants and code in codes:
                    count += (entry.value is not None) - (self.saved(tenant, code) is not None)
        return count

    # ---------------------------------------------------------------- how much

    @property
    def unsaved(self) -> int:
        """How many cells are not saved."""
        return sum(map(len, self._entries.values()))

    @property
    def fault_count(self) -> int:
        """How many cells are wrong."""
        return sum(map(len, self._faults.values()))

    @property
    def warning_count(self) -> int:
        """How many unsaved cells are remarkable."""
        return sum(map(len, self._changed.values()))

    @property
    def conflicts(self) -> tuple[FigureKey, ...]:
        """The cells that somebody else changed while something was entered in them."""
        return tuple(self._conflicts)

    def edited(self) -> list[FigureKey]:
        """All cells that are not saved."""
        return [(tenant, code) for tenant, row in self._entries.items() for code in row]

    def ready(self) -> list[EnteredFigure]:
        """What can be saved: everything entered that is not wrong."""
        return [
            EnteredFigure(tenant, code, entry.value, self.saved(tenant, code))
            for tenant, row in self._entries.items()
            for code, entry in row.items()
            if self.fault(tenant, code) is None
        ]

    def held(self) -> list[FigureKey]:
        """The unsaved cells that cannot be saved as they are."""
        return [key for key in self.edited() if self.fault(*key) is not None]

    # ---------------------------------------------------------------- entering

    def put(self, title: str, entries: Iterable[tuple[FigureKey, Entry | None]]) -> set[int]:
        """Enter into several cells at once, as one step; the tenants whose rows changed.

        What says the same as what is saved is no entry.
        """
        changes = []
        for key, wanted in entries:
            before = self.entry(*key)
            after = wanted
            if wanted is not None and not wanted.fault and wanted.value == self.saved(*key):
                after = None
            if before != after:
                changes.append(Change(key, before, after))
        if not changes:
            return set()
        step = EntryStep(title, tuple(changes))
        self._done.append(step)
        self._undone.clear()
        return self._apply((change.key, change.after) for change in step.changes)

    def _apply(self, entries: Iterable[tuple[FigureKey, Entry | None]]) -> set[int]:
        touched = set()
        for (tenant, code), entry in entries:
            row = self._entries.setdefault(tenant, {})
            if entry is None:
                row.pop(code, None)
                self._conflicts.pop((tenant, code), None)
            else:
                row[code] = entry
            touched.add(tenant)
        for tenant in touched:
            if not self._entries[tenant]:
                del self._entries[tenant]
            self._check(tenant)
        return touched

    def _check(self, tenant: int) -> None:
        """Find again what is wrong and what is remarkable in a row."""
        row = self._entries.get(tenant, {})
        faults = check_parts(lambda code: self.value(tenant, code), self._pairs, entered=row.keys())
        faults |= {code: Fault(entry.fault) for code, entry in row.items() if entry.fault}
        faults |= {code: fault for (one, code), fault in self._conflicts.items() if one == tenant}
        changed = {
            code: percent
            for code, entry in row.items()
            if code not in faults
            and (percent := change_percent(entry.value, self.before(tenant, code), limit=self._limit))
            is not None
        }
        for kept, found in ((self._faults, faults), (self._changed, changed)):
            if found:
                kept[tenant] = found  # type: ignore[assignment]  # each of its own kind
            else:
                kept.pop(tenant, None)

    # ---------------------------------------------------------------- going back

    @property
    def next_undo(self) -> str:
        """What would be undone; empty where nothing is."""
        return self._done[-1].title if self._done else ""

    @property
    def next_redo(self) -> str:
        """What would be done again."""
        return self._undone[-1].title if self._undone else ""

    def undo(self) -> tuple[FigureKey, ...]:
        """Undo the last step; the cells it had changed."""
        step = self._done.pop()
        self._undone.append(step)
        self._apply((change.key, change.before) for change in step.changes)
        return tuple(change.key for change in step.changes)

    def redo(self) -> tuple[FigureKey, ...]:
        """Do the step again that was undone last; the cells it changed."""
        step = self._undone.pop()
        self._done.append(step)
        self._apply((change.key, change.after) for change in step.changes)
        return tuple(change.key for change in step.changes)

    # ---------------------------------------------------------------- saving, and what others do meanwhile

    def take_saved(self, saved: Sequence[EnteredFigure]) -> None:
        """*saved* has been saved. What was entered in these cells since then stays unsaved."""
        if self._sheet is None:
            return
        for one in saved:
            column = self._sheet.values[one.indicator]
            if one.value is None:
                column.pop(one.tenant_id, None)
            else:
                column[one.tenant_id] = one.value
            row = self._entries.get(one.tenant_id, {})
            entry = row.get(one.indicator)
            if entry is not None and not entry.fault and entry.value == one.value:
                del row[one.indicator]
            if not row:
                self._entries.pop(one.tenant_id, None)
            self._check(one.tenant_id)
        self._keep_steps()

    def _keep_steps(self) -> None:
        """What is saved goes back through the journal; only the cells that are still unsaved keep their steps."""
        kept, unsaved = [], set(self.edited())
        for step in self._done:
            changes = tuple(change for change in step.changes if change.key in unsaved)
            if changes:
                kept.append(EntryStep(step.title, changes))
        self._done = kept
        self._undone.clear()

    def stale_keys(self, sheet: EntrySheet) -> list[FigureKey]:
        """The unsaved cells under which another value is saved in *sheet* than the user saw."""
        return [
            (tenant, code)
            for tenant, code in self.edited()
            if sheet.values[code].get(tenant) != self.saved(tenant, code)
        ]

    def rebase(self, sheet: EntrySheet, writers: Mapping[FigureKey, tuple[str, str]]) -> None:
        """Go on over *sheet*, which was read anew; where somebody else saved another value, the user has to choose."""
        stale = self.stale_keys(sheet)
        if self._sheet is not None and sheet.values != self._sheet.values:
            self._undone.clear()  # what is done again has to stand on what it stood on
        for tenant, code in stale:
            entry, now = self._entries[tenant][code], sheet.values[code].get(tenant)
            if not entry.fault and entry.value == now:
                del self._entries[tenant][code]
                self._conflicts.pop((tenant, code), None)
                continue
            by, at = writers.get((tenant, code), ("", ""))
            self._conflicts[tenant, code] = Fault("figure-conflict", amount=now, by=by, at=at)
        self._entries = {tenant: row for tenant, row in self._entries.items() if row}
        self._conflicts = {
            key: fault for key, fault in self._conflicts.items() if self.entry(*key) is not None
        }
        self._take(sheet)

    def keep_mine(self) -> None:
        """Where somebody else saved another value, what was entered here is to be saved over it."""
        tenants = {tenant for tenant, _ in self._conflicts}
        self._conflicts.clear()
        for tenant in tenants:
            self._check(tenant)

    def take_theirs(self, title: str) -> None:
        """Where somebody else saved another value, what was entered here is given up."""
        self.put(title, [(key, None) for key in self._conflicts])

    # ---------------------------------------------------------------- drafts

    def texts(self) -> dict[str, str]:
        """What is not saved, for a draft."""
        return {
            f"{tenant}/{code}": draft_of(entry)
            for tenant, row in self._entries.items()
            for code, entry in row.items()
        }

    def restore(self, title: str, texts: Mapping[str, str]) -> int:
        """Enter again what a draft kept; how many of its cells there are no more."""
        known = set() if self._sheet is None else {one.id for one in self._sheet.tenants}
        entries, lost = [], 0
        for key, kept in texts.items():
            tenant, _, code = key.partition("/")
            if tenant.isdecimal() and int(tenant) in known and code in self.indicators:
                entry = entry_from_draft(kept, self.indicators[code], blanks=self.blanks)
                entries.append(((int(tenant), code), entry))
            else:
                lost += 1
        self.put(title, entries)
        return lost
